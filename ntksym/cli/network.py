"""``ntksym network``: a given network's empirical NTK on given data, certified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ntksym.errors import InputError


def network(
    weights: Annotated[Path, typer.Argument(help="Weights: .npz, .safetensors, or a PyTorch state_dict (.pt, .pth).")],
    data: Annotated[str, typer.Argument(help="A .npy, .npz, .csv or .tsv file of n rows, or @NAME of a sample.")],
    output: Annotated[int | None, typer.Option(help="Which output, from 0, if the network has several.")] = None,
    slopes: Annotated[
        str, typer.Option(help="Slopes of the activation for positive and other inputs: a+b,a-b of the (a,b)-ReLU.")
    ] = "1,0",
    samples: Annotated[
        int, typer.Option(min=0, help="Points at which Lipschitz constants are bounded from below; 0: leave them out.")
    ] = 8,
    form: Annotated[str, typer.Option("--format", help="text, latex, markdown, html, csv or json.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Certified smallest eigenvalue of a network's empirical NTK, sigma_min of its features, Lipschitz constants.

    Weights are named W1, b1, W2, ... (inputs x outputs) or as in a state_dict; layers are fully connected.

    Examples
    --------
    `ntksym network model.safetensors data.npy`

    `ntksym network weights.npz @iris --slopes 1,0.01 --json`
    """
    from ntksym.cli.progress import fractions
    from ntksym.cli.show import print_table
    from ntksym.data_files import load
    from ntksym.networks.weight_files import load_network
    from ntksym.tables.network import network_report
    from ntksym.tables.render import FORMATS, render

    if form != "text" and form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose text or one of {', '.join(FORMATS)}")
    positive, negative = _slopes(slopes)
    net = load_network(weights, output=output, positive=positive, negative=negative)
    points = load(data)
    with fractions(quiet=as_json) as tell:
        report = network_report(net, points, samples=samples, progress=tell)
    if as_json or form == "json":
        typer.echo(json.dumps(report.as_json(), indent=1))
    elif form == "text":
        print_table(report.table())
    else:
        typer.echo(render(report.table(), form), nl=False)


def _slopes(text: str) -> tuple[float, float]:
    try:
        positive, negative = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"--slopes {text[:40]}", "not two numbers", "give e.g. 1,0 or 1,0.01") from None
    return positive, negative
