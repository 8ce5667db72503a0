r"""Lower bounds of the smallest eigenvalue from a Cholesky factorisation in float64 that did not break down.

*Theorem.* Let B be symmetric in float64, n <= 2^20, 0 < b_jj <= 2^101, and let Cholesky's factorisation run to
completion with finite positive pivots, where each entry of the factor is a sum b_ij - sum_k l_ik l_jk, formed in some
order, fused or not, then divided by the pivot (or multiplied by its rounded reciprocal), or square-rooted. Then

    lambda_min(B) >= -c,    c = gamma_{k+4}/(1 - gamma_{k+4}) tr(B) + 2^-1000,

with k = n; and with k = b + ceil(n/b) if the sums are those of the left-looking block algorithm of block size b.

*Proof.* Dividing the computed sum by the factor that b_ij carries gives b_ij - sum l_ik l_jk (1 + t_k) = l_ij l_jj (1
+ t_j). The factors of b_ij and of a product that belong to additions common to both cancel; the others are at most j
- 1 additions, one product and two roundings of the division or root: |t| <= gamma_{j+2}. In the block algorithm each
earlier panel's inner product is formed apart and then subtracted: a product meets fewer than b additions before it
joins the path of b_ij, which has ceil(n/b) subtractions and then at most b additions within its own panel: |t| <=
gamma_{b+ceil(n/b)+4}. So |b_ij - (L L^T)_ij| <= gamma sum_k |l_ik||l_jk| <= gamma |l_i||l_j|. On the diagonal this is
|l_j|^2 (1 - gamma) <= b_jj. Hence |B - L L^T| <= gamma/(1-gamma) sqrt(b_ii b_jj) entrywise: a rank-one matrix of
spectral norm gamma/(1-gamma) tr(B) dominates it, and L L^T is positive semidefinite. Underflow: fewer than n products
err by at most 2^-1075 each, the quotient by that times l_jj <= 2^51: together e <= 2^-1022 for an entry, which adds
at most 2 n e < 2^-1000 to c. NaN or infinity in a row of L makes its pivot NaN or the factorisation fail. QED.

*Residual variant.* For ANY float matrix L and G = fl(B - L L^T) by one BLAS product, lambda_min(B) >= -(|G|_F +
gamma_{n+2} (|B|_F + |L|_F^2) + 2^-1000): it rests on products alone, not on the factorisation.

SOURCE: Rump, BIT 46 (2006) 433; Demmel, LAPACK Working Note 14 (1989); Higham, Accuracy and Stability of Numerical
Algorithms, Theorems 10.3 and 10.5, Lemma 8.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import gamma, root_up
from ntksym.spectra.rounding import UNDERFLOW, sum_above

TRIANGLES = "BLAS's dtrsm solves by such sums, dividing by the pivot or multiplying by its rounded reciprocal"
LARGEST = 2.0**101
BLOCK = 128
Certificate = Callable[[Floats], Fraction | None]
"""Takes a symmetric matrix (Fortran order, lower triangle; overwritten), gives c with lambda_min >= -c, or None."""


def usable(matrix: Floats) -> bool:
    """Whether the diagonal is positive and small enough for the theorem (NaN: no)."""
    diagonal = np.diagonal(matrix)
    return bool(np.all(diagonal > 0) and np.all(diagonal <= LARGEST)) and matrix.shape[0] <= 2**20


def _pivots_hold(factor: Floats) -> bool:
    pivots = np.diagonal(factor)
    return bool(np.all(pivots > 0) and np.all(np.isfinite(pivots)))


def _shift(trace: float, n: int, depth: int) -> Fraction:
    error = gamma(depth + 4)
    return error / (1 - error) * sum_above(trace, n) + UNDERFLOW


def by_factor(matrix: Floats) -> Fraction | None:
    """LAPACK's dpotrf; the factor replaces the lower triangle.

    Examples
    --------
    >>> by_factor(np.asfortranarray([[2.0, 1.0], [1.0, 2.0]])) < Fraction(1, 10**14)
    True
    >>> by_factor(np.asfortranarray([[1.0, 2.0], [2.0, 1.0]])) is None
    True
    """
    from scipy.linalg.lapack import dpotrf

    if not usable(matrix):
        return None
    n, trace = matrix.shape[0], float(np.trace(matrix))
    factor, info = dpotrf(matrix, lower=True, clean=False, overwrite_a=True)
    return _shift(trace, n, n) if info == 0 and _pivots_hold(factor) else None


def by_blocks(matrix: Floats, block: int = BLOCK) -> Fraction | None:
    """The left-looking block algorithm, driven here: c smaller by about n/(b + n/b), 1.5 times the time.

    Examples
    --------
    >>> by_blocks(np.asfortranarray(np.eye(300)), 64) < by_factor(np.asfortranarray(np.eye(300))) / 4
    True
    """
    from scipy.linalg.blas import dgemm, dtrsm
    from scipy.linalg.lapack import dpotrf

    if not usable(matrix):
        return None
    n, trace = matrix.shape[0], float(np.trace(matrix))
    panels: list[Floats] = []
    for start in range(0, n, block):
        stop = min(start + block, n)
        panel = np.asfortranarray(matrix[start:, start:stop])
        for done, earlier in enumerate(panels):
            rows = earlier[start - done * block :]
            panel -= dgemm(1.0, rows.T, rows[: stop - start].T, trans_a=True)
        pivot, info = dpotrf(panel[: stop - start], lower=True, clean=True)
        if info != 0 or not _pivots_hold(pivot):
            return None
        below = dtrsm(1.0, pivot, panel[stop - start :], side=1, lower=True, trans_a=True)
        panels.append(np.ascontiguousarray(np.vstack([pivot, below])))
    return _shift(trace, n, block + math.ceil(n / block))


def by_residual(matrix: Floats) -> Fraction | None:
    """The residual variant: the factor comes from dpotrf, the proof from one dsyrk.

    Examples
    --------
    >>> by_residual(np.asfortranarray([[2.0, 1.0], [1.0, 2.0]])) < Fraction(1, 10**14)
    True
    """
    from scipy.linalg.blas import dsyrk
    from scipy.linalg.lapack import dpotrf

    if not usable(matrix):
        return None
    n = matrix.shape[0]
    factor, info = dpotrf(matrix, lower=True, clean=True)
    if info != 0:
        return None
    size = root_up(2 * _lower_square(matrix)) + sum_above(float(np.vdot(factor.T, factor.T)), n * n)
    left = dsyrk(-1.0, factor, 1.0, matrix, lower=True, overwrite_c=True)
    return root_up(2 * _lower_square(left)) + gamma(n + 2) * size + UNDERFLOW


def _lower_square(matrix: Floats) -> Fraction:
    """At least half of the squared Frobenius norm, from the lower triangle."""
    total = sum(float(np.vdot(column, column)) for column in (matrix[j:, j] for j in range(matrix.shape[0])))
    return sum_above(total, matrix.shape[0] ** 2)
