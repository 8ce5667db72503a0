"""The checker's points and kernel matrices: the data set's own digest, entries inside balls, exact duplicates."""

import struct
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrix_samples import digest

from ntksym.balls.arb import lower, precision, upper
from ntksym.certificates.matrix import _exponent
from ntksym.checker.gram import Claim, Entries, Point, binary64, exact_entry, read_points
from ntksym.checker.limits import InvalidError
from ntksym.checker.pairs import Kernel
from ntksym.data import dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 60))
def test_binary64_agrees_with_the_processor(value, spare):
    """Every float64, subnormal ones too, has the bytes that struct gives it, however its mantissa is shifted."""
    top, bottom = value.as_integer_ratio()
    assert binary64(top << spare, -(bottom.bit_length() - 1) - spare) == struct.pack("<d", value + 0.0)


@pytest.mark.parametrize(("mantissa", "exponent"), [(2**53 + 1, 0), (1, 1024), (1, -1075), (3, -1075), (2**1024, 0)])
def test_other_numbers_are_refused(mantissa, exponent):
    """54 bits, overflow, and halves of the smallest number are no binary64 numbers."""
    for sign in (1, -1):
        with pytest.raises(InvalidError):
            binary64(sign * mantissa, exponent)


def checker_points(data):
    """The points as a certificate gives them."""
    rows = [" ".join(map(str, (_exponent(data, i), *data.integer_rows[i]))) for i in range(data.n)]
    claim = Claim(Kernel("ntk", 2, Fraction(1, 2), Fraction(1), 1), data.n, data.d, data.digest)
    return read_points(iter(rows), claim)


@st.composite
def data_sets(draw):
    """Points with near-duplicates, antipodes, orthogonal pairs, and norms from 1e-12 to 1e12."""
    rng = np.random.default_rng(draw(st.integers(0, 10**9)))
    X = rng.standard_normal((6, 3))
    delta = 10.0 ** -draw(st.integers(1, 16))
    X[1] = X[0] + delta * rng.standard_normal(3)
    X[2] = -X[0]
    X[3] = [-X[0][1], X[0][0], 0]
    X[4] = -X[0] + delta * rng.standard_normal(3)
    return dataset(X * 10.0 ** rng.integers(-12, 13, size=(6, 1)) if draw(st.booleans()) else X)


KERNELS = [
    DotKernel("ntk", 2), DotKernel("ntk", 4, Fraction(1, 3), Fraction(2, 7)), DotKernel("sigma", 3),
    DotKernel("slope", 2, Fraction(9, 10)), DotKernel("tkappa0", 1, scale=Fraction(1, 2)), DotKernel("power", 5),
]  # fmt: skip


@given(data_sets(), st.sampled_from(KERNELS), st.booleans(), st.sampled_from([0, 40, 120]))
def test_entries_meet_the_balls(data, kernel, unit, places):
    """Every entry is within its error of the ball that another program computed, and the error is a few units."""
    points = checker_points(data)
    homogeneity = 0 if unit else kernel.homogeneity
    entries = Entries(Kernel(kernel.family, kernel.L, kernel.delta, kernel.scale, homogeneity), places)
    with precision(1000):
        balls = ball_gram(data, kernel, unit=unit)
    for i in range(data.n):
        low, high = (end(balls[i, i]) * 2**places for end in (lower, upper))
        assert entries.diagonal(points[i]) <= high and low <= entries.diagonal(points[i]) + 1
        for j in range(i):
            value, error = entries.entry(points[i], points[j])
            low, high = (end(balls[i, j]) * 2**places for end in (lower, upper))
            assert value - error <= low and high <= value + error and error <= 4


def test_norms_and_scale_matter():
    """Leaving out |x||y|, the scale, or a layer gives another entry: the agreement above is not empty."""
    x, y = Point([3, 4], 0, 25), Point([1, 1], 3, 2)
    base = Kernel("ntk", 3, Fraction(1, 2), Fraction(1), 1)
    value, _ = Entries(base, 40).entry(x, y)
    for other in (base._replace(homogeneity=0), base._replace(scale=Fraction(1, 2)), base._replace(L=2),
                  base._replace(delta=Fraction(1, 3)), base._replace(family="sigma")):  # fmt: skip
        assert abs(Entries(other, 40).entry(x, y)[0] - value) > 2**20


def test_points_of_one_direction_are_exact():
    """Duplicates and positive multiples have the exact entry f(1) |x||y|; antipodes and others are not exact here."""
    kernel = Kernel("ntk", 3, Fraction(1, 2), Fraction(1, 7), 1)
    x, multiple, antipode = Point([3, 4], 0, 25), Point([6, 8], -1, 100), Point([-3, -4], 0, 25)
    assert exact_entry(kernel, x, multiple) == Fraction(75, 7) == exact_entry(kernel, x, x)
    assert exact_entry(kernel._replace(homogeneity=0), x, multiple) == Fraction(3, 7)
    assert exact_entry(kernel, x, antipode) is None and exact_entry(kernel, x, Point([4, 3], 0, 25)) is None


def test_points_must_be_those_of_the_digest():
    """The digest is the data set's own; other points, another order, a zero point and a bad exponent are refused."""
    data = dataset([[1.5, -0.25], [0.1, 3.0]])
    assert digest(data.points) == "sha256:" + data.digest
    assert [p.norm2 for p in checker_points(data)] == [37, sum(v * v for v in data.integer_rows[1])]
    claim = Claim(Kernel("ntk", 2, Fraction(1, 2), Fraction(1), 1), 2, 2, data.digest)
    rows = [" ".join(map(str, (_exponent(data, i), *data.integer_rows[i]))) for i in range(2)]
    for wrong in (rows[::-1], [rows[0], rows[0]], [rows[0], "0 0 0"], [rows[0], "1024 1 1"], [rows[0], "-1075 1 1"],
                  rows[:1], [rows[0], "0 1"], [rows[0], "0 1 1 1"]):  # fmt: skip
        with pytest.raises(InvalidError):
            read_points(iter(wrong), claim)
