"""Inequalities on a box: a bisection tree tiles it exactly, interval extensions decide every leaf."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from .intervals import Interval, arccos, pi, sin_cos
from .kernels import evaluate
from .limits import MAX_DEPTH_L, MAX_TREE, InvalidError, UndecidedError, tick
from .reader import integer, number, shown

BINARY = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
UNARY = ("neg", "sqrt", "acos", "sin", "cos", "kappa0", "kappa1")
MAX_TREE_NODES = 300
MAX_BISECTIONS = 120
MAX_MAGNITUDE = 20_000

_NAME = re.compile(r"[a-z][0-9]{0,3}")  # so that no variable can be taken for pi or for a function

Box = dict[str, tuple[Fraction, Fraction]]


def read_box(value: object) -> Box:
    """Read ``[[name, lo, hi], ...]``, at most nine variables."""
    if not isinstance(value, list) or not 1 <= len(value) <= 9:
        raise InvalidError("the box is not a list of 1 to 9 variables")
    box: Box = {}
    for row in value:
        if not isinstance(row, list) or len(row) != 3:
            raise InvalidError(f"a variable is not [name, lo, hi]: {shown(row)}")
        name = row[0]
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InvalidError(f"not a variable's name: {shown(name)}")
        low, high = number(row[1], "lower end"), number(row[2], "upper end")
        if name in box or low > high:
            raise InvalidError(f"variable {name} is repeated, or its interval is empty")
        box[name] = (low, high)
    return box


def write_expression(tree: object, box: Box) -> str:
    """Validate an expression of the closed list and return it in infix form."""
    count = 0

    def text(node: Any) -> str:
        nonlocal count
        count += 1
        if count > MAX_TREE_NODES:
            raise InvalidError(f"an expression of more than {MAX_TREE_NODES} nodes")
        if isinstance(node, list) and node and isinstance(node[0], str):
            op, *rest = node
            if op == "const" and len(rest) == 1:
                number(rest[0], "constant")
                return f"({rest[0]})"
            if op == "pi" and not rest:
                return "pi"
            if op == "var" and len(rest) == 1 and isinstance(rest[0], str) and rest[0] in box:
                return rest[0]
            if op in BINARY and len(rest) == 2:
                return f"({text(rest[0])} {BINARY[op]} {text(rest[1])})"
            if op in UNARY and len(rest) == 1:
                return f"{op}({text(rest[0])})"
            if op == "pow" and len(rest) == 2:
                return f"({text(rest[0])})^({integer(rest[1], 'exponent', -64, 64)})"
            if op in ("sigma", "ntk") and len(rest) == 2:
                return f"{op}_{integer(rest[0], 'L', int(op == 'ntk'), MAX_DEPTH_L)}({text(rest[1])})"
        raise InvalidError(f"not an expression of the closed list: {shown(node)}")

    return text(tree)


def _arithmetic(op: str, first: Interval, second: Interval) -> Interval:
    if op == "add":
        return first + second
    if op == "sub":
        return first - second
    return first * second if op == "mul" else first / second


def value_of(node: Any, point: dict[str, Interval], bits: int) -> Interval:
    """Return the interval extension of a validated expression."""
    op = node[0]
    if op == "const":
        return Interval.of(number(node[1], "constant"), bits)
    if op == "pi":
        return pi(bits)
    if op == "var":
        return point[node[1]]
    if op in ("sigma", "ntk"):
        return evaluate(op, value_of(node[2], point, bits), node[1])
    first = value_of(node[1], point, bits)
    if op in BINARY:
        second = value_of(node[2], point, bits)
        result = _arithmetic(op, first, second)
    elif op == "pow":
        result = first.power(node[2])
    elif op == "neg":
        result = -first
    elif op in ("sin", "cos"):
        result = sin_cos(first)[op == "cos"]
    elif op in ("sqrt", "acos"):
        result = first.sqrt() if op == "sqrt" else arccos(first)
    else:
        result = evaluate(op, first, 0)
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
        middle = (low + high) / 2
        stack.append(({**here, names[axis]: (middle, high)}, depth + 1))
        stack.append(({**here, names[axis]: (low, middle)}, depth + 1))
    if stack:
        raise InvalidError("the bisection tree stops before it tiles the box")
    return found


def cover(expression: Any, box: Box, tree: object, strict: bool, sign: int, bound: Fraction) -> bool | None:
    """Decide ``sign * (expression - bound) >= 0`` (or > 0) on every leaf: True, False (a leaf refutes it), or None."""
    for cell in leaves(box, tree):
        tick()
        verdict: bool | None = None
        for bits in (96, 256):
            point = {name: Interval.between(low, high, bits) for name, (low, high) in cell.items()}
            try:
                value = (value_of(expression, point, bits) - Interval.of(bound, bits)) * sign
            except UndecidedError:
                continue
            if value.lo > 0 or (value.lo == 0 and not strict):
                verdict = True
                break
            if value.hi < 0 or (value.hi == 0 and strict):
                return False
        if verdict is None:
            return None
    return True
