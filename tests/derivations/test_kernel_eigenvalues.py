"""Eigenvalues of the kernels: every claim is certified, and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Ge, Le, Range, oo, pi

from ntksym.claims import Domain, legs

book, CLAIMS = opened("kernel_eigenvalues", "arc_cosine_eigenvalues", "two_layer_eigenvalues")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.rigorous.decided > 0
    assert verdict.numeric.decided > 0


d, k, p = book.d, book.k, book.p
zero, one, mixed, ntk, M = book.zero, book.one, book.mixed, book.ntk, book.moment
weight = k * (k + d - 2)

SLIPS = {
    "factor 2 in kappa_0": ("kappa_zero_eigenvalues_are_squares", Eq(zero(d, k), 4 * M(0, d, k) ** 2), {}),
    "sign in kappa_0": ("kappa_zero_eigenvalues_are_squares", Eq(zero(d, k), -2 * M(0, d, k) ** 2), {}),
    "index shift in kappa_0": ("kappa_zero_eigenvalues_are_squares", Eq(zero(d, k), 2 * M(0, d, k + 1) ** 2), {}),
    "step with d for d + 1": (
        "kappa_zero_step_of_two_degrees",
        Eq((k + d + 1) ** 2 * zero(d, k + 2) - k**2 * zero(d, k), 0),
        {},
    ),
    "step not squared": ("kappa_zero_step_of_two_degrees", Eq((k + d) * zero(d, k + 2) - k * zero(d, k), 0), {}),
    "kappa_0 mean 1/4": ("kappa_zero_degree_zero", Eq(zero(d, 0), book.HALF / 2), {}),
    "no factor d in kappa_1": ("kappa_one_eigenvalues_are_squares", Eq(one(d, k), 2 * M(1, d, k) ** 2), {}),
    "kappa_1 two dimensions down": ("kappa_one_by_parts", Eq(d * one(d, k) - zero(d + 1, k - 1), 0), {}),
    "dropped term in t kappa_0": ("t_kappa_zero_closed_form", Eq(mixed(d, k), 2 * M(1, d, k) ** 2 * weight), {}),
    "neighbours swapped": (
        "t_kappa_zero_from_neighbours",
        Eq((2 * k + d - 2) * mixed(d, k), k * zero(d, k + 1) + (k + d - 2) * zero(d, k - 1)),
        {},
    ),
    "d for d + 1 in Theta_2": ("ntk_two_closed_form", Eq(ntk(d, k), 2 * M(1, d, k) ** 2 * (weight + d)), {}),
    "degree one of Theta_2": ("ntk_two_degree_one", Eq(ntk(d, 1), 1 / (2 * d)), {}),
    "even formula from 0": ("ntk_two_odd_degrees_vanish", None, {p: Range(0, oo)}),
    "kappa_0 even from 0": ("kappa_zero_even_degrees_vanish", None, {p: Range(0, oo)}),
    "circle": ("ntk_two_on_the_circle", Eq(ntk(2, 2 * p), 2 * (4 * p**2 + 1) / (pi**2 * (4 * p**2 - 1) ** 2)), {}),
    "upper bound halved": ("kappa_zero_upper_bound", Le(zero(d, 2 * p + 1), book.upper_limit), {}),
    "lower bound doubled": ("kappa_zero_lower_bound", Ge(zero(d, 2 * p + 1), 4 * book.lower_limit), {}),
    "bounds swapped": ("ntk_two_lower_bound", Ge(ntk(d, 2 * p), book.factor * book.upper_limit.subs(p, p - 1)), {}),
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
