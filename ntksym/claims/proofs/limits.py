"""Proofs of inequalities from a limit, and under an integral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from ntksym.claims import polynomials as P  # noqa: N812
from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain
from ntksym.claims.normal_form import NormalForm
from ntksym.claims.proofs.base import Hypothesis, Outcome, Proof, Used, gap, in_domain, instances_of, prove_sign
from ntksym.claims.proofs.inequalities import weighted
from ntksym.claims.proofs.integrals import _along, _interval, integrals_exist
from ntksym.claims.substitution import substitute


def tends_to_one(share: sp.Expr, n: sp.Symbol) -> bool:
    """Whether a rational function of n alone tends to 1 as n grows: equal degrees and leading coefficients.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> tends_to_one((n + 1) / (n + 3), n), tends_to_one(2 * n / (n + 3), n)
    (True, False)
    """
    if share.free_symbols - {n}:
        return False
    normal = NormalForm()
    x = normal(share)
    below = P.ONE
    for p, e in x.den.values():
        below = P.multiply(below, P.power(p, e))
    if any(symbol != n for symbol in normal.expressions):
        return False

    def leading(p: P.Poly) -> tuple[int, Fraction]:
        return max((m[0][1] if m else 0, c) for m, c in p.items())

    return bool(x.num) and leading(x.num) == leading(below)


@dataclass(frozen=True)
class FromLimit(Proof):
    """X(n) >= Y(n) > 0 for all n >= n0: X/Y does not increase, and X >= L Y with a rational L(n) that tends to 1.

    For then X(n)/Y(n) >= X(N)/Y(N) >= L(N) for every N >= n, and L(N) tends to 1.

    Parameters
    ----------
    on
        The variable n.
    floor
        The rational function L of n alone.
    known
        Earlier inequality and weight >= 0 whose product is X - L Y >= 0, up to what is visibly >= 0.
    using
        Earlier equations.
    """

    on: sp.Symbol
    floor: sp.Expr
    known: tuple[Used, Any]
    using: Sequence[Used] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        n = self.on
        x, y = claim.statement.lhs, claim.statement.rhs
        if isinstance(claim.statement, sp.LessThan):
            x, y = y, x
        elif not isinstance(claim.statement, sp.GreaterThan):
            return Outcome(False, "the statement must be a non-strict inequality")
        range_ = claim.domain[n]
        if not range_.integer or range_.low is None or range_.high is not None:
            return Outcome(False, f"{n} must run over all integers from some start")
        if not tends_to_one(self.floor, n):
            return Outcome(False, f"{self.floor} is not a rational function of {n} that tends to 1")
        used, weight = self.known
        (instance,) = instances_of([used])
        if isinstance(instance.statement, sp.Equality | sp.Unequality):
            return Outcome(False, f"{instance.claim.slug} is not an inequality")
        if why := in_domain(instance, claim.domain):
            return Outcome(False, why)
        if any(isinstance(i.claim, Hypothesis) and i.claim.fixed == n for i in instances_of([used, *self.using])):
            return Outcome(False, f"an induction hypothesis holds at one {n}, a limit needs it at all of them")
        left = x - self.floor * y - weight * gap(instance.statement)[0]
        ahead = {n: n + 1}
        parts = (
            ("the smaller side is positive", prove_sign(y, True, claim.domain, self.using)),
            ("the weight", prove_sign(sp.sympify(weight, strict=True), False, claim.domain, self.using)),
            ("the floor", prove_sign(left, False, claim.domain, self.using)),
            ("the quotient", prove_sign(x * y.subs(ahead) - x.subs(ahead) * y, False, claim.domain, self.using)),
        )
        uses: tuple[Claim, ...] = (instance.claim,)
        for name, part in parts:
            if not part.proved:
                return Outcome(False, f"{name}: {part.detail}")
            uses += part.uses
        return Outcome(True, f"the quotient decreases to a limit that is at least 1 as {n} grows", uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"the quotient of the two sides decreases in {self.on}, and its limit is at least 1"


@dataclass(frozen=True)
class PositiveIntegrand(Proof):
    """A linear combination of integrals over one range from left to right is >= 0, for its integrand is.

    ``known`` are pairs (earlier inequality, weight >= 0) that the integrand may be larger than.
    """

    using: Sequence[Used] = ()
    known: Sequence[tuple[Used, Any]] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        expression, strict = gap(claim.statement)
        if strict:
            return Outcome(False, "it proves non-strict inequalities")
        limits: Any = None
        integrand = sp.S.Zero
        integrals: set[sp.Integral] = set()
        for term in sp.Add.make_args(sp.expand(claim.definite(expression))):
            inside = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.Integral)]
            if len(inside) != 1 or len(inside[0].limits) != 1 or (limits is not None and inside[0].limits != limits):
                return Outcome(False, f"{term} is not a multiple of an integral over the common range")
            limits = inside[0].limits
            factor = term / inside[0]
            if factor.has(sp.Integral) or limits[0][0] in factor.free_symbols:
                return Outcome(False, f"{term} is not a multiple of one integral")
            integrals.add(inside[0])
            integrand += factor * inside[0].function
        ((x, a, b),) = limits
        if a in (-sp.oo, sp.oo) or b in (-sp.oo, sp.oo):
            return Outcome(False, "the range must be bounded")
        if x in (expression.free_symbols | a.free_symbols | b.free_symbols):
            return Outcome(False, f"{x} has two meanings")
        forward = prove_sign(b - a, False, claim.domain, self.using)
        if not forward.proved:
            return Outcome(False, f"the range from left to right: {forward.detail}")
        value, _, s = _interval(x, a, b)
        if why := integrals_exist([claim.definite(expression), *integrals], claim.domain):
            return Outcome(False, why)
        opened = Domain({**claim.domain.sets, s: sp.Interval.open(0, 1)})
        using = _along(self.using, x, value)
        inequalities = _along([used for used, _ in self.known], x, value)
        weights = [substitute(weight, {x: value}) for _, weight in self.known]
        why, smaller, uses = weighted(list(zip(inequalities, weights, strict=True)), opened, using)
        if why:
            return Outcome(False, why)
        found = prove_sign(substitute(integrand, {x: value}) - smaller, False, opened, using)
        return Outcome(found.proved, f"integrand: {found.detail}", (*uses, *found.uses))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "the integrand is >= 0"


__all__ = ["FromLimit", "PositiveIntegrand", "tends_to_one"]
