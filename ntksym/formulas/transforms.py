"""Funk-Hecke eigenvalues of t_+^a (hemisphere a = 0, ReLU a = 1) and of the two-layer kernels, in closed form.

Parities are separate formulas, for 1/Gamma has zeros that a single expression would hide.
Source: Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630), Lemmas 9 and 10, extended to every d >= 2.
"""

from __future__ import annotations

import sympy as sp

HALF = sp.Rational(1, 2)


def _even(k: sp.Expr) -> sp.Rel:
    return sp.Eq(sp.Mod(k, 2), 0)


def power_transform(a: sp.Expr, d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """mu_k[t_+^a] for k < a + 2, where every Gamma is finite (elsewhere as the limit 1/Gamma = 0 at poles)."""
    below = 2 ** (a + 1) * sp.gamma((a - k) / 2 + 1) * sp.gamma((a + k + d) / 2)
    return sp.gamma(d / 2) * sp.gamma(a + 1) / below


def hemisphere_odd(d: sp.Expr, p: sp.Expr) -> sp.Expr:
    """h_{2p+1} = (-1)^p B(d/2, p+1/2)/(2 pi), p >= 0."""
    return (-1) ** p * sp.gamma(d / 2) * sp.gamma(p + HALF) / (2 * sp.pi * sp.gamma(d / 2 + p + HALF))


def relu_even(d: sp.Expr, p: sp.Expr) -> sp.Expr:
    """r_{2p} = (-1)^(p+1) B(d/2+1, p-1/2)/(2 pi d), p >= 1."""
    return (-1) ** (p + 1) * sp.gamma(d / 2 + 1) * sp.gamma(p - HALF) / (2 * sp.pi * d * sp.gamma(d / 2 + p + HALF))


def relu_zero(d: sp.Expr) -> sp.Expr:
    """r_0 = Gamma(d/2)/(2 sqrt(pi) Gamma((d+1)/2))."""
    return sp.gamma(d / 2) / (2 * sp.sqrt(sp.pi) * sp.gamma((d + 1) / 2))


def hemisphere(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """h_k, the eigenvalue of 1[t > 0], for every d >= 2 and k >= 0.

    Examples
    --------
    >>> [hemisphere(sp.Integer(3), sp.Integer(k)) for k in range(5)]
    [1/2, 1/4, 0, -1/16, 0]
    """
    return sp.Piecewise((HALF, sp.Eq(k, 0)), (0, _even(k)), (hemisphere_odd(d, (k - 1) / 2), True))


def relu(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """r_k, the eigenvalue of max(t, 0), for every d >= 2 and k >= 0.

    Examples
    --------
    >>> [relu(sp.Integer(3), sp.Integer(k)) for k in range(5)]
    [1/4, 1/6, 1/16, 0, -1/96]
    """
    return sp.Piecewise(
        (relu_zero(d), sp.Eq(k, 0)), (1 / (2 * d), sp.Eq(k, 1)), (relu_even(d, k / 2), _even(k)), (0, True)
    )


def kappa_zero_eigenvalue(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """mu_k[kappa_0] = 2 h_k^2."""
    return 2 * hemisphere(d, k) ** 2


def kappa_one_eigenvalue(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """mu_k[kappa_1] = 2 d r_k^2."""
    return 2 * d * relu(d, k) ** 2


def t_kappa_zero_even(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """mu_k[t kappa_0] = 2 r_k^2 (k (k+d-2) + 1) for even k >= 2."""
    return 2 * relu_even(d, k / 2) ** 2 * (k * (k + d - 2) + 1)


def t_kappa_zero_eigenvalue(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """mu_k[t kappa_0] for every k: 2 h_1^2 at 0, 1/(2d) at 1, 0 at odd k >= 3."""
    return sp.Piecewise(
        (2 * relu_zero(d) ** 2, sp.Eq(k, 0)),
        (1 / (2 * d), sp.Eq(k, 1)),
        (t_kappa_zero_even(d, k), _even(k)),
        (0, True),
    )


def ntk_two_even(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """mu_k[Theta_2] = 2 r_k^2 (k (k+d-2) + d + 1) for even k >= 2."""
    return 2 * relu_even(d, k / 2) ** 2 * (k * (k + d - 2) + d + 1)


def ntk_two_eigenvalue(d: sp.Expr, k: sp.Expr) -> sp.Expr:
    """mu_k[Theta_2] for every k: 2(d+1) h_1^2 at 0, 1/d at 1, 0 at odd k >= 3."""
    return sp.Piecewise(
        (2 * (d + 1) * relu_zero(d) ** 2, sp.Eq(k, 0)),
        (1 / d, sp.Eq(k, 1)),
        (ntk_two_even(d, k), _even(k)),
        (0, True),
    )
