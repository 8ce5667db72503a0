"""Hermite data of the derivatives of erf and of the GELU: closed forms.

Definition.  phi = sigma', g standard normal, a_0 = E phi(g), a = E g phi(g); the law needs E phi(g)^2 as well.  An
expectation over the line is one over the half-line of the sum at x and -x.  Those of the ReLU, the leaky ReLU and the
squared ReLU are in limiting_law.py; tanh has no closed form: its data are enclosed by certified quadrature, and a = 0
because phi is even.
"""

import mpmath as mp
from sympy import Eq, Integral, Rational, Symbol, erf, exp, oo, pi, sqrt

from ntksym.claims import Derivation
from ntksym.claims.proofs.gaussian import GaussianAntiderivative
from ntksym.formulas import activations

x = Symbol("x", real=True)
density = exp(-(x**2) / 2) / sqrt(2 * pi)
PIECES = (-24, -8, -3, 0, 3, 8, 24)  # beyond 24 the weight is below 10^-125


def expectation(f):
    """E f(g): the integral over the half-line of f(x) + f(-x) times the normal density."""
    return Integral((f + f.subs(x, -x)).expand() * exp(-(x**2) / 2), (x, 0, oo)) / sqrt(2 * pi)


def measured(f):
    """E f(g) by mpmath."""
    return lambda: mp.quad(lambda u: f(u) * mp.npdf(u), PIECES)


def bell(c):
    """An antiderivative of exp(-c x^2)."""
    return sqrt(pi / c) * erf(sqrt(c) * x) / 2


error = Derivation(
    "Hermite data of the derivative of erf",
    source="Gaussian integrals: DLMF 7.2.1",
    intro="phi(u) = 2 exp(-u^2)/sqrt(pi).",
)
erf_slope = 2 * exp(-(x**2)) / sqrt(pi)
erf_data = activations.error_function()


def _erf_slope(u):
    return 2 * mp.exp(-u * u) / mp.sqrt(mp.pi)


error.claim(
    "erf_derivative_mean",
    Eq(expectation(erf_slope), erf_data.mean, evaluate=False),
    {},
    because="exp(-x^2) exp(-x^2/2) = exp(-3 x^2/2)",
    proof=GaussianAntiderivative(of=4 / sqrt(pi) * bell(Rational(3, 2))),
    numeric=measured(_erf_slope),
)

error.claim(
    "erf_derivative_square",
    Eq(expectation(erf_slope**2), erf_data.square, evaluate=False),
    {},
    because="exp(-2 x^2) exp(-x^2/2) = exp(-5 x^2/2)",
    proof=GaussianAntiderivative(of=8 / pi * bell(Rational(5, 2))),
    numeric=measured(lambda u: _erf_slope(u) ** 2),
)

gelu = Derivation(
    "Hermite data of the derivative of the GELU",
    source="Hendrycks and Gimpel 2016 for the GELU; the integrals are ours",
    intro="sigma(u) = u P(u), phi(u) = P(u) + u p(u), P the normal distribution function and p its density.",
)
odd = erf(x / sqrt(2))  # 2 P - 1
gelu_slope = (1 + odd) / 2 + x * density
gelu_data = activations.gelu()


def _gelu_slope(u):
    return mp.ncdf(u) + u * mp.npdf(u)


gelu.claim(
    "gelu_derivative_mean",
    Eq(expectation(gelu_slope), gelu_data.mean, evaluate=False),
    {},
    because="phi(u) + phi(-u) = 1",
    proof=GaussianAntiderivative(of=sqrt(pi / 2) * odd),
    numeric=measured(_gelu_slope),
)

gelu.claim(
    "gelu_derivative_slope",
    Eq(expectation(x * gelu_slope), gelu_data.slope, evaluate=False),
    {},
    because="E g P(g) = E p(g) = 1/(2 sqrt(pi)) by parts, and E g^2 p(g) = 1/(4 sqrt(pi))",
    proof=GaussianAntiderivative(
        of=-odd * exp(-(x**2) / 2) - x * exp(-(x**2)) / sqrt(2 * pi) + 3 / sqrt(2 * pi) * bell(1)
    ),
    numeric=measured(lambda u: u * _gelu_slope(u)),
)

gelu.claim(
    "gelu_derivative_square",
    Eq(expectation(gelu_slope**2), gelu_data.square, evaluate=False),
    {},
    because="E P^2 = 1/3; 2 E g P p = 1/(2 pi sqrt 3) by parts; E g^2 p^2 = 1/(6 pi sqrt 3)",
    proof=GaussianAntiderivative(
        of=sqrt(pi / 2) * (odd / 2 + odd**3 / 6)
        - odd * exp(-(x**2)) / sqrt(2 * pi)
        + bell(Rational(3, 2)) / pi
        - x * exp(-3 * x**2 / 2) / (3 * pi)
        + bell(Rational(3, 2)) / (3 * pi)
    ),
    numeric=measured(lambda u: _gelu_slope(u) ** 2),
)
