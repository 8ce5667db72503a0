"""``ntksym sweep``: bounds over many data sets, depths, kernels and seeds, on several processes or machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ntksym.errors import InputError


def sweep(
    data: Annotated[list[str], typer.Argument(help="Files of n rows, @NAME of samples, or @sharpness (18 samples).")],
    out: Annotated[Path, typer.Option(help="The file of records, one JSON object a line; made if not there.")],
    depths: Annotated[str, typer.Option(help="Depths, e.g. 2:4.")] = "2",
    kernel: Annotated[list[str] | None, typer.Option(help="A kernel; may be repeated; default ntk.")] = None,
    seeds: Annotated[str | None, typer.Option(help="Seeds of the samples, e.g. 0:9.")] = None,
    rows: Annotated[str | None, typer.Option(help="That many rows from the top of each, e.g. 50,100,200.")] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes; default one a core.")
    ] = None,
    dask: Annotated[str | None, typer.Option(help="A dask scheduler, e.g. tcp://host:8786, instead.")] = None,
    show: Annotated[
        str, typer.Option("--table", help="best (bounds), or shares (of the eigenvalue, of every theorem).")
    ] = "best",
    plot: Annotated[
        Path | None, typer.Option(help="Also draw bounds against depth, or against n: a .png, .pdf or .svg file.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="latex, markdown, html, csv or json.")] = "markdown",
    as_json: Annotated[bool, typer.Option("--json", help="Print the records as JSON instead of a table.")] = False,
) -> None:
    """Bounds over data sets, depths, kernels and seeds; exit 1 if some could not be had.

    It can be interrupted: the same command goes on where it was.  The file has the same bytes whatever did the work.

    Examples
    --------
    `ntksym sweep @d4 @e8 points.npy --depths 2:4 --out bounds.jsonl`

    `ntksym sweep @wine --depths 2:8 --out wine.jsonl --plot depth.pdf`

    `ntksym sweep points.csv --rows 50,100,200 --out points.jsonl --plot n.pdf`

    `ntksym sweep @sharpness --depths 2:3 --kernel ntk --kernel kappa0 --table shares --out sharpness.jsonl`

    `ntksym sweep @uniform-sphere:n=100,d=5 --seeds 0:9 --out bounds.jsonl --dask tcp://host:8786`
    """
    from ntksym.cli.progress import progress
    from ntksym.sweep import sweep as run
    from ntksym.tables.bounds_sweep import bounds_items, bounds_of, bounds_table, sweep_plot
    from ntksym.tables.grids import integers
    from ntksym.tables.render import FORMATS, render
    from ntksym.tables.sharpness import shares_table

    if form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose one of {', '.join(FORMATS)}")
    tables = {"best": bounds_table, "shares": shares_table}
    if show not in tables:
        raise InputError(f"--table {show[:30]}", "no such table", "choose best or shares")
    if plot is not None:
        from ntksym.tables.style import picture_format

        picture_format(plot)  # refused before the work
    numbers = [
        [] if t is None else integers(t, name, least) for t, name, least in ((seeds, "seeds", 0), (rows, "rows", 2))
    ]
    items = bounds_items(data, integers(depths, "depths", 1), kernel or ["ntk"], *numbers)
    with progress(len(items), "data sets", quiet=as_json) as step:
        records = run(bounds_of, items, store=out, jobs=jobs, dask=dask, on_record=lambda r: step(r.item["data"]))
    outcomes = [(r.item, r.result, r.error) for r in records]
    if as_json:
        found = [{"item": r.item, "result": r.result, "error": r.error} for r in records]
        typer.echo(json.dumps(found, indent=1))
    else:
        typer.echo(render(tables[show](outcomes), form), nl=False)
    if plot is not None:
        sweep_plot(outcomes).save(plot)
    if any(r.error is not None for r in records):
        raise typer.Exit(1)
