"""Eigenvalues of (1-t)^(m+1/2), the exact building blocks of the tails, and the leading decay constant.

SOURCE: Bietti and Bach 2021 (arXiv 2009.14397) for the rate; the constants are derived in
derivations/leading_root_at_one.py, leading_root_at_minus_one.py and root_eigenvalues.py.
"""

from __future__ import annotations

import sympy as sp

from ntksym.formulas.ntk import Slope

HALF = sp.Rational(1, 2)


def root_constant(d: sp.Expr, m: sp.Expr) -> sp.Expr:
    """C(d, m+1/2) in mu_k[(1-t)^(m+1/2)] = C Gamma(k-m-1/2)/Gamma(k+m+d-1/2); its sign is (-1)^(m+1)."""
    above = sp.gamma(d / 2) * 2 ** (d + m - 3 * HALF) * sp.gamma(m + d / 2)
    return above / (sp.sqrt(sp.pi) * sp.gamma(-m - HALF))


def root_eigenvalue(d: sp.Expr, k: sp.Expr, m: sp.Expr) -> sp.Expr:
    """mu_k[(1-t)^(m+1/2)] for every k >= 0, m >= 0, d >= 2.

    Examples
    --------
    >>> root_eigenvalue(sp.Integer(3), sp.Integer(0), sp.Integer(0))
    2*sqrt(2)/3
    """
    return root_constant(d, m) * sp.gamma(k - m - HALF) / sp.gamma(k + m + d - HALF)


def root_modulus(d: sp.Expr) -> sp.Expr:
    """|C(d, 1/2)| = 2^(d-5/2) Gamma(d/2)^2/pi."""
    return 2 ** (d - 5 * HALF) * sp.gamma(d / 2) ** 2 / sp.pi


def decay_ratio(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """G(k) = Gamma(k-1/2)/Gamma(k+d-1/2), the exact shape of the decay k^(-d)."""
    return sp.gamma(k - HALF) / sp.gamma(k + d - HALF)


def root_ratio(d: sp.Expr, k: sp.Expr, m: sp.Expr) -> sp.Expr:
    """a_m(k) = |mu_k[(1-t)^(m+1/2)]| / (|C(d, 1/2)| G(k)), a rational function of k for each m."""
    size = 2**m * sp.gamma(d / 2 + m) * sp.gamma(m + 3 * HALF) / (sp.gamma(d / 2) * sp.gamma(3 * HALF))
    return size * sp.gamma(k - m - HALF) * sp.gamma(k + d - HALF) / (sp.gamma(k - HALF) * sp.gamma(k + m + d - HALF))


def leading_constant(d: sp.Expr, jump: sp.Expr) -> sp.Expr:
    """The limit of mu_k k^d for jump = L(L-1)/2 +- Pi_L (+ for even k, - for odd k)."""
    return 2 ** (d - 2) * sp.gamma(d / 2) ** 2 / sp.pi**2 * jump


def root_at_one(L: sp.Expr) -> sp.Expr:
    """The coefficient of v in Theta_L(1 - v^2), -(sqrt(2)/pi) L (L-1)/2."""
    return -sp.sqrt(2) / sp.pi * L * (L - 1) / 2


def root_at_minus_one(L: sp.Expr) -> sp.Expr:
    """The coefficient of w in Theta_L(-1 + w^2), L >= 2: -(sqrt(2)/pi) Pi_L with Pi_L = Sigma_{L-2}'(0)."""
    return -sp.sqrt(2) / sp.pi * Slope(L - 2, 0)
