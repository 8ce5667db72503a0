"""Render a table: LaTeX (booktabs), Markdown, HTML, CSV, JSON.  Numbers arrive as text, already rounded outwards."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable

from ntksym.claims.prose import to_latex
from ntksym.errors import InputError
from ntksym.tables.table import Cell, Table


def _latex_number(text: str) -> str:
    if match := re.fullmatch(r"(-?[0-9.]+)e(-?\d+)", text):
        return f"${match[1]} \\cdot 10^{{{match[2]}}}$"
    return f"${text}$" if re.fullmatch(r"-?[0-9.]+|\[.*\]", text) else _latex_text(text)


def _latex_text(text: str) -> str:
    return text if text.startswith("$") else to_latex(text)


def latex(table: Table) -> str:
    r"""A ``table`` environment; the preamble needs ``\usepackage{booktabs}``."""
    labels = [not any(isinstance(row[i], Cell) for row in table.rows) for i in range(len(table.columns))]
    align = "".join("l" if is_label else "r" for is_label in labels)
    heads = table.math_columns or tuple(_latex_text(c) for c in table.columns)
    lines = [
        "% needs \\usepackage{booktabs}",
        "\\begin{table}[ht]",
        "\\centering",
        f"\\caption{{{_latex_text(table.caption)}}}",
        f"\\label{{tab:{table.name}}}",
        f"\\begin{{tabular}}{{{align}}}",
        "\\toprule",
        " & ".join(heads) + " \\\\",
        "\\midrule",
        *(" & ".join(_latex_number(c) for c in row) + " \\\\" for row in table.texts()),
        "\\bottomrule",
        "\\end{tabular}",
        "\\end{table}",
    ]
    return "\n".join(lines) + "\n"


def markdown(table: Table) -> str:
    """A GitHub-flavoured table with its caption below."""
    rows = [list(table.columns), *table.texts()]
    rows = [[c.replace("|", "\\|") for c in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join([*lines, "", table.caption]) + "\n"


def html_table(table: Table) -> str:
    """A ``<table>`` with caption."""
    head = "".join(f"<th>{html.escape(c)}</th>" for c in table.columns)
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in table.texts())
    return (
        f'<table class="ntksym" id="{html.escape(table.name)}">\n<caption>{html.escape(table.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"
    )


def csv_table(table: Table) -> str:
    """Comma-separated values; each number column becomes two, with lo <= value <= hi."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    numeric = [any(isinstance(row[i], Cell) for row in table.rows) for i in range(len(table.columns))]
    heads: list[str] = []
    for name, is_number in zip(table.columns, numeric, strict=True):
        heads += [f"{name} lo", f"{name} hi"] if is_number else [name]
    writer.writerow(heads)
    for row in table.rows:
        cells: list[str] = []
        for cell, is_number in zip(row, numeric, strict=True):
            if isinstance(cell, Cell):
                cells += cell.enclosure.decimals(table.digits + 4)
            else:
                cells += [str(cell), ""] if is_number else [str(cell)]
        writer.writerow(cells)
    return out.getvalue()


def json_table(table: Table) -> str:
    """JSON with both ends of every number as decimal strings."""
    rows = []
    for row in table.rows:
        cells: dict[str, object] = {}
        for name, cell in zip(table.columns, row, strict=True):
            if isinstance(cell, Cell):
                lo, hi = cell.enclosure.decimals(table.digits + 4)
                cells[name] = {"lo": lo, "hi": hi, "printed": cell.text(table.digits), "side": cell.side}
            else:
                cells[name] = cell
        rows.append(cells)
    return (
        json.dumps({"name": table.name, "caption": table.caption, "columns": table.columns, "rows": rows}, indent=1)
        + "\n"
    )


FORMATS: dict[str, Callable[[Table], str]] = {
    "latex": latex,
    "markdown": markdown,
    "html": html_table,
    "csv": csv_table,
    "json": json_table,
}
SUFFIXES = {"latex": "tex", "markdown": "md", "html": "html", "csv": "csv", "json": "json"}


def render(table: Table, form: str) -> str:
    """The table in one of the formats ``latex``, ``markdown``, ``html``, ``csv``, ``json``."""
    if form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose one of {', '.join(FORMATS)}")
    return FORMATS[form](table)
