"""Inequalities on a box: a bisection tree tiles it exactly, and every leaf is decided by intervals or by algebra."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from operator import add, mul, sub, truediv
from typing import Any

from .algebra import Algebra
from .expressions import Box, Writer
from .intervals import Interval, arccos, pi, sin_cos
from .kernels import evaluate
from .limits import MAX_TREE, InvalidError, UndecidedError, tick
from .reader import number, shown

BINARY: dict[str, Callable[[Interval, Interval], Interval]] = {"add": add, "sub": sub, "mul": mul, "div": truediv}
UNARY: dict[str, Callable[[Interval], Interval]] = {
    "neg": lambda x: -x,
    "sqrt": lambda x: x.sqrt(),
    "acos": arccos,
    "sin": lambda x: sin_cos(x)[0],
    "cos": lambda x: sin_cos(x)[1],
}
MAX_BISECTIONS = 120
MAX_MAGNITUDE = 20_000


def read_given(value: object, write: Writer) -> tuple[str, list[tuple[Any, Any]]]:
    """Read the equations ``[[f[...], expression], ...]`` that a statement is given; return their text too."""
    if not isinstance(value, list):
        raise InvalidError("the given equations are not a list")
    texts, equations = [], []
    for row in value:
        if not isinstance(row, list) or len(row) != 2 or not isinstance(row[0], list) or row[0][:1] != ["fn"]:
            raise InvalidError(f'a given equation is not [["fn", ...], expression]: {shown(row)}')
        texts.append(f"{write(row[0])} = {write(row[1])}")
        equations.append((row[0], row[1]))
    return ("if " + " and ".join(texts) + " then ") if texts else "", equations


def value_of(node: Any, point: dict[str, Interval], bits: int) -> Interval:
    """Return the interval extension of a validated expression."""
    op, *rest = node
    if op == "const":
        return Interval.of(number(rest[0], "constant"), bits)
    if op == "pi":
        return pi(bits)
    if op == "var":
        return point[rest[0]]
    inner = [value_of(part, point, bits) for part in rest if isinstance(part, list)]
    if op in BINARY:
        result = reduce(BINARY[op], inner)
    elif op in UNARY:
        result = UNARY[op](inner[0])
    elif op == "pow":
        result = inner[0].power(rest[1])
    elif op in ("kappa0", "kappa1", "sigma", "ntk"):
        result = evaluate(op, inner[0], rest[0] if op in ("sigma", "ntk") else 0)
    else:
        raise InvalidError(f"{op} is known to the algebra only, not to intervals")
    if max(abs(result.lo), abs(result.hi)).bit_length() - bits > MAX_MAGNITUDE:
        raise UndecidedError("a value that is too large")
    return result


def leaves(box: Box, tree: object) -> list[Box]:
    """Return the leaves of a bisection tree: in preorder, a digit halves that axis and "." is a leaf.

    The leaves tile the box by construction: each digit replaces a box by its two halves.
    """
    if not isinstance(tree, str) or not 1 <= len(tree) <= MAX_TREE:
        raise InvalidError("the bisection tree is not a string of the allowed length")
    names, stack, found = list(box), [(dict(box), 0)], []
    for mark in tree:
        if not stack:
            raise InvalidError("the bisection tree continues after its end")
        here, depth = stack.pop()
        if mark == ".":
            found.append(here)
            continue
        axis = "0123456789".find(mark)
        if not 0 <= axis < len(names) or depth >= MAX_BISECTIONS:
            raise InvalidError("the bisection tree halves an axis that does not exist, or goes too deep")
        low, high = here[names[axis]]
        if low is None or high is None:
            raise InvalidError("the bisection tree halves an infinite side")
        middle = (low + high) / 2
        stack.append(({**here, names[axis]: (middle, high)}, depth + 1))
        stack.append(({**here, names[axis]: (low, middle)}, depth + 1))
    if stack:
        raise InvalidError("the bisection tree stops before it tiles the box")
    return found


def by_intervals(expression: Any, cell: Box, sign: int, bound: Fraction, strict: bool) -> bool | None:
    """Decide ``sign * (expression - bound) >= 0`` (or > 0) on a finite box by interval extensions."""
    for bits in (96, 256):
        point = {}
        for name, (low, high) in cell.items():
            if low is None or high is None:
                raise InvalidError("intervals are finite; an infinite box needs the algebra")
            point[name] = Interval.between(low, high, bits)
        try:
            value = (value_of(expression, point, bits) - Interval.of(bound, bits)) * sign
        except UndecidedError:
            continue
        if value.lo > 0 or (value.lo == 0 and not strict):
            return True
        if value.hi < 0 or (value.hi == 0 and strict):
            return False
    return None


def cover(
    expression: Any, algebra: Algebra | None, box: Box, tree: object, relation: str, bound: Fraction
) -> bool | None:
    """Decide ``expression relation bound`` on every leaf: True, False (a leaf refutes it), or None."""
    sign, strict = (1 if relation[0] == ">" else -1), len(relation) == 1
    for cell in leaves(box, tree):
        tick()
        decide = by_intervals if algebra is None else algebra.holds
        verdict = decide(expression, cell, sign, bound, strict)
        if not verdict:
            return verdict
    return True
