"""Entries of deep kernels: every claim is certified, and no slip in it is proved."""

import pytest
from books import opened, still_proved
from sympy import Eq, Ge, Interval, Le, Rational, Symbol, asin, log, pi

from ntksym.claims import Claim, Domain, Monotone, Positive, legs
from ntksym.formulas.depth import HalfChord, Loss, bulge

book, CLAIMS = opened("half_chords", "depth_propagation", "depth_conditioning")
y, L, n, w, q = book.y, book.L, book.n, book.w, book.q
d, A, delta, Y, line = book.d, book.A, book.delta, book.Y, book.line


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    verdict = legs.judge(CLAIMS[slug])
    assert verdict.status == "certified", verdict.failure()


def ge(left, right):
    return Ge(left, right, evaluate=False)


def le(left, right):
    return Le(left, right, evaluate=False)


def eq(left, right):
    return Eq(left, right, evaluate=False)


SLIPS = {
    "bulge, 3 for 8/3": ("bulge_ge_cube", ge(bulge(y), 3 * y**3), {}),
    "bulge, 3 for pi": ("bulge_le_cube", le(bulge(y) / y**3, 3), {}),
    "quintic, sign": ("bulge_quintic_bound", le((bulge(y) + 8 * y**3 / 3) / y**5, pi - Rational(8, 3)), {}),
    "arcsine, smaller constant": ("arcsine_quintic_bound", le((asin(y) - y - y**3 / 6) / y**5, Rational(2, 5)), {}),
    "loss, factor 2": ("loss_ge_linear", ge(Loss(y), 16 * y / (3 * pi)), {}),
    "slope, factor 2": ("slope_of_a_layer", eq(book.slope_after.statement.lhs, 1 - 2 * delta * asin(y) / pi), {}),
    "a layer takes pi Delta q off": (
        "half_chord_after_a_layer",
        eq(book.square_after.statement.lhs, y**2 * (1 - pi * delta * Loss(y))),
        {},
    ),
    "increasing beyond Delta = 1/2": ("half_chord_after_a_layer_increases", None, {delta: Interval(0, 1)}),
    "root, 1/2 for 3/8": ("reciprocal_root_ge_quadratic", ge(1 / book.kept_share, 1 + q / 2 + q**2 / 2), {}),
    "root, beyond 1/2": ("reciprocal_root_le_cubic", None, {q: Interval(0, Rational(3, 4))}),
    "log, 1 for 3/4": ("reciprocal_root_ge_logarithm", ge(1 / book.kept_share - 1, q / 2 * (1 - log(1 - q))), {}),
    "increment, 5 for 4": ("inverse_half_chord_gains_at_least", ge(book.gain, 5 * delta / (3 * pi)), {}),
    "increment at most d": ("inverse_half_chord_gains_at_most", le(book.gain, d + 3 * d**2 * y / 2), {}),
    "linear, one layer more": ("inverse_half_chord_ge_linear", ge(1 / Y, 1 / y + d * (book.l + 1)), {}),
    "logarithm, factor 2": ("inverse_half_chord_ge", ge(1 / Y, line + 3 * d * (log(line) - log(1 / y))), {}),
    "upper without the squares": (
        "inverse_half_chord_le",
        le(1 / Y, line + 3 * d / 2 * (log(line) - log(1 / y)) + 3 * d**2 / 2 * (y - 1 / line)),
        {},
    ),
    "front, 1/4 for 1/8": ("family_theta_le_front", le(book.THETA, A / book.BEFORE - Rational(1, 4)), {}),
    "front of the next layer": (
        "family_theta_le_front",
        le(book.THETA, A / HalfChord(delta, L - 2, y) - Rational(1, 8)),
        {},
    ),
    "front, beyond Delta = 1/2": ("family_theta_le_front", None, {delta: Interval.Lopen(0, 1)}),
    "front less no square": ("family_theta_ge_front_less_square", ge(book.THETA, A / book.BEFORE - Rational(1, 8)), {}),
    "residual, 2 for 5/2": ("front_residual_le_square", le(book.left, 2 * y**2), {}),
    "quarter, a third": ("family_theta_le_quarter_depth", le(book.THETA, book.middle + book.above - L / 12), {}),
    "quarter, no remainder": ("family_theta_ge_quarter_depth", ge(book.THETA, book.middle), {}),
    "kappa, n - 1 for n": (
        "condition_number_lower_bound",
        eq(CLAIMS["condition_number_lower_bound"].statement.lhs, 4 * (n - 1) * book.m / (3 * book.g)),
        {},
    ),
    "kappa, 1 + n/4": (
        "condition_number_upper_bound",
        eq(CLAIMS["condition_number_upper_bound"].statement.lhs + n / 3 - n / 4, book.upper_excess),
        {},
    ),
    "radius, n for n - 1": (
        "condition_number_radius",
        eq(CLAIMS["condition_number_radius"].statement.lhs - (book.M - book.m) / 2, book.g),
        {},
    ),
    "square term, from depth 1": ("square_term_falls_with_depth", None, {book.s: Interval(-1, 1)}),
    "excess by depth, smaller constant": ("excess_by_depth_falls", None, {book.c: Interval(0, 1)}),
    "front grows, from a smaller start": ("front_grows_with_the_inverse_half_chord", None, {w: Interval(0, 1)}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_proved(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)


def test_a_logarithm_is_not_continuous_where_its_argument_vanishes():
    """Monotone refuses y log(y) + 1 >= 0 on [0, 1], and proves it away from 0."""
    x = Symbol("x", real=True)

    def proved(low, statement):
        claim = Claim("x", statement, Domain({x: Interval(low, 1)}), "none", "none", Monotone(x, 1, Positive()))
        return claim.proof.prove(claim).proved

    assert proved(Rational(1, 2), le(log(x), 0))
    assert not proved(0, le(log(x), 0)) and not proved(0, ge(log(x), -100))
