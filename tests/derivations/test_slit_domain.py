"""Theta_L off its cuts: every claim is cited, as listed, and measured."""

from functools import partial

import mpmath as mp
import pytest
import sympy
from books import opened

from ntksym.claims import legs

Le = partial(sympy.Le, evaluate=False)

book, CLAIMS = opened("slit_domain")
CITED = frozenset({"theta_modulus_on_the_discs", "cauchy_inequalities", "cauchy_representation"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == ("cited" if slug in CITED else "certified"), verdict.failure()
    assert verdict.numeric.decided > 0


@pytest.mark.parametrize("slug", ["theta_modulus_on_the_discs", "cauchy_inequalities"])
def test_a_bound_sixteen_times_smaller_is_refuted(slug):
    """The measured quotients are not tiny."""
    claim = CLAIMS[slug]
    assert legs.numeric_leg(claim, Le(claim.statement.lhs, sympy.Rational(1, 16))).status == "refuted"


def test_the_representation_needs_both_cuts(monkeypatch):
    """With the sign of the jump at -1 turned, Cauchy's formula gives another function."""
    claim = CLAIMS["cauchy_representation"]
    whole = book.theta_at
    turned = lambda L, angle: whole(L, angle.conjugate() if angle.real == mp.pi else angle)  # noqa: E731
    monkeypatch.setattr(book, "theta_at", turned)
    assert legs.numeric_leg(claim).status == "refuted"


def test_the_chain_refuses_a_radius_that_is_too_large(monkeypatch):
    """r_{L-2} < sqrt 2 is checked, not assumed."""
    monkeypatch.setitem(book.RADIUS, 4, book.RADIUS[2])
    with pytest.raises(ValueError, match="leaves the disc"):
        book.chain(4)
