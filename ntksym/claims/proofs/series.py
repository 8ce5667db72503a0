"""Power series: the coefficients are proved through a linear differential equation that determines them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from ntksym.claims.claim import Claim
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import Outcome, Proof, prove_sign, prove_zero
from ntksym.claims.proofs.integrals import visibly_continuous


@dataclass(frozen=True)
class _Series:
    """outside + the sum of coefficient * t^(step p + start) over p >= 0."""

    outside: sp.Expr
    index: sp.Symbol
    coefficient: sp.Expr
    step: int
    start: int

    def at(self, p: sp.Expr | int) -> sp.Expr:
        return self.coefficient.subs(self.index, p)

    def of_power(self, m: int) -> sp.Expr:
        p, left = divmod(m - self.start, self.step)
        return self.at(p) if p >= 0 and not left else sp.S.Zero


def _read(lhs: sp.Expr, t: sp.Symbol) -> _Series | None:
    sums = list(lhs.atoms(sp.Sum))
    if len(sums) != 1 or len(sums[0].limits) != 1:
        return None
    (index, low, high) = sums[0].limits[0]
    mark = sp.Dummy()
    marked = sp.expand(lhs.xreplace({sums[0]: mark}))
    outside = marked.xreplace({mark: sp.S.Zero})
    if low != 0 or high is not sp.oo or sp.expand(marked - outside - mark) != 0 or not outside.is_polynomial(t):
        return None
    coefficient, power = sums[0].function.as_independent(t, as_Add=False)
    exponent = power.as_base_exp()[1] if power.as_base_exp()[0] == t else None
    if exponent is None or not exponent.is_polynomial(index):
        return None
    linear = sp.Poly(exponent, index)
    step, start = linear.coeff_monomial(index), linear.coeff_monomial(1)
    if linear.degree() != 1 or not (step.is_Integer and start.is_Integer and step > 0 and start >= 0):
        return None
    return _Series(outside, index, coefficient, int(step), int(start))


@dataclass(frozen=True)
class PowerSeries(Proof):
    """A power series in t equals f(t) on (-1, 1), and at the ends too if its coefficients are >= 0.

    f solves p_0 f + p_1 f' + ... + p_n f^(n) = 0, where p_n has no zero in the disc |t| < 1: every solution is
    analytic there and is determined by f(0), ..., f^(n-1)(0).  So it is enough that the series has
    these first coefficients and satisfies the recurrence that the equation gives.

    At t = 1: partial sums with coefficients >= 0 are at most sup f, so the series converges uniformly
    on [-1, 1], and both sides are continuous.

    Parameters
    ----------
    variable
        The variable t; its range lies in [-1, 1].
    equation
        The polynomials p_0, ..., p_n in t, for the right side less the polynomial that stands beside the sum.
    """

    variable: sp.Symbol
    equation: Sequence[sp.Expr]

    shows_convergence = True

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        t, order = self.variable, len(self.equation) - 1
        statement = claim.definite(claim.statement)
        range_ = claim.domain.get(t)
        if not isinstance(statement, sp.Equality) or range_ is None or range_.integer:
            return Outcome(False, f"it proves equations along a real variable {t}")
        if range_.low is None or range_.high is None or range_.low < -1 or range_.high > 1:
            return Outcome(False, f"{t} must lie between -1 and 1")
        series = _read(statement.lhs, t)
        if series is None:
            return Outcome(False, "the left side must be a polynomial and one Sum of c(p) t^(a p + b) over p >= 0")
        if why := self._singular():
            return Outcome(False, why)
        rest = {s: v for s, v in claim.domain.sets.items() if s != t}
        inside = Domain({**rest, t: sp.Interval.open(-1, 1)})
        derivatives = [statement.rhs - series.outside]
        for _ in range(order):
            derivatives.append(sp.diff(derivatives[-1], t))
        for f in derivatives:
            if why := visibly_continuous(f, inside, t):
                return Outcome(False, why)
        total = sp.Add(*(p * f for p, f in zip(self.equation, derivatives, strict=True)))
        steps = [("the differential equation", prove_zero(total, inside))]
        for m in range(order):
            first = derivatives[m].subs(t, 0) - sp.factorial(m) * series.of_power(m)
            steps.append((f"the coefficient of {t}^{m}", prove_zero(first, Domain(rest))))
        steps += self._recurrence(series, rest)
        if (range_.low == -1 and not range_.open_low) or (range_.high == 1 and not range_.open_high):
            steps += self._ends(claim, series, rest, derivatives[0])
        for name, found in steps:
            if not found.proved:
                return Outcome(False, f"{name}: {found.detail}")
        return Outcome(True, "both sides solve one differential equation with the same first values")

    def _singular(self) -> str:
        """Empty if the equation has rational coefficients and only -1 and 1 as singular points."""
        t = self.variable
        if len(self.equation) < 2 or not all(sp.sympify(p, strict=True).is_polynomial(t) for p in self.equation):
            return "the equation's coefficients must be polynomials"
        polys = [sp.Poly(p, t) for p in self.equation]
        if any(not c.is_Rational for p in polys for c in p.coeffs()) or polys[-1].is_zero:
            return "the equation's coefficients must be polynomials with rational coefficients"
        if any(factor.monic().as_expr() not in (t - 1, t + 1) for factor, _ in polys[-1].factor_list()[1]):
            return "the leading coefficient may vanish at -1 and 1 only"
        return ""

    def _recurrence(self, series: _Series, rest: dict[sp.Symbol, sp.Set]) -> list[tuple[str, Outcome]]:
        t, order, p = self.variable, len(self.equation) - 1, series.index
        e = sp.Dummy("e")
        # t^i D^j lowers the power by j - i; "fall" counts from the largest lowering, by the order
        shifted: dict[int, sp.Expr] = {}
        for j, polynomial in enumerate(self.equation):
            for (i,), c in sp.Poly(polynomial, t).terms():
                fall = order - j + i
                factors = sp.Mul(*(e - m for m in range(j)))
                shifted[fall] = sp.expand(shifted.get(fall, sp.S.Zero) + c * factors)
        shifted = {fall: q for fall, q in shifted.items() if q != 0}
        if any(fall % series.step for fall in shifted):
            return [("the recurrence", Outcome(False, "the equation mixes powers that the series keeps apart"))]
        reach = max(shifted) // series.step

        def coefficient(at: sp.Expr | int) -> sp.Expr:
            terms = []
            for fall, q in shifted.items():
                index = at - sp.Integer(fall // series.step)
                if not (index.is_Integer and index < 0):
                    terms.append(q.subs(e, series.step * index + series.start) * series.at(index))
            return sp.Add(*terms)

        found = [
            (f"the recurrence at {p} = {i}", prove_zero(coefficient(sp.Integer(i)), Domain(rest))) for i in range(reach)
        ]
        every = Domain({**rest, p: sp.Range(0, sp.oo)})
        return [*found, ("the recurrence", prove_zero(coefficient(p + reach), every))]

    def _ends(
        self, claim: Claim, series: _Series, rest: dict[sp.Symbol, sp.Set], f: sp.Expr
    ) -> list[tuple[str, Outcome]]:
        r = claim.domain[self.variable]
        if r.high != 1 or r.open_high:
            return [("the ends", Outcome(False, f"{self.variable} = -1 without {self.variable} = 1 is not treated"))]
        why = visibly_continuous(f, claim.domain, self.variable)
        every = Domain({**rest, series.index: sp.Range(0, sp.oo)})
        return [
            ("continuity at the ends", Outcome(not why, why)),
            ("coefficients >= 0", prove_sign(series.coefficient, False, every)),
        ]

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "both sides solve the same linear differential equation with the same first coefficients"
