"""The slopes of the layers: the product of kappa_0(Sigma_j(t)) over j < l, which is Sigma_l'(t).

Definition.  Slope(0, t) = 1 and Slope(l + 1, t) = Slope(l, t) kappa_0(Sigma_l(t)).
"""

import mpmath as mp
from layer_correlations import (
    COSINES,
    INSIDE,
    LAYERS,
    NOT_OPPOSITE,
    composed,
    correlation,
    l,
    m,
    sigma_at_one,
    sigma_high,
    sigma_next,
    sigma_strict_high,
    sigma_strict_low,
    sigma_zero,
    t,
    within,
)
from sympy import Derivative, Eq, Ge, Gt, Le, Range, oo

from ntksym.claims import ByInduction, ChainRule, Definition, Derivation, Identity, Induction, Linear, Positive
from ntksym.formulas.arccos import kappa_zero
from ntksym.formulas.ntk import Sigma, Slope

slopes = Derivation(
    "The slopes of the layers",
    source="Jacot, Gabriel, Hongler 2018 (arXiv 1806.07572); Bietti and Bach 2021 (arXiv 2009.14397)",
    intro="Slope(l, t) is the product of kappa_0(Sigma_j(t)) over j < l.",
)

slope_zero = slopes.claim(
    "slope_zero",
    Eq(Slope(0, t), 1, evaluate=False),
    COSINES,
    because="an empty product",
    proof=Definition(),
)

slope_next = slopes.claim(
    "slope_next",
    Eq(Slope(l + 1, t), Slope(l, t) * kappa_zero(Sigma(l, t)), evaluate=False),
    {**LAYERS, **COSINES},
    because="one more factor of the product",
    proof=Definition(),
)

# --- ranges --------------------------------------------------------------------------------------

slope_low = slopes.claim(
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

slope_high = slopes.claim(
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

slope_positive = slopes.claim(
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

slope_decreasing = slopes.claim(
    "slope_decreases_with_depth",
    Le(Slope(l + 1, t), Slope(l, t), evaluate=False),
    {**LAYERS, **COSINES},
    because="kappa_0 <= 1",
    proof=Positive(using=[slope_next, *within(l), slope_low]),
)

# --- at the ends, and one layer after another ----------------------------------------------------

slope_at_one = slopes.claim(
    "slope_at_one",
    Eq(Slope(l, 1), 1, evaluate=False),
    LAYERS,
    because="kappa_0(1) = 1",
    proof=Induction(l, recurrence=[slope_next.at({t: 1}), sigma_at_one], base=[slope_zero.at({t: 1})]),
)

slope_composed = slopes.claim(
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

slope_opposite = slopes.claim(
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

# --- the product is the derivative ---------------------------------------------------------------

derivative_zero = slopes.claim(
    "sigma_zero_derivative",
    Eq(Derivative(Sigma(0, t), t), 1, evaluate=False),
    INSIDE,
    because="Sigma_0 = t",
    proof=ChainRule(of=sigma_zero, variable=t),
    numeric=lambda t: mp.diff(lambda x: correlation(0, x), t),
)

derivative_next = slopes.claim(
    "sigma_next_derivative",
    Eq(Derivative(Sigma(l + 1, t), t), kappa_zero(Sigma(l, t)) * Derivative(Sigma(l, t), t), evaluate=False),
    {**LAYERS, **INSIDE},
    because="chain rule with kappa_1' = kappa_0; inside, no layer reaches an end of [-1, 1]",
    proof=ChainRule(of=sigma_next, variable=t, using=[sigma_strict_low, sigma_strict_high]),
    numeric=lambda l, t: mp.diff(lambda x: correlation(l + 1, x), t),
    control=Eq(Derivative(Sigma(l + 1, t), t), 2 * Slope(l + 1, t), evaluate=False),
)

sigma_derivative = slopes.claim(
    "sigma_derivative_is_slope",
    Eq(Derivative(Sigma(l, t), t), Slope(l, t), evaluate=False),
    {**LAYERS, **INSIDE},
    because="Sigma_l' is the product of kappa_0(Sigma_j) over the layers before",
    proof=Induction(l, recurrence=[*within(l), derivative_next, slope_next], base=[derivative_zero, slope_zero]),
    numeric=lambda l, t: mp.diff(lambda x: correlation(l, x), t),
)
