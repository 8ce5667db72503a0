"""The dispersion kernel: every claim is certified, and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Interval, Range, Rational, oo

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("dispersion_kernel")


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug])


b, d, k, n, y = (getattr(book, name) for name in "bdkny")
circle, sphere, K, half = book.circle, book.sphere, book.resolvent, Rational(1, 2)


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
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
    "resolvent of both signs": ("resolvent_mean_nonnegative", Ge(-K(d, 0, n, y), 0), {}),
    "resolvent beyond its pole": ("resolvent_mean_nonnegative", None, {y: Interval(-1, oo)}),
    "by parts, dimension": (
        "resolvent_by_parts",
        Eq(d * K(d, k, n, y) - n * y * K(d + 1, k - 1, n + 1, y), 0),
        {},
    ),
    "by parts, exponent": ("resolvent_by_parts", Eq(d * K(d, k, n, y) - n * y * K(d + 2, k - 1, n, y), 0), {}),
    "by parts, sign": ("resolvent_by_parts_degree_one", Eq(d * K(d, 1, n, y) + n * y * K(d + 2, 0, n + 1, y), 0), {}),
    "negative": ("resolvent_nonnegative", Le(K(d, k, n, y), 0), {}),
    "from degree 0": ("resolvent_nonnegative", None, {k: Range(0, oo)}),
    "resolvent, factor": ("dispersion_is_a_resolvent", Eq(sphere(d, k, b), 2 * b * K(d, k, 1, (b**2 - 1) / 2)), {}),
    "kernel above a constant": ("dispersion_kernel_nonnegative", Ge(sphere(d, k, b), half), {}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)
