"""Configurations with a symmetry: images counted without listing them, separation exact, quotients right."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym import data_sets
from ntksym.balls.arb import precision
from ntksym.balls.exact import ExactReal
from ntksym.data import Dataset
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel
from ntksym.spectra.orbits import Configuration, inner_products, orbit_size, squared_cosine
from ntksym.spectra.shells import shell_pairs

SMALL = st.integers(-3, 3)


def images(y):
    """Every image once, with the sign by which it differs from y."""
    own = np.prod(np.sign(y))
    return {
        tuple(s * v for s, v in zip(signs, row, strict=True)): own * np.prod(np.sign(row)) * np.prod(signs)
        for row in permutations(y)
        for signs in product((1, -1), repeat=len(y))
    }


def listed(configuration):
    """All directions, and chi of each, orbit by orbit."""
    m, rows, signs, orbits = configuration.symmetry, [], [], []
    for r, row in enumerate(configuration.points.points.tolist()):
        for head, chi in images(row[:m]).items():
            rows.append([*head, *row[m:]])
            signs.append(chi)
            orbits.append(r)
    x = np.array(rows)
    return x / np.linalg.norm(x, axis=1)[:, None], np.array(signs), np.array(orbits)


@given(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=4))
def test_inner_products_with_all_images_are_counted_once_each(pairs):
    x, y = (list(column) for column in zip(*pairs, strict=True))
    found, truth = inner_products(x, y), {}
    for image, sign in images(y).items():
        value = sum(a * b for a, b in zip(x, image, strict=True))
        count, chi = truth.get(value, (0, 0))
        truth[value] = count + 1, chi + sign
    assert dict(zip(found.values, zip(found.counts, found.signed, strict=True), strict=True)) == truth
    assert orbit_size(y) == sum(found.counts)


@pytest.mark.parametrize("alternating", [False, True])
@pytest.mark.parametrize("kernel", [DotKernel("slope", 1), DotKernel("ntk", 3), DotKernel("tkappa0", 1)])
def test_the_quotient_is_that_of_the_whole_matrix(kernel, alternating):
    points = np.array([[0.5, 0.5, 0.25, 1.0], [1.5, 0.5, -0.5, 2.0], [0.25, 0.75, 1.0, -0.5]])
    configuration, weights = Configuration("three orbits", Dataset(points), 3), [3, -2, 1]
    x, signs, orbits = listed(configuration)
    assert len(x) == configuration.n
    gram = np.array([[_value(kernel, t) for t in row] for row in np.clip(x @ x.T, -1, 1)])
    v = np.array(weights)[orbits] * (signs if alternating else 1)
    with precision(120):
        found = float(configuration.quotient(weights, kernel, alternating).mid())
    assert found == pytest.approx(v @ gram @ v / (v @ v), rel=1e-7)


def _value(kernel, t):
    gate = 1 - np.arccos(t) / np.pi
    if kernel.family == "slope":
        return gate
    if kernel.family == "tkappa0":
        return t * gate
    sigma = np.sqrt(1 - t * t) / np.pi + t * gate
    second = 1 - np.arccos(min(sigma, 1)) / np.pi
    return np.sqrt(max(1 - sigma**2, 0)) / np.pi + sigma * second + (sigma + t * gate) * second


def test_the_separation_is_decided_exactly_at_the_angle_itself():
    d4, frame = (Configuration(x.name, x) for x in (data_sets.d4(), data_sets.orthonormal(3)))
    assert d4.separated(ExactReal.parse("pi/3"), "projective") and frame.separated(ExactReal.parse("pi/2"), "one")
    assert not d4.separated(ExactReal.parse("1.04719755119659774616"), "projective")  # pi/3 and a little
    assert d4.separated(ExactReal.parse("1.04719755119659774615"), "projective")


def test_a_direction_twice_is_not_separated_and_antipodes_are_only_as_points():
    twice = Configuration("twice", Dataset(np.array([[1.0, 0.0], [2.0, 0.0]])))
    assert not twice.separated(ExactReal.parse("0.01"), "one")
    square = Configuration("square", Dataset(np.array([[1.0, 0.0]])), 2)
    assert square.n == 4 and square.separated(ExactReal.parse("pi/2"), "one")
    assert not square.separated(ExactReal.parse("0.01"), "projective")


def test_weights_cannot_alternate_where_a_coordinate_is_zero():
    square = Configuration("square", Dataset(np.array([[1.0, 0.0]])), 2)
    assert not square.alternates
    with pytest.raises(InputError, match="alternates"):
        square.quotient([1], DotKernel("slope", 1), True)


def test_bad_symmetries_and_huge_orbits_are_refused():
    with pytest.raises(InputError, match="symmetry=3"):
        Configuration("pair", Dataset(np.eye(2)), 3)
    with pytest.raises(InputError, match="points"):
        Configuration("huge", Dataset(np.arange(1.0, 13.0)[None, :]), 12)


@pytest.mark.parametrize("angle", ["0.1", "pi/7", "pi/3", "pi/2", "1.5"])
def test_the_squared_cosine_is_a_sharp_lower_bound(angle):
    found, exact = squared_cosine(ExactReal.parse(angle)), ExactReal.parse(angle)
    with precision(400):
        gap = exact.ball.cos() * exact.ball.cos() - found.numerator / (exact.ball * 0 + found.denominator)
        assert float(gap.abs_upper()) < 1e-85


def test_a_scaled_orbit_is_the_same_set():
    points = np.array([[0.5, 1.5, 1.0], [0.5, 0.5, 3.0]])
    one = Configuration("one", Dataset(points), 2)
    scaled = replace(one, points=Dataset(points * np.array([[8.0], [0.25]])))
    with precision(100):
        values = [float(x.quotient([1, 2], DotKernel("slope", 1)).mid()) for x in (one, scaled)]
    assert values[0] == values[1]


@given(st.lists(st.tuples(*[st.integers(-2, 2)] * 3), min_size=2, max_size=30, unique=True), st.randoms())
def test_pairs_on_shells_are_those_that_one_by_one_gives(heads, random):
    """Rows (g y, c): same inner products, same shares of any weights, same diagonal."""
    rows = [(*(30 * v for v in y), 7 + sum(v * v for v in y)) for y in heads]
    weights = [random.randint(-(2**30), 2**30) for _ in rows]
    blocks, expected = shell_pairs(rows), {}
    for r, x in enumerate(rows):
        for s, y in enumerate(rows):
            norms = sorted(sum(v * v for v in z) for z in (x, y))
            key = (sum(a * b for a, b in zip(x, y, strict=True)), *norms)
            expected[key] = expected.get(key, 0) + weights[r] * weights[s]
    assert {key: sum(block.share(weights, False) for block in found) for key, found in blocks.items()} == expected
    closed = [found for (value, low, high), found in blocks.items() if value == low == high]
    assert all(block.diagonal for found in closed for block in found)


def test_a_point_twice_on_a_shell_is_not_the_diagonal():
    rows = [(30, 0, 7), (0, 30, 7), (30, 0, 7)]
    assert not all(block.diagonal for block in shell_pairs(rows)[949, 949, 949])
    assert shell_pairs([(i, 1, i * i) for i in range(1, 60)]) is None  # many shells
