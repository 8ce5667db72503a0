r"""The exact Lipschitz constant of a network without biases on the plane: its activation cones, one by one.

On R^2 a map without biases is linear on cones.  A cone is an open sector between two rays; layer l cuts it at the rays
where a neuron's pre-activation, linear there, is 0.  All is in integers: rays are integer vectors, and the sign of u x
v decides their order.  The largest squared norm of a Jacobian J, 2 x n, is the larger root of s^2 - tr(J J^T) s +
det(J J^T).

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), Lemma 6.1; the enumeration is ours.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from math import gcd

import numpy as np

from ntksym.balls.arb import fmpz_mat
from ntksym.balls.rounding import root_up
from ntksym.errors import InputError
from ntksym.networks.exact import Scaled
from ntksym.networks.network import Network
from ntksym.spectra.congruence import Ends

LARGEST_SUM = 400  # hidden neurons
MOST_CONES = 100_000
Ray = tuple[int, int]
QUADRANTS: tuple[Ray, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))


def cross(u: Ray, v: Ray) -> int:
    """Positive where v lies less than half a turn counter-clockwise of u."""
    return u[0] * v[1] - u[1] * v[0]


def _order(u: Ray, v: Ray) -> int:
    return -cross(u, v)


def _primitive(x: int, y: int) -> Ray:
    common = gcd(x, y)
    return x // common, y // common


def _cut(start: Ray, end: Ray, normals: list[Ray]) -> list[Ray]:
    """The rays strictly inside a sector of less than half a turn on which some normal vanishes, in order."""
    found = set()
    for a, b in normals:
        if a or b:
            for ray in (_primitive(-b, a), _primitive(b, -a)):
                if cross(start, ray) > 0 and cross(ray, end) > 0:
                    found.add(ray)
    return sorted(found, key=cmp_to_key(_order))


def _squared_norm(columns: list[Ray]) -> tuple[int, int]:
    """Trace and determinant of J J^T, J = (columns)."""
    xx = sum(a * a for a, _ in columns)
    yy = sum(b * b for _, b in columns)
    xy = sum(a * b for a, b in columns)
    return xx + yy, xx * yy - xy * xy


def plane_lipschitz(network: Network, k: int) -> Ends:
    """|g_k|_Lip of a network with two inputs and no biases before layer k, exactly up to the last square root.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> found = plane_lipschitz(network([[[3.0, -3.0], [4.0, -4.0]], [[1.0], [1.0]]]), 2)
    >>> float(found.lo), float(found.hi)
    (5.0, 5.0)
    """
    if network.d != 2 or any(b is not None for b in network.biases[: k - 1]):
        raise InputError(network.name, "cones are enumerated for two inputs and no biases", "use another bound")
    weights = [Scaled.of(W) for W in network.weights[:k]]
    slopes = Scaled.of(np.array([[network.positive, network.negative]]))
    p, q = (int(v) for v in slopes.values.entries())
    places = sum(W.places for W in weights) + (k - 1) * slopes.places
    low, high, cones = Fraction(0), Fraction(0), 0
    stack = [(u, v, 1, _rows(weights[0])) for u, v in zip(QUADRANTS, QUADRANTS[1:] + QUADRANTS[:1], strict=True)]
    while stack:
        start, end, layer, columns = stack.pop()
        if layer == k:
            trace, determinant = _squared_norm(columns)
            square = Fraction(trace * trace - 4 * determinant)
            root = root_up(square)
            above, below = (trace + root) / 2, (trace + (square / root if root else Fraction(0))) / 2
            high, low = max(high, above), max(low, below)
            continue
        rays = [start, *_cut(start, end, columns), end]
        cones += len(rays) - 1
        if cones > MOST_CONES:
            raise InputError(network.name, f"more than {MOST_CONES} cones", "use another bound")
        for u, v in pairwise(rays):
            middle = (u[0] + v[0], u[1] + v[1])
            sloped = [(a * s, b * s) for a, b in columns for s in (p if a * middle[0] + b * middle[1] > 0 else q,)]
            stack.append((u, v, layer + 1, _next(sloped, weights[layer])))
    scale = Fraction(1, 2**places)
    lower = low / root_up(low) if low else Fraction(0)
    return Ends(lower * scale, root_up(high) * scale)


def _rows(weights: Scaled) -> list[Ray]:
    first, second = ([int(v) for v in row] for row in weights.values.table())
    return list(zip(first, second, strict=True))


def _next(columns: list[Ray], weights: Scaled) -> list[Ray]:
    matrix = fmpz_mat(2, len(columns), [a for a, _ in columns] + [b for _, b in columns])
    return _rows(Scaled(matrix * weights.values, 0))
