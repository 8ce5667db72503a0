"""The other commands: help, JSON shapes, exit codes, and bad input that changes nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ntksym.certificates import certificate
from ntksym.constants import constant
from ntksym.tables.grids import BUILDERS, Grid
from ntksym.tables.table import Table

LEMMA = """
from sympy import Eq, Range, Symbol
from ntksym.claims import Derivation, Identity

n = Symbol("n", integer=True)
squares = Derivation("Squares", source="school")
squares.claim("square_difference", Eq((n + 1)**2 - n**2, 2*n + 1, evaluate=False), {n: Range(0, 100)},
              because="expand", proof=Identity())
"""


@pytest.mark.parametrize("command", [(), ("constant",), ("verify",), ("table",), ("certify",), ("check",)])
def test_every_command_has_help_with_examples(run: Any, command: tuple[str, ...]) -> None:
    """--help prints a usage line, and for a command an example."""
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert "Usage" in out
    assert not command or f"ntksym {command[0]}" in out


def test_verify_prints_the_json_of_the_design(run: Any, tmp_path: Path) -> None:
    """{"claims": [{slug, symbolic, numeric, rigorous, certified, source, ...}], "summary": {...}}; exit 0."""
    (tmp_path / "lemma.py").write_text(LEMMA)
    code, out, _ = run("verify", str(tmp_path), "--json")
    assert code == 0
    found = json.loads(out)
    (claim,) = found["claims"]
    assert {"slug", "symbolic", "numeric", "rigorous", "certified", "source"} <= set(claim)
    assert claim["certified"] is True
    assert found["summary"]["certified"] == 1


def test_a_false_claim_is_exit_1_and_shows_where(run: Any, tmp_path: Path) -> None:
    """The ledger shows the step, the point and both enclosures."""
    (tmp_path / "lemma.py").write_text(LEMMA.replace("2*n + 1", "2*n + 2"))
    code, out, _ = run("verify", str(tmp_path))
    assert code == 1
    text = " ".join(out.split())
    assert "refuted" in text
    assert "step 1" in text
    assert "n=" in text
    assert "left 1" in text


ERRATUM = """
import sympy as sp
from ntksym.claims import Positive
from ntksym.claims.erratum import Errata

n = sp.Symbol("n", integer=True, positive=True)
paper = Errata("A paper", source="A paper, v1")
square = paper.claim("square", sp.Ge(n**2, n, evaluate=False), {n: sp.Range(1, sp.oo)}, because="b", proof=Positive())
paper.erratum("doubles", number="(1)", slip="n^2 = 2n", as_written=sp.Eq(n**2, 2*n, evaluate=False), at={n: 3},
              corrected=square)
"""


def test_errata_are_judged_on_their_own(run: Any, tmp_path: Path) -> None:
    """--errata prints the counterexample and the corrected claim; exit 0 if all stand, 1 if one does not."""
    (tmp_path / "paper.py").write_text(ERRATUM)
    code, out, _ = run("verify", "--errata", str(tmp_path))
    assert code == 0
    text = " ".join(out.split())
    assert "as written: refuted, at n=3: left 9, right 6" in text
    assert "corrected: certified square" in text
    code, out, _ = run("verify", "--errata", str(tmp_path), "--json")
    (entry,) = json.loads(out)["errata"]
    assert code == 0
    assert entry["as_written"]["refuted"] is entry["corrected"]["certified"] is True
    code, out, _ = run("verify", "--errata", str(tmp_path), "--format", "csv")
    assert (code, out.splitlines()[0].split(",")[0]) == (0, "paper")
    (tmp_path / "other.py").write_text(ERRATUM.replace("2*n, eval", "n*n, eval").replace('"doubles"', '"same"'))
    code, out, _ = run("verify", "--errata", str(tmp_path / "other.py"), "--only", "same")
    assert code == 1
    assert "not refuted" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "markdown"),
        ("--errata", "--format", "word"),
        ("--errata", "--only", "nothing"),
        ("--errata", "missing"),
        ("--errata", "."),
    ],
)
def test_bad_requests_for_errata_are_one_line(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Exit 2 with one line, and nothing is judged."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("verify", *arguments)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("x = 1", "no claims"),
        ("def broken(:", "SyntaxError"),
        ("raise RuntimeError('no')", "RuntimeError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("\x00\x01", "null bytes"),
    ],
)
def test_a_bad_derivation_is_one_line(run: Any, tmp_path: Path, content: str, says: str) -> None:
    """A file without claims, or one that does not load, is exit 2 with its name and the reason."""
    (tmp_path / "bad.py").write_text(content)
    code, out, err = run("verify", str(tmp_path / "bad.py"))
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert says in err
    assert "bad.py" in err


@pytest.mark.parametrize("path", ["missing.py", "."])
def test_a_path_without_claims_is_one_line(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """A missing file and an empty folder are exit 2."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("verify", path)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_every_table_is_made_in_every_format(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """latex, markdown, html, csv and json of each table, which is computed once (``constants``: kept in a file)."""
    made: list[Table] = []
    builder = BUILDERS[name]

    def once(grid: Grid) -> Table:
        if not made:
            made.append(builder(grid))
        return made[0]

    monkeypatch.setitem(BUILDERS, name, once)
    rows = tmp_path / "rows.jsonl"
    kept = ("--store", str(rows)) if name == "constants" else ()
    small = ("--dims", "3:4", "--depths", "2:2", "--degrees", "0:3", "--angles", "1.2", *kept)
    for form, mark in (
        ("latex", "\\toprule"),
        ("markdown", "|--"),
        ("html", "<table"),
        ("csv", ","),
        ("json", '"rows"'),
    ):
        code, out, err = run("table", name, *small, "--format", form)
        assert code == 0, err
        assert mark in out
    assert made or rows.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("hemisphere", "--dims", "1:3"),
        ("hemisphere", "--dims", "4:3"),
        ("hemisphere", "--dims", "x"),
        ("hemisphere", "--dims", "2:99999999"),
        ("hemisphere", "--format", "word"),
        ("cap-minorant", "--angles", "0"),
        ("cap-minorant", "--angles", ""),
        ("funk-hecke", "--kernel", "tanh"),
    ],
)
def test_a_bad_table_is_one_line(run: Any, arguments: tuple[str, ...]) -> None:
    """Exit 2 with one line."""
    code, out, err = run("table", *arguments)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


def test_check_has_the_exit_codes_of_the_design(run: Any, tmp_path: Path) -> None:
    """0 valid, 1 invalid, 2 unreadable or nothing to check."""
    sealed = json.dumps(certificate(constant("hemisphere", d=3, k=5)))
    good, bad, cut = (tmp_path / f"{name}.cert.json" for name in ("good", "bad", "cut"))
    good.write_text(sealed)
    assert run("check", str(good))[0] == 0
    assert json.loads(run("check", str(good), "--json")[1])
    bad.write_text(sealed.replace('"1/1024"', '"1/1025"'))
    assert run("check", str(bad))[0] == 1
    cut.write_text(sealed[: len(sealed) // 2])
    assert run("check", str(cut))[0] == 2
    (tmp_path / "empty").mkdir()
    assert run("check", str(tmp_path / "empty"))[0] == 2
    assert run("check", str(tmp_path / "missing"))[0] == 2


def test_a_giant_certificate_is_refused_unread(run: Any, tmp_path: Path) -> None:
    """A 1 GB file is refused by its size."""
    giant = tmp_path / "giant.cert.json"
    with giant.open("wb") as stream:
        stream.truncate(1 << 30)
    code, out, _ = run("check", str(giant))
    assert code == 2
    assert "UNREADABLE" in out


@pytest.mark.parametrize("option", [("--dims", "1:3"), ("--depths", "1:3"), ("--dims", "a"), ("--out", "file")])
def test_certify_refuses_bad_input_before_it_starts(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: tuple[str, str]
) -> None:
    """Exit 2, one line, nothing written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    code, out, err = run("certify", *option)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_one_line(run: Any, tmp_path: Path) -> None:
    """Certify into a read-only folder says so."""
    tmp_path.chmod(0o500)
    code, _, err = run("certify", "--out", str(tmp_path / "out"))
    assert code == 2
    assert len(err.strip().splitlines()) == 1


def test_a_table_of_one_kernel_refuses_another(run: Any) -> None:
    """``table decay`` is about Theta_L: it prints no such table under another kernel's name."""
    for name, kernel in (("decay", "kappa0"), ("power-series", "kappa1"), ("analyticity", "kappa0")):
        code, out, err = run("table", name, "--kernel", kernel, "--dims", "3", "--depths", "2", "--degrees", "0")
        assert (code, out, err.count("\n")) == (2, "", 1) and kernel in err
    assert run("table", "power-series", "--kernel", "sigma", "--depths", "2", "--degrees", "0")[0] == 0


def test_an_unknown_format_is_refused_before_the_work(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cell is computed for a table that cannot be shown."""
    monkeypatch.setitem(BUILDERS, "decay", lambda grid: pytest.fail("computed"))
    code, out, err = run("table", "decay", "--format", "pdf")
    assert (code, out) == (2, "") and "--format pdf" in err


def test_captions_name_the_kernel_as_mathematics(run: Any) -> None:
    """kappa_0 with its index, also where LaTeX is asked for."""
    code, out, _ = run(
        "table", "cap-minorant", "--kernel", "kappa0", "--dims", "3", "--angles", "1", "--format", "latex"
    )
    assert code == 0 and r"of $\kappa_{0}$ over" in out
