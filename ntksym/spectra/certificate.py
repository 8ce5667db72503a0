"""Float64 enclosures of the smallest eigenvalue of a verified matrix: deflated, or plain where there is no gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import precision
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.kernels.floating_point import ASSUMPTIONS, CHOLESKY
from ntksym.spectra import cholesky
from ntksym.spectra.congruence import from_floats
from ntksym.spectra.deflation import BITS, Floor, balls, floor, lower_bound, rayleigh
from ntksym.spectra.images import Survey, enclosed_image, on_grid, survey
from ntksym.spectra.ritz import gap, low_eigenpairs
from ntksym.spectra.rounding import UNDERFLOW

Progress = Callable[[str, float], None]
COUNTS = (8, 40, 200)  # Ritz vectors, more where the first are a cluster
PLACES = (0.5, 0.1)  # of nu between the lowest Ritz value and the first that is not deflated
MARGIN = 20  # how much larger than the Cholesky loss a gap must be


@dataclass(frozen=True)
class Found:
    """lo <= lambda_min <= hi, and what the proof rests on.

    The deflated vectors V (at least one column), their images K V with error bounds, all Ritz values found, and the
    floor under the rest of the spectrum (None: nothing was deflated); what is assumed of the machine.
    """

    lo: Fraction | None
    hi: Fraction
    method: str
    vectors: Floats
    images: tuple[Floats, Floats]
    values: Floats
    floor: Floor | None
    assumptions: tuple[str, ...] = ASSUMPTIONS


def enclose(matrix: VerifiedMatrix, tell: Progress, *, products_only: bool = False) -> Found:
    """Enclose lambda_min over a verified matrix whose entries lie in [-2^100, 2^100].

    Parameters
    ----------
    matrix
        The matrix.
    tell
        Called with each stage and the fraction done.
    products_only
        Rest on BLAS products alone (the residual variant) and not on LAPACK's factorisation.
    """
    tell("measuring the matrix", 0.1)
    size = survey(matrix)
    known, certify = None, cholesky.by_residual if products_only else cholesky.by_factor
    assumptions = ASSUMPTIONS if products_only else (*ASSUMPTIONS, CHOLESKY)
    for count in COUNTS:
        tell(f"searching for {min(count, matrix.n)} low eigenvectors", 0.15)
        values, raw, residuals = low_eigenpairs(matrix.mid, count)
        m, width = gap(values, residuals)
        if not width > MARGIN * float(_expected_loss(size, matrix.n)):
            m = 0
        vectors = on_grid(np.clip(raw[:, : max(m, 1)], -1, 1))
        tell("images of the vectors", 0.5)
        image = enclosed_image(matrix, size.largest, vectors)
        with precision(BITS):
            V, KV = from_floats(vectors), balls(*image)
            known = Found(None, rayleigh(V, KV), "none", vectors, image, values, None, assumptions)
        for place in PLACES if m else ():
            tell(f"factorisation with {m} vectors deflated", 0.6)
            nu = float(values[0] + place * width)
            found = floor(matrix, size, vectors, nu, certify)
            with precision(BITS):
                lo = lower_bound(V, KV, found.value, known.hi) if found else None
            if lo is not None:
                return replace(known, lo=lo, method=f"Temple-Lehmann with {m} deflated", floor=found)
        if m or len(values) == matrix.n:
            break
    assert known is not None
    return _plain(matrix, size, known, tell, products_only=products_only)


def _expected_loss(size: Survey, n: int) -> Fraction:
    """Roughly what a factorisation's proof gives up."""
    return Fraction(n * (n + 4), 2**53) * Fraction(size.largest) + size.error


def _plain(matrix: VerifiedMatrix, size: Survey, known: Found, tell: Progress, *, products_only: bool) -> Found:
    """Nothing deflated: lambda_min >= nu', with nu just below the upper bound, as close as the factorisation goes."""
    loss = _expected_loss(size, matrix.n)
    certify, method = cholesky.by_residual if products_only else cholesky.by_factor, "shifted Cholesky"
    if not products_only and matrix.n > 4 * cholesky.BLOCK and loss * 10**9 > abs(known.hi):
        certify, method = cholesky.by_blocks, "shifted Cholesky by blocks"
        known = replace(known, assumptions=(*known.assumptions, cholesky.TRIANGLES))
    step = loss / 64 + UNDERFLOW
    while step < 64 * loss + abs(known.hi) + 1:
        tell("factorisation", 0.7)
        nothing = known.vectors[:, :0]
        found = floor(matrix, size, nothing, float(known.hi - step), certify)
        if found is not None:
            return replace(known, lo=found.value, method=method)
        step *= 8
    return known
