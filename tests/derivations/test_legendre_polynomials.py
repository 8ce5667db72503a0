"""Legendre polynomials in dimensions d and d + 2: every claim is certified, and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Range, oo

from ntksym.claims import Domain, legs

book, CLAIMS = opened("legendre_polynomials")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.rigorous.decided > 0
    assert verdict.numeric.decided > 0


d, k, t, P = book.d, book.k, book.t, book.LegendreP
from_above = ((k + d - 2) * t * P(d + 2, k - 1, t) - (k - 1) * P(d + 2, k - 2, t)) / (d - 1)

SLIPS = {
    "degree one": ("legendre_degree_one", Eq(P(d, 1, t), 2 * t), {}),
    "recurrence d for d - 2": (
        "legendre_three_term",
        Eq((k + d - 1) * P(d, k + 1, t), (2 * k + d - 1) * t * P(d, k, t) - k * P(d, k - 1, t)),
        {},
    ),
    "recurrence sign": (
        "legendre_three_term",
        Eq((k + d - 2) * P(d, k + 1, t), (2 * k + d - 2) * t * P(d, k, t) + k * P(d, k - 1, t)),
        {},
    ),
    "from above, factor": ("legendre_from_dimension_above", Eq(P(d, k, t), 2 * from_above), {}),
    "from above, d for d - 1": ("legendre_from_dimension_above", Eq(P(d, k, t), from_above * (d - 1) / d), {}),
    "from above, index": ("legendre_from_dimension_above", Eq(P(d, k + 1, t), from_above), {}),
    "lowered, dropped term": ("legendre_lowered_by_dimension_above", Eq(P(d, k - 1, t), t * P(d, k, t)), {}),
    "lowered, dimension": (
        "legendre_lowered_by_dimension_above",
        Eq(P(d, k - 1, t), t * P(d, k, t) + (k + d - 2) / (d - 1) * (1 - t**2) * P(d, k - 1, t)),
        {},
    ),
    "from dimension 1": ("legendre_from_dimension_above", None, {d: Range(1, oo)}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    domain = Domain({**claim.domain.sets, **widened})
    slip = replace(claim, statement=statement, domain=domain, control=None)
    assert not slip.proof.prove(slip).proved
    assert legs.judge(slip).status in ("refuted", "undecided")
