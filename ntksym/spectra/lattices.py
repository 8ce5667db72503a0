"""Patches of lattices about a point.

Balls and cubes of Z^m and of its shift by (1/2, ..., 1/2), balls of both together (the body-centred lattice) and of D6+
and E7* (:mod:`ntksym.spectra.signed_lattices`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, count, product

import numpy as np

from ntksym.spectra.listed_patch import listed
from ntksym.spectra.patches import Patch

KINDS = ("Z", "half", "bcc")
CUBES = {"Z cube": 0, "half cube": 1}
MOST_TANGENT = 16  # dimensions of a lattice
MOST_POINTS, MOST_SHELLS = 500_000, 60
HAMMING = (0b1101000, 0b0110100, 0b0011010, 0b0001101)


def lattice_kinds(m: int) -> tuple[str, ...]:
    """The families of patches in R^m.

    Examples
    --------
    >>> lattice_kinds(2), lattice_kinds(7)[-1]
    (('Z', 'half', 'Z cube', 'half cube'), 'E7*')
    """
    if not 2 <= m <= MOST_TANGENT:
        return ()
    return (*(KINDS if m >= 3 else KINDS[:2]), *CUBES, *{6: ["D6+"], 7: ["E7*"]}.get(m, []))


def lattice_patches(m: int, kind: str, stereographic: bool = False) -> Iterator[Patch]:
    """Growing patches of a lattice, until one is too much work.

    Parameters
    ----------
    m
        The dimension of the lattice.
    kind
        ``Z`` (a lattice point at the pole), ``half`` (a hole at the pole) or ``bcc`` (Z^m and its shift) for balls,
        ``Z cube`` and ``half cube``, ``D6+`` and ``E7*`` for balls about a lattice point.
    stereographic
        The map to the sphere.

    Examples
    --------
    >>> [len(p.points) for p, _ in zip(lattice_patches(2, "half"), range(3))]
    [1, 2, 3]
    >>> [p.name for p in lattice_patches(7, "E7*")]
    ['E7* 57 points', 'E7* 183 points', 'E7* 759 points', 'E7* 1515 points']
    """
    suffix = " stereographic" if stereographic else ""
    if kind in ("D6+", "E7*"):
        yield from _plain(kind, suffix)
        return
    unit = 1.0 if kind != "bcc" or m > 4 else 2 / math.sqrt(m)  # the shortest vector of both has length 1
    for name, shells in _cubes(m, kind) if kind in CUBES else _balls(m, kind):
        patch = Patch(name + suffix, np.array(shells), m, unit, stereographic)
        n = patch.sizes.sum()
        if n > MOST_POINTS or len(shells) > MOST_SHELLS:
            return
        if n > 1:
            yield patch


def _balls(m: int, kind: str) -> Iterator[tuple[str, list[tuple[float, ...]]]]:
    size = 0
    for quarters in count():
        shells = _shells(m, kind, quarters)
        if len(shells) > size:
            size = len(shells)
            yield f"{kind}^{m} |y|^2<={Fraction(quarters, 4)}", shells


def _cubes(m: int, kind: str) -> Iterator[tuple[str, list[tuple[float, ...]]]]:
    for doubled in count(2 + CUBES[kind], 2):
        values = range(CUBES[kind], doubled + 1, 2)
        shells = [tuple(v / 2 for v in reversed(row)) for row in combinations_with_replacement(values, m)]
        yield f"{kind}^{m} |y_i|<={Fraction(doubled, 2)}", shells


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


def _plain(kind: str, suffix: str) -> Iterator[Patch]:
    """Balls whose points are listed: shells of doubled vectors (D6+) or of vectors (E7*)."""
    if kind == "D6+":
        rows = [x for r in (range(-4, 5, 2), range(-3, 4, 2)) for x in product(r, repeat=6) if sum(x) % 4 == 0]
        unit, far = math.sqrt(6), 24
    else:
        words = [0]
        for row in HAMMING:
            words += [word ^ row for word in words]
        rows = [x for w in words for x in product(*((-1, 1) if w >> i & 1 else (-2, 0, 2) for i in range(7)))]
        unit, far = math.sqrt(3), 8  # a coordinate 3 is longer
    norms = {x: sum(v * v for v in x) for x in rows}
    for norm in sorted(set(norms.values()))[1:]:
        if norm <= far:
            inside = [x for x in rows if norms[x] <= norm]
            yield listed(f"{kind} {len(inside)} points{suffix}", inside, 1 / unit, bool(suffix))
