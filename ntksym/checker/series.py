"""Power series with interval coefficients, and the series of Theta_L at t = 1 and -1.

Only derivatives of arccos are needed: with S = Sigma_l, Q = sqrt(1 - S^2), kappa_0(S)' = S'/(pi Q) and
kappa_1(S)' = kappa_0(S) S', so a layer costs one square root, one division and two products.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from operator import mul

from .intervals import Interval, pi
from .kernels import kappa0, kappa1
from .limits import tick


class Series:
    """Coefficients as discs ``middle +- radius`` in units of 2^-bits."""

    __slots__ = ("bits", "magnitude", "middle", "radius")

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.middle: list[int] = []
        self.radius: list[int] = []
        self.magnitude: list[int] = []

    @classmethod
    def of(cls, bits: int, coefficients: list[Interval]) -> Series:
        """Return the series with these coefficients."""
        series = cls(bits)
        for coefficient in coefficients:
            series.append(coefficient)
        return series

    @classmethod
    def polynomial(cls, bits: int, size: int, *coefficients: int) -> Series:
        """Return a polynomial with integer coefficients."""
        padded = [*coefficients, *[0] * (size - len(coefficients))]
        return cls.of(bits, [Interval.of(c, bits) for c in padded[:size]])

    def append(self, value: Interval) -> None:
        """Add the next coefficient."""
        middle = (value.lo + value.hi) >> 1
        self.middle.append(middle)
        self.radius.append(value.hi - middle)
        self.magnitude.append(max(abs(value.lo), abs(value.hi)))

    def __len__(self) -> int:
        return len(self.middle)

    def __getitem__(self, n: int) -> Interval:
        return Interval(self.middle[n] - self.radius[n], self.middle[n] + self.radius[n], self.bits)

    def intervals(self) -> list[Interval]:
        """Return all coefficients."""
        return [self[n] for n in range(len(self))]

    def each(self, change: Callable[[int, Interval], Interval]) -> Series:
        """Return the series whose n-th coefficient is ``change(n, coefficient)``."""
        return Series.of(self.bits, [change(n, self[n]) for n in range(len(self))])

    def plus(self, other: Series) -> Series:
        """Return the sum, as long as the shorter one."""
        size = min(len(self), len(other))
        return Series.of(self.bits, [self[n] + other[n] for n in range(size)])

    def shift(self, places: int) -> Series:
        """Return the series times (or, for negative `places`, divided by) a power of the variable."""
        zero = Interval(0, 0, self.bits)
        kept = self.intervals()
        return Series.of(self.bits, [zero] * places + kept if places >= 0 else kept[-places:])


def _dot(a: Series, b: Series, first: int, last: int, n: int) -> Interval:
    """Return the sum of a_j b_{n-j} over j = first..last."""
    if last < first:
        return Interval(0, 0, a.bits)
    there = slice(first, last + 1)
    back = slice(n - last, n - first + 1)
    middle = sum(map(mul, a.middle[there], reversed(b.middle[back]))) >> a.bits
    spread = sum(map(mul, a.magnitude[there], reversed(b.radius[back])))
    spread += sum(map(mul, a.radius[there], reversed(b.magnitude[back])))
    return Interval(middle, middle, a.bits).widen((spread >> a.bits) + 2)


def product(a: Series, b: Series) -> Series:
    """Return the product."""
    tick()
    return Series.of(a.bits, [_dot(a, b, 0, n, n) for n in range(min(len(a), len(b)))])


def quotient(a: Series, b: Series) -> Series:
    """Return a/b."""
    tick()
    result = Series(a.bits)
    for n in range(min(len(a), len(b))):
        result.append((a[n] - _dot(result, b, 0, n - 1, n)) / b[0])
    return result


def root(a: Series) -> Series:
    """Return the square root of a series with a positive constant term."""
    tick()
    result = Series(a.bits)
    result.append(a[0].sqrt())
    for n in range(1, len(a)):
        result.append((a[n] - _dot(result, result, 1, n - 1, n)) / (result[0] * 2))
    return result


def derivative(a: Series) -> Series:
    """Return the derivative, one term shorter."""
    return Series.of(a.bits, [a[n] * n for n in range(1, len(a))])


def integral(a: Series, constant: Interval) -> Series:
    """Return the antiderivative with this constant term, one term longer."""
    return Series.of(a.bits, [constant, *(a[n].times(Fraction(1, n + 1)) for n in range(len(a)))])


def _over_pi(a: Series) -> Series:
    circle = pi(a.bits)
    return a.each(lambda _, c: c / circle)


def _layer(s: Series) -> tuple[Series, Series]:
    """Return kappa_0(S) and kappa_1(S) for a series with constant term inside (-1, 1)."""
    slope = derivative(s)
    circle_root = root(Series.polynomial(s.bits, len(s), 1).plus(product(s, s).each(lambda _, c: -c)))
    gate = integral(_over_pi(quotient(slope, circle_root)), kappa0(s[0].meet(-1, 1)))
    return gate, integral(product(gate, slope), kappa1(s[0].meet(-1, 1)))


@lru_cache(maxsize=32)
def at_minus_one(L: int, size: int, bits: int) -> Series:
    """Return the series in w of Theta_L(-1 + w^2), L >= 2.

    eta = 2 arcsin(w/sqrt 2), eta' = 2/sqrt(2 - w^2): kappa_0 = eta/pi and kappa_1 = (1/pi) int 2 w eta dw.
    """
    zero = Interval(0, 0, bits)
    slope = quotient(Series.polynomial(bits, size, 2), root(Series.polynomial(bits, size, 2, 0, -1)))
    eta = integral(slope, zero)
    sigma = _over_pi(integral(eta.shift(1).each(lambda _, c: c * 2), zero))
    theta = sigma.plus(product(Series.polynomial(bits, size, -1, 0, 1), _over_pi(eta)))
    for _ in range(2, L):
        gate, sigma = _layer(sigma)
        theta = sigma.plus(product(theta, gate))
    return theta


@lru_cache(maxsize=32)
def at_one(L: int, size: int, bits: int) -> Series:
    """Return the series in v of Theta_L(1 - v^2), L >= 2.

    Sigma_j = 1 - v^2 g_j with g_0 = 1; theta_j = arccos Sigma_j has theta_j' = (2 g + v g')/sqrt(g (2 - v^2 g)), and
    kappa_1(Sigma_j) = Sigma_j + D_j/pi with D_j' = theta_j (v^2 g_j)'.
    """
    zero = Interval(0, 0, bits)
    long = size + 2
    g = Series.polynomial(bits, long, 1)
    theta = Series.polynomial(bits, long, 1, 0, -1)
    for _ in range(2, L + 1):
        numerator = g.each(lambda n, c: c * (n + 2))
        under = g.each(lambda _, c: c * 2).plus(product(g, g).shift(2).each(lambda _, c: -c))
        angle = integral(quotient(numerator, root(under)), zero)
        square = g.shift(2)
        bend = _over_pi(integral(product(angle, derivative(square)), zero))
        gate = Series.polynomial(bits, long, 1).plus(_over_pi(angle).each(lambda _, c: -c))
        g = g.plus(bend.shift(-2).each(lambda _, c: -c))
        sigma = Series.polynomial(bits, long, 1).plus(g.shift(2).each(lambda _, c: -c))
        theta = sigma.plus(product(theta, gate))
    return theta
