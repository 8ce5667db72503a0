"""The NTK recursion: every claim is certified, and no slip in it is."""

from dataclasses import replace
from functools import partial

import pytest
import sympy
from books import opened
from sympy import Derivative, Interval, Sum, pi

from ntksym.claims import Domain, legs

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("ntk_recursion", "layer_correlations", "layer_slopes", "ntk_family")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.numeric.decided or slug == "sigma_one_at_minus_one"  # mpmath: 1e-60 against 0
    assert verdict.rigorous.decided or "derivative" in slug  # balls have no unevaluated derivatives


Sigma, Theta, Slope = book.Sigma, book.Theta, book.Slope
l, m, j, L, t, delta = book.l, book.m, book.j, book.L, book.t, book.delta  # noqa: E741

SLIPS = {
    "range of sigma": ("sigma_ge_minus_one", Ge(Sigma(l, t), 0), {}),
    "range of sigma, above": ("sigma_le_one", Le(Sigma(l, t), 0), {}),
    "depth decreases": ("sigma_increases_with_depth", Ge(Sigma(l, t), Sigma(l + 1, t)), {}),
    "from layer 0": ("sigma_ge_zero_after_one_layer", Ge(Sigma(l, t), 0), {}),
    "strict at 1": ("sigma_lt_one", None, {t: Interval(-1, 1)}),
    "kappa_1 strict at 1": ("kappa_one_lt_one", None, {t: Interval(-1, 1)}),
    "slope strict at -1": ("slope_gt_zero", None, {t: Interval(-1, 1)}),
    "theta one layer less": ("theta_le_depth", Le(Theta(L, t), L - 1), {}),
    "theta nonnegative": ("theta_ge_minus_one", Ge(Theta(L, t), 0), {}),
    "obtuse angles": ("theta_ge_zero_for_acute_angles", None, {t: Interval(-1, 1)}),
    "half at 1": ("theta_at_one", Eq(Theta(L, 1), L / 2), {}),
    "index at 1": ("theta_at_one", Eq(Theta(L, 1), L - 1), {}),
    "composition shifted": ("sigma_composed", Eq(Sigma(l, Sigma(m, t)), Sigma(l + m + 1, t)), {}),
    "chain rule without inner": ("slope_composed", Eq(Slope(l, Sigma(m, t)), Slope(l + m, t)), {}),
    "front index": (
        "theta_composed",
        Eq(Theta(L + m, t), Theta(L, Sigma(m, t)) + Theta(m, t) * Slope(L, Sigma(m, t))),
        {},
    ),
    "front sign": ("theta_front_recursion", Eq(Theta(L + 1, t), Theta(L, Sigma(1, t)) - t * Slope(L, t)), {}),
    "front dropped": ("theta_front_recursion", Eq(Theta(L + 1, t), Theta(L, Sigma(1, t))), {}),
    "opposite index": ("theta_at_minus_one", Eq(Theta(L + 1, -1), Theta(L + 1, 0)), {}),
    "opposite from depth 1": ("theta_at_minus_one", Eq(Theta(L, -1), Theta(L - 1, 0)), {}),
    "opposite value": ("sigma_two_at_minus_one", Eq(Sigma(2, -1), 2 / pi), {}),
    "slope factor 2": ("sigma_derivative_is_slope", Eq(Derivative(Sigma(l, t), t), 2 * Slope(l, t)), {}),
    "slope index": ("sigma_derivative_is_slope", Eq(Derivative(Sigma(l, t), t), Slope(l + 1, t)), {}),
    "derivative at the ends": ("sigma_next_derivative", None, {t: Interval(-1, 1)}),
    "sum index": (
        "theta_as_sum_over_layers",
        Eq(Theta(L, t), Slope(L, t) * Sum(Sigma(j, t) / Slope(j, t), (j, 0, L - 1))),
        {},
    ),
    "sum at -1": ("theta_as_sum_over_layers", None, {t: Interval(-1, 1)}),
    "halves": ("theta_two_halved", Eq(Theta(2, t), CLAIMS["theta_two_halved"].statement.rhs), {}),
    "family at 1": ("family_theta_at_one", Eq(book.ThetaFamily(delta, L, 1), 2 * delta * L), {}),
    "strict reversed": ("sigma_gt_minus_one", Lt(Sigma(l, t), -1), {}),
    "above the cosine, strictly": ("sigma_ge_cosine", Gt(Sigma(l, t), t), {}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    slip = replace(claim, statement=statement, domain=Domain({**claim.domain.sets, **widened}), control=None)
    assert not slip.proof.prove(slip).proved
