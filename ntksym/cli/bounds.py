"""``ntksym bounds``: a data set's certified smallest eigenvalue beside every theorem's bound."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ntksym.errors import InputError

if TYPE_CHECKING:
    from ntksym.tables.bounds import BoundsReport


def bounds(
    data: Annotated[str, typer.Argument(help="A .npy, .npz, .csv or .tsv file of n rows, or @NAME of a sample.")],
    depth: Annotated[int, typer.Option("--depth", "-L", min=1, help="Number of layers; 2 is one hidden layer.")] = 2,
    kernel: Annotated[str, typer.Option(help="ntk, sigma, h-infinity, kappa0, kappa1, tkappa0, shallow, ...")] = "ntk",
    slope: Annotated[str, typer.Option(help="Negative slope of a leaky ReLU, exact; 0 is the ReLU.")] = "0",
    only: Annotated[list[str] | None, typer.Option("--only", help="This theorem only (may be repeated).")] = None,
    distribution: Annotated[
        str | None, typer.Option(help="sphere or gaussian, if the rows were drawn so (probabilistic theorems).")
    ] = None,
    failure: Annotated[str, typer.Option(help="Failure probability granted to probabilistic theorems.")] = "1/100",
    form: Annotated[str, typer.Option("--format", help="text, latex, markdown, html, csv or json.")] = "text",
    out: Annotated[Path | None, typer.Option(help="Write the table there instead of printing it.")] = None,
    certificates: Annotated[
        Path | None, typer.Option(help="Folder for certificates of the eigenvalue; `ntksym check` re-checks them.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Also draw it: a .png, .pdf or .svg file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Certified smallest eigenvalue of a data set's limiting NTK, beside what every theorem guarantees for it.

    Examples
    --------
    `ntksym bounds data.npy --depth 3`

    `ntksym bounds @icosahedron --depth 2 --json`

    `ntksym bounds points.csv --depth 4 --format latex --plot bounds.pdf`

    `ntksym bounds @wine --depth 3 --certificates out && ntksym check out`
    """
    from ntksym.cli.progress import fractions
    from ntksym.data_files import load
    from ntksym.tables.bounds import bounds as judge
    from ntksym.tables.render import FORMATS, render

    if form != "text" and form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose text or one of {', '.join(FORMATS)}")
    with fractions(quiet=as_json) as tell:
        report = judge(
            load(data),
            depth,
            kernel,
            delta=_delta(slope),
            distribution=distribution,
            failure=_rational("--failure", failure),
            only=only,
            progress=tell,
        )
    if certificates is not None:
        report.write_certificates(certificates)
    if plot is not None:
        report.plot().save(plot)
    if as_json:
        text = json.dumps(report.as_json(), indent=1) + "\n"
    elif form == "text":
        _print(report) if out is None else None
        text = "" if out is None else render(report.table(), "markdown")
    else:
        text = render(report.table(), form)
    if out is None:
        typer.echo(text, nl=False)
    else:
        from ntksym.files import write_text

        write_text(out, text)
        typer.echo(f"wrote {out}")


def _rational(name: str, text: str) -> Fraction:
    if len(text) > 60:
        raise InputError(f"{name} {text}", "too long for a number", "give e.g. 0.01 or 1/100")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise InputError(f"{name} {text}", "not a number", "give e.g. 0.01 or 1/100") from error


def _delta(slope: str) -> Fraction:
    """Delta = (1 - s)^2 / (2 (1 + s^2)) of the leaky ReLU with negative slope s."""
    s = _rational("--slope", slope)
    return (1 - s) ** 2 / (2 * (1 + s * s))


def _print(report: BoundsReport) -> None:
    """The table on a terminal: what is certified, what is best, then every theorem."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from ntksym.cli.show import PIPED
    from ntksym.tables.bounds import LAST

    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED)
    made = report.table()
    console.print(f"[bold]{escape(made.title)}[/]", highlight=False)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in made.columns:
        numeric = column not in ("theorem", LAST)
        shown.add_column(column, justify="right" if numeric else "left", no_wrap=column != LAST)
    for row in made.texts():
        style = "bold green" if row[0] == "certified" else "dim" if row[-1].startswith("does not apply") else None
        shown.add_row(*(escape(cell) for cell in row), style=style)
    console.print(shown)
    for side, bound in (("lower", report.best_lower), ("upper", report.best_upper)):
        if bound is not None:
            console.print(f"best {side}: [bold]{bound.theorem.name}[/] ({bound.theorem.origin})", highlight=False)
    for text in report.sources:
        console.print(f"[dim]{escape(text)}[/]", highlight=False)
    for text in report.lambda_min.assumptions:
        console.print(f"[dim]assumed: {escape(text)}[/]", highlight=False)
