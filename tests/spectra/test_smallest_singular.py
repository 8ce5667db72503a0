"""The smallest singular value by an approximate inverse: against exact arithmetic, and with the proof broken."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls.matrices import VerifiedMatrix
from ntksym.data import dataset
from ntksym.errors import UndecidedError
from ntksym.networks.exact import exact_passes
from ntksym.networks.kernel import Certified
from ntksym.networks.network import gaussian, network
from ntksym.spectra import smallest_singular as module
from ntksym.spectra.smallest import smallest_eigenvalue
from ntksym.spectra.smallest_singular import smallest_singular


def gram(F):
    rows = [[Fraction(v) for v in row] for row in F.tolist()]
    return [[sum((a * b for a, b in zip(u, v, strict=True)), Fraction(0)) for v in rows] for u in rows]


def is_definite(matrix):
    """Whether a symmetric matrix of fractions is positive definite: elimination meets positive pivots only."""
    A = [row[:] for row in matrix]
    for i, row in enumerate(A):
        if row[i] <= 0:
            return False
        for below in A[i + 1 :]:
            factor = below[i] / row[i]
            for j in range(i, len(A)):
                below[j] -= factor * row[j]
    return True


def encloses(found, F):
    """Here lo - tiny < lambda_min(F F^T) < hi + tiny, decided by exact pivots."""
    K, tiny = gram(F), found.hi / 10**30
    shifted = [[[v - (s if i == j else 0) for j, v in enumerate(row)] for i, row in enumerate(K)]
               for s in (found.lo - tiny, found.hi + tiny)]  # fmt: skip
    return is_definite(shifted[0]) and not is_definite(shifted[1])


@st.composite
def matrices(draw):
    n = draw(st.integers(1, 4))
    m = draw(st.integers(n, 6))
    entries = draw(st.lists(st.integers(-9, 9), min_size=n * m, max_size=n * m))
    scales = [2.0 ** draw(st.integers(-40, 40)) for _ in range(n)]
    return np.array(entries, dtype=float).reshape(n, m) * np.array(scales)[:, None]


@settings(max_examples=60, deadline=None)
@given(matrices())
def test_the_enclosure_contains_the_exact_value_or_none_is_given(F):
    """A singular matrix is never given a positive lower bound."""
    try:
        found = smallest_singular(F, Fraction(0))
    except UndecidedError:
        return
    assert found.lo > 0 and encloses(found, F)


@settings(max_examples=40, deadline=None)
@given(matrices(), st.integers(0, 2**16))
def test_every_matrix_within_the_error_is_enclosed(F, seed):
    E = np.random.default_rng(seed).integers(-4, 5, size=F.shape) * 2.0**-30
    moved = F + E
    exactly = [[Fraction(a) - Fraction(b) for a, b in zip(*rows, strict=True)] for rows in zip(moved, F, strict=True)]
    error = sum((abs(v) for row in exactly for v in row), Fraction(0))
    try:
        found = smallest_singular(F, error)
    except UndecidedError:
        return
    assert encloses(found, moved)


def test_a_condition_number_of_10_to_the_11_is_decided_where_the_gram_matrix_is_not():
    rng = np.random.default_rng(0)
    U, V = (np.linalg.qr(rng.standard_normal((30, 30)))[0] for _ in range(2))
    F = U @ np.diag(np.geomspace(1, 1e-11, 30)) @ V
    found = smallest_singular(F, Fraction(0))
    assert found.hi - found.lo < found.lo / 100
    assert 0.99 < float(found.lo) / 1e-22 <= float(found.hi) / 1e-22 < 1.01
    K = F @ F.T
    by_squares = smallest_eigenvalue(VerifiedMatrix((K + K.T) / 2, 1e-14, np.linalg.norm(F, axis=1) * 1.001))
    assert by_squares.lo <= 0


def test_an_error_as_large_as_the_value_leaves_it_open():
    F = np.diag([1.0, 2.0**-20])
    with pytest.raises(UndecidedError, match="no positive lower bound"):
        smallest_singular(F, Fraction(1, 2**20))
    assert smallest_singular(F, Fraction(1, 2**21)).lo <= Fraction(1, 2**42)


def test_singular_and_zero_matrices_are_left_open():
    for F in (np.zeros((2, 3)), np.ones((2, 2)), np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]])):
        with pytest.raises(UndecidedError):
            smallest_singular(F, Fraction(0))


@pytest.mark.parametrize("spoil", [lambda R: 2 * R, lambda R: R / 2, lambda R: R.T.copy(), lambda R: R + 0.01])
def test_a_wrong_inverse_is_noticed(spoil, monkeypatch):
    """Soundness does not rest on the inverse: the bounds stay true or none is given."""
    F = np.random.default_rng(1).standard_normal((4, 4))
    inverse = module.right_inverse
    monkeypatch.setattr(module, "right_inverse", lambda A: spoil(inverse(A)))
    try:
        found = smallest_singular(F, Fraction(0))
    except UndecidedError:
        return
    assert encloses(found, F)


@pytest.mark.parametrize(
    "change",
    [
        {"right_inverse": lambda A: np.linalg.inv(A) / 2, "residual": lambda F, R: Fraction(0)},
        {"tight_norm": lambda R: Fraction(float(np.linalg.norm(R, 2))) * Fraction(99, 100)},
        {"_above": lambda F, R: 1 / Fraction(float(np.linalg.norm(R, 2))) * Fraction(99, 100)},
    ],
    ids=["no residual", "norm of the inverse too small", "upper bound too small"],
)
def test_a_missing_part_of_the_proof_gives_a_wrong_bound(change, monkeypatch):
    F = np.random.default_rng(2).standard_normal((4, 4))
    for name, value in change.items():
        monkeypatch.setattr(module, name, value)
    try:
        found = smallest_singular(F, Fraction(0))
    except ArithmeticError:  # contradictory bounds
        return
    assert not encloses(found, F)


def test_square_features_of_every_layer_are_certified_and_positive():
    """With n = width = 120: F_k F_k^T in float64 decides only the first layer well."""
    X = dataset(np.random.default_rng(0).standard_normal((120, 20)))
    done = Certified(gaussian(20, (120, 120, 120), 2), X)
    for k in (1, 2, 3):
        found = done.features(k)
        assert found.lo > 0 and found.hi - found.lo < found.lo / 10**4
        sigma2 = np.linalg.svd(done.passes.features[k].mid, compute_uv=False)[-1] ** 2
        assert float(found.lo) * 0.999 < sigma2 < float(found.hi) * 1.001


@pytest.mark.parametrize("seed", [0, 6, 7, 11])
def test_float64_enclosures_contain_the_integers_value(seed):
    """Square features of an exact network, decided without integers, and its exact Gram matrix."""
    X = dataset(np.random.default_rng(seed).standard_normal((5, 4)))
    net = gaussian(4, (7, 5), seed)
    found = Certified(net, X, target=Fraction(1)).features(2)
    scaled = exact_passes(net, X.points).features[2]
    F = np.array([int(v) for v in scaled.values.entries()], dtype=object).reshape(5, 5)
    K = [[Fraction(int(u @ v), 4**scaled.places) for v in F] for u in F]
    assert found.method == "approximate inverse"
    tiny = found.hi / 10**30
    assert is_definite([[v - (found.lo - tiny) * (i == j) for j, v in enumerate(row)] for i, row in enumerate(K)])
    assert not is_definite([[v - (found.hi + tiny) * (i == j) for j, v in enumerate(row)] for i, row in enumerate(K)])


def test_dead_neurons_and_rows_give_exactly_zero():
    """Two neurons, one never active: F_1 of two rows has rank 1; a row of zeros has singular value 0."""
    X = dataset([[1.0, 0.0], [1.0, 1.0]])
    dead = Certified(network([[[1.0, -1.0], [0.0, -1.0]], [1.0, 1.0]]), X).features(1)
    assert dead.hi == 0 and dead.structural == "rank at most 1 of 2: that many neurons are ever active"
    W = np.vstack([np.full((1, 3), -1.0), np.full((1, 3), 2.0)])
    row = Certified(network([W, [1.0, 1.0, 1.0]]), X).features(1)
    assert row.hi == 0 and row.structural == "row 0 is 0"
    leaky = Certified(network([[[1.0, -1.0], [0.0, -1.0]], [1.0, 1.0]], negative=0.5), X).features(1)
    assert leaky.lo > 0 and not leaky.structural
