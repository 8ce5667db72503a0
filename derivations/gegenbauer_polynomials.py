"""Gegenbauer polynomials: link to P_k, derivative, differential equation, and the parity bands that telescope."""

import mpmath as mp
from legendre_polynomials import d, degree, degree_one, degree_zero, from_above, k, t
from spherical_harmonics import DEGREES, DIMENSIONS, LINE, _gegenbauer, a, j, m, n
from sympy import (
    Derivative,
    Eq,
    Interval,
    Range,
    Sum,
    binomial,
    diff,
    factorial,
    gamma,
    oo,
)

from ntksym.claims import (
    Definition,
    Derivation,
    Differentiated,
    FirstValues,
    Identity,
    Induction,
)
from ntksym.formulas.harmonics import GegenbauerC, LegendreP, dimension_positive

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
