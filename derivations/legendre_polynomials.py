"""Legendre polynomials in dimension d: the recurrence, and how dimension d sees dimension d + 2.

P_k^[d] is C_k^((d-2)/2)(t)/C_k^((d-2)/2)(1), and cos(k arccos t) in dimension 2.  The two relations with
P^[d+2] say that P_k^[d] is what remains of P_{k-1}^[d+2] after a derivative, and after an integral.
"""

import mpmath as mp
from sympy import Eq, Interval, Range, Symbol, oo

from ntksym.claims import Definition, Derivation, Induction
from ntksym.formulas.harmonics import LegendreP

d = Symbol("d", integer=True, positive=True)
k = Symbol("k", integer=True, nonnegative=True)
t = Symbol("t", real=True)
LINE = {d: Range(2, oo), t: Interval(-oo, oo)}
FROM_ONE = {d: Range(2, oo), k: Range(1, oo), t: Interval(-oo, oo)}


def _legendre(d, k, t):
    """P_k by its hypergeometric series (DLMF 18.5.9)."""
    if d == 2:
        return mp.cos(k * mp.acos(t))
    with mp.workdps(mp.mp.dps + k):
        value = mp.hyp2f1(-k, k + d - 2, mp.mpf(d - 1) / 2, (1 - t) / 2)
    return +value


legendre = Derivation(
    "Legendre polynomials in dimension d and d + 2",
    source="DLMF 18.9.1, 18.9.7, 18.9.8, renormalised to P_k(1) = 1",
    intro="They start with 1 and t, and each follows from the two before it.",
)

degree_zero = legendre.claim(
    "legendre_degree_zero",
    Eq(LegendreP(d, 0, t), 1, evaluate=False),
    LINE,
    because="the first polynomial is constant",
    proof=Definition(),
)

degree_one = legendre.claim(
    "legendre_degree_one",
    Eq(LegendreP(d, 1, t), t, evaluate=False),
    LINE,
    because="the second one is linear, with value 1 at 1",
    proof=Definition(),
)

three_term = legendre.claim(
    "legendre_three_term",
    Eq(
        (k + d - 2) * LegendreP(d, k + 1, t),
        (2 * k + d - 2) * t * LegendreP(d, k, t) - k * LegendreP(d, k - 1, t),
        evaluate=False,
    ),
    FROM_ONE,
    because="the three-term recurrence defines the polynomials of higher degree",
    proof=Definition(),
    source="DLMF 18.9.1",
)


def degree(dimension, index, at=t):
    """The recurrence solved for the polynomial of the given degree (2 or more)."""
    return three_term.at({d: dimension, k: index - 1, t: at}, solve_for=LegendreP(dimension, index, at))


from_above = legendre.claim(
    "legendre_from_dimension_above",
    Eq(
        LegendreP(d, k, t),
        ((k + d - 2) * t * LegendreP(d + 2, k - 1, t) - (k - 1) * LegendreP(d + 2, k - 2, t)) / (d - 1),
        evaluate=False,
    ),
    {d: Range(2, oo), k: Range(2, oo), t: Interval(-oo, oo)},
    because="both sides obey the recurrence of dimension d, by the one of dimension d + 2",
    proof=Induction(
        k,
        recurrence=[degree(d, k + 2), degree(d + 2, k + 1), degree(d + 2, k)],
        order=2,
        base=[
            degree_zero,
            degree_zero.at({d: d + 2}),
            degree_one,
            degree_one.at({d: d + 2}),
            degree(d, 2),
            degree(d, 3),
            degree(d + 2, 2),
        ],
    ),
    source="DLMF 18.9.8",
)

lowered = legendre.claim(
    "legendre_lowered_by_dimension_above",
    Eq(
        LegendreP(d, k - 1, t),
        t * LegendreP(d, k, t) + (k + d - 2) / (d - 1) * (1 - t**2) * LegendreP(d + 2, k - 1, t),
        evaluate=False,
    ),
    FROM_ONE,
    because="this is (1-t^2) P_k' = k (P_{k-1} - t P_k), with P_k' written in dimension d + 2",
    proof=Induction(
        k,
        recurrence=[degree(d + 2, k + 1), from_above.at({k: k + 1}), from_above.at({k: k + 2})],
        order=2,
        base=[
            degree_zero,
            degree_zero.at({d: d + 2}),
            degree_one,
            degree_one.at({d: d + 2}),
            degree(d, 2),
        ],
    ),
    source="DLMF 18.9.7 with 18.9.19",
)
