"""The kernels f of a pair of integer vectors, in fixed point with a proved error: fast enough for whole matrices.

With theta_0 the angle of the pair and Delta in [0, 1] (1/2: the ReLU),

    rho(cos theta) = cos theta + (2 Delta/pi)(sin theta - theta cos theta),   rho'(cos theta) = 1 - (2 Delta/pi) theta,
    Sigma_0 = t,  Sigma_l = rho(Sigma_{l-1});     Theta_1 = t,  Theta_{l+1} = Sigma_l + Theta_l rho'(Sigma_{l-1}),

and the families are ntk = Theta_L, sigma = Sigma_L, slope = rho'(Sigma_{L-1}), tkappa0 = t rho'(t), power = t^L.

Every number is an integer in units u = 2^-bits.  The error bounds below are in these units; a division or a shift
rounds down, so it costs less than 1.  The recursion runs in the gap g_l = 1 - Sigma_l: its derivative is rho', which
lies in [1 - 2 Delta, 1], so an error in g_l never grows, each layer only adds its own rounding.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import NamedTuple

from .intervals import Interval, arctan, pi
from .limits import MAX_BITS, UndecidedError, tick

LEAST = {"ntk": 1, "sigma": 0, "slope": 1, "tkappa0": 1, "power": 0}
ARCTAN, ANGLE, LAYER = 5, 16, 24  # errors of an arctangent, of an angle, and what a layer adds to that of the gap
_STEPS = 8  # the table of arctangents has 2^8 steps
_SPARE = 16


class Kernel(NamedTuple):
    """``scale * (|x||y|)^homogeneity * f(cos angle(x, y))``."""

    family: str
    L: int
    delta: Fraction
    scale: Fraction
    homogeneity: int

    @property
    def at_one(self) -> int:
        """f(1)."""
        return self.L if self.family == "ntk" else 1


class FixedPoint:
    """Constants and the arctangent in units 2^-bits."""

    def __init__(self, bits: int) -> None:
        self.bits, self.one = bits, 1 << bits
        circle = pi(bits)
        if circle.hi - circle.lo > 2:
            raise ArithmeticError("pi is too wide")
        self.pi = circle.lo
        count = bits // (2 * _STEPS + 2) + 1  # |r| <= 2^-9: the rest r^(2 count + 1) is below 1
        self._odd = [self.one // (2 * k + 1) for k in reversed(range(count))]
        self._table: dict[int, int] = {}

    def _entry(self, i: int) -> int:
        """arctan(i/2^8) less at most 2."""
        value = arctan(Interval.of(Fraction(i, 1 << _STEPS), self.bits + _SPARE))
        low = value.lo >> _SPARE
        if value.hi > (low + 2) << _SPARE:
            raise ArithmeticError("an arctangent is too wide")
        self._table[i] = low
        return low

    def arctan(self, x: int) -> int:
        """Arctan x for 0 <= x <= 1, wrong by at most ``ARCTAN`` = 5.

        arctan x = arctan(i/N) + arctan r, r = (N x - i)/(N + i x), |r| <= 1/(2 N), N = 2^8.  Errors: 2 of the table,
        1 of r, 1.1 of the series' arithmetic (the polynomial in r^2 is wrong by less than 3, times |r|, and the last
        shift), 1/3 of its rest.
        """
        bits, one = self.bits, self.one
        scaled = x << _STEPS
        i = (scaled + (one >> 1)) >> bits
        r = ((scaled - (i << bits)) << bits) // ((one << _STEPS) + x * i)
        square, series = r * r >> bits, 0
        for odd in self._odd:
            series = odd - (series * square >> bits)
        found = self._table.get(i)
        return (self._entry(i) if found is None else found) + (r * series >> bits)


@lru_cache(maxsize=128)
def fixed_point(bits: int) -> FixedPoint:
    """The constants of one precision."""
    return FixedPoint(bits)


@lru_cache(maxsize=128)
def _slope(delta: Fraction, bits: int) -> int:
    """2 Delta/pi, wrong by at most 2; exactly 0 for Delta = 0."""
    circle = pi(bits + _SPARE).lo
    return (delta.numerator << (2 * bits + _SPARE + 1)) // (delta.denominator * circle)


def _power(t: int, exponent: int, bits: int) -> tuple[int, int]:
    """t^exponent of a number in [-1, 1] that is wrong by at most 1.

    By induction t^k is wrong by at most 3 k - 1: e(a + b) <= e(a) + e(b) + e(a) e(b) u + 1, and e(a) e(b) u < 1
    because 3 k < 2^16 and bits >= 64.
    """
    value = 1 << bits
    for digit in bin(exponent)[2:]:
        value = value * value >> bits
        if digit == "1":
            value = value * t >> bits
    return value, 3 * exponent


def _drift(sine: int, error: int, bits: int) -> int:
    """How far the angle moves when its cosine moves by at most `error`.

    On the way g (2 - g) falls by at most 2 error.  If that leaves half of sin^2, d theta/d g = 1/sin theta gives
    sqrt(2) error/sin; always 1 - cos(drift) <= error, so drift <= pi sqrt(error/2) (reals; pi^2/2 < 5).
    """
    if sine * sine >= error << (bits + 2):
        return 3 * (error << bits) // (2 * sine) + 1
    return isqrt(5 * error << bits) + 1


def _evaluate(inner: int, product: int, kernel: Kernel, bits: int) -> tuple[int, int]:
    """F and its error for <x, y> = inner and |x|^2 |y|^2 = product, by the recursion at one precision.

    With S, R, P = 2^k (|x||y|, |x||y| sin, |inner|), S >= 2^(bits+2), S and R rounded down: the cosine P/S is wrong by
    at most 1, R/S and tan(theta/2) = R/(S + P) by at most 2, hence theta_0 by 2 (2 + ARCTAN) + 2 = ANGLE.
    At a later gap g, an exact number here, sin = sqrt(g (2 - g)) is wrong by 1 and tan(theta/2) = sin/(2 - g) by 2.
    A layer: theta cos + sin is wrong by at most 23, times 2/pi, and by 2 pi for the slope, and 2 roundings.
    """
    fixed, family, L = fixed_point(bits), kernel.family, kernel.L
    one, circle = fixed.one, fixed.pi
    k = max(0, bits + 3 - (product.bit_length() - 1) // 2)
    S, P = isqrt(product << 2 * k), abs(inner) << k
    cosine = (P << bits) // S
    if inner < 0:
        cosine = -cosine
    if family == "power":
        return _power(cosine, L, bits)
    layers = L if family == "sigma" else 0 if family == "tkappa0" else L - 1
    if layers == 0 and family in ("sigma", "ntk"):
        return cosine, 1
    R = isqrt((product - inner * inner) << 2 * k)
    sine, theta = (R << bits) // S, 2 * fixed.arctan((R << bits) // (S + P))
    if inner < 0:
        theta = circle - theta
    slope = _slope(kernel.delta, bits)
    step, step_error = one - (slope * theta >> bits), 2 * ANGLE // 3 + 8
    value, error, gap = cosine, 1, one - cosine
    if family == "tkappa0":
        return value * step >> bits, step_error + 3
    for layer in range(1, layers + 1):
        tick()
        gap -= slope * (sine - (theta * cosine >> bits)) >> bits
        gap = min(max(gap, 0), 2 * one)
        cosine, gap_error = one - gap, LAYER * layer
        value = cosine + (value * step >> bits)  # |Theta_l| <= l and |rho'| <= 1
        error = gap_error + error + layer * step_error + (error * step_error >> bits) + 2
        if layer == layers and family != "slope":
            break
        sine = isqrt(gap * (2 * one - gap))
        if cosine >= 0:
            theta = 2 * fixed.arctan((sine << bits) // (2 * one - gap))
        else:
            theta = circle - 2 * fixed.arctan((sine << bits) // gap)
        step = one - (slope * theta >> bits)
        step_error = 2 * (ANGLE + _drift(sine, gap_error, bits)) // 3 + 8 if slope else 0
    if family == "sigma":
        return cosine, LAYER * layers
    return (step, step_error) if family == "slope" else (value, error)


def kernel_value(inner: int, product: int, kernel: Kernel, bits: int) -> tuple[int, int]:
    """F in units 2^-bits and an error of at most 3, for <x, y> = inner and |x|^2 |y|^2 = product.

    The working precision is raised where the recursion is ill-conditioned: at small angles the angle of a later layer
    has lost half of the digits that the cosine lost.

    Raises
    ------
    UndecidedError
        If the precision would exceed the limit.
    """
    lost = (product.bit_length() - (product - inner * inner).bit_length()) // 2 if inner > 0 else 0
    work = bits + 12 + 2 * kernel.L.bit_length() + lost
    while True:
        work = -(-work // 32) * 32
        if work > 4 * MAX_BITS:
            raise UndecidedError("an entry of the kernel matrix needs too many bits")
        value, error = _evaluate(inner, product, kernel, work)
        spare = work - bits
        if error >> spare <= 1:
            return value >> spare, (error >> spare) + 2
        work += 2 * (error >> spare).bit_length() + 32
