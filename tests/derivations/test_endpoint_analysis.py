"""Endpoint analysis: every claim is certified, and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Interval, cos, pi, sqrt

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("endpoint_analysis", "leading_root_at_one", "leading_root_at_minus_one")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_certified(slug):
    stands(CLAIMS[slug])


y, t, h, s, l, L = (getattr(book, x) for x in "ythslL")  # noqa: E741
Theta, Slope, bulge, theta, first = book.Theta, book.Slope, book.bulge, book.theta, book.first_layer


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
    "quartic": ("cosine_below_quartic", Le(cos(h), 1 - h**2 / 2 + h**4 / 48), {}),
    "bulge": ("bulge_below_cubic", Le(_left("bulge_below_cubic"), h**3 / 6), {}),
    "sigma, no bulge": ("sigma_near_one_from_above", Le(_left("sigma_near_one_from_above"), cos(h)), {}),
    "sigma, one layer less": (
        "sigma_near_one_from_above",
        Le(_left("sigma_near_one_from_above"), cos(h) + (book.l - 1) * h**3 / (3 * pi)),
        {},
    ),
    "angles kept": ("layers_keep_angles", Ge(_left("layers_keep_angles"), h - h**3 / 12), {}),
    "edge above, one layer more": (
        "theta_near_one_from_above",
        Le(Theta(L, cos(h)), L - L * (L + 1) / 2 * s + L**3 * s**2),
        {},
    ),
    "edge above, no square": ("theta_near_one_from_above", Le(Theta(L, cos(h)), L - L * (L - 1) / 2 * s), {}),
    "slope, factor": (
        "theta_slope_at_one_from_above",
        Le(_left("theta_slope_at_one_from_above"), book.root_at_one(L) + L**3 * s / pi),
        {},
    ),
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
    "theta below its start": ("theta_above_its_value_at_zero", Le(Theta(L, t), Theta(L, 0)), {}),
    "theta above its start, obtuse": ("theta_above_its_value_at_zero", None, {t: Interval(-1, 1)}),
    "theta below a lower chord": ("theta_below_its_chord", Le(Theta(L, t), Theta(L, 0) + t * (L - 1)), {}),
    "slope chord to 1/2": ("slope_below_its_chord", Le(Slope(l, t), Slope(l, 0) + t / 2), {}),
    "front at -1, sign": (
        "theta_from_minus_one",
        Eq(_left("theta_from_minus_one"), Theta(L, first) + s * cos(h) * Slope(L - 1, first)),
        {},
    ),
    "front at -1, index": (
        "theta_from_minus_one",
        Eq(_left("theta_from_minus_one"), Theta(L, first) - s * cos(h) * Slope(L, first)),
        {},
    ),
    "first layer, factor": ("sigma_one_near_minus_one", Le(first, h**3 / (6 * pi)), {}),
    "near -1, no cube": (
        "theta_near_minus_one_from_below",
        Ge(_left("theta_near_minus_one_from_below"), Theta(L, 0) - s * Slope(L - 1, 0)),
        {},
    ),
    "near -1, the next slope": (
        "theta_near_minus_one_from_above",
        Le(_left("theta_near_minus_one_from_above"), Theta(L, 0) - 2 * s * Slope(L - 1, 0) + L * h**3 + s * h**2),
        {},
    ),
    "slope at -1, factor": (
        "theta_slope_at_minus_one_from_above",
        Le(_left("theta_slope_at_minus_one_from_above"), book.root_at_minus_one(L + 1) + (2 * L + 3) * h**2),
        {},
    ),
    "slope at -1, index": (
        "theta_slope_at_minus_one_from_below",
        Ge(_left("theta_slope_at_minus_one_from_below"), book.root_at_minus_one(L + 2) / sqrt(2) - h**3),
        {},
    ),
    "slope at -1 at -1": ("theta_slope_at_minus_one_from_below", None, {s: Interval(0, 1)}),
    "double angle": ("bulge_in_the_root_variable", Eq(bulge, y * sqrt(1 - y**2) - theta * (1 - 2 * y**2)), {}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)
