"""Proofs by subdivision tile the box; false inequalities give a certified point."""

from fractions import Fraction

import pytest
import sympy
from sympy import Rational, symbols

from ntksym.balls.subdivision import Counterexample, Proved, Undecided, prove_positive
from ntksym.errors import InputError

x, y = symbols("x y")
UNIT = (Fraction(0), Fraction(1))


def area(box):
    product = Fraction(1)
    for lo, hi in box.values():
        product *= hi - lo
    return product


@pytest.mark.parametrize(
    ("f", "box"),
    [
        (x**2 - x + Rational(26, 100), {x: UNIT}),
        (sympy.exp(x) - x - Rational(99, 100), {x: (Fraction(-1), Fraction(1))}),
        (sympy.acos(x) - 1 + x, {x: (Fraction(-1), Fraction(9, 10))}),
        (x**2 + y**2 - 2 * x * y + Rational(1, 50), {x: UNIT, y: UNIT}),
        (1 - sympy.Abs(x * y) + Rational(1, 100), {x: UNIT, y: (Fraction(-1), Fraction(1))}),
        (sympy.Piecewise((1, x < Rational(1, 3)), (x, True)), {x: UNIT}),
        (1 / x - 1 + Rational(1, 1000), {x: (Fraction(1, 9), Fraction(1))}),
    ],
)
def test_true_inequalities_are_proved_and_tile(f, box):
    """The proved boxes have rational ends, lie in the box, and their volumes add up to its volume."""
    found = prove_positive(f, box)
    assert isinstance(found, Proved) and found.holds
    assert sum(area(b) for b in found.boxes) == area(box)
    for b in found.boxes:
        assert all(box[s][0] <= lo < hi <= box[s][1] for s, (lo, hi) in b.items())
    assert found == prove_positive(f, box)


@pytest.mark.parametrize(
    ("f", "box"),
    [
        (x**2 - x + Rational(24, 100), {x: UNIT}),
        (sympy.sin(10 * x), {x: (Fraction(1, 10), Fraction(1))}),
        (x * y - Rational(1, 1000), {x: UNIT, y: UNIT}),
        (x, {x: UNIT}),
    ],
)
def test_false_inequalities_have_a_point(f, box):
    """The point lies in the box, and the value there is certainly not positive."""
    found = prove_positive(f, box)
    assert isinstance(found, Counterexample)
    assert all(box[s][0] <= v <= box[s][1] for s, v in found.point.items())
    assert found.value.hi < 0 or (found.value.exact and found.value.lo == 0)


def test_touching_zero_is_undecided_with_the_smallest_box():
    """(3x - 1)^2 > 0 fails only at 1/3, which bisection never meets: undecided, near 1/3."""
    found = prove_positive((3 * x - 1) ** 2, {x: UNIT}, max_boxes=200)
    assert isinstance(found, Undecided) and found.tried == 200
    lo, hi = found.smallest[x]
    assert lo <= Fraction(1, 3) <= hi and "smallest box" in str(found)


def test_non_strict_inequality_at_a_corner():
    """X >= 0 on [0, 1], and x - sin(x) >= 0 by monotonicity."""
    assert prove_positive(x, {x: UNIT}, strict=False).holds
    assert prove_positive(sympy.exp(x) - 1, {x: UNIT}, strict=False).holds


def test_mean_value_form_is_not_used_across_jumps_or_poles():
    """Negative control: 1/x and a step are not proved positive where they are not."""
    step = sympy.Piecewise((1, x < Rational(2, 3)), (-1, True))
    assert isinstance(prove_positive(step, {x: UNIT}), Counterexample)
    assert isinstance(prove_positive(1 / x, {x: (Fraction(-1), Fraction(2))}), Counterexample)
    assert isinstance(prove_positive(sympy.tan(x), {x: (Fraction(1), Fraction(3))}, max_boxes=500), Counterexample)


def test_missing_interval_is_named():
    """Every symbol needs an interval."""
    with pytest.raises(InputError, match="y"):
        prove_positive(x + y, {x: UNIT})
