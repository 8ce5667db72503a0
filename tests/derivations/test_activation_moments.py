"""Hermite data of erf and the GELU: every claim is certified, no slip in it is."""

import pytest
import sympy as sp
from books import opened, stands, still_proved
from sympy import Eq, Rational, pi, sqrt

from ntksym.claims.proofs.gaussian import GaussianAntiderivative

book, CLAIMS = opened("activation_moments")
E, x = book.expectation, book.x


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug])


SLIPS = {
    "erf, mean of exp(-x^2)": ("erf_derivative_mean", Eq(E(book.erf_slope), 2 / sqrt(2 * pi), evaluate=False)),
    "erf, square of the mean": ("erf_derivative_square", Eq(E(book.erf_slope**2), 4 / (3 * pi), evaluate=False)),
    "gelu, P alone": ("gelu_derivative_slope", Eq(E(x * (1 + book.odd) / 2), 3 / (4 * sqrt(pi)), evaluate=False)),
    "gelu, lost by parts": ("gelu_derivative_slope", Eq(E(x * book.gelu_slope), 1 / (2 * sqrt(pi)), evaluate=False)),
    "gelu, sqrt 3 for 3 sqrt 3": (
        "gelu_derivative_square",
        Eq(E(book.gelu_slope**2), Rational(1, 3) + 2 / (pi * sqrt(3)), evaluate=False),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_proved(name):
    slug, statement = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement)


@pytest.mark.parametrize(
    "wrong",
    [
        sp.erf(x) * x,  # no limit
        sp.exp(x**2 / 2),
        sqrt(pi / 2) * sp.erf(x / sqrt(2)) + 1 / x,  # not continuous at 0
        -sqrt(pi / 2) * sp.erf(x / sqrt(2)),  # the derivative has the other sign
    ],
)
def test_a_wrong_antiderivative_proves_nothing(wrong):
    """No limit at infinity, a pole at 0, another derivative."""
    claim = CLAIMS["gelu_derivative_mean"]
    assert not GaussianAntiderivative(of=wrong).prove(claim).proved
