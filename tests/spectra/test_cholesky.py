from contextlib import suppress
from fractions import Fraction

import numpy as np
import pytest

from ntksym.errors import UndecidedError
from ntksym.spectra import cholesky

ROUTES = [cholesky.by_factor, lambda B: cholesky.by_blocks(B, 3), cholesky.by_residual]
IDS = ["factor", "blocks", "residual"]


def fractions(matrix):
    return [[Fraction(v) for v in row] for row in matrix.tolist()]


def fortran(matrix):
    return np.asfortranarray(matrix, dtype=np.float64)


@pytest.mark.parametrize("certify", ROUTES, ids=IDS)
def test_the_bound_holds_where_rounding_hides_an_indefinite_matrix(certify, inertia):
    """[[p, q], [q, r]] with r the least float64 for which LAPACK still succeeds: often p r < q^2, and -c covers it."""
    rng, hidden = np.random.default_rng(1), 0
    for _ in range(60):
        p, q = rng.uniform(1, 4, 2)
        r = q * q / p
        for _ in range(4):
            r = np.nextafter(r, 0)
        while certify(fortran([[p, q], [q, r]])) is None:
            r = np.nextafter(r, np.inf)
        exact = fractions(np.array([[p, q], [q, r]]))
        hidden += not inertia.exactly_above(exact, Fraction(0))
        assert inertia.exactly_above(exact, -certify(fortran([[p, q], [q, r]])))
    assert hidden > 5


@pytest.mark.parametrize("certify", ROUTES, ids=IDS)
def test_a_plainly_indefinite_matrix_is_never_certified(certify):
    rng = np.random.default_rng(2)
    for n in (2, 3, 7, 20):
        Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
        matrix = (Q * np.concatenate([[-1e-9], rng.uniform(0.1, 2, n - 1)])) @ Q.T
        assert certify(fortran((matrix + matrix.T) / 2)) is None


@pytest.mark.parametrize("certify", ROUTES, ids=IDS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", [(0, 0), (4, 4), (3, 1)])
def test_nan_and_infinity_never_pass(certify, bad, place):
    matrix = np.eye(5) * 2
    matrix[place] = matrix[place[::-1]] = bad
    with suppress(UndecidedError):
        assert certify(fortran(matrix)) is None


@pytest.mark.parametrize("certify", ROUTES, ids=IDS)
def test_a_zero_or_huge_or_negative_diagonal_is_refused(certify):
    for value in (0.0, -1.0, 2.0**102):
        assert certify(fortran(np.diag([1.0, value, 1.0]))) is None


def sequential(matrix, lower, clean, overwrite_a):
    """Cholesky that subtracts one product after the other from b_ij: the theorem allows it, and it rounds worst."""
    a = np.array(matrix)
    n = a.shape[0]
    for j in range(n):
        column = a[j:, j].copy()
        for k in range(j):
            column = column - a[j:, k] * a[j, k]
        if not column[0] > 0:
            return a, j + 1
        root = np.sqrt(column[0])
        a[j, j], a[j + 1 :, j] = root, column[1:] / root
    return a, 0


def hidden_loss(n):
    """I bordered by a row whose n - 2 first squares are lost against 1, one by one: indefinite by about n 2^-54."""
    matrix = np.eye(n)
    row = np.full(n - 1, 0.999 * 2.0**-27)
    row[-1] = np.sqrt(1 - 2.0**-51)
    matrix[-1, :-1] = matrix[:-1, -1] = row
    return matrix


def test_the_constant_is_needed_for_a_factorisation_that_the_theorem_allows(monkeypatch, inertia):
    """The sequential factorisation succeeds although lambda_min < -40 u: the bound covers that, 40 u would not."""
    import scipy.linalg.lapack

    matrix = hidden_loss(400)
    monkeypatch.setattr(scipy.linalg.lapack, "dpotrf", sequential)
    c = cholesky.by_factor(fortran(matrix))
    row = [Fraction(v) for v in matrix[-1, :-1].tolist()]
    square = sum(v * v for v in row)
    quotient = (1 - square) / (1 + square)  # of the vector (-row, 1)
    assert -c <= quotient < -40 * Fraction(1, 2**53)


def test_blocks_give_a_smaller_constant_and_the_same_answer():
    rng = np.random.default_rng(3)
    A = rng.standard_normal((600, 900))
    matrix = A @ A.T / 900 + np.eye(600)
    plain, blocks = cholesky.by_factor(fortran(matrix)), cholesky.by_blocks(fortran(matrix), 64)
    assert 0 < 5 * blocks < plain
    shifted = matrix - (np.linalg.eigvalsh(matrix)[0] + 1e-10) * np.eye(600)
    assert cholesky.by_blocks(fortran(shifted), 64) is None


def test_the_residual_variant_does_not_trust_the_factor(monkeypatch):
    """A factor that is wrong makes the residual bound large, where the plain bound would be a false certificate."""
    import scipy.linalg.lapack

    matrix = np.array([[1.0, 2.0], [2.0, 1.0]])  # eigenvalue -1
    monkeypatch.setattr(scipy.linalg.lapack, "dpotrf", lambda a, **_: (np.asfortranarray(np.eye(2)), 0))
    assert cholesky.by_residual(fortran(matrix)) > 1
