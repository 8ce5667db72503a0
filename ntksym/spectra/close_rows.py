r"""A sharper enclosure where the low eigenvectors live on few rows: near-duplicates, near-antipodes.

On the rows J those vectors are large. The block K_JJ is computed again in balls, at any precision: the error of the
float64 matrix, eta s_i s_j, then meets only the vectors' small entries, and the residuals, whose squares count. Where
that is too much, all of the columns J are. Two guesses V of the low vectors serve the same theorems
(:mod:`ntksym.spectra.deflation`): the float64 Ritz vectors; and, where lambda_min is so small that their rounding
errors matter, those of K_JJ in balls, with zeros outside J (their residuals are of the order of lambda_min itself).
The latter are no longer the V that was deflated, which costs the drift |W - V Z|_F^2 of Theorem A.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, arb_mat, ball, precision
from ntksym.balls.arb import bits as working_bits
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.data import Dataset
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import refine_entries
from ntksym.spectra.certificate import Found
from ntksym.spectra.congruence import eigenbasis, from_floats, log2_size, midpoints
from ntksym.spectra.deflation import balls, lower_bound, rayleigh, squared_drift
from ntksym.spectra.images import INFLATE, enclosed_image
from ntksym.spectra.rounding import UNDERFLOW

MOST_ROWS = 256
MOST_ENTRIES = 300_000
LARGE = 1e-3  # an entry of a low vector, relative to its largest, that makes its row one of J
LOW = 1e-3  # a Ritz value, relative to the first that is not deflated, that makes its vector one of the low ones


def low_rows(found: Found, scale: Floats) -> tuple[int, list[int]] | None:
    """How many of the deflated vectors are low, and the rows J on which those are large; None if J is too large."""
    m = found.vectors.shape[1]
    if found.floor is None or m >= len(found.values):
        return None
    low = int(np.sum(found.values[:m] < LOW * found.values[m]))
    sizes = scale[:, None] * np.abs(found.vectors[:, :low])
    large = np.any(sizes > LARGE * sizes.max(axis=0, initial=0), axis=1)
    rows = [int(i) for i in np.flatnonzero(large)]
    return (low, rows) if 0 < low <= len(rows) <= MOST_ROWS else None


def sharpen(
    data: Dataset,
    kernel: DotKernel,
    matrix: VerifiedMatrix,
    found: Found,
    where: tuple[int, list[int]],
    *,
    unit: bool,
    bits: int,
    polish: bool,
    whole: bool,
) -> Found | None:
    """The enclosure with K_JJ in balls of ``bits`` bits; None if Theorem B proves nothing, or it would take too long.

    Parameters
    ----------
    data, kernel, unit
        What the matrix is of.
    matrix, found
        The float64 matrix and its deflated enclosure.
    where
        The number of low vectors and the rows J (:func:`low_rows`).
    bits
        The working precision.
    polish
        Whether to replace the low vectors by ball ones on J.
    whole
        Whether all of the columns J are in balls.

    Raises
    ------
    UndecidedError
        If the precision is too low for the columns.
    """
    low, rows = where
    if found.floor is None or (whole and len(rows) * data.n > MOST_ENTRIES):
        return None
    with precision(bits):
        columns = _in_balls(data, kernel, matrix, rows, unit=unit, whole=whole)
        block = _rows(columns, rows)
        start = from_floats(found.vectors)
        on_rows = _columns(_rows(start, rows), low)
        outside = found.vectors[:, :low].copy()
        outside[rows] = 0
        if polish:
            on_rows, outside = _lowest(block, on_rows), np.zeros_like(outside)
        largest = max(float(matrix.mid.max()), -float(matrix.mid.min()))
        vectors = _placed(from_floats(outside), rows, on_rows)
        images = columns * on_rows + balls(*enclosed_image(matrix, largest, outside))
        images = _placed(images, rows, columns.transpose() * vectors)
        V, KV = _joined(vectors, start), _joined(images, balls(*found.images))
        drift = Fraction(0)
        if polish:
            lifted = ball(2**found.floor.lift) * _columns(start, low)
            drift = squared_drift(vectors, lifted, _turn(vectors, lifted))
        hi = rayleigh(V, KV)
        lo = lower_bound(V, KV, found.floor.value - drift, hi)
    rest = f", {len(rows)} {'columns' if whole else 'close rows'} in balls of {bits} bits"
    return None if lo is None else replace(found, lo=lo, hi=hi, method=found.method + rest)


def _in_balls(
    data: Dataset, kernel: DotKernel, matrix: VerifiedMatrix, rows: list[int], *, unit: bool, whole: bool
) -> arb_mat:
    """The columns J of K: from its rows J, or from all of them, in balls; the rest as float64 knows it."""
    radii = INFLATE * matrix.eta * np.outer(matrix.scale, matrix.scale[rows]) + float(UNDERFLOW)
    table = balls(matrix.mid[:, rows], radii).table()
    place = {i: k for k, i in enumerate(rows)}
    pairs = [(i, j) for i in range(data.n) if whole or i in place for j in rows if i <= j or i not in place]
    for (i, j), value in zip(pairs, refine_entries(data, kernel, pairs, working_bits(), unit=unit), strict=True):
        table[i][place[j]] = value
        if i in place:
            table[j][place[i]] = value
    return arb_mat(table)


def _lowest(block: arb_mat, start: arb_mat) -> arb_mat:
    """A basis of the lowest eigenvectors' span for K_JJ, the lowest itself first.

    Inverse iteration with the midpoint of the block; turned, so that its projection on ``start`` is the identity.
    """
    middle, transposed, basis = midpoints(block), start.transpose(), start
    try:
        for _ in range(2):
            image = midpoints(middle.solve(basis))
            basis = midpoints(image * (transposed * image).inv())
    except ZeroDivisionError as error:
        raise UndecidedError("the close rows' matrix may be singular at this precision") from error
    turned = basis.transpose()
    found = eigenbasis(turned * (block * basis), turned * basis)
    if found is None:
        raise UndecidedError("the close rows' matrix may be singular at this precision")
    low = [row[0] for row in found[0].table()]
    sizes = [log2_size(v) for v in low]
    pivot, unit = sizes.index(max(sizes)), arb((1, -max(sizes)))
    first = basis * arb_mat(len(low), 1, [v * unit for v in low])
    rest = [[v for j, v in enumerate(row) if j != pivot] for row in basis.table()]
    return midpoints(arb_mat([a + b for a, b in zip(first.table(), rest, strict=True)]))


def _turn(vectors: arb_mat, target: arb_mat) -> arb_mat:
    """Z with vectors Z close to the target: least squares."""
    transposed = vectors.transpose()
    try:
        return midpoints((transposed * vectors).solve(transposed * target))
    except ZeroDivisionError as error:
        raise UndecidedError("the low vectors may be dependent at this precision") from error


def _rows(matrix: arb_mat, rows: list[int]) -> arb_mat:
    table = matrix.table()
    return arb_mat([table[i] for i in rows])


def _columns(matrix: arb_mat, count: int) -> arb_mat:
    return arb_mat([row[:count] for row in matrix.table()])


def _placed(matrix: arb_mat, rows: list[int], values: arb_mat) -> arb_mat:
    """The matrix with some rows replaced."""
    table, new = matrix.table(), values.table()
    for k, i in enumerate(rows):
        table[i] = new[k]
    return arb_mat(table)


def _joined(first: arb_mat, rest: arb_mat) -> arb_mat:
    """The matrix ``rest`` with its first columns replaced by ``first``."""
    return arb_mat([a + b[len(a) :] for a, b in zip(first.table(), rest.table(), strict=True)])
