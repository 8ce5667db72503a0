"""The checker's interval functions against Arb at four times the precision."""

import random
from fractions import Fraction

import flint
import pytest

from ntksym.checker import kernels, quadrature, tails
from ntksym.checker.exact import Root, ball_constant, funk_hecke
from ntksym.checker.intervals import Interval, arccos, arctan, pi, sin_cos
from ntksym.checker.limits import UndecidedError

PRECISIONS = (64, 100, 200, 400)


@pytest.fixture(autouse=True)
def _precision():
    before = flint.ctx.prec
    yield
    flint.ctx.prec = before


def _points(bits, count):
    """Return fixed-point numbers in [-1, 1], many of them next to -1, 0 and 1."""
    generator = random.Random(bits)
    one = 1 << bits
    yield from (0, 1, -1, one, -one, one - 1, 1 - one, one // 2)
    for _ in range(count):
        small = generator.getrandbits(generator.randrange(1, bits + 1))
        yield generator.choice((small, -small, one - small, small - one))


def _ball(units, bits):
    return flint.arb(units) * flint.arb(2) ** -bits


def _contains(interval, ball):
    """Return whether the whole ball lies inside the interval."""
    return bool(_ball(interval.lo, interval.bits) <= ball) and bool(ball <= _ball(interval.hi, interval.bits))


@pytest.mark.parametrize("bits", PRECISIONS)
def test_elementary_functions_contain_the_values_of_arb(bits):
    """pi, arccos, arctan, sin, cos, sqrt enclose the true value, within three units on points."""
    flint.ctx.prec = 4 * bits + 64
    assert _contains(pi(bits), flint.arb.pi()) and pi(bits).hi - pi(bits).lo <= 2
    for units in _points(bits, 400):
        x, ball = Interval(units, units, bits), _ball(units, bits)
        found = [(arccos(x), ball.acos())]
        found += list(zip(sin_cos(x * 1000), ((ball * 1000).sin(), (ball * 1000).cos()), strict=True))
        if units >= 0:
            found += [(arctan(x), ball.atan()), (x.sqrt(), ball.sqrt())]
        for interval, value in found:
            if value.is_exact() and value.is_zero():
                assert interval.lo <= 0 <= interval.hi
            else:
                assert _contains(interval, value)
            assert interval.hi - interval.lo <= 3


@pytest.mark.parametrize("bits", PRECISIONS)
def test_wide_arguments_contain_the_images_of_their_points(bits):
    """On wide intervals every operation contains the image of the ends and of the middle."""
    flint.ctx.prec = 4 * bits + 64
    generator = random.Random(bits)
    values = sorted(_points(bits, 200))
    for _ in range(300):
        lo, hi = sorted(generator.sample(values, 2))
        a, b = sorted(generator.sample(values, 2))
        x, y = Interval(lo, hi, bits), Interval(a, b, bits)
        for p in (lo, (lo + hi) // 2, hi):
            ball = _ball(p, bits)
            assert _contains(x.square().widen(1), ball * ball)
            assert _contains(arccos(x).widen(1), ball.acos())
            assert _contains(sin_cos(x)[1].widen(1), ball.cos())
            assert _contains(kernels.kappa1(x).widen(1), _theta(ball, 2)[0])
            assert _contains(kernels.ntk(x, 3).widen(2), _theta(ball, 3)[1])
            for q in (a, (a + b) // 2, b):
                assert _contains((x * y).widen(1), ball * _ball(q, bits))
                if not a <= 0 <= b:
                    assert _contains((x / y).widen(1), ball / _ball(q, bits))


def _theta(t, L):
    """Return Sigma_{L-1} and Theta_L at a ball, by Arb's own arccos."""
    circle, theta, sigma = flint.arb.pi(), t, t
    for _ in range(1, L):
        sigma = max_one(sigma)
        gate = 1 - sigma.acos() / circle
        sigma = ((max_zero(1 - sigma * sigma)).sqrt() + sigma * (circle - sigma.acos())) / circle
        theta = sigma + theta * gate
    return sigma, theta


def max_one(x):
    """Clip a ball that touches 1 from outside."""
    return x if x <= 1 else flint.arb(1)


def max_zero(x):
    """Clip a ball that touches 0 from outside."""
    return x if x >= 0 else flint.arb(0)


def test_gauss_legendre_nodes_are_those_of_arb():
    """Nodes and weights contain Arb's Legendre roots, carried to [0, pi]."""
    flint.ctx.prec = 800
    rule = quadrature.legendre_rule(24, 192)
    for index in range(24):
        root, weight = flint.arb.legendre_p_root(24, index, weight=True)
        theta = flint.arb.pi() * (1 - root) / 2
        assert _contains(rule.theta[index], theta) and _contains(rule.weight[index], weight)


@pytest.mark.parametrize("n", [2, 30, 90])
def test_the_rounding_of_legendre_polynomials_is_within_its_bound(n):
    """P_{n-1} and P_n in fixed point differ from Arb's values by at most the bound, near 1 too."""
    flint.ctx.prec = 600
    for x in (0, 12345, 3 << 18, (1 << 20) - 99, (1 << 20) - 1):
        loss, found = quadrature._loss(n, x, 20), quadrature._legendre(n, x, 20)
        for degree, value in zip((n - 1, n), found, strict=True):
            exact = (flint.arb(x) / 2**20).legendre_p(degree) * 2**20
            assert abs(exact - value) < loss


def _slipped(monkeypatch, change):
    """The rule of 12 points whose approximate roots are changed."""
    root = quadrature._root
    monkeypatch.setattr(quadrature, "_root", lambda n, index, bits: change(root, n, index, bits))
    return quadrature.legendre_rule.__wrapped__(12, 128)


def test_wrong_roots_widen_the_rule_or_are_refused(monkeypatch):
    """An approximation a little off gives a wider part with the root in it; another root, or one twice, falls."""
    wide = _slipped(monkeypatch, lambda root, n, index, bits: root(n, index, bits) + (1 << bits - 40))
    monkeypatch.undo()
    narrow = quadrature.legendre_rule(12, 128)
    for row, other in zip(wide, narrow, strict=True):
        for x, y in zip(row, other, strict=True):
            assert x.lo <= y.lo and y.hi <= x.hi and x.hi - x.lo > (y.hi - y.lo) << 60
    for change in (
        lambda root, n, index, bits: root(n, max(index - 1, 1), bits),
        lambda root, n, index, bits: -root(n, index, bits),
        lambda root, n, index, bits: root(n + 1, index, bits),
        lambda root, n, index, bits: root(n, index, bits) + (1 << bits - 4),
    ):
        with pytest.raises(UndecidedError):
            _slipped(monkeypatch, change)
        monkeypatch.undo()


@pytest.mark.parametrize(("d", "last"), [(3, 40), (64, 63), (300, 180), (1000, 409)])
def test_the_precision_of_a_climb_is_enough(d, last):
    """With a unit of rounding at every step |C| G(k) keeps 128 correct bits at each degree k."""
    bits = quadrature.working_bits(d, last)
    for k in {1, last // 3, last}:
        error = Fraction(1)
        for e in range(2 + d % 2, d, 2):
            error = error * Fraction(2 * e, 2 * k + e) + 1
        size = ball_constant(d).interval(bits + 4000).lower() * tails.growth(d, k)
        assert size * 2**bits > error * 2**128


@pytest.mark.parametrize("bits", [40, 64, 128])
def test_values_and_cosines_at_the_nodes_contain_those_of_arb(bits):
    """At every node the weighted kernels of all depths, and the cosines of all degrees, contain Arb's."""
    flint.ctx.prec = 4 * bits + 400
    nodes, L = 24, 12
    values, (rows, error) = quadrature._values(nodes, bits, L), quadrature._cosines(nodes, bits, 40)
    for index in range(nodes):
        root, weight = flint.arb.legendre_p_root(nodes, index, weight=True)
        theta = flint.arb.pi() * (1 - root) / 2
        for depth in range(2, L + 1):
            sigma, ntk = _theta(theta.cos(), depth)
            for name, layers, value in (("ntk", depth, ntk), ("sigma", depth - 1, sigma)):
                assert _contains(values[name, layers][index], weight * value)
                assert _contains(values[name + ".sin", layers][index], weight * value * theta.sin())
        for k, row in enumerate(rows) if index < nodes // 2 else ():
            assert _contains(Interval(row[index] - error, row[index] + error, bits), (k * theta).cos())


@pytest.mark.parametrize("d", [2, 3, 4, 7, 16])
def test_quadrature_contains_the_closed_form_at_depth_two(d):
    """Theta_2 and Sigma_1 by quadrature contain the Gamma-ratio closed forms, narrowly."""
    for kernel, L in (("ntk", 2), ("sigma", 1)):
        for k, value in enumerate(quadrature.eigenvalues(kernel, d, L, 24, 256)):
            exact = Root.of(funk_hecke(kernel, d, k, L)).interval(400)
            assert value.lower() <= exact.lower() and exact.upper() <= value.upper()
            assert (value.hi - value.lo).bit_length() < 40


@pytest.mark.parametrize("L", [2, 3, 4])
@pytest.mark.parametrize("d", [2, 3, 10])
def test_tail_expansion_contains_the_quadrature(L, d):
    """For k >= k0 the expansion contains the quadrature's value, whatever the number of terms."""
    table = quadrature.eigenvalues("ntk", d, L, 62, 512)
    constant = ball_constant(d).interval(tails.BITS)
    for terms in (1, 2, 4, 8):
        tail = tails.tail(L, d, 40, terms)
        for k in (40, 41, 55, 62):
            value = (tail.ratio(k) * constant).times(tails.growth(d, k))
            assert value.lower() <= table[k].lower() and table[k].upper() <= value.upper()
