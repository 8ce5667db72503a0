"""Majorants of the cap transform by Sonin's energy, and the tails that they leave, for every degree.

With a = d/2 and n = k - 1 the energy bounds the eigenvalues of every cap by those of the hemisphere.
"""

import mpmath as mp
from gegenbauer_polynomials import link
from legendre_polynomials import _legendre, d, k, t
from sonin_energy import (
    DIMENSIONS,
    EVERY_M,
    HALF,
    NORTH,
    energy_increases,
    here,
    legendre_at_zero,
    odd_at_zero,
    s,
    there,
    u,
    wave,
)
from spherical_harmonics import a, m, n
from sympy import Eq, Ge, Interval, Le, Lt, Range, Symbol, diff, gamma, oo, pi, sin

from ntksym.claims import Combination, Derivation, Identity, Positive
from ntksym.formulas.harmonics import LegendreP, density_constant
from ntksym.formulas.transforms import hemisphere_odd, t_kappa_zero_even

p = Symbol("p", integer=True, positive=True)
A = Symbol("A", nonnegative=True)
S = Symbol("S", positive=True)  # the sine of the cap's angle
x = Symbol("x", positive=True)
h = Symbol("h", nonnegative=True)
c = Symbol("c", positive=True)
z = Symbol("z", positive=True)
alpha = Symbol("alpha", nonnegative=True)
beta = Symbol("beta", nonnegative=True)
theta = Symbol("theta", positive=True)


def _cap(d, k, b):
    """The eigenvalue of the cap of angle b at degree k >= 1: w_0 times the integral of P_k sin^(d-2) over (0, b)."""
    ends = mp.linspace(0, b, 3 + k // 4)
    inside = mp.quad(lambda v: (mp.cos(k * v) if d == 2 else _legendre(d, k, mp.cos(v))) * mp.sin(v) ** (d - 2), ends)
    return inside * mp.gamma(mp.mpf(d) / 2) / (mp.sqrt(mp.pi) * mp.gamma(mp.mpf(d - 1) / 2))


caps = Derivation(
    "Majorants of the cap transform",
    source="the cap minorant's tail; Karhadkar et al. 2024 (arXiv 2405.14630), Theorem C of the extended notes",
    intro="The cap of angle b = pi s has eigenvalue sin(b)^(d-1) P_{k-1}^[d+2](cos b)/((d-1) B_d) at degree k >= 1.",
)

sine = sin(pi * s)


def cap_eigenvalue(degree):
    """The eigenvalue at degree k >= 1 of the indicator of the cap of angle pi s."""
    return density_constant(d) / (d - 1) * sine ** (d - 1) * LegendreP(d + 2, degree - 1, here)


def stiffness(degree, sine=sine):
    """The function q at a = d/2, n = k - 1."""
    return (degree - 1 + d / 2) ** 2 - d * (d - 2) / (4 * sine**2)


def weight(degree):
    """The factor from F^2 to the squared eigenvalue of the cap."""
    at_one = gamma(degree - 1 + d) / (gamma(d) * gamma(degree))
    return sine ** (d - 2) * (density_constant(d) / ((d - 1) * at_one)) ** 2


def slope_square(degree):
    """The weight and F', whose square is the part of the energy that is given away."""
    return weight(degree), there(diff(wave, u).subs({n: degree - 1, a: d / 2}))


odd_cap = caps.claim(
    "cap_majorant_odd",
    Le(
        stiffness(2 * m + 1) * cap_eigenvalue(2 * m + 1) ** 2,
        hemisphere_odd(d, m) ** 2 * sine ** (d - 2) * stiffness(2 * m + 1, 1),
        evaluate=False,
    ),
    {**DIMENSIONS, **EVERY_M, **NORTH},
    because="the bound of even degree n = k - 1 at a = d/2; at the equator stands the hemisphere",
    proof=Combination(
        of=[(energy_increases.at({n: 2 * m, a: d / 2}), weight(2 * m + 1))],
        using=[
            legendre_at_zero.at({d: d + 2}),
            odd_at_zero.at({a: d / 2 + 1}),
            link.at({k: 2 * m, t: 0}),
            link.at({k: 2 * m, t: here}),
        ],
        squares=[slope_square(2 * m + 1)],
    ),
    numeric=lambda d, m, s: (
        ((2 * m + mp.mpf(d) / 2) ** 2 - mp.mpf(d * (d - 2)) / (4 * mp.sinpi(s) ** 2))
        * _cap(d, 2 * m + 1, mp.pi * s) ** 2
    ),
)

even_cap = caps.claim(
    "cap_majorant_even",
    Le(
        stiffness(2 * m + 2) * cap_eigenvalue(2 * m + 2) ** 2,
        (gamma(d / 2) / pi * gamma(m + 3 * HALF) / gamma(m + (d + 1) / 2)) ** 2 * sine ** (d - 2),
        evaluate=False,
    ),
    {**DIMENSIONS, **EVERY_M, **NORTH},
    because="the bound of odd degree n = k - 1 at a = d/2",
    proof=Combination(
        of=[(energy_increases.at({n: 2 * m + 1, a: d / 2}), weight(2 * m + 2))],
        using=[
            legendre_at_zero.at({d: d + 4}),
            odd_at_zero.at({m: m + 1, a: d / 2}),
            link.at({d: d + 2, k: 2 * m, t: 0}),
            link.at({k: 2 * m + 1, t: here}),
        ],
        squares=[slope_square(2 * m + 2)],
    ),
    numeric=lambda d, m, s: (
        ((2 * m + 1 + mp.mpf(d) / 2) ** 2 - mp.mpf(d * (d - 2)) / (4 * mp.sinpi(s) ** 2))
        * _cap(d, 2 * m + 2, mp.pi * s) ** 2
    ),
)

# --- tails ---------------------------------------------------------------------------------------

tails = Derivation(
    "The tails are rational functions",
    source="Karhadkar et al. 2024 (arXiv 2405.14630), (C5)-(C7) of the extended notes",
    intro="S = sin b. Every infimum over the degrees beyond a given one is a value in closed form.",
)

hemisphere_tail = tails.claim(
    "hemisphere_tail_increases",
    Ge(
        (A / S**2 + x + h - A / S**2) / (A / S**2 + x + h - A),
        (A / S**2 + x - A / S**2) / (A / S**2 + x - A),
        evaluate=False,
    ),
    {A: Interval(0, oo), S: Interval.Lopen(0, 1), x: Interval.open(0, oo), h: Interval(0, oo)},
    because="(X - A/S^2)/(X - A) = 1 - (A/S^2 - A)/(X - A), at X = A/S^2 + x and at X + h",
    proof=Positive(),
    source="(C6): A = d(d-2)/4, X = (k + (d-2)/2)^2",
)

even_ratio = tails.claim(
    "even_tail_ratio",
    Eq(
        t_kappa_zero_even(d, 2 * p)
        / 2
        / (
            2 * (gamma(d / 2) / pi * gamma(p + HALF) / gamma(p + (d - 1) / 2)) ** 2 * S ** (d - 2) / stiffness(2 * p, S)
        ),
        stiffness(2 * p, S)
        * ((2 * p - 1 + d / 2) ** 2 - d * (d - 4) / 4)
        / ((2 * p - 1 + d / 2) ** 2 - d**2 / 4) ** 2
        / (2 * S ** (d - 2)),
        evaluate=False,
    ),
    {**DIMENSIONS, p: Range(1, oo), S: Interval.Lopen(0, 1)},
    because="Y - c^2 = (k-1)(k+d-1) and Y - c(c-2) = k(k+d-2) + 1 with c = d/2, Y = (k+c-1)^2, k = 2p",
    proof=Identity(),
    source="(C7)",
)


def even_tail(y, a):
    """(Y - a)(Y - c(c-2))/(Y - c^2)^2, where a = c(c-1)/S^2."""
    return (y - a) * (y - c * (c - 2)) / (y - c**2) ** 2


even_concave = tails.claim(
    "even_tail_above_chord",
    Ge(
        even_tail(c**2 + z / theta, c**2 + alpha),
        (1 - theta) + theta * even_tail(c**2 + z, c**2 + alpha),
        evaluate=False,
    ),
    {
        c: Interval.open(0, oo),
        alpha: Interval(0, oo),
        z: Interval.open(0, oo),
        theta: Interval.Lopen(0, 1),
    },
    because="if a >= c^2, concave in 1/(Y - c^2): it lies above the chord from 1 at infinity to its first value",
    proof=Positive(),
    source="(C7)",
)

even_above_one = tails.claim(
    "even_tail_above_one",
    Ge(even_tail(c**2 + z, c**2 - beta), 1, evaluate=False),
    {c: Interval.open(0, oo), beta: Interval(0, oo), z: Interval.open(0, oo)},
    because="if a <= c^2 both factors are at least Y - c^2",
    proof=Positive(),
    source="(C7)",
)


def odd_gamma_ratio(k):
    """G(k) times the square of Gamma((k+d)/2)/Gamma(k/2)."""
    return gamma(k - HALF) / gamma(k + d - HALF) * (gamma((k + d) / 2) / gamma(k / 2)) ** 2


def even_gamma_ratio(k):
    """G(k) (k+d/2-1)^2 times the square of Gamma((k+d-1)/2)/Gamma((k+1)/2)."""
    square = (gamma((k + d - 1) / 2) / gamma((k + 1) / 2)) ** 2
    return gamma(k - HALF) / gamma(k + d - HALF) * (k + d / 2 - 1) ** 2 * square


odd_step = tails.claim(
    "odd_gamma_ratio_step",
    Eq(
        odd_gamma_ratio(k + 2) / odd_gamma_ratio(k),
        (1 - 1 / (4 * k**2)) / (1 - 1 / (4 * (k + d) ** 2)),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo)},
    because="Gamma(z+1) = z Gamma(z)",
    proof=Identity(),
)

odd_decreases = tails.claim(
    "odd_gamma_ratio_decreases",
    Lt((1 - 1 / (4 * k**2)) / (1 - 1 / (4 * (k + d) ** 2)), 1, evaluate=False),
    {**DIMENSIONS, k: Range(1, oo)},
    because="k < k + d",
    proof=Positive(),
)

even_step = tails.claim(
    "even_gamma_ratio_step",
    Eq(
        even_gamma_ratio(k + 2) / even_gamma_ratio(k),
        (4 * k**2 - 1)
        * (2 * k + d + 2) ** 2
        * (k + d - 1) ** 2
        / ((4 * (k + d) ** 2 - 1) * (2 * k + d - 2) ** 2 * (k + 1) ** 2),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo)},
    because="Gamma(z+1) = z Gamma(z); its sign against 1 beyond a given k is that of a polynomial",
    proof=Identity(),
)
