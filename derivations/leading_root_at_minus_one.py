"""The leading square root of Theta_L at t = -1: the slope in the angle, with two-sided remainders.

Theta_L(-1 + w^2) = Theta_L(-1) + c_minus(L) w + O(w^2).  The angle from -1 is u = 2 arcsin(w/sqrt 2) = pi s, so the
slope in u at t = -1 is c_minus/sqrt 2.  There kappa_0 is u/pi exactly, and the first layer's cosine g = Sigma_1(-cos u)
is O(u^3): the front recursion takes that layer off, and leaves Theta_L and its slopes at g, which are power series
with coefficients >= 0, by induction over the layers.
"""

import mpmath as mp
from endpoint_analysis import ntk_value
from layer_correlations import (
    m,
    sigma_high,
    sigma_next,
    sigma_nonnegative,
    sigma_opposite,
    sigma_zero,
    within,
)
from layer_series import slope_coefficients, theta_coefficients
from layer_slopes import slope_at_one, slope_composed, slope_high, slope_low, slope_next, slope_zero
from leading_root_at_one import ACUTE, DEPTHS, POSITIVE, L, bulge_cubic, cosine_low, h, l, root_coefficient, s, t
from ntk_recursion import front, theta_at_one, theta_nonnegative, theta_opposite
from sympy import Eq, Ge, Interval, Le, Range, cos, oo, pi, sqrt

from ntksym.claims import BetweenEnds, Combination, Derivation, Identity
from ntksym.formulas.arccos import kappa_zero
from ntksym.formulas.endpoint import root_at_minus_one
from ntksym.formulas.ntk import Sigma, Slope, Theta

leading = Derivation(
    "The leading square root at t = -1",
    source="Bietti and Bach 2021 (arXiv 2009.14397), Theorem 1; constants derived here",
    intro="c_minus(L) is the coefficient of w in Theta_L(-1 + w^2): sqrt(2) times the slope in the angle.",
)

UNIT = {t: Interval(0, 1)}

theta_start = leading.claim(
    "theta_above_its_value_at_zero",
    Ge(Theta(L, t), Theta(L, 0), evaluate=False),
    {**DEPTHS, **UNIT},
    because="the power series at 0 has coefficients >= 0",
    proof=BetweenEnds(theta_coefficients),
)

theta_chord = leading.claim(
    "theta_below_its_chord",
    Le(Theta(L, t), Theta(L, 0) + t * (L - Theta(L, 0)), evaluate=False),
    {**DEPTHS, **UNIT},
    because="a power series with coefficients >= 0 is convex on [0, 1], and Theta_L(1) = L",
    proof=BetweenEnds(theta_coefficients, at_one=theta_at_one),
)

slope_start = leading.claim(
    "slope_above_its_value_at_zero",
    Ge(Slope(l, t), Slope(l, 0), evaluate=False),
    {l: Range(0, oo), **UNIT},
    because="the power series at 0 has coefficients >= 0",
    proof=BetweenEnds(slope_coefficients),
)

slope_chord = leading.claim(
    "slope_below_its_chord",
    Le(Slope(l, t), Slope(l, 0) + t * (1 - Slope(l, 0)), evaluate=False),
    {l: Range(0, oo), **UNIT},
    because="a power series with coefficients >= 0 is convex on [0, 1], and the slope at 1 is 1",
    proof=BetweenEnds(slope_coefficients, at_one=slope_at_one),
)

first_layer = Sigma(1, -cos(h))
in_unit = [sigma_nonnegative.at({l: 0, t: -cos(h)}), sigma_high.at({l: 1, t: -cos(h)})]
at_first = {l: L - 1, t: first_layer}
slope_range = [slope_low.at({l: L - 1, t: 0}), slope_high.at({l: L - 1, t: 0})]

opposite = leading.claim(
    "theta_from_minus_one",
    Eq(
        Theta(L + 1, -cos(h)),
        Theta(L, first_layer) - s * cos(h) * Slope(L - 1, first_layer),
        evaluate=False,
    ),
    {**DEPTHS, **ACUTE},
    because="the front recursion at t = -cos u, u = pi s: kappa_0(-cos u) = u/pi exactly",
    proof=Identity(
        [
            *within(1, -cos(h)),
            *within(0, -cos(h)),
            front.at({t: -cos(h)}),
            slope_composed.at({l: L - 1, m: 1, t: -cos(h)}, solve_for=Slope(L, -cos(h))),
            slope_next.at({l: 0, t: -cos(h)}),
            slope_zero.at({t: -cos(h)}),
            sigma_zero.at({t: -cos(h)}),
        ]
    ),
    numeric=lambda L, s: ntk_value(L + 1, -mp.cospi(s)),
)

first_layer_small = leading.claim(
    "sigma_one_near_minus_one",
    Le(first_layer, h**3 / (3 * pi), evaluate=False),
    ACUTE,
    because="kappa_1(-cos u) = (sin u - u cos u)/pi exactly, a cube",
    proof=Combination([(bulge_cubic, 1 / pi)], using=[sigma_next.at({l: 0, t: -cos(h)}), sigma_zero.at({t: -cos(h)})]),
)

opposite_low = leading.claim(
    "theta_near_minus_one_from_below",
    Ge(Theta(L + 1, -cos(h)), Theta(L, 0) - s * Slope(L - 1, 0) - s * h**3 / (3 * pi), evaluate=False),
    {**DEPTHS, **ACUTE},
    because="Theta_L(g) >= Theta_L(0), and the slope at g is at most Slope(L-1, 0) + g, with g = Sigma_1(-cos u)",
    proof=Combination(
        [
            (theta_start.at({t: first_layer}), 1),
            (slope_chord.at(at_first), s * cos(h)),
            (first_layer_small, s * cos(h) * (1 - Slope(L - 1, 0))),
        ],
        using=[opposite, *in_unit, *slope_range],
    ),
)

opposite_high = leading.claim(
    "theta_near_minus_one_from_above",
    Le(
        Theta(L + 1, -cos(h)),
        Theta(L, 0) - s * Slope(L - 1, 0) + L * h**3 / (3 * pi) + s * h**2 / 2,
        evaluate=False,
    ),
    {**DEPTHS, **ACUTE},
    because="Theta_L(g) <= Theta_L(0) + L g, the slope at g is at least Slope(L-1, 0), and cos u >= 1 - u^2/2",
    proof=Combination(
        [
            (theta_chord.at({t: first_layer}), 1),
            (slope_start.at(at_first), s * cos(h)),
            (first_layer_small, L),
            (cosine_low, s * Slope(L - 1, 0)),
        ],
        using=[opposite, *in_unit, *slope_range, theta_nonnegative.at({t: 0})],
    ),
)


def _slope_at_minus_one(L, s):
    return (ntk_value(L + 1, -mp.cospi(s)) - ntk_value(L + 1, mp.mpf(-1))) / (mp.pi * s)


slope_at_minus_one_low = leading.claim(
    "theta_slope_at_minus_one_from_below",
    Ge(
        (Theta(L + 1, -cos(h)) - Theta(L + 1, -1)) / h,
        root_at_minus_one(L + 1) / sqrt(2) - h**3 / (3 * pi**2),
        evaluate=False,
    ),
    {**DEPTHS, **POSITIVE},
    because="theta_near_minus_one_from_below, divided by u, with Theta_{L+1}(-1) = Theta_L(0)",
    proof=Combination([(opposite_low, 1 / h)], using=[theta_opposite]),
    numeric=_slope_at_minus_one,
)

slope_at_minus_one_high = leading.claim(
    "theta_slope_at_minus_one_from_above",
    Le(
        (Theta(L + 1, -cos(h)) - Theta(L + 1, -1)) / h,
        root_at_minus_one(L + 1) / sqrt(2) + (2 * L + 3) * h**2 / (6 * pi),
        evaluate=False,
    ),
    {**DEPTHS, **POSITIVE},
    because="so the slope in u at t = -1 is c_minus/sqrt(2), and c_minus that in w, as u = sqrt(2) w + O(w^3)",
    proof=Combination([(opposite_high, 1 / h)], using=[theta_opposite]),
    numeric=_slope_at_minus_one,
)

minus_step = leading.claim(
    "leading_root_at_minus_one",
    Eq(
        root_at_minus_one(L + 1),
        kappa_zero(Sigma(L - 1, -1)) * root_at_minus_one(L),
        evaluate=False,
    ),
    {L: Range(2, oo)},
    because="the root is born in layer 2 and multiplied by kappa_0(Sigma_j(-1)) later; Sigma_{j+1}(-1) = Sigma_j(0)",
    proof=Identity(
        [*within(L - 2, 0), *within(L - 1, -1), slope_next.at({l: L - 2, t: 0}), sigma_opposite.at({l: L - 2})]
    ),
    numeric=lambda L: root_coefficient(L + 1, -1),
)
