"""Array-likes as float64 without rounding, and the exact arithmetic of their rows."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.errors import InputError

EXACT = 2**53  # every integer up to here is a float64
LIMIT = 2**28  # numbers of a file or a sample: 2 GiB of float64
Place = Callable[..., str]


def exact_floats(X: Any, name: str) -> NDArray[np.float64]:
    """A new C-ordered array of shape (n, d), n, d >= 2, of finite float64 that equal the given values.

    Raises
    ------
    InputError
        If there is no such array; the message names the first offending row and column.
    """
    if hasattr(X, "iloc") and hasattr(X, "columns"):
        points = _frame(X, name)
    else:
        array = _array(X, name)
        check_form(array.shape, array.dtype, name)
        points = _floats(array, name, lambda i, j: f"row {i}, column {j}")
    points += 0.0  # -0.0 becomes 0.0: the same number, so the same digest
    return points


def exact_array(X: Any, name: str) -> NDArray[np.float64]:
    """A new float64 array of any shape that equals the given real numbers.

    Raises
    ------
    InputError
        If a value is not finite, not a real number, or not exact in float64; the message names the first.

    Examples
    --------
    >>> exact_array([1, 0.5], "y").tolist()
    [1.0, 0.5]
    >>> exact_array([2**53 + 1, 0.5], "y")
    Traceback (most recent call last):
    ntksym.errors.InputError: y: 9007199254740993 at index 0 is not exact in float64; scale or round it first
    """
    array = _array(X, name)
    if array.dtype.kind not in "fiubO":
        raise InputError(name, f"the values are of type {array.dtype}, not real numbers", "give floats or integers")
    return _floats(array, name, lambda *index: f"index {', '.join(map(str, index))}") + 0.0


def check_form(shape: tuple[int, ...], dtype: np.dtype[Any], name: str) -> None:
    """Refuse what is not n >= 2 rows of d >= 2 real numbers, from shape and type alone."""
    if dtype.kind not in "fiubO":
        kind = {"c": "complex", "U": "text", "S": "text", "T": "text"}.get(dtype.kind, f"of type {dtype}")
        raise InputError(name, f"the values are {kind}, not real numbers", "give floats or integers")
    if len(shape) != 2:
        raise InputError(name, f"an array of shape {shape} is not n points by d coordinates", "give shape (n, d)")
    if min(shape) < 2:
        raise InputError(
            name, f"shape {shape}: an eigenvalue bound needs n >= 2 points in dimension d >= 2", "give more"
        )


def _array(X: Any, name: str) -> NDArray[Any]:
    if isinstance(X, (str, os.PathLike)):
        raise InputError(name, "a path, not an array", "read it with ntksym.load")
    if hasattr(X, "toarray"):
        raise InputError(name, "a sparse matrix", "give X.toarray()")
    if np.ma.is_masked(X) or (isinstance(X, (list, tuple)) and any(map(np.ma.is_masked, X))):
        raise InputError(name, "some entries are masked", "fill or remove them")
    try:
        array = np.asarray(X)
    except Exception as error:  # objects convert themselves, and may raise anything
        raise InputError(
            name, _ragged(X) or f"not an array of numbers ({str(error)[:80]})", "give n rows of d numbers"
        ) from None
    mixed = not hasattr(X, "dtype") and array.dtype.kind == "f" and bool((np.abs(array) >= EXACT).any())
    # a list of integers and floats was rounded to floats: look at what was given
    return np.asarray(X, dtype=object) if mixed else array


def _ragged(X: Any) -> str:
    try:
        lengths = [len(row) for row in X]
    except TypeError:
        return ""
    odd = next((i for i, k in enumerate(lengths) if k != lengths[0]), None)
    return "" if odd is None else f"row {odd} has {lengths[odd]} numbers where row 0 has {lengths[0]}"


def _frame(X: Any, name: str) -> NDArray[np.float64]:
    """A DataFrame column by column: a common type for all of them would round large integers."""
    names = [str(c) for c in X.columns]
    columns = [X.iloc[:, j].to_numpy() for j in range(len(names))]
    check_form((len(X), len(names)), np.dtype(np.float64), name)
    points = np.empty((len(X), len(names)))
    for j, (label, column) in enumerate(zip(names, columns, strict=True)):
        if column.dtype.kind not in "fiubO":
            raise InputError(name, f"column {label!r} holds {column.dtype}, not real numbers", "leave it out")
        points[:, j] = _floats(column, name, lambda i, label=label: f"row {i}, column {label!r}")
    return points


def _floats(array: NDArray[Any], name: str, place: Place) -> NDArray[np.float64]:
    """The float64 equal to the values of an array of kind f, i, u, b or O; ``place(*index)`` says where one is."""
    if array.dtype.kind == "O":
        points = np.empty(array.shape)
        for index in np.ndindex(array.shape):
            points[index] = _float(array[index], name, place(*index))
    else:
        with np.errstate(over="ignore"):
            points = np.array(array, dtype=np.float64, order="C")
    bad = np.argwhere(~np.isfinite(points))
    if bad.size:
        index = tuple(bad[0])
        why = f"the entry at {place(*index)} is {array[index]}"
        if array.dtype == np.float16 and np.isinf(points[index]):
            why += " (float16 ends at 65504)"
        raise InputError(name, why, "remove or replace it")
    if array.dtype.kind in "iu":
        large = (array > EXACT) | (array < -EXACT)
    elif array.dtype.kind == "f" and array.dtype.itemsize > 8:
        large = points != array
    else:
        return points
    for index in map(tuple, np.argwhere(large)):
        _float(array[index].item() if array.dtype.kind in "iu" else array[index], name, place(*index))
    return points


def _float(value: Any, name: str, where: str) -> float:
    """The float64 that equals one number of any type."""
    if isinstance(value, (str, bytes)):
        raise InputError(name, f"{_short(value)} at {where} is text", "leave it out, or give its number")
    if isinstance(value, (complex, np.complexfloating)):
        raise InputError(name, f"{value} at {where} is complex", "give real numbers")
    if not isinstance(value, (Rational, Decimal, float, np.floating, np.integer, np.bool_)):
        missing = value is None or type(value).__name__ in ("NAType", "NaTType")
        raise InputError(
            name, f"the entry at {where} is {'missing' if missing else 'not a number'}", "remove or replace it"
        )
    try:
        result = float(value)
    except (OverflowError, ValueError):
        result = math.inf
    if not math.isfinite(result) and not isinstance(value, (Rational, np.longdouble)):
        return result  # the caller names it
    if isinstance(value, Rational):
        equal = math.isfinite(result) and Fraction(result) == Fraction(value)
    else:
        equal = bool((Decimal(result) if isinstance(value, Decimal) else result) == value)
    if not equal:
        raise InputError(name, f"{_short(value)} at {where} is not exact in float64", "scale or round it first")
    return result


def _short(value: Any) -> str:
    if isinstance(value, (str, bytes)):
        return repr(value if len(value) <= 40 else value[:40])
    if isinstance(value, Rational) and any(abs(int(v)) >> 256 for v in (value.numerator, value.denominator)):
        return "a number of more than 256 bits"
    return str(value)


def integer_row(row: list[float]) -> tuple[int, ...]:
    """The row times the power of two that makes it integer and not all even.

    Examples
    --------
    >>> integer_row([0.5, 0.75]), integer_row([4.0, 8.0])
    ((2, 3), (1, 2))
    """
    ratios = [v.as_integer_ratio() for v in row]
    common = max(q for _, q in ratios)
    values = [p * (common // q) for p, q in ratios]
    shift = math.gcd(*values)
    power = shift & -shift
    return tuple(v // power for v in values)


LIMBS = 12  # rows whose exponents spread wider are squared one number at a time


def squared_norms(points: NDArray[np.float64], block: int = 1 << 20) -> list[Fraction]:
    """The exact squared norms of the rows, none of which is zero.

    Each row is cut into integer limbs so short that every sum of products of limbs stays below 2^53, hence is exact
    in float64 whatever the order; the few sums are put together as integers.

    Examples
    --------
    >>> [str(v) for v in squared_norms(np.array([[3.0, 4.0], [0.5, 1e-300]]))][0]
    '25'
    """
    n, d = points.shape
    width = (52 - d.bit_length()) // 2
    if width < 8:
        return [_square(row) for row in points.tolist()]
    found: list[Fraction] = []
    for start in range(0, n, max(1, block // d)):
        rows = points[start : start + max(1, block // d)]
        exponents = np.frexp(rows)[1]
        used = rows != 0
        top = np.max(exponents, axis=1, where=used, initial=-1100)
        spread = top - np.min(exponents, axis=1, where=used, initial=1100)
        wide = spread > width * LIMBS - 53
        squares = _limb_squares(np.where(wide[:, None], 0.0, rows), top, width)
        found += [_square(row.tolist()) if w else s for row, w, s in zip(rows, wide, squares, strict=True)]
    return found


def _limb_squares(rows: NDArray[np.float64], top: NDArray[Any], width: int) -> list[Fraction]:
    rest = np.ldexp(rows, -top[:, None])  # below 1; exact, as the exponents spread little
    limbs: list[NDArray[np.float64]] = []
    while rest.any():
        rest = np.ldexp(rest, width)
        limbs.append(np.trunc(rest))
        rest -= limbs[-1]
    k = len(limbs)
    totals = [0] * len(rows)
    for a in range(k):
        for b in range(a, k):
            shift = width * (2 * k - 2 - a - b) + (a != b)
            products = np.einsum("ij,ij->i", limbs[a], limbs[b])
            totals = [t + (int(p) << shift) for t, p in zip(totals, products.tolist(), strict=True)]
    scales = (2 * (int(e) - width * k) for e in top)
    return [Fraction(t << s) if s >= 0 else Fraction(t, 1 << -s) for t, s in zip(totals, scales, strict=True)]


def _square(row: list[float]) -> Fraction:
    return sum((Fraction(v) ** 2 for v in row if v), Fraction(0))
