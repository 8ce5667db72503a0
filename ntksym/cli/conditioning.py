"""``ntksym conditioning``: the certified condition number of a data set's NTK matrix at each depth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ntksym.cli.numbers import rational
from ntksym.errors import InputError


def conditioning(
    data: Annotated[str, typer.Argument(help="A .npy, .npz, .csv or .tsv file of n rows, or @NAME of a sample.")],
    depths: Annotated[str, typer.Option(help="Depths, e.g. 2:20 or 2,4,16,64.")] = "2:20",
    delta: Annotated[str, typer.Option(help="Delta of each (a,b)-ReLU, e.g. 1/2,1: ReLU and absolute value.")] = "1/2",
    form: Annotated[str, typer.Option("--format", help="latex, markdown, html, csv or json.")] = "markdown",
    plot: Annotated[Path | None, typer.Option(help="Also draw it: a .png, .pdf or .svg file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Certified condition number of (Theta_L(cos angle(x_i, x_j))) at each depth, against its limit 1 + n/3.

    Examples
    --------
    `ntksym conditioning @wine --depths 2,4,8,16,32 --delta 1/2,1 --plot conditioning.pdf`
    """
    from ntksym.cli.progress import fractions
    from ntksym.data_files import load
    from ntksym.tables.conditioning import conditioning as judge
    from ntksym.tables.grids import integers
    from ntksym.tables.render import FORMATS, render

    if form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose one of {', '.join(FORMATS)}")
    asked = [rational("--delta", text.strip()) for text in delta.split(",")]
    with fractions(quiet=as_json) as tell:
        report = judge(load(data), integers(depths, "depths", 2), asked, progress=tell)
    if plot is not None:
        report.plot().save(plot)
    text = json.dumps(report.as_json(), indent=1) + "\n" if as_json else render(report.table(), form)
    typer.echo(text, nl=False)
