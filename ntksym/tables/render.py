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
from ntksym.tables.table import Cell, Entry, Table

LONG = 32  # characters: a longer label is set in lines of its own width
PAGE = 40  # rows: a longer table is broken over pages
NONE = "-"


def _latex_number(text: str) -> str:
    if match := re.fullmatch(r"(-?[0-9.]+)e(-?\d+)", text):
        return f"${match[1]} \\cdot 10^{{{match[2]}}}$"
    return f"${text}$" if re.fullmatch(r"-?[0-9.]+|\[.*\]", text) else _latex_text(text)


def _latex_text(text: str) -> str:
    return text if text.startswith("$") else to_latex(text)


def _latex_columns(table: Table) -> str:
    """Numbers to the right, short labels to the left, long ones in paragraphs that share what is left of the line."""
    columns = zip(*[row for i, row in enumerate(table.texts()) if table.kind(i) != "muted"], strict=True)
    longest = [max((len(text) for text in column if "$" not in text), default=0) for column in columns]
    wide = [not number and size > LONG for number, size in zip(table.numeric(), longest, strict=True)]
    width = max(0.7 - 0.11 * wide.count(False), 0.24) / max(sum(wide), 1)
    kinds = zip(wide, table.numeric(), strict=True)
    return "".join(f"p{{{width:.2f}\\linewidth}}" if w else "r" if number else "l" for w, number in kinds)


def _latex_rows(table: Table) -> list[str]:
    """The rows; a rule below the main one; a muted row is a sentence across the table."""
    lines, muted = [], False
    for number, row in enumerate(table.texts()):
        if table.kind(number) == "muted":
            lines += [] if muted else ["\\midrule"]
            words = ": ".join(_latex_text(c) for c in row if c not in ("", NONE))
            span = f"\\multicolumn{{{len(row)}}}{{@{{}}p{{0.98\\linewidth}}@{{}}}}"
            lines.append(f"{span}{{\\raggedright {words}}} \\\\")
        else:
            cells = [_latex_number(c) for c in row]
            lines.append(" & ".join(c.replace("/", "/\\allowbreak{}") if "$" not in c else c for c in cells) + " \\\\")
            lines += ["\\midrule"] if table.kind(number) == "main" else []
        muted = table.kind(number) == "muted"
    return lines


def latex(table: Table) -> str:
    r"""A ``table`` environment, or a ``longtable``; the preamble needs ``\usepackage{booktabs,longtable}``."""
    heads, columns = table.math_columns or tuple(_latex_text(c) for c in table.columns), _latex_columns(table)
    head = ["\\toprule", " & ".join(heads) + " \\\\", "\\midrule"]
    caption = [f"\\caption{{{_latex_text(table.caption)}}}", f"\\label{{tab:{table.name}}}"]
    body = [*_latex_rows(table), "\\bottomrule"]
    remarks = [f"\\noindent {_latex_text(' '.join(table.remarks))}"] if table.remarks else []
    if len(table.rows) > PAGE or table.remarks:
        lines = [
            "% needs \\usepackage{booktabs,longtable}",
            "\\begingroup\\footnotesize\\setlength{\\tabcolsep}{3pt}",
            f"\\begin{{longtable}}{{{columns}}}",
            "".join(caption) + "\\\\",
            *head,
            "\\endfirsthead",
            *head,
            "\\endhead",
            *body,
            "\\end{longtable}",
            *remarks,
            "\\par\\endgroup",
        ]
    else:
        lines = [
            "% needs \\usepackage{booktabs}",
            "\\begin{table}[ht]",
            *(["\\footnotesize"] if "p{" in columns else []),
            "\\centering",
            *caption,
            f"\\begin{{tabular}}{{{columns}}}",
            *head,
            *body,
            "\\end{tabular}",
            "\\end{table}",
        ]
    return "\n".join(lines) + "\n"


def markdown(table: Table) -> str:
    """A GitHub-flavoured table with its caption below, and then its remarks."""
    texts = [[f"**{c}**" if c and table.kind(i) == "main" else c for c in row] for i, row in enumerate(table.texts())]
    rows = [[c.replace("|", "\\|") for c in row] for row in [list(table.columns), *texts]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    remarks = ["", *(f"- {text}" for text in table.remarks)] if table.remarks else []
    return "\n".join([*lines, "", table.caption, *remarks]) + "\n"


LEFT = "text-align:left"
_STYLES = {"main": "font-weight:bold", "muted": "opacity:0.6"}


def html_table(table: Table) -> str:
    """A ``<table>`` with caption; numbers to the right, labels to the left, remarks in the foot."""
    aligned = ["right" if number else "left" for number in table.numeric()]
    head = "".join(
        f'<th style="text-align:{side}">{html.escape(c)}</th>' for c, side in zip(table.columns, aligned, strict=True)
    )
    lines = []
    for number, row in enumerate(table.texts()):
        if table.kind(number) == "muted":
            first, *rest = (html.escape(c) for c in row if c not in ("", NONE))
            cells = f'<td style="{LEFT}">{first}</td><td colspan="{len(row) - 1}" style="{LEFT}">{": ".join(rest)}</td>'
        else:
            cells = "".join(
                f'<td style="text-align:{side}">{html.escape(c)}</td>' for c, side in zip(row, aligned, strict=True)
            )
        style = _STYLES.get(table.kind(number))
        lines.append(f'<tr style="{style}">{cells}</tr>' if style else f"<tr>{cells}</tr>")
    foot = "<br>".join(html.escape(text) for text in table.remarks)
    span = f'<tfoot><tr><td colspan="{len(aligned)}" style="{LEFT};opacity:0.6">{foot}</td></tr></tfoot>\n'
    return (
        f'<table class="ntksym" id="{html.escape(table.name)}">\n'
        f'<caption style="{LEFT}">{html.escape(table.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(lines)
        + f"\n</tbody>\n{span if foot else ''}</table>\n"
    )


def csv_table(table: Table) -> str:
    """Comma-separated values.

    A column of values becomes two, with lo <= value <= hi; a column of lower (or of upper) bounds stays one.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    sides = [_sides(table, i) for i in range(len(table.columns))]
    heads: list[str] = []
    for name, side in zip(table.columns, sides, strict=True):
        heads += [f"{name} lo", f"{name} hi"] if side == "both" else [name]
    writer.writerow(heads)
    for row in table.rows:
        cells: list[str] = []
        for cell, side in zip(row, sides, strict=True):
            cells += _csv_cells(cell, side, table.digits + 4)
        writer.writerow(cells)
    return out.getvalue()


def _sides(table: Table, column: int) -> str:
    """Which ends a column is about: ``lower``, ``upper`` or ``both``; empty for labels."""
    found = {cell.side for row in table.rows if isinstance(cell := row[column], Cell)}
    return found.pop() if found in ({"lower"}, {"upper"}) else "both" if found else ""


def _csv_cells(cell: Entry, side: str, digits: int) -> list[str]:
    if not isinstance(cell, Cell):
        text = "" if side and cell == NONE else str(cell)
        return [text, ""] if side == "both" else [text]
    lo, hi = cell.enclosure.decimals(max(digits, (cell.digits or 0) + 4))
    return [lo, hi] if side == "both" else [lo if side == "lower" else hi]


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
    found = {"name": table.name, "caption": table.caption, "columns": table.columns, "rows": rows}
    return json.dumps(found | ({"remarks": table.remarks} if table.remarks else {}), indent=1) + "\n"


FORMATS: dict[str, Callable[[Table], str]] = {
    "latex": latex,
    "markdown": markdown,
    "html": html_table,
    "csv": csv_table,
    "json": json_table,
}
SUFFIXES = {"latex": "tex", "markdown": "md", "html": "html", "csv": "csv", "json": "json"}


def known(form: str) -> str:
    """The format's name.

    Raises
    ------
    InputError
        If it is not one of ``latex``, ``markdown``, ``html``, ``csv``, ``json``.
    """
    if form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose one of {', '.join(FORMATS)}")
    return form


def render(table: Table, form: str) -> str:
    """The table in one of the formats ``latex``, ``markdown``, ``html``, ``csv``, ``json``."""
    return FORMATS[known(form)](table)
