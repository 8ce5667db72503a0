"""Mixtures of caps at small angles: the energy of a Bessel function bounds its square and the square's curvature.

Definition.  u(x) = sqrt(pi x/2) J_nu(x), q(x) = 1 - (nu^2 - 1/4)/x^2 and E = q u^2 + u'^2.

u'' = -q u, so E' = q' u^2 >= 0 for nu >= 1/2, and E tends to 1: it is at most 1.  Hence u^2 <= 1/q where q > 0, and
-(u^2)'' = 2 q u^2 - 2 u'^2 is at most 2, and at most 0 where q <= 0.  So a sum of such squares is bounded on a piece by
its values at the ends and the length, and beyond a point by the sum of the 1/q: it is never above theta.  What follows
for lambda_min: ntksym/spectra/cap_mixture_limit.py.
"""

import mpmath as mp
from cap_limit import weight
from half_line_transforms import gamma_duplication
from half_line_transforms import x as argument
from sympy import Eq, Ge, Interval, Le, Range, Rational, Symbol, besselj, diff, gamma, oo, pi, sqrt

from ntksym.claims import Cited, Combination, Derivation, Identity, Linear, Monotone, Positive

HALF = Rational(1, 2)

nu = Symbol("nu", real=True)
x, s, c = Symbol("x", positive=True), Symbol("s", positive=True), Symbol("c", nonnegative=True)
m, f, g = Symbol("m", real=True), Symbol("f", nonnegative=True), Symbol("g", nonnegative=True)
h, r = Symbol("h", nonnegative=True), Symbol("r", nonnegative=True)
d = Symbol("d", integer=True, positive=True)
ORDERS = {nu: Interval(HALF, oo)}
LINE = {x: Interval.open(0, oo)}

wave = sqrt(pi * x / 2) * besselj(nu, x)
q = 1 - (nu**2 - Rational(1, 4)) / x**2
energy = q * wave**2 + diff(wave, x) ** 2


def _wave(nu, x):
    return mp.sqrt(mp.pi * x / 2) * mp.besselj(nu, x)


def _energy(nu, x):
    """E from its definition, the derivative by differences."""
    return (1 - (nu**2 - mp.mpf(1) / 4) / x**2) * _wave(nu, x) ** 2 + mp.diff(lambda y: _wave(nu, y), x) ** 2


bessel = Derivation(
    "The energy of a Bessel function",
    source="Szego 1975, section 7.31 (Sonin); DLMF 10.6, 10.17",
    intro="u(x) = sqrt(pi x/2) J_nu(x), q = 1 - (nu^2 - 1/4)/x^2, E = q u^2 + u'^2.",
)

recurrence = bessel.claim(
    "bessel_recurrence",
    Eq(besselj(nu + 1, x), 2 * nu / x * besselj(nu, x) - besselj(nu - 1, x), evaluate=False),
    {nu: Interval(-oo, oo), **LINE},
    because="term by term in the power series",
    proof=Cited("DLMF 10.6.1"),
)


def orders(at=x, order=nu):
    """The functions of order nu + 1 and nu + 2, and nu - 2, by those of order nu and nu - 1."""
    return [
        recurrence.at({nu: order + 1, x: at}),
        recurrence.at({nu: order, x: at}),
        recurrence.at({nu: order - 1, x: at}, solve_for=besselj(order - 2, at)),
    ]


wave_equation = bessel.claim(
    "bessel_wave_equation",
    Eq(diff(wave, x, 2), -q * wave, evaluate=False),
    {**ORDERS, **LINE},
    because="the factor sqrt(x) removes the first derivative from Bessel's equation",
    proof=Identity(orders()),
    numeric=lambda nu, x: mp.diff(lambda y: _wave(nu, y), x, 2),
)

energy_derivative = bessel.claim(
    "bessel_energy_derivative",
    Eq(diff(energy, x), diff(q, x) * wave**2, evaluate=False),
    {**ORDERS, **LINE},
    because="E' = q' u^2 + 2 u' (q u + u'')",
    proof=Identity(orders()),
    numeric=lambda nu, x: mp.diff(lambda y: _energy(nu, y), x),
)

energy_increases = bessel.claim(
    "bessel_energy_increases",
    Le(energy.subs(x, s * x), energy, evaluate=False),
    {**ORDERS, **LINE, s: Interval.Lopen(0, 1)},
    because="q' = 2 (nu^2 - 1/4)/x^3 >= 0",
    proof=Monotone(s, start=1, derivative=Positive(orders(s * x))),
)

energy_below_one = bessel.claim(
    "bessel_energy_at_most_one",
    Le(energy, 1, evaluate=False),
    {**ORDERS, **LINE},
    because="it increases, and tends to 1: u and u' are cos and -sin of x - (2 nu + 1) pi/4, up to O(1/x)",
    proof=Cited("bessel_energy_increases; DLMF 10.17.3"),
    numeric=_energy,
)

tail = bessel.claim(
    "bessel_wave_tail",
    Le(q * wave**2, 1, evaluate=False),
    {**ORDERS, **LINE},
    because="q u^2 <= E",
    proof=Combination([(energy_below_one, 1)], squares=[(1, diff(wave, x))]),
)

curvature = bessel.claim(
    "bessel_square_curvature",
    Le(-diff(wave**2, x, 2), 2, evaluate=False),
    {**ORDERS, **LINE},
    because="-(u^2)'' = 2 q u^2 - 2 u'^2 = 2 E - 4 u'^2",
    proof=Combination([(energy_below_one, 2)], using=orders(), squares=[(4, diff(wave, x))]),
    numeric=lambda nu, x: -mp.diff(lambda y: _wave(nu, y) ** 2, x, 2),
)

inside = sqrt((1 + c) * x**2 + Rational(1, 4))  # the order for which q(x) = -c

inner_curvature = bessel.claim(
    "bessel_square_is_convex_inside",
    Le(-diff(wave**2, x, 2).subs(nu, inside), 0, evaluate=False),
    {**LINE, c: Interval(0, oo)},
    because="-(u^2)'' = 2 q u^2 - 2 u'^2, and q = -c for this order",
    proof=Combination(
        [],
        using=orders(order=inside),
        squares=[(2 * c, wave.subs(nu, inside)), (2, diff(wave, x).subs(nu, inside))],
    ),
    numeric=lambda x, c: -mp.diff(lambda y: _wave(mp.sqrt((1 + c) * x**2 + mp.mpf(1) / 4), y) ** 2, x, 2),
)

stiffness_increases = bessel.claim(
    "bessel_stiffness_increases",
    Ge(q.subs(x, x + h), q, evaluate=False),
    {**ORDERS, **LINE, h: Interval(0, oo)},
    because="so the sum of the tau_i/q(beta_i x) decreases",
    proof=Positive(),
)

mixtures = Derivation(
    "Mixtures of caps at small angles",
    source="our notes on Karhadkar et al. (arXiv 2405.14630), (C9), small angles",
    intro="N = 2^n Gamma((n+1)/2)^2/pi is what x^n S^2 is in units of u^2, nu = (n-1)/2: n = d, for kappa1 d + 2.",
)

piece = mixtures.claim(
    "piece_below_its_ends",
    Le((1 - r) * (m - f) + r * (m - g) + c * h**2 * r * (1 - r), m + c * h**2 / 4, evaluate=False),
    {
        m: Interval(-oo, oo),
        f: Interval(0, oo),
        g: Interval(0, oo),
        c: Interval(0, oo),
        h: Interval(0, oo),
        r: Interval(0, 1),
    },
    because="a function with -y'' <= 2c on a piece of length h that is m - f and m - g at the ends is at most the left "
    "side: the difference is convex, and 0 at both ends",
    proof=Combination([], squares=[(c * h**2, r - HALF)]),
)

constant_of_kappa_zero = mixtures.claim(
    "mixture_constant_of_kappa_zero",
    Eq(weight(d) / (2 * (d - 1)), gamma(d) / (2 ** (d + 1) * gamma((d + 1) / 2) ** 2), evaluate=False),
    {d: Range(2, oo)},
    because="Legendre's duplication formula: A/(pi N) for A = (d-1)!/2",
    proof=Linear([(gamma_duplication.at({argument: d}), 1 / (2 ** (d + 1) * gamma((d + 1) / 2) ** 2))]),
)

constant_of_kappa_one = mixtures.claim(
    "mixture_constant_of_kappa_one",
    Eq(
        d * weight(d) / (4 * (d - 1) * (d + 1) * (d + 3)),
        gamma(d + 2) / (4 * (d + 3) * 2 ** (d + 2) * gamma((d + 3) / 2) ** 2),
        evaluate=False,
    ),
    {d: Range(2, oo)},
    because="Legendre's duplication formula: A/(pi N) for A = (d+1)!/(4 (d+3))",
    proof=Linear(
        [(gamma_duplication.at({argument: d}), d * (d + 1) / (4 * (d + 3) * 2 ** (d + 2) * gamma((d + 3) / 2) ** 2))]
    ),
)
