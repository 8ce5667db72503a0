"""Errata of Nguyen, Mondelli and Montufar (arXiv 2012.11654v5).

The mistake in Lemma 5.4 of the ICML 2021 version is acknowledged by the authors and mended in version 5, which is the
one that was read.
"""

from arc_cosine_kernels import relu_kernel
from arc_cosine_kernels import s as angle
from arc_cosine_kernels import u as height
from arc_cosine_kernels import v as direction
from layer_correlations import l, sigma_next, sigma_zero, t
from ntk_recursion import L, theta_next, theta_one
from sympy import (
    Eq,
    Function,
    Ge,
    Integral,
    Interval,
    Lambda,
    Le,
    Max,
    Range,
    Rational,
    Symbol,
    binomial,
    cos,
    erf,
    exp,
    oo,
    pi,
    sqrt,
)

from ntksym.claims import (
    Combination,
    Definition,
    Errata,
    EveryConstant,
    Identity,
    InductiveInequality,
    Monotone,
    Positive,
)
from ntksym.formulas.arccos import kappa_one, kappa_zero
from ntksym.formulas.ntk import Theta

HALF = Rational(1, 2)

limiting = Errata(
    "Nguyen, Mondelli and Montufar: tight bounds for deep ReLU networks",
    source="Nguyen, Mondelli, Montufar, arXiv 2012.11654v5 (4 August 2022)",
    intro="Read: the TeX source of version 5, with its appendices. The version of ICML 2021 differs in Lemmas 5.4 "
    "and 5.5.",
)

C = Symbol("C", positive=True)
k = Symbol("k", integer=True, positive=True)
x = Symbol("x", nonnegative=True)
y = Symbol("y", nonnegative=True)
ANY_CONSTANT = {C: Interval.open(0, oo)}

# --- Assumption 2.2 ------------------------------------------------------------------------------

m = Symbol("m", integer=True, positive=True)
J = Symbol("J", integer=True, positive=True)


central = Function("b")  # b_m, the probability of as many ones as zeros among 2m
share_of_middle = binomial(2 * m, m) / 4**m
MIDDLE = {central: Lambda(m, share_of_middle)}


def dimension(J):
    """Half the dimension of the cube in the family."""
    return 8 * J**2


middle = limiting.claim(
    "middle_of_the_cube",
    Eq(central(m), share_of_middle, evaluate=False),
    {m: Range(1, oo)},
    because="binom(2m, m) of the 4^m points",
    proof=Definition(),
    where=MIDDLE,
)

share_bound = limiting.claim(
    "central_binomial_squared",
    Le(share_of_middle**2 * (2 * m + 1), 1, evaluate=False),
    {m: Range(1, oo)},
    because="from m to m + 1 the left side is multiplied by (2m+1)(2m+3)/(2m+2)^2 < 1",
    proof=InductiveInequality(m, factor=1),
)

central_bound = limiting.claim(
    "middle_of_the_cube_is_small",
    Le(central(m) ** 2 * (2 * m + 1), 1, evaluate=False),
    {m: Range(1, oo)},
    because="the claim before",
    proof=Combination([(share_bound, 1)], using=[middle]),
    where=MIDDLE,
)

grows = limiting.claim(
    "exponential_above_line",
    Ge(exp(x), 1 + x, evaluate=False),
    {x: Interval(0, oo)},
    because="equality at 0, and the slope of the left side is at least 1",
    proof=Monotone(x, start=0, derivative=Monotone(x, start=0, derivative=Positive())),
)

cosh_tilted = limiting.claim(
    "tilted_gaussian_above_one",
    Ge((1 + y) * exp(y**2 / 2 - y), 1, evaluate=False),
    {y: Interval(0, oo)},
    because="equality at 0, and the derivative is y^2 times an exponential",
    proof=Monotone(y, start=0, derivative=Positive()),
)

cosh_doubled = limiting.claim(
    "gaussian_above_mean_of_exponentials",
    Ge(exp(y + y**2 / 2), (exp(2 * y) + 1) / 2, evaluate=False),
    {y: Interval(0, oo)},
    because="equality at 0, and the derivatives compare by the claim before",
    proof=Monotone(y, start=0, derivative=Combination([(cosh_tilted, exp(2 * y))])),
)

subgaussian = limiting.claim(
    "cube_is_subgaussian_for_linear_functions",
    Le((exp(y) + exp(-y)) / 2, exp(y**2 / 2), evaluate=False),
    {y: Interval(0, oo)},
    because="for linear f the moment generating function of one coordinate decides; both sides are even in y",
    proof=Combination([(cosh_doubled, exp(-y))]),
)

limiting.erratum(
    "binary_cube_concentrates",
    number="Assumption 2.2 and the sentence after it",
    slip="the uniform law on the binary cube is said to satisfy P(|f - E f| > t) <= 2 exp(-c t^2) for every "
    "1-Lipschitz f, with c free of the dimension. For the distance f to the lower half of the cube, and S "
    "binomial(2m, 1/2), this implies P(S >= m + J) <= 2 exp(-c J/4), so 1/2 - J b_m <= 2 exp(-c J/4) with b_m = "
    "binom(2m, m)/4^m",
    as_written=Le(HALF - J * central(m), 2 * exp(-C * J / 4), evaluate=False),
    domain={m: Range(1, oo), J: Range(1, oo), **ANY_CONSTANT},
    where=MIDDLE,
    at={m: 2000, J: 10, C: 1},
    every_constant=EveryConstant(
        C,
        {m: dimension(32 * k), J: 32 * k, C: 1 / k},
        {k: Range(1, oo)},
        fails=Combination(
            [
                (central_bound.at({m: dimension(32 * k)}), 2 * (32 * k) ** 2 / (2 * dimension(32 * k) + 1)),
                (grows.at({x: 8}), 2 * exp(-8) / 9),
            ],
            squares=[(2, 32 * k * central(dimension(32 * k)) - Rational(1, 4))],
        ),
    ),
    corrected=subgaussian,
    note="f(x)^2 is the number of ones above m, so that f = 0 and f >= sqrt(J) both have positive probability; E f "
    "is above or below sqrt(J)/2. Convex and linear f do concentrate. Theorem 3.2 needs linear f only, Theorems 4.1 "
    "and 5.1 more.",
)

tau = Symbol("tau", nonnegative=True)

limiting.erratum(
    "log_concave_concentrates",
    number="sentence after Assumption 2.2",
    slip="log-concave laws are said to satisfy Assumption 2.2; the exponential law with density exp(-x) is "
    "log-concave, and f(x) = x has P(|f - 1| > tau) = exp(-1 - tau) for tau >= 1",
    as_written=Le(exp(-1 - tau), 2 * exp(-C * tau**2), evaluate=False),
    domain={tau: Interval(1, oo), **ANY_CONSTANT},
    at={tau: 5, C: 1},
    every_constant=EveryConstant(
        C,
        {tau: 4 * k, C: 1 / k},
        {k: Range(1, oo)},
        fails=Combination([(grows.at({x: 12 * k - 1}), exp(-16 * k))]),
    ),
    corrected=limiting.claim(
        "exponential_law_has_exponential_tails",
        Le(exp(-1 - tau), exp(-tau), evaluate=False),
        {tau: Interval(1, oo)},
        because="log-concave laws have exponential tails; Gaussian ones need strong log-concavity",
        proof=Combination([(grows.at({x: 1}), exp(-1 - tau))]),
    ),
)

# --- the empirical and the limiting kernel -------------------------------------------------------

N = Symbol("N", integer=True, positive=True)

limiting.erratum(
    "last_layer_divided_by_the_sample_size",
    number="definition of B_k in the proof of Theorem 4.1, k = L",
    slip="the rows of B_L are given as (1/sqrt N) (1, ..., 1), which divides the last layer's part of J J^T by the "
    "number N of data points; for L = 2 and unit vectors the limit would be t kappa_0 + kappa_1/N",
    as_written=Eq(Theta(2, t), t * kappa_zero(t) + kappa_one(t) / N, evaluate=False),
    domain={t: Interval(-1, 1), N: Range(1, oo)},
    at={t: 0, N: 2},
    corrected=limiting.claim(
        "last_layer_in_full",
        Eq(Theta(2, t), t * kappa_zero(t) + kappa_one(t), evaluate=False),
        {t: Interval(-1, 1)},
        because="B_L = (1, ..., 1): the derivative by W_L is the last feature",
        proof=Identity([theta_next.at({L: 1}), theta_one, sigma_next.at({l: 0}), sigma_zero]),
    ),
)

# --- the proof of Theorem 3.2 --------------------------------------------------------------------

d = Symbol("d", integer=True, positive=True)
r = Symbol("r", integer=True, positive=True)
share = Symbol("theta", nonnegative=True)
level = d * N ** (-1 / (r - HALF))
EVEN_ORDERS = {r: Range(2, oo)}

power_below_one = limiting.claim(
    "power_at_most_one",
    Ge(1, share**r, evaluate=False),
    {share: Interval.Lopen(0, 1), r: Range(1, oo)},
    because="by induction",
    proof=InductiveInequality(r, factor=1),
)

limiting.erratum(
    "power_of_the_level_is_lost",
    number="eq. (36) in Appendix B",
    slip="with |<x_i, x_j>| <= T = d N^(-1/(r-1/2)) the r-th powers are said to be at most T as well",
    as_written=Le(x**r, level, evaluate=False),
    domain={d: Range(1, oo), N: Range(2, oo), **EVEN_ORDERS, x: Interval(0, oo)},
    hypotheses=[Le(x, level, evaluate=False)],
    at={d: 100, N: 2, r: 2, x: 50},
    corrected=limiting.claim(
        "power_of_the_level",
        Le((share * y) ** r, y**r, evaluate=False),
        {share: Interval.Lopen(0, 1), y: Interval.open(0, oo), **EVEN_ORDERS},
        because="inner products theta T with 0 < theta <= 1 have r-th powers at most T^r; here y = T",
        proof=Combination([(power_below_one, y**r)]),
    ),
    note="The bound T^r is what the next display needs.",
)

limiting.erratum(
    "order_of_the_khatri_rao_power",
    number="Appendix B, Gershgorin's theorem for the Khatri-Rao power",
    slip="the smallest eigenvalue of the r-th Khatri-Rao power is only said to be of the order d; divided by the "
    "(r-1)-st power of the squared norms this leaves d^(2-r), and not the order d of the theorem",
    as_written=Ge(d / d ** (r - 1), C * d, evaluate=False),
    domain={d: Range(1, oo), **EVEN_ORDERS, **ANY_CONSTANT},
    at={d: 1025, r: 2, C: Rational(1, 512)},
    every_constant=EveryConstant(C, {d: k + 1, r: 2, C: 1 / k}, {k: Range(1, oo)}, fails=Positive()),
    corrected=limiting.claim(
        "order_of_the_power",
        Eq(d**r / d ** (r - 1), d, evaluate=False),
        {d: Range(1, oo), **EVEN_ORDERS},
        because="Gershgorin gives the order d^r",
        proof=Identity(),
    ),
)

product = cos(direction) * cos(direction - height)
plane = (direction, height - pi / 2, pi / 2)

limiting.erratum(
    "factor_two_of_the_second_gram",
    number="Appendix B, first line of the bound for G^(2)",
    slip="G^(2) is replaced by E[relu(Xw) relu(Xw)^T]; by its definition it is twice that, and the constant of the "
    "theorem is 2 mu_r^2",
    as_written=Eq(Integral(product, plane) / pi, kappa_one(cos(height, evaluate=False)), evaluate=False),
    at={angle: HALF},
    corrected=relu_kernel,
    note="Unit vectors at the angle u = pi s: the left side is the expectation in polar coordinates, the right side "
    "G^(2).",
)

n = Symbol("n", integer=True, positive=True)

limiting.erratum(
    "product_over_all_layers",
    number="two displays after Theorem 3.2",
    slip="the kernel is normalised by the product of 2/n_l over all L layers, and said to keep its smallest "
    "eigenvalue up to factors 1/2 and 3/2; the output layer has n_L = 1, so that the product is 2 times too large. "
    "For one point and in the mean, with L - 1 hidden layers of width n: the mean of the kernel is L |x|^2 (n/2)^(L-1)",
    as_written=Le(2 * (2 / n) ** (L - 1) * L * (n / 2) ** (L - 1), 3 * L / 2, evaluate=False),
    domain={L: Range(2, oo), n: Range(1, oo)},
    at={L: 2, n: 8},
    corrected=limiting.claim(
        "product_over_hidden_layers",
        Eq((2 / n) ** (L - 1) * L * (n / 2) ** (L - 1), L, evaluate=False),
        {L: Range(2, oo), n: Range(1, oo)},
        because="the product runs over the hidden layers, as in the introduction",
        proof=Identity(),
    ),
)

b = Symbol("b", positive=True)
first, second = (Symbol(name, nonnegative=True) for name in ("u_1", "u_2"))

limiting.erratum(
    "smallest_variance_among_hidden_layers",
    number="introduction, after the second main result",
    slip="the sum of beta_l^(-2) over all L layers is said to be of the order of its largest term among the first L "
    "- 1 layers; a small beta_L alone can make the sum large. Here L = 2 and beta_1 = 1",
    as_written=Le(1 + b ** (-2), C, evaluate=False),
    domain={b: Interval.open(0, oo), **ANY_CONSTANT},
    at={b: Rational(1, 100), C: 1000},
    every_constant=EveryConstant(C, {b: 1 / k, C: k}, {k: Range(1, oo)}, fails=Positive()),
    corrected=limiting.claim(
        "smallest_variance_among_all_layers",
        Le(b**-2 + (b * (1 + first)) ** -2, 2 * b**-2, evaluate=False),
        {b: Interval.open(0, oo), first: Interval(0, oo)},
        because="with the smallest beta_l of all L layers each term is at most the largest; here L = 2",
        proof=Positive(),
    ),
    note="Section 4 has the minimum over all layers.",
)

# --- Lemma 5.2 -----------------------------------------------------------------------------------

p = Symbol("p", nonnegative=True)
u = Symbol("u", nonnegative=True)


def exceeds(level):
    """P(relu(g) > level) for a standard normal g and a level >= 0."""
    return (1 - erf(level / sqrt(2))) / 2


limiting.erratum(
    "joint_tail_is_no_product",
    number="proof of Lemma 5.2",
    slip="P(Y 1(Y > t) > u) is written as the product P(Y > t) P(Y > u), Y = |relu(F w)|; it is P(Y > max(t, u)). "
    "Here one data point, Y = relu(g)",
    as_written=Eq(exceeds(Max(tau, u)), exceeds(tau) * exceeds(u), evaluate=False),
    domain={tau: Interval(0, oo), u: Interval(0, oo)},
    at={tau: 1, u: 2},
    corrected=limiting.claim(
        "joint_tail_below_geometric_mean",
        Le((p * share) ** 2, p * (p * share), evaluate=False),
        {p: Interval(0, 1), share: Interval(0, 1)},
        because="with P(Y > t) = p and P(Y > u) = p theta, u >= t: the smaller one is at most their geometric mean",
        proof=Positive(),
    ),
    note="This halves the exponent in the proof; the lemma holds with another absolute constant.",
)

limiting.remark(
    "ICML 2021 version, Lemmas 5.4 and 5.5",
    "the argument for the centred features is wrong, as the authors say in version 5",
    "version 5 proves them with N^(2/(r/2-0.1)) in place of N^(2/(r-0.1))",
)
limiting.remark(
    "proof of Theorem 6.2",
    "a bound for the activation pattern of one fixed input is used for all patterns, without a union bound over them",
    "by induction with the uniform bound; the logarithms become those of the largest width before each layer",
)
limiting.remark(
    "Theorem 5.1 at k = 1",
    "Lemmas 5.3 to 5.5 are stated for the layers from 1 on and used for the data, where the mean may vanish",
    "centred data need no centring; else the level must be chosen relative to the mean's norm",
)
limiting.remark(
    "Assumption 2.2",
    "the absolute constant c comes after the function f",
    "it comes before: one constant for all f",
)
limiting.remark(
    "Lemma C.2",
    "the induction starts at k = 0, where it needs a mean of order sqrt(d), which zero-mean data do not have",
    "it starts at k = 1",
)
limiting.remark(
    "proof of Lemma 5.5",
    "the constant c and the factor 2 of Assumption 2.2 are replaced by 1/2 and 1 in the tail of Lambda_ii",
    "absolute constants change",
)
limiting.remark(
    "Lemma 6.1",
    "the maximum runs over an index set that may be empty (all weights of a layer negative)",
    "the maximum over the empty set is 0",
)
limiting.remark(
    "Corollary 4.2",
    "the network that interpolates has twice the widths of the theorem",
    "the condition on the widths must hold for half of them",
)
limiting.remark(
    "title and Theorem 3.2",
    "the bounds are called tight; in the depth they are not: the lower one does not grow with L",
    "the smallest eigenvalue grows linearly in L, with slope 3/4 for unit vectors that are not parallel",
)
