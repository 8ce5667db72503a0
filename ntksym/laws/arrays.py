"""Expressions of :mod:`ntksym.laws.functions` on numpy arrays: the tree is walked, no code is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.special import erf

from ntksym.laws.functions import X

Array = NDArray[np.float64]

_ONE: dict[type, Callable[[Any], Any]] = {
    sp.exp: np.exp,
    sp.log: np.log,
    sp.sin: np.sin,
    sp.cos: np.cos,
    sp.atan: np.arctan,
    sp.sinh: np.sinh,
    sp.cosh: np.cosh,
    sp.tanh: np.tanh,
    sp.asinh: np.arcsinh,
    sp.erf: erf,
    sp.Abs: np.abs,
    sp.sign: np.sign,
}


def on_array(f: sp.Expr, x: Array) -> Array:
    """The values f(x), elementwise, in floating point.

    Examples
    --------
    >>> on_array((1 + sp.sign(X)) / 2, np.array([-1.0, 2.0]))
    array([0., 1.])
    """
    known: dict[sp.Basic, Any] = {X: x}

    def walk(e: sp.Basic) -> Any:
        if e not in known:
            known[e] = value(e)
        return known[e]

    def value(e: sp.Basic) -> Any:
        if not e.args:
            return float(e)
        parts = [walk(part) for part in e.args]
        if isinstance(e, sp.Add):
            return sum(parts[1:], parts[0])
        if isinstance(e, sp.Mul):
            return _product(parts)
        if isinstance(e, sp.Pow):
            return parts[0] ** (int(e.exp) if e.exp.is_Integer else parts[1])
        return _ONE[type(e)](parts[0])

    return np.broadcast_to(np.asarray(walk(f), dtype=float), np.shape(x))


def _product(parts: list[Any]) -> Any:
    result = parts[0]
    for part in parts[1:]:
        result = result * part
    return result
