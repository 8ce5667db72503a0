"""The two-point theorem: lambda_min(K(x_i.x_j)) from below for every set of points of a given separation.

Definition.  K = sum_k A_k P_k with A_k = N_k a_k >= 0, Phi = sum_{k<=D} p_k P_k + b K, H = sum_{k<=D} e_k P_k, and S
the inner products that are allowed.  With z_i real, w_i = |z_i| and t_ij = x_i.x_j the chain is

    z'Kz >= z'Phi z >= Phi(1) z'z + sum_{i != j} w_i w_j H(t_ij) >= (Phi(1) - H(1) + n min(e_0, 0)) z'z.

``ntksym constant two-point ... --proof`` prints it from the claims below.
"""

from legendre_polynomials import d, k, t
from quadratic_forms import D, cauchy, i, j, n, w, z
from spherical_harmonics import at_one
from sympy import Eq, Function, Ge, Integer, Interval, Lambda, Le, Range, Rational, Sum, Symbol, cos, oo, pi

from ntksym.claims import (
    ByInduction,
    Combination,
    Definition,
    Derivation,
    Identity,
    Linear,
    Monotone,
    Positive,
    indexed,
)
from ntksym.formulas.harmonics import LegendreP

m = Symbol("m", integer=True, nonnegative=True)
l = Symbol("l", integer=True, positive=True)  # one point, against those before it
b = Symbol("b", real=True)
K, Phi, H = Function("K"), Function("Phi"), Function("H")
A, p, e, r, s, x, y = (indexed(name) for name in "Apersxy")
f, h = indexed("phi", r"\Phi"), indexed("h", "H")

DEGREES = {D: Range(0, oo)}
EVERY = {d: Range(2, oo), t: Interval(-oo, oo)}
SHARE = {b: Interval(-oo, 1)}
POINTS = {n: Range(0, oo)}
LISTS = {A: Lambda(k, Rational(1, 2) ** k), p: Lambda(k, Rational(1, 3) ** k), e: Lambda(k, Rational(1, 5) ** k)}


def series(a, last, value=t, first=0):
    """The sum of a_k P_k(t) over k = first, ..., last."""
    return Sum(a(k) * LegendreP(d, k, value), (k, first, last))


def grows(variable, *more, base=None):
    """Induction: both sides grow alike, up to multiples of earlier equations."""
    return ByInduction(variable, base or Identity(), lambda before: Linear([(before, 1), *more]))


theorem = Derivation(
    "The two-point theorem",
    source="our note on minorants, Theorem 1 (Delsarte's method for remainders)",
    intro="Let `x_1, ..., x_n` be unit vectors with `t_ij = x_i.x_j` in `S` for `i != j`, and let `K = sum A_k P_k` be "
    "absolutely convergent at 1 with `A_k >= 0`.",
    assuming=[
        (Eq(Phi(t), series(p, D) + b * K(t), evaluate=False), "b <= 1"),
        (Eq(H(t), series(e, D), evaluate=False), ""),
        (Le(p(k), (1 - b) * A(k), evaluate=False), "0 <= k <= D"),
        (Ge(e(k), 0, evaluate=False), "1 <= k <= D"),
        (Le(H(t) + Phi(t), 0, evaluate=False), "t in S"),
        (Le(H(t) - Phi(t), 0, evaluate=False), "t in S"),
    ],
)

# --- K - Phi is positive semidefinite ------------------------------------------------------------

remainder_head = theorem.claim(
    "two_point_remainder_of_the_list",
    Eq(
        series(A, D),
        series(p, D) + b * series(A, D) + Sum(((1 - b) * A(k) - p(k)) * LegendreP(d, k, t), (k, 0, D)),
        evaluate=False,
    ),
    {**DEGREES, **SHARE, **EVERY},
    because="`K` is `Phi` and a rest; up to `D` these are the rest's coefficients",
    proof=grows(D),
    example=LISTS,
)

remainder = theorem.claim(
    "two_point_remainder",
    Eq(
        series(A, D + m),
        series(p, D)
        + b * series(A, D + m)
        + Sum(((1 - b) * A(k) - p(k)) * LegendreP(d, k, t), (k, 0, D))
        + (1 - b) * series(A, D + m, first=D + 1),
        evaluate=False,
    ),
    {**DEGREES, m: Range(0, oo), **SHARE, **EVERY},
    because="`K` is `Phi` and a rest; beyond `D` its coefficients are `(1-b) A_k`, whatever `K`: no tail is estimated",
    proof=grows(m, base=Linear([(remainder_head, 1)])),
    example=LISTS,
)

a, slack = Symbol("a", nonnegative=True), Symbol("q", nonnegative=True)

list_below = theorem.claim(
    "two_point_list_below_the_kernel",
    Le((1 - b) * a - slack + b * a, a, evaluate=False),
    {**SHARE, a: Interval(0, oo), slack: Interval(0, oo)},
    because="up to `D` the coefficients of `Phi` are at most those `a = A_k` of `K`: `p_k = (1-b) a - q` with `q >= 0`",
    proof=Positive(),
)

tail_below = theorem.claim(
    "two_point_tail_below_the_kernel",
    Le(b * a, a, evaluate=False),
    {**SHARE, a: Interval(0, oo)},
    because="beyond `D` they are `b a <= a` as well. So the rest, as `m` grows, is a sum of `P_k` with coefficients "
    "`>= 0`, and its form `z'(K - Phi)z` such a sum of their forms (form_of_a_sum_of_kernels): it is `>= 0`",
    proof=Positive(),
)

# --- the pairs -----------------------------------------------------------------------------------

WHERE = {
    z: Lambda(i, x(i) ** 2 - y(i) ** 2),
    w: Lambda(i, x(i) ** 2 + y(i) ** 2),
    f: Lambda((i, j), (s(i, j) ** 2 - r(i, j) ** 2) / 2),
    h: Lambda((i, j), -(s(i, j) ** 2 + r(i, j) ** 2) / 2),
}
PAIRS = {
    x: Lambda(i, i - 2),
    y: Lambda(i, 3 - i**2),
    r: Lambda((i, j), i - j),
    s: Lambda((i, j), i * j - 5),
}
INDEX = {i: Range(1, oo)}
PAIR = {**INDEX, j: Range(1, oo)}


def _written(slug, function, arguments, domain, because):
    return theorem.claim(
        slug,
        Eq(function(*arguments), WHERE[function](*arguments), evaluate=False),
        domain,
        because=because,
        proof=Definition(),
        where={function: WHERE[function]},
        example=PAIRS,
    )


weight = _written("two_point_weight", z, (i,), INDEX, "all real `z_1, ..., z_n` are differences of squares")
modulus = _written("two_point_modulus", w, (i,), INDEX, "with `x_i = 0` or `y_i = 0` this is the modulus of `z_i`")
minorant = _written(
    "two_point_minorant_at_a_pair", f, (i, j), PAIR, "`Phi_ij = Phi(t_ij)`, so that `H_ij + Phi_ij = -r_ij^2 <= 0`"
)
majorant = _written(
    "two_point_majorant_at_a_pair", h, (i, j), PAIR, "`H_ij = H(t_ij)`, so that `H_ij - Phi_ij = -s_ij^2 <= 0`"
)
WRITTEN = [c.at({i: v}) for c in (weight, modulus) for v in (i, j)] + [minorant, majorant]

pair = theorem.claim(
    "two_point_pair",
    Ge(z(i) * z(j) * f(i, j), w(i) * w(j) * h(i, j), evaluate=False),
    PAIR,
    because="one pair: the difference is `s_ij^2 (x_i^2 x_j^2 + y_i^2 y_j^2) + r_ij^2 (x_i^2 y_j^2 + y_i^2 x_j^2)`",
    proof=Positive(WRITTEN),
    where=WHERE,
    example=PAIRS,
)

row = theorem.claim(
    "two_point_row",
    Ge(
        z(l) * Sum(z(j) * f(l, j), (j, 1, n)),
        w(l) * Sum(w(j) * h(l, j), (j, 1, n)),
        evaluate=False,
    ),
    {**POINTS, l: Range(1, oo)},
    because="one point against `n` others, pair by pair",
    proof=ByInduction(n, Positive(), lambda before: Combination([(before, 1), (pair.at({i: l, j: n + 1}), 1)])),
    where=WHERE,
    example=PAIRS,
)

all_pairs = theorem.claim(
    "two_point_pairs",
    Ge(
        Sum(2 * z(i) * Sum(z(j) * f(i, j), (j, 1, i - 1)), (i, 1, n)),
        Sum(2 * w(i) * Sum(w(j) * h(i, j), (j, 1, i - 1)), (i, 1, n)),
        evaluate=False,
    ),
    POINTS,
    because="all pairs of `n` points, each of them twice",
    proof=ByInduction(n, Positive(), lambda before: Combination([(before, 1), (row.at({l: n + 1}), 2)])),
    where=WHERE,
    example=PAIRS,
)

# --- the diagonal --------------------------------------------------------------------------------

ORDINARY = {**DEGREES, d: Range(2, oo)}
kernel_one = Symbol("K_1", real=True)  # K(1)


def _at_one(slug, a):
    return theorem.claim(
        slug,
        Eq(series(a, D, Integer(1)), Sum(a(k), (k, 0, D)), evaluate=False),
        ORDINARY,
        because="`P_k(1) = 1`",
        proof=ByInduction(
            D,
            Identity([at_one.at({k: 0})]),
            lambda before: Linear([(before, 1)], using=[at_one.at({k: D + 1})]),
        ),
        example=LISTS,
    )


minorant_list = _at_one("two_point_minorant_at_one", p)
majorant_list = _at_one("two_point_majorant_at_one", e)

diagonal = theorem.claim(
    "two_point_diagonal",
    Eq(
        series(p, D, Integer(1)) + b * kernel_one - series(e, D, Integer(1)),
        Sum(p(k), (k, 0, D)) + b * kernel_one - Sum(e(k), (k, 0, D)),
        evaluate=False,
    ),
    {**ORDINARY, **SHARE, kernel_one: Interval(0, oo)},
    because="so `Phi(1) - H(1)` is a finite sum and `b K_1` with `K_1 = K(1)`",
    proof=Linear([(minorant_list, 1), (majorant_list, -1)]),
    example=LISTS,
)

# --- the bound -----------------------------------------------------------------------------------

minorant_one, majorant_one = Symbol("Phi_1", real=True), Symbol("H_1", real=True)
first = Symbol("epsilon", nonpositive=True)
ENDS = {minorant_one: Interval(-oo, oo), majorant_one: Interval(-oo, oo), first: Interval(-oo, 0), n: Range(1, oo)}
level = minorant_one - majorant_one + n * first
squares = Sum(w(i) ** 2, (i, 1, n))

inequality = theorem.claim(
    "two_point_inequality",
    Ge(
        minorant_one * squares + all_pairs.statement.lhs,
        level * squares + majorant_one * squares + all_pairs.statement.rhs - first * Sum(w(i), (i, 1, n)) ** 2,
        evaluate=False,
    ),
    ENDS,
    because="all pairs, and `(w_1 + ... + w_n)^2` by square_of_a_sum with the factor `-epsilon >= 0`. With "
    "`Phi_1 = Phi(1)`, `H_1 = H(1)` the left side is `z'Phi z`, as `w_i = |z_i|`",
    proof=Combination([(all_pairs, 1), (cauchy, -first)]),
    where=WHERE,
    example=PAIRS,
)

size = Symbol("sigma", nonnegative=True)  # z'z
rest = Symbol("rho", nonnegative=True)  # z'(K - Phi)z
gram = Symbol("eta", nonnegative=True)  # the form of H - epsilon at the moduli

bound = theorem.claim(
    "two_point_bound",
    Ge(rest + level * size + gram, level * size, evaluate=False),
    {**ENDS, **{number: Interval(0, oo) for number in (size, rest, gram)}},
    because="so `z'Kz` is at least the left side, with `sigma = z'z` and `rho = z'(K - Phi)z >= 0`. For "
    "`epsilon = min(e_0, 0)` the terms on the right of two_point_inequality without the factor "
    "`Phi_1 - H_1 + n epsilon` are the form of `H - epsilon` at the `w_i`. It is `eta >= 0`, as all coefficients of "
    "`H - epsilon` are `>= 0`",
    proof=Positive(),
)

# --- the inner products that separation allows ---------------------------------------------------

g, u = Symbol("g", real=True), Symbol("u", real=True)
SMALLER = {g: Interval(0, 1), u: Interval(0, 1)}

allowed = Derivation(
    "The inner products that separation allows",
    source="the cosine decreases on [0, pi]",
    intro="Let `pi u` be the angle of two points, and `alpha = pi g u` a separation that it keeps. A larger separation "
    "allows fewer inner products, so a constant for one separation holds for all larger ones.",
)

points_apart = allowed.claim(
    "points_apart_by_an_angle",
    Le(cos(pi * u), cos(pi * g * u), evaluate=False),
    SMALLER,
    because="points `alpha` apart have inner products in `S = [-1, cos alpha]` (one-sided)",
    proof=Monotone(g, start=1, derivative=Positive()),
)

lines_apart = allowed.claim(
    "lines_apart_by_an_angle",
    Ge(cos(pi * (1 - u)), -cos(pi * g * u), evaluate=False),
    SMALLER,
    because="lines `alpha` apart: as `pi - pi u` is at most `pi - alpha`, too, `S = [-cos alpha, cos alpha]`",
    proof=Combination([(points_apart, 1)]),
)
