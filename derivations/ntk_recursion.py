"""The recursion of the neural tangent kernel: values at the ends, ranges, slopes, both ways to take a layer off.

Definition.  Sigma_0(t) = t and Sigma_{l+1} = kappa_1(Sigma_l);  Theta_1(t) = t and
Theta_{l+1} = Sigma_l + Theta_l kappa_0(Sigma_{l-1}).  The limiting NTK of a network with L layers is
K(x, y) = |x| |y| Theta_L(cos of the angle).  Slope(l, t) is the product of kappa_0(Sigma_j(t)) over j < l, and it
turns out to be Sigma_l'(t).
"""

import mpmath as mp
from arc_cosine_kernels import kappa_one_above_identity, kappa_one_high, kappa_one_low
from sympy import (
    Derivative,
    Eq,
    Ge,
    Gt,
    Interval,
    Le,
    Lt,
    Range,
    Rational,
    Sum,
    Symbol,
    asin,
    diff,
    oo,
    pi,
    sqrt,
)

from ntksym.claims import (
    ByInduction,
    ChainRule,
    Combination,
    Definition,
    Derivation,
    Identity,
    Induction,
    Linear,
    Monotone,
    Positive,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero, rho_delta, t_kappa_zero
from ntksym.formulas.ntk import Sigma, SigmaFamily, Slope, Theta, ThetaFamily, rho_delta_slope

l = Symbol("l", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
j = Symbol("j", integer=True, nonnegative=True)
L = Symbol("L", integer=True, positive=True)
t = Symbol("t", real=True)
delta = Symbol("Delta", real=True)
LAYERS, DEPTHS = {l: Range(0, oo)}, {L: Range(1, oo)}
COSINES, INSIDE = {t: Interval(-1, 1)}, {t: Interval.open(-1, 1)}
NOT_OPPOSITE = {t: Interval.Lopen(-1, 1)}


def _sigma(l, t):
    for _ in range(l):
        t = (mp.sqrt(1 - t**2) + t * (mp.pi - mp.acos(t))) / mp.pi
    return t


def _theta(L, t):
    """The sum over l of Sigma_l times the product of kappa_0(Sigma_j), l <= j <= L - 2."""
    layers = [_sigma(j, t) for j in range(L)]
    factors = [1 - mp.acos(x) / mp.pi for x in layers]
    return mp.fsum(layers[i] * mp.fprod(factors[i : L - 1]) for i in range(L))


ntk = Derivation(
    "The recursion of the neural tangent kernel",
    source="Jacot, Gabriel, Hongler 2018 (arXiv 1806.07572); Bietti and Bach 2021 (arXiv 2009.14397)",
    intro="Depth L counts layers: L = 2 has one hidden layer.",
)

# --- the definition ------------------------------------------------------------------------------

sigma_zero = ntk.claim(
    "sigma_zero",
    Eq(Sigma(0, t), t, evaluate=False),
    COSINES,
    because="the input layer sees the cosine itself",
    proof=Definition(),
)

sigma_next = ntk.claim(
    "sigma_next",
    Eq(Sigma(l + 1, t), kappa_one(Sigma(l, t)), evaluate=False),
    {**LAYERS, **COSINES},
    because="each layer applies the ReLU's kernel",
    proof=Definition(),
    numeric=lambda l, t: _sigma(l + 1, t),
)

theta_one = ntk.claim(
    "theta_one",
    Eq(Theta(1, t), t, evaluate=False),
    COSINES,
    because="one layer is the linear model",
    proof=Definition(),
)

theta_next = ntk.claim(
    "theta_next",
    Eq(Theta(L + 1, t), Sigma(L, t) + Theta(L, t) * kappa_zero(Sigma(L - 1, t)), evaluate=False),
    {**DEPTHS, **COSINES},
    because="the last layer's own part, and the earlier layers' part through the step's kernel",
    proof=Definition(),
    numeric=lambda L, t: _theta(L + 1, t),
)

slope_zero = ntk.claim(
    "slope_zero",
    Eq(Slope(0, t), 1, evaluate=False),
    COSINES,
    because="an empty product",
    proof=Definition(),
)

slope_next = ntk.claim(
    "slope_next",
    Eq(Slope(l + 1, t), Slope(l, t) * kappa_zero(Sigma(l, t)), evaluate=False),
    {**LAYERS, **COSINES},
    because="one more factor of the product",
    proof=Definition(),
)

# --- ranges --------------------------------------------------------------------------------------


def _low_step(below, above):
    return Combination(of=[(kappa_one_low.at({t: Sigma(l, t)}), 1)], using=[sigma_next, below, above])


def _high_step(above, below):
    return Combination(of=[(kappa_one_high.at({t: Sigma(l, t)}), 1)], using=[sigma_next, below, above])


AT_LEAST, AT_MOST = Ge(Sigma(l, t), -1, evaluate=False), Le(Sigma(l, t), 1, evaluate=False)
INPUT = Positive(using=[sigma_zero])

sigma_low = ntk.claim(
    "sigma_ge_minus_one",
    AT_LEAST,
    {**LAYERS, **COSINES},
    because="kappa_1 maps [-1, 1] into [0, 1], so no layer leaves the domain",
    proof=ByInduction(l, base=INPUT, step=_low_step, beside=[(AT_MOST, INPUT, _high_step)]),
)

sigma_high = ntk.claim(
    "sigma_le_one",
    AT_MOST,
    {**LAYERS, **COSINES},
    because="kappa_1 maps [-1, 1] into [0, 1], so no layer leaves the domain",
    proof=ByInduction(l, base=INPUT, step=_high_step, beside=[(AT_LEAST, INPUT, _low_step)]),
)


def within(index, at=t):
    """Sigma_index(at) lies in [-1, 1]."""
    return [sigma_low.at({l: index, t: at}), sigma_high.at({l: index, t: at})]


sigma_increasing = ntk.claim(
    "sigma_increases_with_depth",
    Ge(Sigma(l + 1, t), Sigma(l, t), evaluate=False),
    {**LAYERS, **COSINES},
    because="kappa_1(x) >= x",
    proof=Combination(of=[(kappa_one_above_identity.at({t: Sigma(l, t)}), 1)], using=[sigma_next, *within(l)]),
)

sigma_above = ntk.claim(
    "sigma_ge_cosine",
    Ge(Sigma(l, t), t, evaluate=False),
    {**LAYERS, **COSINES},
    because="each layer brings the angle down",
    proof=ByInduction(l, base=INPUT, step=lambda known: Combination(of=[(known, 1), (sigma_increasing, 1)])),
)

sigma_nonnegative = ntk.claim(
    "sigma_ge_zero_after_one_layer",
    Ge(Sigma(l + 1, t), 0, evaluate=False),
    {**LAYERS, **COSINES},
    because="kappa_1 >= 0",
    proof=Combination(of=[(kappa_one_low.at({t: Sigma(l, t)}), 1)], using=[sigma_next, *within(l)]),
)

kappa_one_strict = ntk.claim(
    "kappa_one_lt_one",
    Lt(kappa_one(t), 1, evaluate=False),
    {t: Interval.Ropen(-1, 1)},
    because="kappa_1(1) = 1, and kappa_1' = kappa_0 > 0 inside",
    proof=Monotone(t, start=1, derivative=Positive()),
)

sigma_strict_high = ntk.claim(
    "sigma_lt_one",
    Lt(Sigma(l, t), 1, evaluate=False),
    {**LAYERS, t: Interval.Ropen(-1, 1)},
    because="only equal directions have cosine 1, in every layer",
    proof=ByInduction(
        l,
        base=INPUT,
        step=lambda known: Combination(
            of=[(kappa_one_strict.at({t: Sigma(l, t)}), 1)], using=[sigma_next, sigma_low, known]
        ),
    ),
)

sigma_strict_low = ntk.claim(
    "sigma_gt_minus_one",
    Gt(Sigma(l, t), -1, evaluate=False),
    {**LAYERS, **NOT_OPPOSITE},
    because="Sigma_l >= t > -1",
    proof=Combination(of=[(sigma_above, 1)]),
)

slope_low = ntk.claim(
    "slope_ge_zero",
    Ge(Slope(l, t), 0, evaluate=False),
    {**LAYERS, **COSINES},
    because="a product of probabilities",
    proof=ByInduction(
        l,
        base=Positive(using=[slope_zero]),
        step=lambda known: Positive(using=[slope_next, *within(l), known]),
    ),
)

slope_high = ntk.claim(
    "slope_le_one",
    Le(Slope(l, t), 1, evaluate=False),
    {**LAYERS, **COSINES},
    because="a product of probabilities",
    proof=ByInduction(
        l,
        base=Positive(using=[slope_zero]),
        step=lambda known: Positive(using=[slope_next, *within(l), slope_low, known]),
    ),
)

slope_positive = ntk.claim(
    "slope_gt_zero",
    Gt(Slope(l, t), 0, evaluate=False),
    {**LAYERS, **NOT_OPPOSITE},
    because="kappa_0 vanishes at -1 only",
    proof=ByInduction(
        l,
        base=Positive(using=[slope_zero]),
        step=lambda known: Positive(using=[slope_next, sigma_strict_low, sigma_high, known]),
    ),
)

slope_decreasing = ntk.claim(
    "slope_decreases_with_depth",
    Le(Slope(l + 1, t), Slope(l, t), evaluate=False),
    {**LAYERS, **COSINES},
    because="kappa_0 <= 1",
    proof=Positive(using=[slope_next, *within(l), slope_low]),
)

theta_high = ntk.claim(
    "theta_le_depth",
    Le(Theta(L, t), L, evaluate=False),
    {**DEPTHS, **COSINES},
    because="each layer adds Sigma_L <= 1 and multiplies by kappa_0 <= 1",
    proof=ByInduction(
        L,
        base=Positive(using=[theta_one]),
        step=lambda known: Combination(
            of=[(known, kappa_zero(Sigma(L - 1, t))), (sigma_high.at({l: L}), 1)],
            using=[theta_next, *within(L - 1), *within(L)],
        ),
    ),
)

theta_low = ntk.claim(
    "theta_ge_minus_one",
    Ge(Theta(L, t), -1, evaluate=False),
    {**DEPTHS, **COSINES},
    because="Theta_1 = t >= -1, later layers add Sigma_L >= 0 and multiply by kappa_0 <= 1",
    proof=ByInduction(
        L,
        base=Positive(using=[theta_one]),
        step=lambda known: Combination(
            of=[(known, kappa_zero(Sigma(L - 1, t))), (sigma_nonnegative.at({l: L - 1}), 1)],
            using=[theta_next, *within(L - 1), *within(L)],
        ),
    ),
)

theta_nonnegative = ntk.claim(
    "theta_ge_zero_for_acute_angles",
    Ge(Theta(L, t), 0, evaluate=False),
    {**DEPTHS, t: Interval(0, 1)},
    because="every term of the recursion is >= 0",
    proof=ByInduction(
        L,
        base=Positive(using=[theta_one]),
        step=lambda known: Combination(
            of=[(known, kappa_zero(Sigma(L - 1, t))), (sigma_nonnegative.at({l: L - 1}), 1)],
            using=[theta_next, *within(L - 1), *within(L)],
        ),
    ),
)

# --- the value at t = 1 --------------------------------------------------------------------------

sigma_at_one = ntk.claim(
    "sigma_at_one",
    Eq(Sigma(l, 1), 1, evaluate=False),
    LAYERS,
    because="kappa_1(1) = 1",
    proof=Induction(l, recurrence=[sigma_next.at({t: 1})], base=[sigma_zero.at({t: 1})]),
)

slope_at_one = ntk.claim(
    "slope_at_one",
    Eq(Slope(l, 1), 1, evaluate=False),
    LAYERS,
    because="kappa_0(1) = 1",
    proof=Induction(l, recurrence=[slope_next.at({t: 1}), sigma_at_one], base=[slope_zero.at({t: 1})]),
)

theta_at_one = ntk.claim(
    "theta_at_one",
    Eq(Theta(L, 1), L, evaluate=False),
    DEPTHS,
    because="each layer adds 1",
    proof=Induction(
        L,
        recurrence=[theta_next.at({t: 1}), sigma_at_one.at({l: L}), sigma_at_one.at({l: L - 1})],
        base=[theta_one.at({t: 1})],
    ),
)

# --- taking a layer off at the front -------------------------------------------------------------

composed = ntk.claim(
    "sigma_composed",
    Eq(Sigma(l, Sigma(m, t)), Sigma(l + m, t), evaluate=False),
    {**LAYERS, m: Range(0, oo), **COSINES},
    because="the layers are iterates of one map",
    proof=Induction(
        l,
        recurrence=[
            *within(m),
            *within(l + m),
            *within(l, Sigma(m, t)),
            sigma_next.at({t: Sigma(m, t)}),
            sigma_next.at({l: l + m}),
        ],
        base=[*within(m), sigma_zero.at({t: Sigma(m, t)})],
    ),
    numeric=lambda l, m, t: _sigma(l, _sigma(m, t)),
)

slope_composed = ntk.claim(
    "slope_composed",
    Eq(Slope(l, Sigma(m, t)) * Slope(m, t), Slope(l + m, t), evaluate=False),
    {**LAYERS, m: Range(0, oo), **COSINES},
    because="the product over all layers is cut in two: the chain rule for Sigma_l(Sigma_m)",
    proof=ByInduction(
        l,
        base=Identity(using=[*within(m), slope_zero.at({t: Sigma(m, t)})]),
        step=lambda known: Linear(
            of=[(known, kappa_zero(Sigma(l + m, t)))],
            using=[
                *within(m),
                *within(l + m),
                slope_next.at({t: Sigma(m, t)}),
                slope_next.at({l: l + m}),
                composed,
            ],
        ),
    ),
)

theta_composed = ntk.claim(
    "theta_composed",
    Eq(Theta(L + m, t), Theta(L, Sigma(m, t)) + Theta(m, t) * Slope(L, Sigma(m - 1, t)), evaluate=False),
    {**DEPTHS, m: Range(1, oo), **COSINES},
    because="the last L layers see the correlation Sigma_m; the first m layers reach the output through all the others",
    proof=Induction(
        L,
        recurrence=[
            *within(m),
            *within(m - 1),
            *within(L + m),
            *within(L + m - 1),
            theta_next.at({L: L + m}),
            theta_next.at({t: Sigma(m, t)}),
            slope_next.at({l: L, t: Sigma(m - 1, t)}),
            composed.at({l: L}),
            composed.at({l: L - 1}),
            composed.at({l: L, m: m - 1}),
        ],
        base=[
            *within(m),
            *within(m - 1),
            theta_next.at({L: m}),
            theta_one.at({t: Sigma(m, t)}),
            slope_next.at({l: 0, t: Sigma(m - 1, t)}),
            slope_zero.at({t: Sigma(m - 1, t)}),
            sigma_zero.at({t: Sigma(m - 1, t)}),
        ],
    ),
)

front = ntk.claim(
    "theta_front_recursion",
    Eq(Theta(L + 1, t), Theta(L, Sigma(1, t)) + t * Slope(L, t), evaluate=False),
    {**DEPTHS, **COSINES},
    because="the case m = 1: the first layer's own part is t times the product of all kappa_0",
    proof=Identity(using=[*within(1), *within(0), theta_composed.at({m: 1}), theta_one, sigma_zero]),
    numeric=lambda L, t: _theta(L + 1, t),
)

# --- the value at t = -1 -------------------------------------------------------------------------

first_layer_opposite = ntk.claim(
    "sigma_one_at_minus_one",
    Eq(Sigma(1, -1), 0, evaluate=False),
    {},
    because="kappa_1(-1) = 0",
    proof=Identity(using=[sigma_next.at({l: 0, t: -1}), sigma_zero.at({t: -1})]),
)

sigma_opposite = ntk.claim(
    "sigma_at_minus_one",
    Eq(Sigma(l + 1, -1), Sigma(l, 0), evaluate=False),
    LAYERS,
    because="after one layer opposite directions have become orthogonal",
    proof=Induction(
        l,
        recurrence=[*within(l + 1, -1), *within(l, 0), sigma_next.at({l: l + 1, t: -1}), sigma_next.at({t: 0})],
        base=[first_layer_opposite, sigma_zero.at({t: 0})],
    ),
)

second_layer_opposite = ntk.claim(
    "sigma_two_at_minus_one",
    Eq(Sigma(2, -1), 1 / pi, evaluate=False),
    {},
    because="kappa_1(0) = 1/pi",
    proof=Identity(using=[sigma_next.at({l: 1, t: -1}), first_layer_opposite]),
)

slope_opposite = ntk.claim(
    "slope_at_minus_one",
    Eq(Slope(l + 1, -1), 0, evaluate=False),
    LAYERS,
    because="the first factor kappa_0(-1) is 0",
    proof=Induction(
        l,
        recurrence=[*within(l + 1, -1), slope_next.at({l: l + 1, t: -1})],
        base=[slope_next.at({l: 0, t: -1}), sigma_zero.at({t: -1})],
    ),
)

theta_opposite = ntk.claim(
    "theta_at_minus_one",
    Eq(Theta(L + 1, -1), Theta(L, 0), evaluate=False),
    DEPTHS,
    because="the front recursion at t = -1, with Sigma_1(-1) = 0 and a product that vanishes",
    proof=Identity(using=[front.at({t: -1}), first_layer_opposite, slope_opposite.at({l: L - 1})]),
)

# --- derivatives ---------------------------------------------------------------------------------

derivative_zero = ntk.claim(
    "sigma_zero_derivative",
    Eq(Derivative(Sigma(0, t), t), 1, evaluate=False),
    INSIDE,
    because="Sigma_0 = t",
    proof=ChainRule(of=sigma_zero, variable=t),
    numeric=lambda t: mp.diff(lambda x: _sigma(0, x), t),
)

derivative_next = ntk.claim(
    "sigma_next_derivative",
    Eq(Derivative(Sigma(l + 1, t), t), kappa_zero(Sigma(l, t)) * Derivative(Sigma(l, t), t), evaluate=False),
    {**LAYERS, **INSIDE},
    because="chain rule with kappa_1' = kappa_0; inside, no layer reaches an end of [-1, 1]",
    proof=ChainRule(of=sigma_next, variable=t, using=[sigma_strict_low, sigma_strict_high]),
    numeric=lambda l, t: mp.diff(lambda x: _sigma(l + 1, x), t),
    control=Eq(Derivative(Sigma(l + 1, t), t), 2 * Slope(l + 1, t), evaluate=False),
)

sigma_derivative = ntk.claim(
    "sigma_derivative_is_slope",
    Eq(Derivative(Sigma(l, t), t), Slope(l, t), evaluate=False),
    {**LAYERS, **INSIDE},
    because="Sigma_l' is the product of kappa_0(Sigma_j) over the layers before",
    proof=Induction(l, recurrence=[*within(l), derivative_next, slope_next], base=[derivative_zero, slope_zero]),
    numeric=lambda l, t: mp.diff(lambda x: _sigma(l, x), t),
)

theta_two_derivative = ntk.claim(
    "theta_two_is_derivative",
    Eq(diff(t * kappa_one(t), t), Theta(2, t), evaluate=False),
    INSIDE,
    because="(t kappa_1)' = kappa_1 + t kappa_0",
    proof=Identity(using=[theta_next.at({L: 1}), sigma_next.at({l: 0}), sigma_zero, theta_one]),
    numeric=lambda t: mp.diff(lambda x: x * _sigma(1, x), t),
)

theta_sum = ntk.claim(
    "theta_as_sum_over_layers",
    Eq(Theta(L, t), Slope(L - 1, t) * Sum(Sigma(j, t) / Slope(j, t), (j, 0, L - 1)), evaluate=False),
    {**DEPTHS, **NOT_OPPOSITE},
    because="layer l adds Sigma_l times the product of the later kappa_0, which is Slope(L-1)/Slope(l)",
    proof=Induction(
        L,
        recurrence=[
            *within(L - 1),
            slope_positive.at({l: L}),
            slope_positive.at({l: L - 1}),
            theta_next,
            slope_next.at({l: L - 1}),
        ],
        base=[theta_one, slope_zero, sigma_zero],
    ),
    numeric=_theta,
)

# --- conventions ---------------------------------------------------------------------------------

shallow = ntk.claim(
    "theta_two_parts",
    Eq(Theta(2, t), t_kappa_zero(t) + kappa_one(t), evaluate=False),
    COSINES,
    because="first layer (2 H_infinity = t kappa_0 of Du et al. and Arora et al.) and second layer",
    proof=Identity(using=[theta_next.at({L: 1}), sigma_next.at({l: 0}), sigma_zero, theta_one]),
    source="Du et al. 2019 (arXiv 1810.02054); Arora et al. 2019 (arXiv 1901.08584)",
)

halves = ntk.claim(
    "theta_two_halved",
    Eq(Theta(2, t) / 2, t / 2 + t * asin(t) / pi + sqrt(1 - t**2) / (2 * pi), evaluate=False),
    COSINES,
    because="Karhadkar et al. scale the shallow network so that the kernel is half of Theta_2, with value 1 at t = 1",
    proof=Identity(using=[shallow]),
    source="Karhadkar, Murray, Montufar 2024 (arXiv 2405.14630)",
)

# --- the (a, b)-ReLU family ----------------------------------------------------------------------

family = Derivation(
    "The recursion for the (a, b)-ReLU family",
    source="Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225)",
    intro="rho_Delta and its derivative take the places of kappa_1 and kappa_0.",
)
DELTAS = {delta: Interval(0, 1)}

family_sigma_zero = family.claim(
    "family_sigma_zero",
    Eq(SigmaFamily(delta, 0, t), t, evaluate=False),
    {**DELTAS, **COSINES},
    because="the input layer sees the cosine itself",
    proof=Definition(),
)

family_sigma_next = family.claim(
    "family_sigma_next",
    Eq(SigmaFamily(delta, l + 1, t), rho_delta(delta, SigmaFamily(delta, l, t)), evaluate=False),
    {**DELTAS, **LAYERS, **COSINES},
    because="each layer applies the activation's kernel",
    proof=Definition(),
)

family_theta_one = family.claim(
    "family_theta_one",
    Eq(ThetaFamily(delta, 1, t), t, evaluate=False),
    {**DELTAS, **COSINES},
    because="one layer is the linear model",
    proof=Definition(),
)

family_theta_next = family.claim(
    "family_theta_next",
    Eq(
        ThetaFamily(delta, L + 1, t),
        SigmaFamily(delta, L, t) + ThetaFamily(delta, L, t) * rho_delta_slope(delta, SigmaFamily(delta, L - 1, t)),
        evaluate=False,
    ),
    {**DELTAS, **DEPTHS, **COSINES},
    because="as for the ReLU",
    proof=Definition(),
)

family_sigma_at_one = family.claim(
    "family_sigma_at_one",
    Eq(SigmaFamily(delta, l, 1), 1, evaluate=False),
    {**DELTAS, **LAYERS},
    because="rho_Delta(1) = 1",
    proof=Induction(l, recurrence=[family_sigma_next.at({t: 1})], base=[family_sigma_zero.at({t: 1})]),
)

family_theta_at_one = family.claim(
    "family_theta_at_one",
    Eq(ThetaFamily(delta, L, 1), L, evaluate=False),
    {**DELTAS, **DEPTHS},
    because="rho_Delta(1) = rho_Delta'(1) = 1",
    proof=Induction(
        L,
        recurrence=[
            family_theta_next.at({t: 1}),
            family_sigma_at_one.at({l: L}),
            family_sigma_at_one.at({l: L - 1}),
        ],
        base=[family_theta_one.at({t: 1})],
    ),
)

family_sigma_relu = family.claim(
    "family_sigma_half_is_sigma",
    Eq(SigmaFamily(Rational(1, 2), l, t), Sigma(l, t), evaluate=False),
    {**LAYERS, **COSINES},
    because="rho_{1/2} = kappa_1",
    proof=Induction(
        l,
        recurrence=[*within(l), family_sigma_next.at({delta: Rational(1, 2)}), sigma_next],
        base=[family_sigma_zero.at({delta: Rational(1, 2)}), sigma_zero],
    ),
)
