"""Wrong neighbours of a statement: what a verifier must refuse.

Each mutation makes the kind of slip that papers contain: a sign, a factor 2, a shifted index, d for d - 1,
a dropped term, the other parity, an inequality turned round.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sympy as sp


@dataclass(frozen=True)
class Mutant:
    """A mutated statement and what was done to it."""

    kind: str
    statement: sp.Rel


def _relation(statement: sp.Rel, lhs: sp.Expr, rhs: sp.Expr) -> sp.Rel:
    return statement.func(lhs, rhs, evaluate=False)


def neighbour(statement: sp.Rel) -> sp.Rel:
    """The default negative control: the right side doubled and moved by one, or the inequality turned round."""
    if isinstance(statement, sp.Equality):
        return _relation(statement, statement.lhs, 2 * statement.rhs + 1)
    turned = {
        sp.GreaterThan: sp.StrictLessThan,
        sp.LessThan: sp.StrictGreaterThan,
        sp.StrictGreaterThan: sp.LessThan,
        sp.StrictLessThan: sp.GreaterThan,
    }[statement.func]
    return turned(statement.lhs, statement.rhs, evaluate=False)


def _sign(rhs: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    yield "sign", -rhs
    if rhs.is_Add:
        first, *rest = rhs.args
        yield "sign of a term", sp.Add(-first, *rest)


def _factor(rhs: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    yield "factor 2", 2 * rhs
    yield "factor 1/2", rhs / 2


def _dropped(rhs: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    if rhs.is_Add:
        for i in range(len(rhs.args)):
            yield "dropped term", sp.Add(*(a for j, a in enumerate(rhs.args) if j != i))
    if rhs.is_Mul:
        for i, a in enumerate(rhs.args):
            if a.free_symbols:
                yield "dropped factor", sp.Mul(*(b for j, b in enumerate(rhs.args) if j != i))


def _shifted(rhs: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    for symbol in sorted(rhs.free_symbols, key=str):
        name = "d for d - 1" if symbol.name == "d" else f"index shift in {symbol}"
        yield name, rhs.subs(symbol, symbol + 1)


def _parity(rhs: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    powers = [p for p in rhs.atoms(sp.Pow) if p.base is sp.S.NegativeOne]
    for p in powers:
        yield "parity", rhs.subs(p, -p)


_OPERATORS: tuple[Callable[[sp.Expr], Iterator[tuple[str, sp.Expr]]], ...] = (
    _sign,
    _factor,
    _dropped,
    _shifted,
    _parity,
)


def _vanishing(lhs: sp.Expr) -> Iterator[tuple[str, sp.Expr]]:
    """Slips on the left of an equation whose right side is a bare number."""
    if lhs.is_Add:
        first, *rest = lhs.args
        yield "sign of a term", sp.Add(-first, *rest)
        yield from (m for m in _dropped(lhs) if m[0] == "dropped term")
    yield "added constant", lhs + 1


def mutants(statement: sp.Rel) -> list[Mutant]:
    """All single mutations of an equation's right side (of its left, if it says "= 0"); an inequality turned round.

    Examples
    --------
    >>> k = sp.Symbol("k")
    >>> [m.kind for m in mutants(sp.Eq(sp.Function("f")(k), k + 1))]
    ['sign', 'sign of a term', 'factor 2', 'factor 1/2', 'dropped term', 'dropped term', 'index shift in k']
    """
    if not isinstance(statement, sp.Equality):
        return [Mutant("inequality turned round", neighbour(statement))]
    found: list[Mutant] = []
    for operator in _OPERATORS:
        for kind, rhs in operator(statement.rhs):
            if sp.expand(rhs - statement.rhs) != 0:
                found.append(Mutant(kind, _relation(statement, statement.lhs, rhs)))
    if not found:
        found = [Mutant(kind, _relation(statement, lhs, statement.rhs)) for kind, lhs in _vanishing(statement.lhs)]
    return found


def slips(statement: sp.Rel) -> list[Mutant]:
    """The same slips on either side of an inequality: many make it weaker, hence leave it true."""
    found = []
    for operator in _OPERATORS:
        for kind, lhs in operator(statement.lhs):
            found.append(Mutant(f"left: {kind}", _relation(statement, lhs, statement.rhs)))
        for kind, rhs in operator(statement.rhs):
            found.append(Mutant(f"right: {kind}", _relation(statement, statement.lhs, rhs)))
    return found


def draw(statement: sp.Rel, count: int, seed: int) -> list[Mutant]:
    """``count`` of the mutants, drawn with a seed."""
    pool = mutants(statement)
    return random.Random(seed).sample(pool, min(count, len(pool)))
