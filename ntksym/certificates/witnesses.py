"""Witnesses for the smallest eigenvalue: K in fixed point, a rounded factor B of K - c I, a rounded vector.

Nothing here is trusted by the checker.  What a witness proves is computed exactly from the rounded integers, so that a
certificate that is written checks; only whether a good one is found depends on floating point.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

import numpy as np

from ntksym.balls.arb import arb, arb_mat, fmpz_mat, is_finite, precision
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.data import Dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.kernels.floating_point import blas

Rows = list[list[int]]
CHECKERS_ERROR = 16  # units by which an entry of the checker's own K may differ from the true one, generously
MANTISSA = 1000  # float64 reaches 2^1023


@dataclass(frozen=True)
class FixedMatrix:
    """The lower triangle of K: |K_ij - rows[i][j] 2^-places| <= radius 2^-places."""

    rows: Rows
    places: int
    radius: int

    @property
    def n(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def largest(self) -> Fraction:
        """The largest diagonal entry, nearly."""
        return max(row[-1] for row in self.rows) * Fraction(2) ** -self.places

    def scaled(self) -> Floats:
        """K in float64, lower triangle, with largest diagonal entry 1."""
        top, result = max(row[-1] for row in self.rows), np.zeros((self.n, self.n))
        for i, row in enumerate(self.rows):
            result[i, : i + 1] = [v / top for v in row]
        return result


def from_floats(matrix: VerifiedMatrix, places: int) -> FixedMatrix | None:
    """A verified float64 matrix; None where 2^places leaves the range of float64."""
    top = float(np.abs(matrix.mid).max(initial=0))
    if not 0 < top < math.inf or max(abs(places), abs(places + math.frexp(top)[1])) > MANTISSA:
        return None
    scaled = np.rint(np.ldexp(matrix.mid, places))
    rows = [[int(v) for v in row[: i + 1]] for i, row in enumerate(scaled.tolist())]
    largest = Fraction(float(matrix.scale.max()))
    error = Fraction(matrix.eta) * largest**2 * Fraction(2) ** places
    return FixedMatrix(rows, places, -(-error // 1) + 1)


def from_balls(data: Dataset, kernel: DotKernel, unit: bool, places: int) -> FixedMatrix:
    """The ball matrix at a precision at which every radius is below one unit."""
    bits = max(places + log2(largest_entry(data, kernel, unit)) + 32, 96)
    while True:
        with precision(bits):
            found = _rounded(ball_gram(data, kernel, unit=unit), places)
        if found is not None:
            return found
        bits += max(bits // 2, 64)


def largest_entry(data: Dataset, kernel: DotKernel, unit: bool) -> Fraction:
    """The largest K_ii."""
    return kernel.at_one * (max(data.norms2) if kernel.homogeneity and not unit else 1)


def log2(value: Fraction) -> int:
    """The binary logarithm of a positive number, wrong by at most 1."""
    return value.numerator.bit_length() - value.denominator.bit_length()


def _rounded(matrix: arb_mat, places: int) -> FixedMatrix | None:
    unit, n = arb((1, places)), matrix.nrows()
    rows: Rows = []
    for i in range(n):
        row = []
        for j in range(i + 1):
            ball = matrix[i, j] * unit
            if not is_finite(ball):
                return None
            whole = ball.mid().floor().unique_fmpz()
            man, exp = ball.rad().man_exp()
            if whole is None or (int(man) and int(man).bit_length() + int(exp) > 0):
                return None
            row.append(int(whole))
        rows.append(row)
    return FixedMatrix(rows, places, 2)


def float_factor(mid: Floats, c: Fraction, bits: int) -> Rows | None:
    """B with B B^T near K - c I: the float64 Cholesky factor, rounded; None where it fails."""
    from scipy.linalg import LinAlgError, cholesky

    top = math.sqrt(float(mid.diagonal().max()))
    if max(abs(bits), abs(bits + math.frexp(top)[1])) > MANTISSA:
        return None
    try:
        with blas(1):  # the same bytes for any number of threads
            factor = cholesky(mid - float(c) * np.eye(len(mid)), lower=True)
    except (LinAlgError, ValueError):
        return None
    rounded = [[int(v) for v in row[: i + 1]] for i, row in enumerate(np.rint(np.ldexp(factor, bits)).tolist())]
    return rounded if all(row[-1] > 0 for row in rounded) else None


def integer_factor(K: FixedMatrix, c: Fraction) -> Rows | None:
    """B with B B^T near K - c I, row by row in integers: every entry makes up for the rounding of those before it.

    The residual is then one rounding times a diagonal entry of B.  None where a pivot is not positive.
    """
    shift = -(-c * Fraction(2) ** K.places // 1)
    factor: Rows = []
    for i, source in enumerate(K.rows):
        new: list[int] = []
        for j in range(i):
            rest = source[j] - sum(map(mul, factor[j], new))
            pivot = factor[j][j]
            new.append((2 * rest + pivot) // (2 * pivot))
        square = source[i] - shift - sum(map(mul, new, new))
        if square <= 0:
            return None
        new.append(math.isqrt(square))
        if not new[i]:
            return None
        factor.append(new)
    return factor


def proved(K: FixedMatrix, factor: Rows) -> Fraction:
    """What the checker will find from a factor, or less: min_i (R_ii - sum_{j != i} |R_ij|), R = K - B B^T."""
    n = K.n
    B = fmpz_mat([row + [0] * (n - len(row)) for row in factor])
    product = (B * B.transpose()).table()
    centres, radii = [0] * n, [(n - 1) * (K.radius + CHECKERS_ERROR)] * n
    for i, row in enumerate(K.rows):
        for j in range(i):
            distance = abs(row[j] - int(product[i][j]))
            radii[i] += distance
            radii[j] += distance
        centres[i] = row[i] - int(product[i][i]) - K.radius - CHECKERS_ERROR
    least = min(centre - radius for centre, radius in zip(centres, radii, strict=True))
    return least * Fraction(2) ** -K.places


def low_vector(K: FixedMatrix, factor: Rows | None) -> Floats:
    """An approximate eigenvector; in integers, inverse iteration with the factor separates tiny eigenvalues."""
    from scipy.linalg import eigh

    with blas(1):
        vector: Floats = eigh(K.scaled(), subset_by_index=[0, 0])[1][:, 0]
    if factor is None:
        return vector
    return _solve(factor, _solve(factor, vector))


def _solve(factor: Rows, vector: Floats) -> Floats:
    """(B B^T)^-1 times a vector, scaled to largest entry 1, in integers with 128 bits to spare."""
    size = max(max(map(abs, row)) for row in factor).bit_length()
    solved: list[int] = []
    for row, value in zip(factor, vector.tolist(), strict=True):
        right = int(Fraction(value) * 2 ** (128 + size))
        solved.append((right - sum(map(mul, row, solved))) // row[-1])
    solved = [v << size for v in solved]
    for i in reversed(range(len(solved))):
        row = factor[i]
        solved[i] = value = solved[i] // row[-1]
        for j in range(i):
            solved[j] -= row[j] * value
    top = max(map(abs, solved))
    return np.array([v / top for v in solved])


def quotient(K: FixedMatrix, vector: dict[int, int]) -> Fraction:
    """An upper bound of v^T K v / v^T v for an integer vector given by its support."""
    total, mass = 0, sum(map(abs, vector.values()))
    order = sorted(vector)
    for count, i in enumerate(order):
        row, inner = K.rows[i], 0
        for j in order[:count]:
            inner += row[j] * vector[j]
        total += vector[i] * (2 * inner + row[i] * vector[i])
    square = sum(v * v for v in vector.values())
    return Fraction(total + (K.radius + CHECKERS_ERROR) * mass * mass, square) * Fraction(2) ** -K.places


def rounded_vectors(vector: Floats, bits: int) -> Iterator[dict[int, int]]:
    """The vector in integers on its 2, 4, 8, ... largest entries, and on all."""
    order = np.argsort(-np.abs(vector), kind="stable").tolist()
    top = abs(float(vector[order[0]]))
    count = 2
    while True:
        kept = {i: round(Fraction(float(vector[i])) / Fraction(top) * 2**bits) for i in order[:count]}
        yield {i: v for i, v in kept.items() if v}
        if count >= len(order):
            return
        count *= 2
