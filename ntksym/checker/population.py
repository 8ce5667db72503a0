"""The population law H of a limiting law and its Stieltjes transform m(zeta) = int dH(t)/(t - zeta), with error bounds.

H is the law of a^2 chi + b^2.  With gamma = gamma_2, big = max(1, gamma), q = min(sqrt gamma, 1/sqrt gamma),
u = (zeta - b^2)/a^2, W = (u - 2 (1 + gamma))/(2 sqrt gamma), v_1 = (u - 1 - gamma)/(2 sqrt gamma),

    m = atom/(b^2 - zeta) - (kappa/a^2) (gamma/(2 big) F(W) + (1 - gamma)_+ G(v_1)),  kappa = 1/(big sqrt gamma),
    F(W) = int_0^pi w(theta) G(W - cos theta) dtheta,  w = (2/pi) sin^2 theta/(1 + 2 q cos theta + q^2),
    G(v) = 1/(v + S + q),  G' = -((v + S)/S) G^2,  S^2 = v^2 - 1,  1/y = v + S with |y| < 1: Re(S conj v) > 0.

Off the ends of supp H: the midpoint rule.  Let E = 1 + e, |Im theta| <= log E, 0 < e <= 1, e <= (1 - q)/2 unless
gamma = 1, and |Re W| >= 2 + e^2 or Im W >= 2 e.  Then |1/y| >= 1 + e: in the first case cosh(log E) <= 1 + e^2/2, so
|Re v| >= 1 + e^2/2 and (|1/y| - 1)^2 >= e^2 |1/y|; in the second sinh(log E) <= e, so |Im v| >= e and
|1/y| - |y| >= 2 e.  Hence |G| <= 1/e, |(v + S)/S| = 2/|1 - y^2| <= 4/e, |G'| <= 4/e^3, and |w| <= 6/(1 - q)^2 (1 for
gamma = 1, where w = (1 - cos theta)/pi).  With n points the rule errs by at most 2 pi M/(E^(2n) - 1) (Trefethen and
Weideman 2014, Theorem 3.2), M the bound of the integrand, and E^(2n) >= 2^(2ne).

At the soft ends W = 2 s, s = 1, -1: Gauss-Legendre in phi = theta/2 (theta -> pi - theta for s = -1), with x = sin phi,
c = 1 - 2 x^2, Y = (x + sqrt(1 + x^2))^2, G = 1/(s Y + q), S = 2 s x sqrt(1 + x^2), v + S = s Y.  On the ellipse with
R = 1 + r about [0, pi/2], r = sqrt(g)/4, g = 1 - q (g = 1 for gamma = 1): |Im phi| <= 0.79 r, Re phi passes the ends by
at most 0.4 r^2, |x| <= 1.04, |Im x| <= 0.21, Re x >= -0.42 r^2, hence |Y| >= 1 - 0.9 r^2, Re Y > 0, |Y| <= 6.3 and
|s Y + q| >= 0.9 g.  At Re phi = u from an end, (Im phi)^2 <= 1.6 r^2 (u + 0.4 r^2).  The factor 1 - q exp(i tau) of
1 + 2 s q c + q^2, tau twice the distance from an end, is at least g/2 if |Im tau| < g/3, and else u >= g/4, which makes
it at least 0.15 g.  So the integrands of F and F' are below 1024/g^3 and 4096/g^4, and the rule errs by at most
4 M/(r 2^(5nr/2)).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import NamedTuple

from .boxes import Box
from .intervals import Interval, pi, sin_cos
from .limits import UndecidedError, tick
from .quadrature import MAX_NODES, legendre_rule

MOST_NODES = 20_000
UNIT = 1 << 24


class Hole(NamedTuple):
    """An open interval without mass of H, None for an infinite end; `soft` is W at an end where I stays finite."""

    low: Interval | None
    high: Interval | None
    soft: int = 0


def _short(value: Fraction) -> Fraction:
    return Fraction(value.numerator * UNIT // value.denominator, UNIT)


def _root(value: Fraction) -> Fraction:
    return Fraction(isqrt(int(value * UNIT * UNIT)), UNIT) if value > 0 else Fraction(0)


@lru_cache(maxsize=8)
def _cosines(n: int, bits: int) -> tuple[Interval, ...]:
    """Return the cosines of (2j + 1) pi/(2n), j < n, n even."""
    right = []
    for j in range(n // 2):
        tick()
        right.append(sin_cos(pi(bits).times(Fraction(2 * j + 1, 2 * n)))[1])
    return (*right, *(-c for c in reversed(right)))


class Population:
    """H for enclosures of a^2 and b^2 (exact where they are 0) at one precision."""

    def __init__(self, a2: Interval, b2: Interval, gamma: Fraction) -> None:
        self.a2, self.b2, self.gamma, self.bits = a2, b2, gamma, a2.bits
        self.point = a2.lo == a2.hi == 0
        if (not self.point and a2.lo <= 0) or b2.lo < 0:
            raise UndecidedError("the Hermite data are not resolved")
        self.root = Interval.of(gamma, self.bits).sqrt()
        self.q = self.root if gamma <= 1 else self._one / self.root
        self.g = Fraction(1) if gamma == 1 else (1 - self.q).lower()
        self.atom = Fraction(1) if self.point else gamma / 2 if gamma <= 1 else 1 - 1 / (2 * gamma)
        self.second = (a2 + b2).square() + a2.square().times(2 * gamma)

    @property
    def _one(self) -> Interval:
        return Interval.of(1, self.bits)

    def holes(self) -> dict[str, Hole]:
        """Return the holes of supp H by name."""
        b2 = self.b2
        if self.point:
            return {"left": Hole(None, b2), "right": Hole(b2, None)}
        least, most = ((self.root + sign).square() * self.a2 for sign in (-1, 1))
        found = {"left": Hole(None, b2), "right": Hole(b2 + most * 2, None, 2)}
        if self.gamma > 1:
            found["gap 1"] = Hole(b2, b2 + least * 2, -2)
        elif self.gamma < 1:
            found["gap 1"] = Hole(b2, b2 + least)
            if most.hi < (least * 2).lo:
                found["gap 2"] = Hole(b2 + most, b2 + least * 2, -2)
        return found

    def transform(self, zeta: Box) -> tuple[Box, Box]:
        """Return m and m' off the support, or above the real line."""
        if self.point:
            return self._assemble(zeta, None, None)
        scale = self.root * 2
        u = (zeta - self.b2) / self.a2
        W = (u - Interval.of(2 * (1 + self.gamma), self.bits)) / scale
        n, errors = self._plan(W)
        total = [Box(self._one * 0), Box(self._one * 0)]
        for c in _cosines(n, self.bits):
            tick()
            weight = 1 - c if self.gamma == 1 else (1 - c.square()) * 2 / self._denominator(c)
            for k, value in enumerate(self._cauchy(W - c)):
                total[k] = total[k] + value * weight
        F, dF = (_wide(value / n, error) for value, error in zip(total, errors, strict=True))
        return self._assemble(zeta, (F, dF), (u - Interval.of(1 + self.gamma, self.bits)) / scale)

    def _plan(self, W: Box) -> tuple[int, list[Fraction]]:
        """Return the number of points and the errors of F and F'."""
        e = min(Fraction(1), W.im.lower() / 2)
        beyond = max(W.re.lower() - 2, -2 - W.re.upper())
        if beyond > 0:
            e = max(e, min(Fraction(1), _root(beyond)))
        e = _short(e if self.gamma == 1 else min(e, self.g / 2))
        if e <= 0:
            raise UndecidedError("zeta is too close to the support of H")
        w = Fraction(1) if self.gamma == 1 else 6 / self.g**2
        sizes = [w / e, 4 * w / e**3]
        n = -(-(self.bits + int(sizes[1]).bit_length()) // (64 * e)) * 32
        if n > MOST_NODES:
            raise UndecidedError("zeta is too close to the support of H for the quadrature")
        return n, [7 * M / (2 ** (2 * n * e // 1) - 1) for M in sizes]

    def _denominator(self, c: Interval) -> Interval:
        return self.q.square() + 1 + self.q * c * 2

    def _cauchy(self, v: Box) -> tuple[Box, Box]:
        S = (v * v - 1).sqrt_towards(v)
        outer = v + S
        G = (outer + self.q).inverse()
        return G, -(outer * S.inverse() * G * G)

    def _assemble(self, zeta: Box, F: tuple[Box, Box] | None, v: Box | None) -> tuple[Box, Box]:
        gap = (-(zeta - self.b2)).inverse()
        found = [gap * Interval.of(self.atom, self.bits)]
        found.append(found[0] * gap)
        if F is not None and v is not None:
            big = max(Fraction(1), self.gamma)
            factor = -(self._one / (self.root * self.a2)).times(1 / big)
            lone = self._cauchy(v) if self.gamma < 1 else None
            for k in range(2):
                part = F[k] * Interval.of(self.gamma / 2 / big, self.bits)
                part = part + lone[k] * Interval.of(1 - self.gamma, self.bits) if lone else part
                found[k] = found[k] + part * factor
                factor = factor / (self.a2 * self.root * 2)
        return found[0], found[1]

    def transform_at(self, side: int) -> tuple[Interval, Box, Box]:
        """Return the soft end where W = side, and m and m' there."""
        s = side // 2
        bits, g = self.bits, self.g
        r = _root(g) / 4
        if r <= 0:
            raise UndecidedError("gamma2 is too close to 1")
        sizes = [1024 / g**3, 4096 / g**4]
        n = -(-(bits + int(sizes[1] / r).bit_length() + 4) * 2 // (5 * r) // 32) * 32
        if n > MAX_NODES:
            raise UndecidedError("the quadrature at the end of the support of H would need too many nodes")
        F, dF = Interval(0, 0, bits), Interval(0, 0, bits)
        for weight, value, slope in self._soft(s, n):
            F, dF = F + weight * value, dF + weight * slope
        ends = [(4 * M / r) / 2 ** (5 * n * r // 2) for M in sizes]
        pair = [_wide(Box(value), error) for value, error in zip((F, dF), ends, strict=True)]
        end = self.b2 + self.a2 * (self.root + s).square() * 2
        v = Box((self._one * s * 4 * self.root + Interval.of(1 + self.gamma, bits)) / (self.root * 2))
        return end, *self._assemble(Box(end), (pair[0], pair[1]), v)

    def _soft(self, s: int, n: int) -> Iterator[tuple[Interval, Interval, Interval]]:
        """Return weights, integrands of F and of F' (in phi, times pi; the weights over 4) at the nodes."""
        rule = legendre_rule(n, self.bits)
        for theta, weight in zip(rule.theta, rule.weight, strict=True):
            tick()
            x = sin_cos(theta.times(Fraction(1, 2)))[0]
            square = x.square()
            outer = (square + 1).sqrt()
            Y = (x + outer).square()
            G = self._one / (Y * s + self.q)
            if self.gamma == 1:
                ratio = Interval.of(Fraction(1, 4), self.bits)
            else:
                ratio = (1 - square) / self._denominator((1 - square * 2) * s)
            yield weight, square * ratio * G * 4, -(x / outer * ratio * Y * G.square() * 2)


def _wide(value: Box, error: Fraction) -> Box:
    units = Interval.of(error, value.re.bits).hi
    return Box(value.re.widen(units), value.im.widen(units))
