"""Attempts to prove false statements about infinite series and Taylor coefficients."""

import pytest
import sympy as sp
from sympy import Eq, Function, Ge, Interval, Lambda, Le, Range, Rational, Sum, oo, pi

from ntksym.claims import Cited, NonNegativeCoefficients, Outer, PartialSums, Positive, SumOfSeries, TailBound
from ntksym.formulas.ntk_series import _Coefficient

p = sp.Symbol("p", integer=True, nonnegative=True)
n = sp.Symbol("n", integer=True, nonnegative=True)
m = sp.Symbol("m", integer=True, nonnegative=True)
t = sp.Symbol("t", real=True)
LINE = {t: Interval(-1, 1)}
COUNT = Range(0, oo)


def eq(lhs, rhs):
    return Eq(lhs, rhs, evaluate=False)


# --- adding series -------------------------------------------------------------------------------


@pytest.fixture
def halves(make):
    """The sum of 2^-p is 2 (cited here)."""
    return make(eq(Sum(2 ** (-p), (p, 0, oo)), 2), {}, Cited("geometric"))


def test_series_are_added_term_by_term(proved, halves):
    """A multiple of a known series has that multiple as its sum, and nothing else."""
    tripled = Sum(3 * 2 ** (-p), (p, 0, oo))
    assert proved(eq(tripled, 6), {}, SumOfSeries([(halves, 3)]))
    assert not proved(eq(tripled, 5), {}, SumOfSeries([(halves, 3)]))
    assert not proved(eq(tripled, 6), {}, SumOfSeries([(halves, 2)]))
    assert not proved(eq(Sum(3 * 2 ** (-p), (p, 1, oo)), 6), {}, SumOfSeries([(halves, 3)]))
    assert not proved(eq(Sum(p * 2 ** (-p), (p, 0, oo)), 2 * p), {p: COUNT}, SumOfSeries([(halves, p)]))
    assert not proved(eq(Sum(p * 2 ** (-p), (p, 0, oo)), 2), {}, SumOfSeries([(halves, p)]))
    assert not proved(Ge(tripled, 7, evaluate=False), {}, SumOfSeries([(halves, 3)]))


# --- tails ---------------------------------------------------------------------------------------


def tail(bound, relation=Le):
    return relation(2 - Sum(2 ** (-p), (p, 0, n - 1)), bound, evaluate=False)


def test_tail_bounds(proved, halves):
    """An upper bound must drop by at least one term and stay >= 0, for all n from the start."""
    everywhere = {n: COUNT}
    assert proved(tail(2 * 2 ** (-n)), everywhere, TailBound(halves, n))
    assert proved(tail(3 * 2 ** (-n)), everywhere, TailBound(halves, n))
    assert not proved(tail(Rational(3, 2) * 2 ** (-n)), everywhere, TailBound(halves, n))
    assert not proved(tail(2 * 2 ** (-n) - 1), everywhere, TailBound(halves, n))
    assert not proved(tail(2 * 2 ** (-n)), {n: Range(0, 1)}, TailBound(halves, n))
    assert not proved(tail(2 * 2 ** (-n)), {n: Range(0, 9)}, TailBound(halves, n))
    assert not proved(tail(2 * 2 ** (-n), Ge), everywhere, TailBound(halves, n))


def test_a_lower_bound_must_tend_to_zero(make, proved, halves):
    """B(n) = 1 + 2 2^-n has the right differences and is still no lower bound."""
    nothing = make(Ge(sp.Integer(1), 0, evaluate=False), {}, Cited("c"))
    for share in (1 / n, sp.Integer(4), n):
        proof = TailBound(halves, n, (nothing, sp.Integer(0), share))
        assert not proved(tail(1 + 2 * 2 ** (-n), Ge), {n: COUNT}, proof)


# --- Taylor coefficients -------------------------------------------------------------------------


class Tilted(sp.Function):
    """A function of (n, t) that is only what the claims say."""

    nargs = 2


class TiltedCoefficient(_Coefficient):
    """Its Taylor coefficients."""

    generates = Tilted


class Marker(sp.Function):
    """Stands for a function of one variable in a form."""

    nargs = 1


@pytest.fixture
def start(make):
    """f(0, t) = t/2."""
    return make(eq(Tilted(0, t), t / 2), LINE, Cited("c"))


def coefficients(proof):
    return Ge(TiltedCoefficient(n, m), 0, evaluate=False), {n: COUNT, m: COUNT}, proof


def step(make, rhs, domain=None):
    return make(eq(Tilted(n + 1, t), rhs), {n: COUNT, **(domain or LINE)}, Cited("c"))


def test_coefficients_along_a_recursion(make, proved, start):
    """Sums and products with factors >= 0 pass; a negative factor, another form or a smaller range does not."""
    good = t * Tilted(n, t) / 3 + Tilted(n, t)
    assert proved(*coefficients(NonNegativeCoefficients(n, start, step(make, good), good, {})))
    for rhs, form in ((-Tilted(n, t), -Tilted(n, t)), (Tilted(n, t) - t, Tilted(n, t) - t), (good + t, good)):
        assert not proved(*coefficients(NonNegativeCoefficients(n, start, step(make, rhs), form, {})))
    short = step(make, good, {t: Interval(0, 1)})
    assert not proved(*coefficients(NonNegativeCoefficients(n, start, short, good, {})))
    negative = make(eq(Tilted(0, t), -t), LINE, Cited("c"))
    assert not proved(*coefficients(NonNegativeCoefficients(n, negative, step(make, good), good, {})))


def test_the_claim_is_not_known_at_later_depths(make, proved, start):
    """From f(n + 1) = f(n + 2) alone nothing follows about f(1)."""
    below = make(sp.Lt(Tilted(n, t), 1, evaluate=False), {n: COUNT, t: Interval.Ropen(-1, 1)}, Cited("c"))
    later = Tilted(n + 2, t)
    proof = NonNegativeCoefficients(n, start, step(make, later), later, {}, below_one=below)
    assert not proved(*coefficients(proof))


def test_a_composition_needs_a_series_with_coefficients_above_zero(make, proved, start):
    """K(f) passes only if the series of K has coefficients >= 0 on all of [-1, 1] and f < 1."""
    below = make(sp.Lt(Tilted(n, t), 1, evaluate=False), {n: COUNT, t: Interval.Ropen(-1, 1)}, Cited("c"))
    x = sp.Symbol("x", real=True)
    form = Marker(Tilted(n, t))

    def attempt(value, term, domain, known=below):
        series = make(eq(Sum(term, (p, 0, oo)), value(x)), {x: domain}, Cited("c"))
        outer = {Marker: Outer(value, series)}
        proof = NonNegativeCoefficients(n, start, step(make, value(Tilted(n, t))), form, outer, below_one=known)
        return proved(*coefficients(proof))

    half = Lambda(x, 1 / (1 - x / 2))
    assert attempt(half, 2 ** (-p) * x**p, Interval(-1, 1))
    assert not attempt(half, 2 ** (-p) * x**p, Interval.open(-1, 1))
    assert not attempt(half, 2 ** (-p) * x**p, Interval(-1, 1), None)
    assert not attempt(Lambda(x, 1 / (1 + x / 2)), (-1) ** p * 2 ** (-p) * x**p, Interval(-1, 1))
    assert not attempt(Lambda(x, 1 / (2 - x)), 2 ** (-p) * x**p / 2 + 0 * pi - 0, Interval(0, 1))


def test_partial_sums_need_the_series_to_be_the_function(make, proved):
    """Coefficients that are cited to be >= 0 do not say that the series converges to the function."""
    cited = make(Ge(TiltedCoefficient(n, m), 0, evaluate=False), {n: COUNT, m: COUNT}, Cited("c"))
    at_one = make(eq(Tilted(n, 1), 1), {n: COUNT}, Cited("c"))
    said = Ge(1 - Sum(TiltedCoefficient(n, p), (p, 0, m)), 0, evaluate=False)
    assert not proved(said, {n: COUNT, m: COUNT}, PartialSums(cited, at_one))
    assert not proved(Function("f")(n) >= 0, {n: COUNT}, Positive())
