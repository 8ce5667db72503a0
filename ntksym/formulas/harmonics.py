"""Spherical harmonics in dimension d: Legendre polynomials, dimensions, the zonal density."""

from __future__ import annotations

from typing import Any

import sympy as sp

from ntksym.balls.compiler import register
from ntksym.balls.polynomials import gegenbauer, legendre_in_dimension

Definition = tuple[sp.Eq, dict[sp.Symbol, sp.Set]]  # an equation and where it is used


class LegendreP(sp.Function):
    """P_k in dimension d, normalised by P_k(1) = 1: C_k^{(d-2)/2}(t)/C_k^{(d-2)/2}(1); cos(k arccos t) at d = 2.

    Defined by (k+d-2) P_{k+1} = (2k+d-2) t P_k - k P_{k-1}, P_0 = 1, P_1 = t (DLMF 18.9.1, renormalised).

    Examples
    --------
    >>> t = sp.Symbol("t")
    >>> LegendreP(3, 2, t).doit()
    3*t**2/2 - 1/2
    """

    nargs = 3
    polynomial_in_last_argument = True
    degree_argument = 1

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the ranges of the variables."""
        d, k, t = sp.symbols("d k t")
        sets = {d: sp.Range(2, sp.oo), t: sp.S.Reals}
        step = (2 * k + d - 2) * t * cls(d, k, t) - k * cls(d, k - 1, t)
        return [
            (sp.Eq(cls(d, 0, t), 1, evaluate=False), sets),
            (sp.Eq(cls(d, 1, t), t, evaluate=False), sets),
            (sp.Eq((k + d - 2) * cls(d, k + 1, t), step, evaluate=False), {**sets, k: sp.Range(1, sp.oo)}),
        ]

    def doit(self, **hints: Any) -> sp.Expr:
        """The polynomial itself where d and k are integers."""
        d, k, t = self.args
        if not (d.is_Integer and k.is_Integer and 0 <= k <= 40):
            return self
        before, now = sp.Integer(1), t
        if k == 0:
            return before
        for j in range(1, int(k)):
            before, now = now, sp.expand(((2 * j + d - 2) * t * now - j * before) / (j + d - 2))
        return now

    def fdiff(self, argindex: int = 3) -> sp.Expr:
        """d/dt P_k^{(d)} = k (k+d-2)/(d-1) P_{k-1}^{(d+2)} (DLMF 18.9.19)."""
        d, k, t = self.args
        if argindex != 3:
            raise sp.core.function.ArgumentIndexError(self, argindex)
        return k * (k + d - 2) / (d - 1) * LegendreP(d + 2, k - 1, t)

    def _latex(self, printer: Any, exp: Any = None) -> str:
        d, k, t = (printer._print(a) for a in self.args)
        name = f"P_{{{k}}}^{{[{d}]}}"
        return f"\\left({name}\\right)^{{{exp}}}\\left({t}\\right)" if exp else f"{name}\\left({t}\\right)"


register(LegendreP, legendre_in_dimension)


class GegenbauerC(sp.Function):
    """The Gegenbauer polynomial C_n^a, a > 0, and 0 for n = -1, -2 (DLMF 18.3, 18.9.1).

    Defined by (n+1) C_{n+1} = 2 (n+a) t C_n - (n+2a-1) C_{n-1}, C_0 = 1.

    Examples
    --------
    >>> a, t = sp.symbols("a t")
    >>> sp.factor(GegenbauerC(2, a, t).doit())
    a*(2*a*t**2 + 2*t**2 - 1)
    """

    nargs = 3
    polynomial_in_last_argument = True
    degree_argument = 0

    @classmethod
    def defining_equations(cls) -> list[Definition]:
        """What defines it, with the ranges of the variables."""
        n, a, t = sp.symbols("n a t")
        sets = {a: sp.Interval.open(0, sp.oo), t: sp.S.Reals}
        step = 2 * (n + a) * t * cls(n, a, t) - (n + 2 * a - 1) * cls(n - 1, a, t)
        return [
            (sp.Eq(cls(-2, a, t), 0, evaluate=False), sets),
            (sp.Eq(cls(-1, a, t), 0, evaluate=False), sets),
            (sp.Eq(cls(0, a, t), 1, evaluate=False), sets),
            (sp.Eq((n + 1) * cls(n + 1, a, t), step, evaluate=False), {**sets, n: sp.Range(0, sp.oo)}),
        ]

    def doit(self, **hints: Any) -> sp.Expr:
        """The polynomial itself where n is an integer."""
        n, a, t = self.args
        if not (n.is_Integer and -2 <= n <= 40):
            return self
        before, now = sp.Integer(0), sp.Integer(1)
        if n < 0:
            return before
        for j in range(int(n)):
            before, now = now, sp.expand((2 * (j + a) * t * now - (j + 2 * a - 1) * before) / (j + 1))
        return now

    def fdiff(self, argindex: int = 3) -> sp.Expr:
        """d/dt C_n^a = 2a C_{n-1}^{a+1} (DLMF 18.9.19)."""
        n, a, t = self.args
        if argindex != 3:
            raise sp.core.function.ArgumentIndexError(self, argindex)
        return 2 * a * GegenbauerC(n - 1, a + 1, t)

    def _latex(self, printer: Any, exp: Any = None) -> str:
        n, a, t = (printer._print(x) for x in self.args)
        power = f"^{{{exp}}}" if exp else ""
        return f"\\left(C_{{{n}}}^{{({a})}}\\right){power}\\left({t}\\right)"


register(GegenbauerC, lambda n, a, t: gegenbauer(int(n), a, t) if n >= 0 else gegenbauer(0, a, t) - 1)


def dimension(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """N(d, k), the dimension of the spherical harmonics of degree k on S^{d-1}.

    Examples
    --------
    >>> [dimension(sp.Integer(3), sp.Integer(k)) for k in range(4)]
    [1, 3, 5, 7]
    """
    return sp.Piecewise((1, sp.Eq(k, 0)), (dimension_positive(d, k), True))


def dimension_positive(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """N(d, k) for k >= 1 as one term: (2k+d-2) (k+d-3)!/(k! (d-2)!)."""
    return (2 * k + d - 2) * sp.gamma(k + d - 2) / (sp.gamma(k + 1) * sp.gamma(d - 1))


def density_constant(d: sp.Expr) -> sp.Expr:
    """w_0(d) = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)): the density of t = <u, x> is w_0 (1-t^2)^((d-3)/2)."""
    return sp.gamma(d / 2) / (sp.sqrt(sp.pi) * sp.gamma((d - 1) / 2))


def funk_hecke_integral(f: sp.Expr, t: sp.Symbol, d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """The Funk-Hecke eigenvalue of the zonal function f(t), with the angle u as integration variable.

    mu_k[f] = w_0(d) * integral over (0, pi) of f(cos u) P_k(cos u) sin(u)^(d-2) du.
    """
    u = sp.Symbol("u", real=True)
    inside = f.subs(t, sp.cos(u)) * LegendreP(d, k, sp.cos(u)) * sp.sin(u) ** (d - 2)
    return density_constant(d) * sp.Integral(inside, (u, 0, sp.pi))
