r"""The certified float64 kernel matrix of a data set.

The lower triangle is computed in tiles (:mod:`ntksym.kernels.tiles`), in as many threads as BLAS has, and mirrored.

*Error.* Let F be the profile, |F| <= M, and p' the computed polynomial at the computed argument, which is off by at
most e: |p' - F| <= E = sup|p - F| + rounding + e max|p'|, all on an interval that holds both arguments. The entry is
fl(fl(p' r_i) r_j), r_i = |x_i| (1 + e_i) with |e_i| <= the length's error, hence within |x_i||x_j| (E (1 + g) + M g) of
K_ij, where 1 + g = (1 + length)^2/(1 - u)^2. The diagonal is fl(F(1) |x_i|^2), from |x_i|^2 itself. ``eta`` is the
largest bound over the routes that were taken, in exact fractions, rounded up once. Below the normal range a product is
off by 2^-1075, which meets at most one more norm: ``scale`` is never below 2^-480, so that 2^-110 in eta covers it.

SOURCE: Theorem 2 of our performance note, proved again in :mod:`ntksym.kernels.directions` (arguments),
:mod:`ntksym.kernels.surrogate` and :mod:`ntksym.kernels.analytic` (polynomials).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, ball, certainly_less, precision
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.balls.rounding import UNIT, gamma, up
from ntksym.data import Dataset
from ntksym.errors import UndecidedError
from ntksym.kernels.directions import Directions, bounds
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import reference_gram, refine_entries
from ntksym.kernels.floating_point import blas, broken, in_threads, self_test
from ntksym.kernels.surrogate import Monomial, Surrogate, surrogate
from ntksym.kernels.tiles import COLUMNS, ROWS, Route, Tiles, prefers_plain, taken

LEAST_SCALE = 2.0**-480
MOST_SQUARE = 2.0**1000
CHECKED = 16


def gram(
    data: Dataset, kernel: DotKernel, *, unit: bool = False, progress: Callable[[float], object] | None = None
) -> VerifiedMatrix:
    """K(x_i, x_j) for all pairs of rows, with a proven entrywise error.

    Parameters
    ----------
    data, kernel
        The rows and the kernel.  A kernel for which no surrogate is proved is evaluated in balls (slow).
    unit
        The rows count as normalised to length 1.
    progress
        Called from this thread with the fraction of the entries that are done.

    Raises
    ------
    UndecidedError
        If norms are so large that entries leave the range of float64.
    InputError
        If this machine's float64 fails its self-test.

    Notes
    -----
    Rests on ``ntksym.kernels.floating_point.ASSUMPTIONS``.  The same bytes for any number of threads.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> found = gram(dataset([[2, 0], [0, 1]]), DotKernel("ntk", 2))
    >>> float(found.mid[0, 1].round(8)), found.eta < 1e-14
    (0.63661977, True)
    """
    self_test()
    try:
        function = surrogate(kernel)
        bounds(data.d)
    except UndecidedError:
        return reference_gram(data, kernel, unit=unit)
    with blas() as threads, blas(1):
        rows = Directions.of(data.points, threads)
        diagonal, norms = _diagonal(data, kernel, rows, unit)
        matrix = np.empty((data.n, data.n))
        plain, routes, done = prefers_plain(rows), set[Route](), 0

        def panel(left: slice) -> tuple[slice, set[Route]]:
            tiles = Tiles(rows, function, plain)
            _fill(matrix, left, tiles, norms)
            return left, tiles.routes

        panels = [slice(start, min(start + ROWS, data.n)) for start in range(0, data.n, ROWS)]
        for left, some in in_threads(panel, panels[::-1], threads):
            routes |= some
            done += left.stop**2 - left.start**2
            if progress is not None:
                progress(done / data.n**2)
    np.fill_diagonal(matrix, diagonal)
    return VerifiedMatrix(matrix, up(_eta(kernel, rows, function, routes, norms is not None)), _scale(norms, data.n))


def spot_check(data: Dataset, kernel: DotKernel, matrix: VerifiedMatrix, *, unit: bool = False) -> None:
    """Compare a few entries with balls: a guard against a broken BLAS, not a proof.

    Raises
    ------
    InputError
        If an entry is certainly outside its error bound.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> data, kernel = dataset([[2, 0], [1, 1]]), DotKernel("ntk", 2)
    >>> spot_check(data, kernel, gram(data, kernel))
    """
    places = [(k * (data.n - 1) // (CHECKED - 1), (k * 2654435761 + 12345) % data.n) for k in range(CHECKED)]
    for (i, j), value in zip(places, refine_entries(data, kernel, places, 128, unit=unit), strict=True):
        allowed = Fraction(matrix.eta) * Fraction(float(matrix.scale[i])) * Fraction(float(matrix.scale[j]))
        with precision(128):
            if certainly_less(ball(allowed), abs(value - arb(float(matrix.mid[i, j])))):
                raise broken(f"entry ({i}, {j}) of the kernel matrix is wrong")


def _diagonal(data: Dataset, kernel: DotKernel, rows: Directions, unit: bool) -> tuple[Floats, Floats | None]:
    """K(x_i, x_i), and the norms where the entries have them as factors."""
    ones = np.full(data.n, float(kernel.at_one))
    if kernel.homogeneity == 0 or unit:
        return ones, None
    with np.errstate(over="ignore", under="ignore"):
        norms = np.ldexp(rows.length, rows.exponent)
        diagonal = np.ldexp(ones * rows.square, 2 * rows.exponent)
    if not float(diagonal.max()) <= MOST_SQUARE:
        raise UndecidedError(f"{data.name}: norms up to {norms.max():.3g}: the matrix leaves float64's range")
    return diagonal, norms


def _fill(matrix: Floats, left: slice, tiles: Tiles, norms: Floats | None) -> None:
    """A panel of rows up to the diagonal (not itself), and its mirror image."""
    starts = range(0, left.start, COLUMNS)
    for right in (*(slice(start, min(start + COLUMNS, left.start)) for start in starts), left):
        part = tiles.entries(left, right)
        if norms is not None:
            np.multiply(part, norms[left, None], out=part)
            np.multiply(part, norms[right], out=part)
        if left == right:
            part = np.tril(part, -1)
            part = part + part.T
        matrix[left, right] = part
        matrix[right, left] = part.T
    for i, j, values in tiles.repairs():
        matrix[i, j] = matrix[j, i] = values if norms is None else (values * norms[i]) * norms[j]


def _eta(
    kernel: DotKernel, rows: Directions, function: Surrogate | Monomial, routes: set[Route], norms: bool
) -> Fraction:
    errors, at_one = rows.errors, kernel.at_one
    growth = (1 + errors.length) ** 2 / (1 - UNIT) ** 2 - 1 if norms else Fraction(0)
    diagonal = (1 + errors.square) / (1 - UNIT) ** 2 - 1 if norms else gamma(1)
    worst = diagonal * at_one
    for route in routes:
        used, spread = taken(route, rows, function)
        worst = max(worst, used.bound(spread) * (1 + growth) + used.size * growth)
    return worst + (1 + at_one) * Fraction(1, 2**110)


def _scale(norms: Floats | None, n: int) -> Floats:
    """Upper bounds of the norms: the computed ones are within (1 + 1/64) u, and two steps up are more."""
    if norms is None:
        return np.ones(n)
    return np.maximum(np.nextafter(np.nextafter(norms, np.inf), np.inf), LEAST_SCALE)
