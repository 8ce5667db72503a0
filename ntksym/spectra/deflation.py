r"""The deflated Temple-Lehmann bound: an accurate smallest eigenvalue from one Cholesky factorisation.

*Theorem A (a floor under the rest of the spectrum).* Let |K - Khat|_ij <= eta s_i s_j, V in F^{n x m}, W = 2^k V, and
B = fl(Khat + W W^T - nu I) with lambda_min(B) >= -c (:mod:`ntksym.spectra.cholesky`). Then x^T K x >= nu' |x|^2 for
every x orthogonal to V, where

    nu' = nu - c - gamma_{m+2} (|Khat|_F + |W|_F^2) - u max_i b_ii - eta |s|^2 - 2^-1000.

For x orthogonal to another V the same holds with nu' - |W - V Z|_F^2, for any Z.

*Proof.* Off the diagonal b_ij is a sum of k_ij and m products, so its error is at most gamma_{m+1} (|k_ij| +
(|W||W|^T)_ij); the diagonal has one more rounding, u |b_ii|. As |.|_2 <= |.|_F, Khat + W W^T - nu >= -(c + ...) I.
For x orthogonal to V: W^T x = (W - V Z)^T x, and |x^T (K - Khat) x| <= eta (s^T |x|)^2 <= eta |s|^2 |x|^2. Underflow:
at most n m products of 2^-1075 each. QED. (m = 0, nothing deflated: lambda_min(K) >= nu', Rump's bound.)

*Theorem B.* Let x^T K x >= nu' |x|^2 for every x orthogonal to V, and lambda < nu'. If, for some Y and S = K V - V Y,

    T = V^T (K - lambda) V - S^T S/(nu' - lambda)

is positive semidefinite, then lambda_min(K) >= lambda.

*Proof.* Every vector is V a + x with x orthogonal to V. As x^T V = 0, x^T (K - lambda) V a = x^T S a, so
(V a + x)^T (K - lambda) (V a + x) >= a^T V^T (K - lambda) V a - 2 |x| |S a| + (nu' - lambda) |x|^2
>= a^T T a >= 0, by completing the square. QED.

With one vector this is Temple's bound theta - rho^2/(nu' - theta), slightly improved; with several, Lehmann's and
Maehly's. The loss c ~ n u tr(K) of the factorisation only has to be smaller than the gap nu' - lambda, not than the
wanted width.

SOURCE: Temple, Proc. R. Soc. A 119 (1928) 276; Lehmann, ZAMM 29 (1949) 341; Maehly, Helv. Phys. Acta 25 (1952) 547;
Parlett, The Symmetric Eigenvalue Problem, ch. 10; the combination with a deflated factorisation is derived here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, arb_mat, ball, is_finite, upper
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.balls.rounding import UNIT, gamma
from ntksym.errors import UndecidedError
from ntksym.spectra.cholesky import Certificate
from ntksym.spectra.congruence import midpoints, positive_definite
from ntksym.spectra.images import Survey
from ntksym.spectra.rounding import UNDERFLOW, exact, sum_above

BITS = 128
HALVINGS = 3  # of the last interval in the search for the lower bound
LEAST_STEP = Fraction(1, 2**4000)


@dataclass(frozen=True, slots=True)
class Floor:
    """Theorem A's nu', and the exponent k of the lift W = 2^k V."""

    value: Fraction
    lift: int


def floor(matrix: VerifiedMatrix, size: Survey, vectors: Floats, nu: float, certify: Certificate) -> Floor | None:
    """Theorem A's nu' for the span of ``vectors``; None if the factorisation breaks down.

    Parameters
    ----------
    matrix, size
        The matrix and its survey.
    vectors
        V, shape (n, m), m >= 0.
    nu
        The shift.
    certify
        One of :mod:`ntksym.spectra.cholesky`.
    """
    from scipy.linalg.blas import dsyrk

    n, m = vectors.shape
    lift, square = max(0, (math.frexp(size.largest)[1] + 1) // 2), Fraction(0)
    shifted = matrix.mid.T.copy(order="F")
    if m:
        lifted = np.ldexp(np.asfortranarray(vectors), lift)
        square = sum_above(float(np.vdot(lifted, lifted)), n * m)
        shifted = dsyrk(1.0, lifted, 1.0, shifted, lower=True, overwrite_c=True)
    every = np.arange(n)
    shifted[every, every] -= nu
    top = float(shifted[every, every].max())
    loss = certify(shifted)
    if loss is None:
        return None
    loss += gamma(m + 2) * (size.frobenius + square) + UNIT * exact(top) + size.error + UNDERFLOW
    return Floor(exact(nu) - loss, lift)


def rayleigh(vectors: arb_mat, images: arb_mat) -> Fraction:
    """An upper bound of lambda_min(K): v^T K v/v^T v for the first column v of V, the images being K V.

    Raises
    ------
    UndecidedError
        If the quotient is not finite at the working precision.
    """
    v = arb_mat(vectors.nrows(), 1, [row[0] for row in vectors.table()])
    image = arb_mat(vectors.nrows(), 1, [row[0] for row in images.table()])
    quotient = (v.transpose() * image)[0, 0] / (v.transpose() * v)[0, 0]
    if not is_finite(quotient):
        raise UndecidedError("the Rayleigh quotient is not finite at this precision")
    return upper(quotient)


def lower_bound(vectors: arb_mat, images: arb_mat, nu: Fraction, hi: Fraction) -> Fraction | None:
    """Theorem B's lambda, as large as a search finds it; None if the theorem proves nothing.

    Parameters
    ----------
    vectors, images
        V and K V as balls.
    nu
        Theorem A's nu'.
    hi
        An upper bound of lambda_min(K): where the search begins.

    Notes
    -----
    At the working precision.

    Examples
    --------
    >>> V, KV = arb_mat([[1], [0]]), arb_mat([[2], [0]])  # K = diag(2, 3)
    >>> from ntksym.balls.arb import precision
    >>> with precision(BITS):
    ...     bool(0 <= 2 - lower_bound(V, KV, Fraction(3), Fraction(2)) < Fraction(1, 10**12))
    True
    """
    transposed = vectors.transpose()
    gram, products = transposed * vectors, _sharper(transposed * images)
    try:
        ritz = midpoints(midpoints(gram).solve(midpoints(products)))
    except ZeroDivisionError:
        return None
    if hi >= nu:
        return None
    residuals = images - vectors * ritz
    squares = residuals.transpose() * residuals

    def holds(bound: Fraction) -> bool:
        return positive_definite(products - ball(bound) * gram - ball(1 / (nu - bound)) * squares)

    first = upper(products[0, 0].rad() + squares[0, 0] / ball(nu - hi)) + abs(hi) / 2**54
    step, bad = max(first, LEAST_STEP), Fraction(0)
    while not holds(hi - step):
        bad, step = step, 4 * step
        if step > 4 * (nu - hi + abs(hi)):
            return None
    for _ in range(HALVINGS):
        middle = (bad + step) / 2
        if holds(hi - middle):
            step = middle
        else:
            bad = middle
    return hi - step


def _sharper(matrix: arb_mat) -> arb_mat:
    """A symmetric matrix, each entry from the more accurate of its two places."""
    n = matrix.nrows()
    return arb_mat(
        [[min(matrix[i, j], matrix[j, i], key=lambda v: float(v.rad())) for j in range(n)] for i in range(n)]
    )


def squared_drift(vectors: arb_mat, lifted: arb_mat, rotation: arb_mat) -> Fraction:
    """An upper bound of |W - V Z|_F^2."""
    rest = lifted - vectors * rotation
    return sum((upper(value * value) for value in rest.entries()), start=Fraction(0))


def balls(values: Floats, errors: Floats) -> arb_mat:
    """The ball matrix with these midpoints and radii."""
    pairs = zip(values.ravel().tolist(), errors.ravel().tolist(), strict=True)
    return arb_mat(values.shape[0], values.shape[1], [arb(mid, rad) for mid, rad in pairs])
