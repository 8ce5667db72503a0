import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.balls.arb import arb
from ntksym.balls.rounding import TINY, UNIT, down, gamma, root_up, up
from ntksym.errors import UndecidedError

rationals = st.fractions(max_denominator=10**30) | st.builds(
    lambda p, e: Fraction(p) * Fraction(2) ** e, st.integers(-(2**70), 2**70), st.integers(-1100, 900)
)


@given(rationals)
def test_up_and_down_are_the_neighbouring_floats(x):
    above, below = up(x), down(x)
    assert Fraction(below) <= x <= Fraction(above)
    assert above == below or math.nextafter(below, math.inf) == above


@given(rationals)
def test_the_root_is_an_upper_bound_and_tight(x):
    root = root_up(abs(x))
    assert root * root >= abs(x) and root * root <= abs(x) * (1 + Fraction(1, 2**58))


def test_gamma_bounds_the_product_of_k_roundings_and_no_smaller_multiple_of_u_does():
    for k in (1, 7, 1000):
        assert (1 + UNIT) ** k - 1 <= gamma(k) and 1 / (1 - UNIT) ** k - 1 <= gamma(k)
        assert 1 / (1 - UNIT) ** k - 1 > k * UNIT


def test_units_are_those_of_float64():
    assert Fraction(math.ulp(1.0)) == 2 * UNIT and Fraction(math.ulp(0.0)) == 2 * TINY


def test_what_no_float_bounds_is_refused():
    for x in (Fraction(10) ** 400, arb.pos_inf(), arb.nan()):
        with pytest.raises(UndecidedError):
            up(x)
    with pytest.raises(UndecidedError):
        gamma(2**53)
    with pytest.raises(ValueError, match="not real"):
        root_up(-1)
