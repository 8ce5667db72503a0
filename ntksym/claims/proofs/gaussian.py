"""Integrals over the half-line whose antiderivatives hold error functions and Gaussians of several widths."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import Outcome, Proof, prove_zero
from ntksym.claims.proofs.integrals import visibly_continuous


@dataclass(frozen=True)
class GaussianAntiderivative(Proof):
    """The integral of f over (0, oo) is F(oo) - F(0) if F' = f, F is continuous up to 0 and has a limit.

    The limit is read off: each term of F, expanded, is a number times powers of erf(c x), c > 0, which tend to 1 (DLMF
    7.2.2), or a polynomial times such powers times exp(-c x^2), c > 0, which tends to 0.
    """

    of: sp.Expr

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        if not isinstance(claim.statement, sp.Equality):
            return Outcome(False, "it proves equations")
        lhs = claim.definite(claim.statement.lhs)
        integrals = list(lhs.atoms(sp.Integral))
        if len(integrals) != 1 or len(integrals[0].limits) != 1 or integrals[0].limits[0][1:] != (0, sp.oo):
            return Outcome(False, "the left side must hold one integral over (0, oo)")
        (integral,) = integrals
        x = integral.limits[0][0]
        limit = limit_at_infinity(self.of, x)
        if limit is None or limit_at_infinity(integral.function, x) != 0:
            return Outcome(False, "at infinity: terms must be powers of erf(c x), or hold exp(-c x^2)")
        s = sp.Dummy(f"s_{x.name}", nonnegative=True)
        opened = Domain({**claim.domain.sets, s: sp.Interval.open(0, sp.oo)})
        closed = Domain({**claim.domain.sets, s: sp.Interval(0, sp.oo)})
        for f in (self.of, integral.function):
            if why := visibly_continuous(f.subs(x, s), closed, s):
                return Outcome(False, why)
        derivative = prove_zero(sp.expand(sp.diff(self.of, x) - integral.function).subs(x, s), opened, ())
        if not derivative.proved:
            return Outcome(False, f"F' = integrand: {derivative.detail}")
        value = sp.expand(lhs.subs(integral, limit - self.of.subs(x, 0)))
        ends = prove_zero(value - claim.definite(claim.statement.rhs), claim.domain, ())
        return Outcome(ends.proved, f"F(oo) - F(0): {ends.detail}", derivative.uses + ends.uses)

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "an antiderivative is given and differentiated"


def limit_at_infinity(f: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """The limit of a sum of terms of the kinds named above, None if a term is of another kind.

    Examples
    --------
    >>> x = sp.Symbol("x", real=True)
    >>> limit_at_infinity(3 * sp.erf(2 * x) ** 2 + x * sp.exp(-(x**2)) * sp.erf(x), x)
    3
    >>> limit_at_infinity(sp.erf(-x), x), limit_at_infinity(sp.exp(x**2), x), limit_at_infinity(x * sp.erf(x), x)
    (-1, None, None)
    """
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(f)):
        decay, rest = sp.S.Zero, sp.S.One
        for factor in sp.Mul.make_args(term):
            base, power = factor.as_base_exp() if not isinstance(factor, sp.exp) else (factor, sp.S.One)
            if isinstance(base, sp.erf) and _positive_number(base.args[0] / x, x) and power.is_Integer and power > 0:
                continue
            if isinstance(base, sp.exp) and power == 1:
                decay += base.args[0]
            else:
                rest *= factor
        if sp.expand(decay) == 0 and x not in rest.free_symbols:
            total += rest
        elif not (_positive_number(-decay / x**2, x) and rest.is_polynomial(x)):
            return None
    return total


def _positive_number(e: sp.Expr, x: sp.Symbol) -> bool:
    """Whether e is visibly > 0 and the same for all x."""
    constant = sp.expand(e)
    return x not in constant.free_symbols and bool(constant.is_positive)
