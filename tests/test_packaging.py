"""An installed wheel works outside the checkout: the derivations are shipped in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=250)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def _run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    code = "import ntksym, sys; from ntksym.cli import main; print(ntksym.__file__, file=sys.stderr); main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def test_the_wheel_ships_what_it_needs(installed: Path) -> None:
    """Derivations, page template, schema, format and types are in the wheel."""
    package = installed / "ntksym"
    for name in (
        "_derivations/arc_cosine_kernels.py",
        "report/templates/ledger.html",
        "checker/schema.json",
        "py.typed",
    ):
        assert (package / name).is_file(), name
    for folder in (".", "errata"):
        shipped = {p.name for p in (package / "_derivations" / folder).glob("*.py")}
        assert shipped == {p.name for p in (ROOT / "derivations" / folder).glob("*.py")} != set()


def test_verify_finds_the_shipped_errata(installed: Path, tmp_path: Path) -> None:
    """Outside the checkout an erratum stands whose corrected claim is one of the shipped derivations'."""
    done = _run(installed, tmp_path, "verify", "--errata", "--only", "factor_two_of_the_second_gram", "--json")
    assert done.returncode == 0, done.stderr
    (erratum,) = json.loads(done.stdout)["errata"]
    assert erratum["stands"] is True
    assert erratum["corrected"]["slug"] == "kappa_one_closed_form"


def test_verify_finds_the_shipped_derivations(installed: Path, tmp_path: Path) -> None:
    """Outside the checkout `ntksym verify` judges a shipped claim, and a constant is computed."""
    done = _run(installed, tmp_path, "verify", "--only", "kappa_one_derivative_is_kappa_zero", "--json")
    assert str(installed) in done.stderr
    assert done.returncode == 0, done.stderr
    (claim,) = json.loads(done.stdout)["claims"]
    assert claim["certified"] is True
    value = _run(installed, tmp_path, "constant", "hemisphere", "d=3", "k=5", "--json")
    assert json.loads(value.stdout)["exact"] == "1/32"
