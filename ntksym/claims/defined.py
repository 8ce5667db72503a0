"""Whether a statement is defined on its whole domain: SymPy may have cancelled what would have shown that it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from ntksym.claims.claim import Claim, Instance
from ntksym.claims.domain import Domain
from ntksym.claims.normal_form import NoNormalForm, Obligation
from ntksym.claims.polynomials import TooLarge
from ntksym.claims.positivity import discharged

_POLES = (sp.tan, sp.cot, sp.sec, sp.csc, sp.zeta, sp.digamma, sp.coth, sp.csch)


def undefined_part(claim: Claim) -> str:
    """Why a side of the statement may not be defined somewhere on the domain; empty if nothing points to that.

    What depends on functions that are not elementary is left to the proofs that use it.

    Examples
    --------
    >>> from ntksym.claims import Identity
    >>> x = sp.Symbol("x", real=True)
    >>> said = sp.Eq(1 / x + (x + 1) ** 2, 1 / x + x**2 + 2 * x + 1, evaluate=False)
    >>> made = Claim("square", said, Domain({x: sp.Interval(-1, 2)}), "school", "expand", Identity())
    >>> undefined_part(made)
    'x may be 0 in 1/x'
    """
    for side in claim.statement.args:
        for condition, shown, domain in _conditions(claim.definite(side), claim.domain):
            if _opaque(condition.expression):
                continue
            try:
                if not _holds(condition, domain):
                    return f"{_in_words(condition)} in {shown}"
            except (NoNormalForm, TooLarge, RecursionError, ZeroDivisionError):
                continue
    return ""


def _holds(condition: Obligation, domain: Domain) -> bool:
    if condition.kind != "power":
        return discharged(condition, domain)
    base, exponent = condition.expression.as_base_exp()
    if discharged(Obligation("positive", base), domain):
        return True
    if discharged(Obligation("integer", exponent), domain) and discharged(Obligation("nonzero", base), domain):
        return True
    if not discharged(Obligation("nonnegative", exponent), domain):
        return False
    return discharged(Obligation("integer", exponent), domain) or discharged(Obligation("nonnegative", base), domain)


def _in_words(condition: Obligation) -> str:
    e = condition.expression
    return {
        "nonzero": f"{e} may be 0",
        "positive": f"{e} may not be positive",
        "nonnegative": f"{e} may be negative",
        "integer": f"{e} may not be an integer",
        "no pole": f"{e} may be 0, -1, -2, ...",
        "power": f"the base of {e} may be 0 or negative",
    }.get(condition.kind, f"{e} may leave [-1, 1]")


def _opaque(e: sp.Expr) -> bool:
    if e.has(sp.Integral, sp.Sum, sp.Product, sp.Piecewise, sp.Derivative):
        return True
    return any(isinstance(f, AppliedUndef) or not type(f).__module__.startswith("sympy.") for f in e.atoms(sp.Function))


Condition = tuple[Obligation, sp.Expr, Domain]


def _conditions(e: Any, domain: Domain) -> Iterator[Condition]:
    """What must hold for each part of the expression to be a real number."""
    if isinstance(e, sp.Piecewise):
        yield from _pieces(e, domain)
        return
    if isinstance(e, sp.Integral | sp.Sum | sp.Product):
        yield from _inside(e, domain)
        return
    for kind, part in _needs(e):
        yield Obligation(kind, part), e, domain
    for a in e.args:
        if not (e.is_Pow and e.exp.is_negative and isinstance(a, sp.gamma | sp.factorial)):  # 1/Gamma is entire
            yield from _conditions(a, domain)


def _pieces(e: sp.Piecewise, domain: Domain) -> Iterator[Condition]:
    """Each piece where it counts, as far as seen: a range of one variable, x != c, or past a piece for x = c."""
    past: list[sp.Expr] = []
    for piece, guard in e.args:
        nonzero = [*past, guard.lhs - guard.rhs] if isinstance(guard, sp.Ne) else past
        for condition, shown, where in _conditions(piece, _guarded(domain, guard)):
            x = condition.expression
            if condition.kind != "nonzero" or not any(0 in (sp.expand(x - y), sp.expand(x + y)) for y in nonzero):
                yield condition, shown, where
        if isinstance(guard, sp.Eq):
            past.append(guard.lhs - guard.rhs)


def _guarded(domain: Domain, guard: Any) -> Domain:
    """The domain, with the range of one variable cut down by the guard if the guard is such a range."""
    symbols = guard.free_symbols & set(domain.sets)
    if not isinstance(guard, sp.core.relational.Relational) or len(symbols) != 1 or symbols != guard.free_symbols:
        return domain
    (x,) = symbols
    part = sp.Intersection(domain.sets[x], guard.as_set())
    return Domain({**domain.sets, x: part}) if isinstance(part, sp.Interval | sp.Range) else domain


def unproved_series(claim: Claim) -> str:
    """An infinite sum or product whose convergence neither the proof shows nor a used claim says; empty if none."""
    if claim.proof.shows_convergence:
        return ""
    known: set[Any] = set()
    for used in _used(claim.proof):
        instance = used.at() if isinstance(used, Claim) else used
        known |= _series(instance.claim.definite(instance.statement))
    unknown = _series(claim.definite(claim.statement)) - known
    return next((f"{s} may not converge" for s in sorted(unknown, key=sp.srepr)), "")


def _series(statement: Any) -> set[Any]:
    found = statement.atoms(sp.Sum, sp.Product)
    return {s for s in found if any(end.is_infinite for limits in s.limits for end in limits[1:])}


def _used(proof: Any) -> Iterator[Claim | Instance]:
    """The claims and instances that a proof names, in its own fields and in those of its parts."""
    todo = [proof]
    while todo:
        x = todo.pop()
        if isinstance(x, Claim | Instance):
            yield x
        elif isinstance(x, list | tuple):
            todo += x
        elif is_dataclass(x) and not isinstance(x, type):
            todo += [getattr(x, f.name) for f in fields(x)]


def _inside(e: Any, domain: Domain) -> Iterator[Condition]:
    if len(e.limits) != 1 or len(e.limits[0]) != 3:
        return
    x, a, b = e.limits[0]
    yield from _conditions(a, domain)
    yield from _conditions(b, domain)
    if a.is_infinite or (b.is_infinite and b is not sp.oo):
        return
    fresh = sp.Dummy(f"s_{x.name}", nonnegative=True, integer=True if not isinstance(e, sp.Integral) else None)
    if isinstance(e, sp.Integral):
        value = a + (fresh if b is sp.oo else (b - a) * fresh)
        within: sp.Set = sp.Interval.open(0, sp.oo if b is sp.oo else 1)
    elif b is sp.oo or (a.is_Integer and b.is_Integer and a <= b):
        value, within = a + fresh, sp.Range(0, sp.oo if b is sp.oo else b - a + 1)
    else:
        return
    yield from _conditions(e.function.subs(x, value), Domain({**domain.sets, fresh: within}))


def _needs(e: Any) -> Iterator[tuple[str, sp.Expr]]:
    if e.is_Pow:
        yield from _needs_of_power(e.base, e.exp)
    elif isinstance(e, sp.log):
        yield "positive", e.args[0]
    elif isinstance(e, sp.acos | sp.asin):
        yield "at most one in modulus", e.args[0]
    elif isinstance(e, sp.gamma):
        yield "no pole", e.args[0]
    elif isinstance(e, sp.factorial):
        yield "no pole", e.args[0] + 1
    elif (degree := getattr(e, "degree_argument", None)) is not None:
        yield "integer", e.args[degree]
    elif isinstance(e, _POLES):
        yield "nonzero", {sp.tan: sp.cos, sp.sec: sp.cos}.get(type(e), sp.sin)(e.args[0])


def _needs_of_power(base: sp.Expr, exponent: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    if base is sp.E or (base.is_Number and base.is_positive):
        return
    if exponent.is_Integer:
        if exponent < 0 and not isinstance(base, sp.gamma | sp.factorial):
            yield "nonzero", base
    elif base is sp.S.NegativeOne:
        yield "integer", exponent
    elif exponent.is_Rational:
        yield "nonnegative", base
        if exponent < 0:
            yield "nonzero", base
    else:
        yield "power", sp.Pow(base, exponent, evaluate=False)
