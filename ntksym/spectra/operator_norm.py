r"""Upper bounds of a matrix's spectral norm: cheap, by traces of powers, and tight, by a certified eigenvalue.

*Cheap.* With A = W^T W (or W W^T), |W|^2 = |A|, and for symmetric A, |A|^2 = |A^2| <= |A^2|_F.  Each product in float64
errs by at most gamma_k |A|_F^2 in the Frobenius norm (Higham, Lemma 3.1, and Cauchy's inequality by rows).  After s
squarings the bound is at most n^(1/2^(s+2)) too large, but for roundings.

SOURCE: Golub and Van Loan, Matrix Computations, 2.3 (norms); Higham, Accuracy and Stability, Lemma 3.1.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.balls.rounding import gamma, root_up, up
from ntksym.errors import UndecidedError
from ntksym.spectra.rounding import UNDERFLOW, sum_above
from ntksym.spectra.smallest import smallest_eigenvalue

SQUARINGS = 2


def frobenius(values: Floats) -> Fraction:
    """At least the Frobenius norm.

    Examples
    --------
    >>> 5 <= frobenius(np.array([[3.0, 4.0]])) < 5 + Fraction(1, 10**9)
    True
    """
    return root_up(sum_above(float(np.vdot(values, values)), values.size))


def scaled_to_one(W: Floats) -> tuple[Floats, Fraction]:
    """W times a power of two that brings its largest entry to [1/2, 1), and the inverse power; 0 stays."""
    largest = float(np.abs(W).max(initial=0.0))
    if not math.isfinite(largest):
        raise UndecidedError("a matrix with entries that are not finite has no norm")
    exponent = math.frexp(largest)[1]
    return np.ldexp(W, -exponent), Fraction(2) ** exponent


def cheap_norm(W: Floats, squarings: int = SQUARINGS) -> Fraction:
    """At least the spectral norm of W, at most a small factor more: one product of its smaller Gram matrix a squaring.

    Examples
    --------
    >>> W = np.array([[3.0, 0.0], [0.0, 4.0]])
    >>> bool(4 <= cheap_norm(W) < 4.2)
    True
    """
    from scipy.linalg.blas import dsyrk

    scaled, factor = scaled_to_one(W)
    if not scaled.any():
        return Fraction(0)
    tall = np.asfortranarray(scaled if scaled.shape[0] >= scaled.shape[1] else scaled.T)
    k, n = tall.shape
    errors = []
    total = frobenius(tall)
    product = dsyrk(1.0, tall, trans=1, lower=True)
    for squaring in range(squarings + 1):
        product = np.tril(product) + np.tril(product, -1).T
        errors.append(gamma(k if squaring == 0 else n) * total**2 + UNDERFLOW)
        total = frobenius(product)
        if squaring < squarings:
            product = dsyrk(1.0, np.asfortranarray(product), lower=True)
    bound = total
    for error in reversed(errors):
        bound = root_up(bound + error)
    return (bound + UNDERFLOW) * factor


def tight_norm(W: Floats) -> Fraction:
    """At least the spectral norm of W, and nearly equal: its Gram matrix's largest eigenvalue, certified.

    A product of k terms errs entrywise by at most gamma_k |a||b|: a verified matrix with the columns' lengths as
    scales; the smallest eigenvalue of its negative is certified.

    Examples
    --------
    >>> W = np.array([[1.0, 1.0], [0.0, 1.0]])  # the golden ratio
    >>> bool(0 <= tight_norm(W) - Fraction(1618033988, 10**9) < Fraction(1, 10**8))
    True
    """
    scaled, factor = scaled_to_one(W)
    if not scaled.any():
        return Fraction(0)
    tall = scaled if scaled.shape[0] >= scaled.shape[1] else scaled.T
    cheap = frobenius(tall)
    if tall.shape[1] == 1:
        return cheap * factor
    product = tall.T @ tall
    lengths = np.maximum(np.sqrt(np.diag(product)) * (1 + 2.0**-30), 2.0**-400)
    error = up(gamma(tall.shape[0] + 2) * Fraction(101, 100))
    try:
        found = smallest_eigenvalue(VerifiedMatrix(-(product + product.T) / 2, error, lengths))
    except UndecidedError:
        return cheap_norm(W)
    return min(cheap, root_up(max(-found.lo, Fraction(0)))) * factor
