"""The checker stands apart: standard library only, nothing evaluated, nothing that -O removes."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ntksym.certificates import format as files

FOLDER = Path(__file__).parents[2] / "ntksym" / "checker"
MODULES = sorted(FOLDER.glob("*.py"))
FORBIDDEN_NAMES = {"eval", "exec", "compile", "__import__", "float", "complex", "input"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_imports_are_standard_or_siblings(path):
    """Every import is of the standard library or of a sibling module, and none is pickle or a foreign arithmetic."""
    siblings = {module.stem for module in MODULES}
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                assert node.level == 1 and node.module in siblings
                continue
            names = [node.module.split(".")[0]]
        for name in names:
            assert name in sys.stdlib_module_names
            assert name not in {"pickle", "marshal", "shelve", "ctypes", "decimal", "cmath", "subprocess", "socket"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_assert_no_evaluation_no_float(path):
    """No module has an assert statement, evaluates text, or has a float literal (the time limit apart)."""
    for node in ast.walk(ast.parse(path.read_text())):
        assert not isinstance(node, ast.Assert)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_NAMES
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            assert path.name == "limits.py"


def test_no_module_shadows_the_standard_library_and_none_is_long():
    """Sibling names are not standard module names, and no module has more than 400 lines."""
    for path in MODULES:
        assert path.stem in {"__init__", "__main__"} or path.stem not in sys.stdlib_module_names
        assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("flags", [["-I", "-S"], ["-I", "-S", "-O"], ["-I", "-S", "-OO"]], ids=" ".join)
def test_runs_isolated(flags, samples, tmp_path):
    """The folder runs as a script without site-packages and with optimisation, and still rejects a false claim."""
    files.write(samples["exact"], tmp_path / "good.cert.json")
    wrong = json.loads(json.dumps(samples["exact"]))
    wrong["claim"]["entries"][1]["bounds"][1] = "1/17"
    files.write(files.seal(wrong), tmp_path / "bad.cert.json")
    run = subprocess.run([sys.executable, *flags, FOLDER, tmp_path], capture_output=True, text=True, check=False)
    assert run.returncode == 1 and run.stderr == ""
    assert "good.cert.json: VALID" in run.stdout and "bad.cert.json: INVALID" in run.stdout
    assert "hemisphere(d=4, k=5) = " in run.stdout and "not claimed: " in run.stdout


def test_loads_nothing_of_the_house(tmp_path):
    """Run as a script, the checker never imports ntksym or an installed package."""
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['checker', {str(tmp_path / 'missing')!r}]\n"
        f"try: runpy.run_path({str(FOLDER)!r}, run_name='__main__')\n"
        "except SystemExit as stop: print(stop.code)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in "
        "{'ntksym', 'flint', 'sympy', 'mpmath', 'numpy'}))\n"
    )
    run = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.split("\n")[:2] == ["2", "[]"]
