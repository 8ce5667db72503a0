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


def ntk_two_even(p: sp.Expr) -> sp.Expr:
    """The coefficient of t^(2p+2) in Theta_2."""
    return central(p) * (2 * p + 3) / (sp.pi * (2 * p + 1) * (2 * p + 2))
