"""Certificates of the smallest eigenvalue: every leaf changed, false neighbours, arbitrary factors and vectors."""

import json
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix_samples import KERNEL, POINTS, bound, changed, digest, entry, proved, rows, sample, verdict

from ntksym.certificates.matrix import matrix_certificates
from ntksym.checker import check
from ntksym.checker.gram import read_claim
from ntksym.checker.matrix import reaches
from ntksym.checker.side import none
from ntksym.data import dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.spectra.smallest import lambda_min

N = len(POINTS)


@pytest.fixture(scope="module")
def pair():
    return sample()


@pytest.fixture(scope="module")
def truth():
    """Certified ends of the smallest eigenvalue of the sample, by balls."""
    found = lambda_min(dataset(np.array(POINTS)), KERNEL)
    return found.lo, found.hi


def test_both_sides_are_valid_and_close(pair):
    """The two certificates enclose the eigenvalue to one part in 10^5; the statement names kernel, points and bound."""
    low, high = pair
    assert verdict(low).status == verdict(high).status == "VALID"
    assert 0 < bound(high) - bound(low) < bound(high) / 10**5
    (statement,) = verdict(low).statements
    assert "kernel=ntk" in statement and digest(POINTS) in statement and " >= " in statement
    assert any("contain" in text for text in verdict(high).not_claimed)


def leaves(tree, path=()):
    """Every leaf with its path."""
    if isinstance(tree, dict | list):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from leaves(value, (*path, key))
    else:
        yield path, tree


def replaced(tree, path, value):
    """A copy with another leaf."""
    if not path:
        return value
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[path[0]] = replaced(tree[path[0]], path[1:], value)
    return copy


def neighbours(value):
    """Other leaves of the same kind: numbers moved, texts cut and lengthened, each integer of a row moved."""
    if isinstance(value, int):
        return [value + 1, value - 1, str(value)]
    found = [value + "x", value[:-1], "", value + " ", " " + value, "-" + value]
    words = value.split(" ")
    if all(word.lstrip("-").isdigit() for word in words):
        for i, word in enumerate(words):
            found += [" ".join([*words[:i], str(int(word) + step), *words[i + 1 :]]) for step in (1, -1)]
        found += [" ".join(words[::-1]), " ".join([*words, "0"]), " ".join(words[:-1])]
    return [text for text in found if text != value]


@pytest.mark.parametrize("side", [0, 1])
def test_any_changed_leaf_breaks_the_digest(pair, side):
    """Without a new digest every change is refused, the provenance apart."""
    for path, value in leaves(pair[side]):
        for other in neighbours(value):
            status = verdict(replaced(pair[side], path, other)).status
            assert (status == "VALID") == (path[0] == "provenance"), (path, other)


def still_true(certificate):
    """Whether the claim holds for the sample's points, by balls."""
    given = entry(certificate)["parameters"]
    kernel = DotKernel(given["kernel"], given["L"], Fraction(given["delta"]), Fraction(given["scale"]))
    found = lambda_min(dataset(np.array(POINTS)), kernel, unit=not given["homogeneity"])
    if entry(certificate)["relation"] == ">=":
        return bound(certificate) <= found.hi
    return bound(certificate) >= found.lo


@pytest.mark.parametrize("side", [0, 1])
def test_a_resealed_leaf_is_refused_or_the_statement_is_true(pair, side):
    """With a new digest, points never change; a factor or a vector may, and another bound or kernel if it is true."""
    passed = set()
    for path, value in leaves(pair[side]):
        if path[0] in ("provenance", "digest"):
            continue
        for other in neighbours(value):
            tree = changed(replaced(pair[side], path, other))
            result = verdict(tree)
            if result.status != "VALID":
                assert result.reason and "\n" not in result.reason and len(result.reason) < 300
                continue
            passed.add(path[2:] if path[0] == "claim" else path[0])
            if path[0] == "witness":
                assert path[4] >= N and result.statements == verdict(pair[side]).statements, (path, other)
            else:
                assert still_true(tree), (path, other)
    parameters = {(0, "parameters", name) for name in ("L", "scale", "homogeneity")}
    assert passed <= {"witness", (0, "bounds", 0)} | (parameters if side else set())


def test_bounds_moved_inwards_are_refused(pair):
    """One part in 10^4 inwards, and the bound of the other side, are refused; outwards is proved too."""
    low, high = pair
    for certificate, sign in ((low, 1), (high, -1)):
        there = bound(certificate)
        assert verdict(changed(certificate, bound=there * (1 + sign * Fraction(1, 10**4)))).status == "INVALID"
        assert verdict(changed(certificate, bound=there * (1 - sign * Fraction(1, 10**4)))).ok
    assert verdict(changed(low, bound=bound(high))).status == "INVALID"
    assert verdict(changed(high, bound=bound(low))).status == "INVALID"


MUTANTS = [
    {"L": 2}, {"L": 4}, {"kernel": "sigma"}, {"kernel": "slope"}, {"delta": "1/3"}, {"scale": "1/2"}, {"scale": "2"},
    {"homogeneity": 0}, {"kernel": "power"}, {"kernel": "tkappa0", "L": 1},
]  # fmt: skip


@pytest.mark.parametrize("parameters", MUTANTS, ids=str)
def test_a_factor_of_another_kernel_proves_nothing(pair, parameters):
    """Another depth, family, Delta or factor, or without |x||y|: the factor of one kernel does not fit another."""
    assert verdict(changed(pair[0], parameters=parameters)).status == "INVALID"


def test_wrong_ways_to_make_a_factor_are_refused(pair):
    """Points exchanged, a column or row of B lost, B without its diagonal, the residual's diagonal or rest left out."""
    low, there = pair[0], rows(pair[0])
    points, factor = there[:N], there[N:]
    order = [POINTS[1], POINTS[0], *POINTS[2:]]
    swapped = changed(low, parameters={"points": digest(order)}, rows=[points[1], points[0], *points[2:], *factor])
    column = [[*row[:-2], 0, row[-1]] if len(row) > 1 else row for row in factor]
    diagonal = [[*row[:-1], 0] for row in factor]
    halved = [[v // 2 for v in row] for row in factor]
    for wrong in (column, diagonal, halved, [*factor[:-1], [0] * N]):
        assert verdict(changed(low, rows=points + wrong)).status == "INVALID"
    assert verdict(swapped).status == "INVALID"
    finer = low["witness"]["entries"][0]["exponent"] - 1
    assert verdict(changed(low, witness={"exponent": finer})).status == "INVALID"
    # the largest c with c <= R_ii for all i, that is c in place of c - e
    unit = Fraction(4) ** low["witness"]["entries"][0]["exponent"]
    norms = [sum(v * v for v in row[1:]) * Fraction(4) ** row[0] for row in points]
    c = min(3 * q - sum(v * v for v in row) * unit for q, row in zip(norms, factor, strict=True))
    assert c > proved(low) >= bound(low) and verdict(changed(low, bound=c)).status == "INVALID"
    assert verdict(changed(low, bound=proved(low))).ok


@settings(max_examples=40)
@given(st.lists(st.integers(-(2**22), 2**22), min_size=10, max_size=10), st.integers(-24, -18))
def test_whatever_the_factor_the_bound_is_below(pair, truth, numbers, exponent):
    """No factor at all proves more than the smallest eigenvalue."""
    points, numbers = rows(pair[0])[:N], iter(numbers)
    factor = [[next(numbers) for _ in range(i + 1)] for i in range(N)]
    value = proved(changed(pair[0], rows=points + factor, witness={"exponent": exponent}))
    assert value <= truth[1]


@settings(max_examples=40)
@given(st.lists(st.integers(-(2**40), 2**40), min_size=N, max_size=N).filter(any))
def test_whatever_the_vector_no_bound_below_is_reached(pair, truth, vector):
    """No vector reaches less than the smallest eigenvalue, and each reaches the largest diagonal sum."""
    certificate = changed(pair[1], rows=[*rows(pair[1])[:N], vector])
    claim, witness = read_claim(entry(certificate)["parameters"]), certificate["witness"]["entries"][0]
    assert reaches(claim, witness, none, truth[0] - Fraction(1, 10**30)) is False
    assert reaches(claim, witness, none, Fraction(1000)) is True


def test_duplicates_give_exactly_zero():
    """Equal rows, and multiples of one row, have lambda_min = 0 exactly; 2^-1000 less is refused."""
    for twin, kernel in (
        ([3.0, 4.0, 1.0], KERNEL),
        ([0.375, 0.5, 0.125], KERNEL),
        ([6.0, 8.0, 2.0], DotKernel("slope", 2)),
    ):
        data = dataset([[3.0, 4.0, 1.0], [1.0, 0.0, 2.0], twin])
        low, high = matrix_certificates(data, kernel, Fraction(0), Fraction(1))
        assert low is None and bound(high) == 0 and verdict(high).ok and len(rows(high)) == 3
        assert high["provenance"]["rows"] == [0, 2]
        assert verdict(changed(high, bound=Fraction(-1, 2**1000))).status == "INVALID"


HOSTILE = [
    ({"n": 0}, {}), ({"n": 10**6}, {}), ({"n": 4096, "d": 4096}, {}), ({"d": 2}, {}), ({"d": 4}, {}), ({"n": 3}, {}),
    ({"n": 5}, {}), ({"L": 0}, {}), ({"L": 10**6}, {}), ({"delta": "-1/2"}, {}), ({"delta": "3/2"}, {}),
    ({"delta": "0.5"}, {}), ({"scale": "0"}, {}), ({"scale": "-1"}, {}), ({"homogeneity": 2}, {}),
    ({"kernel": "rbf"}, {}), ({"kernel": ["ntk"]}, {}), ({"points": "sha256:0"}, {}), ({"points": 7}, {}),
    ({"x": 1}, {}),
    ({}, {"exponent": -(10**6)}), ({}, {"exponent": "0"}), ({}, {"rows": "1 2"}), ({}, {"rows": [1, 2]}),
    ({}, {"rows": []}), ({}, {"side": "sha256:" + "0" * 64}), ({}, {"c": "1"}),
]  # fmt: skip


@pytest.mark.parametrize(("parameters", "witness"), HOSTILE, ids=str)
def test_fields_out_of_range_are_refused(pair, parameters, witness):
    """A sealed certificate with a field out of its domain is refused at once, with a reason in one line."""
    result = verdict(changed(pair[0], parameters=parameters, witness=witness))
    assert result.status == "INVALID" and result.reason and "\n" not in result.reason and len(result.reason) < 300


ROWS = [
    "1  2",
    "1\t2",
    "+1 2",
    "01 2",
    "-0 2",
    "1_0 2",
    "1 2\n",
    "\u0661 2",
    "1.0 2",
    "1e3 2",
    "1 " + "9" * 2000,
    "nan 2",
]


@pytest.mark.parametrize("row", ROWS, ids=ascii)
def test_rows_have_one_spelling(pair, row):
    """Integers, one blank between them, one spelling for each, and not too long."""
    copy = changed(pair[0])
    copy["witness"]["entries"][0]["rows"][N + 1] = row
    assert verdict(changed(copy)).status == "INVALID"


def test_the_zero_vector_and_long_precisions_are_refused(pair):
    """The vector 0 shows nothing; a bound so small that it needs too many bits stays undecided."""
    points = rows(pair[1])[:N]
    assert verdict(changed(pair[1], rows=[*points, [0] * N])).status == "INVALID"
    antipodal = sample([[1.0, 2.0, 2.0], [-1.0, -2.0, -2.0], [2.0, 1.0, 0.0]], DotKernel("ntk", 3))[1]
    assert verdict(antipodal).ok
    assert verdict(changed(antipodal, bound="1*2^-15000")).status in {"INVALID", "UNDECIDED"}


def test_time_is_limited(pair):
    """A deep kernel on many bits ends when its time is used up."""
    slow = changed(pair[0], parameters={"L": 1000}, witness={"exponent": -2990})
    started = time.monotonic()
    result = check(json.dumps(slow), seconds=0.5)
    assert result.status == "UNDECIDED" and "time" in result.reason and time.monotonic() - started < 60
