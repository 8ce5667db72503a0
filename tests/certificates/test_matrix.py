"""Building certificates of the smallest eigenvalue: on exact, near-singular, scaled and real-sized data."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import jsonschema
import mpmath
import numpy as np
import pytest

import ntksym.checker
from ntksym import data_sets
from ntksym.balls.arb import lower, precision
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.certificates import format as files
from ntksym.certificates import matrix, witnesses
from ntksym.certificates.matrix import SLACK, matrix_certificates
from ntksym.checker.reader import number
from ntksym.data import dataset
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.kernels.gram import gram

CHECKER = Path(ntksym.checker.__file__).parent
NTK = DotKernel("ntk", 3)


def eigenvalue(data, kernel, unit=False, digits=100):
    """The smallest eigenvalue to many digits, by mpmath, as an exact number just below and just above."""
    with precision(4 * digits + 200):
        balls = ball_gram(data, kernel, unit=unit)
        entries = [[lower(balls[i, j]) for j in range(data.n)] for i in range(data.n)]
    with mpmath.workdps(digits):
        K = mpmath.matrix([[mpmath.mpf(v.numerator) / v.denominator for v in row] for row in entries])
        least = min(mpmath.eigsy(K, eigvals_only=True))
        value = Fraction(*map(int, mpmath.libmp.to_rational(least._mpf_)))
        spread = max(row[i] for i, row in enumerate(entries)) * Fraction(1, 10 ** (digits - 10))
    return value - spread, value + spread


def bound(certificate):
    """The claimed bound."""
    return number(certificate["claim"]["entries"][0]["bounds"][0], "bound")


SETS = {
    "icosahedron": (lambda: data_sets.icosahedron(), NTK, False),
    "D4": (lambda: data_sets.d4(), DotKernel("ntk", 2), False),
    "equiangular": (lambda: data_sets.equiangular(), DotKernel("sigma", 2), False),
    "simplex": (lambda: data_sets.simplex(5), DotKernel("slope", 2, Fraction(1, 3)), False),
    "near-duplicate 1e-4": (lambda: data_sets.near_duplicates(10, 4, 1e-4), NTK, False),
    "near-duplicate 1e-12": (lambda: data_sets.near_duplicates(10, 4, 1e-12), NTK, False),
    "two near-duplicates 1e-12": (lambda: data_sets.near_duplicates(10, 4, 1e-12, pairs=2), NTK, True),
    "near-antipodal 1e-9": (lambda: data_sets.near_antipodal(8, 9, 1e-9), DotKernel("ntk", 2), False),
    "huge norms": (lambda: data_sets.scaled(8, 3, 250), NTK, False),
    "tiny norms": (lambda: data_sets.scaled(8, 3, -250), DotKernel("tkappa0", 2, scale=Fraction(1, 2)), False),
    "mixed norms": (lambda: data_sets.mixed_norms(8, 3, 20), NTK, False),
    "clustered": (
        lambda: data_sets.clustered(12, 4, 3, 1e-3),
        DotKernel("ntk", 5, Fraction(2, 3), Fraction(5, 7)),
        True,
    ),
    "power": (lambda: data_sets.gaussian(7, 3), DotKernel("power", 4), False),
}


@pytest.mark.parametrize("name", SETS)
def test_certificates_are_valid_and_give_up_no_more_than_the_slack(name):
    """From bounds that are almost the eigenvalue itself, both certificates check and lose one part in 10^6 at most."""
    make, kernel, unit = SETS[name]
    data = make()
    low, high = eigenvalue(data, kernel, unit)
    assert low > 0
    below, above = matrix_certificates(data, kernel, low, high, unit=unit)
    assert (below.check().status, above.check().status) == ("VALID", "VALID")
    assert low * (1 - SLACK) <= bound(below) <= high and low <= bound(above) <= high * (1 + 2 * SLACK)
    given = below["claim"]["entries"][0]["parameters"]
    assert given["points"] == f"sha256:{data.digest}" == below["provenance"]["data"]["digest"]


def test_known_answers():
    """Orthonormal points: K = (L - f) I + f J with f = Theta_L(0) > 0, so lambda_min = L - f; L = 2: 2 - 1/pi."""
    data = data_sets.orthonormal(6)
    with mpmath.workdps(40):
        exact = Fraction(str(2 - 1 / mpmath.pi))
    below, above = matrix_certificates(data, DotKernel("ntk", 2), exact - Fraction(1, 10**30), exact)
    assert below.check().ok and above.check().ok
    assert exact * (1 - SLACK) <= bound(below) < exact < bound(above) <= exact * (1 + 2 * SLACK)
    e8 = data_sets.e8()
    root = np.linalg.eigvalsh(gram(e8, NTK).mid)[0]
    low = Fraction(float(root)) * (1 - Fraction(1, 10**9))
    below, above = matrix_certificates(e8, NTK, low, low)
    assert below.check().ok and above.check().ok and bound(above) < bound(below) * (1 + 4 * SLACK)


def test_a_pair_suffices_for_an_upper_bound_near_duplicates():
    """The upper certificate of near-duplicates holds two points, whatever n is, and names the data set."""
    data = data_sets.near_duplicates(60, 5, 1e-9)
    low = Fraction(float(np.linalg.eigvalsh(gram(data, NTK).mid)[0]))
    _, above = matrix_certificates(data, NTK, Fraction(0), 2 * abs(low))
    assert above["claim"]["entries"][0]["parameters"]["n"] == 2 and above.check().ok
    rows, there = above["provenance"]["rows"], above["provenance"]["data"]
    assert there == {"name": data.name, "n": 60, "d": 5, "digest": f"sha256:{data.digest}"}
    pair = dataset(data.points[rows])
    assert above["claim"]["entries"][0]["parameters"]["points"] == f"sha256:{pair.digest}"


def test_structural_zeros_have_no_lower_certificate():
    """Duplicates: None and exactly 0; a singular matrix without duplicates: None and a tiny upper bound."""
    below, above = matrix_certificates(data_sets.duplicates(12, 3), NTK, Fraction(0), Fraction(1, 100))
    assert below is None and bound(above) == 0 and above.check().ok
    antipodal = dataset([[1.0, 2.0], [-1.0, -2.0], [2.0, 1.0], [-2.0, -1.0], [3.0, 1.0], [-3.0, -1.0]])
    below, above = matrix_certificates(antipodal, DotKernel("ntk", 2), Fraction(-1, 10**12), Fraction(1, 10**12))
    assert below is None and 0 < bound(above) < Fraction(1, 10**12) and above.check().ok


def test_a_lower_bound_that_is_not_one_is_refused():
    """Above the eigenvalue, or positive for duplicates, nothing is written."""
    data = data_sets.gaussian(8, 3)
    _, high = eigenvalue(data, NTK)
    with pytest.raises(UndecidedError, match="is the lower bound certified"):
        matrix_certificates(data, NTK, high * (1 + Fraction(1, 10**4)), high)
    with pytest.raises(UndecidedError, match="one direction"):
        matrix_certificates(data_sets.duplicates(12, 3), NTK, Fraction(1, 10**9), Fraction(1))


def test_well_conditioned_matrices_need_no_balls(monkeypatch):
    """Float64 and exact integers suffice where the eigenvalue is not small; the checker does not see the route."""
    data = data_sets.gaussian(30, 6)
    low = Fraction(float(np.linalg.eigvalsh(gram(data, NTK).mid)[0])) * (1 - Fraction(1, 10**9))
    by_balls = None
    with monkeypatch.context() as patch:
        patch.setattr(witnesses, "float_factor", lambda *arguments: None)
        by_balls, _ = matrix_certificates(data, NTK, low, low)
    monkeypatch.setattr(witnesses, "from_balls", None)
    by_floats, _ = matrix_certificates(data, NTK, low, low)
    assert by_balls.check().ok and by_floats.check().ok
    assert abs(bound(by_balls) - bound(by_floats)) < low * SLACK


@pytest.mark.parametrize("factor", [1.01, 1 + 1e-4])
def test_a_wrong_matrix_is_caught_by_the_checker(factor, monkeypatch):
    """If the builder's own kernel matrix were wrong, its certificates would be refused: the checker has its own."""
    data = data_sets.gaussian(10, 4)
    good = gram(data, NTK)
    wrong = VerifiedMatrix(good.mid * factor, good.eta, good.scale)
    monkeypatch.setattr(matrix, "gram", lambda *arguments, **options: wrong)
    low = Fraction(float(np.linalg.eigvalsh(wrong.mid)[0])) * (1 - Fraction(1, 10**9))
    below, above = matrix_certificates(data, NTK, low, low)
    assert below.check().status == "INVALID" and above.check().ok
    monkeypatch.setattr(
        matrix, "gram", lambda *arguments, **options: VerifiedMatrix(good.mid / factor, good.eta, good.scale)
    )
    low = low / Fraction(factor) ** 2
    below, above = matrix_certificates(data, NTK, low, low)
    assert below.check().status == "INVALID" and above.check().status == "INVALID"


def test_large_witnesses_stand_beside(monkeypatch, tmp_path):
    """Beyond a size the rows stand in a side file; written, moved, read and checked in isolation, all is the same."""
    data = data_sets.gaussian(40, 3)
    low = Fraction(float(np.linalg.eigvalsh(gram(data, NTK).mid)[0])) * (1 - Fraction(1, 10**9))
    embedded = matrix_certificates(data, NTK, low, low)
    monkeypatch.setattr(matrix, "EMBEDDED", 0)
    pair = matrix_certificates(data, NTK, low, low)
    assert pair == matrix_certificates(data, NTK, low, low)
    schema = jsonschema.Draft202012Validator(json.loads((CHECKER / "schema.json").read_text()))
    for name, certificate, other in zip(("low", "high"), pair, embedded, strict=True):
        assert "side" in certificate["witness"]["entries"][0] and "rows" in other["witness"]["entries"][0]
        assert certificate.check().statements == other.check().statements
        schema.validate(json.loads(json.dumps(certificate)))
        schema.validate(json.loads(json.dumps(other)))
        files.write(certificate, tmp_path / f"{name}.cert.json")
        again = files.read(tmp_path / f"{name}.cert.json")
        assert again == certificate and again.check().ok
        again.write(tmp_path / "moved" / f"{name}.cert.json")
    run = subprocess.run(
        [sys.executable, "-I", "-S", CHECKER, "--quiet", tmp_path], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0 and "4 certificates: 4 valid" in run.stdout
    assert len(list(tmp_path.iterdir())) == 5 and len(list((tmp_path / "moved").iterdir())) == 4


def test_a_wider_slack_makes_a_shorter_certificate():
    """Giving up one part in 100 saves bits; the bound stays within it."""
    data = data_sets.gaussian(20, 4)
    low = Fraction(float(np.linalg.eigvalsh(gram(data, NTK).mid)[0])) * (1 - Fraction(1, 10**9))
    fine, _ = matrix_certificates(data, NTK, low, low)
    coarse, _ = matrix_certificates(data, NTK, low, low, slack=Fraction(1, 100))
    assert len(str(coarse)) < len(str(fine)) and coarse.check().ok
    assert low * Fraction(99, 100) <= bound(coarse) <= bound(fine)


def test_what_the_checker_would_refuse_for_its_size_is_refused_before_the_work(monkeypatch):
    monkeypatch.setattr(matrix, "MAX_POINTS", 5)
    data = data_sets.gaussian(6, 3)
    with pytest.raises(InputError, match="at most 5 points"):
        matrix_certificates(data, NTK, Fraction(1), Fraction(2))
    monkeypatch.setattr(matrix, "MAX_POINTS", 6)
    monkeypatch.setattr(matrix, "MAX_INTEGERS", 6 * 3 + 20)
    with pytest.raises(InputError, match="38 numbers"):
        matrix.refuse_large(data, 3)
    monkeypatch.setattr(matrix, "MAX_INTEGERS", 6 * 3 + 21)
    matrix.refuse_large(data, 3)
