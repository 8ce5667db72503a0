"""Zonal functions: the Funk-Hecke formula, multiplication by t, and the step of two dimensions.

Definition.  For a zonal function f(<x, y>) on S^{d-1}, with w_0(d) = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)),

    mu_k[f] = w_0(d) * integral over (0, pi) of f(cos u) P_k(cos u) sin(u)^(d-2) du.

The formula over a cap or the sphere is the product formula, integrated.
"""

import mpmath as mp
from legendre_norms import DIMENSIONS, _zonal
from legendre_polynomials import _legendre, d, degree, degree_one, degree_zero, k, lowered, t, three_term
from product_formula import DEGREES, FROM_THREE, _over_circle, azimuth, half_turn, product_formula, u, v, w
from sympy import Eq, Function, Integral, Interval, Lambda, Range, Symbol, cos, exp, oo, pi, sin

from ntksym.claims import Derivation, UnderIntegral
from ntksym.formulas.harmonics import LegendreP, density_constant

s = Symbol("s", positive=True)
y = Symbol("y", real=True)
f = Function("f")

zonal = Derivation(
    "Funk-Hecke eigenvalues of a continuous zonal function f",
    source="Mueller 1966, Theorem 6",
    intro="The integrals of f(<x, z>) P_k(<y, z>) over all z, or over a cap about x, are multiples of P_k(<x, y>).",
)


def eigenvalue(g, d, k):
    """The Funk-Hecke eigenvalue of the zonal function g(t)."""
    inside = g.subs(t, cos(u)) * LegendreP(d, k, cos(u)) * sin(u) ** (d - 2)
    return density_constant(d) * Integral(inside, half_turn)


EXAMPLE = {f: Lambda(y, exp(y))}
to_angle = (v, 0, pi * s)


def _over_cap(g, d, s):
    """w_0(d) times the integral over (0, pi s) of g(v) sin(v)^(d-2)."""
    whole = mp.quad(lambda x: mp.sin(x) ** (d - 2), [0, mp.pi])
    return mp.quad(lambda x: g(x) * mp.sin(x) ** (d - 2), [0, mp.pi * s], method="gauss-legendre") / whole


def _cap_mean(d, k, w, s):
    """exp(<x, z>) P_k(<y, z>) over the cap of angle pi s about x, the azimuth inside."""

    def around(v):
        middle, swing = mp.cos(v) * mp.cos(w), mp.sin(v) * mp.sin(w)
        return _over_cap(lambda x: _legendre(d, k, middle + swing * mp.cos(x)), d - 1, 1)

    return _over_cap(lambda v: mp.exp(mp.cos(v)) * around(v), d, s)


funk_hecke = zonal.claim(
    "funk_hecke_formula",
    Eq(
        density_constant(d)
        * Integral(f(cos(v)) * _over_circle(LegendreP(d, k, azimuth)) * sin(v) ** (d - 2), to_angle),
        LegendreP(d, k, cos(w))
        * density_constant(d)
        * Integral(f(cos(v)) * LegendreP(d, k, cos(v)) * sin(v) ** (d - 2), to_angle),
        evaluate=False,
    ),
    {**FROM_THREE, **DEGREES, w: Interval(-oo, oo), s: Interval.Lopen(0, 1)},
    because="the product formula, integrated; s = 1 is the whole sphere, f = 1 a cap, f = N_k P_k reproduces P_k",
    proof=UnderIntegral(
        [product_formula.at(solve_for=Integral(LegendreP(d, k, azimuth) * sin(u) ** (d - 3), half_turn))]
    ),
    example=EXAMPLE,
    numeric=_cap_mean,
)

times_t = zonal.claim(
    "multiplication_by_t",
    Eq(
        (2 * k + d - 2) * eigenvalue(t * f(t), d, k),
        k * eigenvalue(f(t), d, k - 1) + (k + d - 2) * eigenvalue(f(t), d, k + 1),
        evaluate=False,
    ),
    {**DIMENSIONS, k: Range(1, oo)},
    because="t P_k by the three-term recurrence",
    proof=UnderIntegral([three_term.at({t: cos(u)}, solve_for=LegendreP(d, k + 1, cos(u)))]),
    numeric=lambda d, k: (2 * k + d - 2) * _zonal(lambda x: x * mp.exp(x), d, k),
    example=EXAMPLE,
)

times_t_zero = zonal.claim(
    "multiplication_by_t_degree_zero",
    Eq(eigenvalue(t * f(t), d, 0), eigenvalue(f(t), d, 1), evaluate=False),
    DIMENSIONS,
    because="t P_0 = P_1",
    proof=UnderIntegral([degree_zero.at({t: cos(u)}), degree_one.at({t: cos(u)})]),
    numeric=lambda d: _zonal(lambda x: x * mp.exp(x), d, 0),
    example=EXAMPLE,
)

dimension_step = zonal.claim(
    "eigenvalue_dimension_step",
    Eq(
        eigenvalue(f(t), d + 2, k),
        d / (2 * k + d) * (eigenvalue(f(t), d, k) - eigenvalue(f(t), d, k + 2)),
        evaluate=False,
    ),
    {**DIMENSIONS, **DEGREES},
    because="sin^2 P_k of dimension d + 2 by the identity above, and w_0(d+2) = d/(d-1) w_0(d)",
    proof=UnderIntegral([lowered.at({k: k + 1, t: cos(u)}), degree(d, k + 2, cos(u))]),
    numeric=lambda d, k: _zonal(mp.exp, d + 2, k),
    example=EXAMPLE,
)
