"""Induction with hypotheses, bounds of opaque terms, derivatives, series: none of them proves a false statement."""

from functools import partial

import pytest
import sympy
from sympy import Function, Interval, Piecewise, Range, Rational, Sum, Symbol, acos, cos, oo, pi, sin, sqrt

from ntksym.claims import (
    ByInduction,
    ChainRule,
    Cited,
    Combination,
    Derivation,
    EqualDerivative,
    Identity,
    Linear,
    Monotone,
    MonotoneImage,
    Positive,
    SumOfSeries,
    TailBound,
)

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))
n = Symbol("n", integer=True, nonnegative=True)
p = Symbol("p", integer=True, nonnegative=True)
x = Symbol("x", real=True)
F, G = Function("F"), Function("G")
NATURAL, UNIT = {n: Range(0, oo)}, {x: Interval(0, 1)}


@pytest.fixture
def book():
    return Derivation("Adversary", source="test")


def _claim(book, slug, statement, domain, proof=None):
    return book.claim(slug, statement, domain, because="test", proof=proof or Cited("assumed"))


def _proved(claim):
    return claim.proof.prove(claim).proved


def test_a_bound_is_not_an_equation(book):
    low = _claim(book, "low", Ge(F(x), 0), UNIT)
    high = _claim(book, "high", Le(F(x), 1), UNIT)
    assert _proved(_claim(book, "a", Ge(F(x) * (1 - F(x)), 0), UNIT, Positive([low, high])))
    assert not _proved(_claim(book, "b", Le(F(x), 0), UNIT, Positive([low])))
    assert not _proved(_claim(book, "c", Gt(F(x), 0), UNIT, Positive([low])))
    assert not _proved(_claim(book, "d", Ge(F(x) * (1 - F(x)), 0), UNIT, Positive([low])))
    assert not _proved(_claim(book, "e", Eq(F(x), 0), UNIT, Identity([low])))


def test_a_bound_holds_on_its_own_domain_only(book):
    low = _claim(book, "low", Ge(F(x), 0), UNIT)
    wide = {x: Interval(-1, 1)}
    assert not _proved(_claim(book, "a", Ge(F(x), 0), wide, Positive([low])))
    assert not _proved(_claim(book, "b", Ge(F(2 * x), 0), UNIT, Positive([low.at({x: 2 * x})])))
    assert _proved(_claim(book, "c", Ge(F(x / 2), 0), UNIT, Positive([low.at({x: x / 2})])))


def test_an_inequality_of_two_terms_is_no_bound(book):
    known = _claim(book, "known", Ge(F(x), G(x)), UNIT)
    assert not _proved(_claim(book, "a", Ge(F(x), G(x)), UNIT, Positive([known])))


def test_induction_needs_its_base_and_its_step(book):
    step = _claim(book, "step", Ge(F(n + 1), F(n)), NATURAL)
    start = _claim(book, "start", Eq(F(0), 1), {})
    use = lambda known: Combination([(known, 1), (step, 1)])  # noqa: E731
    assert _proved(_claim(book, "good", Ge(F(n), 1), NATURAL, ByInduction(n, Positive([start]), use)))
    assert not _proved(_claim(book, "high", Ge(F(n), 2), NATURAL, ByInduction(n, Positive([start]), use)))
    down = lambda known: Combination([(known, 1), (step, -1)])  # noqa: E731
    assert not _proved(_claim(book, "down", Le(F(n), 1), NATURAL, ByInduction(n, Positive([start]), down)))
    assert not _proved(_claim(book, "none", Ge(F(n), 1), NATURAL, ByInduction(n, Positive(), use)))


def test_a_hypothesis_is_not_used_ahead(book):
    start = _claim(book, "start", Eq(F(0), 1), {})
    for number, ahead in enumerate((n + 1, n + 2, sympy.Integer(5))):
        use = lambda known, at=ahead: Combination([(known.at({n: at}), 1)])  # noqa: E731
        assert not _proved(_claim(book, f"ahead{number}", Ge(F(n), 1), NATURAL, ByInduction(n, Positive([start]), use)))


def test_a_hypothesis_does_not_leave_its_induction(book):
    kept = []
    start = _claim(book, "start", Eq(F(0), 0), {})

    def steal(known):
        kept.append(known)
        return Identity()

    _proved(_claim(book, "thief", Eq(F(n), 0), NATURAL, ByInduction(n, Identity([start]), steal)))
    assert kept
    assert not _proved(_claim(book, "booty", Eq(F(n), 0), NATURAL, Identity(kept)))


def test_statements_beside_are_proved_too(book):
    start = _claim(book, "start", Eq(F(0), 0), {})
    beside = [(Ge(F(n), 5), Positive([start]), lambda own, other: Combination([(own, 1)]))]
    use = lambda known, other: Combination([(other, 1)])  # noqa: E731
    assert not _proved(_claim(book, "a", Ge(F(n), 0), NATURAL, ByInduction(n, Positive([start]), use, beside)))


def test_a_strict_combination_needs_a_strict_part(book):
    weak = _claim(book, "weak", Ge(F(x), 0), UNIT)
    strict = _claim(book, "strict", Gt(G(x), 0), UNIT)
    assert _proved(_claim(book, "a", Gt(F(x) + G(x), 0), UNIT, Combination([(weak, 1), (strict, 1)])))
    assert not _proved(_claim(book, "b", Gt(F(x), 0), UNIT, Combination([(weak, 1)])))
    assert not _proved(_claim(book, "c", Gt(x * G(x), 0), UNIT, Combination([(strict, x)])))
    assert not _proved(_claim(book, "d", Gt(F(x), 0), UNIT, Combination([(weak, 1), (strict, 0)])))


def test_monotone_sees_jumps_and_strictness(book):
    jump = Piecewise((1, x < Rational(1, 3)), (0, True))
    assert not _proved(_claim(book, "jump", Ge(jump, 1), UNIT, Monotone(x, start=0, derivative=Positive())))
    assert not _proved(_claim(book, "closed", Gt(x**2, 0), UNIT, Monotone(x, start=0, derivative=Positive())))
    opened = {x: Interval.Lopen(0, 1)}
    assert _proved(_claim(book, "open", Gt(x**2, 0), opened, Monotone(x, start=0, derivative=Positive())))
    flat = {x: Interval.Lopen(0, 1)}
    assert not _proved(_claim(book, "flat", Gt(0 * x + F(0), F(0)), flat, Monotone(x, start=0, derivative=Positive())))


def test_equal_derivatives_need_a_common_value(book):
    good = Eq(acos(1 - 2 * x**2), 2 * sympy.asin(x))
    assert _proved(_claim(book, "good", good, UNIT, EqualDerivative(x, 0)))
    assert not _proved(
        _claim(book, "shift", Eq(acos(1 - 2 * x**2), 2 * sympy.asin(x) + 1), UNIT, EqualDerivative(x, 0))
    )
    assert not _proved(_claim(book, "slope", Eq(acos(1 - 2 * x**2), sympy.asin(x)), UNIT, EqualDerivative(x, 0)))
    assert not _proved(_claim(book, "wide", good, {x: Interval(-1, 1)}, EqualDerivative(x, -1)))
    assert not _proved(_claim(book, "inner", good, UNIT, EqualDerivative(x, Rational(1, 2))))
    jump = Piecewise((0, x < Rational(1, 3)), (1, True))
    assert not _proved(_claim(book, "jump", Eq(jump, 0), UNIT, EqualDerivative(x, 0)))


def test_derivative_of_an_equation(book):
    known = _claim(book, "known", Eq(F(x), sqrt(x)), UNIT)
    inside = {x: Interval.open(0, 1)}
    slope = sympy.Derivative(F(x), x)
    assert _proved(_claim(book, "good", Eq(slope, 1 / (2 * sqrt(x))), inside, ChainRule(known, x)))
    assert not _proved(_claim(book, "factor", Eq(slope, 1 / sqrt(x)), inside, ChainRule(known, x)))
    assert not _proved(_claim(book, "sign", Eq(slope, -1 / (2 * sqrt(x))), inside, ChainRule(known, x)))
    assert not _proved(_claim(book, "end", Eq(slope, 1 / (2 * sqrt(x))), UNIT, ChainRule(known, x)))
    outside = {x: Interval.open(0, 2)}
    assert not _proved(_claim(book, "outside", Eq(slope, 1 / (2 * sqrt(x))), outside, ChainRule(known, x)))


def test_linear_combinations_of_equations(book):
    known = _claim(book, "known", Eq(F(x), x), UNIT)
    assert _proved(_claim(book, "good", Eq(x * F(x), x**2), UNIT, Linear([(known, x)])))
    assert not _proved(_claim(book, "bad", Eq(x * F(x), x), UNIT, Linear([(known, x)])))
    low = _claim(book, "low", Ge(F(x), x), UNIT)
    assert not _proved(_claim(book, "mixed", Eq(F(x), x), UNIT, Linear([(low, 1)])))


def test_monotone_images(book):
    known = _claim(book, "known", Ge(F(x), x), UNIT)
    bounds = [_claim(book, "f_low", Ge(F(x), -1), UNIT), _claim(book, "f_high", Le(F(x), 1), UNIT)]
    assert _proved(_claim(book, "good", Le(acos(F(x)), acos(x)), UNIT, MonotoneImage(known, bounds)))
    assert not _proved(_claim(book, "reversed", Ge(acos(F(x)), acos(x)), UNIT, MonotoneImage(known, bounds)))
    assert not _proved(_claim(book, "unbounded", Le(acos(F(x)), acos(x)), UNIT, MonotoneImage(known)))
    assert not _proved(_claim(book, "other", Le(cos(F(x)), cos(x)), UNIT, MonotoneImage(known, bounds)))
    assert not _proved(_claim(book, "twice", Le(acos(F(x)), acos(x / 2)), UNIT, MonotoneImage(known, bounds)))


def test_tails(book):
    total = _claim(book, "total", Eq(Sum(1 / ((p + 1) * (p + 2)), (p, 0, oo)), 1), {})
    tail = 1 - Sum(1 / ((p + 1) * (p + 2)), (p, 0, n - 1))
    small = _claim(book, "small", Ge(1 / (n + 1), 0), NATURAL)
    lower = TailBound(total, n, (small, 0, 1 / (n + 1) ** 2))
    assert _proved(_claim(book, "upper", Le(tail, 1 / (n + 1)), NATURAL, TailBound(total, n)))
    assert _proved(_claim(book, "lower", Ge(tail, 1 / (n + 1)), NATURAL, lower))
    assert not _proved(_claim(book, "upper_small", Le(tail, 1 / (n + 2)), NATURAL, TailBound(total, n)))
    assert not _proved(_claim(book, "upper_negative", Le(tail, 1 / (n + 1) - 1), NATURAL, TailBound(total, n)))
    assert not _proved(_claim(book, "lower_large", Ge(tail, 2 / (n + 1)), NATURAL, lower))
    assert not _proved(_claim(book, "lower_constant", Ge(tail, 1 / (n + 1) + 1), NATURAL, lower))
    assert not _proved(_claim(book, "shifted", Le(tail + 1, 1 / (n + 1)), NATURAL, TailBound(total, n)))


def test_series_term_by_term(book):
    first = _claim(book, "first", Eq(Sum(x**p / 2**p, (p, 0, oo)), 2 / (2 - x)), UNIT)
    good = Eq(Sum(3 * x**p / 2**p, (p, 0, oo)), 6 / (2 - x))
    assert _proved(_claim(book, "good", good, UNIT, SumOfSeries([(first, 3)])))
    assert not _proved(_claim(book, "weight", good, UNIT, SumOfSeries([(first, 2)])))
    shifted = Eq(Sum(x ** (p + 1) / 2**p, (p, 0, oo)), 2 / (2 - x))
    assert not _proved(_claim(book, "shifted", shifted, UNIT, SumOfSeries([(first, 1)])))
    start = Eq(Sum(x**p / 2**p, (p, 1, oo)), 2 / (2 - x))
    assert not _proved(_claim(book, "start", start, UNIT, SumOfSeries([(first, 1)])))


def test_finite_sums_split_only_where_they_make_sense(book):
    one = Sum(1 / (p + 1), (p, 0, n))
    assert _proved(_claim(book, "good", Eq(one - Sum(1 / (p + 1), (p, 0, n - 1)), 1 / (n + 1)), NATURAL, Identity()))
    assert not _proved(
        _claim(book, "shift", Eq(one - Sum(1 / (p + 1), (p, 0, n - 1)), 1 / n), {n: Range(1, oo)}, Identity())
    )
    early = Eq(Sum(1 / (p + 1), (p, 0, n - 1)) - Sum(1 / (p + 1), (p, 0, n - 3)), 1 / n + 1 / (n - 1))
    assert not _proved(_claim(book, "early", early, {n: Range(0, oo)}, Identity()))


def test_half_angles_stay_in_their_range(book):
    s = Symbol("s", real=True)
    half = Eq(acos(1 - 2 * sin(pi * s) ** 2), 2 * pi * s)
    assert _proved(_claim(book, "good", half, {s: Interval(0, Rational(1, 2))}, Identity()))
    assert not _proved(_claim(book, "wide", half, {s: Interval(0, 1)}, Identity()))
    assert not _proved(_claim(book, "negative", half, {s: Interval(Rational(-1, 2), 0)}, Identity()))
    root = Eq(sqrt(x**2 - x**4), x * sqrt(1 - x**2))
    assert _proved(_claim(book, "root", root, UNIT, Identity()))
    assert not _proved(_claim(book, "root_wide", root, {x: Interval(-1, 1)}, Identity()))
