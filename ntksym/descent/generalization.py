r"""The term sqrt(2 y^T H^-1 y/n) of the slides' generalization bound (9); why lambda_min is no substitute.

*The form.*  For any x, with r = y - H x and H positive definite,

    y^T H^-1 y = y^T x + r^T x + r^T H^-1 r,        0 <= r^T H^-1 r <= |r|^2/lambda_min(H).

x is a guess, r is enclosed.  For small n the system is solved in balls instead.

*The route by lambda_min.*  lambda_min(H) <= tau := trace(H)/n, so that y^T H^-1 y <= |y|^2/lambda_min(H) makes of (9)
at least sqrt(2 |y|^2/(n tau)): for H_infinity and unit vectors tau = 1/2, and this is 2 rms(y), above any loss in [0,
1] for labels of modulus 1, whatever the data.

SOURCE: Arora, Du, Hu, Li and Wang (arXiv 1901.08584), Theorem 5.1 (the slides' (9)); ntksym's notes on the slides, S4,
1.6.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, arb_mat, ball, certainly_positive, hull, lower, precision, relative_bits, upper
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.data import Dataset
from ntksym.descent.labels import Labels
from ntksym.descent.spectrum import Spectrum
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.spectra.images import enclosed_image, on_grid, survey

BITS = 192
LARGEST_BITS = 4096


def solved_form(data: Dataset, labels: Labels, kernel: DotKernel, digits: int = 15) -> Enclosure:
    """Enclose y^T H^-1 y by solving H x = y in balls, to relative width 10^-digits: for small n.

    Raises
    ------
    UndecidedError
        If H is singular, or too close to tell at 4096 bits.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.descent.labels import labels
    >>> from ntksym.kernels.dot_product import parse_kernel
    >>> X = dataset([[1, 0], [0, 1]])
    >>> print(solved_form(X, labels([1, -1], X), parse_kernel("h-infinity", 2)))  # H = I/2
    4
    """
    bits = 64 + 4 * digits
    while bits <= LARGEST_BITS:
        with precision(bits):
            y = [ball(Fraction(v)) for v in labels.values.tolist()]
            try:
                x = ball_gram(data, kernel).solve(arb_mat(data.n, 1, y)).entries()
            except ZeroDivisionError:  # flint found no pivot that is certainly not 0
                x = []
            found = _dot(y, x) if x else arb(0)
            if certainly_positive(found) and relative_bits(found) >= 3.4 * digits:
                return Enclosure.of_ball(found)
        bits *= 2
    raise UndecidedError("H is singular, or too close to it: y^T H^-1 y is not known")


def bounded_form(labels: Labels, matrix: VerifiedMatrix, found: Spectrum, smallest: Fraction) -> Enclosure:
    """Enclose y^T H^-1 y from approximate eigenpairs and a positive lower bound of lambda_min(H).

    Raises
    ------
    UndecidedError
        If ``smallest`` is not positive.
    """
    if smallest <= 0:
        raise UndecidedError("lambda_min(H) is not certainly positive: y^T H^-1 y is not bounded")
    y, largest = labels.values, survey(matrix).largest

    def solve(right: Floats) -> Floats:
        return np.asarray(found.vectors @ ((found.vectors.T @ right) / np.maximum(found.values, float(smallest))))

    x, exponent = _gridded(solve(y))
    image, _ = enclosed_image(matrix, largest, x)
    rest = y - np.ldexp(image[:, 0], exponent)
    x, exponent = _gridded(np.ldexp(x[:, 0], exponent) + solve(rest))  # one step of refinement
    image, error = enclosed_image(matrix, largest, x)
    with precision(BITS):
        scale = ball(Fraction(2) ** exponent)
        xs = [ball(Fraction(v)) * scale for v in x[:, 0].tolist()]
        ys = [ball(Fraction(v)) for v in y.tolist()]
        rs = [v - _around(c, e) * scale for v, c, e in zip(ys, image[:, 0].tolist(), error[:, 0].tolist(), strict=True)]
        middle = _dot(ys, xs) + _dot(rs, xs)
        return Enclosure.of_ball(middle + hull(Fraction(0), upper(_dot(rs, rs) / ball(smallest))))


def _gridded(x: Floats) -> tuple[Floats, int]:
    """A column on the grid of vectors of modulus at most 1, and the exponent that scales it back."""
    exponent = int(np.frexp(np.abs(x).max())[1])
    return on_grid(np.ldexp(x, -exponent))[:, None], exponent


def _around(centre: float, radius: float) -> arb:
    return hull(Fraction(centre) - Fraction(radius), Fraction(centre) + Fraction(radius))


def _dot(left: list[arb], right: list[arb]) -> arb:
    total = arb(0)
    for a, b in zip(left, right, strict=True):
        total = total + a * b
    return total


def leading_term(form: Enclosure, n: int) -> Enclosure:
    """sqrt(2 q/n) for a quadratic form q >= 0: the first term of (9).

    Examples
    --------
    >>> print(leading_term(Enclosure.around(4), 2))
    2
    """
    with precision(BITS):
        return Enclosure.of_ball((2 * hull(max(form.lo, Fraction(0)), form.hi) / n).sqrt())


def eigenvalue_route(
    labels: Labels, mean_diagonal: Fraction, smallest: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    """What (9) is at least if y^T H^-1 y is replaced by |y|^2/lambda_min(H): for this H, and for any with this trace.

    Parameters
    ----------
    labels
        y.
    mean_diagonal
        trace(H)/n exactly.
    smallest
        Certified bounds of lambda_min(H); the upper one is positive.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.descent.labels import labels
    >>> X = dataset([[1, 0], [0, 1]])
    >>> eigenvalue_route(labels([1, -1], X), Fraction(1, 2), (Fraction(1, 2), Fraction(1, 2)))
    (Fraction(2, 1), Fraction(2, 1))
    """
    size = labels.norm2 * 2 / labels.values.size
    with precision(BITS):
        return lower(ball(size / smallest[1]).sqrt()), lower(ball(size / mean_diagonal).sqrt())


def mean_diagonal(data: Dataset, kernel: DotKernel) -> Fraction:
    """trace(H)/n, exactly."""
    norms = data.norms2 if kernel.homogeneity else (Fraction(1),) * data.n
    return kernel.at_one * sum(norms, Fraction(0)) / data.n
