"""``ntksym dynamics``: certified training curves for a data set and its labels, real networks beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ntksym.cli.numbers import rational
from ntksym.errors import InputError

if TYPE_CHECKING:
    from ntksym.tables.dynamics import DynamicsReport


def dynamics(
    data: Annotated[str, typer.Argument(help="A .npy, .npz, .csv or .tsv file of n rows, or @NAME of a sample.")],
    labels: Annotated[
        str, typer.Argument(help="A .npy or text file of n numbers, or @signs:seed=0, @power:2,axis=0, @constant.")
    ],
    eta: Annotated[
        str | None, typer.Option(help="Step size, exact; default: the largest power of two at most 1/lambda_max.")
    ] = None,
    steps: Annotated[int, typer.Option(help="The last step.")] = 1000,
    points: Annotated[int, typer.Option(help="Number of steps at which the residual is enclosed.")] = 60,
    kernel: Annotated[str, typer.Option(help="h-infinity, ntk, sigma, kappa0, kappa1, shallow, ...")] = "h-infinity",
    depth: Annotated[int, typer.Option("--depth", "-L", min=1, help="Number of layers, for ntk and sigma.")] = 2,
    simulate: Annotated[
        list[int] | None, typer.Option("--simulate", help="Train a network of this width (may be repeated).")
    ] = None,
    kappa: Annotated[
        list[str] | None, typer.Option(help="Scale of the initial weights (may be repeated); default 1.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the initial weights.")] = 0,
    failure: Annotated[str, typer.Option(help="Failure probability in the widths.")] = "1/10",
    accuracy: Annotated[str, typer.Option(help="Epsilon in the papers' widths.")] = "1/10",
    form: Annotated[str, typer.Option("--format", help="text, latex, markdown, html, csv or json.")] = "text",
    out: Annotated[Path | None, typer.Option(help="Write the table there instead of printing it.")] = None,
    certificates: Annotated[
        Path | None, typer.Option(help="Folder for certificates; `ntksym check` re-checks them.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Also draw it: a .png, .pdf or .svg file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Certified residual |(I - eta H)^k y| of gradient descent in the kernel regime, and what follows from it.

    Examples
    --------
    `ntksym dynamics @wine @signs --steps 10000000`

    `ntksym dynamics @iris:rows=40,unique=true @signs --certificates out && ntksym check out`

    `ntksym dynamics X.npy y.npy --eta 1/2 --steps 1000 --kernel ntk --depth 3 --json`

    `ntksym dynamics @uniform-sphere:n=8,d=3 @signs --eta 1/2 --steps 100 --simulate 500 --simulate 5000 --kappa 1
    --kappa 0.1 --plot dynamics.pdf`
    """
    from ntksym.cli.progress import fractions
    from ntksym.data_files import load
    from ntksym.descent.labels import load_labels
    from ntksym.tables.dynamics import dynamics as run
    from ntksym.tables.render import FORMATS, render

    if form != "text" and form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose text or one of {', '.join(FORMATS)}")
    points_of = load(data)
    with fractions(quiet=as_json) as tell:
        report = run(
            points_of,
            load_labels(labels, points_of),
            None if eta is None else rational("--eta", eta),
            steps,
            kernel,
            depth,
            points=points,
            simulate_widths=simulate or (),
            kappas=[float(rational("--kappa", text)) for text in kappa or ["1"]],
            seed=seed,
            failure=rational("--failure", failure),
            accuracy=rational("--accuracy", accuracy),
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


def _print(report: DynamicsReport) -> None:
    """The curve on a terminal, then what follows from it, a line each."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from ntksym.cli.show import PIPED

    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED)
    made = report.table()
    console.print(f"[bold]{escape(made.title)}[/]", highlight=False)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in made.columns:
        shown.add_column(escape(column), justify="right")
    for row in made.texts():
        shown.add_row(*map(escape, row))
    console.print(shown)
    for text in report.notes:
        console.print(escape(text), highlight=False)
