"""The recursion of the neural tangent kernel: values at the ends, ranges, both ways to take a layer off.

Definition.  Theta_1(t) = t and Theta_{l+1} = Sigma_l + Theta_l kappa_0(Sigma_{l-1}), with the correlations Sigma_l of
layer_correlations.py.  The limiting NTK of a network with L layers is K(x, y) = |x| |y| Theta_L(cos of the angle).
"""

import mpmath as mp
from layer_correlations import (
    COSINES,
    INSIDE,
    NOT_OPPOSITE,
    composed,
    correlation,
    first_layer_opposite,
    l,
    m,
    sigma_at_one,
    sigma_high,
    sigma_next,
    sigma_nonnegative,
    sigma_zero,
    t,
    within,
)
from layer_slopes import slope_next, slope_opposite, slope_positive, slope_zero
from sympy import Eq, Ge, Interval, Le, Range, Sum, Symbol, asin, diff, oo, pi, sqrt

from ntksym.claims import ByInduction, Combination, Definition, Derivation, Identity, Induction, Positive
from ntksym.formulas.arccos import kappa_one, kappa_zero, t_kappa_zero
from ntksym.formulas.ntk import Sigma, Slope, Theta

j = Symbol("j", integer=True, nonnegative=True)
L = Symbol("L", integer=True, positive=True)
DEPTHS = {L: Range(1, oo)}


def _theta(L, t):
    """The sum over l of Sigma_l times the product of kappa_0(Sigma_j), l <= j <= L - 2."""
    layers = [correlation(j, t) for j in range(L)]
    factors = [1 - mp.acos(x) / mp.pi for x in layers]
    return mp.fsum(layers[i] * mp.fprod(factors[i : L - 1]) for i in range(L))


ntk = Derivation(
    "The recursion of the neural tangent kernel",
    source="Jacot, Gabriel, Hongler 2018 (arXiv 1806.07572); Bietti and Bach 2021 (arXiv 2009.14397)",
    intro="Depth L counts layers: L = 2 has one hidden layer.",
)

# --- the definition ------------------------------------------------------------------------------

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

# --- ranges --------------------------------------------------------------------------------------

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

# --- at t = 1, and taking a layer off at the front -----------------------------------------------

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

# --- at t = -1 -----------------------------------------------------------------------------------

theta_opposite = ntk.claim(
    "theta_at_minus_one",
    Eq(Theta(L + 1, -1), Theta(L, 0), evaluate=False),
    DEPTHS,
    because="the front recursion at t = -1, with Sigma_1(-1) = 0 and a product that vanishes",
    proof=Identity(using=[front.at({t: -1}), first_layer_opposite, slope_opposite.at({l: L - 1})]),
)

# --- as a derivative, and as a sum ---------------------------------------------------------------

theta_two_derivative = ntk.claim(
    "theta_two_is_derivative",
    Eq(diff(t * kappa_one(t), t), Theta(2, t), evaluate=False),
    INSIDE,
    because="(t kappa_1)' = kappa_1 + t kappa_0",
    proof=Identity(using=[theta_next.at({L: 1}), sigma_next.at({l: 0}), sigma_zero, theta_one]),
    numeric=lambda t: mp.diff(lambda x: x * correlation(1, x), t),
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
