"""Tables and constants with a folder of certificates: one for each number, accepted, and none where there is none."""

from fractions import Fraction

import pytest
from typer.testing import CliRunner

import ntksym
from ntksym.certificates import read
from ntksym.checker.reader import number
from ntksym.cli.app import app
from ntksym.errors import InputError
from ntksym.tables.certified import TABLES, build_certified


def run(*arguments):
    found = CliRunner().invoke(app, [str(a) for a in arguments])
    if isinstance(found.exception, InputError):
        raise found.exception
    assert found.exit_code == 0, found.output
    return found.stdout


def bounds(path):
    """The certificate's bounds, after the independent checker accepted it."""
    found = read(path)
    assert found.check().ok, (path, found.check().reason)
    return [number(x, "bound") for entry in found["claim"]["entries"] for x in entry["bounds"]]


def test_every_number_of_the_sharp_table_has_a_certificate_that_proves_it(tmp_path):
    """The printed lower (upper) constants are at most (at least) what the files certify, to 10^-10."""
    out = run("table", "constants", "--dims", 3, "--depths", "3,5", "--angles", "0.8", "--certificates", tmp_path,
              "--format", "csv", "--digits", 6)  # fmt: skip
    rows = [line.split(",") for line in out.split()[-2:]]
    names = ("cap-minorant", "layerwise", "two-point", "two-point-limit", "configuration-upper")
    assert [float(row[0]) for row in rows] == [3, 3]
    for row in rows:
        for name, text in zip(names, row[3:8], strict=True):
            (path,) = tmp_path.glob(f"{name}-ntk-d3-L{row[1]}-*")
            (bound,) = bounds(path)
            sign = 1 if name in names[:3] else -1
            assert sign * (Fraction(text) - bound) <= abs(bound) / 10**10
            assert abs(Fraction(text) - bound) <= abs(bound) / 10**5
    assert len(list(tmp_path.iterdir())) == 10


@pytest.mark.parametrize("name", TABLES)
def test_every_table_that_offers_certificates_writes_valid_ones(name, tmp_path):
    """As many files as constants, each accepted."""
    table = build_certified(name, tmp_path, 5, dims="3", depths="2", degrees="2:3", angles="1")
    paths = sorted(tmp_path.iterdir())
    assert len(paths) >= len(table.rows)
    for path in paths:
        bounds(path)


def test_one_constant_writes_its_certificate(tmp_path):
    """The same enclosure as the command prints."""
    out = run("constant", "two-point-limit", "kernel=ntk", "d=3", "L=20", "angle=0.8", "--certificates", tmp_path)
    (path,) = tmp_path.iterdir()
    (bound,) = bounds(path)
    assert path.name == "two-point-limit-ntk-d3-L20-angle4_5-projective.cert.json"
    value = ntksym.constant("two-point-limit", kernel="ntk", d=3, L=20, angle="0.8")
    assert str(value)[:40] in out
    assert 0 <= bound - value.enclosure.hi < Fraction(1, 10**18)


def test_a_table_without_certificates_says_so_and_writes_nothing(tmp_path):
    with pytest.raises(InputError, match="no certificates of their own"):
        run("table", "conditioning", "--certificates", tmp_path / "new")
    assert not (tmp_path / "new").exists()
