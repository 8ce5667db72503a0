"""Attempts to prove false statements with a symbol that means two things, and with constants taken for variables."""

import pytest
import sympy as sp
from sympy import Function, Integral, Interval, Lambda, Range, Rational, Sum, erf, exp, oo, pi

from ntksym.claims import (
    Antiderivative,
    ChangeOfVariables,
    Cited,
    Definition,
    Identity,
    SplitRange,
    SumOutOfIntegral,
    Tonelli,
    UnderIntegral,
)
from ntksym.claims.proofs.gaussian import GaussianAntiderivative, limit_at_infinity
from ntksym.formulas.depth import Loss

a, c = sp.Symbol("a", real=True), sp.Symbol("c", positive=True)
p = sp.Symbol("p", positive=True)
r, s, t, x, y = sp.symbols("r s t x y", real=True)
i, k, m = sp.symbols("i k m", integer=True)
f = Function("f")
UNIT, COUNTS = Interval(0, 1), Range(0, oo)

# --- a variable of the claim that is bound in it too ---------------------------------------------


def test_an_index_may_not_be_a_variable_of_the_claim(proved, eq):
    """The inner sum over m is that of i - m for its own m, not for the claim's: here 4m is not 2."""
    whole = Integral(f(x) * Sum(1 + Sum(i - m, (m, 0, 1)), (i, m, m + 1)), (x, 0, 1))
    parts = Sum(Integral((1 + 2 * (i - m)) * f(x), (x, 0, 1)), (i, m, m + 1))
    assert not proved(eq(whole, parts), {m: COUNTS}, SumOutOfIntegral())
    inner = Sum(1 + Sum(i - k, (k, 0, 1)), (i, m, m + 1))
    true = Sum(Integral((2 * i) * f(x), (x, 0, 1)), (i, m, m + 1))
    assert proved(eq(Integral(f(x) * inner, (x, 0, 1)), true), {m: COUNTS}, SumOutOfIntegral())


def test_continuity_is_not_that_of_a_captured_term(proved, eq):
    """1/(1 + x + i - m) has a pole for some i below m."""
    term = Sum(1 + Sum(1 / (1 + x + i - m), (m, 0, 3)), (i, m, m + 1))
    parts = Integral(term, (x, 0, a)) + Integral(term, (x, a, 1))
    assert not proved(eq(Integral(term, (x, 0, 1)), parts), {m: COUNTS, a: UNIT}, SplitRange())


def test_the_domain_says_nothing_of_an_index(proved, eq):
    """x^i is continuous at 0 for the claim's i >= 0, not for the sum's i = -1."""
    term = Sum(x**i, (i, -1, 0))
    said = eq(Integral(term, (x, 0, 1)) + Integral(f(x), (x, 0, 1)), Integral(term + f(x), (x, 0, 1)))
    assert not proved(said, {i: COUNTS}, UnderIntegral())
    assert not proved(said, {}, UnderIntegral())


# --- a variable of a proof that is bound in what it is put into ----------------------------------


def test_a_substitution_captures_nothing(proved, eq):
    """The sum over s = 0, 1 of x s is x; with x = s put inside it would be 1."""
    s = sp.Symbol("s", real=True)
    said = eq(Integral(f(x) * Sum(x * s, (s, 0, 1)), (x, 0, 1)), Integral(f(s), (s, 0, 1)))
    assert not proved(said, {}, ChangeOfVariables(s))
    assert proved(eq(said.lhs, Integral(f(s) * s, (s, 0, 1))), {}, ChangeOfVariables(s))


def test_the_other_order_captures_nothing(make, proved, eq):
    """exp(int_0^1 t y dy) at t = y is not exp(int_0^1 y^2 dy)."""
    within = Integral(t * y, (y, 0, 1))
    across = make(eq(Integral(c * exp(within), (t, 0, 1)), c), {c: Interval.open(0, oo)}, Cited("not used as true"))
    inner = Integral(r * exp(Integral(y**2, (y, 0, 1))), (r, 0, 2))
    said = eq(Integral(2 * inner, (y, 0, 1)), Integral(2 * r, (r, 0, 2)))
    assert not proved(said, {}, Tonelli(inner=2 * inner, across=(across.at({c: r}), 2)))


def test_an_antiderivative_captures_nothing(proved, eq):
    """F = sum over k = 0, 1 of x is 2x; at x = k it is 2k, not 0 + 1."""
    said = eq(Integral(2, (x, 0, k)), 1)
    assert not proved(said, {k: COUNTS}, Antiderivative(of=Sum(x, (k, 0, 1))))
    assert proved(eq(said.lhs, 2 * k), {k: COUNTS}, Antiderivative(of=2 * x))


# --- limits at infinity --------------------------------------------------------------------------


@pytest.mark.parametrize("constant", [erf(1), exp(-1), erf(2) * exp(-2)])
def test_a_constant_tends_to_itself(constant, proved, eq):
    """An antiderivative with an added constant gives the same integral: erf(1) is not 1, nor exp(-1) zero."""
    gauss = Integral(2 / sp.sqrt(pi) * exp(-(p**2)), (p, 0, oo))
    for limit in (0, 1):
        wrong = 1 + limit - constant
        assert not proved(eq(gauss, wrong), {}, GaussianAntiderivative(of=erf(p) + constant))
    assert proved(eq(gauss, sp.Integer(1)), {}, GaussianAntiderivative(of=erf(p)))


@pytest.mark.parametrize("e", [erf(1 / p), exp(-1 / p), p * exp(-1), erf(p**2 / (1 + p**2)), exp(-p / (1 + p**2))])
def test_what_is_no_multiple_of_the_variable_has_no_limit_here(e):
    """Only erf(c x) and exp(-c x^2) with a number c > 0 are read."""
    assert limit_at_infinity(e, p) is None


def test_what_is_a_multiple_has_one():
    """A number c > 0, a symbol too."""
    assert limit_at_infinity(erf(c * p) + p * exp(-c * p**2) + Rational(1, 2), p) == Rational(3, 2)


# --- functions of one name -----------------------------------------------------------------------


def test_a_function_of_ones_own_is_not_the_known_one_of_its_name(make, certified, eq):
    """A function that is called log, and 1 everywhere, says nothing of the logarithm."""
    own = Function("log")
    known = make(eq(own(x), 1), {x: Interval(1, 2)}, Definition(), where={own: Lambda(x, 1)})
    for used in (known, known.at(solve_for=own(x))):
        assert not certified(eq(f(x) * sp.log(x), f(x)), {x: Interval(1, 2)}, Identity(using=[used]))
        assert certified(eq(f(x) * own(x), f(x)), {x: Interval(1, 2)}, Identity(using=[used]), where=known.where)


def test_a_known_function_is_not_defined_anew(make):
    """Neither SymPy's functions nor the house's take another definition."""
    for known in (sp.log, Loss):
        with pytest.raises(ValueError, match="has a meaning already"):
            make(sp.Eq(known(x), 1, evaluate=False), {x: UNIT}, Definition(), where={known: Lambda(x, 1)})


def test_an_assumption_on_a_function_is_not_taken_on_trust(make, proved, eq):
    """SymPy writes |h| as h for a positive h; a claim about such a function, here h(x) = x, is refused."""
    size = Function("u")
    where = {size: Lambda(t, abs(t))}
    known = make(eq(size(t), abs(t)), {t: Interval(-oo, oo)}, Definition(), where=where)
    for h in (Function("h", positive=True), Function("h", integer=True)):
        said = eq(size(h(x)), h(x))
        defined = {**where, h: Lambda(x, x)}
        assert not proved(said, {x: Interval(-1, 1)}, Identity(using=[known.at({t: h(x)})]), where=defined)
    h = Function("h", real=True)
    assert proved(eq(h(x), x), {x: Interval(1, 2)}, Definition(), where={h: Lambda(x, x)})
