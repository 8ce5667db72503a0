r"""The cap minorant at small angles: its limit over the angle, by the largest value of a Bessel function.

Let c(alpha) be the cap minorant (:mod:`ntksym.spectra.cap_minorant`, one cap of angle b = alpha/2).  As alpha -> 0

    kappa0, tkappa0:  c/alpha   -> (d-1)!/(2 pi M_d),           M_n = sup_{x>0} x^n S(x)^2,
    Theta_L:          c/alpha   -> L(L-1)/2 times that,         S(x) = 0F1(; (n+1)/2; -x^2/4),
    kappa1:           c/alpha^3 -> (d+1)!/(4 pi (d+3) M_{d+2});

with nu = (n-1)/2 the Bessel function is J_nu(x) = (x/2)^nu S(x)/Gamma(nu+1).

*Proof.*  Let k b -> x > 0.  Then P^{(d+2)}_{k-1}(cos b) -> S(x) (Mehler and Heine; DLMF 18.11.5) uniformly for bounded
x, so chi_{b,k}^2 ~ (b^{d-1} S(x)/((d-1) B_d))^2; mu_k(kappa0) = 2 h_k^2 ~ 2 (Gamma(d/2)/(2 pi))^2 (2/k)^d for odd k,
mu_k(tkappa0) ~ the same for even k, and for Theta_L the two parities together 2 W times half of it, W = L(L-1)/2: it is
W (1 - u/pi) near u = 0, and what it is near u = pi adds to one parity what it takes from the other.  So (r_e + r_o)
b^{d-2} tends for each x to a multiple of 1/(x^d S^2).  The infimum follows it: for k b >= X Sonin's bound in
``cap_minorant`` is at least 1 - O(1/X^2) times the limit for x -> oo, which no value of 1/sup is above; for k b <= eps,
|P| <= 1 and mu_k >= C k^{-d} make the ratio C eps^{-d} times too large or more.  A(b) ~ b^{d-1}/((d-1) B_d) and
(d-1) B_d = 2 sqrt(pi) Gamma((d+1)/2)/Gamma(d/2) give the constant (duplication formula).  For kappa1 the cone
(t - cos b)_+ has S with n = d + 2 (P^{(d+4)}_{k-2}) and the square norm 2 b^{d+3}/((d-1)(d+1)(d+3) B_d).  QED

*The supremum.*  u(x) = x^{n/2} S(x) solves u'' + q u = 0, q = 1 - (nu^2 - 1/4)/x^2, which increases from x_0 =
sqrt(nu^2 - 1/4) on, q(x_0) = 0.  On (0, x_0] u is convex, positive and increasing.  If x_1 < x_2 lie beyond x_0,
q(x_2) (x_2 - x_0)^2 < pi^2 and u(x_1), u(x_2) > 0, then u has no zero on (0, x_2] (two zeros are at least
pi/sqrt(q(x_2)) apart there, Sturm, and one alone would change the sign), so it is concave on [x_0, x_2].  If moreover
u'(x_1) > 0 > u'(x_2), it has one maximum there, between u(x_1) and u(x_1) + u'(x_1)(x_2 - x_1); and later |u| is not
larger, because u^2 + u'^2/q has the derivative -q' u'^2/q^2 <= 0 (Sonin).

SOURCE: our notes on Karhadkar et al. (arXiv 2405.14630), 4C, in closed form (derivations/cap_limit.py); Szego,
Orthogonal polynomials, 7.31 (Sonin), 1.82 (Sturm).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import arb, ball, bits, certainly_positive, lower, power, precision, upper
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.refine import refine

KERNELS = ("kappa0", "tkappa0", "kappa1", "ntk")
MOST_D = 1024
GUARD = 16


def cap_limit(kernel: str, d: int, L: int = 2, digits: int = 20) -> Enclosure:
    """The limit of the cap minorant over alpha (kappa1: over alpha^3) as alpha goes to 0.

    Parameters
    ----------
    kernel
        ``kappa0``, ``tkappa0``, ``kappa1`` (L is not used) or ``ntk``: Theta_L, L >= 2.
    d
        The dimension, 2 to 1024.
    digits
        The relative width is at most 10^-digits.

    Examples
    --------
    >>> cap_limit("kappa0", 3, digits=12).decimals(10)
    ('0.1169094753', '0.1169094754')
    """
    if not 2 <= d <= MOST_D:
        raise InputError(f"d={d}", f"the limit is computed for 2 <= d <= {MOST_D}", "give such a d")
    factor, n = front(kernel, d, L)
    return refine(
        lambda: ball(factor) / (arb.pi() * supremum(n)), digits, start=4 * n, what=f"cap limit {kernel} d={d}"
    )


def front(kernel: str, d: int, L: int) -> tuple[Fraction, int]:
    """A and n such that the limit is A/(pi M_n).

    Examples
    --------
    >>> front("kappa0", 2, 2), front("ntk", 3, 3), front("kappa1", 2, 2)
    ((Fraction(1, 2), 2), (Fraction(3, 1), 3), (Fraction(3, 10), 4))
    """
    if kernel not in KERNELS:
        raise InputError(f"kernel={kernel}", "no cap minorant", f"choose one of {', '.join(KERNELS)}")
    if kernel == "ntk" and L < 2:
        raise InputError(f"L={L}", "Theta_1 = t is singular on more than d points", "give L >= 2")
    if kernel == "kappa1":
        return Fraction(math.factorial(d + 1), 4 * (d + 3)), d + 2
    return Fraction(math.factorial(d - 1), 2) * (L * (L - 1) // 2 if kernel == "ntk" else 1), d


@dataclass(frozen=True)
class Wave:
    """S and g = n S/2 + x S', which has the sign of u', at one x."""

    value: arb
    slope: arb


def wave(n: int, x: Fraction) -> Wave:
    """S(x) and x^{1 - n/2} u'(x)."""
    y = -ball(x * x / 4)
    value, following = (y.hypgeom([], [ball(Fraction(n + shift, 2))]) for shift in (1, 3))
    return Wave(value, ball(Fraction(n, 2)) * value - ball(x * x / (n + 1)) * following)


def supremum(n: int) -> arb:
    """M_n = sup_{x>0} x^n S(x)^2 in a ball at the working precision, n >= 2.

    Raises
    ------
    UndecidedError
        If the signs that the proof needs are not decided at this precision.
    """
    gap = Fraction(1, 2 ** (bits() // 2))
    with precision(2 * bits() + 4 * n + GUARD):
        centre = _maximiser(n, gap)
        x1, x2 = centre - gap, centre + gap
        first, last = wave(n, x1), wave(n, x2)
        start = ball(Fraction(n * n - 2 * n, 4)).sqrt()  # nu^2 - 1/4 = n(n - 2)/4
        q = 1 - ball(Fraction(n * n - 2 * n, 4) / x2**2)
        room = arb.pi() * arb.pi() - q * (ball(x2) - start) * (ball(x2) - start)
        signs = (first.value, last.value, first.slope, -last.slope, ball(x1) - start, room)
        if not all(map(certainly_positive, signs)):
            raise UndecidedError(f"M_{n}: the maximum is not isolated at {bits()} bits")
        top = first.value + ball((x2 - x1) / x1) * first.slope
        scale = power(ball(x1), n)
        low, high = lower(scale * first.value * first.value), upper(scale * top * top)
    return ball((low + high) / 2) + arb(0, ball((high - low) / 2).abs_upper())


def _maximiser(n: int, gap: Fraction) -> Fraction:
    """A dyadic number near the first maximum of u: bisection, then Newton's steps u'/(q u) on u'."""
    low = Fraction(math.isqrt(n * (n - 2) * 2**18), 2**10)
    high = low + 1
    while certainly_positive(wave(n, high).slope):
        low, high = high, high + 1
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if certainly_positive(wave(n, middle).slope) else (low, middle)
    x, step = (low + high) / 2, Fraction(1)
    while abs(step) > gap / 4:
        at, square = wave(n, x), Fraction(n * n - 2 * n, 4)
        q = 1 - square / x**2
        step = lower(at.slope / (ball(x) * at.value * ball(q)))
        grid = max(gap / 16, abs(step) ** 2 / 16)
        step = round(step / grid) * grid
        x = Fraction(round((x + step) * 16 / gap)) * gap / 16
    return x
