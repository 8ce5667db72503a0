"""Row sums of cosines: never below the exact ones, and close to them."""

from fractions import Fraction

import numpy as np
import pytest

from ntksym.balls.matrices import VerifiedMatrix
from ntksym.theorems import rows
from ntksym.theorems.rows import Profile, chords, powers, profile


def cosines(n: int, d: int, seed: int) -> VerifiedMatrix:
    points = np.random.default_rng(seed).normal(size=(n, d))
    unit = points / np.linalg.norm(points, axis=1)[:, None]
    mid = np.clip(unit @ unit.T, -1, 1)
    mid = (mid + mid.T) / 2
    np.fill_diagonal(mid, 1)
    return VerifiedMatrix(mid, 0.0, np.ones(n))


def exact_sum(matrix: VerifiedMatrix, row: int, power: int, keep=lambda t: True) -> Fraction:
    entries = (Fraction(float(t)) for j, t in enumerate(matrix.mid[row]) if j != row and keep(t))
    return sum((abs(t) ** power for t in entries), Fraction(0))


@pytest.mark.parametrize("grid", [False, True])
@pytest.mark.parametrize(("n", "d"), [(5, 2), (40, 3), (60, 10)])
def test_sums_of_powers_are_never_below_the_exact_ones_and_close_to_them(n, d, grid, monkeypatch):
    if grid:
        monkeypatch.setattr(rows, "FEW", 0)
    matrix = cosines(n, d, seed=n)
    found = profile(matrix)
    bounds = found.sums(*chords(powers(found.nodes, 40)))
    for row in range(0, n, 7):
        for power in (1, 2, 3, 17, 40):
            exact = exact_sum(matrix, row, power)
            assert exact <= Fraction(float(bounds[row, power])) <= exact * Fraction(101, 100) + Fraction(1, 10**4)


def test_chords_bound_a_function_that_is_steep_at_one(monkeypatch):
    monkeypatch.setattr(rows, "FEW", 0)
    gap = 2.0**-40
    matrix = VerifiedMatrix(np.array([[1, 1 - 3 * gap], [1 - 3 * gap, 1]]), 0.0, np.ones(2))
    found = profile(matrix)
    values = (1 - np.sqrt(np.maximum(1 - found.nodes, 0))) * (1 + 2.0**-50)
    exact = 1 - np.sqrt(3 * gap)
    assert exact <= found.largest(values)[0] <= exact + 1e-8


def test_the_error_of_the_cosines_moves_the_bound_up():
    sure = profile(cosines(6, 3, 1))
    unsure = profile(VerifiedMatrix(cosines(6, 3, 1).mid, 1e-3, 2 * np.ones(6)))
    low, high = (p.largest(powers(p.nodes, 2))[2] for p in (sure, unsure))
    assert low + 5 * 1e-3 < high


def test_signs_share_the_entries_between_them():
    matrix = cosines(30, 3, 2)
    below, above = profile(matrix, -1), profile(matrix, 1)
    assert np.array_equal(below.counts.sum(axis=1) + above.counts.sum(axis=1), np.full(30, 29.0))
    bound = below.sums(*chords(powers(below.nodes, 3)))[4, 3]
    exact = exact_sum(matrix, 4, 3, keep=lambda t: t < 0)
    assert exact <= Fraction(float(bound)) <= exact * Fraction(1001, 1000)


def test_an_entry_of_uncertain_sign_counts_as_positive():
    matrix = VerifiedMatrix(np.array([[1, -1e-9], [-1e-9, 1]]), 1e-8, np.ones(2))
    assert profile(matrix, -1).counts.sum() == 0
    assert profile(matrix, 1).counts.sum() == 2


def test_repeated_points_and_antipodes_count_with_modulus_one():
    matrix = VerifiedMatrix(np.array([[1.0, 1, -1], [1, 1, -1], [-1, -1, 1]]), 2.0**-52, np.ones(3))
    found = profile(matrix)
    assert found.largest(powers(found.nodes, 9))[9] >= 2


def test_the_blocks_make_no_difference(monkeypatch):
    matrix = cosines(37, 4, 3)
    whole = profile(matrix)
    monkeypatch.setattr(rows, "BLOCK", 100)
    monkeypatch.setattr(rows, "FEW", 10**6)
    monkeypatch.setattr(rows, "_grid", lambda: whole.nodes)
    pieces = profile(matrix)
    assert np.array_equal(whole.counts, pieces.counts)


def test_a_function_without_convexity_is_bounded_bin_by_bin():
    nodes = np.array([0, 0.5, 1])
    found = Profile(nodes, np.array([[1.0, 2.0]]), np.array([[0.5, 0.5]]), 0.0)
    assert 2.5 <= found.sums(np.array([0.5, 1.0]))[0, 0] <= 2.5 + 1e-6
    with pytest.raises(ValueError, match="non-negative"):
        found.sums(np.array([-0.5, 1.0]))
    with pytest.raises(ValueError, match="non-negative"):
        found.largest(np.array([0.5, np.nan, 1.0]))
