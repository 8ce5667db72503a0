from fractions import Fraction

import numpy as np
import pytest

from ntksym import data_sets
from ntksym.balls.arb import precision
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.data import dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.spectra import graded
from ntksym.spectra.graded import enclose_graded, is_graded
from ntksym.spectra.smallest import lambda_min

NTK = DotKernel("ntk", 3)


@pytest.mark.parametrize("exponent", [5, 40, 400])
@pytest.mark.parametrize("kernel", [NTK, DotKernel("sigma", 2), DotKernel("tkappa0", 1, scale=Fraction(1, 2))], ids=str)
def test_the_enclosure_is_as_narrow_as_for_unit_rows(exponent, kernel, inertia):
    data = data_sets.mixed_norms(14, 4, exponent)
    found = enclose_graded(data, kernel)
    assert found.lo > 0 and found.hi - found.lo < found.hi / 10**9
    with precision(4000):
        assert inertia.contains(found, ball_gram(data, kernel), slack=found.lo / 2**200)


def test_it_is_the_route_for_such_data_at_any_size():
    for n in (30, 700):
        data = data_sets.mixed_norms(n, 5, 30)
        found = lambda_min(data, NTK)
        assert found.method == "scaled Cholesky" and found.is_within(Fraction(1, 10**6)) and len(found.assumptions) == 3


def test_only_lengths_that_count_are_graded():
    data = data_sets.mixed_norms(9, 3, 20)
    assert is_graded(data, NTK) and not is_graded(data, DotKernel("slope", 1))
    assert not is_graded(data_sets.uniform_sphere(9, 3), NTK)


def test_two_rows_are_solved_by_hand():
    """K = [[a^2, 0], [0, 1]] of the linear kernel: min(a^2, 1)."""
    for a in (2.0**-40, 2.0**30):
        found = enclose_graded(dataset([[a, 0], [0, 1]]), DotKernel("ntk", 1))
        least = min(Fraction(a) ** 2, Fraction(1))
        assert found.lo <= least <= found.hi <= least * (1 + Fraction(1, 10**12))


def test_no_bound_is_proved_above_the_truth():
    """Each mu a little above the quotient of a good vector is refused."""
    data = data_sets.mixed_norms(14, 4, 20)
    least = min(data.norms2)
    found = enclose_graded(data, NTK)
    R, weights = graded.gram(data, NTK, unit=True), [least / v for v in data.norms2]
    assert graded._semidefinite(R, weights, found.lo / least)
    for factor in (1 + Fraction(1, 10**9), Fraction(2), Fraction(10**6)):
        assert not graded._semidefinite(R, weights, found.hi / least * factor)


@pytest.mark.parametrize("slip", ["error", "weights", "shift"])
def test_slips_are_noticed(slip, monkeypatch, inertia):
    """Without the error of R; with |x_i| for |x_i|^2; with half of the shift."""
    data = data_sets.mixed_norms(14, 4, 8)
    with precision(900):
        exact = ball_gram(data, NTK)
    if slip == "error":
        right = graded.gram

        def rough(*args, **how):  # as if R were the float64 matrix
            R = right(*args, **how)
            return VerifiedMatrix(np.round(R.mid, 7), 0.0, R.scale)

        monkeypatch.setattr(graded, "gram", rough)
        monkeypatch.setattr(graded, "spot_check", lambda *args, **how: None)
    elif slip == "weights":
        data = dataset(data.points)
        monkeypatch.setattr(type(data), "norms2", [Fraction(float(np.linalg.norm(x))) for x in data.points])
    else:
        quotient = graded._quotient
        monkeypatch.setattr(graded, "up", lambda x: float(x / 2))
        monkeypatch.setattr(graded, "_quotient", lambda *args: quotient(*args) * Fraction(19, 10))
    found = enclose_graded(data, NTK)
    with precision(900):
        assert not inertia.contains(found, exact)
