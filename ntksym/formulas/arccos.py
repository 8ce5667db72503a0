"""Arc-cosine kernels (Cho and Saul 2009) and the (a, b)-ReLU family, as SymPy expressions in the cosine t."""

from __future__ import annotations

import sympy as sp


def kappa_zero(t: sp.Expr) -> sp.Expr:
    """The step's kernel, kappa_0(t) = 1 - arccos(t)/pi, on [-1, 1]; kappa_0(1) = 1.

    Examples
    --------
    >>> kappa_zero(sp.Integer(0))
    1/2
    """
    return 1 - sp.acos(t) / sp.pi


def kappa_one(t: sp.Expr) -> sp.Expr:
    """The ReLU's kernel, kappa_1(t) = (sqrt(1-t^2) + t (pi - arccos t))/pi, on [-1, 1]; kappa_1(1) = 1.

    Examples
    --------
    >>> kappa_one(sp.Integer(0))
    1/pi
    """
    return (sp.sqrt(1 - t**2) + t * (sp.pi - sp.acos(t))) / sp.pi


def t_kappa_zero(t: sp.Expr) -> sp.Expr:
    """The first layer's kernel t kappa_0(t) = 2 H_infinity (Du et al. 2019; Arora et al. 2019)."""
    return t * kappa_zero(t)


def h_infinity(t: sp.Expr) -> sp.Expr:
    """H_infinity(t) = t (pi - arccos t)/(2 pi), the two-layer NTK of unit vectors if the first layer only is trained.

    Examples
    --------
    >>> h_infinity(sp.Integer(1))
    1/2
    """
    return t * (sp.pi - sp.acos(t)) / (2 * sp.pi)


def rho_delta(delta: sp.Expr, t: sp.Expr) -> sp.Expr:
    """The kernel of phi(s) = a s + b |s| with a^2 + b^2 = 1 and delta = b^2 (ReLU: 1/2; |s|: 1; leaky: between)."""
    return (1 - delta) * t + delta * 2 / sp.pi * (sp.sqrt(1 - t**2) + t * sp.asin(t))
