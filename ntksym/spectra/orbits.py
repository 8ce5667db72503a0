r"""Configurations of directions with a symmetry: separation decided exactly, Rayleigh quotients in balls.

A configuration is a few points, each an exact float64 vector that stands for its direction, and their images under the
signed permutations of the first m coordinates (m = 0: the points alone).  A weight w_r on each orbit extends to all
its directions, v(gx) = chi(g) w_r, where chi(g) is 1 or, if ``alternating``, the product of the signs of g (then no
permuted coordinate may be 0, so that g with gx = x has chi(g) = 1).  As K(gx, gy) = K(x, y), the sum over all pairs
of an orbit r with an orbit s is n_r = |orbit r| times that of the point r with orbit s:

    v'Kv/v'v = sum_rs w_r w_s n_r sum_{y in orbit s} chi(y) K(r, y) / sum_r n_r w_r^2,

symmetric in r and s, so that one of them is taken, the one with fewer images.  Inner products are exact integers, and
many are equal: a kernel value is computed once for each.

SOURCE: our note on minorants, section 3 (shell reduction); Ritz's upper bound: Horn and Johnson, Theorem 4.2.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial, gcd, prod
from operator import mul
from typing import NamedTuple

from ntksym.balls.arb import arb, ball, lower, precision
from ntksym.balls.exact import ExactReal
from ntksym.data import Dataset
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel, Pair
from ntksym.spectra.shells import Block, shell_pairs

MOST_POINTS = 10**7
FEW = 64  # points that are compared one by one
ANGLE_BITS = 320
SQUARED_COSINES = {2: Fraction(0), 3: Fraction(1, 4), 4: Fraction(1, 2), 6: Fraction(3, 4)}  # cos^2(pi/q), rational


Key = tuple[int, int, int]
"""An inner product and the two squared norms, the smaller one first."""


class Group(NamedTuple):
    """Two orbits s <= r, the number of their pairs with an inner product, the sum of chi; if it is the diagonal."""

    r: int
    s: int
    number: int
    signed: int
    diagonal: bool

    def share(self, weights: Sequence[int], alternating: bool) -> int:
        """The sum of products of weights over the pairs, in both orders."""
        factor = 1 if self.r == self.s else 2
        return factor * weights[self.r] * weights[self.s] * (self.signed if alternating else self.number)


class Inner(NamedTuple):
    """The different inner products between two orbits: how many pairs have each, and the sum of their chi."""

    values: list[int]
    counts: list[int]
    signed: list[int]


def squared_cosine(angle: ExactReal) -> Fraction:
    """A lower bound of cos^2(angle) within 2^-300 for an angle in (0, pi/2]; the number itself where it is rational.

    Examples
    --------
    >>> squared_cosine(ExactReal.parse("pi/6"))
    Fraction(3, 4)
    """
    if angle.times_pi and angle.coefficient.numerator == 1 and angle.coefficient.denominator in SQUARED_COSINES:
        return SQUARED_COSINES[angle.coefficient.denominator]
    with precision(ANGLE_BITS):
        cosine = max(lower(angle.ball.cos()), Fraction(0))
    return cosine * cosine


def orbit_size(head: Sequence[float]) -> int:
    """The number of images of a vector under signed permutations."""
    sizes = [abs(x) for x in head]
    repeats = prod(factorial(sizes.count(x)) for x in set(sizes))
    return factorial(len(sizes)) // repeats << sum(x != 0 for x in sizes)


def inner_products(x: Sequence[int], y: Sequence[int]) -> Inner:
    """The inner products of a vector of integers with the images of another, chi(y) = 1; for each, their count and sum.

    The images are not listed: each coordinate of x takes one of the sizes of coordinates of y that are left, with
    either sign.

    Examples
    --------
    >>> inner_products([1, 1], [1, 1])
    Inner(values=[-2, 0, 2], counts=[1, 2, 1], signed=[1, -2, 1])
    """
    sizes = sorted({abs(v) for v in y})
    start = tuple(sum(abs(v) == c for v in y) for c in sizes)
    states = {start: {0: (1, prod((v > 0) - (v < 0) for v in y))}}
    for a in x:
        following: dict[tuple[int, ...], dict[int, tuple[int, int]]] = {}
        for left, found in states.items():
            for i, c in enumerate(sizes):
                if left[i]:
                    target = following.setdefault((*left[:i], left[i] - 1, *left[i + 1 :]), {})
                    for step, sign in ((a * c, 1), (-a * c, -1)) if c else ((0, 1),):
                        for value, (count, chi) in found.items():
                            before = target.get(value + step, (0, 0))
                            target[value + step] = before[0] + count, before[1] + sign * chi
        states = following
    (last,) = states.values()
    values = sorted(last)
    return Inner(values, [last[v][0] for v in values], [last[v][1] for v in values])


@dataclass(frozen=True, eq=False)
class Configuration:
    """Directions: the images of points under the signed permutations of their first coordinates.

    Parameters
    ----------
    name
        How tables call it.
    points
        One point of each orbit; exact float64, of any length.
    symmetry
        The number m of permuted coordinates.

    Raises
    ------
    InputError
        If m is no number of coordinates, or there are too many images.

    Examples
    --------
    >>> import numpy as np
    >>> square = Configuration("square", Dataset(np.array([[0.5, 0.5, 1.0]])), 2)
    >>> square.n, square.separated(ExactReal.parse("0.8"), "projective")
    (4, True)
    >>> square.separated(ExactReal.parse("0.9"), "projective")
    False
    """

    name: str
    points: Dataset
    symmetry: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.symmetry <= self.points.d:
            raise InputError(
                f"symmetry={self.symmetry}", "the points have fewer coordinates", "give 0 to the dimension"
            )
        if self.n > MOST_POINTS:
            raise InputError(self.name, f"it has more than {MOST_POINTS} points", "take fewer")

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """The number of points of each orbit."""
        return tuple(orbit_size(row[: self.symmetry]) for row in self.points.points.tolist())

    @property
    def n(self) -> int:
        """The number of points."""
        return sum(self.sizes)

    @property
    def alternates(self) -> bool:
        """Whether the alternating character is defined."""
        return self.symmetry > 0 and bool(self.points.points[:, : self.symmetry].all())

    @cached_property
    def _split(self) -> list[tuple[int, list[int], list[int]]]:
        """Each point as integers: g, the permuted coordinates divided by g (their common divisor), the others."""
        found, m = [], self.symmetry
        for row in self.points.integer_rows:
            common = gcd(*row[:m]) or 1
            found.append((common, [v // common for v in row[:m]], list(row[m:])))
        return found

    @cached_property
    def norms2(self) -> list[int]:
        """The squared norms of the points as integers."""
        return [sum(v * v for v in row) for row in self.points.integer_rows]

    def inner(self, r: int, s: int) -> Inner:
        """The exact inner products of orbit r with orbit s."""
        if not self.symmetry:
            rows = self.points.integer_rows
            return Inner([sum(map(mul, rows[r], rows[s]))], [1], [1])
        if self.sizes[r] < self.sizes[s]:
            r, s = s, r
        (g, x, rest), (h, y, other) = self._split[r], self._split[s]
        fixed, size = sum(a * b for a, b in zip(rest, other, strict=True)), self.sizes[r]
        found = inner_products(x, y)
        return Inner(
            [g * h * v + fixed for v in found.values],
            [size * c for c in found.counts],
            [size * c for c in found.signed],
        )

    @cached_property
    def pairs(self) -> Mapping[Key, Sequence[Group | Block]]:
        """All pairs by their inner product and norms."""
        if not self.symmetry and self.n > FEW:
            blocks = shell_pairs(self.points.integer_rows)
            if blocks is not None:
                return blocks
        found: dict[Key, list[Group]] = {}
        norms = self.norms2
        for r in range(self.points.n):
            for s in range(r + 1):
                low, high = (norms[r], norms[s]) if norms[r] <= norms[s] else (norms[s], norms[r])
                for value, count, signed in zip(*self.inner(r, s), strict=True):
                    diagonal = r == s and value == norms[r] and count == self.sizes[r]
                    found.setdefault((value, low, high), []).append(Group(r, s, count, signed, diagonal))
        return found

    def separated(self, angle: ExactReal, sided: str) -> bool:
        """Whether all points are certainly at that angle or more: an exact comparison of squared cosines.

        Parameters
        ----------
        angle
            In (0, pi/2].
        sided
            ``projective``: angles and their supplements count; ``one``: angles alone.
        """
        squared = squared_cosine(angle)
        top, bottom = squared.numerator, squared.denominator
        for (value, low, high), groups in self.pairs.items():
            if bottom * value * value <= top * low * high or (value <= 0 and sided == "one"):
                continue
            if not all(group.diagonal for group in groups):  # not each point with itself
                return False
        return True

    def quotient(self, weights: Sequence[int], kernel: DotKernel, alternating: bool = False) -> arb:
        """v'Kv/v'v in balls at the working precision, K between directions.

        Raises
        ------
        InputError
            If the weights are to alternate and a permuted coordinate is 0.
        """
        if alternating and not self.alternates:
            raise InputError(self.name, "a weight that alternates is 0 where a coordinate is 0", "leave that point out")
        total = arb(0)
        for (value, low, high), groups in self.pairs.items():
            share = sum(group.share(weights, alternating) for group in groups)
            if not share:
                continue
            same = value > 0 and value * value == low * high
            total = total + share * (ball(kernel.at_one) if same else kernel.ball_at(Pair.of(value, low, high)))
        return total / sum(n * w * w for n, w in zip(self.sizes, weights, strict=True))
