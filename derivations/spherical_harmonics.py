"""Spherical harmonics on S^{d-1}: Legendre polynomials, dimensions, the addition formula, Gegenbauer bands.

Definition.  P_k is the Legendre polynomial of dimension d with P_k(1) = 1 (see legendre_polynomials.py), N(d, k) the
dimension of the harmonics of degree k.
"""

import mpmath as mp
from legendre_polynomials import _legendre, d, degree, degree_one, degree_zero, from_above, k, lowered, t, three_term
from sympy import (
    Derivative,
    Eq,
    Function,
    Interval,
    Range,
    Symbol,
    binomial,
    cos,
    diff,
    oo,
    sin,
)

from ntksym.claims import (
    Cited,
    Derivation,
    Differentiated,
    FirstValues,
    Identity,
    Induction,
)
from ntksym.formulas.harmonics import LegendreP, dimension_positive

a = Symbol("a", positive=True)
n = Symbol("n", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
j = Symbol("j", integer=True, positive=True)
u = Symbol("u", real=True)
v = Symbol("v", real=True)
w = Symbol("w", real=True)
y = Symbol("y", real=True)
f = Function("f")

LINE = {t: Interval(-oo, oo)}
DIMENSIONS = {d: Range(2, oo)}
DEGREES = {k: Range(0, oo)}
PLANE = {u: Interval(-oo, oo), v: Interval(-oo, oo)}


def _gegenbauer(n, a, t):
    """C_n^a by its finite sum (DLMF 18.5.10)."""
    terms = [
        (-1) ** i * mp.rf(a, n - i) / (mp.factorial(i) * mp.factorial(n - 2 * i)) * (2 * t) ** (n - 2 * i)
        for i in range(n // 2 + 1)
    ]
    return mp.fsum(terms)


# --- Legendre polynomials ------------------------------------------------------------------------

points = Derivation(
    "Legendre polynomials at special points, their derivative and their equation",
    source="DLMF 18.6.1, 18.8.1, 18.9.8, 18.9.19, renormalised to P_k(1) = 1",
    intro="Everything follows from the three-term recurrence by induction.",
)

at_one = points.claim(
    "legendre_at_one",
    Eq(LegendreP(d, k, 1), 1, evaluate=False),
    {**DIMENSIONS, **DEGREES},
    because="the coefficients of the recurrence at t = 1 add up",
    proof=Induction(k, recurrence=[degree(d, k + 2, 1)], order=2, base=[degree_zero.at({t: 1}), degree_one.at({t: 1})]),
    numeric=lambda d, k: _legendre(d, k, mp.mpf(1)),
)

at_minus_one = points.claim(
    "legendre_at_minus_one",
    Eq(LegendreP(d, k, -1), (-1) ** k, evaluate=False),
    {**DIMENSIONS, **DEGREES},
    because="the recurrence at t = -1 alternates",
    proof=Induction(
        k, recurrence=[degree(d, k + 2, -1)], order=2, base=[degree_zero.at({t: -1}), degree_one.at({t: -1})]
    ),
    source="DLMF 18.6.1 (table)",
)

parity = points.claim(
    "legendre_parity",
    Eq(LegendreP(d, k, -t), (-1) ** k * LegendreP(d, k, t), evaluate=False),
    {**DIMENSIONS, **DEGREES, **LINE},
    because="the recurrence at -t is that of (-1)^k P_k(t)",
    proof=Induction(
        k,
        recurrence=[degree(d, k + 2, -t), degree(d, k + 2)],
        order=2,
        base=[degree_zero, degree_zero.at({t: -t}), degree_one, degree_one.at({t: -t})],
    ),
    source="DLMF 18.6.1 (table)",
)

circle = points.claim(
    "legendre_on_the_circle",
    Eq(LegendreP(2, k, cos(u)), cos(k * u), evaluate=False),
    {**DEGREES, u: Interval(-oo, oo)},
    because="cos((k+1)u) + cos((k-1)u) = 2 cos(u) cos(ku) is the recurrence at d = 2",
    proof=Induction(
        k,
        recurrence=[degree(2, k + 2, cos(u))],
        order=2,
        base=[degree_zero.at({d: 2, t: cos(u)}), degree_one.at({d: 2, t: cos(u)})],
    ),
    source="DLMF 18.5.1",
)

recurrence_slope = points.claim(
    "legendre_recurrence_differentiated",
    Eq(
        (k + d - 2) * Derivative(LegendreP(d, k + 1, t), t),
        (2 * k + d - 2) * (LegendreP(d, k, t) + t * Derivative(LegendreP(d, k, t), t))
        - k * Derivative(LegendreP(d, k - 1, t), t),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo), **LINE},
    because="both sides of the recurrence are polynomials in t",
    proof=Differentiated(three_term, by=t),
)

slope_zero = points.claim(
    "legendre_degree_zero_differentiated",
    Eq(Derivative(LegendreP(d, 0, t), t), 0, evaluate=False),
    {**DIMENSIONS, **LINE},
    because="P_0 = 1",
    proof=Differentiated(degree_zero, by=t),
)

slope_one = points.claim(
    "legendre_degree_one_differentiated",
    Eq(Derivative(LegendreP(d, 1, t), t), 1, evaluate=False),
    {**DIMENSIONS, **LINE},
    because="P_1 = t",
    proof=Differentiated(degree_one, by=t),
)


def slope(index):
    """The differentiated recurrence solved for the derivative of the given degree (2 or more)."""
    return recurrence_slope.at({k: index - 1}, solve_for=Derivative(LegendreP(d, index, t), t))


derivative = points.claim(
    "legendre_derivative",
    Eq(
        Derivative(LegendreP(d, k + 1, t), t),
        (k + 1) * (k + d - 1) / (d - 1) * LegendreP(d + 2, k, t),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **LINE},
    because="both sides obey the differentiated recurrence, with P_k written in dimension d + 2",
    proof=Induction(
        k,
        recurrence=[slope(k + 3), from_above.at({k: k + 2}), degree(d + 2, k + 2)],
        order=2,
        base=[slope_one, slope_zero, slope(2), degree_one, degree_zero.at({d: d + 2}), degree_one.at({d: d + 2})],
    ),
    source="DLMF 18.9.19",
    numeric=lambda d, k, t: mp.diff(lambda x: _legendre(d, k + 1, x), t),
)

dimension_above = points.claim(
    "legendre_dimension_above",
    Eq(
        (1 - t**2) * LegendreP(d + 2, k, t),
        (d - 1) / (2 * k + d) * (LegendreP(d, k, t) - LegendreP(d, k + 2, t)),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **LINE},
    because="eliminate P_{k+2} by the recurrence; what is left is (1-t^2) P_{k+1}' = (k+1) (P_k - t P_{k+1})",
    proof=Identity([lowered.at({k: k + 1}), degree(d, k + 2)]),
    source="DLMF 18.9.8",
)

equation = points.claim(
    "legendre_differential_equation",
    Eq(
        (1 - t**2) * diff(LegendreP(d, k, t), t, 2) - (d - 1) * t * diff(LegendreP(d, k, t), t),
        -k * (k + d - 2) * LegendreP(d, k, t),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **LINE},
    because="write the derivatives in dimensions d + 2 and d + 4, and P_k in dimension d + 2",
    proof=FirstValues(
        k,
        2,
        base=[degree_zero, degree_one, degree_zero.at({d: d + 2})],
        then=Identity([lowered.at({d: d + 2, k: k - 1}), from_above]),
    ),
    source="DLMF 18.8.1",
    numeric=lambda d, k, t: (
        (1 - t**2) * mp.diff(lambda x: _legendre(d, k, x), t, 2)
        - (d - 1) * t * mp.diff(lambda x: _legendre(d, k, x), t)
    ),
)

# --- dimensions ----------------------------------------------------------------------------------

dimensions = Derivation(
    "Dimensions of the spaces of spherical harmonics",
    source="Mueller 1966, Lemma 3",
    intro="Homogeneous polynomials of degree k are harmonics of degree k, plus |x|^2 times those of degree k - 2.",
)

dimension_closed = dimensions.claim(
    "dimension_closed_form",
    Eq(
        binomial(k + d - 1, d - 1) - binomial(k + d - 3, d - 1),
        dimension_positive(d, k),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo)},
    because="binom(k+d-1, d-1) monomials of degree k in d variables",
    proof=FirstValues(k, 1, base=[], then=Identity()),
    numeric=lambda d, k: mp.binomial(k + d - 1, d - 1) - mp.binomial(k + d - 3, d - 1),
)

dimension_circle = dimensions.claim(
    "dimension_on_the_circle",
    Eq(dimension_positive(2, k), 2, evaluate=False),
    {k: Range(1, oo)},
    because="cos(ku) and sin(ku)",
    proof=Identity(),
    control=Eq(dimension_positive(2, k), 2 * k, evaluate=False),
)

dimension_sphere = dimensions.claim(
    "dimension_on_the_sphere",
    Eq(dimension_positive(3, k), 2 * k + 1, evaluate=False),
    {k: Range(1, oo)},
    because="the closed form at d = 3",
    proof=Identity(),
    source="DLMF 14.30.1",
)

# --- the addition formula ------------------------------------------------------------------------

addition = Derivation(
    "The addition formula",
    source="Mueller 1966, Theorem 2",
    intro="For every orthonormal basis of the harmonics of degree k, sum_j Y_j(x) Y_j(y) = N(d, k) P_k(<x, y>).",
)

circle_addition = addition.claim(
    "addition_formula_circle",
    Eq(
        2 * cos(k * u) * cos(k * v) + 2 * sin(k * u) * sin(k * v),
        dimension_positive(2, k) * LegendreP(2, k, cos(u - v)),
        evaluate=False,
    ),
    {k: Range(1, oo), **PLANE},
    because="on the circle the basis is sqrt(2) cos(ku), sqrt(2) sin(ku), and <x, y> = cos(u - v)",
    proof=Identity([circle.at({u: u - v})]),
)

circle_diagonal = addition.claim(
    "addition_formula_circle_diagonal",
    Eq(2 * cos(k * u) ** 2 + 2 * sin(k * u) ** 2, dimension_positive(2, k), evaluate=False),
    {k: Range(1, oo), u: Interval(-oo, oo)},
    because="at x = y, P_k(1) = 1",
    proof=Identity(),
)


def _sphere_sum(k, u, v, w):
    """Sum over the 2k+1 real harmonics on S^2 of Y(x) Y(y), in polar coordinates."""
    x, y = mp.cos(u), mp.cos(v)
    total = (2 * k + 1) * mp.legenp(k, 0, x) * mp.legenp(k, 0, y)
    for i in range(1, k + 1):
        ratio = mp.factorial(k - i) / mp.factorial(k + i)
        total += 2 * (2 * k + 1) * ratio * mp.legenp(k, i, x) * mp.legenp(k, i, y) * mp.cos(i * w)
    return total


harmonics_sum = Function("Z")

sphere_addition = addition.claim(
    "addition_formula_sphere",
    Eq(
        harmonics_sum(k, u, v, w),
        (2 * k + 1) * LegendreP(3, k, cos(u) * cos(v) + sin(u) * sin(v) * cos(w)),
        evaluate=False,
    ),
    {
        k: Range(0, 8),
        u: Interval.open(0, 3),
        v: Interval.open(0, 3),
        w: Interval(0, 6),
    },
    because="Z is the sum over the 2k + 1 harmonics on S^2 at the polar angles u and v and azimuths w apart",
    proof=Cited("DLMF 14.30.9; for every d: Mueller 1966, Theorem 2, DLMF 18.18.9"),
    numeric=_sphere_sum,
)
