"""Lattices of R^m with a character chi = +-1 and shortest vector 1, by their theta functions.

sum_x chi(x) e^{-s|x|^2} is a product over orthogonal parts; each is a polynomial in theta_2, theta_3, theta_4 at c s,

    theta_2 = sum_n e^{-u(n+1/2)^2},   theta_3 = sum_n e^{-u n^2},   theta_4 = sum_n (-1)^n e^{-u n^2},

and Poisson's formula exchanges theta_2 and theta_4: f(s) = c^(-m/2) (pi/s)^(m/2) sum_g e^{-pi^2 M/(4s)}, where M = n/c
and theta_2 contributes odd squares to n, theta_3 and theta_4 even ones.

    Z      chi(x) = (-1)^x;     bcc  Z^m with +, its shift by (1/2, ..., 1/2) with -, scaled by 2/sqrt(m) for m = 3;
    D6+    the sum even, and its shift by (1/2, ..., 1/2) with -;   E7*  x mod 2 in the [7,4,3] code, chi = (-1)^weight;
    BW16+  x mod 2 in the [16,6,6] code spanned by RM(1,4), with +, and a bent function, whose coset is odd; the sum of
           the coordinates = 0 (mod 4) for even and = 2 (mod 4) for odd words;
    O23    the unimodular lattice without vectors of square 1 and 2, chi(x) = (-1)^(|x|^2).

Conway and Sloane, Sphere packings, lattices and groups, chapters 4, 7 and 16.  "best" takes the largest parts that fit.
Sums of e^{-|x|^2} and of e^{-M/4} over all vectors are at most |polynomial| at 1 + sqrt(pi/c), 1 + sqrt(pi c).
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import NamedTuple

from .limits import InvalidError, tick

Series = dict[int, int]
LATTICES = ("cubic", "bcc", "best")
POINTS, DUAL = 12, 4  # units of |x|^2 and of M


class Part(NamedTuple):
    """16 times the polynomial as {(e_2, e_3, e_4): coefficient}, in dimension m, at c s."""

    m: int
    c: Fraction
    terms: dict[tuple[int, int, int], int]


Z = Part(1, Fraction(1), {(0, 0, 1): 16})
O23 = Part(23, Fraction(1, 3), {(0, 0, 23): 16, (4, 4, 15): 46})
BW16 = Part(
    16,
    Fraction(2, 3),
    {(0, 16, 0): 8, (8, 8, 0): 240, (16, 0, 0): 8, (0, 0, 16): 8, (6, 10, 0): -128, (10, 6, 0): -128},
)
E7 = Part(7, Fraction(4, 3), {(0, 7, 0): 16, (3, 4, 0): -112, (4, 3, 0): 112, (7, 0, 0): -16})
D6 = Part(6, Fraction(2, 3), {(0, 6, 0): 8, (0, 0, 6): 8, (6, 0, 0): -8})


def _body_centred(m: int) -> Part:
    return Part(m, max(Fraction(1), Fraction(4, m)), {(0, m, 0): 16, (m, 0, 0): -16})


def parts_of(m: int, lattice: str) -> list[tuple[Part, int]]:
    """Return the orthogonal parts of a lattice of R^m, and how often each is there."""
    if lattice == "bcc":
        if m < 3:
            raise InvalidError("the body-centred lattice needs d >= 4")
        return [(_body_centred(m), 1)]
    found = []
    for part in (Z,) if lattice == "cubic" else (O23, BW16, E7, D6, _body_centred(3), Z):
        if m >= part.m:
            found.append((part, m // part.m))
            m %= part.m
    return found


def _times(x: Series, y: Series, length: int) -> Series:
    found: Series = {}
    rising = sorted(y.items())
    for a, count in x.items():
        tick()
        for b, other in rising:
            if a + b >= length:
                break
            found[a + b] = found.get(a + b, 0) + count * other
    return found


def _power(x: Series, exponent: int, length: int) -> Series:
    found = {0: 1}
    for _ in range(exponent):
        found = _times(found, x, length)
    return found


def _thetas(length: int) -> tuple[Series, Series, Series]:
    """Return the three functions in e^{-u/4}, below a power."""
    odd: Series = {}
    plain, signed = {0: 1}, {0: 1}
    for n in range(1, isqrt(length) + 2):
        if n % 2:
            odd[n * n] = 2
        else:
            plain[n * n], signed[n * n] = 2, 2 if n % 4 == 0 else -2
    return odd, plain, signed


def _expand(part: Part, length: int, dual: bool) -> Series:
    """Return the polynomial in e^{-u/4} below a power, theta_2 and theta_4 exchanged if `dual`."""
    total: Series = {}
    odd, plain, signed = _thetas(length)
    for (e2, e3, e4), factor in part.terms.items():
        product = _power(plain, e3, length)
        for theta, exponent in ((odd, e4 if dual else e2), (signed, e2 if dual else e4)):
            product = _times(product, _power(theta, exponent, length), length)
        for n, count in product.items():
            total[n] = total.get(n, 0) + factor * count
    if any(count % 16 for count in total.values()):
        raise ArithmeticError("a number of vectors is not an integer")
    return {n: count // 16 for n, count in total.items() if count}


def vectors(parts: list[tuple[Part, int]], far: int) -> Series:
    """Return 12 |x|^2 and the sum of chi, for |x|^2 < far."""
    found = {0: 1}
    for part, count in parts:
        rows = _expand(part, int(4 * far / part.c) + 1, False)
        scaled = {int(n * part.c * POINTS / 4): v for n, v in rows.items()}
        for _ in range(count):
            found = _times(found, scaled, far * POINTS)
    return found


def dual_vectors(parts: list[tuple[Part, int]], high: int) -> Series:
    """Return 4 M and the number of g, for M < high."""
    found = {0: 1}
    for part, count in parts:
        rows = _expand(part, int(high * part.c) + 1, True)
        scaled = {int(n * DUAL / part.c): v for n, v in rows.items()}
        for _ in range(count):
            found = _times(found, scaled, high * DUAL)
    return found


def sums(parts: list[tuple[Part, int]]) -> tuple[Fraction, Fraction]:
    """Return upper bounds of the sums of e^{-|x|^2} and of e^{-M/4}."""
    near = other = Fraction(1)
    for part, count in parts:
        size = Fraction(sum(abs(v) for v in part.terms.values()), 16)
        near *= (size * _top(Fraction(22, 7) / part.c) ** part.m) ** count
        other *= (size * _top(Fraction(22, 7) * part.c) ** part.m) ** count
    return near, other


def _top(square: Fraction) -> Fraction:
    """Return an upper bound of 1 + sqrt(square)."""
    return 1 + Fraction(isqrt(int(square * 10_000)) + 1, 100)
