"""The Gamma function from what characterises it: the theorem of Bohr and Mollerup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import Outcome, Proof, Used, prove_sign, prove_zero
from ntksym.claims.proofs.integrals import _interval, integrals_exist


@dataclass(frozen=True)
class BohrMollerup(Proof):
    """f(x) = Gamma(x) for all x > 0: f(1) = 1, f(x + 1) = x f(x), and log f is visibly convex.

    Convex are, with e affine in x: log Gamma(e) where e > 0, log c^e with c > 0 (it is affine), and log of the
    integral of b(u)^e w(u) du with b > 0, w >= 0 (Hoelder's inequality); and so are sums of these.  Such an
    integral is 0 everywhere or nowhere, and f(1) = 1.

    Parameters
    ----------
    on
        The variable x; its range is x > 0.
    first
        Earlier claims that give f(1) = 1.
    step
        Earlier claims that give f(x + 1) = x f(x).
    """

    on: sp.Symbol
    first: Sequence[Used] = ()
    step: Sequence[Used] = ()

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        x, f = self.on, claim.statement.lhs
        if not isinstance(claim.statement, sp.Equality) or claim.statement.rhs != sp.gamma(x):
            return Outcome(False, f"it proves f({x}) = Gamma({x})")
        if claim.domain.sets.get(x) != sp.Interval.open(0, sp.oo):
            return Outcome(False, f"{x} must run over all positive real numbers")
        for factor in sp.Mul.make_args(claim.definite(f)):
            if why := self._not_log_convex(factor, claim.domain):
                return Outcome(False, f"log {factor} may not be convex: {why}")
        rest = Domain({s: v for s, v in claim.domain.sets.items() if s != x})
        first = prove_zero(f.subs(x, 1) - 1, rest, self.first)
        if not first.proved:
            return Outcome(False, f"f(1) = 1: {first.detail}")
        step = prove_zero(f.subs(x, x + 1) - x * f, claim.domain, self.step)
        return Outcome(step.proved, f"f({x} + 1) = {x} f({x}): {step.detail}", (*first.uses, *step.uses))

    def _not_log_convex(self, factor: sp.Expr, domain: Domain) -> str:
        """Empty if the factor is visibly positive with a convex logarithm, as a function of x; else why not."""
        x = self.on
        if x not in factor.free_symbols:
            return _unless(prove_sign(factor, True, domain))
        if isinstance(factor, sp.gamma):
            return self._not_affine(factor.args[0]) or _unless(prove_sign(factor.args[0], True, domain))
        if isinstance(factor, sp.Integral):
            return self._not_a_family(factor, domain)
        base, exponent = factor.as_base_exp()
        if x in base.free_symbols:
            return "it is no Gamma function, power of a constant, or integral"
        return self._not_affine(exponent) or _unless(prove_sign(base, True, domain))

    def _not_affine(self, e: sp.Expr) -> str:
        return "" if e.is_polynomial(self.on) and sp.degree(e, self.on) <= 1 else f"{e} is not affine in {self.on}"

    def _not_a_family(self, integral: sp.Integral, domain: Domain) -> str:
        """Empty if the integral is visibly that of b^e w over a bounded range from left to right."""
        if len(integral.limits) != 1 or len(integral.limits[0]) != 3:
            return "it is not an integral over one range"
        u, low, high = integral.limits[0]
        if self.on in low.free_symbols | high.free_symbols or low.is_infinite or high.is_infinite:
            return f"its range must be bounded and free of {self.on}"
        weight, moving = integral.function.as_independent(self.on, as_Add=False)
        base, exponent = moving.as_base_exp()
        if self.on in base.free_symbols or u in exponent.free_symbols:
            return f"its integrand must hold {self.on} in one exponent alone"
        if why := self._not_affine(exponent) or integrals_exist([integral], domain):
            return why
        value, _, s = _interval(u, low, high)
        inside = Domain({**domain.sets, s: sp.Interval.open(0, 1)})
        return (
            _unless(prove_sign(high - low, False, domain))
            or _unless(prove_sign(base.subs(u, value), True, inside))
            or _unless(prove_sign(weight.subs(u, value), False, inside))
        )

    def describe(self) -> str:
        """See :class:`Proof`."""
        return (
            f"it is 1 at 1, gains the factor {self.on} from {self.on} to {self.on} + 1, and its logarithm is convex: "
            "the theorem of Bohr and Mollerup (DLMF 5.5(iv))"
        )


def _unless(found: Outcome) -> str:
    return "" if found.proved else found.detail


__all__ = ["BohrMollerup"]
