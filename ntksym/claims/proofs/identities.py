"""Proofs of equations: normal forms, induction, equal ratios, definitions, citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from ntksym.claims.claim import Claim, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.instances import compare
from ntksym.claims.positivity import sign
from ntksym.claims.proofs.base import Outcome, Proof, Used, in_domain, instances_of, prove_zero


@dataclass(frozen=True)
class Identity(Proof):
    """Equality by the exact normal form, using earlier claims as rewriting rules."""

    using: Sequence[Used] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "Identity proves equations; use Positive or another argument for inequalities")
        return prove_zero(claim.statement.lhs - claim.statement.rhs, claim.domain, self.using)

    def describe(self) -> str:
        """See :class:`Proof`."""
        cited = ", ".join(i.claim.slug for i in instances_of(self.using))
        return "both sides have the same normal form" + (f", by {cited}" if cited else "")


@dataclass(frozen=True)
class Induction(Proof):
    """A(n) = B(n) for all n >= n0: the first values, and a recurrence that B satisfies too.

    Parameters
    ----------
    on
        The variable n; its range starts at n0.
    recurrence
        Earlier claims, as instances, that give A(n + order) in terms of A(n), ..., A(n + order - 1).
    order
        How many first values are needed.
    base
        Earlier claims that give those first values (or that identities need).
    also
        Other values of the remaining variables at which the hypothesis is used: the induction is
        for all of them at once.  Each entry may shift the variable n by less than the order.
    """

    on: sp.Symbol
    recurrence: Sequence[Used]
    order: int = 1
    base: Sequence[Used] = ()
    also: Sequence[Mapping[sp.Symbol, Any]] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        lhs, rhs = claim.statement.lhs, claim.statement.rhs
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "it proves equations")
        range_ = claim.domain.get(self.on)
        if self.order < 1 or range_ is None or not range_.integer or range_.low is None or range_.high is not None:
            return Outcome(False, f"it needs an order >= 1, and {self.on} over all integers from some start")
        low = range_.low
        rest = Domain({s: v for s, v in claim.domain.sets.items() if s != self.on})
        uses: tuple[Claim, ...] = ()
        for i in range(self.order):
            at = {self.on: sp.Integer(int(low) + i)}
            first = prove_zero(lhs.subs(at) - rhs.subs(at), rest, self.base)
            if not first.proved:
                return Outcome(False, f"base {self.on} = {int(low) + i}: {first.detail}")
            uses += first.uses
        hypotheses = [
            sp.Eq(lhs.subs(self.on, self.on + i), rhs.subs(self.on, self.on + i), evaluate=False)
            for i in range(self.order)
        ]
        for values in self.also:
            shift = sp.expand(values.get(self.on, self.on) - self.on)
            if not (shift.is_Integer and 0 <= shift < self.order):
                return Outcome(False, f"the hypothesis may be used at {self.on}, ..., {self.on + self.order - 1} only")
            if why := in_domain(Instance(claim, dict(values)), claim.domain):
                return Outcome(False, why)
            hypotheses.append(claim.statement.subs(values, simultaneous=True))
        at = {self.on: self.on + self.order}
        step = prove_zero(lhs.subs(at) - rhs.subs(at), claim.domain, self.recurrence, hypotheses)
        if not step.proved:
            return Outcome(False, f"step {self.on} -> {self.on + self.order}: {step.detail}")
        return Outcome(True, f"induction on {self.on}", uses + step.uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"induction on {self.on} with {self.order} first value{'s' * (self.order > 1)}"


@dataclass(frozen=True)
class SameRatio(Proof):
    """X(n) = Y(n) for all n >= n0: equal first values, and X(n+order)/X(n) = Y(n+order)/Y(n).

    Written without division, X(n+order) Y(n) = Y(n+order) X(n), with Y nowhere 0.  ``first`` proves the
    first values (by default both sides have the same normal form).
    """

    on: sp.Symbol
    order: int = 1
    first: Proof | None = None

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        x, y, n = claim.statement.lhs, claim.statement.rhs, self.on
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "it proves equations")
        low = claim.domain[n].low
        rest = Domain({s: v for s, v in claim.domain.sets.items() if s != n})
        if low is None or not claim.domain[n].integer or self.order < 1:
            return Outcome(False, f"{n} must run over the integers from some start, with an order >= 1")
        uses: tuple[Claim, ...] = ()
        for i in range(self.order):
            at = {n: sp.Integer(int(low) + i)}
            value = sp.Eq(x.subs(at), y.subs(at), evaluate=False)
            proof = self.first or Identity()
            first = proof.prove(replace(claim, statement=value, domain=rest, proof=proof))
            if not first.proved:
                return Outcome(False, f"first value {n} = {int(low) + i}: {first.detail}")
            uses += first.uses
        ahead = {n: n + self.order}
        ratio = prove_zero(x.subs(ahead) * y - y.subs(ahead) * x, claim.domain)
        if not ratio.proved:
            return Outcome(False, f"ratio: {ratio.detail}")
        return Outcome(
            _nowhere_zero(y, claim.domain),
            "equal ratios" if _nowhere_zero(y, claim.domain) else f"could not show that {y} is nowhere 0",
            uses,
        )

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"both sides have the same first value{'s' * (self.order > 1)} and the same ratios in {self.on}"


def _nowhere_zero(y: sp.Expr, domain: Domain) -> bool:
    if y.is_Mul:
        return all(_nowhere_zero(factor, domain) for factor in y.args)
    if y.is_Pow and (y.exp.is_Integer or y.base is sp.S.NegativeOne):
        return y.base is sp.S.NegativeOne or _nowhere_zero(y.base, domain)
    found = sign(y.args[0] if isinstance(y, sp.gamma) else y, domain)
    return found is not None and found.strict and (found.value > 0 or not isinstance(y, sp.gamma))


@dataclass(frozen=True)
class Definition(Proof):
    """The statement is a defining equation of a function in it, and the balls evaluate the same thing.

    A function of ``where`` is defined there; a class of functions lists its equations, with the ranges
    of their variables, in ``defining_equations``.
    """

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "a definition is an equation")
        if not (self._by_where(claim) or self._by_class(claim)):
            return Outcome(False, f"{claim.statement} is not among the defining equations of a function in it")
        for point in claim.domain.samples(8, 1):
            found = compare(claim, claim.statement, point)
            if found.status != "holds":
                return Outcome(False, f"the evaluator disagrees with the definition at {found.point}: {found.detail}")
        return Outcome(True, "by definition")

    def _by_where(self, claim: Claim) -> bool:
        written, meant = claim.statement, [claim.definite(side) for side in claim.statement.args]
        return meant != list(written.args) and sp.expand(meant[0] - meant[1]) == 0

    def _by_class(self, claim: Claim) -> bool:
        difference = claim.statement.lhs - claim.statement.rhs
        ours = {s.name: s for s in claim.domain}
        for family in {type(f) for f in difference.atoms(sp.Function)}:
            for equation, sets in getattr(family, "defining_equations", tuple)():
                values = {s: ours.get(s.name, s) for s in sets}
                axiom = Instance(_axiom(equation, sets, self), values)
                meant = axiom.statement.lhs - axiom.statement.rhs
                if 0 in (sp.expand(difference - meant), sp.expand(difference + meant)):
                    return not in_domain(axiom, claim.domain)
        return False

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "by definition"


def _axiom(equation: sp.Eq, sets: Mapping[sp.Symbol, sp.Set], proof: Proof) -> Claim:
    return Claim("definition", equation, Domain(sets), "", "by definition", proof)


@dataclass(frozen=True)
class EveryCase(Proof):
    """A finite domain, case by case: exact values for equations, balls for strict inequalities."""

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        size = claim.domain.size
        if size is None or size > 20_000:
            return Outcome(False, "the domain is not a small finite set")
        for point in claim.domain.points():
            found = compare(claim, claim.statement, point, exact=True)
            if found.status != "holds":
                return Outcome(False, f"at {found.point}: {found.detail}")
        return Outcome(True, f"all {size} cases")

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "each of the finitely many cases is decided"


@dataclass(frozen=True)
class Cited(Proof):
    """Taken from the literature, not proved here: never reported as certified."""

    reference: str
    cited = True

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        return Outcome(False, f"cited, not proved here: {self.reference}")

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"see {self.reference}"
