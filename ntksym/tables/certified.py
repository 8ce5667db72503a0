"""A table with a certificate for each of its constants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ntksym.certificates.format import write
from ntksym.certificates.values import file_name, two_point, write_certificates
from ntksym.constants import ConstantValue, constant
from ntksym.errors import InputError
from ntksym.tables.grids import build
from ntksym.tables.table import Cell, Table

TABLES = ("hemisphere", "funk-hecke", "power-series", "tails", "decay", "cap-minorant", "hermite", "small-angles")
SPARE = 4  # digits


def build_certified(name: str, folder: Path, digits: int, **ranges: Any) -> Table:
    """The table, and in the folder a file for each constant in it; `ntksym check FOLDER` re-checks them.

    Raises
    ------
    InputError
        If the table's numbers have no certificates of their own.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = build_certified("decay", Path(folder), 6, dims="3", depths="3")
    ...     sorted(path.name for path in Path(folder).iterdir())[:2]
    ['decay.high-ntk-d3-L3-all.cert.json', 'decay.high-ntk-d3-L3-even.cert.json']
    """
    if name not in TABLES:
        known = ", ".join(("constants", *TABLES))
        raise InputError(
            f"table {name[:40]}", "its numbers have no certificates of their own", f"choose one of {known}"
        )
    found: list[ConstantValue] = []
    table = build(name, digits=digits, look_up=_recorder(found, digits + SPARE), **ranges)
    write_certificates(found, folder)
    if name == "cap-minorant":
        for v in found:
            given = {key: value for key, value in v.parameters.items() if key != "d"}
            pair = two_point(given["kernel"], given.get("L"), str(given["angle"]), digits + SPARE)
            write(pair, folder / file_name("pair-upper", given))
    return table


def _recorder(found: list[ConstantValue], digits: int) -> Callable[..., Cell]:
    def look_up(name: str, **parameters: Any) -> Cell:
        value = constant(name, digits=digits, **parameters)
        found.append(value)
        return Cell(value.enclosure, value.side)

    return look_up
