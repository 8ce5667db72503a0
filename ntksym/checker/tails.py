"""All degrees at once: mu_k(Theta_L) = |C| G(k) (sum_{m<M} gamma_m a_m(k) +- E a_M(k)) for every k >= k0.

Derivation.  Cauchy's formula for Theta_L(t) on the ellipse with foci +-1 through 1 + s0 (strip.py; |Theta_L| <= W),
slit along the two cuts, gives mu_k = -(1/pi) int_0^tau0 (J_+ + (-1)^k J_-) E_k dtau + e_k with s = cosh tau - 1,
J_+- = sum_m (-1)^m c_m^+- s^(m+1/2), c_m^+- the odd coefficients in v, w at t = 1 - v^2, t = -1 + w^2, and E_k > 0 the
eigenvalue of sinh tau/(cosh tau - t).  (1/pi) int_0^inf s^(m+1/2) E_k = |C| G(k) a_m(k).  J's rest beyond M terms is at
most s^(M+1/2) times `rest`: for s <= s1 from its coefficients and Cauchy's inequality, for s1 <= s <= s0 from |J| <= W
and the terms themselves, as s^(m-M) <= s1^(m-M).  The first part beyond tau0 is bounded by s^(m+1/2) <=
s0^(m-N) s^(N+1/2), and |e_k| by W times the bound of |E_k|; the last two, divided by a_M(k), are largest at k0.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import NamedTuple

from .exact import ball_constant
from .intervals import Interval
from .kernels import domain
from .limits import InvalidError, tick
from .series import at_minus_one, at_one
from .strip import S0, bound

BITS = 640


def short(value: Fraction) -> Fraction:
    """Round a positive rational up to 96 significant bits."""
    excess = value.numerator.bit_length() - value.denominator.bit_length() - 96
    scale = Fraction(2) ** excess
    return scale * -(-value // scale)


def growth(d: int, k: int) -> Fraction:
    """Return G(k) = Gamma(k-1/2)/Gamma(k+d-1/2), k >= 1."""
    return Fraction(1 << d, prod(range(2 * k - 1, 2 * (k + d) - 1, 2)))


def decay(d: int, k: int, m: int) -> Fraction:
    """Return a_m(k) = prod_{i=1..m} 2 (d/2+i-1) (i+1/2) / ((k-1/2-i)(k+d-3/2+i))."""
    value = Fraction(1)
    for i in range(1, m + 1):
        value *= _step(d, k, i)
    return value


def _step(d: int, k: int, m: int) -> Fraction:
    return Fraction(2 * (d + 2 * m - 2) * (2 * m + 1), (2 * k - 1 - 2 * m) * (2 * k + 2 * d - 3 + 2 * m))


@lru_cache(maxsize=32)
def _coefficients(L: int, count: int) -> tuple[list[Interval], list[Interval]]:
    size = 2 * count + 2
    bits = BITS + 4 * size
    plus, minus = at_one(L, size, bits), at_minus_one(L, size, bits)
    return [plus[2 * m + 1].at(BITS) for m in range(count)], [minus[2 * m + 1].at(BITS) for m in range(count)]


def _largest(value: Interval) -> Fraction:
    return max(abs(value.lower()), abs(value.upper()))


class Tail(NamedTuple):
    """The expansion for one (L, d) and all k >= k0."""

    d: int
    start: int
    gamma: tuple[tuple[Interval, ...], tuple[Interval, ...]]  # for even and for odd k
    error: Fraction  # (B + eps), to be multiplied by a_M(k)

    def ratio(self, k: int) -> Interval:
        """Enclose mu_k / (|C| G(k)) for one k >= k0."""
        terms = self.gamma[k % 2]
        total, weight = Interval(0, 0, BITS), Fraction(1)
        for m, gamma in enumerate(terms, 1):
            total = total + gamma.times(weight)
            weight *= _step(self.d, k, m)
        return total.widen(Interval.of(self.error * weight, BITS).hi)

    def infimum(self, k: int) -> Fraction:
        """Bound mu_j / (|C| G(j)) from below for all j >= k of the parity of k (corollary 1)."""
        return self._one_sided(k, 1)

    def supremum(self, k: int) -> Fraction:
        """Bound mu_j / (|C| G(j)) from above for all j >= k of the parity of k."""
        return -self._one_sided(k, -1)

    def _one_sided(self, k: int, sign: int) -> Fraction:
        """0 < a_m(j) <= a_m(k), and a_m/a_1 decreases: either the first correction dominates, or all are bounded."""
        terms = [gamma * sign for gamma in self.gamma[k % 2]]
        weights = [decay(self.d, k, m) for m in range(len(terms) + 1)]
        rest = self.error * weights[-1]
        if len(terms) > 1:
            others = sum((_largest(g) * w for g, w in zip(terms[2:], weights[2:], strict=False)), rest)
            if terms[1].lower() * weights[1] >= others:
                return terms[0].lower()
        drops = sum((min(g.lower(), Fraction(0)) * w for g, w in zip(terms[1:], weights[1:], strict=False)), -rest)
        return terms[0].lower() + drops


def _root(value: Fraction) -> Fraction:
    """Return an upper bound of the square root."""
    return Interval.of(value, 96).sqrt().upper()


def _ellipse_factor(d: int, k: int, s0: Fraction) -> tuple[Fraction, Fraction]:
    """Return upper bounds of S_k^(d) >= |E_k| on the ellipse and of e^(-tau0) = 1 + s0 - sqrt(s0 (2 + s0))."""
    sinh = Interval.of(s0 * (2 + s0), 256).sqrt()
    shrink = (Interval.of(1 + s0, 256) - sinh).upper()
    value = Fraction(1)
    for digit in f"{k:b}":  # shrink^k
        value = short(value * value * (shrink if digit == "1" else 1))
    if d % 2:  # coth(tau0) (2k)!!/(2k+1)!!
        ratio = (1 + s0) / sinh.lower()
        for i in range(1, k + 1):
            tick()
            ratio = short(ratio * Fraction(2 * i, 2 * i + 1))
        value *= ratio
    for dimension in range(2 + d % 2, d, 2):
        value *= Fraction(dimension, 2 * k + dimension) * (1 + shrink**2)
    return short(value), shrink


@lru_cache(maxsize=64)
def tail(L: int, d: int, k0: int, terms: int) -> Tail:
    """Evaluate the theorem with M = `terms`, every hypothesis tested.

    Raises
    ------
    InvalidError
        If a hypothesis fails for these k0 and M.
    """
    M, region, wall, s0 = terms, domain(L), short(bound(L)[0]), S0
    rho, s1 = region.rho, min(S0, region.rho * Fraction(15, 16))
    if not 1 <= M <= k0 - 2:
        raise InvalidError(f"the tail needs 1 <= M <= k0 - 2; here M = {M}, k0 = {k0}")
    last = -(-(M + 48) // 16) * 16
    c_plus, c_minus = _coefficients(L, last)
    sizes = [_largest(a) + _largest(b) for a, b in zip(c_plus, c_minus, strict=True)]
    # |c_m^+| <= plus rho^-(m+1/2), |c_m^-| <= minus 2^-(m+1/2)
    rest = sum((sizes[m] * s1 ** (m - M) for m in range(M, last)), Fraction(0))
    rest += region.plus * _root(1 / rho) / rho**last * s1 ** (last - M) / (1 - s1 / rho)
    rest += region.minus * _root(Fraction(1, 2)) / Fraction(2) ** last * s1 ** (last - M) / (1 - s1 / 2)
    if s1 < s0:
        rest += sum((sizes[m] * s1 ** (m - M) for m in range(M)), 2 * wall / s1**M * _root(1 / s1))
    factor, shrink = _ellipse_factor(d, k0, s0)
    if shrink > Fraction(2 * k0 - 2 * M - 1, 2 * (k0 + M + d) - 1):
        raise InvalidError(f"the tail's hypothesis on e^(-tau0) fails for k0 = {k0}, M = {M}")
    N, weight = M, Fraction(1)  # weight = s0^-(N-M) a_N(k0)/a_M(k0)
    while k0 - 1 > N and (step := _step(d, k0, N + 1) / s0) < 1:
        tick()
        N, weight = N + 1, short(weight * step)
    beyond = weight * s0**-M * sum((sizes[m] * s0**m for m in range(M)), Fraction(0))
    constant = ball_constant(d).interval(256 + 8 * d).lower()
    ends = wall * factor / (constant * growth(d, k0) * decay(d, k0, M))
    error = short(rest + beyond + ends)
    gamma = tuple(tuple((c_plus[m] + c_minus[m] * parity) * (-1) ** (m + 1) for m in range(M)) for parity in (1, -1))
    return Tail(d, k0, (gamma[0], gamma[1]), error)
