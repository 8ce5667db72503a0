"""Depth in the half chord y = |x - x'|/2 = sin(theta/2) of two unit vectors: one layer, and the layers' iterates.

t = 1 - 2 y^2 is the cosine, 1/y the inverse cosine distance of Terjek and Gonzalez-Sanchez (arXiv 2501.13225).  A layer
of the (a, b)-ReLU takes y^2 to y^2 (1 - Delta Loss(y)).
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from ntksym.balls.arb import acb
from ntksym.balls.compiler import evaluate, register
from ntksym.balls.values import Value, as_integer, complex_not_a_number
from ntksym.errors import InputError
from ntksym.formulas.ntk import MAX_DEPTH, Definition

_Y = sp.Symbol("y", real=True)


def bulge(y: sp.Expr) -> sp.Expr:
    """Sin(theta) - theta cos(theta) for theta = 2 arcsin(y).

    Examples
    --------
    >>> bulge(sp.Integer(1)), bulge(sp.Integer(0))
    (pi, 0)
    """
    return 2 * y * sp.sqrt(1 - y**2) - 2 * sp.asin(y) * (1 - 2 * y**2)


_DELTA = sp.Symbol("Delta", nonnegative=True)
_LOSS = bulge(_Y) / (sp.pi * _Y**2)
_AFTER = sp.sqrt(_Y**2 - _DELTA * bulge(_Y) / sp.pi)


def increment(delta: sp.Expr) -> sp.Expr:
    """What 1/y gains in each layer, in the limit: 4 Delta/(3 pi)."""
    return 4 * delta / (3 * sp.pi)


def front(delta: sp.Expr) -> sp.Expr:
    """Theta_L is about 3 pi/(16 Delta) times 1/y: a quarter of the reciprocal increment."""
    return 3 * sp.pi / (16 * delta)


class Loss(sp.Function):
    """The share of y^2 that a layer of the absolute value takes off, 0 < y <= 1.

    Examples
    --------
    >>> Loss(sp.Integer(1)).doit()
    1
    """

    nargs = 1

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the range of the variable."""
        return [(sp.Eq(cls(_Y), bulge(_Y) / (sp.pi * _Y**2), evaluate=False), {_Y: sp.Interval.Lopen(0, 1)})]

    def _latex(self, printer: Any, exp: Any = None) -> str:
        power = f"^{{{exp}}}" if exp else ""
        return f"q{power}\\left({printer._print(self.args[0])}\\right)"

    def doit(self, **hints: Any) -> sp.Expr:
        """Write it out."""
        (y,) = self.args
        return bulge(y) / (sp.pi * y**2)


class HalfChord(sp.Function):
    """(Delta, l, y) -> the half chord after l layers that started at y.

    Examples
    --------
    >>> HalfChord(sp.Rational(1, 2), 1, sp.Integer(1)).doit()
    sqrt(2)/2
    """

    nargs = 3

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the ranges of the variables."""
        delta, l = sp.Symbol("Delta"), sp.Symbol("l")  # noqa: E741
        sets: dict[sp.Symbol, sp.Set] = {delta: sp.Interval(0, 1), _Y: sp.Interval.Lopen(0, 1)}
        before = cls(delta, l, _Y)
        return [
            (sp.Eq(cls(delta, 0, _Y), _Y, evaluate=False), sets),
            (
                sp.Eq(cls(delta, l + 1, _Y), before * sp.sqrt(1 - delta * Loss(before)), evaluate=False),
                {**sets, l: sp.Range(0, sp.oo)},
            ),
        ]

    def _latex(self, printer: Any, exp: Any = None) -> str:
        delta, depth, y = (printer._print(a) for a in self.args)
        name = f"y^{{{delta}}}_{{{depth}}}"
        return f"\\left({name}\\right)^{{{exp}}}\\left({y}\\right)" if exp else f"{name}\\left({y}\\right)"

    def doit(self, **hints: Any) -> sp.Expr:
        """Write it out."""
        delta, depth, y = self.args
        if not (depth.is_Integer and 0 <= depth <= 1):
            return self
        for _ in range(int(depth)):
            y = y * sp.sqrt(1 - delta * Loss(y).doit())
        return y


def _loss(y: Value) -> Value:
    return complex_not_a_number() if isinstance(y, acb) else evaluate(_LOSS, {_Y: y})


def _half_chord(delta: Value, depth: Value, y: Value) -> Value:
    n = as_integer(depth)
    if n is None or not 0 <= n <= MAX_DEPTH:
        raise InputError(f"HalfChord: depth {depth}", "it needs an integer >= 0", f"give one up to {MAX_DEPTH}")
    if isinstance(y, acb) or isinstance(delta, acb):
        return complex_not_a_number()
    for _ in range(n):
        y = evaluate(_AFTER, {_DELTA: delta, _Y: y})
    return y


register(Loss, _loss)
register(HalfChord, _half_chord)
