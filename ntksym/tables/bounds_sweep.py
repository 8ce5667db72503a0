"""Bounds over data sets, depths, kernels and seeds: the items of a sweep, its task, and its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ntksym.balls.enclosure import Enclosure
from ntksym.data_files import load
from ntksym.errors import InputError
from ntksym.tables.table import Cell, Entry, Table

NONE = "-"


def bounds_items(
    data: Sequence[str], depths: Iterable[int], kernels: Iterable[str] = ("ntk",), seeds: Iterable[int] = ()
) -> list[dict[str, Any]]:
    """One item for each data set, seed, depth and kernel.

    A file's item has the digest of its points: if the file is another one later, its records are not taken over.
    Seeds are for samples that have one.

    Examples
    --------
    >>> bounds_items(["@gaussian:n=5,d=3"], [2], seeds=[0, 1])[1]
    {'data': '@gaussian:n=5,d=3,seed=1', 'depth': 2, 'kernel': 'ntk'}
    """
    sources: list[dict[str, Any]] = []
    seeds = list(seeds)
    for text in data:
        if not text.startswith("@"):
            sources.append({"data": text, "sha256": load(text).digest})
        elif seeds:
            sources += [{"data": f"{text}{',' if ':' in text else ':'}seed={seed}"} for seed in seeds]
        else:
            sources.append({"data": text})
    return [
        {**source, "depth": depth, "kernel": kernel} for source in sources for depth in depths for kernel in kernels
    ]


def bounds_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """What ``ntksym bounds --json`` prints for an item: the task of a sweep.

    Examples
    --------
    >>> bounds_of({"data": "@d4", "depth": 2, "kernel": "ntk"})["n"]
    12
    """
    from ntksym.tables.bounds import bounds

    data = load(item["data"])
    if item.get("sha256", data.digest) != data.digest:
        raise InputError(item["data"], "the file has changed since the sweep began", "start the sweep again")
    return bounds(data, item["depth"], item["kernel"]).as_json()


def bounds_table(rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any] | None, str | None]]) -> Table:
    """One row for each (item, result, error) of a sweep."""
    return Table(
        name="sweep",
        title="Certified smallest eigenvalues, and the best bounds that theorems give",
        columns=("data", "depth", "kernel", "lambda_min from", "to", "best lower", "theorem", "best upper", "theorem"),
        rows=tuple(_row(*row) for row in rows),
        digits=5,
        notes=("Lower bounds are rounded down, upper bounds up.",),
    )


def _row(item: Mapping[str, Any], result: Mapping[str, Any] | None, error: str | None) -> tuple[Entry, ...]:
    head = (item["data"], str(item["depth"]), item["kernel"])
    if result is None:
        return (*head, *[NONE] * 5, error or NONE)
    found = result["lambda_min"]
    best = [(side, result["best"][side]) for side in ("lower", "upper")]
    bounds = {
        (side, row["name"]): row[side]
        for row in result["theorems"]
        for side in ("lower", "upper")
        if row[side] is not None
    }
    cells: list[Entry] = [_cell(found["lo"], "lower"), _cell(found["hi"], "upper")]
    for side, name in best:
        cells += [_cell(bounds[side, name], side), name] if name else [NONE, NONE]
    return (*head, *cells)


def _cell(text: str, side: str) -> Cell:
    return Cell(Enclosure.around(Fraction(text)), side)
