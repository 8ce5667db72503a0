"""``ntksym dynamics``: outputs, and bad input that is one line."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

DATA, RULE = "@uniform-sphere:n=6,d=3", "@signs:seed=1"


def test_the_json_is_certified_and_complete(run: Any) -> None:
    code, out, _ = run("dynamics", DATA, RULE, "--eta", "1/2", "--steps", "50", "--points", "5", "--json")
    found = json.loads(out)
    assert code == 0 and found["n"] == 6 and found["eta"] == "1/2"
    assert [row["k"] for row in found["curve"]] == [0, 1, 3, 7, 19, 50]
    ends = [(Fraction(row["lo"]), Fraction(row["hi"])) for row in found["curve"]]
    assert all(0 < lo <= hi for lo, hi in ends) and ends[0][0] ** 2 <= 6 <= ends[0][1] ** 2
    assert all(later[1] < earlier[0] for earlier, later in itertools.pairwise(ends))
    assert Fraction(found["lambda_min"]["lo"]) > 0
    values = [(Fraction(row["lo"]), Fraction(row["hi"])) for row in found["eigenvalues"]]
    assert len(values) == 6 and sum(lo for lo, _ in values) <= 3 + Fraction(1, 10**9)  # the trace, unit rows
    assert sum(hi for _, hi in values) >= 3 - Fraction(1, 10**9)
    assert Fraction(found["largest_stable_eta"]) * Fraction(found["lambda_max"]["lo"]) <= 2
    term, route = found["generalization"]["term"], found["generalization"]["by_lambda_min"]
    assert Fraction(term["lo"]) <= Fraction(term["hi"]) <= Fraction(route)
    assert [w["explicit"] for w in found["widths"]].count(False) == 3


def test_simulations_stand_beside_the_prediction_and_the_plot_has_the_same_bytes(run: Any, tmp_path: Path) -> None:
    shared = ("dynamics", DATA, RULE, "--steps", "20", "--simulate", "200", "--kappa", "1", "--kappa", "0.1")
    pictures = []
    for name in ("a.png", "b.png"):
        code, out, _ = run(*shared, "--plot", str(tmp_path / name), "--format", "csv")
        assert code == 0 and "m = 200" in out
        pictures.append((tmp_path / name).read_bytes())
    assert pictures[0] == pictures[1]


def test_certificates_are_written_and_the_checker_accepts_them(run: Any, tmp_path: Path) -> None:
    code, _, _ = run("dynamics", DATA, RULE, "--steps", "300", "--certificates", str(tmp_path / "out"), "--json")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert code == 0 and "residual-300.cert.json" in names and "lambda-min.lower.cert.json" in names
    assert run("check", str(tmp_path / "out"), "--quiet")[0] == 0
    assert run("dynamics", DATA, RULE, "--steps", "200", "--certificates", str(tmp_path / "out"), "--json")[0] == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert "residual-200.cert.json" in names and "residual-300.cert.json" not in names


@pytest.mark.parametrize("kernel", ["ntk", "kappa1", "shallow"])
def test_any_kernel_has_a_curve_but_no_widths(run: Any, kernel: str) -> None:
    code, out, _ = run("dynamics", DATA, RULE, "--kernel", kernel, "--depth", "3", "--steps", "5", "--json")
    assert code == 0 and json.loads(out)["widths"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--eta", "0"),
        ("--eta", "-1/2"),
        ("--eta", "100"),
        ("--eta", "nan"),
        ("--eta", "1e999999999"),
        ("--steps", "-1"),
        ("--steps", "99999999999"),
        ("--points", "1"),
        ("--kernel", "none"),
        ("--simulate", "3"),
        ("--simulate", "4", "--kernel", "ntk"),
        ("--simulate", "4", "--kappa", "0"),
        ("--failure", "2"),
        ("--format", "xml"),
        ("--plot", "curve.gif"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_two(run: Any, arguments: tuple[str, ...]) -> None:
    code, out, err = run("dynamics", DATA, RULE, *arguments)
    assert code == 2 and out == ""
    assert len(err.strip().splitlines()) == 1, err


def test_labels_that_do_not_fit_name_their_file(run: Any, tmp_path: Path) -> None:
    for values, why in (([1.0, 2.0], "2 labels for 6 points"), ([1, 2, 3, 4, 5, np.nan], "at index 5 is nan")):
        np.save(tmp_path / "y.npy", values)
        code, _, err = run("dynamics", DATA, str(tmp_path / "y.npy"))
        assert code == 2 and "y.npy" in err and why in err


def test_the_text_says_what_is_assumed_and_what_is_monte_carlo(run: Any) -> None:
    code, out, _ = run("dynamics", DATA, RULE, "--steps", "10", "--simulate", "20")
    assert code == 0 and "Assumed:" in out and "Monte Carlo" in out and "constant not given" in out
