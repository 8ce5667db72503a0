"""Patches whose points are listed, with one weight for each length: shells of lattices without coordinate symmetry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.spectra.orbits import Configuration
from ntksym.spectra.patches import Patch, Profile


@dataclass(frozen=True, eq=False)
class ListedPatch(Patch):
    """A patch of integer vectors; ``points`` has one of each length, ``rows`` all of them, lengths rising.

    Parameters
    ----------
    rows
        Tuples of small integers.
    """

    rows: tuple[tuple[int, ...], ...] = ()

    @cached_property
    def level(self) -> list[int]:
        """The length of each row, as its place among the lengths."""
        norms = [sum(v * v for v in row) for row in self.rows]
        places = {norm: place for place, norm in enumerate(sorted(set(norms)))}
        return [places[norm] for norm in norms]

    @cached_property
    def sizes(self) -> Floats:
        """The number of points of each length."""
        return np.bincount(self.level).astype(np.float64)

    @cached_property
    def profile(self) -> Profile:
        """The angles between directions, for each two lengths."""
        rows, level = np.array(self.rows, dtype=np.int64), np.array(self.level)
        found: list[tuple[int, int, float, float, float, bool]] = []
        for r in range(len(self.points)):
            for s in range(r + 1):
                values, counts = np.unique(rows[level == r] @ rows[level == s].T, return_counts=True)
                size = float(self.lengths[r] * self.lengths[s])
                for value, count in zip(values.tolist(), counts.tolist(), strict=True):
                    cosine = value / size if size else 0.0
                    own = r == s and (not size or (count == self.sizes[r] and value == round(size)))
                    found.append((r, s, max(1 - cosine, 0.0), max(1 + cosine, 0.0), float(count), own))
        r_, s_, near, far, counts_, same = (np.array(column) for column in zip(*found, strict=True))
        return Profile(r_, s_, near, far, counts_, counts_, same)

    def lowest(self, kernel: Callable[[Floats], Floats], factor: float, antipodes: bool) -> tuple[float, Floats, bool]:
        """The least Rayleigh quotient on weights that depend on the length, and the weights of all points."""
        value, vector, alternating = super().lowest(kernel, factor, antipodes)
        parts = vector.reshape(-1, len(self.points))
        return value, np.concatenate([part[self.level] for part in parts]), alternating

    def lifted(self, factor: float, d: int, antipodes: bool = False) -> Configuration:
        """The configuration on S^(d-1) at a scale."""
        whole = Patch(self.name, np.array(self.rows, dtype=np.float64), 0, self.unit, self.stereographic)
        return whole.lifted(factor, d, antipodes)


def listed(name: str, rows: Sequence[tuple[int, ...]], unit: float, stereographic: bool) -> ListedPatch:
    """The patch of some integer vectors.

    Examples
    --------
    >>> square = listed("square", [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)], 1.0, False)
    >>> square.sizes.tolist(), square.fitted(0.1, True) < 0.11
    ([1.0, 4.0], True)
    """
    ordered = sorted(rows, key=lambda x: (sum(v * v for v in x), x))
    first: dict[int, tuple[int, ...]] = {}
    for row in ordered:
        first.setdefault(sum(v * v for v in row), row)
    points = np.array(list(first.values()), dtype=np.float64)
    return ListedPatch(name, points, 0, unit, stereographic, tuple(ordered))
