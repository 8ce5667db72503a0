"""Instances are three-valued, legs are independent, and a leg that decided nothing says so."""

import mpmath
import pytest
import sympy as sp
from sympy import Function, Integral, Interval, Lambda, Range, Rational, cos, exp, oo, pi, sin, sqrt

from ntksym.claims import Antiderivative, Cited, Identity, Positive, legs
from ntksym.claims.instances import InstanceResult, compare
from ntksym.claims.legs import control_leg, judge, numeric_leg, rigorous_leg, symbolic_leg
from ntksym.claims.verdict import Verdict

x = sp.Symbol("x", real=True)
n = sp.Symbol("n", integer=True)
f = Function("f")
UNIT = Interval(0, 1)
TINY = sp.Integer(10) ** -15


@pytest.fixture
def at(make):
    """The status of a statement at one point."""
    return lambda statement, value, **how: (
        compare(make(statement, {x: Interval(-9, 9)}, Identity()), statement, {x: value}, **how).status
    )


def test_instances_are_three_valued(at, eq):
    """An instance holds, is refuted, is undecided, is undefined or is not supported."""
    assert at(eq(sin(x) ** 2 + cos(x) ** 2, 1), Rational(1, 3)) == "holds"
    assert at(eq(sin(x), sin(x) + TINY), Rational(1, 3)) == "refuted"
    assert at(eq(exp(x), exp(x) + sp.Integer(10) ** -400), 1) == "holds"  # balls agree: evidence, not a proof
    assert at(sp.Gt(exp(x), exp(x) + sp.Integer(10) ** -400, evaluate=False), 1) == "undecided"
    assert at(eq(1 / x, 1), 0) == "undefined"
    assert at(eq(f(x), 1), 1) == "unsupported"
    assert at(sp.Ge(x, 1, evaluate=False), 1) == "holds"
    assert at(sp.Gt(x, 1, evaluate=False), 1) == "refuted"
    assert at(sp.Le(x, 1, evaluate=False), 2) == "refuted"
    assert at(eq(sqrt(x), 1), -1) in ("undecided", "unsupported")


def test_exact_instances(at, eq):
    """With exact values an equation is decided, or not at all."""
    assert at(eq(sqrt(x) * sqrt(2), sqrt(2 * x)), 3, exact=True) == "holds"
    assert at(eq(sqrt(x), sqrt(2) + TINY), 2, exact=True) in ("refuted", "undecided")
    assert at(eq(sin(x), sin(x) + TINY * cos(x)), 1, exact=True) == "undecided"


# --- each leg catches its own ---------------------------------------------------------------------

HALF = Integral(x * sp.Symbol("a", real=True), (x, 0, 1))
a = sp.Symbol("a", real=True)


@pytest.fixture
def half(make, eq):
    """The integral of a x over (0, 1) is a/2."""
    return lambda **more: make(
        eq(HALF, more.pop("rhs", a / 2)), {a: Interval(1, 2)}, Antiderivative(a * x**2 / 2), **more
    )


def test_a_true_claim_is_certified(half):
    """All three legs hold, each decided something, and the wrong neighbour is refuted."""
    verdict = judge(half(numeric=lambda a: mpmath.quad(lambda u: a * u, [0, 1])))
    assert verdict.certified
    assert verdict.status == "certified"
    assert all(
        leg.status == "holds" and leg.decided > 0 for leg in (verdict.symbolic, verdict.numeric, verdict.rigorous)
    )
    assert Verdict.from_dict(verdict.as_dict()) == verdict


def test_a_wrong_formula_is_refuted_by_two_legs(half):
    """A wrong right side is refuted by mpmath and by balls, at a point with disjoint enclosures."""
    verdict = judge(half(rhs=a / 3))
    assert verdict.status == "refuted"
    assert verdict.numeric.status == verdict.rigorous.status == "refuted"
    assert verdict.rigorous.point.startswith("a=")
    assert verdict.rigorous.lhs
    assert "refuted by the rigorous leg" in verdict.failure()


def test_digits_lost_where_large_terms_cancel_refute_nothing(make, eq):
    """(e^n - 1)(e^n + 1) - e^(2n) + 1 = 0 loses 40 digits at n = 47; a difference of 10^-25 is not such a loss."""
    zero = (exp(n) - 1) * (exp(n) + 1) - exp(n) ** 2 + 1
    for value, status in ((0, "holds"), (sp.Integer(10) ** -25, "refuted")):
        claim = make(eq(zero, value), {n: Range(40, 48)}, Identity())
        assert numeric_leg(claim).status == status


def test_a_wrong_definition_in_the_numeric_leg_only_is_caught(half):
    """When only the numeric definition is wrong, that leg refutes and the claim is not certified."""
    verdict = judge(half(numeric=lambda a: mpmath.quad(lambda u: a * u, [0, 2])))
    assert verdict.numeric.status == "refuted"
    assert verdict.rigorous.status == "holds"
    assert not verdict.certified


def test_a_slip_below_the_double_precision_is_caught(half):
    """A formula that is wrong in the thirtieth digit is refuted by balls."""
    assert rigorous_leg(half(rhs=a / 2 + TINY))[0].status == "refuted"
    assert rigorous_leg(half(rhs=a / 2 + sp.Integer(10) ** -30))[0].status != "holds"
    assert rigorous_leg(half(rhs=a / 2 + sp.Integer(10) ** -200))[0].status != "holds"


def test_a_proof_that_raises_proves_nothing(make, eq):
    """Whatever a proof raises, the leg is undecided and says what happened."""

    class Broken(Identity):
        def prove(self, claim):
            raise KeyError("lost")

    result, uses = rigorous_leg(make(eq(f(x), f(x) + 1), {x: UNIT}, Broken()))
    assert result.status == "undecided"
    assert "KeyError" in result.detail
    assert not uses


def test_a_leg_that_decided_nothing_says_so(make, eq):
    """For an arbitrary function no leg can try instances, and none claims to have."""
    claim = make(eq((f(x) + 1) ** 2, f(x) ** 2 + 2 * f(x) + 1), {x: UNIT}, Identity())
    numeric, (rigorous, _) = numeric_leg(claim), rigorous_leg(claim)
    assert (numeric.status, numeric.decided) == ("undecided", 0)
    assert (rigorous.status, rigorous.decided) == ("holds", 0)
    assert "no ball instance" in rigorous.detail
    verdict = judge(claim)
    assert verdict.control.status == "undecided"
    assert not verdict.certified


def test_symbolic_agreement_is_not_a_proof(make, eq):
    """SymPy may agree where the statement is false at a point; it certifies nothing."""
    claim = make(eq(sqrt(x**2), x), {x: Interval(-1, 1)}, Identity())
    assert judge(claim).status == "refuted"
    holds = make(eq(sin(x) ** 2, 1 - cos(x) ** 2), {x: UNIT}, Cited("c"))
    assert symbolic_leg(holds).status == "holds"
    assert not judge(holds).certified
    assert judge(holds).status == "cited"


def test_the_control_must_be_refuted(make, eq):
    """A control that is true is not refuted, and then the claim is not certified."""
    claim = make(eq(x + x**2, x * (1 + x)), {x: UNIT}, Identity(), control=eq(x, x + 0))
    assert control_leg(claim).status == "undecided"
    assert not judge(claim).certified
    assert judge(make(eq(x + x**2, x * (1 + x)), {x: UNIT}, Identity())).certified


def test_a_cited_claim_that_is_false_does_not_carry_others(make, eq):
    """What rests on a refuted citation is not certified."""
    cited = make(eq(f(x), 2), {x: UNIT}, Cited("wrong"), where={f: Lambda(x, 1 + x**2)})
    claim = make(eq(f(x) + x, 2 + x), {x: Interval(1, 2)}, Identity([cited]), where=cited.where)
    assert judge(cited).status == "refuted"
    assert not judge(claim).certified
    inner = make(eq(f(x) ** 2, 4), {x: UNIT}, Identity([cited]), where=cited.where)
    assert judge(inner).broken_use or judge(inner).refuted


def test_inequalities_at_the_edge(make):
    """A strict inequality that fails at a closed end is refuted there."""
    verdict = judge(make(sp.Gt(1 - x**2, 0, evaluate=False), {x: UNIT}, Positive()))
    assert verdict.status == "refuted"
    assert "x=1" in verdict.rigorous.point


def test_a_series_and_a_sum(make, eq):
    """Finite sums are judged at every kind of point, the empty one included."""
    k = sp.Symbol("k", integer=True)
    total = sp.Sum(2 * k + 1, (k, 0, n - 1))
    from ntksym.claims import Induction

    claim = make(eq(total, n**2), {n: Range(0, oo)}, Induction(n, []))
    assert judge(claim).numeric.status == "holds"
    assert judge(make(eq(total, n**2 + n * pi * 0 + n), {n: Range(0, oo)}, Induction(n, []))).status == "refuted"


@pytest.mark.parametrize(("fast", "tries"), [(True, 12), (False, 3)])
def test_balls_that_decide_none_of_enough_instances_stop_unless_they_are_fast(make, eq, monkeypatch, fast, tries):
    """The proof is still asked, and mpmath still refutes the wrong neighbour."""
    seen = []

    def undecided(claim, statement, point):
        seen.append(point)
        return InstanceResult("undecided", "", "")

    monkeypatch.setattr(legs, "compare", undecided)
    monkeypatch.setattr(legs, "ENOUGH_SECONDS", 60 if fast else -1)
    claim = make(eq((x + 1) ** 2, x**2 + 2 * x + 1), {x: UNIT}, Identity())
    assert rigorous_leg(claim)[0].status == "holds"
    assert len(seen) == tries
    monkeypatch.setattr(legs, "ENOUGH_SECONDS", 0.6)
    assert control_leg(claim).status == "refuted"
