"""Hermite coefficients of the step, the ReLU and the leaky ReLU, and the kernels they generate.

Definition.  He_n are the probabilists' Hermite polynomials, phi the standard normal density, and

    c_r(f) = E[f(g) He_r(g)]/sqrt(r!) = 1/sqrt(2 pi r!) * integral of f(x) He_r(x) exp(-x^2/2) over the line.

The chain: He_r phi is a derivative, so the integrals over (0, oo) are values of Hermite polynomials at 0;
the squares of the coefficients then solve the recurrences of the power series of kappa_0 and kappa_1.
"""

import mpmath as mp
from sympy import (
    Derivative,
    Eq,
    Integral,
    Interval,
    Range,
    Rational,
    Sum,
    Symbol,
    diff,
    erf,
    exp,
    factorial,
    oo,
    pi,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    Definition,
    Derivation,
    Differentiated,
    Identity,
    Induction,
    PowerSeries,
    UnderIntegral,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero, rho_delta
from ntksym.formulas.hermite import HermiteHe, relu_even, step_odd

n = Symbol("n", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
r = Symbol("r", integer=True, nonnegative=True)
p = Symbol("p", integer=True, nonnegative=True)
x = Symbol("x", real=True)
t = Symbol("t", real=True)
slope = Symbol("slope", real=True)
delta = Symbol("Delta", real=True)

HALF = Rational(1, 2)
LINE = {x: Interval(-oo, oo)}
DEGREES = {n: Range(0, oo)}
EVERY_M = {m: Range(0, oo)}
COSINES = {t: Interval(-1, 1)}

gaussian = exp(-(x**2) / 2)
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


def _he(r, x):
    """He_r by its finite sum (DLMF 18.5.13)."""
    value = mp.mpf(0)
    for i in range(r // 2 + 1):
        factor = mp.mpf(-1) ** i * mp.factorial(r) / (mp.factorial(i) * mp.factorial(r - 2 * i) * 2**i)
        value += factor * x ** (r - 2 * i)
    return value


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


# --- the polynomials -----------------------------------------------------------------------------

polynomials = Derivation(
    "Hermite polynomials",
    source="DLMF 18.9.1, 18.9.27, 18.6.1",
    intro="He_0 = 1, He_{-1} = 0, and each follows from the two before it.",
)

below_zero = polynomials.claim(
    "hermite_below_zero",
    Eq(HermiteHe(-1, x), 0, evaluate=False),
    LINE,
    because="the convention that lets the recurrence start at 0",
    proof=Definition(),
)

degree_zero = polynomials.claim(
    "hermite_degree_zero",
    Eq(HermiteHe(0, x), 1, evaluate=False),
    LINE,
    because="the first polynomial is constant",
    proof=Definition(),
)

recurrence = polynomials.claim(
    "hermite_recurrence",
    Eq(HermiteHe(n + 1, x), x * HermiteHe(n, x) - n * HermiteHe(n - 1, x), evaluate=False),
    {**DEGREES, **LINE},
    because="the three-term recurrence defines the polynomials of higher degree",
    proof=Definition(),
    source="DLMF 18.9.1",
)

degree_one = polynomials.claim(
    "hermite_degree_one",
    Eq(HermiteHe(1, x), x, evaluate=False),
    LINE,
    because="the recurrence at n = 0",
    proof=Identity([recurrence.at({n: 0}), degree_zero]),
)

recurrence_slope = polynomials.claim(
    "hermite_recurrence_differentiated",
    Eq(
        Derivative(HermiteHe(n + 1, x), x),
        HermiteHe(n, x) + x * Derivative(HermiteHe(n, x), x) - n * Derivative(HermiteHe(n - 1, x), x),
        evaluate=False,
    ),
    {**DEGREES, **LINE},
    because="both sides of the recurrence are polynomials in x",
    proof=Differentiated(recurrence, by=x),
)

constant_slope = polynomials.claim(
    "hermite_degree_zero_differentiated",
    Eq(Derivative(HermiteHe(0, x), x), 0, evaluate=False),
    LINE,
    because="He_0 is constant",
    proof=Differentiated(degree_zero, by=x),
)

derivative = polynomials.claim(
    "hermite_derivative",
    Eq(Derivative(HermiteHe(n, x), x), n * HermiteHe(n - 1, x), evaluate=False),
    {**DEGREES, **LINE},
    because="differentiate the recurrence; both sides obey the same one",
    proof=Induction(
        n,
        recurrence=[recurrence_slope.at({n: n + 1}), recurrence],
        order=2,
        base=[constant_slope, recurrence_slope.at({n: 0}), degree_zero],
    ),
    source="DLMF 18.9.27",
    numeric=lambda n, x: mp.diff(lambda y: _he(n, y), x),
)

weight_derivative = polynomials.claim(
    "hermite_times_density_is_a_derivative",
    Eq(diff(HermiteHe(n, x) * gaussian, x), -HermiteHe(n + 1, x) * gaussian, evaluate=False),
    {**DEGREES, **LINE},
    because="(He_n phi)' = (He_n' - x He_n) phi = -(x He_n - n He_{n-1}) phi",
    proof=Identity([recurrence, derivative]),
    source="DLMF 18.5.5 (Rodrigues)",
    numeric=lambda n, x: mp.diff(lambda y: _he(n, y) * mp.exp(-(y**2) / 2), x),
)

parity = polynomials.claim(
    "hermite_parity",
    Eq(HermiteHe(n, -x), (-1) ** n * HermiteHe(n, x), evaluate=False),
    {**DEGREES, **LINE},
    because="the recurrence at -x is the recurrence of (-1)^n He_n(x)",
    proof=Induction(
        n,
        recurrence=[recurrence.at({n: n + 1, x: -x}), recurrence.at({n: n + 1})],
        order=2,
        base=[degree_zero, degree_zero.at({x: -x}), degree_one, degree_one.at({x: -x})],
    ),
    source="DLMF 18.6.1 (table)",
)

odd_at_zero = polynomials.claim(
    "hermite_odd_at_zero",
    Eq(HermiteHe(2 * m + 1, 0), 0, evaluate=False),
    EVERY_M,
    because="at x = 0 the recurrence joins only degrees of one parity",
    proof=Induction(m, recurrence=[recurrence.at({n: 2 * m + 2, x: 0})], base=[degree_one.at({x: 0})]),
)

even_at_zero = polynomials.claim(
    "hermite_even_at_zero",
    Eq(HermiteHe(2 * m, 0), (-1) ** m * factorial(2 * m) / (2**m * factorial(m)), evaluate=False),
    EVERY_M,
    because="He_{2m+2}(0) = -(2m+1) He_{2m}(0)",
    proof=Induction(m, recurrence=[recurrence.at({n: 2 * m + 1, x: 0})], base=[degree_zero.at({x: 0})]),
    source="DLMF 18.6.1 (table)",
    numeric=lambda m: _he(2 * m, mp.mpf(0)),
)

# --- the coefficients ----------------------------------------------------------------------------

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

# --- the kernels they generate -------------------------------------------------------------------

generating = Derivation(
    "Squared Hermite coefficients are the power series of the kernels",
    source="Daniely, Frostig, Singer 2016, Lemma 11; Cho and Saul 2009, eqs (5)-(6)",
    intro="E[f(g) f(g')] = sum_r c_r(f)^2 t^r for standard normal g, g' with correlation t (Mehler, DLMF 18.18.28).",
)


def _squares(f, first, jump):
    """Sum of c_r(f)^2 t^r over r = first, first + jump, ... by the closed integrals at 0 of He_{r-1}, in mpmath."""

    def value(t):
        if abs(t) > mp.mpf(3) / 4:
            raise ValueError("the series is summed for |t| <= 3/4 only")
        return mp.nsum(lambda q: f(first + jump * int(q)) * t ** (first + jump * int(q)), [0, mp.inf], method="d")

    return value


def _step_square(r):
    return _he(r - 1, mp.mpf(0)) ** 2 / (2 * mp.pi * mp.factorial(r))


def _relu_square(r):
    return (_he(r, mp.mpf(0)) + r * _he(r - 2, mp.mpf(0))) ** 2 / (2 * mp.pi * mp.factorial(r))


step_series = generating.claim(
    "step_squares_are_kappa_zero",
    Eq(
        Rational(1, 4) + Sum(step_odd(p) ** 2 * t ** (2 * p + 1), (p, 0, oo)),
        kappa_zero(t) / 2,
        evaluate=False,
    ),
    COSINES,
    because="(1-t^2) f'' = t f', so (m+2)(m+1) a_{m+2} = m^2 a_m, and the squares obey it",
    proof=PowerSeries(t, [0, -t, 1 - t**2]),
    numeric=lambda t: mp.mpf(1) / 4 + _squares(_step_square, 1, 2)(t),
)

relu_series = generating.claim(
    "relu_squares_are_kappa_one",
    Eq(
        1 / (2 * pi) + t / 4 + Sum(relu_even(p) ** 2 * t ** (2 * p + 2), (p, 0, oo)),
        kappa_one(t) / 2,
        evaluate=False,
    ),
    COSINES,
    because="(1-t^2) f''' = t f'', so (m+3)(m+2) a_{m+3} = (m+1)^2 a_{m+1}, and the squares obey it",
    proof=PowerSeries(t, [0, 0, -t, 1 - t**2]),
    numeric=lambda t: 1 / (2 * mp.pi) + t / 4 + _squares(_relu_square, 2, 2)(t),
)

even_series = Sum(relu_even(p) ** 2 * t ** (2 * p + 2), (p, 0, oo))

family_series = generating.claim(
    "family_squares_are_rho_delta",
    Eq((1 - delta) * t + 4 * delta * (1 / (2 * pi) + even_series), rho_delta(delta, t), evaluate=False),
    {delta: Interval(0, 1), **COSINES},
    because="a s + b |s| has a^2 = 1 - Delta at degree 1 and 2 b times the ReLU's coefficient at even degrees",
    proof=Identity([relu_series.at(solve_for=even_series)]),
    source="Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225)",
    numeric=lambda Delta, t: (1 - Delta) * t + 4 * Delta * (1 / (2 * mp.pi) + _squares(_relu_square, 2, 2)(t)),
)
