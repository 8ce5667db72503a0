"""Kernel matrices in balls: every entry from exact inner products, at any precision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, arb_mat, ball, fmpz_mat, is_finite, lower, precision, upper
from ntksym.balls.arb import bits as working_bits
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.balls.rounding import up
from ntksym.data import Dataset
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel, Pair


def inner_products(data: Dataset) -> list[list[int]]:
    """The exact Gram matrix of ``data.integer_rows``: every row scaled by a power of two of its own.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> inner_products(dataset([[1, 0], [0.5, 0.5]]))
    [[1, 1], [1, 2]]
    """
    rows = fmpz_mat([list(row) for row in data.integer_rows])
    return [[int(v) for v in row] for row in (rows * rows.transpose()).table()]


def pairs(data: Dataset) -> Iterator[tuple[int, int, Pair]]:
    """Every pair i < j with its angle, in balls at the working precision."""
    gram = inner_products(data)
    for i in range(data.n):
        for j in range(i + 1, data.n):
            yield i, j, Pair.of(gram[i][j], gram[i][i], gram[j][j])


def ball_gram(data: Dataset, kernel: DotKernel, *, unit: bool = False) -> arb_mat:
    """K(x_i, x_j) in balls at the working precision; with ``unit`` the rows count as normalised to length 1.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> print(ball_gram(dataset([[2, 0], [0, 1]]), DotKernel("ntk", 2))[0, 1].str(8, radius=False))
    0.63661977
    """
    return _matrix(data, kernel.at_one, kernel.ball_at, norms=kernel.homogeneity == 1 and not unit)


def _matrix(data: Dataset, at_one: Fraction, entry: Callable[[Pair], arb], *, norms: bool) -> arb_mat:
    n = data.n
    lengths = [ball(v).sqrt() for v in data.norms2] if norms else [arb(1)] * n
    result = arb_mat(n, n)
    for i in range(n):
        result[i, i] = ball(at_one) * (ball(data.norms2[i]) if norms else 1)
    for i, j, pair in pairs(data):
        result[i, j] = result[j, i] = entry(pair) * lengths[i] * lengths[j]
    return result


def refine_entries(
    data: Dataset, kernel: DotKernel, index_pairs: Sequence[tuple[int, int]], bits: int, *, unit: bool = False
) -> list[arb]:
    """K(x_i, x_j) for a few pairs (i, j) in balls, from exact inner products.

    Parameters
    ----------
    data, kernel, unit
        As for :func:`ball_gram`.
    index_pairs
        Row numbers.
    bits
        The working precision; it is doubled for a pair so close that its entry is not finite yet.

    Raises
    ------
    UndecidedError
        If an entry is not finite even at 64 times the precision.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> near = refine_entries(dataset([[1, 0], [1, 2**-50]]), DotKernel("slope", 1), [(0, 1)], 128)
    >>> print((1 - near[0]).str(8, radius=False))  # angle/pi
    2.8271597e-16
    """
    needed = sorted({i for pair in index_pairs for i in pair})
    few = Dataset(data.points[needed])
    rows = dict(zip(needed, few.integer_rows, strict=True))
    norms2 = dict(zip(needed, few.norms2, strict=True))
    squares = {i: sum(v * v for v in row) for i, row in rows.items()}
    norms = kernel.homogeneity == 1 and not unit
    lengths: dict[tuple[int, int], arb] = {}

    def length(i: int) -> arb:
        if (i, working_bits()) not in lengths:
            lengths[i, working_bits()] = ball(norms2[i]).sqrt()
        return lengths[i, working_bits()]

    def entry(i: int, j: int) -> arb:
        inner = sum(v * w for v, w in zip(rows[i], rows[j], strict=True))
        profile = ball(kernel.at_one) if i == j else kernel.ball_at(Pair.of(inner, squares[i], squares[j]))
        return profile * length(i) * length(j) if norms else profile

    found = []
    for i, j in index_pairs:
        for doublings in range(7):
            with precision(bits << doublings):
                value = entry(i, j)
            if is_finite(value):
                found.append(value)
                break
        else:
            raise UndecidedError(f"the kernel at rows {i} and {j} is not finite at {bits << 6} bits")
    return found


def rounded(matrix: arb_mat) -> VerifiedMatrix:
    """The float64 matrix nearest to a ball matrix, with the largest distance, rounded up, as its error.

    Raises
    ------
    UndecidedError
        If a ball is not finite, or beyond the largest float64.
    """
    n = matrix.nrows()
    mid, worst = np.empty((n, n)), Fraction(0)
    for i in range(n):
        for j in range(i + 1):
            entry = matrix[i, j]
            if not is_finite(entry):
                raise UndecidedError(f"the kernel at rows {j} and {i} is not finite at this precision")
            low, high = lower(entry), upper(entry)
            try:
                mid[i, j] = mid[j, i] = float((low + high) / 2)
            except OverflowError as error:
                raise UndecidedError("the kernel matrix leaves float64's range") from error
            centre = Fraction(float(mid[i, j]))
            worst = max(worst, high - centre, centre - low)
    return VerifiedMatrix(mid, up(worst), np.ones(n))


def reference_gram(data: Dataset, kernel: DotKernel, *, unit: bool = False, bits: int = 128) -> VerifiedMatrix:
    """The kernel matrix to float64 accuracy, by balls: slow, for tests and for kernels without a surrogate."""
    with precision(bits):
        return rounded(ball_gram(data, kernel, unit=unit))
