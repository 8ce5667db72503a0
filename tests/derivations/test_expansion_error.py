"""The error of the expansion in three parts: every claim is certified, and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Interval, Range, oo

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("expansion_error")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    stands(CLAIMS[slug])


n, i, x, v, B, F, S = (getattr(book, name) for name in "nixvBFS")
y, g, over, weight, each, start, last = (
    getattr(book, name) for name in ("y", "g", "over", "weight", "each", "start", "last")
)


def _left(slug):
    return CLAIMS[slug].statement.lhs


def _right(slug):
    return CLAIMS[slug].statement.rhs


THREE = "expansion_error_in_three_parts"
SLIPS = {
    "powers fall": ("powers_increase", Ge(v**n, (v + x) ** n), {}),
    "powers of smaller numbers": ("powers_increase", None, {x: Interval(-1, oo)}),
    "a positive weight": ("weight_beyond_the_cut_nonnegative", Gt(_left("weight_beyond_the_cut_nonnegative"), 0), {}),
    "a negative degree": ("weight_on_the_cut_nonnegative", None, {n: Range(-2, oo)}),
    "terms beyond the cut, other power": (
        "terms_beyond_the_cut",
        Le(_left("terms_beyond_the_cut"), book.gap ** (-i - 1) * over(weight(n + i, n + i), 0, start)),
        {},
    ),
    "terms on the cut": (
        "terms_beyond_the_cut",
        Le(over(weight(n, n + i), start, 1), book.gap ** (-i) * over(weight(n + i, n + i), start, 1)),
        {},
    ),
    "terms beyond, one power less": (
        "first_terms_beyond_the_cut",
        Le(each(0, start), book.first_size * over(weight(last - 1, last), 0, start)),
        {},
    ),
    "sum of another range": ("terms_of_the_cut", Eq(_left("terms_of_the_cut"), each(0, 1)), {}),
    "the ranges overlap": (
        "half_line_and_cut_for_each_term",
        Eq(_left("half_line_and_cut_for_each_term"), over(weight(n, n + i), 0, start) + over(weight(n, n + i), 0, 1)),
        {},
    ),
    "the ranges leave a gap": (
        "half_line_and_cut_for_each_term",
        Eq(
            _left("half_line_and_cut_for_each_term"),
            over(weight(n, n + i), 0, start / 2) + over(weight(n, n + i), start, 1),
        ),
        {},
    ),
    "another function beyond": (
        "half_line_and_cut_for_each_term",
        Eq(
            _left("half_line_and_cut_for_each_term"),
            over(weight(n, n + i + 1), 0, start) + over(weight(n, n + i), start, 1),
        ),
        {},
    ),
    "tail halved": ("tail_on_the_cut", Le(2 * _left("tail_on_the_cut"), _right("tail_on_the_cut")), {}),
    "tail of a negative size": ("tail_on_the_cut", None, {B: Interval(-1, oo)}),
    "product above 1": ("real_part_of_a_product", None, {book.p: Interval(0, 2)}),
    "three parts without the tail": (THREE, Le(_left(THREE), _right(THREE).subs(B, 0)), {}),
    "three parts without the ellipse": (THREE, Le(_left(THREE), _right(THREE) - F * S), {}),
    "three parts without the terms beyond": (
        THREE,
        Le(_left(THREE), B * over(weight(n + 1, last), 0, 1) + F * S),
        {},
    ),
    "three parts with one term more": (
        THREE,
        Le(_left(THREE), _right(THREE).subs(n, n + 1)),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)
