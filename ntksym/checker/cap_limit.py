"""The cap minorant over the angle (kappa1: over its cube) as the angle goes to 0, by the largest value of J_nu.

With S(x) = sum_k (-x^2/4)^k/(k! (nu+1)_k), nu = (n-1)/2, so that J_nu(x) = (x/2)^nu S(x)/Gamma(nu+1), and
M_n = sup_{x>0} x^n S(x)^2, the limit of the cap minorant's infimum over all degrees is (Mehler and Heine's formula)

    kappa0, tkappa0: (d-1)!/(2 pi M_d);    ntk: L(L-1)/2 times that;    kappa1: (d+1)!/(4 pi (d+3) M_{d+2}).

u = x^{n/2} S solves u'' + q u = 0, q = 1 - n(n-2)/(4x^2), which vanishes at x_0 = sqrt(n(n-2))/2.  Let x_0 < x_1 < x_2,
q(x_2) (x_2 - x_0)^2 < pi^2, u > 0 at both, u'(x_1) > 0 > u'(x_2).  On (0, x_0] u is convex, positive and increasing;
up to x_2 it has no zero (Sturm: two are at least pi/sqrt(q(x_2)) apart, one would change the sign), so it is concave
on [x_0, x_2], and its maximum there is between u(x_1) and u(x_1) + (x_2 - x_1) u'(x_1); later |u| is not larger,
because u^2 + u'^2/q does not increase (Sonin).  g = n S/2 + x S' = x^{1-n/2} u'.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial, isqrt
from typing import Any

from .intervals import Interval, pi
from .limits import UndecidedError, tick

KERNELS = ("kappa0", "tkappa0", "kappa1", "ntk")


def series(twice: int, y: Fraction, bits: int) -> Interval:
    """Enclose sum_k (-y)^k/(k! (twice/2)_k), y >= 0."""
    top, bottom = 2 * y.numerator, y.denominator
    low = high = least = most = 1 << bits
    k = 0
    while True:
        tick()
        divisor = bottom * (k + 1) * (twice + 2 * k)
        if high <= 1 and 2 * top < divisor:
            return Interval(least, most, bits).widen(2 * high + 2)
        low, high, k = low * top // divisor, -(-high * top // divisor), k + 1
        least, most = (least - high, most - low) if k % 2 else (least + low, most + high)


def _wave(n: int, x: Fraction, bits: int) -> tuple[Interval, Interval]:
    """Enclose S(x) and g(x)."""
    y = x * x / 4
    value = series(n + 1, y, bits)
    return value, value.times(Fraction(n, 2)) - series(n + 3, y, bits).times(x * x / (n + 1))


def supremum(n: int, bits: int) -> tuple[Fraction, Fraction]:
    """Bound M_n from below and above, to about 2^-bits."""
    square = Fraction(n * (n - 2), 4)
    low = Fraction(isqrt(n * (n - 2)) + 1, 2)
    work = bits + 2 * n + 64
    high = low
    while _wave(n, high, work)[1].lower() > 0:
        low, high = high, high + Fraction(1, 4)
    while high - low > Fraction(1, 2 ** (bits // 2 + 4)):
        middle = (low + high) / 2
        slope = _wave(n, middle, work)[1]
        if slope.lower() > 0:
            low = middle
        elif slope.upper() < 0:
            high = middle
        else:
            break
    (first, slope), (last, fall) = _wave(n, low, work), _wave(n, high, work)
    start = Interval.of(square, work).sqrt().lower()
    room = (1 - square / high**2) * (high - start) ** 2
    rises = low * low > square and first.lower() > 0 and slope.lower() > 0
    if not (rises and last.lower() > 0 and fall.upper() < 0 and room < pi(work).square().lower()):
        raise UndecidedError("the maximum of the Bessel function is not isolated")
    top = first.upper() + (high - low) / low * slope.upper()
    return low**n * first.lower() ** 2, low**n * top**2


def front(p: dict[str, Any]) -> tuple[int, Fraction]:
    """Return n and A for a kernel, d and L: the limit is A/(pi M_n)."""
    d, kernel = p["d"], p["kernel"]
    if kernel == "kappa1":
        return d + 2, Fraction(factorial(d + 1), 4 * (d + 3))
    return d, Fraction(factorial(d - 1), 2) * (p["L"] * (p["L"] - 1) // 2 if kernel == "ntk" else 1)


def cap_limit(p: dict[str, Any], bits: int) -> Interval:
    """Enclose the limit for a kernel, d and L."""
    n, factor = front(p)
    low, high = supremum(n, bits)
    return Interval.between(factor / high, factor / low, bits) / pi(bits)
