"""``ntksym verify --errata``."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from ntksym.claims.errata_ledger import ErrataLedger, chosen, verify_errata
from ntksym.cli.show import PIPED


def verify(paths: list[Path], only: list[str] | None, jobs: int, form: str | None) -> None:
    """Judge the errata and print the ledger, its JSON, or a document; exit 1 if one does not stand."""
    from ntksym.cli.progress import progress
    from ntksym.tables.errata import render_errata

    if form not in (None, "json"):
        render_errata(ErrataLedger(()), form)  # an unknown format is refused before the work
    with progress(len(chosen(paths, only)), "errata", quiet=form == "json") as step:
        ledger = verify_errata(paths, only=only, jobs=jobs, on_verdict=lambda v: step(v.slug))
    if form == "json":
        typer.echo(json.dumps(ledger.as_json()))
    elif form is not None:
        typer.echo(render_errata(ledger, form), nl=False)
    else:
        print_errata(ledger)
    if not ledger.ok:
        raise typer.Exit(1)


def print_errata(ledger: ErrataLedger) -> None:
    """Print each erratum: where, the counterexample with both sides, and the corrected claim."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED)
    for paper in ledger.papers:
        console.print(f"[bold]{escape(paper.title)}[/] [dim]({escape(paper.source)})[/]", highlight=False)
        for v in paper.verdicts:
            mark = "[green]stands[/]" if v.stands else "[bold red]does not stand[/]"
            every = " for every constant" if v.every_constant == "" else ""
            point = f", at {escape(v.point)}" if "=" in v.point else ""
            lines = [
                f"  {v.slug} {mark} [dim]{escape(v.number)}[/]",
                f"    as written: {'refuted' if v.refuted else 'not refuted'}{every}{point}: "
                f"left {escape(v.refutation.lhs)}, right {escape(v.refutation.rhs)}",
                f"    corrected:  {v.corrected.status} {v.corrected.slug}",
            ]
            for line in lines:
                console.print(line, highlight=False, soft_wrap=True)
    for v in ledger.verdicts:
        if not v.stands:
            console.print(f"[bold red]does not stand[/]: {escape(v.failure())}", highlight=False, soft_wrap=True)
    counts = ledger.summary()
    console.print(", ".join(f"{n} {name}" for name, n in counts.items()))
