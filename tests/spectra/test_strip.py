import cmath
import math
from fractions import Fraction

import pytest

from ntksym.balls.arb import arb, ball, precision
from ntksym.spectra import strip
from ntksym.spectra.gauss_legendre import table
from ntksym.spectra.tails import Tail

TAU, SLOPE = float(strip.TAU), float(strip.SLOPE)


def step(theta: complex) -> complex:
    """The next angle, arccos kappa_1(cos theta), in floats."""
    return cmath.acos((cmath.sin(theta) + (math.pi - theta) * cmath.cos(theta)) / math.pi)


def region(rows: int) -> list[complex]:
    """Points of W, its edges included."""
    grid = [(math.pi * i / rows, j / rows) for i in range(rows + 1) for j in range(-rows, rows + 1)]
    return [complex(x, share * (TAU + SLOPE * x)) for x, share in grid]


@pytest.mark.parametrize("L", [2, 3, 8, 64, 300])
def test_orbits_stay_in_the_region_and_the_kernels_below_their_bounds(L):
    """From every sampled point all iterated angles stay in W, |Sigma| <= C and |Theta_L| is below its bound."""
    largest, deep = float(strip.bound("sigma", L)), float(strip.bound("ntk", L))
    for start in region(20):
        theta, ntk = start, cmath.cos(start)
        for _ in range(L - 1):
            following = step(theta) if theta else 0j
            assert 0 <= following.real <= math.pi and abs(following.imag) <= TAU + SLOPE * following.real
            ntk = ntk * (1 - theta / math.pi) + cmath.cos(following)
            theta = following
            assert abs(cmath.cos(theta)) <= largest
        assert abs(ntk) <= deep


def test_the_region_is_refuted_where_it_fails():
    """Negative controls: without the slope, or too high, the images of the edges leave the region or meet the cut."""
    assert strip.invariant()
    for tau, slope in ((strip.TAU, Fraction(0)), (strip.TAU, Fraction(1, 20)), (Fraction(2), strip.SLOPE)):
        assert not strip.invariant(tau, slope)
    assert not strip.invariant(strip.TAU, Fraction(2, 5))  # arccos stays in W, but the top edge meets the left cut
    with precision(64):
        assert strip.inside(*strip.image(arb(0), ball(strip.TAU)), strip.TAU, strip.SLOPE)
        assert not strip.clear(arb(-2), arb(0, 1)) and strip.clear(arb(0), arb(0)) and not strip.clear(arb(1), arb(0))


def test_balls_that_say_nothing_prove_nothing():
    """A NaN image lies neither in the region nor off the cuts."""
    nan = arb("nan")
    assert not strip.inside(nan, nan, strip.TAU, strip.SLOPE) and not strip.clear(nan, nan)


@pytest.mark.parametrize(("L", "d", "k0"), [(16, 3, 40), (64, 4, 110), (32, 30, 90), (5, 40, 40)])
def test_the_tail_beyond_the_taylor_disc_contains_the_quadrature(L, d, k0):
    """Where s1 < s0 (deep kernels) the expansion contains the sharp values; moved by twice its error it does not."""
    degrees = range(k0, k0 + 6)
    sharp = table("ntk", [L], [d], degrees, 60)
    with precision(300):
        tail = Tail(L, d, k0)
        assert tail.s1 < tail.s0
        for k in degrees:
            assert tail.value(k).contains(sharp.rows[L, d][k])
        for row in tail._gammas:
            row[0] = row[0] + 2 * ball(tail.error)
        assert not any(tail.value(k).contains(sharp.rows[L, d][k]) for k in degrees)
