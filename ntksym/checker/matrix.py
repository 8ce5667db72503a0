"""The smallest eigenvalue of a kernel matrix of exact points: from below by a factor, from above by a vector.

Below.  Let K be the kernel matrix, B a real matrix and R = K - B B^T.  As B B^T is positive semidefinite (Weyl), and by
Gershgorin's theorem for R,

    lambda_min(K) >= lambda_min(R) >= min_i (R_ii - sum_{j != i} |R_ij|).

Above.  Let v != 0 be a vector on the points of a set; in any finite set of points that contains them, filled up by
zeros, it shows lambda_min(K) <= v^T K v / v^T v (Rayleigh, Ritz).

SOURCE: Horn and Johnson, Matrix Analysis, Theorems 4.3.1 (Weyl), 6.1.1 (Gershgorin), 4.2.2 (Rayleigh, Ritz).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from operator import mul
from typing import Any

from .gram import Claim, Entries, Point, exact_entry, read_claim, read_points
from .limits import MAX_BITS, MAX_EXPONENT, InvalidError, tick
from .pairs import Kernel
from .reader import fields, integer
from .side import SideFiles, next_row, no_more_rows, side_lines


def _witness(row: object, names: tuple[str, ...], files: SideFiles) -> tuple[dict[str, Any], Iterator[str]]:
    """Return the fields of a witness and its rows of integers, which stand in it or in a side file."""
    tree = fields(row, "a witness entry", names, ("rows", "side"))
    if ("rows" in tree) == ("side" in tree):
        raise InvalidError("a witness entry has not exactly one of rows and side")
    if "side" in tree:
        return tree, side_lines(tree["side"], files)
    rows = tree["rows"]
    if not isinstance(rows, list) or not all(isinstance(text, str) for text in rows):
        raise InvalidError("rows is not a list of strings")
    return tree, iter(rows)


def lower_bound(claim: Claim, row: object, files: SideFiles) -> Fraction:
    """Return a lower bound of lambda_min(K) from a witness: the points, then the rows of a lower triangular B.

    The unit of the computation is the square of the unit of B, so that B B^T is exact.
    """
    tree, rows = _witness(row, ("exponent",), files)
    exponent = integer(tree["exponent"], "exponent", -MAX_BITS // 2, MAX_EXPONENT)
    points, entries = read_points(rows, claim), Entries(claim.kernel, -2 * exponent)
    factor: list[list[int]] = []
    diagonal, radii = [0] * claim.n, [0] * claim.n
    for i, x in enumerate(points):
        new = next_row(rows, i + 1)
        diagonal[i] = entries.diagonal(x) - sum(map(mul, new, new))
        for j, old in enumerate(factor):
            tick()
            value, error = entries.entry(x, points[j])
            distance = abs(value - sum(map(mul, old, new))) + error  # old is shorter than new: the sum ends with it
            radii[i] += distance
            radii[j] += distance
        factor.append(new)
    no_more_rows(rows)
    return min(middle - radius for middle, radius in zip(diagonal, radii, strict=True)) * Fraction(4) ** exponent


def reaches(claim: Claim, row: object, files: SideFiles, bound: Fraction) -> bool | None:
    """Decide ``v^T K v <= bound v^T v`` for a witness: the points, then v.

    Entries of points of one direction are exact fractions, so that duplicates give exactly 0.
    """
    _, rows = _witness(row, (), files)
    points = read_points(rows, claim)
    vector = next_row(rows, claim.n)
    no_more_rows(rows)
    length2, mass = sum(map(mul, vector, vector)), sum(map(abs, vector))
    if not length2:
        raise InvalidError("the vector is zero")
    size = abs(bound) * length2 / mass**2
    places = 64 + (size.denominator.bit_length() - size.numerator.bit_length() if size else 0)
    for more in (0, 192):
        if places + more > MAX_BITS:
            break
        verdict = _quotient_at_most(bound, claim.kernel, points, vector, places + more)
        if verdict is not None:
            return verdict
    return None


def _quotient_at_most(
    bound: Fraction, kernel: Kernel, points: list[Point], vector: list[int], places: int
) -> bool | None:
    entries, middle, radius = Entries(kernel, places), 0, 0
    exact = -bound * sum(map(mul, vector, vector))
    for i, x in enumerate(points):
        for j in range(i + 1):
            weight = vector[i] * vector[j] * (1 if i == j else 2)
            if not weight:
                continue
            tick()
            value = exact_entry(kernel, x, points[j])
            if value is not None:
                exact += weight * value
            else:
                centre, error = entries.entry(x, points[j])
                middle, radius = middle + weight * centre, radius + abs(weight) * error
    total = exact * Fraction(2) ** places + middle
    if total + radius <= 0:
        return True
    return False if total - radius > 0 else None


def check_matrix(kind: str, parameters: object, row: object, files: SideFiles, bound: Fraction) -> bool | None:
    """Decide one entry of a claim of kind matrix_lower_bound or matrix_upper_bound."""
    claim = read_claim(parameters)
    verdict = (
        lower_bound(claim, row, files) >= bound if kind == "matrix_lower_bound" else reaches(claim, row, files, bound)
    )
    if verdict is False:  # which does not refute the bound
        raise InvalidError("the witness does not reach the claimed bound")
    return verdict
