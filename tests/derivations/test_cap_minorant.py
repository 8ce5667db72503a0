"""The cap minorant: every claim is certified (or cited, as listed), and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Ge, Gt, Interval, Range, Sum, cos, oo, pi, sin

from ntksym.claims import Domain, legs

book, CLAIMS = opened("cap_minorant")
CITED = frozenset({"overlap_eigenvalues_are_squares", "legendre_is_positive_definite"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == ("cited" if slug in CITED else "certified"), verdict.failure()
    assert verdict.numeric.decided > 0


d, k, n, p, q, r, s, t, b = (getattr(book, name) for name in ("d", "k", "n", "p", "q", "r", "s", "t", "b"))
v, w, c, g, h, u, C = book.v, book.w, book.c, book.g, book.h, book.u, book.C
P, cap, arcs, mu = book.LegendreP, book.cap, book.arcs, book.arcs_transform


def eq(left, right):
    return Eq(left, right, evaluate=False)


def _swapped():
    """Even and odd degrees exchanged on the right."""
    even = Sum(q * book.a(2 * p) * P(d, 2 * p, t), (p, 0, n))
    return eq(
        CLAIMS["minorant_by_parity"].statement.lhs, even + Sum(r * book.a(2 * p - 1) * P(d, 2 * p - 1, t), (p, 1, n))
    )


SLIPS = {
    "triangle reversed": (
        "spherical_triangle_inequality",
        Ge(cos(pi * v + pi * w, evaluate=False), cos(pi * v) * cos(pi * w) + sin(pi * v) * sin(pi * w) * c),
        {},
    ),
    "cosine beyond 1": ("spherical_triangle_inequality", None, {c: Interval(-2, 1)}),
    "strictly closer": (
        "points_of_both_caps_bring_the_centres_close",
        Gt(cos(pi * g * h), cos(pi * g), evaluate=False),
        {},
    ),
    "caps beyond a quarter turn": ("points_of_both_caps_bring_the_centres_close", None, {g: Interval(0, 2)}),
    "arcs, doubled": ("overlap_on_the_circle", eq(arcs(s, h), 2 * s * (1 - h)), {}),
    "arcs, angle b for 2b": ("overlap_on_the_circle", eq(arcs(s, h), s * (1 - h / 2)), {}),
    "cap on the circle, degree": ("cap_transform_on_the_circle", eq(cap(2, k, s), sin(k * b) / (pi * (k + 1))), {}),
    "square of the wrong cap": (
        "overlap_eigenvalues_on_the_circle_closed_form",
        eq(mu(k, s), sin(2 * k * b) ** 2 / (pi * k) ** 2),
        {},
    ),
    "not squared": ("overlap_eigenvalues_on_the_circle", eq(mu(k, s), cap(2, k, s)), {}),
    "next degree": ("overlap_eigenvalues_on_the_circle", eq(mu(k, s), cap(2, k + 1, s) ** 2), {}),
    "mean, not squared": ("overlap_mean_on_the_circle", eq(mu(0, s), s), {}),
    "lens, sign": (
        "overlap_on_the_sphere",
        eq(book.lens(C, pi * g), -CLAIMS["overlap_on_the_sphere"].statement.rhs),
        {},
    ),
    "lens of equal centres": ("overlap_on_the_sphere", None, {C: Interval.Lopen(0, 1)}),
    "one parity for the other": ("minorant_by_parity", _swapped(), {}),
    "hemisphere below every cap": (
        "hemisphere_above_cap_on_the_circle",
        Ge(cap(2, k, s) ** 2, 1 / (pi * k) ** 2, evaluate=False),
        {},
    ),
    "two points": ("two_points_kappa_zero", eq(1 - book.kappa_zero(cos(b)), 2 * s), {}),
    "two points beyond pi": ("two_points_kappa_zero", None, {s: Interval(0, 2)}),
    "two points of the NTK": (
        "two_points_ntk_two",
        eq(CLAIMS["two_points_ntk_two"].statement.lhs, 2 - 2 * (1 - s) * cos(b) + sin(b) / pi),
        {},
    ),
    "squares in every dimension are only cited": ("overlap_eigenvalues_are_squares", None, {d: Range(2, oo)}),
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


def test_a_wrong_square_is_refuted_by_quadrature():
    """The cited eigenvalues of the overlap are measured: another power or degree does not pass."""
    claim = CLAIMS["overlap_eigenvalues_are_squares"]
    for wrong in (cap(d, k, s), 2 * cap(d, k, s) ** 2, cap(d, k + 1, s) ** 2):
        assert legs.judge(replace(claim, statement=eq(claim.statement.lhs, wrong), control=None)).status == "refuted"
