"""The checker's kernels of pairs of integer vectors against balls: every stated error holds."""

from fractions import Fraction
from operator import mul

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.balls.arb import lower, precision, upper
from ntksym.checker import pairs
from ntksym.checker.pairs import LEAST, Kernel, fixed_point, kernel_value
from ntksym.kernels.dot_product import DotKernel, Pair

DELTAS = [Fraction(1, 2), Fraction(0), Fraction(1), Fraction(1, 3), Fraction(9, 10), Fraction(1, 10**9)]


@st.composite
def vectors(draw):
    """Two integer vectors: generic, near-duplicates, near-antipodes, parallel, antiparallel, orthogonal."""
    size = 2 ** draw(st.sampled_from([2, 20, 60, 200]))
    entry, small = st.integers(-size, size), st.integers(-3, 3)
    x = draw(st.lists(entry, min_size=3, max_size=3).filter(any))
    kind = draw(st.sampled_from(["any", "near", "parallel", "orthogonal"]))
    if kind == "any":
        y = draw(st.lists(entry, min_size=3, max_size=3).filter(any))
    elif kind == "orthogonal" and (x[0] or x[1]):
        y = [-x[1], x[0], 0]
    else:
        factor = draw(st.sampled_from([7, -7, 1, -1]))
        moved = draw(st.lists(small, min_size=3, max_size=3)) if kind == "near" else [0, 0, 0]
        y = [factor * a + b for a, b in zip(x, moved, strict=True)]
        y = y if any(y) else x
    return x, y


@st.composite
def kernels(draw):
    """A kernel of each family, without scale and norms."""
    family = draw(st.sampled_from(sorted(LEAST)))
    L = 1 if family == "tkappa0" else draw(st.integers(LEAST[family], 9))
    return Kernel(family, L, draw(st.sampled_from(DELTAS)), Fraction(1), 0)


def dot(x, y):
    """The exact inner product."""
    return sum(map(mul, x, y))


def truth(x, y, kernel, bits):
    """The kernel in units 2^-bits, by balls at a precision that resolves near-duplicates."""
    with precision(4 * bits + 1500):
        ball = DotKernel(kernel.family, kernel.L, kernel.delta).ball_at(Pair.of(dot(x, y), dot(x, x), dot(y, y)))
        return lower(ball) * 2**bits, upper(ball) * 2**bits


@given(vectors(), kernels(), st.sampled_from([64, 96, 320]))
def test_every_stated_error_of_the_recursion_holds(pair, kernel, bits):
    """The raw recursion at one precision is off by at most the error that it states, also where that is large."""
    x, y = pair
    value, error = pairs._evaluate(dot(x, y), dot(x, x) * dot(y, y), kernel, bits)
    low, high = truth(x, y, kernel, bits)
    assert value - error <= low and high <= value + error


@given(vectors(), kernels(), st.sampled_from([32, 64, 200]))
def test_kernel_values_are_right_to_three_units(pair, kernel, bits):
    """However close the vectors are to one line, the value is within its error, and that is at most 3 units."""
    x, y = pair
    value, error = kernel_value(dot(x, y), dot(x, x) * dot(y, y), kernel, bits)
    low, high = truth(x, y, kernel, bits)
    assert value - error <= low and high <= value + error and error <= 3


@pytest.mark.parametrize("bits", [64, 128, 1024])
def test_arctangents_are_right_to_five_units(bits):
    """At the table's points, between them, and at both ends."""
    fixed, rows = fixed_point(bits), []
    points = [0, 1, fixed.one - 1, fixed.one, fixed.one >> 9, (fixed.one >> 9) + 1, fixed.one >> 8, fixed.one // 3]
    points += [k * fixed.one // 1021 for k in range(0, 1021, 17)]
    with mpmath.workprec(bits + 64):
        for x in points:
            exact = mpmath.atan(mpmath.mpf(x) / fixed.one) * fixed.one
            rows.append(abs(exact - fixed.arctan(x)))
    assert max(rows) <= pairs.ARCTAN


@pytest.mark.parametrize(("name", "wrong"), [("LAYER", 0), ("_drift", lambda sine, error, bits: 0)])
def test_without_an_error_term_some_value_is_outside(name, wrong, monkeypatch):
    """The terms are needed: leaving one out gives a wrong enclosure somewhere."""
    monkeypatch.setattr(pairs, name, wrong)
    found = False
    for k in range(1, 400):
        x, y = [k, 3, 1], [k + 1, 3, 1]
        for kernel in (Kernel("slope", 3, Fraction(1, 2), Fraction(1), 0), Kernel("sigma", 9, Fraction(9, 10), 1, 0)):
            value, error = pairs._evaluate(dot(x, y), dot(x, x) * dot(y, y), kernel, 64)
            low, high = truth(x, y, kernel, 64)
            found = found or not (value - error <= low and high <= value + error)
    assert found


def test_known_values():
    """Right angles, duplicates and antipodes: Theta_2(0) = 1/pi, Theta_L(1) = L, Theta_2(-1) = 0."""
    one, relu = 1 << 64, Fraction(1, 2)
    value, _ = kernel_value(0, 4, Kernel("ntk", 2, relu, Fraction(1), 0), 64)
    assert abs(value - int(mpmath.mpf(one) / mpmath.pi)) <= 2**12
    for L in (1, 2, 7):
        value, error = kernel_value(3, 9, Kernel("ntk", L, relu, Fraction(1), 0), 64)
        assert abs(value - L * one) <= error
    value, error = kernel_value(-3, 9, Kernel("ntk", 2, relu, Fraction(1), 0), 64)
    assert abs(value) <= error
    value, error = kernel_value(-3, 9, Kernel("power", 3, relu, Fraction(1), 0), 64)
    assert abs(value + one) <= error
