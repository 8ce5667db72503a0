"""``ntksym spectrum``: what it prints, in text and JSON, and what it refuses."""

import json
from fractions import Fraction

import pytest
from typer.testing import CliRunner

from ntksym.cli.app import app
from ntksym.errors import InputError

BASE = ["spectrum", "--gamma1", "5/8", "--gamma2", "3/2"]


def run(*arguments: str):
    return CliRunner().invoke(app, [*BASE, *arguments], catch_exceptions=True)


def test_json_has_enclosures_and_says_what_is_proved() -> None:
    """Ends are decimals with lo <= hi and the digits asked for; status names the three ranks."""
    done = run("-a", "relu", "--digits", "10", "--at", "1/4", "--json")
    assert done.exit_code == 0
    found = json.loads(done.output)
    ((left, right),) = found["bands"]
    for end in (left, right, *found["density"], *found["moments"]):
        lo, hi = Fraction(end["lo"]), Fraction(end["hi"])
        assert 0 <= hi - lo <= lo / 10**9
    assert left["lo"].startswith("0.00578255") and right["kind"] == "soft"
    assert list(found["status"]) == ["proved", "derived", "heuristic"]
    assert "gamma1 m_2(H)" in found["convention"]


def test_text_names_the_convention_and_the_simulation() -> None:
    """Readable lines: Hermite data, bands, gap, KS distances, ranks."""
    done = run("-a", "x^2/2", "--digits", "8", "--simulate", "12", "--seed", "3")
    assert done.exit_code == 0
    for part in (
        "mass at 0   7/15",
        "Hermite data",
        "bands",
        "KS distance",
        "literal",
        "proved",
        "derived",
        "heuristic",
    ):
        assert part in done.output


def test_a_plot_has_the_same_bytes_on_every_run(tmp_path) -> None:
    """Two runs, one seed."""
    pictures = []
    for name in ("one.png", "two.png"):
        assert run("-a", "erf", "--digits", "6", "--simulate", "8", "--plot", str(tmp_path / name)).exit_code == 0
        pictures.append((tmp_path / name).read_bytes())
    assert pictures[0] == pictures[1]


def test_certificates_are_written_and_valid(tmp_path) -> None:
    """One file for each of edges, densities and moments; a second call leaves none of the first behind."""
    folder = tmp_path / "out"
    assert run("-a", "erf", "--digits", "8", "--at", "1/20", "--certificates", str(folder)).exit_code == 0
    names = ["law.density.cert.json", "law.edge.cert.json", "law.moment.cert.json"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert CliRunner().invoke(app, ["check", str(folder)]).exit_code == 0
    assert run("-a", "erf", "--digits", "8", "--certificates", str(folder)).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == names[1:]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-a", "relu", "--gamma1", "0"],
        ["-a", "relu", "--gamma2", "-1"],
        ["-a", "relu", "--gamma1", "nan"],
        ["-a", "relu", "--gamma1", "1/0"],
        ["-a", "exp(x^2)"],
        ["-a", "x.__class__"],
        ["-a", "x+" * 50_000 + "x"],
        ["-a", "x^" + "9" * 30],
        ["-a", "relu", "--at", "0"],
        ["-a", "relu", "--at", "q"],
        ["-a", "relu", "--digits", "1000"],
        ["-a", "leaky", "--slope", "1"],
        ["-a", "relu", "--d-law", "1:1/2"],
        ["-a", "relu", "--d-law", "1:1/2,4:1/2", "--certificates", "out"],
        ["-a", "relu", "--simulate", "100000"],
        ["-a", "relu", "--plot", "law.docx"],
    ],
)
def test_bad_input_is_one_line(arguments: list[str]) -> None:
    """An InputError, which the command line prints as one line with exit code 2."""
    done = CliRunner().invoke(app, [*BASE, *arguments])
    assert isinstance(done.exception, InputError)
    assert "\n" not in str(done.exception)
