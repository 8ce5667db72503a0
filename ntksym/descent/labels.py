"""Labels y_1..y_n: exact float64 numbers, from an array, a file, or a rule such as ``@signs:seed=1``."""

from __future__ import annotations

import math
import os
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.data import Dataset
from ntksym.data_arrays import exact_array
from ntksym.errors import InputError

LARGEST = 2.0**500  # squares and sums of labels stay inside float64's range
SUFFIXES = (".npy", ".csv", ".tsv", ".txt")


@dataclass(frozen=True, eq=False)
class Labels:
    """One label a point: finite float64, each the exact number that it is; not all zero."""

    values: Floats
    name: str = "y"

    @property
    def norm2(self) -> Fraction:
        """The exact |y|^2."""
        return sum((Fraction(v) ** 2 for v in self.values.tolist()), Fraction(0))

    @property
    def largest(self) -> Fraction:
        """The exact max |y_i|."""
        return Fraction(float(np.abs(self.values).max()))


def labels(y: Any, data: Dataset, name: str = "y") -> Labels:
    """Labels of an array-like for a data set; :class:`InputError` if they do not fit.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> labels([1, -1], dataset([[1, 0], [0, 1]])).norm2
    Fraction(2, 1)
    >>> labels([1], dataset([[1, 0], [0, 1]]))
    Traceback (most recent call last):
    ntksym.errors.InputError: y: 1 labels for 2 points; give one label for each row, in the same order
    """
    if isinstance(y, Labels):
        name, y = y.name, y.values
    given = exact_array(y, name)
    flat = given.reshape(-1) if given.ndim == 2 and 1 in given.shape else given
    if flat.ndim != 1:
        raise InputError(name, f"an array of shape {given.shape} is not one label a row", "give one column")
    if flat.size != data.n:
        why = f"{flat.size} labels for {data.n} points"
        raise InputError(name, why, "give one label for each row, in the same order")
    largest = float(np.abs(flat).max())
    if largest == 0:
        raise InputError(name, "all labels are zero: there is nothing to learn", "give other labels")
    if largest > LARGEST:
        raise InputError(name, f"labels up to {largest:.3g} leave float64's range when squared", "scale them")
    return Labels(flat, name)


def load_labels(source: str | os.PathLike[str], data: Dataset) -> Labels:
    """Labels of a file (.npy, or text with one number a line, after an optional header), or of a rule.

    Rules: ``@signs[:seed=0]`` draws -1 or 1; ``@power:p[,axis=0]`` is <x_i, e>^p/|x_i|^p for the axis e, rounded to
    float64; ``@constant`` is 1.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> load_labels("@power:2", dataset([[1, 0], [3, 4]])).values.round(2).tolist()
    [1.0, 0.36]
    """
    text = os.fspath(source)
    if text.startswith("@"):
        return labels(_rule(text, data), data, text)
    file = Path(text)
    if not file.is_file():
        raise InputError(text, "no such file", "check the path; rules are @signs, @power:2 and @constant")
    if file.suffix.lower() not in SUFFIXES:
        raise InputError(file.name, f"unknown file type {file.suffix!r}", f"save it as one of {', '.join(SUFFIXES)}")
    try:
        return labels(_npy(file) if file.suffix.lower() == ".npy" else _column(file), data, file.name)
    except OSError as error:
        raise InputError(text, error.strerror or "cannot be read", "check the path and its permissions") from None


def _npy(file: Path) -> Any:
    try:
        with file.open("rb") as stream:
            return np.load(stream, allow_pickle=False)
    except (ValueError, EOFError, zipfile.BadZipFile):
        raise InputError(file.name, "not an intact .npy file of numbers", "save it again with numpy.save") from None


def _column(file: Path) -> list[float]:
    found: list[float] = []
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError(file.name, "not a text file in UTF-8", "save it as UTF-8, or as .npy") from None
    for number, line in enumerate(lines, 1):
        cell = line.strip()
        if not cell or cell.startswith("#"):
            continue
        try:
            value = float(cell)
        except ValueError:
            if not found and number == next((k for k, s in enumerate(lines, 1) if s.strip()), 1):
                continue  # the header
            raise InputError(
                f"{file.name}, line {number}", f"{cell[:40]!r} is not a number", "give one a line"
            ) from None
        if not math.isfinite(value):
            raise InputError(f"{file.name}, line {number}", f"{cell[:40]} is not finite", "remove or replace it")
        found.append(value)
    return found


def _rule(text: str, data: Dataset) -> Floats:
    name, _, rest = text[1:].partition(":")
    given: dict[str, int] = {}
    for k, part in enumerate(filter(None, rest.split(","))):
        key, equals, value = part.partition("=")
        key, value = (key, value) if equals else ("p" if k == 0 else "", key)
        if (
            not value.isdigit()
            or len(value) > 9
            or key not in {"signs": ("seed",), "power": ("p", "axis")}.get(name, ())
        ):
            break
        given[key] = int(value)
    else:
        if name == "constant":
            return np.ones(data.n)
        if name == "signs":
            signs = np.random.default_rng(given.get("seed", 0)).integers(0, 2, data.n)
            return np.asarray(2 * signs - 1, dtype=np.float64)
        if name == "power" and given.get("p", 0) >= 1 and given.get("axis", 0) < data.d:
            scaled = data.points / np.abs(data.points).max(axis=1, keepdims=True)
            cosines = scaled[:, given.get("axis", 0)] / np.sqrt((scaled**2).sum(axis=1))
            return np.asarray(cosines ** given["p"], dtype=np.float64)
    raise InputError(text[:60], "no such rule for labels", "write @signs:seed=0, @power:2,axis=0 or @constant")
