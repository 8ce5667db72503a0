"""Entries of deep kernels between explicit bounds, and condition numbers that tend to 1 + n/3."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls.arb import arb, ball, certainly_less, lower, precision, upper
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError
from ntksym.kernels.ntk import layers
from ntksym.spectra.depth_entries import condition_number, entries, entry_bounds
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point_search import kernel_floats

DEPTHS = st.sampled_from([2, 3, 5, 20, 64, 300])
ANGLES = st.fractions(Fraction(1, 100), Fraction(314, 100), max_denominator=1000)


@settings(max_examples=60, deadline=None)
@given(L=DEPTHS, theta=ANGLES)
def test_every_entry_lies_between_the_explicit_bounds(L, theta):
    """A w_L - 1/8 - c L z_L <= Theta_L(cos theta) <= A w_L - 1/8 for every angle and depth."""
    with precision(256):
        low, high = entry_bounds(L, ball(theta))
        value = layers(ball(theta), L)[1][-1]
        assert certainly_less(low, value) and certainly_less(value, high)


def test_both_bounds_are_sharp_for_large_depth():
    """At t = 0 their gap falls like 1/L, and Theta_L(0) - L/4 - (3/8) log L tends to 0.72 of the notes."""
    with precision(128):
        gaps = []
        for L in (100, 1000):
            low, high = entry_bounds(L, arb.pi() / 2)
            gaps.append(float(high - low))
        assert gaps[1] < gaps[0] / 5 and gaps[1] < 0.12
        rest = high - arb(1000) / 4 - 3 * arb(1000).log() / 8
        assert abs(float(rest) - 0.7225) < 0.03


@pytest.mark.parametrize("slip", ["front", "square"])
def test_a_slip_in_the_bounds_of_the_entries_is_violated(slip):
    """With 1/4 for 1/8 the upper bound fails; without the square the lower one is the upper one, and fails."""
    with precision(128):
        low, high = entry_bounds(1000, arb.pi() / 2)
        cosines, values = layers(arb.pi() / 2, 1000)
        if slip == "front":
            assert certainly_less(high - ball(Fraction(1, 8)), values[-1])
        else:
            assert certainly_less(values[-1], low + 2500 * (1 - cosines[-1]))


@pytest.mark.parametrize("sided", ["projective", "one"])
@pytest.mark.parametrize("L", [2, 3, 8, 40])
def test_the_range_of_the_entries_contains_every_entry(L, sided):
    found = entries(L, "0.4", sided)
    end = np.pi - 0.4 if sided == "projective" else np.pi
    u = np.linspace(0.4, end, 4001)[1:-1]
    values = kernel_floats(Problem("ntk", 3, L, ExactReal.parse("0.4")), u)
    assert float(found.low) <= values.min() and values.max() <= float(found.high) + 1e-12
    assert values.min() - float(found.low) < 0.1 * L


@pytest.mark.parametrize("L", [3, 16, 64])
def test_condition_numbers_of_separated_sets_lie_between_the_bounds(L):
    """Random lines of R^6 that are 0.7 apart: the float condition number against the bounds for their n."""
    rng = np.random.default_rng(L)
    for n in (2, 5, 9):
        points = []
        while len(points) < n:
            x = rng.standard_normal(6)
            x /= np.linalg.norm(x)
            if all(abs(x @ y) <= np.cos(0.7) for y in points):
                points.append(x)
        angles = np.arccos(np.clip(np.array(points) @ np.array(points).T, -1, 1))
        gram = kernel_floats(Problem("ntk", 6, L, ExactReal.parse("0.7")), angles.ravel()).reshape(n, n)
        np.fill_diagonal(gram, L)
        values = np.linalg.eigvalsh(gram)
        found = condition_number(n, L, "0.7")
        assert float(found.low) <= values[-1] / values[0] * (1 + 1e-9)
        assert found.high is None or values[-1] / values[0] <= float(found.high) * (1 + 1e-9)


def test_the_condition_number_tends_to_one_plus_a_third_of_n():
    n = 4
    limit = 1 + Fraction(n, 3)
    widths = []
    for L in (50, 300):
        found = condition_number(n, L, "0.5")
        assert found.high is not None
        widths.append(max(abs(found.low - limit), abs(found.high - limit)))
    assert widths[1] < widths[0] / 3 and widths[1] < Fraction(1, 5)


def test_a_known_smallest_eigenvalue_gives_an_upper_bound_at_small_depth():
    assert condition_number(5, 2, "0.5").high is None
    assert condition_number(5, 2, "0.5", least=Fraction(1, 10)).high is not None


def test_antipodes_give_the_entry_at_minus_one():
    """Theta_3(-1) = Theta_2(0) = 1/pi lies in the range for points."""
    found = entries(3, "1", "one")
    with precision(64):
        assert found.low <= lower(1 / arb.pi()) and upper(1 / arb.pi()) <= found.high


def test_opposite_points_of_a_linear_network_have_no_upper_bound():
    """Two opposite points at L = 1: the matrix is singular, and the middle of the entries is negative."""
    assert condition_number(2, 1, "pi/2", "one").high is None
    nearly = condition_number(2, 1, "pi/2", "one", least=Fraction(1, 1000))  # such as cosine -0.999
    assert nearly.high >= Fraction(1999, 1000) * 1000


def test_bad_input_is_refused():
    for bad in (lambda: condition_number(1, 3, "0.5"), lambda: entries(0, "0.5"), lambda: entries(3, "2")):
        with pytest.raises(InputError):
            bad()
