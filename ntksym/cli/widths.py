"""``ntksym widths``: what the width of a random network guarantees for its NTK on given data."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ntksym.errors import InputError

if TYPE_CHECKING:
    from ntksym.width_simulation import Simulated


def widths(
    data: Annotated[str, typer.Argument(help="A .npy, .npz, .csv or .tsv file of n rows, or @NAME of a sample.")],
    hidden: Annotated[str, typer.Option(help="Hidden widths, e.g. 1000 or 4000,500.")] = "1000",
    failure: Annotated[str, typer.Option(help="Probability over the weights that a bound may fail.")] = "1/100",
    share: Annotated[
        str | None,
        typer.Option(help="Also the width of all hidden layers that keeps this share of the limit, e.g. 1/2."),
    ] = None,
    simulate: Annotated[int, typer.Option(min=0, help="Random networks to draw at each width (Monte Carlo).")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the first one.")] = 0,
    at: Annotated[str | None, typer.Option(help="Widths to draw at, of every hidden layer; default: --hidden.")] = None,
    store: Annotated[Path | None, typer.Option(help="File that keeps the draws: an interrupted run goes on.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Number of worker processes for draws.")] = 1,
    plot: Annotated[
        Path | None, typer.Option(help="Draw ratios and certified curves: a .png, .pdf or .svg file.")
    ] = None,
    below: Annotated[
        Path | None,
        typer.Option(help="Weights of a given network whose lower layers lie below the random ones (as in network)."),
    ] = None,
    output: Annotated[int | None, typer.Option(help="Which of its outputs, from 0, if it has several.")] = None,
    layers: Annotated[
        int | None, typer.Option(min=0, help="How many of its layers are given; default: all but the last two.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="text, latex, markdown, html, csv or json.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Certified bounds, with their probability, of a random ReLU network's NTK at given widths; and enough width.

    Draws are Monte Carlo: printed with their standard error and seeds, and never called certified.

    Examples
    --------
    `ntksym widths @iris_distinct --hidden 5000 --share 1/2`

    `ntksym widths data.npy --below model.safetensors --hidden 20000`

    `ntksym widths data.npy --hidden 1000,1000 --simulate 20 --at 100,300,1000 --plot widths.pdf`
    """
    from ntksym.cli.progress import progress
    from ntksym.cli.show import print_table
    from ntksym.data_files import load
    from ntksym.networks.weight_files import load_network
    from ntksym.tables.render import FORMATS, render
    from ntksym.tables.widths import widths as judge

    if form != "text" and form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose text or one of {', '.join(FORMATS)}")
    if below is None and layers is not None:
        raise InputError("--layers", "it counts the layers of a given network", "give --below WEIGHTS too")
    points, shape = load(data), _integers("--hidden", hidden)
    net = None if below is None else load_network(below, output=output)
    report = judge(
        points,
        shape,
        failure=_rational("--failure", failure),
        share=None if share is None else _rational("--share", share),
        below=net,
        layers=layers,
    )
    found = report.as_json()
    drawn: list[Simulated] = []
    if simulate:
        from ntksym.width_simulation import simulate as run

        places = [tuple(shape)] if at is None else [(n,) * len(shape) for n in _integers("--at", at)]
        with progress(simulate * len(places), "networks", quiet=as_json) as step:
            seeds, inputs = range(seed, seed + simulate), report.facts.inputs
            _, drawn = run(inputs, places, seeds, store=store, jobs=jobs, on_draw=lambda: step(""))
        found["simulated"] = [
            {
                "hidden": list(s.hidden),
                "seed": seed,
                "draws": len(s.ratios),
                "mean": s.mean,
                "standard_error": s.standard_error,
            }
            for s in drawn
        ]
    if plot is not None:
        from ntksym.tables.widths_plot import plot_widths

        curve = sorted({10 ** (k // 4) * (1, 2, 3, 6)[k % 4] for k in range(8, 33)})
        plot_widths(
            report.facts, [(s.hidden[0], s.ratios) for s in drawn], curve, depth=len(shape) + 1, failure=report.failure
        ).save(plot)
    if as_json or form == "json":
        typer.echo(json.dumps(found, indent=1))
        return
    if form == "text":
        print_table(report.table())
    else:
        typer.echo(render(report.table(), form), nl=False)
    for s in drawn:
        what = f"hidden {', '.join(map(str, s.hidden))}: {len(s.ratios)} draws from seed {seed}"
        mean = f"mean of lambda_min/limit {s.mean:.4f} +- {s.standard_error:.4f}"
        typer.echo(f"Monte Carlo, {what}: {mean}, least {min(s.ratios):.4f}")


def _integers(name: str, text: str) -> list[int]:
    parts = text.split(",")
    if not all(p.strip().isascii() and p.strip().isdigit() and len(p) < 12 and int(p) for p in parts):
        raise InputError(f"{name} {text[:40]}", "not widths", "give integers >= 1, e.g. 1000 or 4000,500")
    return [int(p) for p in parts]


def _rational(name: str, text: str) -> Fraction:
    try:
        if len(text) > 60:
            raise ValueError
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise InputError(f"{name} {text}", "not a number", "give e.g. 0.01 or 1/100") from None
