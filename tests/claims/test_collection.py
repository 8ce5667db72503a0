"""Derivations are found in files and folders; what cannot be used is named in one line."""

import sys
import textwrap
import time

import pytest

from ntksym.claims import collect as collection
from ntksym.claims.collect import collect
from ntksym.errors import InputError

GOOD = """
import sympy as sp
from ntksym.claims import Derivation, Identity
x = sp.Symbol("x", real=True)
school = Derivation("Squares", source="school")
school.claim("{slug}", sp.Eq((x + 1)**2, x**2 + 2*x + 1), {{x: sp.Interval(0, 1)}}, because="expand", proof=Identity())
"""


@pytest.fixture
def write(tmp_path):
    """Write a Python file and give its path."""

    def written(text, name="lemma.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return path

    return written


def refused(path, *parts):
    with pytest.raises(InputError) as info:
        collect([path])
    line = str(info.value)
    assert "\n" not in line
    assert all(part in line for part in parts)
    assert info.value.remedy


BAD = {
    "syntax error": ("x = (\n", "lemma.py:1", "SyntaxError"),
    "raises": ("import math\nmath.log(0)\n", "lemma.py:2", "ValueError"),
    "leaves": ("import sys\nsys.exit(3)\n", "lemma.py:2", "SystemExit"),
    "no such module": ("import no_such_module_anywhere\n", "lemma.py:1", "ModuleNotFoundError"),
    "no claims": ("x = 1\n", "no claims"),
    "derivation without claims": ("from ntksym.claims import Derivation\nd = Derivation('t', 's')\n", "no claims"),
    "same slug twice": (GOOD.format(slug="square") + GOOD.format(slug="square").splitlines()[-1], "square"),
    "bad slug": (GOOD.format(slug="Not a slug"), "Not a slug"),
    "empty": ("", "no claims"),
    "null bytes": ("x = 1\0", "lemma.py"),
}


@pytest.mark.parametrize("name", BAD)
def test_unusable_files(name, write):
    """Each kind of bad file gives one line with the file and the reason."""
    text, *parts = BAD[name]
    refused(write(text), *parts)


def test_files_that_are_not_python(tmp_path, write):
    """A missing path, a text file, binary data and an empty folder are named."""
    refused(tmp_path / "missing", "missing", "no such file")
    refused(write("hello", "notes.txt"), "notes.txt", "not a Python file")
    binary = tmp_path / "binary.py"
    binary.write_bytes(bytes(range(256)) * 4)
    refused(binary, "binary.py")
    empty = tmp_path / "empty"
    empty.mkdir()
    refused(empty, "no claims")


def test_an_endless_loop_is_stopped(write, monkeypatch):
    """A file that never finishes loading is given up after the limit."""
    monkeypatch.setattr(collection, "IMPORT_SECONDS", 0.5)
    started = time.monotonic()
    refused(write("while True:\n    pass\n"), "did not finish", "endless loop")
    assert time.monotonic() - started < 10


def test_one_slug_in_two_files(tmp_path, write):
    """A slug names one claim in everything that is collected together."""
    write(GOOD.format(slug="square"), "a/one.py")
    write(GOOD.format(slug="square"), "a/two.py")
    refused(tmp_path / "a", "square", "one.py", "two.py")


def test_folders_are_searched_and_files_run_once(tmp_path, write):
    """Nested folders are collected, hidden ones are not, helpers without derivations are no harm."""
    write(GOOD.format(slug="first"), "a/one.py")
    write(GOOD.format(slug="second"), "a/deep/two.py")
    write("raise SystemExit", "a/.hidden/three.py")
    write("VALUE = 1\n", "a/helper.py")
    found = collect([tmp_path / "a"])
    assert [c.slug for f in found for c in f.claims] == ["second", "first"]
    assert collect([tmp_path / "a"])[0] is found[0]


def test_a_file_may_use_another_files_claims(tmp_path, write):
    """A claim that is imported from a file beside it is cited, not collected twice."""
    write(GOOD.format(slug="square"), "b/base.py")
    write("from base import school, x\n" + GOOD.format(slug="other").replace("school", "mine"), "b/later.py")
    assert sorted(c.slug for f in collect([tmp_path / "b"]) for c in f.claims) == ["other", "square"]


def test_files_of_one_name_in_two_folders_stay_apart(tmp_path, write):
    """Each folder's import of base finds the base beside it."""
    for folder in ("one", "two"):
        write(GOOD.format(slug=f"square_{folder}"), f"{folder}/base.py")
        write("from base import school\nUSED = school.claims[0].slug\n", f"{folder}/later.py")
    for folder in ("one", "two"):
        collect([tmp_path / folder])
        assert f"square_{folder}" == collection._siblings[tmp_path / folder]["later"].USED
    assert "base" not in sys.modules


def test_imported_claims_are_the_collected_ones(tmp_path, write):
    """A claim that another file cites is the very claim that is judged."""
    write("from zbase import school\n" + GOOD.format(slug="other").replace("school", "mine"), "c/first.py")
    write(GOOD.format(slug="square"), "c/zbase.py")
    base = collect([tmp_path / "c"])[1]
    assert base.claims[0] is collection._siblings[tmp_path / "c"]["first"].school.claims[0]
