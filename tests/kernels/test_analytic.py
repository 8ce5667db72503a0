import cmath
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls.arb import arb, ball, certainly_less_equal, power, precision
from ntksym.errors import UndecidedError
from ntksym.kernels import analytic
from ntksym.kernels.analytic import Ellipse, ellipse, ellipse_inside, half_range
from ntksym.kernels.dot_product import DotKernel, Pair
from ntksym.kernels.surrogate import _interpolant

KERNELS = [
    *(DotKernel("ntk", L) for L in (2, 3, 5, 8, 20)),
    *(DotKernel("sigma", L) for L in (1, 2, 4)),
    *(DotKernel("slope", L) for L in (1, 2, 5)),
    DotKernel("tkappa0", 1),
    *(DotKernel("ntk", 3, Fraction(k, 10), Fraction(2, 3)) for k in (1, 4, 7, 9, 10)),
    *(DotKernel("sigma", 4, Fraction(k, 100)) for k in (25, 96, 100)),
]


def complex_profile(kernel, y):
    """F by its definition, with principal roots of the gap: the continuation while 1 - Sigma_l is off the cut."""
    delta = float(kernel.delta)
    theta = math.pi / 2 + 4 * cmath.atan(y)
    gap, cosine = 2 * cmath.sin(theta / 2) ** 2, cmath.cos(theta)
    sigma, ntk, slope, angle = cosine, cosine, None, theta
    for _ in range({"ntk": kernel.L - 1, "tkappa0": 1}.get(kernel.family, kernel.L)):
        slope = 1 - 2 * delta / math.pi * angle
        gap = gap - 2 * delta / math.pi * (cmath.sin(angle) - angle * cmath.cos(angle))
        sigma = 1 - gap
        ntk = sigma + ntk * slope
        angle = 2 * cmath.asin(cmath.sqrt(gap / 2))
    value = {"ntk": ntk, "sigma": sigma, "slope": slope, "tkappa0": cosine * (slope or 0)}[kernel.family]
    return float(kernel.scale) * value


def on_ellipse(rho, angle):
    z = float(rho) * cmath.exp(1j * angle)
    return (math.sqrt(2) - 1) * (z + 1 / z) / 2


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_the_profile_stays_below_the_bound_on_the_right_half_of_the_ellipse(kernel):
    """Re y > 0: there the principal branch is the continuation (theta is away from 0)."""
    found = ellipse(kernel)
    for k in range(-30, 31):
        assert abs(complex_profile(kernel, on_ellipse(found.rho, k * math.pi / 61))) <= found.bound


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_chebyshev_coefficients_decay_as_the_ellipse_says(kernel):
    """|a_j| <= 2 M rho^-j for 60 coefficients in balls: it fails where F is not analytic in the ellipse."""
    found, nodes = ellipse(kernel), 260
    with precision(256):
        coefficients = _interpolant(lambda y: at(kernel, y), half_range(), nodes)

        def holds(rho):
            return all(
                certainly_less_equal(abs(a), 2 * ball(found.bound) / power(ball(rho), j))
                for j, a in enumerate(coefficients[:60])
            )

        assert holds(found.rho)
        assert not holds(found.rho * 3)


def at(kernel, y):
    sine, cosine = (arb.pi() / 4 + 2 * y.atan()).sin_cos()
    return kernel.ball_at(Pair(cosine * cosine - sine * sine, 2 * sine * sine, 2 * cosine * cosine))


def test_an_ellipse_that_leaves_the_domain_is_not_proved():
    discs = ball(Fraction(143, 100)), ball(Fraction(199, 100))  # of Theta_3
    assert ellipse_inside(Fraction(18, 10), discs)
    for rho in (Fraction(2), Fraction(3), Fraction(5)):
        assert not ellipse_inside(rho, discs)


def test_without_the_discs_the_unit_disc_alone_proves_nothing():
    for discs in ((arb(0), ball(Fraction(199, 100))), (ball(Fraction(143, 100)), arb(0))):
        assert not ellipse_inside(Fraction(1001, 1000), discs)


def test_the_chain_refuses_a_radius_too_large_and_counts_the_layers():
    theta_3 = DotKernel("ntk", 3)
    assert analytic._right(theta_3, Fraction(143, 100)) is not None
    assert analytic._right(theta_3, Fraction(146, 100)) is None
    assert analytic._right(DotKernel("ntk", 4), Fraction(143, 100)) is None
    assert analytic._left(DotKernel("ntk", 3, Fraction(3, 4)), Fraction(1)) is None
    assert analytic._left(DotKernel("ntk", 2, Fraction(3, 4)), Fraction(1)) is not None


@given(st.floats(0.01, 1.35), st.floats(-3.14, 3.14), st.fractions(0, 1, max_denominator=20))
def test_one_layer_maps_the_right_disc_as_the_chain_says(radius, angle, delta):
    """|v'|^2 <= |v|^2 + (2 Delta/pi) D(|v|) at complex points."""
    v = radius * cmath.exp(1j * angle)
    h = 2 * float(delta) / math.pi

    def excess(z):
        u = 2 * cmath.asin(z / math.sqrt(2))
        return cmath.sin(u) - u * cmath.cos(u)

    assert abs(v * v - h * excess(v)) <= radius**2 + h * excess(radius).real + 1e-12


@settings(max_examples=15)
@given(st.integers(2, 40), st.fractions(0, 1, max_denominator=50))
def test_every_depth_and_delta_has_an_ellipse_or_is_undecided(L, delta):
    try:
        found = ellipse(DotKernel("ntk", L, delta))
    except UndecidedError:
        assert delta > Fraction(9, 10) or delta < Fraction(1, 10)
    else:
        assert isinstance(found, Ellipse) and found.rho > 1 and found.bound >= L
