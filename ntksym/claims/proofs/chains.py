"""Proofs along a recursion: induction with any proof for the step, the derivative of an equation, equal derivatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import (
    Hypothesis,
    Outcome,
    Proof,
    Used,
    gap,
    in_domain,
    instances_of,
    not_real,
    prove_sign,
    prove_zero,
    with_bounds,
)
from ntksym.claims.proofs.integrals import visibly_continuous


def _at(statement: sp.Rel, symbol: sp.Symbol, value: sp.Expr) -> sp.Rel:
    return statement.func(*(side.subs(symbol, value) for side in statement.args), evaluate=False)


Step = Callable[..., Proof]
_ROUGH = (sp.Piecewise, sp.floor, sp.ceiling, sp.sign, sp.Heaviside, sp.Abs, sp.Min, sp.Max, sp.Mod)


@dataclass(frozen=True)
class ByInduction(Proof):
    """A statement for all integers n >= n0: its first case, and from n to n + 1 for all other variables at once.

    Parameters
    ----------
    on
        The variable n; its range starts at n0.
    base
        The proof of the case n0.
    step
        Gets the statement at n as a claim that later proofs may cite (at any values of the other
        variables, at n itself only), then those beside it; returns the proof of the statement at n + 1.
    beside
        Statements proved by the same induction: each with the proofs of its first case and of its step.
    """

    on: sp.Symbol
    base: Proof
    step: Step
    beside: Sequence[tuple[sp.Rel, Proof, Step]] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        n, range_ = self.on, claim.domain.get(self.on)
        if range_ is None or not range_.integer or range_.low is None or range_.high is not None:
            return Outcome(False, f"{n} must run over all integers from some start")
        rest = Domain({s: v for s, v in claim.domain.sets.items() if s != n})
        start = sp.Integer(int(range_.low))
        every = [(claim.statement, self.base, self.step), *self.beside]
        uses: tuple[Claim, ...] = ()
        for statement, base, _ in every:
            first = base.prove(replace(claim, statement=_at(statement, n, start), domain=rest, control=None))
            if not first.proved:
                return Outcome(False, f"at {n} = {start}: {first.detail}")
            uses += first.uses
        hypotheses = [self._hypothesis(claim, statement, i) for i, (statement, _, _) in enumerate(every)]
        try:
            for i, (statement, _, step) in enumerate(every):
                ahead = replace(claim, statement=_at(statement, n, n + 1), control=None)
                found = step(hypotheses[i], *(h for h in hypotheses if h is not hypotheses[i])).prove(ahead)
                if not found.proved:
                    return Outcome(False, f"step {n} -> {n + 1} of {statement}: {found.detail}")
                uses += found.uses
        finally:
            for h in hypotheses:
                h.closed.append(True)
        return Outcome(True, f"induction on {n}", tuple(c for c in uses if not any(c is h for h in hypotheses)))

    def _hypothesis(self, claim: Claim, statement: sp.Rel, number: int) -> Hypothesis:
        return Hypothesis(
            slug=f"{claim.slug}_hypothesis_{number}",
            statement=statement,
            domain=claim.domain,
            source=claim.source,
            because="the induction hypothesis",
            proof=self,
            where=claim.where,
            fixed=self.on,
        )

    def describe(self) -> str:
        """See :class:`Proof`."""
        shared = f", together with {len(self.beside)} more" if self.beside else ""
        return f"induction on {self.on}, for all values of the other variables at once{shared}"


@dataclass(frozen=True)
class Linear(Proof):
    """An equation as a sum of known equations with weights, by the normal form of what remains."""

    of: Sequence[tuple[Used, sp.Expr]]
    using: Sequence[Used] = field(default=())

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        known = instances_of([used for used, _ in self.of])
        if not all(isinstance(s, sp.Equality) for s in (claim.statement, *(i.statement for i in known))):
            return Outcome(False, "it combines equations")
        domain, _, why = with_bounds(claim.domain, self.using)
        if why := why or next((w for i in known if (w := in_domain(i, domain))), ""):
            return Outcome(False, why)
        total = claim.statement.lhs - claim.statement.rhs
        for instance, (_, weight) in zip(known, self.of, strict=True):
            total -= weight * (instance.statement.lhs - instance.statement.rhs)
        rest = prove_zero(total, claim.domain, self.using)
        return Outcome(rest.proved, f"what remains: {rest.detail}", (*(i.claim for i in known), *rest.uses))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "a sum of multiples of " + ", ".join(i.claim.slug for i in instances_of([u for u, _ in self.of]))


@dataclass(frozen=True)
class ChainRule(Proof):
    """The derivative of a known equation: both of its sides are differentiated on an open range.

    Opaque functions of the variable must be differentiable there; their derivatives stay opaque.
    """

    of: Claim
    variable: sp.Symbol
    using: Sequence[Used] = field(default=())

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        x, known = self.variable, self.of
        if not isinstance(known.statement, sp.Equality) or not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "equations are differentiated")
        range_ = claim.domain.get(x)
        if range_ is None or range_.integer:
            return Outcome(False, f"{x} must be a real variable")
        inside = Domain({**claim.domain.sets, x: claim.domain.sets[x].interior})
        if inside.sets[x] != claim.domain.sets[x]:
            return Outcome(False, f"the range of {x} must be open")
        whole = {s: known.domain.sets.get(s) for s in known.domain}
        if any(s not in inside.sets or not inside.sets[s].is_subset(v) for s, v in whole.items()):
            return Outcome(False, f"{known.slug} does not hold on the whole domain")
        difference = known.statement.lhs - known.statement.rhs
        if why := _not_smooth(known, inside, x):
            return Outcome(False, f"{known.slug}: {why}")
        _, equations, why = with_bounds(inside, self.using)
        if why or equations:
            return Outcome(False, why or "only bounds are used besides the equation")
        # every root and arccosine in the equation must be differentiable: the obligations of the slope
        slope = sp.diff(difference, x)
        target = claim.statement.lhs - claim.statement.rhs
        found = prove_zero(target - slope, inside, self.using)
        if not found.proved:
            found = prove_zero(target + slope, inside, self.using)
        return Outcome(found.proved, f"derivative of {known.slug}: {found.detail}", (known, *found.uses))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"differentiate {self.of.slug} by {self.variable}"


def _not_smooth(known: Claim, inside: Domain, x: sp.Symbol) -> str:
    """Empty if nothing in the equation and in its functions' definitions shows that it may have no derivative."""
    for side in known.statement.args:
        whole = known.definite(side)
        if side.has(*_ROUGH) or whole.has(*_ROUGH):
            return "it may not be differentiable"
        if any(x in i.free_symbols for i in whole.atoms(sp.Integral, sp.Sum, sp.Product)):
            return f"it has an integral or a sum that depends on {x}"
        for f in side.atoms(AppliedUndef):
            body = known.definite(f)
            if body != f and (body.has(*_ROUGH) or not_real(sp.diff(body, x), inside)):
                return f"{f} may not be differentiable"
    return ""


@dataclass(frozen=True)
class EqualDerivative(Proof):
    """Two functions, continuous on an interval, with the same derivative inside and the same value at one end."""

    variable: sp.Symbol
    start: sp.Expr
    using: Sequence[Used] = field(default=())

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        x, start = self.variable, sp.sympify(self.start, strict=True)
        range_ = claim.domain.get(x)
        if not isinstance(claim.statement, sp.Equality) or range_ is None or range_.integer:
            return Outcome(False, "it proves equations along a real variable")
        if start not in [sp.Rational(end) for end in (range_.low, range_.high) if end is not None]:
            return Outcome(False, f"{start} is not an end of {x}'s range")
        sets = dict(claim.domain.sets)
        closed = Domain({**sets, x: sets[x].closure})
        for side in claim.statement.args:
            if why := visibly_continuous(side, closed, x):
                return Outcome(False, why)
        difference = claim.statement.lhs - claim.statement.rhs
        rest = Domain({s: v for s, v in sets.items() if s != x})
        first = prove_zero(difference.subs(x, start), rest, self.using)
        if not first.proved:
            return Outcome(False, f"at {x} = {start}: {first.detail}")
        inside = Domain({**sets, x: sets[x].interior})
        slope = prove_zero(sp.diff(difference, x), inside, self.using)
        return Outcome(slope.proved, f"derivatives: {slope.detail}", (*first.uses, *slope.uses))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"the same value at {self.variable} = {self.start} and the same derivative"


_INCREASING = {sp.acos: -1, sp.asin: 1}


@dataclass(frozen=True)
class MonotoneImage(Proof):
    """F(x) <= F(y) from x <= y, for F = arcsin (or from x >= y, for F = arccos), with x and y in [-1, 1]."""

    of: Used
    using: Sequence[Used] = field(default=())

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        (instance,) = instances_of([self.of])
        if not all(isinstance(r, sp.GreaterThan | sp.LessThan) for r in (claim.statement, instance.statement)):
            return Outcome(False, "it compares two values by a non-strict inequality")
        left, right = claim.statement.args
        kind = type(left)
        if kind not in _INCREASING or type(right) is not kind:
            return Outcome(False, "both sides must be arccosines, or arcsines")
        domain, equations, why = with_bounds(claim.domain, self.using)
        if why := why or ("only bounds are used besides" if equations else "") or in_domain(instance, domain):
            return Outcome(False, why)
        for x in (left.args[0], right.args[0]):
            for side in (1 - x, 1 + x):
                if not (found := prove_sign(side, False, claim.domain, self.using)).proved:
                    return Outcome(False, f"{x} in [-1, 1]: {found.detail}")
        larger = (
            right.args[0] - left.args[0] if isinstance(claim.statement, sp.LessThan) else left.args[0] - right.args[0]
        )
        same = prove_zero(_INCREASING[kind] * larger - gap(instance.statement)[0], claim.domain, self.using)
        uses = (instance.claim, *(i.claim for i in instances_of(self.using)))
        return Outcome(same.proved, f"against {instance.claim.slug}: {same.detail}", uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"a monotone function of both sides of {instances_of([self.of])[0].claim.slug}"
