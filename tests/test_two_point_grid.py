"""A geometric grid of two-point certificates: each angle is served by the next smaller grid angle."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest
from typer.testing import CliRunner

import ntksym
from ntksym.balls.exact import ExactReal
from ntksym.checker import check
from ntksym.cli.app import app
from ntksym.errors import InputError
from ntksym.spectra import two_point_search
from ntksym.two_point_grid import angles, main, serving, stored

KAPPA = {"kernel": "kappa0", "d": 3}
FILE = "two-point-kappa0-d3-projective-angle37_50.cert.json"


@pytest.fixture
def folder(tmp_path):
    """A folder that holds the certificate of the grid angle 37/50."""
    stored(tmp_path, "two-point", **KAPPA, angle="0.75")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    return tmp_path


def never(*given):
    raise AssertionError("the programme was solved again")


def test_the_grid_is_geometric_and_every_angle_is_served_from_below():
    grid = angles()
    assert all(1 < b / a <= Fraction(111, 100) for a, b in pairwise(grid))
    for text in ("0.1", "0.3", "pi/7", "1.3", "pi/2"):
        angle = ExactReal.parse(text)
        assert float(serving(angle)) <= float(angle.ball.mid()) + 1e-15 < float(serving(angle)) * 1.112
    with pytest.raises(InputError):
        serving(ExactReal.parse("0.0999"))


@pytest.mark.parametrize("angle", ["37/50", "3/4", "pi/4"])
def test_one_certificate_serves_all_angles_up_to_the_next_of_the_grid(angle, folder, monkeypatch):
    """Its constant is that of the grid angle, and what is shown and certified is about the angle asked for."""
    before = (folder / FILE).read_bytes()
    monkeypatch.setattr(two_point_search, "find", never)
    found = stored(folder, "two-point", **KAPPA, angle=angle)
    assert found.method.endswith("stored for the angle 37/50") and str(found.parameters["angle"]) == angle
    certificate = ntksym.certificate(found)
    assert certificate.check().status == check(before).status == "VALID"
    monkeypatch.undo()
    assert found.enclosure.lo <= ntksym.constant("two-point", **KAPPA, angle=angle).enclosure.hi
    assert found.enclosure == ntksym.constant("two-point", **KAPPA, angle="37/50").enclosure
    assert [path.name for path in folder.iterdir()] == [FILE] and (folder / FILE).read_bytes() == before


def test_the_command_says_which_angle_was_used_and_prints_the_proof(folder, monkeypatch):
    monkeypatch.setattr(two_point_search, "find", never)
    given = ["constant", "two-point", "kernel=kappa0", "d=3", "angle=0.76", "--store", str(folder)]
    shown = CliRunner().invoke(app, given)
    assert shown.exit_code == 0 and "stored for the angle 37/50" in shown.stdout
    told = json.loads(CliRunner().invoke(app, [*given, "--json"]).stdout)
    assert told["parameters"]["angle"] == "19/25" and told["lo"] in shown.stdout
    assert "are $19/25$ apart" in CliRunner().invoke(app, [*given, "--proof"]).stdout


def test_a_witness_that_counts_the_points_is_kept_with_their_number(tmp_path):
    """Three lines are covered instead, and nothing is stored."""
    found = stored(tmp_path, "two-point", **KAPPA, angle="0.9", n=4)
    assert "stored for the angle 179/200" in found.method and found.details["witness"].e[0] < 0
    assert "cover" in stored(tmp_path, "two-point", **KAPPA, angle="1.05", n=3).method
    two_lines = stored(tmp_path, "two-point", kernel="kappa0", d=2, angle="1.05").method
    assert "linear" in two_lines and "stored" not in two_lines  # three fit at the grid angle
    assert [path.name for path in tmp_path.iterdir()] == [FILE.replace("angle37_50", "n4-angle179_200")]


def tampered(content, change):
    """The text of a certificate with something changed."""
    row = content["witness"]["entries"][0]
    if change == "coefficient":
        k = max(range(len(row["p"])), key=lambda i: Fraction(row["p"][i]))
        row["p"][k] = str(Fraction(row["p"][k]) + 1)
    elif change == "H":
        row["e"] = ["0"] * len(row["e"])
    elif change == "angle":
        content["claim"]["entries"][0]["parameters"]["angle"] = "3/4"
    elif change == "two":
        content["claim"]["entries"] *= 2
    elif change == "nothing":
        return "[]"
    return json.dumps(content)


@pytest.mark.parametrize("change", ["coefficient", "H", "angle", "two", "nothing", "text", "folder"])
def test_a_file_that_does_not_prove_its_name_is_refused_in_one_line_and_left_alone(change, folder):
    path = folder / FILE
    text = "no JSON" if change == "text" else tampered(json.loads(path.read_text()), change)
    path.write_text(text)
    if change == "folder":
        path.unlink()
        path.mkdir()
    given = ["constant", "two-point", "kernel=kappa0", "d=3", "angle=0.75", "--store", str(folder)]
    shown = CliRunner().invoke(app, given)
    assert isinstance(shown.exception, InputError) and len(str(shown.exception).splitlines()) == 1
    assert FILE in str(shown.exception)
    assert path.is_dir() or path.read_text() == text


def test_a_run_of_the_grid_makes_what_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("ntksym.two_point_grid.MOST", 111)
    main([str(tmp_path), "kappa1", "2"])
    assert len(capsys.readouterr().out.splitlines()) == len(list(tmp_path.iterdir())) == 2
    monkeypatch.setattr(two_point_search, "find", never)
    main([str(tmp_path), "kappa1", "2"])


@pytest.mark.parametrize("wrong", [["relu", "3"], ["ntk", "3", "--depth", "1"], ["ntk", "3"], ["kappa0", "x"]])
def test_bad_input_is_one_line_and_writes_nothing(wrong, tmp_path, capsys):
    with pytest.raises(SystemExit) as error:
        main([str(tmp_path / "grid"), *wrong])
    assert error.value.code == 2 and len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "grid").exists()


def test_other_constants_small_angles_and_files_have_no_store(tmp_path):
    with pytest.raises(InputError, match="two-point constants only"):
        stored(tmp_path, "hemisphere", d=3, k=5)
    with pytest.raises(InputError, match="starts at 1/10"):
        stored(tmp_path, "two-point", **KAPPA, angle="0.09")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="no folder"):
        stored(tmp_path / "file", "two-point", **KAPPA, angle="0.75")
