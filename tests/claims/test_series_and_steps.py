"""Power series, differentiated equations, first values, squares: they prove what is true and not its neighbours."""

import pytest
from sympy import (
    Derivative,
    Eq,
    Function,
    Ge,
    Integral,
    Interval,
    Le,
    Range,
    Rational,
    Sum,
    Symbol,
    acos,
    atan,
    binomial,
    cos,
    erf,
    exp,
    factorial,
    oo,
    pi,
    sin,
    sqrt,
    tan,
)

from ntksym.claims import (
    Antiderivative,
    Combination,
    Definition,
    Derivation,
    Differentiated,
    FirstValues,
    Identity,
    Monotone,
    Positive,
    PowerSeries,
    SameRatio,
)
from ntksym.formulas.hermite import HermiteHe

t = Symbol("t", real=True)
x = Symbol("x", real=True)
y = Symbol("y", real=True)
n = Symbol("n", integer=True, nonnegative=True)
p = Symbol("p", integer=True, nonnegative=True)
OPEN, CLOSED = {t: Interval.open(-1, 1)}, {t: Interval(-1, 1)}
LINE = {x: Interval(-oo, oo)}


def proved(left, right, domain, proof, relation=Eq):
    statement = relation(left, right, evaluate=False)
    claim = Derivation("test", source="test").claim("test_claim", statement, domain, because="", proof=proof)
    return proof.prove(claim).proved


def geometric(coefficient=1, power=p):
    return Sum(coefficient * t**power, (p, 0, oo))


@pytest.mark.parametrize(
    ("left", "right", "domain", "equation", "expected"),
    [
        (geometric(), 1 / (1 - t), OPEN, [-1, 1 - t], True),
        (geometric((-1) ** p), 1 / (1 + t), OPEN, [1, 1 + t], True),
        (geometric(p + 1), 1 / (1 - t) ** 2, OPEN, [-2, 1 - t], True),
        (geometric(1 / factorial(p)), exp(t), CLOSED, [-1, 1], True),
        (geometric(1, 2 * p), 1 / (1 - t**2), OPEN, [-2 * t, 1 - t**2], True),
        (1 + geometric(1, p + 1), 1 / (1 - t), OPEN, [-1, 1 - t], False),  # true, but 1/(1-t) - 1 solves another one
        (geometric(), 1 / (1 + t), OPEN, [1, 1 + t], False),
        (geometric(2), 1 / (1 - t), OPEN, [-1, 1 - t], False),
        (geometric(1, p + 1), 1 / (1 - t), OPEN, [-1, 1 - t], False),
        (geometric(), 1 / (1 - t), CLOSED, [-1, 1 - t], False),
        (geometric((-1) ** p), 1 / (1 + t), {t: Interval.Lopen(-1, 1)}, [1, 1 + t], False),
        (geometric(), 1 / (1 - t), {t: Interval.open(-2, 1)}, [-1, 1 - t], False),
        (geometric(0), t - t, OPEN, [0, t], False),  # t f' = 0 is singular at 0
        (geometric(2 ** (p + 1)), 2 / (1 - 2 * t), OPEN, [-2, 1 - 2 * t], False),  # it converges for |t| < 1/2 only
        (geometric(), 1 / (1 - t), OPEN, [0, 0], False),
        (geometric((-1) ** p, 2 * p), acos(t), OPEN, [0, -t, 1 - t**2], False),
    ],
)
def test_power_series(left, right, domain, equation, expected):
    assert proved(left, right, domain, PowerSeries(t, equation)) is expected


hermite = Derivation("Hermite", source="test")
recurrence = hermite.claim(
    "recurrence",
    Eq(HermiteHe(n + 1, x), x * HermiteHe(n, x) - n * HermiteHe(n - 1, x), evaluate=False),
    {n: Range(0, oo), **LINE},
    because="",
    proof=Definition(),
)
slope = {i: Derivative(HermiteHe(n + i, x), x) for i in (-1, 0, 1)}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (slope[1], HermiteHe(n, x) + x * slope[0] - n * slope[-1], True),
        (slope[1], x * slope[0] - n * slope[-1], False),
        (slope[1], HermiteHe(n, x) + x * slope[0] - (n - 1) * slope[-1], False),
        (slope[0], HermiteHe(n, x) + x * slope[0] - n * slope[-1], False),
    ],
)
def test_differentiated(left, right, expected):
    assert proved(left, right, {n: Range(0, oo), **LINE}, Differentiated(recurrence, by=x)) is expected


def test_differentiated_refuses_what_is_not_an_equation_on_an_interval():
    f = Function("f")
    other = hermite.claim("opaque", Eq(f(x), x, evaluate=False), {x: Interval(0, 1)}, because="", proof=Definition())
    assert not proved(Derivative(f(x), x), 1, {x: Interval(0, 1)}, Differentiated(other, by=x))
    at_two = recurrence.at({x: 2})
    assert not proved(slope[1], slope[0], {n: Range(0, oo), **LINE}, Differentiated(at_two, by=x))
    assert not proved(slope[1], slope[0], {n: Range(0, oo), **LINE}, Differentiated(recurrence, by=n))


def test_first_values():
    left, right = binomial(n, 1), n
    assert proved(left, right, {n: Range(0, oo)}, FirstValues(n, 2, base=[], then=Identity()))
    assert not proved(left, right + 1, {n: Range(0, oo)}, FirstValues(n, 2, base=[], then=Identity()))
    product = n * (n - 1)  # 0 at the first two values only
    assert not proved(product, 0, {n: Range(0, oo)}, FirstValues(n, 2, base=[], then=Identity()))
    assert not proved(product, 0, {n: Range(0, 1)}, FirstValues(n, 2, base=[], then=Identity()))


def test_same_ratio_with_its_own_first_values():
    d = Symbol("d", integer=True, positive=True)
    domain = {n: Range(0, oo), d: Range(1, oo)}
    left = factorial(n + d) * d
    assert proved(left, d * factorial(n + d), domain, SameRatio(n, first=SameRatio(d)))
    assert not proved(left, (d + 1) * factorial(n + d), domain, SameRatio(n, first=SameRatio(d)))


def test_squares():
    domain = {x: Interval(-oo, oo), y: Interval(-oo, oo)}
    assert proved(x**2 + y**2, 2 * x * y, domain, Combination(of=[], squares=[(1, x - y)]), Ge)
    assert not proved(x**2 + y**2, 3 * x * y, domain, Combination(of=[], squares=[(1, x - y)]), Ge)
    assert not proved(-(x**2), y**2, domain, Combination(of=[], squares=[(-1, x), (-1, y)]), Ge)


def test_gaussian_integral():
    weight = exp(-(x**2) / 2)
    half = Integral(weight, (x, 0, oo))
    antiderivative = Antiderivative(of=sqrt(pi / 2) * erf(x / sqrt(2)))
    assert proved(half, sqrt(pi / 2), {}, antiderivative)
    assert not proved(half, sqrt(pi), {}, antiderivative)
    assert not proved(half, sqrt(pi), {}, Antiderivative(of=sqrt(pi) * erf(x / sqrt(2))))
    assert not proved(Integral(1, (x, 0, oo)), 0, {}, Antiderivative(of=x))


def test_a_function_with_jumps_is_no_antiderivative():
    assert not proved(Integral(1, (x, 0, pi)), 0, {}, Antiderivative(of=atan(tan(x))))
    domain = {x: Interval(0, 1)}
    assert not proved(atan(tan(10 * x)), 0, domain, Monotone(x, start=0, derivative=Positive()), Ge)


def test_an_inequality_is_not_used_as_an_equation():
    bound = hermite.claim("bound", Le(sin(x), 1, evaluate=False), {x: Interval(-oo, oo)}, because="", proof=Positive())
    assert not proved(sin(x), Rational(1), LINE, Identity([bound]))
    assert not proved(sin(x), Rational(1), LINE, Positive([bound]), Ge)
    assert not proved(cos(x), 1, LINE, Positive([bound]), Ge)


def test_binomials_at_their_zeros():
    k = Symbol("k", integer=True, positive=True)
    domain = {k: Range(1, oo)}
    assert proved(binomial(k, k + 1), 0, domain, Identity())
    assert not proved(binomial(k, k), 0, domain, Identity())
    assert not proved(binomial(-k, 2), 0, domain, Identity())
