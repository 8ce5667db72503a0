"""``ntksym sweep``: bounds over many data sets, depths, kernels and seeds, on several processes or machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ntksym.errors import InputError


def sweep(
    data: Annotated[list[str], typer.Argument(help="Files of n rows, or @NAME of samples.")],
    out: Annotated[Path, typer.Option(help="The file of records, one JSON object a line; made if not there.")],
    depths: Annotated[str, typer.Option(help="Depths, e.g. 2:4.")] = "2",
    kernel: Annotated[list[str] | None, typer.Option(help="A kernel; may be repeated; default ntk.")] = None,
    seeds: Annotated[str | None, typer.Option(help="Seeds of the samples, e.g. 0:9.")] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes; default one a core.")
    ] = None,
    dask: Annotated[str | None, typer.Option(help="A dask scheduler, e.g. tcp://host:8786, instead.")] = None,
    form: Annotated[str, typer.Option("--format", help="latex, markdown, html, csv or json.")] = "markdown",
    as_json: Annotated[bool, typer.Option("--json", help="Print the records as JSON instead of a table.")] = False,
) -> None:
    """Bounds over data sets, depths, kernels and seeds; exit 1 if some could not be had.

    It can be interrupted: the same command goes on where it was.  The file has the same bytes whatever did the work.

    Examples
    --------
    `ntksym sweep @d4 @e8 points.npy --depths 2:4 --out bounds.jsonl`

    `ntksym sweep @uniform-sphere:n=100,d=5 --seeds 0:9 --out bounds.jsonl --dask tcp://host:8786`
    """
    from ntksym.cli.progress import progress
    from ntksym.sweep import sweep as run
    from ntksym.tables.bounds_sweep import bounds_items, bounds_of, bounds_table
    from ntksym.tables.grids import integers
    from ntksym.tables.render import FORMATS, render

    if form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose one of {', '.join(FORMATS)}")
    items = bounds_items(
        data, integers(depths, "depths", 1), kernel or ["ntk"], [] if seeds is None else integers(seeds, "seeds", 0)
    )
    with progress(len(items), "data sets", quiet=as_json) as step:
        records = run(bounds_of, items, store=out, jobs=jobs, dask=dask, on_record=lambda r: step(r.item["data"]))
    if as_json:
        found = [{"item": r.item, "result": r.result, "error": r.error} for r in records]
        typer.echo(json.dumps(found, indent=1))
    else:
        typer.echo(render(bounds_table((r.item, r.result, r.error) for r in records), form), nl=False)
    if any(r.error is not None for r in records):
        raise typer.Exit(1)
