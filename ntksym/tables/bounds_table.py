"""The table of a bounds report: the certified eigenvalue, lower bounds, upper bounds, and what does not apply."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.tables.table import Cell, Entry, Table, format_plain
from ntksym.theorems.theorem import Bound, Theorem

if TYPE_CHECKING:
    from ntksym.spectra.smallest import SmallestEigenvalue
    from ntksym.tables.bounds import BoundsReport

NONE = "-"
RATIO_DIGITS = 3
CERTIFIED_DIGITS = 12
COLUMNS = ("theorem", "lower", "upper", "ratio", "source")
ORIGINS = (
    "Constants: (paper) as printed; (repaired) where the printed statement is false, those of the corrected one; "
    "(derived) proved in ntksym."
)
PROBABLE = "P: the probability, over data of the law that was asserted, with which the bound holds."


def bounds_table(report: BoundsReport, digits: int, *, merged: bool) -> Table:
    """One row for each side of each bound; theorems that do not apply for one reason share a row if ``merged``."""
    data, kernel, truth = report.judgement.data, report.judgement.kernel, report.lambda_min
    rows = [_certified(truth)]
    for side in ("lower", "upper"):
        rows += [_row(bound, side, truth) for bound in ranked(report.bounds, side)]
    applying = len(rows)
    reasons = does_not_apply(report.bounds, merged=merged)
    rows += [(names, NONE, NONE, NONE, f"does not apply: {why}") for why, names in reasons]
    return Table(
        name="bounds",
        title=f"Smallest eigenvalue of {data.name} (n = {data.n}, d = {data.d}), kernel {kernel}: {verdict(report)}",
        columns=COLUMNS,
        rows=tuple(rows),
        digits=digits,
        kinds=("main", *[""] * (applying - 1), *["muted"] * len(reasons)),
        remarks=remarks(report),
    )


def verdict(report: BoundsReport) -> str:
    """What is best, in a few words."""
    truth = report.lambda_min
    if truth.structural:
        return f"exactly 0, because {truth.structural}"
    found = []
    for side, bound in (("lower", report.best_lower), ("upper", report.best_upper)):
        value = bound and getattr(bound, side)
        if bound and value:
            over = ratio(value, side, truth)
            words = "of the truth" if side == "lower" else "times the truth"
            share = f" ({over.text(RATIO_DIGITS)} {words})" if isinstance(over, Cell) else ""
            found.append(f"best {side} bound {bound.theorem.name}{share}")
    return "; ".join(found) or "no theorem gives a positive bound"


def ranked(bounds: Iterable[Bound], side: str) -> list[Bound]:
    """The bounds that have that side, the best first."""
    found = [b for b in bounds if getattr(b, side) is not None]
    return sorted(found, key=lambda b: getattr(b, side), reverse=side == "lower")


def does_not_apply(bounds: Iterable[Bound], *, merged: bool) -> list[tuple[str, str]]:
    """Reasons, and the theorems that they stop.

    Examples
    --------
    >>> shorter(["karhadkar-A", "karhadkar-B", "nguyen-B1"])
    'karhadkar-A, B; nguyen-B1'
    """
    found: dict[str, list[str]] = {}
    rows: list[tuple[str, str]] = []
    for bound in bounds:
        if not bound.applies:
            found.setdefault(bound.why, []).append(bound.theorem.name)
            rows.append((bound.why, bound.theorem.name))
    return [(why, shorter(names)) for why, names in found.items()] if merged else rows


def shorter(names: Iterable[str]) -> str:
    """Names with each paper said once."""
    papers: dict[str, list[str]] = {}
    for name in names:
        paper, _, number = name.partition("-")
        papers.setdefault(paper, []).append(number)
    return "; ".join(f"{paper}-{', '.join(numbers)}" for paper, numbers in papers.items())


def locator(theorem: Theorem) -> str:
    """Where in the paper, in a few words: its source without the paper, up to the first comma or colon.

    Examples
    --------
    >>> from ntksym.theorems.nguyen import THEOREMS
    >>> locator(next(t for t in THEOREMS if t.name == "nguyen-A8"))
    'Theorem 3.2 by its own route'
    """
    rest = theorem.source.removeprefix(theorem.paper).lstrip(",:; ")
    match = re.match(r"(?:\([^)]*\))?[^,;:(]*", rest)
    return (match[0].strip().removeprefix("its ") if match else "") or theorem.paper


def remarks(report: BoundsReport) -> tuple[str, ...]:
    """What stands below the table: conventions, papers, notes on the data, assumptions."""
    data, truth = report.judgement.data, report.lambda_min
    return (
        "Ratio: the bound over the certified eigenvalue; of lower bounds rounded down, of upper bounds up.",
        ORIGINS,
        *([PROBABLE] if any(b.probability is not None for b in report.bounds) else []),
        *(_paper(name, paper) for name, paper in report.papers.items()),
        *(f"{data.name}: {text}." for text in data.notes),
        *(f"Assumed: {text}." for text in truth.assumptions),
    )


def _paper(name: str, paper: str) -> str:
    return f"{paper}." if paper.lower().startswith(name) else f"{name}: {paper}."


def _certified(truth: SmallestEigenvalue) -> tuple[Entry, ...]:
    """The truth, with as many digits as its width deserves."""
    digits = 5
    if truth.lo > 0:
        width = (truth.hi - truth.lo) / truth.hi
        while digits < CERTIFIED_DIGITS and width * 10 ** (digits + 1) < 1:
            digits += 1
    ends = [Cell(Enclosure.around(x), side, digits) for x, side in ((truth.lo, "lower"), (truth.hi, "upper"))]
    return ("certified", *ends, "", truth.structural or truth.method)


def _row(bound: Bound, side: str, truth: SmallestEigenvalue) -> tuple[Entry, ...]:
    value: Fraction = getattr(bound, side)
    cell = Cell(Enclosure.around(value), side)
    ends: tuple[Entry, ...] = (cell, NONE) if side == "lower" else (NONE, cell)
    theorem, source = bound.theorem, f"{locator(bound.theorem)} ({bound.theorem.origin})"
    if bound.probability is not None:
        source += f", P >= {format_plain(Fraction(round_decimal(bound.probability, 4, up=False)))}"
    return (theorem.name, *ends, ratio(value, side, truth), source)


def ratio(value: Fraction, side: str, truth: SmallestEigenvalue) -> Entry:
    """A bound over the certified eigenvalue; nothing where that may be 0."""
    if truth.lo <= 0:
        return NONE
    return Cell(Enclosure.around(value / truth.hi, value / truth.lo), side, RATIO_DIGITS)
