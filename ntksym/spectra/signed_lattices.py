r"""Lattices with a character chi = +-1, by their theta functions: orthogonal sums of six, scaled to shortest vector 1.

The signed theta function f(s) = sum_x chi(x) e^{-s|x|^2} of each is a polynomial in the Jacobi functions of u = c s,

    theta_2 = sum_n e^{-u(n+1/2)^2},   theta_3 = sum_n e^{-u n^2},   theta_4 = sum_n (-1)^n e^{-u n^2},

of degree m.  By Poisson's formula theta_2 and theta_4 change places: f(s) = (pi/s)^(m/2)/vol sum_g e^{-|g|^2/(4s)}
over a coset of the dual, vol = c^{m/2} and |g|^2 = pi^2 n/c where theta_2 gives odd squares n and theta_3, theta_4 even
ones.  All are lattices because their conditions are additive, and their shortest vectors are the odd ones:

    Z       Z, chi(x) = (-1)^x;
    bcc     Z^3 with its shift by (1/2, 1/2, 1/2), which is odd; |x|^2 >= 3/4 (for the lattice "bcc" any m >= 3);
    D6+     x in Z^6 of even sum, and with its shift by (1/2, ..., 1/2), which is odd; |x|^2 >= 3/2;
    E7*     x in Z^7 with x mod 2 in the Hamming code [7,4,3], chi = (-1)^(sum x); |x|^2 >= 3;
    BW16+   x in Z^16 with x mod 2 in the code [16,6,6] spanned by the Reed-Muller code RM(1,4), whose words are even
            and have weight 0, 8 or 16, and the bent function x1 x2 + x3 x4, whose coset is odd and has weights 6 and
            10; sum x = 0 mod 4 for even and = 2 mod 4 for odd words; |x|^2 >= 6 (even ones: 8);
    O23     the unimodular lattice of R^23 without vectors of |x|^2 < 3, chi(x) = (-1)^(|x|^2) (the projection, along
            a vector u of |u|^2 = 4 in the Leech lattice, of its vectors of even product with u).  By Hecke's theorem
            its theta function is a combination of theta_3^(23-8k) (theta_2 theta_4/2)^(4k), the numbers of vectors of
            |x|^2 = 0, 1, 2 are 1, 0, 0 and give 1, -46, 0; replacing |x|^2 by its parity takes theta_3 to theta_4
            and theta_2^4 theta_4^4 to -theta_2^4 theta_3^4.

The sum over all of a lattice's vectors of e^{-|x|^2} is at most the polynomial with |coefficients| at
1 + sqrt(pi/c) >= theta_j, as sum_{n>0} e^{-c n^2} <= int_0^oo and a shift has no larger sum.

SOURCE: Conway and Sloane, Sphere packings, lattices and groups: chapter 4 (D_n+, E7*), 4.10 (Barnes-Wall), chapter 7,
Theorem 7 (Hecke), chapter 16 (O23); theta polynomials and the use of them here: ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ntksym.errors import InputError

HALF = Fraction(1, 2)
POINTS, DUAL = 12, 4  # |x|^2 is a multiple of 1/12, |g|^2/pi^2 of 1/4
Terms = tuple[tuple[tuple[int, int, int], Fraction], ...]
Series = dict[int, int]


@dataclass(frozen=True)
class Signed:
    """A lattice of R^m with a character, as a polynomial in (theta_2, theta_3, theta_4) of c s.

    Parameters
    ----------
    name, m
        How tables call it; its dimension.
    c
        The square of the scale.
    terms
        (e_2, e_3, e_4) and the coefficient.
    """

    name: str
    m: int
    c: Fraction
    terms: Terms

    def points(self, far: int) -> Series:
        """12 |x|^2 and the sum of chi over the vectors of that length, |x|^2 < far.

        Examples
        --------
        >>> PARTS["E7*"].points(2)
        {0: 1, 12: -56, 16: 126}
        """
        unit = self.c * POINTS / 4
        return {int(n * unit): count for n, count in _expand(self.terms, math.ceil(4 * far / self.c)).items()}

    def dual(self, high: int) -> Series:
        """4 |g|^2/pi^2 and the number of g, |g|^2/pi^2 < high."""
        swapped = tuple(((e4, e3, e2), count) for (e2, e3, e4), count in self.terms)
        return {int(n * DUAL / self.c): count for n, count in _expand(swapped, math.ceil(high * self.c)).items()}

    def sums(self) -> tuple[Fraction, Fraction]:
        """Upper bounds of sum e^{-|x|^2} over all vectors, and of sum e^{-|g|^2/(4 pi^2)} over the coset."""
        size = sum((abs(count) for _, count in self.terms), Fraction(0))
        return size * _theta_top(self.c) ** self.m, size * _theta_top(1 / self.c) ** self.m


def _theta_top(c: Fraction) -> Fraction:
    """An upper bound of 1 + sqrt(pi/c)."""
    return 1 + Fraction(math.isqrt(math.floor(Fraction(220_000, 7) / c)) + 1, 100)


def _expand(terms: Terms, length: int) -> Series:
    """The polynomial for u = s: the coefficients of e^{-s n/4}, n < length."""
    found: dict[int, Fraction] = {}
    whole = -(-length // 4)
    for (e2, e3, e4), factor in terms:
        plain = _product(theta_power(e3, whole), [(-1) ** n * v for n, v in enumerate(theta_power(e4, whole))])
        for j, odd in enumerate(odd_power(e2, max(0, -((e2 - length) // 8)))):
            for i, even in enumerate(plain):
                n = e2 + 8 * j + 4 * i
                if n < length and odd and even:
                    found[n] = found.get(n, Fraction(0)) + factor * odd * even
    return {n: int(found[n]) for n in sorted(found) if found[n]}


def _terms(*rows: tuple[int, int, int, Fraction | int]) -> Terms:
    return tuple(((e2, e3, e4), Fraction(count)) for e2, e3, e4, count in rows)


def body_centred(m: int) -> Signed:
    """Z^m with +, its shift by (1/2, ..., 1/2) with -, m >= 3."""
    return Signed("bcc", m, max(Fraction(1), Fraction(4, m)), _terms((0, m, 0, 1), (m, 0, 0, -1)))


PARTS = {
    part.name: part
    for part in (
        Signed("O23", 23, Fraction(1, 3), _terms((0, 0, 23, 1), (4, 4, 15, Fraction(46, 16)))),
        Signed(
            "BW16+",
            16,
            Fraction(2, 3),
            _terms((0, 16, 0, HALF), (8, 8, 0, 15), (16, 0, 0, HALF), (0, 0, 16, HALF), (6, 10, 0, -8), (10, 6, 0, -8)),
        ),
        Signed("E7*", 7, Fraction(4, 3), _terms((0, 7, 0, 1), (3, 4, 0, -7), (4, 3, 0, 7), (7, 0, 0, -1))),
        Signed("D6+", 6, Fraction(2, 3), _terms((0, 6, 0, HALF), (0, 0, 6, HALF), (6, 0, 0, -HALF))),
        body_centred(3),
        Signed("Z", 1, Fraction(1), _terms((0, 0, 1, 1))),
    )
}
LATTICES = ("bcc", "best", "cubic")


def lattice_of(m: int, name: str) -> dict[Signed, int]:
    """The orthogonal parts of a named lattice of R^m and how often each is there.

    Parameters
    ----------
    name
        ``cubic``: Z^m; ``bcc``: the body-centred one; ``best``: the sum of the largest parts that fit.

    Examples
    --------
    >>> {part.name: count for part, count in lattice_of(12, "best").items()}
    {'E7*': 1, 'bcc': 1, 'Z': 2}
    """
    if name not in LATTICES:
        raise InputError(f"lattice={name}", "no such lattice", f"choose one of {', '.join(LATTICES)}")
    if name == "bcc":
        return {body_centred(m): 1}
    found, left = {}, m
    for part in [PARTS["Z"]] if name == "cubic" else PARTS.values():
        count, left = divmod(left, part.m)
        if count:
            found[part] = count
    return found


def combine(series: list[tuple[Series, int]], below: int) -> Series:
    """The product of powers of series, below a bound."""
    result: Series = {0: 1}
    for base, exponent in series:
        while exponent:
            if exponent & 1:
                result = _convolve(result, base, below)
            exponent >>= 1
            base = _convolve(base, base, below) if exponent else base
    return {norm: result[norm] for norm in sorted(result) if result[norm]}


def _convolve(x: Series, y: Series, below: int) -> Series:
    found: Series = {}
    ordered = sorted(y.items())
    for a, count in x.items():
        for b, other in ordered:
            if a + b >= below:
                break
            found[a + b] = found.get(a + b, 0) + count * other
    return found


def theta_power(m: int, length: int) -> list[int]:
    """How many vectors of Z^m have |x|^2 = 0, 1, ..., length - 1.

    Examples
    --------
    >>> theta_power(4, 5)
    [1, 8, 24, 32, 24]
    """
    base = [0] * length
    for n in range(math.isqrt(max(length - 1, 0)) + 1):
        if n * n < length:
            base[n * n] = 2 if n else 1
    return _powers(base, m, length)


def odd_power(m: int, length: int) -> list[int]:
    """How many vectors of m odd numbers have |q|^2 = m, m + 8, ..., m + 8 (length - 1).

    Examples
    --------
    >>> odd_power(2, 4)
    [4, 8, 4, 8]
    """
    base = [0] * length
    n = 0
    while n * (n + 1) // 2 < length:
        base[n * (n + 1) // 2] = 2
        n += 1
    return _powers(base, m, length)


def _powers(base: list[int], m: int, length: int) -> list[int]:
    result = [1] + [0] * (length - 1) if length else []
    while m:
        if m & 1:
            result = _product(result, base)
        base = _product(base, base)
        m >>= 1
    return result


def _product(x: list[int], y: list[int]) -> list[int]:
    found = [0] * len(x)
    for i, a in enumerate(x):
        if a:
            for j, b in enumerate(y[: len(x) - i]):
                if b:
                    found[i + j] += a * b
    return found
