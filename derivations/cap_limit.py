"""Small angles: the constants of the cap minorant's limit.

With one cap of angle alpha/2 the minorant over alpha tends to 1/(2 (d-1) B_d) over the largest value of
(pi x/2) J_nu(x)^2, nu = (d-1)/2, B_d = sqrt(pi) Gamma((d-1)/2)/Gamma(d/2); for kappa1 and alpha^3 to
d/(4 B_d (d-1)(d+1)(d+3)) over that of nu = (d+1)/2.  With J_nu(x) = (x/2)^nu S/Gamma(nu+1)
both are elementary.  The limit itself, and the largest value: ntksym/spectra/cap_limit.py.
"""

from half_line_transforms import gamma_duplication
from half_line_transforms import x as argument
from sympy import Eq, Interval, Range, Symbol, gamma, oo, pi, sqrt

from ntksym.claims import Derivation, Linear

d = Symbol("d", integer=True, positive=True)
x, s = Symbol("x", positive=True), Symbol("s", positive=True)  # s: the value of S at x
ANY = {d: Range(2, oo), x: Interval.open(0, oo), s: Interval.open(0, oo)}


def weight(d):
    """1/B_d."""
    return gamma(d / 2) / (sqrt(pi) * gamma((d - 1) / 2))


def square(nu, x, s):
    """(pi x/2) J_nu(x)^2, J_nu(x) = (x/2)^nu s/Gamma(nu+1)."""
    return pi * x / 2 * ((x / 2) ** (2 * nu) * s**2 / gamma(nu + 1) ** 2)


small = Derivation(
    "The cap minorant at small angles",
    source="our notes on Karhadkar et al. (arXiv 2405.14630), 4C, small angles",
    intro="s is the value of S = 0F1(; nu+1; -x^2/4) at x.",
)

small.claim(
    "cap_limit_of_kappa_zero",
    Eq(weight(d) / (2 * (d - 1)) / square((d - 1) / 2, x, s), gamma(d) / (2 * pi * x**d * s**2), evaluate=False),
    ANY,
    because="Legendre's duplication formula",
    proof=Linear([(gamma_duplication.at({argument: d}), 1 / (2 * pi * x**d * s**2))]),
)

small.claim(
    "cap_limit_of_kappa_one",
    Eq(
        d * weight(d) / (4 * (d - 1) * (d + 1) * (d + 3)) / square((d + 1) / 2, x, s),
        gamma(d + 2) / (4 * pi * (d + 3) * x ** (d + 2) * s**2),
        evaluate=False,
    ),
    ANY,
    because="Legendre's duplication formula",
    proof=Linear([(gamma_duplication.at({argument: d}), d * (d + 1) / (4 * pi * (d + 3) * x ** (d + 2) * s**2))]),
)
