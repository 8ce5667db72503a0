"""One layer of a deep network, in the half chord y = sin(theta/2) of two unit vectors.

Definition.  bulge(y) = sin(theta) - theta cos(theta) with theta = 2 arcsin(y), 0 <= y <= 1; q(y) = bulge(y)/(pi y^2).
The (a, b)-ReLU with Delta = b^2/(a^2 + b^2) takes the cosine t = 1 - 2 y^2 to rho_Delta(t), and y to
y sqrt(1 - Delta q(y)).  Judged here: that this is so, and between which powers of y the bulge and the arcsine lie.
"""

import mpmath as mp
from endpoint_analysis import angle_at_one
from sympy import Eq, Ge, Gt, Interval, Le, Rational, Symbol, asin, diff, log, oo, pi, sqrt

from ntksym.claims import (
    Combination,
    Definition,
    Derivation,
    EqualDerivative,
    Identity,
    Linear,
    Monotone,
    Positive,
    Subdivision,
)
from ntksym.formulas.arccos import rho_delta
from ntksym.formulas.depth import Loss, bulge
from ntksym.formulas.ntk import rho_delta_slope

y = Symbol("y", real=True)
q = Symbol("q", real=True)
delta = Symbol("Delta", real=True)
UNIT, APART, NOT_OPPOSITE = {y: Interval(0, 1)}, {y: Interval.Lopen(0, 1)}, {y: Interval.Ropen(0, 1)}
DELTAS, SHARES = {delta: Interval(0, 1)}, {q: Interval(0, Rational(1, 2))}
across, kept_share = sqrt(1 - y**2), sqrt(1 - q)


def _bulge(y):
    theta = 2 * mp.asin(y)
    return mp.sin(theta) - theta * mp.cos(theta)


# --- the arcsine and the bulge -------------------------------------------------------------------

powers = Derivation(
    "The arcsine and the bulge between powers",
    source="derived here",
    intro="bulge' = 8 y arcsin(y): each bound follows from one of the arcsine.",
)

asin_low = powers.claim(
    "arcsine_ge_sine",
    Ge(asin(y), y, evaluate=False),
    UNIT,
    because="its derivative is at least 1",
    proof=Monotone(y, start=0, derivative=Combination(of=[], squares=[(1 / (2 * across), 1 - across)])),
)

asin_high = powers.claim(
    "arcsine_le_tangent",
    Le(asin(y), y / across, evaluate=False),
    NOT_OPPOSITE,
    because="the derivatives are (1 - y^2)^(-1/2) and (1 - y^2)^(-3/2)",
    proof=Monotone(y, start=0, derivative=Positive()),
)

asin_between = powers.claim(
    "arcsine_below_sine_and_tangent",
    Ge(y / across + 2 * y, 3 * asin(y), evaluate=False),
    NOT_OPPOSITE,
    because="with u = (1 - y^2)^(-1/2) the derivative is u^3 + 2 - 3 u = (u - 1)^2 (u + 2)",
    proof=Monotone(y, start=0, derivative=Combination(of=[], squares=[(1 / across + 2, 1 / across - 1)])),
    source="Snell and Huygens",
)

asin_growth = powers.claim(
    "arcsine_beyond_its_cube_grows_faster_than_a_fifth_power",
    Ge(y / across + 4 * y + y**3 / 3, 5 * asin(y), evaluate=False),
    NOT_OPPOSITE,
    because="with r = sqrt(1 - y^2) the derivative is (1 - r)^3 (1 + 3 r + r^2)/r^3, and 2 (1 - r) = (1 - r)^2 + y^2",
    proof=Monotone(
        y,
        start=0,
        derivative=Combination(
            of=[],
            squares=[
                ((1 + 3 * across + across**2) / (2 * across**3), (1 - across) ** 2),
                ((1 + 3 * across + across**2) / (2 * across**3), y * (1 - across)),
            ],
        ),
    ),
)

asin_quintic = powers.claim(
    "arcsine_quintic_bound",
    Le((asin(y) - y - y**3 / 6) / y**5, pi / 2 - Rational(7, 6), evaluate=False),
    APART,
    because="the quotient increases, by the inequality before; its value at 1 is pi/2 - 7/6",
    proof=Monotone(y, start=1, derivative=Combination(of=[(asin_growth, 1 / y**6)])),
)

bulge_low = powers.claim(
    "bulge_ge_cube",
    Ge(bulge(y), Rational(8, 3) * y**3, evaluate=False),
    UNIT,
    because="the derivatives are 8 y arcsin(y) and 8 y^2",
    proof=Monotone(y, start=0, derivative=Combination(of=[(asin_low, 8 * y)])),
    numeric=_bulge,
)

cubic_growth = powers.claim(
    "bulge_grows_faster_than_a_cube",
    Ge(8 * y**2 * asin(y), 3 * bulge(y), evaluate=False),
    UNIT,
    because="the derivative of the difference is 8 y (tan - theta/2) at theta/2 = arcsin(y)",
    proof=Monotone(y, start=0, derivative=Combination(of=[(asin_high, 8 * y)])),
)

bulge_cubic = powers.claim(
    "bulge_le_cube",
    Le(bulge(y) / y**3, pi, evaluate=False),
    APART,
    because="the quotient increases; its value at 1 is pi",
    proof=Monotone(y, start=1, derivative=Combination(of=[(cubic_growth, 1 / y**4)])),
    numeric=lambda y: _bulge(y) / y**3,
)

quintic_growth = powers.claim(
    "bulge_beyond_its_cube_grows_faster_than_a_fifth_power",
    Ge(8 * y**2 * asin(y) + Rational(16, 3) * y**3, 5 * bulge(y), evaluate=False),
    UNIT,
    because="the derivative of the difference is 8 y (tan + 2 sin - 3 theta/2)",
    proof=Monotone(y, start=0, derivative=Combination(of=[(asin_between, 8 * y)])),
)

bulge_quintic = powers.claim(
    "bulge_quintic_bound",
    Le((bulge(y) - Rational(8, 3) * y**3) / y**5, pi - Rational(8, 3), evaluate=False),
    APART,
    because="the quotient increases; its value at 1 is pi - 8/3",
    proof=Monotone(y, start=1, derivative=Combination(of=[(quintic_growth, 1 / y**6)])),
    numeric=lambda y: (_bulge(y) - mp.mpf(8) / 3 * y**3) / y**5,
)

# --- what a layer does ---------------------------------------------------------------------------

layer = Derivation(
    "One layer in the half chord",
    source="derived here; Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225) for the variable 1/y",
    intro="q = Loss(y) is what a layer of |s| takes off y^2, as a share.",
)

loss_is = layer.claim(
    "loss_definition",
    Eq(Loss(y), bulge(y) / (pi * y**2), evaluate=False),
    APART,
    because="the bulge as a share of pi y^2",
    proof=Definition(),
    numeric=lambda y: _bulge(y) / (mp.pi * y**2),
)

square_after = layer.claim(
    "half_chord_after_a_layer",
    Eq((1 - rho_delta(delta, 1 - 2 * y**2)) / 2, y**2 * (1 - delta * Loss(y)), evaluate=False),
    {**DELTAS, **APART},
    because="rho_Delta(t) = t + (2 Delta/pi)(sin(theta) - theta cos(theta))",
    proof=Linear([(angle_at_one, delta * (1 - 2 * y**2) / pi)], using=[loss_is]),
)

slope_after = layer.claim(
    "slope_of_a_layer",
    Eq(rho_delta_slope(delta, 1 - 2 * y**2), 1 - 4 * delta * asin(y) / pi, evaluate=False),
    {**DELTAS, **UNIT},
    because="rho_Delta' = 1 - 2 Delta theta/pi",
    proof=Linear([(angle_at_one, -2 * delta / pi)]),
)

loss_low = layer.claim(
    "loss_ge_linear",
    Ge(Loss(y), 8 * y / (3 * pi), evaluate=False),
    APART,
    because="bulge >= (8/3) y^3",
    proof=Combination(of=[(bulge_low, 1 / (pi * y**2))], using=[loss_is]),
)

loss_positive = layer.claim(
    "loss_gt_zero",
    Gt(Loss(y), 0, evaluate=False),
    APART,
    because="different directions come nearer",
    proof=Combination(of=[(loss_low, 1)]),
)

loss_high = layer.claim(
    "loss_le_half_chord",
    Le(Loss(y), y, evaluate=False),
    APART,
    because="bulge <= pi y^3",
    proof=Combination(of=[(bulge_cubic, y / pi)], using=[loss_is]),
)

loss_one = layer.claim(
    "loss_le_one",
    Le(Loss(y), 1, evaluate=False),
    APART,
    because="q <= y <= 1",
    proof=Combination(of=[(loss_high, 1)]),
)

loss_cubic = layer.claim(
    "loss_cubic_bound",
    Le(Loss(y), 8 * y / (3 * pi) + (1 - 8 / (3 * pi)) * y**3, evaluate=False),
    APART,
    because="the quintic bound of the bulge",
    proof=Combination(of=[(bulge_quintic, y**3 / pi)], using=[loss_is]),
)

loss_arc = layer.claim(
    "loss_le_arcsine",
    Le(Loss(y), 8 * asin(y) / (3 * pi), evaluate=False),
    APART,
    because="3 bulge <= 8 y^2 arcsin(y)",
    proof=Combination(of=[(cubic_growth, 1 / (3 * pi * y**2))], using=[loss_is]),
)

square_increases = layer.claim(
    "half_chord_after_a_layer_increases",
    Ge(diff(y**2 - delta * bulge(y) / pi, y), 0, evaluate=False),
    {delta: Interval(0, Rational(1, 2)), **NOT_OPPOSITE},
    because="the derivative is 2 y (1 - (4 Delta/pi) arcsin y): nearer points stay nearer in each layer",
    proof=Positive(),
)

SHARE = [loss_positive, loss_one]  # 0 < q <= 1

# --- roots and logarithms of what is kept --------------------------------------------------------

kept_parts = Derivation(
    "The reciprocal root of what is kept",
    source="derived here",
    intro="One layer divides y by (1 - q)^(-1/2), with q at most 1/2.",
)

cubic = 1 + q / 2 + 3 * q**2 / 8

root_low = kept_parts.claim(
    "reciprocal_root_ge_quadratic",
    Ge(1 / kept_share, cubic, evaluate=False),
    SHARES,
    because="three derivatives that are 0 at 0, or positive",
    proof=Monotone(q, 0, Monotone(q, 0, Monotone(q, 0, Positive()))),
)

root_square = kept_parts.claim(
    "square_of_the_cubic_bound",
    Ge((cubic + 4 * q**3 / 7) ** 2 * (1 - q), 1, evaluate=False),
    SHARES,
    because="the coefficients, for q <= 1/2",
    proof=Positive(),
)

root_high = kept_parts.claim(
    "reciprocal_root_le_cubic",
    Le(1 / kept_share, cubic + 4 * q**3 / 7, evaluate=False),
    SHARES,
    because="the square of the right side is at least 1/(1 - q)",
    proof=Combination(of=[(root_square, 1 / ((1 - q) * (cubic + 4 * q**3 / 7 + 1 / kept_share)))]),
)

root_cube = kept_parts.claim(
    "cube_of_the_root_ge_tangent",
    Ge(kept_share**3, 1 - 3 * q / 2, evaluate=False),
    SHARES,
    because="a convex function and its tangent at 0",
    proof=Monotone(q, 0, Monotone(q, 0, Positive())),
)

log_low = kept_parts.claim(
    "reciprocal_root_ge_logarithm",
    Ge(1 / kept_share - 1, q / 2 * (1 - 3 * log(1 - q) / 4), evaluate=False),
    SHARES,
    because="two derivatives that are 0 at 0; the third is positive",
    proof=Monotone(q, 0, Monotone(q, 0, Monotone(q, 0, Subdivision()))),
)

log_sign = kept_parts.claim(
    "logarithm_of_what_is_kept",
    Le(log(1 - q), 0, evaluate=False),
    SHARES,
    because="log 1 = 0, and the logarithm increases",
    proof=Monotone(q, 0, Positive()),
)

# --- logarithms ----------------------------------------------------------------------------------

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
h = Symbol("h", nonnegative=True)
ANY = Interval.open(0, oo)

logarithms = Derivation(
    "Logarithms of products and of sums",
    source="DLMF 4.5, 4.8",
    intro="What the telescoping sums over the layers need.",
)

log_product = logarithms.claim(
    "logarithm_of_a_product",
    Eq(log(a * b), log(a) + log(b), evaluate=False),
    {a: ANY, b: Interval(1, oo)},
    because="both sides have the derivative 1/b in b, and agree at b = 1",
    proof=EqualDerivative(b, start=1),
    source="DLMF 4.8.1",
)

log_root = logarithms.claim(
    "logarithm_of_a_product_with_a_root",
    Eq(log(a * sqrt(b)), log(a) + log(b) / 2, evaluate=False),
    {a: ANY, b: Interval(Rational(1, 2), 1)},
    because="both sides have the derivative 1/(2b) in b, and agree at b = 1",
    proof=EqualDerivative(b, start=1),
    source="DLMF 4.8.1",
)

log_inverse = logarithms.claim(
    "logarithm_of_a_reciprocal",
    Eq(log(y) + log(1 / y), 0, evaluate=False),
    APART,
    because="log 1 = 0",
    proof=Identity(using=[log_product.at({a: y, b: 1 / y}, solve_for=log(y))]),
)

log_step = logarithms.claim(
    "logarithm_gains_at_least",
    Ge(log(a + h) - log(a), h / (a + h), evaluate=False),
    {a: ANY, h: Interval(0, oo)},
    because="the difference is 0 at h = 0 and increases",
    proof=Monotone(h, start=0, derivative=Positive()),
)
