from fractions import Fraction
from itertools import combinations
from math import isqrt, tau

import numpy as np
import pytest

from ntksym.data_files import load
from ntksym.data_sets import circle, cube, d4, e8, equiangular, icosahedron, orthonormal, rational_circle, simplex
from ntksym.errors import InputError


def cosines2(data):
    """The exact squared cosines between different rows, with their signs."""
    rows = data.integer_rows
    products = [sum(map(int.__mul__, x, y)) for x, y in combinations(rows, 2)]
    norms = [sum(map(int.__mul__, x, x)) for x in rows]
    scales = [a * b for a, b in combinations(norms, 2)]
    return {Fraction(p * abs(p), s) for p, s in zip(products, scales, strict=True)}


@pytest.mark.parametrize(
    ("data", "n", "d", "cosines"),
    [
        (orthonormal(7), 7, 7, {0}),
        (simplex(2), 3, 3, {-Fraction(1, 2)}),
        (simplex(9), 10, 10, {-Fraction(1, 9)}),
        (cube(3), 4, 3, {Fraction(1, 3), -Fraction(1, 3)}),
        (cube(5), 16, 5, {Fraction(k, 5) for k in (3, 1, -1, -3)}),
        (d4(), 12, 4, {0, Fraction(1, 2), -Fraction(1, 2)}),
        (e8(), 120, 8, {0, Fraction(1, 2), -Fraction(1, 2)}),
        (equiangular(), 28, 8, {Fraction(1, 3), -Fraction(1, 3)}),
    ],
)
def test_integer_configurations_have_exactly_their_cosines(data, n, d, cosines):
    assert (data.n, data.d) == (n, d) and data.notes == ()
    assert cosines2(data) == {c * abs(c) for c in cosines}
    assert len(set(data.norms2)) == 1


def test_e8_would_not_pass_with_a_wrong_sign():
    points = e8().points.copy()
    points[-1, 0] *= -1  # an odd number of minus signs is no root
    from ntksym.data import dataset

    assert cosines2(dataset(points)) != cosines2(e8())


def test_equiangular_lines_span_seven_dimensions():
    assert (equiangular().points.sum(axis=1) == 0).all()
    assert np.linalg.matrix_rank(equiangular().points) == 7


def test_icosahedron_is_equiangular_nearly_but_not_exactly_and_says_so():
    data = icosahedron()
    exact = cosines2(data)
    assert all(abs(abs(c) - Fraction(1, 5)) < Fraction(1, 2**50) for c in exact)
    assert {abs(c) for c in exact} != {Fraction(1, 5)}
    assert "not exactly" in data.notes[0]


@pytest.mark.parametrize("n", [2, 3, 8, 101])
def test_circle_points_are_roots_of_unity_up_to_rounding(n):
    data = circle(n)
    angles = np.unwrap(np.arctan2(data.points[:, 1], data.points[:, 0]))
    assert np.allclose(angles, tau * np.arange(n) / n, atol=1e-14)
    assert "not exactly" in data.notes[0]
    assert any(v != 1 for v in circle(101).norms2)
    assert circle(4).points.tolist() == [[1, 0], [0, 1], [-1, 0], [0, -1]]


@pytest.mark.parametrize("n", [2, 3, 4, 8, 101, 1000])
def test_rational_circle_points_have_integer_norm_and_nearly_even_angles(n):
    data = rational_circle(n)
    rows = data.points.tolist()
    assert all(v.is_integer() for row in rows for v in row)
    assert all(isqrt(int(v)) ** 2 == v for v in data.norms2)
    angles = np.unwrap(np.arctan2(data.points[:, 1], data.points[:, 0]))
    assert np.abs(angles - tau * np.arange(n) / n).max() < 2**-24
    if n % 2 == 0:
        assert (data.points[: n // 2] == -data.points[n // 2 :]).all()
    assert len(set(data.integer_rows)) == n


@pytest.mark.parametrize(
    ("make", "argument"), [(orthonormal, 1), (simplex, 1), (cube, 1), (cube, 15), (circle, 1), (rational_circle, 1)]
)
def test_sizes_out_of_range_are_refused(make, argument):
    with pytest.raises(InputError, match=f"={argument}"):
        make(argument)


def test_names_say_how_to_make_them_again():
    for data in (d4(), cube(4), circle(5)):
        assert load("@" + data.name).digest == data.digest
