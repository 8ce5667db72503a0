"""Hermite coefficients E[phi(g) He_r(g)]/sqrt(r!) of the step, the ReLU and the leaky ReLU (g standard normal)."""

from __future__ import annotations

from typing import Any

import sympy as sp

from ntksym.balls.compiler import register
from ntksym.balls.polynomials import hermite_prob


class HermiteHe(sp.Function):
    """The probabilists' Hermite polynomial He_n, and He_{-1} = 0 (DLMF 18.3, 18.9.1).

    Defined by He_{n+1} = x He_n - n He_{n-1}, He_0 = 1.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> HermiteHe(3, x).doit()
    x**3 - 3*x
    """

    nargs = 2
    polynomial_in_last_argument = True
    degree_argument = 0

    @classmethod
    def defining_equations(cls) -> list[tuple[sp.Eq, dict[sp.Symbol, sp.Set]]]:
        """What defines it, with the ranges of the variables."""
        n, x = sp.symbols("n x")
        sets = {x: sp.S.Reals}
        step = x * cls(n, x) - n * cls(n - 1, x)
        return [
            (sp.Eq(cls(-1, x), 0, evaluate=False), sets),
            (sp.Eq(cls(0, x), 1, evaluate=False), sets),
            (sp.Eq(cls(n + 1, x), step, evaluate=False), {**sets, n: sp.Range(0, sp.oo)}),
        ]

    def doit(self, **hints: Any) -> sp.Expr:
        """The polynomial itself where n is an integer."""
        n, x = self.args
        if not (n.is_Integer and -1 <= n <= 60):
            return self
        before, now = sp.Integer(0), sp.Integer(1)
        if n == -1:
            return before
        for j in range(int(n)):
            before, now = now, sp.expand(x * now - j * before)
        return now

    def fdiff(self, argindex: int = 2) -> sp.Expr:
        """He_n' = n He_{n-1} (DLMF 18.9.27)."""
        n, x = self.args
        if argindex != 2:
            raise sp.core.function.ArgumentIndexError(self, argindex)
        return n * HermiteHe(n - 1, x)

    def _latex(self, printer: Any, exp: Any = None) -> str:
        n, x = (printer._print(a) for a in self.args)
        power = f"^{{{exp}}}" if exp else ""
        return f"\\mathrm{{He}}_{{{n}}}{power}\\left({x}\\right)"


register(HermiteHe, lambda n, x: hermite_prob(int(n), x) if n >= 0 else hermite_prob(0, x) - 1)


def _odd_moment(m: sp.Expr) -> sp.Expr:
    """He_{2m}(0) = (-1)^m (2m)!/(2^m m!) (DLMF 18.6.1)."""
    return (-1) ** m * sp.factorial(2 * m) / (2**m * sp.factorial(m))


def step_odd(m: sp.Expr) -> sp.Expr:
    """The step's coefficient at r = 2m + 1, m >= 0."""
    return _odd_moment(m) / sp.sqrt(2 * sp.pi * sp.factorial(2 * m + 1))


def relu_even(m: sp.Expr) -> sp.Expr:
    """The ReLU's coefficient at r = 2m + 2, m >= 0."""
    return _odd_moment(m) / sp.sqrt(2 * sp.pi * sp.factorial(2 * m + 2))


def step(r: sp.Expr) -> sp.Expr:
    """The step's Hermite coefficient for every r >= 0 (1/2 at 0; 0 at even r >= 2).

    Examples
    --------
    >>> step(sp.Integer(1))
    sqrt(2)/(2*sqrt(pi))
    """
    return sp.Piecewise((sp.Rational(1, 2), sp.Eq(r, 0)), (0, sp.Eq(sp.Mod(r, 2), 0)), (step_odd((r - 1) / 2), True))


def relu(r: sp.Expr) -> sp.Expr:
    """The ReLU's Hermite coefficient for every r >= 0 (1/2 at 1; 0 at odd r >= 3).

    Examples
    --------
    >>> relu(sp.Integer(2))
    1/(2*sqrt(pi))
    """
    return sp.Piecewise(
        (1 / sp.sqrt(2 * sp.pi), sp.Eq(r, 0)),
        (sp.Rational(1, 2), sp.Eq(r, 1)),
        (0, sp.Eq(sp.Mod(r, 2), 1)),
        (relu_even((r - 2) / 2), True),
    )


def leaky(r: sp.Expr, slope: sp.Expr) -> sp.Expr:
    """The coefficient of max(u, 0) + slope * min(u, 0) = (1 - slope) ReLU(u) + slope * u."""
    return (1 - slope) * relu(r) + sp.Piecewise((slope, sp.Eq(r, 1)), (0, True))
