"""Taylor coefficients at 0 of Sigma_l, its slope and Theta_L, for every depth and degree."""

from __future__ import annotations

from typing import Any

import sympy as sp

from ntksym.balls.arb import acb, arb, arb_series, series_length
from ntksym.balls.compiler import register
from ntksym.balls.values import Value, as_integer
from ntksym.errors import InputError
from ntksym.formulas.ntk import Sigma, Slope, Theta

MAX_DEGREE = 4096


class _Coefficient(sp.Function):
    """(depth, m) -> the coefficient of t^m in the function of (depth, t) that ``generates`` names."""

    nargs = 2
    generates: type[sp.Function]
    letter = ""

    def _latex(self, printer: Any, exp: Any = None) -> str:
        depth, m = (printer._print(a) for a in self.args)
        power = f"^{{{exp}}}" if exp else ""
        return f"[t^{{{m}}}]{self.letter}_{{{depth}}}{power}"


class SigmaCoefficient(_Coefficient):
    """The coefficient of t^m in Sigma_l(t), l >= 0."""

    generates = Sigma
    letter = "\\Sigma"


class SlopeCoefficient(_Coefficient):
    """The coefficient of t^m in Sigma_l'(t), l >= 0."""

    generates = Slope
    letter = "\\Sigma'"


class ThetaCoefficient(_Coefficient):
    """The coefficient of t^m in Theta_L(t), L >= 1."""

    generates = Theta
    letter = "\\Theta"


def _coefficient(layers: int, m: int, kernel: type) -> arb:
    with series_length(m + 1):
        pi, layer = arb.pi(), arb_series([0, 1])
        total, product = layer, arb_series([1])
        for _ in range(layers):
            step = 1 - layer.acos() / pi
            layer = layer * step + (1 - layer * layer).sqrt() / pi
            total, product = total * step + layer, product * step
        series: dict[type, arb_series] = {Sigma: layer, Slope: product, Theta: total}
        found = series[kernel].coeffs()
        return found[m] if m < len(found) else arb(0)


def _register(cls: type[_Coefficient], least: int) -> None:
    def handler(depth: Value, degree: Value) -> Value:
        n, m = as_integer(depth), as_integer(degree)
        if isinstance(depth, acb) or n is None or m is None or n < least or not 0 <= m <= MAX_DEGREE:
            raise InputError(
                f"{cls.__name__}({depth}, {degree})",
                "no coefficient",
                f"give integers: depth >= {least}, 0 <= degree <= {MAX_DEGREE}",
            )
        return _coefficient(n - least, m, cls.generates)

    register(cls, handler)


_register(SigmaCoefficient, 0)
_register(SlopeCoefficient, 0)
_register(ThetaCoefficient, 1)
