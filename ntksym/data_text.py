"""Tables of numbers in text: header, comments, quotes, and the place of everything that is wrong."""

from __future__ import annotations

import csv
import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from ntksym.data import Dataset, dataset
from ntksym.data_arrays import EXACT
from ntksym.errors import InputError

NEAREST = "decimal text: each number is the nearest float64, and that is the exact number meant from here on"


def some(names: Sequence[str]) -> str:
    """A few names, for a message."""
    return ", ".join(repr(name[:40]) for name in names[:12]) + (", ..." if len(names) > 12 else "")


def check_size(n: int, d: int, limit: int, name: str, way: str = "take fewer rows") -> None:
    """Refuse more numbers than ``limit``."""
    if n * d > limit:
        raise InputError(name, f"{n} x {d} numbers are more than {limit}", f"{way}: rows={limit // d}")


def column_numbers(columns: Sequence[int | str], d: int, name: str, names: Sequence[str] = ()) -> list[int]:
    """The column numbers of names and numbers."""
    found: list[int] = []
    for column in columns:
        if isinstance(column, str) and names.count(column) == 1:
            found.append(names.index(column))
        elif isinstance(column, int) and 0 <= column < d:
            found.append(column)
        else:
            known = f"there are {some(names)}" if names else f"they are numbered 0 to {d - 1}"
            why = "is named twice" if names.count(str(column)) > 1 else "does not exist"
            raise InputError(f"columns={column}", f"{why} in {name}", known)
    return found


class Table:
    """One text file: lines to numbers, with the place of everything that is wrong."""

    def __init__(
        self,
        name: str,
        delimiter: str,
        header: bool | None,
        columns: Sequence[int | str] | None,
        rows: int | None,
        limit: int,
    ) -> None:
        if len(delimiter) != 1 or delimiter in '\r\n"#0123456789+-.eE':
            raise InputError(f"delimiter={delimiter!r}", "cannot separate numbers", "give one character such as ';'")
        self.name, self.delimiter, self.header, self.columns = name, delimiter, header, columns
        self.rows, self.limit = rows, limit
        self.line = 0
        self.names: list[str] = []

    def read(self, file: Path) -> Dataset:
        """The data set in a file."""
        values, width, inexact = array("d"), 0, False
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                for cells in self._body(
                    csv.reader(self._lines(stream), delimiter=self.delimiter, strict=True, skipinitialspace=True)
                ):
                    row = [self._value(j, cell) for j, cell in cells]
                    width = len(row)
                    if len(values) + width > self.limit:
                        remedy = f"take fewer rows: rows={self.limit // width}"
                        raise InputError(self.name, f"more than {self.limit} numbers", remedy)
                    inexact = inexact or not all(_is_integer(cell) for _, cell in cells)
                    if row and not any(row):
                        why = "all numbers are zero: the point has no direction"
                        raise InputError(f"{self.name}, line {self.line}", why, "remove it")
                    values.extend(row)
                    if self.rows is not None and len(values) >= self.rows * width:
                        break
        except csv.Error as error:
            raise InputError(f"{self.name}, line {self.line}", str(error), "check the quotes") from None
        except UnicodeDecodeError:
            raise InputError(self.name, "not a text file in UTF-8", "save it as UTF-8, or as .npy") from None
        if not values:
            raise InputError(self.name, "no numbers in it", "give n rows of d numbers")
        X = np.frombuffer(values, dtype=np.float64).reshape(-1, width)
        return dataset(X, self.name, notes=(NEAREST,) if inexact else ())

    def _lines(self, stream: Iterable[str]) -> Iterator[str]:
        for self.line, line in enumerate(stream, 1):
            if line.strip() and not line.startswith("#"):
                yield line

    def _body(self, lines: Iterator[list[str]]) -> Iterator[list[tuple[int, str]]]:
        """The chosen cells of each line after the header, with their column numbers."""
        chosen: list[int] = []
        first = 0
        width = 0
        for cells in lines:
            if not first:
                first, width = self.line, len(cells)
                named = self.header if self.header is not None else not any(map(_is_number, cells))
                self.names = [cell.strip() for cell in cells] if named else []
                chosen = self._chosen(cells)
                if named:
                    continue
            if len(cells) != width:
                why = f"{len(cells)} cells where line {first} has {width}"
                raise InputError(f"{self.name}, line {self.line}", why, "make the lines equally long")
            yield [(j, cells[j]) for j in chosen]

    def _chosen(self, cells: list[str]) -> list[int]:
        if self.columns is not None:
            return column_numbers(self.columns, len(cells), self.name, self.names)
        if len(cells) == 1:
            other = next((c for c in ";\t, " if c in cells[0].strip()), None)
            remedy = (
                f"put commas between the columns, or give delimiter={other!r} to ntksym.load"
                if other
                else "give at least two columns"
            )
            raise InputError(f"{self.name}, line {self.line}", "one cell only", remedy)
        if "" in self.names:
            why = f"column {self.names.index('')} has no name; it may be an index and not data"
            raise InputError(f"{self.name}, line {self.line}", why, "name it, remove it, or choose columns=")
        return list(range(len(cells)))

    def _value(self, j: int, cell: str) -> float:
        """The number in a cell: an integer exactly, a decimal as the nearest float64."""
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or "_" in cell or not cell.isascii():
            raise self._refused(j, cell)
        if not -EXACT < value < EXACT and _is_integer(cell) and Fraction(cell) != Fraction(value):
            raise InputError(self._place(j), f"the integer {cell.strip()} is not exact in float64", "scale or round it")
        return value

    def _place(self, j: int) -> str:
        return f"{self.name}, line {self.line}, column {self.names[j] if self.names else j!r}"

    def _refused(self, j: int, cell: str) -> InputError:
        short = cell.strip()[:40]
        if not short:
            return InputError(self._place(j), "the cell is empty", "fill it, or choose columns= without it")
        if _is_number(cell):
            return InputError(self._place(j), f"{short} is not a finite float64", "remove or replace it")
        return InputError(self._place(j), f"{short!r} is not a number", "remove it, or choose columns= without it")


def _is_integer(cell: str) -> bool:
    return cell.strip().lstrip("+-").isdigit()


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
