"""Exact values: arithmetic in the class q sqrt(n) pi^(j/2), and agreement with balls."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import Rational, pi, sqrt, symbols

from ntksym.balls.arb import arb, ball
from ntksym.balls.compiler import evaluate
from ntksym.balls.exact import ExactReal
from ntksym.balls.exactvalue import ExactValue, exact, squarefree_part

d, k, t = symbols("d k t")
values = st.builds(
    ExactValue,
    st.fractions(max_denominator=50, min_value=-50, max_value=50),
    st.sampled_from([1, 2, 3, 5, 6, 30]),
    st.integers(-4, 4),
)


@given(values, values)
def test_arithmetic_agrees_with_balls(x, y):
    """Products, quotients, powers and roots of exact values lie in the balls' results."""
    assert (x * y).ball.overlaps(x.ball * y.ball)
    assert (x**3).ball.overlaps(x.ball * x.ball * x.ball)
    assert (x**2).sign >= 0 and (x + x).ball.overlaps(2 * x.ball)
    if y.sign:
        assert (x / y).ball.overlaps(x.ball / y.ball)
        assert (x * y) / y == x
    root = abs(x).sqrt()
    if root is not None:
        assert root * root == abs(x)


@given(values)
def test_square_and_sign_determine_the_value(x):
    """The value is sign * sqrt(square) * pi^(j/2)."""
    assert x.ball.overlaps(ball(x.square).sqrt() * x.sign * arb.pi().sqrt() ** arb(x.j))


@given(st.integers(1, 10**7))
def test_squarefree_part(n):
    """The identity n = s^2 m holds with m squarefree."""
    s, m = squarefree_part(n)
    assert s * s * m == n and all(e == 1 for e in sympy.factorint(m).values())


@pytest.mark.parametrize(
    ("expr", "env", "text"),
    [
        (sympy.gamma(d / 2) / (2 * sqrt(pi) * sympy.gamma((d + 1) / 2)), {d: 3}, "1/4"),
        (sympy.gamma(d / 2) / (2 * sqrt(pi) * sympy.gamma((d + 1) / 2)), {d: 4}, "2/(3*pi)"),
        (5 * sqrt(2) / (64 * pi), {}, "5*sqrt(2)/(64*pi)"),
        (sympy.beta(t, t), {t: Fraction(1, 2)}, "pi"),
        (sqrt(t) * pi ** Rational(3, 2), {t: 12}, "2*sqrt(3)*pi**(3/2)"),
        (sympy.Piecewise((1 / pi, sympy.Eq(sympy.Mod(k, 2), 0)), (-sqrt(k), True)), {k: 3}, "-sqrt(3)"),
        (sympy.Piecewise((1, pi > 3), (0, True)), {}, "1"),
        (sympy.Abs(-t * sqrt(3)), {t: 2}, "2*sqrt(3)"),
        (sympy.Sum(sqrt(2) * k, (k, 1, 4)), {}, "10*sqrt(2)"),
        ((sqrt(1 - t**2) + t * (pi - sympy.acos(t))) / pi, {t: 1}, "1"),
        ((sqrt(1 - t**2) + t * (pi - sympy.acos(t))) / pi, {t: 0}, "1/pi"),
        (sympy.binomial(k, Rational(1, 2)), {k: 1}, "4/pi"),
        (sympy.cos(t), {t: ExactReal.parse("pi/4")}, "sqrt(2)/2"),
        (sympy.sin(t), {t: ExactReal.parse("pi")}, "0"),
        ((1 + sqrt(t)) ** 2 - 2 * sqrt(t), {t: 2}, "3"),
        (sympy.gamma(t), {t: Fraction(-3, 2)}, "4*sqrt(pi)/3"),
        (sympy.legendre(k, t), {k: 2, t: 0}, "-1/2"),
        (sympy.factorial(k) * sympy.factorial2(k), {k: 4}, "192"),
    ],
)
def test_closed_forms(expr, env, text):
    """The exact value has the stated form and lies in the ball."""
    value = exact(expr, env)
    assert str(value) == text
    found = evaluate(expr, env)
    assert (ball(found) if isinstance(found, Fraction) else found).overlaps(value.ball)


@pytest.mark.parametrize(
    "expr", [sympy.exp(1), sqrt(2) + 1, sympy.log(2), sympy.gamma(Rational(1, 3)), sqrt(pi + 1), t]
)
def test_outside_the_class_is_none(expr):
    """What has no such form gives None."""
    assert exact(expr, {}) is None


def test_latex_and_errors():
    """The LaTeX form is a fraction; sums of two classes are refused."""
    assert ExactValue(Fraction(5, 64), 2, -2)._repr_latex_() == r"$\frac{5\sqrt{2}}{64\pi}$"
    assert ExactValue(Fraction(-3))._repr_latex_() == "$-3$"
    with pytest.raises(ValueError, match="no closed form"):
        ExactValue(Fraction(1), 2) + 1
    with pytest.raises(ValueError, match="squarefree"):
        ExactValue(Fraction(1), 8)
    with pytest.raises(ZeroDivisionError):
        ExactValue(Fraction(1)) / 0
