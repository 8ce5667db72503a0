"""The errata as a table and as a page: each statement as written, where it fails, and what holds instead."""

from __future__ import annotations

from fractions import Fraction

from ntksym.balls.enclosure import Enclosure
from ntksym.claims.errata_ledger import ErrataLedger, Paper
from ntksym.claims.erratum import Remark
from ntksym.claims.refutation import ErratumVerdict
from ntksym.errors import InputError
from ntksym.tables.render import FORMATS, render
from ntksym.tables.table import Cell, Entry, Table

DIGITS = 6
HEAD = """# Errata

Statements that are false as they are printed, each with a certified counterexample and the claim that holds instead.
Written by `ntksym verify --errata --format markdown > docs/errata.md`; `ntksym verify --errata` judges them again.

*Refuted*: ball arithmetic gives disjoint enclosures of the two sides at a point that satisfies the paper's hypotheses
(which are certified there). *For every constant*: a family of such points refutes every value of the hidden constant,
and that is proved for the whole family. *Certified*: proved at every point of the domain. *Remarks* are slips that are
no formulas; nothing here certifies them. Many slips are in proofs; what they mean for a theorem is said where it is
known.
"""


def _number(text: str) -> Entry:
    """A side's enclosure, as it is printed in a leg, as a cell."""
    ends = text.strip("[]").split(", ") if text else []
    if not ends:
        return ""
    return Cell(Enclosure.around(Fraction(ends[0]), Fraction(ends[-1]), bits=256))


def _plain(text: str) -> str:
    """A sentence for Markdown, in which nothing is taken for a tag."""
    return text.replace("<", "&lt;")


def _status(v: ErratumVerdict) -> str:
    if not v.stands:
        return "does not stand"
    return "refuted" if v.every_constant is None else "refuted for every constant"


def errata_table(ledger: ErrataLedger) -> Table:
    """One row for each erratum and each remark."""
    rows: list[tuple[Entry, ...]] = []
    for paper in ledger.papers:
        for v in paper.verdicts:
            sides = _number(v.refutation.lhs), _number(v.refutation.rhs)
            rows.append((paper.source, v.number, f"${v.latex}$", _status(v), v.point, *sides, f"${v.corrected.latex}$"))
        rows += [(paper.source, r.number, r.slip, "remark", "", "", "", r.instead) for r in paper.remarks]
    return Table(
        "errata",
        "Statements that are false as written, with certified counterexamples, and what holds instead",
        ("paper", "where", "as written", "status", "at", "left side", "right side", "instead"),
        tuple(rows),
        DIGITS,
        ("What stands in the last column beside a refuted statement is certified.", "Remarks are not certified."),
    )


def errata_page(ledger: ErrataLedger) -> str:
    """The page of the documentation."""
    return "\n".join([HEAD, *(part for paper in ledger.papers for part in _section(paper))])


def _section(paper: Paper) -> list[str]:
    head = [f"## {_plain(paper.title)}", "", f"{_plain(paper.source)}. {_plain(paper.intro)}", ""]
    parts = [line for v in paper.verdicts for line in _entry(v)]
    remarks = ["### Remarks, not certified", "", *map(_remark, paper.remarks), ""] if paper.remarks else []
    return [*head, *parts, *remarks]


def _entry(v: ErratumVerdict) -> list[str]:
    left, right = (
        side.text(DIGITS) if isinstance(side, Cell) else str(side)
        for side in (_number(v.refutation.lhs), _number(v.refutation.rhs))
    )
    at = f" at `{v.point}`" if "=" in v.point else ""
    hypotheses = f", where {' and '.join(f'`{h}`' for h in v.hypotheses)}" if v.hypotheses else ""
    lines = [
        f"### `{v.slug}`",
        "",
        f"- *Where*: {_plain(v.number)}.",
        f"- *Slip*: {_plain(v.slip)}.",
        f"- *As written*: $\\displaystyle {v.latex}$",
        f"- *{_status(v).capitalize()}*{at}{hypotheses}: left side {left}, right side {right}.",
        f"- *Instead*, {v.corrected.status} as `{v.corrected.slug}`: $\\displaystyle {v.corrected.latex}$",
        f"- *Because*: {_plain(v.corrected.because)}.",
    ]
    return [*lines, *([f"- *Note*: {_plain(v.note)}"] if v.note else []), ""]


def _remark(r: Remark) -> str:
    return f"- *{_plain(r.number)}*: {_plain(r.slip)}. *Instead*: {_plain(r.instead)}."


def render_errata(ledger: ErrataLedger, form: str) -> str:
    """The page (``markdown``), or the table in one of the other formats."""
    if form not in FORMATS:
        raise InputError(f"--format {form[:30]}", "no such format", f"choose one of {', '.join(FORMATS)}")
    return errata_page(ledger) if form == "markdown" else render(errata_table(ledger), form)
