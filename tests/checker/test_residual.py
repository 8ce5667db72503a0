"""Certificates of training residuals: leaves changed, false neighbours, hostile claims, the enclosure against balls."""

import json
import time
from fractions import Fraction
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix_samples import changed, entry, verdict

from ntksym.certificates.residual import residual_certificate
from ntksym.checker import reader
from ntksym.checker import residual as procedure
from ntksym.data import dataset
from ntksym.descent.labels import labels
from ntksym.descent.powering import power_curve
from ntksym.descent.training import Training
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel, parse_kernel

POINTS = [[1.5, 0.25, -2.0], [0.5, 1.0, 0.75], [-1.0, 2.0, 0.5], [3.0, -1.0, 1.0]]
LABELS = [1.0, -0.75, 0.0, 1e-3]
SLIDES = parse_kernel("h-infinity", 2)
K, K_DEEP = 37, 5000


def problem(points=POINTS, y=LABELS, kernel=SLIDES, eta=Fraction(1, 7)):
    data = dataset(np.array(points))
    return Training(data, labels(y, data), kernel, eta)


def sample(k=K, **options):
    training = problem(**options)
    return residual_certificate(training, k, power_curve(training, [k])[0])


@pytest.fixture(scope="module")
def certificate():
    return sample()


def test_a_sample_is_valid_obeys_the_schema_and_names_what_it_claims(certificate):
    found = verdict(certificate)
    assert found.status == "VALID"
    (statement,) = found.statements
    assert statement.startswith("training.residual(") and "eta=1/7" in statement and f"k={K}" in statement
    assert any("finite width" in text for text in found.not_claimed)
    schema = json.loads((Path(reader.__file__).parent / "schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(certificate)))


@given(
    st.integers(0, 10**6),
    st.integers(2, 6),
    st.integers(0, 400),
    st.sampled_from([SLIDES, DotKernel("ntk", 3), DotKernel("sigma", 1)]),
)
@settings(max_examples=15, deadline=None)
def test_the_checkers_enclosure_contains_the_one_by_balls(seed, n, k, kernel):
    rng = np.random.default_rng(seed)
    data = dataset(rng.standard_normal((n, 3)))
    eta = Fraction(1, 3 * int(sum(data.norms2) + 1))  # at most 1/trace: a power above 2^64 is not followed
    training = Training(data, labels(rng.standard_normal(n), data), kernel, eta)
    narrow = power_curve(training, [k], digits=40)[0]
    found = residual_certificate(training, k, narrow)
    parameters, witness = entry(found)["parameters"], found["witness"]["entries"][0]
    assert procedure.residual(parameters, witness, "in", [narrow.lo * (1 - TINY), narrow.hi * (1 + TINY)]) is True
    assert procedure.residual(parameters, witness, ">=", [narrow.hi * (1 + TINY)]) is False
    assert procedure.residual(parameters, witness, "<=", [narrow.lo * (1 - TINY)]) is False


TINY = Fraction(1, 10**20)


def test_a_residual_below_the_least_one_is_bounded_from_above():
    found = sample(k=10**6)
    assert entry(found)["relation"] == "<=" and verdict(found).status == "VALID"


def test_a_residual_of_a_thousandth_power_of_two_has_a_lower_bound_too():
    """Below 2^-400, the limit for 128 points, a small set has both ends; a larger lower end is refuted."""
    found = sample(k=K_DEEP)
    low, high = (reader.number(x, "a bound") for x in entry(found)["bounds"])
    assert entry(found)["relation"] == "in" and 0 < low < high < Fraction(1, 2**400)
    assert verdict(found).status == "VALID"
    parameters, witness = entry(found)["parameters"], found["witness"]["entries"][0]
    assert procedure.residual(parameters, witness, ">=", [high * (1 + TINY)]) is False


@pytest.mark.parametrize("k", [K - 1, K + 1, 0])
def test_another_number_of_steps_is_refuted(certificate, k):
    assert verdict(changed(certificate, parameters={"k": k})).status == "INVALID"


@pytest.mark.parametrize(
    "parameters",
    [
        {"eta": "1/8"},
        {"eta": "100001/700000"},
        {"scale": "1"},
        {"scale": "500001/1000000"},
        {"kernel": "ntk", "L": 2},
        {"delta": "1"},
        {"homogeneity": 0},
        {"eta": "-1/7"},
        {"eta": "0"},
        {"k": -1},
        {"k": 10**12},
        {"n": 5},
        {"d": 2},
        {"labels": "sha256:" + "0" * 64},
        {"points": "sha256:" + "0" * 64},
    ],
)
def test_other_parameters_are_not_valid(certificate, parameters):
    assert verdict(changed(certificate, parameters=parameters)).status == "INVALID"


def test_bounds_that_miss_the_residual_are_refuted(certificate):
    low, high = (reader.number(b, "bound") for b in entry(certificate)["bounds"])
    for bounds in ([low * 2, high * 2], [low / 2, low * (1 - Fraction(1, 2**30))], [high, low]):
        copy = changed(certificate)
        entry(copy)["bounds"] = [f"{b.numerator}/{b.denominator}" for b in bounds]
        assert verdict(changed(copy)).status == "INVALID"


def test_each_changed_number_of_the_witness_is_noticed(certificate):
    rows = certificate["witness"]["entries"][0]["rows"]
    for i, row in enumerate(rows):
        words = row.split(" ")
        for j in range(len(words)):
            moved = [*words[:j], str(int(words[j]) + 1), *words[j + 1 :]]
            changed_rows = [*rows[:i], " ".join(moved), *rows[i + 1 :]]
            copy = json.loads(json.dumps(certificate))
            copy["witness"]["entries"][0]["rows"] = changed_rows
            assert verdict(changed(copy)).status == "INVALID", (i, j)
    for wrong in (rows[:-1], [*rows, rows[-1]], rows[::-1], []):
        copy = json.loads(json.dumps(certificate))
        copy["witness"]["entries"][0]["rows"] = wrong
        assert verdict(changed(copy)).status == "INVALID"


def test_a_change_without_a_new_digest_is_refused(certificate):
    copy = json.loads(json.dumps(certificate))
    entry(copy)["parameters"]["k"] = K + 1
    assert "digest" in verdict(copy).reason


@pytest.mark.parametrize("eta", ["1000000000000", "1" + "0" * 400])
def test_an_enormous_step_size_is_not_valid_and_does_not_hang(certificate, eta):
    start = time.monotonic()
    found = verdict(changed(certificate, parameters={"eta": eta, "k": 10**12 - 1}))
    assert found.status in ("INVALID", "UNDECIDED") and time.monotonic() - start < 20


def test_a_residual_that_grows_is_certified_too():
    """The theorem needs no small eta."""
    training = problem(eta=Fraction(1))
    found = residual_certificate(training, 20, power_curve(training, [20])[0])
    assert verdict(found).status == "VALID"


@pytest.mark.parametrize("mutant", ["error of the matrix", "identity", "half the powers"])
def test_a_broken_procedure_disagrees_with_balls(certificate, monkeypatch, mutant):
    if mutant == "error of the matrix":  # K moved by 2^-30 in each entry

        def moved(problem, points, places):
            power, error = original(problem, points, places)
            return [[v + (1 << (places - 30)) for v in line] for line in power], error

    elif mutant == "identity":

        def moved(problem, points, places):
            power, error = original(problem, points, places)
            return [[v - (i == j) * (1 << places) for j, v in enumerate(line)] for i, line in enumerate(power)], error

    else:

        def moved(power, places):
            return power

    name = "_square" if mutant == "half the powers" else "_contraction"
    original = getattr(procedure, name)
    monkeypatch.setattr(procedure, name, moved)
    assert verdict(certificate).status == "INVALID"


def test_more_points_than_the_checker_multiplies_get_no_certificate():
    data = dataset(np.random.default_rng(0).standard_normal((129, 3)))
    training = Training(data, labels(np.ones(129), data), SLIDES, Fraction(1, 100))
    with pytest.raises(InputError, match="n=129"):
        residual_certificate(training, 1, power_curve(training, [0])[0])
