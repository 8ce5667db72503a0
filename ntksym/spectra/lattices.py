r"""Patches of lattices: Z^m, its shift by (1/2, ..., 1/2), and both together (the body-centred lattice)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from ntksym.spectra.patches import Patch

KINDS = ("Z", "half", "bcc")
MOST_POINTS, MOST_SHELLS = 500_000, 60


def lattice_patches(m: int, kind: str, stereographic: bool = False) -> Iterator[Patch]:
    """The patches |y|^2 <= R^2 of a lattice, R growing, until one is too much work.

    Parameters
    ----------
    m
        The dimension of the lattice.
    kind
        ``Z`` (a lattice point at the pole), ``half`` (a hole at the pole) or ``bcc`` (Z^m and its shift).
    stereographic
        The map to the sphere.

    Examples
    --------
    >>> [len(p.points) for p, _ in zip(lattice_patches(2, "half"), range(3))]
    [1, 2, 3]
    """
    quarters, count = 0, 0
    unit = 1.0 if kind != "bcc" or m > 4 else 2 / math.sqrt(m)  # the shortest vector of both has length 1
    while True:
        shells = _shells(m, kind, quarters)
        if len(shells) > count:
            count = len(shells)
            name = f"{kind}^{m} |y|^2<={Fraction(quarters, 4)}{' stereographic' if stereographic else ''}"
            patch = Patch(name, np.array(shells), m, unit, stereographic)
            n = patch.sizes.sum()
            if n > MOST_POINTS or count > MOST_SHELLS:
                return
            if n > 1:
                yield patch
        quarters += 1


def _shells(m: int, kind: str, quarters: int) -> list[tuple[float, ...]]:
    """The non-increasing non-negative vectors of the set with |2y|^2 <= quarters."""
    starts = {"Z": (0,), "half": (1,), "bcc": (0, 1)}[kind]
    found: list[tuple[float, ...]] = []

    def extend(done: tuple[int, ...], left: int, start: int) -> None:  # doubled coordinates
        if len(done) == m:
            found.append(tuple(v / 2 for v in done))
            return
        first = (done[0] if done else start) % 2
        for value in range(first, (done[-1] if done else math.isqrt(left)) + 1, 2):
            if value * value <= left:
                extend((*done, value), left - value * value, start)

    for start in starts:
        extend((), quarters, start)
    return sorted(found, key=lambda row: (sum(v * v for v in row), row))
