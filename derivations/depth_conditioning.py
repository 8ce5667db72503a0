"""Entries of deep kernels between explicit bounds, for the (a, b)-ReLU with 0 < Delta <= 1/2, and the condition number.

t = 1 - 2 y^2, y_l the half chord after l layers that started at y; d = 4 Delta/(3 pi), A = 3 pi/(16 Delta) = 1/(4 d).
Proved for every depth L >= 1 and 0 < y <= 1, with M = L/4 + A/y - 3/8 + (3/8) log(1 + d (L-1) y):

    A/y_{L-1} - 1/8 - 5 L y_{L-1}^2 - A y_{L-1}^3/y^4 <= Theta_L(t) <= A/y_{L-1} - 1/8,
    M - 5 L/X^2 - A/(y^4 X^3) <= Theta_L(t) <= M + (3/8) d y + (3 pi A/14)/(1/y - d/2),      X = 1/y + d (L-1).

ntksym.spectra.depth_limit turns this into a theorem about the condition number at all large depths at once.
"""

from depth_propagation import (
    EVERY_DEPTH,
    SHARE,
    WHERE,
    at,
    chord_next,
    chord_zero,
    d,
    kept,
    linear,
    lower,
    most,
    share,
    theta_is,
    upper,
)
from half_chords import (
    a,
    asin_low,
    asin_quintic,
    delta,
    h,
    log_step,
    loss_arc,
    loss_cubic,
    loss_high,
    loss_low,
    q,
    root_cube,
    root_high,
    root_low,
    y,
)
from layer_correlations import l, t
from ntk_family import family_theta_one
from ntk_recursion import L
from sympy import Eq, Ge, Interval, Le, Rational, Symbol, asin, diff, log, oo, pi

from ntksym.claims import ByInduction, Combination, Derivation, Identity, Positive
from ntksym.formulas.depth import HalfChord, Loss, front
from ntksym.formulas.ntk import ThetaFamily

A = front(delta)
slope = 1 - 4 * delta * asin(y) / pi
SLOPE = Rational(5, 2)
SQUARES = 3 * pi / 14


# --- one layer: what the front A/y - 1/8 leaves --------------------------------------------------

residual = Derivation(
    "The front of the kernel at one layer",
    source="derived here; Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225), entries of the NTK",
    intro="A/y' - 1/8 at the next half chord y' = y sqrt(1 - Delta q), against t' + slope (A/y - 1/8).",
)

left = A / (y * kept) - Rational(1, 8) - (1 - 2 * y**2 * (1 - share)) - slope * (A / y - Rational(1, 8))

residual_low = residual.claim(
    "front_residual_ge_zero",
    Ge(left, 0, evaluate=False),
    WHERE,
    because="arcsin y >= y, q >= 8 y/(3 pi), 1/sqrt(1-x) >= 1 + x/2 + 3 x^2/8: all but 2 y'^2 cancels",
    proof=Combination(
        of=[
            (asin_low, 3 / (4 * y) - delta / (2 * pi)),
            (root_low.at({q: share}), A / y),
            (loss_low, 3 * pi / (32 * y) + 9 * pi * delta / (128 * y) * (Loss(y) + 8 * y / (3 * pi))),
        ],
        using=SHARE,
    ),
)

residual_high = residual.claim(
    "front_residual_le_square",
    Le(left, SLOPE * y**2, evaluate=False),
    WHERE,
    because="the upper bounds of the arcsine, of q and of the reciprocal root",
    proof=Combination(
        of=[
            (asin_quintic, (3 / (4 * y) - delta / (2 * pi)) * y**5),
            (root_high.at({q: share}), A / y),
            (loss_cubic, 3 * pi / (32 * y) + 9 * pi * delta / (128 * y) * (Loss(y) + most)),
            (loss_high, 3 * pi * delta**2 / (28 * y) * (Loss(y) ** 2 + Loss(y) * y + y**2)),
            (loss_low, 2 * delta * y**2),
        ],
        using=SHARE,
    ),
)

# --- the entries ---------------------------------------------------------------------------------

entries = Derivation(
    "Entries of the kernel at every depth",
    source="Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225), entries of the NTK; constants derived here",
    intro="Theta_L(t) against the front A/y_{L-1} - 1/8.",
)

THETA = ThetaFamily(delta, L, 1 - 2 * y**2)
BEFORE, AFTER = HalfChord(delta, L - 1, y), HalfChord(delta, L, y)
gate = 1 - 4 * delta * asin(BEFORE) / pi
chord_after = chord_next.at({l: L - 1})
start = [chord_zero, family_theta_one.at({t: 1 - 2 * y**2})]
lost = 2 * SLOPE * L * BEFORE**2 + A * BEFORE**3 / y**4

theta_high = entries.claim(
    "family_theta_le_front",
    Le(THETA, A / BEFORE - Rational(1, 8), evaluate=False),
    EVERY_DEPTH,
    because="the residual of the front is >= 0 in each layer, and A - 1/8 > 1",
    proof=ByInduction(
        L,
        base=Positive(using=start),
        step=lambda known: Combination(
            of=[(known, gate), (residual_low.at({y: BEFORE}), 1)],
            using=[*at(L - 1), *at(L), theta_is, chord_after],
        ),
    ),
)

theta_low = entries.claim(
    "family_theta_ge_front_less_square",
    Ge(THETA, A / BEFORE - Rational(1, 8) - lost, evaluate=False),
    EVERY_DEPTH,
    because="the residual is at most (5/2) y^2; with y' after y: slope y^2 <= y'^2, slope y^3 <= y'^3, y^2 <= 2 y'^2",
    proof=ByInduction(
        L,
        base=Positive(using=start),
        step=lambda known: Combination(
            of=[
                (known, gate),
                (residual_high.at({y: BEFORE}), 1),
                (loss_arc.at({y: BEFORE}), 2 * SLOPE * L * delta * BEFORE**2 + 3 * A * delta * BEFORE**3 / (2 * y**4)),
                (asin_low.at({y: BEFORE}), 8 * SLOPE * L * delta * BEFORE**2 / (3 * pi)),
                (root_cube.at({q: delta * Loss(BEFORE)}), A * BEFORE**3 / y**4),
            ],
            using=[*at(L - 1), *at(L), theta_is, chord_after],
        ),
    ),
)

# --- the entries against L/4 + (3/8) log L -------------------------------------------------------

limit = Derivation(
    "Entries against a quarter of the depth",
    source="derived here",
    intro="Theta_L is L/4 + A/y - 3/8 + (3/8) log(1 + d (L-1) y), up to what is bounded and to what tends to 0.",
)

far = 1 / y + d * (L - 1)
middle = L / 4 + A / y - Rational(3, 8) + Rational(3, 8) * (log(far) - log(1 / y))
above = 3 * d * y / 8 + A * SQUARES / (1 / y - d / 2)
below = 2 * SLOPE * L / far**2 + A / (y**4 * far**3)

entry_high = limit.claim(
    "family_theta_le_quarter_depth",
    Le(THETA, middle + above, evaluate=False),
    EVERY_DEPTH,
    because="A times the upper bound of 1/y_{L-1}; A d = 1/4",
    proof=Combination(of=[(theta_high, 1), (upper.at({l: L - 1}), A)], using=at(L - 1)),
)

entry_low = limit.claim(
    "family_theta_ge_quarter_depth",
    Ge(THETA, middle - below, evaluate=False),
    EVERY_DEPTH,
    because="A times the lower bound of 1/y_{L-1}, and y_{L-1} <= 1/(1/y + d (L-1))",
    proof=Combination(
        of=[
            (theta_low, 1),
            (lower.at({l: L - 1}), A),
            (
                linear.at({l: L - 1}),
                2 * SLOPE * L * BEFORE / far * (1 / far + BEFORE)
                + A * BEFORE / (y**4 * far) * (1 / far**2 + BEFORE / far + BEFORE**2),
            ),
        ],
        using=at(L - 1),
    ),
)

# --- the condition number ------------------------------------------------------------------------

kappa = Derivation(
    "The condition number against 1 + n/3",
    source="derived here; Terjek and Gonzalez-Sanchez 2025 (arXiv 2501.13225) for the limit",
    intro="n unit vectors, entries between L/4 + m and L/4 + M off the diagonal, L on it. The mean of all entries and "
    "Gershgorin's circles of the matrix less its mean entry bound the condition number from both sides.",
)

n = Symbol("n", positive=True)
g = Symbol("g", positive=True)
m = Symbol("m", real=True)
M = Symbol("M", real=True)
w = Symbol("w", positive=True)
e = Symbol("e", positive=True)
s = Symbol("s", nonnegative=True)
c = Symbol("c", positive=True)
X = Symbol("X", positive=True)
POINTS, REAL, POSITIVE = {n: Interval(2, oo)}, Interval(-oo, oo), Interval.open(0, oo)
STARTS = {w: Interval(1, oo), e: Interval.open(0, Rational(1, 4)), s: Interval(0, oo)}
spread = (n * M - (n - 2) * m) / 2
upper_excess = ((n - 1) * M + (1 + n / 3) * spread) / g


def quarter(excess):
    """L with 3 L/4 = g + excess."""
    return 4 * (g + excess) / 3


kappa.claim(
    "condition_number_lower_bound",
    Eq(
        (quarter(m) + (n - 1) * (quarter(m) / 4 + m)) / (quarter(m) - quarter(m) / 4 - m) - 1 - n / 3,
        4 * n * m / (3 * g),
        evaluate=False,
    ),
    {**POINTS, g: POSITIVE, m: REAL},
    because="(L + (n-1)(L/4 + m))/(L - (L/4 + m)) with g = 3 L/4 - m",
    proof=Identity(),
)

kappa.claim(
    "condition_number_radius",
    Eq(
        quarter(spread) - (quarter(spread) / 4 + (M + m) / 2) - (n - 1) * (M - m) / 2,
        g,
        evaluate=False,
    ),
    {**POINTS, g: POSITIVE, m: REAL, M: REAL},
    because="L less the middle of the entries, less n - 1 times half their spread",
    proof=Identity(),
)

kappa.claim(
    "condition_number_upper_bound",
    Eq(
        (quarter(spread) + (n - 1) * (quarter(spread) / 4 + M)) / g - 1 - n / 3,
        upper_excess,
        evaluate=False,
    ),
    {**POINTS, g: POSITIVE, m: REAL, M: REAL},
    because="(L + (n-1)(L/4 + M))/g with g = 3 L/4 - (n M - (n-2) m)/2",
    proof=Identity(),
)

kappa.claim(
    "front_grows_with_the_inverse_half_chord",
    Ge(diff(A * w + Rational(3, 8) * (log(w + h) - log(w)), w), 0, evaluate=False),
    {delta: Interval.Lopen(0, Rational(1, 2)), w: Interval(1, oo), h: Interval(0, oo)},
    because="A >= 3/8: of all angles the largest has the lowest front",
    proof=Positive(),
)

kappa.claim(
    "start_term_grows_with_the_inverse_half_chord",
    Ge(diff(w**4 / (w + h) ** 3, w), 0, evaluate=False),
    {w: Interval(1, oo), h: Interval(0, oo)},
    because="A/(y^4 X^3) is largest for the smallest angle",
    proof=Positive(),
)

kappa.claim(
    "square_term_falls_with_depth",
    Le(diff(X / (w + e * (X - 1)) ** 2, X).subs(X, w / e + s), 0, evaluate=False),
    STARTS,
    because="from L = w/d on",
    proof=Positive(),
)

kappa.claim(
    "excess_by_depth_falls",
    Ge(
        -diff((c + Rational(3, 8) * (log(w + e * (X - 1)) - log(w))) / X, X).subs(X, 1 + s),
        0,
        evaluate=False,
    ),
    {**STARTS, c: Interval(Rational(3, 8), oo)},
    because="the logarithm is at least d (L-1)/(w + d (L-1)), and c >= 3/8",
    proof=Combination(of=[(log_step.at({a: w, h: e * s}), 3 / (8 * (1 + s) ** 2))]),
)

kappa.claim(
    "spread_falls_with_depth",
    Le(diff(log(w + c + X) - log(w + X) - (log(w + c) - log(w)), X), 0, evaluate=False),
    {w: Interval(1, oo), c: POSITIVE, X: POSITIVE},
    because="the two logarithms come nearer",
    proof=Positive(),
)
