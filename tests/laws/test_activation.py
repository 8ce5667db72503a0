"""Hermite data: closed forms against certified quadrature, and quadrature against mpmath."""

from dataclasses import replace

import mpmath as mp
import pytest

from ntksym.balls.arb import arb, certainly_equal_to_zero, certainly_positive, precision
from ntksym.errors import InputError
from ntksym.laws.activation import activation
from ntksym.laws.moments import jumps

NAMED = ("relu", "leaky", "gelu", "relu2", "erf")


@pytest.mark.parametrize("name", NAMED)
def test_closed_forms_agree_with_quadrature(name: str) -> None:
    """The two routes share no formula; their balls overlap at 70 bits."""
    sigma = activation(name)
    with precision(70):
        exact, found = sigma.hermite(), replace(sigma, closed=None).hermite()
        for a, b in zip(
            (exact.mean, exact.slope, exact.b_squared), (found.mean, found.slope, found.b_squared), strict=True
        ):
            assert a.overlaps(b)
            assert b.rad().overlaps(arb(0)) or float(b.rad()) < 1e-18


@pytest.mark.parametrize(
    ("text", "phi"),
    [
        ("tanh", lambda x: mp.sech(x) ** 2),
        ("x*sigmoid(x)", lambda x: mp.mpf(1) / (1 + mp.exp(-x)) + x * mp.exp(-x) / (1 + mp.exp(-x)) ** 2),
        ("exp(x/3)", lambda x: mp.exp(x / 3) / 3),
        ("sqrt(1+x^2)", lambda x: x / mp.sqrt(1 + x * x)),
    ],
)
def test_quadrature_contains_the_moments(text: str, phi) -> None:
    """E phi, E g phi and b^2 by mpmath lie in the balls, up to mpmath's own error."""
    with precision(60), mp.workdps(25):
        found = activation(text).hermite()
        cuts = [-14, -6, -2, 0, 2, 6, 14]
        mean, slope, square = (
            mp.quad(lambda x, j=j, k=k: phi(x) ** j * x**k * mp.npdf(x), cuts) for j, k in ((1, 0), (1, 1), (2, 0))
        )
        for ball, value in zip(
            (found.mean, found.slope, found.b_squared), (mean, slope, square - mean**2 - slope**2), strict=True
        ):
            assert abs(float(ball) - float(value)) < 1e-13


@pytest.mark.parametrize("text", ["tanh(x)", "sin(x)+x^3", "erf"])
def test_an_odd_activation_has_slope_exactly_zero(text: str) -> None:
    """Sigma odd, phi even: a = E g phi(g) = 0."""
    with precision(53):
        assert certainly_equal_to_zero(activation(text).hermite().slope)


def test_a_quadratic_activation_has_b_exactly_zero_and_a_cubic_has_not() -> None:
    """Phi affine: nothing beyond the Hermite degree 1."""
    with precision(53):
        assert certainly_equal_to_zero(activation("3*x^2/2 - x + 7").hermite().b_squared)
        assert not certainly_equal_to_zero(activation("x^3").hermite().b_squared)


@pytest.mark.parametrize(
    "text", ["exp(x^2)", "exp(x^2/4)", "1/x", "1/(x-1)", "log(x)", "sqrt(x)", "cosh(x^3)", "x", "5", "3*x+1", "foo"]
)
def test_an_activation_without_certified_moments_is_refused(text: str) -> None:
    """E phi^2 infinite, a pole, no bound, or a constant derivative: one line."""
    with pytest.raises(InputError), precision(60):
        activation(text).hermite()


def test_exp_x_squared_over_eight_has_moments() -> None:
    """E phi^2 is finite below the threshold x^2/4, and the tail bound knows it."""
    with precision(60):
        square = activation("exp(x^2/8)").hermite()
        # phi = x exp(x^2/8)/4: E phi^2 = 2^(3/2)/16, E g phi = (4/3)^(3/2)/4
        assert (square.b_squared + square.a_squared).overlaps(arb(8).sqrt() / 16)
        assert square.slope.overlaps(arb(64).sqrt() / arb(27).sqrt() / 4)


def test_jumps_are_seen_and_kinks_are_not_jumps() -> None:
    """The step jumps at 0; 2 relu(u) and |u - 1| u do not."""
    assert jumps(activation("relu").phi) == [0]
    assert not activation("relu(x)^2").jumps
    assert not activation("gelu").jumps
    assert activation("max(x, 2*x - 3)").jumps


def test_kinks_at_irrational_and_nested_places_are_cut() -> None:
    """abs(x^2 - 2): a = 2 (1 - 2 erf 1 + 4/(e sqrt pi)); abs(|x| - 1): a = 4 p(1) - 2 p(0), p the normal density."""
    with precision(120):
        density = 1 / (2 * arb.pi()).sqrt()
        expected = {
            "abs(x^2 - 2)": 2 * (1 - 2 * arb(1).erf() + 4 * arb(-1).exp() / arb.pi().sqrt()),
            "abs(abs(x) - 1)": 4 * density * (arb(-1) / 2).exp() - 2 * density,
        }
        for text, value in expected.items():
            found = activation(text).hermite().slope
            assert found.overlaps(value) and certainly_positive(arb((1, -90)) - abs(found - value))
    assert jumps(activation("relu(x^2 - 2)").phi) == pytest.approx([-(2**0.5), 2**0.5], rel=1e-15)
    assert jumps(activation("abs(x)*(x^2 - 2)").phi) == [0]
