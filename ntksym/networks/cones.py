r"""The exact Lipschitz constant of a network of few neurons, or on the plane: its activation regions, one by one.

A neuron's pre-activation is affine on a region of constant activation before it, so each layer cuts the regions by
hyperplanes.  With biases one more coordinate, positive and first, makes them cones.  The maps depend on x through
W_1^T x alone: it is enough to move along independent rows of W_1.

*Double description.* A full-dimensional cone is kept as lines (a basis of its largest subspace) and extreme rays, each
ray with the set of cuts on which it lies.  A hyperplane that is not 0 on some line cuts it; else it does if and only if
rays lie strictly on both sides.  The new rays lie between pairs of rays, one on each side, that are adjacent: no third
ray lies on all of the cuts that both lie on.  All is in integers: feasibility of a pattern is decided exactly.

SOURCE: Motzkin, Raiffa, Thompson and Thrall (1953); Fukuda and Prodon, Double description method revisited (1996),
Proposition 7 (adjacency); Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), Lemma 6.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from operator import mul

import numpy as np

from ntksym.balls.arb import fmpz_mat
from ntksym.errors import InputError
from ntksym.networks.exact import Scaled, exact_layer
from ntksym.networks.jacobians import norm_ends, small_gram, times_slopes
from ntksym.networks.lipschitz_law import regions
from ntksym.networks.network import Network
from ntksym.spectra.congruence import Ends

MOST_CONES = 100_000
FEW = 2 * 10**6  # likely operations, up to which the enumeration is tried unasked: seconds
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


def likely_cones(network: Network, k: int) -> int:
    """How many regions as many hyperplanes in general position would make: a guess of the work, not a bound."""
    biased = any(b is not None for b in network.biases[: k - 1])
    return regions(sum(network.widths[: k - 1]), min(network.d, *network.widths[:1]) + biased) if k > 1 else 1


def is_small(network: Network, k: int) -> bool:
    """Whether the enumeration is likely to take seconds."""
    shape = (network.d, *network.widths, 1)
    dimensions = network.d + min(network.d, shape[1])
    each = sum(network.widths[: k - 1]) * dimensions + min(network.d, shape[k]) ** 3  # cuts, and a Jacobian's norm
    return likely_cones(network, k) * each <= FEW


def _coordinates(network: Network, biased: bool) -> list[int]:
    """The rows of (b_1, W_1) along which the regions differ: the bias if any, and independent rows of W_1."""
    W = exact_layer(network, 1)[0].values.table()
    chosen: list[int] = []
    for i in range(len(W)):
        if fmpz_mat([W[j] for j in (*chosen, i)]).rank() > len(chosen):
            chosen.append(i)
    return [0] * biased + [i + 1 for i in chosen]


def _first(network: Network) -> Scaled:
    """(b_1, W_1): the first pre-activations, row 0 their constant term."""
    W, bias = network.weights[0], network.biases[0]
    return Scaled.of(np.vstack([np.zeros(W.shape[1]) if bias is None else bias, W]))


def _next(network: Network, layer: int, rows: Scaled) -> Scaled:
    """A later layer's, from the features before it."""
    W, bias = exact_layer(network, layer)
    found = rows @ W
    if bias is None:
        return found
    nothing = [0] * ((found.values.nrows() - 1) * found.values.ncols())
    constant = fmpz_mat(
        found.values.nrows(), found.values.ncols(), [*(int(v) for v in bias.values.entries()), *nothing]
    )
    return found.plus(Scaled(constant, bias.places))


def jacobians(network: Network, k: int) -> Iterator[Scaled]:
    """The exact Jacobian of g_k, shape (d, n_k), on each full-dimensional region of constant activation before it.

    Raises
    ------
    InputError
        If there are more than ``MOST_CONES`` regions, or so many hyperplanes in general position make more.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> net = network([[[1.0, 1.0]], [1.0, 1.0]], [[0.0, -1.0], None])  # relu(x) + relu(x - 1)
    >>> sorted(int(J.values[0, 0]) for J in jacobians(net, 2))
    [0, 1, 2]
    """
    biased = any(b is not None for b in network.biases[: k - 1])
    if k == 1:
        yield exact_layer(network, 1)[0]
        return
    if likely_cones(network, k) > MOST_CONES:
        raise _too_many(network, k)
    chosen, count = _coordinates(network, biased), 0
    units = [tuple(int(i == j) for i in range(len(chosen))) for j in range(len(chosen))]
    start = Cone(tuple(units))
    stack = [(split(start, units[0])[0][1] if biased else start, 1, _first(network))]
    while stack:
        cone, layer, values = stack.pop()
        if layer == k:
            count += 1
            yield Scaled(fmpz_mat(values.values.table()[1:]), values.places)
            continue
        parts = _regions(cone, values, chosen, MOST_CONES - len(stack) - count)
        if parts is None:
            raise _too_many(network, k)
        for signs, part in parts:
            features = times_slopes(network, values, np.array(signs))
            stack.append((part, layer + 1, _next(network, layer + 1, features)))


def _too_many(network: Network, k: int) -> InputError:
    neurons, dimension = sum(network.widths[: k - 1]), min(network.d, *network.widths[:1])
    return InputError(
        network.name,
        f"{neurons} neurons in {dimension} dimensions make more than {MOST_CONES} regions of constant activation",
        "use the product or the halves bound, or fewer neurons",
    )


def _regions(cone: Cone, values: Scaled, chosen: list[int], most: int) -> list[tuple[tuple[bool, ...], Cone]] | None:
    """A layer's activation patterns on a cone, each with its part; None if there are too many."""
    table = values.values.table()
    parts: list[tuple[tuple[bool, ...], Cone]] = [((), cone)]
    for j in range(values.values.ncols()):
        normal = tuple(int(table[i][j]) for i in chosen)
        parts = [((*signs, sign), side) for signs, part in parts for sign, side in split(part, normal)]
        if len(parts) > most:
            return None
    return parts


def cone_lipschitz(network: Network, k: int) -> Ends:
    """|g_k|_Lip exactly, but for the last eigenvalue and square root: the largest Jacobian norm over all regions.

    Parameters
    ----------
    network, k
        The network, with or without biases, and the layer.

    Raises
    ------
    InputError
        If there are more than ``MOST_CONES`` regions.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> found = cone_lipschitz(network([[[3.0, -3.0], [4.0, -4.0]], [[1.0], [1.0]]]), 2)
    >>> float(found.lo), float(found.hi)
    (5.0, 5.0)
    """
    low, high = Fraction(0), Fraction(0)
    for J in jacobians(network, k):
        A = small_gram(J)
        trace = sum(int(A[i, i]) for i in range(A.nrows()))
        if trace > low * low * 4**J.places:  # else |J| <= |J|_F <= low
            ends = norm_ends(J)
            low, high = max(low, ends.lo), max(high, ends.hi)
    return Ends(low, high)
