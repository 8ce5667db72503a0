"""The leading square root of Theta_L at t = 1: the slope in the angle, with two-sided remainders.

Theta_L(1 - v^2) = L + c_plus(L) v + O(v^2).  The angle is u = 2 arcsin(v/sqrt 2) = pi s, so the slope in u at t = 1 is
c_plus/sqrt 2.  Each layer multiplies by kappa_0(cos u) = 1 - u/pi and adds Sigma_L = 1 + O(u^2).
"""

import mpmath as mp
from endpoint_analysis import ntk_value
from layer_correlations import sigma_above, sigma_high, sigma_next, sigma_zero, within
from ntk_recursion import theta_high, theta_next, theta_nonnegative, theta_one
from sympy import Eq, Ge, Interval, Le, Range, Rational, Symbol, acos, cos, oo, pi, sin, sqrt

from ntksym.claims import ByInduction, Combination, Derivation, Identity, Monotone, MonotoneImage, Positive
from ntksym.formulas.endpoint import root_at_one
from ntksym.formulas.ntk import Sigma, Theta

HALF = Rational(1, 2)
t = Symbol("t", real=True)
s = Symbol("s", real=True)
h = pi * s
L = Symbol("L", integer=True, positive=True)
l = Symbol("l", integer=True, nonnegative=True)
DEPTHS = {L: Range(1, oo)}
ACUTE, POSITIVE, HALF_TURN = {s: Interval(0, HALF)}, {s: Interval.Lopen(0, HALF)}, {s: Interval(0, 1)}


def root_coefficient(L, end):
    """(Theta_L(end -+ v^2) - Theta_L(end))/v at v = 10^-70."""
    with mp.workdps(320):
        v = mp.mpf(10) ** -70
        return (ntk_value(L, end - end * v**2) - ntk_value(L, mp.mpf(end))) / v


leading = Derivation(
    "The leading square root at t = 1",
    source="Bietti and Bach 2021 (arXiv 2009.14397), Theorem 1; constants derived here",
    intro="c_plus(L) is the coefficient of v in Theta_L(1 - v^2): sqrt(2) times the slope in the angle.",
)

cosine_low = leading.claim(
    "cosine_above_parabola",
    Ge(cos(h), 1 - h**2 / 2, evaluate=False),
    ACUTE,
    because="equal at 0, and sin(h) <= h",
    proof=Monotone(s, start=0, derivative=Monotone(s, start=0, derivative=Positive())),
    source="DLMF 4.18",
)

angles = leading.claim(
    "layers_contract_angles",
    Le(acos(Sigma(l, t)), acos(t), evaluate=False),
    {l: Range(0, oo), t: Interval(-1, 1)},
    because="Sigma_l >= t, and arccos decreases",
    proof=MonotoneImage(of=sigma_above, using=within(l)),
)

theta_edge = leading.claim(
    "theta_near_one_from_below",
    Ge(Theta(L, cos(h)), L - L * (L - 1) / 2 * s - L * h**2 / 2, evaluate=False),
    {**DEPTHS, **ACUTE},
    because="a layer multiplies by kappa_0 >= 1 - u/pi, a loss of at most L u/pi, and adds Sigma_L >= cos u; u = pi s",
    proof=ByInduction(
        L,
        base=Combination([(cosine_low, 1)], using=[theta_one.at({t: cos(h)})]),
        step=lambda known: Combination(
            [
                (known, 1),
                (sigma_above.at({l: L, t: cos(h)}), 1),
                (cosine_low, 1),
                (angles.at({l: L - 1, t: cos(h)}), Theta(L, cos(h)) / pi),
                (theta_high.at({t: cos(h)}), s),
            ],
            using=[
                theta_nonnegative.at({t: cos(h)}),
                *within(L - 1, cos(h)),
                theta_next.at({t: cos(h)}),
            ],
        ),
    ),
)

half_turn_low = leading.claim(
    "cosine_above_parabola_on_a_half_turn",
    Ge(cos(h), 1 - h**2 / 2, evaluate=False),
    HALF_TURN,
    because="equal at 0, and sin(h) <= h",
    proof=Monotone(s, start=0, derivative=Monotone(s, start=0, derivative=Positive())),
    source="DLMF 4.18",
)

half_turn_high = leading.claim(
    "cosine_below_quartic",
    Le(cos(h), 1 - h**2 / 2 + h**4 / 24, evaluate=False),
    HALF_TURN,
    because="equal at 0, and so are the first three derivatives; the fourth has the sign of 1 - cos(h)",
    proof=Monotone(
        s,
        start=0,
        derivative=Monotone(
            s, start=0, derivative=Monotone(s, start=0, derivative=Monotone(s, start=0, derivative=Positive()))
        ),
    ),
    source="DLMF 4.19.2",
)

bulge_cubic = leading.claim(
    "bulge_below_cubic",
    Le(sin(h) - h * cos(h), h**3 / 3, evaluate=False),
    HALF_TURN,
    because="the derivative of the left side is h sin(h) <= h^2",
    proof=Monotone(s, start=0, derivative=Monotone(s, start=0, derivative=Monotone(s, start=0, derivative=Positive()))),
)


def _angle(l):
    """Arccos Sigma_l(cos h)."""
    return acos(Sigma(l, cos(h)))


sigma_edge = leading.claim(
    "sigma_near_one_from_above",
    Le(Sigma(l, cos(h)), cos(h) + l * h**3 / (3 * pi), evaluate=False),
    {l: Range(0, oo), **ACUTE},
    because="a layer adds the bulge of its own angle over pi, and that angle is at most h",
    proof=ByInduction(
        l,
        base=Combination([], using=[sigma_zero.at({t: cos(h)})]),
        step=lambda known: Combination(
            [
                (known, 1),
                (bulge_cubic.at({s: _angle(l) / pi}), 1 / pi),
                (angles.at({t: cos(h)}), (h**2 + h * _angle(l) + _angle(l) ** 2) / (3 * pi)),
            ],
            using=[*within(l, cos(h)), sigma_next.at({t: cos(h)})],
        ),
    ),
)

angles_low = leading.claim(
    "layers_keep_angles",
    Ge(_angle(l), h - 2 * l * h**2 / (3 * pi) - h**3 / 12, evaluate=False),
    {l: Range(0, oo), **POSITIVE},
    because="with a the new angle, a^2 >= 2 (1 - cos a) >= h^2 - h^4/12 - 2 l h^3/(3 pi), and a <= h",
    proof=Combination(
        [
            (half_turn_low.at({s: _angle(l) / pi}), 2 / h),
            (sigma_edge, 2 / h),
            (half_turn_high, 2 / h),
            (angles.at({t: cos(h)}), _angle(l) / h),
        ],
        using=within(l, cos(h)),
    ),
)

theta_edge_above = leading.claim(
    "theta_near_one_from_above",
    Le(Theta(L, cos(h)), L - L * (L - 1) / 2 * s + L**3 * s**2, evaluate=False),
    {**DEPTHS, **POSITIVE},
    because="Sigma_L <= 1, and a layer takes Theta_L times its angle over pi, which is at least u/pi less squares",
    proof=ByInduction(
        L,
        base=Combination([], using=[theta_one.at({t: cos(h)})]),
        step=lambda known: Combination(
            [
                (known, 1),
                (sigma_high.at({l: L, t: cos(h)}), 1),
                (angles_low.at({l: L - 1}), Theta(L, cos(h)) / pi),
                (theta_edge, s),
                (theta_high.at({t: cos(h)}), (2 * (L - 1) * h**2 / (3 * pi) + h**3 / 12) / pi),
            ],
            using=[
                theta_nonnegative.at({t: cos(h)}),
                *within(L - 1, cos(h)),
                theta_next.at({t: cos(h)}),
            ],
        ),
    ),
)

slope_at_one_low = leading.claim(
    "theta_slope_at_one_from_below",
    Ge((Theta(L, cos(h)) - L) / h, root_at_one(L) / sqrt(2) - L * h / 2, evaluate=False),
    {**DEPTHS, **POSITIVE},
    because="theta_near_one_from_below, divided by u",
    proof=Combination([(theta_edge, 1 / h)]),
)

slope_at_one_high = leading.claim(
    "theta_slope_at_one_from_above",
    Le((Theta(L, cos(h)) - L) / h, root_at_one(L) / sqrt(2) + L**3 * s / pi, evaluate=False),
    {**DEPTHS, **POSITIVE},
    because="so the slope in u at t = 1 is c_plus/sqrt(2), and c_plus that in v, as u = sqrt(2) v + O(v^3)",
    proof=Combination([(theta_edge_above, 1 / h)]),
)

plus_step = leading.claim(
    "leading_root_at_one",
    Eq(root_at_one(L + 1), root_at_one(L) - sqrt(2) / pi * L, evaluate=False),
    DEPTHS,
    because="kappa_0(1 - v^2) = 1 - sqrt(2) v/pi + ..., Sigma_L = 1 + O(v^2): each layer adds -sqrt(2)/pi Theta_L(1)",
    proof=Identity(),
    numeric=lambda L: root_coefficient(L + 1, 1),
)
