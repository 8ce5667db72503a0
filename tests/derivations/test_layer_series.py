"""Attempts to prove false statements about power series with coefficients >= 0 between 0 and 1."""

import layer_series as series
import pytest
import sympy as sp
from layer_slopes import slope_at_one
from ntk_recursion import theta_at_one
from sympy import Interval, Range, oo

from ntksym.claims import BetweenEnds, Cited, Claim, Domain
from ntksym.formulas.ntk import Sigma, Slope, Theta

L, l, t = series.L, series.l, series.t  # noqa: E741
x = sp.Symbol("x", real=True)
DEPTHS, UNIT = {L: Range(1, oo)}, {t: Interval(0, 1)}
START, CHORD = Theta(L, 0), Theta(L, 0) + t * (L - Theta(L, 0))
ABOVE, BELOW = BetweenEnds(series.theta_coefficients), BetweenEnds(series.theta_coefficients, theta_at_one)


def make(statement, domain, proof):
    return Claim("attempt", statement, Domain(domain), "test", "test", proof)


def proved(statement, domain, proof):
    """Whether the proof accepts the statement; a claim that cannot even be made is not proved."""
    try:
        claim = make(statement, domain, proof)
    except ValueError:
        return False
    return claim.proof.prove(claim).proved


def ge(lhs, rhs):
    return sp.Ge(lhs, rhs, evaluate=False)


def le(lhs, rhs):
    return sp.Le(lhs, rhs, evaluate=False)


def test_both_bounds_are_proved():
    """Theta_L(0) <= Theta_L(t) <= (1 - t) Theta_L(0) + t L for 0 <= t <= 1."""
    assert proved(ge(Theta(L, t), START), {**DEPTHS, **UNIT}, ABOVE)
    assert proved(le(Theta(L, t), CHORD), {**DEPTHS, **UNIT}, BELOW)
    assert proved(le(Theta(L, t), L * t + START * (1 - t)), {**DEPTHS, **UNIT}, BELOW)


FALSE = {
    "a larger start": (ge(Theta(L, t), START + t), {}, ABOVE),
    "the start of another depth": (ge(Theta(L, t), Theta(L + 1, 0)), {}, ABOVE),
    "turned round": (le(Theta(L, t), START), {}, BELOW),
    "a lower chord": (le(Theta(L, t), START + t * (L - 1)), {}, BELOW),
    "the chord from above": (ge(Theta(L, t), CHORD), {}, BELOW),
    "obtuse angles": (ge(Theta(L, t), START), {t: Interval(-1, 1)}, ABOVE),
    "beyond one": (le(Theta(L, t), CHORD), {t: Interval(0, 2)}, BELOW),
    "from depth 0": (ge(Theta(L, t), START), {L: Range(0, oo)}, ABOVE),
    "strictly": (sp.Gt(Theta(L, t), START, evaluate=False), {}, ABOVE),
    "without a value at 1": (le(Theta(L, t), CHORD), {}, ABOVE),
    "the value at 1 of the slope": (
        le(Theta(L, t), START + t * (1 - START)),
        {},
        BetweenEnds(series.theta_coefficients, slope_at_one),
    ),
    "the coefficients of another function": (ge(Slope(l, t), Slope(l, 0)), {l: Range(0, oo)}, ABOVE),
    "an argument that is no variable": (ge(Theta(L, t / 2), START), {}, ABOVE),
    "a depth that moves": (ge(Theta(L + t, t), Theta(L + t, 0)), {}, ABOVE),
    "a fractional depth": (ge(Theta(L / 2, t), Theta(L / 2, 0)), {}, ABOVE),
    "no variable of the claim": (ge(Theta(L, x), START), {x: Interval(-1, 1)}, ABOVE),
}


@pytest.mark.parametrize("name", FALSE)
def test_no_false_or_foreign_statement_is_proved(name):
    """Each of these is false, or is not what the coefficients say."""
    statement, domain, proof = FALSE[name]
    assert not proved(statement, {**DEPTHS, **UNIT, **domain}, proof)


def test_coefficients_must_have_been_proved_along_the_recursion():
    """That the series converges to the function is part of that proof, not of the bare inequality."""
    known = series.theta_coefficients
    bare = make(known.statement, known.domain.sets, Cited("somewhere"))
    assert not proved(ge(Theta(L, t), START), {**DEPTHS, **UNIT}, BetweenEnds(bare))
    some = make(ge(Sigma(l, t), -1), {l: Range(0, oo), **UNIT}, Cited("a bound, not of coefficients"))
    assert not proved(ge(Theta(L, t), START), {**DEPTHS, **UNIT}, BetweenEnds(some))
