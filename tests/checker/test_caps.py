"""The checker's Legendre polynomials: one absolute error for all degrees, which contains what it must and is needed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.checker import caps
from ntksym.checker.intervals import Interval
from ntksym.checker.limits import UndecidedError


def exact(dimension, t, size):
    """P_0(t), ..., P_{size-1}(t) in fractions."""
    values = [Fraction(1), t]
    for n in range(1, size - 1):
        above = (2 * n + dimension - 2) * t * values[n] - n * values[n - 1]
        values.append(above / (n + dimension - 2))
    return values[:size]


@given(st.integers(2, 12), st.integers(-999, 999), st.integers(0, 200), st.sampled_from([12, 40, 200]))
def test_every_degree_is_contained_for_every_argument_of_the_interval(dimension, number, width, bits):
    """P_n(t) lies in the n-th interval for both ends and the middle of the argument's interval."""
    t = Fraction(number, 1000)
    x = Interval.of(t, bits).widen(min(width, (1 << bits) // 2048))
    found = caps.legendre(dimension, x, 40)
    for at in (x.lower(), (x.lower() + x.upper()) / 2, x.upper()):
        values = exact(dimension, at, 40)
        assert all(i.lower() <= v <= i.upper() for i, v in zip(found, values, strict=True))


def test_the_error_does_not_grow_with_the_degree_and_is_no_larger_than_needed():
    """At n = 3000 the interval has 2^-180 of width at 200 bits; without the sum of errors it misses the value."""
    x = Interval.of(Fraction(9, 10), 200)
    wide = caps.legendre(5, x, 3001)
    assert all(i.upper() - i.lower() < Fraction(1, 2**180) for i in wide)
    sharp = caps.legendre(5, x.at(400), 3001)
    assert all(a.lower() <= b.lower() and b.upper() <= a.upper() for a, b in zip(wide, sharp, strict=True))
    middles = [(i.lower() + i.upper()) / 2 for i in wide]
    one = Fraction(1, 2**200)
    assert not all(abs(m - (b.lower() + b.upper()) / 2) <= one for m, b in zip(middles, sharp, strict=True))


def test_an_argument_too_close_to_one_is_undecided():
    """Where 1 - t^2 is not seen to be positive no error bound exists."""
    with pytest.raises(UndecidedError):
        caps.legendre(3, Interval.of(1, 64), 10)
