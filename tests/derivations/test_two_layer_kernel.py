"""H_infinity and the scalars of training: every claim is certified, and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Ge, Integral, Interval, Le, Rational, Sum, acos, cos, exp, log, oo, pi, sqrt

from ntksym.claims import Domain, legs
from ntksym.formulas.arccos import h_infinity
from ntksym.formulas.power_series import central

book, CLAIMS = opened("two_layer_kernel")
NAMES = ("t", "s", "u", "v", "p", "q", "j", "k", "x", "n", "d", "delta")
t, s, u, v, p, q, j, k, x, n, d, delta = (getattr(book, name) for name in NAMES)


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()
    assert verdict.rigorous.status == "holds"
    assert verdict.numeric.decided > 0


SLIPS = {
    "closed form without the half": (
        "h_infinity_closed_form",
        Eq(cos(u, evaluate=False) * Integral(1, (v, u - pi / 2, pi / 2)) / pi, h_infinity(cos(u, evaluate=False))),
        {},
    ),
    "diagonal one": ("h_infinity_at_one", Eq(Integral(1, (v, -pi / 2, pi / 2)) / (2 * pi), 1, evaluate=False), {}),
    "series, denominator": (
        "h_infinity_power_series",
        Eq(Sum(central(p) / (2 * pi * (2 * p + 2)) * t ** (2 * p + 2), (p, 0, oo)) + t / 4, h_infinity(t)),
        {},
    ),
    "series, linear term": (
        "h_infinity_power_series",
        Eq(Sum(central(p) / (2 * pi * (2 * p + 1)) * t ** (2 * p + 2), (p, 0, oo)) + t / 2, h_infinity(t)),
        {},
    ),
    "minimum, one digit more": ("h_infinity_ge_its_minimum", Ge(h_infinity(t), -Rational(893, 10000)), {}),
    "opposite, sign": ("h_infinity_of_opposite_cosines", Ge(h_infinity(t) - h_infinity(-t) * 2 - t, 0), {}),
    "opposite, obtuse": ("h_infinity_le_zero_at_obtuse_angles", None, {t: Interval(-1, 1)}),
    "monotone everywhere": ("h_infinity_increases_at_acute_angles", None, {t: Interval.open(-1, 1)}),
    "derivative, sign": (
        "h_infinity_derivative",
        Eq(h_infinity(t).diff(t), (pi - acos(t)) / (2 * pi) - t / (2 * pi * sqrt(1 - t**2))),
        {},
    ),
    "a step of two": ("a_step_contracts", None, {x: Interval(0, 2)}),
    "sum, last power": ("geometric_sum", Eq(Sum(q**j, (j, 0, k)), (1 - q**k) / (1 - q)), {}),
    "chernoff": ("chernoff_at_twice_the_mean", Le(1 - 2 * log(2), -Rational(1, 2), evaluate=False), {}),
    "matrix chernoff": (
        "matrix_chernoff_at_one_quarter",
        Le(-Rational(1, 4) - Rational(3, 4) * log(Rational(3, 4)), -Rational(1, 16), evaluate=False),
        {},
    ),
    "descent, rate of the flow": (
        "descent_rate",
        Eq(CLAIMS["descent_rate"].statement.lhs, 1 - book.eta * book.low / 2, evaluate=False),
        {},
    ),
    "descent, radius of the flow": (
        "descent_width_is_the_radius",
        Eq(CLAIMS["descent_width_is_the_radius"].statement.lhs * 9 / 16, book.asked, evaluate=False),
        {},
    ),
    "descent, width": (
        "descent_width_constant",
        Le(524288 * Rational(9, 2) / (81 * pi), 9271, evaluate=False),
        {},
    ),
    "width": ("width_constant", Le(2048 * Rational(9, 2) / pi, 2933, evaluate=False), {}),
    "levy prefactor": ("levy_prefactor", None, {x: Interval(0, 2)}),
    "union, constant one": (
        "union_bound_with_constant_two",
        Le(n**2 * exp(-d / 2 * (sqrt(log(n / delta) / d)) ** 2), delta),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    slip = replace(claim, statement=statement, domain=Domain({**claim.domain.sets, **widened}), control=None)
    assert not slip.proof.prove(slip).proved
    assert legs.judge(slip).status in ("refuted", "undecided")
