"""What a proof is, and the two exact tests every proof rests on: "is 0" and "has a sign"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from ntksym.claims.claim import Claim, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.normal_form import NoNormalForm, NormalForm, Obligation
from ntksym.claims.polynomials import TooLarge
from ntksym.claims.positivity import Sign, at_pole, discharged, discharged_by_rules, sign, sign_of_form

Used = Instance | Claim


@dataclass(frozen=True, eq=False)
class Hypothesis(Claim):
    """What an induction assumes: the statement at ``fixed`` itself, and only while the step is being proved."""

    fixed: sp.Symbol = field(default_factory=sp.Dummy)
    closed: list[bool] = field(default_factory=list)

    def refusal(self, values: Mapping[sp.Symbol, Any]) -> str:
        """Why it cannot be used at these values; empty if it can."""
        if self.closed:
            return f"{self.slug} is an induction hypothesis, used outside its induction"
        moved = sp.sympify(values.get(self.fixed, self.fixed), strict=True) != self.fixed
        return f"{self.slug} holds at {self.fixed} only" if moved else ""


@dataclass(frozen=True)
class Outcome:
    """What a proof attempt gave: proved or not, and the step at which it stopped."""

    proved: bool
    detail: str
    uses: tuple[Claim, ...] = ()


class Proof(ABC):
    """A way to prove a claim."""

    @abstractmethod
    def prove(self, claim: Claim) -> Outcome:
        """Try to prove the claim at every point of its domain."""

    @abstractmethod
    def describe(self) -> str:
        """The argument in a few words, for the printed derivation."""

    cited: bool = False
    shows_convergence: bool = False  # of the infinite sums in the statement


def instances_of(using: Sequence[Used]) -> list[Instance]:
    """The cited claims as instances."""
    return [u.at() if isinstance(u, Claim) else u for u in using]


def in_domain(instance: Instance, domain: Domain) -> str:
    """Empty if the instance's values lie in the cited claim's domain wherever ours hold; else why not."""
    if isinstance(instance.claim, Hypothesis) and (why := instance.claim.refusal(instance.values)):
        return why
    for symbol, range_ in instance.claim.domain.items():
        value = sp.sympify(instance.values.get(symbol, symbol), strict=True)
        if range_.integer and not discharged_integer(value, domain):
            return f"{instance.claim.slug} needs an integer {symbol}, not {value}"
        for end, is_open, gap in (
            (range_.low, range_.open_low, None if range_.low is None else value - sp.Rational(range_.low)),
            (
                range_.high,
                range_.open_high,
                None if range_.high is None else sp.Rational(range_.high) - value,
            ),
        ):
            if gap is None:
                continue
            found = sign(gap, domain)
            if found is None or found.value < 0 or (is_open and not (found.strict and found.value > 0)):
                return f"{instance.claim.slug} needs {symbol} up to {end}, and {value} may leave that range"
    return ""


def with_bounds(domain: Domain, using: Sequence[Used]) -> tuple[Domain, list[Instance], str]:
    """The domain with ranges for opaque terms, and the equations, among the cited claims; or why one cannot be used.

    An inequality between one opaque term (an applied function) and a rational number is a range of that
    term; it may rest on the ranges before it.
    """
    equations: list[Instance] = []
    for instance in instances_of(using):
        statement = instance.statement
        if isinstance(statement, sp.Equality):
            equations.append(instance)
            continue
        if why := in_domain(instance, domain):
            return domain, equations, why
        term, bound = statement.args
        lower = isinstance(statement, sp.GreaterThan | sp.StrictGreaterThan)
        if term.is_Rational:
            term, bound, lower = bound, term, not lower
        if isinstance(statement, sp.Unequality) or not (isinstance(term, sp.Function) and bound.is_Rational):
            return domain, equations, f"{instance.claim.slug} is not an equation, nor a bound of one term"
        range_ = sp.Interval(bound, sp.oo) if lower else sp.Interval(-sp.oo, bound)
        if isinstance(statement, sp.StrictGreaterThan | sp.StrictLessThan):
            range_ = range_.interior
        known = domain.sets.get(term, sp.Interval(-sp.oo, sp.oo))
        domain = Domain({**domain.sets, term: known.intersect(range_)})
    return domain, equations, ""


def discharged_integer(value: sp.Expr, domain: Domain) -> bool:
    """Whether an expression takes integer values on the domain."""
    return discharged(Obligation("integer", value), domain)


def _met(normal: NormalForm, obligation: Obligation, domain: Domain) -> bool:
    return discharged(obligation, domain) or discharged_by_rules(normal, obligation, domain)


def prove_zero(expression: sp.Expr, domain: Domain, using: Sequence[Used] = (), rules: Sequence[sp.Eq] = ()) -> Outcome:
    """Prove that an expression is 0 on the whole domain by its exact normal form."""
    domain, instances, why = with_bounds(domain, using)
    if why := why or next((w for i in instances if (w := in_domain(i, domain))), ""):
        return Outcome(False, why)
    found = _zero_by_form(expression, domain, instances, rules, split=False)
    if not found.proved:
        powers = sp.sympify(expression, strict=True).atoms(sp.Pow)
        if (
            all(p.exp.is_number for p in powers)
            or not _zero_by_form(expression, domain, instances, rules, split=True).proved
        ):
            return found
    return Outcome(True, "exact normal form", tuple(i.claim for i in instances_of(using)))


def _zero_by_form(
    expression: sp.Expr, domain: Domain, instances: Sequence[Instance], rules: Sequence[sp.Eq], *, split: bool
) -> Outcome:
    """Whether the normal form is 0 and its steps are allowed on the domain."""
    try:
        plain = [i.statement for i in instances if i.solve_for is None]
        read = [
            sp.sympify(expression, strict=True),
            *(side for e in (*rules, *(i.statement for i in instances)) for side in e.args),
        ]
        arguments = {g.args[0] for e in read for g in e.atoms(sp.gamma)}
        normal = NormalForm([*rules, *plain], [z for z in arguments if at_pole(z, domain)], split=split)
        for i in instances:
            if i.solve_for is not None:
                normal.assume(i.statement, i.solve_for)
        x = normal(expression)
        if x.num:
            shown = normal.show(x.num)
            return Outcome(False, f"the normal form of lhs - rhs is not 0: {shown[:160]}{'...' * (len(shown) > 160)}")
        for o in normal.obligations:
            entire = o.kind == "pole or no pole" and normal.analytic
            if not (entire or _met(normal, o, domain)):
                return Outcome(False, f"could not show that {o} on the domain {domain}")
    except (NoNormalForm, TooLarge, RecursionError, ZeroDivisionError) as error:
        return Outcome(False, str(error))
    return Outcome(True, "exact normal form")


def not_real(expression: Any, domain: Domain, using: Sequence[Used] = ()) -> str:
    """Empty if the expression is visibly a real number on the whole domain, else why not."""
    domain, _, why = with_bounds(domain, using)
    if why:
        return why
    try:
        normal = NormalForm()
        normal(sp.sympify(expression, strict=True))
        bad = next((o for o in normal.obligations if not discharged(o, domain)), None)
    except (NoNormalForm, TooLarge, RecursionError, ZeroDivisionError) as error:
        return str(error)
    return f"could not show that {bad}" if bad else ""


def gap(statement: sp.Rel) -> tuple[sp.Expr, bool]:
    """The expression that the inequality says is >= 0 (or > 0, if strict)."""
    if isinstance(statement, sp.GreaterThan | sp.StrictGreaterThan):
        return statement.lhs - statement.rhs, isinstance(statement, sp.StrictGreaterThan)
    if isinstance(statement, sp.LessThan | sp.StrictLessThan):
        return statement.rhs - statement.lhs, isinstance(statement, sp.StrictLessThan)
    raise ValueError(f"{statement} is not an inequality")


def prove_sign(expression: sp.Expr, strict: bool, domain: Domain, using: Sequence[Used] = ()) -> Outcome:
    """Prove that an expression is >= 0 (> 0 if strict) on the whole domain, exactly."""
    domain, instances, why = with_bounds(domain, using)
    if why := why or next((w for i in instances if (w := in_domain(i, domain))), ""):
        return Outcome(False, why)
    detail = ""
    for lift in (0, 1):
        found, detail = _sign_by_form(expression, strict, domain, instances, lift)
        good = found == Sign(1, True) or (not strict and found is not None and found.value >= 0)
        if good:
            return Outcome(True, detail, tuple(i.claim for i in instances_of(using)))
    return Outcome(False, detail)


def _sign_by_form(
    expression: sp.Expr, strict: bool, domain: Domain, instances: Sequence[Instance], lift: int
) -> tuple[Sign | None, str]:
    """The sign found with Gamma functions written at the given height, and what was seen."""
    try:
        normal = NormalForm([i.statement for i in instances if i.solve_for is None], lift=lift)
        for i in instances:
            if i.solve_for is not None:
                normal.assume(i.statement, i.solve_for)
        x = normal(expression)
        found = sign_of_form(normal, x, domain)
        if found is None or (strict and not found.strict):
            found = sign(expression, domain) or found
        if found is None:
            return None, f"the signs of the coefficients do not decide {normal.show(x.num)[:160]}"
        if open_ := next((o for o in normal.obligations if not _met(normal, o, domain)), None):
            return None, f"could not show that {open_} on the domain {domain}"
    except (NoNormalForm, TooLarge, RecursionError) as error:
        return None, str(error)
    good = found == Sign(1, True) or (not strict and found.value >= 0)
    return found, "signs of the coefficients" if good else f"the sign is {found}"
