"""The kernels that Hermite coefficients generate: their squares are the power series of kappa_0, kappa_1, rho_Delta.

E[f(g) f(g')] = sum_r c_r(f)^2 t^r for standard normal g, g' with correlation t.  The squares solve the recurrences of
the power series.
"""

import mpmath as mp
from hermite_polynomials import _he
from sympy import Eq, Interval, Rational, Sum, Symbol, oo, pi

from ntksym.claims import Derivation, Identity, PowerSeries
from ntksym.formulas.arccos import kappa_one, kappa_zero, rho_delta
from ntksym.formulas.hermite import relu_even, step_odd

p = Symbol("p", integer=True, nonnegative=True)
t = Symbol("t", real=True)
delta = Symbol("Delta", real=True)

COSINES = {t: Interval(-1, 1)}

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
