from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from ntksym.balls.arb import arb, ball, contains_zero, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.constants import parameters
from ntksym.errors import InputError
from ntksym.spectra.cap import cone_transforms, hemisphere, legendre, measure, transform, transforms


@pytest.mark.parametrize(("d", "angle"), [(2, "0.7"), (3, "0.1"), (4, "1.5"), (7, "1.3"), (5, "2"), (12, "3")])
def test_measure_is_the_integral(definition, d, angle):
    """A(b) is the density of the first coordinate integrated over the cap."""
    b = mpf(Fraction(angle).numerator) / Fraction(angle).denominator
    assert definition.near(measure(d, angle, 33), definition.integral(lambda t: mpf(1), d, 0, b), 31)


@pytest.mark.parametrize(
    ("d", "k", "angle"), [(2, 5, "0.3"), (3, 4, "0.3"), (5, 3, "1.2"), (8, 10, "0.5"), (4, 2, "2.5")]
)
def test_transform_is_the_integral(definition, d, k, angle):
    """chi_{b,k} is the Funk-Hecke integral of the indicator."""
    b = mpf(Fraction(angle).numerator) / Fraction(angle).denominator
    assert definition.near(transform(d, k, angle, 33), definition.integral(lambda t: mpf(1), d, k, b), 31)


@pytest.mark.parametrize(("d", "k"), [(2, 2), (3, 0), (3, 4), (6, 6)])
def test_cone_transform_is_the_integral(definition, d, k):
    """g_k and the square norm of (t - cos b)_+ are their integrals, b = 1/2."""
    with precision(300):
        values, norm = cone_transforms(d, ExactReal.parse("1/2"), 8)
        b = mpf(1) / 2
        edge = mp.cos(b)
        reference = definition.integral(lambda t: t - edge, d, k, b)
        assert definition.near(Enclosure.of_ball(values[k]), reference, 30)
        square = definition.integral(lambda t: (t - edge) ** 2, d, 0, b)
        assert definition.near(Enclosure.of_ball(norm), square, 30)


def test_hemisphere_is_the_cap_of_a_right_angle():
    """h_k = chi_{pi/2,k}, with its sign, and exact zeros at even degrees."""
    for d in (2, 3, 10):
        for k in (0, 1, 3, 9):
            assert hemisphere(d, k, 20).overlaps(transform(d, k, "pi/2", 20))
        assert hemisphere(d, 6).hi == 0 == transform(d, 6, "pi/2").lo
    assert measure(9, "pi/2").exact and measure(9, "pi").lo == 1 and transform(3, 2, "pi").hi == 0
    assert transform(2, 8, "pi/4").exact


def test_complementary_caps():
    """chi_{pi-b,k} = -(-1)^k chi_{b,k} for k >= 1: the complement of a cap is the opposite cap."""
    with precision(300):
        left = transforms(5, ExactReal.parse("pi/5"), 12)
        right = transforms(5, ExactReal.parse("4*pi/5"), 12)
        assert (left[0] + right[0]).overlaps(1 + 0 * left[0])
        assert all(right[k].overlaps(-((-1) ** k) * left[k]) for k in range(1, 12))


def test_large_degree_keeps_its_digits():
    """At k = 2000 the precision is chosen so that 30 digits remain."""
    x = transform(5, 2000, "1/10", 30)
    assert x.relative_width() * 10**30 <= 1


def test_refusals():
    """Angles outside (0, pi], d = 1 and negative degrees."""
    for bad in ((3, 0, "0"), (3, 0, "4"), (3, 0, "1.1*pi"), (1, 0, "1"), (3, -1, "1")):
        with pytest.raises(InputError):
            transform(*bad)


def _exact(dimension, t, count):
    values = [Fraction(1), t]
    for k in range(1, count - 1):
        values.append(((2 * k + dimension - 2) * t * values[k] - k * values[k - 1]) / (k + dimension - 2))
    return values


@given(st.integers(2, 12), st.integers(-999, 999), st.integers(10, 60), st.sampled_from([20, 53, 150]))
def test_legendre_contains_the_exact_values(dimension, number, width, bits):
    """P_k(t) lies in the k-th ball for the ends and the middle of the ball t, whatever the precision."""
    t, change = Fraction(number, 1000), Fraction(1, 2**width) / 2048
    with precision(bits):
        found = legendre(dimension, ball(t) + arb(0, ball(change)), 40)
        for at in (t - change, t, t + change):
            assert all(contains_zero(x - ball(v)) for x, v in zip(found, _exact(dimension, at, 40), strict=True))


def test_legendre_loses_no_bits_by_degree():
    """At degree 20,000 and 200 bits the radius is below 2^-170; the value agrees with that at 600 bits."""
    with precision(200):
        rough = legendre(7, ball(Fraction(99, 100)), 20_001)[-1]
        assert rough.rad() < ball(Fraction(1, 2**170))
    with precision(600):
        assert rough.contains(legendre(7, ball(Fraction(99, 100)), 20_001)[-1])


def test_legendre_near_one_says_only_what_it_knows():
    """If the ball of t reaches 1, the balls are [-1, 1]."""
    with precision(53):
        assert all(x.contains(0) and x.contains(1) for x in legendre(3, 1 - arb(0, ball(Fraction(1, 8))), 5)[2:])


def test_parameters_around_pi_are_decided_to_twenty_digits():
    """Angles just below pi/2 and multiples of pi just below 1 are accepted, those just above are not."""
    angle, cosine = parameters.angle(Fraction(1, 2), "it").read, parameters.cosine("t").read
    for read, label, good, wrong in (
        (angle, "angle", "1.5707963267948966", "1.5707963267948967"),
        (cosine, "t", "0.31830988618379*pi", "0.31830988618380*pi"),
    ):
        assert read(label, good).coefficient > 0
        with pytest.raises(InputError):
            read(label, wrong)
