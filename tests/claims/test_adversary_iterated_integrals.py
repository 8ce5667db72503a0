"""Attempts to prove false statements about ranges, finite sums and iterated integrals, and powers of products."""

import pytest
import sympy as sp
from sympy import Function, Integral, Interval, Lambda, Range, Rational, Sum, cos, oo, pi, sin

from ntksym.claims import Cited, Identity, PositiveIntegrand, SplitRange, SumOutOfIntegral, Tonelli, UnderIntegral

a, c = sp.Symbol("a", real=True), sp.Symbol("c", positive=True)
r, s, x, y = sp.symbols("r s x y", real=True)
i = sp.Symbol("i", integer=True, nonnegative=True)
k, n = sp.Symbol("k", integer=True), sp.Symbol("n", integer=True, nonnegative=True)
f, g = Function("f"), Function("g")
UNIT, COUNTS = Interval(0, 1), Range(0, oo)

# --- one range after another ---------------------------------------------------------------------


def test_ranges_that_follow_one_another(proved, eq):
    """Integrals of one function, an arbitrary one included, add up along the line, in either order of the parts."""
    for integrand in (x**2, f(x), 1 / (2 + a * x)):
        whole, parts = Integral(integrand, (x, 0, 1)), (Integral(integrand, (x, 0, a)), Integral(integrand, (x, a, 1)))
        assert proved(eq(whole, parts[0] + parts[1]), {a: UNIT}, SplitRange())


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (Integral(x, (x, 0, 1)), Integral(x, (x, 0, a)) + Integral(x, (x, 0, 1))),
        (Integral(x, (x, 0, 1)), Integral(x, (x, 0, a)) + Integral(x, (x, a / 2, 1))),
        (Integral(x, (x, 0, 1)), Integral(x, (x, 0, a)) + Integral(x**2, (x, a, 1))),
        (Integral(x, (x, 0, 1)), Integral(x, (x, 0, a)) - Integral(x, (x, a, 1))),
        (Integral(x, (x, 0, 1)), 2 * Integral(x, (x, 0, a)) + Integral(x, (x, a, 1))),
        (Integral(x, (x, 0, 1)), Integral(x, (x, 0, 1))),
        (Integral(1 / x, (x, -1, 1)), Integral(1 / x, (x, -1, 0)) + Integral(1 / x, (x, 0, 1))),
        (Integral(1 / x, (x, 0, 1)), Integral(1 / x, (x, 0, a)) + Integral(1 / x, (x, a, 1))),
        (Integral(x, (x, 0, oo)), Integral(x, (x, 0, a)) + Integral(x, (x, a, oo))),
    ],
)
def test_ranges_that_do_not(whole, parts, proved, eq):
    """A gap, an overlap, another function, a pole: none of these is an additivity."""
    assert not proved(eq(whole, parts), {a: UNIT}, SplitRange())


def test_the_variable_of_integration_is_no_end(proved, eq):
    """The variable cannot be an end of its own range, nor a variable of the claim."""
    said = eq(Integral(x, (x, 0, 1)), Integral(x, (x, 0, x)) + Integral(x, (x, x, 1)))
    assert not proved(said, {x: UNIT}, SplitRange())


# --- finite sums ---------------------------------------------------------------------------------


def test_a_finite_sum_leaves_the_integral(proved, eq):
    """Coefficients come out, whatever their number and sign, and an arbitrary factor stays."""
    whole = Integral(f(x) * Sum(g(i) * x**i, (i, 0, n)), (x, 0, 1))
    assert proved(eq(whole, Sum(g(i) * Integral(f(x) * x**i, (x, 0, 1)), (i, 0, n))), {n: COUNTS}, SumOutOfIntegral())
    assert proved(eq(whole, Sum(Integral(g(i) * f(x) * x**i, (x, 0, 1)), (i, 0, n))), {n: COUNTS}, SumOutOfIntegral())


WRONG_SUMS = {
    "one term less": Sum(g(i) * Integral(f(x) * x**i, (x, 0, 1)), (i, 0, n - 1)),
    "another power": Sum(g(i) * Integral(f(x) * x ** (i + 1), (x, 0, 1)), (i, 0, n)),
    "another range": Sum(g(i) * Integral(f(x) * x**i, (x, 0, 2)), (i, 0, n)),
    "a factor of x outside": Sum(g(i) * x * Integral(f(x) * x ** (i - 1), (x, 0, 1)), (i, 0, n)),
    "doubled": 2 * Sum(g(i) * Integral(f(x) * x**i, (x, 0, 1)), (i, 0, n)),
    "without the factor": Sum(Integral(f(x) * x**i, (x, 0, 1)), (i, 0, n)),
}


@pytest.mark.parametrize("name", WRONG_SUMS)
def test_a_wrong_sum_of_integrals(name, proved, eq):
    """Term by term nothing may change."""
    whole = Integral(f(x) * Sum(g(i) * x**i, (i, 0, n)), (x, 0, 1))
    assert not proved(eq(whole, WRONG_SUMS[name]), {n: COUNTS}, SumOutOfIntegral())


@pytest.mark.parametrize(
    ("term", "end", "domain"),
    [
        (x ** (-i), n, {n: COUNTS}),  # no integral from 0 on
        (x**i, oo, {}),  # an infinite sum
        (x**i, n, {n: Range(-9, oo)}),  # a sum that runs backwards
        (x ** (n - i), n + 1, {n: COUNTS}),  # the last term is 1/x
    ],
)
def test_each_term_must_have_an_integral(term, end, domain, proved, eq):
    """A sum can be harmless where its terms are not, or be no finite sum at all."""
    said = eq(Integral(Sum(term, (i, 0, end)), (x, 0, 1)), Sum(Integral(term, (x, 0, 1)), (i, 0, end)))
    assert not proved(said, domain, SumOutOfIntegral())


def test_terms_are_used_up_to_the_last(proved, eq):
    """x^(n-i) is continuous for i <= n."""
    term = x ** (n - i)
    said = eq(Integral(Sum(term, (i, 0, n)), (x, 0, 1)), Sum(Integral(term, (x, 0, 1)), (i, 0, n)))
    assert proved(said, {n: COUNTS}, SumOutOfIntegral())


def test_a_sum_under_an_integral_must_be_finite_and_run_forwards(proved, eq):
    """A sum that runs backwards has other terms, here 1/x; one to infinity may diverge."""

    def said(term, end):
        return eq(
            Integral(Sum(term, (i, 0, end)) + f(x), (x, 0, 1)),
            Integral(Sum(term, (i, 0, end)), (x, 0, 1)) + Integral(f(x), (x, 0, 1)),
        )

    assert proved(said(x**i, n), {n: COUNTS}, UnderIntegral())
    assert proved(said(x ** (n - i), n), {n: COUNTS}, UnderIntegral())
    assert not proved(said(x**i, n), {n: Range(-9, oo)}, UnderIntegral())
    assert not proved(said(x ** (n - i), n + 1), {n: COUNTS}, UnderIntegral())
    assert not proved(said(x**i, oo), {}, UnderIntegral())
    assert not proved(said(x**i, a), {a: UNIT}, UnderIntegral())


# --- known inequalities under the integral -------------------------------------------------------


def test_known_inequalities_need_weights_that_are_not_negative(make, proved):
    """F <= 1 gives that the integral of x f is at most 1/2, and not that of (x - 1/2) f."""
    low = make(sp.Le(sin(s) ** 3, 1, evaluate=False), {s: Interval(-oo, oo)}, Cited("c"))

    def said(weight):
        return sp.Le(Integral(weight * sin(f(x)) ** 3, (x, 0, 1)), Integral(weight, (x, 0, 1)), evaluate=False)

    for weight, true in ((x, True), (1 + x**2, True), (x - Rational(1, 2), False), (-x, False)):
        assert proved(said(weight), {}, PositiveIntegrand(known=[(low.at({s: f(x)}), weight)])) is true


# --- two orders of integration -------------------------------------------------------------------


@pytest.fixture
def square(make, eq):
    """The integral of c y over (0, 1) is c/2."""
    return make(eq(Integral(c * y, (y, 0, 1)), c / 2), {c: Interval.open(0, oo)}, Cited("c"))


def test_both_orders_agree(proved, eq, square):
    """The integral of y times that of r over (0, 2) is that of r/2."""
    inner = y * Integral(r, (r, 0, 2))
    said = eq(Integral(y * Integral(r, (r, 0, 2)), (y, 0, 1)), Integral(r / 2, (r, 0, 2)))
    assert proved(said, {}, Tonelli(inner=inner, across=(square.at({c: r}), 1)))
    assert proved(eq(said.lhs, said.rhs), {}, Tonelli(inner=inner, across=(square.at({c: 2 * r}), Rational(1, 2))))


def _orders(f, low=0, high=2):
    """The integral over y of that of f over r."""
    return Integral(Integral(f, (r, low, high)), (y, 0, 1))


WRONG_ORDERS = {
    "another value": (_orders(y * r), Integral(r, (r, 0, 2)), y * Integral(r, (r, 0, 2)), {c: r}, 1),
    "another weight": (_orders(y * r), Integral(r / 2, (r, 0, 2)), y * Integral(r, (r, 0, 2)), {c: r}, 2),
    "a weight with y": (_orders(y**2 * r), Integral(r * y / 2, (r, 0, 2)), y**2 * Integral(r, (r, 0, 2)), {c: r}, y),
    "another range of r": (_orders(y * r), Integral(r / 2, (r, 0, 1)), y * Integral(r, (r, 0, 2)), {c: r}, 1),
    "another inner integral": (_orders(y * r), Integral(r / 2, (r, 0, 2)), 2 * y * Integral(r, (r, 0, 2)), {c: r}, 1),
    "a sign that changes": (
        _orders(y * r, -1, 1),
        Integral(r / 2, (r, -1, 1)),
        y * Integral(r, (r, -1, 1)),
        {c: r},
        1,
    ),
    "r moved outside": (_orders(y * r), Integral(r / 2, (r, 0, 2)), y * r * Integral(1, (r, 0, 2)), {c: r}, 1),
    "no finite end": (_orders(y / r), Integral(1 / (2 * r), (r, 0, 2)), y * Integral(1 / r, (r, 0, 2)), {c: 1 / r}, 1),
}


@pytest.mark.parametrize("name", WRONG_ORDERS)
def test_orders_that_do_not_agree(name, proved, eq, square):
    """Slips, and integrands that change their sign or have no finite integral, are refused."""
    left, right, inner, values, weight = WRONG_ORDERS[name]
    assert not proved(eq(left, right), {}, Tonelli(inner=inner, across=(square.at(values), weight)))


def test_the_classical_counterexample(make, proved, eq):
    """(r^2 - y^2)/(r^2 + y^2)^2 has two different iterated integrals over the unit square."""
    F = (r**2 - y**2) / (r**2 + y**2) ** 2
    across = make(eq(Integral(F, (y, 0, 1)), 1 / (1 + r**2)), {r: Interval.open(0, 1)}, Cited("true"))
    said = eq(_orders(F, 0, 1), Integral(1 / (1 + r**2), (r, 0, 1)))
    assert not proved(said, {}, Tonelli(inner=Integral(F, (r, 0, 1)), across=(across.at(), 1)))


def test_an_unknown_function_has_no_sign(make, proved, eq):
    """An arbitrary integrand may change its sign; its square does not, but may have no integral."""
    for F in (f(r) * y, f(r) ** 2 * y):
        across = make(eq(Integral(F, (y, 0, 1)), F.subs(y, Rational(1, 2))), {r: UNIT}, Cited("true"))
        said = eq(_orders(F, 0, 1), Integral(F.subs(y, Rational(1, 2)), (r, 0, 1)))
        assert not proved(said, {}, Tonelli(inner=Integral(F, (r, 0, 1)), across=(across.at(), 1)))


def test_the_value_across_must_hold_for_each_r(proved, eq, square):
    """C = r - 1 leaves the claim's domain."""
    said = eq(_orders(y * (r - 1) ** 2), Integral((r - 1) ** 2 / 2, (r, 0, 2)))
    tried = Tonelli(inner=y * Integral((r - 1) ** 2, (r, 0, 2)), across=(square.at({c: r - 1}), r - 1))
    assert not proved(said, {}, tried)


def test_a_definition_is_opened_once(proved, eq, square):
    """The left side may be a function that is defined as the iterated integral."""
    opened = Lambda(a, a * Integral(y * Integral(r, (r, 0, 2)), (y, 0, 1)))
    said = eq(f(a), a * Integral(r / 2, (r, 0, 2)))
    tried = Tonelli(inner=a * y * Integral(r, (r, 0, 2)), across=(square.at({c: r}), a))
    assert proved(said, {a: UNIT}, tried, where={f: opened})
    assert not proved(said, {a: UNIT}, tried, where={f: Lambda(a, 2 * opened.expr)})


# --- a power of a product ------------------------------------------------------------------------


def test_the_power_of_a_product_needs_positive_factors(proved, eq):
    """sin(2x)^k = 2^k sin(x)^k cos(x)^k where both factors are positive, not where both are negative."""
    said = eq(sin(2 * pi * x) ** k, 2**k * sin(pi * x) ** k * cos(pi * x) ** k)
    assert proved(said, {k: COUNTS, x: Interval.open(0, Rational(1, 2))}, Identity())
    half = eq(sin(2 * pi * x) ** (a), 2**a * sin(pi * x) ** a * cos(pi * x) ** a)
    assert not proved(half, {a: UNIT, x: Interval.open(1, Rational(3, 2))}, Identity())
    assert not proved(eq(said.lhs, 2 * said.rhs), {k: COUNTS, x: Interval.open(0, Rational(1, 2))}, Identity())


def test_the_power_of_a_quotient_needs_positive_factors(proved, eq):
    """((1+x)/(2+x))^a splits where both are positive, not where both are negative."""
    said = eq((1 - 1 / (2 + x)) ** a, (1 + x) ** a * (2 + x) ** (-a))
    assert proved(said, {a: UNIT, x: Interval.open(0, 1)}, Identity())
    assert not proved(said, {a: UNIT, x: Interval.open(-4, -3)}, Identity())
    assert not proved(said, {a: UNIT, x: Interval(-1, 1)}, Identity())
    assert not proved(eq(said.lhs, (1 + x) ** a * (2 + x) ** a), {a: UNIT, x: Interval.open(0, 1)}, Identity())
