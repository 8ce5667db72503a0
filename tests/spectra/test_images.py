from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.balls.matrices import VerifiedMatrix
from ntksym.errors import InputError
from ntksym.spectra import images


def exact_product(matrix, vectors):
    A, V = ([[Fraction(v) for v in row] for row in x.tolist()] for x in (matrix, vectors))
    return [[sum(a * V[k][j] for k, a in enumerate(row)) for j in range(len(V[0]))] for row in A]


def holds(matrix, vectors, found):
    exact = exact_product(matrix, vectors)
    return all(
        abs(Fraction(float(found[0][i, j])) - exact[i][j]) <= Fraction(float(found[1][i, j]))
        for i in range(len(exact))
        for j in range(vectors.shape[1])
    )


def symmetric(rng, n, spread=0.0):
    A = rng.standard_normal((n, n)) * np.exp(spread * rng.standard_normal((n, n)))
    return A + A.T


@given(st.integers(0, 10**6), st.integers(1, 30), st.sampled_from([0.0, 5.0]), st.sampled_from([-90, -3, 0, 60]))
def test_every_entry_lies_within_its_bound(seed, n, spread, power):
    rng = np.random.default_rng(seed)
    matrix = np.ldexp(symmetric(rng, n, spread), power)
    vectors = images.on_grid(rng.uniform(-1, 1, (n, 2)) * [1, 1e-9])
    assert holds(matrix, vectors, images.image(matrix, float(np.abs(matrix).max()), vectors))


def cancelling(n=60, seed=0):
    """A matrix and a vector whose product is nearly 0: only the errors of the parts are left."""
    rng = np.random.default_rng(seed)
    matrix, vectors = symmetric(rng, n), images.on_grid(rng.uniform(0.5, 1, (n, 1)))
    for i in range(n):
        rest = matrix[i] @ vectors[:, 0] - matrix[i, i] * vectors[i, 0]
        matrix[i, i] = -rest / vectors[i, 0]
    return matrix, vectors


def test_products_that_cancel_keep_their_absolute_accuracy():
    """The bound is gamma_n (g/2) |v|_1, that of the remainder alone."""
    matrix, vectors = cancelling()
    largest = float(np.abs(matrix).max())
    Y, E = images.image(matrix, largest, vectors)
    assert holds(matrix, vectors, (Y, E))
    grid = 2.0 ** (np.frexp(largest)[1] - 34 + 6)
    assert float(E.max()) < 1.001 * 60 * 2.0**-53 * grid / 2 * np.abs(vectors).sum()
    assert float(E.max()) < np.abs(matrix @ vectors).max() / 1000  # what plain float64 leaves


@pytest.mark.parametrize(("name", "value"), [("SLICE", 31), ("_cut", lambda values, grid: (values, 0 * values))])
def test_wider_slices_are_no_longer_exact(monkeypatch, name, value):
    """Slices of 31 bits, or none: the products round, and the bound fails."""
    matrix, vectors = cancelling()
    monkeypatch.setattr(images, name, value)
    assert not holds(matrix, vectors, images.image(matrix, float(np.abs(matrix).max()), vectors))


def test_the_error_of_the_matrix_is_counted_for_every_member():
    rng = np.random.default_rng(5)
    mid, scale = symmetric(rng, 8), rng.uniform(0, 2, 8)
    vectors = images.on_grid(rng.uniform(-1, 1, (8, 1)))
    verified = VerifiedMatrix(mid, 1e-6, scale)
    found = images.enclosed_image(verified, float(np.abs(mid).max()), vectors)
    signs = np.sign(vectors[:, 0])
    worst = mid + 0.999999e-6 * np.outer(scale, scale) * np.outer(signs, signs)
    assert holds(worst, vectors, found)
    assert not holds(mid + 1.01e-6 * np.outer(scale, scale) * np.outer(signs, signs), vectors, found)


def test_the_survey_bounds_the_norms():
    rng = np.random.default_rng(6)
    mid, scale = symmetric(rng, 300), rng.uniform(0, 2, 300)
    found = images.survey(VerifiedMatrix(mid, 1e-9, scale))
    square = sum(Fraction(v) ** 2 for v in mid.ravel().tolist())
    assert square <= found.frobenius**2 <= square * (1 + Fraction(1, 10**6))
    assert sum(Fraction(v) ** 2 for v in scale.tolist()) * Fraction(1e-9) <= found.error


@pytest.mark.parametrize("change", [1e-300, np.nan, np.inf])
def test_a_matrix_that_is_not_symmetric_or_not_finite_is_refused(change):
    for n in (3, 300):
        mid = np.eye(n)
        mid[n - 1, 0] = change
        with pytest.raises((InputError, ValueError)):
            images.survey(VerifiedMatrix(mid, 0.0, np.ones(n)))
        mid[0, n - 1] = change
        if not change < 1:
            with pytest.raises((InputError, ValueError)):
                images.survey(VerifiedMatrix(mid, 0.0, np.ones(n)))


def test_a_badly_scaled_matrix_is_scaled_by_a_power_of_four():
    for size in (1e-200, 1e200):
        scaled, power = images.normalised(VerifiedMatrix(size * np.eye(2), 1e-15, np.array([1.0, 0.0])))
        assert Fraction(float(scaled.mid[0, 0])) * Fraction(4) ** power == Fraction(size)
        assert 0.1 < scaled.mid[0, 0] < 10
        assert np.all(Fraction(2) ** power * Fraction(float(scaled.scale[0])) >= 1)
