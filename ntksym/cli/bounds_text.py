"""A bounds report on a terminal: what is certified, each bound with its ratio to it, then what does not apply."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ntksym.cli.show import PIPED, WIDE
from ntksym.tables.bounds import BoundsReport
from ntksym.tables.bounds_table import does_not_apply, verdict
from ntksym.tables.table import Table as Made

STYLES = {"main": "bold green", "muted": "dim"}


def print_bounds(report: BoundsReport) -> None:
    """Print it; on a narrow terminal without sources and origins."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED)
    data, made = report.judgement.data, report.table()
    title = f"[bold]{escape(data.name)}[/]  n = {data.n}, d = {data.d}, kernel {report.judgement.kernel}"
    console.print(title, highlight=False, soft_wrap=True)
    console.print(escape(verdict(report)), highlight=False, soft_wrap=True)
    if "direction" in (report.lambda_min.structural or ""):
        console.print("[dim]--distinct leaves out rows that repeat a direction[/]", highlight=False)
    console.print(_applying(made, wide=console.width >= WIDE))
    reasons = does_not_apply(report.bounds, merged=True)
    if reasons:
        console.print("\n[bold]does not apply[/]")
        console.print(_reasons(reasons, console.width))
    console.print()
    for text in made.remarks:
        console.print(f"[dim]{escape(text)}[/]", highlight=False)


def _applying(made: Made, *, wide: bool) -> Table:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    columns = [i for i, _ in enumerate(made.columns) if wide or i < 4]
    for i in columns:
        source = made.columns[i] == "source"
        shown.add_column(made.columns[i], justify="right" if made.numeric()[i] else "left", no_wrap=not source)
    for number, row in enumerate(made.texts()):
        if made.kind(number) != "muted":
            shown.add_row(*(escape(row[i]) for i in columns), style=STYLES.get(made.kind(number)))
    return shown


def _reasons(reasons: list[tuple[str, str]], width: int) -> Table:
    shown = Table(box=None, pad_edge=False, show_header=False, style="dim")
    shown.add_column(overflow="fold", max_width=width // 3)
    shown.add_column(overflow="fold")
    for why, names in reasons:
        shown.add_row(escape(names), escape(why))
    return shown
