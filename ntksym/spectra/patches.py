r"""Patches of points about a pole that are scaled until their least angle is the wanted one.

A patch is a few points y of the tangent space R^m at the pole, m <= d - 1, and their images under signed permutations
(:mod:`ntksym.spectra.orbits`).  The exponential map takes y to the angle a = f|y| from the pole, the stereographic one
to a = 2 arctan(f|y|/2); f is found by bisection in floats.  Two points at a, b whose directions y make the angle phi
are at the angle theta with

    sin^2(theta/2) = sin^2((a-b)/2) + sin a sin b sin^2(phi/2),
    cos^2(theta/2) = cos^2((a+b)/2) + sin a sin b cos^2(phi/2),

so the angles phi, which do not change with the scale, are computed once.  Everything here is in floats: whether the
points keep the angle, and what they prove, is decided exactly afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.matrices import Floats
from ntksym.data import Dataset
from ntksym.spectra.orbits import Configuration, inner_products, orbit_size

MARGIN = 2.0**-36  # of the angle, relative: more than the roundings take away
SLOPE_BITS = 44  # of the factor of y, so that the coordinates of one orbit stay multiples of one number
STEP = 1.04
STEPS = 60
HALVINGS = 40
LEVEL_DIGITS = 13  # lengths that agree so far count as equal


class Profile(NamedTuple):
    """Pairs of orbits s <= r by angles of directions: 1 - cos phi, 1 + cos phi, number, sum of chi, whether x = y."""

    r: NDArray[np.int64]
    s: NDArray[np.int64]
    near: Floats
    far: Floats
    counts: Floats
    signed: Floats
    same: NDArray[np.bool_]


@lru_cache(maxsize=1 << 16)
def _between(x: tuple[int, ...], y: tuple[int, ...]) -> tuple[Floats, Floats, Floats, Floats]:
    """1 - cos phi, 1 + cos phi, number and sum of chi for the different angles between two orbits of integers."""
    if orbit_size(x) < orbit_size(y):
        x, y = y, x
    found = inner_products(x, y)
    value, size = np.array(found.values, dtype=np.float64), orbit_size(x)
    product = float(sum(v * v for v in x)) * float(sum(v * v for v in y))
    cosines = value / math.sqrt(product) if product else np.zeros(1)
    rest = (product - value * value) / product / (1 + np.abs(cosines)) if product else np.ones(1)
    near, far = np.where(value >= 0, rest, 1 - cosines), np.where(value >= 0, 1 + cosines, rest)
    return near, far, np.array(found.counts) * float(size), np.array(found.signed) * float(size)


@dataclass(frozen=True, eq=False)
class Patch:
    """Points of the tangent space, up to scale.

    Parameters
    ----------
    name
        How tables call it.
    points
        One point y of each orbit, shape (r, m); multiples of 1/2 if coordinates are permuted.
    symmetry
        m if all coordinates are permuted, 0 if none.
    unit
        The factor that makes the shortest distance (about) 1.
    stereographic
        The map to the sphere; else the exponential one.
    """

    name: str
    points: Floats
    symmetry: int = 0
    unit: float = 1.0
    stereographic: bool = False

    @cached_property
    def sizes(self) -> Floats:
        """The number of points of each orbit."""
        return np.array([orbit_size(row[: self.symmetry]) for row in self.points.tolist()], dtype=np.float64)

    @cached_property
    def lengths(self) -> Floats:
        """|y|."""
        found: Floats = np.linalg.norm(self.points, axis=1)
        return found

    @cached_property
    def profile(self) -> Profile:
        """The angles between directions."""
        if not self.symmetry:
            return self._plain_profile()
        doubled = [tuple(int(v) for v in row) for row in (2 * self.points).tolist()]
        parts = [(r, s, _between(doubled[r], doubled[s])) for r in range(len(doubled)) for s in range(r + 1)]
        lengths = [len(part[0]) for _, _, part in parts]
        r, s = (np.repeat([row[i] for row in parts], lengths) for i in (0, 1))
        near, far, counts, signed = (np.concatenate([part[i] for _, _, part in parts]) for i in range(4))
        own = (r == s) & ((near == 0) | (self.lengths[r] == 0))
        return Profile(r, s, near, far, counts, signed, own)

    def _plain_profile(self) -> Profile:
        r, s = np.tril_indices(len(self.points))
        directions = self.points / np.maximum(self.lengths, 1e-300)[:, None]
        near = np.sum((directions[r] - directions[s]) ** 2, axis=1) / 2
        far = np.sum((directions[r] + directions[s]) ** 2, axis=1) / 2
        ones = np.ones(len(r))
        return Profile(r, s, near, far, ones, ones, r == s)

    def polar(self, factor: float) -> Floats:
        """The angles from the pole at a scale."""
        flat = factor * self.unit * self.lengths
        return 2 * np.arctan(flat / 2) if self.stereographic else flat

    def angles(self, factor: float, pairs: Profile | None = None) -> Floats:
        """The angles between the points, as a profile lists them."""
        a, pairs = self.polar(factor), pairs or self.profile
        left, right = a[pairs.r], a[pairs.s]
        sines = np.sin(left) * np.sin(right) / 2
        near = np.sin((left - right) / 2) ** 2 + sines * pairs.near
        far = np.cos((left + right) / 2) ** 2 + sines * pairs.far
        found: Floats = np.where(pairs.same, 0.0, 2 * np.arctan2(np.sqrt(np.abs(near)), np.sqrt(np.abs(far))))
        return found

    @cached_property
    def _extremes(self) -> Profile:
        """The nearest and the farthest pair of each two lengths."""
        pairs, keep = self.profile, list[int]()
        level = np.unique(self.lengths.round(LEVEL_DIGITS), return_inverse=True)[1]
        left, right = level[pairs.r], level[pairs.s]
        for values in (pairs.near, pairs.far):
            order = np.lexsort((values, right, left))
            order = order[~pairs.same[order]]
            new = np.ones(len(order), dtype=bool)
            new[1:] = (np.diff(left[order]) != 0) | (np.diff(right[order]) != 0)
            keep += order[new].tolist()
        return Profile._make(column[keep] for column in pairs)

    def least_angle(self, factor: float, projective: bool) -> float:
        """The least angle between different points (``projective``: or supplement of one)."""
        others = self.angles(factor, self._extremes)
        least = float(others.min(initial=math.pi))
        return min(least, math.pi - float(others.max(initial=0.0))) if projective else least

    def fitted(self, angle: float, projective: bool) -> float | None:
        """The smallest scale found at which the least angle is `angle`; None if at none.

        Points with their antipodes are separated as points if they are as lines.
        """
        wanted = angle * (1 + MARGIN)
        factor, radius = wanted / STEP, self.unit * float(self.lengths.max())
        for _ in range(STEPS):
            if not self.stereographic and factor * radius >= math.pi:
                return None
            if self.least_angle(factor, projective) >= wanted:
                break
            factor *= STEP
        else:
            return None
        low, high = factor / STEP, factor
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if self.least_angle(middle, projective) >= wanted else (middle, high)
        return high

    def matrix(self, values: Floats, signed: bool) -> Floats:
        """The matrix whose least eigenvalue is the least Rayleigh quotient on weights, from the kernel's values."""
        pairs, size = self.profile, len(self.points)
        sums = np.bincount(
            pairs.r * size + pairs.s, values * (pairs.signed if signed else pairs.counts), minlength=size * size
        ).reshape(size, size)
        full = sums + np.tril(sums, -1).T
        scaled: Floats = full / np.sqrt(np.outer(self.sizes, self.sizes))
        return scaled

    def lowest(self, kernel: Callable[[Floats], Floats], factor: float, antipodes: bool) -> tuple[float, Floats, bool]:
        """The least Rayleigh quotient on weights: its value, the weights, whether they alternate.

        With antipodes the weights of opposite points are equal or opposite, and stand one half after the other.
        """
        angles, found = self.angles(factor), []
        parts = {1: kernel(angles)}
        if antipodes:
            opposite = kernel(math.pi - angles)
            parts = {1: parts[1] + opposite, -1: parts[1] - opposite}
        alternates = self.symmetry > 0 and bool(self.points.all())
        for sign, values in parts.items():
            for alternating in (False, True) if alternates else (False,):
                spectrum, vectors = np.linalg.eigh(self.matrix(values, alternating))
                weights = vectors[:, 0] / np.sqrt(self.sizes)
                vector = np.concatenate([weights, sign * weights]) if antipodes else weights
                found.append((float(spectrum[0]), vector, alternating))
        return min(found, key=lambda row: row[0])

    def lifted(self, factor: float, d: int, antipodes: bool = False) -> Configuration:
        """The configuration on S^(d-1) at a scale."""
        angle = self.polar(factor)
        slope = np.divide(np.sin(angle), self.lengths, out=np.zeros_like(angle), where=self.lengths > 0)
        mantissa, exponent = np.frexp(slope)
        slope = np.ldexp(np.rint(np.ldexp(mantissa, SLOPE_BITS)), exponent - SLOPE_BITS)
        rows = np.zeros((len(angle), d))
        rows[:, : self.points.shape[1]] = self.points * slope[:, None]
        rows[:, -1] = np.cos(angle)
        if antipodes:
            rows = np.concatenate([rows, -rows])
        name = f"{self.name} and antipodes" if antipodes else self.name
        return Configuration(name, Dataset(rows + 0.0), self.symmetry)
