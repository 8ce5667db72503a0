"""The exact normal form: an expression as a fraction of polynomials in independent-looking generators.

An identity is proved when the numerator of ``lhs - rhs`` reduces to the zero polynomial. Generators are the
symbols, pi, roots, symbolic powers, Gamma at its smallest shift, sines and arccosines, and anything opaque
(an undefined function, an integral). Only relations that are true wherever the expression is defined are used
(s^2 = b for s = sqrt(b); Gamma(z+1) = z Gamma(z), DLMF 5.5.1; sin^2 + cos^2 = 1; DLMF 4.21.34 for cos(n x)),
so a zero is a proof; two equal expressions may still have different normal forms. What must hold for the
steps to be allowed (a denominator is not 0, a base is positive) is collected in ``obligations``.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.claims import polynomials as P  # noqa: N812
from ntksym.claims.fraction_field import Fractional, FractionField, NoNormalForm, Obligation, confused, contains
from ntksym.claims.functions import HANDLERS, reciprocal_gamma
from ntksym.claims.polynomials import ONE, Poly

__all__ = ["Fractional", "NoNormalForm", "NormalForm", "Obligation"]

# SymPy's functions that are real and finite at every real number, besides those with a handler
_REAL = (AppliedUndef, sp.erf, sp.erfc, sp.sinh, sp.cosh, sp.tanh, sp.atan, sp.asinh, sp.floor, sp.ceiling, sp.sign,
         sp.Max, sp.Min)  # fmt: skip


class NormalForm(FractionField):
    """Builds normal forms over one growing set of generators.

    Parameters
    ----------
    rules
        Equations whose left side is one opaque term; each occurrence of it is replaced by the right side.
    poles
        Expressions known to be 0, -1, -2, ... on the whole domain, where 1/Gamma is 0.
    lift
        How far above its smallest shift a Gamma function is written: Gamma(k+1) is k Gamma(k) with 0, itself with 1.
    split
        Whether a symbolic power of what turns out to be a product or a quotient is that of the factors, such as that
        of sin(2x) = 2 sin(x) cos(x); each factor must then be positive.
    """

    def __init__(
        self, rules: Iterable[sp.Eq] = (), poles: Iterable[sp.Expr] = (), lift: int = 0, *, split: bool = False
    ) -> None:
        super().__init__()
        self.split = split
        self.poles = frozenset(poles)
        self.lift = lift
        self._rules: dict[str, Any] = {}
        self._ruled: dict[str, sp.Expr] = {}
        self._values: dict[str, Fractional] = {}
        self._active: set[str] = set()
        self._eliminated: set[int] = set()
        for rule in rules:
            name = self._opaque_name(rule.lhs)
            self._rules[name], self._ruled[name] = rule.rhs, rule.lhs

    def assume(self, equation: sp.Eq, solve_for: sp.Expr) -> None:
        """Use an equation that is linear in the opaque term ``solve_for`` to eliminate that term."""
        name = self._opaque_name(solve_for)
        g = self.generator(name, solve_for)
        slope, rest = self._linear(equation, solve_for, g) or self._collected(equation, g)
        value = self.scaled(self.multiply(rest, self.inverse(slope)), -1)
        self._rules[name] = self._ruled[name] = solve_for
        self._values[name] = value
        if not any(contains(v, g) for v in self._values.values()):
            self._eliminated.add(g)  # from here on the term is always replaced

    def _linear(self, equation: sp.Eq, solve_for: sp.Expr, g: int) -> tuple[Fractional, Fractional] | None:
        """Read slope * term + rest off an equation in which the term stands as written; None if it does not."""
        term = sp.Dummy()
        plain = (equation.lhs - equation.rhs).xreplace({solve_for: term})
        slope_expression = sp.diff(plain, term)
        if term not in plain.free_symbols or term in slope_expression.free_symbols:
            return None
        slope, rest = self(slope_expression), self(plain.xreplace({term: sp.S.Zero}))
        again = self.add(self.multiply(slope, Fractional(P.generator(g))), rest)
        whole = self(equation.lhs - equation.rhs)
        if self.add(whole, self.scaled(again, -1)).num or contains(slope, g) or contains(rest, g):
            return None
        self.require("nonzero", slope_expression)
        return slope, rest

    def _collected(self, equation: sp.Eq, g: int) -> tuple[Fractional, Fractional]:
        """The same from the numerator of the whole equation's normal form."""
        slope: Poly = {}
        rest: Poly = {}
        for monomial, c in self(equation.lhs - equation.rhs).num.items():
            exponent = dict(monomial).get(g, 0)
            if exponent > 1:
                raise NoNormalForm(f"{equation} is not linear in {self.expressions[g]}")
            without = tuple((h, e) for h, e in monomial if h != g)
            (slope if exponent else rest)[without] = c
        self.require("nonzero", self.expression_of(slope))
        return Fractional(slope), Fractional(rest)

    @property
    def analytic(self) -> bool:
        """Whether every generator is an entire or meromorphic function of the symbols.

        Then a zero normal form is 0 wherever the expression is finite, by continuity.
        """
        return all(
            e.is_Symbol or e is sp.pi or isinstance(e, sp.gamma) or (e.is_Pow and e.base.is_Number and e.base > 0)
            for g, e in enumerate(self.expressions)
            if g not in self._eliminated
        )

    def canonical(self, expression: sp.Expr) -> str:
        """A text that two expressions share only if they are equal wherever both are defined."""
        x = self(expression)
        dens = "*".join(f"({key})^{e}" for key, (_, e) in sorted(x.den.items()))
        return f"({self.show(x.num)})/[{dens}]" if dens else self.show(x.num)

    def _opaque_name(self, e: sp.Expr) -> str:
        if isinstance(e, sp.Integral | sp.Sum | sp.Product | sp.Derivative):
            return str(sp.srepr(e.as_dummy() if not isinstance(e, sp.Derivative) else e))
        return f"{type(e).__name__}[{'; '.join(self.canonical(a) for a in e.args)}]"

    def opaque(self, e: sp.Expr) -> Fractional:
        """A term that nothing is known of but the rules: what a rule puts for it, or a generator of its own."""
        name = self._opaque_name(e)
        if name in self._rules and name not in self._active:
            if confused(self._ruled[name], e):
                raise NoNormalForm(f"two different things are called {name}")
            if name not in self._values:
                self._active.add(name)
                self._values[name] = self(self._rules[name])
                self._active.discard(name)
            return self._values[name]
        return self.atom(name, e)

    def __call__(self, e: sp.Expr) -> Fractional:
        """The normal form of e; raises :class:`NoNormalForm` naming what it cannot read."""
        e = sp.sympify(e, strict=True) if isinstance(e, int | Fraction) else e
        if e.is_Rational:
            return Fractional(P.constant(Fraction(int(e.p), int(e.q))))
        if e.is_Symbol:
            return self.atom(e.name, e)
        if e is sp.pi:
            return self.atom("pi", e)
        if e.is_Add:
            total = Fractional({})
            for a in e.args:
                total = self.add(total, self(a))
            return total
        if e.is_Mul:
            product = Fractional(ONE)
            for a in e.args:
                product = self.multiply(product, self(a))
            return product
        if e.is_Pow or isinstance(e, sp.exp):
            base, exponent = e.as_base_exp() if e.is_Pow else (sp.E, e.args[0])
            return self._pow(base, exponent)
        handler = HANDLERS.get(type(e))
        if handler is not None:
            read: Fractional = handler(self, *e.args)
            return read
        if isinstance(e, AppliedUndef | sp.Integral | sp.Sum | sp.Product | sp.Derivative | sp.Function):
            self._check_opaque(e)
            return self.opaque(e)
        if e.is_NumberSymbol:
            return self.atom(str(e), e)
        raise NoNormalForm(f"{e} ({type(e).__name__}) has no exact normal form")

    def _check_opaque(self, e: sp.Expr) -> None:
        """SymPy's own functions must be real where they are used; the house's and undefined ones are."""
        if isinstance(e, sp.log):
            self.require("positive", e.args[0])
        elif isinstance(e, sp.besselj):
            self.require("positive", e.args[1])
        elif isinstance(e, sp.Function) and not isinstance(e, _REAL) and type(e).__module__.startswith("sympy."):
            raise NoNormalForm(f"{e}: nothing is known here of where {type(e).__name__} is real and finite")

    def _pow(self, base: sp.Expr, exponent: sp.Expr) -> Fractional:
        if exponent.is_Integer:
            if exponent < 0 and isinstance(base, sp.gamma):
                return self.power(reciprocal_gamma(self, base.args[0]), -int(exponent))
            if exponent < 0:
                self.require("nonzero", base)
            return self.power(self(base), int(exponent))
        if base is sp.S.Zero:
            self.require("positive", exponent)
            return Fractional({})
        if base.is_Mul and base is not sp.S.NegativeOne:
            product = Fractional(ONE)
            for a in base.args:
                if not (a.is_Rational and a == 1):
                    self.require("positive", a)
                    product = self.multiply(product, self._pow(a, exponent))
            return product
        if base.is_Pow and base.exp.is_Rational:
            self.require("positive", base.base)
            return self._pow(base.base, sp.expand(base.exp * exponent))
        if base.is_Rational and not base.is_Integer:
            self.require("positive", base)
            numerator, denominator = sp.Integer(base.p), sp.Integer(base.q)
            down = self.inverse(self._pow(denominator, exponent))
            return down if numerator == 1 else self.multiply(self._pow(numerator, exponent), down)
        if exponent.is_Rational:
            return self._root(base, int(exponent.p), int(exponent.q))
        if self.split and (factored := self._split(base, exponent)) is not None:
            return factored
        return self._symbolic_power(base, exponent)

    def _split(self, base: sp.Expr, exponent: sp.Expr) -> Fractional | None:
        """A power of a product or quotient as that of its factors; None if the base is neither."""
        inside = self(base)
        if not inside.num:
            return None
        shared = {g: min(dict(m).get(g, 0) for m in inside.num) for g, _ in next(iter(inside.num))}
        rest = {
            tuple((g, e - shared.get(g, 0)) for g, e in m if e > shared.get(g, 0)): c for m, c in inside.num.items()
        }
        number = Fraction(1)
        factors = [(self.expressions[g], e) for g, e in shared.items() if e]
        for p, e in ((rest, 1), *((p, -e) for p, e in inside.den.values())):
            content, primitive = _primitive(p)
            number *= content**e
            if primitive != ONE:
                factors.append((self.expression_of(primitive), e))
        if number != 1:
            factors.append((sp.Rational(number.numerator, number.denominator), 1))
        if len(factors) < 2 and all(e == 1 for _, e in factors):
            return None
        product = Fractional(ONE)
        for factor, e in factors:
            self.require("positive", factor)
            power = self._pow if factor.is_Rational else self._symbolic_power
            product = self.multiply(product, power(factor, e * exponent))
        return product

    def _root(self, base: sp.Expr, p: int, q: int) -> Fractional:
        whole, rest = divmod(p, q)
        if base is not sp.E:
            self.require("nonnegative", base)
            if p < 0:
                self.require("nonzero", base)
        inside = self(base)
        if not inside.num:
            return self.power(inside, p)
        if q == 2 and (square := self.perfect_square(inside)) is not None:
            return self.power(square, p)
        if q == 2 and not inside.den and (split := self.square_content(inside.num)) is not None:
            outer, inner = split
            half = self.perfect_square(Fractional(outer))
            before = list(self.obligations)
            rest_of = base / sp.Rational(outer[()]) if () in outer else self.expression_of(inner)
            root = self._root(rest_of, 1, 2)
            if () in outer:  # inner is base divided by a number: non-negative because base is
                implied = Obligation("nonnegative", rest_of)
                self.obligations = [o for o in self.obligations if o in before or o != implied]
            if half is not None:
                return self.power(self.multiply(half, root), p)
        name = f"root{q}({self.canonical(base)})"
        known = name in self._index
        g = self.generator(name, sp.root(base, q, evaluate=False) if base is not sp.E else sp.exp(sp.Rational(1, q)))
        if not known and not inside.den:
            self.relations[g] = (q, inside.num)
        if inside.den:  # root of a fraction: root(num * den^(q-1)) / den keeps relations polynomial
            whole_den = sp.together(base).as_numer_denom()
            num_e, den_e = whole_den
            if den_e.is_Pow and den_e.exp.is_Integer:  # the root of a visible power, whose base must be positive
                down = self._pow(den_e, sp.Rational(p, q))
            else:
                self.require("positive", den_e)
                down = self._root(sp.expand(den_e), p, q)
            return self.multiply(self._root(sp.expand(num_e), p, q), self.inverse(down))
        root = Fractional(P.generator(g))
        return self.multiply(self.power(inside, whole), self.power(root, rest))

    def linear_parts(self, e: sp.Expr) -> list[tuple[Fraction, Fractional, sp.Expr]]:
        """Write e as a sum of rational multiples of monomials: (coefficient, monomial, as expression)."""
        x = self(e)
        if x.den:
            raise NoNormalForm(f"{e} is not a polynomial")
        parts = []
        for monomial, c in sorted(x.num.items(), key=lambda item: self.show({item[0]: Fraction(1)})):
            expression = sp.Mul(*(self.expressions[g] ** n for g, n in monomial))
            parts.append((c, Fractional({monomial: Fraction(1)}), expression))
        return parts

    def _symbolic_power(self, base: sp.Expr, exponent: sp.Expr) -> Fractional:
        product = Fractional(ONE)
        if base is not sp.S.NegativeOne and base is not sp.E:
            self.require("positive", base)
        for c, _, m in self.linear_parts(exponent):
            if m == 1:
                product = self.multiply(product, self._pow(base, sp.Rational(c.numerator, c.denominator)))
            elif base is sp.S.NegativeOne:
                self.require("integer", m)
                if c.denominator != 1:
                    raise NoNormalForm(f"(-1)^({exponent}) is not real")
                g = self.generator(f"(-1)^[{m}]", base**m)
                self.relations[g] = (2, ONE)
                product = self.multiply(product, Fractional(P.power(P.generator(g), int(c) % 2)))
            else:
                twice = 2 * c
                if twice.denominator != 1:
                    raise NoNormalForm(f"the exponent {exponent} has a denominator other than 2")
                half = self.atom(f"({self.canonical(base)})^[{m}/2]", base ** (m / 2))
                product = self.multiply(product, self.power(half, int(twice)))
        return product


def _primitive(p: Poly) -> tuple[Fraction, Poly]:
    """A polynomial as a positive number times one with integer coefficients that have no common divisor."""
    below = lcm(*(c.denominator for c in p.values()))
    content = Fraction(gcd(*(int(c * below) for c in p.values())), below)
    return content, {m: c / content for m, c in p.items()}
