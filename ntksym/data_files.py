"""Data sets from files: .npy, .npz, .csv and .tsv, or the name of a sample."""

from __future__ import annotations

import math
import os
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ntksym.data import Dataset, dataset
from ntksym.data_arrays import LIMIT, check_form
from ntksym.data_text import Table, check_size, column_numbers, some
from ntksym.errors import InputError

SUFFIXES = (".npy", ".npz", ".csv", ".tsv")


def load(
    path: str | os.PathLike[str],
    *,
    key: str | None = None,
    rows: int | None = None,
    columns: Sequence[int | str] | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    limit: int = LIMIT,
) -> Dataset:
    """The data set of a file, or of a sample such as ``"@icosahedron"`` (see :mod:`ntksym.data_sets`).

    Parameters
    ----------
    path
        An .npy, .npz, .csv or .tsv file.  Pickled objects are never read.
    key
        Which array of an .npz file; needed if it holds several.
    rows
        Take this many rows from the top; default: all.
    columns
        Take these columns, by number from 0 or, with a header, by name; default: all.
    delimiter
        Between the cells of a text file; default: comma (.csv) or tab (.tsv).
    header
        Whether the first line names the columns; default: it does if none of its cells is a number.
    limit
        The most numbers that are read.

    Returns
    -------
    Dataset
        Numbers of binary files and integers are exact; a decimal text is taken as the nearest float64, which
        ``notes`` then says.  Lines that start with # are comments.

    Raises
    ------
    InputError
        One line: the file and place, what is wrong, what to do.
    """
    text = os.fspath(path)
    if text.startswith("@"):
        from ntksym.data_sets import sample

        return sample(text[1:])
    if rows is not None and rows < 2:
        raise InputError(f"rows={rows}", "an eigenvalue bound needs n >= 2 points", "give rows=2 or more")
    file = Path(text)
    name, suffix = file.name, file.suffix.lower()
    try:
        _check_file(file, suffix)
        if suffix in (".csv", ".tsv"):
            if key is not None:
                raise InputError(f"key={key}", f"{name} holds one table, no keys", "leave key out")
            usual = "," if suffix == ".csv" else "\t"
            separator = usual if delimiter is None else delimiter
            return Table(name, separator, header, columns, rows, limit).read(file)
        if delimiter is not None or header is not None:
            raise InputError(name, "delimiter and header are for .csv and .tsv", "leave them out")
        X = _npz(file, key, rows, limit) if suffix == ".npz" else _npy(file, key, rows, limit)
    except OSError as error:
        raise InputError(text, error.strerror or "cannot be read", "check the path and its permissions") from None
    return dataset(X if columns is None else X[:, column_numbers(columns, X.shape[1], name)], name)


def _check_file(file: Path, suffix: str) -> None:
    if not file.exists():
        raise InputError(str(file), "no such file", "check the path; samples are named @icosahedron and so on")
    if not file.is_file():
        kind = "a folder" if file.is_dir() else "not a regular file"
        raise InputError(str(file), kind, "name an .npy, .npz, .csv or .tsv file")
    if suffix not in SUFFIXES:
        raise InputError(file.name, f"unknown file type {suffix!r}", "save it as .npy, .npz, .csv or .tsv")
    if not file.stat().st_size:
        raise InputError(file.name, "the file is empty", "give n rows of d numbers")


def npy_header(stream: IO[bytes], total: int, name: str) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of the array that follows, checked against the bytes that are there: no objects, not truncated."""
    try:
        version = npy.read_magic(stream)
        if version not in ((1, 0), (2, 0), (3, 0)):
            raise ValueError(f"version {version} is unknown")
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = read(stream)
    except Exception as error:  # NumPy parses the header as a Python literal: many ways to fail
        raise InputError(
            name, f"not an intact .npy file ({str(error)[:80]})", "save it again with numpy.save"
        ) from None
    if dtype.hasobject:
        raise InputError(name, "holds Python objects; pickles are never read", "save X.astype(float)")
    promised, there = math.prod(shape) * dtype.itemsize, total - stream.tell()
    if there < promised:
        raise InputError(name, f"truncated: {there} of {promised} bytes of data", "copy or save it again")
    return shape, dtype


def _header(stream: IO[bytes], total: int, name: str) -> tuple[int, ...]:
    """The shape of n >= 2 rows of d >= 2 real numbers that follow."""
    shape, dtype = npy_header(stream, total, name)
    check_form(shape, dtype, name)
    return shape


def _npy(file: Path, key: str | None, rows: int | None, limit: int) -> NDArray[Any]:
    if key is not None:
        raise InputError(f"key={key}", f"{file.name} holds one array, no keys", "leave key out")
    with file.open("rb") as stream:
        shape = _header(stream, file.stat().st_size, file.name)
    check_size(min(rows or shape[0], shape[0]), shape[1], limit, file.name)
    mapped: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    return mapped[:rows]


def _npz(file: Path, key: str | None, rows: int | None, limit: int) -> NDArray[Any]:
    broken = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
    try:
        with zipfile.ZipFile(file) as archive:
            members = {name.removesuffix(".npy"): name for name in archive.namelist()}
            if key is None and len(members) == 1:
                key = next(iter(members))
            if key not in members:
                why = "holds several arrays" if key is None else f"holds no array {key[:40]!r}"
                listed = some(list(members)) or "none: it is empty"
                raise InputError(file.name, why, f"save one alone, or give key= to ntksym.load, one of {listed}")
            info = archive.getinfo(members[key])
            label = f"{file.name}[{key}]"
            with archive.open(info) as stream:
                shape = _header(stream, info.file_size, label)
            check_size(shape[0], shape[1], limit, label, "save it as .npy, and take fewer rows")
            with archive.open(info) as stream:
                whole: NDArray[Any] = npy.read_array(stream, allow_pickle=False)
            return whole[:rows]
    except broken as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            file.name, f"not an intact .npz file ({str(error)[:80]})", "save it again with numpy.savez"
        ) from None
