"""ntksym table constants: progress, a file of rows to which one comes back, and the same table."""

import json

import pytest

from ntksym.tables import build, render, sharp

ROWS = ("table", "constants", "--kernel", "kappa0", "--dims", "2", "--digits", "5")


def test_the_table_is_that_of_python_and_tells_how_many_rows(run):
    code, out, err = run(*ROWS, "--angles", "0.8,1.3")
    assert code == 0 and "rows (2)" in err
    assert out == render(build("constants", kernel="kappa0", dims="2", angles="0.8,1.3", digits=5), "markdown")


def test_rows_that_are_there_are_not_computed_again(run, tmp_path, monkeypatch):
    store, calls, value = tmp_path / "rows.jsonl", [], sharp._value

    def counted(name, problem):
        calls.extend([problem] * (name == "two-point"))
        return value(name, problem)

    monkeypatch.setattr(sharp, "_value", counted)
    first = run(*ROWS, "--angles", "0.8", "--store", str(store))
    assert first[0] == 0 and len(calls) == 1
    again = run(*ROWS, "--angles", "0.8,1.3", "--store", str(store), "--json")
    assert again[0] == 0 and [str(p.angle) for p in calls] == ["4/5", "13/10"]
    assert [(row["d"], row["angle"]) for row in json.loads(again[1])["rows"]] == [(2, "0.8"), (2, "1.3")]


def test_a_damaged_row_is_made_again_and_a_foreign_file_is_kept(run, tmp_path):
    store = tmp_path / "rows.jsonl"
    code, out, _ = run(*ROWS, "--angles", "1.3", "--store", str(store))
    text = store.read_text()
    store.write_text(text.replace("upper", "UPPER"))
    assert run(*ROWS, "--angles", "1.3", "--store", str(store))[:2] == (code, out) and store.read_text() == text
    other = tmp_path / "other.txt"
    other.write_text("mine\n")
    code, _, err = run(*ROWS, "--angles", "1.3", "--store", str(other))
    assert code == 2 and "something else" in err and other.read_text() == "mine\n"


@pytest.mark.parametrize("wrong", [("--depths", "1"), ("--kernel", "foo"), ("--angles", "2"), ("--dims", "1")])
def test_bad_ranges_are_one_line(run, wrong):
    code, out, err = run("table", "constants", *wrong)
    assert code == 2 and out == "" and err.count("\n") == 1
