r"""Polyhedral cones in integers, cut by hyperplanes through their apex: the double description.

A full-dimensional cone is kept as lines (a basis of its largest subspace) and extreme rays, each ray with the set of
cuts on which it lies.  A hyperplane that is not 0 on some line cuts it; else it does if and only if rays lie strictly
on both sides.  The new rays lie between pairs of rays, one on each side, that are adjacent: no third ray lies on all of
the cuts that both lie on.

SOURCE: Motzkin, Raiffa, Thompson and Thrall (1953); Fukuda and Prodon, Double description method revisited (1996),
Proposition 7 (adjacency).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd
from operator import mul

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cone:
    """All sums of lines and non-negative multiples of rays; a ray's mask has a bit for each cut on which it lies."""

    lines: tuple[Vector, ...]
    rays: tuple[tuple[Vector, int], ...] = ()
    cuts: int = 0


def dot(u: Vector, v: Vector) -> int:
    """The inner product."""
    return sum(map(mul, u, v))


def _combine(a: int, u: Vector, b: int, v: Vector) -> Vector:
    """A u + b v, divided by its entries' common divisor."""
    found = [a * x + b * y for x, y in zip(u, v, strict=True)]
    common = gcd(*found)
    return tuple(x // common for x in found)


def split(cone: Cone, normal: Vector) -> list[tuple[bool, Cone]]:
    """The full-dimensional parts of a cone by the sign of a linear form: (positive, part); not positive where it is 0.

    Examples
    --------
    >>> half = split(Cone(((1, 0), (0, 1))), (1, 0))[0][1]
    >>> [(positive, [ray for ray, _ in part.rays]) for positive, part in split(half, (1, 1))]
    [(True, [(1, -1), (0, 1)]), (False, [(1, -1), (0, -1)])]
    """
    values = [dot(line, normal) for line in cone.lines]
    at = next((i for i, value in enumerate(values) if value), None)
    if at is not None:
        return _split_line(cone, normal, at, values)
    heights = [dot(ray, normal) for ray, _ in cone.rays]
    if not (any(h > 0 for h in heights) and any(h < 0 for h in heights)):
        return [(any(h > 0 for h in heights), cone)]
    bit, between = 1 << cone.cuts, tuple(_between(cone, heights))
    parts = []
    for sign in (1, -1):
        kept = [(ray, on if h else on | bit) for (ray, on), h in zip(cone.rays, heights, strict=True) if sign * h >= 0]
        parts.append((sign > 0, Cone(cone.lines, (*kept, *between), cone.cuts + 1)))
    return parts


def _split_line(cone: Cone, normal: Vector, at: int, values: list[int]) -> list[tuple[bool, Cone]]:
    bit, pivot, height = 1 << cone.cuts, cone.lines[at], values[at]
    if height < 0:
        pivot, height = tuple(-x for x in pivot), -height
    others = ((line, value) for i, (line, value) in enumerate(zip(cone.lines, values, strict=True)) if i != at)
    lines = tuple(_combine(height, line, -value, pivot) for line, value in others)
    rays = tuple((_combine(height, ray, -dot(ray, normal), pivot), on | bit) for ray, on in cone.rays)
    parts = []
    for sign in (1, -1):
        new = (tuple(sign * x for x in pivot), bit - 1)
        parts.append((sign > 0, Cone(lines, (*rays, new), cone.cuts + 1)))
    return parts


def _between(cone: Cone, heights: list[int]) -> Iterator[tuple[Vector, int]]:
    """The rays in which a hyperplane cuts the cone's two-dimensional faces."""
    bit, least = 1 << cone.cuts, len(cone.rays[0][0]) - len(cone.lines) - 2
    masks = [on for _, on in cone.rays]
    for i, (above, on_above) in enumerate(cone.rays):
        for j, (below, on_below) in enumerate(cone.rays):
            if heights[i] > 0 > heights[j]:
                common = on_above & on_below
                if common.bit_count() < least:
                    continue
                if all(common & ~on for k, on in enumerate(masks) if k not in (i, j)):
                    yield _combine(heights[i], below, -heights[j], above), common | bit
