"""Proofs about infinite series with known sums: adding series, and bounds of their tails that telescope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from ntksym.claims import polynomials as P  # noqa: N812
from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain, Range
from ntksym.claims.normal_form import NormalForm
from ntksym.claims.positivity import sign
from ntksym.claims.proofs.base import (
    Hypothesis,
    Outcome,
    Proof,
    Used,
    discharged_integer,
    gap,
    in_domain,
    instances_of,
    prove_sign,
    prove_zero,
)


def _series(e: sp.Expr) -> tuple[sp.Expr, sp.Symbol, int] | None:
    """(summand, index, start) of an infinite sum over one index; None if e is not one."""
    if not isinstance(e, sp.Sum) or len(e.limits) != 1 or len(e.limits[0]) != 3:
        return None
    index, low, high = e.limits[0]
    return (e.function, index, int(low)) if high is sp.oo and low.is_Integer else None


def _parted(e: sp.Expr) -> tuple[sp.Sum, sp.Expr] | None:
    """Split e into one infinite sum with factor 1 and the rest."""
    sums = list(e.atoms(sp.Sum))
    if len(sums) != 1 or _series(sums[0]) is None:
        return None
    rest = sp.expand(e.xreplace({sums[0]: (mark := sp.Dummy())})) - mark
    return None if sp.expand(rest).has(mark) else (sums[0], sp.expand(rest))


@dataclass(frozen=True)
class SumOfSeries(Proof):
    """An infinite series with a known value, as a sum of multiples of known convergent series, term by term."""

    of: Sequence[tuple[Used, sp.Expr | int]]

    shows_convergence = True

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        known = instances_of([used for used, _ in self.of])
        if not all(isinstance(s, sp.Equality) for s in (claim.statement, *(i.statement for i in known))):
            return Outcome(False, "it adds equations")
        target = _parted(claim.statement.lhs)
        if target is None or claim.statement.rhs.has(sp.Sum):
            return Outcome(False, "the left side must hold one infinite sum")
        term, index, start = _series(target[0])  # type: ignore[misc]
        if any(index in e.free_symbols for e in (claim.statement, *(i.statement for i in known))):
            return Outcome(False, f"{index} has two meanings")
        rest = target[1] - claim.statement.rhs
        for instance, (_, weight) in zip(known, self.of, strict=True):
            if why := in_domain(instance, claim.domain):
                return Outcome(False, why)
            part = _parted(instance.statement.lhs)
            if part is None or instance.statement.rhs.has(sp.Sum):
                return Outcome(False, f"{instance.claim.slug} must hold one infinite sum on its left side")
            other, its_index, its_start = _series(part[0])  # type: ignore[misc]
            if its_start != start or index in sp.sympify(weight, strict=True).free_symbols:
                return Outcome(False, f"{instance.claim.slug} starts elsewhere")
            term -= weight * other.subs(its_index, index)
            rest -= weight * (part[1] - instance.statement.rhs)
        every = Domain({**claim.domain.sets, index: sp.Range(start, sp.oo)})
        # a polynomial in x that is 0 for 0 < x < 1 is 0
        reals = [x for x in claim.domain if not claim.domain[x].integer]
        if not all(_polynomial_part(term, x, every) for x in reals):
            return Outcome(False, "the terms must be polynomials in the real variables")
        small = Domain({**every.sets, **{x: sp.Interval.open(0, 1) for x in reals}})
        for name, expression, domain in (("term by term", term, small), ("beside the sums", rest, claim.domain)):
            if not (found := prove_zero(expression, domain)).proved:
                return Outcome(False, f"{name}: {found.detail}")
        return Outcome(True, "term by term", tuple(i.claim for i in known))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "add, term by term, multiples of " + ", ".join(
            i.claim.slug for i in instances_of([u for u, _ in self.of])
        )


def _polynomial_part(e: sp.Expr, x: sp.Symbol, domain: Domain) -> bool:
    """Whether e is a polynomial in x for each value of the others; exponents may be integers >= 0 such as 2p."""
    powers = {}
    for power in e.atoms(sp.Pow):
        if power.base == x and not power.exp.is_Integer:
            found = sign(power.exp, domain)
            if found is None or found.value < 0 or not discharged_integer(power.exp, domain):
                return False
            powers[power] = sp.Dummy()
    return bool(e.xreplace(powers).is_polynomial(x))


def _vanishes(f: sp.Expr, n: sp.Symbol) -> bool:
    """Whether a rational function of n alone tends to 0 as n grows."""
    if f.free_symbols - {n}:
        return False
    normal = NormalForm()
    x = normal(f)
    if any(e != n for e in normal.expressions):
        return False
    below = P.ONE
    for p, e in x.den.values():
        below = P.multiply(below, P.power(p, e))

    def degree(p: P.Poly) -> int:
        return max((m[0][1] if m else 0 for m in p), default=-1)

    return degree(x.num) < degree(below)


@dataclass(frozen=True)
class TailBound(Proof):
    """A bound B(n) of the tail S - sum_{p < n} a_p of a convergent series, by comparing a_n with B(n) - B(n+1).

    Upper: a_n <= B(n) - B(n+1) and B >= 0.  Lower: a_n >= B(n) - B(n+1), and B(n) tends to 0 because
    B(n)^2 <= r(n) for n >= 1, with a rational function r that tends to 0.

    Parameters
    ----------
    of
        The earlier claim that the infinite sum is S.
    on
        The variable n.
    vanishes
        For a lower bound: an earlier inequality, its weight >= 0 in r - B^2 >= 0, and r.
    """

    of: Claim
    on: sp.Symbol
    vanishes: tuple[Used, sp.Expr, sp.Expr] | None = None

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        n, lower = self.on, isinstance(claim.statement, sp.GreaterThan)
        if not isinstance(claim.statement, sp.GreaterThan | sp.LessThan):
            return Outcome(False, "the statement must be a non-strict inequality")
        series = _series(self.of.statement.lhs)
        if series is None or not isinstance(self.of.statement, sp.Equality) or len(self.of.domain):
            return Outcome(False, f"{self.of.slug} must say what an infinite sum is")
        term, index, start = series
        range_ = claim.domain.get(n)
        every = Range(integer=True, low=Fraction(start), high=None)
        if set(claim.domain) != {n} or range_ != every:
            return Outcome(False, f"{n} must run over all integers from {start}")
        partial = sp.Sum(term, (index, start, n - 1))
        bound = claim.statement.rhs
        if sp.expand(claim.statement.lhs - self.of.statement.rhs + partial) != 0:
            return Outcome(False, f"the left side must be the value of {self.of.slug} less its first {n} terms")
        drop = term.subs(index, n) - bound + bound.subs(n, n + 1)
        uses = (self.of,)
        step = prove_sign(drop if lower else -drop, False, claim.domain)
        if not step.proved:
            return Outcome(False, f"one term against B(n) - B(n+1): {step.detail}")
        if not lower:
            end = prove_sign(bound, False, claim.domain)
            return Outcome(end.proved, f"B >= 0: {end.detail}", uses)
        if self.vanishes is None:
            return Outcome(False, "a lower bound must be shown to tend to 0")
        used, weight, share = self.vanishes
        (instance,) = instances_of([used])
        later = Domain({n: sp.Range(max(start, 1), sp.oo)})
        if isinstance(instance.statement, sp.Equality | sp.Unequality) or isinstance(instance.claim, Hypothesis):
            return Outcome(False, f"{instance.claim.slug} is not an inequality for all {n}")
        if why := in_domain(instance, later):
            return Outcome(False, why)
        if not _vanishes(share, n):
            return Outcome(False, f"{share} is not a rational function of {n} that tends to 0")
        for name, e in (
            ("the weight", sp.sympify(weight, strict=True)),
            ("B^2 <= r", share - bound**2 - weight * gap(instance.statement)[0]),
        ):
            if not (found := prove_sign(e, False, later)).proved:
                return Outcome(False, f"{name}: {found.detail}")
        return Outcome(True, "each term is at least B(n) - B(n+1), and B tends to 0", (*uses, instance.claim))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "the differences of the bound against the terms of the series; both tend to 0"


__all__ = ["SumOfSeries", "TailBound"]
