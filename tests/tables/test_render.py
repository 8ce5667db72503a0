"""Rendering: what is printed is true, and each format is well-formed."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from ntksym.balls.enclosure import Enclosure
from ntksym.tables import Cell, Table, render

numbers = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**12)
widths = st.fractions(min_value=0, max_value=1, max_denominator=10**15)


def _read(text: str) -> Fraction:
    return Fraction(text)


@given(numbers, widths, st.integers(2, 30))
def test_a_lower_constant_is_printed_below_and_an_upper_one_above(x: Fraction, w: Fraction, digits: int) -> None:
    """Rounding never makes a bound stronger than what was proved."""
    e = Enclosure.around(x, x + w)
    assert _read(Cell(e, "lower").text(digits)) <= e.lo
    assert _read(Cell(e, "upper").text(digits)) >= e.hi


@given(numbers, st.integers(6, 40), st.integers(2, 12))
def test_every_printed_digit_of_a_value_is_certain(x: Fraction, exponent: int, digits: int) -> None:
    """Both ends of the enclosure, cut at the printed digits, give the printed number."""
    e = Enclosure.around(x, x + Fraction(1, 10**exponent), bits=200)
    text = Cell(e).text(digits)
    if text.startswith("["):
        lo, hi = text.strip("[]").split(", ")
        assert _read(lo) <= e.lo <= e.hi <= _read(hi)
        return
    printed = _read(text)
    assert abs(printed) <= min(abs(e.lo), abs(e.hi)) or printed == 0
    unit = Fraction(1, 10 ** max(0, len(text.partition("e")[0].partition(".")[2])))
    assert max(abs(e.lo - printed), abs(e.hi - printed)) <= max(unit, abs(printed)) * 10


TABLE = Table(
    "odd_names",
    "A table with <b>, & and 100% of kappa_0 | pipes",
    ("k", "a_b & c", "value"),
    (
        (1, "x_1 | y", Cell(Enclosure.around(Fraction(1, 3)))),
        (2, "<i>", Cell(Enclosure.around(Fraction(-2, 7)), "lower")),
    ),
    6,
)


def test_latex_escapes_and_uses_booktabs() -> None:
    """Special characters are escaped, rules are booktabs', environments match."""
    text = render(TABLE, "latex")
    assert all(rule in text for rule in ("\\toprule", "\\midrule", "\\bottomrule"))
    assert "\\&" in text
    assert "100\\%" in text
    assert text.count("\\begin") == text.count("\\end")
    assert "$0.333333$" in text


def test_markdown_has_one_row_for_each_row() -> None:
    """Pipes inside cells are escaped, so that the columns stay."""
    lines = render(TABLE, "markdown").splitlines()
    assert lines[2].replace("\\|", "").count("|") == 4
    assert len([line for line in lines if line.startswith("|")]) == 4


def test_html_is_balanced_and_escaped() -> None:
    """Tags balance and text is escaped."""
    text = render(TABLE, "html")
    opened: list[str] = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Balance().feed(text)
    assert not opened
    assert "&lt;i&gt;" in text


def test_csv_and_json_hold_both_ends() -> None:
    """Each number is given as an interval that contains it."""
    header, first, _ = list(csv.reader(io.StringIO(render(TABLE, "csv"))))
    assert header == ["k", "a_b & c", "value lo", "value hi"]
    assert Fraction(first[2]) <= Fraction(1, 3) <= Fraction(first[3])
    row = json.loads(render(TABLE, "json"))["rows"][0]["value"]
    assert Fraction(row["lo"]) <= Fraction(1, 3) <= Fraction(row["hi"])
