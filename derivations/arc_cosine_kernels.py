"""The arc-cosine kernels kappa_0, kappa_1 and the (a, b)-ReLU family, from their Gaussian expectations.

For unit vectors x, y at angle u and a standard normal vector w only the plane of x and y matters.  In polar
coordinates there, w = r (cos v, sin v), x = (1, 0), y = (cos u, sin u), and both inner products
are positive exactly for u - pi/2 < v < pi/2.
"""

import mpmath as mp
from sympy import (
    Eq,
    Ge,
    Integral,
    Interval,
    Le,
    Rational,
    Symbol,
    acos,
    asin,
    cos,
    diff,
    exp,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import Antiderivative, Derivation, Identity, Monotone, Positive
from ntksym.formulas.arccos import kappa_one, kappa_zero, rho_delta

s = Symbol("s", positive=True)  # the angle is u = pi s
t = Symbol("t", real=True)
r = Symbol("r", positive=True)
v = Symbol("v", real=True)
delta = Symbol("Delta", real=True)
alpha = Symbol("alpha", real=True)
u = pi * s
ANGLES = {s: Interval.open(0, 1)}
COSINES = {t: Interval(-1, 1)}
INSIDE = {t: Interval.open(-1, 1)}


def _both_positive(s):
    """2 P(w.x > 0, w.y > 0): condition on w.x = g, then w.y is normal with mean g cos u, deviation sin u."""
    cot = mp.cot(mp.pi * s)
    return 2 * mp.quad(lambda g: mp.npdf(g) * mp.ncdf(g * cot), [0, 2, 8, 24])


def _mean_of_positive_part(mean, deviation):
    return mean * mp.ncdf(mean / deviation) + deviation * mp.npdf(mean / deviation)


def _relu_product(s):
    """2 E[relu(w.x) relu(w.y)], with the inner expectation in closed form."""
    c, d = mp.cospi(s), mp.sinpi(s)
    return 2 * mp.quad(lambda g: g * mp.npdf(g) * _mean_of_positive_part(g * c, d), [0, 2, 8, 24])


arc_cosine = Derivation(
    "Arc-cosine kernels from their Gaussian expectations",
    source="Cho and Saul 2009, eqs (3)-(6)",
    intro="The angle between the unit vectors x and y is u = pi s, and t = cos u.",
)

radial_moment = arc_cosine.claim(
    "gaussian_radial_moment",
    Eq(Integral(r**3 * exp(-(r**2) / 2), (r, 0, oo)), 2, evaluate=False),
    {},
    because="the radius of w in the plane has density r exp(-r^2/2), and E[r^2] = 2",
    proof=Antiderivative(of=-(r**2 + 2) * exp(-(r**2) / 2)),
)

step_kernel = arc_cosine.claim(
    "kappa_zero_closed_form",
    Eq(Integral(1, (v, u - pi / 2, pi / 2)) / pi, kappa_zero(cos(u, evaluate=False)), evaluate=False),
    ANGLES,
    because="2 P(w.x > 0, w.y > 0) is twice the share of the circle on which both are positive",
    proof=Antiderivative(of=v),
    numeric=_both_positive,
)

relu_kernel = arc_cosine.claim(
    "kappa_one_closed_form",
    Eq(
        2 / pi * Integral(cos(v) * cos(v - u), (v, u - pi / 2, pi / 2)),
        kappa_one(cos(u, evaluate=False)),
        evaluate=False,
    ),
    ANGLES,
    because="2 E[relu(w.x) relu(w.y)] = 2/(2 pi) E[r^2] times the integral over the angles, with E[r^2] = 2",
    proof=Antiderivative(of=v * cos(u) / 2 + sin(2 * v - u) / 4),
    numeric=_relu_product,
)

derivative = arc_cosine.claim(
    "kappa_one_derivative_is_kappa_zero",
    Eq(diff(kappa_one(t), t), kappa_zero(t), evaluate=False),
    INSIDE,
    because="the terms with the square root cancel",
    proof=Identity(),
    numeric=lambda t: mp.diff(lambda x: (mp.sqrt(1 - x**2) + x * (mp.pi - mp.acos(x))) / mp.pi, t),
)

reflection_zero = arc_cosine.claim(
    "kappa_zero_reflection",
    Eq(kappa_zero(t) + kappa_zero(-t), 1, evaluate=False),
    COSINES,
    because="arccos(-t) = pi - arccos(t)",
    proof=Identity(),
    source="DLMF 4.23.11",
)

reflection_one = arc_cosine.claim(
    "kappa_one_reflection",
    Eq(kappa_one(t) - kappa_one(-t), t, evaluate=False),
    COSINES,
    because="relu(s) - relu(-s) = s: the odd part of kappa_1 is t/2",
    proof=Identity(),
)

kappa_zero_low = arc_cosine.claim(
    "kappa_zero_ge_zero",
    Ge(kappa_zero(t), 0, evaluate=False),
    COSINES,
    because="it is a probability",
    proof=Positive(),
)

kappa_zero_high = arc_cosine.claim(
    "kappa_zero_le_one",
    Le(kappa_zero(t), 1, evaluate=False),
    COSINES,
    because="it is a probability",
    proof=Positive(),
)

kappa_one_above_identity = arc_cosine.claim(
    "kappa_one_ge_identity",
    Ge(kappa_one(t), t, evaluate=False),
    COSINES,
    because="equality at t = 1, and kappa_1' = kappa_0 <= 1",
    proof=Monotone(t, start=1, derivative=Positive()),
)

kappa_one_low = arc_cosine.claim(
    "kappa_one_ge_zero",
    Ge(kappa_one(t), 0, evaluate=False),
    COSINES,
    because="kappa_1(-1) = 0, and kappa_1' = kappa_0 >= 0",
    proof=Monotone(t, start=-1, derivative=Positive()),
)

kappa_one_high = arc_cosine.claim(
    "kappa_one_le_one",
    Le(kappa_one(t), 1, evaluate=False),
    COSINES,
    because="kappa_1(1) = 1, and kappa_1' = kappa_0 >= 0",
    proof=Monotone(t, start=1, derivative=Positive()),
)

family = Derivation(
    "The (a, b)-ReLU family",
    source="Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225); Nguyen, Mondelli, Montufar 2021 (arXiv 2012.11654)",
    intro="phi(s) = a s + b |s| with a^2 + b^2 = 1 and Delta = b^2.",
)

absolute_value = family.claim(
    "absolute_value_kernel",
    Eq(kappa_one(t) + kappa_one(-t), 2 / pi * (sqrt(1 - t**2) + t * asin(t)), evaluate=False),
    COSINES,
    because="|s| = relu(s) + relu(-s), so E[|w.x| |w.y|] = kappa_1(t) + kappa_1(-t)",
    proof=Identity(),
)

mixed = family.claim(
    "rho_delta_closed_form",
    Eq((1 - delta) * t + delta * (kappa_one(t) + kappa_one(-t)), rho_delta(delta, t), evaluate=False),
    {delta: Interval(0, 1), **COSINES},
    because="the mixed terms a b E[s |s'|] vanish by symmetry",
    proof=Identity(),
)

relu_member = family.claim(
    "rho_half_is_kappa_one",
    Eq(rho_delta(Rational(1, 2), t), kappa_one(t), evaluate=False),
    COSINES,
    because="the ReLU is Delta = 1/2, and kappa_1 has odd part t/2",
    proof=Identity(),
)

leaky_member = family.claim(
    "leaky_slope_delta",
    Eq(
        ((1 - alpha) / 2) ** 2 / (((1 + alpha) / 2) ** 2 + ((1 - alpha) / 2) ** 2),
        (1 - alpha) ** 2 / (2 * (1 + alpha**2)),
        evaluate=False,
    ),
    {alpha: Interval(0, 1)},
    because="leaky ReLU of slope alpha is a = (1 + alpha)/2, b = (1 - alpha)/2, normalised",
    proof=Identity(),
)

family_derivative = family.claim(
    "rho_delta_derivative",
    Eq(diff(rho_delta(delta, t), t), 1 - delta * 2 / pi * acos(t), evaluate=False),
    {delta: Interval(0, 1), **INSIDE},
    because="differentiate; the square roots cancel",
    proof=Identity(),
    numeric=lambda Delta, t: mp.diff(
        lambda x: (1 - Delta) * x + 2 * Delta / mp.pi * (mp.sqrt(1 - x**2) + x * mp.asin(x)), t
    ),
)
