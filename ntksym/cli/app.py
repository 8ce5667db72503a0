"""The commands.  Each imports what it needs when it runs, so that ``ntksym constant`` answers at once."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from ntksym.cli.bounds import bounds
from ntksym.cli.conditioning import conditioning
from ntksym.cli.dynamics import dynamics
from ntksym.cli.network import network
from ntksym.cli.progress import working
from ntksym.cli.spectrum import spectrum
from ntksym.cli.sweep import sweep
from ntksym.cli.widths import widths
from ntksym.errors import InputError

app = typer.Typer(
    help="Certified explicit constants for the spectrum of the neural tangent kernel.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command()(bounds)
app.command()(conditioning)
app.command()(dynamics)
app.command()(network)
app.command()(spectrum)
app.command()(sweep)
app.command()(widths)
CERTIFICATES = Annotated[
    Path | None, typer.Option(help="Folder for certificates of the constants; `ntksym check` re-checks them.")
]
AS_JSON = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
JOBS = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Number of worker processes.")]


def _version(show: bool) -> None:
    if show:
        from ntksym import __version__

        typer.echo(f"ntksym {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Certified explicit constants for the spectrum of the neural tangent kernel."""


@app.command()
def constant(
    name: Annotated[str | None, typer.Argument(help="The constant, e.g. hemisphere.")] = None,
    parameters: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE...", help="Its parameters, exact.")
    ] = None,
    digits: Annotated[str, typer.Option("--digits", "-d", help="Significant digits.")] = "20",
    as_json: AS_JSON = False,
    list_all: Annotated[bool, typer.Option("--list", help="List the constants and their parameters.")] = False,
    proof: Annotated[bool, typer.Option("--proof", help="Theorem and proof as LaTeX (two-point, -limit).")] = False,
    store: Annotated[
        Path | None, typer.Option(help="Folder of certificates on a grid of angles that serve all others (two-point).")
    ] = None,
    certificates: CERTIFICATES = None,
) -> None:
    """One certified enclosure: lo <= value <= hi, of relative width at most 10^-digits.

    Examples
    --------
    `ntksym constant hemisphere d=3 k=5`

    `ntksym constant funk-hecke kernel=ntk d=3 k=10 L=4 --digits 50`

    `ntksym constant cap-minorant kernel=ntk d=5 L=3 angle=pi/7 --json`

    `ntksym constant two-point kernel=ntk d=3 L=2 angle=0.3 --proof > two_point.tex`

    `ntksym constant two-point kernel=ntk d=3 L=2 angle=0.37 --store grid`

    `ntksym constant decay.low d=1000 L=64 parity=all --certificates out && ntksym check out`
    """
    from ntksym.constants import catalogue
    from ntksym.constants import constant as evaluate

    if list_all:
        if as_json:
            typer.echo(
                json.dumps(
                    {
                        c.name: {"usage": c.usage, "meaning": c.meaning, "source": c.source}
                        for c in catalogue().values()
                    },
                    indent=2,
                )
            )
            return
        for c in catalogue().values():
            typer.echo(f"{c.usage}\n    {c.meaning}")
        return
    if name is None:
        raise InputError("constant", "no name was given", "give one, or see `ntksym constant --list`")
    if store is not None:
        from ntksym.two_point_grid import stored

        evaluate = partial(stored, store)
    with working(name):
        found = evaluate(name, digits=digits, **_key_values(parameters or []))  # type: ignore[arg-type]
    if certificates is not None:
        from ntksym.certificates.values import write_certificates

        write_certificates([found], certificates)
    if proof:
        from ntksym.report.proof import document

        typer.echo(document(found), nl=False)
        return
    if as_json:
        typer.echo(json.dumps(found.as_json()))
        return
    typer.echo(str(found))
    if found.exact is not None:
        typer.echo(f"  exact   {found.exact}")
    typer.echo(f"  meaning {found.meaning}\n  method  {found.method}\n  source  {found.source}")


def _key_values(texts: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key.isidentifier() or key in ("digits",):
            raise InputError(text[:60], "not of the form KEY=VALUE", "write e.g. d=3 k=5 (and --digits 30 for digits)")
        if key in values:
            raise InputError(text[:60], f"{key} is given twice", "give it once")
        values[key] = value
    return values


@app.command()
def verify(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders of derivations; default: the shipped ones.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Judge this claim only (may be repeated).")] = None,
    errata: Annotated[bool, typer.Option("--errata", help="Judge errata of papers, not derivations.")] = False,
    form: Annotated[
        str | None, typer.Option("--format", help="With --errata: latex, markdown, html, csv or json, for a document.")
    ] = None,
    jobs: JOBS = 1,
    as_json: AS_JSON = False,
) -> None:
    """Judge every claim by the three legs and print the ledger (exit 1 if one is not certified).

    With --errata: refute what papers state and is false as written, and certify what holds instead (exit 1 if one
    statement is not refuted, or one corrected claim not certified).

    Examples
    --------
    `ntksym verify`

    `ntksym verify my_paper/ --jobs 2`

    `ntksym verify --errata --format markdown`
    """
    if errata:
        from ntksym.cli.errata import verify as judge_errata

        judge_errata(list(paths or []), only, jobs, "json" if as_json else form)
        return
    if form is not None:
        raise InputError(f"--format {form[:30]}", "it goes with --errata", "leave it out, or use --json")
    from ntksym.claims.collect import collect
    from ntksym.claims.ledger import verify as judge_all
    from ntksym.cli.progress import progress

    total = len(only) if only else sum(len(c.claims) for c in collect(list(paths or [])))
    with progress(total, "claims", quiet=as_json) as step:
        ledger = judge_all(list(paths or []), only=only, jobs=jobs, on_verdict=lambda v: step(v.slug))
    if as_json:
        typer.echo(json.dumps(ledger.as_json()))
    else:
        from ntksym.cli.show import print_ledger

        print_ledger(ledger)
    if not ledger.ok:
        raise typer.Exit(1)


@app.command()
def table(
    name: Annotated[
        str,
        typer.Argument(
            help="hemisphere, funk-hecke, power-series, tails, decay, cap-minorant, hermite, analyticity, "
            "label-norms, non-degeneracy, spectrum, spectral-bias, constants, small-angles, conditioning or "
            "depth-limit."
        ),
    ],
    dims: Annotated[str, typer.Option(help="Dimensions, e.g. 3:6 or 2,3,10.")] = "3:6",
    depths: Annotated[str, typer.Option(help="Depths, e.g. 2:4.")] = "2:4",
    degrees: Annotated[str, typer.Option(help="Degrees (or orders), e.g. 0:8.")] = "0:8",
    angles: Annotated[str, typer.Option(help="Separation angles, e.g. 0.1,0.3,pi/4.")] = "0.1,0.3,0.8",
    kernel: Annotated[str, typer.Option(help="Kernel, where the table has one.")] = "ntk",
    points: Annotated[
        str, typer.Option(help="Numbers of points (non-degeneracy, conditioning, depth-limit).")
    ] = "10,100",
    failure: Annotated[str, typer.Option(help="Failure probability, for non-degeneracy.")] = "1/10",
    digits: Annotated[int, typer.Option(min=2, max=60, help="Printed digits.")] = 8,
    form: Annotated[str, typer.Option("--format", help="latex, markdown, html, csv or json.")] = "markdown",
    as_json: AS_JSON = False,
    proof: Annotated[bool, typer.Option("--proof", help="Theorem and proof as LaTeX (depth-limit).")] = False,
    store: Annotated[Path | None, typer.Option(help="File that keeps the rows, for constants: a run goes on.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Worker processes, for constants.")] = 1,
    certificates: CERTIFICATES = None,
) -> None:
    """A table of certified constants, rounded so that every printed number is true.

    Examples
    --------
    `ntksym table funk-hecke --dims 3:5 --depths 2:4 --degrees 0:6 --format latex`

    `ntksym table cap-minorant --dims 2,3,5,10 --angles 0.1,0.3,0.8 --format csv`

    `ntksym table constants --kernel kappa0 --dims 2,3 --angles 0.3,0.8`

    `ntksym table constants --dims 3 --depths 2:64 --angles 0.8 --store deep.jsonl --jobs 2`

    `ntksym table decay --dims 3,10,100 --depths 2:4 --certificates out && ntksym check out`

    `ntksym table depth-limit --points 5 --depths 100,10000 --angles 0.8 --proof > depth.tex`
    """
    from ntksym.tables import build, known, render

    form = known("json" if as_json else form)
    if proof:
        from ntksym.report.depth_proof import document

        typer.echo(document(name, points, depths, angles), nl=False)
        return
    if name == "constants":
        from ntksym.cli.sharp import constants

        found = constants(kernel, dims, depths, angles, digits, store, jobs, as_json, certificates)
        typer.echo(render(found, form), nl=False)
        return
    ranges: dict[str, Any] = {"dims": dims, "depths": depths, "degrees": degrees, "angles": angles}
    ranges |= {"kernel": kernel, "points": points, "failure": failure}
    with working(f"table {name}"):
        if certificates is None:
            made = build(name, digits=digits, **ranges)
        else:
            from ntksym.tables.certified import build_certified

            made = build_certified(name, certificates, digits, **ranges)
    typer.echo(render(made, form), nl=False)


@app.command()
def certify(
    dims: Annotated[str, typer.Option(help="Dimensions, e.g. 3:16.")] = "3:16",
    depths: Annotated[str, typer.Option(help="Depths, e.g. 2:6.")] = "2:6",
    out: Annotated[Path, typer.Option(help="Folder for certificates, tables and the ledger.")] = Path("out"),
    jobs: JOBS = 2,
    check: Annotated[bool, typer.Option(help="Re-check everything with the independent checker.")] = True,
    as_json: AS_JSON = False,
) -> None:
    """Verify all derivations, then write the constants for each dimension and depth with certificates and tables.

    It can be interrupted: the same command goes on where it was.

    Examples
    --------
    `ntksym certify --dims 3:16 --depths 2:6 --out out`
    """
    from ntksym.cli.progress import stages
    from ntksym.report import certify as run

    with stages(quiet=as_json) as stage:
        summary = run(dims=dims, depths=depths, out=out, jobs=jobs, check=check, stage=stage)
    if as_json:
        typer.echo(json.dumps(summary.as_json()))
    else:
        typer.echo(str(summary))
    if not summary.ok:
        raise typer.Exit(1)


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Certificates, or folders that hold them.")],
    as_json: AS_JSON = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the summary and what is not valid.")] = False,
    seconds: Annotated[float | None, typer.Option(help="Time allowed for each file; default 120.")] = None,
) -> None:
    """Re-check certificates with the independent checker (standard library only).

    Exit 0: all valid; 1: some invalid; 2: unreadable, undecided, or no certificate.
    The same without installing anything: `python -I -S ntksym/checker FILE`.

    Examples
    --------
    `ntksym check out`
    """
    from ntksym.checker.command import main as run

    arguments = [str(p) for p in paths] + ["--json"] * as_json + ["--quiet"] * quiet
    arguments += [] if seconds is None else ["--seconds", str(seconds)]
    raise typer.Exit(run(arguments))
