"""No data set lies below the two-point constant: optimised packings, lattice patches, clusters, antipodes.

NTKSYM_SWEEP=2000 runs that many starts for each problem instead of a few.
"""

import os

import numpy as np
import pytest
from scipy.optimize import minimize

from ntksym.balls.exact import ExactReal
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point_search import find, kernel_floats

STARTS = int(os.environ.get("NTKSYM_SWEEP", "6"))
ROUNDING = 1e-7
PROBLEMS = [
    ("kappa0", 2, 2, 0.5, "projective"),
    ("kappa0", 3, 2, 0.8, "projective"),
    ("ntk", 3, 2, 0.8, "projective"),
    ("ntk", 3, 3, 0.9, "one"),
    ("kappa1", 3, 2, 0.8, "projective"),
    ("ntk", 5, 2, 1.1, "projective"),
    ("ntk", 4, 6, 0.9, "projective"),
]


def angles_of(points):
    inner = points @ points.T
    gap = np.sqrt(np.maximum(((points[:, None] - points[None]) ** 2).sum(axis=2), 0))
    return np.where(inner > 0.5, 2 * np.arcsin(np.minimum(gap / 2, 1)), np.arccos(np.clip(inner, -1, 1)))


def smallest(problem, points):
    gram = kernel_floats(problem, angles_of(points).ravel()).reshape(len(points), len(points))
    np.fill_diagonal(gram, problem.at_one)
    return np.linalg.eigvalsh(gram)[0]


def separation(problem, points):
    u = angles_of(points)[np.triu_indices(len(points), 1)]
    return min(u.min(), np.pi - u.max()) if problem.sided == "projective" else u.min()


def normal(points):
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def packed(problem, rng, alpha):
    """Random points kept if they are far enough from the kept ones; clustered or antipodal, by a coin."""
    kept, spread = [], rng.choice([0.3, 1.0, 30.0])
    centre = normal(rng.standard_normal((1, problem.d)))[0]
    for _ in range(300):
        x = normal((centre + spread * rng.standard_normal(problem.d))[None])[0]
        if problem.sided == "one" and kept and rng.random() < 0.3:
            x = -kept[rng.integers(len(kept))]
        if separation(problem, np.array([*kept, x])) >= alpha if kept else True:
            kept.append(x)
    return np.array(kept) if len(kept) > 1 else None


def patch(problem, rng, alpha):
    """A square lattice around a random centre, in polar coordinates, steps a little above the angle."""
    side = rng.integers(2, 5)
    grid = np.stack(np.meshgrid(*[np.arange(side) - (side - 1) / 2] * min(problem.d - 1, 3)), -1)
    flat = np.zeros((side ** min(problem.d - 1, 3), problem.d - 1))
    flat[:, : min(problem.d - 1, 3)] = grid.reshape(len(flat), -1) * alpha * (1 + 0.3 * rng.random())
    radius = np.linalg.norm(flat, axis=1, keepdims=True)
    points = np.hstack([np.cos(radius), np.sin(radius) * flat / np.maximum(radius, 1e-9)])
    order = rng.permutation(len(points))
    kept = []
    for i in order:
        if not kept or separation(problem, points[[*kept, i]]) >= alpha:
            kept.append(i)
    return points[kept] if len(kept) > 1 else None


def optimised(problem, points, alpha):
    """Descend the smallest eigenvalue with a penalty on the separation, then keep a set that respects it."""
    shape = points.shape

    def cost(x):
        y = normal(x.reshape(shape))
        u = angles_of(y)[np.triu_indices(len(y), 1)]
        short = np.maximum(alpha * (1 + 1e-6) - u, 0)
        if problem.sided == "projective":
            short = np.maximum(short, alpha * (1 + 1e-6) - (np.pi - u))
        return smallest(problem, y) + 30 * problem.at_one * (short**2).sum()

    found = minimize(cost, points.ravel(), method="L-BFGS-B", options={"maxiter": 12})
    y = normal(found.x.reshape(shape))
    kept = []
    for i in range(len(y)):
        if not kept or separation(problem, y[[*kept, i]]) >= alpha:
            kept.append(i)
    return y[kept] if len(kept) > 1 else None


@pytest.mark.parametrize("case", PROBLEMS)
def test_no_data_set_lies_below_the_constant(case):
    kernel, d, L, alpha, sided = case
    problem = Problem(kernel, d, L, ExactReal.parse(str(alpha)), sided)
    bound = float(find(problem)[1])
    assert bound > 0
    rng = np.random.default_rng(2024)
    found = []
    for start in range(STARTS):
        points = (packed if start % 2 else patch)(problem, rng, alpha)
        if points is None:
            continue
        sets = [points, optimised(problem, points[: 10 + start % 5], alpha)]
        found += [smallest(problem, x) for x in sets if x is not None]
    assert len(found) >= STARTS
    assert min(found) >= bound * (1 - ROUNDING)
    assert min(found) <= 6 * bound


def test_the_search_finds_data_below_a_false_constant():
    """The constant of the angle 1.1 is beaten by sets that are only 0.8 apart: the search can fail."""
    problem = Problem("kappa0", 3, 2, ExactReal.parse("0.8"))
    false = float(find(Problem("kappa0", 3, 2, ExactReal.parse("1.1")))[1])
    rng = np.random.default_rng(1)
    sets = [packed(problem, rng, 0.8) for _ in range(8)]
    assert min(smallest(problem, x) for x in sets if x is not None) < false
