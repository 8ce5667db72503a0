"""Power-series coefficients at 0 of kappa_1 = Sigma_1 and of Theta_2, in closed form for every m."""

from __future__ import annotations

import sympy as sp


def central(p: sp.Expr) -> sp.Expr:
    """The central binomial ratio b_p = 4^(-p) binom(2p, p) = Gamma(p + 1/2)/(sqrt(pi) Gamma(p + 1))."""
    return sp.gamma(p + sp.Rational(1, 2)) / (sp.sqrt(sp.pi) * sp.gamma(p + 1))


def kappa_one_coefficient(m: sp.Expr) -> sp.Expr:
    """[t^m] kappa_1: 1/pi, 1/2, then b_p/(pi (2p+1)(2p+2)) at m = 2p + 2, 0 at odd m >= 3.

    Examples
    --------
    >>> [kappa_one_coefficient(sp.Integer(m)) for m in range(5)]
    [1/pi, 1/2, 1/(2*pi), 0, 1/(24*pi)]
    """
    p = (m - 2) / 2
    even = central(p) / (sp.pi * (2 * p + 1) * (2 * p + 2))
    return sp.Piecewise(
        (1 / sp.pi, sp.Eq(m, 0)), (sp.Rational(1, 2), sp.Eq(m, 1)), (0, sp.Eq(sp.Mod(m, 2), 1)), (even, True)
    )


def theta_two_coefficient(m: sp.Expr) -> sp.Expr:
    """[t^m] Theta_2 = (m + 1) [t^m] kappa_1, for Theta_2 = (t kappa_1)'.

    Examples
    --------
    >>> [theta_two_coefficient(sp.Integer(m)) for m in range(5)]
    [1/pi, 1, 3/(2*pi), 0, 5/(24*pi)]
    """
    return (m + 1) * kappa_one_coefficient(m)
