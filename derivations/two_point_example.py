"""The two-point theorem at work, from beginning to end: kappa_0 on lines in R^3 that are pi/3 apart.

With b = 1, p_0 = -1/2, p_1 = -83/250 and e_2 = 1/125 (all others 0) the theorem gives lambda_min >= 4/25 for any
number of lines, and five of the six diagonals of the icosahedron show that no constant above 0.17 is true.  A second
list, with b = 0, takes p_1 = 33/640 and p_3 = 7/128 from the coefficients of kappa_0 alone, e_2 = 1/64: 29/320.
"""

from legendre_polynomials import d, degree, degree_one, degree_zero, t
from sympy import Eq, Ge, Integer, Interval, Le, Lt, Rational, asin, pi, sqrt
from two_point_theorem import bound, first, gram, majorant_one, minorant_one, n, rest, size

from ntksym.claims import Combination, Derivation, EveryCase, Identity, Subdivision
from ntksym.formulas.arccos import kappa_zero
from ntksym.formulas.harmonics import LegendreP, dimension_positive
from ntksym.formulas.transforms import hemisphere_odd

THREE = Integer(3)
HALF = Rational(1, 2)
ALLOWED = {t: Interval(-HALF, HALF)}
SLOPE, EDGE, MARGIN = Rational(83, 250), Rational(33, 640), Rational(1, 125)

lines = Derivation(
    "Lines in space that are pi/3 apart",
    source="our note on minorants, section 1; the numbers are derived here",
    intro="K = kappa_0, d = 3 and S = [-1/2, 1/2], as cos(pi/3) = 1/2.",
)


def P(k):
    """P_k(t) in three dimensions."""
    return LegendreP(THREE, k, t)


DEGREES = [degree_zero.at({d: 3}), degree_one.at({d: 3}), degree(THREE, 2), degree(THREE, 3)]


def _with_polynomials(slug, lhs, rhs, because):
    """The statement in Legendre polynomials as one in t."""
    return lines.claim(
        slug,
        Eq(lhs, rhs, evaluate=False),
        {t: Interval(-1, 1)},
        because=because,
        proof=Identity(DEGREES),
    )


def _negative(slug, lhs, because):
    return lines.claim(
        slug,
        Lt(lhs, 0, evaluate=False),
        ALLOWED,
        because=because,
        proof=Subdivision(),
    )


# --- with the kernel itself: b = 1 ---------------------------------------------------------------

minorant = kappa_zero(t) - HALF - SLOPE * t
majorant = MARGIN * (3 * t**2 - 1) / 2

_with_polynomials(
    "example_minorant",
    -HALF * P(0) - SLOPE * P(1) + kappa_zero(t),
    minorant,
    "Phi = K + p_0 P_0 + p_1 P_1 with p_0 = -1/2, p_1 = -83/250, which are at most (1-b) A_k = 0",
)
_with_polynomials("example_majorant", MARGIN * P(2), majorant, "H = e_2 P_2 with e_2 = 1/125 >= 0")
_negative("example_sum_is_negative", majorant + minorant, "H + Phi <= 0 at every allowed inner product")
_negative("example_difference_is_negative", majorant - minorant, "H - Phi <= 0 at every allowed inner product")

example = lines.claim(
    "example_bound",
    Ge(rest + Rational(4, 25) * size + gram, Rational(4, 25) * size, evaluate=False),
    {x: bound.domain.sets[x] for x in (size, rest, gram)},
    because="`Phi(1) = 1 - 1/2 - 83/250` and `H(1) = 1/125`, as `P_k(1) = 1`: `lambda_{min} >= 4/25` for any number"
    " of lines",
    proof=Combination([(bound.at({n: 1, first: 0, minorant_one: HALF - SLOPE, majorant_one: MARGIN}), 1)]),
)

# --- with the first coefficients alone: b = 0 ----------------------------------------------------


def _coefficient(slug, p, value):
    return lines.claim(
        slug,
        Eq(dimension_positive(THREE, 2 * p + 1) * 2 * hemisphere_odd(THREE, p) ** 2, value, evaluate=False),
        {},
        because="A_k = N_k a_k with N_k = 2k + 1 and a_k = 2 h_k^2 (kappa_zero_odd_degrees)",
        proof=Identity(),
    )


LINEAR, CUBIC = Rational(3, 8), Rational(7, 128)
_coefficient("example_first_coefficient", Integer(0), LINEAR)
_coefficient("example_third_coefficient", Integer(1), CUBIC)

short_minorant = EDGE * t + CUBIC * (5 * t**3 - 3 * t) / 2
short_majorant = Rational(1, 64) * (3 * t**2 - 1) / 2

lines.claim(
    "example_list_below_the_coefficients",
    Le(EDGE, LINEAR, evaluate=False),
    {},
    because="p_1 = 33/640 is at most A_1 = 3/8, and p_3 = 7/128 is A_3 itself",
    proof=EveryCase(),
)
_with_polynomials(
    "example_list_minorant", EDGE * P(1) + CUBIC * P(3), short_minorant, "Phi = p_1 P_1 + p_3 P_3, a polynomial"
)
_with_polynomials("example_list_majorant", Rational(1, 64) * P(2), short_majorant, "H = P_2/64")
_negative("example_list_sum_is_negative", short_majorant + short_minorant, "H + Phi <= 0 on S")
_negative("example_list_difference_is_negative", short_majorant - short_minorant, "H - Phi <= 0 on S")

lines.claim(
    "example_list_constant",
    Eq(EDGE + CUBIC - Rational(1, 64), Rational(29, 320), evaluate=False),
    {},
    because="Phi(1) - H(1): without the kernel's tail the constant is 29/320, and 4/25 with it",
    proof=Identity(),
)

# --- what no constant can exceed -----------------------------------------------------------------

configuration = Derivation(
    "Five diagonals of the icosahedron",
    source="derived here",
    intro="x_j = (2 cos(2 pi j/5), 2 sin(2 pi j/5), 1)/sqrt(5) for j = 0, ..., 4; S and K as above.",
)

ROOT = sqrt(5)
NEAR, FAR = (ROOT - 1) / 4, -(ROOT + 1) / 4
WEIGHTS = (1, FAR, NEAR, NEAR, FAR)
SIGNS = (0, 1, -1, -1, 1)

configuration.claim(
    "icosahedron_near_inner_product",
    Eq(Rational(1, 5) + Rational(4, 5) * NEAR, 1 / ROOT, evaluate=False),
    {},
    because="x_i.x_j for neighbours",
    proof=Identity(),
)
configuration.claim(
    "icosahedron_far_inner_product",
    Eq(Rational(1, 5) + Rational(4, 5) * FAR, -1 / ROOT, evaluate=False),
    {},
    because="x_i.x_j for the others",
    proof=Identity(),
)
configuration.claim(
    "icosahedron_lines_are_apart",
    Lt(1 / ROOT, HALF, evaluate=False),
    {},
    because="the lines are more than pi/3 apart",
    proof=EveryCase(),
)


def _twisted(f):
    """The sum of z_i z_j f(i - j) over i != j."""
    return sum(WEIGHTS[i] * WEIGHTS[j] * f((i - j) % 5) for i in range(5) for j in range(5) if i != j)


configuration.claim(
    "icosahedron_weights_sum_to_zero",
    Eq(sum(WEIGHTS), 0, evaluate=False),
    {},
    because="z_j = cos(4 pi j/5): the constant 1/2 in kappa_0 = 1/2 + arcsin(t)/pi adds nothing to z'Kz",
    proof=Identity(),
)
configuration.claim(
    "icosahedron_form",
    Eq(_twisted(lambda e: SIGNS[e]), -ROOT * sum(x**2 for x in WEIGHTS), evaluate=False),
    {},
    because="the sum of s_ij z_i z_j over i != j, s_ij the sign of x_i.x_j: an eigenvector for -sqrt(5)",
    proof=Identity(),
)

ceiling = HALF - ROOT * asin(Rational(4, 5)) / (2 * pi)  # sin(2 arcsin(1/sqrt(5))) = 4/5

configuration.claim(
    "icosahedron_value",
    Lt(ceiling, Rational(17, 100), evaluate=False),
    {},
    because="z'Kz/z'z = 1/2 - sqrt(5) arcsin(1/sqrt(5))/pi, 2 arcsin(1/sqrt(5)) = arcsin(4/5): no better constant is "
    "true, and by the dual theorem no two-point argument proves one",
    proof=EveryCase(),
)
configuration.claim(
    "icosahedron_above_the_bound",
    Lt(Rational(4, 25), ceiling, evaluate=False),
    {},
    because="as it must be: the proved constant is within 7 per cent of this one",
    proof=EveryCase(),
)
