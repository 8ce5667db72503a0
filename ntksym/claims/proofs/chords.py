"""Bounds of a power series with coefficients >= 0 between 0 and 1: above its value at 0, below its chord."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from ntksym.claims.claim import Claim, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import Outcome, Proof, in_domain, prove_zero
from ntksym.claims.proofs.coefficients import NonNegativeCoefficients


@dataclass(frozen=True)
class BetweenEnds(Proof):
    """f(n, 0) <= f(n, t), or f(n, t) <= f(n, 0) + t (f(n, 1) - f(n, 0)), for 0 <= t <= 1.

    For 0 <= t < 1 the function is the sum of its power series, whose coefficients are >= 0; t^m <= t for m >= 1,
    and the coefficients add up to at most f(n, 1), as f is continuous at 1.

    Parameters
    ----------
    coefficients
        The claim, proved by :class:`NonNegativeCoefficients`, that the coefficients of f are >= 0.
    at_one
        For the chord: the claim that says what f(n, 1) is.
    """

    coefficients: Claim
    at_one: Claim | None = None

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        own, statement = self.coefficients.statement, claim.statement
        f = getattr(own.lhs, "generates", None)
        if f is None or not isinstance(own, sp.GreaterThan) or own.rhs != 0:
            return Outcome(False, f"{self.coefficients.slug} does not say that coefficients are >= 0")
        if not isinstance(self.coefficients.proof, NonNegativeCoefficients):
            return Outcome(False, f"{self.coefficients.slug} does not say that the series converges for 0 <= t < 1")
        if not isinstance(statement, sp.GreaterThan | sp.LessThan) or statement.lhs.func is not f:
            return Outcome(False, f"the left side of a non-strict inequality must be {f.__name__}")
        depth, t = statement.lhs.args
        if t not in claim.domain or t in depth.free_symbols or not claim.domain.sets[t].is_subset(sp.Interval(0, 1)):
            return Outcome(False, f"{t} must be a variable of its own between 0 and 1")
        n, m = own.lhs.args
        index = sp.Dummy("m", integer=True, nonnegative=True)
        everywhere = Domain({**claim.domain.sets, index: sp.Range(0, sp.oo)})
        if why := in_domain(Instance(self.coefficients, {n: depth, m: index}), everywhere):
            return Outcome(False, why)
        start = f(depth, sp.S.Zero)
        if isinstance(statement, sp.GreaterThan):
            found = prove_zero(statement.rhs - start, claim.domain)
            return Outcome(found.proved, f"the value at 0: {found.detail}", (self.coefficients,))
        return self._below_chord(claim, start, depth, t)

    def _below_chord(self, claim: Claim, start: sp.Expr, depth: sp.Expr, t: sp.Symbol) -> Outcome:
        known = self.at_one
        if known is None or not isinstance(known.statement, sp.Equality) or len(known.domain) != 1:
            return Outcome(False, "the value at 1 must be given")
        (variable,) = known.domain
        if known.statement.lhs != type(claim.statement.lhs)(variable, sp.S.One):
            return Outcome(False, f"{known.slug} is not the value at 1")
        instance = Instance(known, {variable: depth})
        if why := in_domain(instance, claim.domain):
            return Outcome(False, why)
        chord = start + t * (instance.statement.rhs - start)
        found = prove_zero(claim.statement.rhs - chord, claim.domain)
        return Outcome(found.proved, f"the chord: {found.detail}", (self.coefficients, known))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "a power series with coefficients >= 0 lies between its value at 0 and its chord over [0, 1]"


__all__ = ["BetweenEnds"]
