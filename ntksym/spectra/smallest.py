"""The certified smallest eigenvalue of a kernel matrix: by structure, in float64, with some or all columns in balls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ntksym.balls.arb import precision
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.data import Dataset
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.kernels.floating_point import ASSUMPTIONS, CHOLESKY, blas, self_test
from ntksym.kernels.gram import gram, spot_check
from ntksym.spectra.certificate import Found, Progress, enclose
from ntksym.spectra.close_rows import low_rows, sharpen
from ntksym.spectra.congruence import smallest
from ntksym.spectra.graded import enclose_graded, is_graded
from ntksym.spectra.images import normalised
from ntksym.spectra.singular import reason

TARGET = Fraction(1, 10**6)
BALL_ROWS = 600
BITS = (128, 256, 512, 1024, 2048, 4096)


@dataclass(frozen=True)
class SmallestEigenvalue:
    """Certified lo <= lambda_min(K) <= hi.

    ``structural`` says why the eigenvalue is exactly 0, where it is; ``assumptions`` lists what a float64 proof
    rests on (none for balls).
    """

    lo: Fraction
    hi: Fraction
    method: str
    structural: str | None = None
    assumptions: tuple[str, ...] = ()
    details: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.lo > self.hi:
            raise ArithmeticError(f"contradictory bounds of lambda_min: {float(self.lo)} > {float(self.hi)}")

    def is_within(self, target: Fraction) -> bool:
        """Whether lo > 0 and the relative width is at most ``target``."""
        return self.lo > 0 and self.hi - self.lo <= target * self.hi

    def meet(self, other: SmallestEigenvalue) -> SmallestEigenvalue:
        """The intersection with another enclosure of the same number, described as the narrower one."""
        first, second = (self, other) if self.hi - self.lo <= other.hi - other.lo else (other, self)
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        if (lo, hi) == (first.lo, first.hi):
            return first
        assumptions = tuple(dict.fromkeys(first.assumptions + second.assumptions))
        return replace(first, lo=lo, hi=hi, assumptions=assumptions)


def _quiet(stage: str, done: float) -> None:
    """No progress."""


def _in_float64(
    matrix: VerifiedMatrix, tell: Progress, *, products_only: bool
) -> tuple[SmallestEigenvalue, Found | None]:
    """The enclosure, and the certificate behind it if the matrix needed no scaling."""
    self_test()
    scaled, power = normalised(matrix)
    with blas():
        found = enclose(scaled, tell, products_only=products_only)
    if found.lo is None:
        raise UndecidedError("no float64 factorisation proved a lower bound of the smallest eigenvalue")
    return _result(found, power), None if power else found


def _result(found: Found, power: int = 0) -> SmallestEigenvalue:
    assert found.lo is not None
    factor = Fraction(4) ** power
    details = {"floor under the rest": f"{float(found.floor.value * factor):.6e}"} if found.floor else {}
    return SmallestEigenvalue(
        found.lo * factor, found.hi * factor, found.method, assumptions=found.assumptions, details=details
    )


def smallest_eigenvalue(
    matrix: VerifiedMatrix, *, progress: Progress | None = None, products_only: bool = False
) -> SmallestEigenvalue:
    """Enclose lambda_min over every symmetric matrix within a verified matrix's error, in float64.

    Parameters
    ----------
    matrix
        The matrix. Memory beside it: one n x n float64 (and one float32 before it) from 800 rows on.
    progress
        Called with each stage and the fraction done.
    products_only
        Rest the proof on BLAS products alone, not on LAPACK's factorisation: n^3 more operations, one more matrix.

    Raises
    ------
    InputError
        If the matrix is not symmetric or not finite, or this machine's float64 is broken.
    UndecidedError
        If no factorisation proved a lower bound.

    Examples
    --------
    >>> import numpy as np
    >>> found = smallest_eigenvalue(VerifiedMatrix(np.array([[2.0, 1.0], [1.0, 2.0]]), 1e-16, np.ones(2)))
    >>> bool(found.lo <= 1 <= found.hi), bool(found.hi - found.lo < Fraction(1, 10**14))
    (True, True)
    """
    return _in_float64(matrix, progress or _quiet, products_only=products_only)[0]


def lambda_min(
    data: Dataset,
    kernel: DotKernel,
    *,
    unit: bool = False,
    progress: Progress | None = None,
    target: Fraction = TARGET,
) -> SmallestEigenvalue:
    """Enclose lambda_min of a data set's kernel matrix.

    Exactly 0 where the structure says so; otherwise in float64; then, until lo > 0 and the relative width is at most
    ``target``, relative to the rows' lengths where these differ, with close rows in balls, and with the whole matrix in
    balls (up to 600 rows), at more and more bits. What was reached is returned; lo is at least 0, because K is positive
    semidefinite.

    Parameters
    ----------
    data, kernel, unit
        The matrix; with ``unit`` the rows count as normalised to length 1.
    progress
        Called with each stage and the fraction done.
    target
        The relative width to aim at.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> found = lambda_min(dataset([[1, 0], [1, 1e-9]]), DotKernel("ntk", 2))
    >>> found.is_within(Fraction(1, 10**6)), f"{float(found.lo):.6e}"
    (True, '3.183099e-10')
    >>> lambda_min(dataset([[1, 0], [3, 0]]), DotKernel("ntk", 2)).structural
    'rows 0 and 1 have one direction'
    """
    zero = reason(data, kernel)
    if zero is not None:
        return SmallestEigenvalue(Fraction(0), Fraction(0), "structure", structural=zero)
    best: SmallestEigenvalue | None = None
    for found in _enclosures(data, kernel, unit, progress or _quiet, target):
        found = replace(found, lo=max(found.lo, Fraction(0)))
        best = found if best is None else best.meet(found)
        if best.is_within(target):
            break
    if best is None:
        raise UndecidedError("the smallest eigenvalue could not be enclosed")
    return best


def _enclosures(
    data: Dataset, kernel: DotKernel, unit: bool, tell: Progress, target: Fraction
) -> Iterator[SmallestEigenvalue]:
    """Better and better enclosures."""
    tell("kernel matrix", 0.0)
    try:
        matrix = gram(data, kernel, unit=unit, progress=lambda done: tell("kernel matrix", done / 10))
        spot_check(data, kernel, matrix, unit=unit)
        result, found = _in_float64(matrix, tell, products_only=False)
    except UndecidedError:
        matrix, found = None, None
    else:
        yield result
    if not unit and is_graded(data, kernel):
        tell("rows relative to their lengths", 0.85)
        with suppress(UndecidedError):
            if (ends := enclose_graded(data, kernel)) is not None:
                yield SmallestEigenvalue(ends.lo, ends.hi, "scaled Cholesky", assumptions=(*ASSUMPTIONS, CHOLESKY))
    where = low_rows(found, matrix.scale) if found and matrix else None
    if found and matrix and where:
        yield from _sharper(data, kernel, matrix, found, where, unit, tell)
    for bits in BITS if data.n <= BALL_ROWS else ():
        tell(f"the whole matrix in balls of {bits} bits", 0.95)
        with precision(bits):
            try:
                ends = smallest(ball_gram(data, kernel, unit=unit))
            except UndecidedError:
                continue
        yield SmallestEigenvalue(ends.lo, ends.hi, f"balls of {bits} bits: congruence and Gershgorin")


def _sharper(
    data: Dataset,
    kernel: DotKernel,
    matrix: VerifiedMatrix,
    found: Found,
    where: tuple[int, list[int]],
    unit: bool,
    tell: Progress,
) -> Iterator[SmallestEigenvalue]:
    """With some rows in balls: their block, then all of their columns, at more bits until that gains little."""
    width = None
    block = [(BITS[0], False, False), (BITS[0], True, False)]
    for bits, polish, whole in (*block, *((bits, True, True) for bits in BITS)):
        tell(f"{len(where[1])} {'columns' if whole else 'close rows'} in balls of {bits} bits", 0.9)
        try:
            with blas():
                better = sharpen(data, kernel, matrix, found, where, unit=unit, bits=bits, polish=polish, whole=whole)
        except UndecidedError:
            continue
        if better is None or better.lo is None:
            continue
        yield _result(better)
        if whole and width is not None and 2 * (better.hi - better.lo) > width:
            break
        width = better.hi - better.lo if whole else None
