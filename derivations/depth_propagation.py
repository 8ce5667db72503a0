"""Propagation of the inverse half chord through the layers of the (a, b)-ReLU, 0 < Delta <= 1/2: explicit constants.

y_l is the half chord after l layers that started at y; d = 4 Delta/(3 pi).  Proved for all l >= 0 and 0 < y <= 1, with
G = log(1/y + d l) - log(1/y):

    0 <= 1/y_l - (1/y + d l + (3/2) d G) <= (3/2) d^2 y + (3 pi/14)/(1/y - d/2).
"""

from half_chords import (
    APART,
    SHARE,
    a,
    b,
    delta,
    h,
    log_inverse,
    log_low,
    log_root,
    log_sign,
    log_step,
    loss_cubic,
    loss_high,
    loss_low,
    q,
    root_high,
    root_low,
    slope_after,
    square_after,
    y,
)
from layer_correlations import LAYERS, l, t
from ntk_family import family_sigma_next, family_sigma_zero, family_theta_next
from ntk_recursion import DEPTHS, L
from sympy import Eq, Function, Ge, Gt, Interval, Lambda, Le, Rational, asin, log, pi, sqrt

from ntksym.claims import ByInduction, Combination, Definition, Derivation, Identity, Linear, Positive
from ntksym.formulas.depth import HalfChord, Loss, increment
from ntksym.formulas.ntk import SigmaFamily, ThetaFamily

SHALLOW = {delta: Interval.Lopen(0, Rational(1, 2))}  # the ReLU and the leaky ReLUs
WHERE = {**SHALLOW, **APART}
EVERY_LAYER, EVERY_DEPTH = {**LAYERS, **WHERE}, {**DEPTHS, **WHERE}
d = increment(delta)
share, kept = delta * Loss(y), sqrt(1 - delta * Loss(y))
most = 8 * y / (3 * pi) + (1 - 8 / (3 * pi)) * y**3  # of the loss


def sure(known, at):
    """Claims about one layer at the half chord ``at``."""
    return [claim.at({y: at}) for claim in known]


# --- the half chords, layer by layer -------------------------------------------------------------

chords = Derivation(
    "Half chords through the layers",
    source="derived here; Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225), propagation",
    intro="1/y_l is the inverse cosine distance after l layers.",
)

Y, NEXT = HalfChord(delta, l, y), HalfChord(delta, l + 1, y)

chord_zero = chords.claim(
    "half_chord_zero",
    Eq(HalfChord(delta, 0, y), y, evaluate=False),
    WHERE,
    because="the input layer sees the points themselves",
    proof=Definition(),
)

chord_next = chords.claim(
    "half_chord_next",
    Eq(NEXT, Y * sqrt(1 - delta * Loss(Y)), evaluate=False),
    EVERY_LAYER,
    because="one layer takes the share Delta q(y) off y^2",
    proof=Definition(),
)


def _positive_step(below, above):
    return Positive(using=[below, above, *sure(SHARE, Y), chord_next])


def _high_step(above, below):
    bound = root_low.at({q: delta * Loss(Y)})
    return Combination(of=[(bound, Y * sqrt(1 - delta * Loss(Y)))], using=[below, above, *sure(SHARE, Y), chord_next])


INPUT = Positive(using=[chord_zero])
chord_positive = chords.claim(
    "half_chord_gt_zero",
    Gt(Y, 0, evaluate=False),
    EVERY_LAYER,
    because="1 - Delta q >= 1/2: different directions stay different",
    proof=ByInduction(l, INPUT, _positive_step, beside=[(Le(Y, 1, evaluate=False), INPUT, _high_step)]),
)

chord_high = chords.claim(
    "half_chord_le_one",
    Le(Y, 1, evaluate=False),
    EVERY_LAYER,
    because="no layer brings directions apart",
    proof=ByInduction(l, INPUT, _high_step, beside=[(Gt(Y, 0, evaluate=False), INPUT, _positive_step)]),
)


def at(index):
    """What is known of the half chord and of the loss after ``index`` layers."""
    here = HalfChord(delta, index, y)
    return [chord_positive.at({l: index}), chord_high.at({l: index}), *sure(SHARE, here)]


sigma_is = chords.claim(
    "family_sigma_in_half_chords",
    Eq(SigmaFamily(delta, l, 1 - 2 * y**2), 1 - 2 * Y**2, evaluate=False),
    EVERY_LAYER,
    because="the cosine of the angle in each layer",
    proof=ByInduction(
        l,
        base=Identity(using=[chord_zero, family_sigma_zero.at({t: 1 - 2 * y**2})]),
        step=lambda known: Linear(
            [(square_after.at({y: Y}), -2)],
            using=[*at(l), known, family_sigma_next.at({t: 1 - 2 * y**2}), chord_next],
        ),
    ),
)

theta_is = chords.claim(
    "family_theta_in_half_chords",
    Eq(
        ThetaFamily(delta, L + 1, 1 - 2 * y**2),
        1
        - 2 * HalfChord(delta, L, y) ** 2
        + ThetaFamily(delta, L, 1 - 2 * y**2) * (1 - 4 * delta * asin(HalfChord(delta, L - 1, y)) / pi),
        evaluate=False,
    ),
    EVERY_DEPTH,
    because="the recursion of Theta_L, with the cosine and the slope in half chords",
    proof=Linear(
        [(slope_after.at({y: HalfChord(delta, L - 1, y)}), ThetaFamily(delta, L, 1 - 2 * y**2))],
        using=[
            *at(L - 1),
            *at(L),
            sigma_is.at({l: L}),
            sigma_is.at({l: L - 1}),
            family_theta_next.at({t: 1 - 2 * y**2}),
        ],
    ),
)

# --- propagation ---------------------------------------------------------------------------------

propagation = Derivation(
    "Propagation of the inverse half chord",
    source="Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225), propagation; constants derived here",
    intro="d = 4 Delta/(3 pi): each layer adds d + (3/2) d^2 y_l, and at most (2/7) Delta y_l^2 more.",
)

gain = 1 / (y * kept) - 1 / y

step_low = propagation.claim(
    "inverse_half_chord_gains_at_least",
    Ge(gain, d, evaluate=False),
    WHERE,
    because="1/sqrt(1-x) >= 1 + x/2 and q >= 8 y/(3 pi)",
    proof=Combination(of=[(root_low.at({q: share}), 1 / y), (loss_low, delta / (2 * y))], using=SHARE),
)

EXCESS = 2 * delta / 7
step_high = propagation.claim(
    "inverse_half_chord_gains_at_most",
    Le(gain, d + 3 * d**2 * y / 2 + EXCESS * y**2, evaluate=False),
    WHERE,
    because="1/sqrt(1-x) <= 1 + x/2 + 3 x^2/8 + 4 x^3/7, and the cubic bound of q",
    proof=Combination(
        of=[
            (root_high.at({q: share}), 1 / y),
            (loss_cubic, delta / (2 * y) + 3 * delta**2 / (8 * y) * (Loss(y) + most)),
            (loss_high, 4 * delta**3 / (7 * y) * (Loss(y) ** 2 + Loss(y) * y + y**2)),
        ],
        using=SHARE,
    ),
)

step_log = propagation.claim(
    "inverse_half_chord_gains_a_logarithm",
    Ge(gain, d * (1 - 3 * log(1 - share) / 4), evaluate=False),
    WHERE,
    because="(1-x)^(-1/2) - 1 >= (x/2)(1 - (3/4) log(1-x)) and x = Delta q >= 2 d y",
    proof=Combination(
        of=[
            (log_low.at({q: share}), 1 / y),
            (loss_low, delta / (2 * y) * (1 - 3 * log(1 - share) / 4)),
        ],
        using=[*SHARE, log_sign.at({q: share})],
    ),
)

linear = propagation.claim(
    "inverse_half_chord_ge_linear",
    Ge(1 / Y, 1 / y + d * l, evaluate=False),
    EVERY_LAYER,
    because="each layer adds at least d",
    proof=ByInduction(
        l,
        base=Positive(using=[chord_zero]),
        step=lambda known: Combination(of=[(known, 1), (step_low.at({y: Y}), 1)], using=[*at(l), chord_next]),
    ),
)

logarithmic = propagation.claim(
    "inverse_half_chord_ge_logarithmic",
    Ge(1 / Y + 3 * d / 2 * log(Y), 1 / y + 3 * d / 2 * log(y) + d * l, evaluate=False),
    EVERY_LAYER,
    because="1/y_l - (3/2) d log(1/y_l) gains at least d in each layer",
    proof=ByInduction(
        l,
        base=Positive(using=[chord_zero]),
        step=lambda known: Combination(
            of=[(known, 1), (step_log.at({y: Y}), 1)],
            using=[*at(l), chord_next, log_root.at({a: Y, b: 1 - delta * Loss(Y)})],
        ),
    ),
)

line = 1 / y + d * l
lead = Function("lead")
LEAD = {lead: Lambda((delta, l, y), 1 / Y - line)}

lead_is = propagation.claim(
    "lead_definition",
    Eq(lead(delta, l, y), 1 / Y - line, evaluate=False),
    EVERY_LAYER,
    because="what the inverse half chord has gained beyond d for each layer",
    proof=Definition(),
    where=LEAD,
)

lead_low = propagation.claim(
    "lead_ge_zero",
    Ge(lead(delta, l, y), 0, evaluate=False),
    EVERY_LAYER,
    because="each layer adds at least d",
    proof=Combination(of=[(linear, 1)], using=[*at(l), lead_is]),
    where=LEAD,
)

lower = propagation.claim(
    "inverse_half_chord_ge",
    Ge(1 / Y, line + 3 * d / 2 * (log(line) - log(1 / y)), evaluate=False),
    EVERY_LAYER,
    because="log(1/y_l) >= log(1/y + d l), for 1/y_l >= 1/y + d l",
    proof=Combination(
        of=[(logarithmic, 1), (log_step.at({a: line, h: lead(delta, l, y)}), 3 * d / 2), (linear, 3 * d / 2 * Y)],
        using=[
            *at(l),
            lead_low,
            lead_is,
            log_inverse.at({y: Y}, solve_for=log(Y)),
            log_inverse.at(solve_for=log(y)),
        ],
    ),
)

SQUARES = 3 * pi / 14  # EXCESS/d
more = line + d
upper = propagation.claim(
    "inverse_half_chord_le",
    Le(
        1 / Y,
        line
        + 3 * d / 2 * (log(line) - log(1 / y))
        + 3 * d**2 / 2 * (y - 1 / line)
        + SQUARES * (1 / (1 / y - d / 2) - 1 / (line - d / 2)),
        evaluate=False,
    ),
    EVERY_LAYER,
    because="y_l <= 1/(1/y + d l): its sum and that of its square telescope against log and 1/(1/y + d l - d/2)",
    proof=ByInduction(
        l,
        base=Positive(using=[chord_zero]),
        step=lambda known: Combination(
            of=[
                (known, 1),
                (step_high.at({y: Y}), 1),
                (linear, 3 * d**2 / 2 * Y / line + EXCESS * Y / line * (1 / line + Y)),
                (log_step.at({a: line, h: d}), 3 * d / 2),
            ],
            using=[*at(l), chord_next],
        ),
    ),
)
