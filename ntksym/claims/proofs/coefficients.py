"""Proofs about Taylor coefficients along a recursion: they are >= 0, and what follows for partial sums.

A function of (n, t) has its coefficients named by a function class C with ``C.generates``.  The recursion's right side
is written as a *form*: sums and products of such functions, and of K(g) with a function K whose power series
has coefficients >= 0 and converges on [-1, 1], and g with coefficients >= 0 and g < 1 on [0, 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from ntksym.claims.claim import Claim, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.proofs.base import Outcome, Proof, Used, discharged_integer, in_domain, prove_sign, prove_zero
from ntksym.claims.proofs.tails import _parted, _series


@dataclass(frozen=True)
class Outer:
    """A function K of one variable, and the claim that a power series with coefficients >= 0 is K on [-1, 1]."""

    value: sp.Lambda
    series: Claim

    def refusal(self) -> str:
        """Why its coefficients are not known to be >= 0; empty if they are."""
        statement, (x, *more) = self.series.statement, self.series.domain
        part = _parted(statement.lhs) if isinstance(statement, sp.Equality) else None
        whole = self.series.domain.sets[x] == sp.Interval(-1, 1)
        if part is None or more or not whole:
            return f"{self.series.slug} is not a power series on [-1, 1]"
        term, index, start = _series(part[0])  # type: ignore[misc]
        coefficient, power = term.as_independent(x, as_Add=False)
        exponent = power.as_base_exp()[1]
        if start != 0 or power.as_base_exp()[0] != x or not sp.expand(exponent).as_poly(index):
            return f"{self.series.slug} is not a power series"
        steps = sp.Poly(exponent, index).all_coeffs()
        if len(steps) != 2 or not all(c.is_Integer and c >= 0 for c in steps):
            return f"{self.series.slug} has powers other than a p + b"
        if not part[1].is_polynomial(x):
            return f"{self.series.slug} has more than a polynomial beside its sum"
        signs = [prove_sign(coefficient, False, Domain({index: sp.Range(0, sp.oo)}))]
        signs += [prove_sign(c, False, Domain({})) for c in sp.Poly(part[1], x).all_coeffs()]
        if not all(s.proved for s in signs):
            return f"the coefficients of {self.series.slug} are not visibly >= 0"
        same = prove_zero(statement.rhs - self.value(x), self.series.domain)
        return "" if same.proved else f"{self.series.slug} is about another function: {same.detail}"


@dataclass(frozen=True)
class Known:
    """Earlier claims about g(l, t): its coefficients are >= 0, g < 1 for t < 1, and g(l, 1) = 1."""

    coefficients: Claim
    below_one: Claim
    at_one: Claim | None = None


@dataclass(frozen=True)
class _Form:
    """A form being read: what each marker function K is, and what is known of the functions it is built of."""

    t: sp.Symbol
    domain: Domain
    outer: Mapping[Any, Outer]
    known: Sequence[Known]
    hypothesis: sp.Expr
    own: Claim | None = None  # the claim that is being proved: it holds at the hypothesis only

    def value(self, form: sp.Expr) -> sp.Expr:
        for marker, outer in self.outer.items():
            form = form.replace(marker, outer.value)
        return form

    def refusal(self, e: sp.Expr) -> str:
        """Why e is not known to have coefficients >= 0 in t; empty if it has."""
        if e == self.t or e == self.hypothesis:
            return ""
        if e.is_Rational:
            return "" if e >= 0 else f"the factor {e} is negative"
        if e.is_Add or e.is_Mul:
            return next((why for a in e.args if (why := self.refusal(a))), "")
        if e.func in self.outer:
            (inner,) = e.args
            if not isinstance(inner, sp.Function) or inner.func in self.outer:
                return f"{inner} must be one of the known functions"
            return self.outer[e.func].refusal() or self.refusal(inner) or self.stays_below_one(inner)
        for known in self.known:
            if known.coefficients is not self.own and self._about(known.coefficients.statement, e):
                return self._reach(known.coefficients, e)
        return f"nothing is known of {e}"

    def _about(self, statement: sp.Rel, e: sp.Expr) -> bool:
        c = statement.lhs
        right = isinstance(statement, sp.GreaterThan) and statement.rhs == 0
        return right and getattr(c, "generates", None) is e.func and len(e.args) == 2 and e.args[1] == self.t

    def _reach(self, claim: Claim, e: sp.Expr) -> str:
        depth, degree = claim.statement.lhs.args
        if not isinstance(claim.proof, NonNegativeCoefficients):
            return f"{claim.slug} does not say that the series is the function for 0 <= t < 1"
        if not (depth.is_Symbol and degree.is_Symbol) or claim.domain[degree].low != 0:
            return f"{claim.slug} is not about every degree"
        rest = Domain({**self.domain.sets, degree: claim.domain.sets[degree]})
        return in_domain(Instance(claim, {depth: e.args[0]}), rest)

    def stays_below_one(self, e: sp.Expr) -> str:
        """Why e < 1 on [0, 1) is not known; empty if it is."""
        for known in self.known:
            s = known.below_one.statement
            if isinstance(s, sp.StrictLessThan) and s.rhs == 1 and s.lhs.func is e.func and s.lhs.args[1].is_Symbol:
                depth, at = s.lhs.args
                unit = Domain({**self.domain.sets, at: sp.Interval.Ropen(0, 1)})
                return in_domain(Instance(known.below_one, {depth: e.args[0]}), unit)
        return f"{e} < 1 on [0, 1) is not known"


def _recursion(claim: Claim, form: sp.Expr, reader: _Form, using: Sequence[Used]) -> str:
    """Why the form is not the recursion's right side; empty if it is."""
    if not isinstance(claim.statement, sp.Equality):
        return f"{claim.slug} is not an equation"
    found = prove_zero(claim.statement.rhs - reader.value(form), claim.domain, using)
    return "" if found.proved else f"the form against {claim.slug}: {found.detail}"


@dataclass(frozen=True)
class NonNegativeCoefficients(Proof):
    """All Taylor coefficients of f(n, t) at 0 are >= 0 for n >= n0, by induction along its recursion.

    Sums and products of power series with coefficients >= 0 have such coefficients; so has K(g): for 0 <= t < 1
    the double series of a_j t^m [t^m] g^j has terms >= 0 and the sum K(g(t)), since g(t) < 1.  It follows
    too that each f(n, t) is the sum of its power series for 0 <= t < 1.

    Parameters
    ----------
    on
        The variable n.
    first
        The claim f(n0, t) = a polynomial.
    recursion
        The claim f(n+1, t) = a right side, for n >= n0.
    form
        That right side, written with the marker functions of ``outer``.
    """

    on: sp.Symbol
    first: Claim
    recursion: Claim
    form: sp.Expr
    outer: Mapping[Any, Outer]
    known: Sequence[Known] = field(default=())
    using: Sequence[Used] = field(default=())
    below_one: Claim | None = None

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        c, n = claim.statement.lhs, self.on
        f = getattr(c, "generates", None)
        if not isinstance(claim.statement, sp.GreaterThan) or claim.statement.rhs != 0 or f is None:
            return Outcome(False, "the statement must be that coefficients are >= 0")
        depth, degree = c.args
        if depth != n or not degree.is_Symbol or set(claim.domain) != {n, degree}:
            return Outcome(False, f"the statement must be about all {n} and all degrees")
        low, least = claim.domain[n].low, claim.domain[degree].low
        if low is None or least is None or least < 0:
            return Outcome(False, "depths and degrees must have a start")
        reals = [s for s in self.recursion.domain if s != n]
        if len(reals) != 1 or not self.recursion.domain.sets[reals[0]].is_superset(sp.Interval(-1, 1)):
            return Outcome(False, f"{self.recursion.slug} must hold for all t in [-1, 1]")
        (t,) = reals
        start = self.first.statement
        if start.lhs != f(int(low), t) or not start.rhs.is_polynomial(t) or set(self.first.domain) != {t}:
            return Outcome(False, f"{self.first.slug} must give {f.__name__}({low}, {t}) as a polynomial")
        if not self.first.domain.sets[t].is_superset(sp.Interval(-1, 1)):
            return Outcome(False, f"{self.first.slug} must hold for all t in [-1, 1]")
        if any(not (a.is_Rational and a >= 0) for a in sp.Poly(start.rhs, t).all_coeffs()):
            return Outcome(False, f"{self.first.slug} has a negative coefficient")
        if self.recursion.statement.lhs != f(n + 1, t) or not claim.domain.sets[n].is_subset(
            self.recursion.domain.sets[n]
        ):
            return Outcome(False, f"{self.recursion.slug} must give {f.__name__}({n} + 1, {t}) from {low} on")
        known = [*self.known]
        if self.below_one is not None:
            known.append(Known(claim, self.below_one))
        reader = _Form(t, Domain({n: claim.domain.sets[n]}), self.outer, known, f(n, t), claim)
        if why := _recursion(self.recursion, self.form, reader, self.using) or reader.refusal(self.form):
            return Outcome(False, why)
        uses = [self.first, self.recursion, *(o.series for o in self.outer.values())]
        uses += [x for k in known for x in (k.coefficients, k.below_one) if x is not claim]
        uses += [u.claim if isinstance(u, Instance) else u for u in self.using]
        return Outcome(True, "sums, products and compositions of power series with coefficients >= 0", tuple(uses))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return f"induction on {self.on}: sums, products and compositions keep coefficients >= 0"


@dataclass(frozen=True)
class PartialSums(Proof):
    """A partial sum of coefficients >= 0 is at most the function's value at t = 1.

    For 0 <= t < 1 the function is the sum of its series, so a partial sum is at most the function, which is
    continuous at 1: let t tend to 1.
    """

    coefficients: Claim
    at_one: Claim

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        statement = claim.statement
        if not isinstance(statement, sp.GreaterThan) or statement.rhs != 0:
            return Outcome(False, "the statement must be: value at 1 less a partial sum >= 0")
        sums = list(statement.lhs.atoms(sp.Sum))
        if len(sums) != 1 or len(sums[0].limits) != 1:
            return Outcome(False, "the left side must hold one sum")
        (index, low, _), c = sums[0].limits[0], sums[0].function
        f = getattr(c, "generates", None)
        if f is None or c.args[1] != index or low != 0 or index in c.args[0].free_symbols:
            return Outcome(False, "the sum must be over the coefficients from degree 0 on")
        depth = c.args[0]
        own = self.coefficients.statement
        if not isinstance(own, sp.GreaterThan) or own.rhs != 0 or own.lhs.func is not c.func:
            return Outcome(False, f"{self.coefficients.slug} is about other coefficients")
        s = self.at_one.statement
        if not isinstance(s, sp.Equality) or s.lhs.func is not f or s.lhs.args[1] != 1:
            return Outcome(False, f"{self.at_one.slug} is not the value at 1")
        if not isinstance(self.coefficients.proof, NonNegativeCoefficients):
            return Outcome(False, f"{self.coefficients.slug} does not say that the series converges for 0 <= t < 1")
        (variable,) = self.at_one.domain
        instance = Instance(self.at_one, {variable: depth})
        if why := in_domain(instance, claim.domain):
            return Outcome(False, why)
        everywhere = Domain({**claim.domain.sets, index: sp.Range(0, sp.oo)})
        of = Instance(self.coefficients, {own.lhs.args[0]: depth, own.lhs.args[1]: index})
        if why := in_domain(of, everywhere):
            return Outcome(False, why)
        value = statement.lhs + sums[0]
        found = prove_zero(value - instance.statement.rhs, claim.domain)
        return Outcome(found.proved, f"the value at 1: {found.detail}", (self.coefficients, self.at_one))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "partial sums of coefficients >= 0 are at most the value at 1"


@dataclass(frozen=True)
class PartialSumsOfRecursion(Proof):
    """P(n+1) <= P_A + P_B for f(n+1, t) = A + B K(g), where P are partial sums up to one degree.

    The partial sum of B K(g) is the sum of k_j P_B(r - j) <= P_B(r) (k_0 + k_1 + ...), and the k_j >= 0
    add up to at most K(g(1)) <= 1.
    """

    recursion: Claim
    form: sp.Expr
    outer: Mapping[Any, Outer]
    known: Sequence[Known]
    using: Sequence[Used] = field(default=())

    def prove(self, claim: Claim) -> Outcome:
        """See :class:`Proof`."""
        statement = claim.statement
        if not isinstance(statement, sp.LessThan):
            return Outcome(False, "the statement must be an upper bound of a partial sum")
        left, right = statement.lhs, sp.Add.make_args(statement.rhs)
        sums = [left, *right]
        if len(right) != 2 or not all(isinstance(s, sp.Sum) and len(s.limits) == 1 for s in sums):
            return Outcome(False, "it compares one partial sum with two")
        if any(s.limits[0][1] != 0 or s.limits[0][2] != left.limits[0][2] for s in sums):
            return Outcome(False, "the partial sums must go from degree 0 to one common degree")
        if any(s.function.args[1:] != (s.limits[0][0],) or not hasattr(s.function, "generates") for s in sums):
            return Outcome(False, "the sums must be over coefficients")
        top = left.limits[0][2]
        if not in_range(top, claim.domain):
            return Outcome(False, f"the last degree {top} must be an integer >= -1")
        depths = [s for s in self.recursion.domain if self.recursion.domain[s].integer]
        reals = [s for s in self.recursion.domain if not self.recursion.domain[s].integer]
        if len(depths) != 1 or len(reals) != 1:
            return Outcome(False, f"{self.recursion.slug} must be about one depth and one real variable")
        ((n,), (t,)) = depths, reals
        if n not in claim.domain or not claim.domain.sets[n].is_subset(self.recursion.domain.sets[n]):
            return Outcome(False, f"{self.recursion.slug} must hold for all {n}")
        if not self.recursion.domain.sets[t].is_superset(sp.Interval(-1, 1)):
            return Outcome(False, f"{self.recursion.slug} must hold for all t in [-1, 1]")

        def function(s: sp.Sum) -> sp.Expr:
            return s.function.generates(s.function.args[0], t)

        if self.recursion.statement.lhs != function(left):
            return Outcome(False, f"{self.recursion.slug} is not about the left side")
        composed = [e for e in self.form.atoms(sp.Function) if e.func in self.outer]
        if len(composed) != 1:
            return Outcome(False, "the form must be A + B K(g)")
        if not any(self.form == function(a) + function(b) * composed[0] for a, b in (right, right[::-1])):
            return Outcome(False, "the form must be A + B K(g) with the functions of the right side")
        reader = _Form(t, Domain({n: claim.domain.sets[n]}), self.outer, self.known, sp.Dummy())
        (g,) = composed[0].args
        if why := _recursion(self.recursion, self.form, reader, self.using) or reader.refusal(self.form):
            return Outcome(False, why)
        at_one = next((k.at_one for k in self.known if k.at_one and k.at_one.statement.lhs.func is g.func), None)
        if at_one is None or at_one.statement != sp.Eq(g.func(at_one.statement.lhs.args[0], 1), 1, evaluate=False):
            return Outcome(False, f"{g} = 1 at t = 1 is not known")
        if why := in_domain(Instance(at_one, {at_one.statement.lhs.args[0]: g.args[0]}), reader.domain):
            return Outcome(False, why)
        total = prove_sign(1 - self.outer[composed[0].func].value(1), False, Domain({}))
        if not total.proved:
            return Outcome(False, f"K(1) <= 1: {total.detail}")
        uses = [self.recursion, *(o.series for o in self.outer.values()), at_one]
        uses += [x for k in self.known for x in (k.coefficients, k.below_one)]
        uses += [u.claim if isinstance(u, Instance) else u for u in self.using]
        return Outcome(True, "a convolution with weights >= 0 whose sum is at most 1", tuple(uses))

    def describe(self) -> str:
        """See :class:`Proof`."""
        return "the factor's coefficients are >= 0 and add up to at most 1"


def in_range(top: sp.Expr, domain: Domain) -> bool:
    """Whether top is an integer >= -1 on the domain."""
    return discharged_integer(top, domain) and prove_sign(top + 1, False, domain).proved


__all__ = ["Known", "NonNegativeCoefficients", "Outer", "PartialSums", "PartialSumsOfRecursion"]
