"""Attempts to prove false or undefined equations, one for each argument that could be abused."""

import pytest
import sympy as sp
from sympy import Derivative, Function, Integral, Interval, Lambda, Range, Rational, Symbol, cos, exp, oo, pi, sin, sqrt

from ntksym.claims import (
    Antiderivative,
    ChainRule,
    ChangeOfVariables,
    Cited,
    Definition,
    Differentiated,
    EqualDerivative,
    EveryCase,
    FirstValues,
    Identity,
    Induction,
    PowerSeries,
    SameRatio,
    UnderIntegral,
)
from ntksym.claims.defined import undefined_part
from ntksym.claims.legs import broken_use, rigorous_leg
from ntksym.formulas.harmonics import LegendreP
from ntksym.formulas.hermite import HermiteHe

x, y, t, s = sp.symbols("x y t s", real=True)
n, k, d = sp.symbols("n k d", integer=True)
f = Function("f")
UNIT, LINE = Interval(0, 1), Interval(-1, 1)
COUNT = Range(0, oo)

# --- what SymPy cancels or evaluates -------------------------------------------------------------

CANCELLED = {
    "pole": (1 / x + (x + 1) ** 2, 1 / x + x**2 + 2 * x + 1, Interval(-1, 2)),
    "root": (sqrt(x - Rational(1, 3)) + (x + 1) ** 2, sqrt(x - Rational(1, 3)) + x**2 + 2 * x + 1, Interval(0, 1)),
    "logarithm": (sp.log(x) + (x + 1) ** 2, sp.log(x) + x**2 + 2 * x + 1, Interval(-1, 3)),
    "arccosine": (sp.acos(x) + (x + 1) ** 2, sp.acos(x) + x**2 + 2 * x + 1, Interval(-1, Rational(101, 100))),
    "tangent": (sp.tan(x) + (x + 1) ** 2, sp.tan(x) + x**2 + 2 * x + 1, Interval(0, 2)),
    "power": (x**x + (x + 1) ** 2, x**x + x**2 + 2 * x + 1, Interval(-1, 2)),
}


@pytest.mark.parametrize("name", CANCELLED)
def test_a_hole_that_cancels_is_still_a_hole(name, certified, eq):
    """What cancels between the sides must be defined on the domain all the same."""
    lhs, rhs, domain = CANCELLED[name]
    assert not certified(eq(lhs, rhs), {x: domain}, Identity())


def test_gamma_of_a_cancelled_pole(certified, eq):
    """Gamma(k - 2) on both sides needs k > 2, not k >= 0."""
    said = eq(sp.gamma(n - 20) + (n + 1) ** 2, sp.gamma(n - 20) + n**2 + 2 * n + 1)
    assert not certified(said, {n: Range(0, oo)}, Identity())
    assert certified(said, {n: Range(21, oo)}, Identity())


def test_an_integrand_is_defined_inside_its_range(make, eq):
    """An integrand with a pole inside the range is not defined, though it cancels."""
    for pole, why in ((Rational(1, 3), "may be 0"), (2, "")):
        hole = Integral(1 / (y - pole), (y, 0, 1))
        found = undefined_part(make(eq(hole + (x + 1) ** 2, hole + x**2 + 2 * x + 1), {x: UNIT}, Identity()))
        assert (why in found) and bool(found) == bool(why)


@pytest.mark.parametrize("m", [sqrt(n), pi * n, f(n), sp.gamma(n + 1) * sqrt(2), n / 2, sin(n)])
def test_minus_one_to_a_power_that_is_no_integer(m, proved, eq):
    """(-1)^(2m) = 1 needs an integer m, and only polynomials with integer coefficients are taken for one."""
    assert not proved(eq((-1) ** (2 * m) + x, 1 + x), {n: COUNT, x: UNIT}, Identity())


def test_minus_one_to_an_integer_power(proved, eq):
    """For integers it holds."""
    assert proved(eq((-1) ** (2 * n + 1) * x, -x), {n: COUNT, x: UNIT}, Identity())


def test_an_instance_needs_true_integers(make, proved, eq):
    """A claim for integers n says nothing at n = sqrt(m)."""
    whole = make(eq((-1) ** (2 * n), 1), {n: COUNT}, Identity())
    assert not proved(eq((-1) ** (2 * sqrt(k)), 1), {k: COUNT}, Identity([whole.at({n: sqrt(k)})]))


@pytest.mark.parametrize("domain", [Interval(-1, 1), Interval(Rational(-1, 1000), 1)])
def test_roots_of_squares_and_absolute_values(domain, proved, eq):
    """sqrt(x^2) = x = |x| needs x >= 0 on the whole domain."""
    assert not proved(eq(sqrt(x**2), x), {x: domain}, Identity())
    assert not proved(eq(sp.Abs(x, evaluate=False), x), {x: domain}, Identity())


def test_division_by_what_may_vanish(make, proved, eq):
    """A coefficient that vanishes somewhere cannot be divided out, neither in a fraction nor in an equation used."""
    assert not proved(eq((x**2 - x) / x, x - 1 + 0 * y), {x: Interval(-1, 2), y: UNIT}, Identity())
    zero = make(eq(x * f(x), 0), {x: UNIT}, Cited("f = 0 but at x = 0"))
    assert not proved(eq(f(x), 0), {x: UNIT}, Identity([zero.at(solve_for=f(x))]))
    assert proved(eq(f(x), 0), {x: Interval.Lopen(0, 1)}, Identity([zero.at(solve_for=f(x))]))


# --- definitions ---------------------------------------------------------------------------------


def test_a_definition_is_one(proved, eq):
    """Only the defining equations themselves hold by definition, not what agrees with them at some points."""
    tiny = sp.Integer(10) ** -90
    assert not proved(eq(sin(x), sin(x) + tiny * cos(x)), {x: Interval(1, 2)}, Definition())
    assert not proved(sp.StrictGreaterThan(exp(x), x, evaluate=False), {x: UNIT}, Definition())
    assert not proved(eq(HermiteHe(2, x), x**2 - 1), {x: LINE}, Definition())
    assert not proved(eq(LegendreP(d, 1, t), t + tiny * sin(t)), {d: Range(2, oo), t: LINE}, Definition())
    assert not proved(eq(LegendreP(d, 1, t), t), {d: Range(1, oo), t: LINE}, Definition())
    assert proved(eq(LegendreP(d, 1, t), t), {d: Range(2, oo), t: LINE}, Definition())


def test_a_definition_by_where(proved, eq):
    """A function of ``where`` is what it is defined to be."""
    assert proved(eq(f(x), x**2), {x: UNIT}, Definition(), where={f: Lambda(x, x**2)})
    assert not proved(eq(f(x), x**3), {x: UNIT}, Definition(), where={f: Lambda(x, x**2)})
    assert not proved(eq(f(x), x**2), {x: UNIT}, Definition())


# --- induction and ratios ------------------------------------------------------------------------


def test_induction_needs_integers_and_a_first_value(make, proved, eq):
    """No induction over real numbers, none without a base, none with a wrong base or step."""
    period = make(eq(f(x + 1), f(x)), {x: Interval(0, oo)}, Cited("periodic"))
    start = make(eq(f(0), 0), {}, Cited("start"))
    assert not proved(eq(f(x), 0), {x: Interval(0, oo)}, Induction(x, [period], base=[start]))
    whole = make(eq(f(n + 1), f(n)), {n: COUNT}, Cited("constant"))
    assert proved(eq(f(n), 0), {n: COUNT}, Induction(n, [whole], base=[start]))
    assert not proved(eq(f(n), 0), {n: COUNT}, Induction(n, [whole], base=[]))
    assert not proved(eq(f(n), 1), {n: COUNT}, Induction(n, [whole], base=[start]))
    assert not proved(eq(f(n), n), {n: COUNT}, Induction(n, [whole], base=[start]))
    assert not proved(eq(f(n), 0), {n: Range(-3, oo)}, Induction(n, [whole], base=[start]))
    for order in (0, -1):
        assert not proved(eq(f(n), 0), {n: COUNT}, Induction(n, [whole], order=order, base=[start]))


def test_induction_hypothesis_at_later_values(make, proved, eq):
    """The hypothesis may not be used beyond what is assumed."""
    ahead = make(eq(f(n + 1), f(n + 2)), {n: COUNT}, Cited("shift"))
    proof = Induction(n, [ahead], base=[make(eq(f(0), 0), {}, Cited("start"))], also=[{n: n + 2}])
    assert not proved(eq(f(n), 0), {n: COUNT}, proof)


def test_same_ratio_refusals(proved, eq):
    """Equal ratios need equal first values, an order of 1 at least, an equation, and no zero."""
    domain = {n: COUNT}
    assert proved(eq(2 ** (n + 1), 2 * 2**n), domain, SameRatio(n))
    for order in (0, -1):
        assert not proved(eq(2 * 2**n, 2**n), domain, SameRatio(n, order=order))
    assert not proved(eq(2 * 2**n, 2**n), domain, SameRatio(n))
    assert not proved(eq(2**n, 3**n), domain, SameRatio(n))
    assert not proved(sp.StrictGreaterThan(2 ** (n + 1), 2 * 2**n, evaluate=False), domain, SameRatio(n))
    assert not proved(eq(n * (n - 1), n * (n - 1) * (n - 2) * 0), domain, SameRatio(n))


@pytest.mark.parametrize(
    "proof",
    [Identity(), Induction(n, []), SameRatio(n), UnderIntegral(), Antiderivative(n * x), ChangeOfVariables(s),
     Definition(), EqualDerivative(x, 0), ChainRule(None, x), FirstValues(n, 1, [], Identity())],
    ids=lambda p: type(p).__name__,
)  # fmt: skip
def test_equal_sides_are_not_a_strict_inequality(proof, make):
    """A proof of an equation does not prove that one side is greater."""
    whole = Integral(n, (x, 0, 1))
    claim = make(sp.StrictGreaterThan(whole, whole, evaluate=False), {n: COUNT}, proof)
    if isinstance(proof, ChainRule):
        object.__setattr__(proof, "of", claim)
    assert not claim.proof.prove(claim).proved


def test_no_claim_rests_on_itself(make, eq):
    """A claim that cites itself, directly or through another, is not certified."""
    first = make(eq(f(x), 1), {x: UNIT}, Identity([]))
    second = make(eq(f(x) + 1, 2), {x: UNIT}, Identity([first.at(solve_for=f(x))]))
    first.proof.using.append(second.at(solve_for=f(x)))
    third = make(eq(f(x), 1), {x: UNIT}, Identity([]))
    third.proof.using.append(third)
    for claim in (first, second, third):
        result, uses = rigorous_leg(claim)
        assert result.status == "holds"
        assert broken_use(uses, (claim,))


def test_every_case(proved, eq):
    """Every case means every case; without cases nothing is proved."""
    assert proved(eq(n * (n - 1) * (n - 2), 0), {n: Range(0, 3)}, EveryCase())
    assert not proved(eq(n * (n - 1) * (n - 2), 0), {n: Range(0, 4)}, EveryCase())
    assert not proved(eq(n, n + 1), {n: Range(3, 3)}, EveryCase())
    assert not proved(eq(sin(n), sin(n) + sp.Integer(10) ** -80), {n: Range(0, 3)}, EveryCase())


# --- derivatives ---------------------------------------------------------------------------------


def test_chain_rule_needs_differentiable_functions(make, proved, eq):
    """Neither a hidden absolute value nor an integral that depends on the variable is differentiated."""
    open_line = {x: Interval.open(-1, 1)}
    hidden = make(eq(f(x) ** 2, x**2), open_line, Cited("c"), where={f: Lambda(x, sp.Abs(x))})
    said = eq(2 * f(x) * Derivative(f(x), x), 2 * x)
    assert not proved(said, open_line, ChainRule(hidden, x), where=hidden.where)
    kernel = Integral(x**3 / t**2 * exp(-(x**2) / t), (t, 0, 1))
    known = make(eq(kernel, x * exp(-(x**2))), open_line, Cited("true, but not under the integral"))
    wrong = eq(sp.diff(kernel, x), sp.diff(x * exp(-(x**2)), x))
    assert not proved(wrong, open_line, ChainRule(known, x))
    smooth = make(eq((x + 1) ** 2, x**2 + 2 * x + 1), open_line, Identity())
    assert proved(eq(2 * (x + 1), 2 * x + 2), open_line, ChainRule(smooth, x))
    assert not proved(eq(2 * (x + 1), 2 * x + 2), {x: LINE}, ChainRule(smooth, x))


def test_differentiated_needs_an_interval_and_polynomials(make, proved, eq):
    """An equation for integers, or between functions that are no polynomials, is not differentiated."""
    points = make(eq(n**2, n), {n: Range(0, 2)}, Cited("at 0 and 1"))
    assert not proved(eq(2 * n, 1), {n: Range(0, 2)}, Differentiated(points, n))
    any_ = make(eq(f(x), x), {x: UNIT}, Cited("c"))
    assert not proved(eq(Derivative(f(x), x), 1), {x: UNIT}, Differentiated(any_, x))


def test_equal_derivatives_and_a_jump(proved, eq):
    """Equal derivatives on both sides of a jump do not make two functions equal."""
    step = x / sqrt(x**2)
    assert not proved(eq(step, -1), {x: LINE}, EqualDerivative(x, -1))
    assert not proved(eq(sp.sign(x), -1), {x: LINE}, EqualDerivative(x, -1))
    assert not proved(eq(x, x + 1), {x: LINE}, EqualDerivative(x, -1))
    assert not proved(eq(x**2, x), {x: UNIT}, EqualDerivative(x, 0))
    assert proved(eq(2 * sp.acos(x) + 2 * sp.asin(x), pi), {x: LINE}, EqualDerivative(x, 1))


def test_power_series_refusals(proved, eq):
    """A series with one wrong coefficient, a singular equation or an open end that is closed is refused."""
    p = Symbol("p", integer=True, nonnegative=True)
    inside = {t: Interval.open(-1, 1)}
    series = sp.Sum(t**p, (p, 0, oo))
    geometric = [sp.Integer(-1), 1 - t]
    assert proved(eq(series, 1 / (1 - t)), inside, PowerSeries(t, geometric))
    assert not proved(eq(series, 2 / (1 - t)), inside, PowerSeries(t, geometric))
    assert not proved(eq(series, 1 / (1 - t)), {t: Interval.Ropen(-1, 1)}, PowerSeries(t, geometric))
    assert not proved(eq(series, 1 / (1 - t)), {t: Interval.open(-2, 1)}, PowerSeries(t, geometric))
    assert not proved(eq(sp.Sum(2 * t**p, (p, 0, oo)), 1 / (1 - t)), inside, PowerSeries(t, geometric))
    assert not proved(eq(series, 1 / (1 - t)), inside, PowerSeries(t, [-t, t * (1 - t)]))
