"""Errata of Karhadkar, Murray and Montufar 2024 (arXiv 2405.14630v1): half-spheres, caps and random points.

Each statement is refuted as it is printed, within its own hypotheses.  A cap of angle phi is written with c = cos(phi):
its measure is w_0 times the integral of (1-t^2)^((d-3)/2) over (c, 1).
"""

from legendre_polynomials import d
from sympy import Eq, Ge, Integral, Interval, Le, Range, Rational, Sum, Symbol, acos, beta, gamma, oo, pi, sqrt

from ntksym.claims import (
    Antiderivative,
    Combination,
    Errata,
    GapInduction,
    Identity,
    Positive,
    PositiveIntegrand,
)
from ntksym.formulas.harmonics import GegenbauerC, density_constant

HALF = Rational(1, 2)
DIMENSIONS = {d: Range(3, oo)}

sphere = Errata(
    "Karhadkar, Murray and Montufar: half-spheres, caps and random points",
    source="Karhadkar, Murray, Montufar 2024, arXiv 2405.14630v1",
    intro="Read: the text of version 1 with its appendices. Later versions were not read and may differ.",
)

t = Symbol("t", real=True)

# --- hemisphere transforms -----------------------------------------------------------------------

u = Symbol("u", real=True)
s = Symbol("s", positive=True)
lune = Integral(1, (u, 0, pi * s)) / pi

sphere.erratum(
    "distance_of_two_half_spaces",
    number="Lemma 5",
    slip="the root of the measure of the set where two steps differ, which is angle/pi, is written (1/pi) sqrt(angle)",
    as_written=Eq(lune, (sqrt(pi * s) / pi) ** 2, evaluate=False),
    at={s: HALF},
    corrected=sphere.claim(
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

sphere.erratum(
    "relu_moment_without_t",
    number="proof of Lemma 8, second display",
    slip="the integral of C_r^((d-2)/2)(t) (1-t^2)^((d-3)/2) over (0, 1) is given the value that belongs to the "
    "integrand with the factor t",
    as_written=Eq(
        Integral(GegenbauerC(r, (d - 2) / 2, t) * (1 - t**2) ** ((d - 3) / 2), (t, 0, 1)), relu_moment, evaluate=False
    ),
    domain={**DIMENSIONS, r: Range(0, oo)},
    at={d: 3, r: 0},
    corrected=sphere.claim(
        "relu_moment_of_degree_zero",
        Eq(Integral(t * (1 - t**2) ** ((d - 3) / 2), (t, 0, 1)), relu_moment.subs(r, 0), evaluate=False),
        DIMENSIONS,
        because="the antiderivative is -(1-t^2)^((d-1)/2)/(d-1)",
        proof=Antiderivative(of=-((1 - t**2) ** ((d - 1) / 2)) / (d - 1)),
    ),
    note="The lemma itself is right. Its closed form for all degrees is certified in relu_mean, relu_degree_one, "
    "relu_even_degrees and relu_odd_degrees_vanish.",
)

# --- caps ----------------------------------------------------------------------------------------

c = Symbol("c", positive=True)
CAPS = {**DIMENSIONS, c: Interval.open(0, 1)}
flat = Integral((1 - t**2) ** ((d - 3) / 2), (t, c, 1))
lever = Integral(t * (1 - t**2) ** ((d - 3) / 2), (t, c, 1))
sine_power = (1 - c**2) ** ((d - 1) / 2)

lever_value = sphere.claim(
    "cap_with_weight_t",
    Eq(lever, sine_power / (d - 1), evaluate=False),
    CAPS,
    because="the antiderivative is -(1-t^2)^((d-1)/2)/(d-1)",
    proof=Antiderivative(of=-((1 - t**2) ** ((d - 1) / 2)) / (d - 1)),
)

above_lever = sphere.claim(
    "cap_above_weight_t",
    Ge(flat - lever, 0, evaluate=False),
    CAPS,
    because="t <= 1",
    proof=PositiveIntegrand(),
)

below_lever = sphere.claim(
    "cap_below_weight_t_over_c",
    Ge(lever / c - flat, 0, evaluate=False),
    CAPS,
    because="t >= c",
    proof=PositiveIntegrand(),
)

sphere.erratum(
    "incomplete_beta_from_above",
    number="proof of Lemma 19",
    slip="B(sin^2 phi; (d-1)/2, 1/2) <= (2/(d-1)) sin^(d-1) phi, since (1-t)^(-1/2) <= 1; but that root is at least "
    "1. The incomplete Beta function is twice the integral over the cap",
    as_written=Le(2 * flat, 2 * sine_power / (d - 1), evaluate=False),
    at={d: 3, c: HALF},
    corrected=sphere.claim(
        "incomplete_beta_from_below",
        Ge(2 * flat, 2 * sine_power / (d - 1), evaluate=False),
        CAPS,
        because="the inequality holds the other way round",
        proof=Combination([(above_lever, 2)], using=[lever_value]),
    ),
)

sphere.erratum(
    "beta_function_from_below",
    number="proof of Lemma 19",
    slip="B((d-1)/2, 1/2) >= 2 sqrt(pi)/(d-2), since Gamma((d-1)/2) >= Gamma((d-2)/2); Gamma decreases at first, and "
    "this fails in dimensions 3 and 4",
    as_written=Ge(beta((d - 1) / 2, HALF), 2 * sqrt(pi) / (d - 2), evaluate=False),
    at={d: 3},
    corrected=sphere.claim(
        "beta_function_above",
        Ge(beta((d - 1) / 2, HALF), 4 / (d - 1), evaluate=False),
        DIMENSIONS,
        because="two dimensions up the left side is multiplied by (d-1)/d; equality at d = 3",
        proof=GapInduction(d, hypothesis=[({}, (d - 1) / d)], order=2),
    ),
)

sphere.erratum(
    "measure_of_a_cap",
    number="proof of Lemma 19",
    slip="the share of the sphere within an angle phi <= pi/2 of a point is given as the regularised incomplete Beta "
    "function, which is the share of the double cap",
    as_written=Eq(density_constant(d) * flat, 2 * flat / beta((d - 1) / 2, HALF), evaluate=False),
    at={d: 3, c: HALF},
    corrected=sphere.claim(
        "measure_is_half_the_double_cap",
        Eq(density_constant(d) * flat, flat / beta((d - 1) / 2, HALF), evaluate=False),
        CAPS,
        because="w_0 = 1/B((d-1)/2, 1/2)",
        proof=Identity(),
    ),
    note="The formula that is cited there (Li 2010) has the factor 1/2.",
)

sphere.erratum(
    "product_below_square",
    number="proof of Lemma 19, last display",
    slip="1/((d-1)(d-2)) <= 1/d^2",
    as_written=Le(1 / ((d - 1) * (d - 2)), 1 / d**2, evaluate=False),
    at={d: 3},
    corrected=sphere.claim(
        "product_above_square",
        Ge(1 / ((d - 1) * (d - 2)), 1 / d**2, evaluate=False),
        DIMENSIONS,
        because="(d-1)(d-2) <= d^2",
        proof=Positive(),
    ),
)

sphere.erratum(
    "cap_below_inverse_square_of_dimension",
    number="proof of Lemma 19, last display",
    slip="a cap of angle phi has measure at most 4 sqrt(pi) phi^(d-1)/d^2; the true order is phi^(d-1)/sqrt(d)",
    as_written=Le(density_constant(d) * flat, 4 * sqrt(pi) * acos(c) ** (d - 1) / d**2, evaluate=False),
    at={d: 8, c: Rational(199, 200)},
    corrected=sphere.claim(
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

sphere.erratum(
    "exponent_of_the_product",
    number="proof of Lemma 21, last display",
    slip="the product over i = 2, ..., N of exp(-(i/2) y) is bounded by exp(-(N^2/2) y), which needs the sum of i/2 "
    "to reach N^2/2; here N = n + 1",
    as_written=Ge(Sum(i / 2, (i, 2, n + 1)), (n + 1) ** 2 / 2, evaluate=False),
    at={n: 1},
    corrected=sphere.claim(
        "exponent_of_the_right_product",
        Ge(Sum(i / 2, (i, 1, n)), (n + 1) ** 2 / 8, evaluate=False),
        {n: Range(1, oo)},
        because="the sum over i = 1, ..., N - 1 is N (N-1)/4",
        proof=GapInduction(n, hypothesis=[({}, 1)]),
    ),
    note="The product runs over i = 1, ..., N - 1; a smaller constant in the lemma is enough.",
)
sphere.remark(
    "remark after the main theorem, against Lemmas 20 and 21",
    "for uniform data delta and delta' are said to be of the order n^(-2/d)",
    "n^(-2/(d-1)), as in the lemmas and in the corollary",
)
