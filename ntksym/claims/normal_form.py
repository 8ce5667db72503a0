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
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.claims import polynomials as P  # noqa: N812
from ntksym.claims.polynomials import ONE, Poly
from ntksym.claims.substitution import substitute


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


class NormalForm:
    """Builds normal forms over one growing set of generators.

    Parameters
    ----------
    rules
        Equations whose left side is one opaque term; each occurrence of it is replaced by the right side.
    poles
        Expressions known to be 0, -1, -2, ... on the whole domain, where 1/Gamma is 0.
    lift
        How far above its smallest shift a Gamma function is written: Gamma(k+1) is k Gamma(k) with 0, itself with 1.
    """

    def __init__(self, rules: Iterable[sp.Eq] = (), poles: Iterable[sp.Expr] = (), lift: int = 0) -> None:
        self.poles = frozenset(poles)
        self.lift = lift
        self.names: list[str] = []
        self.expressions: list[sp.Expr] = []
        self.relations: dict[int, tuple[int, Poly]] = {}
        self.obligations: list[Obligation] = []
        self._index: dict[str, int] = {}
        self._rules: dict[str, Any] = {}
        self._values: dict[str, Fractional] = {}
        self._active: set[str] = set()
        self._eliminated: set[int] = set()
        for rule in rules:
            self._rules[self._opaque_name(rule.lhs)] = rule.rhs

    def assume(self, equation: sp.Eq, solve_for: sp.Expr) -> None:
        """Use an equation that is linear in the opaque term ``solve_for`` to eliminate that term."""
        name = self._opaque_name(solve_for)
        g = self._generator(name, solve_for)
        slope, rest = self._linear(equation, solve_for, g) or self._collected(equation, g)
        value = self._scaled(self._mul(rest, self._inverse(slope)), -1)
        self._rules[name] = solve_for
        self._values[name] = value
        if not any(_contains(v, g) for v in self._values.values()):
            self._eliminated.add(g)  # from here on the term is always replaced

    def _linear(self, equation: sp.Eq, solve_for: sp.Expr, g: int) -> tuple[Fractional, Fractional] | None:
        """Read slope * term + rest off an equation in which the term stands as written; None if it does not."""
        term = sp.Dummy()
        plain = (equation.lhs - equation.rhs).xreplace({solve_for: term})
        slope_expression = sp.diff(plain, term)
        if term not in plain.free_symbols or term in slope_expression.free_symbols:
            return None
        slope, rest = self(slope_expression), self(plain.xreplace({term: sp.S.Zero}))
        again = self._add(self._mul(slope, Fractional(P.generator(g))), rest)
        whole = self(equation.lhs - equation.rhs)
        if self._add(whole, self._scaled(again, -1)).num or _contains(slope, g) or _contains(rest, g):
            return None
        self._require("nonzero", slope_expression)
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
        self._require("nonzero", self.expression_of(slope))
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

    def expression_of(self, p: Poly) -> sp.Expr:
        """A polynomial in the generators as a SymPy expression."""
        terms = (
            sp.Rational(c.numerator, c.denominator) * sp.Mul(*(self.expressions[g] ** e for g, e in m))
            for m, c in p.items()
        )
        return sp.Add(*terms)

    # --- fractions -----------------------------------------------------------------------------

    def _show(self, p: Poly) -> str:
        return P.show(p, lambda g: self.names[g])

    def _reduced(self, p: Poly) -> Poly:
        return P.reduce(p, self.relations)

    def _mul(self, a: Fractional, b: Fractional) -> Fractional:
        den = dict(a.den)
        for key, (p, e) in b.den.items():
            den[key] = (p, e + den[key][1] if key in den else e)
        return self._cancelled(Fractional(self._reduced(P.multiply(a.num, b.num)), den))

    def _cancelled(self, x: Fractional) -> Fractional:
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

    def _add(self, a: Fractional, b: Fractional) -> Fractional:
        den = dict(a.den)
        for key, (p, e) in b.den.items():
            den[key] = (p, max(e, den[key][1]) if key in den else e)
        nums = []
        for x in (a, b):
            num = x.num
            for key, (p, e) in den.items():
                missing = e - (x.den[key][1] if key in x.den else 0)
                num = P.multiply(num, P.power(p, missing))
            nums.append(self._reduced(num))
        return self._cancelled(Fractional(P.add(nums[0], nums[1]), den))

    def _inverse(self, x: Fractional) -> Fractional:
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
            den[self._show(monic)] = (monic, 1)
        return self._cancelled(Fractional(self._reduced(P.multiply(num, P.constant(scale))), den))

    def _power(self, x: Fractional, n: int) -> Fractional:
        if n < 0:
            return self._power(self._inverse(x), -n)
        den = {key: (p, e * n) for key, (p, e) in x.den.items()} if n else {}
        return Fractional(self._reduced(P.power(x.num, n)), den)

    @property
    def pi(self) -> int:
        """The generator that stands for pi."""
        return self._generator("pi", sp.pi)

    # --- generators ----------------------------------------------------------------------------

    def _generator(self, name: str, expression: sp.Expr) -> int:
        if name not in self._index:
            self._index[name] = len(self.names)
            self.names.append(name)
            self.expressions.append(expression)
        elif _confused(self.expressions[self._index[name]], expression):
            raise NoNormalForm(f"two different things are called {name}")
        return self._index[name]

    def _gen(self, name: str, expression: sp.Expr) -> Fractional:
        return Fractional(P.generator(self._generator(name, expression)))

    def canonical(self, expression: sp.Expr) -> str:
        """A text that two expressions share only if they are equal wherever both are defined."""
        x = self(expression)
        dens = "*".join(f"({key})^{e}" for key, (_, e) in sorted(x.den.items()))
        return f"({self._show(x.num)})/[{dens}]" if dens else self._show(x.num)

    def _opaque_name(self, e: sp.Expr) -> str:
        if isinstance(e, sp.Integral | sp.Sum | sp.Product | sp.Derivative):
            return str(sp.srepr(e.as_dummy() if not isinstance(e, sp.Derivative) else e))
        return f"{type(e).__name__}[{'; '.join(self.canonical(a) for a in e.args)}]"

    def _opaque(self, e: sp.Expr) -> Fractional:
        name = self._opaque_name(e)
        if name in self._rules and name not in self._active:
            if name not in self._values:
                self._active.add(name)
                self._values[name] = self(self._rules[name])
                self._active.discard(name)
            return self._values[name]
        return self._gen(name, e)

    # --- expressions ---------------------------------------------------------------------------

    def __call__(self, e: sp.Expr) -> Fractional:
        """The normal form of e; raises :class:`NoNormalForm` naming what it cannot read."""
        e = sp.sympify(e, strict=True) if isinstance(e, int | Fraction) else e
        if e.is_Rational:
            return Fractional(P.constant(Fraction(int(e.p), int(e.q))))
        if e.is_Symbol:
            return self._gen(e.name, e)
        if e is sp.pi:
            return self._gen("pi", e)
        if e.is_Add:
            total = Fractional({})
            for a in e.args:
                total = self._add(total, self(a))
            return total
        if e.is_Mul:
            product = Fractional(ONE)
            for a in e.args:
                product = self._mul(product, self(a))
            return product
        if e.is_Pow or isinstance(e, sp.exp):
            base, exponent = e.as_base_exp() if e.is_Pow else (sp.E, e.args[0])
            return self._pow(base, exponent)
        handler = _HANDLERS.get(type(e))
        if handler is not None:
            read: Fractional = handler(self, *e.args)
            return read
        if isinstance(e, AppliedUndef | sp.Integral | sp.Sum | sp.Product | sp.Derivative | sp.Function):
            self._check_opaque(e)
            return self._opaque(e)
        if e.is_NumberSymbol:
            return self._gen(str(e), e)
        raise NoNormalForm(f"{e} ({type(e).__name__}) has no exact normal form")

    def _check_opaque(self, e: sp.Expr) -> None:
        """SymPy's own functions must be real where they are used; the house's and undefined ones are."""
        if isinstance(e, sp.log):
            self._require("positive", e.args[0])
        elif isinstance(e, sp.Function) and not isinstance(e, _REAL) and type(e).__module__.startswith("sympy."):
            raise NoNormalForm(f"{e}: nothing is known here of where {type(e).__name__} is real and finite")

    def _require(self, kind: str, expression: sp.Expr) -> None:
        obligation = Obligation(kind, expression)
        if obligation not in self.obligations:
            self.obligations.append(obligation)

    def _pow(self, base: sp.Expr, exponent: sp.Expr) -> Fractional:
        if exponent.is_Integer:
            if exponent < 0 and isinstance(base, sp.gamma):
                return self._power(self._reciprocal_gamma(base.args[0]), -int(exponent))
            if exponent < 0:
                self._require("nonzero", base)
            return self._power(self(base), int(exponent))
        if base is sp.S.Zero:
            self._require("positive", exponent)
            return Fractional({})
        if base.is_Mul and base is not sp.S.NegativeOne:
            product = Fractional(ONE)
            for a in base.args:
                if not (a.is_Rational and a == 1):
                    self._require("positive", a)
                    product = self._mul(product, self._pow(a, exponent))
            return product
        if base.is_Pow and base.exp.is_Rational:
            self._require("positive", base.base)
            return self._pow(base.base, sp.expand(base.exp * exponent))
        if base.is_Rational and not base.is_Integer:
            self._require("positive", base)
            numerator, denominator = sp.Integer(base.p), sp.Integer(base.q)
            down = self._inverse(self._pow(denominator, exponent))
            return down if numerator == 1 else self._mul(self._pow(numerator, exponent), down)
        if exponent.is_Rational:
            return self._root(base, int(exponent.p), int(exponent.q))
        return self._symbolic_power(base, exponent)

    def _root(self, base: sp.Expr, p: int, q: int) -> Fractional:
        whole, rest = divmod(p, q)
        if base is not sp.E:
            self._require("nonnegative", base)
            if p < 0:
                self._require("nonzero", base)
        inside = self(base)
        if not inside.num:
            return self._power(inside, p)
        if q == 2 and (square := self._perfect_square(inside)) is not None:
            return self._power(square, p)
        if q == 2 and not inside.den and (split := self._square_content(inside.num)) is not None:
            outer, inner = split
            half = self._perfect_square(Fractional(outer))
            before = list(self.obligations)
            rest_of = base / sp.Rational(outer[()]) if () in outer else self.expression_of(inner)
            root = self._root(rest_of, 1, 2)
            if () in outer:  # inner is base divided by a number: non-negative because base is
                implied = Obligation("nonnegative", rest_of)
                self.obligations = [o for o in self.obligations if o in before or o != implied]
            if half is not None:
                return self._power(self._mul(half, root), p)
        name = f"root{q}({self.canonical(base)})"
        known = name in self._index
        g = self._generator(name, sp.root(base, q, evaluate=False) if base is not sp.E else sp.exp(sp.Rational(1, q)))
        if not known and not inside.den:
            self.relations[g] = (q, inside.num)
        if inside.den:  # root of a fraction: root(num * den^(q-1)) / den keeps relations polynomial
            whole_den = sp.together(base).as_numer_denom()
            num_e, den_e = whole_den
            if den_e.is_Pow and den_e.exp.is_Integer:  # the root of a visible power, whose base must be positive
                down = self._pow(den_e, sp.Rational(p, q))
            else:
                self._require("positive", den_e)
                down = self._root(sp.expand(den_e), p, q)
            return self._mul(self._root(sp.expand(num_e), p, q), self._inverse(down))
        root = Fractional(P.generator(g))
        return self._mul(self._power(inside, whole), self._power(root, rest))

    def _square_content(self, p: Poly) -> tuple[Poly, Poly] | None:
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

    def _perfect_square(self, x: Fractional) -> Fractional | None:
        """The root of c^2 * monomial^2, each odd power of a generator noted as non-negative."""
        if len(x.num) != 1 or x.den:
            return None
        ((monomial, c),) = x.num.items()
        root = sp.sqrt(sp.Rational(c.numerator, c.denominator))
        if c < 0 or not root.is_Rational or any(e % 2 for _, e in monomial):
            return None
        for g, e in monomial:
            if e // 2 % 2:
                self._require("nonnegative", self.expressions[g])
        half = tuple((g, e // 2) for g, e in monomial)
        return Fractional({half: Fraction(int(root.p), int(root.q))})

    def _linear_parts(self, e: sp.Expr) -> list[tuple[Fraction, Fractional, sp.Expr]]:
        """Write e as a sum of rational multiples of monomials: (coefficient, monomial, as expression)."""
        x = self(e)
        if x.den:
            raise NoNormalForm(f"{e} is not a polynomial")
        parts = []
        for monomial, c in sorted(x.num.items(), key=lambda item: self._show({item[0]: Fraction(1)})):
            expression = sp.Mul(*(self.expressions[g] ** n for g, n in monomial))
            parts.append((c, Fractional({monomial: Fraction(1)}), expression))
        return parts

    def _symbolic_power(self, base: sp.Expr, exponent: sp.Expr) -> Fractional:
        product = Fractional(ONE)
        if base is not sp.S.NegativeOne and base is not sp.E:
            self._require("positive", base)
        for c, _, m in self._linear_parts(exponent):
            if m == 1:
                product = self._mul(product, self._pow(base, sp.Rational(c.numerator, c.denominator)))
            elif base is sp.S.NegativeOne:
                self._require("integer", m)
                if c.denominator != 1:
                    raise NoNormalForm(f"(-1)^({exponent}) is not real")
                g = self._generator(f"(-1)^[{m}]", base**m)
                self.relations[g] = (2, ONE)
                product = self._mul(product, Fractional(P.power(P.generator(g), int(c) % 2)))
            else:
                twice = 2 * c
                if twice.denominator != 1:
                    raise NoNormalForm(f"the exponent {exponent} has a denominator other than 2")
                half = self._gen(f"({self.canonical(base)})^[{m}/2]", base ** (m / 2))
                product = self._mul(product, self._power(half, int(twice)))
        return product

    # --- functions -----------------------------------------------------------------------------

    def _gamma(self, z: sp.Expr) -> Fractional:
        parts = self._linear_parts(z)
        shift = next((c for c, _, m in parts if m == 1), Fraction(0))
        if all(m == 1 for _, _, m in parts):
            return self._gamma_number(shift)
        self._require("no pole", z)
        n = shift.numerator // shift.denominator - self.lift
        base = sp.expand(z - n)
        value = self._gen(f"gamma[{self.canonical(base)}]", sp.gamma(base))
        for j in range(abs(n)):
            factor = self(base + j) if n > 0 else self._inverse(self(base - 1 - j))
            value = self._mul(value, factor)
        return value

    def _reciprocal_gamma(self, z: sp.Expr) -> Fractional:
        """1/Gamma(z): entire, so that only 0 in a denominator of a shift needs care."""
        parts = self._linear_parts(z)
        if all(m == 1 for _, _, m in parts):
            number = sum((c for c, _, _ in parts), Fraction(0))
            if number <= 0 and number.denominator == 1:
                return Fractional({})
            return self._inverse(self._gamma_number(number))
        self._require("pole or no pole", z)
        if z in self.poles:
            return Fractional({})
        before = list(self.obligations)
        value = self._inverse(self._gamma(z))
        self.obligations = [o for o in self.obligations if o in before or o != Obligation("no pole", z)]
        return value

    def _gamma_number(self, z: Fraction) -> Fractional:
        if z.denominator > 2:
            self._require("positive", sp.Rational(z.numerator, z.denominator))
            return self._gen(f"gamma({z})", sp.gamma(sp.Rational(z.numerator, z.denominator)))
        if z <= 0 and z.denominator == 1:
            raise NoNormalForm(f"Gamma has a pole at {z}")
        value, start = (Fractional(ONE), Fraction(1)) if z.denominator == 1 else (self(sp.sqrt(sp.pi)), Fraction(1, 2))
        while start < z:
            value, start = self._mul(value, Fractional(P.constant(start))), start + 1
        while start > z:
            start -= 1
            value = self._mul(value, Fractional(P.constant(1 / start)))
        return value

    def _factorial(self, n: sp.Expr) -> Fractional:
        return self._gamma(n + 1)

    def _binomial(self, n: sp.Expr, k: sp.Expr) -> Fractional:
        below = self._mul(self._reciprocal_gamma(k + 1), self._reciprocal_gamma(n - k + 1))
        return self._mul(self._gamma(n + 1), below)

    def _beta(self, a: sp.Expr, b: sp.Expr) -> Fractional:
        return self._mul(self._mul(self._gamma(a), self._gamma(b)), self._inverse(self._gamma(a + b)))

    def _rising(self, a: sp.Expr, n: sp.Expr) -> Fractional:
        return self._mul(self._gamma(a + n), self._inverse(self._gamma(a)))

    def _cos_sin(self, e: sp.Expr) -> tuple[Fractional, Fractional]:
        """The pair (cos e, sin e) in cosines and sines of the monomials of e (DLMF 4.21.2, 4.21.34)."""
        cos, sin = Fractional(ONE), Fractional({})
        for c, x, m in self._linear_parts(e):
            if m == sp.pi or (m == 1 and c == 0):
                c1, s1 = self._cos_sin_pi(c)
            else:
                c1, s1 = self._cos_sin_monomial(c, x, m)
            cos, sin = (
                self._add(self._mul(cos, c1), self._scaled(self._mul(sin, s1), -1)),
                self._add(self._mul(sin, c1), self._mul(cos, s1)),
            )
        return cos, sin

    def _scaled(self, x: Fractional, c: Fraction | int) -> Fractional:
        return Fractional({m: v * c for m, v in x.num.items()} if c else {}, dict(x.den) if c else {})

    def _cos_sin_pi(self, c: Fraction) -> tuple[Fractional, Fractional]:
        quarter = 2 * c
        if quarter.denominator != 1:
            value = sp.pi * sp.Rational(c.numerator, c.denominator)
            return self(sp.cos(value, evaluate=True)), self(sp.sin(value, evaluate=True))
        cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[int(quarter) % 4]
        return Fractional(P.constant(cos)), Fractional(P.constant(sin))

    def _cos_sin_monomial(self, c: Fraction, x: Fractional, m: sp.Expr) -> tuple[Fractional, Fractional]:
        unit = sp.expand(m / c.denominator)
        if isinstance(unit, sp.acos):  # its sine is a root, and not negative
            return self._multiple_angle(int(c), self(unit.args[0]), self(sp.sqrt(1 - unit.args[0] ** 2)))
        name = f"{self._show(x.num)}/{c.denominator}"
        gc, gs = self._generator(f"cos({name})", sp.cos(unit)), self._generator(f"sin({name})", sp.sin(unit))
        # cos^2 = 1 - sin^2 keeps sqrt(1 - cos^2) a visible square
        self.relations[gc] = (2, P.add(ONE, P.power(P.generator(gs), 2), -1))
        return self._multiple_angle(c.numerator, Fractional(P.generator(gc)), Fractional(P.generator(gs)))

    def _multiple_angle(self, n: int, cos1: Fractional, sin1: Fractional) -> tuple[Fractional, Fractional]:
        cos, sin = Fractional(ONE), Fractional({})
        for _ in range(abs(n)):
            cos, sin = (
                self._add(self._mul(cos, cos1), self._scaled(self._mul(sin, sin1), -1)),
                self._add(self._mul(sin, cos1), self._mul(cos, sin1)),
            )
        return cos, sin if n > 0 else self._scaled(sin, -1)

    def _cos(self, e: sp.Expr) -> Fractional:
        return self._cos_sin(e)[0]

    def _sin(self, e: sp.Expr) -> Fractional:
        return self._cos_sin(e)[1]

    def _acos(self, e: sp.Expr) -> Fractional:
        x = self(e)
        self._require("at most one in modulus", e)
        if not x.den and len(x.num) == 1:
            ((monomial, c),) = x.num.items()
            inner = self.expressions[monomial[0][0]] if len(monomial) == 1 and monomial[0][1] == 1 else None
            if c == 1 and isinstance(inner, sp.cos):
                self._require("nonnegative", inner.args[0])
                self._require("nonnegative", sp.pi - inner.args[0])
                return self(inner.args[0])
        if (twice := self._half_angle(x)) is not None:
            return twice
        if x.num and x.num[min(x.num, key=lambda m: self._show({m: Fraction(1)}))] < 0:
            return self._add(self(sp.pi), self._scaled(self._acos(-e), -1))
        special = (
            {"0": sp.pi / 2, "1": sp.Integer(0), "1*1": sp.Integer(0)}.get(self._show(x.num)) if not x.den else None
        )
        return self(special) if special is not None else self._gen(f"acos({self.canonical(e)})", sp.acos(e))

    def _half_angle(self, x: Fractional) -> Fractional | None:
        """acos(1 - 2 sin(h)^2) = 2h and acos(2 sin(h)^2 - 1) = pi - 2h for 0 <= h <= pi/2; None if x is neither."""
        if x.den or len(x.num) != 2 or abs(one := x.num.get((), Fraction(0))) != 1:
            return None
        ((monomial, c),) = ((m, c) for m, c in x.num.items() if m)
        if c != -2 * one or len(monomial) != 1 or monomial[0][1] != 2:
            return None
        sine = self.expressions[monomial[0][0]]
        if not isinstance(sine, sp.sin):
            return None
        h = sine.args[0]
        self._require("nonnegative", h)
        self._require("nonnegative", sp.pi / 2 - h)
        return self(2 * h if one > 0 else sp.pi - 2 * h)

    def _asin(self, e: sp.Expr) -> Fractional:
        return self._add(self(sp.pi / 2), self._scaled(self._acos(e), -1))

    def _abs(self, e: sp.Expr) -> Fractional:
        self._require("nonnegative", e)
        return self(e)

    def _sum(self, summand: sp.Expr, *limits: sp.Expr) -> Fractional:
        """A sum with its last terms split off: the upper end loses its integer shift (an empty sum is 0)."""
        whole = sp.Sum(summand, *limits)
        if len(limits) != 1 or len(limits[0]) != 3:
            return self._opaque(whole)
        i, a, b = limits[0]
        try:
            shift = next((c for c, _, m in self._linear_parts(b) if m == 1), Fraction(0))
        except NoNormalForm:
            return self._opaque(whole)
        if (count := sp.expand(b - a + 1)).is_Integer:
            shift = Fraction(int(count))
            if not 0 <= shift <= 200:
                raise NoNormalForm(f"{whole} has too many terms, or its ends are reversed")
        if shift.denominator != 1:
            return self._opaque(whole)
        end = sp.expand(b - int(shift))
        for integer in (a, end):
            self._require("integer", integer)
        total = Fractional({}) if sp.expand(end - a) == -1 else None
        if total is None:
            self._require("nonnegative", sp.expand((end if shift >= 0 else b) - a + 1))
            total = self._opaque(sp.Sum(summand, (i, a, end)))
        for j in range(1, int(shift) + 1):
            total = self._add(total, self(substitute(summand, {i: end + j})))
        for j in range(int(shift), 0):
            total = self._add(total, self._scaled(self(substitute(summand, {i: end + j + 1})), -1))
        return total


# SymPy's functions that are real and finite at every real number, besides those with a handler
_REAL = (AppliedUndef, sp.erf, sp.erfc, sp.sinh, sp.cosh, sp.tanh, sp.atan, sp.asinh, sp.floor, sp.ceiling, sp.sign,
         sp.Max, sp.Min)  # fmt: skip


def _confused(known: sp.Expr, new: sp.Expr) -> bool:
    """Whether two expressions with one generator's name cannot be the same thing."""
    if known.is_Symbol or new.is_Symbol:
        return bool(known != new)
    return isinstance(known, AppliedUndef) != isinstance(new, AppliedUndef) or (
        isinstance(known, AppliedUndef) and known.func != new.func
    )


def _contains(x: Fractional, g: int) -> bool:
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


_HANDLERS: dict[type, Any] = {
    sp.gamma: NormalForm._gamma,
    sp.factorial: NormalForm._factorial,
    sp.binomial: NormalForm._binomial,
    sp.beta: NormalForm._beta,
    sp.RisingFactorial: NormalForm._rising,
    sp.cos: NormalForm._cos,
    sp.sin: NormalForm._sin,
    sp.acos: NormalForm._acos,
    sp.asin: NormalForm._asin,
    sp.Abs: NormalForm._abs,
    sp.Sum: NormalForm._sum,
}
