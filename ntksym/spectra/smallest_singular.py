r"""The smallest singular value of a float64 matrix with a known error, by an approximate inverse: nothing is squared.

Let F be n x m, n <= m, |F - fl| <= e in the spectral norm, R any m x n matrix, q >= |I - fl R|.  Then

    sigma_min(F) >= (1 - q)/|R| - e,    sigma_min(F) <= |fl^T u|/|u| + e  for every u != 0.

*Proof.* For a unit row u, 1 - q <= |u fl R| <= |u fl||R|; Weyl's inequality.  QED.

The float64 product errs by at most gamma_m |fl|_F |R|_F in the Frobenius norm, so condition numbers up to nearly 1/u
are decided, while F F^T in float64 decides those up to 1/sqrt u.

SOURCE: Rump, Verification methods (Acta Numerica 2010), section 10 (approximate inverses); Higham, Accuracy and
Stability, Lemma 3.1.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import UNIT, gamma, root_up
from ntksym.errors import UndecidedError
from ntksym.kernels.floating_point import ASSUMPTIONS, CHOLESKY
from ntksym.spectra.operator_norm import frobenius, scaled_to_one, tight_norm
from ntksym.spectra.rounding import UNDERFLOW, exact
from ntksym.spectra.smallest import SmallestEigenvalue

BLOCK, STEPS = 6, 8  # of the subspace iteration that finds u


def right_inverse(F: Floats) -> Floats:
    """An approximate R with F R = I, by F^T = Q T: R = Q T^-T."""
    from scipy.linalg import LinAlgError, qr, solve_triangular

    try:
        Q, T = qr(F.T, mode="economic", check_finite=False)
        found: Floats = np.asarray(solve_triangular(T, Q.T, check_finite=False)).T
    except LinAlgError:
        raise UndecidedError("the matrix is singular in float64") from None
    if not np.isfinite(found).all():
        raise UndecidedError("the matrix is singular in float64")
    return found


def residual(F: Floats, R: Floats) -> Fraction:
    """At least |I - F R|."""
    from scipy.linalg.blas import dgemm

    difference = dgemm(1.0, R.T, F.T).T
    difference[np.diag_indices_from(difference)] -= 1.0
    rounding = gamma(F.shape[1]) * frobenius(F) * frobenius(R)
    return frobenius(difference) / (1 - UNIT) + rounding + UNDERFLOW


def steepest(R: Floats, steps: int = STEPS) -> Floats:
    """A float vector u along which |R u|/|u| is nearly |R|, by subspace iteration.

    Examples
    --------
    >>> steepest(np.array([[1.0, 0.0], [0.0, 3.0]])).round(6).tolist() in ([0.0, 1.0], [-0.0, -1.0])
    True
    """
    R = R / (np.abs(R).max(initial=0.0) or 1.0)  # its square overflows no more
    block = np.random.default_rng(0).standard_normal((R.shape[1], min(BLOCK, R.shape[1])))
    for _ in range(steps):
        block = np.linalg.qr(R.T @ (R @ block))[0]
    u: Floats = block @ np.linalg.svd(R @ block, full_matrices=False)[2][0]
    return u


def _above(F: Floats, R: Floats) -> Fraction:
    """At least sigma_min(F): |F^T u|/|u| at one vector u."""
    u = steepest(R)
    length2 = sum((exact(v) ** 2 for v in u.tolist()), Fraction(0))
    if not length2:
        raise UndecidedError("no direction of the smallest singular value was found")
    length = length2 / root_up(length2)  # at most |u|
    image = frobenius(F.T @ u) + gamma(F.shape[0]) * frobenius(F) * root_up(length2) + UNDERFLOW
    return image / length


def smallest_singular(F: Floats, error: Fraction) -> SmallestEigenvalue:
    """Enclose sigma_min^2 of every matrix within ``error`` of F in the spectral norm.

    Parameters
    ----------
    F
        Shape (n, m), n <= m, finite float64.
    error
        At least the norm of what is unknown of it.

    Returns
    -------
    SmallestEigenvalue
        Of F F^T, lo > 0.

    Raises
    ------
    UndecidedError
        If no positive lower bound is proved.

    Examples
    --------
    >>> found = smallest_singular(np.array([[1.0, 1.0], [1.0, 1.0 + 2.0**-30]]), Fraction(0))
    >>> f"{float(found.lo):.4e} {float(found.hi):.4e}"  # F F^T is singular in float64
    '2.1684e-19 2.1684e-19'
    """
    scaled, factor = scaled_to_one(F)
    if not scaled.any():
        raise UndecidedError("the matrix is 0 in float64")
    unknown = error / factor + UNDERFLOW
    R = right_inverse(scaled)
    q = residual(scaled, R)
    lo = (1 - q) / tight_norm(R) - unknown
    if lo <= 0:
        raise UndecidedError(f"no positive lower bound: the residual of the approximate inverse is {float(q):.1e}")
    hi = _above(scaled, R) + unknown
    return SmallestEigenvalue(
        (lo * factor) ** 2, (hi * factor) ** 2, "approximate inverse", assumptions=(*ASSUMPTIONS, CHOLESKY)
    )
