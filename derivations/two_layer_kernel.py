"""H_infinity, the kernel of a two-layer ReLU network whose first layer is trained: what the slides say of it.

Definition.  H_ij = E[x_i.x_j 1{w.x_i >= 0, w.x_j >= 0}], w standard normal.  For unit vectors at the angle u = pi s,
with t = cos u, it is H_infinity(t) = t (pi - arccos t)/(2 pi).  The slips of the slides are in errata/slides.py.
"""

import mpmath as mp
from power_series import central_low, kappa_zero_series
from sympy import (
    Eq,
    Ge,
    Integral,
    Interval,
    Le,
    Lt,
    Range,
    Rational,
    Sum,
    Symbol,
    acos,
    asin,
    cos,
    diff,
    exp,
    log,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    Combination,
    Derivation,
    EveryCase,
    Identity,
    Induction,
    Monotone,
    Positive,
    Subdivision,
    SumOfSeries,
)
from ntksym.formulas.arccos import h_infinity, t_kappa_zero
from ntksym.formulas.power_series import h_infinity_even

HALF = Rational(1, 2)
SLIDES = "Slides: Neural Tangent Kernel, High-Dimensional Probability Analysis (Sharif University, 5 February 2025)"
s = Symbol("s", positive=True)
t = Symbol("t", real=True)
v = Symbol("v", real=True)
p = Symbol("p", integer=True, nonnegative=True)
u = pi * s
COSINES, ACUTE = {t: Interval(-1, 1)}, {t: Interval(0, 1)}


HALF_MP = mp.mpf(1) / 2


def _both_positive(s):
    """cos(u) P(w.x > 0, w.y > 0), conditioned on w.x."""
    cot = mp.cot(mp.pi * s)
    return mp.cospi(s) * mp.quad(lambda g: mp.npdf(g) * mp.ncdf(g * cot), [0, 2, 8, 24])


def _h(t):
    return t * (mp.pi - mp.acos(t)) / (2 * mp.pi)


kernel = Derivation(
    "The first layer's kernel H_infinity",
    source=f"{SLIDES}, equations (1) and (2)",
    intro="For unit vectors, t their inner product.",
)

as_expectation = kernel.claim(
    "h_infinity_closed_form",
    Eq(
        cos(u, evaluate=False) * Integral(1, (v, u - pi / 2, pi / 2)) / (2 * pi),
        h_infinity(cos(u, evaluate=False)),
        evaluate=False,
    ),
    {s: Interval.open(0, 1)},
    because="x.y = cos u, and both inner products are positive on the share (pi - u)/(2 pi) of the circle",
    proof=Antiderivative(of=v),
    numeric=_both_positive,
)

half_of_first_part = kernel.claim(
    "h_infinity_is_half_t_kappa_zero",
    Eq(h_infinity(t), t_kappa_zero(t) / 2, evaluate=False),
    COSINES,
    because="kappa_0 = 1 - arccos(t)/pi; the whole two-layer NTK is t kappa_0 + kappa_1",
    proof=Identity(),
)

odd_and_even = kernel.claim(
    "h_infinity_odd_and_even_part",
    Eq(h_infinity(t), t / 4 + t * asin(t) / (2 * pi), evaluate=False),
    COSINES,
    because="arccos = pi/2 - arcsin; the odd part is linear, so odd powers from t^3 on are missing",
    proof=Identity(),
)

on_the_diagonal = kernel.claim(
    "h_infinity_at_one",
    Eq(Integral(1, (v, -pi / 2, pi / 2)) / (2 * pi), HALF, evaluate=False),
    {},
    because="w.x >= 0 on half of the circle: H_ii = 1/2",
    proof=Antiderivative(of=v),
)

series = kernel.claim(
    "h_infinity_power_series",
    Eq(Sum(h_infinity_even(p) * t ** (2 * p + 2), (p, 0, oo)) + t / 4, h_infinity(t), evaluate=False),
    COSINES,
    because="t/2 times the series of kappa_0; no coefficient is negative: H is a sum of Hadamard powers (Schoenberg)",
    proof=SumOfSeries([(kappa_zero_series, t / 2)]),
    numeric=lambda t: t / 4 + t**2 / (2 * mp.pi) * mp.hyp2f1(HALF_MP, HALF_MP, 3 * HALF_MP, t * t),
    source="ntksym's notes on the slides, 1",
)
coefficient_low = kernel.claim(
    "h_infinity_coefficient_ge",
    Ge(h_infinity_even(p), 1 / (2 * pi * (2 * p + 1) * sqrt(pi * (p + HALF))), evaluate=False),
    {p: Range(0, oo)},
    because="binom(2p, p)/4^p >= 1/sqrt(pi (p + 1/2))",
    proof=Combination([(central_low, 1 / (2 * pi * (2 * p + 1)))]),
    source="ntksym's notes on the slides, 1.3",
)

acute = kernel.claim(
    "arccos_le_half_pi",
    Le(acos(t), pi / 2, evaluate=False),
    ACUTE,
    because="equality at t = 0, and arccos falls",
    proof=Monotone(t, start=0, derivative=Positive()),
    source="DLMF 4.23",
)

opposite = kernel.claim(
    "h_infinity_of_opposite_cosines",
    Ge(h_infinity(t) + h_infinity(-t), 0, evaluate=False),
    ACUTE,
    because="the sum is t (pi/2 - arccos t)/pi; so |H(-t)| = -H(-t) <= H(t), the modulus for Gershgorin's theorem",
    proof=Combination([(acute, t / pi)]),
    source=f"{SLIDES}, Bounds on Minimum Eigenvalue",
)

negative = kernel.claim(
    "h_infinity_le_zero_at_obtuse_angles",
    Le(h_infinity(-t), 0, evaluate=False),
    ACUTE,
    because="a probability times a negative number",
    proof=Positive(),
)

increasing = kernel.claim(
    "h_infinity_increases_at_acute_angles",
    Ge(diff(h_infinity(t), t), 0, evaluate=False),
    {t: Interval.Ropen(0, 1)},
    because="both factors grow; so |H(t)| <= H(rho) for |t| <= rho",
    proof=Positive(),
)

not_monotone = kernel.claim(
    "h_infinity_ge_its_minimum",
    Ge(h_infinity(t), -Rational(8931, 100000), evaluate=False),
    {t: Interval(-1, 0)},
    because="the minimum, -0.0893013..., is at t = -0.652185...: H is not monotone",
    proof=Subdivision(),
    source="ntksym's notes on the slides, S5",
)

slope = kernel.claim(
    "h_infinity_derivative",
    Eq(diff(h_infinity(t), t), (pi - acos(t)) / (2 * pi) + t / (2 * pi * sqrt(1 - t**2)), evaluate=False),
    {t: Interval.open(-1, 1)},
    because="1/4 at t = 0: for labels y_i = beta.x_i, y^T H^(-1) y <= 4 |beta|^2",
    proof=Identity(),
    source="ntksym's notes on the slides, 1.6; Arora et al. 2019 (arXiv 1901.08584), Theorem 6.1 has 9 for 4",
)

training = Derivation(
    "Gradient descent in the kernel regime",
    source=f"{SLIDES}, equations (8) and (9)",
    intro="One eigenvalue lambda of H, one step of size eta; sums of powers; the scalars of the width theorem.",
)

x = Symbol("x", real=True)
eta, low = Symbol("eta", positive=True), Symbol("lambda", positive=True)
contracts = training.claim(
    "a_step_contracts",
    Lt((1 - x) ** 2, 1, evaluate=False),
    {x: Interval.open(0, 2)},
    because="x = eta lambda: each factor 1 - eta lambda_i of (8) is below 1 in modulus if 0 < eta < 2/lambda_max",
    proof=Positive(),
)

q = Symbol("q", positive=True)
j = Symbol("j", integer=True, nonnegative=True)
k = Symbol("k", integer=True, nonnegative=True)
powers = training.claim(
    "geometric_sum",
    Eq(Sum(q**j, (j, 0, k)), (1 - q ** (k + 1)) / (1 - q), evaluate=False),
    {k: Range(0, oo), q: Interval.open(0, 1)},
    because="q = |1 - eta w_i|/rho: a residual r_i costs at most eta r_i rho^k/(rho (1 - q)) at any step",
    proof=Induction(k, recurrence=()),
    source="ntksym.descent.eigencurve, (2)",
)

relu_moment = training.claim(
    "second_moment_of_the_relu",
    Eq(Integral(cos(v) ** 2, (v, -pi / 2, pi / 2)) / pi, HALF, evaluate=False),
    {},
    because="E relu(w.x)^2 = E[r^2]/(2 pi) times the integral, E[r^2] = 2: with scale kappa, E u_i(0)^2 = kappa^2/2",
    proof=Antiderivative(of=v / 2 + sin(2 * v) / 4),
    source="ntksym.descent.width, (A)",
)

band = training.claim(
    "normal_density_le_its_peak",
    Le(exp(-(x**2) / 2), 1, evaluate=False),
    {x: Interval(0, oo)},
    because="P(|N(0, kappa^2)| <= R) <= 2 R/(sqrt(2 pi) kappa)",
    proof=Monotone(x, start=0, derivative=Positive()),
    source="ntksym.descent.width, (C)",
)

matrix_chernoff = training.claim(
    "matrix_chernoff_at_one_quarter",
    Le(-Rational(1, 4) - Rational(3, 4) * log(Rational(3, 4)), -Rational(1, 32), evaluate=False),
    {},
    because="exp(-e)/(1-e)^(1-e) <= exp(-e^2/2) at e = 1/4",
    proof=EveryCase(),
    source="ntksym.descent.width, (B)",
)

chernoff = training.claim(
    "chernoff_at_twice_the_mean",
    Le(1 - 2 * log(2), -Rational(1, 3), evaluate=False),
    {},
    because="e/4 <= exp(-1/3)",
    proof=EveryCase(),
    source="ntksym.descent.width, (C)",
)

constant = training.claim(
    "width_constant",
    Lt(2048 * Rational(9, 2) / pi, 2934, evaluate=False),
    {},
    because="(2048/pi) n^3 B^2 with B^2 = (3/delta)(n + n/2)",
    proof=EveryCase(),
    source="ntksym.descent.width, the simple form; ntksym's notes on the slides, 1.5",
)

tangent = training.claim(
    "exponential_ge_its_tangent",
    Ge(exp(x), 1 + x, evaluate=False),
    {x: Interval(0, oo)},
    because="so log(3 n/delta) <= 3 n/delta",
    proof=Monotone(x, start=0, derivative=Monotone(x, start=0, derivative=Positive())),
    source="ntksym.descent.width, the simple form",
)

second = training.claim(
    "width_second_part_follows",
    Le(144 * low**3 * eta**2, 2934, evaluate=False),
    {low: Interval.Lopen(0, HALF), eta: Interval.Lopen(0, 1)},
    because="eta stands for kappa: 48 (n/lambda_0) (3 n/delta) <= 2934 n^4/(kappa^2 lambda_0^4 delta) for n >= 1",
    proof=Positive(),
    source="ntksym.descent.width, the simple form",
)

share = Rational(3, 64)  # c: q = c lambda_0/T
training.claim(
    "descent_rate",
    Eq((1 - eta * (Rational(3, 4) - 4 * share) * low) + 4 * share * eta * low, 1 - 3 * eta * low / 8, evaluate=False),
    {low: Interval.open(0, oo), eta: Interval.open(0, oo)},
    because="I - eta H(k) with lambda_min(H(k)) >= 3 lambda_0/4 - 4 q T, and 4 q T for the neurons that may switch",
    proof=Identity(),
    source="ntksym.descent.width, (D, descent)",
)

T, B, kappa = Symbol("T", positive=True), Symbol("B", positive=True), Symbol("kappa", positive=True)
POSITIVE = Interval.open(0, oo)
asked = 524288 * T**3 * B**2 / (81 * pi * kappa**2 * low**4)
training.claim(
    "descent_width_is_the_radius",
    Eq(
        T * (8 * B / (3 * low)) ** 2 / (sqrt(2 * pi) * kappa * share * low / (2 * T)) ** 2,
        asked,
        evaluate=False,
    ),
    {T: POSITIVE, B: POSITIVE, kappa: POSITIVE, low: POSITIVE},
    because="m beyond this: the sum of all steps, (T/m)^(1/2) 8 B/(3 lambda_0), is below R = sqrt(2 pi) kappa q/2",
    proof=Identity(),
    source="ntksym.descent.width, (D, descent)",
)

training.claim(
    "descent_path_is_bounded",
    Le(eta * (1 - q ** (k + 1)) / (1 - q), eta / (1 - q), evaluate=False),
    {k: Range(0, oo), q: Interval.open(0, 1), eta: POSITIVE},
    because="the geometric sum with q = 1 - 3 eta lambda_0/8, times eta: at most 8/(3 lambda_0)",
    proof=Positive(),
    source="ntksym.descent.width, (D, descent)",
)

training.claim(
    "descent_width_constant",
    Lt(524288 * Rational(9, 2) / (81 * pi), 9272, evaluate=False),
    {},
    because="the first part of (W) with B^2 = (3/delta)(n + n/2)",
    proof=EveryCase(),
    source="ntksym.descent.width, the simple form",
)

training.claim(
    "descent_width_second_part_follows",
    Le(192 * low**3 * eta**2, 9272, evaluate=False),
    {low: Interval.Lopen(0, HALF), eta: Interval.Lopen(0, 1)},
    because="eta stands for kappa: 64 (n/lambda_0) (3 n/delta) <= 9272 n^4/(kappa^2 lambda_0^4 delta) for n >= 1",
    proof=Positive(),
    source="ntksym.descent.width, the simple form",
)

correlation = Derivation(
    "Cosines of independent uniform directions",
    source=f"{SLIDES}, Our Results",
    intro="rho = max |<X_i, X_j>| over the pairs of n uniform points of S^(d-1); failure probability delta.",
)

n, d = Symbol("n", positive=True), Symbol("d", positive=True)
delta = Symbol("delta", positive=True)
levy = correlation.claim(
    "levy_prefactor",
    Le(exp(x / 2), 2, evaluate=False),
    {x: Interval(0, 1)},
    because="(1 - s^2)^((d-1)/2) <= exp(-d s^2/2) exp(s^2/2) <= 2 exp(-d s^2/2), with x = s^2",
    proof=Subdivision(),
    source="ntksym's notes on the slides, 1.2",
)

exponential = correlation.claim(
    "one_minus_le_exponential",
    Le(1 - x, exp(-x), evaluate=False),
    {x: Interval(0, 1)},
    because="(1 - s^2)^((d-1)/2) <= exp(-(d-1) s^2/2)",
    proof=Monotone(x, start=0, derivative=Monotone(x, start=0, derivative=Positive())),
    source="ntksym's notes on the slides, 1.2",
)

union = correlation.claim(
    "union_bound_with_constant_two",
    Le(n**2 * exp(-d / 2 * (2 * sqrt(log(n / delta) / d)) ** 2), delta, evaluate=False),
    {n: Interval(2, oo), d: Interval(2, oo), delta: Interval.Lopen(0, 1)},
    because="n (n-1)/2 pairs, each 2 exp(-d s^2/2) at s = 2 sqrt(log(n/delta)/d): the sum is at most delta^2",
    proof=Combination([]),
    source="ntksym's notes on the slides, S7",
)
