r"""A seeded search for sets of lines whose kernel matrix has a small least eigenvalue, at a given separation.

    python -m ntksym.spectra.configuration_search

repeats it and writes ``configurations.json``.  L-BFGS minimises the soft minimum -log(tr exp(-beta K))/beta plus a
penalty on pairs that are too close, with beta and the penalty growing; the separation asked for is raised until the set
found keeps the wanted one.  Nothing here is trusted: the points are rounded, and what they prove is decided exactly.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import permutations, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ntksym.balls.exact import ExactReal
from ntksym.balls.matrices import Floats
from ntksym.files import write_text
from ntksym.spectra.candidates import STORED, as_patch, fits, ranked
from ntksym.spectra.known_sets import about_pole
from ntksym.spectra.orbits import Configuration
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import kernel_floats

PLACES = 40  # binary ones of the stored coordinates
STAGES = ((30.0, 1e2), (100.0, 1e3), (300.0, 1e4), (1000.0, 1e5), (3000.0, 1e6))  # beta and penalty, for K(1) = 1
ATTEMPTS = 6
SPARE = 1e-8  # relative, of the angle: more than the rounding of coordinates takes away
GAIN = 1.001  # what a set must improve on the others to be stored
DEPTHS = (1, 2, 3, 5, 8)  # 1: kappa_0


class Task(NamedTuple):
    """Where to search.

    Numbers of points, random starts for each; patches of at most and of at least so many points, and how much they are
    shaken, which frees large ones of their symmetry; hops.
    """

    d: int
    angle: str
    numbers: tuple[int, ...]
    seeds: int
    patches: int = 0
    hops: int = 0
    least: int = 0
    shake: float = 0.0


TASKS = (
    Task(2, "0.8", (3,), 4),
    Task(3, "1.3", (3,), 6),
    Task(3, "0.8", (6, 7, 8, 9, 10), 8),
    Task(3, "0.3", (), 0, 70),
    Task(5, "1.3", (5, 6), 8),
    Task(5, "0.8", (16, 18, 20, 24), 8, 30, 130),
    Task(10, "1.3", (11, 12, 14, 16, 18), 4),
    Task(10, "0.8", (32, 40), 1, 40),
    Task(10, "0.8", (), 0, 183, least=183, shake=0.01),
)


def slope(problem: Problem, t: Floats) -> Floats:
    """dK/dt in floats, |t| < 1."""
    root = np.sqrt(1 - t * t)
    gate, gate_slope = 1 - np.arccos(t) / np.pi, 1 / (np.pi * root)
    if problem.kernel in ("kappa0", "kappa1"):
        return gate_slope if problem.kernel == "kappa0" else gate
    theta, theta_slope = t * gate, gate + t * gate_slope
    if problem.kernel == "tkappa0":
        return theta_slope
    sigma, sigma_slope = root / np.pi + gate * t, gate
    theta, theta_slope = theta + sigma, theta_slope + sigma_slope
    for _ in range(2, problem.L):
        root = np.sqrt(1 - sigma * sigma)
        gate, gate_slope = 1 - np.arccos(sigma) / np.pi, sigma_slope / (np.pi * root)
        theta, theta_slope = theta * gate, theta_slope * gate + theta * gate_slope
        sigma, sigma_slope = root / np.pi + gate * sigma, gate * sigma_slope
        theta, theta_slope = theta + sigma, theta_slope + sigma_slope
    return theta_slope


def objective(y: Floats, problem: Problem, n: int, beta: float, penalty: float, cosine: float) -> tuple[float, Floats]:
    """The soft minimum plus the penalty, and its gradient in the rows of y, which stand for their directions."""
    rows = y.reshape(n, problem.d)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    x = rows / norms
    t = np.clip(x @ x.T, -1 + 1e-9, 1 - 1e-9)
    np.fill_diagonal(t, 0.0)
    gram = kernel_floats(problem, np.arccos(t))
    np.fill_diagonal(gram, problem.at_one)
    values, vectors = np.linalg.eigh(gram)
    beta = beta / problem.at_one
    share = np.exp(-beta * (values - values[0]))
    soft = values[0] - np.log(share.sum()) / beta
    weight = (vectors * (share / share.sum())) @ vectors.T
    over = np.maximum(np.abs(t) - cosine, 0) if problem.sided == "projective" else np.maximum(t - cosine, 0)
    grad_t = weight * slope(problem, t) + penalty * problem.at_one * over * np.sign(t)
    np.fill_diagonal(grad_t, 0.0)
    grad_x = 2 * grad_t @ x
    grad = (grad_x - np.sum(grad_x * x, axis=1, keepdims=True) * x) / norms
    return float(soft + penalty * problem.at_one * np.sum(over * over) / 2), grad.ravel()


def descend(problem: Problem, start: Floats) -> Floats | None:
    """Unit vectors with the wanted separation, from a start; None if none are found."""
    from scipy.optimize import minimize

    angle = float(problem.angle.ball.mid())
    asked, n = angle, len(start)
    x: Floats = start / np.linalg.norm(start, axis=1, keepdims=True)
    for _ in range(ATTEMPTS):
        for beta, penalty in STAGES if asked == angle else STAGES[-2:]:
            found: Any = minimize(
                objective,
                x.ravel(),
                (problem, n, beta, penalty, np.cos(asked)),
                "L-BFGS-B",
                jac=True,
                options={"maxiter": 400},
            )
            x = np.array(found.x, dtype=np.float64).reshape(n, problem.d)
            x /= np.linalg.norm(x, axis=1, keepdims=True)
        least = separation(x, problem.sided)
        if least >= angle * (1 + SPARE):
            return x
        asked += 1.5 * (angle - least) + angle * SPARE
        if asked > 1.05 * angle:
            return None
    return None


def separation(x: Floats, sided: str) -> float:
    """The least angle of unit vectors, or of their lines."""
    t = (x @ x.T)[~np.eye(len(x), dtype=bool)]
    return float(np.arccos(np.max(np.abs(t) if sided == "projective" else t)))


def least_eigenvalue(problem: Problem, x: Floats) -> float:
    """Of the kernel matrix of unit vectors."""
    gram = kernel_floats(problem, np.arccos(np.clip(x @ x.T, -1, 1)))
    np.fill_diagonal(gram, problem.at_one)
    return float(np.linalg.eigvalsh(gram)[0])


def attempts(problem: Problem, task: Task) -> Iterator[Floats]:
    """What the starts of a task lead to: unit vectors."""
    starts = [
        np.random.default_rng([problem.d, problem.L, n, seed]).standard_normal((n, problem.d))
        for n in task.numbers
        for seed in range(task.seeds)
    ]
    patches = [row for row in ranked(problem, searched=False) if task.least <= row.n <= task.patches]
    for row in patches[:3]:
        images, rng = all_images(row.make(), problem.d), np.random.default_rng([problem.d, problem.L, row.n])
        starts.append(images + task.shake * rng.standard_normal(images.shape))
    for start in starts:
        x = descend(problem, start)
        if x is not None:
            yield x


def hop(problem: Problem, x: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Descend again from the best set, shaken, with a few points more, or with its least useful ones replaced."""
    best = least_eigenvalue(problem, x)
    for _ in range(count):
        kind = rng.integers(3)
        if kind == 0:
            y = x + rng.choice([0.03, 0.1, 0.2]) * rng.standard_normal(x.shape)
        else:
            kept = x
            if kind == 2:
                gram = kernel_floats(problem, np.arccos(np.clip(x @ x.T, -1, 1)))
                np.fill_diagonal(gram, problem.at_one)
                use = np.abs(np.linalg.eigh(gram)[1][:, 0])
                kept = x[np.sort(np.argsort(use)[rng.integers(1, 4) :])]
            more = len(x) - len(kept) + rng.integers(2) if kind == 2 else rng.integers(1, 4)
            y = np.vstack([kept, rng.standard_normal((more, problem.d))])
        found = descend(problem, y)
        if found is not None and (value := least_eigenvalue(problem, found)) < best:
            best, x = value, found
    return x


def all_images(configuration: Configuration, d: int) -> Floats:
    """Every direction of a configuration with few coordinates, as unit vectors of R^d."""
    m, rows = configuration.symmetry, set[tuple[float, ...]]()
    for row in configuration.points.points.tolist():
        for head in permutations(row[:m]):
            for signs in product((1, -1), repeat=m):
                rows.add((*(s * v + 0.0 for s, v in zip(signs, head, strict=True)), *row[m:]))
    x = np.array(sorted(rows))
    x = np.pad(x, ((0, 0), (0, d - x.shape[1])))
    return np.asarray(x / np.linalg.norm(x, axis=1, keepdims=True))


def rounded(problem: Problem, x: Floats) -> dict[str, Any]:
    """The set in the tangent space at its first point, its coordinates rounded, as it is stored."""
    axes = np.linalg.qr(
        np.column_stack([x[0], np.eye(problem.d)[:, np.argsort(-np.abs(x[0]))[::-1][: problem.d - 1]]])
    )[0]
    turned = np.roll(x @ axes, -1, axis=1)
    turned[:, -1] *= np.sign(turned[0, -1])
    flat = about_pole("", turned).points
    kernel = "kappa0" if problem.kernel == "kappa0" else f"Theta_{problem.L}"
    return {
        "name": f"search {kernel} n={len(x)} angle={problem.angle}",
        "d": problem.d,
        "angle": str(problem.angle),
        "places": PLACES,
        "points": [[int(v) for v in row] for row in np.rint(np.ldexp(flat, PLACES)).tolist()],
    }


def run(task: Task) -> list[dict[str, Any]]:
    """The sets that a task adds to those which are there, each the best at some depth."""
    found: list[dict[str, Any]] = []
    for L in DEPTHS:
        problem = _problem(task, L)
        x = min(attempts(problem, task), key=lambda x: least_eigenvalue(problem, x), default=None)
        if x is not None and task.hops:
            x = hop(problem, x, task.hops, np.random.default_rng([task.d, L]))
        others = [as_patch(entry) for entry in found]
        before = min(
            row.value for row in (*ranked(problem, searched=False), *(r for p in others for r in fits(problem, p)))
        )
        if x is not None and least_eigenvalue(problem, x) * GAIN < before:
            found.append(rounded(problem, x))
        after = min(before, *(r.value for p in map(as_patch, found) for r in fits(problem, p)), before)
        print(f"d={task.d} angle={task.angle} L={L}: {before:.6f} -> {after:.6f}", file=sys.stderr, flush=True)
    return [entry for entry in found if entry["name"] in {_best(_problem(task, L), found) for L in DEPTHS}]


def _problem(task: Task, L: int) -> Problem:
    return Problem("kappa0" if L == 1 else "ntk", task.d, max(L, 2), ExactReal.parse(task.angle))


def _best(problem: Problem, sets: list[dict[str, Any]]) -> str:
    """The name of the best set; nothing if there is none."""
    rows = [row for entry in sets for row in fits(problem, as_patch(entry))]
    return min(rows, key=lambda row: row.value).name if rows else ""


def main() -> None:
    """Search, and write the sets into the package."""
    sets = [entry for task in TASKS for entry in run(task)]
    lines = ",\n".join(json.dumps(entry) for entry in sets)
    write_text(Path(__file__).with_name(STORED), f'{{"sets": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
