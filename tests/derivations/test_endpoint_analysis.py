"""Endpoint analysis: every claim is certified, and no slip in it is."""

from dataclasses import replace
from functools import partial

import pytest
import sympy
from books import opened
from sympy import Interval, Range, Rational, cos, oo, pi, sin, sqrt

from ntksym.claims import Domain, legs

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("endpoint_analysis")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.numeric.decided > 0
    assert verdict.rigorous.decided > 0


y, t, h, s, L, b, d, k, m, j, n, u = (
    getattr(book, x) for x in ("y", "t", "h", "s", "L", "b", "d", "k", "m", "j", "n", "u")
)
Theta, circle, sphere, root = book.Theta, book.circle, book.sphere, book.root
bulge, theta, half, far = book.bulge, book.theta, Rational(1, 2), book.far


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
    "modulus sign": ("root_modulus_at_one", Eq(_left("root_modulus_at_one"), book.double_cosh + cos(2 * h)), {}),
    "discs too small": ("two_discs_cover_the_strip", Le(_left("two_discs_cover_the_strip"), book.g), {}),
    "discs beyond the strip": ("two_discs_cover_the_strip", None, {book.z: Interval(0, 2)}),
    "quadrature from degree 2": (
        "quadrature_constant_from_degree_four",
        None,
        {next(iter(CLAIMS["quadrature_constant_from_degree_four"].domain)): Range(2, oo)},
    ),
    "dispersion power": ("dispersion_circle_closed_form", Eq(circle(k, b), ((b - 1) / (b + 1)) ** (k + 1)), {}),
    "dispersion at 1": ("dispersion_circle_degree_one", Eq(_left("dispersion_circle_degree_one"), b), {}),
    "dispersion mean": ("dispersion_circle_degree_zero", Eq(circle(0, b), 2), {}),
    "dimension step index": (
        "dispersion_dimension_step",
        Eq(sphere(d + 2, k, b), d / (2 * k + d) * (sphere(d, k, b) - sphere(d, k + 1, b))),
        {},
    ),
    "dimension step d - 1": (
        "dispersion_dimension_step",
        Eq(sphere(d + 2, k, b), (d - 1) / (2 * k + d) * (sphere(d, k, b) - sphere(d, k + 2, b))),
        {},
    ),
    "root transform sign": ("root_transform_closed_form", Eq(root(d, k, m), -book.root_eigenvalue(d, k, m)), {}),
    "root transform index": ("root_transform_closed_form", Eq(root(d, k, m), book.root_eigenvalue(d, k + 1, m)), {}),
    "root transform from d = 1": ("root_transform_closed_form", None, {d: Range(1, oo)}),
    "root parity": (
        "root_eigenvalue_sign_and_size",
        Eq(_left("root_eigenvalue_sign_and_size"), -CLAIMS["root_eigenvalue_sign_and_size"].statement.rhs),
        {},
    ),
    "ratio one more": (
        "root_ratio_next",
        Eq(_left("root_ratio_next"), (d / 2 + m) * (m + 3 * half) * book.root_ratio(d, k, m)),
        {},
    ),
    "ratio positive from k = m": ("root_ratio_positive", Gt(book.root_ratio(d, m + j, m), 0), {}),
    "ratio strictly decreasing at m = 0": (
        "root_ratio_decreases_in_degree",
        Lt(*CLAIMS["root_ratio_decreases_in_degree"].statement.args),
        {},
    ),
    "quotient increasing": (
        "root_ratio_quotient_decreases",
        Ge(*CLAIMS["root_ratio_quotient_decreases"].statement.args),
        {},
    ),
    "limit constant": (
        "leading_decay_constant",
        Eq(_left("leading_decay_constant"), 2 * book.leading_constant(d, book.W)),
        {},
    ),
    "cap step": ("cap_quotient_step", Eq(_left("cap_quotient_step"), book.cap_quotient(k) * (1 - 1 / k**2)), {}),
    "cap increases": ("cap_quotient_decreases", Gt(*CLAIMS["cap_quotient_decreases"].statement.args), {}),
    "double angle": ("bulge_in_the_root_variable", Eq(bulge, y * sqrt(1 - y**2) - theta * (1 - 2 * y**2)), {}),
    "cosine modulus": ("cosine_modulus_below_cosh", Eq(_left("cosine_modulus_below_cosh"), cos(h) ** 2), {}),
    "sine": ("cosine_modulus_below_cosh", Eq(_left("cosine_modulus_below_cosh"), -(sin(h) ** 2)), {}),
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
