"""``ntksym sweep``: records, tables, exit codes, and bad input that changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ntksym.tables.bounds import bounds
from ntksym.tables.bounds_sweep import bounds_items


@pytest.fixture(autouse=True)
def unchanging_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone may edit the package while its tests run."""
    monkeypatch.setattr("ntksym.sweep.code_digest", lambda folder: "this code")


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.npy"
    np.save(path, [[1.0, 0], [0, 1], [1, 1]])
    return path


def test_the_command_has_help_with_examples(run: Any) -> None:
    code, out, _ = run("sweep", "--help")
    assert code == 0 and "ntksym sweep" in out and "--dask" in out


def test_every_record_is_what_bounds_prints(run: Any, tmp_path: Path, points: Path) -> None:
    arguments = ("sweep", "@d4", str(points), "--depths", "2:3", "--out", str(tmp_path / "s.jsonl"), "--jobs", "1")
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    found = json.loads(out)
    assert [(r["item"]["data"], r["item"]["depth"]) for r in found] == [
        (name, depth) for name in ("@d4", str(points)) for depth in (2, 3)
    ]
    code, out, _ = run("bounds", "@d4", "--depth", "3", "--json")
    assert found[1]["result"] == json.loads(out)
    before = (tmp_path / "s.jsonl").read_bytes()
    code, out, _ = run(*arguments, "--format", "csv")
    assert code == 0 and (tmp_path / "s.jsonl").read_bytes() == before
    report = bounds(np.load(points), 2)
    assert f"{points},2,ntk," in out and report.best_lower.theorem.name in out and report.best_upper.theorem.name in out


def test_a_changed_file_is_judged_again(run: Any, tmp_path: Path, points: Path) -> None:
    arguments = ("sweep", str(points), "--out", str(tmp_path / "s.jsonl"), "--jobs", "1", "--json")
    first = json.loads(run(*arguments)[1])
    np.save(points, [[1.0, 0], [0, 1], [1, 2]])
    second = json.loads(run(*arguments)[1])
    assert first[0]["item"]["sha256"] != second[0]["item"]["sha256"]
    assert first[0]["result"]["lambda_min"] != second[0]["result"]["lambda_min"]


def test_seeds_kernels_and_depths_are_combined() -> None:
    items = bounds_items(["@uniform-sphere:n=5,d=3", "@gaussian:n=4,d=3"], [2, 3], ["ntk", "sigma"], range(3))
    assert len(items) == 24 and len({json.dumps(item) for item in items}) == 24
    assert bounds_items(["@digits"], [2], seeds=[4])[0]["data"] == "@digits:seed=4"


def test_what_rounded_the_numbers_is_said(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("0.1,1\n1,0\n")
    assert "decimal text" in run("bounds", str(tmp_path / "a.csv"), "--format", "markdown")[1]
    notes = json.loads(run("bounds", str(tmp_path / "a.csv"), "--json")[1])["data"]["notes"]
    assert len(notes) == 1 and "nearest float64" in notes[0]


def test_a_refused_item_is_told_and_the_exit_code_is_one(run: Any, tmp_path: Path) -> None:
    code, out, _ = run("sweep", "@d4", "@d5", "--out", str(tmp_path / "s.jsonl"), "--jobs", "1")
    assert code == 1 and "there is no such sample" in out and "0.37121" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("missing.npy",), "no such file"),
        (("@d4", "--depths", "0"), "below 1"),
        (("@d4", "--seeds", "x"), "not a range of integers"),
        (("@d4", "--format", "word"), "no such format"),
        (("@d4", "--dask", "nonsense://x"), "no scheduler answers there"),
        (("@d4", "--dask", "tcp://x:1", "--jobs", "2"), "more than one is given"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_two(
    run: Any, tmp_path: Path, arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ntksym.sweep.CONNECT_SECONDS", 0.2)
    code, out, err = run("sweep", *arguments, "--out", str(tmp_path / "s.jsonl"))
    assert code == 2 and out == "" and words in err.splitlines()[-1]
    assert not (tmp_path / "s.jsonl").exists()
