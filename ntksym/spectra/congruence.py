r"""Positive definiteness and the smallest eigenvalue of a ball matrix: congruence, then Gershgorin.

*Theorem.* Let A be symmetric and X any square matrix. If X^T A X - s X^T X is strictly diagonally dominant with
positive diagonal, then lambda_min(A) > s.

*Proof.* By Gershgorin X^T (A - s I) X is positive definite; so X is nonsingular, and A - s I is positive definite by
Sylvester's law of inertia. QED.

X is a guess, found in rounds: with the eigenvectors U and eigenvalues w of the float64 matrix nearest to X^T A X,
scaled to diagonal 1, X U w^(-1/2) replaces X. Each round removes a factor of about 10^14 from the condition number, so
that X^T A X becomes I; a last rotation makes X^T X = diag(1/lambda_i), almost. Then the first column of X is the
lowest eigenvector, and the enclosure has a small *relative* width whatever the condition number, with clusters too.

SOURCE: Golub and Van Loan, Matrix Computations, 7.2 (Gershgorin) and 8.1.5 (Sylvester); Rump, JJIAM 26 (2009) 249
(ill-conditioned matrices by repeated preconditioning).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import (
    arb,
    arb_mat,
    ball,
    bits,
    certainly_equal_to_zero,
    certainly_positive,
    is_finite,
    upper,
)
from ntksym.balls.matrices import Floats
from ntksym.errors import UndecidedError

WELL_CONDITIONED = 2**17


@dataclass(frozen=True, slots=True)
class Ends:
    """Certified lo <= lambda_min <= hi."""

    lo: Fraction
    hi: Fraction


def float_matrix(matrix: arb_mat) -> Floats:
    """The midpoints, rounded to float64."""
    return np.array([float(v) for v in matrix.entries()]).reshape(matrix.nrows(), matrix.ncols())


def from_floats(values: Floats) -> arb_mat:
    """The exact ball matrix of a float64 matrix."""
    return arb_mat(values.shape[0], values.shape[1], [arb(v) for v in values.ravel().tolist()])


def midpoints(matrix: arb_mat) -> arb_mat:
    """The exact midpoints."""
    return arb_mat(matrix.nrows(), matrix.ncols(), [v.mid() for v in matrix.entries()])


def dominant(matrix: arb_mat) -> bool:
    """Whether a matrix is certainly strictly diagonally dominant by rows, with positive diagonal."""
    for i, row in enumerate(matrix.table()):
        rest = arb(0)
        for j, value in enumerate(row):
            if j != i:
                rest = rest + abs(value)
        if not certainly_positive(row[i] - rest):
            return False
    return True


def _scales(matrix: arb_mat) -> list[arb] | None:
    """Powers of two that bring the diagonal to [1/4, 1); None if it is not certainly positive."""
    found = []
    for i in range(matrix.nrows()):
        value = matrix[i, i]
        if not certainly_positive(value):
            return None
        found.append(arb((1, -((log2_size(value) + 1) // 2))))
    return found


def _product(X: arb_mat, A: arb_mat | None) -> arb_mat:
    return X.transpose() * (X if A is None else A * X)


def _precondition(A: arb_mat, rounds: int) -> tuple[arb_mat, arb_mat, bool] | None:
    """X with X^T A X close to I, that product, and whether X's columns are orthogonal, the lowest eigenvector first.

    None if A does not seem positive definite.
    """
    n, found, product = A.nrows(), None, A
    for done in range(1, rounds + 1):
        scales = _scales(product)
        if scales is None:
            return None
        entries = product.entries()
        scaled = np.array([float(v * scales[k // n] * scales[k % n]) for k, v in enumerate(entries)]).reshape(n, n)
        if not np.all(np.isfinite(scaled)):
            return None
        w, U = np.linalg.eigh(scaled)
        basis = from_floats(U / np.sqrt(np.maximum(w, n / 2**50)))
        basis = arb_mat(n, n, [v * scales[k // n] for k, v in enumerate(basis.entries())])
        found = basis if found is None else midpoints(found * basis)
        product = _product(found, A)
        if w[0] * WELL_CONDITIONED > 1:
            return found, product, done == 1 and all(certainly_equal_to_zero(v - scales[0]) for v in scales)
    return None


def positive_definite(A: arb_mat) -> bool:
    """Whether a symmetric ball matrix is certainly positive definite, at the working precision.

    Examples
    --------
    >>> positive_definite(arb_mat([[2, 1], [1, 2]])), positive_definite(arb_mat([[1, 2], [2, 1]]))
    (True, False)
    """
    if not all(is_finite(v) for v in A.entries()):
        return False
    found = _precondition(A, _rounds())
    return found is not None and dominant(found[1])


def _rounds() -> int:
    return 2 + bits() // 40


def smallest(matrix: arb_mat) -> Ends:
    """Enclose lambda_min of a symmetric ball matrix at the working precision.

    Where the matrix may be singular or indefinite it is shifted until it is certainly positive definite: the lower
    bound is then negative.

    Raises
    ------
    UndecidedError
        If an entry is not finite, or no lower bound could be proved.

    Examples
    --------
    >>> ends = smallest(arb_mat([[2, 1], [1, 2]]))
    >>> bool(ends.lo <= 1 <= ends.hi), bool(ends.hi - ends.lo < Fraction(1, 10**9))
    (True, True)
    """
    if not all(is_finite(v) for v in matrix.entries()):
        raise UndecidedError("a kernel entry is not finite at this precision")
    n = matrix.nrows()
    for shift in _shifts(matrix):
        ends = _smallest(matrix + _multiple(n, ball(shift)) if shift else matrix)
        if ends is not None:
            return Ends(ends.lo - shift, ends.hi - shift)
    raise UndecidedError("no lower bound of the smallest eigenvalue could be proved at this precision")


def _shifts(matrix: arb_mat) -> Iterator[Fraction]:
    """None at first; then, or where the matrix is plainly indefinite, such as should make it positive definite."""
    n, values = matrix.nrows(), np.linalg.eigvalsh(float_matrix(matrix))
    size = Fraction(float(np.abs(values).max()))
    if values[0] * 2**40 < -size:
        yield from (2 * abs(Fraction(float(values[0]))), 2 * size)
        return
    yield Fraction(0)
    shift = max(upper(v.rad()) for v in matrix.entries()) * n + (size or 1) / 2 ** bits()
    while shift < 2 * size:
        yield shift
        shift *= 2**12
    yield 2 * size + shift


def _multiple(n: int, value: arb) -> arb_mat:
    return arb_mat(n, n, [value if k % (n + 1) == 0 else arb(0) for k in range(n * n)])


def eigenbasis(A: arb_mat, G: arb_mat | None = None) -> tuple[arb_mat, arb_mat, arb_mat] | None:
    """X, X^T A X and X^T G X (G: I if not given), almost I and almost diagonal; X is exact.

    Its columns approximate the eigenvectors of A (of the pencil A - lambda G), the lowest one first and best.
    None if A does not seem positive definite.
    """
    found = _precondition(A, _rounds())
    if found is None:
        return None
    X, product, orthogonal = found
    gram = _product(X, G)
    if not orthogonal or G is not None:
        X = midpoints(X * from_floats(_descending(gram)))
        product, gram = _product(X, A), _product(X, G)
    return X, product, gram


def _smallest(A: arb_mat) -> Ends | None:
    """Both ends if A is certainly positive definite."""
    found = eigenbasis(A)
    if found is None:
        return None
    _, product, gram = found
    hi = upper(product[0, 0] / gram[0, 0])
    step = hi / 2**44
    while step < hi * 2:
        bound = max(hi - step, Fraction(0))
        if dominant(product - ball(bound) * gram):
            return Ends(bound, hi)
        step *= 4
    return None


def _descending(gram: arb_mat) -> Floats:
    """Float64 eigenvectors of a positive definite matrix, the largest eigenvalue first."""
    n, unit = gram.nrows(), arb((1, -max(log2_size(gram[i, i]) for i in range(gram.nrows()))))
    values = np.array([float(v * unit) for v in gram.entries()]).reshape(n, n)
    return np.ascontiguousarray(np.linalg.eigh(values)[1][:, ::-1])


def log2_size(value: arb) -> int:
    """The e with 2^(e-1) <= |midpoint| < 2^e; very small for 0."""
    mantissa, exponent = value.mid().man_exp()
    return int(mantissa).bit_length() + int(exponent) if int(mantissa) else -(2**20)
