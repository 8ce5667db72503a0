"""One theorem for all large depths: never violated, its bounds fall, and without one of its terms it fails."""

import os
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls.arb import arb, ball, certainly_less, certainly_less_equal, lower, precision, upper
from ntksym.data import dataset
from ntksym.descent.conditioning import conditions
from ntksym.errors import InputError
from ntksym.kernels.ntk import layers
from ntksym.spectra.depth_limit import DepthLimit

SWEEP = int(os.environ.get("NTKSYM_SWEEP", "12"))
LIMITS = st.builds(
    DepthLimit.of,
    st.integers(2, 200),
    st.sampled_from(["0.02", "0.3", "0.8", "pi/2"]),
    st.sampled_from(["projective", "one"]),
    st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(1, 20)]),
)


def separated(n, d, angle, seed):
    """N unit vectors whose lines are separated by the angle."""
    rng, points = np.random.default_rng(seed), []
    while len(points) < n:
        x = rng.standard_normal(d)
        x /= np.linalg.norm(x)
        if all(abs(x @ y) <= np.cos(angle) for y in points):
            points.append(x)
    return np.array(points)


def float_condition(points, depths, delta=0.5):
    """The condition number at some depths, by the recursion in half chords in floating point."""
    n, wanted, found = len(points), set(depths), {}
    t = np.clip(points @ points.T, -1, 1)
    off = ~np.eye(n, dtype=bool)
    gap, theta = (1 - t[off]) / 2, t[off].copy()
    for L in range(1, max(wanted) + 1):
        if L in wanted:
            gram = L * np.eye(n)
            gram[off] = theta
            values = np.linalg.eigvalsh(gram)
            found[L] = values[-1] / values[0]
        angle = 2 * np.arcsin(np.sqrt(gap))
        gap -= delta / np.pi * (np.sin(angle) - angle * np.cos(angle))
        theta = 1 - 2 * gap + theta * (1 - 2 * delta * angle / np.pi)
    return found


@settings(max_examples=SWEEP, deadline=None)
@given(st.sampled_from([1, 2, 3, 8, 50, 300]), st.fractions(Fraction(1, 50), Fraction(3, 2), max_denominator=99))
def test_every_entry_lies_between_the_bounds_of_its_depth(L, alpha):
    """At the angle alpha itself, at pi - alpha and in between; the upper bound is for all of them."""
    with precision(256):
        m, M = DepthLimit.of(2, alpha).entries(L)
        for share in (0, Fraction(1, 3), 1):
            theta = ball(alpha) + (arb.pi() - 2 * ball(alpha)) * ball(share)
            value = layers(theta, L)[1][-1] - ball(Fraction(L, 4))
            assert certainly_less(m, value) and certainly_less(value, M)


@pytest.mark.parametrize(("n", "angle"), [(2, 1.0), (4, 0.7), (6, 0.5)])
def test_certified_condition_numbers_at_every_power_of_two_lie_between_the_bounds(n, angle):
    limit = DepthLimit.of(n, str(angle))
    for row in conditions(dataset(separated(n, 4, angle + 1e-9, n)), [2, 8, 64]):
        found = limit.excess(row.L)
        assert found.low is None or found.low < row.excess.lo
        assert found.high is None or row.excess.hi < found.high
    assert row.excess > 0 and limit.first_depth() <= 64


@pytest.mark.parametrize("delta", [Fraction(1, 2), Fraction(1, 5)])
def test_condition_numbers_at_depth_ten_thousand_lie_between_the_bounds(delta):
    n, angle = 5, 0.6
    limit = DepthLimit.of(n, str(angle), delta=delta)
    depths = [limit.first_depth(), 1000, 10**4]
    for seed in range(max(1, SWEEP // 12)):
        found = float_condition(separated(n, 5, angle, seed), depths, float(delta))
        for L in depths:
            bounds, excess = limit.excess(L), found[L] - 1 - n / 3
            assert 0 <= bounds.low <= excess * (1 + 1e-6) and excess <= float(bounds.high) * (1 + 1e-6)


@settings(max_examples=SWEEP, deadline=None)
@given(LIMITS)
def test_from_the_first_depth_on_the_bounds_hold_and_fall(limit):
    """At L_0 and after it both sides are >= 0 and the upper one falls; one depth before, something fails."""
    start = limit.first_depth()
    bounds = [limit.excess(L) for L in (start, start + 1, 2 * start, 10 * start, 10**9 * start)]
    highs = [b.high for b in bounds]
    assert all(0 <= b.low <= b.high for b in bounds) and highs == sorted(highs, reverse=True)
    with precision(160):
        m, M = limit.entries(start - 1)
        d = 4 * ball(limit.delta) / (3 * arb.pi())
        lines = limit.angle.ball / 2
        least = arb(1) if limit.sided == "one" else 1 / lines.cos()
        h = (limit.n * M - (limit.n - 2) * m) / 2
        early = certainly_less(ball(start - 1), least / d)
        assert early or lower(m) < 0 or certainly_less_equal(ball(Fraction(3 * start - 3, 4)), h)


def test_both_bounds_are_two_thirds_of_n_log_l_by_l():
    """Their quotient by (2 n/3)(log L)/L tends to 1 (slowly: the next term is 1/L)."""
    L = 10**300
    found = DepthLimit.of(7, "0.5").excess(L)
    with precision(64):
        leading = lower(ball(Fraction(14, 3 * L)) * ball(L).log())
    assert abs(found.low / leading - 1) < Fraction(1, 100) and abs(found.high / leading - 1) < Fraction(1, 20)


@pytest.mark.parametrize("slip", ["no constant below", "half the logarithm above", "n for n - 1"])
def test_a_slip_in_the_theorem_is_violated(slip):
    """Each of these neighbours of the statement is wrong for orthogonal vectors at some depth."""
    n, L = 5, 400
    limit, excess = DepthLimit.of(n, "pi/2"), float_condition(np.eye(n), [L])[L] - 1 - n / 3
    with precision(96):
        m, M = limit.entries(L)
        if slip == "no constant below":
            low = m + ball(Fraction(3, 8)) + 5 * ball(L) / (1 + L * ball(Fraction(1, 5))) ** 2
            assert excess < float(4 * n / 3 * low / (3 * L / 4 - low))
        elif slip == "half the logarithm above":
            high = M - ball(Fraction(3, 16)) * (1 + ball(Fraction(3, 20)) * L).log()
            assert float(upper(high)) < (excess * 3 * L / 4) / (4 * n / 3)
        else:
            assert excess < float(4 * (n + 1) / 3 * m / (3 * L / 4 - m))


def test_bad_input_is_refused():
    for bad in (
        lambda: DepthLimit.of(1, "0.5"),
        lambda: DepthLimit.of(3, "2"),
        lambda: DepthLimit.of(3, "0.5", "both"),
        lambda: DepthLimit.of(3, "0.5", delta=Fraction(3, 4)),
        lambda: DepthLimit.of(3, "0.5", delta=Fraction(0)),
        lambda: DepthLimit.of(3, "0.5").excess(0),
    ):
        with pytest.raises(InputError):
            bad()
