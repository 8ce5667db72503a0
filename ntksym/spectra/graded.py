r"""Rows of very different lengths: the smallest eigenvalue relative to the short ones.

*Theorem.* Let K = D R D with D = diag(|x_i|), R the kernel matrix of the directions, and Q = diag(m/|x_i|^2) with
m = min_j |x_j|^2. Then lambda_min(K) = m mu, where mu is the largest number for which R - mu Q is positive
semidefinite; and mu <= w^T R w/w^T Q w for every w != 0.

*Proof.* K - lambda I = D (R - lambda D^-2) D is congruent to R - lambda D^-2, and v^T K v/v^T v is the quotient of
w = D v. QED.

In K itself the error of float64 is relative to the longest row; here each row counts relative to its own length, and
lengths beyond the range of float64 do not matter, as the |x_i|^2 are exact fractions.

SOURCE: Sylvester's law of inertia; Demmel, LAPACK Working Note 14 (1989), for the scaling that makes the diagonal 1.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb_mat, ball, is_finite, precision, upper
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.balls.rounding import up
from ntksym.data import Dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.floating_point import blas
from ntksym.kernels.gram import gram, spot_check
from ntksym.spectra.cholesky import by_factor
from ntksym.spectra.congruence import Ends, from_floats
from ntksym.spectra.deflation import BITS, balls, floor
from ntksym.spectra.images import enclosed_image, on_grid, survey

SPREAD = 2**8  # of the squared lengths, from which the search here is worth its time
FINEST, STEP = Fraction(1, 2**44), 8


def is_graded(data: Dataset, kernel: DotKernel) -> bool:
    """Whether the lengths differ so much, and count in the kernel."""
    return kernel.homogeneity == 1 and max(data.norms2) > SPREAD * min(data.norms2)


def enclose_graded(data: Dataset, kernel: DotKernel) -> Ends | None:
    """Enclose lambda_min(K) for a kernel of homogeneity 1; None where no positive lower bound is proved.

    Rests on the assumptions of a Cholesky certificate (:mod:`ntksym.spectra.cholesky`).

    Raises
    ------
    UndecidedError
        If there is no certified matrix of the directions.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> found = enclose_graded(dataset([[1e200, 0], [0, 1e-200]]), DotKernel("ntk", 1))
    >>> bool(0.999 < float(found.lo * 10**200 * 10**200) <= float(found.hi * 10**200 * 10**200) < 1.001)
    True
    """
    R = gram(data, kernel, unit=True)
    spot_check(data, kernel, R, unit=True)
    least = min(data.norms2)
    weights = [least / value for value in data.norms2]
    with blas():
        vector = _lowest(R.mid, np.array([float(q) for q in weights]))
        if vector is None:
            return None
        hi = _quotient(R, weights, vector)
        step = FINEST
        while step < 1:
            mu = hi * (1 - step)
            if _semidefinite(R, weights, mu):
                return Ends(least * mu, least * hi)
            step *= STEP
    return None


def _lowest(mid: Floats, weights: Floats) -> Floats | None:
    """A guess of the w with the least quotient: the largest eigenvector of Q^(1/2) R^-1 Q^(1/2)."""
    from scipy.linalg.lapack import dpotrf, dpotrs
    from scipy.sparse.linalg import ArpackError, LinearOperator, eigsh

    n, roots = len(weights), np.sqrt(weights)
    factor, info = dpotrf(mid.T, lower=True, clean=False)
    if info != 0 or not np.all(np.isfinite(np.diagonal(factor))):
        return None

    def solve(x: Floats) -> Floats:
        return np.asarray(dpotrs(factor, x, lower=True)[0]).reshape(-1)

    if n == 2:
        inverse = np.column_stack([roots * solve(roots * e) for e in np.eye(2)])
        turned = np.linalg.eigh((inverse + inverse.T) / 2)[1][:, -1]
    else:
        operator = LinearOperator((n, n), matvec=lambda x: roots * solve(roots * x.reshape(-1)), dtype=np.float64)
        try:
            turned = eigsh(operator, k=1, which="LA", v0=roots + 1e-3 / n)[1][:, 0]
        except ArpackError:
            return None
    vector = solve(roots * turned)
    largest = float(np.abs(vector).max())
    return on_grid((vector / largest)[:, None]) if 0 < largest < np.inf else None


def _quotient(R: VerifiedMatrix, weights: list[Fraction], vector: Floats) -> Fraction:
    """An upper bound of w^T R w/w^T Q w."""
    image = enclosed_image(R, survey(R).largest, vector)
    with precision(BITS):
        w = from_floats(vector)
        weighted = arb_mat(len(weights), 1, [ball(q) * v for q, v in zip(weights, w.entries(), strict=True)])
        value = (w.transpose() * balls(*image))[0, 0] / (w.transpose() * weighted)[0, 0]
        return upper(value) if is_finite(value) else Fraction(R.mid[0, 0]) * 2


def _semidefinite(R: VerifiedMatrix, weights: list[Fraction], mu: Fraction) -> bool:
    """Whether R - mu Q is certainly positive semidefinite, from one factorisation.

    The diagonal is rounded down: the float after fl(R_ii - t_i), t_i >= mu q_i, is at most R_ii - mu q_i.
    """
    lower = R.mid.copy()
    diagonal = np.diagonal(lower) - np.array([up(mu * q) for q in weights])
    np.fill_diagonal(lower, np.nextafter(diagonal, -np.inf))
    shifted = VerifiedMatrix(lower, R.eta, R.scale)
    size, nothing = survey(shifted), np.empty((R.n, 0))
    for factor in (4, 16):
        loss = Fraction(R.n * (R.n + 4) * factor, 2**54) * Fraction(size.largest) + size.error
        found = floor(shifted, size, nothing, float(loss), by_factor)
        if found is not None and found.value >= 0:
            return True
    return False
