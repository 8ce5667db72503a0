"""The size of Theta_L on the discs around 1 and -1, step by step: triangle inequalities, for every depth.

A complex number z has |z| <= M if the real part of z e^(-i c) is at most M for every angle c; so the steps below hold
for all angles.  A number of modulus at most M is x M times a cosine and a sine, 0 <= x <= 1.  That the equations of
real v and w hold for complex ones is the identity theorem: both sides are analytic in the discs.

At t = -1, w = sqrt(2) u with |u| <= 1, the front recursion leaves Theta_L and its slopes at g = D(w)/pi: power series
with coefficients >= 0, taken where |g| <= 1.  At t = 1, v = sqrt(2) y times a number of modulus at most 1, the layers
are taken one by one; there |v_j|^2 = 2 y^2 (1-z) with 0 <= z <= 1 is all that is known of the layer before.
"""

from arc_cosine_kernels import kappa_one_low, kappa_zero_low
from endpoint_analysis import bulge, relu_at_minus_one
from endpoint_analysis import y as root
from layer_correlations import l, sigma_next, sigma_zero, t, within
from layer_correlations import m as layer
from layer_series import r as last
from layer_series import slope_coefficients, slope_tail_low, theta_coefficients, theta_tail_low
from layer_slopes import slope_composed, slope_next, slope_zero
from ntk_recursion import DEPTHS, L, front
from sympy import Eq, Function, Ge, Interval, Lambda, Le, Range, Sum, Symbol, acos, cos, oo, pi, sin

from ntksym.claims import (
    ByInduction,
    Combination,
    Derivation,
    Identity,
    Linear,
    Monotone,
    MonotoneImage,
    Positive,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero
from ntksym.formulas.ntk import Sigma, Slope, Theta
from ntksym.formulas.ntk_series import SlopeCoefficient, ThetaCoefficient

a, b, c, e = (Symbol(name, real=True) for name in "abce")
p, q, r, x, y, z = (Symbol(name, nonnegative=True) for name in "pqrxyz")
F, G, R = (Symbol(name, nonnegative=True) for name in "FGR")
k = Symbol("k", integer=True, nonnegative=True)
n = Symbol("n", integer=True, nonnegative=True)
turn = Function("c")
TRIED = {turn: Lambda(k, 2 * k)}
ANGLES = {s: Interval(-oo, oo) for s in (a, b)}
SIZES = {s: Interval(0, oo) for s in (F, G)}
SHARES = {s: Interval(0, 1) for s in (p, q)}
COUNTS = {n: Range(0, oo)}
UNIT = {root: Interval(0, 1)}

# --- the triangle inequality, and power series -----------------------------------------------------

complex_numbers = Derivation(
    "Triangle inequalities",
    source="derived here; Lemma 2 of the note on certified tails",
    intro="In polar coordinates; c(k) are arbitrary angles.",
)

triangle = complex_numbers.claim(
    "triangle_inequality",
    Le((F * cos(a) + G * cos(b)) ** 2 + (F * sin(a) + G * sin(b)) ** 2, (F + G) ** 2, evaluate=False),
    {**SIZES, **ANGLES},
    because="2 - 2 cos(a - b) = (cos a - cos b)^2 + (sin a - sin b)^2",
    proof=Combination([], squares=[(F * G, cos(a) - cos(b)), (F * G, sin(a) - sin(b))]),
)

powers_fall = complex_numbers.claim(
    "powers_below_one",
    Le(x**n, 1, evaluate=False),
    {x: Interval.Lopen(0, 1), **COUNTS},
    because="|g^k| = |g|^k; and s^(m+1/2) <= s_0^(m-M) s^(M+1/2) for s <= s_0 and m >= M, with x = s/s_0",
    proof=ByInduction(n, base=Positive(), step=lambda known: Combination([(known, x)])),
)


def _disc(slug, coefficient, depth, domain, nonnegative):
    """The real part of a partial sum at a point of the unit disc, turned by any angle."""
    return complex_numbers.claim(
        slug,
        Le(
            Sum(coefficient(depth, k) * x**k * cos(turn(k)), (k, 0, n)),
            Sum(coefficient(depth, k), (k, 0, n)),
            evaluate=False,
        ),
        {**domain, x: Interval.Lopen(0, 1), **COUNTS},
        because="term by term; c(k) = k arg(g) - c for the power series at g, |g| = x",
        proof=ByInduction(
            n,
            base=Combination([], using=[nonnegative.at({degree: 0})]),
            step=lambda known: Combination(
                [(known, 1), (powers_fall.at({n: n + 1}), coefficient(depth, n + 1))],
                using=[nonnegative.at({degree: n + 1})],
            ),
        ),
        example=TRIED,
    )


degree = theta_coefficients.statement.lhs.args[1]
theta_disc = _disc("theta_series_on_the_unit_disc", ThetaCoefficient, L, DEPTHS, theta_coefficients)
slope_disc = _disc("slope_series_on_the_unit_disc", SlopeCoefficient, l, {l: Range(0, oo)}, slope_coefficients)

# --- at t = -1 -----------------------------------------------------------------------------------

low = Derivation(
    "Theta_L on the disc around -1",
    source="derived here; Lemma 2 (6) of the note on certified tails",
    intro="t = -1 + w^2, w = sqrt(2) u and |u| <= 1: the bound is L + 2.",
)

first_layer = Sigma(1, 2 * root**2 - 1)

front_low = low.claim(
    "theta_front_at_minus_one",
    Eq(
        Theta(L + 1, 2 * root**2 - 1),
        Theta(L, first_layer) + (2 * root**2 - 1) * kappa_zero(2 * root**2 - 1) * Slope(L - 1, first_layer),
        evaluate=False,
    ),
    {**DEPTHS, **UNIT},
    because="the front recursion; kappa_0(-1 + w^2) = eta/pi, eta = 2 arcsin u, by step_kernel_from_minus_one",
    proof=Identity(
        [
            *within(1, 2 * root**2 - 1),
            *within(0, 2 * root**2 - 1),
            front.at({t: 2 * root**2 - 1}),
            slope_composed.at({l: L - 1, layer: 1, t: 2 * root**2 - 1}, solve_for=Slope(L, 2 * root**2 - 1)),
            slope_next.at({l: 0, t: 2 * root**2 - 1}),
            slope_zero.at({t: 2 * root**2 - 1}),
            sigma_zero.at({t: 2 * root**2 - 1}),
        ]
    ),
)

first_layer_low = low.claim(
    "first_layer_at_minus_one",
    Eq(first_layer, bulge / pi, evaluate=False),
    UNIT,
    because="g = D(w)/pi; D, the integral of 4x arcsin(x/sqrt 2), has coefficients >= 0, so |g| <= D(|w|)/pi <= 1",
    proof=Linear(
        [(relu_at_minus_one, 1)],
        using=[sigma_next.at({l: 0, t: 2 * root**2 - 1}), sigma_zero.at({t: 2 * root**2 - 1})],
    ),
)

factor = low.claim(
    "cosine_on_the_disc_at_minus_one",
    Le((2 * x**2 * cos(a) - 1) ** 2 + (2 * x**2 * sin(a)) ** 2, 9, evaluate=False),
    {x: Interval(0, 1), a: Interval(-oo, oo)},
    because="|-1 + w^2| <= 3",
    proof=Positive(),
)

theta_low_series = low.claim(
    "theta_partial_sums_on_the_unit_disc",
    Le(Sum(ThetaCoefficient(L, k) * x**k * cos(turn(k)), (k, 0, n)), L, evaluate=False),
    {**DEPTHS, x: Interval.Lopen(0, 1), **COUNTS},
    because="|Theta_L(g)| <= Theta_L(1) = L",
    proof=Combination([(theta_disc, 1), (theta_tail_low.at({last: n + 1}), 1)]),
    example=TRIED,
)

slope_low_series = low.claim(
    "slope_partial_sums_on_the_unit_disc",
    Le(Sum(SlopeCoefficient(l, k) * x**k * cos(turn(k)), (k, 0, n)), 1, evaluate=False),
    {l: Range(0, oo), x: Interval.Lopen(0, 1), **COUNTS},
    because="the slope's series at g is at most its value 1 at 1",
    proof=Combination([(slope_disc, 1), (slope_tail_low.at({last: n + 1}), 1)]),
    example=TRIED,
)

theta_on_low_disc = low.claim(
    "theta_on_the_disc_at_minus_one",
    Le(p * L * cos(a) + (3 * q) * r * y * cos(b), (L + 1) + 2, evaluate=False),
    {**DEPTHS, **SHARES, r: Interval(0, 1), y: Interval(0, 1), **ANGLES},
    because="Theta_{L+1} = Theta_L(g) + t (eta/pi) Slope(L-1, g), with moduli p L, 3 q, r and y: |eta|/pi <= 1",
    proof=Positive(),
)

# --- at t = 1 ------------------------------------------------------------------------------------

high = Derivation(
    "Theta_L on the disc around 1",
    source="derived here; Lemma 2 (5) of the note on certified tails",
    intro="t = 1 - v^2; r_j^2 = 2 y^2 bounds |v_j|^2 = 2 y^2 (1-z), and r_j^2 + D(r_j)/pi then |v_{j+1}|^2.",
)

smaller = t - z * (1 + t)

relu_grows = high.claim(
    "kappa_one_increases",
    Le(kappa_one(smaller), kappa_one(t), evaluate=False),
    {t: Interval.Lopen(-1, 1), z: Interval(0, 1)},
    because="kappa_1' = kappa_0 >= 0; with t = 2 y^2 - 1 this is D(|v|) <= D(r), as D/pi = kappa_1(2 y^2 - 1)",
    proof=Monotone(z, start=0, derivative=Combination([(kappa_zero_low.at({t: smaller}), 1 + t)])),
)

order = high.claim(
    "smaller_moduli",
    Le(smaller, t, evaluate=False),
    {t: Interval(-1, 1), z: Interval(0, 1)},
    because="1 + t >= 0",
    proof=Positive(),
)

angles_grow = high.claim(
    "smaller_moduli_have_larger_arccosines",
    Ge(acos(smaller), acos(t), evaluate=False),
    {t: Interval(-1, 1), z: Interval(0, 1)},
    because="arccos decreases",
    proof=MonotoneImage(of=order),
)

step_grows = high.claim(
    "kappa_zero_increases",
    Le(kappa_zero(smaller), kappa_zero(t), evaluate=False),
    {t: Interval(-1, 1), z: Interval(0, 1)},
    because="arccos decreases; with t = 2 y^2 - 1 this is 2 arcsin(|v|/sqrt 2) <= 2 arcsin(r/sqrt 2)",
    proof=Combination([(angles_grow, 1 / pi)]),
)

inner = 2 * y**2 * (1 - z) - 1
DISC = {y: Interval.Lopen(0, 1), z: Interval(0, 1)}

gap_step = high.claim(
    "gap_of_the_next_layer_on_the_disc",
    Le(
        2 * y**2 * (1 - z) * cos(a) + q * kappa_one(inner) * cos(b),
        2 * y**2 + kappa_one(2 * y**2 - 1),
        evaluate=False,
    ),
    {**DISC, q: Interval(0, 1), **ANGLES},
    because="v_{j+1}^2 = v_j^2 - D(v_j)/pi, |D(v_j)| <= D(|v_j|) <= D(r_j): so |v_{j+1}|^2 <= r_j^2 + D(r_j)/pi",
    proof=Combination(
        [
            (relu_grows.at({t: 2 * y**2 - 1}), 1),
            (kappa_one_low.at({t: inner}), 1 - q * cos(b)),
        ]
    ),
)

theta_step = high.claim(
    "theta_of_the_next_layer_on_the_disc",
    Le(
        p * F * cos(a) + p * F * q * kappa_zero(inner) * cos(b) + cos(c) + r * R * cos(e),
        F * (1 + kappa_zero(2 * y**2 - 1)) + 1 + R,
        evaluate=False,
    ),
    {
        **DISC,
        **SHARES,
        r: Interval(0, 1),
        **ANGLES,
        c: Interval(-oo, oo),
        e: Interval(-oo, oo),
        F: Interval(0, oo),
        R: Interval(0, oo),
    },
    because="Theta_{l+1} = Theta_l (1 - th_{l-1}/pi) + 1 - v_l^2 with |Theta_l| = p F_l, |v_l|^2 = r r_l^2 and "
    "|th_{l-1}| <= 2 arcsin(|v_{l-1}|/sqrt 2), which is pi kappa_0: so |Theta_{l+1}| <= F_{l+1}",
    proof=Combination(
        [
            (step_grows.at({t: 2 * y**2 - 1}), F),
            (kappa_zero_low.at({t: inner}), F * (1 - p * q * cos(b))),
        ]
    ),
)
