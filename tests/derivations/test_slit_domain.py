"""Theta_L off its cuts: every claim is certified (or cited, as listed), and no slip in it is."""

from dataclasses import replace
from functools import partial

import pytest
import sympy
from books import opened
from sympy import Interval, cos, oo, pi

from ntksym.claims import Domain, legs

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("slit_domain")
CITED = frozenset({"theta_modulus_on_the_discs", "cauchy_inequalities", "cauchy_representation"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == ("cited" if slug in CITED else "certified"), verdict.failure()
    assert verdict.numeric.decided > 0


h, r, x, L, t = (getattr(book, name) for name in "hrxLt")


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "distance, sign": (
        "ellipse_distance_to_one",
        Eq(_left("ellipse_distance_to_one"), (book.cosh_ + cos(pi * h)) ** 2),
        {},
    ),
    "distance to the other focus": (
        "ellipse_distance_to_minus_one",
        Eq(_left("ellipse_distance_to_minus_one"), (book.cosh_ - cos(pi * h)) ** 2),
        {},
    ),
    "discs too small": ("ellipse_in_two_discs", Le(_left("ellipse_in_two_discs"), r**2 / 2), {}),
    "discs that do not reach": ("ellipse_in_two_discs", None, {x: Interval(-1, oo)}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    try:
        slip = replace(claim, statement=statement, domain=Domain({**claim.domain.sets, **widened}), control=None)
    except ValueError:  # a wider domain may be refused at once
        assert widened
        return
    assert not slip.proof.prove(slip).proved


@pytest.mark.parametrize("slug", ["theta_modulus_on_the_discs", "cauchy_inequalities"])
def test_a_bound_sixteen_times_smaller_is_refuted(slug):
    """The measured quotients are not tiny."""
    claim = CLAIMS[slug]
    assert legs.numeric_leg(claim, Le(claim.statement.lhs, sympy.Rational(1, 16))).status == "refuted"


def test_the_representation_needs_both_cuts(monkeypatch):
    """Without the jump at -1, or with its sign turned, Cauchy's formula gives another function."""
    claim = CLAIMS["cauchy_representation"]
    whole = book.at_minus_one
    monkeypatch.setattr(book, "at_minus_one", lambda L, w: whole(L, w.conjugate() if w.real == 0 else w))
    assert legs.numeric_leg(claim).status == "refuted"


def test_the_chain_refuses_a_radius_that_is_too_large(monkeypatch):
    """r_{L-2} < sqrt 2 is checked, not assumed."""
    monkeypatch.setitem(book.RADIUS, 4, book.RADIUS[2])
    with pytest.raises(ValueError, match="leaves the disc"):
        book.chain(4)
