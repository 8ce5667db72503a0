"""Orthogonal polynomials on balls contain their exact values and do not blow up with the degree."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls import polynomials as poly
from ntksym.balls.arb import acb, arb, ball, hull, is_finite, lower, upper
from ntksym.errors import InputError

X = sympy.Symbol("x")
unit = st.fractions(min_value=-1, max_value=1, max_denominator=50)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9), st.integers(0, 25), unit, unit, unit)
def test_ball_contains_the_exact_value(d, k, x, y, w):
    """P_k(s) lies in P_k([x, y]) for every s in [x, y]."""
    lo, hi = min(x, y), max(x, y)
    value = poly.legendre_in_dimension(d, k, hull(lo, hi))
    point = lo + (hi - lo) * abs(w)
    exact = poly.legendre_in_dimension(d, k, point)
    if isinstance(value, Fraction):
        assert k == 0
    else:
        assert value.contains(ball(exact)) or ball(exact).overlaps(value)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (poly.legendre, sympy.legendre),
        (poly.chebyshevt, sympy.chebyshevt),
        (poly.chebyshevu, sympy.chebyshevu),
        (poly.hermite, sympy.hermite),
        (poly.hermite_prob, sympy.hermite_prob),
        (lambda n, x: poly.laguerre(n, Fraction(0), x), sympy.laguerre),
        (
            lambda n, x: poly.laguerre(n, Fraction(3, 2), x),
            lambda n, x: sympy.assoc_laguerre(n, sympy.Rational(3, 2), x),
        ),
        (lambda n, x: poly.gegenbauer(n, Fraction(5, 2), x), lambda n, x: sympy.gegenbauer(n, sympy.Rational(5, 2), x)),
    ],
)
@pytest.mark.parametrize("n", [0, 1, 2, 7])
def test_recurrences_agree_with_sympy(ours, theirs, n):
    """The recurrences give SymPy's polynomials at 2/7, exactly, in balls and in complex balls."""
    x = Fraction(2, 7)
    exact = ours(n, x)
    assert exact == Fraction(str(theirs(n, sympy.Rational(2, 7))))
    for value in (ours(n, ball(x)), ours(n, acb(ball(x)))):
        if not isinstance(value, Fraction):
            assert value.contains(ball(exact)) or value.overlaps(
                acb(ball(exact)) if n and isinstance(value, acb) else ball(exact)
            )


def test_high_degree_keeps_its_digits():
    """P_1000 at a ball around 1/3 keeps its digits, where the plain recurrence would lose them all."""
    value = poly.legendre_in_dimension(4, 1000, ball(Fraction(1, 3)))
    assert isinstance(value, arb) and upper(value) - lower(value) < Fraction(1, 10**9)


def test_ball_beyond_one_and_wide_ball():
    """Beyond 1 the derivative's bound grows; on [-1, 1] |P_k| <= 1 is used."""
    value = poly.legendre_in_dimension(3, 4, arb(2, 1))
    for x in (Fraction(1), Fraction(3, 2), Fraction(3)):
        exact = poly.legendre_in_dimension(3, 4, x)
        assert value.contains(ball(exact))
    wide = poly.legendre_in_dimension(3, 400, arb(0, (1, -1)))
    assert is_finite(wide) and upper(wide) <= Fraction(101, 100)


def test_bad_parameters_are_named():
    """A dimension below 2, a negative degree and an inexact degree are refused."""
    for d, k in [(1, 2), (3, -1), (3, Fraction(1, 2))]:
        with pytest.raises(InputError):
            poly.legendre_in_dimension(d, k, Fraction(1, 2))
