r"""Candidates for upper constants, fitted and ranked in floats; what they prove is decided exactly afterwards.

Pairs, arcs and regular polygons, patches of lattices, known sets of lines, and the sets that the search stored
(:mod:`ntksym.spectra.configuration_search`); with their antipodes where points may be opposite.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

import numpy as np

from ntksym.balls.exact import ExactReal
from ntksym.balls.matrices import Floats
from ntksym.spectra.known_sets import MOST_FRAME, known_patches, known_sets
from ntksym.spectra.lattices import lattice_kinds, lattice_patches
from ntksym.spectra.orbits import Configuration
from ntksym.spectra.patches import MARGIN, Patch
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import kernel_floats

STORED = "configurations.json"
PATIENCE = 3  # growing patches of one family that do not improve
TRIALS, WORSE = 10, 1.2  # after so many patches a family must be at most so much worse than the best set
MOST_ARC = 2000


@dataclass(frozen=True, eq=False)
class Candidate:
    """A set with its least Rayleigh quotient in floats, and the weights that show it.

    Parameters
    ----------
    value, vector, alternating
        The quotient; the weights of the orbits; whether they alternate.
    n, d
        The number of points; the dimension that holds them.
    make
        The exact points.
    """

    value: float
    vector: Floats
    alternating: bool
    n: int
    name: str
    d: int
    make: Callable[[], Configuration]

    @property
    def rank(self) -> tuple[float, int, int, str]:
        """The order: by value; equal ones by the dimension (so that no larger one is worse), the points and name."""
        return float(f"{self.value:.9e}"), self.d, self.n, self.name


def ranked(problem: Problem, searched: bool = True) -> list[Candidate]:
    """The candidates that keep the separation in floats, best first; with the sets of the search or without.

    Those of smaller dimensions are among them: a set of R^(d-1) is one of R^d with the same kernel matrix.
    """
    return sorted(_through(replace(problem, d=min(problem.d, MOST_FRAME)), searched), key=lambda row: row.rank)


@lru_cache(maxsize=256)
def _through(problem: Problem, searched: bool) -> tuple[Candidate, ...]:
    """The candidates of all dimensions up to the problem's."""
    d = problem.d
    found = list(_through(replace(problem, d=d - 1), searched)) if d > 2 else []
    patches = [*([_pair(), *_arcs(problem)] if d == 2 else []), *known_patches(d), *(stored(d) if searched else [])]
    found += [*_known(problem), *(row for patch in patches for row in fits(problem, patch))]
    for kind in lattice_kinds(d - 1):
        for stereographic in (False, True):
            goal = WORSE * min((row.value for row in found), default=np.inf)
            found += _while_improving(problem, _lattice(d - 1, kind, stereographic), goal)
    return tuple(found)


def fits(problem: Problem, patch: Patch) -> Iterator[Candidate]:
    """The patch at its smallest scale; for points also together with its antipodes."""
    angle, both = float(problem.angle.ball.mid()), problem.sided == "one"
    for antipodes in (False, True) if both else (False,):
        factor = _scale(patch, angle, antipodes or not both)
        if factor is not None:
            n, make = int(patch.sizes.sum()) << antipodes, partial(patch.lifted, factor, problem.d, antipodes)
            lowest = patch.lowest(partial(kernel_floats, problem), factor, antipodes)
            yield Candidate(*lowest, n, patch.name, problem.d, make)


@lru_cache(maxsize=4096)
def _scale(patch: Patch, angle: float, projective: bool) -> float | None:
    return patch.fitted(angle, projective)


@lru_cache(maxsize=1)
def _pair() -> Patch:
    return Patch("pair", np.array([[0.5]]), 1)


@lru_cache(maxsize=256)
def _lattice(m: int, kind: str, stereographic: bool) -> Callable[[int], Patch | None]:
    """The i-th patch of a family, made when it is first asked for; None after the last."""
    source, made = lattice_patches(m, kind, stereographic), list[Patch | None]()

    def patch(i: int) -> Patch | None:
        while len(made) <= i:
            made.append(next(source, None))
        return made[i]

    return patch


def _while_improving(problem: Problem, family: Callable[[int], Patch | None], goal: float) -> Iterator[Candidate]:
    """Growing patches, until some do not fit or are no better than smaller ones, or many are worse than the goal."""
    best, failed, i = np.inf, 0, 0
    while failed < PATIENCE and (i < TRIALS or best <= goal) and (patch := family(i)) is not None:
        rows = list(fits(problem, patch))
        yield from rows
        value = min((row.value for row in rows), default=np.inf)
        failed = 0 if value < best else failed + 1
        best, i = min(best, value), i + 1


def _arcs(problem: Problem) -> Iterator[Patch]:
    """Equal steps on a circle; as many as go round make a regular polygon (of lines, if these are separated)."""
    turn = np.pi if problem.sided == "projective" else 2 * np.pi
    most = int(turn / (float(problem.angle.ball.mid()) * (1 + 2 * MARGIN)))
    for n in sorted({*range(3, min(most, 64) + 1), most} - {0, 1, 2}):
        if n <= MOST_ARC:
            yield _arc(n)


@lru_cache(maxsize=256)
def _arc(n: int) -> Patch:
    steps = np.arange(n // 2 + n % 2, dtype=np.float64) + (1 - n % 2) / 2
    return Patch(f"arc of {n} points", steps[:, None], 1)


def _known(problem: Problem) -> Iterator[Candidate]:
    """The known sets whose separation suffices, exactly."""
    for data in known_sets(problem.d):
        configuration = Configuration(data.name, data)
        if configuration.separated(problem.angle, problem.sided):
            unit = data.points / np.linalg.norm(data.points, axis=1)[:, None]
            gram = kernel_floats(problem, np.arccos(np.clip(unit @ unit.T, -1, 1)))
            np.fill_diagonal(gram, problem.at_one)
            values, vectors = np.linalg.eigh(gram)
            make = partial(_same, configuration)
            yield Candidate(float(values[0]), vectors[:, 0], False, data.n, data.name, data.d, make)


def _same(configuration: Configuration) -> Configuration:
    return configuration


def as_patch(entry: dict[str, Any]) -> Patch:
    """A stored set: tangent vectors as integers in units 2^-places, and the angle that separates them."""
    points = np.array(entry["points"], dtype=np.float64) * 2.0 ** -entry["places"]
    return Patch(entry["name"], points, unit=1 / float(ExactReal.parse(entry["angle"]).ball.mid()))


@lru_cache(maxsize=1)
def _stored() -> dict[int, list[Patch]]:
    text = files("ntksym.spectra").joinpath(STORED).read_text(encoding="ascii")
    found: dict[int, list[Patch]] = {}
    for entry in json.loads(text)["sets"]:
        found.setdefault(entry["d"], []).append(as_patch(entry))
    return found


def stored(d: int) -> list[Patch]:
    """The sets that the search found in dimension d."""
    return _stored().get(d, [])
