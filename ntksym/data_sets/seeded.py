"""Seeded random points, each family with the trouble it is named after.

The numbers come from NumPy's ``default_rng(seed)``, and all that follows is elementwise + - * / and sqrt: the same
bits on every machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ntksym.data_sets.registry import check_range, check_shape, sample_set
from ntksym.errors import InputError

Points = NDArray[np.float64]


def unit(X: Points) -> Points:
    """The rows at length 1, up to rounding, summed column by column so that no machine differs."""
    total = np.zeros(len(X))
    for column in X.T:
        total = total + column * column
    rows: Points = X / np.sqrt(total)[:, None]
    return rows


def _normal(n: int, d: int, seed: int) -> Points:
    check_shape(n, d)
    check_range("seed", seed, 0)
    return np.random.default_rng(seed).standard_normal((n, d))


@sample_set
def gaussian(n: int, d: int, seed: int = 0) -> Points:
    """Standard normal points.

    Examples
    --------
    >>> gaussian(10, 3)
    Dataset('gaussian:n=10,d=3', n=10, d=3)
    """
    return _normal(n, d, seed)


@sample_set
def uniform_sphere(n: int, d: int, seed: int = 0) -> Points:
    """Uniform points of the unit sphere, at length 1 up to rounding."""
    return unit(_normal(n, d, seed))


def _moved(points: Points, delta: float, seed: int) -> Points:
    """Unit points at distance nearly delta from unit points, in random tangent directions."""
    tangent = np.random.default_rng((seed, 1)).standard_normal(points.shape)
    along = np.zeros(len(points))
    for x, v in zip(points.T, tangent.T, strict=True):
        along = along + x * v
    return points + delta * unit(tangent - along[:, None] * points)


@sample_set
def near_duplicates(n: int, d: int, delta: float, pairs: int = 1, seed: int = 0) -> Points:
    """Uniform points of the sphere, the last ``pairs`` of them moved to a distance of about delta from the first ones.

    For delta below 1e-12 rounding takes over; a distance of 0 is :func:`duplicates`.
    """
    points = unit(_normal(n, d, seed))
    check_range("delta", delta, 1e-14, 1)
    check_range("pairs", pairs, 1, n // 2)
    points[n - pairs :] = _moved(points[:pairs], delta, seed)
    return points


@sample_set
def near_antipodal(n: int, d: int, delta: float, pairs: int = 1, seed: int = 0) -> Points:
    """As :func:`near_duplicates`, with the last points opposite to the first ones up to delta."""
    points = unit(_normal(n, d, seed))
    check_range("delta", delta, 1e-14, 1)
    check_range("pairs", pairs, 1, n // 2)
    points[n - pairs :] = -_moved(points[:pairs], delta, seed)
    return points


@sample_set
def duplicates(n: int, d: int, pairs: int = 1, seed: int = 0) -> Points:
    """Uniform points of the sphere, the last ``pairs`` equal to the first ones: every lambda_min is exactly 0.

    Examples
    --------
    >>> data = duplicates(5, 3)
    >>> bool((data.points[0] == data.points[-1]).all())
    True
    """
    points = unit(_normal(n, d, seed))
    check_range("pairs", pairs, 1, n // 2)
    points[n - pairs :] = points[:pairs]
    return points


@sample_set
def antipodal(n: int, d: int, seed: int = 0) -> Points:
    """n/2 uniform points of the sphere and their exact opposites."""
    check_shape(n, d)
    if n % 2:
        raise InputError(f"n={n}", "points and their opposites are an even number", "give an even n")
    half = unit(np.random.default_rng(seed).standard_normal((n // 2, d)))
    return np.vstack([half, -half])


@sample_set
def correlated(n: int, d: int, eps: float, seed: int = 0) -> Points:
    """All points near one direction: (1, ..., 1) + eps times standard normal."""
    check_range("eps", eps, 1e-14, 1e6)
    return 1 + eps * _normal(n, d, seed)


@sample_set
def clustered(n: int, d: int, clusters: int, spread: float, seed: int = 0) -> Points:
    """Points of the sphere about ``clusters`` uniform centres, each the centre + spread times standard normal."""
    check_range("clusters", clusters, 1, n)
    check_range("spread", spread, 1e-14, 1e6)
    noise = _normal(n, d, seed)
    centres = unit(np.random.default_rng((seed, 1)).standard_normal((clusters, d)))
    return unit(centres[np.arange(n) % clusters] + spread * noise)


@sample_set
def low_rank(n: int, d: int, rank: int, seed: int = 0) -> Points:
    """Integer points that span exactly ``rank`` dimensions of R^d, if n >= rank random ones do.

    The first ``rank`` coordinates are random; the others are integer combinations of them.

    Examples
    --------
    >>> int(np.linalg.matrix_rank(low_rank(50, 10, 3).points))
    3
    """
    check_shape(n, d)
    check_range("rank", rank, 1, d)
    rng = np.random.default_rng(seed)
    free = rng.integers(-50, 51, (n, rank))
    free[:, 0] = 2 * free[:, 0] + 1  # odd: no row is zero
    mixed = free @ rng.integers(-9, 10, (rank, d - rank))
    return np.hstack([free, mixed]).astype(np.float64)


@sample_set
def scaled(n: int, d: int, exponent: int, seed: int = 0) -> Points:
    """Standard normal points times 2^exponent: huge or tiny norms, the same angles exactly."""
    check_range("exponent", exponent, -950, 950)
    return np.ldexp(_normal(n, d, seed), exponent)


@sample_set
def mixed_norms(n: int, d: int, exponent: int, seed: int = 0) -> Points:
    """Standard normal points, each times a random power of two from 2^-exponent to 2^exponent."""
    check_range("exponent", exponent, 0, 950)
    powers = np.random.default_rng((seed, 1)).integers(-exponent, exponent + 1, n)
    return np.ldexp(_normal(n, d, seed), powers[:, None])
