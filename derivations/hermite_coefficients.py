"""Hermite coefficients of the step, the ReLU and the leaky ReLU.

Definition.  He_n are the probabilists' Hermite polynomials, phi the standard normal density, and

    c_r(f) = E[f(g) He_r(g)]/sqrt(r!) = 1/sqrt(2 pi r!) * integral of f(x) He_r(x) exp(-x^2/2) over the line.

He_r phi is a derivative, so the integrals over (0, oo) are values of Hermite polynomials at 0.
"""

import mpmath as mp
from hermite_polynomials import (
    EVERY_M,
    _he,
    below_zero,
    degree_one,
    degree_zero,
    even_at_zero,
    gaussian,
    m,
    n,
    odd_at_zero,
    parity,
    recurrence,
    x,
)
from sympy import Eq, Integral, Interval, Range, Rational, Symbol, erf, factorial, oo, pi, sqrt

from ntksym.claims import Antiderivative, Derivation, Identity, UnderIntegral
from ntksym.formulas.hermite import HermiteHe, relu_even, step_odd

r = Symbol("r", integer=True, nonnegative=True)
slope = Symbol("slope", real=True)

HALF = Rational(1, 2)

half_line = (x, 0, oo)


def step_integral(r):
    """The integral of He_r exp(-x^2/2) over the positive half-line."""
    return Integral(HermiteHe(r, x) * gaussian, half_line)


def relu_integral(r):
    """The integral of x He_r exp(-x^2/2) over the positive half-line."""
    return Integral(x * HermiteHe(r, x) * gaussian, half_line)


def negative_integral(r):
    """The integral of x He_r exp(-x^2/2) over the negative half-line, with x turned into -x."""
    return Integral(-x * HermiteHe(r, -x) * gaussian, half_line)


PIECES = (0, 3, 8, 24)  # beyond 24 the weight is below 10^-125


def _expectation(f, r):
    """E[f(g) He_r(g)]/sqrt(r!), by quadrature on both half-lines."""
    right = mp.quad(lambda y: f(y) * _he(r, y) * mp.npdf(y), PIECES)
    left = mp.quad(lambda y: f(-y) * _he(r, -y) * mp.npdf(y), PIECES)
    return (right + left) / mp.sqrt(mp.factorial(r))


def _sharp(f, r):
    """The expectation to 100 digits, where it is to be told from 0."""
    with mp.workdps(100):
        return _expectation(f, r)


def _step(y):
    return mp.mpf(y > 0)


def _relu(y):
    return max(y, mp.mpf(0))


def _leaky(slope):
    return lambda y: y if y > 0 else slope * y


coefficients = Derivation(
    "Hermite coefficients of the step, the ReLU and the leaky ReLU",
    source="Daniely, Frostig, Singer 2016, section 4; Nguyen, Mondelli, Montufar 2021 (arXiv 2012.11654), Lemma D.3",
    intro="The integrals run over the half-line on which the function is not zero.",
)

step_all = coefficients.claim(
    "step_integral",
    Eq(step_integral(r), HermiteHe(r - 1, 0), evaluate=False),
    {r: Range(1, oo)},
    because="He_r phi = -(He_{r-1} phi)'",
    proof=Antiderivative(
        of=-HermiteHe(r - 1, x) * gaussian, using=[recurrence.at({n: r - 1})], ends=[recurrence.at({n: r, x: 0})]
    ),
    numeric=lambda r: mp.quad(lambda y: _he(r, y) * mp.exp(-(y**2) / 2), PIECES),
)

step_zero = coefficients.claim(
    "step_coefficient_zero",
    Eq(step_integral(0) / sqrt(2 * pi), HALF, evaluate=False),
    {},
    because="half of the mass of the normal distribution",
    proof=Antiderivative(of=sqrt(pi / 2) * erf(x / sqrt(2)), using=[degree_zero]),
    numeric=lambda: _expectation(_step, 0),
)

step_coefficient = coefficients.claim(
    "step_coefficient_odd",
    Eq(step_integral(2 * m + 1) / sqrt(2 * pi * factorial(2 * m + 1)), step_odd(m), evaluate=False),
    EVERY_M,
    because="the integral is He_{2m}(0)",
    proof=Identity([step_all.at({r: 2 * m + 1}), even_at_zero]),
    numeric=lambda m: _expectation(_step, 2 * m + 1),
)

step_even_zero = coefficients.claim(
    "step_coefficient_even",
    Eq(step_integral(2 * m + 2) / sqrt(2 * pi * factorial(2 * m + 2)), 0, evaluate=False),
    EVERY_M,
    because="the integral is He_{2m+1}(0)",
    proof=Identity([step_all.at({r: 2 * m + 2}), odd_at_zero]),
    numeric=lambda m: _sharp(_step, 2 * m + 2),
)

relu_all = coefficients.claim(
    "relu_integral",
    Eq(relu_integral(r), HermiteHe(r, 0) + r * HermiteHe(r - 2, 0), evaluate=False),
    {r: Range(2, oo)},
    because="x He_r = He_{r+1} + r He_{r-1}, and both are derivatives after multiplication by phi",
    proof=Antiderivative(
        of=-(HermiteHe(r, x) + r * HermiteHe(r - 2, x)) * gaussian,
        using=[recurrence.at({n: r - 2})],
        ends=[below_zero],
    ),
    numeric=lambda r: mp.quad(lambda y: y * _he(r, y) * mp.exp(-(y**2) / 2), PIECES),
)

relu_zero = coefficients.claim(
    "relu_coefficient_zero",
    Eq(relu_integral(0) / sqrt(2 * pi), 1 / sqrt(2 * pi), evaluate=False),
    {},
    because="x phi = -phi'",
    proof=Antiderivative(of=-gaussian, using=[degree_zero]),
    numeric=lambda: _expectation(_relu, 0),
)

relu_one = coefficients.claim(
    "relu_coefficient_one",
    Eq(relu_integral(1) / sqrt(2 * pi), HALF, evaluate=False),
    {},
    because="half of the variance of the normal distribution",
    proof=Antiderivative(of=sqrt(pi / 2) * erf(x / sqrt(2)) - x * gaussian, using=[degree_one]),
    numeric=lambda: _expectation(_relu, 1),
)

relu_coefficient = coefficients.claim(
    "relu_coefficient_even",
    Eq(relu_integral(2 * m + 2) / sqrt(2 * pi * factorial(2 * m + 2)), relu_even(m), evaluate=False),
    EVERY_M,
    because="He_{2m+2}(0) + (2m+2) He_{2m}(0) = He_{2m}(0)",
    proof=Identity([relu_all.at({r: 2 * m + 2}), even_at_zero, even_at_zero.at({m: m + 1})]),
    numeric=lambda m: _expectation(_relu, 2 * m + 2),
)

relu_odd_zero = coefficients.claim(
    "relu_coefficient_odd",
    Eq(relu_integral(2 * m + 3) / sqrt(2 * pi * factorial(2 * m + 3)), 0, evaluate=False),
    EVERY_M,
    because="both Hermite polynomials have odd degree",
    proof=Identity([relu_all.at({r: 2 * m + 3}), odd_at_zero, odd_at_zero.at({m: m + 1})]),
    numeric=lambda m: _sharp(_relu, 2 * m + 3),
)

negative_side = coefficients.claim(
    "negative_half_line_integral",
    Eq(negative_integral(r), -((-1) ** r) * relu_integral(r), evaluate=False),
    {r: Range(0, oo)},
    because="He_r has the parity of r",
    proof=UnderIntegral([parity.at({n: r})]),
    numeric=lambda r: mp.quad(lambda y: -y * _he(r, -y) * mp.exp(-(y**2) / 2), PIECES),
)

leaky_coefficient = coefficients.claim(
    "leaky_coefficient_even",
    Eq(
        (relu_integral(2 * m + 2) + slope * negative_integral(2 * m + 2)) / sqrt(2 * pi * factorial(2 * m + 2)),
        (1 - slope) * relu_even(m),
        evaluate=False,
    ),
    {**EVERY_M, slope: Interval(-oo, oo)},
    because="(1 - slope) times the ReLU's coefficient; slope x has none of degree 2 or more",
    proof=Identity(
        [
            relu_coefficient.at(solve_for=relu_integral(2 * m + 2)),
            negative_side.at({r: 2 * m + 2}),
        ]
    ),
    numeric=lambda m, slope: _expectation(_leaky(slope), 2 * m + 2),
)

leaky_one = coefficients.claim(
    "leaky_coefficient_one",
    Eq((relu_integral(1) + slope * negative_integral(1)) / sqrt(2 * pi), (1 + slope) / 2, evaluate=False),
    {slope: Interval(-oo, oo)},
    because="(1 - slope)/2 from the ReLU and slope from the identity",
    proof=Identity([relu_one.at(solve_for=relu_integral(1)), negative_side.at({r: 1})]),
    numeric=lambda slope: _expectation(_leaky(slope), 1),
)

leaky_zero = coefficients.claim(
    "leaky_coefficient_zero",
    Eq((relu_integral(0) + slope * negative_integral(0)) / sqrt(2 * pi), (1 - slope) / sqrt(2 * pi), evaluate=False),
    {slope: Interval(-oo, oo)},
    because="(1 - slope) times the ReLU's coefficient",
    proof=Identity([relu_zero.at(solve_for=relu_integral(0)), negative_side.at({r: 0})]),
    numeric=lambda slope: _expectation(_leaky(slope), 0),
)

leaky_odd_zero = coefficients.claim(
    "leaky_coefficient_odd",
    Eq(
        (relu_integral(2 * m + 3) + slope * negative_integral(2 * m + 3)) / sqrt(2 * pi * factorial(2 * m + 3)),
        0,
        evaluate=False,
    ),
    {**EVERY_M, slope: Interval(-oo, oo)},
    because="a multiple of the ReLU's coefficient",
    proof=Identity(
        [
            relu_odd_zero.at(solve_for=relu_integral(2 * m + 3)),
            negative_side.at({r: 2 * m + 3}),
        ]
    ),
    numeric=lambda m, slope: _sharp(_leaky(slope), 2 * m + 3),
)
