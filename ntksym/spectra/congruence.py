"""The smallest eigenvalue of a ball matrix: congruence with approximate eigenvectors, then Gershgorin.

A - s I is positive definite if X^T (A - s I) X is strictly diagonally dominant with positive diagonal for some float
matrix X: Sylvester's law of inertia, and Gershgorin's circles for the congruent matrix (a singular X would make the
product singular).

SOURCE: Golub and Van Loan, Matrix Computations, 7.2 (Gershgorin) and 8.1.5 (Sylvester).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, arb_mat, ball, certainly_positive, is_finite, lower, upper
from ntksym.balls.matrices import Floats
from ntksym.errors import UndecidedError


@dataclass(frozen=True, slots=True)
class Ends:
    """Certified lo <= lambda_min <= hi."""

    lo: Fraction
    hi: Fraction


def float_matrix(matrix: arb_mat) -> Floats:
    """The midpoints, rounded to float64."""
    return np.array([[float(v.mid()) for v in row] for row in matrix.table()])


def positive_definite(matrix: arb_mat, basis: arb_mat) -> bool:
    """Whether X^T A X is certainly strictly diagonally dominant with positive diagonal: then A is positive definite."""
    product = basis.transpose() * matrix * basis
    for i, row in enumerate(product.table()):
        rest = arb(0)
        for j, value in enumerate(row):
            if not is_finite(value):
                return False
            if j != i:
                rest = rest + value.abs_upper()
        if not certainly_positive(row[i] - rest):
            return False
    return True


def rayleigh(matrix: arb_mat, vector: list[Fraction]) -> arb:
    """v^T A v / v^T v for an exact vector: an upper bound of lambda_min."""
    column = arb_mat(len(vector), 1, [ball(v) for v in vector])
    return (column.transpose() * matrix * column)[0, 0] / (column.transpose() * column)[0, 0]


def smallest(matrix: arb_mat) -> Ends:
    """Enclose lambda_min of a symmetric ball matrix at the working precision.

    Raises
    ------
    UndecidedError
        If an entry is not finite, or no lower bound could be proved.
    """
    n = matrix.nrows()
    if not all(is_finite(v) for v in matrix.entries()):
        raise UndecidedError("a kernel entry is not finite at this precision")
    vectors = np.linalg.eigh(float_matrix(matrix))[1]
    basis = arb_mat(n, n, [arb(float(v)) for v in vectors.ravel()])
    hi = upper(rayleigh(matrix, [Fraction(float(v)) for v in vectors[:, 0]]))
    step = max(abs(hi), Fraction(1, 2**40)) / 2**20
    for _ in range(60):
        lo = lower(ball(hi - step))
        shifted = matrix + arb_mat(n, n, [ball(-lo) if i == j else arb(0) for i in range(n) for j in range(n)])
        if positive_definite(shifted, basis):
            return Ends(lo, hi)
        step *= 4
    raise UndecidedError("no lower bound of the smallest eigenvalue could be proved at this precision")
