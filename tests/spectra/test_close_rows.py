from fractions import Fraction

import pytest

from ntksym import data_sets
from ntksym.balls.arb import precision
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.kernels.gram import gram
from ntksym.spectra import close_rows
from ntksym.spectra.certificate import enclose
from ntksym.spectra.close_rows import low_rows, sharpen
from ntksym.spectra.smallest import lambda_min

NTK = DotKernel("ntk", 3)


def started(data):
    matrix = gram(data, NTK)
    found = enclose(matrix, lambda stage, done: None)
    return matrix, found, low_rows(found, matrix.scale)


def contained(data, matrix, whole):
    """How many of the entries in the columns 0, 3 and 4 are in their balls, and how wide the widest in the block is."""
    rows = [0, 3, 4]
    with precision(128):
        columns = close_rows._in_balls(data, NTK, matrix, rows, unit=False, whole=whole)
        widest = max(float(columns[i, k].rad()) for i in (range(data.n) if whole else rows) for k in range(3))
    with precision(600):
        exact = ball_gram(data, NTK)
        return sum(columns[i, k].contains(exact[i, j]) for i in range(data.n) for k, j in enumerate(rows)), widest


@pytest.mark.parametrize("whole", [False, True])
def test_the_columns_contain_the_kernel_and_the_block_is_exact_to_its_bits(whole):
    data = data_sets.near_duplicates(12, 5, 1e-7)
    matrix = gram(data, NTK)
    found, widest = contained(data, matrix, whole)
    assert found == 36 and widest < 1e-32
    mutant = VerifiedMatrix(matrix.mid, 0.0, matrix.scale)  # as if float64 were exact
    assert (contained(data, mutant, whole)[0] == 36) is whole


def test_the_low_rows_are_those_of_the_close_pairs():
    matrix, _, where = started(data_sets.near_duplicates(20, 5, 1e-8, pairs=2))
    low, rows = where
    assert low == 2 and len(rows) == 4
    assert low_rows(started(data_sets.gaussian(20, 15))[1], matrix.scale) is None


@pytest.mark.parametrize("delta", [1e-6, 1e-10, 1e-14])
@pytest.mark.parametrize(("polish", "whole"), [(False, False), (True, False), (True, True)])
def test_every_way_of_sharpening_holds_the_eigenvalue(delta, polish, whole, inertia):
    data = data_sets.near_duplicates(14, 5, delta, pairs=2)
    matrix, found, where = started(data)
    better = sharpen(data, NTK, matrix, found, where, unit=False, bits=128, polish=polish, whole=whole)
    with precision(600):
        assert better.lo > 0 and inertia.contains(better, ball_gram(data, NTK), slack=better.lo / 2**200)
    if not polish or delta < 1e-9:  # vectors with zeros outside J are worth their drift only for tiny eigenvalues
        assert better.hi - better.lo < found.hi - (found.lo or 0)


def test_the_drift_must_be_paid(monkeypatch):
    """The polished vectors differ from those deflated: by more, the less accurate those were."""
    data = data_sets.near_duplicates(14, 5, 1e-10)
    matrix, found, where = started(data)
    seen = []
    drift = close_rows.squared_drift
    monkeypatch.setattr(close_rows, "squared_drift", lambda *args: seen.append(drift(*args)) or Fraction(10))
    assert sharpen(data, NTK, matrix, found, where, unit=False, bits=128, polish=True, whole=False) is None
    assert 0 < seen[0] < 1e-10


def test_many_close_pairs_are_within_reach(inertia):
    data = data_sets.near_duplicates(60, 8, 1e-11, pairs=20)
    found = lambda_min(data, NTK)
    assert found.is_within(Fraction(1, 10**4)) and "40 close rows" in found.method
    with precision(600):
        assert inertia.contains(found, ball_gram(data, NTK), slack=found.lo / 2**200)
