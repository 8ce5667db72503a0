"""Taylor coefficients at 0 of kappa_0, kappa_1 and Theta_2, in closed form.

With b_p = 4^(-p) binom(2p, p):  kappa_0 has 1/2 and b_p/(pi (2p+1)) at t^(2p+1);  kappa_1 has 1/pi, 1/2 and
b_p/(pi (2p+1)(2p+2)) at t^(2p+2);  Theta_2 has 1/pi, 1 and their sum at t^(2p+2).
SOURCE: Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630); equation (2.7) of our notes.
"""

from __future__ import annotations

import sympy as sp


def central(p: sp.Expr) -> sp.Expr:
    """b_p = 4^(-p) binom(2p, p) = Gamma(p+1/2)/(sqrt(pi) Gamma(p+1)).

    Examples
    --------
    >>> [central(sp.Integer(p)) for p in range(4)]
    [1, 1/2, 3/8, 5/16]
    """
    return sp.gamma(p + sp.Rational(1, 2)) / (sp.sqrt(sp.pi) * sp.gamma(p + 1))


def kappa_zero_odd(p: sp.Expr) -> sp.Expr:
    """The coefficient of t^(2p+1) in kappa_0."""
    return central(p) / (sp.pi * (2 * p + 1))


def kappa_one_even(p: sp.Expr) -> sp.Expr:
    """The coefficient of t^(2p+2) in kappa_1."""
    return central(p) / (sp.pi * (2 * p + 1) * (2 * p + 2))


def h_infinity_even(p: sp.Expr) -> sp.Expr:
    """The coefficient of t^(2p+2) in H_infinity."""
    return central(p) / (2 * sp.pi * (2 * p + 1))


def ntk_two_even(p: sp.Expr) -> sp.Expr:
    """The coefficient of t^(2p+2) in Theta_2."""
    return central(p) * (2 * p + 3) / (sp.pi * (2 * p + 1) * (2 * p + 2))


def _by_degree(m: sp.Expr, constant: sp.Expr, linear: sp.Expr, even: sp.Expr) -> sp.Expr:
    """A coefficient of t^m that is 0 at odd m >= 3."""
    return sp.Piecewise((constant, sp.Eq(m, 0)), (linear, sp.Eq(m, 1)), (0, sp.Eq(sp.Mod(m, 2), 1)), (even, True))


def kappa_one(m: sp.Expr) -> sp.Expr:
    """The coefficient of t^m in kappa_1 for every m >= 0.

    Examples
    --------
    >>> [kappa_one(sp.Integer(m)) for m in range(5)]
    [1/pi, 1/2, 1/(2*pi), 0, 1/(24*pi)]
    """
    return _by_degree(m, 1 / sp.pi, sp.Rational(1, 2), kappa_one_even((m - 2) / 2))


def ntk_two(m: sp.Expr) -> sp.Expr:
    """The coefficient of t^m in Theta_2 for every m >= 0.

    Examples
    --------
    >>> [ntk_two(sp.Integer(m)) for m in range(5)]
    [1/pi, 1, 3/(2*pi), 0, 5/(24*pi)]
    """
    return _by_degree(m, 1 / sp.pi, sp.Integer(1), ntk_two_even((m - 2) / 2))
