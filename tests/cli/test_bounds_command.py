"""``ntksym bounds`` and the tables and pictures of ``ntksym sweep``: what a user sees, and refusals before the work."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ntksym
from ntksym.tables.bounds_sweep import COLLECTIONS, bounds_items, bounds_of
from ntksym.tables.sharpness import shares, shares_table

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    path.write_text("a,b\n1,0\n2,0\n0,1\n1,1\n-1,3\n")
    return path


def test_the_terminal_shows_truth_ratio_source_and_reason(run: Any) -> None:
    code, out, _ = run("bounds", "@d4", "--only", "nguyen", "--only", "karhadkar-pair")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == ["d4", "n", "=", "12,", "d", "=", "4,", "kernel", "ntk", "L=2"]
    assert lines[2].split() == ["theorem", "lower", "upper", "ratio", "source"]
    assert lines[3].split()[:2] == ["certified", "0.37121040216"[:13]] or lines[3].startswith("certified")
    assert "does not apply" in out and "which nobody" in out and "Theorem 3.2" in out
    assert all(len(line) <= 120 for line in lines)


def test_a_narrow_terminal_keeps_every_number_whole(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    from ntksym.cli import bounds_text

    monkeypatch.setattr(
        bounds_text, "Console", lambda width=None: Console(width=70, force_terminal=True, color_system=None)
    )
    _, out, _ = run("bounds", "@d4", "--only", "nguyen-A7", "--only", "karhadkar-pair")
    report = ntksym.bounds(ntksym.load("@d4"), 2, only=["nguyen-A7", "karhadkar-pair"])
    for row in report.table().texts()[:3]:
        assert any(all(cell in line for cell in row[:4]) for line in out.splitlines())


def test_repeated_directions_are_told_and_left_out_on_request(run: Any, points: Path) -> None:
    _, out, _ = run("bounds", str(points), "--only", "nguyen-A7")
    assert "exactly 0, because rows 0 and 1 have one direction" in out and "--distinct" in out
    _, out, _ = run("bounds", str(points), "--only", "nguyen-A7", "--distinct", "--json")
    found = json.loads(out)
    assert found["n"] == 4 and Fraction(found["lambda_min"]["lo"]) > 0
    assert any("1 of 5 rows left out" in note for note in found["data"]["notes"])


@pytest.mark.parametrize(
    ("suffix", "start"),
    [("tex", "% needs"), ("csv", "theorem,lower"), ("html", "<table"), ("md", "| theorem"), ("json", "{"), ("x", "|")],
)
def test_a_file_name_chooses_the_format(run: Any, tmp_path: Path, points: Path, suffix: str, start: str) -> None:
    code, out, _ = run("bounds", str(points), "--only", "nguyen-C1", "--out", str(tmp_path / f"a.{suffix}"))
    assert code == 0 and out.startswith("wrote") and (tmp_path / f"a.{suffix}").read_text().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bounds", "@d4", "--plot", "a.jpg"), "no such picture format"),
        (("bounds", "@d4", "--format", "word"), "no such format"),
        (("bounds", "@d4", "--only", "nguyen-A66"), "no such theorem"),
        (("sweep", "@d4", "--out", "s.jsonl", "--plot", "a.jpg"), "no such picture format"),
        (("sweep", "@d4", "--out", "s.jsonl", "--table", "worst"), "no such table"),
        (("sweep", "@d4", "--out", "s.jsonl", "--rows", "1"), "below 2"),
    ],
)
def test_a_wrong_wish_is_refused_in_one_line_before_the_work(
    run: Any, arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def working(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("the work was begun")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ntksym.tables.bounds.judge", working)
    monkeypatch.setattr("ntksym.sweep.sweep", working)
    code, out, err = run(*arguments)
    assert code == 2 and out == "" and words in err and len(err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_sweep_draws_bounds_against_depth_or_rows_and_nothing_else(run: Any, tmp_path: Path) -> None:
    store, picture = str(tmp_path / "s.jsonl"), tmp_path / "a.png"
    common = ("--out", store, "--jobs", "1", "--plot", str(picture))
    assert run("sweep", "@simplex:d=3", "--depths", "2:3", *common)[0] == 0 and picture.exists()
    picture.unlink()
    assert run("sweep", "@simplex:d=3", "--rows", "2,3", *common)[0] == 0 and picture.exists()
    picture.unlink()
    code, out, err = run("sweep", "@simplex:d=3", "@orthonormal:d=3", "--depths", "2:3", *common)
    assert code == 2 and "| data" in out and "plot depths of one data set" in err and not picture.exists()


def test_rows_are_taken_from_the_top_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "p.npy"
    np.save(path, [[1.0, 0], [0, 1], [1, 1], [1, 2]])
    first, second = bounds_items([str(path)], [2], rows=[2, 4])
    assert bounds_of(first)["n"] == 2 and bounds_of(second)["n"] == 4
    assert "the first 2 of 4 rows" in bounds_of(first)["data"]["notes"]
    with pytest.raises(ntksym.InputError, match="has 4 rows"):
        bounds_of({**first, "rows": 5})


def test_the_benchmark_of_sharpness_is_uniform_and_packed_points_of_every_size_and_dimension() -> None:
    names = COLLECTIONS["@sharpness"]
    assert len(set(names)) == 18 and names[0] == "@uniform-sphere:n=20,d=3" and names[-1] == "@packed:n=200,d=10"
    items = bounds_items(["@sharpness"], [2, 3], ["ntk", "kappa0"])
    assert len(items) == 54 and sum(item["kernel"] == "kappa0" for item in items) == 18


def test_shares_are_of_the_certified_eigenvalue_rounded_down_and_their_median_counts_what_does_not_apply() -> None:
    items = bounds_items(["@d4", "@simplex:d=4", "@orthonormal:d=3"], [2])
    results = [bounds_of(item) for item in items]
    table = shares_table((item, result, None) for item, result in zip(items, results, strict=True))
    heads, texts = table.columns, table.texts()
    for row, result in zip(texts, results, strict=False):
        exact = {t["name"]: Fraction(t["lower"]) for t in result["theorems"] if t["lower"]}
        for name, text in zip(heads[5:], row[5:], strict=True):
            if text != "-":
                assert Fraction(text) <= exact[name] / Fraction(result["lambda_min"]["hi"]) < Fraction(text) + 1
        assert Fraction(row[3]) == max(Fraction(text) for text in row[5:] if text != "-")
    medians = dict(zip(heads, texts[-1], strict=True))
    for name in heads[5:]:
        column = sorted(shares(r)[name].lo if name in shares(r) else Fraction(0) for r in results)
        assert Fraction(medians[name]) <= column[1]
    assert texts[-1][0] == "median" and table.kind(3) == "main"


def test_a_data_set_that_failed_is_not_left_out_of_the_shares() -> None:
    table = shares_table([({"data": "@d5", "depth": 2, "kernel": "ntk"}, None, "there is no such sample")])
    assert "there is no such sample" in table.texts()[0]


def told() -> list[dict[str, str]]:
    """The rows of docs/sharpness.md by column."""
    text = (ROOT / "docs" / "sharpness.md").read_text(encoding="utf-8")
    lines = [[c.strip(" *") for c in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def test_the_page_on_sharpness_has_every_set_and_the_best_bound_reaches_0_6_of_the_truth_in_the_median() -> None:
    rows = told()
    items = bounds_items(["@sharpness"], [2, 3], ["ntk", "kappa0"])
    assert [row["data"] for row in rows[: len(items)]] == [item["data"] for item in items]
    medians = {row["kernel"]: Fraction(row["best"]) for row in rows if row["data"] == "median"}
    assert set(medians) == {"ntk L=2", "ntk L=3", "kappa0"} and all(
        share >= Fraction(6, 10) for share in medians.values()
    )
    for kernel, share in medians.items():
        best = sorted(Fraction(row["best"]) for row in rows if row["kernel"] == kernel and row["data"] != "median")
        assert len(best) == 18 and best[8] - Fraction(1, 1000) <= share <= best[9] + Fraction(1, 1000)


@pytest.mark.parametrize(("data", "kernel"), [("@packed:n=20,d=3", "ntk L=2"), ("@packed:n=20,d=5", "kappa0")])
def test_the_page_on_sharpness_is_what_the_command_prints(data: str, kernel: str) -> None:
    """A slice; the searches for weights are in floats, so that a last digit may differ on another machine."""
    item = {"data": data, "depth": 2, "kernel": kernel.partition(" ")[0]}
    table = shares_table([(item, bounds_of(item), None)])
    now = dict(zip(table.columns, table.texts()[0], strict=True))
    then = next(row for row in told() if (row["data"], row["kernel"]) == (data, kernel))
    assert {name for name, text in then.items() if text != "-"} == {name for name, text in now.items() if text != "-"}
    for name in table.columns[5:]:
        assert abs(Fraction(now[name]) - Fraction(then[name])) <= Fraction(2, 1000), name


def test_the_picture_is_there_though_nobody_reads_on_and_the_table_though_there_is_nothing_to_draw(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(report: Any) -> None:
        raise BrokenPipeError

    picture = tmp_path / "a.pdf"
    repeated = tmp_path / "twice.csv"
    repeated.write_text("1,2\n1,2\n3,1\n")
    code, out, err = run("bounds", str(repeated), "--only", "nguyen-A7", "--plot", str(picture))
    assert code == 2 and "certified" in out and "no theorem gives a positive bound to draw" in err
    assert not picture.exists()
    monkeypatch.setattr("ntksym.cli.bounds_text.print_bounds", closed)
    assert run("bounds", "@d4", "--only", "nguyen-C1", "--plot", str(picture))[0] == 0
    assert picture.read_bytes().startswith(b"%PDF")


def test_bounds_that_hold_with_a_probability_say_so_and_are_never_the_best(run: Any) -> None:
    arguments = ("--only", "nguyen-B2", "--only", "nguyen-C1", "--distribution", "sphere", "--failure", "1/10")
    code, out, _ = run("bounds", "@uniform-sphere:n=8,d=20", *arguments)
    assert code == 0 and "P >= 0.9" in out and "P: the probability" in out and "best lower" not in out


def test_a_singular_data_set_leaves_no_lower_certificate_of_the_one_before(run: Any, points: Path) -> None:
    folder = points.parent / "certificates"
    only = ("--only", "nguyen-A7", "--certificates", str(folder))
    assert run("bounds", "@d4", *only)[0] == 0
    assert {path.name for path in folder.glob("*.cert.json")} == {"lower.cert.json", "upper.cert.json"}
    assert run("bounds", str(points), *only)[0] == 0  # rows 0 and 1 have one direction
    assert [path.name for path in folder.glob("*.cert.json")] == ["upper.cert.json"]
    assert run("check", str(folder), "--quiet")[0] == 0
