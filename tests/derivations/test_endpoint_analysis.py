"""Endpoint analysis: every claim is certified, and no slip in it is."""

from dataclasses import replace
from functools import partial

import pytest
import sympy
from books import opened
from sympy import Interval, cos, pi, sqrt

from ntksym.claims import Domain, legs

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("endpoint_analysis")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.numeric.decided > 0
    assert verdict.rigorous.decided > 0


y, t, h, s, L = (getattr(book, x) for x in ("y", "t", "h", "s", "L"))
Theta, bulge, theta = book.Theta, book.bulge, book.theta


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "angle halved": ("angle_from_one", Eq(_left("angle_from_one"), theta / 2), {}),
    "angle of negative roots": ("angle_from_one", None, {y: Interval(-1, 1)}),
    "gap sign": ("gap_after_one_layer", Eq(_left("gap_after_one_layer"), 2 * y**2 + bulge / pi), {}),
    "gap without pi": ("gap_after_one_layer", Eq(_left("gap_after_one_layer"), 2 * y**2 - bulge), {}),
    "other end": ("relu_kernel_from_minus_one", Eq(_left("relu_kernel_from_minus_one"), 1 - bulge / pi), {}),
    "integral factor": ("bulge_as_integral", Eq(_left("bulge_as_integral"), bulge / 2), {}),
    "end value": ("bulge_at_the_far_end", Eq(_left("bulge_at_the_far_end"), pi), {}),
    "chord too low": ("kappa_one_below_chord_right", Le(book.kappa_one(t), (1 + t) / 3), {}),
    "chord wrong half": ("kappa_one_below_chord_left", None, {t: Interval(-1, 1)}),
    "parabola": ("cosine_above_parabola", Ge(cos(h), 1 - h**2 / 4), {}),
    "angles reversed": ("layers_contract_angles", Ge(*CLAIMS["layers_contract_angles"].statement.args), {}),
    "edge one layer less": (
        "theta_near_one_from_below",
        Ge(Theta(L, cos(h)), L - (L - 1) * (L - 2) / 2 * s - L * h**2 / 2),
        {},
    ),
    "edge without square": ("theta_near_one_from_below", Ge(Theta(L, cos(h)), L - L * (L - 1) / 2 * s), {}),
    "root index": (
        "leading_root_at_one",
        Eq(book.root_at_one(L + 1), book.root_at_one(L) - sqrt(2) / pi * (L + 1)),
        {},
    ),
    "root at -1 index": (
        "leading_root_at_minus_one",
        Eq(book.root_at_minus_one(L + 1), book.kappa_zero(book.Sigma(L, -1)) * book.root_at_minus_one(L)),
        {},
    ),
    "double angle": ("bulge_in_the_root_variable", Eq(bulge, y * sqrt(1 - y**2) - theta * (1 - 2 * y**2)), {}),
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
