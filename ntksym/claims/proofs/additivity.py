"""Integrals over two ranges one after the other, and of finite sums."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain
from ntksym.claims.indices import between
from ntksym.claims.proofs.base import Outcome, Proof, discharged_integer, prove_sign, prove_zero
from ntksym.claims.proofs.integrals import integrals_exist
from ntksym.claims.substitution import substitute


@dataclass(frozen=True)
class SplitRange(Proof):
    """The integral from a to c is that from a to b and that from b to c, all of one function."""

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "it proves equations")
        whole, *more = sp.Add.make_args(claim.definite(claim.statement.lhs))
        parts = sp.Add.make_args(claim.definite(claim.statement.rhs))
        integrals = (whole, *parts)
        if more or len(parts) != 2 or not all(isinstance(i, sp.Integral) and len(i.limits) == 1 for i in integrals):
            return Outcome(False, "it writes one integral as the sum of two")
        if any(len(i.limits[0]) != 3 or i.function != whole.function for i in integrals):
            return Outcome(False, "the integrals must be of one function, each over one range")
        x, a, c = whole.limits[0]
        if not any(p.limits[0][0] == q.limits[0][0] == x and p.limits[0][1] == a and p.limits[0][2] == q.limits[0][1]
                   and q.limits[0][2] == c for p, q in (parts, parts[::-1])):  # fmt: skip
            return Outcome(False, "the ranges must follow one another")
        if x in claim.domain or any(x in end.free_symbols for i in integrals for end in i.limits[0][1:]):
            return Outcome(False, f"{x} has two meanings")
        why = integrals_exist(integrals, claim.domain)
        return Outcome(not why, why or "one range after the other")

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "one range after the other"


@dataclass(frozen=True)
class SumOutOfIntegral(Proof):
    """The integral of f times a finite sum of h_i is the sum of the integrals of f h_i, each of which exists."""

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        whole, total = claim.definite(claim.statement.lhs), claim.definite(claim.statement.rhs)
        one = isinstance(claim.statement, sp.Equality) and all(
            isinstance(e, kind) and len(e.limits) == 1 and len(e.limits[0]) == 3
            for e, kind in ((whole, sp.Integral), (total, sp.Sum))
        )
        if not one:
            return Outcome(False, "it writes one integral as one sum")
        (x, a, b), (i, low, high) = whole.limits[0], total.limits[0]
        sums = [f for f in sp.Mul.make_args(whole.function) if isinstance(f, sp.Sum)]
        if len(sums) != 1 or sums[0].limits != total.limits or i == x or {i, x} & set(claim.domain):
            return Outcome(False, f"the integrand must hold one sum, over the {i} of the right side")
        rest = whole.function / sums[0]
        if rest.has(sp.Sum) or i in rest.free_symbols | a.free_symbols | b.free_symbols or x in low.free_symbols:
            return Outcome(False, f"{i} or {x} has two meanings")
        if any(x in e.free_symbols or e.is_infinite for e in (a, b, low, high)):
            return Outcome(False, "the ranges must be fixed and bounded")
        if not (discharged_integer(low, claim.domain) and discharged_integer(high, claim.domain)):
            return Outcome(False, "the sum must run between integers")
        if not prove_sign(high - low + 1, False, claim.domain).proved:
            return Outcome(False, "the sum may run backwards")
        factor, inside = _factored(total.function)
        if inside is None or inside.limits != whole.limits or x in factor.free_symbols:
            return Outcome(False, "the sum must be of multiples of integrals over the same range")
        at, every = between(i, low, high, claim.domain)
        each = substitute(sp.Integral(rest * sums[0].function, (x, a, b)), at)
        if why := integrals_exist([each], every):
            return Outcome(False, why)
        s = sp.Dummy("s", nonnegative=True)
        within = Domain({**every.sets, s: sp.Interval.open(0, 1)})
        difference = substitute(rest * sums[0].function - factor * inside.function, {x: a + (b - a) * s})
        found = prove_zero(substitute(difference, at), within)
        return Outcome(found.proved, f"term by term: {found.detail}")

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "term by term, a finite sum"


def _factored(e: sp.Expr) -> tuple[sp.Expr, sp.Integral | None]:
    inside = [f for f in sp.Mul.make_args(e) if isinstance(f, sp.Integral)]
    if len(inside) != 1 or len(inside[0].limits) != 1 or (rest := e / inside[0]).has(sp.Integral):
        return e, None
    return rest, inside[0]


__all__ = ["SplitRange", "SumOutOfIntegral"]
