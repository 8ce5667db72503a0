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
    certainly_positive,
    is_finite,
    upper,
)
from ntksym.balls.matrices import Floats
from ntksym.errors import UndecidedError

WELL_CONDITIONED = 2**17
NOTHING = -(2**20)


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


def _scales(matrix: arb_mat) -> list[arb]:
    """Powers of two that bring the diagonal to [1/4, 1); fewer than its rows if it is not certainly positive."""
    found = []
    for i in range(matrix.nrows()):
        value = matrix[i, i]
        if not certainly_positive(value):
            break
        found.append(arb((1, -((log2_size(value) + 1) // 2))))
    return found


def _product(X: arb_mat, A: arb_mat) -> arb_mat:
    return X.transpose() * (A * X)


def eigenbasis(A: arb_mat, G: arb_mat | None = None) -> tuple[arb_mat, arb_mat, arb_mat] | None:
    """X, X^T A X and X^T G X (G: I if not given), almost I and almost diagonal; X is exact.

    The columns of X approximate the eigenvectors of A (of the pencil A - lambda G), the lowest one first and best.
    None if A does not seem positive definite.
    """
    n, product = A.nrows(), A
    gram = multiple(n, arb(1)) if G is None else G
    X: arb_mat | None = None
    for _ in range(2 + bits() // 40):
        scales = _scales(product)
        scaled = _floats(product, scales)
        if scaled is None:
            return None
        w, U = np.linalg.eigh(scaled)
        turn, done = U / np.sqrt(np.maximum(w, n / 2**50)), w[0] * WELL_CONDITIONED > 1
        if done:
            turn = turn @ _rotation(gram, scales, turn)
        basis = arb_mat(n, n, [v * scales[k // n] for k, v in enumerate(from_floats(turn).entries())])
        X = basis if X is None else midpoints(X * basis)
        product = _product(X, A)
        gram = X.transpose() * X if G is None else _product(X, G)
        if done:
            return X, product, gram
    return None


def _floats(matrix: arb_mat, scales: list[arb]) -> Floats | None:
    """The float64 matrix nearest to a scaled one; None if it is not finite, or there are no scales."""
    n = matrix.nrows()
    if len(scales) < n:
        return None
    values = [float(v * scales[k // n] * scales[k % n]) for k, v in enumerate(matrix.entries())]
    found = np.array(values).reshape(n, n)
    return found if np.all(np.isfinite(found)) else None


def _rotation(gram: arb_mat, scales: list[arb], turn: Floats) -> Floats:
    """Float64 eigenvectors of ``turn^T (scaled gram) turn``, the largest eigenvalue first."""
    top = max(log2_size(gram[i, i] * scale * scale) for i, scale in enumerate(scales))
    unit = arb((1, -(top // 2)))
    middle = _floats(gram, [scale * unit for scale in scales])
    if middle is None:
        return np.eye(len(scales))
    return np.ascontiguousarray(np.linalg.eigh(turn.T @ middle @ turn)[1][:, ::-1])


def positive_definite(A: arb_mat) -> bool:
    """Whether a symmetric ball matrix is certainly positive definite, at the working precision.

    Examples
    --------
    >>> positive_definite(arb_mat([[2, 1], [1, 2]])), positive_definite(arb_mat([[1, 2], [2, 1]]))
    (True, False)
    """
    if not all(is_finite(v) for v in A.entries()):
        return False
    found = eigenbasis(A)
    return found is not None and dominant(found[1])


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
    entries = matrix.entries()
    if not all(is_finite(v) for v in entries):
        raise UndecidedError("a kernel entry is not finite at this precision")
    n, size = matrix.nrows(), max(log2_size(v) for v in entries)
    size = 0 if size == NOTHING else size
    scaled = matrix * arb((1, -size))  # into the range of float64
    for shift in _shifts(scaled):
        ends = _smallest(scaled + multiple(n, ball(shift)) if shift else scaled)
        if ends is not None:
            factor = Fraction(2) ** size
            return Ends(factor * (ends.lo - shift), factor * (ends.hi - shift))
    raise UndecidedError("no lower bound of the smallest eigenvalue could be proved at this precision")


def _shifts(matrix: arb_mat) -> Iterator[Fraction]:
    """None at first; then, or where the matrix is plainly indefinite, such as should make it positive definite."""
    n, values = matrix.nrows(), np.linalg.eigvalsh(float_matrix(matrix))
    size = Fraction(float(np.abs(values).max()))
    if values[0] * 2**40 < -size:
        yield from (2 * abs(Fraction(float(values[0]))), 2 * size)
        return
    yield Fraction(0)
    shift = max(upper(v.rad()) for v in matrix.entries()) * n + (size or Fraction(1)) / 2 ** bits()
    while shift < 2 * size:
        yield shift
        shift *= 2**12
    yield 2 * size + shift


def multiple(n: int, value: arb) -> arb_mat:
    """``value`` times the identity."""
    return arb_mat(n, n, [value if k % (n + 1) == 0 else arb(0) for k in range(n * n)])


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


def log2_size(value: arb) -> int:
    """The e with 2^(e-1) <= |midpoint| < 2^e; ``NOTHING`` for 0."""
    mantissa, exponent = value.mid().man_exp()
    return int(mantissa).bit_length() + int(exponent) if int(mantissa) else NOTHING
