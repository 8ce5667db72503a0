"""A search for the lowest eigenvectors of a symmetric matrix: nothing here is certified, errors only cost width.

Up to ``DENSE`` rows LAPACK finds them. Beyond, a block Krylov space of the inverse, by a float32 factorisation,
brings the lowest Ritz values close; a second factorisation just below them makes them converge; a preconditioned
iteration with float64 residuals (block Davidson with the last direction kept, as in LOBPCG) removes the float32
errors. Where the matrix is too ill-conditioned for float32 the factorisations are float64.

SOURCE: Saad, Numerical Methods for Large Eigenvalue Problems, ch. 6 and 8; Knyazev, SIAM J. Sci. Comput. 23 (2001) 517.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.matrices import Floats

DENSE = 800
BLOCK = 8
STEPS = 24
ROUNDS = 12
CLEAR = 0.2  # of the spread of the values: a gap that will do
WANTED = 1e-12  # the square of the relative residual over the relative gap

Array = NDArray[Any]
Solve = Callable[[Array], Array]


Pairs = tuple[Floats, Floats, Floats]
"""Eigenvalues ascending, eigenvectors as columns, norms of the residuals."""


def low_eigenpairs(mid: Floats, count: int) -> Pairs:
    """Approximate lowest eigenvalues, orthonormal eigenvectors, and their residuals.

    The first is the best; from ``DENSE`` rows on the last ones are rough.

    Examples
    --------
    >>> values, vectors, residuals = low_eigenpairs(np.diag([3.0, 1.0, 2.0]), 2)
    >>> values.round(12).tolist()
    [1.0, 2.0]
    """
    n = mid.shape[0]
    count = min(count, n)
    if n > DENSE and 4 * count * STEPS <= n * 4:
        found = _iterate(mid, count)
        if found is not None:
            return found
    return _dense(mid, count)


def gap(values: Floats, residuals: Floats) -> tuple[int, float]:
    """How many vectors to deflate, and what lies between the first value and the first that is not deflated.

    Few, with at least half of the largest gap; the first that is not deflated counts less its residual, and those
    that are deflated must be good enough for the matrix T of :mod:`ntksym.spectra.deflation`.

    Examples
    --------
    >>> gap(np.array([1.0, 1.1, 5.0, 6.0]), np.zeros(4))
    (2, 4.0)
    """
    gaps = values[1:] - residuals[1:] - values[0]
    found = (0, 0.0)
    for m in range(1, len(values)):
        good = 5 * residuals[1:m] ** 2 <= (values[1:m] - values[0]) * max(gaps[m - 1], 0)
        if gaps[m - 1] > 2 * found[1] and bool(np.all(good)):
            found = m, float(gaps[m - 1])
    return found


def _dense(mid: Floats, count: int) -> Pairs:
    from scipy.linalg import eigh

    if count == mid.shape[0]:
        values, vectors = np.linalg.eigh(mid)
    else:
        values, vectors = eigh(mid, subset_by_index=[0, count - 1], check_finite=False)
    return values, vectors, np.zeros(count)


def _inverse(mid: Floats, shift: float, kind: type[np.floating[Any]]) -> Solve | None:
    """(K - shift)^-1 by a Cholesky factorisation in float32 or float64; None if it breaks down."""
    from scipy.linalg.lapack import dpotrf, dpotrs, spotrf, spotrs

    factorise, solve = (spotrf, spotrs) if kind is np.float32 else (dpotrf, dpotrs)
    room = np.empty(mid.shape, kind, order="F")
    np.copyto(room, mid.T, casting="same_kind")
    room.T.reshape(-1)[:: mid.shape[0] + 1] = np.diagonal(mid) - shift
    factor, info = factorise(room, lower=True, clean=False, overwrite_a=True)
    if info != 0 or not np.all(np.isfinite(np.diagonal(factor))):
        return None
    return lambda right: np.asarray(solve(factor, right, lower=True)[0])


def _krylov(solve: Solve, start: Array, steps: int, accuracy: float) -> tuple[Floats, Array, Floats] | None:
    """Lowest Ritz values by the inverse on a block Krylov space, their vectors, their residuals.

    Stops when the first residual is below ``accuracy`` times the spread of the values and a gap is clear, or when it is
    below half of the spread and falls slowly: then a closer shift is the better way.
    """
    n, p = start.shape
    basis = np.empty((n, p * (steps + 1)), start.dtype, order="F")
    table = np.zeros((p * (steps + 1),) * 2)
    basis[:, :p] = np.linalg.qr(start)[0]
    found, last = None, np.inf
    for done in range(1, steps + 1):
        k = p * done
        known = basis[:, :k]
        new = solve(basis[:, k - p : k])
        size = float(np.linalg.norm(new))
        for _ in range(2):
            part = known.T @ new
            new -= known @ part
            table[:k, k - p : k] += part
        new, rest = np.linalg.qr(new)
        if not np.all(np.isfinite(rest)):
            return None
        basis[:, k : k + p], table[k : k + p, k - p : k] = new, rest
        exhausted = float(np.linalg.norm(rest)) < 1e-6 * size
        if done % 4 and done != steps and not exhausted:
            continue
        w, U = np.linalg.eigh((table[:k, :k] + table[:k, :k].T) / 2)
        w, U = w[: -p - 1 : -1], U[:, : -p - 1 : -1]
        if not w[-1] > 0:
            return None
        residuals = np.linalg.norm(table[k : k + p, k - p : k] @ U[k - p : k], axis=0) / w**2
        values = 1 / w
        found = values, known @ U.astype(start.dtype), residuals
        relative = residuals[0] / (values[-1] - values[0])
        clear = gap(values, residuals)[1] > CLEAR * (values[-1] - values[0])
        if exhausted or (relative < accuracy and clear) or (relative < 0.5 and relative > last / 10):
            break
        last = relative
    return found


def _iterate(mid: Floats, count: int) -> Pairs | None:
    n, largest = mid.shape[0], float(np.max(np.diagonal(mid)))
    start = np.random.default_rng(0).standard_normal((n, count))
    for kind, noise in ((np.float32, 2.0**-23), (np.float64, 2.0**-50)):
        slack = 4 * noise * n**0.5 * largest
        shift = 0.0 if kind is np.float32 else -slack
        inverse = _inverse(mid, shift, kind)
        found = inverse and _krylov(inverse, start.astype(kind), STEPS, 0.02)
        if not inverse or not found:
            continue
        values, vectors, errors = found
        values = values + shift
        if kind is np.float32 and values[0] < 32 * slack:
            continue
        if errors[0] > 0.05 * (values[-1] - values[0]):
            step = max(errors[0] / 2, slack)
            while step < 64 * (errors[0] + slack):
                closer = _inverse(mid, values[0] - step, kind)
                again = closer and _krylov(closer, vectors, STEPS // 6, 0.001)
                if closer and again:
                    inverse, vectors = closer, again[1]
                    break
                step *= 4
        return _davidson(mid, inverse, kind, vectors.astype(np.float64))
    return None


def _davidson(mid: Floats, solve: Solve, kind: type[np.floating[Any]], start: Floats) -> Pairs:
    """Improve a block with float64 residuals until the first vector is good and a gap is clear, or nothing improves."""
    from scipy.linalg.blas import dgemm

    p = start.shape[1]
    vectors = np.linalg.qr(start)[0]
    images = dgemm(1.0, mid.T, np.asfortranarray(vectors))
    before, before_images = vectors[:, :0], images[:, :0]
    values = sizes = np.zeros(p)
    best, patience = np.inf, 2
    for _ in range(ROUNDS):
        values, U = np.linalg.eigh((vectors.T @ images + images.T @ vectors) / 2)
        vectors, images = vectors @ U, images @ U
        residual = images - vectors * values
        sizes = np.linalg.norm(residual, axis=0)
        clear = gap(values, sizes)[1] > CLEAR * (values[-1] - values[0])
        active = p // 2 if clear else p
        patience -= clear and not sizes[0] < best / 2
        best = min(best, sizes[0])
        if patience < 1 or (clear and sizes[0] ** 2 <= WANTED * abs(values[0]) * (values[-1] - values[0])):
            break
        scaled = residual[:, :active] / (sizes[:active] + 1e-300)
        new = solve(np.asfortranarray(scaled, dtype=kind)).astype(np.float64)
        for _ in range(2):
            new -= vectors @ (vectors.T @ new)
            new -= before @ (before.T @ new)
            new = np.linalg.qr(new)[0]
        new_images = dgemm(1.0, mid.T, np.asfortranarray(new))
        space, space_images = np.hstack([vectors, new, before]), np.hstack([images, new_images, before_images])
        U = np.linalg.eigh((space.T @ space_images + space_images.T @ space) / 2)[1][:, :p]
        direction = U.copy()
        direction[:p] = 0
        direction = np.linalg.qr(np.hstack([U, direction[:, :active]]))[0][:, p:]
        before, before_images = space @ direction, space_images @ direction
        vectors, images = space @ U, space_images @ U
    return values, vectors, sizes
