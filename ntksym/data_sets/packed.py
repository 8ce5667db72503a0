"""Lines spread as far apart as a seeded optimisation gets them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ntksym.data_sets.registry import check_range, check_shape, sample_set
from ntksym.data_sets.seeded import unit
from ntksym.errors import InputError

Points = NDArray[np.float64]


@sample_set
def packed(n: int, d: int, alpha: float = 0.0, seed: int = 0, steps: int = 400) -> Points:
    """Unit points whose lines repelled each other; with ``alpha``, every two lines are at that angle or more.

    The optimisation is a heuristic, and it judges angles in float64: whoever needs the separation certified
    encloses it from the points.  It stops at the first step that reaches alpha.

    Parameters
    ----------
    n, d
        Points and dimension; n up to 2000.
    alpha
        The wanted angle in radians; 0: as far as ``steps`` lead.
    seed
        Of the uniform points it starts from.
    steps
        How many steps at most.

    Raises
    ------
    InputError
        If the angle was not reached.

    Examples
    --------
    >>> data = packed(6, 3, alpha=1.0)  # the icosahedron would reach 1.107
    >>> data.n
    6
    """
    check_shape(n, d)
    check_range("n", n, 2, 2000)
    check_range("alpha", alpha, 0, math.pi / 2)
    check_range("seed", seed, 0)
    check_range("steps", steps, 1, 100_000)
    points = unit(np.random.default_rng(seed).standard_normal((n, d)))
    best, reached = points, 0.0
    wanted = math.sin(alpha) ** 2 * (1 + 1e-12)
    for step in range(steps + 1):
        cosines = _cosines(points)
        gaps = 1 - cosines * cosines  # squared sines
        np.fill_diagonal(gaps, np.inf)
        smallest = float(gaps.min())
        if smallest > reached:
            best, reached = points, smallest
        if alpha and reached >= wanted:
            return best
        points = _pushed(points, cosines, smallest / gaps, math.sqrt(max(smallest, 1e-6)), step / steps)
    if alpha:
        found = f"{math.asin(math.sqrt(min(1.0, reached))):.4f}"
        raise InputError(
            f"alpha={alpha}", f"{n} lines of R^{d} came to an angle of {found} only", "ask for less, or more steps"
        )
    return best


def _cosines(points: Points) -> Points:
    """The inner products, summed coordinate by coordinate: BLAS would differ from machine to machine."""
    total = np.zeros((len(points), len(points)))
    for column in points.T:
        total += column[:, None] * column[None, :]
    return total


def _pushed(points: Points, cosines: Points, closeness: Points, angle: float, progress: float) -> Points:
    """One step along the repulsion sum_j t_ij (g_min/g_ij)^(2^k) x_j, k growing: in the end only the closest count."""
    weights = closeness * closeness
    for _ in range(1 + int(5 * progress)):
        weights = weights * weights
    weights = weights * cosines
    force = np.stack([(weights * column[:, None]).sum(axis=0) for column in points.T], axis=1)
    longest = float(np.sqrt((force * force).sum(axis=1)).max())
    if not longest > 0:
        return points
    return unit(points - (0.2 * angle * (1 - progress) / longest) * force)
