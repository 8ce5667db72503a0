"""Half-line transforms: every claim is certified, and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Ge, Gt, Interval, Le, Range, oo

from ntksym.claims import Domain, legs

book, CLAIMS = opened("half_line_transforms", "hemisphere_transforms", "hemisphere_bounds")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.rigorous.decided > 0
    assert verdict.numeric.decided > 0


a, d, k, p, n, x, c, j = (getattr(book, name) for name in "adkpnxcj")
M, W, G = book.moment, book.wallis, book.gamma
closed = book.power_transform

SLIPS = {
    "sign": ("half_line_transform_closed_form", Eq(M(a, d, k), -closed(a, d, k)), {}),
    "factor 2": ("half_line_transform_closed_form", Eq(M(a, d, k), 2 * closed(a, d, k)), {}),
    "index shift": ("half_line_transform_closed_form", Eq(M(a, d, k), closed(a, d, k + 1)), {}),
    "power shift": ("half_line_transform_closed_form", Eq(M(a, d, k), closed(a + 1, d, k)), {}),
    "d for d - 1": ("half_line_transform_closed_form", Eq(M(a, d, k), closed(a, d + 1, k)), {}),
    "widened to d = 1": ("half_line_transform_closed_form", None, {d: Range(1, oo)}),
    "widened to a = -1": ("half_line_transform_closed_form", None, {a: Interval(-1, oo)}),
    "powers below -1": ("moment_recurrence", None, {a: Interval.open(-2, oo)}),
    "wallis below -1": ("wallis_power_by_parts", None, {a: Interval.open(-2, oo)}),
    "wallis of the next power": ("gamma_from_wallis", Eq(CLAIMS["gamma_from_wallis"].statement.lhs, x * G(x)), {}),
    "duplication without the 1": ("gamma_duplication", Eq(2 * CLAIMS["gamma_duplication"].statement.lhs, G(x)), {}),
    "zeros a degree early": ("half_line_transform_vanishes", Eq(M(p, d, p + 2 * j), 0), {}),
    "zeros of the wrong parity": ("half_line_transform_vanishes", Eq(M(p, d, p + 2 * j + 1), 0), {}),
    "sign from a = k - 2": (
        "half_line_transform_positive_to_degree_power_plus_two",
        None,
        {x: Interval(0, oo)},
    ),
    "signs a period late": ("half_line_transform_signs_alternate", None, {x: Interval.open(0, 4)}),
    "signs that do not alternate": ("half_line_transform_signs_alternate", Gt(M(k - 2 + x, d, k + 2 * p), 0), {}),
    "wallis d for d - 1": ("wallis_one_cosine", Eq(W(1, d), 1 / d), {}),
    "wallis dropped term": ("wallis_power_by_parts", Eq((a + d) * W(a + 2, d) - a * W(a, d), 0), {}),
    "recurrence dropped term": (
        "moment_recurrence",
        Eq((k + d - 2) * M(a, d, k + 1), (2 * k + d - 2) * M(a + 1, d, k)),
        {},
    ),
    "recurrence d for d - 2": (
        "moment_recurrence",
        Eq((k + d - 1) * M(a, d, k + 1) + k * M(a, d, k - 1), (2 * k + d - 1) * M(a + 1, d, k)),
        {},
    ),
    "even degrees from 0": ("hemisphere_even_degrees_vanish", None, {p: Range(0, oo)}),
    "odd degrees from 0": ("relu_odd_degrees_vanish", None, {p: Range(0, oo)}),
    "parity": ("hemisphere_odd_degrees", Eq(M(0, d, 2 * p + 1), (-1) ** p * book.hemisphere_odd(d, p)), {}),
    "(2.3) at k - 1": ("relu_from_hemisphere", Eq(M(1, d, k), M(0, d, k - 1) / (k + d)), {}),
    "wrong sign of h": ("hemisphere_signs_alternate", Gt((-1) ** (p + 1) * M(0, d, 2 * p + 1), 0), {}),
    "bernoulli reversed": ("bernoulli_squared", Ge(x**n * (x + n * c / 2) ** 2, (x + c) ** n * x**2), {}),
    "bernoulli from n = 1": ("bernoulli_squared", None, {n: Range(1, oo)}),
    "bernoulli doubled": ("bernoulli_squared", Ge((x + c) ** n * x**2, x**n * (x + n * c) ** 2), {}),
    "sharper than sharp": (
        "gamma_quotient_sharp",
        Ge((p + book.HALF) ** 3 * book.gamma(p + book.HALF) ** 2, book.gamma(p + 2) ** 2),
        {},
    ),
    "upper bound halved": ("hemisphere_upper_bound", Le(M(0, d, 2 * p + 1) ** 2, book.upper_limit / 2), {}),
    "upper bound at lambda": ("hemisphere_upper_bound", Le(M(0, d, 2 * p + 1) ** 2, book.lower_limit), {}),
    "lower bound at k": ("hemisphere_lower_bound", Ge(M(0, d, 2 * p + 1) ** 2, book.upper_limit), {}),
    "upper power at d = 1": ("odd_power_beats_middle_power", None, {d: Range(1, oo)}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    domain = Domain({**claim.domain.sets, **widened})
    try:
        slip = replace(claim, statement=statement, domain=domain, control=None)
    except ValueError:  # a wider domain may be refused at once
        assert widened
        return
    assert not slip.proof.prove(slip).proved
    assert legs.judge(slip).status in ("refuted", "undecided")
