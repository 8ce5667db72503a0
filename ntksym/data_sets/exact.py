"""Configurations with known answers: integer coordinates where they exist, else the nearest float64, which it says."""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations, product
from math import pi, tan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.data import Dataset, dataset
from ntksym.data_sets.registry import check_range, check_shape, sample_set

Points = NDArray[np.float64]
BITS = 25  # of the half-angle tangents of rational_circle: the coordinates stay below 2^51
ROUNDED = "coordinates are the nearest float64 of irrational numbers: the symmetry holds up to 2^-53, not exactly"


@sample_set
def orthonormal(d: int) -> Points:
    """The d unit vectors of R^d: lambda_min = F(1) - F(0) for a kernel F(cos angle).

    Examples
    --------
    >>> orthonormal(3)
    Dataset('orthonormal:d=3', n=3, d=3)
    """
    check_shape(d, d)
    return np.eye(d)


@sample_set
def simplex(d: int) -> Points:
    """The d + 1 vertices of the regular simplex, as (d+1) e_i - (1, ..., 1) in R^(d+1): all cosines are -1/d.

    The kernel matrix has the eigenvalue F(1) - F(-1/d) d times and F(1) + d F(-1/d) once (for unit vectors).

    Examples
    --------
    >>> data = simplex(3)
    >>> (data.points @ data.points.T)[0].tolist()
    [12.0, -4.0, -4.0, -4.0]
    """
    check_shape(d + 1, d + 1)
    check_range("d", d, 2)
    return (d + 1) * np.eye(d + 1) - 1


@sample_set
def cube(d: int) -> Points:
    """The 2^(d-1) diagonals of the cube, vectors of +-1 whose first coordinate is 1; cosines 1 - 2j/d."""
    check_range("d", d, 2, 14)
    return np.array([(1, *signs) for signs in product((1, -1), repeat=d - 1)], dtype=np.float64)


@sample_set
def d4() -> Points:
    """The 12 lines of the root system D4 in R^4, e_i +- e_j; cosines 0 and +-1/2.

    Examples
    --------
    >>> data = d4()
    >>> data.n, sorted({abs(v) for v in (data.points @ data.points.T).ravel().tolist()})
    (12, [0.0, 1.0, 2.0])
    """
    return _integer_roots(4)


@sample_set
def e8() -> Points:
    """The 120 lines of the root system E8 in R^8, doubled to be integers; cosines 0 and +-1/2.

    Examples
    --------
    >>> data = e8()
    >>> data.n, sorted({abs(v) for v in (data.points @ data.points.T).ravel().tolist()})
    (120, [0.0, 4.0, 8.0])
    """
    halves = [(1, *signs) for signs in product((1, -1), repeat=7) if np.prod(signs) == 1]
    return np.vstack([2 * _integer_roots(8), np.array(halves, dtype=np.float64)])


def _integer_roots(d: int) -> Points:
    rows = np.zeros((d * (d - 1), d))
    for row, (i, j, sign) in zip(rows, ((*ij, s) for ij in combinations(range(d), 2) for s in (1, -1)), strict=True):
        row[i], row[j] = 1, sign
    return rows


@sample_set
def equiangular() -> Points:
    """The 28 equiangular lines of R^7, as the permutations of (3, 3, -1, -1, -1, -1, -1, -1); cosines +-1/3.

    Examples
    --------
    >>> data = equiangular()
    >>> data.n, sorted({abs(v) for v in (data.points @ data.points.T).ravel().tolist()})
    (28, [8.0, 24.0])
    """
    rows = -np.ones((28, 8))
    for row, (i, j) in zip(rows, combinations(range(8), 2), strict=True):
        row[i] = row[j] = 3
    return rows


@sample_set
def icosahedron() -> Dataset:
    """The 6 diagonals of the icosahedron in R^3, (0, 1, phi) and its like; cosines +-1/sqrt(5), nearly.

    The golden ratio phi is rounded to float64, so the lines are equiangular up to 2^-53 only.  For exact sets take
    :func:`d4`, :func:`e8` or :func:`equiangular`.
    """
    phi = float((1 + _context().sqrt(5)) / 2)
    rows = [(0, 1, phi), (0, 1, -phi), (1, phi, 0), (1, -phi, 0), (phi, 0, 1), (-phi, 0, 1)]
    return dataset(rows, notes=(ROUNDED,))


@sample_set
def cell600() -> Dataset:
    """The 60 diagonals of the 600-cell in R^4: even permutations of (phi, 1, 1/phi, 0)/2 with signs, and D4's kin.

    The angles are pi/5, pi/3, 2 pi/5 and pi/2, up to 2^-52: the golden ratio phi is rounded to float64.

    Examples
    --------
    >>> cell600()
    Dataset('cell600', n=60, d=4)
    """
    phi = float((1 + _context().sqrt(5)) / 2)
    rows = [tuple(2.0 if i == j else 0.0 for j in range(4)) for i in range(4)]
    rows += [(1.0, *signs) for signs in product((1.0, -1.0), repeat=3)]
    for order in permutations(range(4)):
        if sum(order[i] > order[j] for i, j in combinations(range(4), 2)) % 2 == 0:
            for s, t in product((1, -1), repeat=2):
                values = (phi, s * 1.0, t * (phi - 1), 0.0)
                rows.append(tuple(values[i] for i in order))
    return dataset(rows, notes=(ROUNDED,))


@sample_set
def circle(n: int) -> Dataset:
    """The n-th roots of unity in R^2, each coordinate rounded to the nearest float64: not exactly on the circle.

    For directions on a circle that are exact see :func:`rational_circle`.
    """
    check_shape(n, 2)
    check_range("n", n, 2, 100_000)
    mp = _context()
    turns = [mp.mpf(2 * k) / n for k in range(n)]
    return dataset([(float(mp.cospi(t)), float(mp.sinpi(t))) for t in turns], notes=(ROUNDED,))


@cache
def _context() -> Any:
    """Enough bits to round to the nearest float64, the same on every machine (libm's last digit is not)."""
    import mpmath

    context = mpmath.MPContext()
    context.prec = 160
    return context


@sample_set
def rational_circle(n: int) -> Points:
    """The points (q^2 - p^2, 2pq), of integer norm, for n angles within 2^-24 of the multiples of 2 pi/n.

    All cosines between them are rational.  For even n, opposite points are exactly opposite.

    Examples
    --------
    >>> from math import isqrt
    >>> [isqrt(int(v)) ** 2 == v for v in rational_circle(5).norms2]
    [True, True, True, True, True]
    """
    check_shape(n, 2)
    check_range("n", n, 2, 100_000)
    return np.array([_rational_direction(k, n) for k in range(n)])


def _rational_direction(k: int, n: int) -> tuple[float, float]:
    """The angle 2 pi k/n, or its opposite, lies in [-pi/2, pi/2]; there p/q is near the tangent of its half."""
    sign, turn = (1, k / n) if 4 * k <= n else (-1, (2 * k - n) / (2 * n)) if 4 * k <= 3 * n else (1, (k - n) / n)
    q = 1 << BITS
    p = round(tan(pi * turn) * q)
    return float(sign * (q * q - p * p)), float(sign * 2 * p * q)
