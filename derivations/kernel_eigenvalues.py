"""Funk-Hecke eigenvalues of kappa_0, kappa_1, t kappa_0 and of the two-layer NTK Theta_2 = t kappa_0 + kappa_1.

Definition.  mu_k[f] = w_0(d) * integral over (0, pi) of f(cos u) P_k(cos u) sin(u)^(d-2) du.  At the angle u,
kappa_0 is 1 - u/pi and kappa_1 is (sin u + (pi - u) cos u)/pi.

That the kernels are squares of the half-line transforms, mu_k[kappa_0] = 2 h_k^2 and mu_k[kappa_1] = 2 d r_k^2, is
usually read off from E[1(w.x > 0) 1(w.y > 0)] by convolution.  Here it is proved from the integrals alone: integration
by parts gives mu_k[kappa_0] a recurrence in k, which 2 h_k^2 satisfies too, and leads kappa_1 in dimension d
back to kappa_0 in dimension d + 2, as kappa_1' = kappa_0.
"""

import mpmath as mp
from half_line_transforms import MOMENT as HALF_LINE
from half_line_transforms import d, k, moment, p, u
from hemisphere_transforms import (
    hemisphere_odd_degrees,
)
from legendre_polynomials import _legendre, degree, degree_one, degree_zero
from legendre_polynomials import t as cosine
from sympy import (
    Eq,
    Function,
    Integral,
    Lambda,
    Range,
    Rational,
    Symbol,
    cos,
    gamma,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    Derivation,
    Identity,
    Induction,
    UnderIntegral,
)
from ntksym.formulas.harmonics import LegendreP, density_constant

HALF = Rational(1, 2)
DIMENSIONS = {d: Range(2, oo)}
EVERY = {**DIMENSIONS, k: Range(0, oo)}
FROM_ONE = {**DIMENSIONS, k: Range(1, oo)}
FROM_TWO = {**DIMENSIONS, k: Range(2, oo)}
half_turn = (u, 0, pi)
s = Symbol("s", nonnegative=True)  # the angle is u = pi s

share = 1 - u / pi  # kappa_0 at the angle u
wedge = (sin(u) + (pi - u) * cos(u)) / pi  # kappa_1 at the angle u


def _eigenvalue(f):
    weight = f * LegendreP(d, k, cos(u)) * sin(u) ** (d - 2)
    return Lambda((d, k), density_constant(d) * Integral(weight, half_turn))


sines, skew = Function("V"), Function("S")
zero, one, mixed, ntk = Function("mu_0"), Function("mu_1"), Function("mu_t"), Function("mu_2")
SINES = {sines: Lambda(d, Integral(sin(u) ** (d - 2), half_turn))}
SKEW = {skew: Lambda(d, Integral(share * sin(u) ** (d - 2), half_turn))}
ZERO, ONE = {zero: _eigenvalue(share)}, {one: _eigenvalue(wedge)}
MIXED, NTK = {mixed: _eigenvalue(share * cos(u))}, {ntk: _eigenvalue(wedge + share * cos(u))}
ALL = {**ZERO, **ONE, **MIXED, **NTK, **HALF_LINE}


def _mu(f, d, k):
    """The definition: quadrature over the angle, divided by the total mass."""
    knots = mp.linspace(0, mp.pi, 3 + k // 4)
    value = mp.quad(lambda v: f(v) * _legendre(d, k, mp.cos(v)) * mp.sin(v) ** (d - 2), knots)
    return value / mp.quad(lambda v: mp.sin(v) ** (d - 2), [0, mp.pi / 2, mp.pi])


def _zero(d, k):
    return _mu(lambda v: 1 - v / mp.pi, d, k)


def _one(d, k):
    return _mu(lambda v: (mp.sin(v) + (mp.pi - v) * mp.cos(v)) / mp.pi, d, k)


def _mixed(d, k):
    return _mu(lambda v: (1 - v / mp.pi) * mp.cos(v), d, k)


def _ntk(d, k):
    return _mu(lambda v: (mp.sin(v) + 2 * (mp.pi - v) * mp.cos(v)) / mp.pi, d, k)


def _vanishing(f, d, k):
    """The same with spare digits, for a value that is 0."""
    with mp.workdps(2 * mp.mp.dps):
        return f(d, k)


# --- low degrees ---------------------------------------------------------------------------------

low = Derivation(
    "Low degrees of kappa_0",
    source="DLMF 5.12.2; integration by parts",
    intro="V(d) and S(d) are the integrals of sin^(d-2) and (1 - u/pi) sin^(d-2) over half a turn.",
)

sines_circle = low.claim(
    "half_turn_circle",
    Eq(sines(2), pi, evaluate=False),
    {},
    because="the integrand is 1",
    proof=Antiderivative(of=u),
    where=SINES,
)

sines_sphere = low.claim(
    "half_turn_sphere",
    Eq(sines(3), 2, evaluate=False),
    {},
    because="the integral of the sine",
    proof=Antiderivative(of=-cos(u)),
    where=SINES,
)

sines_by_parts = low.claim(
    "half_turn_by_parts",
    Eq(d * sines(d + 2) - (d - 1) * sines(d), 0, evaluate=False),
    DIMENSIONS,
    because="the integrand is the derivative of -cos sin^(d-1), which vanishes at both ends",
    proof=Antiderivative(of=-cos(u) * sin(u) ** (d - 1)),
    where=SINES,
)

sines_closed_form = low.claim(
    "half_turn_closed_form",
    Eq(sines(d), sqrt(pi) * gamma((d - 1) / 2) / gamma(d / 2), evaluate=False),
    DIMENSIONS,
    because="dimensions 2 and 3, and the step from d to d + 2; so w_0 V(d) = 1",
    proof=Induction(
        d,
        recurrence=[sines_by_parts.at(solve_for=sines(d + 2))],
        order=2,
        base=[sines_circle, sines_sphere],
    ),
    where=SINES,
)

skew_circle = low.claim(
    "skew_circle",
    Eq(skew(2), pi / 2, evaluate=False),
    {},
    because="the integral of 1 - u/pi",
    proof=Antiderivative(of=u - u**2 / (2 * pi)),
    where=SKEW,
)

skew_sphere = low.claim(
    "skew_sphere",
    Eq(skew(3), 1, evaluate=False),
    {},
    because="integrate (1 - u/pi) sin u by parts",
    proof=Antiderivative(of=-share * cos(u) - sin(u) / pi),
    where=SKEW,
)

skew_by_parts = low.claim(
    "skew_by_parts",
    Eq(d * skew(d + 2) - (d - 1) * skew(d), 0, evaluate=False),
    DIMENSIONS,
    because="the integrand is the derivative of -(1-u/pi) cos sin^(d-1) - sin^d/(pi d), which vanishes at both ends",
    proof=Antiderivative(of=-share * cos(u) * sin(u) ** (d - 1) - sin(u) ** d / (pi * d)),
    where=SKEW,
)

skew_closed_form = low.claim(
    "skew_closed_form",
    Eq(skew(d), sqrt(pi) * gamma((d - 1) / 2) / (2 * gamma(d / 2)), evaluate=False),
    DIMENSIONS,
    because="dimensions 2 and 3, and the step from d to d + 2: half of V(d)",
    proof=Induction(
        d,
        recurrence=[skew_by_parts.at(solve_for=skew(d + 2))],
        order=2,
        base=[skew_circle, skew_sphere],
    ),
    where=SKEW,
)

zero_in_skew = low.claim(
    "kappa_zero_degree_zero_as_integral",
    Eq(zero(d, 0), density_constant(d) * skew(d), evaluate=False),
    DIMENSIONS,
    because="P_0 = 1",
    proof=UnderIntegral([degree_zero.at({cosine: cos(u)})]),
    where={**ZERO, **SKEW},
    numeric=lambda d: _zero(d, 0),
)

zero_mean = low.claim(
    "kappa_zero_degree_zero",
    Eq(zero(d, 0), HALF, evaluate=False),
    DIMENSIONS,
    because="kappa_0(t) + kappa_0(-t) = 1",
    proof=Identity([zero_in_skew, skew_closed_form]),
    where={**ZERO, **SKEW},
    numeric=lambda d: _zero(d, 0),
)

zero_linear_by_parts = low.claim(
    "kappa_zero_degree_one_by_parts",
    Eq((d - 1) * zero(d, 1) - density_constant(d) / pi * sines(d + 1), 0, evaluate=False),
    DIMENSIONS,
    because="P_1 = t, and cos sin^(d-2) is the derivative of sin^(d-1)/(d-1)",
    proof=Antiderivative(
        of=density_constant(d) * share * sin(u) ** (d - 1), using=[degree_one.at({cosine: cos(u)})], ends=[]
    ),
    where={**ZERO, **SINES},
)

zero_linear = low.claim(
    "kappa_zero_degree_one",
    Eq(zero(d, 1), 2 * moment(0, d, 1) ** 2, evaluate=False),
    DIMENSIONS,
    because="both sides are Gamma(d/2)^2/(2 pi Gamma((d+1)/2)^2)",
    proof=Identity(
        [
            zero_linear_by_parts.at(solve_for=zero(d, 1)),
            sines_closed_form.at({d: d + 1}),
            hemisphere_odd_degrees.at({p: 0}),
        ]
    ),
    where={**ZERO, **SINES, **HALF_LINE},
    numeric=lambda d: _zero(d, 1),
)

zero_quadratic = low.claim(
    "kappa_zero_degree_two_vanishes",
    Eq(zero(d, 2), 0, evaluate=False),
    DIMENSIONS,
    because="(d-1) P_2 sin^(d-2) is the derivative of cos sin^(d-1)",
    proof=Antiderivative(
        of=(share * cos(u) * sin(u) ** (d - 1) + sin(u) ** d / (pi * d)) / (d - 1),
        using=[degree_one.at({cosine: cos(u)}), degree_zero.at({cosine: cos(u)}), degree(d, 2, cos(u))],
        ends=[],
    ),
    where=ZERO,
    numeric=lambda d: _vanishing(_zero, d, 2),
)

zero_cubic = low.claim(
    "kappa_zero_degree_three",
    Eq((d + 1) ** 2 * zero(d, 3) - zero(d, 1), 0, evaluate=False),
    DIMENSIONS,
    because="as in the step below, with the polynomials of degree 1 and 3 written out",
    proof=Antiderivative(
        of=density_constant(d)
        / (d - 1)
        * (
            share * sin(u) ** (d - 1) * ((d + 1) * ((d + 2) * cos(u) ** 2 - 1) - 1)
            + (d + 2) / pi * sin(u) ** d * cos(u)
        ),
        using=[
            degree_one.at({cosine: cos(u)}),
            degree_zero.at({cosine: cos(u)}),
            degree(d, 2, cos(u)),
            degree(d, 3, cos(u)),
        ],
        ends=[],
    ),
    where=ZERO,
)
