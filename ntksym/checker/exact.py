"""Eigenvalues and Hermite coefficients in closed form, from recurrences: Fractions times powers of pi.

Derivation (all d >= 2).  With B_d = int_{-1}^{1} (1-t^2)^{(d-3)/2} dt, B_2 = pi, B_3 = 2, B_{d+2} = B_d (d-1)/d.
Rodrigues, integrated by parts once and twice: the eigenvalue of f is P^{(d+2)}_{k-1} integrated against f', and
P^{(d+4)}_{k-2} against f''.  For 1[t > 0] and max(t, 0) these are point masses at 0, so that
``h_k = P^{(d+2)}_{k-1}(0)/((d-1) B_d)`` and ``r_k = P^{(d+4)}_{k-2}(0)/((d-1)(d+1) B_d)``, and
``(n+D-2) P_{n+1}(0) = -n P_{n-1}(0)`` in dimension D gives the two recurrences below.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial, isqrt
from typing import NamedTuple

from .intervals import Interval, pi
from .limits import tick


class Term(NamedTuple):
    """The number ``factor * pi**power``."""

    factor: Fraction
    power: int

    def times(self, factor: Fraction | int) -> Term:
        """Return a rational multiple."""
        return Term(self.factor * factor, self.power if factor else 0)

    def square(self) -> Term:
        """Return the square."""
        return Term(self.factor**2, 2 * self.power)

    def plus(self, other: Term) -> Term:
        """Return the sum of two terms with the same power of pi (or one of them zero)."""
        if not self.factor or not other.factor:
            return self if self.factor else other
        if self.power != other.power:
            raise ArithmeticError("a sum of different powers of pi is not a single term")
        total = self.factor + other.factor
        return Term(total, self.power if total else 0)

    def interval(self, bits: int) -> Interval:
        """Enclose the number within about one unit of 2^-bits."""
        size = self.factor.numerator.bit_length() - self.factor.denominator.bit_length()
        work = bits + 32 + -(-max(size, 0) // 64) * 64
        return _pi_power(self.power, work).times(self.factor).at(bits)


@lru_cache(maxsize=64)
def _pi_power(power: int, bits: int) -> Interval:
    return pi(bits).power(power)


ZERO = Term(Fraction(0), 0)


@dataclass(frozen=True)
class Root:
    """The number ``sign * sqrt(q) * pi**(j/2)``; unique, for pi is transcendental (zero is 0, 0, 0)."""

    sign: int
    q: Fraction
    j: int

    @classmethod
    def of(cls, term: Term) -> Root:
        """Write ``factor * pi**power`` in this form."""
        sign = (term.factor > 0) - (term.factor < 0)
        return cls(sign, term.factor**2, 2 * term.power if sign else 0)

    def interval(self, bits: int) -> Interval:
        """Enclose the number within about one unit of 2^-bits."""
        work = 2 * bits + 64 + 4 * abs(self.j)
        value = pi(work).power(abs(self.j))
        inner = Interval.of(self.q, work) / value if self.j < 0 else value.times(self.q)
        root = inner.meet(0, inner.hi + 1).sqrt().at(bits)
        return root * self.sign


@lru_cache(maxsize=512)
def beta_weight(d: int) -> Term:
    """Return ``B_d``, the integral of (1-t^2)^((d-3)/2) over [-1, 1]."""
    value, start = (Term(Fraction(1), 1), 2) if d % 2 == 0 else (Term(Fraction(2), 0), 3)
    for dimension in range(start, d, 2):
        value = value.times(Fraction(dimension - 1, dimension))
    return value


def _over_weight(d: int, factor: Fraction) -> Term:
    weight = beta_weight(d)
    return Term(factor / weight.factor, -weight.power)


@lru_cache(maxsize=64)
def _hemisphere_table(d: int, size: int) -> tuple[Term, ...]:
    table = [Term(Fraction(1, 2), 0), _over_weight(d, Fraction(1, d - 1))]
    for k in range(2, size):
        table.append(table[k - 2].times(Fraction(2 - k, k - 2 + d)) if k % 2 else ZERO)
    return tuple(table)


@lru_cache(maxsize=64)
def _relu_table(d: int, size: int) -> tuple[Term, ...]:
    table = [_over_weight(d, Fraction(1, d - 1)), Term(Fraction(1, 2 * d), 0), _over_weight(d, Fraction(1, d * d - 1))]
    for k in range(3, size):
        table.append(ZERO if k % 2 else table[k - 2].times(Fraction(3 - k, k + d - 1)))
    return tuple(table)


def _size(k: int) -> int:
    return (k // 256 + 1) * 256


def hemisphere(d: int, k: int) -> Term:
    """Return ``h_k``, the eigenvalue of 1[t > 0] on S^(d-1)."""
    return _hemisphere_table(d, _size(k))[k]


def relu(d: int, k: int) -> Term:
    """Return ``r_k``, the eigenvalue of max(t, 0) on S^(d-1)."""
    return _relu_table(d, _size(k))[k]


def _kappa0(d: int, k: int) -> Term:
    """kappa_0 = 2 E[1(w.x > 0) 1(w.y > 0)] is twice the zonal square of 1[t > 0]."""
    return hemisphere(d, k).square().times(2)


def _kappa1(d: int, k: int) -> Term:
    """kappa_1 = 2 E[(g.x)_+ (g.y)_+], g Gaussian, E|g|^2 = d."""
    return relu(d, k).square().times(2 * d)


def _tkappa0(d: int, k: int) -> Term:
    """Use t P_k = ((k+d-2) P_{k+1} + k P_{k-1})/(2k+d-2)."""
    if k == 0:
        return _kappa0(d, 1)
    up, down = _kappa0(d, k + 1).times(k + d - 2), _kappa0(d, k - 1).times(k)
    return up.plus(down).times(Fraction(1, 2 * k + d - 2))


def _identity(d: int, k: int) -> Term:
    return Term(Fraction(1, d), 0) if k == 1 else ZERO


def funk_hecke(kernel: str, d: int, k: int, L: int | None) -> Term | None:
    """Return the eigenvalue in closed form, or None where there is none (sigma L >= 2, ntk L >= 3)."""
    simple = {"step": hemisphere, "relu": relu, "kappa0": _kappa0, "kappa1": _kappa1, "tkappa0": _tkappa0}
    if kernel in simple:
        return simple[kernel](d, k)
    if (kernel, L) in (("sigma", 0), ("ntk", 1)):
        return _identity(d, k)
    if (kernel, L) == ("sigma", 1):
        return _kappa1(d, k)
    if (kernel, L) == ("ntk", 2):
        return _kappa1(d, k).plus(_tkappa0(d, k))
    return None


def eigenvalue_intervals(kernel: str, d: int, size: int, bits: int) -> list[Interval]:
    """Enclose the first eigenvalues of kappa0, tkappa0, kappa1 or ntk (L = 2), by the same recurrences.

    For many degrees the fractions are long: these are wrong by about k units of 2^-bits.
    """
    if kernel == "ntk":
        parts = (eigenvalue_intervals(name, d, size, bits) for name in ("kappa1", "tkappa0"))
        return [one + other for one, other in zip(*parts, strict=True)]
    start = _relu_table(d, 3) if kernel == "kappa1" else _hemisphere_table(d, 2)
    values, shift = [term.interval(bits) for term in start], len(start)
    for k in range(shift, size + 1):
        if k % 64 == 0:
            tick()
        ratio = Fraction(shift - k, k + d + shift - 4)
        values.append(values[k - 2].times(ratio) if (k + shift) % 2 else Interval(0, 0, bits))
    squares = [value.square() * (2 * d if kernel == "kappa1" else 2) for value in values]
    if kernel != "tkappa0":
        return squares[:size]
    sums = [squares[k + 1] * (k + d - 2) + squares[k - 1] * k for k in range(1, size)]
    return [squares[1], *(total.times(Fraction(1, 2 * k + d - 2)) for k, total in enumerate(sums, 1))]


def harmonics_dimension(d: int, k: int) -> int:
    """Return N(d,k): homogeneous polynomials of degree k modulo |x|^2 times those of degree k-2."""
    return comb(k + d - 1, d - 1) - (comb(k + d - 3, d - 1) if k >= 2 else 0)


def _hermite_at_zero(r: int) -> int:
    """Return He_r(0), from He_{r+1}(0) = -r He_{r-1}(0)."""
    value = 1
    for n in range(1, r, 2):
        value *= -n
    return 0 if r % 2 else value


def hermite(name: str, r: int, slope: Fraction) -> Root:
    """Return ``E[phi(g) He_r(g)]/sqrt(r!)``.

    Integrate by parts until a point mass at 0 is left, where the Gaussian density is 1/sqrt(2 pi).
    """
    order = 1 if name == "step" else 2
    if r >= order:
        at_zero = _hermite_at_zero(r - order)
        root = Root((at_zero > 0) - (at_zero < 0), Fraction(at_zero**2, 2 * factorial(r)), -1 if at_zero else 0)
    elif name != "step" and r == 0:
        root = Root(1, Fraction(1, 2), -1)
    else:
        root = Root(1, Fraction(1, 4), 0)
    if name == "leaky":  # phi(g) = g_+ - slope (-g)_+
        factor = 1 - slope * (-1) ** r
        sign = root.sign * ((factor > 0) - (factor < 0))
        root = Root(sign, root.q * factor**2, root.j if sign else 0)
    return root


def ball_constant(d: int) -> Root:
    """Return ``|C(d,1/2)| = 2^(d-5/2) Gamma(d/2)^2/pi`` from Gamma(z+1) = z Gamma(z)."""
    gamma = Fraction(1)  # Gamma(d/2), without its factor sqrt(pi) when d is odd
    start = Fraction(1) if d % 2 == 0 else Fraction(1, 2)
    while start < Fraction(d, 2):
        gamma, start = gamma * start, start + 1
    return Root(1, Fraction(4) ** (d - 2) / 2 * gamma**4, -2 if d % 2 == 0 else 0)


def rational_root(value: Fraction) -> Fraction | None:
    """Return the square root of a rational square, None if it is not one."""
    root = Fraction(isqrt(abs(value.numerator)), isqrt(value.denominator))
    return root if root * root == value else None


@lru_cache(maxsize=8)
def _kappa_series(order: int) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the Taylor coefficients of kappa_0 and kappa_1 at 0 below t^order.

    kappa_0' = (1-t^2)^(-1/2)/pi and kappa_1' = kappa_0; the binomial series of the first is a product of ratios.
    """
    root = [Fraction(1)]
    for m in range(1, order // 2 + 1):
        root.append(root[-1] * Fraction(2 * m - 1, 2 * m))
    zero = [Term(Fraction(1, 2), 0)]
    for m in range(1, order):
        zero.append(Term(root[m // 2] / m, -1) if m % 2 else ZERO)
    one = [Term(Fraction(1), -1), *(zero[m - 1].times(Fraction(1, m)) for m in range(1, order))]
    return tuple(zero), tuple(one)


def power_series(kernel: str, L: int, m: int) -> Term | None:
    """Return the coefficient of t^m in Sigma_L (L <= 1) or Theta_L (L <= 2); None for deeper kernels."""
    if (kernel, L) in (("sigma", 0), ("ntk", 1)):
        return Term(Fraction(1), 0) if m == 1 else ZERO
    if (kernel, L) not in (("sigma", 1), ("ntk", 2)):
        return None
    zero, one = _kappa_series(_size(m))
    return one[m] if kernel == "sigma" or m == 0 else one[m].plus(zero[m - 1])
