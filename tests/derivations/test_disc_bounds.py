"""Theta_L on the discs around 1 and -1: every claim is certified, and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Interval, Range, oo

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("disc_bounds")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    stands(CLAIMS[slug])


L, F, G, R, a, b, p, q, r, t, x, y, z = (getattr(book, name) for name in "LFGRabpqrtxyz")
root, Theta, Slope, first = book.root, book.Theta, book.Slope, book.first_layer


def _left(slug):
    return CLAIMS[slug].statement.lhs


def _right(slug):
    return CLAIMS[slug].statement.rhs


LOW, GAP, THETA = (
    "theta_on_the_disc_at_minus_one",
    "gap_of_the_next_layer_on_the_disc",
    "theta_of_the_next_layer_on_the_disc",
)
SLIPS = {
    "triangle, the larger alone": ("triangle_inequality", Le(_left("triangle_inequality"), F**2 + G**2), {}),
    "triangle, a negative modulus": ("triangle_inequality", None, {G: Interval(-oo, oo)}),
    "series outside the disc": ("theta_series_on_the_unit_disc", None, {x: Interval.Lopen(0, 2)}),
    "series halved": ("slope_series_on_the_unit_disc", Le(2 * _left("slope_series_on_the_unit_disc"), 1), {}),
    "front, sign": (
        "theta_front_at_minus_one",
        Eq(_left("theta_front_at_minus_one"), 2 * Theta(L, first) - _right("theta_front_at_minus_one")),
        {},
    ),
    "front, index": (
        "theta_front_at_minus_one",
        Eq(
            _left("theta_front_at_minus_one"),
            Theta(L, first) + (2 * root**2 - 1) * book.kappa_zero(2 * root**2 - 1) * Slope(L, first),
        ),
        {},
    ),
    "first layer, doubled": ("first_layer_at_minus_one", Eq(first, 2 * book.bulge / book.pi), {}),
    "cosine below 1": ("cosine_on_the_disc_at_minus_one", Le(_left("cosine_on_the_disc_at_minus_one"), 4), {}),
    "cosine on a larger disc": ("cosine_on_the_disc_at_minus_one", None, {x: Interval(0, 2)}),
    "sums of one layer less": (
        "theta_partial_sums_on_the_unit_disc",
        Le(_left("theta_partial_sums_on_the_unit_disc"), L - 1),
        {},
    ),
    "slope sums from depth -1": ("slope_partial_sums_on_the_unit_disc", None, {book.l: Range(-1, oo)}),
    "M_- one less": (LOW, Le(_left(LOW), L + 2), {}),
    "a share above 1": (LOW, None, {r: Interval(0, 2)}),
    "kappa_1 falls": ("kappa_one_increases", Ge(_left("kappa_one_increases"), book.kappa_one(t)), {}),
    "larger moduli": ("kappa_one_increases", None, {z: Interval(-1, 1)}),
    "kappa_0 falls": ("kappa_zero_increases", Ge(_left("kappa_zero_increases"), book.kappa_zero(t)), {}),
    "gap of real v": (GAP, Le(_left(GAP), 2 * y**2 - book.kappa_one(2 * y**2 - 1)), {}),
    "gap without D": (GAP, Le(_left(GAP), 2 * y**2), {}),
    "gap, halved D": (GAP, Le(_left(GAP), 2 * y**2 + book.kappa_one(2 * y**2 - 1) / 2), {}),
    "gap, a share above 1": (GAP, None, {q: Interval(0, 2)}),
    "theta of real v": (THETA, Le(_left(THETA), F * (1 - book.kappa_zero(2 * y**2 - 1)) + 1 + R), {}),
    "theta without the own layer": (THETA, Le(_left(THETA), F * (1 + book.kappa_zero(2 * y**2 - 1)) + R), {}),
    "theta without the gap": (THETA, Le(_left(THETA), F * (1 + book.kappa_zero(2 * y**2 - 1)) + 1), {}),
    "theta, a share above 1": (THETA, None, {p: Interval(0, 2)}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)


def test_the_steps_are_those_of_the_bound():
    """M_+ of slit_domain.py is built by these very steps, and M_- is L + 2."""
    mp, slit = book_module("mpmath"), book_module("slit_domain")
    with mp.workdps(30):
        for depth in slit.RADIUS:
            half, bound = slit.RADIUS[depth] ** 2 / 2, 1 + slit.RADIUS[depth] ** 2
            for _ in range(depth - 1):
                at = {y: sympy.sqrt(sympy.Rational(mp.nstr(half, 40)))}
                gap = sympy.N(_right(GAP).subs(at), 40)
                bound = sympy.N(_right(THETA).subs({**at, F: sympy.Float(mp.nstr(bound, 40), 40), R: gap}), 40)
                half = mp.mpf(str(gap)) / 2
            assert abs(mp.mpf(str(bound)) - slit.chain(depth)) < mp.mpf(10) ** -20


def book_module(name):
    import importlib

    return importlib.import_module(name)
