"""Proofs about integrals: antiderivatives, equal integrands, substitutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.claims.claim import Claim, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.indices import between
from ntksym.claims.normal_form import NoNormalForm, NormalForm, Obligation
from ntksym.claims.polynomials import TooLarge
from ntksym.claims.positivity import Sign, discharged, sign
from ntksym.claims.proofs.base import Outcome, Proof, Used, instances_of, prove_zero
from ntksym.claims.substitution import substitute


@dataclass(frozen=True)
class Antiderivative(Proof):
    """An integral by the fundamental theorem: F' is the integrand, and F is continuous up to the ends.

    The left side may be a linear combination of integrals over one range; F' is then the combination
    of their integrands, each of which must be continuous up to the ends, or visibly integrable there.
    """

    of: sp.Expr
    using: Sequence[Used] = ()
    ends: Sequence[Used] | None = None

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "it proves equations")
        lhs = claim.definite(claim.statement.lhs)
        integrals = sorted(lhs.atoms(sp.Integral), key=sp.srepr)
        if not integrals or any(len(i.limits) != 1 or i.limits != integrals[0].limits for i in integrals):
            return Outcome(False, "the left side must hold one-dimensional integrals over one range")
        x, a, b = integrals[0].limits[0]
        error_function = sp.erf(x / sp.sqrt(2))  # 1 at infinity (DLMF 7.2.2)
        at_b = self.of.coeff(error_function) if b is sp.oo else substitute(self.of, {x: b})
        rest = self.of - at_b * error_function if b is sp.oo else sp.S.Zero
        if a.is_infinite or b is -sp.oo or not _vanishes_at_infinity(rest, x):
            return Outcome(False, "at infinity F must be a polynomial times exp(-x^2/2), and a multiple of erf")
        if b is sp.oo and x in at_b.free_symbols:
            return Outcome(False, "the factor of erf must be constant")
        inside, _, s = _interval(x, a, b)
        reach = sp.oo if b is sp.oo else 1
        opened = Domain({**claim.domain.sets, s: sp.Interval.open(0, reach)})
        closed = Domain({**claim.domain.sets, s: sp.Interval(0, reach)})
        if len(integrals) == 1:
            (integral,) = integrals
        else:
            outside, combined = _combination(lhs, integrals)
            if combined is None or combined.has(sp.Integral) or outside.has(sp.Integral):
                return Outcome(False, "the left side is not a linear combination of its integrals")
            for each in integrals:
                bounded = _without_end_powers(each.function, x, inside, closed, s)
                if why := visibly_continuous(substitute(bounded, {x: inside}), closed, s):
                    return Outcome(False, why)
            integral = sp.Integral(combined, (x, a, b))
            lhs = outside + integral
        difference = substitute(sp.diff(self.of, x) - integral.function, {x: inside})
        derivative = prove_zero(difference, opened, _along(self.using, x, inside))
        if not derivative.proved:
            return Outcome(False, f"F' = integrand: {derivative.detail}")
        continuous = visibly_continuous(substitute(self.of, {x: inside}), closed, s)
        if continuous:
            return Outcome(False, continuous)
        value = lhs.subs(integral, at_b - substitute(self.of, {x: a}))
        at_ends = self.using if self.ends is None else self.ends
        ends = prove_zero(value - claim.definite(claim.statement.rhs), claim.domain, at_ends)
        return Outcome(ends.proved, f"F(b) - F(a): {ends.detail}", derivative.uses + ends.uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "an antiderivative is given and differentiated"


def _interval(variable: sp.Symbol, a: sp.Expr, b: sp.Expr) -> tuple[sp.Expr, sp.Expr, sp.Symbol]:
    """Substitute variable = a + (b-a) s, 0 < s < 1: the value, its derivative, and s."""
    s = sp.Dummy(f"s_{variable.name}", nonnegative=True)
    length = sp.Integer(1) if b is sp.oo else b - a
    return a + length * s, length, s


def _along(using: Sequence[Used], x: sp.Symbol, value: sp.Expr) -> list[Instance]:
    """The cited instances with the integration variable replaced by its parametrisation."""
    moved = []
    for i in instances_of(using):
        values = {q: substitute(i.values.get(q, q), {x: value}) for q in i.claim.domain}
        moved.append(Instance(i.claim, values, None if i.solve_for is None else substitute(i.solve_for, {x: value})))
    return moved


def _vanishes_at_infinity(f: sp.Expr, x: sp.Symbol) -> bool:
    """Whether f is visibly a polynomial in x (or Hermite polynomials) times exp(-x^2/2)."""
    rest = sp.simplify(f / sp.exp(-(x**2) / 2))
    plain = rest.replace(lambda e: getattr(e, "polynomial_in_last_argument", False), lambda *a: x)
    return bool(plain.is_polynomial(x))


def not_integrable(f: sp.Expr, x: sp.Symbol, value: sp.Expr, closed: Domain, s: sp.Symbol) -> str:
    """Empty if f(x) at x = value(s) is visibly integrable over the range of s, else why not.

    It is continuous up to the ends, but for powers > -1 of the cosine and the sine over a quarter turn; towards
    infinity it is a polynomial times exp(-x^2/2).  An arbitrary function stands for one with which the integrals exist.
    """
    if closed[s].high is None and not _vanishes_at_infinity(f, x):
        return "at infinity it must be a polynomial times exp(-x^2/2)"
    f = _without_end_powers(f, x, value, closed, s)
    arbitrary = {g: sp.Dummy(f"arbitrary_{n}") for n, g in enumerate(sorted(f.atoms(AppliedUndef), key=sp.srepr))}
    return visibly_continuous(substitute(f.xreplace(arbitrary), {x: value}), closed, s)


def _without_end_powers(f: sp.Expr, x: sp.Symbol, value: sp.Expr, closed: Domain, s: sp.Symbol) -> sp.Expr:
    """The product f without a factor cos(x)^p and a factor sin(x)^q, p, q > -1, if x runs over (0, pi/2).

    What is left decides: times a bounded function these are integrable, as cos x >= 1 - 2x/pi and sin x >= 2x/pi
    vanish at different ends.
    """
    if value != sp.pi * s / 2 or closed.sets[s] != sp.Interval(0, 1):
        return f
    kept = list(sp.Mul.make_args(f))
    for base in (sp.cos(x), sp.sin(x)):
        powers = [e for e in kept if e.as_base_exp()[0] == base]
        if len(powers) == 1 and x not in (exponent := powers[0].as_base_exp()[1]).free_symbols:
            above = sign(exponent + 1, closed)
            if above is not None and above.value > 0 and above.strict:
                kept.remove(powers[0])
    return sp.Mul(*kept)


def integrals_exist(expressions: Sequence[sp.Expr], domain: Domain) -> str:
    """Empty if every integral in the expressions is visibly finite, else why not."""
    for integral in sorted(set().union(*(e.atoms(sp.Integral) for e in expressions)), key=sp.srepr):
        if len(integral.limits) != 1 or len(integral.limits[0]) != 3:
            return f"{integral} is not an integral over one range"
        x, a, b = integral.limits[0]
        if a.is_infinite or b is -sp.oo:
            return f"{integral} runs from infinity or to minus infinity"
        value, _, s = _interval(x, a, b)
        closed = Domain({**domain.sets, s: sp.Interval(0, sp.oo if b is sp.oo else 1)})
        if why := not_integrable(integral.function, x, value, closed, s):
            return f"{integral} may not be finite: {why}"
    return ""


def _combination(total: sp.Expr, integrals: Sequence[sp.Integral]) -> tuple[sp.Expr, sp.Expr | None]:
    """Split a sum into what stands outside and the integrand of its integrals, c int f + ... = int (c f + ...)."""
    names = {i: sp.Dummy(f"integral_{n}") for n, i in enumerate(integrals)}
    plain = sp.expand(total.xreplace(names))
    outside, inside = plain.xreplace(dict.fromkeys(names.values(), sp.S.Zero)), sp.S.Zero
    (x, _, _) = integrals[0].limits[0]
    for integral, name in names.items():
        factor = plain.coeff(name, 1)
        if factor.has(*names.values(), x):
            return outside, None
        inside += factor * integral.function
    linear = outside + sum((plain.coeff(name, 1) * name for name in names.values()), sp.S.Zero)
    return outside, inside if sp.expand(plain - linear) == 0 else None


def visibly_continuous(f: sp.Expr, domain: Domain, *along: sp.Symbol) -> str:
    """Empty if f is visibly continuous in the variables jointly along their closed ranges, else why not.

    For a power with a fixed exponent >= 0 it is enough that its base is continuous and >= 0.  An integral over
    a fixed range depends continuously on the variables if its integrand does, jointly with its own variable.
    """
    moved = frozenset(along)
    settled: dict[sp.Expr, sp.Symbol] = {
        e: sp.Dummy("sum") for e in f.atoms(sp.Sum) if moved & e.free_symbols and _finite_sum(e, domain, moved)
    }
    f = f.xreplace(settled)
    for p in sorted(f.atoms(sp.Pow), key=lambda p: (p.count_ops(), sp.srepr(p))):
        plain = p.exp.is_number or not moved & p.free_symbols or moved & p.exp.free_symbols
        if plain or visibly_continuous(p.base, domain, *along):
            continue
        base, exponent = sign(p.base, domain), sign(p.exp, domain)
        if base is not None and base.value >= 0 and exponent is not None and exponent.value >= 0:
            settled[p] = sp.Dummy(f"power_{len(settled)}")
    f = f.xreplace(settled)
    try:
        normal = NormalForm()
        normal(f)
    except (NoNormalForm, TooLarge) as error:
        return f"continuity of F: {error}"
    moving = moved.union(settled.values())
    for e in normal.expressions:
        if moving & e.free_symbols and not (
            e in moving or isinstance(e, _CONTINUOUS) or _polynomial(e, moving) or _mean(e, domain, moving)
        ):
            return f"continuity of F up to the ends: could not see that {e} is continuous"
    bad = next((o for o in normal.obligations if not discharged(o, domain)), None)
    return f"continuity of F up to the ends: could not show that {bad}" if bad else ""


# where their obligations hold
_CONTINUOUS = (sp.sin, sp.cos, sp.acos, sp.Pow, sp.exp, sp.log, sp.gamma, sp.erf, sp.besselj)


def _polynomial(e: sp.Expr, moving: frozenset[sp.Symbol]) -> bool:
    """Whether e is a polynomial family's member, with the variables in its last argument only."""
    inner = e.args[-1] if getattr(e, "polynomial_in_last_argument", False) else None
    return inner is not None and not any(moving & a.free_symbols for a in e.args[:-1]) and _smooth(inner, moving)


def _smooth(e: sp.Expr, moving: frozenset[sp.Symbol]) -> bool:
    """Whether e is built from the variables by sums, products, powers, sines and cosines alone."""
    if not moving & e.free_symbols or e in moving:
        return True
    whole = e.is_Add or e.is_Mul or isinstance(e, sp.sin | sp.cos) or (e.is_Pow and e.exp.is_Integer and e.exp > 0)
    return bool(whole) and all(_smooth(a, moving) for a in e.args)


def _mean(e: sp.Expr, domain: Domain, moving: frozenset[sp.Symbol]) -> bool:
    """Whether e is an integral over a fixed bounded range with a jointly continuous integrand."""
    if not isinstance(e, sp.Integral) or len(e.limits) != 1 or len(e.limits[0]) != 3:
        return False
    x, a, b = e.limits[0]
    if a.is_infinite or b.is_infinite or moving & (a.free_symbols | b.free_symbols) or x in moving or x in domain:
        return False
    value, _, s = _interval(x, a, b)
    closed = Domain({**domain.sets, s: sp.Interval(0, 1)})
    return not visibly_continuous(substitute(e.function, {x: value}), closed, *sorted(moving, key=str), s)


def _finite_sum(e: sp.Expr, domain: Domain, moving: frozenset[sp.Symbol]) -> bool:
    """Whether e is a finite sum over a fixed range, which does not run backwards, of continuous terms."""
    if not isinstance(e, sp.Sum) or len(e.limits) != 1 or len(e.limits[0]) != 3:
        return False
    i, low, high = e.limits[0]
    if low.is_infinite or high.is_infinite or moving & (low.free_symbols | high.free_symbols) or i in moving:
        return False
    if not all(discharged(Obligation("integer", end), domain) for end in (low, high)):
        return False
    if not discharged(Obligation("nonnegative", high - low + 1), domain):
        return False
    values, every = between(i, low, high, domain)
    return not visibly_continuous(substitute(e.function, values), every, *sorted(moving, key=str))


@dataclass(frozen=True)
class UnderIntegral(Proof):
    """Integrals over the same range are equal because their integrands are."""

    using: Sequence[Used] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "it proves equations")
        if why := integrals_exist([claim.definite(side) for side in claim.statement.args], claim.domain):
            return Outcome(False, why)
        total = sp.expand(claim.definite(claim.statement.lhs - claim.statement.rhs))
        if total == 0:
            return Outcome(True, "the same integrals")
        limits: Any = None
        integrand, integrals = sp.Integer(0), []
        for term in sp.Add.make_args(total):
            inside = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.Integral)]
            if len(inside) != 1 or (limits is not None and inside[0].limits != limits):
                return Outcome(False, f"{term} is not a multiple of an integral over the common range")
            if len(inside[0].limits) != 1 or len(inside[0].limits[0]) != 3:
                return Outcome(False, f"{inside[0]} is not an integral over one range")
            limits = inside[0].limits
            factor = term / inside[0]
            if factor.has(sp.Integral) or limits[0][0] in factor.free_symbols:
                return Outcome(False, f"{term} is not a multiple of one integral")
            integrals.append(inside[0])
            integrand += factor * inside[0].function
        ((x, a, b),) = limits
        if a.is_infinite or b is -sp.oo:
            return Outcome(False, "the integral runs from infinity or to minus infinity: split it")
        value, _, s = _interval(x, a, b)
        if why := integrals_exist(integrals, claim.domain):
            return Outcome(False, why)
        opened = Domain({**claim.domain.sets, s: sp.Interval.open(0, sp.oo if b is sp.oo else 1)})
        found = prove_zero(substitute(integrand, {x: value}), opened, _along(self.using, x, value))
        return Outcome(found.proved, f"integrands: {found.detail}", found.uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "the integrands agree"


@dataclass(frozen=True)
class ChangeOfVariables(Proof):
    """One integral becomes another by a monotone substitution x = phi(s)."""

    phi: sp.Expr

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "it proves equations")
        lhs, rhs = (claim.definite(side) for side in claim.statement.args)
        lefts, rights = list(lhs.atoms(sp.Integral)), list(rhs.atoms(sp.Integral))
        if len(lefts) != 1 or len(rights) != 1 or any(len(i.limits) != 1 for i in (*lefts, *rights)):
            return Outcome(False, "each side must hold exactly one integral")
        (left,), (right,) = lefts, rights
        (x, a, b), (s, alpha, beta) = left.limits[0], right.limits[0]
        factor_l, factor_r = lhs / left, rhs / right
        if (factor_l * factor_r).has(sp.Integral) or {x, s} & (lhs.free_symbols | rhs.free_symbols):
            return Outcome(False, "each side must be a multiple of its integral, with variables of its own")
        if not (alpha.is_Rational and beta.is_Rational and alpha < beta):
            return Outcome(False, "the new range must run between rational numbers, from left to right")
        open_ = Domain({**claim.domain.sets, s: sp.Interval.open(alpha, beta)})
        closed = Domain({**claim.domain.sets, s: sp.Interval(alpha, beta)})
        if why := open_[s].contradicts(s):
            return Outcome(False, why)
        if why := visibly_continuous(self.phi, closed, s) or not_integrable(right.function, s, s, closed, s):
            return Outcome(False, why)
        slope = sp.diff(self.phi, s)
        inside = prove_zero(
            factor_l * substitute(left.function, {x: self.phi}) * slope - factor_r * right.function, open_
        )
        if not inside.proved:
            return Outcome(False, f"integrands: {inside.detail}")
        if sign(slope, open_) != Sign(1, True):
            return Outcome(False, f"could not show that {self.phi} increases")
        for end, image in ((alpha, a), (beta, b)):
            reached = self.phi.subs(s, end)
            if reached != image:
                return Outcome(False, f"{self.phi} is {reached}, not {image}, at {s} = {end}")
        return Outcome(True, "substitution")

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"substitute {self.phi}"
