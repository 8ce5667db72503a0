"""The two-point theorem, its dual and its example: every claim is certified, and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened, stands, still_proved
from sympy import Eq, Ge, Interval, Lambda, Le, Lt, Range, Rational, Sum, oo

from ntksym.claims import legs

book, CLAIMS = opened("quadratic_forms", "two_point_theorem", "two_point_dual", "two_point_example")
forms, theorem = opened("quadratic_forms")[0], opened("two_point_theorem")[0]
dual, example = opened("two_point_dual")[0], opened("two_point_example")[0]
CITED = ("zonal_form_is_nonnegative",)


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug], CITED)


def left(slug):
    return CLAIMS[slug].statement.lhs


def right(slug):
    return CLAIMS[slug].statement.rhs


def eq(left, right):
    return Eq(left, right, evaluate=False)


def ge(left, right):
    return Ge(left, right, evaluate=False)


i, j, k, n, D = forms.i, forms.j, forms.k, forms.n, forms.D
z, c, t, b = forms.z, forms.c, example.t, theorem.b
minorant, majorant = example.minorant, example.majorant

SLIPS = {
    "row, next coefficient": (
        "row_of_the_next_degree",
        eq(left("row_of_the_next_degree"), right("row_of_the_next_degree").subs(c(D + 1), c(D))),
        {},
    ),
    "form without the factor 2": (
        "form_of_products_is_a_square",
        eq(left("form_of_products_is_a_square") / 2, right("form_of_products_is_a_square")),
        {},
    ),
    "form, a degree too many": (
        "form_of_a_sum_of_kernels",
        eq(left("form_of_a_sum_of_kernels").subs(D, D + 1), right("form_of_a_sum_of_kernels")),
        {},
    ),
    "circle, degree": (
        "zonal_form_on_the_circle",
        eq(left("zonal_form_on_the_circle"), right("zonal_form_on_the_circle").subs(k, k + 1)),
        {},
    ),
    "square of a sum, n - 1 for n": (
        "square_of_a_sum",
        Le(left("square_of_a_sum"), (n - 1) * Sum(forms.w(i) ** 2, (i, 1, n)), evaluate=False),
        {},
    ),
    "square of a sum, of no numbers": ("square_of_a_sum", None, {n: Range(-1, oo)}),
    "remainder without 1 - b": (
        "two_point_remainder",
        eq(left("two_point_remainder"), right("two_point_remainder") + b),
        {},
    ),
    "remainder, sign of the list": (
        "two_point_remainder_of_the_list",
        eq(
            left("two_point_remainder_of_the_list"),
            right("two_point_remainder_of_the_list") - 2 * theorem.series(theorem.p, D),
        ),
        {},
    ),
    "list above the kernel": ("two_point_list_below_the_kernel", None, {theorem.slack: Interval(-1, oo)}),
    "tail with b above 1": ("two_point_tail_below_the_kernel", None, {b: Interval(-oo, 2)}),
    "tail of a kernel with a negative coefficient": (
        "two_point_tail_below_the_kernel",
        None,
        {theorem.a: Interval(-1, oo)},
    ),
    "pair, sign of H": (
        "two_point_pair",
        ge(left("two_point_pair"), -right("two_point_pair")),
        {},
    ),
    "pair, Phi against twice H": ("two_point_pair", ge(2 * left("two_point_pair"), right("two_point_pair")), {}),
    "pairs, diagonal twice": ("two_point_pairs", ge(left("two_point_pairs"), right("two_point_pairs") / 2), {}),
    "diagonal, sign of H": (
        "two_point_diagonal",
        eq(left("two_point_diagonal"), -right("two_point_diagonal")),
        {},
    ),
    "inequality, sign of H(1)": (
        "two_point_inequality",
        ge(left("two_point_inequality"), right("two_point_inequality") + 2 * theorem.majorant_one * theorem.squares),
        {},
    ),
    "inequality, Phi(1) twice": (
        "two_point_inequality",
        ge(left("two_point_inequality"), right("two_point_inequality") + theorem.minorant_one * theorem.squares),
        {},
    ),
    "inequality, n - 1 for n": (
        "two_point_inequality",
        ge(left("two_point_inequality"), right("two_point_inequality") - theorem.first * theorem.squares),
        {},
    ),
    "inequality, H from half of the pairs": (
        "two_point_inequality",
        ge(left("two_point_inequality"), right("two_point_inequality") - CLAIMS["two_point_pairs"].statement.rhs / 2),
        {},
    ),
    "inequality, e_0 > 0 counted n times": ("two_point_inequality", None, {theorem.first: Interval(-oo, 1)}),
    "bound, a larger constant": (
        "two_point_bound",
        ge(left("two_point_bound"), right("two_point_bound") + theorem.size),
        {},
    ),
    "bound, K - Phi indefinite": ("two_point_bound", None, {theorem.rest: Interval(-1, oo)}),
    "bound, H indefinite": ("two_point_bound", None, {theorem.gram: Interval(-1, oo)}),
    "points, larger angle": ("points_apart_by_an_angle", None, {theorem.g: Interval(0, 2)}),
    "points beyond the antipode": ("points_apart_by_an_angle", None, {theorem.u: Interval(0, 2)}),
    "lines, one-sided": (
        "lines_apart_by_an_angle",
        ge(left("lines_apart_by_an_angle"), -right("lines_apart_by_an_angle")),
        {},
    ),
    "measure without the diagonal": (
        "measure_by_degrees",
        eq(left("measure_by_degrees") - Sum(c(k), (k, 0, D)), right("measure_by_degrees")),
        {},
    ),
    "degrees the other way": ("dual_degrees", ge(left("dual_degrees"), right("dual_degrees")), {}),
    "atoms, mu for nu": ("dual_atom", ge(left("dual_atom"), -right("dual_atom")), {}),
    "dual, 1 + mu^ negative": ("two_point_limit_bound", None, {dual.left: Interval(-1, oo)}),
    "dual, coefficients above A": ("two_point_limit_bound", None, {dual.short: Interval(-1, oo)}),
    "example on more lines": ("example_sum_is_negative", None, {t: Interval(-Rational(3, 5), Rational(3, 5))}),
    "example, H halved": (
        "example_difference_is_negative",
        Lt(majorant / 2 - minorant, 0, evaluate=False),
        {},
    ),
    "example, a better constant": (
        "example_bound",
        ge(left("example_bound"), Rational(4, 25) * theorem.size + theorem.size / 1000),
        {},
    ),
    "list, p_1 raised": (
        "example_list_sum_is_negative",
        Lt(example.short_majorant + example.short_minorant + t / 100, 0, evaluate=False),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)


def test_for_other_kernels_and_weights_it_is_not_certified():
    """The pairs are those of H + Phi <= 0 and H - Phi <= 0 at weights below their moduli, not of any numbers."""
    free = {f: Lambda((i, j), 1 - i * j) for f in (theorem.f, theorem.h)}
    free |= {w: Lambda(i, 1 + i) for w in (theorem.z, theorem.w)}
    for slug in ("two_point_pair", "two_point_row", "two_point_pairs", "two_point_inequality"):
        claim = replace(CLAIMS[slug], where={}, example=free, control=None)
        assert legs.judge(claim).status != "certified"


def test_what_the_theorem_assumes_is_said():
    """The list, the tail variable, the coefficients of H and both signs of Phi."""
    shown = " ".join(theorem.theorem.assumed())
    for formula in (r"b K", r"p_{k} \leq", r"e_{k} \geq 0", r"+ \Phi", r"- \Phi"):
        assert formula in shown
