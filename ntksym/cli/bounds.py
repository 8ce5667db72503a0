"""``ntksym bounds``: a data set's certified smallest eigenvalue beside every theorem's bound."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ntksym.cli.numbers import rational
from ntksym.errors import InputError

if TYPE_CHECKING:
    from ntksym.tables.bounds import BoundsReport


def bounds(
    data: Annotated[str, typer.Argument(help="A .npy, .npz, .csv or .tsv file of n rows, or @NAME of a sample.")],
    depth: Annotated[int, typer.Option("--depth", "-L", min=1, help="Number of layers; 2 is one hidden layer.")] = 2,
    kernel: Annotated[str, typer.Option(help="ntk, sigma, h-infinity, kappa0, kappa1, tkappa0, shallow, ...")] = "ntk",
    slope: Annotated[str, typer.Option(help="Negative slope of a leaky ReLU, exact; 0 is the ReLU.")] = "0",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="This theorem only, or this paper's (nguyen); may be repeated."),
    ] = None,
    repeated: Annotated[
        bool, typer.Option("--distinct", help="Leave out rows that repeat a direction: they make the eigenvalue 0.")
    ] = False,
    distribution: Annotated[
        str | None, typer.Option(help="sphere or gaussian, if the rows were drawn so (probabilistic theorems).")
    ] = None,
    failure: Annotated[str, typer.Option(help="Failure probability granted to probabilistic theorems.")] = "1/100",
    form: Annotated[
        str | None,
        typer.Option("--format", help="text, latex, markdown, html, csv or json; by --out, or text."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the table there (.tex, .md, .html, .csv, .json) instead of printing it.")
    ] = None,
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

    `ntksym bounds points.csv --depth 4 --out bounds.tex --plot bounds.pdf`

    `ntksym bounds @wine --depth 3 --certificates out && ntksym check out`
    """
    from ntksym.cli.progress import fractions
    from ntksym.data import distinct
    from ntksym.data_files import load
    from ntksym.tables.bounds import bounds as judge
    from ntksym.tables.render import render

    form = "json" if as_json else _format(form, out)
    if plot is not None:
        from ntksym.tables.style import picture_format

        picture_format(plot)  # refused before the work
    points = load(data)
    if certificates is not None:
        from ntksym.certificates.matrix import refuse_large

        refuse_large(points, depth)
    with fractions(quiet=as_json) as tell:
        report = judge(
            distinct(points, rays=True) if repeated else points,
            depth,
            kernel,
            delta=_delta(slope),
            distribution=distribution,
            failure=rational("--failure", failure),
            only=only,
            progress=tell,
        )
    if certificates is not None:
        report.write_certificates(certificates)
    undrawn = _draw(report, plot)
    if form == "text":
        from ntksym.cli.bounds_text import print_bounds

        print_bounds(report)
    else:
        made = report.table(merged=form not in ("csv", "json"))
        text = json.dumps(report.as_json(), indent=1) + "\n" if as_json else render(made, form)
        _give(text, out)
    if undrawn is not None:
        raise undrawn


def _draw(report: BoundsReport, plot: Path | None) -> InputError | None:
    """Save the picture; the reason if there is none to draw, for after the table."""
    try:
        if plot is not None:
            report.plot().save(plot)
    except InputError as reason:
        return reason
    return None


def _give(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
        return
    from ntksym.files import write_text

    write_text(out, text)
    typer.echo(f"wrote {out}")


def _format(form: str | None, out: Path | None) -> str:
    """The format asked for, or that of the file's name; a table in a file is never the terminal's."""
    from ntksym.tables.render import FORMATS, SUFFIXES

    if form is not None and form not in ("text", *FORMATS):
        raise InputError(f"--format {form[:30]}", "no such format", f"choose text or one of {', '.join(FORMATS)}")
    if out is None:
        return form or "text"
    named = {suffix: name for name, suffix in SUFFIXES.items()}.get(out.suffix.removeprefix("."), "markdown")
    return named if form in (None, "text") else form


def _delta(slope: str) -> Fraction:
    """Delta = (1 - s)^2 / (2 (1 + s^2)) of the leaky ReLU with negative slope s."""
    s = rational("--slope", slope)
    return (1 - s) ** 2 / (2 * (1 + s * s))
