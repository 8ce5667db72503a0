"""Errata of Karhadkar, Murray and Montufar 2024 (arXiv 2405.14630v1): finite width and deep networks.

Each statement is refuted as it is printed, within its own hypotheses.
"""

from karhadkar import decay, x
from sympy import Eq, Ge, Integral, Interval, Le, Range, Rational, Symbol, erf, exp, oo, pi, sqrt

from ntksym.claims import (
    Antiderivative,
    Combination,
    Errata,
    EveryCase,
    Identity,
    InductiveInequality,
    Positive,
)

HALF = Rational(1, 2)

networks = Errata(
    "Karhadkar, Murray and Montufar: widths and depth",
    source="Karhadkar, Murray, Montufar 2024, arXiv 2405.14630v1",
    intro="Read: the text of version 1 with its appendices. Later versions were not read and may differ.",
)


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

# --- steps ---------------------------------------------------------------------------------------

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

# --- deep networks -------------------------------------------------------------------------------

n = Symbol("n", integer=True, positive=True)
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
