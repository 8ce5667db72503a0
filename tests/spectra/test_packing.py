"""The trace bound: above the lower constants and the eigenvalues of sets that no line can join, and re-checked."""

import json
from fractions import Fraction

import numpy as np
import pytest

import ntksym
from ntksym.balls.exact import ExactReal
from ntksym.certificates import build
from ntksym.checker import check, packing
from ntksym.errors import InputError
from ntksym.spectra.cap_minorant import cap_minorant
from ntksym.spectra.packing import harmonics, trace_upper
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import kernel_floats

CASES = [
    ("kappa0", 3, 2, "0.1"),
    ("tkappa0", 6, 2, "0.3"),
    ("kappa1", 3, 2, "0.2"),
    ("ntk", 4, 2, "0.1"),
    ("ntk", 12, 4, "0.3"),
]


def problem(kernel, d, L, angle):
    return Problem(kernel, d, L, ExactReal.parse(angle))


@pytest.mark.parametrize(("kernel", "d", "L", "angle"), CASES)
def test_it_is_above_the_cap_minorant_and_below_every_other_degree(kernel, d, L, angle):
    asked = problem(kernel, d, L, angle)
    best = trace_upper(asked)
    assert cap_minorant(kernel, d, L, angle, 6).constant.lo < best.value.hi
    for k in {max(best.k - 2, 0), max(best.k - 1, 0), best.k + 1}:
        try:
            assert best.value.lo <= trace_upper(asked, k).value.hi
        except InputError:
            assert k > best.k


@pytest.mark.parametrize(("d", "known"), [(2, 0.417), (3, 0.364), (5, 0.354), (10, 0.350), (20, 0.348), (50, 0.347)])
def test_it_reproduces_the_note(d, known):
    """(4D) at 1/10: hi/alpha sqrt(d), for kappa_0/2 as there."""
    found = float(trace_upper(problem("kappa0", d, 2, "0.1")).value.hi)
    assert found / 0.1 * d**0.5 / 2 == pytest.approx(known, abs=6e-4)


def test_every_set_with_no_room_left_is_below_it():
    """Greedy sets of lines in R^3: as many as the covering argument says, and the bound for that many."""
    asked, angle = problem("kappa0", 3, 2, "0.35"), 0.35
    bound = trace_upper(asked)
    for seed in range(3):
        rows = []
        for x in np.random.default_rng(seed).standard_normal((20_000, 3)):
            x /= np.linalg.norm(x)
            if not rows or np.max(np.abs(np.array(rows) @ x)) <= np.cos(angle):
                rows.append(x)
        points = np.array(rows)
        assert len(points) >= 1 / (1 - np.cos(angle))
        gram = kernel_floats(asked, np.arccos(np.clip(points @ points.T, -1, 1)))
        np.fill_diagonal(gram, 1)
        assert np.linalg.eigvalsh(gram)[0] <= float(bound.value.hi)


def test_it_is_the_sharper_one_in_high_dimension():
    value = ntksym.constant("trace-upper", kernel="kappa0", d=100, angle="0.8", digits=6)
    upper = ntksym.constant("configuration-upper", kernel="kappa0", d=6, angle="0.8", digits=6)  # a set of R^100 too
    assert value.enclosure.hi < Fraction(8, 10) * upper.enclosure.lo


def test_harmonics_are_counted():
    assert [harmonics(2, j) for j in range(3)] == [1, 2, 2] and harmonics(5, 3) == 30
    assert sum(harmonics(7, j) for j in range(6)) == 462 + 210


@pytest.mark.parametrize(("kernel", "d", "L", "angle"), CASES)
def test_the_checker_computes_the_same(kernel, d, L, angle):
    given = {"kernel": kernel, "d": d, "angle": angle, **({"L": L} if kernel == "ntk" else {})}
    value = ntksym.constant("trace-upper", digits=12, **given)
    assert ntksym.certificate(value).check().status == "VALID"


DEEP = {"kernel": "ntk", "d": 200, "L": 3, "angle": "4/5"}


def test_in_high_dimension_taylor_coefficients_give_the_eigenvalues():
    """A certificate at d = 200 takes less than a second of the checker, and its neighbours are refuted."""
    value = ntksym.constant("trace-upper", **DEEP)
    certificate, k = ntksym.certificate(value), value.details["degree"]
    low, high = certificate["claim"]["entries"][0]["bounds"]
    assert certificate.check().status == "VALID"
    assert packing.order(200, k, 160, packing.MAX_ORDER) is not None
    for change in ({"d": 201}, {"L": 4}, {"k": k - 1}, {"k": k + 1}, {"angle": "7/9"}):
        entry = {**DEEP, "k": k, **change}
        made = build.enclosure("trace-upper", [(entry, low, high)])
        assert check(json.dumps(made)).status == "INVALID"


def test_both_ways_to_the_eigenvalues_agree(monkeypatch):
    given = {"d": 30, "k": 4, "L": 3, "angle": (Fraction(4, 5), False)}
    bits = packing.lost_bits(given) + 64
    assert packing.order(30, 4, 64, packing.MAX_ORDER) is not None
    taylor = packing._deep(given, bits)
    monkeypatch.setattr(packing, "order", lambda *ignored: None)
    for one, other in zip(taylor, packing._deep(given, bits), strict=False):
        assert one.lower() <= other.upper() and other.lower() <= one.upper()
        assert one.upper() - one.lower() < Fraction(1, 2**64)


@pytest.mark.parametrize(
    ("change", "factor"),
    [({"d": 4}, 1), ({"k": 9}, 1), ({"angle": "1/9"}, 1), ({"kernel": "tkappa0"}, 1), ({}, 2), ({"k": 99}, 1)],
)
def test_the_checker_refutes_neighbours(change, factor):
    found = trace_upper(problem("kappa0", 3, 2, "0.1"), 11, 12).value
    entry = {"kernel": "kappa0", "d": 3, "angle": "1/10", "k": 11, **change}
    made = build.enclosure("trace-upper", [(entry, str(found.lo * factor), str(found.hi * factor))])
    assert check(json.dumps(made)).status == "INVALID"


def test_bad_degrees_get_one_clear_line():
    with pytest.raises(InputError, match="more harmonics than lines"):
        trace_upper(problem("kappa0", 3, 2, "0.8"), 9)
    with pytest.raises(InputError, match="for lines"):
        trace_upper(Problem("kappa0", 3, 2, ExactReal.parse("0.8"), "one"))
