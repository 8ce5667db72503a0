"""The ledger on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ntksym.claims.ledger import Ledger
from ntksym.claims.verdict import LegResult

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


def _leg(leg: LegResult) -> str:
    return MARKS[leg.status] + (f" [dim]{leg.decided}[/]" if leg.decided else "")


def print_ledger(ledger: Ledger) -> None:
    """Print one line a claim (each leg with the number of instances it decided), then what failed and why."""
    console = Console()
    shown = ""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("claim", "symbolic", "numeric", "rigorous", "control", "status", "seconds"):
        table.add_column(column, justify="right" if column == "seconds" else "left", no_wrap=column == "claim")
    for v in ledger.verdicts:
        if v.derivation != shown:
            shown = v.derivation
            table.add_row(f"[bold]{v.derivation}[/]")
        table.add_row(
            "  " + v.slug,
            _leg(v.symbolic),
            _leg(v.numeric),
            _leg(v.rigorous),
            "[green]refuted[/]" if v.controlled else "[red]not refuted[/]",
            STATUS[v.status],
            f"{v.seconds:.1f}",
        )
    console.print(table)
    for v in ledger.verdicts:
        if v.status not in ("certified", "cited"):
            console.print(f"[bold]{v.status}[/]: {v.failure()}", highlight=False, markup=True)
    counts = ledger.summary()
    console.print(", ".join(f"{n} {name}" for name, n in counts.items() if n or name in ("claims", "certified")))
