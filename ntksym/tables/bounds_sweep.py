"""Bounds over data sets, depths, kernels and seeds: the items of a sweep, its task, and its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ntksym.balls.enclosure import Enclosure
from ntksym.data import Dataset
from ntksym.data_files import load
from ntksym.errors import InputError
from ntksym.tables.table import Cell, Entry, Table

if TYPE_CHECKING:
    from ntksym.tables.style import Plot

NONE = "-"
Outcome = tuple[Mapping[str, Any], Mapping[str, Any] | None, str | None]  # item, result, error
COLLECTIONS = {
    "@sharpness": [
        f"@{family}:n={n},d={d}" for family in ("uniform-sphere", "packed") for d in (3, 5, 10) for n in (20, 60, 200)
    ]
}
"""Names of many samples at once."""


def bounds_items(
    data: Sequence[str],
    depths: Iterable[int],
    kernels: Iterable[str] = ("ntk",),
    seeds: Iterable[int] = (),
    rows: Iterable[int] = (),
) -> list[dict[str, Any]]:
    """One item for each data set, seed, number of rows, depth and kernel (once for a kernel without a depth).

    A file's item has the digest of its points: if the file is another one later, its records are not taken over.
    Seeds are for samples that have one.  ``rows`` takes that many from the top.

    Examples
    --------
    >>> bounds_items(["@gaussian:n=5,d=3"], [2], seeds=[0, 1])[1]
    {'data': '@gaussian:n=5,d=3,seed=1', 'depth': 2, 'kernel': 'ntk'}
    >>> len(bounds_items(["@sharpness"], [2, 3], ["ntk", "kappa0"]))
    54
    """
    sources: list[dict[str, Any]] = []
    seeds, depths, counts = list(seeds), list(depths), [{"rows": n} for n in rows] or [{}]
    for text in (each for name in data for each in COLLECTIONS.get(name, [name])):
        if not text.startswith("@"):
            sources.append({"data": text, "sha256": load(text).digest})
        elif seeds:
            sources += [{"data": f"{text}{',' if ':' in text else ':'}seed={seed}"} for seed in seeds]
        else:
            sources.append({"data": text})
    pairs = [(kernel, L) for kernel in kernels for L in (depths if kernel in ("ntk", "sigma") else depths[:1])]
    pairs.sort(key=lambda pair: pair[1])
    return [
        {**source, **count, "depth": L, "kernel": kernel}
        for source in sources
        for count in counts
        for kernel, L in pairs
    ]


def bounds_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """What ``ntksym bounds --json`` prints for an item: the task of a sweep.

    Examples
    --------
    >>> bounds_of({"data": "@d4", "depth": 2, "kernel": "ntk", "rows": 5})["n"]
    5
    """
    from ntksym.tables.bounds import bounds

    data = load(item["data"])
    if item.get("sha256", data.digest) != data.digest:
        raise InputError(item["data"], "the file has changed since the sweep began", "start the sweep again")
    return bounds(_top(data, item.get("rows")), item["depth"], item["kernel"]).as_json()


def _top(data: Dataset, rows: int | None) -> Dataset:
    if rows is None:
        return data
    if not 2 <= rows <= data.n:
        raise InputError(f"rows={rows}", f"{data.name} has {data.n} rows", f"give 2 <= rows <= {data.n}")
    return Dataset(data.points[:rows], data.name, (*data.notes, f"the first {rows} of {data.n} rows"))


def bounds_table(outcomes: Iterable[Outcome]) -> Table:
    """One row for each (item, result, error) of a sweep."""
    return Table(
        name="sweep",
        title="Certified smallest eigenvalues, and the best bounds that theorems give",
        columns=("data", "depth", "kernel", "lambda_min from", "to", "best lower", "theorem", "best upper", "theorem"),
        rows=tuple(_row(*outcome) for outcome in outcomes),
        digits=5,
        notes=("Lower bounds are rounded down, upper bounds up.",),
    )


def label(item: Mapping[str, Any]) -> str:
    """The data set of an item, with the rows taken."""
    return str(item["data"]) + (f" ({item['rows']} rows)" if "rows" in item else "")


def _row(item: Mapping[str, Any], result: Mapping[str, Any] | None, error: str | None) -> tuple[Entry, ...]:
    head = (label(item), str(item["depth"]), item["kernel"])
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


def sweep_plot(outcomes: Iterable[Outcome]) -> Plot:
    """Bounds against depth for one data set at several depths, or against n for one depth."""
    from ntksym.tables.bounds_plot import plot_sweep

    results = [result for _, result, _ in outcomes if result is not None]
    depths, sizes = ([r[key] for r in results] for key in ("depth", "n"))
    along = "depth" if len(set(sizes)) == 1 else "n"
    if len(set(depths if along == "depth" else sizes)) < len(results) or (along == "n" and len(set(depths)) > 1):
        raise InputError(
            f"--plot of {len(results)} results",
            "neither one data set at several depths, nor one depth and a data set for each n",
            "plot depths of one data set, or --rows (or samples of several n) at one depth, for one kernel",
        )
    return plot_sweep(results, along)
