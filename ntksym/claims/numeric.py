"""The numeric leg's evaluation: mpmath on the definition, with its own Legendre polynomial."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp
from sympy.printing.pycode import MpmathPrinter

from ntksym.claims.claim import Claim
from ntksym.claims.domain import Point
from ntksym.claims.instances import side_at


def _legendre_in_dimension(d: Any, k: Any, t: Any) -> Any:
    """P_k in dimension d, normalised at 1, by its hypergeometric series (DLMF 18.5.9), not by recurrence."""
    if d == 2:
        return mpmath.cos(k * mpmath.acos(t))
    with mpmath.workdps(mpmath.mp.dps + int(k)):
        value = mpmath.hyp2f1(-k, k + d - 2, mpmath.mpf(d - 1) / 2, (1 - mpmath.mpf(t)) / 2)
    return +value


def _layers(depth: Any, t: Any, delta: Any = None) -> tuple[Any, Any, Any]:
    """Sigma_depth, its derivative and Theta_{depth+1}, by the recursion in angles."""
    delta = mpmath.mpf(1) / 2 if delta is None else mpmath.mpmathify(delta)
    layer = total = mpmath.mpmathify(t)
    product = mpmath.mpf(1)
    for _ in range(int(depth)):
        angle = mpmath.acos(layer)
        factor = 1 - 2 * delta * angle / mpmath.pi
        # 2/pi (sin + (pi/2 - angle) cos) is the kernel of |s|, t that of s
        layer = (1 - delta) * layer + delta * 2 / mpmath.pi * (mpmath.sin(angle) + (mpmath.pi / 2 - angle) * layer)
        product, total = product * factor, layer + total * factor
    return layer, product, total


def _half_chord(delta: Any, depth: Any, y: Any) -> Any:
    """Sin(theta/2) after some layers, by the angles."""
    return mpmath.sqrt((1 - _layers(depth, 1 - 2 * y**2, delta)[0]) / 2)


@lru_cache(maxsize=64)
def _on_circle(layers: int, part: int, count: int, bits: int) -> tuple[Any, ...]:
    """The function at count points of |t| = 1/2, at a precision of ``bits``."""
    return tuple(_layers(layers, mpmath.expjpi(mpmath.mpf(2 * i) / count) / 2)[part] for i in range(count))


def _ntk_coefficient(layers: Any, m: Any, part: int) -> Any:
    """A Taylor coefficient at 0 of Sigma_l, Sigma_l' or Theta_L (part 0, 1, 2), by Cauchy's integral over |t| = 1/2."""
    with mpmath.workdps(mpmath.mp.dps + 10):
        count = mpmath.mp.prec + 64 * (1 + int(m) // 64)
        values = _on_circle(int(layers), part, count, mpmath.mp.prec)
        turns = (mpmath.expjpi(-mpmath.mpf(2 * i * int(m)) / count) for i in range(count))
        return 2 ** int(m) * mpmath.re(mpmath.fdot(values, turns)) / count


def _hermite(n: Any, x: Any) -> Any:
    """He_n from the physicists' polynomial (DLMF 18.7.11)."""
    return mpmath.mpf(2) ** (-mpmath.mpf(n) / 2) * mpmath.hermite(n, x / mpmath.sqrt(2)) if n >= 0 else mpmath.mpf(0)


def _gegenbauer(n: Any, a: Any, t: Any) -> Any:
    """C_n^a by its finite sum (DLMF 18.5.10)."""
    terms = [
        (-1) ** m * mpmath.rf(a, n - m) / (mpmath.factorial(m) * mpmath.factorial(n - 2 * m)) * (2 * t) ** (n - 2 * m)
        for m in range(int(n) // 2 + 1)
    ]
    return mpmath.fsum(terms)


_FUNCTIONS: dict[str, Any] = {
    "Sigma": lambda depth, t: _layers(depth, t)[0],
    "Slope": lambda depth, t: _layers(depth, t)[1],
    "Theta": lambda L, t: _layers(L - 1, t)[2],
    "SigmaCoefficient": lambda depth, m: _ntk_coefficient(depth, m, 0),
    "SlopeCoefficient": lambda depth, m: _ntk_coefficient(depth, m, 1),
    "ThetaCoefficient": lambda L, m: _ntk_coefficient(L - 1, m, 2),
    "SigmaFamily": lambda delta, depth, t: _layers(depth, t, delta)[0],
    "ThetaFamily": lambda delta, L, t: _layers(L - 1, t, delta)[2],
    "HalfChord": _half_chord,
    "Loss": lambda y: (1 - _layers(1, 1 - 2 * y**2, 1)[0]) / (-2 * y**2) + 1,
    "LegendreP": _legendre_in_dimension,
    "GegenbauerC": _gegenbauer,
    "HermiteHe": _hermite,
    "factorial": lambda n: mpmath.factorial(n),
    "RisingFactorial": lambda a, n: mpmath.rf(a, n),
    "hermite_prob": _hermite,
}


def _integers(low: Any, high: Any) -> list[Any]:
    """low, ..., high as mpmath's numbers: Python's own have quotients and negative powers in float64."""
    return [mpmath.mpf(i) for i in range(int(low), int(high) + 1)]


class _Printer(MpmathPrinter):  # type: ignore[misc]
    def __init__(self) -> None:
        known = {name: name for name in (*_FUNCTIONS, "_integers")}
        options = {"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True, "order": "none"}
        super().__init__({**options, "user_functions": known})

    def _print_Sum(self, expr: sp.Sum) -> str:
        show = self._print
        loops = " ".join(f"for {show(i)} in _integers({show(a)}, {show(b)})" for i, a, b in reversed(expr.limits))
        return f"fsum({show(expr.function)} {loops})"


def _code(arguments: list[sp.Symbol], expression: sp.Expr) -> Any:
    names = {**_FUNCTIONS, "_integers": _integers}
    return sp.lambdify(arguments, expression, modules=[names, "mpmath"], printer=_Printer(), docstring_limit=0)


def evaluate(expression: sp.Expr) -> Any:
    """The value of an expression without free symbols, by mpmath at its current precision.

    >>> j = sp.Symbol("j", integer=True)
    >>> mpmath.nstr(evaluate(sp.Sum(3 ** (-j), (j, 1, 2))) - mpmath.mpf(4) / 9, 5)
    '0.0'
    """
    slopes = {s: sp.Dummy() for s in expression.atoms(sp.Subs) if isinstance(s.expr, sp.Derivative)}
    code = _code(list(slopes.values()), expression.xreplace(slopes))
    return mpmath.mpmathify(code(*(_slope(s) for s in slopes)))


def _slope(at: sp.Subs) -> Any:
    """A first derivative at a point, by mpmath's differences of the function itself."""
    ((x, order),), (value,) = at.expr.variable_count, at.point
    code = _code([x], at.expr.expr)
    return mpmath.diff(code, evaluate(value), int(order))


def numeric_sides(claim: Claim, statement: sp.Rel, point: Point) -> tuple[Any, Any]:
    """Left side from the definition (the claim's ``numeric`` function if it has one), right side as written."""
    right = evaluate(side_at(claim, statement.rhs, point))
    if claim.numeric is not None and statement.lhs == claim.statement.lhs:
        arguments = {
            s.name: int(v)
            if v.denominator == 1 and claim.domain[s].integer
            else mpmath.mpf(v.numerator) / v.denominator
            for s, v in point.items()
        }
        return mpmath.mpmathify(claim.numeric(**arguments)), right
    return evaluate(side_at(claim, statement.lhs, point)), right
