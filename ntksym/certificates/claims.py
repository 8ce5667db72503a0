"""Certificates of claims: what the independent checker can do again of a proof, with integers alone.

Equations and inequalities between elementary expressions are expanded (the equations that the proof uses are given);
inequalities proved by subdivision are covered anew, by the checker's own intervals.  A claim that cannot be written
in the checker's language, or whose domain may reach where the checker calls it undefined, has no certificate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import sympy as sp

from ntksym import __version__
from ntksym.balls.arb import library_versions
from ntksym.certificates import build
from ntksym.certificates.build import Equation, Tree
from ntksym.certificates.expressions import NotExpressible, defined_on, tree_of
from ntksym.certificates.format import Certificate, canonical_json
from ntksym.checker.algebra import Algebra
from ntksym.checker.cover import MAX_BISECTIONS, by_intervals
from ntksym.checker.verdict import check
from ntksym.claims.claim import Claim, Instance
from ntksym.claims.collect import collect_file
from ntksym.claims.domain import Domain
from ntksym.claims.normal_form import Obligation
from ntksym.claims.positivity import discharged
from ntksym.claims.proofs.base import instances_of
from ntksym.claims.proofs.identities import Induction
from ntksym.claims.proofs.inequalities import Subdivision

MAX_LEAVES = 20_000
CHECK_SECONDS = 20.0
RELATIONS = {sp.GreaterThan: ">=", sp.StrictGreaterThan: ">", sp.LessThan: "<=", sp.StrictLessThan: "<"}


def claim_certificate(claim: Claim) -> Certificate | None:
    """A certificate of the claim that the checker accepts; None if it has none of its own.

    Examples
    --------
    >>> from ntksym.claims import Identity
    >>> n = sp.Symbol("n")
    >>> said = sp.Eq((n + 1) ** 2 - n**2, 2 * n + 1, evaluate=False)
    >>> claim = Claim("squares", said, Domain({n: sp.Range(0, sp.oo)}), "school", "expand", Identity())
    >>> made = claim_certificate(claim)
    >>> made["kind"], made.check().status
    ('identity', 'VALID')
    """
    try:
        if isinstance(claim.proof, Subdivision):
            return _covered(claim)
        return _expanded(claim)
    except NotExpressible:
        return None


def named_certificate(path: str, slug: str) -> Certificate | None:
    """The certificate of one claim of one file: the unit of work of a pool."""
    return claim_certificate(next(c for c in collect_file(Path(path)).claims if c.slug == slug))


def _provenance(claim: Claim, given: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "made by": f"ntksym {__version__}",
        "libraries": library_versions(),
        "claim": claim.slug,
        "given": sorted(given),
        "source": claim.source,
    }


def _box(domain: Domain) -> list[tuple[str, Fraction | str, Fraction | str]]:
    return [(s.name, "-oo" if r.low is None else r.low, "oo" if r.high is None else r.high) for s, r in domain.items()]


# --- by algebra ------------------------------------------------------------------------------------

Rule = tuple[Instance, Equation]


@dataclass(frozen=True)
class _Step:
    """A statement that follows by algebra from instances of other claims, on a domain."""

    statement: sp.Rel
    domain: Domain
    using: list[Instance]


def _steps(claim: Claim) -> list[_Step]:
    """The claim itself; for an induction its first values and its step."""
    proof = claim.proof
    if not isinstance(proof, Induction):
        return [_Step(claim.statement, claim.domain, instances_of(getattr(proof, "using", ())))]
    n, low = proof.on, int(claim.domain[proof.on].low or 0)
    rest = Domain({s: v for s, v in claim.domain.sets.items() if s != n})
    first = [
        _Step(claim.at({n: sp.Integer(low + i)}).statement, rest, instances_of(proof.base)) for i in range(proof.order)
    ]
    assumed = [claim.at({n: n + i}) for i in range(proof.order)] + [claim.at(values) for values in proof.also]
    step = _Step(claim.at({n: n + proof.order}).statement, claim.domain, [*instances_of(proof.recurrence), *assumed])
    return [*first, step]


def _expanded(claim: Claim) -> Certificate | None:
    """Expand both sides of each step, with as few of the proof's equations given as suffice."""
    rows, used = [], set()
    for step in _steps(claim):
        if (rules := _fewest(step)) is None:
            return None
        used |= {instance.claim.slug for instance, _ in rules}
        rows.append((step, rules))
    if all(step.statement.lhs == step.statement.rhs for step, _ in rows):
        return None  # SymPy has made both sides the same expression: nothing is left to check
    return _made(rows, _provenance(claim, used - {claim.slug}))


def _fewest(step: _Step) -> list[Rule] | None:
    """Equations with which the checker accepts the step, none of them superfluous; None if it does not."""
    sides = step.statement.args
    if not all(defined_on(side, step.domain) for side in sides):
        return None
    rules = [(i, rule) for i in step.using if (rule := _as_rule(i, step.domain)) is not None]
    if _ambiguous([*sides, *(side for i, _ in rules for side in i.statement.args)]) or not _accepted(step, rules):
        return None
    for one in list(rules):
        fewer = [other for other in rules if other is not one]
        rules = fewer if _accepted(step, fewer) else rules
    return rules


def _accepted(step: _Step, rules: list[Rule]) -> bool:
    return check(canonical_json(_made([(step, rules)], {})), CHECK_SECONDS).ok


def _made(rows: list[tuple[_Step, list[Rule]]], provenance: dict[str, Any]) -> Certificate:
    step, rules = rows[0]
    if not isinstance(step.statement, sp.Equality):
        left, right = map(tree_of, step.statement.args)
        relation, given = RELATIONS[type(step.statement)], [rule for _, rule in rules]
        return build.inequality(_box(step.domain), ["sub", left, right], relation, 0, ".", provenance, given=given)
    equations = []
    for step, rules in rows:
        left, right = map(tree_of, step.statement.args)
        equations.append(([s.name for s in step.domain], left, right, [rule for _, rule in rules]))
    return build.equation(equations, provenance)


def _as_rule(instance: Instance, domain: Domain) -> Equation | None:
    """The instance as an equation whose left side is a function that stands for any; None if it is not one."""
    statement, term = instance.statement, instance.solve_for
    if not isinstance(statement, sp.Equality) or not all(defined_on(side, domain) for side in statement.args):
        return None
    try:
        if term is None:
            left, right = map(tree_of, statement.args)
        else:
            left, right = tree_of(term), _solved(statement, term, domain)
    except NotExpressible:
        return None
    return (left, right) if left[0] == "fn" else None


def _solved(equation: sp.Eq, term: sp.Expr, domain: Domain) -> Tree:
    """The value of the term for which a linear equation holds; its slope is nowhere 0."""
    unknown = sp.Dummy()
    gap = (equation.lhs - equation.rhs).xreplace({term: unknown})
    slope = sp.diff(gap, unknown)
    rest = gap.xreplace({unknown: sp.S.Zero})
    if unknown in slope.free_symbols or not discharged(Obligation("nonzero", slope), domain):
        raise NotExpressible(f"{equation} does not give {term}")
    slope_tree, rest_tree = tree_of(slope), tree_of(rest)
    again = ["add", ["mul", slope_tree, tree_of(term)], rest_tree]
    if not Algebra([]).equal(again, ["sub", tree_of(equation.lhs), tree_of(equation.rhs)]):
        raise NotExpressible(f"{equation} is not seen to be linear in {term}")
    return ["neg", ["div", rest_tree, slope_tree]]


def _ambiguous(expressions: Iterable[Any]) -> bool:
    """Whether two symbols or two functions share one name."""
    named: dict[str, Any] = {}
    for e in expressions:
        for thing in (*e.free_symbols, *(f.func for f in e.atoms(sp.Function))):
            if named.setdefault(str(thing), thing) != thing:
                return True
    return False


# --- by intervals ----------------------------------------------------------------------------------


def _covered(claim: Claim) -> Certificate | None:
    """Bisect until the checker's own intervals decide every leaf."""
    left, right = (tree_of(claim.definite(side), intervals=True) for side in claim.statement.args)
    relation, expression = RELATIONS[type(claim.statement)], ["sub", left, right]
    tree = _bisected(expression, {s.name: (r.low, r.high) for s, r in claim.domain.items()}, relation)
    if tree is None:
        return None
    made = build.inequality(_box(claim.domain), expression, relation, 0, tree, _provenance(claim))
    return made if made.check().ok else None


def _bisected(expression: Tree, box: dict[str, tuple[Any, Any]], relation: str) -> str | None:
    """The bisection tree in preorder; None if intervals do not decide."""
    sign, strict = (1 if relation[0] == ">" else -1), len(relation) == 1
    marks: list[str] = []
    stack = [(box, 0)]
    leaves = 0
    while stack:
        cell, depth = stack.pop()
        verdict = by_intervals(expression, cell, sign, Fraction(0), strict)
        if verdict:
            leaves += 1
            marks.append(".")
            continue
        widths = [(high - low) / ((box[name][1] - box[name][0]) or 1) for name, (low, high) in cell.items()]
        if verdict is False or not any(widths) or depth == MAX_BISECTIONS or leaves + len(stack) > MAX_LEAVES:
            return None
        axis = widths.index(max(widths))
        name = list(cell)[axis]
        low, high = cell[name]
        marks.append(str(axis))
        stack.append(({**cell, name: ((low + high) / 2, high)}, depth + 1))
        stack.append(({**cell, name: (low, (low + high) / 2)}, depth + 1))
    return "".join(marks)
