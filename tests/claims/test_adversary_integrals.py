"""Attempts to prove false statements about integrals: jumps, divergence, infinite and reversed ranges."""

import pytest
import sympy as sp
from sympy import Function, Integral, Interval, Range, Rational, Symbol, cos, erf, exp, log, oo, pi, sin, sqrt

from ntksym.claims import Antiderivative, ChangeOfVariables, Cited, PositiveIntegrand, UnderIntegral

x, y, s, a = sp.symbols("x y s a", real=True)
k = sp.Symbol("k", integer=True)
f = Function("f")
UNIT, LINE = Interval(0, 1), Interval(-1, 1)

# --- antiderivatives -----------------------------------------------------------------------------

JUMPS = {
    "pole": (Integral(x**-2, (x, -1, 1)), -2, -1 / x),
    "root quotient": (Integral(0, (x, -1, 1)), 2, x / sqrt(x**2)),
    "sign": (Integral(x, (x, -1, 1)), 2, x**2 / 2 + sp.sign(x)),
    "sign at the end": (Integral(x, (x, 0, 1)), Rational(3, 2), x**2 / 2 + sp.sign(x)),
    "step": (Integral(x, (x, -1, 1)), 1, x**2 / 2 + sp.Heaviside(x)),
    "floor": (Integral(x, (x, 0, 1)), Rational(3, 2), x**2 / 2 + sp.floor(x)),
    "arctangent": (Integral(-1 / (1 + x**2), (x, -1, 1)), pi / 2, sp.atan(1 / x)),
    "tangent": (Integral(1 / cos(x) ** 2, (x, 0, pi)), 0, sp.tan(x)),
    "logarithm": (Integral(1 / x, (x, -1, 1)), 0, log(x**2) / 2),
    "wrong constant": (Integral(x, (x, 0, 1)), 1, x**2 / 2),
    "wrong derivative": (Integral(x, (x, 0, 1)), Rational(1, 3), x**3 / 3),
    "wrong end": (Integral(x, (x, 0, 2)), Rational(1, 2), x**2 / 2),
}


@pytest.mark.parametrize("name", JUMPS)
def test_an_antiderivative_with_a_jump_or_a_slip(name, proved, eq):
    """F must be continuous up to the ends, have the integrand as derivative, and the stated difference."""
    integral, value, primitive = JUMPS[name]
    assert not proved(eq(integral, value), {}, Antiderivative(primitive))


def test_a_settled_power_hides_no_jump(proved, eq):
    """A logarithm or a sign of x^k is not continuous because x^k is."""
    k_ = {k: Range(1, oo)}
    assert not proved(eq(Integral(k / x, (x, 0, 1)), 0), k_, Antiderivative(log(x**k, evaluate=False)))
    jump = x**k + sp.sign(x**k - Rational(1, 2))
    assert not proved(eq(Integral(k * x ** (k - 1), (x, 0, 1)), 3), k_, Antiderivative(jump))


def test_true_antiderivatives(proved, eq):
    """The argument accepts what is true, improper integrals with a continuous F included."""
    assert proved(eq(Integral(x**2, (x, 0, 1)), Rational(1, 3)), {}, Antiderivative(x**3 / 3))
    assert proved(eq(Integral(1 / (2 * sqrt(x)), (x, 0, 1)), 1), {}, Antiderivative(sqrt(x)))
    assert proved(eq(Integral(sin(x), (x, 0, pi)), 2), {}, Antiderivative(-cos(x)))
    assert proved(eq(Integral(k * x ** (k - 1), (x, 0, 1)), 1), {k: Range(1, oo)}, Antiderivative(x**k))
    gauss = exp(-(x**2) / 2)
    assert proved(eq(Integral(x * gauss, (x, 0, oo)), 1), {}, Antiderivative(-gauss))
    assert proved(eq(Integral(gauss, (x, 0, oo)), sqrt(pi / 2)), {}, Antiderivative(sqrt(pi / 2) * erf(x / sqrt(2))))


@pytest.mark.parametrize(
    ("integral", "value", "primitive"),
    [
        (Integral(exp(x), (x, 0, -oo)), -5, 5 * exp(2 * x)),
        (Integral(exp(x), (x, -oo, 0)), 5, 5 * exp(2 * x)),
        (Integral(exp(-x), (x, oo, 0)), 5, -5 * exp(-2 * x)),
        (Integral(x, (x, 0, oo)), 0, x**2 / 2),
        (Integral(cos(x), (x, 0, oo)), 0, sin(x)),
        (Integral(2 * x * exp(x**2), (x, 0, oo)), -1, exp(x**2)),
        (Integral(exp(-(x**2) / 2), (x, 0, oo)), sqrt(pi), sqrt(pi) * erf(x / sqrt(2))),
        (Integral(exp(-(x**2) / 2), (x, 0, oo)), 0, sqrt(pi / 2) * erf(x / sqrt(2)) ** 2),
    ],
)
def test_infinite_ends(integral, value, primitive, proved, eq):
    """At infinity only multiples of erf and polynomials times exp(-x^2/2) have a known value."""
    assert not proved(eq(integral, value), {}, Antiderivative(primitive))


def test_parameters_keep_their_domain(proved, eq):
    """1/a needs a away from 0, x^a needs a > 0 at x = 0."""
    said = eq(Integral(cos(a * x), (x, 0, 1)), sin(a) / a)
    assert not proved(said, {a: LINE}, Antiderivative(sin(a * x) / a))
    assert proved(said, {a: Interval.Lopen(0, 1)}, Antiderivative(sin(a * x) / a))
    power = eq(Integral(a * x ** (a - 1), (x, 0, 1)), 1)
    assert not proved(power, {a: LINE}, Antiderivative(x**a))
    assert not proved(power, {a: UNIT}, Antiderivative(x**a))


# --- under the integral --------------------------------------------------------------------------


def test_divergent_integrals_are_not_subtracted(proved, eq):
    """Infinity minus infinity is not the integral of the difference."""
    said = eq(Integral(1 / x, (x, 0, 1)) - Integral(1 / x - 1, (x, 0, 1)), Integral(1, (x, 0, 1)))
    assert not proved(said, {}, UnderIntegral())
    tail = eq(
        Integral(x, (x, 0, oo)) - Integral(x - exp(-(x**2) / 2), (x, 0, oo)), Integral(exp(-(x**2) / 2), (x, 0, oo))
    )
    assert not proved(tail, {}, UnderIntegral())


def test_under_the_integral(proved, eq):
    """Equal integrands over equal ranges, and nothing else."""
    true = eq(Integral(sin(x) ** 2, (x, 0, 1)) + Integral(cos(x) ** 2, (x, 0, 1)), Integral(1, (x, 0, 1)))
    assert proved(true, {}, UnderIntegral())
    assert proved(
        eq(Integral((f(x) + 1) ** 2, (x, 0, 1)) - Integral(f(x) ** 2, (x, 0, 1)), Integral(2 * f(x) + 1, (x, 0, 1))),
        {},
        UnderIntegral(),
    )
    assert not proved(eq(Integral(sin(x), (x, 0, 1)), Integral(sin(x), (x, 0, 2))), {}, UnderIntegral())
    assert not proved(eq(Integral(sin(x), (x, 0, 1)), Integral(cos(x), (x, 0, 1))), {}, UnderIntegral())
    assert not proved(eq(Integral(sqrt(x**2), (x, -1, 1)), Integral(x, (x, -1, 1))), {}, UnderIntegral())


@pytest.mark.parametrize("ends", [(0, -oo), (oo, 0), (-oo, 0), (-oo, oo)])
def test_equal_integrands_towards_infinity(ends, proved, eq):
    """An infinite end does not swallow the integrand."""
    assert not proved(eq(Integral(exp(x), (x, *ends)), 2 * Integral(exp(x), (x, *ends))), {}, UnderIntegral())


def test_an_instance_keeps_its_domain_along_the_range(make, proved, eq):
    """A claim for 0 <= y <= 1 says nothing of an integral from -1 to 1."""
    root = make(eq(sqrt(y**2), y), {y: UNIT}, Cited("true there"))
    for low, holds in ((0, True), (-1, False)):
        said = eq(Integral(f(sqrt(x**2)), (x, low, 1)), Integral(f(x), (x, low, 1)))
        assert proved(said, {}, UnderIntegral([root.at({y: x})])) is holds


# --- substitutions -------------------------------------------------------------------------------


def test_substitution(proved, eq):
    """A substitution must increase, keep its ends, and stay continuous."""
    squared = Symbol("s", real=True)
    left = Integral(cos(x), (x, 0, 1))
    assert proved(eq(left, Integral(2 * s * cos(s**2), (s, 0, 1))), {}, ChangeOfVariables(s**2))
    assert not proved(eq(left, Integral(s * cos(s**2), (s, 0, 1))), {}, ChangeOfVariables(s**2))
    assert not proved(eq(left, Integral(2 * s * cos(s**2), (s, -1, 1))), {}, ChangeOfVariables(s**2))
    assert not proved(eq(left, Integral(2 * s * cos(s**2), (s, 0, 2))), {}, ChangeOfVariables(s**2))
    folded = 4 * squared * (1 - squared)
    assert not proved(
        eq(Integral(x, (x, 0, 0)), Integral(folded * sp.diff(folded, s), (s, 0, 1))), {}, ChangeOfVariables(folded)
    )


def test_a_substitution_through_a_pole(proved, eq):
    """The map x = -1/s jumps from infinity to minus infinity at s = 0."""
    said = eq(Integral(cos(x), (x, 1, -1)), Integral(cos(1 / s) / s**2, (s, -1, 1)))
    assert not proved(said, {}, ChangeOfVariables(-1 / s))


def test_a_divergent_integral_is_not_its_own_double(proved, eq):
    """The integral of 1/x over (0, 1) is not twice itself by x = s^2."""
    said = eq(Integral(1 / x, (x, 0, 1)), 2 * Integral(1 / s, (s, 0, 1)))
    assert not proved(said, {}, ChangeOfVariables(s**2))


def test_a_substitution_with_a_free_variable_of_the_same_name(proved, eq):
    """The new variable may not be one of the claim's own, and its assumptions must fit the range."""
    assert not proved(eq(s * Integral(x, (x, 0, 1)), Integral(s * s, (s, 0, 1))), {s: UNIT}, ChangeOfVariables(s))
    p = Symbol("p", positive=True)
    assert not proved(eq(Integral(sqrt(x**2), (x, -1, 1)), Integral(p, (p, -1, 1))), {}, ChangeOfVariables(p))


# --- signs under the integral --------------------------------------------------------------------


def test_positive_integrand(proved):
    """A non-negative integrand from left to right, finite, and the variable not used outside."""

    def ge(e):
        return sp.Ge(e, 0, evaluate=False)

    assert proved(ge(Integral(x**2 + 1, (x, 0, 1))), {}, PositiveIntegrand())
    assert not proved(ge(Integral(x**2, (x, 1, -1))), {}, PositiveIntegrand())
    assert not proved(ge(Integral(x, (x, -1, 1))), {}, PositiveIntegrand())
    assert not proved(ge(Integral(1 / x**2, (x, 0, 1))), {}, PositiveIntegrand())
    assert not proved(ge(Integral(x**2, (x, y, 1))), {y: Interval(0, 2)}, PositiveIntegrand())
    assert not proved(ge(x * Integral(x, (x, -1, 0))), {x: UNIT}, PositiveIntegrand())
    assert not proved(sp.Gt(Integral(x**2, (x, 0, 0)), 0, evaluate=False), {}, PositiveIntegrand())


# --- integrals that depend on a parameter --------------------------------------------------------


def test_an_integral_of_a_jointly_continuous_integrand_is_continuous(proved, eq):
    """Fubini's inner integral: equal inner integrals may be put under an outer one."""
    inner = Integral(sin(x * y) ** 2, (y, 0, pi))
    whole = Integral(cos(x) * inner, (x, 0, 1))
    assert proved(eq(2 * whole, Integral(2 * cos(x) * inner, (x, 0, 1))), {}, UnderIntegral())
    assert not proved(eq(whole, Integral(2 * cos(x) * inner, (x, 0, 1))), {}, UnderIntegral())


@pytest.mark.parametrize(
    "inner",
    [
        Integral(1 / (x + y), (y, 0, 1)),  # -log x near 0
        Integral(x / (x**2 + y**2), (y, 0, 1)),  # jumps from pi/2 to 0 at x = 0
        Integral(sp.sign(x - y), (y, 0, 1)),
        Integral(y**x, (y, 0, 1)),  # not visibly: 0^0
        Integral(sin(y), (y, 0, 1 / x)),
        Integral(exp(-x * y), (y, 0, oo)),  # 1/x
        Integral(sp.floor(x + y), (y, 0, 1)),
        Integral(Integral(1 / (x + y), (y, 0, 1)), (s, 0, 1)),
    ],
)
def test_an_inner_integral_that_may_jump_or_diverge_is_refused(inner, proved, eq):
    """The integrand must be visibly continuous in both variables together, over a fixed bounded range."""
    for factor in (1, cos(x)):
        said = eq(2 * Integral(factor * inner, (x, 0, 1)), Integral(2 * factor * inner, (x, 0, 1)))
        assert not proved(said, {}, UnderIntegral())
