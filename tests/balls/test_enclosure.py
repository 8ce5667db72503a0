"""Enclosures print outwards, pickle, and compare in three values."""

import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.balls.arb import (
    arb,
    certainly_less,
    certainly_less_equal,
    certainly_negative,
    certainly_nonnegative,
    certainly_positive,
    contains_zero,
    lower,
    upper,
)
from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.errors import UndecidedError

rationals = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**9)


@given(rationals, rationals, st.integers(1, 25))
def test_printing_rounds_outwards(x, y, digits):
    """The printed interval contains the enclosure, and the enclosure the number."""
    e = Enclosure.around(min(x, y), max(x, y), 40)
    assert e.contains(x) and e.contains(y)
    lo, hi = (Fraction(Decimal(text)) for text in e.decimals(digits))
    assert lo <= e.lo and e.hi <= hi
    text = e.format(digits)
    low, high = text.strip("[]").split(", ")
    assert Fraction(Decimal(low)) <= e.lo and e.hi <= Fraction(Decimal(high))
    if not e.exact:
        low, high = str(e).strip("[]").split(", ")
        assert Fraction(Decimal(low)) <= e.lo and e.hi <= Fraction(Decimal(high))


@given(rationals, st.integers(1, 30))
def test_round_decimal_brackets(x, digits):
    """The two roundings enclose the number."""
    down, up = (Fraction(Decimal(round_decimal(x, digits, up=side))) for side in (False, True))
    assert down <= x <= up


@given(rationals, rationals)
def test_pickle_keeps_the_ends(x, y):
    """An enclosure survives pickling with its exact ends."""
    e = Enclosure.around(min(x, y), max(x, y))
    assert pickle.loads(pickle.dumps(e)) == e  # noqa: S301


@given(rationals, rationals, rationals)
def test_comparisons_are_never_wrong(x, y, z):
    """A decided comparison holds for every pair of points; an undecided one raises in an if."""
    e = Enclosure.around(min(x, y), max(x, y))
    verdict = e < z
    if verdict is True:
        assert e.hi < z
    elif verdict is False:
        assert e.lo >= z
    else:
        assert e.lo < z <= e.hi
        with pytest.raises(UndecidedError):
            bool(verdict)


def test_balls_that_do_not_decide():
    """The ball [-1, 1] is not positive, not negative, not below 1/2 for sure; NaN decides nothing."""
    for x in (arb(0, 1), arb.nan(), arb.pos_inf()):
        for predicate in (certainly_positive, certainly_negative, certainly_nonnegative):
            assert not predicate(x)
        assert not certainly_less(x, arb((1, -1))) and not certainly_less_equal(arb((1, -1)), x)
        assert contains_zero(x)
    with pytest.raises(ArithmeticError):
        lower(arb.nan())
    with pytest.raises(ArithmeticError):
        upper(arb.pos_inf())
    with pytest.raises(UndecidedError):
        Enclosure.of_ball(arb.nan())
    with pytest.raises(ValueError, match="dyadic"):
        Enclosure(Fraction(1, 3), Fraction(1, 2))


def test_ends_too_long_to_write_out_are_refused_at_once():
    """Exp(exp(20)) is about 2^(7 10^8): a ball holds it in a few words."""
    huge = arb(20).exp().exp()
    for x in (huge, 1 / huge, -huge):
        for end in (lower, upper):
            with pytest.raises(ArithmeticError, match="too long"):
                end(x)
    assert lower(arb((3, 100))) == 3 * Fraction(2) ** 100 and upper(arb((3, -100))) == Fraction(3, 2**100)
