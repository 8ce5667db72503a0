"""The NTK recursion: Sigma_l, Theta_L, the slope Sigma_l', for concrete depths and as functions of the depth.

Sigma_0 = t, Sigma_{l+1} = kappa_1(Sigma_l);  Theta_1 = t, Theta_{l+1} = Sigma_l + Theta_l kappa_0(Sigma_{l-1}).
SOURCE: Jacot, Gabriel, Hongler 2018; Bietti and Bach 2021 for the normalisation.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from ntksym.balls.arb import acb
from ntksym.balls.compiler import evaluate, register
from ntksym.balls.values import Value, as_integer, complex_not_a_number
from ntksym.errors import InputError
from ntksym.formulas.arccos import kappa_one, kappa_zero, rho_delta

MAX_DEPTH = 400
_T = sp.Symbol("t", real=True)
_STEP, _NEXT = kappa_zero(_T), kappa_one(_T)


def sigma(l: int, t: sp.Expr) -> sp.Expr:  # noqa: E741
    """Sigma_l(t) written out.

    Examples
    --------
    >>> sigma(1, sp.Integer(0)), sigma(2, sp.Integer(-1))
    (1/pi, 1/pi)
    """
    for _ in range(l):
        t = kappa_one(t)
    return t


def theta(L: int, t: sp.Expr) -> sp.Expr:
    """Theta_L(t) written out, L >= 1.

    Examples
    --------
    >>> theta(2, sp.Integer(0)), theta(5, sp.Integer(1))
    (1/pi, 5)
    """
    layer = total = t
    for _ in range(L - 1):
        layer, total = kappa_one(layer), kappa_one(layer) + total * kappa_zero(layer)
    return total


def slope(l: int, t: sp.Expr) -> sp.Expr:  # noqa: E741
    """Sigma_l'(t) = kappa_0(Sigma_0) ... kappa_0(Sigma_{l-1}) written out."""
    product = sp.Integer(1)
    for j in range(l):
        product *= kappa_zero(sigma(j, t))
    return product


_COSINE = {_T: sp.Interval(-1, 1)}
_DELTA = {sp.Symbol("Delta"): sp.Interval(0, 1)}
Definition = tuple[sp.Eq, dict[sp.Symbol, sp.Set]]  # an equation and where it is used


def _equations(
    start: tuple[sp.Expr, sp.Expr], step: tuple[sp.Expr, sp.Expr], n: sp.Symbol, least: int, sets: Any
) -> list[Definition]:
    return [
        (sp.Eq(*start, evaluate=False), sets),
        (sp.Eq(*step, evaluate=False), {**sets, n: sp.Range(least, sp.oo)}),
    ]


class _Layered(sp.Function):
    """A function of (depth, t); ``doit`` writes it out for an integer depth."""

    nargs = 2
    symbol = ""

    def _latex(self, printer: Any, exp: Any = None) -> str:
        depth, t = (printer._print(a) for a in self.args)
        power = f"^{{{exp}}}" if exp else ""
        return f"{self.symbol}_{{{depth}}}{power}\\left({t}\\right)"


class Sigma(_Layered):
    """Sigma_l(t), l >= 0: the layers' correlation.

    Examples
    --------
    >>> Sigma(1, sp.Integer(-1)).doit()
    0
    """

    symbol = "\\Sigma"

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the ranges of the variables."""
        l, t = sp.Symbol("l"), _T  # noqa: E741
        return _equations((cls(0, t), t), (cls(l + 1, t), kappa_one(cls(l, t))), l, 0, _COSINE)

    def doit(self, **hints: Any) -> sp.Expr:
        """Write it out."""
        l, t = self.args  # noqa: E741
        return sigma(int(l), t) if l.is_Integer and 0 <= l <= 8 else self


class Slope(_Layered):
    """Sigma_l'(t), l >= 0, as the product of kappa_0(Sigma_j) over j < l.

    Examples
    --------
    >>> Slope(1, sp.Integer(0)).doit()
    1/2
    """

    symbol = "\\Sigma'"

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the ranges of the variables."""
        l, t = sp.Symbol("l"), _T  # noqa: E741
        one = sp.Integer(1)
        return _equations((cls(0, t), one), (cls(l + 1, t), cls(l, t) * kappa_zero(Sigma(l, t))), l, 0, _COSINE)

    def doit(self, **hints: Any) -> sp.Expr:
        """Write it out."""
        l, t = self.args  # noqa: E741
        return slope(int(l), t) if l.is_Integer and 0 <= l <= 8 else self


class Theta(_Layered):
    """Theta_L(t), L >= 1: the limiting NTK of L layers at cosine t.

    Examples
    --------
    >>> Theta(3, sp.Integer(1)).doit()
    3
    """

    symbol = "\\Theta"

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the ranges of the variables."""
        L, t = sp.Symbol("L"), _T
        step = Sigma(L, t) + cls(L, t) * kappa_zero(Sigma(L - 1, t))
        return _equations((cls(1, t), t), (cls(L + 1, t), step), L, 1, _COSINE)

    def doit(self, **hints: Any) -> sp.Expr:
        """Write it out."""
        L, t = self.args
        return theta(int(L), t) if L.is_Integer and 1 <= L <= 8 else self


class ThetaFamily(sp.Function):
    """(Delta, L, t) -> Theta_L of the (a, b)-ReLU family: rho_Delta and its derivative in place of kappa_1, kappa_0."""

    nargs = 3

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the ranges of the variables."""
        (delta,), L, t = _DELTA, sp.Symbol("L"), _T
        step = SigmaFamily(delta, L, t) + cls(delta, L, t) * rho_delta_slope(delta, SigmaFamily(delta, L - 1, t))
        return _equations((cls(delta, 1, t), t), (cls(delta, L + 1, t), step), L, 1, {**_DELTA, **_COSINE})

    def _latex(self, printer: Any, exp: Any = None) -> str:
        delta, depth, t = (printer._print(a) for a in self.args)
        name = f"\\Theta^{{{delta}}}_{{{depth}}}"
        return f"\\left({name}\\right)^{{{exp}}}\\left({t}\\right)" if exp else f"{name}\\left({t}\\right)"


class SigmaFamily(sp.Function):
    """(Delta, l, t) -> Sigma_l of the (a, b)-ReLU family: rho_Delta iterated l times."""

    nargs = 3

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the ranges of the variables."""
        (delta,), l, t = _DELTA, sp.Symbol("l"), _T  # noqa: E741
        step = rho_delta(delta, cls(delta, l, t))
        return _equations((cls(delta, 0, t), t), (cls(delta, l + 1, t), step), l, 0, {**_DELTA, **_COSINE})

    def _latex(self, printer: Any, exp: Any = None) -> str:
        delta, depth, t = (printer._print(a) for a in self.args)
        name = f"\\Sigma^{{{delta}}}_{{{depth}}}"
        return f"\\left({name}\\right)^{{{exp}}}\\left({t}\\right)" if exp else f"{name}\\left({t}\\right)"


def rho_delta_slope(delta: sp.Expr, t: sp.Expr) -> sp.Expr:
    """rho_Delta'(t) = 1 - Delta (2/pi) arccos t; kappa_0 for Delta = 1/2."""
    return 1 - delta * 2 / sp.pi * sp.acos(t)


# --- in balls ------------------------------------------------------------------------------------


def _depth(depth: Value, name: str, least: int) -> int:
    n = as_integer(depth)
    if n is None or not least <= n <= MAX_DEPTH:
        raise InputError(f"{name}: depth {depth}", f"it needs an integer >= {least}", f"give one up to {MAX_DEPTH}")
    return n


def _layers(depth: int, t: Value, next_layer: sp.Expr, step: sp.Expr) -> tuple[Value, Value, Value]:
    """Sigma_depth, Sigma_depth' and Theta_{depth+1}; where a layer is exactly 1 or -1, the next is exact too."""
    a, b, c = sp.symbols("a b c", real=True)
    layer, product, total = t, evaluate(sp.Integer(1), {}), t
    for _ in range(depth):
        ends = [x for x in (-1, 1) if isinstance(layer, Fraction) and layer == x]
        factor, following = (
            evaluate(e.subs(_T, ends[0]) if ends else e, {} if ends else {_T: layer}) for e in (step, next_layer)
        )
        layer = following
        product = evaluate(a * b, {a: product, b: factor})
        total = evaluate(a * b + c, {a: total, b: factor, c: layer})
    return layer, product, total


def _register(cls: type, part: int, least: int) -> None:
    def handler(depth: Value, t: Value) -> Value:
        n = _depth(depth, cls.__name__, least)
        if isinstance(t, acb):
            return complex_not_a_number()
        return _layers(n - least, t, _NEXT, _STEP)[part]

    register(cls, handler)


def _register_family(cls: type, part: int, least: int) -> None:
    def handler(delta: Value, depth: Value, t: Value) -> Value:
        n = _depth(depth, cls.__name__, least)
        if isinstance(t, acb) or isinstance(delta, acb):
            return complex_not_a_number()
        if not isinstance(delta, Fraction):
            raise InputError(f"{cls.__name__}: Delta={delta}", "it is not rational", "give an exact fraction")
        value = sp.Rational(delta.numerator, delta.denominator)
        return _layers(n - least, t, rho_delta(value, _T), rho_delta_slope(value, _T))[part]

    register(cls, handler)


_register(Sigma, 0, 0)
_register(Slope, 1, 0)
_register(Theta, 2, 1)
_register_family(SigmaFamily, 0, 0)
_register_family(ThetaFamily, 2, 1)
