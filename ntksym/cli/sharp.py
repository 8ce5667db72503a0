"""The long table: sharp constants with progress, on several processes, kept in a file to which one comes back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ntksym.certificates.format import write
from ntksym.cli.progress import progress
from ntksym.errors import InputError
from ntksym.sweep import sweep
from ntksym.tables.grids import integers
from ntksym.tables.sharp import certified_constants_of, constants_items, constants_of, constants_table_of
from ntksym.tables.table import Table


def constants(
    kernel: str,
    dims: str,
    depths: str,
    angles: str,
    digits: int,
    store: Path | None,
    jobs: int | None,
    quiet: bool,
    certificates: Path | None = None,
) -> Table:
    """``table constants``: a sweep over its rows; with a folder, a certificate of each constant."""
    ranges = integers(dims, "dims", 2), integers(depths, "depths", 1), [a.strip() for a in angles.split(",")]
    items = constants_items(kernel, *ranges)
    with tempfile.TemporaryDirectory() as folder, progress(len(items), "rows", quiet=quiet) as step:
        records = sweep(
            constants_of if certificates is None else certified_constants_of,
            items,
            store=store or Path(folder) / "rows.jsonl",
            jobs=jobs,
            on_record=lambda r: step("d={d} L={L} angle={angle}".format(**r.item)),
        )
    for record in records:
        if record.error is not None:
            raise InputError("table constants", record.error, "leave that row out")
    if certificates is None:
        return constants_table_of(kernel, ((record.item, record.result) for record in records), digits)
    certificates.mkdir(parents=True, exist_ok=True)
    for record in records:
        for name, found in record.result["certificates"].items():
            write(found, certificates / name)
    return constants_table_of(kernel, ((record.item, record.result["constants"]) for record in records), digits)
