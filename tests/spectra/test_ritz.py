import numpy as np
import pytest

from ntksym.spectra import ritz
from ntksym.spectra.ritz import gap, low_eigenpairs


def matrix(n, low, seed=1):
    """A dense symmetric matrix with given lowest eigenvalues under a bulk in [1, 2]."""
    rng = np.random.default_rng(seed)
    values = np.concatenate([low, 1 + np.sort(rng.random(n - len(low)))])
    Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    made = (Q * values) @ Q.T
    return (made + made.T) / 2


def test_the_gap_counts_residuals_against_the_first_that_stays():
    values = np.array([1.0, 1.1, 5.0, 6.0])
    assert gap(values, np.zeros(4)) == (2, 4.0)
    assert gap(values, np.array([0, 0, 1.0, 0])) == (2, 3.0)
    assert gap(values, np.array([0, 3.0, 0, 0]))[0] == 0  # the second is too rough to be deflated
    assert gap(np.ones(4), np.zeros(4)) == (0, 0.0)
    assert gap(np.ones(1), np.zeros(1)) == (0, 0.0)


def test_few_vectors_are_deflated_where_few_are_enough():
    values = np.array([1.0, 3.0, 4.0, 4.9])
    assert gap(values, np.zeros(4))[0] == 1  # 2 of the gap's 3.9


@pytest.mark.parametrize(
    ("low", "accuracy"),
    [((0.5,), 1e-9), ((1e-4, 0.3, 0.31), 1e-9), ((1e-9, 2e-9, 0.5), 1e-8), ((1e-14,), 1e-3), ((0.5, 0.5, 0.5), 1e-9)],
    ids=str,
)
def test_beyond_the_dense_size_the_first_vector_is_as_good_as_lapacks(low, accuracy, monkeypatch):
    """Well separated, clusters, far below float32's reach, multiple."""
    monkeypatch.setattr(ritz, "DENSE", 100)
    A = matrix(300, low)
    values, vectors, residuals = low_eigenpairs(A, 8)
    assert abs(values[0] - low[0]) < 1e-14
    assert np.linalg.norm(A @ vectors[:, 0] - values[0] * vectors[:, 0]) < 1e-6
    assert np.allclose(vectors.T @ vectors, np.eye(8), atol=1e-10)
    m, width = gap(values, residuals)
    assert m >= 1 and width > 0.3
    exact = np.linalg.eigh(A)[1][:, : len(low)]
    assert np.linalg.norm(exact.T @ vectors[:, 0]) > 1 - accuracy


def test_indefinite_matrices_are_searched_too(monkeypatch):
    monkeypatch.setattr(ritz, "DENSE", 100)
    values, _, _ = low_eigenpairs(matrix(200, (-3.0, -1.0)), 8)
    assert abs(values[0] + 3) < 1e-12


def test_the_search_has_no_chance_in_it():
    A = matrix(900, (0.1, 0.2))
    first, second = low_eigenpairs(A, 8), low_eigenpairs(A, 8)
    assert all(np.array_equal(x, y) for x, y in zip(first, second, strict=True))
