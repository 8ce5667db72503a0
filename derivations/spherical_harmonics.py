"""Spherical harmonics on S^{d-1}: Legendre polynomials, dimensions, the addition formula, Gegenbauer bands.

Definition.  P_k is the Legendre polynomial of dimension d with P_k(1) = 1 (see legendre_polynomials.py), N(d, k) the
dimension of the harmonics of degree k.
"""

import mpmath as mp
from legendre_polynomials import d, degree, degree_one, degree_zero, from_above, k, lowered, t, three_term
from sympy import (
    Derivative,
    Eq,
    Function,
    Interval,
    Range,
    Sum,
    Symbol,
    binomial,
    cos,
    diff,
    factorial,
    gamma,
    oo,
    sin,
)

from ntksym.claims import (
    Cited,
    Definition,
    Derivation,
    Differentiated,
    FirstValues,
    Identity,
    Induction,
)
from ntksym.formulas.harmonics import GegenbauerC, LegendreP, dimension_positive

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


def _legendre(d, k, t):
    """P_k by its hypergeometric series (DLMF 18.5.9)."""
    if d == 2:
        return mp.cos(k * mp.acos(t))
    with mp.workdps(mp.mp.dps + k):
        value = mp.hyp2f1(-k, k + d - 2, mp.mpf(d - 1) / 2, (1 - t) / 2)
    return +value


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

# --- Gegenbauer polynomials ----------------------------------------------------------------------

A = {a: Interval.open(0, oo)}
N = {n: Range(0, oo)}

gegenbauer = Derivation(
    "Gegenbauer polynomials",
    source="DLMF 18.8.1, 18.9.1, 18.9.7, 18.9.19",
    intro="C_0 = 1, the polynomials of degree -1 and -2 are 0, and each follows from the two before it.",
)

below_one = gegenbauer.claim(
    "gegenbauer_degree_minus_one",
    Eq(GegenbauerC(-1, a, t), 0, evaluate=False),
    {**A, **LINE},
    because="the convention that lets the recurrence start at 0",
    proof=Definition(),
)

below_two = gegenbauer.claim(
    "gegenbauer_degree_minus_two",
    Eq(GegenbauerC(-2, a, t), 0, evaluate=False),
    {**A, **LINE},
    because="the same convention",
    proof=Definition(),
)

gegenbauer_zero = gegenbauer.claim(
    "gegenbauer_degree_zero",
    Eq(GegenbauerC(0, a, t), 1, evaluate=False),
    {**A, **LINE},
    because="the first polynomial is constant",
    proof=Definition(),
)

gegenbauer_recurrence = gegenbauer.claim(
    "gegenbauer_recurrence",
    Eq(
        (n + 1) * GegenbauerC(n + 1, a, t),
        2 * (n + a) * t * GegenbauerC(n, a, t) - (n + 2 * a - 1) * GegenbauerC(n - 1, a, t),
        evaluate=False,
    ),
    {**N, **A, **LINE},
    because="the three-term recurrence defines the polynomials of higher degree",
    proof=Definition(),
    source="DLMF 18.9.1",
)


def order(index, parameter=a, at=t):
    """The recurrence solved for the polynomial of the given degree (1 or more)."""
    solved = GegenbauerC(index, parameter, at)
    return gegenbauer_recurrence.at({n: index - 1, a: parameter, t: at}, solve_for=solved)


def first(parameter=a, at=t):
    """The polynomials of degree -2, -1 and 0."""
    return [c.at({a: parameter, t: at}) for c in (below_two, below_one, gegenbauer_zero)]


contiguous = gegenbauer.claim(
    "gegenbauer_contiguous",
    Eq(
        GegenbauerC(n, a, t),
        a / (n + a) * (GegenbauerC(n, a + 1, t) - GegenbauerC(n - 2, a + 1, t)),
        evaluate=False,
    ),
    {**N, **A, **LINE},
    because="both sides obey the recurrence of parameter a, by the one of parameter a + 1",
    proof=FirstValues(
        n,
        2,
        base=[*first(), *first(a + 1), order(1), order(1, a + 1)],
        then=Induction(
            n,
            recurrence=[order(n, a + 1), order(n + 1, a + 1), order(n + 2, a + 1), order(n + 2)],
            order=2,
            base=[*first(), *first(a + 1), *(order(i, b) for b in (a, a + 1) for i in (1, 2, 3))],
        ),
    ),
    source="DLMF 18.9.7",
)

gegenbauer_recurrence_slope = gegenbauer.claim(
    "gegenbauer_recurrence_differentiated",
    Eq(
        (n + 1) * Derivative(GegenbauerC(n + 1, a, t), t),
        2 * (n + a) * (GegenbauerC(n, a, t) + t * Derivative(GegenbauerC(n, a, t), t))
        - (n + 2 * a - 1) * Derivative(GegenbauerC(n - 1, a, t), t),
        evaluate=False,
    ),
    {**N, **A, **LINE},
    because="both sides of the recurrence are polynomials in t",
    proof=Differentiated(gegenbauer_recurrence, by=t),
)

slope_below = gegenbauer.claim(
    "gegenbauer_degree_minus_one_differentiated",
    Eq(Derivative(GegenbauerC(-1, a, t), t), 0, evaluate=False),
    {**A, **LINE},
    because="it is 0",
    proof=Differentiated(below_one, by=t),
)

slope_constant = gegenbauer.claim(
    "gegenbauer_degree_zero_differentiated",
    Eq(Derivative(GegenbauerC(0, a, t), t), 0, evaluate=False),
    {**A, **LINE},
    because="C_0 = 1",
    proof=Differentiated(gegenbauer_zero, by=t),
)


def gegenbauer_slope(index):
    """The differentiated recurrence solved for the derivative of the given degree (1 or more)."""
    return gegenbauer_recurrence_slope.at({n: index - 1}, solve_for=Derivative(GegenbauerC(index, a, t), t))


gegenbauer_derivative = gegenbauer.claim(
    "gegenbauer_derivative",
    Eq(Derivative(GegenbauerC(n, a, t), t), 2 * a * GegenbauerC(n - 1, a + 1, t), evaluate=False),
    {**N, **A, **LINE},
    because="both sides obey the differentiated recurrence, with C_n written with parameter a + 1",
    proof=Induction(
        n,
        recurrence=[order(n + 1, a + 1), contiguous.at({n: n + 1}), gegenbauer_slope(n + 2)],
        order=2,
        base=[slope_below, slope_constant, gegenbauer_slope(1), *first(), *first(a + 1)],
    ),
    source="DLMF 18.9.19",
    numeric=lambda n, a, t: mp.diff(lambda x: _gegenbauer(n, a, x), t),
)

gegenbauer_lowered = gegenbauer.claim(
    "gegenbauer_lowered",
    Eq(
        GegenbauerC(n, a, t),
        (2 * a * (1 - t**2) * GegenbauerC(n, a + 1, t) + (n + 1) * t * GegenbauerC(n + 1, a, t)) / (n + 2 * a),
        evaluate=False,
    ),
    {**N, **A, **LINE},
    because="this is (1-t^2) C_{n+1}' = (n+2a) C_n - (n+1) t C_{n+1}, with the derivative of parameter a + 1",
    proof=FirstValues(
        n,
        1,
        base=[*first(), *first(a + 1), order(1)],
        then=Identity([contiguous, contiguous.at({n: n + 1}), order(n, a + 1), order(n + 1, a + 1)]),
    ),
    source="DLMF 18.9.8 with 18.9.1",
)

gegenbauer_equation = gegenbauer.claim(
    "gegenbauer_differential_equation",
    Eq(
        (1 - t**2) * diff(GegenbauerC(n, a, t), t, 2) - (2 * a + 1) * t * diff(GegenbauerC(n, a, t), t),
        -n * (n + 2 * a) * GegenbauerC(n, a, t),
        evaluate=False,
    ),
    {**N, **A, **LINE},
    because="write the derivatives with parameters a + 1 and a + 2, and C_n with parameter a + 1",
    proof=FirstValues(
        n,
        2,
        base=[*first(), *first(a + 1), *first(a + 2), order(1)],
        then=Identity([gegenbauer_lowered.at({n: n - 2, a: a + 1}), contiguous, order(n, a + 1)]),
    ),
    source="DLMF 18.8.1",
    numeric=lambda n, a, t: (
        (1 - t**2) * mp.diff(lambda x: _gegenbauer(n, a, x), t, 2)
        - (2 * a + 1) * t * mp.diff(lambda x: _gegenbauer(n, a, x), t)
    ),
)

gegenbauer_at_one = gegenbauer.claim(
    "gegenbauer_at_one",
    Eq(GegenbauerC(n, a, 1), gamma(n + 2 * a) / (gamma(2 * a) * factorial(n)), evaluate=False),
    {**N, **A},
    because="the recurrence at t = 1",
    proof=Induction(n, recurrence=[order(n + 2, at=1)], order=2, base=[*first(at=1), order(1, at=1)]),
    source="DLMF 18.6.1 (table)",
    numeric=lambda n, a: _gegenbauer(n, a, mp.mpf(1)),
)

# --- bands ---------------------------------------------------------------------------------------

bands = Derivation(
    "All harmonics of one parity up to degree k: one Gegenbauer polynomial",
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), section 3, sharpened; DLMF 18.9.7",
    intro="The kernel of the harmonics of degrees k, k - 2, k - 4, ... telescopes.",
)

link = bands.claim(
    "gegenbauer_is_legendre",
    Eq(
        GegenbauerC(k, d / 2, t),
        gamma(k + d) / (gamma(d) * gamma(k + 1)) * LegendreP(d + 2, k, t),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES, **LINE},
    because="both sides obey the recurrence of parameter d/2",
    proof=Induction(
        k,
        recurrence=[order(k + 2, d / 2), degree(d + 2, k + 2)],
        order=2,
        base=[*first(d / 2), order(1, d / 2), degree_zero.at({d: d + 2}), degree_one.at({d: d + 2})],
    ),
    numeric=lambda d, k, t: _gegenbauer(k, mp.mpf(d) / 2, t),
)

binomial_at_one = bands.claim(
    "gegenbauer_at_one_binomial",
    Eq(GegenbauerC(k, d / 2, 1), binomial(k + d - 1, d - 1), evaluate=False),
    {**DIMENSIONS, **DEGREES},
    because="the dimension of the band",
    proof=Identity([gegenbauer_at_one.at({n: k, a: d / 2})]),
    numeric=lambda d, k: _gegenbauer(k, mp.mpf(d) / 2, mp.mpf(1)),
)

band_step = bands.claim(
    "band_step",
    Eq(
        GegenbauerC(k, d / 2, t) - GegenbauerC(k - 2, d / 2, t),
        dimension_positive(d, k) * LegendreP(d, k, t),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo), **LINE},
    because="write both sides with the Legendre polynomials of dimension d + 2 and degrees k - 1 and k - 2",
    proof=FirstValues(
        k,
        1,
        base=[*first(d / 2), order(1, d / 2), degree_one],
        then=Identity([link, link.at({k: k - 2}), from_above, degree(d + 2, k)]),
    ),
    source="DLMF 18.9.7",
)

even_band = bands.claim(
    "band_even",
    Eq(
        Sum(dimension_positive(d, 2 * j) * LegendreP(d, 2 * j, t), (j, 1, m)),
        GegenbauerC(2 * m, d / 2, t) - 1,
        evaluate=False,
    ),
    {**DIMENSIONS, m: Range(0, oo), **LINE},
    because="the sum telescopes down to C_0 = 1, the harmonics of degree 0",
    proof=Induction(
        m,
        recurrence=[band_step.at({k: 2 * m + 2}, solve_for=GegenbauerC(2 * m + 2, d / 2, t))],
        base=first(d / 2),
    ),
)

odd_band = bands.claim(
    "band_odd",
    Eq(
        Sum(dimension_positive(d, 2 * j - 1) * LegendreP(d, 2 * j - 1, t), (j, 1, m)),
        GegenbauerC(2 * m - 1, d / 2, t),
        evaluate=False,
    ),
    {**DIMENSIONS, m: Range(0, oo), **LINE},
    because="the sum telescopes",
    proof=Induction(
        m,
        recurrence=[band_step.at({k: 2 * m + 1}, solve_for=GegenbauerC(2 * m + 1, d / 2, t))],
        base=first(d / 2),
    ),
)
