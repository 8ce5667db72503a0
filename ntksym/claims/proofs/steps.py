"""Proofs that reduce a claim to another: differentiate an equation, settle the first values one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp

from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import Outcome, Proof, Used, in_domain, instances_of, prove_zero


def _derivative(e: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """d/dx of a polynomial in x and in members of polynomial families, whose derivatives stay unevaluated."""
    names: dict[sp.Expr, sp.Expr] = {}
    for f in sorted(e.atoms(sp.Function), key=sp.srepr):
        if getattr(f, "polynomial_in_last_argument", False) and x in f.free_symbols:
            if f.args[-1] != x or any(x in a.free_symbols for a in f.args[:-1]):
                return None
            names[f] = sp.Function(f"member_{len(names)}")(x)
    plain = e.xreplace(names)
    if not plain.xreplace({m: sp.Dummy() for m in names.values()}).is_polynomial(x):
        return None
    back = {sp.Derivative(m, x): sp.Derivative(f, x, evaluate=False) for f, m in names.items()}
    return sp.diff(plain, x).xreplace(back).xreplace({m: f for f, m in names.items()})


@dataclass(frozen=True)
class Differentiated(Proof):
    """An equation between polynomials in x that holds on an interval, differentiated on both sides."""

    of: Used
    by: sp.Symbol

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        (instance,) = instances_of([self.of])
        whole = instance.claim.domain.get(self.by)
        if not all(isinstance(c.statement, sp.Equality) for c in (claim, instance)):
            return Outcome(False, "only equations are differentiated")
        if whole is None or whole.integer or (whole.low is not None and whole.low == whole.high):
            return Outcome(False, f"{instance.claim.slug} does not hold on an interval of {self.by}")
        if any(
            self.by in sp.sympify(v, strict=True).free_symbols
            for s, v in instance.values.items()
            if (s, v) != (self.by, self.by)
        ):
            return Outcome(False, f"{self.by} must stand for itself in {instance.claim.slug}")
        if why := in_domain(instance, claim.domain):
            return Outcome(False, why)
        slope = _derivative(instance.statement.lhs - instance.statement.rhs, self.by)
        if slope is None:
            return Outcome(False, f"{instance.claim.slug} is not an equation between polynomials in {self.by}")
        found = prove_zero(claim.statement.lhs - claim.statement.rhs - slope, claim.domain)
        return Outcome(found.proved, f"against the derivative: {found.detail}", (instance.claim,))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"{instances_of([self.of])[0].claim.slug} differentiated by {self.by}"


@dataclass(frozen=True)
class FirstValues(Proof):
    """An equation for the first values of an integer variable one by one, and for the others by another proof."""

    on: sp.Symbol
    count: int
    base: Sequence[Used]
    then: Proof

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        range_ = claim.domain.get(self.on)
        if not isinstance(claim.statement, sp.Equality) or range_ is None or not range_.integer:
            return Outcome(False, f"it proves equations with an integer {self.on}")
        if range_.low is None or range_.high is not None:
            return Outcome(False, f"{self.on} must run over the integers from some start")
        low = int(range_.low)
        rest = Domain({s: v for s, v in claim.domain.sets.items() if s != self.on})
        uses: tuple[Claim, ...] = ()
        for i in range(low, low + self.count):
            difference = (claim.statement.lhs - claim.statement.rhs).subs(self.on, i)
            found = prove_zero(difference, rest, self.base)
            if not found.proved:
                return Outcome(False, f"{self.on} = {i}: {found.detail}")
            uses += found.uses
        sets = {**claim.domain.sets, self.on: sp.Range(low + self.count, sp.oo)}
        others = self.then.prove(replace(claim, domain=Domain(sets), proof=self.then))
        return Outcome(others.proved, f"{self.on} >= {low + self.count}: {others.detail}", uses + others.uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"the first {self.count} values of {self.on} one by one; from then on {self.then.describe()}"
