"""Domains, polynomials, normal forms and signs: what is reported is true at random points."""

import random
from fractions import Fraction

import mpmath
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st
from sympy import Interval, Range, Rational, acos, cos, gamma, oo, pi, sin, sqrt

from ntksym.claims import Domain
from ntksym.claims import polynomials as P  # noqa: N812
from ntksym.claims.normal_form import NoNormalForm, NormalForm
from ntksym.claims.positivity import discharged, sign
from ntksym.claims.proofs.base import prove_zero

x, y, t = sp.symbols("x y t", real=True)
k = sp.Symbol("k", integer=True)
SETS = {x: Interval.open(0, 1), y: Interval(1, 3), t: Interval.open(-1, 1), k: Range(1, oo)}
DOMAIN = Domain(SETS)

# --- domains -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "set_",
    [
        Range(0, 0),
        Range(3, 1),
        Interval(1, 0),
        Interval.open(1, 1),
        Range(0, 10, 2),
        Interval(0, pi),
        sp.FiniteSet(1, 2),
        sp.S.Complexes,
    ],
)
def test_sets_that_are_no_domain(set_):
    """An empty set, a step, an irrational end or another kind of set is refused."""
    with pytest.raises(ValueError, match="domain"):
        Domain({x: set_})


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_samples_lie_in_the_domain(seed, count):
    """Every sample point is a point of the domain, ends included only where they belong to it."""
    points = DOMAIN.samples(count, seed)
    assert points
    assert all(DOMAIN[s].holds(v) for point in points for s, v in point.items())


def test_finite_domains():
    """A finite domain lists each of its points once."""
    small = Domain({k: Range(-2, 2), sp.Symbol("j"): Range(0, 3)})
    points = [tuple(p.values()) for p in small.points()]
    assert small.size == len(points) == len(set(points)) == 12
    assert DOMAIN.size is None
    assert not DOMAIN.finite


# --- polynomials ---------------------------------------------------------------------------------

coefficients = st.fractions(min_value=-5, max_value=5, max_denominator=6)
monomials = st.dictionaries(st.integers(0, 2), st.integers(1, 3), max_size=2).map(lambda d: tuple(sorted(d.items())))
polynomials = st.dictionaries(monomials, coefficients.filter(bool), max_size=4)
values = st.tuples(coefficients, coefficients, coefficients)


def value(p, at):
    total = Fraction(0)
    for monomial, c in p.items():
        for g, e in monomial:
            c *= at[g] ** e
        total += c
    return total


@given(polynomials, polynomials, values, st.integers(0, 3))
def test_polynomial_arithmetic_is_evaluation(p, q, at, n):
    """Sum, product and power of polynomials have the values of sum, product and power; zero has no terms."""
    assert value(P.add(p, q, -2), at) == value(p, at) - 2 * value(q, at)
    assert value(P.multiply(p, q), at) == value(p, at) * value(q, at)
    assert value(P.power(p, n), at) == value(p, at) ** n
    assert P.add(p, p, -1) == {}
    assert all(P.multiply(p, q).values())


@given(polynomials, polynomials, polynomials, values)
def test_substituted_fractions(p, num, den, at):
    """A generator replaced by a fraction: the numerator over the denominator's power."""
    assume(value(den, at) != 0)
    degree = max((e for m in p for h, e in m if h == 0), default=0)
    inner = (value(num, at) / value(den, at), *at[1:])
    assert value(P.substitute(p, 0, num, den), at) == value(p, inner) * value(den, at) ** degree


@given(polynomials, st.tuples(coefficients, coefficients))
def test_reduction_keeps_values(p, at):
    """With g_2^2 = g_0 + 1 a reduced polynomial has the same value, and g_2 at most once."""
    point = (at[1] ** 2 - 1, at[0], at[1])
    reduced = P.reduce(p, {2: (2, {((0, 1),): Fraction(1), (): Fraction(1)})})
    assert value(reduced, point) == value(p, point)
    assert all(e < 2 for m in reduced for g, e in m if g == 2)


def test_expressions_that_grow_are_refused():
    """An expansion without end is refused instead of tried."""
    with pytest.raises(P.TooLarge):
        P.power(P.generator(0), 401)
    wide = {((i, 1),): Fraction(1) for i in range(200)}
    with pytest.raises(P.TooLarge):
        P.multiply(P.multiply(wide, wide), wide)


# --- normal forms and signs of random expressions ------------------------------------------------

leaves = st.sampled_from(
    [x, y, t, k, pi, sqrt(x), sqrt(y), sqrt(1 - t**2), sin(pi * x), cos(pi * x), acos(t), gamma(k),
     gamma(k + Rational(1, 2)), 2**k, (-1) ** k, sp.exp(t), sp.Integer(2), Rational(-1, 3)]
)  # fmt: skip
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: p[0] + p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] * p[1]),
        inner.map(lambda e: -e),
        inner.map(lambda e: e**2),
        inner.map(lambda e: 1 / (1 + e**2)),
    ),
    max_leaves=6,
)


def at(e, point):
    with mpmath.workdps(40):
        code = sp.lambdify(list(DOMAIN), e, "mpmath")
        return mpmath.mpmathify(code(*(mpmath.mpf(point[s].numerator) / point[s].denominator for s in DOMAIN)))


@given(expressions, st.integers(0, 10**6))
def test_a_reported_sign_is_true(e, seed):
    """Wherever a sign is reported, the expression has it at random points of the domain."""
    found = sign(e, DOMAIN)
    assume(found is not None)
    for point in DOMAIN.samples(6, seed):
        v = at(e, point)
        assert found.value * v >= -(mpmath.mpf(10) ** -30) if found.value else abs(v) < 1e-30
        assert not found.strict or v != 0


@given(expressions, expressions, st.integers(0, 10**6))
def test_a_proved_zero_is_zero(a, b, seed):
    """A difference that is proved to vanish does so at random points."""
    square = (a + b) ** 2 - a**2 - 2 * a * b
    for e in (square - b**2, a - b):
        if prove_zero(e, DOMAIN).proved:
            assert all(
                abs(at(e, p)) <= mpmath.mpf(10) ** -25 * (1 + abs(at(a, p)) ** 2 + abs(at(b, p)) ** 2)
                for p in DOMAIN.samples(4, seed)
            )


@given(expressions, st.sampled_from([sp.Integer(1), x, t, k, pi, sqrt(x), Rational(1, 10**12)]), st.integers(0, 10**6))
def test_a_wrong_neighbour_is_never_proved(e, slip, seed):
    """An expression and the same with a slip added are never proved equal, nor is it equal to its double."""
    assert not prove_zero((e + slip) - e * 1, DOMAIN).proved
    numbers = [at(e, p) for p in DOMAIN.samples(5, seed)]
    if max(abs(v) for v in numbers) > 1e-20:
        assert not prove_zero(2 * e - e, DOMAIN).proved


@given(expressions)
def test_normal_form_agrees_with_its_expression(e):
    """The normal form, read back as an expression, has the value of what it came from."""
    normal = NormalForm()
    try:
        form = normal(e)
    except (NoNormalForm, P.TooLarge):
        assume(False)
    assume(all(discharged(o, DOMAIN) for o in normal.obligations))
    back = normal.expression_of(form.num)
    for p, n in form.den.values():
        back /= normal.expression_of(p) ** n
    for point in DOMAIN.samples(3, 5):
        assert abs(at(back, point) - at(e, point)) <= mpmath.mpf(10) ** -25 * (1 + abs(at(e, point)))


TRUE = [
    (cos(2 * acos(t)), 2 * t**2 - 1),
    (sin(acos(t)), sqrt(1 - t**2)),
    (acos(-t), pi - acos(t)),
    (gamma(k + 2), k * (k + 1) * gamma(k)),
    (sp.binomial(k + 2, k + 1), k + 2),
    (sp.beta(k, 2), 1 / (k * (k + 1))),
    (sqrt(x) * sqrt(y), sqrt(x * y)),
    (sqrt(x**2 * y), x * sqrt(y)),
    ((x * y) ** k, x**k * y**k),
    (2 ** (k + 1), 2 * 2**k),
    ((-1) ** (k + 2), (-1) ** k),
    (sp.Sum(x**k, (k, 0, 3)), 1 + x + x**2 + x**3),
    (sp.Abs(y, evaluate=False), y),
    (acos(cos(pi * x)), pi * x),
]


@pytest.mark.parametrize("pair", TRUE, ids=str)
def test_known_identities_and_their_neighbours(pair):
    """Each identity is proved; with a factor 2, a sign, a shift or a small term it is not."""
    lhs, rhs = pair
    domain = Domain(SETS)
    assert prove_zero(lhs - rhs, domain).proved
    for wrong in (2 * rhs, -rhs, rhs + 1, rhs + Rational(1, 10**15), rhs.subs(k, k + 1) if rhs.has(k) else rhs + x):
        assert not prove_zero(lhs - wrong, domain).proved


def test_signs_at_random_polynomials():
    """For random polynomials in one integer variable a reported sign is right at the first 80 integers."""
    rng = random.Random(7)
    reported = 0
    for _ in range(150):
        coefficients = [rng.randint(-6, 6) for _ in range(4)]
        found = sign(sp.Add(*(c * k**i for i, c in enumerate(coefficients))), Domain({k: Range(0, oo)}))
        if found is None:
            continue
        reported += 1
        numbers = [sum(c * at**i for i, c in enumerate(coefficients)) for at in range(80)]
        assert all(found.value * v > 0 or (v == 0 and not found.strict) for v in numbers)
    assert reported > 60
