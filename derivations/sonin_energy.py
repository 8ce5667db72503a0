"""Sonin's energy: sharp majorants of Gegenbauer polynomials, for every degree.

Definition.  F(u) = sin(u)^a C_n^a(cos u), q(u) = (n+a)^2 - a(a-1)/sin(u)^2 and E = q F^2 + F'^2.

F'' + q F = 0, so E' = q' F^2, which is >= 0 up to the equator if a >= 1: the energy there bounds q F^2 before it.
"""

import mpmath as mp
from gegenbauer_polynomials import first, gegenbauer_equation, order
from legendre_polynomials import _legendre, d, degree, degree_zero, t
from spherical_harmonics import a, m, n
from sympy import Eq, Ge, Interval, Le, Range, Rational, Symbol, cos, diff, factorial, gamma, oo, pi, sin, sqrt

from ntksym.claims import Combination, Derivation, Identity, Induction, Monotone, Positive
from ntksym.formulas.harmonics import GegenbauerC, LegendreP

HALF = Rational(1, 2)

u = Symbol("u", real=True)
s = Symbol("s", positive=True)  # the angle is u = pi s

ANY_DEGREE = {n: Range(0, oo)}
EVERY_M = {m: Range(0, oo)}
PARAMETER = {a: Interval.open(0, oo)}
AT_LEAST_ONE = {a: Interval(1, oo)}
DIMENSIONS = {d: Range(2, oo)}
ANGLES = {s: Interval.open(0, 1)}
NORTH = {s: Interval.Lopen(0, HALF)}

wave = sin(u) ** a * GegenbauerC(n, a, cos(u))
q = (n + a) ** 2 - a * (a - 1) / sin(u) ** 2
energy = q * wave**2 + diff(wave, u) ** 2
at_equator = energy.subs(u, pi / 2)


def there(expression):
    """The expression at the angle u = pi s."""
    return expression.subs(u, pi * s)


def _gegenbauer(n, a, t):
    """C_n^a by its finite sum (DLMF 18.5.10)."""
    terms = [
        (-1) ** i * mp.rf(a, n - i) / (mp.factorial(i) * mp.factorial(n - 2 * i)) * (2 * t) ** (n - 2 * i)
        for i in range(n // 2 + 1)
    ]
    return mp.fsum(terms)


def _wave(n, a):
    return lambda u: mp.sin(u) ** a * _gegenbauer(n, a, mp.cos(u))


def _energy(n, a, u):
    """E from its definition, the derivative by differences."""
    q = (n + a) ** 2 - a * (a - 1) / mp.sin(u) ** 2
    return q * _wave(n, a)(u) ** 2 + mp.diff(_wave(n, a), u) ** 2


equator = Derivation(
    "Gegenbauer and Legendre polynomials at 0",
    source="DLMF 18.6.1 (table)",
    intro="At t = 0 the recurrence joins only degrees of one parity.",
)

odd_at_zero = equator.claim(
    "gegenbauer_odd_at_zero",
    Eq(GegenbauerC(2 * m - 1, a, 0), 0, evaluate=False),
    {**EVERY_M, **PARAMETER},
    because="C_{-1} = 0, and (2m+1) C_{2m+1}(0) = -(2m+2a-1) C_{2m-1}(0)",
    proof=Induction(m, recurrence=[order(2 * m + 1, at=0)], base=first(at=0)),
)

even_at_zero = equator.claim(
    "gegenbauer_even_at_zero",
    Eq(GegenbauerC(2 * m, a, 0), (-1) ** m * gamma(m + a) / (gamma(a) * factorial(m)), evaluate=False),
    {**EVERY_M, **PARAMETER},
    because="(2m+2) C_{2m+2}(0) = -(2m+2a) C_{2m}(0)",
    proof=Induction(m, recurrence=[order(2 * m + 2, at=0)], base=first(at=0)),
    numeric=lambda m, a: _gegenbauer(2 * m, a, mp.mpf(0)),
)

legendre_at_zero = equator.claim(
    "legendre_even_at_zero",
    Eq(
        LegendreP(d, 2 * m, 0),
        (-1) ** m * gamma(m + HALF) * gamma((d - 1) / 2) / (sqrt(pi) * gamma(m + (d - 1) / 2)),
        evaluate=False,
    ),
    {**DIMENSIONS, **EVERY_M},
    because="(2m+d-1) P_{2m+2}(0) = -(2m+1) P_{2m}(0)",
    proof=Induction(m, recurrence=[degree(d, 2 * m + 2, 0)], base=[degree_zero.at({t: 0})]),
    numeric=lambda d, m: mp.cos(m * mp.pi) if d == 2 else _legendre(d, 2 * m, mp.mpf(0)),
)

# --- the energy ----------------------------------------------------------------------------------

sonin = Derivation(
    "Sonin's energy of a Gegenbauer polynomial",
    source="Szego 1975, section 7.31; Karhadkar et al. 2024 (arXiv 2405.14630), Lemma W (3.4) of the extended notes",
    intro="The angle is u = pi s; the equator is s = 1/2.",
)

here = cos(pi * s)
equation_here = gegenbauer_equation.at({t: here}, solve_for=GegenbauerC(n - 2, a + 2, here))

wave_equation = sonin.claim(
    "sonin_wave_equation",
    Eq(there(diff(wave, u, 2)), there(-q * wave), evaluate=False),
    {**ANY_DEGREE, **PARAMETER, **ANGLES},
    because="the factor sin^a removes the first derivative from Gegenbauer's equation",
    proof=Identity([equation_here]),
    numeric=lambda n, a, s: mp.diff(_wave(n, a), mp.pi * s, 2),
)

energy_derivative = sonin.claim(
    "sonin_energy_derivative",
    Eq(there(diff(energy, u)), there(diff(q, u) * wave**2), evaluate=False),
    {**ANY_DEGREE, **PARAMETER, **ANGLES},
    because="E' = q' F^2 + 2 F' (q F + F'')",
    proof=Identity([equation_here]),
    numeric=lambda n, a, s: mp.diff(lambda v: _energy(n, a, v), mp.pi * s),
)

stiffness_increases = sonin.claim(
    "sonin_stiffness_increases",
    Ge(there(diff(q, u)), 0, evaluate=False),
    {**AT_LEAST_ONE, **NORTH},
    because="q' = 2 a (a-1) cos/sin^3",
    proof=Positive(),
)

energy_increases = sonin.claim(
    "sonin_energy_below_equator",
    Le(there(energy), at_equator, evaluate=False),
    {**ANY_DEGREE, **AT_LEAST_ONE, **NORTH},
    because="equality at the equator, and E' = q' F^2 >= 0 before it",
    proof=Monotone(s, start=HALF, derivative=Positive([equation_here])),
)

energy_even = sonin.claim(
    "sonin_equator_energy_even",
    Eq(
        at_equator.subs(n, 2 * m),
        ((2 * m + a) ** 2 - a * (a - 1)) * (gamma(m + a) / (gamma(a) * factorial(m))) ** 2,
        evaluate=False,
    ),
    {**EVERY_M, **PARAMETER},
    because="F' vanishes at the equator",
    proof=Identity([even_at_zero, odd_at_zero.at({a: a + 1})]),
    numeric=lambda m, a: _energy(2 * m, a, mp.pi / 2),
)

energy_odd = sonin.claim(
    "sonin_equator_energy_odd",
    Eq(
        at_equator.subs(n, 2 * m + 1),
        (2 * gamma(m + 1 + a) / (gamma(a) * factorial(m))) ** 2,
        evaluate=False,
    ),
    {**EVERY_M, **PARAMETER},
    because="F vanishes at the equator, and F' = -2a C_{n-1}^{a+1}(0)",
    proof=Identity([even_at_zero.at({a: a + 1}), odd_at_zero.at({m: m + 1})]),
    numeric=lambda m, a: _energy(2 * m + 1, a, mp.pi / 2),
)

bound_even = sonin.claim(
    "gegenbauer_bound_even",
    Le(
        there((q * wave**2).subs(n, 2 * m)),
        ((2 * m + a) ** 2 - a * (a - 1)) * (gamma(m + a) / (gamma(a) * factorial(m))) ** 2,
        evaluate=False,
    ),
    {**EVERY_M, **AT_LEAST_ONE, **NORTH},
    because="q F^2 <= E <= E at the equator",
    proof=Combination(
        of=[(energy_increases.at({n: 2 * m}), 1)],
        using=[even_at_zero, odd_at_zero.at({a: a + 1})],
        squares=[(1, there(diff(wave, u).subs(n, 2 * m)))],
    ),
)

bound_odd = sonin.claim(
    "gegenbauer_bound_odd",
    Le(
        there((q * wave**2).subs(n, 2 * m + 1)),
        (2 * gamma(m + 1 + a) / (gamma(a) * factorial(m))) ** 2,
        evaluate=False,
    ),
    {**EVERY_M, **AT_LEAST_ONE, **NORTH},
    because="q F^2 <= E <= E at the equator",
    proof=Combination(
        of=[(energy_increases.at({n: 2 * m + 1}), 1)],
        using=[even_at_zero.at({a: a + 1}), odd_at_zero.at({m: m + 1})],
        squares=[(1, there(diff(wave, u).subs(n, 2 * m + 1)))],
    ),
)
