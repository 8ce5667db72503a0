"""A file of records, one JSON object a line, to which an interrupted sweep comes back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ntksym.certificates.format import canonical_json
from ntksym.errors import InputError
from ntksym.files import write_text

HEADER = '{"format":"ntksym-sweep","version":1}'


@dataclass(frozen=True)
class Record:
    """What a task made of one item: a result, or the one line by which it refused."""

    item: Any
    result: Any = None
    error: str | None = None


class Store:
    """The records of a file that the code with a given key made; everything else in it is made again.

    Parameters
    ----------
    path
        The file; it need not exist.
    key
        Names the code that makes the records.

    Raises
    ------
    InputError
        If the path is a folder, or a file of something else: that is never overwritten.
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path, self.key = path, key
        self._lines: dict[str, str] = {}
        self._stream: IO[str] | None = None
        if path.is_dir():
            raise InputError(str(path), "it is a folder", "name a file for the records")
        if path.exists():
            self._read(path.read_bytes().split(b"\n"))

    def _read(self, lines: list[bytes]) -> None:
        if lines[0].strip() not in (HEADER.encode(), b""):
            raise InputError(str(self.path), "it is a file of something else", "name another file for the records")
        for line in lines[1:]:
            try:
                record = json.loads(line)
                seal = record.pop("digest")
                if seal == _digest(record) and record["code"] == self.key:
                    self._lines[canonical_json(record["item"])] = canonical_json({**record, "digest": seal})
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                continue  # damaged, for instance cut off

    def __contains__(self, item: str) -> bool:
        return item in self._lines

    def __getitem__(self, item: str) -> Record:
        found = json.loads(self._lines[item])
        return Record(found["item"], found.get("result"), found.get("error"))

    @contextmanager
    def open(self) -> Iterator[None]:
        """Drop what is damaged, take more records, and in the end, if nothing interrupts, sort them."""
        self._write()
        with self.path.open("a", encoding="ascii", newline="\n") as self._stream:
            yield
        self._write()

    def add(self, item: str, outcome: str) -> None:
        """Keep the outcome of an item, both canonical JSON, the outcome with ``result`` or ``error``, on disk."""
        if self._stream is None:
            raise ValueError("the store is not open")
        record = {**json.loads(outcome), "item": json.loads(item), "code": self.key}
        self._lines[item] = canonical_json({**record, "digest": _digest(record)})
        self._stream.write(self._lines[item] + "\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def _write(self) -> None:
        write_text(self.path, "\n".join([HEADER, *(self._lines[item] for item in sorted(self._lines)), ""]))


def _digest(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json(record).encode()).hexdigest()
