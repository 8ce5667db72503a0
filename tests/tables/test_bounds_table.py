"""The table of bounds: every theorem is told once, rounding never flatters a bound, and each format can be read."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import ntksym
from ntksym.errors import InputError
from ntksym.tables import render
from ntksym.tables.bounds import BoundsReport
from ntksym.tables.bounds_table import RATIO_DIGITS, does_not_apply, ranked, verdict
from ntksym.tables.table import Cell, Table

FIXED = {"n", "d", "depth", "lambda_min", "theorems"}  # keys that scripts may rely on
FIXED_ROW = {"name", "source", "applies", "why", "lower", "upper"}


@pytest.fixture(scope="module")
def report() -> BoundsReport:
    return ntksym.bounds(ntksym.load("@d4"), 2)


@pytest.fixture(scope="module")
def singular() -> BoundsReport:
    """Two rows of one direction: the eigenvalue is 0."""
    return ntksym.bounds([[1, 2], [2, 4], [1, 0]], 3, only=["nguyen", "karhadkar-pair", "karhadkar-upper"])


def names_of(table: Table) -> list[str]:
    """The theorems of a table, those of merged rows too."""
    found = []
    for row in table.rows[1:]:
        for group in str(row[0]).split("; "):
            paper, _, numbers = group.partition("-")
            found += [f"{paper}-{number}" for number in numbers.split(", ")]
    return found


@pytest.mark.parametrize("merged", [True, False])
def test_every_theorem_has_one_row_for_each_side_or_says_why_it_does_not_apply(
    report: BoundsReport, merged: bool
) -> None:
    sides = [b.theorem.name for b in report.bounds for x in (b.lower, b.upper) if x is not None]
    silent = [b.theorem.name for b in report.bounds if not b.applies]
    assert sorted(names_of(report.table(merged=merged))) == sorted(sides + silent)


def test_the_best_bound_of_each_side_comes_first_and_the_truth_on_top(report: BoundsReport) -> None:
    table = report.table()
    assert table.rows[0][0] == "certified" and table.kind(0) == "main"
    assert table.rows[1][0] == ranked(report.bounds, "lower")[0].theorem.name
    lower = [b.lower for b in ranked(report.bounds, "lower")]
    upper = [b.upper for b in ranked(report.bounds, "upper")]
    assert lower == sorted(lower, reverse=True) and upper == sorted(upper)


def test_a_printed_bound_and_its_printed_ratio_never_claim_more_than_was_proved(report: BoundsReport) -> None:
    bounds, truth, table = {b.theorem.name: b for b in report.bounds}, report.lambda_min, report.table()
    checked = 0
    for row, (name, lower, upper, ratio, _) in zip(table.rows, table.texts(), strict=True):
        if name in bounds and isinstance(row[3], Cell):
            bound, checked = bounds[name], checked + 1
            if lower != "-":
                assert bound.lower is not None and Fraction(lower) <= bound.lower
                assert Fraction(ratio) <= bound.lower / truth.hi < Fraction(ratio) + Fraction(1, 10**RATIO_DIGITS)
            else:
                assert bound.upper is not None and Fraction(upper) >= bound.upper
                assert Fraction(ratio) >= bound.upper / truth.lo
    assert checked > 20
    lo, hi = (Fraction(text) for text in table.texts()[0][1:3])
    assert lo <= truth.lo <= truth.hi <= hi and (hi - lo) / hi < Fraction(1, 10**9)


def test_csv_has_one_column_for_each_side_and_one_row_for_each_theorem_that_does_not_apply(
    report: BoundsReport,
) -> None:
    head, *rows = csv.reader(io.StringIO(render(report.table(merged=False), "csv")))
    assert head == ["theorem", "lower", "upper", "ratio lo", "ratio hi", "source"]
    bounds = {b.theorem.name: b for b in report.bounds}
    for name, lower, upper, low, high, _ in rows[1:]:
        bound = bounds[name]
        assert (lower, upper) == ("", "") or Fraction(lower or 0) <= (bound.lower or 0)
        assert not upper or Fraction(upper) >= (bound.upper or 0)
        assert not low or Fraction(low) <= Fraction(high)


def test_html_is_balanced_and_mutes_what_does_not_apply(report: BoundsReport) -> None:
    text = report._repr_html_()
    opened: list[str] = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            opened.extend([tag] if tag != "br" else [])

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Balance().feed(text)
    assert not opened
    assert (
        text.count("does not apply") == text.count("opacity:0.6") - 1 == len(does_not_apply(report.bounds, merged=True))
    )


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
def test_latex_of_a_report_compiles_and_fits_the_page(report: BoundsReport, tmp_path: Path) -> None:
    head, tail = "\\documentclass{article}\\usepackage{booktabs,longtable}\\begin{document}\n", "\\end{document}\n"
    (tmp_path / "a.tex").write_text(head + report._repr_latex_() + tail)
    run = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    found = [subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False) for _ in range(2)][-1]
    assert found.returncode == 0, found.stdout[-2000:]
    assert "Overfull" not in found.stdout and "too large for page" not in found.stdout


def test_a_table_of_many_rows_is_broken_over_pages() -> None:
    long, short = (Table("t", "T", ("k",), tuple((k,) for k in range(n))) for n in (60, 5))
    assert "longtable" in render(long, "latex") and "longtable" not in render(short, "latex")


def test_json_has_the_fixed_keys_and_null_where_there_is_no_bound(report: BoundsReport) -> None:
    found = json.loads(json.dumps(report.as_json()))
    assert set(found) >= FIXED and all(set(row) >= FIXED_ROW for row in found["theorems"])
    assert set(found["lambda_min"]) == {"lo", "hi"}
    for row in found["theorems"]:
        assert all(row[side] is None or Fraction(row[side]) >= 0 for side in ("lower", "upper"))
        assert (row["why"] == "") is row["applies"]


def test_an_eigenvalue_that_is_zero_has_no_ratios_and_says_why(singular: BoundsReport) -> None:
    assert verdict(singular) == "exactly 0, because rows 0 and 1 have one direction"
    assert all(row[3] in ("", "-") for row in singular.table().rows)
    figure = singular.plot()
    assert "which is 0" in figure.axes[0].get_xlabel() and len(figure.axes[0].lines) == 1


def test_numpy_lists_and_pandas_give_the_same_report() -> None:
    rows = [[1.0, 0.5], [0.25, 2.0], [-1.0, 1.0]]
    frame = pytest.importorskip("pandas").DataFrame(rows, columns=["a", "b"])
    found = [ntksym.bounds(X, 2, only="nguyen").as_json() for X in (rows, np.array(rows), frame)]
    assert found[0] == found[1] == found[2]


def test_a_paper_selects_its_theorems_and_an_unknown_name_is_refused_with_a_near_one() -> None:
    X = [[1, 0], [1, 1]]
    assert {b.theorem.name.partition("-")[0] for b in ntksym.bounds(X, 2, only="slides").bounds} == {"slides"}
    assert [b.theorem.name for b in ntksym.bounds(X, 2, only=["nguyen-A7"]).bounds] == ["nguyen-A7"]
    with pytest.raises(InputError, match=r"only=nguyen-A77: no such theorem; .*nguyen-A7"):
        ntksym.bounds(X, 2, only=["nguyen-A77"])
