"""Zonal functions: every claim is certified, and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Interval, Range, cos, oo, sin

from ntksym.claims import Domain, legs

book, CLAIMS = opened("product_formula", "legendre_norms", "funk_hecke")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.numeric.decided > 0


d, j, k, n, s, t, u, v, w, f = (getattr(book, name) for name in "djklstuvwf")
P, mean, tilt, inner, J, mu = book.LegendreP, book.mean, book.tilt, book.inner, book.shifted, book.eigenvalue
EVERY = {d: Range(2, oo)}


def eq(left, right):
    return Eq(left, right, evaluate=False)


def left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "product on the circle": (
        "legendre_product_formula_circle",
        eq(left("legendre_product_formula_circle"), P(2, k, cos(v))),
        {},
    ),
    "mean without mass": ("azimuthal_mean_degree_zero", eq(mean(d, 0, v, w), 2), {}),
    "mean on the circle": ("azimuthal_mean_degree_zero", None, EVERY),
    "linear mean, sine": (
        "azimuthal_mean_degree_one",
        eq(mean(d, 1, v, w) - sin(v) * sin(w) * mean(d, 0, v, w), 0),
        {},
    ),
    "by parts, dimension": (
        "azimuthal_mean_by_parts",
        eq(tilt(d, k, v, w) - k * (k + d - 2) / (d - 1) ** 2 * sin(v) * sin(w) * mean(d, k - 1, v, w), 0),
        {},
    ),
    "by parts, d for d - 1": (
        "azimuthal_mean_by_parts",
        eq(tilt(d, k, v, w) - k * (k + d - 2) / d**2 * sin(v) * sin(w) * mean(d + 2, k - 1, v, w), 0),
        {},
    ),
    "recurrence, sign": (
        "azimuthal_mean_recurrence",
        eq(
            (k + d - 2) * mean(d, k + 1, v, w),
            (2 * k + d - 2) * (cos(v) * cos(w) * mean(d, k, v, w) - sin(v) * sin(w) * tilt(d, k, v, w))
            - k * mean(d, k - 1, v, w),
        ),
        {},
    ),
    "product, index": ("azimuthal_mean_is_a_product", eq(mean(d, k, v, w), P(d, k + 1, cos(v)) * P(d, k, cos(w))), {}),
    "product, dimension": (
        "azimuthal_mean_is_a_product",
        eq(mean(d, k, v, w), P(d - 1, k, cos(v)) * P(d, k, cos(w))),
        {},
    ),
    "product on the circle by the same integral": ("legendre_product_formula", None, EVERY),
    "product of one": ("legendre_product_formula", eq(left("legendre_product_formula"), P(d, k, cos(v + w))), {}),
    "norm recurrence, index": (
        "legendre_inner_product_recurrence",
        eq((k + d - 2) * inner(d, k + 1, n), (2 * k + d - 2) * J(d, k, n) - (k - 1) * inner(d, k - 1, n)),
        {},
    ),
    "times t, no parity": (
        "legendre_inner_product_times_t",
        eq((2 * n + d - 2) * J(d, k, n), (n + d - 2) * inner(d, k, n + 1) + n * inner(d, k, n)),
        {},
    ),
    "mean of P_0": ("legendre_has_mean_zero", None, {n: Range(0, oo)}),
    "orthogonal to itself": ("legendre_orthogonality", eq(inner(d, k, k + j), 0), {}),
    "orthogonal to one below": ("legendre_orthogonality", None, {j: Range(-1, oo)}),
    "norm of degree one": ("legendre_norm_degree_one", eq(inner(d, 1, 1), 1 / (d - 1)), {}),
    "norm step, d": (
        "legendre_norm_step",
        eq((k + d - 2) * (2 * k + d) * inner(d, k + 1, k + 1), (k + 1) * (2 * k + d) * inner(d, k, k)),
        {},
    ),
    "norm, dimension": ("legendre_norm", eq(inner(d, k, k), 1 / book.dimension_positive(d + 1, k)), {}),
    "norm, not inverted": ("legendre_norm", eq(inner(d, k, k), book.dimension_positive(d, k)), {}),
    "funk-hecke, degree": (
        "funk_hecke_formula",
        eq(left("funk_hecke_formula"), CLAIMS["funk_hecke_formula"].statement.rhs.subs(k, k + 1)),
        {},
    ),
    "funk-hecke on the circle by the same integral": ("funk_hecke_formula", None, EVERY),
    "funk-hecke beyond the sphere": ("funk_hecke_formula", None, {s: Interval.Lopen(0, 2)}),
    "times t, weights swapped": (
        "multiplication_by_t",
        eq(
            (2 * k + d - 2) * mu(t * f(t), d, k),
            (k + d - 2) * mu(f(t), d, k - 1) + k * mu(f(t), d, k + 1),
        ),
        {},
    ),
    "dimension step, index": (
        "eigenvalue_dimension_step",
        eq(mu(f(t), d + 2, k), d / (2 * k + d) * (mu(f(t), d, k) - mu(f(t), d, k + 1))),
        {},
    ),
    "dimension step, factor": (
        "eigenvalue_dimension_step",
        eq(mu(f(t), d + 2, k), (d - 1) / (2 * k + d) * (mu(f(t), d, k) - mu(f(t), d, k + 2))),
        {},
    ),
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
