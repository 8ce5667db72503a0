"""Proofs of inequalities: signs of coefficients, monotonicity, induction, subdivision by balls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from ntksym.balls.subdivision import Proved, prove_positive
from ntksym.claims.claim import Claim, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import (
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


@dataclass(frozen=True)
class Positive(Proof):
    """Inequality by the signs of the coefficients after the domain is mapped to (0, oo)."""

    using: Sequence[Used] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        expression, strict = gap(claim.statement)
        return prove_sign(expression, strict, claim.domain, self.using)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "after substituting the domain by the positive axis all coefficients have one sign"


@dataclass(frozen=True)
class Monotone(Proof):
    """Inequality lhs >= rhs from its value at one end and the sign of its derivative.

    A strict inequality needs a strict derivative and an open end, or a strict value at a closed end.

    Parameters
    ----------
    variable
        The variable along which the difference is monotone.
    start
        The end of that variable's range where the difference is >= 0, by the signs of its coefficients.
    derivative
        The proof that the derivative has the right sign inside.
    """

    variable: sp.Symbol
    start: Any
    derivative: Proof

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        difference, strict = gap(claim.statement)
        range_ = claim.domain[self.variable]
        start = sp.sympify(self.start, strict=True)
        if range_.integer or not start.is_Rational:
            return Outcome(False, "Monotone proves inequalities along a real variable")
        from_left = range_.low is not None and start == sp.Rational(range_.low)
        if not from_left and (range_.high is None or start != sp.Rational(range_.high)):
            return Outcome(False, f"{start} is not an end of {self.variable}'s range")
        rest = Domain({s: v for s, v in claim.domain.sets.items() if s != self.variable})
        open_end = range_.open_low if from_left else range_.open_high
        first = prove_sign(difference.subs(self.variable, start), strict and not open_end, rest)
        if not first.proved:
            return Outcome(False, f"at {self.variable} = {start}: {first.detail}")
        sets = dict(claim.domain.sets)
        closed = Domain({**sets, self.variable: sets[self.variable].union(sp.FiniteSet(start))})
        if why := visibly_continuous(difference, closed, self.variable):
            return Outcome(False, why)
        sets[self.variable] = sets[self.variable].interior
        slope = sp.diff(difference, self.variable)
        relation = sp.Gt if strict and open_end else sp.Ge
        inner = _sub_claim(claim, relation(slope if from_left else -slope, 0, evaluate=False), sets, self.derivative)
        second = self.derivative.prove(inner)
        return Outcome(second.proved, f"derivative: {second.detail}", second.uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"true at {self.variable} = {self.start}, and the difference is monotone: {self.derivative.describe()}"


def _sub_claim(claim: Claim, statement: sp.Rel, sets: Any, proof: Proof) -> Claim:
    return Claim(
        slug=claim.slug,
        statement=statement,
        domain=Domain(sets),
        source=claim.source,
        because=claim.because,
        proof=proof,
        where=claim.where,
    )


@dataclass(frozen=True)
class InductiveInequality(Proof):
    """X(n) >= Y(n) for all n >= n0: the first value, and X(n+1) = c X(n) with c >= 0 and c Y(n) >= Y(n+1)."""

    on: sp.Symbol
    factor: sp.Expr

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        x, y = claim.statement.lhs, claim.statement.rhs
        if isinstance(claim.statement, sp.LessThan):
            x, y = y, x
        elif not isinstance(claim.statement, sp.GreaterThan):
            return Outcome(False, "the statement must be a non-strict inequality")
        n, low = self.on, claim.domain[self.on].low
        if low is None or not claim.domain[n].integer:
            return Outcome(False, f"{n} must run over the integers from some start")
        rest = Domain({s: v for s, v in claim.domain.sets.items() if s != n})
        parts = (
            (f"at {n} = {low}", prove_sign((x - y).subs(n, int(low)), False, rest)),
            ("X(n+1) = c X(n)", prove_zero(x.subs(n, n + 1) - self.factor * x, claim.domain)),
            ("c >= 0", prove_sign(self.factor, False, claim.domain)),
            ("c Y(n) >= Y(n+1)", prove_sign(self.factor * y - y.subs(n, n + 1), False, claim.domain)),
        )
        for name, part in parts:
            if not part.proved:
                return Outcome(False, f"{name}: {part.detail}")
        return Outcome(True, f"induction on {n}")

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"induction on {self.on}"


def weighted(
    weights: Sequence[tuple[Used, Any]], domain: Domain, using: Sequence[Used]
) -> tuple[str, sp.Expr, tuple[Claim, ...]]:
    """The sum of weight * (what an inequality says is >= 0), after checking domains and weights >= 0."""
    total, uses = sp.S.Zero, []
    domain, _, why = with_bounds(domain, using)
    if why:
        return why, total, ()
    for used, weight in weights:
        (instance,) = instances_of([used])
        if isinstance(instance.statement, sp.Equality | sp.Unequality):
            return f"{instance.claim.slug} is not an inequality", total, ()
        if why := in_domain(instance, domain):
            return why, total, ()
        positive = prove_sign(sp.sympify(weight, strict=True), False, domain, using)
        if not positive.proved:
            return f"the weight {weight} of {instance.claim.slug}: {positive.detail}", total, ()
        total += weight * gap(instance.statement)[0]
        uses.append(instance.claim)
    return "", total, tuple(uses)


@dataclass(frozen=True)
class Combination(Proof):
    """Inequality as a sum of known inequalities with weights >= 0, squares, and what is visibly >= 0.

    ``squares`` are pairs (weight >= 0, expression to be squared).
    """

    of: Sequence[tuple[Used, Any]]
    using: Sequence[Used] = ()
    squares: Sequence[tuple[Any, sp.Expr]] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        expression, strict = gap(claim.statement)
        why, known, uses = weighted(self.of, claim.domain, self.using)
        if why:
            return Outcome(False, why)
        for weight, root in self.squares:
            positive = prove_sign(sp.sympify(weight, strict=True), False, claim.domain, self.using)
            if not positive.proved:
                return Outcome(False, f"the weight {weight} of a square: {positive.detail}")
            if why := not_real(root, claim.domain, self.using):
                return Outcome(False, f"{root} may not be real: {why}")
            known += weight * root**2
        rest = prove_sign(expression - known, strict and not self._strict(claim.domain), claim.domain, self.using)
        return Outcome(rest.proved, f"what remains: {rest.detail}", uses + rest.uses)

    def _strict(self, domain: Domain) -> bool:
        """Whether one of the inequalities is strict and has a weight > 0."""
        return any(
            gap(instances_of([used])[0].statement)[1]
            and prove_sign(sp.sympify(w, strict=True), True, domain, self.using).proved
            for used, w in self.of
        )

    def describe(self) -> str:
        """See :class:`Proof`."""
        known = [instances_of([u])[0].claim.slug for u, _ in self.of] + ["squares"] * bool(self.squares)
        return "by " + ", ".join(known) + " with weights >= 0"


@dataclass(frozen=True)
class GapInduction(Proof):
    """G(n) >= 0 for all n >= n0 and all values of the other variables at once.

    The first values G(n0), ..., G(n0+order-1) >= 0, and G(n+order) - sum of w_i G(n) at chosen values of
    the other variables - sum of v_j H_j >= 0, with weights w_i, v_j >= 0 and earlier inequalities H_j >= 0.

    Parameters
    ----------
    on
        The variable n; its range starts at n0.
    hypothesis
        Pairs (values of the other variables, weight): where the hypothesis is used at n.
    known
        Pairs (earlier inequality, weight).
    using
        Earlier equations.
    first
        A proof for each of the first values; by default the signs of coefficients.
    """

    on: sp.Symbol
    hypothesis: Sequence[tuple[Mapping[sp.Symbol, Any], Any]]
    known: Sequence[tuple[Used, Any]] = ()
    using: Sequence[Used] = ()
    first: Sequence[Proof] = ()
    order: int = 1

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        difference, strict = gap(claim.statement)
        n, range_ = self.on, claim.domain[self.on]
        if strict or not range_.integer or range_.low is None or range_.high is not None:
            return Outcome(False, f"it proves non-strict inequalities for all integers {n} from some start")
        rest = Domain({s: v for s, v in claim.domain.sets.items() if s != n})
        first: tuple[Claim, ...] = ()
        proofs = self.first or [Positive()] * self.order
        if len(proofs) != self.order or self.order < 1:
            return Outcome(False, f"it needs {self.order} proofs of first values")
        for value, proof in enumerate(proofs, int(range_.low)):
            at = claim.statement.func(*(side.subs(n, value) for side in claim.statement.args), evaluate=False)
            found = proof.prove(replace(claim, statement=at, domain=rest, proof=proof, control=None))
            if not found.proved:
                return Outcome(False, f"at {n} = {value}: {found.detail}")
            first += found.uses
        if any(n in values for values, _ in self.hypothesis):
            return Outcome(False, f"the hypothesis is used at {n} itself")
        own = [(Instance(claim, dict(values)), weight) for values, weight in self.hypothesis]
        why, assumed, _ = weighted(own, claim.domain, self.using)
        if why:
            return Outcome(False, why)
        why, known, uses = weighted(self.known, claim.domain, self.using)
        if why:
            return Outcome(False, why)
        step = prove_sign(difference.subs(n, n + self.order) - assumed - known, False, claim.domain, self.using)
        return Outcome(step.proved, f"step {n} -> {n + self.order}: {step.detail}", first + uses + step.uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"induction on {self.on}, for all values of the other variables at once"


@dataclass(frozen=True)
class Subdivision(Proof):
    """Strict inequality on a compact box by balls: bisect until every piece is decided."""

    max_boxes: int = 20_000

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        expression, strict = gap(claim.definite(claim.statement))
        box = {}
        for symbol, r in claim.domain.items():
            if r.integer or r.low is None or r.high is None:
                return Outcome(False, "subdivision needs real variables in bounded ranges")
            box[symbol] = (r.low, r.high)
        found = prove_positive(expression, box, strict=strict, max_boxes=self.max_boxes)
        return Outcome(isinstance(found, Proved), str(found))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "balls on a subdivision of the domain"
