"""The table of small angles: both sides in order, and beside certified constants at a small angle."""

from fractions import Fraction

import pytest

from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError
from ntksym.spectra.separation import Problem
from ntksym.tables import build
from ntksym.tables.sharp import two_point_lower, upper_constant


def test_both_sides_are_in_order_and_fall_with_the_dimension():
    rows = build("small-angles", dims="3,8", digits=5).texts()
    for _, one, mixture, _, top, ratio in rows:
        assert float(one) < float(mixture) < float(top) and float(ratio) >= float(top) / float(mixture) * 0.9999
    assert [row[3] for row in rows] == ["Z^2", "E7*"]
    assert float(rows[1][4]) < float(rows[0][1])


@pytest.mark.parametrize(("kernel", "L", "factor"), [("kappa0", 2, 1), ("ntk", 3, 3)])
def test_the_two_sides_at_a_small_angle_surround_what_they_tend_to(kernel, L, factor):
    """At 3/25 in R^3 the two-point constant over the angle lies between the mixture's and the lattice's number."""
    (row,) = build("small-angles", dims="3", digits=5).texts()
    angle = Fraction(3, 25)
    asked = Problem(kernel, 3, L, ExactReal.parse(str(angle)))
    low, high = (x / angle / factor for x in (two_point_lower(asked), upper_constant(asked)))
    assert float(row[2]) < low < float(row[4]) * 1.01 and low < high < float(row[4]) * 1.1


def test_there_is_no_lattice_in_very_high_dimension():
    with pytest.raises(InputError, match="d <= 256"):
        build("small-angles", dims="257")
