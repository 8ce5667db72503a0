"""Data sets: n points in R^d, taken as exact numbers."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.errors import InputError


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows x_1..x_n of R^d: finite, non-zero float64, each taken as the exact number that it is.

    Parameters
    ----------
    points
        Shape (n, d), float64, read-only.
    name
        How tables call it.

    Notes
    -----
    Use :func:`dataset` for arrays and :func:`ntksym.data_files.load` for files: they check the input.
    """

    points: NDArray[np.float64]
    name: str = "X"

    @property
    def n(self) -> int:
        """The number of points."""
        return int(self.points.shape[0])

    @property
    def d(self) -> int:
        """The dimension."""
        return int(self.points.shape[1])

    @cached_property
    def integer_rows(self) -> tuple[tuple[int, ...], ...]:
        """Each row times a power of two of its own that makes it integer: the same direction, exactly."""
        return tuple(_integers(row) for row in self.points.tolist())

    @cached_property
    def norms2(self) -> tuple[Fraction, ...]:
        """The exact |x_i|^2."""
        return tuple(sum((Fraction(v) ** 2 for v in row if v), Fraction(0)) for row in self.points.tolist())

    @cached_property
    def digest(self) -> str:
        """The sha256 of shape and values (row by row, little-endian float64)."""
        values = np.ascontiguousarray(self.points, dtype="<f8").tobytes()
        return hashlib.sha256(f"{self.n} {self.d} ".encode() + values).hexdigest()

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, n={self.n}, d={self.d})"


def _integers(row: list[float]) -> tuple[int, ...]:
    ratios = [v.as_integer_ratio() for v in row]
    common = max(q for _, q in ratios)
    values = [p * (common // q) for p, q in ratios]
    shift = math.gcd(*values)
    power = shift & -shift
    return tuple(v // power for v in values)


def dataset(X: Any, name: str = "X") -> Dataset:
    """The data set of an array-like: numpy, nested lists or pandas; floats or integers that float64 holds exactly.

    Raises
    ------
    InputError
        If it is not a two-dimensional array of n >= 2 finite, real, non-zero rows of d >= 2 numbers.

    Examples
    --------
    >>> dataset([[1, 0], [1, 1]])
    Dataset('X', n=2, d=2)
    """
    try:
        array = np.asarray(X)
    except ValueError as error:
        raise InputError(name, f"not an array of numbers ({error})", "give n rows of d numbers") from error
    if array.dtype == object:
        array = _numbers(array, name)
    if array.dtype.kind not in "fiub":
        raise InputError(name, f"values of type {array.dtype} are not real numbers", "give floats or integers")
    if array.ndim != 2:
        raise InputError(name, f"an array of shape {array.shape} is not n points by d coordinates", "give shape (n, d)")
    n, d = array.shape
    if n < 2 or d < 2:
        raise InputError(
            name, f"shape {array.shape}: an eigenvalue bound needs n >= 2 points in dimension d >= 2", "give more"
        )
    points = np.array(array, dtype=np.float64, order="C")
    if not np.array_equal(
        points.astype(array.dtype) if array.dtype.kind in "iu" else points, array, equal_nan=True
    ) or (array.dtype.kind in "iu" and float(np.abs(points).max()) > 2.0**53):
        raise InputError(name, "holds numbers that float64 cannot hold exactly", "scale or round them first")
    bad = np.argwhere(~np.isfinite(points))
    if bad.size:
        i, j = (int(v) for v in bad[0])
        raise InputError(name, f"the entry at row {i}, column {j} is {points[i, j]}", "remove or replace it")
    zero = np.flatnonzero(~points.any(axis=1))
    if zero.size:
        raise InputError(name, f"row {int(zero[0])} is zero: it has no direction", "remove it")
    points.setflags(write=False)
    return Dataset(points, name)


def _numbers(array: NDArray[Any], name: str) -> NDArray[Any]:
    """An object array (pandas, big integers) as numbers, or a clear error."""
    try:
        floats = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(name, f"holds a value that is not a number ({error})", "give floats or integers") from error
    for given, value in zip(array.flat, floats.flat, strict=True):
        if isinstance(given, int) and not isinstance(given, bool) and given != value:
            raise InputError(name, f"{given} is not exact in float64", "scale or round it first")
        if isinstance(given, complex):
            raise InputError(name, f"{given} is complex", "give real numbers")
    return floats
