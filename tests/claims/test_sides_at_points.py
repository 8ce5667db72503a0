"""What is found once and kept is kept for one statement, one claim, one integrand only."""

from fractions import Fraction

import pytest
import sympy as sp

from ntksym.balls.arb import arb, certainly_less
from ntksym.balls.compiler import evaluate
from ntksym.claims import Definition, Identity
from ntksym.claims.instances import side_at

f = sp.Function("f")
n, m = sp.symbols("n m")
x, y = sp.symbols("x y", real=True)


def test_one_side_under_two_definitions_has_two_values(make, eq):
    """The same f(n) is 2n in one claim and 3n in the other, at the same point."""
    for factor in (2, 3):
        said = make(eq(f(n), factor * n), {n: sp.Range(0, 9)}, Identity(), where={f: sp.Lambda(n, factor * n)})
        assert side_at(said, said.statement.lhs, {n: Fraction(5)}) == 5 * factor


def test_symbols_of_one_name_are_told_apart_by_their_assumptions(make, eq):
    """sqrt(n^2) is n for a positive n alone; each claim's symbol gets its own value."""
    for symbol in (sp.Symbol("n", real=True), sp.Symbol("n", positive=True)):
        said = make(eq(sp.sqrt(symbol**2) + symbol, 2 * symbol), {symbol: sp.Interval.open(0, 9)}, Identity())
        assert side_at(said, said.statement.lhs, {symbol: Fraction(7, 2)}) == 7


def test_the_order_of_a_point_does_not_matter(make, eq):
    """The side n - m at n = 5, m = 3, named in either order."""
    said = make(eq(n - m, 0), {n: sp.Range(0, 9), m: sp.Range(0, 9)}, Identity())
    at = {n: Fraction(5), m: Fraction(3)}
    assert side_at(said, n - m, at) == side_at(said, n - m, dict(reversed(at.items()))) == 2


@pytest.mark.parametrize(
    "side",
    [
        sp.Derivative(sp.sin(x * y), x),
        sp.Subs(sp.Derivative(f(x), x), x, y**2) + f(x),
        sp.Integral(sp.cos(x * sp.Symbol("v")), (sp.Symbol("v"), 0, y)) / x,
        sp.Sum(x ** sp.Symbol("j"), (sp.Symbol("j"), 0, 3)) * sp.Abs(y - x),
    ],
)
def test_values_are_put_in_as_by_a_simultaneous_substitution(make, eq, side):
    """Derivatives at a point, integrals, sums: SymPy's own result, at every point."""
    said = make(eq(x, y), {x: sp.Interval(0, 9), y: sp.Interval(0, 9)}, Identity())
    for a, b in ((Fraction(1, 2), Fraction(3)), (Fraction(3), Fraction(1, 2)), (Fraction(2), Fraction(2))):
        whole = side.subs({x: sp.Rational(a), y: sp.Rational(b)}, simultaneous=True)
        assert side_at(said, side, {x: a, y: b}) == whole


def test_an_integral_in_a_sum_is_taken_for_each_term():
    """sum_{s <= 3} int_0^1 sqrt(1 - t^2) s^p dt = pi/4 sum s^p: the cosine form is shared, no value is."""
    s, t = sp.symbols("s t", real=True)
    for power, total in ((1, 6), (2, 14)):
        term = sp.Integral(sp.sqrt(1 - t**2) * s**power, (t, 0, 1))
        gap = evaluate(sp.Sum(term, (s, 1, 3)) - sp.pi * total / 4, {})
        assert gap.contains(0)
        assert certainly_less(abs(gap), arb(1) / 10**9)


def test_a_statement_that_its_definitions_make_trivial_keeps_its_conditions(certified, make, eq):
    """f(x) = sum x^j with f so defined: the series must converge all the same, and x needs its range."""
    j = sp.Symbol("j", integer=True)
    series = sp.Sum(x**j, (j, 0, sp.oo))
    meaning = {f: sp.Lambda(x, series)}
    for bound in (sp.Rational(1, 2), 5):
        assert not certified(eq(f(x), series), {x: sp.Interval(0, bound)}, Definition(), where=meaning)
    with pytest.raises(ValueError, match="no domain given for x"):
        make(eq(f(x), x + 1), {}, Definition(), where={f: sp.Lambda(x, x + 1)})
