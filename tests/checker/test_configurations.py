"""Certificates of configuration-upper: what the checker recomputes, and what it refuses."""

import time
from fractions import Fraction
from itertools import permutations, product
from math import prod

import pytest
from checker_samples import configuration_row, verdict
from hypothesis import given
from hypothesis import strategies as st

import ntksym
from ntksym.certificates import build
from ntksym.checker.configurations import image_counts, orbit_size, squared_cosine
from ntksym.errors import InputError

POINTS = [[2, 1, 4], [3, 2, 4]]
SMALL = st.integers(-3, 3)


def status(parameters, bound, witness):
    """The checker's verdict on one entry."""
    return verdict(build.configuration_upper([(parameters, bound, witness)]))


@pytest.fixture(scope="module")
def row():
    return configuration_row("ntk", 3, "1/10", POINTS, [5, -3], 2, True, L=2)


@pytest.mark.parametrize(("kernel", "L"), [("kappa0", None), ("tkappa0", None), ("kappa1", None), ("ntk", 5)])
@pytest.mark.parametrize(
    ("d", "angle", "sided"), [(3, "0.3", "projective"), (4, "1.3", "one"), (4, "pi/2", "projective")]
)
def test_constants_of_the_catalogue_are_accepted(kernel, L, d, angle, sided):
    given_ = {"kernel": kernel, "d": d, "angle": angle, "sided": sided} | ({} if L is None else {"L": L})
    value = ntksym.constant("configuration-upper", digits=10, **given_)
    certificate = ntksym.certificate(value)
    assert certificate["kind"] == "configuration_upper"
    assert certificate.check().status == "VALID"


def test_very_many_points_are_checked_in_a_moment():
    """774,656 images of three points of R^10, counted without listing them."""
    points = [[1, 1, 1, 1, 1, 1, 1, 1, 1, 20], [5, 3, 3, 1, 1, 1, 1, 1, 1, 18], [5, 5, 3, 3, 3, 1, 1, 1, 1, 15]]
    made = configuration_row("kappa0", 10, "1/100", points, [1, 2, 1], 9, True)
    start = time.process_time()
    assert status(*made).ok
    assert sum(orbit_size(tuple(x[:9])) for x in points) == 774_656
    assert time.process_time() - start < 5


@given(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=4))
def test_images_are_counted_as_if_they_were_listed(pairs):
    """Each image once; its sign is the product of the signs by which it differs from y."""
    x, y = (tuple(column) for column in zip(*pairs, strict=True))
    listed = {}
    for order in permutations(range(len(y))):
        for signs in product((1, -1), repeat=len(y)):
            image = tuple(s * y[i] for s, i in zip(signs, order, strict=True))
            listed[image] = prod(signs)
    found = image_counts(x, y)
    assert orbit_size(y) == len(listed) == sum(count for count, _ in found.values())
    for value, (count, _signed) in found.items():
        assert count == sum(value == sum(a * b for a, b in zip(x, image, strict=True)) for image in listed)
    if all(y):
        for value, (_, signed) in found.items():
            assert signed == sum(
                sign for image, sign in listed.items() if value == sum(a * b for a, b in zip(x, image, strict=True))
            )


def test_the_squared_cosine_never_exceeds_the_true_one():
    assert squared_cosine((Fraction(1, 3), True)) == Fraction(1, 4)
    below = squared_cosine((Fraction(333333, 10**6), True))
    assert Fraction(1, 4) < below < Fraction(1, 4) + Fraction(1, 10**5)
    assert 0 <= squared_cosine((Fraction(157, 100), False)) < Fraction(1, 10**5)


def test_a_smaller_bound_is_refused(row):
    parameters, bound, witness = row
    mantissa, exponent = bound.split("*2^")
    exact = int(mantissa) * Fraction(2) ** int(exponent)
    assert status(*row).ok and status(parameters, str(2 * exact), witness).ok
    for factor in (Fraction(1, 2), 1 - Fraction(1, 10**12), 0, -1):
        assert status(parameters, str(exact * factor), witness).status == "INVALID"


@pytest.mark.parametrize(
    "change",
    [
        {"angle": "1/2"},
        {"angle": "1/2*pi"},
        {"d": 4},
        {"L": 3},
        {"kernel": "kappa1"},
    ],
)
def test_another_statement_is_not_proved_by_it(row, change):
    parameters, bound, witness = row
    changed = {**parameters, **change}
    if changed["kernel"] != "ntk":
        del changed["L"]
    if change == {"kernel": "kappa1"}:  # a smaller kernel: its quotient is smaller, and the bound true
        assert status(changed, bound, witness).ok
    else:
        assert status(changed, bound, witness).status == "INVALID"


def test_an_angle_just_above_that_of_the_set_is_refused():
    """cos^2 of the angle between the two points is 1/2: pi/4 exactly, and not a hair more."""
    points, weights = [[1, 0], [1, 1]], [1, -1]
    made = configuration_row("kappa0", 2, "1/4*pi", points, weights)
    assert status(*made).ok
    more = {**made[0], "angle": "785398163397448309616/1000000000000000000000"}
    assert status(more, *made[1:]).status == "INVALID"
    less = {**made[0], "angle": "785398163397448309615/1000000000000000000000"}
    assert status(less, *made[1:]).ok


def _witness(points=POINTS, weights=(5, -3), symmetry=2, alternating=True):
    return build.set_witness(points, weights, symmetry, alternating)


@pytest.mark.parametrize(
    ("witness", "reason"),
    [
        (_witness(points=[[2, 1, 4], [4, 2, 8]]), "closer"),
        (_witness(points=[[2, 1, 4], [-2, -1, -4]]), "closer"),
        (_witness(points=[[2, 1, 4], [1, 2, 4]]), "closer"),
        (_witness(points=[[2, 1, 0], [3, 2, 4]]), "closer"),  # an orbit with its own antipodes
        (_witness(symmetry=3), "closer"),
        (_witness(points=[[2, 0, 4], [3, 2, 4]]), "coordinate is 0"),
        (_witness(points=[[0, 0, 0], [3, 2, 4]]), "zero"),
        (_witness(weights=(0, 0)), "vector is zero"),
        (_witness(weights=(5, -3, 1)), "2 integers"),
        (_witness(weights=(5, 3)), "does not reach"),
        (_witness(alternating=False), "does not reach"),
        (_witness(points=[[2, 1, 4, 1], [3, 2, 4, 1]]), "3 integers"),
        (_witness(symmetry=4), "symmetry"),
        ({**_witness(), "character": "sign"}, "neither"),
        ({**_witness(), "rows": ["5"]}, "rows"),
        ({**_witness(), "rows": "2 1 4"}, "rows"),
        ({**_witness(), "more": 1}, "unknown"),
    ],
)
def test_a_broken_witness_is_refused_with_its_reason(row, witness, reason):
    result = status(row[0], row[1], witness)
    assert result.status == "INVALID" and reason in result.reason


def test_orbits_that_would_not_end_are_refused_at_once():
    """All 40! 2^40 images of a point with different coordinates."""
    parameters = {"kernel": "kappa0", "d": 40, "angle": "1/10", "sided": "one"}
    witness = build.set_witness([list(range(1, 41)), list(range(2, 42))], [1, 1], 40)
    start = time.process_time()
    result = status(parameters, "1", witness)
    assert result.status == "INVALID" and "steps" in result.reason
    assert time.process_time() - start < 20


def test_an_extra_antipode_is_allowed_for_points_only():
    points, weights = [[1, 0, 0], [-1, 0, 0]], [1, 1]
    made = configuration_row("kappa0", 3, "1", points, weights, sided="one")
    assert status(*made).ok
    assert status({**made[0], "sided": "projective"}, *made[1:]).status == "INVALID"


@pytest.mark.parametrize(
    ("d", "sided", "weights", "apart"),
    [
        (2, "projective", "1 -1", True),
        (2, "projective", "1 -1 1", False),  # the lines 0, 2 pi/5, 4 pi/5: the last is pi/5 from the first
        (3, "projective", "1 0 0 -1", False),  # 6 pi/5
        (2, "one", "1 -1 1 -1 1", True),
        (2, "projective", "1 0 0 0 -1", True),  # 8 pi/5: the line 3 pi/5, 2 pi/5 from that of 0
        (2, "one", "0 1 0 0 0", True),
    ],
)
def test_neighbours_on_the_circle_are_apart_all_the_way_round(d, sided, weights, apart):
    claim = {"kernel": "kappa0", "d": d, "angle": "2/5*pi", "sided": sided}
    result = status(claim, "5", {"weights": weights})
    assert result.ok if apart else "closer" in result.reason


def test_the_constant_refuses_a_number_of_points():
    with pytest.raises(InputError, match="no such parameter"):
        ntksym.constant("configuration-upper", kernel="kappa0", d=3, angle="0.3", n=3)
