"""The functions that an activation may use, each with its derivative; trees become SymPy pairs (value, derivative).

The derivative is the one almost everywhere: |u|' = sign(u) u', so that relu' = 1[u > 0].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from ntksym.errors import InputError
from ntksym.laws.expression import Node, parse

X = sp.Symbol("x", real=True)
HIGHEST_POWER = 12
LARGEST_NUMBER = 2000  # bits
LARGEST_TREE = 3000  # operations of a value or a derivative, written out
Pair = tuple[sp.Expr, sp.Expr]
_TWO = sp.Integer(2)
_HALF = sp.Rational(1, 2)


def _density(u: sp.Expr) -> sp.Expr:
    return sp.exp(-(u**2) / 2) / sp.sqrt(2 * sp.pi)


def _distribution(u: sp.Expr) -> sp.Expr:
    return (1 + sp.erf(u / sp.sqrt(_TWO))) / 2


def _sigmoid(u: sp.Expr) -> sp.Expr:
    return (1 + sp.tanh(u / 2)) / 2


def _step(u: sp.Expr) -> sp.Expr:
    return (1 + sp.sign(u)) / 2


@dataclass(frozen=True)
class Known:
    """A function of one argument: its value and its derivative with respect to the argument."""

    value: Callable[[sp.Expr], sp.Expr]
    slope: Callable[[sp.Expr], sp.Expr]


FUNCTIONS: dict[str, Known] = {
    "exp": Known(sp.exp, sp.exp),
    "log": Known(sp.log, lambda u: 1 / u),
    "sqrt": Known(sp.sqrt, lambda u: 1 / (2 * sp.sqrt(u))),
    "sin": Known(sp.sin, sp.cos),
    "cos": Known(sp.cos, lambda u: -sp.sin(u)),
    "atan": Known(sp.atan, lambda u: 1 / (1 + u**2)),
    "sinh": Known(sp.sinh, sp.cosh),
    "cosh": Known(sp.cosh, sp.sinh),
    "tanh": Known(sp.tanh, lambda u: 1 - sp.tanh(u) ** 2),
    "asinh": Known(sp.asinh, lambda u: 1 / sp.sqrt(1 + u**2)),
    "erf": Known(sp.erf, lambda u: 2 * sp.exp(-(u**2)) / sp.sqrt(sp.pi)),
    "erfc": Known(lambda u: 1 - sp.erf(u), lambda u: -2 * sp.exp(-(u**2)) / sp.sqrt(sp.pi)),
    "abs": Known(sp.Abs, sp.sign),
    "relu": Known(lambda u: (u + sp.Abs(u)) / 2, _step),
    "sigmoid": Known(_sigmoid, lambda u: (1 - sp.tanh(u / 2) ** 2) / 4),
    "softplus": Known(lambda u: sp.log(1 + sp.exp(u)), _sigmoid),
    "silu": Known(lambda u: u * _sigmoid(u), lambda u: _sigmoid(u) + u * (1 - sp.tanh(u / 2) ** 2) / 4),
    "gelu": Known(lambda u: u * _distribution(u), lambda u: _distribution(u) + u * _density(u)),
    "normal": Known(_distribution, _density),
}
"""``normal`` is the distribution function of the standard normal law."""

CONSTANTS: dict[str, sp.Expr] = {"pi": sp.pi, "e": sp.E}
TWO_ARGUMENTS = ("max", "min")
NAMES = ", ".join(sorted([*FUNCTIONS, *TWO_ARGUMENTS]))


def read(text: str) -> Pair:
    """An activation and its derivative (almost everywhere), as SymPy expressions in :data:`X`.

    Raises
    ------
    InputError
        If the text is not of the grammar, or uses a function or a power that is not known.

    Examples
    --------
    >>> read("x^3/6")
    (x**3/6, x**2/2)
    >>> read("relu(x)")[1]
    sign(x)/2 + 1/2
    >>> read("system(x)")
    Traceback (most recent call last):
      ...
    ntksym.errors.InputError: system(...): an unknown function; the functions are abs, asinh, atan, cos, cosh, erf, erfc, exp, gelu, log, max, min, normal, relu, sigmoid, silu, sin, sinh, softplus, sqrt, tanh
    """  # noqa: E501
    value, slope = _build(parse(text), text)
    if value.has(*_NOT_REAL) or slope.has(*_NOT_REAL):
        raise InputError(text, "it is not a real function", "check divisions, logarithms and roots of constants")
    return value, slope


_NOT_REAL = (sp.I, sp.zoo, sp.nan, sp.oo, -sp.oo)


def _size(expr: sp.Basic, known: dict[sp.Basic, int]) -> int:
    """Operations of the expression written out as a tree; shared parts are walked once."""
    found = known.get(expr)
    if found is None:
        found = known[expr] = 1 + sum(_size(part, known) for part in expr.args)
    return found


def _build(node: Node, text: str) -> Pair:
    """The pair of a tree, small enough for everything that follows."""
    pair = _pair(node, text)
    sizes: dict[sp.Basic, int] = {}
    if max(_size(expr, sizes) for expr in pair) > LARGEST_TREE:
        raise InputError(text, "written out, it is too long", "use a simpler expression")
    for expr in pair:
        if expr.is_Rational and max(abs(expr.p), expr.q).bit_length() > LARGEST_NUMBER:
            raise InputError(text, "a constant in it is too large", "use smaller numbers")
    return pair


def _pair(node: Node, text: str) -> Pair:
    if node.kind == "number":
        return sp.Rational(node.value.numerator, node.value.denominator), sp.S.Zero
    if not node.parts:
        if node.kind == "x":
            return X, sp.S.One
        if node.kind in CONSTANTS:
            return CONSTANTS[node.kind], sp.S.Zero
        why = "a function without its argument" if node.kind in FUNCTIONS else "an unknown name"
        raise InputError(node.kind, why, "the variable is x, the constants are pi and e")
    if node.kind == "^":
        return _power(node, text)
    parts = [_build(part, text) for part in node.parts]
    if len(parts) == 2 and node.kind in _BINARY:
        return _BINARY[node.kind](parts[0], parts[1], text)
    known = FUNCTIONS.get(node.kind)
    if known is None and node.kind not in TWO_ARGUMENTS:
        raise InputError(f"{node.kind}(...)", "an unknown function", f"the functions are {NAMES}")
    if known is None or len(parts) != 1:
        wanted = 1 if known else 2
        raise InputError(f"{node.kind}(...)", f"{len(parts)} arguments", f"give {wanted}")
    u, slope = parts[0]
    return known.value(u), sp.S.Zero if slope == 0 else known.slope(u) * slope


def _power(node: Node, text: str) -> Pair:
    base, slope = _build(node.parts[0], text)
    exponent, moving = _build(node.parts[1], text)
    if moving != 0 or not exponent.is_Rational:
        raise InputError(text, "an exponent must be a rational number", "write exp(...) for other powers")
    if abs(exponent) > HIGHEST_POWER or exponent.q > HIGHEST_POWER:
        raise InputError(text, f"the exponent {exponent} is too large", f"use powers up to {HIGHEST_POWER}")
    if base.is_Rational and max(abs(base.p), base.q).bit_length() * abs(exponent) > LARGEST_NUMBER:
        raise InputError(text, "a constant in it is too large", "use smaller numbers")
    if base == 0 and exponent < 0:
        raise InputError(text, "division by zero", "leave it out")
    return base**exponent, sp.S.Zero if exponent == 0 else exponent * base ** (exponent - 1) * slope


def _quotient(f: Pair, g: Pair, text: str) -> Pair:
    (u, du), (v, dv) = f, g
    if v == 0:
        raise InputError(text, "division by zero", "leave it out")
    return u / v, du / v - u * dv / v**2


def _larger(f: Pair, g: Pair, sign: int) -> Pair:
    (u, du), (v, dv) = f, g
    gap = u - v
    return (u + v + sign * sp.Abs(gap)) / 2, (du + dv + sign * sp.sign(gap) * (du - dv)) / 2


_BINARY: dict[str, Callable[[Pair, Pair, str], Pair]] = {
    "+": lambda f, g, text: (f[0] + g[0], f[1] + g[1]),
    "*": lambda f, g, text: (f[0] * g[0], f[1] * g[0] + f[0] * g[1]),
    "/": _quotient,
    "max": lambda f, g, text: _larger(f, g, 1),
    "min": lambda f, g, text: _larger(f, g, -1),
}
