"""The limiting law: every claim is certified, and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Interval, Lt, Rational, diff, pi, sqrt

from ntksym.claims import Domain, legs
from ntksym.formulas.activations import leaky, relu_squared

book, CLAIMS = opened("limiting_law")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()


a, b, r, s, t, y, g = book.a, book.b, book.r, book.s, book.t, book.y, book.g
x, slope, half = book.x, book.slope, book.over_half_line


def eq(left, right):
    return Eq(left, right, evaluate=False)


SLIPS = {
    "mean, sign of the slope": ("leaky_derivative_mean", eq(half(1) - slope * half(1), leaky(slope).mean), {}),
    "slope, normalisation": ("leaky_derivative_slope", eq((1 - slope) * half(x), (1 - slope) / sqrt(pi)), {}),
    "square of a sum": ("leaky_derivative_square", eq((1 + slope) ** 2 * half(1), leaky(slope).square), {}),
    "b^2, pi for 2": (
        "leaky_derivative_b_squared",
        eq(leaky(slope).b_squared, (1 - slope) ** 2 * (pi - 1) / (4 * pi)),
        {},
    ),
    "factor 2": ("relu_squared_derivative_square", eq(2 * half(x**2), relu_squared().square), {}),
    "dropped factor": ("relu_squared_derivative_slope", eq(half(x**2), 1), {}),
    "dropped root": (
        "marchenko_pastur_transform",
        eq(r**2 * book.u * (-y / (1 + r * y)) ** 2 + (book.u + r**2 - 1) * (-y / (1 + r * y)) + 1, 0),
        {},
    ),
    "atom of the other ratio": (
        "marchenko_pastur_without_its_atom",
        eq(book.marchenko_pastur + (1 - r**2) / book.u, -y / (r**3 * (1 + y / r))),
        {},
    ),
    "derivative, power": ("edge_function_derivative", eq(diff((t - s) * t / s, s), -(t**2) / s), {}),
    "convex for concave": (
        "edge_function_is_concave_left_of_the_support",
        Lt(diff((t - s) * t / s, s, 2), 0, evaluate=False),
        {},
    ),
    "right of the support": (
        "edge_function_is_concave_left_of_the_support",
        Lt(diff((t - s) * t / s, s, 2), 0, evaluate=False),
        {s: Interval.open(0, 1)},
    ),
    "edge, sign of the root": (
        "left_edge_of_a_point_mass",
        eq((t - t / g) * (g**2 - t / (t - (t - t / g))), t * (1 + g) ** 2),
        {},
    ),
    "variance without the twisted transpose": (
        "population_second_moment",
        eq(book.m_2 - book.m_1**2, a**2 * book.gamma_2),
        {},
    ),
    "readings agree": (
        "readings_differ",
        eq(
            book.exact_moments.law(2, a, b, book.gamma_1, book.gamma_2),
            book.exact_moments.literal_second(a, b, book.gamma_1, book.gamma_2),
        ),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    domain = Domain({**claim.domain.sets, **widened})
    slip = replace(claim, statement=statement, domain=domain, control=None, numeric=None)
    assert not slip.proof.prove(slip).proved
    assert legs.judge(slip).status in ("refuted", "undecided")


def test_the_readings_agree_at_one_and_only_there():
    """At gamma_1 = 1 both second moments are equal; at gamma_1 = 5/8, a > 0 they are not."""
    gap = CLAIMS["readings_differ"].statement.rhs
    assert gap.subs(book.gamma_1, 1) == 0
    assert gap.subs({book.gamma_1: Rational(5, 8), a: 1, book.gamma_2: 1}) != 0
