"""The moments of the dispersion kernel: every claim is certified, and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Integral, Interval, Range, oo

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("kernel_moments", "half_angle_kernel")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug])


b, c, d, j, k, m, n, v, y = (getattr(book, name) for name in "bcdjkmnvy")
half_angle, resolvent, steep, wallis = (getattr(book, name) for name in ("half_angle", "resolvent", "steep", "wallis"))


def _left(slug):
    return CLAIMS[slug].statement.lhs


def _right(slug):
    return CLAIMS[slug].statement.rhs


def _shifted(slug, symbol):
    return Eq(_left(slug), _right(slug).subs(symbol, symbol + 1))


SWAPPED, ALL = "moment_with_the_other_order", "moments_in_every_dimension"
SLIPS = {
    "variable, factor": ("moment_variable", Eq(_left("moment_variable"), _right("moment_variable") / 2), {}),
    "by parts, degree": ("resolvent_by_parts_to_degree_zero", _shifted("resolvent_by_parts_to_degree_zero", n), {}),
    "by parts from degree 0": ("resolvent_by_parts_to_degree_zero", None, {k: Range(0, oo)}),
    "resolvent in y": (
        "resolvent_with_a_rational_range",
        Eq(resolvent(d, k, n, steep), book.turned(d, k, n, y)),
        {},
    ),
    "half angles, dimension": (
        "half_angle_transform_with_a_rational_range",
        _shifted("half_angle_transform_with_a_rational_range", d),
        {},
    ),
    "half angles at y = 1": ("half_angle_transform_by_parts", None, {y: Interval.Lopen(0, 1)}),
    "half angles, sign": ("half_angle_transform_nonnegative", Le(half_angle(d, k, 1, y), 0), {}),
    "degree 0, factor": (
        "half_angle_transform_degree_zero",
        Eq(_left("half_angle_transform_degree_zero"), 2 * _right("half_angle_transform_degree_zero")),
        {},
    ),
    "across, power": ("moment_across_in_a_new_variable", _shifted("moment_across_in_a_new_variable", j), {}),
    "across at the root's end": (
        "moment_across_in_a_new_variable",
        None,
        {c: Interval(0, oo)},
    ),
    "across, wallis": (
        "moment_across_as_wallis_integral",
        Eq(wallis(2 * m + 1, 2 * j + 2), Integral((1 - v**2) ** (m + book.HALF) * v ** (2 * j), (v, 0, 1))),
        {},
    ),
    "across, Gamma": ("moment_across", _shifted("moment_across", m), {}),
    "other order, dimension": (SWAPPED, _shifted(SWAPPED, d), {}),
    "other order, halved": (SWAPPED, Eq(_left(SWAPPED), _right(SWAPPED) / 2), {}),
    "other order, dimension 1": (SWAPPED, None, {d: Range(1, oo)}),
    "moment, factor": (ALL, Eq(_left(ALL), 2 * _right(ALL)), {}),
    "moment, degree": (ALL, _shifted(ALL, j), {}),
    "moment, index": (ALL, _shifted(ALL, m), {}),
    "moment, dimension": (ALL, _shifted(ALL, d), {}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)


def test_the_kernel_is_the_half_angle_transform():
    """E_k d tau = (2/y) H(d, k, 1, y) dy: measured, kernel against transform."""
    mp = book.mp
    with mp.workdps(40):
        for dimension, degree, at in ((2, 3, "0.3"), (3, 2, "0.6"), (5, 4, "0.8")):
            at = mp.mpf(at)
            slope = mp.diff(lambda y: mp.acosh(1 / y**2), at)
            half = book._transform(dimension, degree, 1, at**2)
            kernel = book.dispersion(dimension, degree, mp.acosh(1 / at**2))
            assert abs(-kernel * slope - 2 * half / at) < mp.mpf(10) ** -30
