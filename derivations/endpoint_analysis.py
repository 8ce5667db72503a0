"""What happens at t = 1 and t = -1: the square-root variables, and the coefficient of the root at t = 1.

With t = 1 - v^2 at one end and t = -1 + w^2 at the other every kernel is a power series in v or w; its odd
part is the jump over the cut, and the jump decides how the eigenvalues decay.  We write v = sqrt(2) y, or
w = sqrt(2) y, with 0 <= y <= 1, so that the angle from the end is 2 arcsin(y), and

    D(y) = sin(2 arcsin y) - 2 arcsin(y) cos(2 arcsin y).
"""

import mpmath as mp
from layer_correlations import sigma_above, sigma_high, sigma_next, sigma_opposite, sigma_zero, within
from layer_slopes import slope_next
from ntk_recursion import theta_high, theta_next, theta_nonnegative, theta_one
from sympy import (
    Eq,
    Ge,
    Integral,
    Interval,
    Le,
    Range,
    Rational,
    Symbol,
    acos,
    asin,
    cos,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    ByInduction,
    Combination,
    Derivation,
    EqualDerivative,
    Identity,
    Linear,
    Monotone,
    MonotoneImage,
    Positive,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero
from ntksym.formulas.endpoint import (
    root_at_minus_one,
    root_at_one,
)
from ntksym.formulas.ntk import Sigma, Theta

HALF = Rational(1, 2)
y = Symbol("y", real=True)
t = Symbol("t", real=True)
x = Symbol("x", real=True)
s = Symbol("s", real=True)
h = pi * s
UNIT = {y: Interval(0, 1)}


def _theta(L, t):
    layer = total = t
    for _ in range(L - 1):
        angle = mp.acos(layer)
        layer = (mp.sin(angle) + (mp.pi - angle) * layer) / mp.pi
        total = layer + total * (1 - angle / mp.pi)
    return total


def _kappa_one(t):
    return (mp.sqrt(1 - t**2) + t * (mp.pi - mp.acos(t))) / mp.pi


# --- the square-root variables -------------------------------------------------------------------

theta = 2 * asin(y)
bulge = sin(theta) - theta * cos(theta)

ends = Derivation(
    "Square-root variables at both ends",
    source="derived here; Lemma 2 of the note on certified tails",
    intro="v = sqrt(2) y at t = 1, w = sqrt(2) y at t = -1.",
)

angle_at_one = ends.claim(
    "angle_from_one",
    Eq(acos(1 - 2 * y**2), theta, evaluate=False),
    UNIT,
    because="both are 0 at y = 0, with derivative 2/sqrt(1 - y^2)",
    proof=EqualDerivative(y, start=0),
    source="DLMF 4.24",
)

gap_at_one = ends.claim(
    "gap_after_one_layer",
    Eq(1 - kappa_one(1 - 2 * y**2), 2 * y**2 - bulge / pi, evaluate=False),
    UNIT,
    because="1 - kappa_1(1 - v^2) = v^2 - D/pi: one layer takes D/pi off the gap",
    proof=Linear([(angle_at_one, (1 - 2 * y**2) / pi)]),
    numeric=lambda y: 1 - _kappa_one(1 - 2 * y**2),
)

step_at_minus_one = ends.claim(
    "step_kernel_from_minus_one",
    Eq(kappa_zero(2 * y**2 - 1), theta / pi, evaluate=False),
    UNIT,
    because="kappa_0(-1 + w^2) = eta/pi with eta = 2 arcsin(w/sqrt 2)",
    proof=EqualDerivative(y, start=0),
    numeric=lambda y: 1 - mp.acos(2 * y**2 - 1) / mp.pi,
)

relu_at_minus_one = ends.claim(
    "relu_kernel_from_minus_one",
    Eq(kappa_one(2 * y**2 - 1), bulge / pi, evaluate=False),
    UNIT,
    because="kappa_1(-1 + w^2) = D(w)/pi",
    proof=Linear([(angle_at_one, (2 * y**2 - 1) / pi)]),
    numeric=lambda y: _kappa_one(2 * y**2 - 1),
)

bulge_algebraic = ends.claim(
    "bulge_in_the_root_variable",
    Eq(bulge, 2 * y * sqrt(1 - y**2) - theta * (1 - 2 * y**2), evaluate=False),
    UNIT,
    because="double angles",
    proof=Identity(),
)

bulge_integral = ends.claim(
    "bulge_as_integral",
    Eq(Integral(4 * x * asin(x / sqrt(2)), (x, 0, sqrt(2) * y)), bulge, evaluate=False),
    UNIT,
    because="d/dt of sqrt(1-t^2) - t arccos t is -arccos t; so D has Taylor coefficients >= 0, as arcsin has",
    proof=Antiderivative(
        of=2 * x / sqrt(2) * sqrt(1 - x**2 / 2) - 2 * asin(x / sqrt(2)) * (1 - x**2),
    ),
    numeric=lambda y: mp.quad(lambda x: 4 * x * mp.asin(x / mp.sqrt(2)), [0, mp.sqrt(2) * y]),
)

bulge_end = ends.claim(
    "bulge_at_the_far_end",
    Eq(Integral(4 * x * asin(x / sqrt(2)), (x, 0, sqrt(2))) / 2, pi / 2, evaluate=False),
    {},
    because="E(sqrt 2) = D(sqrt 2)/2 = pi/2, so |E/pi| <= 1/2 on the disc |v| <= sqrt 2",
    proof=Antiderivative(of=2 * x / sqrt(2) * sqrt(1 - x**2 / 2) - 2 * asin(x / sqrt(2)) * (1 - x**2)),
)

chord_right = ends.claim(
    "kappa_one_below_chord_right",
    Le(kappa_one(t), (1 + t) / 2, evaluate=False),
    {t: Interval(0, 1)},
    because="equality at 1, and kappa_1' = kappa_0 >= 1/2 for t >= 0, as kappa_0(0) = 1/2 and kappa_0 increases",
    proof=Monotone(t, start=1, derivative=Monotone(t, start=0, derivative=Positive())),
)

chord_left = ends.claim(
    "kappa_one_below_chord_left",
    Le(kappa_one(t), (1 + t) / 2, evaluate=False),
    {t: Interval(-1, 0)},
    because="equality at -1, and kappa_1' = kappa_0 <= 1/2 for t <= 0; so D(w) <= pi w^2/2, the bound |E| <= pi/2",
    proof=Monotone(t, start=-1, derivative=Monotone(t, start=0, derivative=Positive())),
)

# --- the leading square root at both ends --------------------------------------------------------

L = Symbol("L", integer=True, positive=True)
l = Symbol("l", integer=True, nonnegative=True)
DEPTHS = {L: Range(1, oo)}
ACUTE, POSITIVE, HALF_TURN = {s: Interval(0, HALF)}, {s: Interval.Lopen(0, HALF)}, {s: Interval(0, 1)}


def _root_coefficient(L, end):
    """(Theta_L(end -+ v^2) - Theta_L(end))/v at v = 10^-70."""
    with mp.workdps(320):
        v = mp.mpf(10) ** -70
        return (_theta(L, end - end * v**2) - _theta(L, mp.mpf(end))) / v


leading = Derivation(
    "The leading square roots",
    source="Bietti and Bach 2021 (arXiv 2009.14397), Theorem 1; constants derived here",
    intro="c_plus(L) and c_minus(L) are the coefficients of v in Theta_L(1 - v^2) and of w in Theta_L(-1 + w^2).",
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
    numeric=lambda L: _root_coefficient(L + 1, 1),
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
    numeric=lambda L: _root_coefficient(L + 1, -1),
)
