"""Closed intervals with fixed-point integer ends; every operation rounds outwards.

An :class:`Interval` ``[lo, hi] * 2**-bits`` contains the exact result for all points of its operands.
pi, sin, cos and arccos are made here from integers; no floating point enters.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt

from .limits import UndecidedError

GUARD = 32


class Interval:
    """The interval ``[lo * 2**-bits, hi * 2**-bits]``."""

    __slots__ = ("bits", "hi", "lo")

    def __init__(self, lo: int, hi: int, bits: int) -> None:
        if lo > hi:
            raise ArithmeticError("an interval with its ends exchanged")
        self.lo, self.hi, self.bits = lo, hi, bits

    @classmethod
    def of(cls, value: Fraction | int, bits: int) -> Interval:
        """Return the smallest interval around an exact rational."""
        scaled = value * (1 << bits)
        if isinstance(scaled, int):
            return cls(scaled, scaled, bits)
        return cls(scaled.numerator // scaled.denominator, -(-scaled.numerator // scaled.denominator), bits)

    @classmethod
    def between(cls, lower: Fraction | int, upper: Fraction | int, bits: int) -> Interval:
        """Return the smallest interval around ``[lower, upper]``."""
        return cls(cls.of(lower, bits).lo, cls.of(upper, bits).hi, bits)

    def lower(self) -> Fraction:
        """Return the lower end, exactly."""
        return Fraction(self.lo, 1 << self.bits)

    def upper(self) -> Fraction:
        """Return the upper end, exactly."""
        return Fraction(self.hi, 1 << self.bits)

    def at(self, bits: int) -> Interval:
        """Return this interval with ends of another precision, rounded outwards."""
        shift = bits - self.bits
        if shift >= 0:
            return Interval(self.lo << shift, self.hi << shift, bits)
        return Interval(self.lo >> -shift, -(-self.hi >> -shift), bits)

    def _same(self, other: Interval | int) -> Interval:
        if isinstance(other, int):
            return Interval(other << self.bits, other << self.bits, self.bits)
        if other.bits != self.bits:
            raise ArithmeticError("intervals of different precision")
        return other

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo, self.bits)

    def __add__(self, other: Interval | int) -> Interval:
        other = self._same(other)
        return Interval(self.lo + other.lo, self.hi + other.hi, self.bits)

    def __sub__(self, other: Interval | int) -> Interval:
        other = self._same(other)
        return Interval(self.lo - other.hi, self.hi - other.lo, self.bits)

    def __rsub__(self, other: int) -> Interval:
        return self._same(other) - self

    def __mul__(self, other: Interval | int) -> Interval:
        if isinstance(other, int):
            lo, hi = self.lo * other, self.hi * other
            return Interval(lo, hi, self.bits) if other >= 0 else Interval(hi, lo, self.bits)
        other = self._same(other)
        if self.lo >= 0 and other.lo >= 0:
            return Interval(self.lo * other.lo >> self.bits, -(-self.hi * other.hi >> self.bits), self.bits)
        ends = (self.lo * other.lo, self.lo * other.hi, self.hi * other.lo, self.hi * other.hi)
        return Interval(min(ends) >> self.bits, -(-max(ends) >> self.bits), self.bits)

    __radd__ = __add__
    __rmul__ = __mul__

    def times(self, factor: Fraction) -> Interval:
        """Return the product with an exact rational."""
        p, q = factor.numerator, factor.denominator
        lo, hi = (self.lo * p, self.hi * p) if p >= 0 else (self.hi * p, self.lo * p)
        return Interval(lo // q, -(-hi // q), self.bits)

    def __truediv__(self, other: Interval | int) -> Interval:
        other = self._same(other)
        if other.lo <= 0 <= other.hi:
            raise UndecidedError("division by an interval that contains zero")
        tops = (self.lo << self.bits, self.hi << self.bits)
        lows = [top // bottom for top in tops for bottom in (other.lo, other.hi)]
        highs = [-(-top // bottom) for top in tops for bottom in (other.lo, other.hi)]
        return Interval(min(lows), max(highs), self.bits)

    def square(self) -> Interval:
        """Return the square, which is never negative."""
        low, high = sorted((abs(self.lo), abs(self.hi)))
        if self.lo <= 0 <= self.hi:
            low = 0
        return Interval(low * low >> self.bits, -(-high * high >> self.bits), self.bits)

    def power(self, exponent: int) -> Interval:
        """Return the integer power by repeated squaring."""
        if exponent < 0:
            return self._same(1) / self.power(-exponent)
        if exponent == 0:
            return self._same(1)
        half = self.power(exponent // 2).square()
        return half * self if exponent % 2 else half

    def sqrt(self) -> Interval:
        """Return the square root."""
        if self.lo < 0:
            raise UndecidedError("square root of an interval that reaches below zero")
        top = self.hi << self.bits
        root = isqrt(top)
        return Interval(isqrt(self.lo << self.bits), root + (root * root < top), self.bits)

    def meet(self, lower: int, upper: int) -> Interval:
        """Return the part between two integers that are known to enclose the true value."""
        one = 1 << self.bits
        lo, hi = max(self.lo, lower * one), min(self.hi, upper * one)
        if lo > hi:
            raise ArithmeticError("an enclosure that misses a proved range")
        return Interval(lo, hi, self.bits)

    def widen(self, radius: int) -> Interval:
        """Return the interval widened by `radius` units in the last place on both sides."""
        return Interval(self.lo - radius, self.hi + radius, self.bits)


def _inverse_arctan(n: int, bits: int) -> Interval:
    """Enclose arctan(1/n): alternating series, each of its terms wrong by less than two units."""
    power, total, count = (1 << bits) // n, 0, 0
    while power:
        term = power // (2 * count + 1)
        total += -term if count % 2 else term
        power //= n * n
        count += 1
    return Interval(total, total, bits).widen(2 * count + 2)


@lru_cache(maxsize=64)
def pi(bits: int) -> Interval:
    """Enclose pi by Machin's formula, pi = 16 arctan(1/5) - 4 arctan(1/239)."""
    work = bits + GUARD
    return (_inverse_arctan(5, work) * 16 - _inverse_arctan(239, work) * 4).at(bits)


def arctan(x: Interval) -> Interval:
    """Enclose arctan on [0, 1 + 2^-10], from arctan x = 2 arctan(x / (1 + sqrt(1 + x^2))) and the series."""
    halvings = 4 + isqrt(x.bits) // 4
    work = x.bits + halvings + 16
    y = x.at(work)
    for _ in range(halvings):
        y = y / ((y.square() + 1).sqrt() + 1)
    square, power, total, n = -y.square(), y, y, 1
    while power.hi > 1:  # alternating with decreasing terms: the rest is below the last term
        power, n = power * square, n + 2
        total = total + Interval(power.lo // n, -(-power.hi // n), work)
        if max(-power.lo, power.hi) <= 1:
            break
        power, n = power * square, n + 2
        total = total + Interval(power.lo // n, -(-power.hi // n), work)
    return (total.widen(2) * (1 << halvings)).at(x.bits)


def _arccos_point(t: int, bits: int) -> Interval:
    """Enclose arccos(t * 2**-bits), for t >= 0 from x = 2 - 2t = (2 sin(theta/2))^2.

    Halving theta takes x to x/(2 + sqrt(4 - x)), with a slope of at most 1/(2 sqrt 2) for x <= 2; a step rounds by less
    than 2 units, so x is wrong by at most 4.  Then theta = sqrt x (1 + x/24 + ...), the series of 2 arcsin(sqrt(x)/2):
    each of its terms is wrong by less than 3 units, and less than 3 is left off; an error of x moves the sum by less.
    """
    if t < 0:
        return pi(bits) - _arccos_point(-t, bits)
    most = 2 + isqrt(bits) // 4
    work = bits + 2 * most + 24
    x = ((1 << bits) - t) << (work - bits + 1)
    halvings = max(0, most - (work + 2 - x.bit_length()) // 2)  # none where theta is small already, so no loss there
    for _ in range(halvings):
        x = (x << work) // ((2 << work) + isqrt(((4 << work) - x) << work))
    wrong = 4 if halvings else 0
    total = term = 1 << work
    n = 0
    while term:
        term = (term * x >> work) * (2 * n + 1) ** 2 // (8 * (n + 1) * (2 * n + 3))
        total, n = total + term, n + 1
    slack = 3 * n + 8
    low = isqrt(max(x - wrong, 0) << work) * (total - slack) >> work
    high = -(-(isqrt(x + wrong << work) + 1) * (total + slack) >> work)
    return Interval(low << halvings, high << halvings, work).at(bits)


def arccos(t: Interval) -> Interval:
    """Enclose arccos, which decreases on [-1, 1]."""
    if max(-t.lo, t.hi) > 1 << t.bits:
        raise UndecidedError("arccos of an interval that is not inside [-1, 1]")
    low = _arccos_point(t.hi, t.bits)
    return low if t.lo == t.hi else Interval(low.lo, _arccos_point(t.lo, t.bits).hi, t.bits)


def sin_cos(x: Interval) -> tuple[Interval, Interval]:
    """Enclose sin and cos: Taylor series at the midpoint halved, doubled back; both have slope at most 1.

    A term is wrong by less than 2 units, and less than 3 are left off.  In the complex plane squaring takes an error e
    of a number of modulus 1 to at most 2e + e^2, and rounds by less than 2.
    """
    middle = (x.lo + x.hi) >> 1
    radius = max(x.hi - middle, middle - x.lo)
    halvings = max(0, abs(middle).bit_length() - x.bits) + 4 + isqrt(x.bits) // 4
    if halvings > 400:
        raise UndecidedError("sine or cosine of a very large number")
    work = x.bits + halvings + 24
    y = middle << (work - x.bits - halvings)
    square = y * y >> work
    sine, cosine, odd, even, n = y, 1 << work, abs(y), 1 << work, 0
    sign = 1 if y >= 0 else -1
    while even:  # |y| < 1/16
        n += 2
        even = (even * square >> work) // (n * (n - 1))
        odd = (odd * square >> work) // (n * (n + 1))
        sign = -sign
        cosine += even if n % 4 == 0 else -even
        sine += sign * odd
    error = 3 * n + 10
    for _ in range(halvings):
        cosine, sine = (cosine * cosine - sine * sine) >> work, cosine * sine >> (work - 1)
        error = 2 * error + (error * error >> work) + 3
    found = (Interval(value, value, work).widen(error).at(x.bits) for value in (sine, cosine))
    enclosed_sine, enclosed_cosine = (value.widen(radius).meet(-1, 1) for value in found)
    return enclosed_sine, enclosed_cosine
