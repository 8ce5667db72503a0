"""``ntksym spectrum``: the limiting law of the NTK matrix in the quadratic regime."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.errors import InputError

if TYPE_CHECKING:
    from ntksym.tables.limiting_law import LawReport


def spectrum(
    activation: Annotated[
        str, typer.Option("--activation", "-a", help='relu, gelu, tanh, erf, relu2, leaky, or e.g. "x*tanh(x)".')
    ],
    gamma1: Annotated[str, typer.Option(help="lim n/(dp), exact, e.g. 5/8.")],
    gamma2: Annotated[str, typer.Option(help="lim p/d, exact, e.g. 3/2.")],
    d_law: Annotated[str, typer.Option(help="Law of D^2: VALUE:WEIGHT,VALUE:WEIGHT,...")] = "1",
    slope: Annotated[str, typer.Option(help="Negative slope of leaky.")] = "1/100",
    digits: Annotated[int, typer.Option("--digits", help="Digits of certified values.")] = 25,
    at: Annotated[list[str] | None, typer.Option("--at", help="Certified density at X (may be repeated).")] = None,
    simulate: Annotated[int | None, typer.Option("--simulate", help="Also draw a finite matrix with this d.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the simulation.")] = 0,
    certificates: Annotated[
        Path | None, typer.Option(help="Folder for certificates; `ntksym check` re-checks them.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Also draw it: a .png, .pdf or .svg file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Limiting spectral law of the first-layer NTK matrix when n ~ gamma1 d p and p ~ gamma2 d.

    Certified: Hermite data of the activation's derivative, edges, thresholds, densities. An expression is read by a
    small grammar with a whitelist of functions; it is never evaluated as text.

    Examples
    --------
    `ntksym spectrum --activation relu --gamma1 5/8 --gamma2 3/2 --at 1/4`

    `ntksym spectrum -a gelu --gamma1 1/2 --gamma2 9 --certificates out && ntksym check out`

    `ntksym spectrum -a "x*tanh(x)" --gamma1 1/2 --gamma2 9 --digits 12 --json`

    `ntksym spectrum -a relu --gamma1 5/8 --gamma2 3/2 --simulate 40 --plot law.pdf`

    `ntksym spectrum -a relu --gamma1 5/8 --gamma2 3/2 --d-law 1:1/2,4:1/2 --simulate 40`
    """
    from ntksym.cli.progress import fractions
    from ntksym.tables.limiting_law import limiting_law

    if plot is not None:
        from ntksym.tables.style import picture_format

        picture_format(plot)
    if certificates is not None and "," in d_law:
        raise InputError("--certificates", "there are none for a D^2 of several values", "leave out --d-law")
    with fractions(quiet=as_json) as tell:
        report = limiting_law(
            activation,
            gamma1,
            gamma2,
            d_law=d_law,
            slope=slope,
            digits=digits,
            at=at or (),
            simulate_d=simulate,
            seed=seed,
            tell=tell,
        )
    if certificates is not None:
        for text in report.write_certificates(certificates):
            typer.echo(f"no certificate of {text}", err=True)
    if plot is not None:
        report.plot().save(plot)
    typer.echo(json.dumps(report.as_json(), indent=1) if as_json else "\n".join(_lines(report)))


def _lines(report: LawReport) -> list[str]:
    from ntksym.laws.status import CONVENTION, MATRIX, statements

    mean, slope, b_squared = report.hermite
    digits = report.digits
    nu = ", ".join(f"{t} ({w})" for t, w in zip(report.nu.places, report.nu.weights, strict=True))
    lines = [
        f"{report.activation.name}, gamma1={report.gamma1}, gamma2={report.gamma2}, D^2: {nu}",
        f"  {MATRIX}",
        f"  {CONVENTION}",
        f"Hermite data of phi ({report.activation.method})",
        *(f"  {name:4} {_text(x, digits)}" for name, x in (("a0", mean), ("a", slope), ("b^2", b_squared))),
        f"mass at 0   {report.atom}",
    ]
    if report.edges is not None:
        lines += _certified(report, digits)
    else:
        (low, high) = report.floating[0]
        lines += [
            f"continuous part, floating point: about [{low:.6g}, {high:.6g}]",
            f"left edge, certified lower bound: {round_decimal(report.lower_bound or 0, 12, up=False)}",
        ]
        for name, edge in zip(("left", "right"), report.outer, strict=True):
            lines.append(f"{name} edge, certified: {'not reached' if edge is None else _text(edge, 12)}")
    lines += ["moments", *(f"  m_{k}  {_text(m, digits)}" for k, m in enumerate(report.moments, 1))]
    if report.densities:
        lines += ["density", *(f"  {d.x}  {_text(d.value, digits)}" for d in report.densities)]
    if report.simulated is not None:
        lines += _simulation(report)
    for rank, texts in statements(report.activation, general=report.general).items():
        lines += [rank, *(f"  {text}" for text in texts)]
    return lines


def _text(x: Enclosure, digits: int) -> str:
    return str(x) if x.exact else x.format(digits + 1)


KINDS = {"root": "square-root edge", "soft": "density vanishes quadratically", "zero": "edge at 0"}


def _certified(report: LawReport, digits: int) -> list[str]:
    assert report.edges is not None
    lines = ["bands"]
    for low, high in report.edges.bands():
        lines += [f"  from {_text(e.at, digits)}  {KINDS[e.kind]}" for e in (low,)]
        lines += [f"  to   {_text(e.at, digits)}  {KINDS[e.kind]}" for e in (high,)]
    for gap in report.edges.gaps:
        state = f"open, mass above {gap.above}" if gap.low is not None else "closed"
        lines.append(f"gap if gamma1 > {_text(gap.threshold, digits)}: {state}")
    if report.edges.soft_threshold is not None:
        lines.append(f"right edge soft if gamma1 >= {_text(report.edges.soft_threshold, digits)}")
    return lines


def _simulation(report: LawReport) -> list[str]:
    assert report.simulated is not None
    found = report.simulated.as_json()
    lines = [f"simulation  n={found['n']}, d={found['d']}, p={found['p']}, seed={found['seed']}: {found['method']}"]
    lines.append(f"  KS distance to the law {found['ks']}")
    if found["ks_bulk"] is not None:
        lines[-1] += f", without {found['outliers']} outliers {found['ks_bulk']}"
    if found["ks_literal_law"] is not None:
        lines.append(f"  KS distance to the literal reading MP_gamma1 x H: {found['ks_literal_law']}")
    lines.append(f"  smallest nonzero {found['smallest_nonzero']}, largest {', '.join(found['largest'])}")
    places = "; ".join(f"[{a}, {b}]" for a, b in found["outliers_expected_in"])
    return [*lines, f"  outliers expected in {places or 'no place'}"]
