"""Reading files, and the compressed side file in which a large witness stands: lines of integers, nothing else.

The side file lies in the folder of its certificate and is named by the SHA-256 of its bytes, which the certificate
holds; a name is never taken from a file.  Every limit is tested before the memory is used: the size before reading, the
digest before inflating, the inflated size and the length of a line while inflating, digits before they become numbers.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from .limits import MAX_BYTES, MAX_DIGITS, MAX_INFLATED, MAX_LINE, InvalidError, UnreadableError, tick
from .reader import shown

SIDE_SUFFIX = ".rows.zlib"
_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_READ, _PIECE = 2**16, 2**20

SideFiles = Callable[[str], bytes]
"""From the name of a side file to its bytes."""


def read_file(path: str) -> bytes:
    """Return the content of a regular file; its size is tested before it is read."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("not a regular file")
        if status.st_size > MAX_BYTES:
            raise UnreadableError(f"larger than {MAX_BYTES} bytes")
        with open(path, "rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"cannot be read: {getattr(error, 'strerror', None) or 'not a path'}") from None
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES} bytes")
    return data


def beside(path: str) -> SideFiles:
    """Look for side files in the folder of a certificate file."""
    return partial(_from_folder, os.path.dirname(path))


def _from_folder(folder: str, name: str) -> bytes:
    try:
        return read_file(os.path.join(folder, name))
    except UnreadableError as error:
        raise UnreadableError(f"the side file {name} {error}") from None


def none(name: str) -> bytes:
    """Refuse: no folder to look for side files in."""
    raise UnreadableError(f"the side file {name} was not given")


def digest_of(value: object, name: str) -> str:
    """Return the hexadecimal digits of ``"sha256:..."``."""
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise InvalidError(f"{name} is not a SHA-256 digest: {shown(value)}")
    return value.removeprefix("sha256:")


def side_lines(value: object, files: SideFiles) -> Iterator[str]:
    """Yield the lines of the side file with a given digest."""
    expected = digest_of(value, "side")
    data = files(expected + SIDE_SUFFIX)
    if hashlib.sha256(data).hexdigest() != expected:
        raise InvalidError("the side file is not the one that the certificate names: its digest differs")
    return _inflated(data)


def _inflated(data: bytes) -> Iterator[str]:
    """Inflate by pieces of at most a megabyte and yield the lines."""
    stream, position, total, rest = zlib.decompressobj(), 0, 0, b""
    while not stream.eof:
        tick()
        source = stream.unconsumed_tail
        if not source:
            source = data[position : position + _READ]
            position += _READ
        if not source:
            raise InvalidError("the side file ends too early")
        try:
            piece = stream.decompress(source, _PIECE)
        except zlib.error:
            raise InvalidError("the side file is not a zlib stream") from None
        total += len(piece)
        if total > MAX_INFLATED:
            raise InvalidError(f"the side file inflates to more than {MAX_INFLATED} bytes")
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) > MAX_LINE:
            raise InvalidError(f"the side file has a line of more than {MAX_LINE} bytes")
        yield from (line.decode("latin-1") for line in lines)  # whatever is no integer is refused by its reader
    if rest or stream.unused_data or position < len(data):
        raise InvalidError("the side file goes on after its last line")


def integers(line: str, count: int) -> list[int]:
    """Return the `count` integers of a line, one blank between them, one spelling for each."""
    words = line.split(" ")
    if len(words) != count or max(map(len, words)) > MAX_DIGITS:
        raise InvalidError(f"a row has not {count} integers of at most {MAX_DIGITS} digits")
    try:
        values = list(map(int, words))
    except ValueError:
        values = []
    if " ".join(map(str, values)) != line:
        raise InvalidError(f"a row is not written as integers with one blank between them: {shown(line)}")
    return values


def next_row(rows: Iterator[str], count: int) -> list[int]:
    """Return the next row, which must have `count` integers."""
    tick()
    line = next(rows, None)
    if line is None:
        raise InvalidError("the witness has too few rows")
    return integers(line, count)


def no_more_rows(rows: Iterator[str]) -> None:
    """Refuse rows that are left."""
    if next(rows, None) is not None:
        raise InvalidError("the witness has too many rows")
