"""The domain of analyticity for every depth in the checker, and what rests on it for deep kernels."""

import cmath
import math
from fractions import Fraction
from operator import mul

import flint
import pytest

from ntksym.balls.arb import precision
from ntksym.checker import quadrature, strip, tails
from ntksym.checker.exact import ball_constant
from ntksym.checker.intervals import Interval
from ntksym.checker.limits import InvalidError
from ntksym.spectra import strip as spectra_strip
from ntksym.spectra.gauss_legendre import table
from ntksym.spectra.tails import Tail


@pytest.fixture(autouse=True)
def _precision():
    before = flint.ctx.prec
    flint.ctx.prec = 800
    yield
    flint.ctx.prec = before


def _contains(interval, ball):
    lo, hi = (flint.arb(end) * flint.arb(2) ** -interval.bits for end in (interval.lo, interval.hi))
    return bool(lo <= ball) and bool(ball <= hi)


def test_the_region_is_refuted_where_it_fails():
    """Without the slope, too high or too steep, the image of an edge leaves the region or meets a cut."""
    assert strip.invariant()
    for tau, slope in ((strip.TAU, 0), (strip.TAU, Fraction(1, 20)), (2, strip.SLOPE), (strip.TAU, Fraction(2, 5))):
        assert not strip.invariant(Fraction(tau), Fraction(slope))


def test_an_image_that_meets_a_cut_is_not_clear():
    """A box that holds a point of a cut is not clear of it, boxes beside the cuts are."""
    for box, clear in (((-3, -2, -1, 1), False), ((0, 1, 0, 0), False), ((2, 3, 1, 2), True), ((2, 3, -2, -1), True)):
        u, v = Interval.between(*box[:2], strip.BITS), Interval.between(*box[2:], strip.BITS)
        assert strip._clear(u, v) is clear


@pytest.mark.parametrize("tenths", [0, 1, 7, 13, 20, 40, -13])
def test_hyperbolic_functions_contain_the_values_of_arb(tenths):
    """The series of cosh and sinh contain Arb's values, narrowly."""
    y = flint.arb(tenths) / 10
    found = strip.cosh_sinh(Interval.of(Fraction(tenths, 10), strip.BITS))
    for interval, value in zip(found, (y.cosh(), y.sinh()), strict=True):
        assert _contains(interval, value)
        assert interval.hi - interval.lo < 1 << 12


def test_both_strips_are_one():
    """Constants and bounds are those of the other side, and the ellipse through 1 + S0 lies in the strip."""
    assert (strip.TAU, strip.SLOPE, strip.S0) == (spectra_strip.TAU, spectra_strip.SLOPE, spectra_strip.S0)
    assert strip.cosh_sinh(Interval.of(strip.TAU, strip.BITS))[0].lower() > 1 + strip.S0
    for L in (2, 3, 12, 64):
        for found, kernel in zip(strip.bound(L), ("ntk", "sigma"), strict=True):
            assert abs(found / spectra_strip.bound(kernel, L) - 1) < Fraction(1, 10**12)


@pytest.mark.parametrize(("kernel", "L", "d"), [("ntk", 5, 3), ("ntk", 12, 4), ("sigma", 3, 5), ("sigma", 11, 2)])
def test_quadrature_contains_the_sharp_values_of_deep_kernels(kernel, L, d):
    """For all degrees up to 30 the intervals contain balls of 60 digits, and are narrow themselves."""
    sharp = table(kernel, [L], [d], range(31), 60).rows[L, d]
    for k, value in enumerate(quadrature.eigenvalues(kernel, d, L, 30, 256)):
        assert _contains(value, sharp[k])
        assert (value.hi - value.lo).bit_length() < 60


@pytest.mark.parametrize(("L", "d", "k0", "M"), [(12, 3, 40, 4), (12, 30, 60, 2)])
def test_the_tail_beyond_the_taylor_disc_contains_the_sharp_values(L, d, k0, M):
    """Where s1 < S0 the expansion contains balls of 60 digits; moved by twice its error it does not."""
    sharp = table("ntk", [L], [d], range(k0, k0 + 4), 60).rows[L, d]
    found = tails.tail(L, d, k0, M)
    scale = ball_constant(d).interval(tails.BITS)
    for k, ball in sharp.items():
        value = (found.ratio(k) * scale).times(tails.growth(d, k))
        assert _contains(value, ball)
        moved = 2 * (value.hi - value.lo)
        assert not _contains(Interval(value.lo + moved, value.hi + moved, value.bits), ball)


def _imaginary_part(theta, L):
    """Im Theta_L on an edge of the strip, in floats."""
    ntk = cmath.cos(theta)
    for _ in range(L - 1):
        sigma = (cmath.sin(theta) + (math.pi - theta) * cmath.cos(theta)) / math.pi
        ntk, theta = ntk * (1 - theta / math.pi) + sigma, cmath.acos(sigma)
    return ntk.imag


@pytest.mark.parametrize("L", [3, 4, 6, 12])
@pytest.mark.parametrize("M", [1, 2, 4])
def test_the_rest_of_the_jumps_stays_below_both_bounds_on_the_whole_cut(L, M):
    """(|R_+| + |R_-|)/s^(M+1/2), the jumps continued in floats, is below both errors, and these agree to 1 %.

    This holds for every s in (0, S0], also beyond the Taylor disc, and so tests more than the eigenvalues do.  With
    L = 3 it is not below half of them.
    """
    plus, minus = ([float(c.lower()) for c in row[:M]] for row in tails._coefficients(L, 64))
    largest = 0.0
    for step in range(2, 41):
        s = float(strip.S0) * step / 40
        powers = [(-1) ** m * s ** (m + 0.5) for m in range(M)]
        right = _imaginary_part(complex(0, math.acosh(1 + s)), L) - sum(map(mul, powers, plus))
        left = _imaginary_part(complex(math.pi, math.acosh(1 + s)), L) + sum(map(mul, powers, minus))
        largest = max(largest, (abs(right) + abs(left)) / s ** (M + 0.5))
    sharp = Tail(L, 3, 400, max_terms=32)
    errors = [float(tails.tail(L, 3, 400, M).error), float(sharp._error(M)[0]) / float(sharp._a[M])]
    assert largest < min(errors) and max(errors) < 1.01 * min(errors)
    assert L > 3 or max(errors) < 2 * largest


@pytest.mark.parametrize(("L", "d", "k0", "M"), [(2, 2, 12, 4), (3, 3, 24, 6), (3, 20, 40, 8)])
def test_at_early_degrees_the_error_has_all_of_its_parts(L, d, k0, M):
    """There the ellipse makes most of it and, in 20 dimensions, what is left of the jumps beyond it 1/75."""
    with precision(300):
        sharp = Tail(L, d, k0, max_terms=M)
        error = sharp._error(M)[0]
    assert float(tails.tail(L, d, k0, M).error * tails.decay(d, k0, M) / error) == pytest.approx(1, rel=1e-3)


@pytest.mark.parametrize("first", [1, -1])
@pytest.mark.parametrize("second", [60, -60, 1, -1])
def test_the_ends_over_all_later_degrees_hold_each_of_them(first, second):
    """Also where the second correction outweighs the first at the start, and the limit is no end."""
    row = tuple(Interval.of(c, tails.BITS) for c in (1, first, second))
    made = tails.Tail(3, 12, (row, row), Fraction(1, 3))
    ratios, unit = [made.ratio(k) for k in range(12, 200, 2)], Fraction(1, 2**600)  # these are rounded
    assert made.infimum(12) <= min(x.lower() for x in ratios) + unit
    assert made.supremum(12) >= max(x.upper() for x in ratios) - unit
    dominated = abs(second) * tails.decay(3, 12, 2) < tails.decay(3, 12, 1) - tails.decay(3, 12, 3) / 3
    assert (made.infimum(12) == 1) == (dominated and first == 1) and (made.supremum(12) == 1) == (
        dominated and first < 0
    )


def test_the_tail_refuses_what_its_hypotheses_do_not_cover():
    """Too many terms, too small a degree for the dimension, no term at all."""
    for L, d, k0, M in ((3, 3, 10, 9), (3, 64, 10, 1), (12, 1000, 300, 1), (3, 3, 10, 0), (3, 3, 2, 1)):
        with pytest.raises(InvalidError):
            tails.tail(L, d, k0, M)
