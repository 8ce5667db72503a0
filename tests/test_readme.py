"""The README says what the program does: its commands are run, and their output compared."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CONSOLE = [text for language, text in BLOCKS if language == "console"]
SHELL = [line.partition("#")[0].strip() for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
LEMMA = next(text for language, text in BLOCKS if language == "python" and text.startswith("# my_paper/"))
SESSION = next(text for language, text in BLOCKS if language == "python" and text.startswith(">>>"))


def run(command, folder):
    program, *arguments = shlex.split(command)
    start = {"pytest": ["-m", "pytest"], "ntksym": ["-c", "from ntksym.cli import main; main()"]}[program]
    return subprocess.run(
        [sys.executable, *start, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"},
        check=False,
    )


def plain(text):
    """The words of each line, without what depends on the clock: seconds, and counts within a time limit."""
    lines = [re.sub(r"\s+\d+\.\d$", "", line.rstrip()) for line in text.strip().splitlines()]
    return [re.sub(r"\bholds +\d+", "holds", line).split() for line in lines]


@pytest.fixture
def paper(tmp_path):
    (tmp_path / "my_paper").mkdir()
    (tmp_path / "my_paper" / "two_points.py").write_text(LEMMA)
    (tmp_path / "derivations").symlink_to(ROOT / "derivations")
    return tmp_path


@pytest.mark.parametrize("block", CONSOLE, ids=[text.splitlines()[0][:60] for text in CONSOLE])
def test_a_command_prints_what_the_readme_shows(block, paper):
    command, _, shown = block.partition("\n")
    found = run(command.removeprefix("$ "), paper)
    assert (found.returncode, plain(found.stdout)) == (0, plain(shown)), found.stderr


def test_the_python_session_gives_what_the_readme_shows():
    test = doctest.DocTestParser().get_doctest(SESSION, {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_first_lemma_runs_under_pytest(paper):
    found = run("pytest --ntksym my_paper/ -q -p no:cacheprovider", paper)
    assert found.returncode == 0, found.stdout


def test_the_first_lemma_without_its_factor_two_is_refuted(paper):
    path = paper / "my_paper" / "two_points.py"
    path.write_text(LEMMA.replace("2 * (1 - s)", "(1 - s)"))
    found = run("ntksym verify my_paper/", paper)
    assert found.returncode == 1
    assert "refuted by the rigorous leg at s=" in found.stdout


def test_every_make_target_and_folder_and_constant_that_it_names_exists():
    makefile = (ROOT / "Makefile").read_text()
    assert all(f"\n{line.split()[1]}:" in makefile for line in SHELL if line.startswith("make "))
    for path in re.findall(r"`((?:derivations|ntksym|notebooks|docs|tests)/[\w./-]*)`", README):
        assert (ROOT / path).exists(), path
    from ntksym.constants import catalogue

    section = README[README.index("## Constants") : README.index("Conventions:")]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([\w.-]+)`", row)}
    assert named == set(catalogue())


def test_the_pictures_are_small_and_exist():
    for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert 0 < (ROOT / name).stat().st_size < 200_000
