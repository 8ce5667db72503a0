r"""|(I - eta H)^k y| in balls: binary powering of the matrix, no eigenvectors.

B = I - eta H, B_j = B_{j-1}^2 = B^(2^j).  With k = sum of 2^j over its binary digits, (I - eta H)^k y is y times those
B_j, one after the other.  Squarings lose about 2 log2 n bits each, and the entries of B_j become a common factor times
a matrix of rank one: the *relative* width stays small, however large k is.  The precision is doubled until it is small
enough.

SOURCE: ntksym's notes on the slides, 1.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ntksym.balls.arb import arb, arb_mat, ball, is_finite, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.descent.training import Training
from ntksym.errors import UndecidedError
from ntksym.kernels.entries import ball_gram

LARGEST_BITS = 8192


def contraction(training: Training) -> arb_mat:
    """I - eta H in balls at the working precision."""
    n, eta = training.data.n, ball(training.eta)
    entries = [-eta * v for v in ball_gram(training.data, training.kernel).entries()]
    for i in range(n):
        entries[i * (n + 1)] = 1 + entries[i * (n + 1)]
    return arb_mat(n, n, entries)


def power_curve(training: Training, steps: Sequence[int], digits: int = 12) -> list[Enclosure]:
    """Enclose |(I - eta H)^k y| for each k >= 0, to relative width 10^-digits.

    Raises
    ------
    UndecidedError
        If that is not reached at 8192 bits: for instance because a residual is exactly 0.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.descent.labels import labels
    >>> from ntksym.kernels.dot_product import parse_kernel
    >>> X = dataset([[1, 0], [0, 1]])
    >>> slides = Training(X, labels([1, 0], X), parse_kernel("h-infinity", 2), Fraction(1))
    >>> print(*power_curve(slides, [0, 1, 10]))  # H = I/2
    1 0.5 0.0009765625
    """
    bits = 64 + int(3.4 * digits) + 2 * max(steps, default=0).bit_length() * training.data.n.bit_length()
    goal = Fraction(1, 10**digits)
    while bits <= LARGEST_BITS:
        with precision(bits):
            found = _curve(training, steps)
        if found is not None and all((x.relative_width() or 0) <= goal and (x.lo > 0 or x.exact) for x in found):
            return found
        bits *= 2
    raise UndecidedError(f"the residual is not known to {digits} digits at {LARGEST_BITS} bits")


def _curve(training: Training, steps: Sequence[int]) -> list[Enclosure] | None:
    n = training.data.n
    B, start = contraction(training), [ball(Fraction(v)) for v in training.labels.values.tolist()]
    vectors = {k: arb_mat(n, 1, start) for k in steps}
    for j in range(max(steps, default=0).bit_length()):
        if j:
            B = B * B
        for k in vectors:
            if k >> j & 1:
                vectors[k] = B * vectors[k]
    norms = [_norm(vectors[k]) for k in steps]
    return [Enclosure.of_ball(x) for x in norms] if all(map(is_finite, norms)) else None


def _norm(vector: arb_mat) -> arb:
    total = arb(0)
    for v in vector.entries():
        total = total + v * v
    return total.sqrt()
