"""The finite matrix K, seeded, beside its limiting law: eigenvalues, outliers, Kolmogorov-Smirnov distance.

A simulation illustrates; it proves nothing.  Small n: all eigenvalues of the dense matrix.  Large n: matrix-free, the
extreme eigenvalues by Lanczos and the distribution function by stochastic Lanczos quadrature (an estimate).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.linalg import eigh_tridiagonal, eigvalsh
from scipy.sparse.linalg import LinearOperator, eigsh

from ntksym.errors import InputError
from ntksym.laws.activation import Activation
from ntksym.laws.arrays import on_array
from ntksym.laws.floating import Real
from ntksym.laws.general import Atoms

DENSE = 4000  # the largest n whose eigenvalues are all computed
LARGEST = 60_000
PROBES, KRYLOV = 6, 100
EXTREME = 6
MOST_EXTREME = 24  # largest eigenvalues found without the matrix
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Sample:
    """One draw of K.

    Parameters
    ----------
    n, d, p, seed
        Sizes and the seed.
    values, weights
        Eigenvalues with equal weights, or the nodes and weights of the estimated distribution.
    outliers
        How many of the largest values belong to the mean of phi and of the rows: d + 1, or 1 if a_0 = 0.
    dense
        Whether ``values`` are all eigenvalues.
    smallest, largest
        Extreme eigenvalues found (the smallest nonzero one in the dense case).
    """

    n: int
    d: int
    p: int
    seed: int
    values: Real
    weights: Real
    outliers: int
    dense: bool
    smallest: float
    largest: Real = field(repr=False)

    def bulk(self) -> Real:
        """The eigenvalues without the outliers (dense only)."""
        return self.values[: len(self.values) - self.outliers]


def sizes(d: int, gamma1: float, gamma2: float) -> tuple[int, int]:
    """(n, p) for a dimension d: p = gamma_2 d and n = gamma_1 d p, rounded.

    Examples
    --------
    >>> sizes(40, 5 / 8, 3 / 2)
    (1500, 60)
    """
    p = max(1, round(gamma2 * d))
    return max(1, round(gamma1 * d * p)), p


def simulate(
    activation: Activation,
    d: int,
    gamma1: float,
    gamma2: float,
    *,
    nu: Atoms | None = None,
    seed: int = 0,
    tell: Tell | None = None,
) -> Sample:
    """Draw X, W (and D) with independent normal entries, and find K's spectrum.

    Raises
    ------
    InputError
        If the matrix is too small or too large.

    Examples
    --------
    >>> from ntksym.laws.activation import activation
    >>> drawn = simulate(activation("relu"), 10, 1.0, 1.0)
    >>> drawn.n, drawn.outliers, drawn.dense
    (100, 11, True)
    """
    n, p = sizes(d, gamma1, gamma2)
    if not 2 <= d <= 5000 or n < 4 or p < 2:
        raise InputError(
            f"--simulate {d}", f"it makes n={n}, p={p}", "give a dimension d between 2 and 5000 with n >= 4"
        )
    if n > LARGEST or n * (d + p) > 10**8:
        raise InputError(f"--simulate {d}", f"n={n} samples are too many", "give a smaller d")
    X, Y = draw(activation, n, d, p, nu, seed)
    mean = abs(activation.floats()[0]) > 1e-12
    outliers = min(d + 1 if mean else 1, n // 2)
    if n <= DENSE:
        K = (X @ X.T) * (Y @ Y.T) / (d * p)
        values = eigvalsh(K, overwrite_a=True, check_finite=False)
        positive = values[values > 1e-9 * values[-1]]
        return Sample(n, d, p, seed, values, np.full(n, 1 / n), outliers, True, float(positive[0]), values[-EXTREME:])
    return _matrix_free(X, Y, seed, outliers, tell or (lambda stage, done: None))


def draw(activation: Activation, n: int, d: int, p: int, nu: Atoms | None, seed: int) -> tuple[Real, Real]:
    """X and Y = phi(XW/sqrt d) D; the numbers depend on the seed and the sizes alone."""
    rng = np.random.default_rng(seed)
    X, W = rng.standard_normal((n, d)), rng.standard_normal((d, p))
    Y = np.array(on_array(activation.phi, X @ W / np.sqrt(d)))
    if nu is not None:
        places, weights = nu.arrays()
        counts = np.floor(np.cumsum(weights) * p + 0.5).astype(int)
        Y *= np.sqrt(np.repeat(places, np.diff(np.concatenate([[0], counts]))))
    return X, Y


def product(X: Real, Y: Real, v: Real) -> Real:
    """K v without K: (K v)_i = x_i' (X' diag(v) Y) y_i / (d p)."""
    return np.asarray(np.sum((X @ (X.T @ (v[:, None] * Y))) * Y, axis=1) / (X.shape[1] * Y.shape[1]))


def _matrix_free(X: Real, Y: Real, seed: int, outliers: int, tell: Tell) -> Sample:
    n, rng = len(X), np.random.default_rng(seed + 1)
    operator = LinearOperator((n, n), matvec=lambda v: product(X, Y, np.ravel(v)), dtype=float)
    start = rng.standard_normal(n)
    tell("largest eigenvalues", 0.0)
    count = min(outliers + EXTREME, MOST_EXTREME)
    top = np.sort(eigsh(operator, k=count, which="LA", v0=start, tol=1e-9, return_eigenvectors=False))
    nodes, weights = [], []
    for i in range(PROBES):
        tell("Lanczos quadrature", i / PROBES)
        theta, w = lanczos(lambda v: product(X, Y, v), rng.choice([-1.0, 1.0], n) / np.sqrt(n), KRYLOV)
        nodes.append(theta)
        weights.append(w / PROBES)
    values = np.concatenate(nodes)
    order = np.argsort(values)
    values = values[order]
    positive = values[values > 1e-9 * values[-1]]
    d, p = X.shape[1], Y.shape[1]
    return Sample(n, d, p, seed, values, np.concatenate(weights)[order], outliers, False, float(positive[0]), top)


def lanczos(multiply: Callable[[Real], Real], v: Real, steps: int) -> tuple[Real, Real]:
    """Nodes and weights of the Gauss rule of the spectral measure at a unit vector, with full reorthogonalisation.

    Examples
    --------
    >>> nodes, weights = lanczos(lambda v: np.array([1.0, 2.0]) * v, np.array([0.6, 0.8]), 2)
    >>> np.round(nodes, 6), np.round(weights, 6)
    (array([1., 2.]), array([0.36, 0.64]))
    """
    basis, diagonal, beside = [v], [], []
    for _ in range(min(steps, len(v))):
        w = multiply(basis[-1])
        diagonal.append(float(basis[-1] @ w))
        stacked = np.array(basis)
        for _ in range(2):
            w = w - stacked.T @ (stacked @ w)
        size = float(np.linalg.norm(w))
        if size < 1e-12 * max(abs(x) for x in diagonal):
            break
        beside.append(size)
        basis.append(w / size)
    theta, vectors = eigh_tridiagonal(np.array(diagonal), np.array(beside[: len(diagonal) - 1]))
    return theta, vectors[0] ** 2
