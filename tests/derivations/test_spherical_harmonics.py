"""Spherical harmonics: every claim is certified (or cited from a textbook, as listed), and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Derivative, Eq, Range, Sum, binomial, cos, diff, factorial, gamma, oo, sin

from ntksym.claims import Domain, legs

book, CLAIMS = opened("spherical_harmonics", "gegenbauer_polynomials")
CITED = frozenset({"addition_formula_sphere"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == ("cited" if slug in CITED else "certified"), verdict.failure()
    assert verdict.numeric.decided > 0


a, d, j, k, m, n, t, u = book.a, book.d, book.j, book.k, book.m, book.n, book.t, book.u
P, C, N = book.LegendreP, book.GegenbauerC, book.dimension_positive


def eq(left, right):
    return Eq(left, right, evaluate=False)


SLIPS = {
    "at one": ("legendre_at_one", eq(P(d, k, 1), k), {}),
    "at minus one": ("legendre_at_minus_one", eq(P(d, k, -1), (-1) ** (k + 1)), {}),
    "parity": ("legendre_parity", eq(P(d, k, -t), P(d, k, t)), {}),
    "circle, index": ("legendre_on_the_circle", eq(P(2, k, cos(u)), cos((k + 1) * u)), {}),
    "circle, dimension": ("legendre_on_the_circle", eq(P(3, k, cos(u)), cos(k * u)), {}),
    "derivative, d for d - 1": (
        "legendre_derivative",
        eq(Derivative(P(d, k + 1, t), t), (k + 1) * (k + d - 1) / d * P(d + 2, k, t)),
        {},
    ),
    "derivative, dimension": (
        "legendre_derivative",
        eq(Derivative(P(d, k + 1, t), t), (k + 1) * (k + d - 1) / (d - 1) * P(d, k, t)),
        {},
    ),
    "dimension above, sign": (
        "legendre_dimension_above",
        eq((1 - t**2) * P(d + 2, k, t), (d - 1) / (2 * k + d) * (P(d, k, t) + P(d, k + 2, t))),
        {},
    ),
    "equation, d for d - 1": (
        "legendre_differential_equation",
        eq((1 - t**2) * diff(P(d, k, t), t, 2) - d * t * diff(P(d, k, t), t), -k * (k + d - 2) * P(d, k, t)),
        {},
    ),
    "equation, eigenvalue": (
        "legendre_differential_equation",
        eq((1 - t**2) * diff(P(d, k, t), t, 2) - (d - 1) * t * diff(P(d, k, t), t), -k * (k + d - 1) * P(d, k, t)),
        {},
    ),
    "dimension, shift": (
        "dimension_closed_form",
        eq(binomial(k + d - 1, d - 1) - binomial(k + d - 2, d - 1), N(d, k)),
        {},
    ),
    "dimension from 0": ("dimension_closed_form", None, {k: Range(0, oo), d: Range(2, oo)}),
    "addition, sign": (
        "addition_formula_circle",
        eq(2 * cos(k * u) * cos(k * book.v) - 2 * sin(k * u) * sin(k * book.v), N(2, k) * P(2, k, cos(u - book.v))),
        {},
    ),
    "contiguous, index": (
        "gegenbauer_contiguous",
        eq(C(n, a, t), a / (n + a) * (C(n, a + 1, t) - C(n - 1, a + 1, t))),
        {},
    ),
    "gegenbauer derivative, parameter": (
        "gegenbauer_derivative",
        eq(Derivative(C(n, a, t), t), 2 * a * C(n - 1, a, t)),
        {},
    ),
    "gegenbauer equation, parameter": (
        "gegenbauer_differential_equation",
        eq((1 - t**2) * diff(C(n, a, t), t, 2) - 2 * a * t * diff(C(n, a, t), t), -n * (n + 2 * a) * C(n, a, t)),
        {},
    ),
    "gegenbauer at one, a for 2a": ("gegenbauer_at_one", eq(C(n, a, 1), gamma(n + a) / (gamma(a) * factorial(n))), {}),
    "band, dropped parity": ("band_step", eq(C(k, d / 2, t) - C(k - 1, d / 2, t), N(d, k) * P(d, k, t)), {}),
    "band step from 0": ("band_step", None, {k: Range(0, oo)}),
    "band, last degree": (
        "band_even",
        eq(Sum(N(d, 2 * j) * P(d, 2 * j, t), (j, 1, m)), C(2 * m + 2, d / 2, t) - 1),
        {},
    ),
    "band, harmonics of degree 0": (
        "band_even",
        eq(Sum(N(d, 2 * j) * P(d, 2 * j, t), (j, 1, m)), C(2 * m, d / 2, t)),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    domain = Domain({**claim.domain.sets, **widened})
    slip = replace(claim, statement=statement, domain=domain, control=None, numeric=None)
    assert not slip.proof.prove(slip).proved
    assert legs.judge(slip).status in ("refuted", "undecided")
