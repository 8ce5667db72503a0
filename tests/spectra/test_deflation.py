from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls.arb import arb_mat, ball, precision
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.spectra import cholesky, deflation
from ntksym.spectra.congruence import from_floats
from ntksym.spectra.deflation import BITS, floor, lower_bound, rayleigh
from ntksym.spectra.images import on_grid, survey


def fractions(matrix):
    return [[Fraction(v) for v in row] for row in matrix.tolist()]


def symmetric(rng, values):
    Q = np.linalg.qr(rng.standard_normal((len(values),) * 2))[0]
    matrix = (Q * values) @ Q.T
    return (matrix + matrix.T) / 2


def floored(matrix, eta, scale, vectors, nu):
    verified = VerifiedMatrix(matrix, eta, scale)
    return floor(verified, survey(verified), vectors, nu, cholesky.by_factor)


def is_floor(inertia, matrix, vector, value):
    """Whether x^T (K - value) x > 0 for every x != 0 orthogonal to one vector: on v_p e_j - v_j e_p, exactly."""
    n, v = len(matrix), [Fraction(x) for x in vector.tolist()]
    p = max(range(n), key=lambda k: abs(v[k]))
    basis = [[v[p] * (k == j) - v[j] * (k == p) for k in range(n)] for j in range(n) if j != p]
    shifted = [[matrix[i][j] - value * (i == j) for j in range(n)] for i in range(n)]
    images = [[sum(a * b for a, b in zip(row, x, strict=True)) for row in shifted] for x in basis]
    return inertia.exactly_above([[sum(map(Fraction.__mul__, x, y)) for y in images] for x in basis], Fraction(0))


def largest_floor(matrix, eta, scale, vectors, start):
    """Theorem A with the largest nu for which the factorisation succeeds, nearly."""
    low, high = 0.0, 2 * start
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if floored(matrix, eta, scale, vectors, middle) is None else (middle, high)
    return floored(matrix, eta, scale, vectors, low)


def cases(rng, count):
    for _ in range(count):
        matrix = symmetric(rng, np.array([0.01, *rng.uniform(1, 3, 2)]))
        values, U = np.linalg.eigh(matrix)
        yield matrix, on_grid(U[:, :1]), values


@pytest.mark.parametrize("deflated", [False, True])
def test_the_floor_lies_below_the_rest_of_the_spectrum(deflated, inertia):
    for matrix, V, values in cases(np.random.default_rng(1), 20):
        vectors = V if deflated else V[:, :0]
        found = largest_floor(matrix, 0.0, np.ones(3), vectors, values[int(deflated)])
        exact = fractions(matrix)
        above = (
            is_floor(inertia, exact, V[:, 0], found.value) if deflated else inertia.exactly_above(exact, found.value)
        )
        assert above and found.value > Fraction(values[int(deflated)]) - Fraction(1, 10**13)


@pytest.mark.parametrize("deflated", [False, True])
def test_without_the_rounding_terms_some_floor_is_wrong(deflated, inertia, monkeypatch):
    """Forming and factorising without any gamma and u: then a shift above the spectrum passes for a floor."""
    for module in (cholesky, deflation):
        monkeypatch.setattr(module, "gamma", lambda k: Fraction(0))
        monkeypatch.setattr(module, "UNDERFLOW", Fraction(0))
    monkeypatch.setattr(deflation, "UNIT", Fraction(0))
    wrong = 0
    for matrix, V, values in cases(np.random.default_rng(2), 30):
        vectors, exact = (V if deflated else V[:, :0]), fractions(matrix)
        value = largest_floor(matrix, 0.0, np.ones(3), vectors, values[int(deflated)]).value
        wrong += not (is_floor(inertia, exact, V[:, 0], value) if deflated else inertia.exactly_above(exact, value))
    assert wrong


@pytest.mark.parametrize("counted", [True, False])
def test_the_floor_holds_for_every_matrix_within_the_error(counted, inertia, monkeypatch):
    """The worst member: every entry lower by eta s_i s_j in the sign pattern of the second eigenvector."""
    eta, scale = 1e-6, np.array([1.0, 2.0, 0.5])
    right = deflation.Floor
    if not counted:  # the mutant gives the error of the matrix back
        error = Fraction(eta) * sum(Fraction(s) ** 2 for s in scale)
        monkeypatch.setattr(deflation, "Floor", lambda value, lift: right(value + error, lift))
    verdicts = []
    for matrix, V, values in cases(np.random.default_rng(3), 10):
        found = largest_floor(matrix, eta, scale, V, values[1])
        signs = np.sign(np.linalg.eigh(matrix)[1][:, 1]) * scale
        s = [Fraction(x) for x in signs.tolist()]
        worst = [
            [m - Fraction(eta) * s[i] * s[j] for j, m in enumerate(row)] for i, row in enumerate(fractions(matrix))
        ]
        verdicts.append(is_floor(inertia, worst, V[:, 0], found.value))
    assert all(verdicts) if counted else not any(verdicts)


def exact_balls(matrix, vectors):
    """V and K V without rounding."""
    with precision(2000):
        V = from_floats(vectors)
        return V, from_floats(matrix) * V


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(2, 7), st.integers(1, 3), st.sampled_from([0.0, 1e-3, 1e-8]))
def test_temple_lehmann_is_below_and_rayleigh_above(inertia, seed, n, m, noise):
    """From vectors that are wrong by ``noise``, with the floor 99 % of the next eigenvalue."""
    rng = np.random.default_rng(seed)
    m = min(m, n - 1)
    matrix = symmetric(rng, np.concatenate([rng.uniform(-1, 1, m), rng.uniform(5, 6, n - m)]))
    vectors = on_grid(np.clip(np.linalg.eigh(matrix)[1][:, :m] + noise * rng.standard_normal((n, m)), -1, 1))
    exact = fractions(matrix)
    V, KV = exact_balls(matrix, vectors)
    with precision(BITS):
        hi = rayleigh(V, KV)
        lo = lower_bound(V, KV, Fraction(4), hi)  # x^T K x >= 4.9 |x|^2 where V is exact, and still 4 where it is not
    assert not inertia.exactly_above(exact, hi + Fraction(1, 10**30))
    assert lo is not None and inertia.exactly_above(exact, lo - Fraction(1, 10**30))
    assert hi - lo < 1000 * noise**2 + 1e-12


def off_axis(angle):
    """V, K V and the floor of K = diag(1, 2), v at an angle from the lowest eigenvector: v_1^2 + 2 v_0^2 over |v|^2."""
    vectors = on_grid(np.array([[np.cos(angle)], [np.sin(angle)]]))
    x, y = (Fraction(v) for v in vectors[:, 0].tolist())
    return *exact_balls(np.diag([1.0, 2.0]), vectors), (y * y + 2 * x * x) / (x * x + y * y)


def test_temple_is_sharp_in_two_dimensions_so_a_higher_floor_proves_a_falsehood():
    V, KV, nu = off_axis(0.3)
    with precision(BITS):
        hi = rayleigh(V, KV)
        assert hi - (hi - 1) * Fraction(13, 10) < lower_bound(V, KV, nu, hi) <= 1 < hi
        assert lower_bound(V, KV, nu + Fraction(1, 2), hi) > 1
        assert lower_bound(V, KV, hi, hi) is None and lower_bound(V, KV, hi - 1, hi) is None


def test_without_the_residual_the_bound_would_be_rayleighs_and_wrong():
    V, KV, nu = off_axis(0.1)
    with precision(BITS):
        theta = rayleigh(V, KV)
        assert lower_bound(V, V * arb_mat(1, 1, [ball(theta)]), nu, theta) > 1  # as if K V lay in the span of V
        assert lower_bound(V, KV, nu, theta) <= 1
