"""Zonal transforms of spherical caps {t >= cos b} and of the cones (t - cos b)_+ in closed form.

Source: Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630) use the hemisphere b = pi/2; Rodrigues' formula once and
twice by parts gives every angle b.
"""

from __future__ import annotations

import sympy as sp

from ntksym.formulas.harmonics import LegendreP, density_constant


def cap_transform(d: sp.Expr, k: sp.Expr, b: sp.Expr) -> sp.Expr:
    """chi_{b,k} = w_0 sin(b)^(d-1) P^[d+2]_{k-1}(cos b)/(d-1), the eigenvalue of 1[t >= cos b] for k >= 1.

    Examples
    --------
    >>> cap_transform(sp.Integer(3), sp.Integer(2), sp.pi / 3).doit()
    3/32
    """
    return density_constant(d) * sp.sin(b) ** (d - 1) * LegendreP(d + 2, k - 1, sp.cos(b)) / (d - 1)


def cone_transform(d: sp.Expr, k: sp.Expr, b: sp.Expr) -> sp.Expr:
    """The eigenvalue of (t - cos b)_+ for k >= 2: w_0 sin(b)^(d+1) P^[d+4]_{k-2}(cos b)/((d-1)(d+1))."""
    below = (d - 1) * (d + 1)
    return density_constant(d) * sp.sin(b) ** (d + 1) * LegendreP(d + 4, k - 2, sp.cos(b)) / below


def cap_measure_circle(b: sp.Expr) -> sp.Expr:
    """A(b) = b/pi in dimension 2."""
    return b / sp.pi


def cap_measure_sphere(b: sp.Expr) -> sp.Expr:
    """A(b) = (1 - cos b)/2 in dimension 3."""
    return (1 - sp.cos(b)) / 2
