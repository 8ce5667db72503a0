"""The layers' correlations Sigma_l: their values at the ends, their ranges, their composition.

Definition.  Sigma_0(t) = t and Sigma_{l+1} = kappa_1(Sigma_l): the cosine between two inputs after l layers.
"""

import mpmath as mp
from arc_cosine_kernels import kappa_one_above_identity, kappa_one_high, kappa_one_low
from sympy import Eq, Ge, Gt, Interval, Le, Lt, Range, Symbol, oo, pi

from ntksym.claims import ByInduction, Combination, Definition, Derivation, Identity, Induction, Monotone, Positive
from ntksym.formulas.arccos import kappa_one
from ntksym.formulas.ntk import Sigma

l = Symbol("l", integer=True, nonnegative=True)
m = Symbol("m", integer=True, nonnegative=True)
t = Symbol("t", real=True)
LAYERS = {l: Range(0, oo)}
COSINES, INSIDE = {t: Interval(-1, 1)}, {t: Interval.open(-1, 1)}
NOT_OPPOSITE = {t: Interval.Lopen(-1, 1)}


def correlation(l, t):
    """Sigma_l(t) by its definition."""
    for _ in range(l):
        t = (mp.sqrt(1 - t**2) + t * (mp.pi - mp.acos(t))) / mp.pi
    return t


layers = Derivation(
    "The correlations of the layers",
    source="Jacot, Gabriel, Hongler 2018 (arXiv 1806.07572); Bietti and Bach 2021 (arXiv 2009.14397)",
    intro="Sigma_l(t) is the cosine after l layers of two inputs at cosine t.",
)

# --- the definition ------------------------------------------------------------------------------

sigma_zero = layers.claim(
    "sigma_zero",
    Eq(Sigma(0, t), t, evaluate=False),
    COSINES,
    because="the input layer sees the cosine itself",
    proof=Definition(),
)

sigma_next = layers.claim(
    "sigma_next",
    Eq(Sigma(l + 1, t), kappa_one(Sigma(l, t)), evaluate=False),
    {**LAYERS, **COSINES},
    because="each layer applies the ReLU's kernel",
    proof=Definition(),
    numeric=lambda l, t: correlation(l + 1, t),
)

# --- ranges --------------------------------------------------------------------------------------


def _low_step(below, above):
    return Combination(of=[(kappa_one_low.at({t: Sigma(l, t)}), 1)], using=[sigma_next, below, above])


def _high_step(above, below):
    return Combination(of=[(kappa_one_high.at({t: Sigma(l, t)}), 1)], using=[sigma_next, below, above])


AT_LEAST, AT_MOST = Ge(Sigma(l, t), -1, evaluate=False), Le(Sigma(l, t), 1, evaluate=False)
INPUT = Positive(using=[sigma_zero])

sigma_low = layers.claim(
    "sigma_ge_minus_one",
    AT_LEAST,
    {**LAYERS, **COSINES},
    because="kappa_1 maps [-1, 1] into [0, 1], so no layer leaves the domain",
    proof=ByInduction(l, base=INPUT, step=_low_step, beside=[(AT_MOST, INPUT, _high_step)]),
)

sigma_high = layers.claim(
    "sigma_le_one",
    AT_MOST,
    {**LAYERS, **COSINES},
    because="kappa_1 maps [-1, 1] into [0, 1], so no layer leaves the domain",
    proof=ByInduction(l, base=INPUT, step=_high_step, beside=[(AT_LEAST, INPUT, _low_step)]),
)


def within(index, at=t):
    """Sigma_index(at) lies in [-1, 1]."""
    return [sigma_low.at({l: index, t: at}), sigma_high.at({l: index, t: at})]


sigma_increasing = layers.claim(
    "sigma_increases_with_depth",
    Ge(Sigma(l + 1, t), Sigma(l, t), evaluate=False),
    {**LAYERS, **COSINES},
    because="kappa_1(x) >= x",
    proof=Combination(of=[(kappa_one_above_identity.at({t: Sigma(l, t)}), 1)], using=[sigma_next, *within(l)]),
)

sigma_above = layers.claim(
    "sigma_ge_cosine",
    Ge(Sigma(l, t), t, evaluate=False),
    {**LAYERS, **COSINES},
    because="each layer brings the angle down",
    proof=ByInduction(l, base=INPUT, step=lambda known: Combination(of=[(known, 1), (sigma_increasing, 1)])),
)

sigma_nonnegative = layers.claim(
    "sigma_ge_zero_after_one_layer",
    Ge(Sigma(l + 1, t), 0, evaluate=False),
    {**LAYERS, **COSINES},
    because="kappa_1 >= 0",
    proof=Combination(of=[(kappa_one_low.at({t: Sigma(l, t)}), 1)], using=[sigma_next, *within(l)]),
)

kappa_one_strict = layers.claim(
    "kappa_one_lt_one",
    Lt(kappa_one(t), 1, evaluate=False),
    {t: Interval.Ropen(-1, 1)},
    because="kappa_1(1) = 1, and kappa_1' = kappa_0 > 0 inside",
    proof=Monotone(t, start=1, derivative=Positive()),
)

sigma_strict_high = layers.claim(
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

sigma_strict_low = layers.claim(
    "sigma_gt_minus_one",
    Gt(Sigma(l, t), -1, evaluate=False),
    {**LAYERS, **NOT_OPPOSITE},
    because="Sigma_l >= t > -1",
    proof=Combination(of=[(sigma_above, 1)]),
)

# --- at t = 1, and one layer after another -------------------------------------------------------

sigma_at_one = layers.claim(
    "sigma_at_one",
    Eq(Sigma(l, 1), 1, evaluate=False),
    LAYERS,
    because="kappa_1(1) = 1",
    proof=Induction(l, recurrence=[sigma_next.at({t: 1})], base=[sigma_zero.at({t: 1})]),
)

composed = layers.claim(
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
    numeric=lambda l, m, t: correlation(l, correlation(m, t)),
)

# --- at t = -1 -----------------------------------------------------------------------------------

first_layer_opposite = layers.claim(
    "sigma_one_at_minus_one",
    Eq(Sigma(1, -1), 0, evaluate=False),
    {},
    because="kappa_1(-1) = 0",
    proof=Identity(using=[sigma_next.at({l: 0, t: -1}), sigma_zero.at({t: -1})]),
)

sigma_opposite = layers.claim(
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

second_layer_opposite = layers.claim(
    "sigma_two_at_minus_one",
    Eq(Sigma(2, -1), 1 / pi, evaluate=False),
    {},
    because="kappa_1(0) = 1/pi",
    proof=Identity(using=[sigma_next.at({l: 1, t: -1}), first_layer_opposite]),
)
