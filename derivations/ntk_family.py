"""The recursion for the (a, b)-ReLU family: rho_Delta and its derivative take the places of kappa_1 and kappa_0."""

from layer_correlations import COSINES, LAYERS, l, sigma_next, sigma_zero, t, within
from ntk_recursion import DEPTHS, L
from sympy import Eq, Interval, Rational, Symbol

from ntksym.claims import Definition, Derivation, Induction
from ntksym.formulas.arccos import rho_delta
from ntksym.formulas.ntk import Sigma, SigmaFamily, ThetaFamily, rho_delta_slope

delta = Symbol("Delta", real=True)
DELTAS = {delta: Interval(0, 1)}

family = Derivation(
    "The recursion for the (a, b)-ReLU family",
    source="Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225)",
    intro="rho_Delta and its derivative take the places of kappa_1 and kappa_0.",
)

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
