"""Quadratic forms of kernels at n points: sums of kernels, zonal kernels, the square of a sum.

For a symmetric F the form sum z_i z_j F_ij over i, j <= n is written sum_i (z_i^2 F_ii + 2 z_i sum_{j<i} z_j F_ij).
Every claim is for all n and all real z_i.
"""

from legendre_polynomials import d, k
from spherical_harmonics import circle as legendre_circle
from spherical_harmonics import u as angle
from sympy import Eq, Ge, Lambda, Le, Range, Rational, Sum, Symbol, cos, oo, sin

from ntksym.claims import ByInduction, Cited, Combination, Derivation, Identity, Linear, Positive, indexed
from ntksym.formulas.harmonics import LegendreP

n = Symbol("n", integer=True, nonnegative=True)
r = Symbol("r", integer=True, positive=True)
D = Symbol("D", integer=True, nonnegative=True)
i, j = Symbol("i", integer=True), Symbol("j", integer=True)
G, c, t, u, w, y, z = (indexed(name) for name in "Gctuwyz")

POINTS = {n: Range(0, oo)}
DEGREES = {D: Range(0, oo)}
EXAMPLE = {z: Lambda(i, i - 3), y: Lambda(i, 5 - i**2), c: Lambda(k, k + 1), G: Lambda((k, i, j), k - i * j)}
step = Identity()


def form(diagonal, entry, n):
    """The quadratic form of a symmetric kernel at n points: its diagonal, and twice what is beside it."""
    return Sum(z(i) ** 2 * diagonal + 2 * z(i) * Sum(z(j) * entry, (j, 1, i - 1)), (i, 1, n))


def along(variable, *more, base=step):
    """Induction: the statement's growth is that of multiples of earlier equations."""
    return ByInduction(variable, base, lambda before: Linear([(before, 1), *more]))


# --- sums of kernels -----------------------------------------------------------------------------

sums = Derivation(
    "Quadratic forms of sums of kernels",
    source="linear algebra",
    intro="`G_{kij}` is the entry at `x_i, x_j` of a kernel for each `k`, such as `P_k(x_i.x_j)`; `c_k` is a number.",
)


def _row(e, n):
    """The row of the point x_r."""
    return Sum(z(j) * e(r, j), (j, 1, n))


def _single(k):
    return lambda i, j: G(k, i, j)


def _total(D):
    return lambda i, j: Sum(c(k) * G(k, i, j), (k, 0, D))


row_next = sums.claim(
    "row_of_the_next_degree",
    Eq(_row(_total(D + 1), n), _row(_total(D), n) + c(D + 1) * _row(_single(D + 1), n), evaluate=False),
    {**POINTS, **DEGREES, r: Range(1, oo)},
    because="one row, by induction on `n`",
    proof=along(n),
    example=EXAMPLE,
)

row_first = sums.claim(
    "row_of_the_first_degree",
    Eq(_row(_total(0), n), c(0) * _row(_single(0), n), evaluate=False),
    {**POINTS, r: Range(1, oo)},
    because="one row with a sum of one term",
    proof=along(n),
    example=EXAMPLE,
)


def _form(e):
    return form(e(i, i), e(i, j), n)


form_next = sums.claim(
    "form_of_the_next_degree",
    Eq(_form(_total(D + 1)), _form(_total(D)) + c(D + 1) * _form(_single(D + 1)), evaluate=False),
    {**POINTS, **DEGREES},
    because="row by row, by induction on `n`",
    proof=along(n, (row_next.at({r: n + 1}), 2 * z(n + 1))),
    example=EXAMPLE,
)

by_degrees = sums.claim(
    "form_of_a_sum_of_kernels",
    Eq(_form(_total(D)), Sum(c(k) * _form(_single(k)), (k, 0, D)), evaluate=False),
    {**POINTS, **DEGREES},
    because="by induction on `D` and `n`: the form of a sum of kernels is the sum of their forms",
    proof=along(D, (form_next, 1), base=along(n, (row_first.at({r: n + 1}), 2 * z(n + 1)))),
    example=EXAMPLE,
)

# --- zonal kernels -------------------------------------------------------------------------------

zonal = Derivation(
    "Zonal kernels are positive semidefinite",
    source="Schoenberg 1942, Theorem 1; Mueller 1966, Theorem 2",
    intro="`P_k` is a sum of products of harmonics of degree `k`, and the form of a product is a square.",
)

square = zonal.claim(
    "form_of_products_is_a_square",
    Eq(
        Sum(z(i) ** 2 * y(i) ** 2 + 2 * z(i) * y(i) * Sum(z(j) * y(j), (j, 1, i - 1)), (i, 1, n)),
        Sum(z(i) * y(i), (i, 1, n)) ** 2,
        evaluate=False,
    ),
    POINTS,
    because="the kernel with the entries `y_i y_j`",
    proof=along(n),
    example=EXAMPLE,
)

ON_CIRCLE = {z: EXAMPLE[z], u: Lambda(i, Rational(1, 3) * i**2)}


def between(i, j):
    """The entry P_k(cos(u_i - u_j))."""
    return LegendreP(2, k, cos(u(i) - u(j)))


def _wave(f):
    return Sum(z(i) * f(k * u(i)), (i, 1, n))


row_circle = zonal.claim(
    "row_on_the_circle",
    Eq(_row(between, n), cos(k * u(r)) * _wave(cos) + sin(k * u(r)) * _wave(sin), evaluate=False),
    {**POINTS, r: Range(1, oo), k: Range(0, oo)},
    because="one row, for points at the angles `u_i`: `P_k(cos(u - v)) = cos(ku) cos(kv) + sin(ku) sin(kv)`",
    proof=ByInduction(
        n, step, lambda before: Linear([(before, 1)], using=[legendre_circle.at({angle: u(r) - u(n + 1)})])
    ),
    example=ON_CIRCLE,
)

form_circle = zonal.claim(
    "zonal_form_on_the_circle",
    Eq(form(1, between(i, j), n), _wave(cos) ** 2 + _wave(sin) ** 2, evaluate=False),
    {**POINTS, k: Range(0, oo)},
    because="on the circle, for points at the angles `u_i`, the form of `P_k` is a sum of two squares: it is `>= 0`",
    proof=along(n, (row_circle.at({r: n + 1}), 2 * z(n + 1))),
    example=ON_CIRCLE,
)

HELIX = {z: EXAMPLE[z], t: Lambda((i, j), Rational(16, 25) * cos(i**2 - j**2) + Rational(9, 25))}

nonnegative = zonal.claim(
    "zonal_form_is_nonnegative",
    Ge(form(1, LegendreP(d, k, t(i, j)), n), 0, evaluate=False),
    {**POINTS, d: Range(3, oo), k: Range(0, oo)},
    because="with `t_ij = x_i.x_j` for unit vectors the form is `N_k` times the mean, over the unit vectors `y`, of "
    "`(z_1 P_k(x_1.y) + ... + z_n P_k(x_n.y))^2`, by the addition formula (or funk_hecke_formula and legendre_norm)",
    proof=Cited("Schoenberg 1942, Theorem 1; the addition formula, Mueller 1966, Theorem 2"),
    example=HELIX,
)

# --- the square of a sum -------------------------------------------------------------------------

moduli = Derivation(
    "The square of a sum of n numbers",
    source="Cauchy's inequality",
    intro="For all real numbers.",
)

cauchy = moduli.claim(
    "square_of_a_sum",
    Le(Sum(w(i), (i, 1, n)) ** 2, n * Sum(w(i) ** 2, (i, 1, n)), evaluate=False),
    {n: Range(1, oo)},
    because="one more number `w` adds at least `(w_1 + ... + w_n - n w)^2/n` to the right side less the left",
    proof=ByInduction(
        n,
        Positive(),
        lambda before: Combination([(before, 1 + 1 / n)], squares=[(1 / n, Sum(w(i), (i, 1, n)) - n * w(n + 1))]),
    ),
    example={w: EXAMPLE[z]},
)
