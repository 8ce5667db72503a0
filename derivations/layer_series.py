"""Power series at 0 of Sigma_l, its slope and Theta_L for every depth: coefficients >= 0, partial sums, tails."""

from layer_correlations import sigma_at_one, sigma_next, sigma_strict_high, sigma_zero, within
from layer_slopes import slope_at_one, slope_next, slope_zero
from ntk_recursion import theta_at_one, theta_next, theta_one
from power_series import kappa_one_series, kappa_zero_series, t
from sympy import Function, Ge, Lambda, Le, Range, Sum, Symbol, oo

from ntksym.claims import (
    Combination,
    Derivation,
    Known,
    NonNegativeCoefficients,
    Outer,
    PartialSums,
    PartialSumsOfRecursion,
    Positive,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero
from ntksym.formulas.ntk import Sigma, Slope, Theta
from ntksym.formulas.ntk_series import SigmaCoefficient, SlopeCoefficient, ThetaCoefficient

l = Symbol("l", integer=True, nonnegative=True)
L = Symbol("L", integer=True, positive=True)
m = Symbol("m", integer=True, nonnegative=True)
r = Symbol("r", integer=True, nonnegative=True)
K0, K1 = Function("K0"), Function("K1")
STEP = Outer(Lambda(t, kappa_zero(t)), kappa_zero_series)
RELU = Outer(Lambda(t, kappa_one(t)), kappa_one_series)
LAYERS, DEPTHS, DEGREES, ENDS = {l: Range(0, oo)}, {L: Range(1, oo)}, {m: Range(0, oo)}, {r: Range(0, oo)}

depth = Derivation(
    "Power series of Sigma_l and Theta_L for every depth",
    source="Nguyen, Mondelli, Montufar 2021 (arXiv 2012.11654); section 2.2 and (2.3) of our notes",
    intro="Coefficients in t, tails T_{L,r} = L less the coefficients of degree below r.",
)

sigma_coefficients = depth.claim(
    "sigma_coefficients_nonnegative",
    Ge(SigmaCoefficient(l, m), 0, evaluate=False),
    {**LAYERS, **DEGREES},
    because="Sigma_{l+1} = kappa_1(Sigma_l), and kappa_1 has coefficients >= 0",
    proof=NonNegativeCoefficients(
        l,
        first=sigma_zero,
        recursion=sigma_next,
        form=K1(Sigma(l, t)),
        outer={K1: RELU},
        below_one=sigma_strict_high,
        using=within(l),
    ),
)

SIGMA = Known(sigma_coefficients, sigma_strict_high, sigma_at_one)

slope_coefficients = depth.claim(
    "slope_coefficients_nonnegative",
    Ge(SlopeCoefficient(l, m), 0, evaluate=False),
    {**LAYERS, **DEGREES},
    because="a product of the kappa_0(Sigma_j), whose coefficients are >= 0",
    proof=NonNegativeCoefficients(
        l,
        first=slope_zero,
        recursion=slope_next,
        form=Slope(l, t) * K0(Sigma(l, t)),
        outer={K0: STEP},
        known=[SIGMA],
        using=within(l),
    ),
)

theta_coefficients = depth.claim(
    "theta_coefficients_nonnegative",
    Ge(ThetaCoefficient(L, m), 0, evaluate=False),
    {**DEPTHS, **DEGREES},
    because="sums, products and compositions of power series with coefficients >= 0",
    proof=NonNegativeCoefficients(
        L,
        first=theta_one,
        recursion=theta_next,
        form=Sigma(L, t) + Theta(L, t) * K0(Sigma(L - 1, t)),
        outer={K0: STEP},
        known=[SIGMA],
        using=[*within(L), *within(L - 1)],
    ),
)


def sigma_tail(l, r):
    """The sum of the coefficients of Sigma_l from degree r on, as 1 less those before."""
    return 1 - Sum(SigmaCoefficient(l, m), (m, 0, r - 1))


def theta_tail(L, r):
    """T_{L,r}, as L less the coefficients of Theta_L before degree r."""
    return L - Sum(ThetaCoefficient(L, m), (m, 0, r - 1))


sigma_tail_low = depth.claim(
    "sigma_tail_nonnegative",
    Ge(sigma_tail(l, r), 0, evaluate=False),
    {**LAYERS, **ENDS},
    because="coefficients >= 0 that sum to Sigma_l(1) = 1",
    proof=PartialSums(sigma_coefficients, sigma_at_one),
)

slope_tail_low = depth.claim(
    "slope_tail_nonnegative",
    Ge(1 - Sum(SlopeCoefficient(l, m), (m, 0, r - 1)), 0, evaluate=False),
    {**LAYERS, **ENDS},
    because="coefficients >= 0 that sum to the slope at 1, which is 1",
    proof=PartialSums(slope_coefficients, slope_at_one),
)

theta_tail_low = depth.claim(
    "theta_tail_nonnegative",
    Ge(theta_tail(L, r), 0, evaluate=False),
    {**DEPTHS, **ENDS},
    because="coefficients >= 0 that sum to Theta_L(1) = L",
    proof=PartialSums(theta_coefficients, theta_at_one),
)

theta_tail_decreasing = depth.claim(
    "theta_tail_decreases_in_degree",
    Le(theta_tail(L, r + 1), theta_tail(L, r), evaluate=False),
    {**DEPTHS, **ENDS},
    because="one more coefficient, which is >= 0, is taken off",
    proof=Positive([theta_coefficients.at({m: r})]),
)

theta_tail_deeper = depth.claim(
    "theta_partial_sums_of_one_more_layer",
    Le(
        Sum(ThetaCoefficient(L + 1, m), (m, 0, r - 1)),
        Sum(SigmaCoefficient(L, m), (m, 0, r - 1)) + Sum(ThetaCoefficient(L, m), (m, 0, r - 1)),
        evaluate=False,
    ),
    {**DEPTHS, **ENDS},
    because="multiplying by kappa_0(Sigma_{L-1}), whose coefficients are >= 0 and sum to 1, moves mass upwards",
    proof=PartialSumsOfRecursion(
        recursion=theta_next,
        form=Sigma(L, t) + Theta(L, t) * K0(Sigma(L - 1, t)),
        outer={K0: STEP},
        known=[SIGMA, Known(theta_coefficients, sigma_strict_high)],
        using=[*within(L), *within(L - 1)],
    ),
)

tail_deeper = depth.claim(
    "theta_tail_increases_with_depth",
    Ge(theta_tail(L + 1, r), theta_tail(L, r) + sigma_tail(L, r), evaluate=False),
    {**DEPTHS, **ENDS},
    because="the totals are L + 1 = L + 1; so T_{L+1,r} >= T_{L,r} + (tail of Sigma_L) >= T_{L,r}",
    proof=Combination([(theta_tail_deeper, 1)]),
)

tail_monotone = depth.claim(
    "theta_tail_monotone_in_depth",
    Ge(theta_tail(L + 1, r), theta_tail(L, r), evaluate=False),
    {**DEPTHS, **ENDS},
    because="the tail of Sigma_L is >= 0",
    proof=Combination([(tail_deeper, 1), (sigma_tail_low.at({l: L}), 1)]),
)
