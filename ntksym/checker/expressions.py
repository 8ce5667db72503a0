"""The closed language of expressions: trees of JSON lists, read and written out, never evaluated as text."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from .limits import MAX_DEPTH_L, InvalidError
from .reader import integer, number, shown

MAX_TREE_NODES = 2_000
MAX_VARIABLES = 9
OPERATORS = {"add": " + ", "mul": " * ", "sub": " - ", "div": " / "}
FUNCTIONS = ("neg", "sqrt", "acos", "sin", "cos", "exp", "gamma", "kappa0", "kappa1")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
_TAKEN = {"pi", "oo", *FUNCTIONS}  # no variable can be taken for a number or for a function

Side = Fraction | None  # None is an infinite end
Box = dict[str, tuple[Side, Side]]


def name_of(value: object) -> str:
    """Return the name of a variable or function."""
    if not isinstance(value, str) or not _NAME.fullmatch(value) or value in _TAKEN:
        raise InvalidError(f"not a name: {shown(value)}")
    return value


def read_box(value: object) -> Box:
    """Read ``[[name, lo, hi], ...]``, at most nine variables; an end may be ``"-oo"`` or ``"oo"``."""
    if not isinstance(value, list) or len(value) > MAX_VARIABLES:
        raise InvalidError(f"the box is not a list of at most {MAX_VARIABLES} variables")
    box: Box = {}
    for row in value:
        if not isinstance(row, list) or len(row) != 3:
            raise InvalidError(f"a variable is not [name, lo, hi]: {shown(row)}")
        name = name_of(row[0])
        low = None if row[1] == "-oo" else number(row[1], "lower end")
        high = None if row[2] == "oo" else number(row[2], "upper end")
        if name in box or (low is not None and high is not None and low > high):
            raise InvalidError(f"variable {name} is repeated, or its interval is empty")
        box[name] = (low, high)
    return box


class Writer:
    """Validates trees and writes them in infix form; their variables are those of the box, and few nodes."""

    def __init__(self, box: Box) -> None:
        self.box, self.count = box, 0

    def __call__(self, node: Any) -> str:
        """Write one expression."""
        self.count += 1
        if self.count > MAX_TREE_NODES:
            raise InvalidError(f"expressions of more than {MAX_TREE_NODES} nodes")
        if isinstance(node, list) and node and isinstance(node[0], str):
            op, *rest = node
            if op in OPERATORS and (len(rest) == 2 or (len(rest) > 2 and op in ("add", "mul"))):
                return f"({OPERATORS[op].join(map(self, rest))})"
            if op in FUNCTIONS and len(rest) == 1:
                return f"(-{self(rest[0])})" if op == "neg" else f"{op}({self(rest[0])})"
            if op == "const" and len(rest) == 1:
                number(rest[0], "constant")
                return str(rest[0]) if rest[0].isdigit() else f"({rest[0]})"
            if op == "pi" and not rest:
                return "pi"
            if op == "var" and len(rest) == 1 and isinstance(rest[0], str) and rest[0] in self.box:
                return rest[0]
            if op == "pow" and len(rest) == 2:
                return f"({self(rest[0])}^({integer(rest[1], 'exponent', -64, 64)}))"
            if op == "power" and len(rest) == 2:
                return f"({self(rest[0])}^{self(rest[1])})"
            if op in ("sigma", "ntk") and len(rest) == 2:
                return f"{op}_{integer(rest[0], 'L', int(op == 'ntk'), MAX_DEPTH_L)}({self(rest[1])})"
            if op == "fn" and rest:
                return f"{name_of(rest[0])}[{', '.join(map(self, rest[1:]))}]"
        raise InvalidError(f"not an expression of the closed list: {shown(node)}")
