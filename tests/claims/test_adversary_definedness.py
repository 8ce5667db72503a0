"""Parts that cancel between the sides must still be defined: series, pieces, polynomials of a degree."""

import pytest
import sympy as sp
from sympy import Eq, Interval, Ne, Piecewise, Range, Sum, oo

from ntksym.claims import Cited, Identity, legs
from ntksym.claims.legs import judge, rigorous_leg
from ntksym.formulas.harmonics import GegenbauerC, LegendreP
from ntksym.formulas.hermite import HermiteHe

x = sp.Symbol("x", real=True)
t = sp.Symbol("t", real=True)
p = sp.Symbol("p", integer=True, nonnegative=True)
square, expanded = (x + 1) ** 2, x**2 + 2 * x + 1


def _beside(part):
    """A true equation with the same part on both sides."""
    return Eq(part + square, part + expanded, evaluate=False)


def test_a_divergent_series_on_both_sides_is_not_certified(certified):
    """Sum of 2^p cancels, and has no value."""
    assert not certified(_beside(Sum(2**p, (p, 0, oo))), {x: Interval(0, 1)}, Identity())


def test_a_series_that_a_used_claim_speaks_of_is_accepted(make, certified):
    """Sum of 2^-p is 2 (cited): a statement about that very series may use it; another series may not."""
    halves = make(Eq(Sum(2 ** (-p), (p, 0, oo)), 2, evaluate=False), {}, Cited("geometric"))
    assert certified(Eq(3 * Sum(2 ** (-p), (p, 0, oo)), 6, evaluate=False), {}, Identity([halves]))
    assert not certified(_beside(Sum(p * 2 ** (-p), (p, 0, oo))), {x: Interval(0, 1)}, Identity([halves]))


@pytest.mark.parametrize("part", [LegendreP(3, x, t), GegenbauerC(x, 1, t), HermiteHe(x, t)])
def test_a_polynomial_has_an_integer_degree(make, part):
    """P_x of a real degree x stands on both sides."""
    claim = make(_beside(part), {x: Interval(0, 1), t: Interval(0, 1)}, Identity())
    assert rigorous_leg(claim)[0].status == "undecided"


@pytest.mark.parametrize(
    ("part", "low", "holds"),
    [
        (Piecewise((1 / x, x > -1), (0, True)), -2, False),
        (Piecewise((1 / x, x > 1), (0, True)), -2, True),
        (Piecewise((1 / x, Ne(x, 0)), (0, True)), -2, True),
        (Piecewise((0, Eq(x, 0)), (1 / x, True)), -2, True),
        (Piecewise((0, Eq(x, 1)), (1 / x, True)), -2, False),
    ],
)
def test_a_piece_must_be_defined_where_it_counts(make, part, low, holds):
    """1/x in a piece whose guard does not exclude 0."""
    claim = make(_beside(part), {x: Interval(low, 2)}, Identity())
    assert (rigorous_leg(claim)[0].status == "holds") is holds


def test_a_used_claim_that_another_leg_refutes_breaks_a_claim_judged_alone(make):
    """As with --only and in pytest: the used claim's own measurement disagrees, so nothing may rest on it."""
    used = make(Eq((x + 2) ** 2, x**2 + 4 * x + 4, evaluate=False), {x: Interval(0, 1)}, Identity())
    object.__setattr__(used, "numeric", lambda x: 7)
    above = make(_beside((x + 2) ** 2), {x: Interval(0, 1)}, Identity([used]))
    assert legs.broken_use((used,)) == ""
    assert judge(above, alone=False).certified
    assert judge(above).broken_use == used.slug and not judge(above).certified


def test_degrees_that_are_integers_pass(certified):
    """The same statement with an integer degree."""
    assert certified(_beside(LegendreP(3, p, t)), {x: Interval(0, 1), t: Interval(0, 1), p: Range(0, oo)}, Identity())
