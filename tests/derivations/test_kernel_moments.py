"""The moments of the dispersion kernel: every claim is certified (or cited, as listed), and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import cos, pi

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("kernel_moments")
CITED = frozenset({"moments_in_every_dimension"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug], CITED)


d, h, j, m = (getattr(book, name) for name in "dhjm")


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "variable": (
        "moment_variable_on_the_circle",
        Eq(_left("moment_variable_on_the_circle"), cos(pi * h) ** 2),
        {},
    ),
    "moment, factor": (
        "moment_on_the_circle",
        Eq(_left("moment_on_the_circle"), 2 * CLAIMS["moment_on_the_circle"].statement.rhs),
        {},
    ),
    "moment, degree": (
        "moment_on_the_circle",
        Eq(_left("moment_on_the_circle"), book.root_size(book.Integer(2), m + 2 + j, m)),
        {},
    ),
    "moment step, sign": (
        "moment_dimension_step",
        Eq(
            _left("moment_dimension_step"),
            d / (2 * book.beyond + d) * (book.root_size(d, book.beyond, m) + book.root_size(d, book.beyond + 2, m)),
        ),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)
