"""Fractions of polynomials in generators that stand for parts of SymPy expressions, and what they oblige to."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.claims import polynomials as P  # noqa: N812
from ntksym.claims.polynomials import ONE, Poly


class NoNormalForm(ArithmeticError):  # noqa: N818
    """The expression has no normal form here; the message names the part."""


Denominator = dict[str, tuple[Poly, int]]


@dataclass
class Fractional:
    """num / product(factor^exponent)."""

    num: Poly
    den: Denominator = field(default_factory=dict)


@dataclass(frozen=True)
class Obligation:
    """A condition under which a step of the normal form is valid."""

    kind: str  # nonzero | positive | nonnegative | integer | at most one in modulus | no pole | pole or no pole
    expression: sp.Expr

    def __str__(self) -> str:
        return f"{self.expression} {self.kind}"


class FractionField:
    """The arithmetic of fractions over one growing set of generators, some of which have a known power.

    ``names`` and ``expressions`` say what each generator stands for, ``relations[g] = (n, q)`` that g^n = q, and
    ``obligations`` what must hold for the steps taken so far to be allowed.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.expressions: list[sp.Expr] = []
        self.relations: dict[int, tuple[int, Poly]] = {}
        self.obligations: list[Obligation] = []
        self._index: dict[str, int] = {}

    def generator(self, name: str, expression: sp.Expr) -> int:
        """The generator of this name, if need be a new one; it raises if the name stands for another thing."""
        if name not in self._index:
            self._index[name] = len(self.names)
            self.names.append(name)
            self.expressions.append(expression)
        elif confused(self.expressions[self._index[name]], expression):
            raise NoNormalForm(f"two different things are called {name}")
        return self._index[name]

    def atom(self, name: str, expression: sp.Expr) -> Fractional:
        """A generator as a fraction."""
        return Fractional(P.generator(self.generator(name, expression)))

    @property
    def pi(self) -> int:
        """The generator that stands for pi."""
        return self.generator("pi", sp.pi)

    def require(self, kind: str, expression: sp.Expr) -> None:
        """Note a condition under which a step is allowed."""
        obligation = Obligation(kind, expression)
        if obligation not in self.obligations:
            self.obligations.append(obligation)

    def show(self, p: Poly) -> str:
        """A canonical text of a polynomial."""
        return P.show(p, lambda g: self.names[g])

    def expression_of(self, p: Poly) -> sp.Expr:
        """A polynomial in the generators as a SymPy expression."""
        terms = (
            sp.Rational(c.numerator, c.denominator) * sp.Mul(*(self.expressions[g] ** e for g, e in m))
            for m, c in p.items()
        )
        return sp.Add(*terms)

    def reduced(self, p: Poly) -> Poly:
        """The polynomial with the known powers of generators replaced."""
        return P.reduce(p, self.relations)

    def multiply(self, a: Fractional, b: Fractional) -> Fractional:
        """The product."""
        den = dict(a.den)
        for key, (p, e) in b.den.items():
            den[key] = (p, e + den[key][1] if key in den else e)
        return self.cancelled(Fractional(self.reduced(P.multiply(a.num, b.num)), den))

    def cancelled(self, x: Fractional) -> Fractional:
        """Cancel a denominator factor that is the numerator, or a generator common to all its terms."""
        if not x.num:
            return Fractional({})
        den: Denominator = {}
        for key, (p, e) in x.den.items():
            left = e
            while left and x.num == p:
                x.num, left = ONE, left - 1
            if len(p) == 1:
                ((monomial, c),) = p.items()
                while left and all(_divides(monomial, m) for m in x.num):
                    x.num = {_quotient(m, monomial): v / c for m, v in x.num.items()}
                    left -= 1
            if left:
                den[key] = (p, left)
        return Fractional(x.num, den)

    def add(self, a: Fractional, b: Fractional) -> Fractional:
        """The sum."""
        den = dict(a.den)
        for key, (p, e) in b.den.items():
            den[key] = (p, max(e, den[key][1]) if key in den else e)
        nums = []
        for x in (a, b):
            num = x.num
            for key, (p, e) in den.items():
                missing = e - (x.den[key][1] if key in x.den else 0)
                num = P.multiply(num, P.power(p, missing))
            nums.append(self.reduced(num))
        return self.cancelled(Fractional(P.add(nums[0], nums[1]), den))

    def scaled(self, x: Fractional, c: Fraction | int) -> Fractional:
        """A rational multiple."""
        return Fractional({m: v * c for m, v in x.num.items()} if c else {}, dict(x.den) if c else {})

    def inverse(self, x: Fractional) -> Fractional:
        """The reciprocal; it raises for an expression that is identically 0."""
        if not x.num:
            raise NoNormalForm("division by an expression that is identically 0")
        num = ONE
        for p, e in x.den.values():
            num = P.multiply(num, P.power(p, e))
        den: Denominator = {}
        scale = Fraction(1)
        p = x.num
        if len(p) == 1:  # split a monomial into its generators, so that they cancel one by one
            ((monomial, c),) = p.items()
            scale = 1 / c
            for g, e in monomial:
                den[self.names[g]] = (P.generator(g), e)
        else:
            lead = p[min(p)]
            monic = {m: c / lead for m, c in p.items()}
            scale = 1 / lead
            den[self.show(monic)] = (monic, 1)
        return self.cancelled(Fractional(self.reduced(P.multiply(num, P.constant(scale))), den))

    def power(self, x: Fractional, n: int) -> Fractional:
        """An integer power."""
        if n < 0:
            return self.power(self.inverse(x), -n)
        den = {key: (p, e * n) for key, (p, e) in x.den.items()} if n else {}
        return Fractional(self.reduced(P.power(x.num, n)), den)

    def square_content(self, p: Poly) -> tuple[Poly, Poly] | None:
        """Write p as (square of a monomial) * rest, with as large a square as all terms share; None if it is 1."""
        if len(p) < 2:
            return None
        common = dict(min(p))
        for m in p:
            exponents = dict(m)
            common = {g: min(e, exponents.get(g, 0)) for g, e in common.items()}
        square = tuple((g, e - e % 2) for g, e in sorted(common.items()) if e > 1)
        numerators = sp.igcd(*(c.numerator for c in p.values()))
        root = sp.sqrt(sp.Rational(numerators, sp.ilcm(*(c.denominator for c in p.values())))).as_coeff_Mul()[0]
        scale = Fraction(int(root.p), int(root.q)) ** 2
        if not square and scale == 1:
            return None
        return {square: scale}, {_quotient(m, square): c / scale for m, c in p.items()}

    def perfect_square(self, x: Fractional) -> Fractional | None:
        """The root of c^2 * monomial^2, each odd power of a generator noted as non-negative."""
        if len(x.num) != 1 or x.den:
            return None
        ((monomial, c),) = x.num.items()
        root = sp.sqrt(sp.Rational(c.numerator, c.denominator))
        if c < 0 or not root.is_Rational or any(e % 2 for _, e in monomial):
            return None
        for g, e in monomial:
            if e // 2 % 2:
                self.require("nonnegative", self.expressions[g])
        half = tuple((g, e // 2) for g, e in monomial)
        return Fractional({half: Fraction(int(root.p), int(root.q))})


def confused(known: sp.Expr, new: sp.Expr) -> bool:
    """Whether two expressions with one generator's name cannot be the same thing."""
    if known.is_Symbol or new.is_Symbol:
        return bool(known != new)
    return isinstance(known, AppliedUndef) != isinstance(new, AppliedUndef) or (
        isinstance(known, AppliedUndef) and known.func != new.func
    )


def contains(x: Fractional, g: int) -> bool:
    """Whether a generator occurs in a fraction."""
    polys = [x.num, *(p for p, _ in x.den.values())]
    return any(h == g for p in polys for m in p for h, _ in m)


def _divides(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> bool:
    exponents = dict(b)
    return all(exponents.get(g, 0) >= e for g, e in a)


def _quotient(b: tuple[tuple[int, int], ...], a: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    exponents = dict(b)
    for g, e in a:
        exponents[g] -= e
    return tuple((g, e) for g, e in sorted(exponents.items()) if e)
