"""Power series of balls and the exact tails of functions with non-negative coefficients."""

from fractions import Fraction

import pytest
import sympy
from sympy import Rational, Symbol, pi, sqrt

from ntksym.balls.arb import ball, is_finite, precision
from ntksym.balls.compiler import evaluate
from ntksym.balls.series import PositiveSeries, taylor
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.power_series import coefficient, tail

t, a = Symbol("t"), Symbol("a")
KAPPA_1 = (sqrt(1 - t**2) + t * (pi - sympy.acos(t))) / pi
KAPPA_0 = 1 - sympy.acos(t) / pi


@pytest.mark.parametrize(
    "f",
    [
        sympy.exp(t) * sympy.cos(t),
        1 / (1 - t - t**2),
        sympy.log(1 + t) + sympy.atan(t),
        sqrt(1 + sympy.sin(t)),
        (1 + t) ** Rational(1, 3),
        (2 + t) ** t,
        sympy.asin(t / 2) / (3 - t),
        (1 - t) ** Rational(-3, 2),
    ],
)
def test_taylor_coefficients_agree_with_sympy(f):
    """The coefficients contain f^(m)(0)/m! for m < 6."""
    with precision(120):
        found = taylor(f, t, 6)
        for m in range(6):
            truth = evaluate(sympy.diff(f, t, m).subs(t, 0) / sympy.factorial(m), {})
            assert found[m].overlaps(ball(truth) if isinstance(truth, Fraction) else truth)
            assert is_finite(found[m])


def test_expansion_elsewhere_and_parameters():
    """exp(a t) at t = 1 with a = 2 has e^2 2^m/m!; a constant has one coefficient."""
    found = taylor(sympy.exp(a * t), t, 3, {a: 2}, at=1)
    assert found[2].overlaps(evaluate(2 * sympy.exp(2), {}))
    assert taylor(pi + 0 * t, t, 3)[2].is_zero()


@pytest.mark.parametrize("f", [sqrt(t**2), sympy.log(t), 1 / t, sympy.acos(1 - t), sympy.sin(t) / t, sympy.Abs(t)])
def test_singular_expansions_are_refused(f):
    """Where flint would answer 0 or NaN for a singular start, nothing is returned."""
    with pytest.raises((InputError, UndecidedError)):
        taylor(f, t, 5)


def test_tails_of_arc_cosine_kernels():
    """The tail of Sigma_2 = kappa_1(kappa_1) agrees with the kernels' own power series."""
    sigma = PositiveSeries(KAPPA_1.subs(t, KAPPA_1), t, sympy.Integer(1))
    assert sigma.tail(9, 20).overlaps(tail(2, 9, 20, "sigma"))
    with precision(200):
        assert ball(coefficient("sigma", 2, 5, 30).mid).overlaps(sigma.coefficients(6)[5] + ball(0)) or coefficient(
            "sigma", 2, 5, 30
        ).ball.overlaps(sigma.coefficients(6)[5])
    assert sigma.tail(0).contains(1)


def test_value_from_the_series_contains_the_value():
    """f(1/2) lies between its partial sum and the partial sum plus the tail."""
    series = PositiveSeries(KAPPA_0, t, sympy.Integer(1))
    with precision(100):
        assert series.bounds_at(Fraction(1, 2), 40).overlaps(evaluate(KAPPA_0, {t: Fraction(1, 2)}))
    with pytest.raises(InputError):
        series.bounds_at(Fraction(2), 4)


def test_negative_coefficient_refutes_the_hypothesis():
    """Cos has a negative coefficient: its tail is refused."""
    with pytest.raises(InputError, match="coefficient 2"):
        PositiveSeries(sympy.cos(t), t, sympy.cos(1)).tail(4)
