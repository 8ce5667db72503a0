"""The ledger on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ntksym.claims.ledger import Ledger
from ntksym.claims.verdict import LegResult
from ntksym.tables.table import Table as CertifiedTable

MARKS = {
    "holds": "[green]holds[/]",
    "refuted": "[bold red]refuted[/]",
    "undecided": "[yellow]undecided[/]",
    "not applicable": "[dim]-[/]",
}
STATUS = {
    "certified": "[green]certified[/]",
    "cited": "[cyan]cited[/]",
    "undecided": "[yellow]undecided[/]",
    "refuted": "[bold red]refuted[/]",
}


WIDE = 110  # columns; on a narrower terminal the counts and seconds are left out, so that no word is cut
PIPED = 120


def _leg(leg: LegResult, counts: bool) -> str:
    return MARKS[leg.status] + (f" [dim]{leg.decided}[/]" if leg.decided and counts else "")


def print_ledger(ledger: Ledger) -> None:
    """Print one line a claim (each leg with the number of instances it decided), then what failed and why."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED)
    wide = console.width >= WIDE
    shown = ""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("claim", overflow="fold")
    for column in ("symbolic", "numeric", "rigorous", "control", "status"):
        table.add_column(column, no_wrap=True)
    if wide:
        table.add_column("seconds", justify="right")
    for v in ledger.verdicts:
        if v.derivation != shown:
            shown = v.derivation
            table.add_row(f"[bold]{v.derivation}[/]")
        table.add_row(
            "  " + v.slug,
            _leg(v.symbolic, wide),
            _leg(v.numeric, wide),
            _leg(v.rigorous, wide),
            "[green]refuted[/]" if v.controlled else "[red]not refuted[/]",
            STATUS[v.status],
            *([f"{v.seconds:.1f}"] if wide else []),
        )
    console.print(table)
    for v in ledger.verdicts:
        if v.status not in ("certified", "cited"):
            console.print(f"[bold]{v.status}[/]: {escape(v.failure())}", highlight=False, soft_wrap=True)
    counts = ledger.summary()
    console.print(", ".join(f"{n} {name}" for name, n in counts.items() if n or name in ("claims", "certified")))


def print_table(made: CertifiedTable) -> None:
    """A table of certified numbers: title, aligned columns (numbers to the right), then its notes."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED)
    console.print(f"[bold]{escape(made.title)}[/]", highlight=False)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    last = len(made.columns) - 1
    for at, column in enumerate(made.columns):
        shown.add_column(column, justify="right" if 0 < at < last else "left", no_wrap=at < last)
    for row in made.texts():
        shown.add_row(*map(escape, row))
    console.print(shown)
    for note in made.notes:
        console.print(f"[dim]{escape(note)}[/]", highlight=False)
