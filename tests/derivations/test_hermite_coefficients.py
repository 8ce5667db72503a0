"""Hermite coefficients: every claim is certified (or cited from a textbook, as listed), and no slip in it is."""

from dataclasses import replace

import pytest
from books import opened
from sympy import Eq, Interval, Range, Rational, Sum, diff, factorial, oo, pi, sqrt

from ntksym.claims import Domain, legs

book, CLAIMS = opened("hermite_polynomials", "hermite_coefficients", "hermite_series")
CITED = frozenset()


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == ("cited" if slug in CITED else "certified"), verdict.failure()
    assert verdict.numeric.decided > 0


n, m, r, p, x, t, slope = book.n, book.m, book.r, book.p, book.x, book.t, book.slope
He, phi = book.HermiteHe, book.gaussian
step, relu = book.step_integral, book.relu_integral


def eq(left, right):
    return Eq(left, right, evaluate=False)


def series(start, square):
    return start + Sum(square, (p, 0, oo))


SLIPS = {
    "recurrence, sign": ("hermite_recurrence", eq(He(n + 1, x), x * He(n, x) + n * He(n - 1, x)), {}),
    "recurrence of the physicists": (
        "hermite_recurrence",
        eq(He(n + 1, x), 2 * x * He(n, x) - 2 * n * He(n - 1, x)),
        {},
    ),
    "derivative, index": ("hermite_derivative", eq(book.Derivative(He(n, x), x), n * He(n, x)), {}),
    "derivative, factor 2": ("hermite_derivative", eq(book.Derivative(He(n, x), x), 2 * n * He(n - 1, x)), {}),
    "differentiated, dropped term": (
        "hermite_recurrence_differentiated",
        eq(
            book.Derivative(He(n + 1, x), x),
            x * book.Derivative(He(n, x), x) - n * book.Derivative(He(n - 1, x), x),
        ),
        {},
    ),
    "weight, sign": ("hermite_times_density_is_a_derivative", eq(diff(He(n, x) * phi, x), He(n + 1, x) * phi), {}),
    "parity": ("hermite_parity", eq(He(n, -x), He(n, x)), {}),
    "value at 0, sign": ("hermite_even_at_zero", eq(He(2 * m, 0), factorial(2 * m) / (2**m * factorial(m))), {}),
    "value at 0, index": (
        "hermite_even_at_zero",
        eq(He(2 * m, 0), (-1) ** m * factorial(2 * m + 1) / (2**m * factorial(m))),
        {},
    ),
    "step, index": ("step_integral", eq(step(r), He(r, 0)), {}),
    "step from 0": ("step_integral", None, {r: Range(0, oo)}),
    "half of the half": ("step_coefficient_zero", eq(step(0) / sqrt(2 * pi), Rational(1, 4)), {}),
    "step, normalisation": (
        "step_coefficient_odd",
        eq(step(2 * m + 1) / sqrt(pi * factorial(2 * m + 1)), book.step_odd(m)),
        {},
    ),
    "relu from 1": ("relu_integral", None, {r: Range(1, oo)}),
    "relu, dropped term": ("relu_integral", eq(relu(r), He(r, 0)), {}),
    "relu, odd degree 1": (
        "relu_coefficient_odd",
        eq(relu(2 * m + 1) / sqrt(2 * pi * factorial(2 * m + 1)), 0),
        {},
    ),
    "leaky, sign of the slope": (
        "leaky_coefficient_even",
        eq(
            (relu(2 * m + 2) + slope * book.negative_integral(2 * m + 2)) / sqrt(2 * pi * factorial(2 * m + 2)),
            (1 + slope) * book.relu_even(m),
        ),
        {},
    ),
    "kappa_0, without the constant": (
        "step_squares_are_kappa_zero",
        eq(series(0, book.step_odd(p) ** 2 * t ** (2 * p + 1)), book.kappa_zero(t) / 2),
        {},
    ),
    "kappa_0, not squared": (
        "step_squares_are_kappa_zero",
        eq(series(Rational(1, 4), book.step_odd(p) * t ** (2 * p + 1)), book.kappa_zero(t) / 2),
        {},
    ),
    "kappa_0, powers": (
        "step_squares_are_kappa_zero",
        eq(series(Rational(1, 4), book.step_odd(p) ** 2 * t ** (p + 1)), book.kappa_zero(t) / 2),
        {},
    ),
    "kappa_1, factor 2": (
        "relu_squares_are_kappa_one",
        eq(series(1 / (2 * pi) + t / 4, book.relu_even(p) ** 2 * t ** (2 * p + 2)), book.kappa_one(t)),
        {},
    ),
    "kappa_1, index": (
        "relu_squares_are_kappa_one",
        eq(series(1 / (2 * pi) + t / 4, book.relu_even(p + 1) ** 2 * t ** (2 * p + 2)), book.kappa_one(t) / 2),
        {},
    ),
    "kappa_1 beyond 1": ("relu_squares_are_kappa_one", None, {t: Interval(-1, 2)}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    claim = CLAIMS[slug]
    statement = claim.statement if statement is None else statement
    domain = Domain({**claim.domain.sets, **widened})
    slip = replace(claim, statement=statement, domain=domain, control=None, numeric=None)
    assert not slip.proof.prove(slip).proved
    if not slip.statement.has(Sum):  # mpmath sums the series near |t| = 1 for minutes
        assert legs.judge(slip).status in ("refuted", "undecided")
