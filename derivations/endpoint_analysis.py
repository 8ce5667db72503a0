"""What happens at t = 1 and t = -1: the square-root variables.

With t = 1 - v^2 at one end and t = -1 + w^2 at the other every kernel is a power series in v or w; its odd
part is the jump over the cut, and the jump decides how the eigenvalues decay.  We write v = sqrt(2) y, or
w = sqrt(2) y, with 0 <= y <= 1, so that the angle from the end is 2 arcsin(y), and

    D(y) = sin(2 arcsin y) - 2 arcsin(y) cos(2 arcsin y).
"""

import mpmath as mp
from sympy import (
    Eq,
    Integral,
    Interval,
    Le,
    Rational,
    Symbol,
    acos,
    asin,
    cos,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    Derivation,
    EqualDerivative,
    Identity,
    Linear,
    Monotone,
    Positive,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero

HALF = Rational(1, 2)
y = Symbol("y", real=True)
t = Symbol("t", real=True)
x = Symbol("x", real=True)
s = Symbol("s", real=True)
h = pi * s
UNIT = {y: Interval(0, 1)}


def ntk_value(L, t):
    """Theta_L(t) by its definition."""
    layer = total = t
    for _ in range(L - 1):
        angle = mp.acos(layer)
        layer = (mp.sin(angle) + (mp.pi - angle) * layer) / mp.pi
        total = layer + total * (1 - angle / mp.pi)
    return total


def _kappa_one(t):
    return (mp.sqrt(1 - t**2) + t * (mp.pi - mp.acos(t))) / mp.pi


# --- the square-root variables -------------------------------------------------------------------

theta = 2 * asin(y)
bulge = sin(theta) - theta * cos(theta)

ends = Derivation(
    "Square-root variables at both ends",
    source="derived here; Lemma 2 of the note on certified tails",
    intro="v = sqrt(2) y at t = 1, w = sqrt(2) y at t = -1.",
)

angle_at_one = ends.claim(
    "angle_from_one",
    Eq(acos(1 - 2 * y**2), theta, evaluate=False),
    UNIT,
    because="both are 0 at y = 0, with derivative 2/sqrt(1 - y^2)",
    proof=EqualDerivative(y, start=0),
    source="DLMF 4.24",
)

gap_at_one = ends.claim(
    "gap_after_one_layer",
    Eq(1 - kappa_one(1 - 2 * y**2), 2 * y**2 - bulge / pi, evaluate=False),
    UNIT,
    because="1 - kappa_1(1 - v^2) = v^2 - D/pi: one layer takes D/pi off the gap",
    proof=Linear([(angle_at_one, (1 - 2 * y**2) / pi)]),
    numeric=lambda y: 1 - _kappa_one(1 - 2 * y**2),
)

step_at_minus_one = ends.claim(
    "step_kernel_from_minus_one",
    Eq(kappa_zero(2 * y**2 - 1), theta / pi, evaluate=False),
    UNIT,
    because="kappa_0(-1 + w^2) = eta/pi with eta = 2 arcsin(w/sqrt 2)",
    proof=EqualDerivative(y, start=0),
    numeric=lambda y: 1 - mp.acos(2 * y**2 - 1) / mp.pi,
)

relu_at_minus_one = ends.claim(
    "relu_kernel_from_minus_one",
    Eq(kappa_one(2 * y**2 - 1), bulge / pi, evaluate=False),
    UNIT,
    because="kappa_1(-1 + w^2) = D(w)/pi",
    proof=Linear([(angle_at_one, (2 * y**2 - 1) / pi)]),
    numeric=lambda y: _kappa_one(2 * y**2 - 1),
)

bulge_algebraic = ends.claim(
    "bulge_in_the_root_variable",
    Eq(bulge, 2 * y * sqrt(1 - y**2) - theta * (1 - 2 * y**2), evaluate=False),
    UNIT,
    because="double angles",
    proof=Identity(),
)

bulge_integral = ends.claim(
    "bulge_as_integral",
    Eq(Integral(4 * x * asin(x / sqrt(2)), (x, 0, sqrt(2) * y)), bulge, evaluate=False),
    UNIT,
    because="d/dt of sqrt(1-t^2) - t arccos t is -arccos t; so D has Taylor coefficients >= 0, as arcsin has",
    proof=Antiderivative(
        of=2 * x / sqrt(2) * sqrt(1 - x**2 / 2) - 2 * asin(x / sqrt(2)) * (1 - x**2),
    ),
    numeric=lambda y: mp.quad(lambda x: 4 * x * mp.asin(x / mp.sqrt(2)), [0, mp.sqrt(2) * y]),
)

bulge_end = ends.claim(
    "bulge_at_the_far_end",
    Eq(Integral(4 * x * asin(x / sqrt(2)), (x, 0, sqrt(2))) / 2, pi / 2, evaluate=False),
    {},
    because="E(sqrt 2) = D(sqrt 2)/2 = pi/2, so |E/pi| <= 1/2 on the disc |v| <= sqrt 2",
    proof=Antiderivative(of=2 * x / sqrt(2) * sqrt(1 - x**2 / 2) - 2 * asin(x / sqrt(2)) * (1 - x**2)),
)

chord_right = ends.claim(
    "kappa_one_below_chord_right",
    Le(kappa_one(t), (1 + t) / 2, evaluate=False),
    {t: Interval(0, 1)},
    because="equality at 1, and kappa_1' = kappa_0 >= 1/2 for t >= 0, as kappa_0(0) = 1/2 and kappa_0 increases",
    proof=Monotone(t, start=1, derivative=Monotone(t, start=0, derivative=Positive())),
)

chord_left = ends.claim(
    "kappa_one_below_chord_left",
    Le(kappa_one(t), (1 + t) / 2, evaluate=False),
    {t: Interval(-1, 0)},
    because="equality at -1, and kappa_1' = kappa_0 <= 1/2 for t <= 0; so D(w) <= pi w^2/2, the bound |E| <= pi/2",
    proof=Monotone(t, start=-1, derivative=Monotone(t, start=0, derivative=Positive())),
)
