"""Polynomials and fractions with rational coefficients in named generators: the exact leg's arithmetic.

A hundred lines of integer arithmetic, so that an exact proof rests on nothing of SymPy but the
expression tree itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

Monomial = tuple[tuple[int, int], ...]  # ((generator, exponent), ...), generators increasing
Poly = dict[Monomial, Fraction]

ONE: Poly = {(): Fraction(1)}
MAX_TERMS = 20_000


class TooLarge(ArithmeticError):  # noqa: N818
    """An expression expands beyond what an exact proof should need."""


def constant(c: Fraction | int) -> Poly:
    """The constant polynomial c."""
    return {(): Fraction(c)} if c else {}


def generator(index: int) -> Poly:
    """The polynomial that is one generator."""
    return {((index, 1),): Fraction(1)}


def add(p: Poly, q: Poly, scale: int = 1) -> Poly:
    """Give p + scale*q."""
    out = dict(p)
    for monomial, c in q.items():
        new = out.get(monomial, Fraction(0)) + scale * c
        if new:
            out[monomial] = new
        else:
            out.pop(monomial, None)
    return out


def _times(a: Monomial, b: Monomial) -> Monomial:
    if not a or not b:
        return a or b
    powers = dict(a)
    for g, e in b:
        powers[g] = powers.get(g, 0) + e
    return tuple(sorted(powers.items()))


def multiply(p: Poly, q: Poly) -> Poly:
    """Give p*q."""
    out: Poly = {}
    for a, ca in p.items():
        for b, cb in q.items():
            m = _times(a, b)
            new = out.get(m, Fraction(0)) + ca * cb
            if new:
                out[m] = new
            else:
                out.pop(m, None)
        if len(out) > MAX_TERMS:
            raise TooLarge("the expanded expression has too many terms for an exact proof")
    return out


def power(p: Poly, n: int) -> Poly:
    """Give p^n, n >= 0."""
    if n > 400:
        raise TooLarge(f"a power of {n} is too large for an exact proof")
    out = ONE
    for _ in range(n):
        out = multiply(out, p)
    return out


def reduce(p: Poly, relations: Mapping[int, tuple[int, Poly]]) -> Poly:
    """Replace g^n by its relation's right side until every exponent of g is below n.

    ``relations[g] = (n, q)`` means g^n = q; q must not lead back to g.
    """
    while True:
        for monomial, c in p.items():
            hit = next(((g, e) for g, e in monomial if g in relations and e >= relations[g][0]), None)
            if hit is not None:
                g, _ = hit
                n, q = relations[g]
                rest = tuple((h, f) if h != g else (h, f - n) for h, f in monomial)
                rest = tuple((h, f) for h, f in rest if f)
                p = add(p, {monomial: -c})
                p = add(p, multiply({rest: c}, q))
                break
        else:
            return p


def substitute(p: Poly, g: int, num: Poly, den: Poly) -> Poly:
    """The numerator of p with g replaced by num/den (the denominator is den^degree)."""
    degree = max((e for m in p for h, e in m if h == g), default=0)
    powers_num, powers_den = [ONE], [ONE]
    for _ in range(degree):
        powers_num.append(multiply(powers_num[-1], num))
        powers_den.append(multiply(powers_den[-1], den))
    out: Poly = {}
    for monomial, c in p.items():
        e = dict(monomial).get(g, 0)
        rest = tuple((h, f) for h, f in monomial if h != g)
        out = add(out, multiply(multiply({rest: c}, powers_num[e]), powers_den[degree - e]))
    return out


def show(p: Poly, name: Callable[[int], str]) -> str:
    """A canonical text of p: equal polynomials have equal texts."""
    if not p:
        return "0"
    terms = []
    for monomial, c in p.items():
        factors = sorted(name(g) if e == 1 else f"{name(g)}^{e}" for g, e in monomial)
        terms.append("*".join([str(c), *factors]))
    return " + ".join(sorted(terms))
