"""Data sets: n points in R^d, taken as exact numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.data_arrays import exact_floats, integer_row, squared_norms
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
    notes
        What a reader must know about the numbers, e.g. that decimal text was rounded to float64.

    Notes
    -----
    Use :func:`dataset` for arrays and :func:`ntksym.data_files.load` for files: they check the input.
    """

    points: NDArray[np.float64]
    name: str = "X"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.points.setflags(write=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return Dataset, (self.points, self.name, self.notes)  # read-only again, and without the cached values

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
        return tuple(integer_row(row) for row in self.points.tolist())

    @cached_property
    def norms2(self) -> tuple[Fraction, ...]:
        """The exact |x_i|^2."""
        return tuple(squared_norms(self.points))

    @cached_property
    def digest(self) -> str:
        """The sha256 of shape and values (row by row, little-endian float64)."""
        values = np.ascontiguousarray(self.points, dtype="<f8").tobytes()
        return hashlib.sha256(f"{self.n} {self.d} ".encode() + values).hexdigest()

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, n={self.n}, d={self.d})"


def dataset(X: Any, name: str = "X", *, notes: tuple[str, ...] = ()) -> Dataset:
    """The data set of an array-like: numpy, nested lists or a pandas DataFrame, of any real type.

    Every value becomes the float64 that equals it; a value that no float64 equals is refused, never rounded.

    Parameters
    ----------
    X
        n rows of d numbers: floats (float16 to float64), integers or booleans; a :class:`Dataset` is returned as is.
    name
        How tables and errors call it.
    notes
        Kept with the data set.

    Raises
    ------
    InputError
        If it is not a two-dimensional array of n >= 2 finite, real, non-zero rows of d >= 2 numbers.

    Examples
    --------
    >>> dataset([[1, 0], [1, 1]])
    Dataset('X', n=2, d=2)
    >>> dataset([[1, 0], [2**53 + 1, 1]])
    Traceback (most recent call last):
    ntksym.errors.InputError: X: 9007199254740993 at row 1, column 0 is not exact in float64; scale or round it first
    """
    if isinstance(X, Dataset):
        return X
    points = exact_floats(X, name)
    zero = np.flatnonzero(~points.any(axis=1))
    if zero.size:
        raise InputError(name, f"row {int(zero[0])} is zero: it has no direction", "remove it")
    return Dataset(points, name, notes)


def distinct(data: Dataset, *, rays: bool = False) -> Dataset:
    """The data set without repeated points: the first of each is kept, in order.

    A repeated point makes every kernel matrix singular.  So does a positive multiple of a point, and ``rays`` removes
    those too.  Both are decided exactly.

    Examples
    --------
    >>> data = dataset([[1, 2], [1, 2], [3, 6], [-1, -2]])
    >>> distinct(data).n, distinct(data, rays=True).n
    (3, 2)
    """
    if rays:
        keys: Iterable[Hashable] = map(_primitive, data.integer_rows)
    else:
        keys = (row.tobytes() for row in data.points + 0.0)  # no -0.0
    first: dict[Hashable, int] = {}
    for i, key in enumerate(keys):
        first.setdefault(key, i)
    kept = list(first.values())
    if len(kept) == data.n:
        return data
    if len(kept) < 2:
        raise InputError(data.name, "all rows are the same point", "give at least two different rows")
    note = f"{data.n - len(kept)} of {data.n} rows left out: repeated {'directions' if rays else 'points'}"
    return Dataset(data.points[kept], data.name, (*data.notes, note))


def _primitive(row: tuple[int, ...]) -> tuple[int, ...]:
    """The shortest integer vector in the direction of an integer row."""
    common = gcd(*row)
    return tuple(v // common for v in row)
