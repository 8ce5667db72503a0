"""Pairs of many listed points by their inner product, where the points lie on few shells.

The integer rows of a patch of a lattice are (g y, c): y a short vector of small integers, g and c the same on a shell,
so that the inner products g g' <y, y'> + c c' of two shells are those of small integers, an exact int64 matrix product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from ntksym.errors import InputError

MOST_SHELLS = 24
SMALL, LARGE_WEIGHT = 2**20, 2**40

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Block:
    """Pairs of points of one shell with points of another: both orders, or of a shell with itself."""

    left: Indices
    right: Indices
    chosen: NDArray[np.bool_]
    same: bool

    @property
    def diagonal(self) -> bool:
        """Whether it is each point with itself."""
        return self.same and bool(np.array_equal(self.chosen, np.eye(len(self.left), dtype=bool)))

    def share(self, weights: Sequence[int], alternating: bool) -> int:
        """The sum of products of weights over the pairs, in both orders.

        Raises
        ------
        InputError
            If a weight has more than 40 bits.
        """
        if alternating or max(map(abs, weights)) > LARGE_WEIGHT:
            raise InputError("weights", "of listed points they are plain numbers of at most 40 bits", "round them")
        vector = np.array(weights, dtype=np.int64)
        sums = self.chosen @ vector[self.right]  # of at most 2^20 numbers below 2^40
        pairs = zip(vector[self.left].tolist(), sums.tolist(), strict=True)
        return (1 if self.same else 2) * sum(int(a) * int(b) for a, b in pairs)


def shell_pairs(rows: Sequence[Sequence[int]]) -> dict[tuple[int, int, int], list[Block]] | None:
    """All pairs by inner product and the two squared norms, the smaller one first; None if there are many shells.

    Examples
    --------
    >>> found = shell_pairs([[30, 0, 7], [0, 30, 7], [-30, 0, 7], [0, 0, 9]])
    >>> sorted(value for value, _, _ in found), found[(949, 949, 949)][0].diagonal
    ([-851, 49, 63, 81, 949], True)
    """
    shells: dict[tuple[int, int, int], list[int]] = {}
    heads: list[list[int]] = []
    for index, (*head, last) in enumerate(rows):
        common = gcd(*head) or 1
        heads.append([v // common for v in head])
        shells.setdefault((common, sum(v * v for v in heads[-1]), last), []).append(index)
        if len(shells) > MOST_SHELLS or max(map(abs, heads[-1]), default=0) > SMALL or len(heads[-1]) > SMALL:
            return None
    small = np.array(heads, dtype=np.int64)  # an inner product is below 2^20 2^40
    found: dict[tuple[int, int, int], list[Block]] = {}
    levels = list(shells.items())
    for i, ((g, y2, c), first) in enumerate(levels):
        for (h, z2, e), second in levels[: i + 1]:
            left, right = np.array(first), np.array(second)
            inner = small[left] @ small[right].T
            low, high = sorted((g * g * y2 + c * c, h * h * z2 + e * e))
            for value in np.unique(inner).tolist():
                block = Block(left, right, inner == value, first is second)
                found.setdefault((g * h * value + c * e, low, high), []).append(block)
    return found
