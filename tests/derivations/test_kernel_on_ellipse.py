"""The dispersion kernel on an ellipse: every claim is certified (or cited, as listed), and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Range, Rational, oo

from ntksym.claims import legs

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("kernel_on_ellipse")
CITED = frozenset({"neumann_series", "modulus_on_the_circle", "modulus_on_the_sphere", "modulus_dimension_step"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug], CITED)


d, k, q = (getattr(book, name) for name in "dkq")
half = Rational(1, 2)


def _right(parity):
    return CLAIMS[f"dispersion_kernel_on_the_ellipse_in_{parity}_dimensions"].statement.rhs


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "sinh for cosh": (
        "sinh_modulus_below_cosh",
        Le(_left("sinh_modulus_below_cosh"), book.sinh_**2),
        {},
    ),
    "coefficients above one": (
        "neumann_coefficients_at_most_one",
        Ge(*CLAIMS["neumann_coefficients_at_most_one"].statement.args),
        {},
    ),
    "coefficients at most a half": (
        "neumann_coefficients_at_most_one",
        Le(_left("neumann_coefficients_at_most_one"), half),
        {},
    ),
    "partial sums without the factor": (
        "neumann_partial_sums_on_the_ellipse",
        Le(_left("neumann_partial_sums_on_the_ellipse") / (1 - q**2), 1 - q ** (2 * book.n + 2)),
        {},
    ),
    "partial sums on the circle |q| = 2": (
        "neumann_partial_sums_on_the_ellipse",
        None,
        {q: sympy.Interval.open(0, 2)},
    ),
    "bound without the dimension's factor": (
        "dispersion_kernel_on_the_ellipse_in_even_dimensions",
        Le(_left("dispersion_kernel_on_the_ellipse_in_even_dimensions"), q**k / (1 + q**2)),
        {},
    ),
    "half the bound, even": (
        "dispersion_kernel_on_the_ellipse_in_even_dimensions",
        Le(2 * _left("dispersion_kernel_on_the_ellipse_in_even_dimensions"), _right("even")),
        {},
    ),
    "half the bound, odd": (
        "dispersion_kernel_on_the_ellipse_in_odd_dimensions",
        Le(2 * _left("dispersion_kernel_on_the_ellipse_in_odd_dimensions"), _right("odd")),
        {},
    ),
    "size falls by q^2": ("ellipse_size_falls_in_degree", Le(book.size(d, k + 1), q**2 * book.size(d, k)), {}),
    "size falls on the line": ("ellipse_size_falls_in_degree", None, {d: Range(1, oo)}),
    "step without the second": (
        "ellipse_size_dimension_step",
        Le(_left("ellipse_size_dimension_step"), book.size(d + 2, k) / (1 + q**2)),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)


def test_the_size_on_the_ellipse_is_not_the_size_on_the_axis():
    """A bound that forgets that z is complex is refuted by the measurement."""
    claim = CLAIMS["dispersion_kernel_on_the_ellipse_in_odd_dimensions"]
    assert legs.numeric_leg(claim, Le(claim.statement.lhs, claim.statement.rhs / 16)).status == "refuted"
