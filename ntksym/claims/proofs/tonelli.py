"""The order of two integrals of a function that is >= 0: Tonelli's theorem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.claims.claim import Claim, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import Outcome, Proof, Used, in_domain, instances_of, prove_sign, prove_zero
from ntksym.claims.proofs.integrals import _along, _interval, integrals_exist, visibly_continuous
from ntksym.claims.substitution import apply, substitute


@dataclass(frozen=True)
class Tonelli(Proof):
    """A multiple of an integral over y is a multiple of one over r: both are that of F(y, r) >= 0 over a rectangle.

    On the open rectangle F must be visibly continuous and >= 0, so that the iterated integrals agree (Tonelli; Rudin,
    Real and Complex Analysis, 8.8).  The left side's integrand is the integral of F over r, for each y; the
    integral of F over y is known, for each r, and the right side's integral of it is visibly finite.

    Parameters
    ----------
    inner
        The left side's factor and integrand as a factor times an integral over r.
    across
        An earlier claim, as an instance, that an integral over y is a formula in r; and the factor, free of y, by
        which F is larger than its integrand.
    using
        Earlier equations that turn the left side's integrand into ``inner``.
    """

    inner: sp.Expr
    across: tuple[Used, sp.Expr]
    using: Sequence[Used] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "it proves equations")
        left, right = _one(_opened(claim, claim.statement.lhs)), _one(claim.definite(claim.statement.rhs))
        middle, (instance,) = _one(self.inner), instances_of([self.across[0]])
        if not isinstance(instance.statement, sp.Equality):
            return Outcome(False, f"{instance.claim.slug} is not an equation")
        across, weight = _one(instance.statement.lhs), sp.sympify(self.across[1], strict=True)
        if left is None or right is None or middle is None or across is None or across[0] != 1:
            return Outcome(False, "each side, inner and across must hold one integral over one bounded range")
        (outer_factor, f, (y, a, b)), (last_factor, g, (x, low, high)), (factor, whole, (r, *ends)) = (
            left,
            right,
            middle,
        )
        crossed = substitute(across[1], {across[2][0]: y})
        if across[2][1:] != (a, b) or (low, high) != tuple(ends) or len({y, r}) != 2 or {y, r} & set(claim.domain):
            return Outcome(False, "the ranges differ, or a variable has two meanings")
        if any({y, r, x} & e.free_symbols for e in (a, b, low, high, outer_factor, last_factor)):
            return Outcome(False, "the ranges must be fixed")
        if r in factor.free_symbols or y in weight.free_symbols | instance.statement.free_symbols:
            return Outcome(False, f"{self.inner} or {instance.claim.slug} mixes its variables")
        return self._decide(
            claim.domain,
            (y, *_interval(y, a, b)[::2]),
            (r, *_interval(r, low, high)[::2]),
            instance,
            outer_factor * f - self.inner,
            factor * whole,
            weight * crossed,
            last_factor * substitute(g, {x: r}) - weight * instance.statement.rhs,
            sp.Integral(g, (x, low, high)),
        )

    def _decide(
        self,
        domain: Domain,
        along: tuple[sp.Symbol, sp.Expr, sp.Symbol],
        over: tuple[sp.Symbol, sp.Expr, sp.Symbol],
        instance: Instance,
        integrand: sp.Expr,
        F: sp.Expr,
        again: sp.Expr,
        end: sp.Expr,
        last: sp.Integral,
    ) -> Outcome:
        (y, at_y, s), (r, at_r, q) = along, over
        open_ = sp.Interval.open(0, 1)
        at_each_y, at_each_r = (Domain({**domain.sets, z: open_}) for z in (s, q))
        rectangle = Domain({**domain.sets, s: open_, q: open_})
        inside = substitute(F, {y: at_y, r: at_r})
        if inside.atoms(AppliedUndef):
            return Outcome(False, f"{F} holds an unknown function")
        if why := visibly_continuous(inside, rectangle, s, q) or integrals_exist([last], domain):
            return Outcome(False, why)
        moved = _along([instance], r, at_r)
        if why := in_domain(moved[0], at_each_r):
            return Outcome(False, why)
        parts = (
            (
                "the left side's integrand",
                prove_zero(substitute(integrand, {y: at_y}), at_each_y, _along(self.using, y, at_y)),
            ),
            ("F >= 0", prove_sign(inside, False, rectangle)),
            ("the integral over y", prove_zero(substitute(F - again, {y: at_y, r: at_r}), rectangle)),
            ("the right side's integrand", prove_zero(substitute(end, {r: at_r}), at_each_r)),
        )
        for name, part in parts:
            if not part.proved:
                return Outcome(False, f"{name}: {part.detail}")
        return Outcome(True, "both iterated integrals of F >= 0", (*parts[0][1].uses, instance.claim))

    def describe(self) -> str:
        """See :class:`Proof`."""
        (instance,) = instances_of([self.across[0]])
        return f"Tonelli's theorem (Rudin, Real and Complex Analysis, 8.8), with {instance.claim.slug}"


def _opened(claim: Claim, e: sp.Expr) -> sp.Expr:
    """The expression with the functions that stand in it as written replaced by their definitions, once."""
    if e.atoms(sp.Integral):
        return e
    names = {f: apply(claim.where[f.func], f.args) for f in e.atoms(AppliedUndef) if f.func in claim.where}
    return e.xreplace(names)


def _one(e: sp.Expr) -> tuple[sp.Expr, sp.Expr, tuple[sp.Symbol, sp.Expr, sp.Expr]] | None:
    """(factor, integrand, (variable, from, to)) of a multiple of one integral over a bounded range; else None."""
    inside = [f for f in sp.Mul.make_args(e) if isinstance(f, sp.Integral)]
    if len(inside) != 1 or len(inside[0].limits) != 1 or len(inside[0].limits[0]) != 3:
        return None
    (limits,) = inside[0].limits
    factor = e / inside[0]
    if factor.has(sp.Integral) or limits[0] in factor.free_symbols or any(end.is_infinite for end in limits[1:]):
        return None
    return factor, inside[0].function, tuple(limits)


__all__ = ["Tonelli"]
