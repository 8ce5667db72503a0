"""Caps and cones: every claim is certified, and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Interval, Range, cos, oo, sin

from ntksym.claims import Domain, legs

book, CLAIMS = opened("cap_transform")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.rigorous.decided > 0
    assert verdict.numeric.decided > 0


d, k, s, b = book.d, book.k, book.s, book.b
cap, cone, norm, M = book.cap, book.cone, book.norm, book.moment
edge = book.density_constant(d) * cos(b) * sin(b) ** (d - 1)

SLIPS = {
    "factor 2": ("cap_transform_closed_form", Eq(cap(d, k, s), 2 * book.cap_transform(d, k, b)), {}),
    "index shift": ("cap_transform_from_degree_two", Eq(cap(d, k, s), book.cap_transform(d, k + 1, b)), {}),
    "d for d - 1": (
        "cap_transform_from_degree_two",
        Eq(cap(d, k, s), book.cap_transform(d, k, b) * (d - 1) / d),
        {},
    ),
    "from degree 0": ("cap_transform_closed_form", None, {k: Range(0, oo)}),
    "from dimension 1": ("cap_transform_from_degree_two", None, {d: Range(1, oo)}),
    "angles beyond pi": ("cap_transform_from_degree_two", None, {s: Interval.open(0, 2)}),
    "sphere without half": ("cap_measure_sphere", Eq(cap(3, 0, s), 1 - cos(b)), {}),
    "sign of the step": ("cap_measure_two_dimensions_up", Eq(cap(d + 2, 0, s) - cap(d, 0, s), edge / (d - 1)), {}),
    "hemisphere power": ("hemisphere_is_the_cap_of_a_quarter_turn", Eq(cap(d, k, book.HALF), M(1, d, k)), {}),
    "cone index": ("cone_transform_from_degree_three", Eq(cone(d, k, s), book.cone_transform(d, k - 1, b)), {}),
    "cone from degree 1": ("cone_transform_closed_form", None, {k: Range(1, oo)}),
    "cone dropped term": ("cone_transform_degree_zero", Eq(cone(d, 0, s), edge / cos(b) / (d - 1)), {}),
    "norm 2d - 1 for d + 1": (
        "cone_squared_norm",
        Eq(norm(d, s) - (1 / d + cos(b) ** 2) * cap(d, 0, s), -(2 * d - 1) / (d * (d - 1)) * edge),
        {},
    ),
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
