"""A geometric grid of two-point certificates: each angle is served by the next smaller grid angle."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest

from ntksym import two_point_grid
from ntksym.balls.exact import ExactReal
from ntksym.checker import check
from ntksym.errors import InputError
from ntksym.two_point_grid import angles, fill, main, serving


def test_the_grid_is_geometric_and_every_angle_is_served_from_below():
    grid = angles()
    assert all(1 < b / a <= Fraction(111, 100) for a, b in pairwise(grid))
    for text in ("0.1", "0.3", "pi/7", "1.3", "pi/2"):
        angle = ExactReal.parse(text)
        assert float(serving(angle)) <= float(angle.ball.mid()) + 1e-15 < float(serving(angle)) * 1.112
    with pytest.raises(InputError):
        serving(ExactReal.parse("0.0999"))


def test_a_filled_grid_answers_with_a_valid_certificate_and_makes_nothing_twice(tmp_path, monkeypatch, capsys):
    store = tmp_path / "grid.jsonl"
    assert len(fill(store, "kappa0", 3, grid=angles()[20:23])) == 3
    before = store.read_bytes()
    monkeypatch.setattr(two_point_grid, "constant", None)
    main([str(store), "kappa0", "3", "--at", "0.7"])
    found = json.loads(capsys.readouterr().out)
    assert check(json.dumps(found)).status == "VALID"
    assert found["claim"]["entries"][0]["parameters"]["angle"] == str(serving(ExactReal.parse("0.7")))
    assert store.read_bytes() == before


@pytest.mark.parametrize("wrong", [["relu", "3"], ["ntk", "3", "--depth", "1"], ["kappa0", "3", "--at", "0.01"]])
def test_bad_input_is_one_line_and_writes_nothing(wrong, tmp_path, capsys):
    with pytest.raises(SystemExit) as error:
        main([str(tmp_path / "grid.jsonl"), *wrong])
    assert error.value.code == 2 and len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "grid.jsonl").exists()
