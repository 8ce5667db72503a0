"""The probabilists' Hermite polynomials: the recurrence, the derivative, parity, values at 0.

He_n phi is a derivative, phi the standard normal density: integrals of He_n phi are values of Hermite polynomials.
"""

import mpmath as mp
from sympy import Derivative, Eq, Interval, Range, Symbol, diff, exp, factorial, oo

from ntksym.claims import Definition, Derivation, Differentiated, Identity, Induction
from ntksym.formulas.hermite import HermiteHe

n = Symbol("n", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
x = Symbol("x", real=True)

LINE = {x: Interval(-oo, oo)}
DEGREES = {n: Range(0, oo)}
EVERY_M = {m: Range(0, oo)}

gaussian = exp(-(x**2) / 2)


def _he(r, x):
    """He_r by its finite sum (DLMF 18.5.13)."""
    value = mp.mpf(0)
    for i in range(r // 2 + 1):
        factor = mp.mpf(-1) ** i * mp.factorial(r) / (mp.factorial(i) * mp.factorial(r - 2 * i) * 2**i)
        value += factor * x ** (r - 2 * i)
    return value


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
