"""Errata of Karhadkar, Murray and Montufar 2024 (arXiv 2405.14630v1): the rate and its harmonic analysis.

Each statement is refuted as it is printed, within its own hypotheses; where it hides an absolute constant C, a family
of counterexamples refutes every value of C.  Notation: d is the input dimension, delta the separation of the data,
t = <x, x'>, so that |x - x'|^2 = 2 - 2t and |x + x'|^2 = 2 + 2t.
"""

import gegenbauer_polynomials
import sonin_energy
from legendre_polynomials import d, degree_one, t
from sonin_energy import m, s
from sympy import (
    Eq,
    Ge,
    Gt,
    Integer,
    Interval,
    Le,
    Lt,
    Range,
    Rational,
    Sum,
    Symbol,
    binomial,
    cos,
    exp,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
)

from ntksym.claims import Combination, Errata, EveryCase, EveryConstant, GapInduction, Identity, Monotone, Positive
from ntksym.formulas.harmonics import LegendreP, dimension

HALF = Rational(1, 2)
DIMENSIONS = {d: Range(3, oo)}

rates = Errata(
    "Karhadkar, Murray and Montufar: the rate and the harmonics",
    source="Karhadkar, Murray, Montufar 2024, arXiv 2405.14630v1",
    intro="Read: the text of version 1 with its appendices. Later versions were not read and may differ.",
)

k = Symbol("k", integer=True, positive=True)  # the parameter of families
C = Symbol("C", positive=True)  # a hidden constant
ANY_CONSTANT = {C: Interval.open(0, oo)}
EVERY_K = {k: Range(1, oo)}

# --- the rate: delta = d^(-a), so that a = log(1/delta)/log(d) -----------------------------------

a = Symbol("a", real=True)
z = Symbol("z", nonnegative=True)
x = Symbol("x", nonnegative=True)
v = Symbol("v", nonnegative=True)
w = Symbol("w", positive=True)
q = Symbol("q", positive=True)

rate = (1 + d * a) ** -3 * d ** (-2 * a)
mended = (1 + d * v / w) ** -3 * (2 * exp(-v)) ** 2
SEPARATION = {v: Interval(0, oo), w: Interval.open(0, oo)}

decay = rates.claim(
    "exponential_below_one",
    Le(exp(-x), 1, evaluate=False),
    {x: Interval(0, oo)},
    because="equality at 0, and it decreases",
    proof=Monotone(x, start=0, derivative=Positive()),
)

log_four = rates.claim(
    "log_four_above_one",
    Ge(log(4), 1, evaluate=False),
    {},
    because="a number",
    proof=EveryCase(),
)

four_low = rates.claim(
    "power_of_four_above_a_quarter",
    Ge(4 ** (-x), Rational(1, 4), evaluate=False),
    {x: Interval(0, 1)},
    because="equality at 1, and it decreases",
    proof=Monotone(x, start=1, derivative=Positive([log_four])),
)

four_high = rates.claim(
    "power_of_four_below_one",
    Lt(4 ** (-x), 1, evaluate=False),
    {x: Interval.Lopen(0, 1)},
    because="equality at 0, and it decreases",
    proof=Monotone(x, start=0, derivative=Positive([log_four])),
)

rate_is_bounded = rates.claim(
    "rate_with_log_of_two_over_delta",
    Ge(HALF, mended / 8, evaluate=False),
    {**DIMENSIONS, **SEPARATION},
    because="with log(2/delta) >= 0 the bracket is at least 1; here v = log(2/delta) and w = log(d)",
    proof=Combination([(decay.at({x: 2 * v}), (1 + d * v / w) ** -3 / 2)]),
)

rates.erratum(
    "rate_blows_up",
    number="main theorem on shallow networks (lower bound); lemma on hemisphere transforms",
    slip="lambda = (1 + d log(1/delta)/log d)^(-3) delta^2 bounds |T mu_z|^2 from below up to a constant C. For "
    "delta > 1 the logarithm is negative: lambda is unbounded near delta = d^(1/d), while |T mu_z|^2 = 1/2 for a "
    "unit vector z",
    as_written=Ge(HALF, C * rate, evaluate=False),
    domain={**DIMENSIONS, a: Interval.open(-oo, oo), **ANY_CONSTANT},
    hypotheses=[Gt(2, d ** (-2 * a), evaluate=False), Gt(1 + d * a, 0, evaluate=False)],
    at={d: 5, a: Rational(-1999, 10000), C: Rational(1, 2**20)},
    every_constant=EveryConstant(
        C,
        {d: Integer(4), a: q - Rational(1, 4), C: q**2},
        {q: Interval.Lopen(0, Rational(1, 100))},
        met=[Combination([(four_high.at({x: 2 * q}), 2)]), Positive()],
        fails=Combination([(four_low.at({x: 2 * q}), 1 / (32 * q))]),
    ),
    corrected=rate_is_bounded,
    note="z is a coordinate vector, and |T mu_z|^2 = E[step^2] = 1/2 for any data, e.g. orthonormal ones, which are "
    "delta-separated for every delta < sqrt(2). delta = d^(-a); the hypotheses say delta < sqrt(2) and lambda > 0.",
)

rate_scales = rates.claim(
    "rate_scales_with_the_vector",
    Ge(z**2 / 2, z**2 * mended / 8, evaluate=False),
    {**DIMENSIONS, **SEPARATION, z: Interval(0, 1)},
    because="both sides are quadratic in z; v = log(2/delta), w = log(d)",
    proof=Combination([(decay.at({x: 2 * v}), z**2 * (1 + d * v / w) ** -3 / 2)]),
)

rates.erratum(
    "zero_vector",
    number="lemma on hemisphere transforms; Lemma 13",
    slip="|T mu_z|^2 >= C lambda is said for every z with |z| <= 1; for z = 0 the left side is 0",
    as_written=Ge(z**2 / 2, C * rate, evaluate=False),
    domain={**DIMENSIONS, a: Interval.open(-oo, oo), z: Interval(0, 1), **ANY_CONSTANT},
    hypotheses=[Gt(2, d ** (-2 * a), evaluate=False), Gt(1 + d * a, 0, evaluate=False)],
    at={d: 3, a: 0, z: 0, C: Rational(1, 2**20)},
    every_constant=EveryConstant(
        C,
        {d: Integer(3), a: Integer(0), z: Integer(0), C: 1 / k},
        EVERY_K,
        met=[Positive(), Positive()],
        fails=Positive(),
    ),
    corrected=rate_scales,
    note="The vector is z times a coordinate vector. The lemma holds for |z| = 1, or with |z|^2 on the right.",
)

# --- the addition formula ------------------------------------------------------------------------

R = Symbol("R", integer=True, nonnegative=True)
r = Symbol("r", integer=True, nonnegative=True)
beta = Symbol("beta", integer=True, nonnegative=True)
band = Sum(dimension(d, 2 * r + beta) * LegendreP(d, 2 * r + beta, t), (r, 0, R))
size = binomial(2 * R + beta + d - 1, d - 1)
BAND = {**DIMENSIONS, R: Range(0, oo), beta: Range(0, 2)}
PAIRS = {t: Interval.open(-1, 1)}

height = pi * s  # the angle between the points
odd_band = gegenbauer_polynomials.odd_band.at({t: cos(height)})

band_bound = rates.claim(
    "odd_band_below_sonin",
    Le(
        ((2 * m - 1 + d / 2) ** 2 - d * (d - 2) / (4 * sin(height) ** 2))
        * sin(height) ** d
        * odd_band.statement.lhs**2,
        (2 * gamma(m + d / 2) / (gamma(d / 2) * gamma(m))) ** 2,
        evaluate=False,
    ),
    {**DIMENSIONS, m: Range(1, oo), s: Interval.Lopen(0, HALF)},
    because="the sum is the Gegenbauer polynomial of parameter d/2, and Sonin's energy bounds it with every constant",
    proof=Combination([(sonin_energy.bound_odd.at({sonin_energy.a: d / 2, m: m - 1}), 1)], using=[odd_band]),
)

rates.erratum(
    "band_at_obtuse_pairs",
    number="Lemma 4",
    slip="the sum of the zonal harmonics of one parity up to degree 2R + beta is at most C (|x - x'|^2/2)^(-(d-2)/4) "
    "binom(2R+beta+d-1, d-1)^(1/2); obtuse pairs make the power small although the sum is even or odd in t",
    as_written=Le(band**2, C**2 * (1 - t) ** (-(d - 2) / 2) * size, evaluate=False),
    domain={**BAND, **PAIRS, **ANY_CONSTANT},
    at={d: 42, R: 0, beta: 1, t: -HALF, C: 50},
    every_constant=EveryConstant(
        C,
        {d: 4 * k + 2, R: Integer(0), beta: Integer(1), t: -HALF, C: Rational(3, 2) ** k},
        EVERY_K,
        fails=Positive([degree_one.at({d: 4 * k + 2, t: -HALF})]),
    ),
    corrected=band_bound,
    note="Both sides are squared. The pair is 1-separated. The corrected bound is for the odd degrees 1, ..., 2m - "
    "1; that for even degrees is gegenbauer_bound_even.",
)

rates.erratum(
    "band_with_fourth_power_of_the_separation",
    number="last display in the proof of Lemma 4; used in the lemma on the matrix of harmonics",
    slip="the same sum is at most C (delta^4/2)^(-(d-2)/4) binom(2R+beta+d-1, d-1)^(1/2); from delta^4/4 <= 1 - t^2 "
    "to delta^4/2 is a factor 2^((d-2)/4), which is no absolute constant",
    as_written=Le(band**2, C**2 * (2 * (1 - t) ** 2) ** (-(d - 2) / 2) * size, evaluate=False),
    domain={**BAND, t: Interval.Ropen(0, 1), **ANY_CONSTANT},
    at={d: 105, R: 0, beta: 1, t: Rational(1, 5), C: 400},
    every_constant=EveryConstant(
        C,
        {d: 4 * k + 2, R: Integer(0), beta: Integer(1), t: Rational(1, 5), C: Rational(32, 25) ** k},
        {k: Range(6, oo)},
        fails=Positive([degree_one.at({d: 4 * k + 2, t: Rational(1, 5)})]),
    ),
    corrected=band_bound,
    note="Here delta^2 = 2 - 2t, the largest separation that an acute pair allows.",
)

root_increases = rates.claim(
    "square_root_increases",
    Ge(sqrt(w + x), sqrt(w), evaluate=False),
    {w: Interval.open(0, oo), x: Interval(0, 1)},
    because="equality at x = 0, and the left side increases",
    proof=Monotone(x, start=0, derivative=Positive()),
)

rates.erratum(
    "sum_below_its_last_term",
    number="proof of Lemma 4",
    slip="a sum of R + 1 increasing terms is bounded by its last term (at d = 3 the terms are proportional to sqrt(r "
    "+ 3)); the factor R + 1 is lost",
    as_written=Le(Sum(sqrt(r + 3), (r, 0, R)), sqrt(R + 3), evaluate=False),
    at={R: 1},
    corrected=rates.claim(
        "sum_below_number_times_last_term",
        Le(Sum(sqrt(r + 3), (r, 0, R)), (R + 1) * sqrt(R + 3), evaluate=False),
        {R: Range(0, oo)},
        because="each term is at most the last one",
        proof=GapInduction(R, hypothesis=[({}, 1)], known=[(root_increases.at({w: R + 3, x: 1}), R + 1)]),
    ),
    note="As R grows the quotient of the two sides is of the order of R, so that no constant mends it.",
)

stirling = rates.claim(
    "gamma_of_half_the_dimension",
    Le(4 ** (d - 2) * gamma((d - 2) / 2) ** 4 * d**3, 1100 * gamma(d - 1) ** 2, evaluate=False),
    DIMENSIONS,
    because="two dimensions up the quotient of the sides changes by (d-2)^4 (d+2)^3/(d^5 (d-1)^2) < 1",
    proof=GapInduction(d, hypothesis=[({}, (d * (d - 1)) ** 2)], order=2),
)

rates.erratum(
    "stirling_power",
    number="proof of Lemma 4, Stirling's approximation",
    slip="2^((d-2)/2) Gamma((d-2)/2) is said to be of the order d^(-1/4) Gamma(d-1)^(1/2), so at least a constant "
    "times it; the power is -3/4",
    as_written=Ge(4 ** (d - 2) * gamma((d - 2) / 2) ** 4 * d, C * gamma(d - 1) ** 2, evaluate=False),
    domain={**DIMENSIONS, **ANY_CONSTANT},
    at={d: 200, C: Rational(1, 1024)},
    every_constant=EveryConstant(
        C, {d: 40 * k, C: 1 / k}, EVERY_K, fails=Combination([(stirling.at({d: 40 * k}), 1 / (40 * k) ** 2)])
    ),
    corrected=stirling,
    note="Fourth powers of both sides, with C^4 written C.",
)

# --- Gershgorin ----------------------------------------------------------------------------------

n = Symbol("n", integer=True, positive=True)
rows = (n + 1) * (d + n * d * LegendreP(d, 1, -1 / n))

M = Symbol("M", nonnegative=True)
theta = Symbol("theta", nonnegative=True)

gershgorin = rates.claim(
    "gershgorin_with_all_neighbours",
    Ge((n + 1) * (d + n * M * (2 * theta - 1)), (n + 1) * (d - n * M), evaluate=False),
    {**DIMENSIONS, n: Range(2, oo), M: Interval(0, oo), theta: Interval(0, 1)},
    because="each of the n neighbours in a row takes at most M, the largest off-diagonal entry in modulus",
    proof=Positive(),
)

rates.erratum(
    "gershgorin_with_one_neighbour",
    number="lemma on the matrix of harmonics (the smallest singular value of D)",
    slip="if N >= C (delta^4/2)^(-(d-2)/2) then the smallest eigenvalue of D^T D is at least N/2: each off-diagonal "
    "entry is bounded by N/2, but a row has n of them. A regular simplex of n + 1 points makes D^T D singular",
    as_written=Ge(rows, (n + 1) * d / 2, evaluate=False),
    domain={**DIMENSIONS, n: Range(2, oo), **ANY_CONSTANT},
    hypotheses=[
        Ge(d, C * (2 * (1 - 1 / n) ** 2) ** (-(d - 2) / 2), evaluate=False),
        Ge(d, n, evaluate=False),
    ],
    at={d: 102, n: 5, C: 10**6},
    every_constant=EveryConstant(
        C,
        {d: 2 * k + 6, n: Integer(5), C: Rational(32, 25) ** k},
        EVERY_K,
        met=[Positive(), Positive()],
        fails=Positive([degree_one.at({d: 2 * k + 6, t: -Rational(1, 5)})]),
    ),
    corrected=gershgorin,
    note="z = (1, ..., 1), R = 0, beta = 1, so that N = d; the lines of a simplex of n + 1 points in dimension n <= "
    "d are separated by delta^2 = 2 - 2/n. There M = d/n, and the bound with all neighbours, 0, is attained.",
)

# --- leftovers -----------------------------------------------------------------------------------

rates.erratum(
    "binomial_at_degree_two",
    number="proof of the lemma on hemisphere transforms, R = 1",
    slip="binom(2R+d-1, d-1) = d at R = 1",
    as_written=Eq(binomial(d + 1, d - 1), d, evaluate=False),
    at={d: 3},
    corrected=rates.claim(
        "binomial_two_above",
        Eq(binomial(d + 1, d - 1), d * (d + 1) / 2, evaluate=False),
        DIMENSIONS,
        because="binom(d+1, 2)",
        proof=Identity(),
    ),
)

rates.remark(
    "main theorem on shallow networks, condition on delta",
    "for d >= 5 and delta near sqrt(2) the rate lambda is negative, and with it the width that is asked for",
    "log(2/delta) in place of log(1/delta) makes the theorem, its corollary and the deep lower bound meaningful",
)
rates.remark(
    "proof of the lemma on hemisphere transforms",
    "exponents 2/(d-2) for 2(d-2) and a sign of (d-2)/2; log(n/epsilon) in place of d log(1/delta); the last line "
    "lacks the power -3; d^2 for d in the second case; a basis of the degrees 2r - 1, r >= 1, for both parities",
    "misprints: the argument needs (2/delta)^(2(d-2)) and (2/delta^4)^((d-2)/2)",
)
rates.remark(
    "Section 6.2, decomposition of L^2",
    "the sum of the spaces of harmonics starts at degree 1",
    "it starts at degree 0: the constants are orthogonal to all other degrees",
)
rates.remark(
    "remark after the main theorem",
    "dimension 2 is said to be out of reach of the addition formula",
    "the claims band_odd and gegenbauer_bound_odd hold from d = 2 on, where the band is a Chebyshev polynomial",
)
