"""Rational functions of letters: identities by expansion, inequalities by the signs of coefficients.

A letter is a variable, pi, or a function at an argument; an expression is a quotient of two polynomials in letters.
Every rule used here holds at each point where all that is written is defined: sqrt(a)^2 = a, sin^2 = 1 - cos^2,
acos(-x) = pi - acos(x), acos(0) = pi/2, acos(1) = 0, b^(e+n) = b^e b^n for integers n, Gamma(z+1) = z Gamma(z),
Gamma(1) = 1, Gamma(1/2) = sqrt(pi), and the equations given.  There the letters have values, every denominator is a
product of divisors that are not 0, and so expressions whose difference expands to the zero polynomial are equal.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple

from .exact import rational_root
from .expressions import Box, Side
from .limits import UndecidedError, tick
from .reader import number

Monomial = tuple[tuple[int, int], ...]  # ((letter, exponent), ...), letters increasing
Poly = dict[Monomial, Fraction]
Key = tuple[Any, ...]

MAX_PRODUCTS = 50_000  # of terms, in one multiplication
MAX_COEFFICIENT = 8_000  # bits
MAX_SHIFT = 200
MAX_CORNERS = 4_096
RANGES: dict[str, tuple[Side, Side]] = {
    "pi": (Fraction(3), Fraction(22, 7)),
    "acos": (Fraction(0), Fraction(22, 7)),
    "sin": (Fraction(-1), Fraction(1)),
    "cos": (Fraction(-1), Fraction(1)),
    "sqrt": (Fraction(0), None),
}


def _small(n: Fraction) -> int:
    if abs(n) > MAX_SHIFT:
        raise UndecidedError(f"a shift by more than {MAX_SHIFT}")
    return int(n)


class Quotient(NamedTuple):
    """The number ``num / den``."""

    num: Poly
    den: Poly

    def key(self) -> Key:
        """Return a hashable form."""
        return tuple(sorted(self.num.items())), tuple(sorted(self.den.items()))


def constant(value: Fraction | int) -> Poly:
    """Return a constant polynomial."""
    return {(): Fraction(value)} if value else {}


ONE = constant(1)


def plus(p: Poly, q: Poly, scale: int = 1) -> Poly:
    """Return ``p + scale * q``."""
    total = dict(p)
    for m, c in q.items():
        total[m] = total.get(m, Fraction(0)) + scale * c
    return {m: c for m, c in total.items() if c}


def over(num: Poly, den: Poly) -> Quotient:
    """Return a quotient; a constant denominator is divided out."""
    if not den:
        raise UndecidedError("a division by zero")
    if len(den) == 1 and () in den:
        return Quotient({m: c / den[()] for m, c in num.items()}, ONE)
    return Quotient(num, den if num else ONE)


class Algebra:
    """Quotients of polynomials in a growing alphabet, under the equations given.

    Parameters
    ----------
    given
        Pairs of validated expressions, ``(f[...], expression)``: wherever the left side appears, it is replaced.
    """

    def __init__(self, given: list[tuple[Any, Any]]) -> None:
        self.letters: dict[Key, int] = {}
        self.squares: dict[int, Poly] = {}  # the squares of some letters, as polynomials in earlier ones
        self.starts: dict[Key, Fraction] = {}  # the constant term of a Gamma function's argument
        self.values: dict[Key, Quotient] = {}
        self.free, self.rules = not given, dict[Key, Any]()
        for left, right in given:
            self.rules.setdefault(self._key(left[0], self._arguments(left)), right)

    def _letter(self, *key: Any) -> int:
        return self.letters.setdefault(key, len(self.letters))

    def _atom(self, *key: Any) -> Quotient:
        return over({((self._letter(*key), 1),): Fraction(1)}, ONE)

    def times(self, p: Poly, q: Poly) -> Poly:
        """Return the product, in which the known squares of letters are replaced."""
        if len(p) * len(q) > MAX_PRODUCTS:
            raise UndecidedError(f"more than {MAX_PRODUCTS} products of terms")
        total: Poly = {}
        for a, c in p.items():
            tick()
            for b, e in q.items():
                exponents = dict(a)
                for letter, n in b:
                    exponents[letter] = exponents.get(letter, 0) + n
                m = tuple(sorted(exponents.items()))
                total[m] = total.get(m, Fraction(0)) + c * e
        if any(max(c.numerator.bit_length(), c.denominator.bit_length()) > MAX_COEFFICIENT for c in total.values()):
            raise UndecidedError("a coefficient that is too large")
        total = {m: c for m, c in total.items() if c}
        for letter in sorted(self.squares, reverse=True):  # a square brings in earlier letters alone
            for m in [m for m in total if dict(m).get(letter, 0) > 1]:
                exponents = dict(m)
                half, odd = divmod(exponents.pop(letter), 2)
                rest = tuple(sorted((exponents | {letter: 1} if odd else exponents).items()))
                total = plus(total, self.times({rest: total.pop(m)}, self.power(self.squares[letter], half)))
        return total

    def power(self, p: Poly, n: int) -> Poly:
        """Return the power, n >= 0."""
        if n < 2:
            return p if n else ONE
        half = self.power(p, n // 2)
        return self.times(self.times(half, half), self.power(p, n % 2))

    def _add(self, a: Quotient, b: Quotient, scale: int = 1) -> Quotient:
        if a.den == b.den:
            return over(plus(a.num, b.num, scale), a.den)
        cross = plus(self.times(a.num, b.den), self.times(b.num, a.den), scale)
        return over(cross, self.times(a.den, b.den))

    def _multiply(self, a: Quotient, b: Quotient) -> Quotient:
        return over(self.times(a.num, b.num), self.times(a.den, b.den))

    def _to_the(self, a: Quotient, n: int) -> Quotient:
        top, bottom = (a.num, a.den) if n >= 0 else (a.den, a.num)
        return over(self.power(top, abs(n)), self.power(bottom, abs(n)))

    def _arguments(self, node: Any) -> list[Any]:  # quotients, names and integers
        return [self.value(part) if isinstance(part, list) else part for part in node[1:]]

    def _key(self, op: str, arguments: list[Any]) -> Key:
        return (op, *(a.key() if isinstance(a, Quotient) else a for a in arguments))

    def value(self, node: Any) -> Quotient:
        """Return a validated expression as a quotient."""
        tick()
        op, a = node[0], self._arguments(node)
        if op == "const":
            return over(constant(number(a[0], "constant")), ONE)
        value: Quotient
        if op in ("add", "mul"):
            value = reduce(self._add if op == "add" else self._multiply, a)
            return value
        if op in ("sub", "neg"):
            return self._add(a[0] if op == "sub" else over({}, ONE), a[-1], -1)
        if op == "div":
            return self._multiply(a[0], self._to_the(a[1], -1))
        if op == "pow":
            return self._to_the(a[0], a[1])
        if op in ("gamma", "power"):
            if a[-1].den != ONE:
                raise UndecidedError(f"{op} of a quotient")
            return self._gamma(a[0].num) if op == "gamma" else self._power(a[0], a[1].num)
        return self._function(op, a)

    def _function(self, op: str, a: list[Any]) -> Quotient:
        key = self._key(op, a)
        if key in self.rules:
            self.values[key] = self.value(self.rules.pop(key))  # no equation is used inside itself
        if key in self.values:
            return self.values[key]
        if op == "sin":
            cosine = self._letter("cos", *key[1:])
            self.squares[self._letter(*key)] = plus(ONE, {((cosine, 2),): Fraction(1)}, -1)
        elif op == "sqrt" and a[0].den == ONE:
            root = None if any(a[0].num) else rational_root(a[0].num.get((), Fraction(0)))
            if root is not None:
                return over(constant(root), ONE)
            self.squares[self._letter(*key)] = a[0].num
        elif op == "acos" and not a[0].num:
            return self._multiply(self._atom("pi"), over(constant(Fraction(1, 2)), ONE))
        elif op == "acos" and a[0].num[min(a[0].num)] < 0:
            minus = over({m: -c for m, c in a[0].num.items()}, a[0].den)
            return self._add(self._atom("pi"), self._function("acos", [minus]), -1)
        elif op == "acos" and a[0].num == a[0].den:
            return over({}, ONE)
        return self._atom(*key)

    def _gamma(self, z: Poly) -> Quotient:
        """Write Gamma(z) as a multiple of the first Gamma function met whose argument differs by an integer."""
        rest, shift = {m: c for m, c in z.items() if m}, z.get((), Fraction(0))
        if not rest and shift.denominator <= 2:
            start = Fraction(1, shift.denominator)
            value = over(ONE, ONE) if start == 1 else self.value(["sqrt", ["pi"]])
        else:
            key = ("gamma", tuple(sorted(rest.items())), shift % 1)
            start = self.starts.setdefault(key, shift)
            value = self._atom(*key)
        factors = over(ONE, ONE)
        for j in range(_small(abs(shift - start))):
            factors = self._multiply(factors, over(plus(rest, constant(min(shift, start) + j)), ONE))
        return self._multiply(value, self._to_the(factors, 1 if shift >= start else -1))

    def _power(self, base: Quotient, z: Poly) -> Quotient:
        """Write base^z as base^n times a letter whose exponent has a constant term in [0, 1)."""
        n = Fraction(z.get((), Fraction(0)) // 1)
        exponent = plus(z, constant(n), -1)
        whole = self._to_the(base, _small(n))
        if not exponent:
            return whole
        key = ("power", base.key(), tuple(sorted(exponent.items())))
        if base == (constant(-1), ONE):
            self.squares[self._letter(*key)] = ONE
        return self._multiply(whole, self._atom(*key))

    def equal(self, left: Any, right: Any) -> bool | None:
        """Decide ``left = right``: True if the difference expands to zero, False if it is a non-zero function."""
        if not self._add(self.value(left), self.value(right), -1).num:
            return True
        return False if self.free and all(key[0] in ("var", "pi") for key in self.letters) else None

    def holds(self, expression: Any, box: Box, sign: int, bound: Fraction, strict: bool) -> bool | None:
        """Decide ``sign * (expression - bound) >= 0`` (or > 0) on a box, wherever it is defined: True or None."""
        gap = self._add(self.value(expression), over(constant(bound), ONE), -1)
        top, bottom = self._sign(gap.num, box), self._sign(gap.den, box)
        if top is None or bottom is None or top * bottom * sign < 0 or (strict and abs(top) < 2):
            return None
        return True

    def _substituted(self, p: Poly, letter: int, top: Poly, bottom: Poly, degree: int) -> Poly:
        """Return bottom^degree times p with the letter replaced by top/bottom."""
        total: Poly = {}
        for m, c in p.items():
            n = dict(m).get(letter, 0)
            new = self.times(self.power(top, n), self.power(bottom, degree - n))
            total = plus(total, self.times({tuple(item for item in m if item[0] != letter): c}, new))
        return total

    def _sign(self, p: Poly, box: Box) -> int | None:
        """Return 2 if p > 0 at each point, 1 if p >= 0, 0 if p is zero, -1 or -2; None if the coefficients do not tell.

        A letter in [lo, oo) becomes lo + y, one in [lo, hi] becomes (lo + hi y)/(1 + y), both with y >= 0.  If all
        coefficients are positive the value is >= 0; it is > 0 if that holds at each corner (y = 0 or y = oo).
        """
        corners: list[Monomial] = [()]
        positive = set()
        for key, letter in list(self.letters.items()):
            degree = max((dict(m).get(letter, 0) for m in p), default=0)
            low, high = self._range(key, box) if degree else (None, None)
            y: Poly = {((letter, 1),): Fraction(1)}
            if low is not None and high is not None:
                p = self._substituted(p, letter, plus(constant(low), {((letter, 1),): high}), plus(ONE, y), degree)
                corners += [(*corner, (letter, degree)) for corner in corners]
            elif low is not None:
                p = self._substituted(p, letter, plus(constant(low), y), ONE, degree)
            elif high is not None:
                p = self._substituted(p, letter, plus(constant(high), y, -1), ONE, degree)
            elif any(dict(m).get(letter, 0) % 2 for m in p):
                return None
            else:
                continue
            if key[0] in ("gamma", "power"):
                positive.add(letter)
            if len(corners) > MAX_CORNERS:
                return None
        signs = {c > 0 for c in p.values()}
        if len(signs) != 1:
            return None if p else 0
        met = {tuple(item for item in m if item[0] not in positive) for m in p}
        return (2 if met.issuperset(corners) else 1) * (1 if signs.pop() else -1)

    def _range(self, key: Key, box: Box) -> tuple[Side, Side]:
        """Return ends between which the letter's values lie; a Gamma function or power in [0, oo) is never 0."""
        if key[0] == "var":
            return box[key[1]]
        if key[0] == "gamma":
            argument = plus(dict(key[1]), constant(self.starts[key]))
            return (Fraction(0) if self._sign(argument, box) == 2 else None), None
        if key[0] == "power":
            top, bottom = (self._sign(dict(part), box) or 0 for part in key[1])
            return (Fraction(0) if top * bottom == 4 else None), None
        return RANGES.get(key[0], (None, None))
