r"""K v for a few vectors, almost to the last bit, with a proven error for each entry.

*Theorem.* Let |K_ij| <= 2^e, V on the grid 2^-57 with |V_ij| <= 1, and kb = 34 - ceil(log2 n).  Cut V = H + M + L on
the grids 2^-19, 2^-38, 2^-57 and K = A + R with A on the grid g = 2^(e-kb), |R_ij| <= g/2.  Then the products A H, A
M and A L are exact in float64 in any order of summation, fused or not, and |fl(R V) - R V|_ij <= gamma_n (g/2)
|v_j|_1 + n 2^-1074.

*Proof.* In units of their grids |A_ij| <= 2^kb, |H_ij| <= 2^19 and |M_ij|, |L_ij| <= 2^18 are integers: every product
and every partial sum is an integer of at most n 2^(kb+19) <= 2^53 units.  (x + C) - C with C = 1.5 2^52 g rounds x to
the grid g exactly, and x minus that is a float64: a multiple of ulp(x), and not above g/2 and |x|.  The last claim is
the standard bound of an inner product.  The four parts are added with their rounding errors (TwoSum), so the sum errs
by u |y| plus second order.  QED.

SOURCE: Rump, Ogita and Oishi, SIAM J. Sci. Comput. 31 (2008) 189 (splitting against a power of two); Knuth, TAOCP 2,
4.2.2 (TwoSum); the bound derived here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.balls.rounding import UNIT, gamma, root_up
from ntksym.errors import InputError
from ntksym.spectra.rounding import UNDERFLOW, sum_above

GRID = 57
SLICE = 19
PANEL = 256
INFLATE = 1 + 2.0**-30  # covers the roundings of an error bound itself: sums of at most 2^20 non-negative terms
LARGEST_N = 2**20


@dataclass(frozen=True, slots=True)
class Survey:
    """What the error bounds need: upper bounds of max |mid_ij|, |mid|_F and |eta s s^T|_2 = eta |s|^2."""

    largest: float
    frobenius: Fraction
    error: Fraction


def normalised(matrix: VerifiedMatrix) -> tuple[VerifiedMatrix, int]:
    """The matrix times 4^-k, and k: 0 unless its largest entry lies outside [2^-100, 2^100].

    Multiplication by a power of two is exact but for underflow, by at most 2^-1075 an entry, which the enlarged
    eta s_i s_j >= 2^-200 2^-800 covers.
    """
    largest = max(float(matrix.mid.max()), -float(matrix.mid.min()))
    if not largest < math.inf:
        raise InputError("matrix", "it has entries that are infinite or not a number", "give finite ones")
    if largest == 0 or 2.0**-100 <= largest <= 2.0**100:
        return matrix, 0
    power = math.frexp(largest)[1] // 2
    scale = np.maximum(INFLATE * np.ldexp(matrix.scale, -power), 2.0**-400)
    return VerifiedMatrix(np.ldexp(matrix.mid, -2 * power), max(matrix.eta, 2.0**-200), scale), power


def survey(matrix: VerifiedMatrix) -> Survey:
    """Check that a verified matrix is symmetric, and measure it.

    Raises
    ------
    InputError
        If it is not symmetric, not finite, or has more than 2^20 rows.
    """
    mid, n = matrix.mid, matrix.n
    if n > LARGEST_N:
        raise InputError(f"n={n}", "the float64 error bounds are for at most 2^20 rows", "give fewer")
    largest, square = 0.0, Fraction(0)
    for start in range(0, n, PANEL):
        panel = mid[start : start + PANEL]
        for other in range(0, start + 1, PANEL):
            if not np.array_equal(panel[:, other : other + PANEL], mid[other : other + PANEL, start : start + PANEL].T):
                raise InputError("matrix", "it is not symmetric, or has NaN entries", "give a symmetric one")
        largest = max(largest, float(panel.max()), -float(panel.min()))
        if not largest < math.inf:
            raise InputError("matrix", "it has infinite entries", "give finite ones")
        square += sum_above(float(np.vdot(panel, panel)), panel.size)
    scale2 = sum_above(float(matrix.scale @ matrix.scale), n)
    return Survey(largest, root_up(square), Fraction(matrix.eta) * scale2)


def on_grid(vectors: Floats) -> Floats:
    """Vectors with entries of modulus at most 1, rounded to multiples of 2^-57."""
    return np.ldexp(np.rint(np.ldexp(vectors, GRID)), -GRID)


def _cut(values: Floats, grid: int) -> tuple[Floats, Floats]:
    """Values rounded to multiples of 2^grid, and what is left."""
    big = math.ldexp(1.5, 52 + grid)
    head = (values + big) - big
    return head, values - head


def _two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Knuth's TwoSum: the rounded sum and its exact error."""
    total = a + b
    rest = total - a
    return total, (a - (total - rest)) + (b - rest)


def image(mid: Floats, largest: float, vectors: Floats) -> tuple[Floats, Floats]:
    """Y and E with |mid V - Y|_ij <= E_ij.

    Parameters
    ----------
    mid
        Shape (n, n), symmetric, n <= 2^20.
    largest
        max |mid_ij|, at most 2^200.
    vectors
        Shape (n, m), on the grid 2^-57, of modulus at most 1 (:func:`on_grid`).

    Examples
    --------
    >>> Y, E = image(np.eye(2), 1.0, np.array([[0.5], [0.25]]))
    >>> Y.tolist(), bool((E < 2.0**-50).all())
    ([[0.5], [0.25]], True)
    """
    from scipy.linalg.blas import dgemm

    n, m = vectors.shape
    grid = math.frexp(largest)[1] - (34 - (n - 1).bit_length())
    head, rest = _cut(vectors, -SLICE)
    middle, low = _cut(rest, -2 * SLICE)
    slices = np.asfortranarray(np.hstack([head, middle, low]))
    tail = np.asfortranarray(vectors)
    found, bound = np.empty((n, m)), np.empty((n, m))
    ones = INFLATE * np.abs(vectors).sum(axis=0)
    remainder = float(gamma(n)) * math.ldexp(1.0, grid - 1) * ones
    for start in range(0, n, PANEL):
        upper, lower = _cut(mid[start : start + PANEL], grid)
        parts = dgemm(1.0, upper.T, slices, trans_a=True)
        total, first = _two_sum(parts[:, :m], parts[:, m : 2 * m])
        total, second = _two_sum(total, parts[:, 2 * m :])
        total, third = _two_sum(total, dgemm(1.0, lower.T, tail, trans_a=True))
        value = total + (first + second + third)
        errors = np.abs(value) + 4 * (np.abs(first) + np.abs(second) + np.abs(third))
        found[start : start + PANEL] = value
        bound[start : start + PANEL] = INFLATE * (float(UNIT) * errors + remainder) + float(UNDERFLOW)
    return found, bound


def enclosed_image(matrix: VerifiedMatrix, largest: float, vectors: Floats) -> tuple[Floats, Floats]:
    """Y and E with |A V - Y|_ij <= E_ij for every A within a verified matrix: |(A - mid) v|_i <= eta s_i (s^T |v|)."""
    found, bound = image(matrix.mid, largest, vectors)
    weights = matrix.scale @ np.abs(vectors)
    return found, INFLATE * (bound + INFLATE * matrix.eta * np.outer(matrix.scale, weights)) + float(UNDERFLOW)
