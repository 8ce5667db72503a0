"""One instance of a statement, decided by balls: the part of the rigorous leg that can refute."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy as sp

from ntksym.balls.arb import precision
from ntksym.balls.compiler import evaluate
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exactvalue import exact as exact_value
from ntksym.claims.claim import Claim
from ntksym.claims.domain import Point
from ntksym.errors import InputError, UndecidedError

PRECISIONS = (96, 320)


@dataclass(frozen=True)
class InstanceResult:
    """The decision at one point: holds, refuted, undecided, or unsupported."""

    status: str
    point: str
    detail: str
    lhs: str = ""
    rhs: str = ""


def show_point(point: Point) -> str:
    """The point as text, e.g. ``d=3, k=5``."""
    return ", ".join(f"{symbol}={value}" for symbol, value in point.items()) or "no variables"


def at_point(claim: Claim, statement: sp.Rel, point: Point) -> tuple[sp.Expr, sp.Expr]:
    """Both sides with definitions and the point's exact values put in."""
    return side_at(claim, statement.lhs, point), side_at(claim, statement.rhs, point)


def side_at(claim: Claim, side: sp.Expr, point: Point) -> sp.Expr:
    """One side with definitions and the point's exact values put in."""
    opened, marks, one = _opened(side, tuple(point))
    values = {mark: sp.Rational(v.numerator, v.denominator) for mark, v in zip(marks, point.values(), strict=True)}
    return claim.concrete(opened.xreplace({**values, one: sp.S.One}))


@lru_cache(maxsize=64)
def _opened(side: sp.Expr, symbols: tuple[sp.Symbol, ...]) -> tuple[sp.Expr, tuple[sp.Dummy, ...], sp.Dummy]:
    """The side with mark * one for each symbol, once for all points: how a simultaneous ``subs`` begins.

    (The product keeps a derivative at a point a derivative at a point.)
    """
    marks, one = tuple(sp.Dummy() for _ in symbols), sp.Dummy()
    return side.subs({s: mark * one for s, mark in zip(symbols, marks, strict=True)}, simultaneous=True), marks, one


def _enclose(expression: sp.Expr, bits: int) -> Enclosure:
    with precision(bits):
        value: Any = evaluate(expression, {})
        if isinstance(value, int | Fraction):
            return Enclosure.around(Fraction(value), bits=bits)
        if (hasattr(value, "imag") and not hasattr(value, "union")) or type(value).__name__ == "acb":
            raise UndecidedError("the value is complex")
        return Enclosure.of_ball(value)


def compare(claim: Claim, statement: sp.Rel, point: Point, *, exact: bool = False) -> InstanceResult:
    """Decide the statement at one point with balls of growing precision.

    An equation can only be refuted by balls or agree within their width; with ``exact`` it must
    be decided by exact values.
    """
    shown = show_point(point)
    lhs, rhs = at_point(claim, statement, point)
    if any(side in (sp.oo, -sp.oo) or side.has(sp.zoo, sp.nan) for side in (lhs, rhs)):
        return InstanceResult("undefined", shown, "a side is not defined here")
    if exact and isinstance(statement, sp.Equality):
        return _compare_exactly(lhs, rhs, shown)
    result = InstanceResult("undecided", shown, "the balls do not decide")
    for bits in PRECISIONS:
        try:
            left, right = _enclose(lhs, bits), _enclose(rhs, bits)
        except InputError as error:
            return InstanceResult("unsupported", shown, str(error))
        except (UndecidedError, ZeroDivisionError, ValueError, ArithmeticError) as error:
            result = InstanceResult("undecided", shown, f"no finite ball: {error}")
            continue
        status = _decide(statement, left, right)
        result = InstanceResult(status, shown, _reason(status, left, right), left.format(), right.format())
        if status in ("holds", "refuted") and not (
            isinstance(statement, sp.Equality) and status == "holds" and _wide(left, right)
        ):
            return result
    return result


def _wide(left: Enclosure, right: Enclosure) -> bool:
    """Whether an agreement of two balls says little: they are wider than 10^-20 of their size (or of 1)."""
    size = max(abs(left.hi), abs(right.hi), abs(left.lo), abs(right.lo))
    width = max(left.width, right.width)
    return width > size / 10**20 and width > Fraction(1, 10**25)


def _decide(statement: sp.Rel, left: Enclosure, right: Enclosure) -> str:
    below, above = left.hi < right.lo, left.lo > right.hi
    if isinstance(statement, sp.Equality):
        if below or above:
            return "refuted"
        return "undecided" if _wide(left, right) else "holds"
    if isinstance(statement, sp.Unequality):
        return "holds" if below or above else "undecided"
    if isinstance(statement, sp.GreaterThan | sp.StrictGreaterThan):
        left, right, below, above = right, left, above, below
    if above or (left.lo >= right.hi and isinstance(statement, sp.StrictLessThan | sp.StrictGreaterThan)):
        return "refuted"
    if below or (left.hi <= right.lo and isinstance(statement, sp.LessThan | sp.GreaterThan)):
        return "holds"
    return "undecided"


def _reason(status: str, left: Enclosure, right: Enclosure) -> str:
    return {
        "holds": "the enclosures agree",
        "refuted": f"the left side lies in {left.format()}, the right side in {right.format()}",
        "undecided": f"the enclosures {left.format()} and {right.format()} do not decide",
    }[status]


def _compare_exactly(lhs: sp.Expr, rhs: sp.Expr, shown: str) -> InstanceResult:
    left, right = exact_value(lhs, {}), exact_value(rhs, {})
    if left is None or right is None:
        return InstanceResult("undecided", shown, "a side has no exact value of the form q sqrt(n) pi^(j/2)")
    status = "holds" if left == right else "refuted"
    return InstanceResult(status, shown, f"{left} against {right}", str(left), str(right))
