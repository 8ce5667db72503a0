"""Legendre polynomials in sines: every claim is certified (or cited, as listed), and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Range, oo

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("legendre_in_sines")
CITED = frozenset(())


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug], CITED)


j, k, n = (getattr(book, name) for name in "jkn")
s = book.sine


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "recurrence, sign": (
        "sine_coefficient_recurrence",
        Eq(
            _left("sine_coefficient_recurrence"),
            (2 * k + 3) * (s(k + 1, n + 2) - s(k + 1, n)) / 2 - (k + 1) * s(k, n + 1),
        ),
        {},
    ),
    "recurrence, degree": (
        "sine_coefficient_recurrence",
        Eq((k + 1) * s(k + 2, n + 1), CLAIMS["sine_coefficient_recurrence"].statement.rhs),
        {},
    ),
    "first value": ("sine_coefficient_of_one", Eq(s(0, 2 * j + 1), 1 / (2 * j + 1)), {}),
    "first value, all indices": ("sine_coefficient_of_one_vanishes", None, {j: Range(-1, oo)}),
    "second value": ("sine_coefficient_of_cosine", Eq(s(1, 2 * j + 2), 2 / (2 * j + 1)), {}),
    "closed form, shifted": (
        "sine_coefficient_closed_form",
        Eq(s(k, k + 1 + 2 * j), book.neumann_ratio.subs(j, j + 1)),
        {},
    ),
    "closed form, doubled": ("sine_coefficient_closed_form", Eq(s(k, k + 1 + 2 * j), 2 * book.neumann_ratio), {}),
    "other parity": ("sine_coefficient_of_the_other_parity", Eq(s(k, k + 1 + 2 * j), 0), {}),
    "at one, degree": ("sine_coefficient_at_one", Eq(s(k, 1), 0), {}),
    "below, too high": ("sine_coefficient_below_the_degree", Eq(s(n + 2 * j - 1, n), 0), {}),
    "diagonal": ("sine_coefficient_at_the_degree", Eq(s(k + 1, k + 2), 0), {}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)
