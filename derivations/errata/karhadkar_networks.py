"""Errata of Karhadkar, Murray and Montufar 2024 (arXiv 2405.14630v1): finite width, caps of the sphere, deep networks.

Each statement is refuted as it is printed, within its own hypotheses.  A cap of angle phi is written with c = cos(phi):
its measure is w_0 times the integral of (1-t^2)^((d-3)/2) over (c, 1).
"""

from karhadkar import decay, x
from legendre_polynomials import d
from sympy import (
    Eq,
    Ge,
    Integral,
    Interval,
    Le,
    Range,
    Rational,
    Sum,
    Symbol,
    acos,
    beta,
    erf,
    exp,
    gamma,
    oo,
    pi,
    sqrt,
)

from ntksym.claims import (
    Antiderivative,
    Combination,
    Errata,
    EveryCase,
    GapInduction,
    Identity,
    InductiveInequality,
    Positive,
    PositiveIntegrand,
)
from ntksym.formulas.harmonics import GegenbauerC, density_constant

HALF = Rational(1, 2)
DIMENSIONS = {d: Range(3, oo)}

networks = Errata(
    "Karhadkar, Murray and Montufar: widths, caps and depth",
    source="Karhadkar, Murray, Montufar 2024, arXiv 2405.14630v1",
    intro="Read: the text of version 1 with its appendices. Later versions were not read and may differ.",
)

t = Symbol("t", real=True)

# --- truncated Gaussians -------------------------------------------------------------------------

v = Symbol("v", real=True)
A = Symbol("A", positive=True)
normal = exp(-(v**2) / 2) / sqrt(2 * pi)


def moment(power, end):
    """E[g^power 1(|g| <= end)] for a standard normal g."""
    return Integral(v**power * normal, (v, -end, end))


truncated_square = networks.claim(
    "truncated_second_moment",
    Eq(moment(2, A), erf(A / sqrt(2)) - sqrt(2 / pi) * A * exp(-(A**2) / 2), evaluate=False),
    {A: Interval.open(0, oo)},
    because="by parts",
    proof=Antiderivative(of=erf(v / sqrt(2)) / 2 - v * normal),
)

networks.erratum(
    "truncated_first_moment",
    number="proof of the lemma on K_1 at finite width",
    slip="the constant C_1 = E[xi v], with xi = 1(|v| <= 1), is used as E[xi v^2]; by symmetry E[xi v] = 0",
    as_written=Eq(moment(1, 1), moment(2, 1), evaluate=False),
    domain={},
    at={},
    corrected=networks.claim(
        "truncated_second_moment_at_one",
        Eq(moment(2, 1), erf(1 / sqrt(2)) - sqrt(2 / pi) * exp(-HALF), evaluate=False),
        {},
        because="the second moment at A = 1: the constant is 0.1987...",
        proof=Identity([truncated_square.at({A: 1})]),
    ),
)

tail = Integral(2 * x * (1 - erf(x / sqrt(2))), (x, 0, A))

tail_integral = networks.claim(
    "tail_integral",
    Eq(tail, A**2 * (1 - erf(A / sqrt(2))) + erf(A / sqrt(2)) - sqrt(2 / pi) * A * exp(-(A**2) / 2), evaluate=False),
    {A: Interval.open(0, oo)},
    because="by parts",
    proof=Antiderivative(
        of=x**2 * (1 - erf(x / sqrt(2))) + erf(x / sqrt(2)) - sqrt(2 / pi) * x * exp(-(x**2) / 2),
    ),
)

networks.erratum(
    "tail_without_its_boundary_term",
    number="proof of the lemma on K_2 at finite width (Lemma 12)",
    slip="for Y = |X^T w|^2, E[Y 1(Y > s)] is equated with the integral of P(Y >= t) over t > s, without s P(Y >= "
    "s). For one data point Y = g^2; in the complement, with s = A^2 and t = x^2, this is the equation",
    as_written=Eq(moment(2, A), tail, evaluate=False),
    at={A: 1},
    corrected=networks.claim(
        "tail_with_its_boundary_term",
        Eq(moment(2, A) + A**2 * (1 - erf(A / sqrt(2))), tail, evaluate=False),
        {A: Interval.open(0, oo)},
        because="both sides in closed form",
        proof=Identity([truncated_square, tail_integral]),
    ),
    note="The term that was dropped is larger than the one that was kept by a logarithm.",
)

# --- hemisphere transforms -----------------------------------------------------------------------

u = Symbol("u", real=True)
s = Symbol("s", positive=True)
lune = Integral(1, (u, 0, pi * s)) / pi

networks.erratum(
    "distance_of_two_half_spaces",
    number="Lemma 5",
    slip="the root of the measure of the set where two steps differ, which is angle/pi, is written (1/pi) sqrt(angle)",
    as_written=Eq(lune, (sqrt(pi * s) / pi) ** 2, evaluate=False),
    at={s: HALF},
    corrected=networks.claim(
        "measure_of_a_lune",
        Eq(lune, s, evaluate=False),
        {s: Interval.open(0, 1)},
        because="two steps at the angle pi s differ on two lunes of that angle",
        proof=Antiderivative(of=u),
    ),
    note="Squares of both sides; the left side is the share of the circle.",
)

r = Symbol("r", integer=True, nonnegative=True)
relu_moment = (
    sqrt(pi)
    * gamma(d + r - 2)
    * gamma((d - 1) / 2)
    / (4 * gamma(d - 2) * gamma(r + 1) * gamma((3 - r) / 2) * gamma((d + r + 1) / 2))
)

networks.erratum(
    "relu_moment_without_t",
    number="proof of Lemma 8, second display",
    slip="the integral of C_r^((d-2)/2)(t) (1-t^2)^((d-3)/2) over (0, 1) is given the value that belongs to the "
    "integrand with the factor t",
    as_written=Eq(
        Integral(GegenbauerC(r, (d - 2) / 2, t) * (1 - t**2) ** ((d - 3) / 2), (t, 0, 1)), relu_moment, evaluate=False
    ),
    domain={**DIMENSIONS, r: Range(0, oo)},
    at={d: 3, r: 0},
    corrected=networks.claim(
        "relu_moment_of_degree_zero",
        Eq(Integral(t * (1 - t**2) ** ((d - 3) / 2), (t, 0, 1)), relu_moment.subs(r, 0), evaluate=False),
        DIMENSIONS,
        because="the antiderivative is -(1-t^2)^((d-1)/2)/(d-1)",
        proof=Antiderivative(of=-((1 - t**2) ** ((d - 1) / 2)) / (d - 1)),
    ),
    note="The lemma itself is right. Its closed form for all degrees is certified in relu_mean, relu_degree_one, "
    "relu_even_degrees and relu_odd_degrees_vanish.",
)

first, second = (Symbol(name, integer=True, nonnegative=True) for name in ("f", "g"))

networks.erratum(
    "steps_differ_by_one",
    number="Lemma 16",
    slip="|step(W x) - step(W x')|^2 is said to be 4 times the number of entries that differ; two steps f, g in {0, "
    "1} that differ contribute 1",
    as_written=Eq((first - second) ** 2, 4 * (first + second - 2 * first * second), evaluate=False),
    at={first: 1, second: 0},
    corrected=networks.claim(
        "squared_difference_of_steps",
        Eq((first - second) ** 2, first + second - 2 * first * second, evaluate=False),
        {first: Range(0, 2), second: Range(0, 2)},
        because="f + g - 2fg is 1 if they differ, else 0",
        proof=EveryCase(),
    ),
    note="The factor 2 two displays later is 1 for the same reason.",
)

# --- caps ----------------------------------------------------------------------------------------

c = Symbol("c", positive=True)
CAPS = {**DIMENSIONS, c: Interval.open(0, 1)}
flat = Integral((1 - t**2) ** ((d - 3) / 2), (t, c, 1))
lever = Integral(t * (1 - t**2) ** ((d - 3) / 2), (t, c, 1))
sine_power = (1 - c**2) ** ((d - 1) / 2)

lever_value = networks.claim(
    "cap_with_weight_t",
    Eq(lever, sine_power / (d - 1), evaluate=False),
    CAPS,
    because="the antiderivative is -(1-t^2)^((d-1)/2)/(d-1)",
    proof=Antiderivative(of=-((1 - t**2) ** ((d - 1) / 2)) / (d - 1)),
)

above_lever = networks.claim(
    "cap_above_weight_t",
    Ge(flat - lever, 0, evaluate=False),
    CAPS,
    because="t <= 1",
    proof=PositiveIntegrand(),
)

below_lever = networks.claim(
    "cap_below_weight_t_over_c",
    Ge(lever / c - flat, 0, evaluate=False),
    CAPS,
    because="t >= c",
    proof=PositiveIntegrand(),
)

networks.erratum(
    "incomplete_beta_from_above",
    number="proof of Lemma 19",
    slip="B(sin^2 phi; (d-1)/2, 1/2) <= (2/(d-1)) sin^(d-1) phi, since (1-t)^(-1/2) <= 1; but that root is at least "
    "1. The incomplete Beta function is twice the integral over the cap",
    as_written=Le(2 * flat, 2 * sine_power / (d - 1), evaluate=False),
    at={d: 3, c: HALF},
    corrected=networks.claim(
        "incomplete_beta_from_below",
        Ge(2 * flat, 2 * sine_power / (d - 1), evaluate=False),
        CAPS,
        because="the inequality holds the other way round",
        proof=Combination([(above_lever, 2)], using=[lever_value]),
    ),
)

networks.erratum(
    "beta_function_from_below",
    number="proof of Lemma 19",
    slip="B((d-1)/2, 1/2) >= 2 sqrt(pi)/(d-2), since Gamma((d-1)/2) >= Gamma((d-2)/2); Gamma decreases at first, and "
    "this fails in dimensions 3 and 4",
    as_written=Ge(beta((d - 1) / 2, HALF), 2 * sqrt(pi) / (d - 2), evaluate=False),
    at={d: 3},
    corrected=networks.claim(
        "beta_function_above",
        Ge(beta((d - 1) / 2, HALF), 4 / (d - 1), evaluate=False),
        DIMENSIONS,
        because="two dimensions up the left side is multiplied by (d-1)/d; equality at d = 3",
        proof=GapInduction(d, hypothesis=[({}, (d - 1) / d)], order=2),
    ),
)

networks.erratum(
    "measure_of_a_cap",
    number="proof of Lemma 19",
    slip="the share of the sphere within an angle phi <= pi/2 of a point is given as the regularised incomplete Beta "
    "function, which is the share of the double cap",
    as_written=Eq(density_constant(d) * flat, 2 * flat / beta((d - 1) / 2, HALF), evaluate=False),
    at={d: 3, c: HALF},
    corrected=networks.claim(
        "measure_is_half_the_double_cap",
        Eq(density_constant(d) * flat, flat / beta((d - 1) / 2, HALF), evaluate=False),
        CAPS,
        because="w_0 = 1/B((d-1)/2, 1/2)",
        proof=Identity(),
    ),
    note="The formula that is cited there (Li 2010) has the factor 1/2.",
)

networks.erratum(
    "product_below_square",
    number="proof of Lemma 19, last display",
    slip="1/((d-1)(d-2)) <= 1/d^2",
    as_written=Le(1 / ((d - 1) * (d - 2)), 1 / d**2, evaluate=False),
    at={d: 3},
    corrected=networks.claim(
        "product_above_square",
        Ge(1 / ((d - 1) * (d - 2)), 1 / d**2, evaluate=False),
        DIMENSIONS,
        because="(d-1)(d-2) <= d^2",
        proof=Positive(),
    ),
)

networks.erratum(
    "cap_below_inverse_square_of_dimension",
    number="proof of Lemma 19, last display",
    slip="a cap of angle phi has measure at most 4 sqrt(pi) phi^(d-1)/d^2; the true order is phi^(d-1)/sqrt(d)",
    as_written=Le(density_constant(d) * flat, 4 * sqrt(pi) * acos(c) ** (d - 1) / d**2, evaluate=False),
    at={d: 8, c: Rational(199, 200)},
    corrected=networks.claim(
        "cap_below_sine_power",
        Le(density_constant(d) * flat, density_constant(d) * sine_power / ((d - 1) * c), evaluate=False),
        CAPS,
        because="t >= c on the cap",
        proof=Combination([(below_lever, density_constant(d))], using=[lever_value]),
    ),
    note="The lemma, which has (C phi)^(d-1) with a universal C, is not touched.",
)

# --- separation of random points -----------------------------------------------------------------

n = Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True, positive=True)

networks.erratum(
    "exponent_of_the_product",
    number="proof of Lemma 21, last display",
    slip="the product over i = 2, ..., N of exp(-(i/2) y) is bounded by exp(-(N^2/2) y), which needs the sum of i/2 "
    "to reach N^2/2; here N = n + 1",
    as_written=Ge(Sum(i / 2, (i, 2, n + 1)), (n + 1) ** 2 / 2, evaluate=False),
    at={n: 1},
    corrected=networks.claim(
        "exponent_of_the_right_product",
        Ge(Sum(i / 2, (i, 1, n)), (n + 1) ** 2 / 8, evaluate=False),
        {n: Range(1, oo)},
        because="the sum over i = 1, ..., N - 1 is N (N-1)/4",
        proof=GapInduction(n, hypothesis=[({}, 1)]),
    ),
    note="The product runs over i = 1, ..., N - 1; a smaller constant in the lemma is enough.",
)

# --- deep networks -------------------------------------------------------------------------------

delta = Symbol("delta", positive=True)

networks.erratum(
    "width_of_a_layer",
    number="proof of Lemma 22",
    slip="m >= 1944 log(4/epsilon)/delta^2 is said to suffice for m >= 16 log(4/epsilon)/(delta_1^2 delta_2^2 "
    "(1-delta_2)) with delta_1 = delta_2 = delta/3, which is of the order delta^(-4)",
    as_written=Ge(1944 / delta**2, 16 / ((delta / 3) ** 4 * (1 - delta / 3)), evaluate=False),
    domain={delta: Interval.open(0, 1)},
    at={delta: HALF},
    corrected=networks.claim(
        "width_of_a_layer_fourth_power",
        Ge(1944 / delta**4, 16 / ((delta / 3) ** 4 * (1 - delta / 3)), evaluate=False),
        {delta: Interval.open(0, 1)},
        because="1296/(1 - delta/3) <= 1944",
        proof=Positive(),
    ),
    note="The lemma is not touched: the proof needs only 8/(delta_1^2 (1-delta_2)) and 2/delta_2^2, of order "
    "delta^(-2).",
)

tau = Symbol("tau", nonnegative=True)

networks.erratum(
    "chi_square_tail",
    number="proof of Lemma 22 (the tail of Laurent and Massart)",
    slip="a chi-square variable of k degrees of freedom is said to exceed k + 2 sqrt(k tau) with probability at most "
    "2 exp(-tau), for every tau > 0; the term 2 tau is lost. For k = 2 the upper tail alone is exp(-1 - sqrt(2 tau))",
    as_written=Le(exp(-1 - sqrt(2 * tau)), 2 * exp(-tau), evaluate=False),
    domain={tau: Interval.open(0, oo)},
    at={tau: 8},
    corrected=networks.claim(
        "chi_square_tail_with_two_tau",
        Le(exp(-1 - sqrt(2 * tau) - tau), 2 * exp(-tau), evaluate=False),
        {tau: Interval.open(0, oo)},
        because="P(chi^2_2 > y) = exp(-y/2) at y = 2 + 2 sqrt(2 tau) + 2 tau",
        proof=Combination([(decay.at({x: 1 + sqrt(2 * tau)}), exp(-tau))]),
    ),
)

y = Symbol("y", nonnegative=True)
layer = Symbol("l", integer=True, positive=True)

bernoulli = networks.claim(
    "bernoulli_from_below",
    Ge((1 - y) ** n, 1 - n * y, evaluate=False),
    {n: Range(1, oo), y: Interval(0, HALF)},
    because="Bernoulli's inequality",
    proof=InductiveInequality(n, factor=1 - y),
)

half = networks.claim(
    "half_above_one_over_e",
    Ge(HALF, exp(-1), evaluate=False),
    {},
    because="a number",
    proof=EveryCase(),
)

networks.erratum(
    "power_above_one_over_e",
    number="proof of the lemma on feature norms",
    slip="1/e <= (1 - 1/l)^l; the right side is below 1/e for every l, and 0 for l = 1",
    as_written=Ge((1 - 1 / layer) ** layer, exp(-1), evaluate=False),
    at={layer: 2},
    corrected=networks.claim(
        "power_of_half_steps_above_one_over_e",
        Ge((1 - 1 / (2 * layer)) ** layer, exp(-1), evaluate=False),
        {layer: Range(1, oo)},
        because="it is at least 1/2 by Bernoulli: steps of 1/(2l) instead of 1/l give the lemma its constant",
        proof=Combination([(bernoulli.at({n: layer, y: 1 / (2 * layer)}), 1), (half, 1)]),
    ),
)

norm = Symbol("F", positive=True)  # the Frobenius norm of A
found = Symbol("u", nonnegative=True)  # |A w|
share = Symbol("theta", nonnegative=True)

networks.erratum(
    "three_quarters",
    number="proof sketch of the deep theorem, and the lemma on the backpropagation terms",
    slip="where | |A w| - |A|_F | <= |A|_F^2/2, |A w|^2 is said to be at most (3/4) |A|_F^2; even |A w| = |A|_F is "
    "excluded",
    as_written=Le(found**2, 3 * norm**2 / 4, evaluate=False),
    domain={norm: Interval.open(0, oo), found: Interval(0, oo)},
    hypotheses=[Le(found - norm, norm**2 / 2, evaluate=False), Le(norm - found, norm**2 / 2, evaluate=False)],
    at={norm: 1, found: 1},
    corrected=networks.claim(
        "nine_quarters",
        Le((norm * (HALF + share)) ** 2, 9 * norm**2 / 4, evaluate=False),
        {norm: Interval.open(0, oo), share: Interval(0, 1)},
        because="t = |A|_F/2 is meant: then |A w| = |A|_F (1/2 + theta) with 0 <= theta <= 1",
        proof=Positive(),
    ),
)

networks.remark(
    "proof of the lemma on K_1 at finite width",
    "the probability that the smallest eigenvalue is at most C_1 lambda_1, where the Chernoff bound speaks of C_1 "
    "lambda_1/2",
    "C_1 lambda_1/2, with the constant of truncated_second_moment_at_one",
)
networks.remark(
    "proof of the main theorem, upper bound",
    "the gradients' difference is said to be at least C delta' with probability 1 - epsilon/2",
    "at most",
)
networks.remark(
    "remark after the main theorem, against Lemmas 20 and 21",
    "for uniform data delta and delta' are said to be of the order n^(-2/d)",
    "n^(-2/(d-1)), as in the lemmas and in the corollary",
)
networks.remark(
    "Lemma 16",
    "one x lacks its prime; v_j^2 is called normal; the number of differing entries is bounded from below by d_1 "
    "delta/e",
    "v_j is normal, and the lower bound needs another constant, since the two steps differ with probability angle/pi",
)
networks.remark(
    "lemma on the operator norm of S_l",
    "d_k of the order sqrt(log(1/epsilon)) is said to suffice for a union bound over the layers",
    "log(L/epsilon)",
)
networks.remark(
    "proof of the lemma on the backpropagation terms",
    "the power of 2 is L - l - 1",
    "-(L - l - 1), as in the lemma",
)
networks.remark(
    "proof of the deep theorem, upper bound",
    "|f_0(x)|^2 |B_1|^2 = 1 is said to hold trivially",
    "it is random, with the mean of d_1 ... d_(L-1)/2^(L-1); the lemma on the backpropagation terms covers it",
)
