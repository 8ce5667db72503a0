"""False neighbours of true claims: every one is rejected."""

import json
import time
from fractions import Fraction

import pytest
from checker_samples import cap_row, decay_row, enclosed_row, exact_row, full_tree, verdict

from ntksym.certificates import build
from ntksym.checker import check

FUNK = {"kernel": "ntk", "d": 5, "k": 4, "L": 3}
ENCLOSED = [
    ("funk-hecke", FUNK, ("d", "k", "L")),
    ("funk-hecke", {"kernel": "sigma", "d": 4, "k": 2, "L": 2}, ("d", "k", "L")),
    ("cap", {"d": 5, "k": 3, "angle": "3/10"}, ("d", "k")),
    ("cap.measure", {"d": 5, "angle": "3/10"}, ("d",)),
    ("kernel", {"name": "ntk", "t": "1/3", "L": 3}, ("L",)),
    ("kernel", {"name": "sigma", "t": "-1/3", "L": 2}, ("L",)),
    ("power-series", {"kernel": "ntk", "L": 3, "m": 5}, ("L", "m")),
    ("power-series.tail", {"L": 3, "r": 5}, ("L", "r")),
]


def _enclosure(constant, row):
    if constant == "power-series.tail":
        return build.series_tail([row])
    return build.enclosure(constant, [row])


@pytest.mark.parametrize(("constant", "parameters", "shifts"), ENCLOSED)
def test_enclosures_of_the_wrong_number_are_rejected(constant, parameters, shifts):
    """A neighbour's value, twice or half the value, its negative, and an interval beside it are all refuted."""
    _, low, high = enclosed_row(constant, **parameters)
    assert verdict(_enclosure(constant, (parameters, low, high))).ok
    lower, upper = (int(m) * Fraction(2) ** int(e) for m, e in (x.split("*2^") for x in (low, high)))
    wrong = [(lower * f, upper * f) for f in (2, Fraction(1, 2))] + [(-upper, -lower), (upper, 2 * upper)]
    for name in shifts:
        for step in (1, -1):
            neighbour = {**parameters, name: parameters[name] + step}
            _, a, b = enclosed_row(constant, **neighbour)
            assert verdict(_enclosure(constant, (parameters, a, b))).status == "INVALID", neighbour
    for a, b in wrong:
        assert verdict(_enclosure(constant, (parameters, str(a), str(b)))).status == "INVALID"


@pytest.mark.parametrize(
    ("constant", "parameters", "shifts"),
    [
        ("hemisphere", {"d": 5, "k": 3}, ("d", "k")),
        ("harmonics.dimension", {"d": 5, "k": 3}, ("d", "k")),
        ("hermite.relu", {"r": 4}, ("r",)),
        ("hermite.step", {"r": 3}, ("r",)),
        ("hermite.leaky", {"r": 2, "slope": "1/100"}, ("r",)),
        ("funk-hecke", {"kernel": "kappa0", "d": 4, "k": 3}, ("d", "k")),
        ("funk-hecke", {"kernel": "kappa1", "d": 4, "k": 4}, ("d", "k")),
        ("funk-hecke", {"kernel": "tkappa0", "d": 4, "k": 4}, ("d", "k")),
        ("funk-hecke", {"kernel": "relu", "d": 4, "k": 2}, ("d", "k")),
        ("funk-hecke", {"kernel": "ntk", "d": 4, "k": 2, "L": 2}, ("d", "k")),
    ],
)
def test_closed_forms_of_the_wrong_number_are_rejected(constant, parameters, shifts):
    """Index shifts, a factor 2, a wrong sign and a wrong power of pi are refuted exactly."""
    row = exact_row(constant, **parameters)
    _, sign, q, j = row
    assert verdict(build.exact_value(constant, [row])).ok
    wrong = [(sign, 4 * q, j), (-sign, q, j), (0, 0, 0), (sign, q, j + 1), (sign, q, j - 2)]
    wrong.append((sign, q + Fraction(1, 10**60), j))
    for name in shifts:
        for step in (1, -1):
            wrong.append(exact_row(constant, **{**parameters, name: parameters[name] + step})[1:])
    for values in wrong:
        assert verdict(build.exact_value(constant, [(parameters, *values)])).status == "INVALID"


@pytest.mark.parametrize("kernel", ["kappa0", "tkappa0", "kappa1", "ntk"])
def test_cap_bounds_of_the_wrong_number_are_rejected(kernel):
    """A cap minorant fails with its bound doubled, raised a little, or taken from a larger angle."""
    extra = {"k0": 50, "M": 8, "L": 3} if kernel == "ntk" else {}
    parameters, bound, witness = cap_row(kernel, 4, "3/10", 60, **extra)
    assert verdict(build.cap_minorant([(parameters, bound, witness)])).ok
    mantissa, exponent = bound.split("*2^")
    exact = int(mantissa) * Fraction(2) ** int(exponent)
    larger = cap_row(kernel, 4, "4/10", 60, **extra)[1]
    for wrong in (str(2 * exact), str(exact * (1 + Fraction(1, 10**9))), larger):
        assert verdict(build.cap_minorant([(parameters, wrong, witness)])).status == "INVALID"
    huge = {**witness, "radius": "3/10"}  # caps of the full angle overlap
    assert verdict(build.cap_minorant([(parameters, bound, huge)])).status == "INVALID"


@pytest.mark.parametrize(("side", "factor"), [("low", 1), ("high", -1)])
def test_decay_bounds_moved_inside_are_rejected(side, factor):
    """The decay constants fail when moved inwards by one part in 10^9, for each parity."""
    for parity in ("even", "odd", "all"):
        parameters, bound, k0, M = decay_row(side, 4, 3, parity, 50, 8)
        mantissa, exponent = bound.split("*2^")
        moved = int(mantissa) * Fraction(2) ** int(exponent) * (1 + factor * Fraction(1, 10**9))
        assert verdict(build.decay(side, [(parameters, bound, k0, M)])).ok
        assert verdict(build.decay(side, [(parameters, str(moved), k0, M)])).status == "INVALID"


T = ["var", "t"]
FALSE_INEQUALITIES = [
    (["sub", T, ["kappa1", T]], ">=", 0, -1, "1/2"),
    (["kappa0", T], "<=", "49/100", -1, 1),
    (["ntk", 2, T], ">=", 0, -1, 1),  # Theta_2 is negative near -1/2
    (["sub", ["cos", T], ["sub", ["const", "1"], ["div", ["pow", T, 2], ["const", "2"]]]], "<", 0, 0, 1),
    (["sub", ["acos", T], ["sub", ["div", ["pi"], ["const", "2"]], T]], ">", 0, 0, 1),
    (["sqrt", ["add", T, ["const", "1"]]], ">", "1/100", -1, 1),
    (["sub", T, T], ">", 0, 0, 1),
]


@pytest.mark.parametrize(("expression", "relation", "bound", "low", "high"), FALSE_INEQUALITIES)
def test_false_inequalities_are_never_valid(expression, relation, bound, low, high):
    """However fine the cover, a false inequality is refuted or stays undecided."""
    for depth in (0, 3, 7):
        result = verdict(build.inequality([("t", low, high)], expression, relation, bound, full_tree(depth)))
        assert result.status in {"INVALID", "UNDECIDED"}


TRUE_INEQUALITIES = [
    (["ntk", 3, T], "<=", "3", 0, 1, 5),
    (["sigma", 2, T], ">=", "0", -1, 1, 1),
    (["sub", ["add", ["pow", ["sin", T], 2], ["pow", ["cos", T], 2]], ["const", "1"]], "<", "1/10", -3, 3, 8),
    (["neg", ["mul", T, ["acos", T]]], "<=", "1/10", 0, 1, 4),
]


@pytest.mark.parametrize(("expression", "relation", "bound", "low", "high", "depth"), TRUE_INEQUALITIES)
def test_true_inequalities_are_valid(expression, relation, bound, low, high, depth):
    """True inequalities with some room are proved by a fine enough cover."""
    assert verdict(build.inequality([("t", low, high)], expression, relation, bound, full_tree(depth))).ok


def test_a_family_is_checked_in_seconds():
    """All of d = 3..16, L = 2..4, k = 0..20 is checked in a few seconds, sharing nodes and tables."""
    certificates = []
    for L in (2, 3, 4):
        for d in range(3, 17):
            rows = [enclosed_row("funk-hecke", 20, kernel="ntk", d=d, k=k, L=L) for k in range(0, 21, 2)]
            certificates.append(json.dumps(build.enclosure("funk-hecke", rows)))
    started = time.monotonic()
    assert all(check(text).ok for text in certificates)
    assert time.monotonic() - started < 90
