"""The Gauss-Legendre route: every claim is certified (or cited, as listed), and no slip in it is."""

from functools import partial

import pytest
import sympy
from books import opened, stands, still_proved
from sympy import Interval, Range, cos, oo, sin

from ntksym.claims import legs

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("gauss_legendre")
CITED = frozenset({"chebyshev_coefficients_decay", "quadrature_error_as_chebyshev_sum"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug], CITED)


s, h, x, m, n = (getattr(book, name) for name in "shxmn")


def _left(slug):
    return CLAIMS[slug].statement.lhs


SLIPS = {
    "modulus sign": ("root_modulus_at_one", Eq(_left("root_modulus_at_one"), book.double_cosh + cos(2 * h)), {}),
    "discs too small": ("two_discs_cover_the_strip", Le(_left("two_discs_cover_the_strip"), book.g), {}),
    "discs beyond the strip": ("two_discs_cover_the_strip", None, {book.z: Interval(0, 2)}),
    "quadrature from degree 2": (
        "quadrature_constant_from_degree_four",
        None,
        {next(iter(CLAIMS["quadrature_constant_from_degree_four"].domain)): Range(2, oo)},
    ),
    "cosine modulus": ("cosine_modulus_below_cosh", Eq(_left("cosine_modulus_below_cosh"), cos(h) ** 2), {}),
    "sine": ("cosine_modulus_below_cosh", Eq(_left("cosine_modulus_below_cosh"), -(sin(h) ** 2)), {}),
    "sum one degree early": (
        "even_geometric_sum",
        Eq(_left("even_geometric_sum"), x ** (-2 * n) - x ** (-2 * (n + m))),
        {},
    ),
    "sum beyond the circle": ("even_geometric_sum_bound", None, {x: Interval.open(0, sympy.oo)}),
    "integral, sign": ("chebyshev_integral", Eq(_left("chebyshev_integral"), 2 / (4 * n**2 - 1)), {}),
    "integral, degree": ("chebyshev_integral", Eq(_left("chebyshev_integral"), -2 / (n**2 - 1)), {n: Range(2, oo)}),
    "errors from degree 2": ("chebyshev_errors_below_a_geometric_sum", None, {n: Range(1, oo)}),
    "error halved": (
        "gauss_legendre_error",
        Le(2 * _left("gauss_legendre_error"), CLAIMS["gauss_legendre_error"].statement.rhs),
        {},
    ),
    "one node more": (
        "gauss_legendre_error",
        Le(_left("gauss_legendre_error"), CLAIMS["gauss_legendre_error"].statement.rhs * x ** (-2)),
        {},
    ),
    "sum bounded by its first term": (
        "even_geometric_sum_bound",
        Le(_left("even_geometric_sum_bound"), x ** (-2 * n)),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)


@pytest.mark.parametrize("slug", ["chebyshev_coefficients_decay", "quadrature_error_as_chebyshev_sum"])
def test_a_sharper_bound_is_refuted_by_the_example(slug):
    """The measured quotient comes close to 1: a bound a thousand times smaller fails."""
    claim = CLAIMS[slug]
    assert legs.numeric_leg(claim, Le(claim.statement.lhs, sympy.Rational(1, 1000))).status == "refuted"
