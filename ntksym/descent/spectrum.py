r"""All eigenpairs of a verified matrix in float64, with a proven residual for each pair.

Let A be any symmetric matrix within the verified one, V and w from LAPACK (guesses), R = A V - V diag(w), and
delta >= |V^T V - I|.

*Theorem.* If delta < 1, the sorted eigenvalues of A and of V^T A V = diag(w) + F, F = (V^T V - I) diag(w) + V^T R, are
lambda_i(V^T A V) = theta_i lambda_i(A), theta_i in [1 - delta, 1 + delta] (Ostrowski), and |lambda_i(V^T A V) - w_i|
<= |F| (Weyl), |F| <= |(V^T V - I) diag(w)|_F + sqrt(1 + delta) |R|_F.  So with f above that, and A positive
semidefinite,

    (w_i - f)/(1 + delta) <= lambda_i(A) <= (w_i + f)/(1 - delta)       for w_i >= f; 0 <= lambda_i(A) always.

*Computed bounds.* A V comes with an error for each entry (:mod:`ntksym.spectra.images`).  V = H + L with H on the grid
2^-b, n 4^b <= 2^52: H^T H is exact in any order of summation, and the other products are small.

SOURCE: Horn and Johnson, Matrix Analysis, 4.3.1 (Weyl), 4.5.9 (Ostrowski).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.balls.rounding import UNIT, gamma
from ntksym.errors import UndecidedError
from ntksym.kernels.floating_point import blas, self_test
from ntksym.spectra.images import INFLATE, enclosed_image, on_grid, survey
from ntksym.spectra.rounding import exact

FLOOR = 2.0**-500  # added to error bounds before they are squared, so that no square vanishes


@dataclass(frozen=True, eq=False)
class Spectrum:
    """A V = V diag(w) + R with |R e_i| <= residuals_i, |V^T V - I| <= defect, for every A within the matrix.

    ``radius`` bounds |lambda_i(V^T A V) - w_i|, see the module.  Eigenvalues ascend.
    """

    values: Floats
    vectors: Floats
    residuals: Floats
    defect: Fraction
    radius: Fraction

    def eigenvalue(self, i: int) -> tuple[Fraction, Fraction]:
        """Certified lo <= lambda_i <= hi of a positive semidefinite A, i from 0 in ascending order."""
        w = Fraction(float(self.values[i]))
        low, high = w - self.radius, w + self.radius
        return max(low, Fraction(0)) / (1 + self.defect), max(high, Fraction(0)) / (1 - self.defect)

    @property
    def largest(self) -> tuple[Fraction, Fraction]:
        """The last eigenvalue."""
        return self.eigenvalue(len(self.values) - 1)


def column_norms(entries: Floats) -> Floats:
    """Upper bounds of the Euclidean norms of the columns of all matrices with |A_ij| <= entries_ij."""
    squares = np.maximum(entries, FLOOR) ** 2
    return np.asarray(INFLATE * np.sqrt(INFLATE * squares.sum(axis=0)))


def gram_defect(V: Floats) -> tuple[Floats, float]:
    """V^T V - I, and a bound of the error of each entry, for |V_ij| <= 1."""
    n = V.shape[0]
    big = math.ldexp(1.5, 52 - (52 - (n - 1).bit_length()) // 2)
    head = (V + big) - big
    tail = V - head
    cross = head.T @ tail
    found = head.T @ head - np.eye(V.shape[1])  # exact: multiples of 4^-b below 2^53 of them
    small = (cross + cross.T) + tail.T @ tail
    heads, tails = float(column_norms(np.abs(head)).max()), float(column_norms(np.abs(tail)).max())
    products = float(gamma(n + 4)) * (2 * heads * tails + tails * tails)
    size = float(np.abs(small).max()) + float(np.abs(found).max())
    return found + small, INFLATE * (products + 4 * float(UNIT) * size) + 2.0**-900


def spectrum(matrix: VerifiedMatrix) -> Spectrum:
    """All approximate eigenpairs, with their proven errors.

    Raises
    ------
    UndecidedError
        If the vectors are not nearly orthonormal, or an entry is beyond 2^200 in modulus.

    Examples
    --------
    >>> found = spectrum(VerifiedMatrix(np.array([[2.0, 1.0], [1.0, 2.0]]), 1e-16, np.ones(2)))
    >>> (low, high), (bottom, top) = found.eigenvalue(0), found.largest
    >>> bool(low <= 1 <= high and bottom <= 3 <= top), bool(top - low < 2 + Fraction(1, 10**12))
    (True, True)
    """
    from scipy.linalg import eigh

    self_test()
    size = survey(matrix)
    if not size.largest <= 2.0**200:
        raise UndecidedError("the matrix is too badly scaled for float64 eigenvectors: scale the points")
    with blas():
        w, raw = eigh(matrix.mid, driver="evd", check_finite=False)
        V = on_grid(np.clip(raw, -1, 1))
        image, error = enclosed_image(matrix, size.largest, V)
    product = V * w
    residuals = column_norms(INFLATE * (np.abs(image - product) + 2 * float(UNIT) * np.abs(product) + error))
    defect, slack = gram_defect(V)
    entries = INFLATE * (np.abs(defect) + slack)
    norm = exact(float(column_norms(column_norms(entries)[:, None])[0]))
    if not norm < Fraction(1, 2):
        raise UndecidedError("LAPACK's eigenvectors are not orthonormal on this matrix")
    commutator = exact(float(column_norms(column_norms(entries * np.abs(w))[:, None])[0]))
    total = exact(float(column_norms(residuals[:, None])[0]))
    return Spectrum(w, V, residuals, norm, commutator + (1 + norm) * total)
