"""The strip W and the kernels in it: every claim is certified (or cited, as listed), and no slip in it is."""

from functools import partial

import mpmath as mp
import pytest
import slit_domain
import sympy
from books import opened, stands, still_proved
from sympy import Interval, Rational, cos, oo, pi, sin

from ntksym.checker import strip as checked
from ntksym.claims import legs
from ntksym.spectra import strip

Eq, Ge, Gt, Le, Lt = (partial(getattr(sympy, name), evaluate=False) for name in ("Eq", "Ge", "Gt", "Le", "Lt"))

book, CLAIMS = opened("strip", "complex_angles")
HALF = Rational(1, 2)
CITED = frozenset({"strip_into_itself", "kernels_on_the_strip"})


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_stands(slug):
    stands(CLAIMS[slug], CITED)


A, C, F, T, a, b, h, n, p, q, r, s, t, x, y = (getattr(book, name) for name in "ACFTabhnpqrstxy")
cosh, sinh, ellipse, hyperbola, cosine = book.cosh, book.sinh, book.ellipse, book.hyperbola, book.cosine
TAU, SLOPE, TOP = book.TAU, book.SLOPE, book.top


def _left(slug):
    return CLAIMS[slug].statement.lhs


def _right(slug):
    return CLAIMS[slug].statement.rhs


def _top(tau, slope):
    return book.image(pi * h, tau + slope * pi * h)


SLIPS = {
    "cauchy-riemann, sign": (
        "kappa_one_cauchy_riemann_second",
        Eq(_left("kappa_one_cauchy_riemann_second"), -_right("kappa_one_cauchy_riemann_second")),
        {},
    ),
    "kappa_1 without the angle's imaginary part": (
        "kappa_one_cauchy_riemann_first",
        Eq(
            sympy.diff(book.image(x, y)[0] + y * sin(x) * sinh(y) / pi, x),
            _right("kappa_one_cauchy_riemann_first"),
        ),
        {},
    ),
    "kappa_1 on the real axis, sine dropped": (
        "kappa_one_at_real_angles",
        Eq(_left("kappa_one_at_real_angles") - sympy.sqrt(1 - t**2) / pi, _right("kappa_one_at_real_angles")),
        {},
    ),
    "sinh on the whole line": ("sinh_positive", None, {y: Interval(-oo, oo)}),
    "cosh falls": ("cosh_increases", Ge(_left("cosh_increases"), _right("cosh_increases")), {}),
    "ellipse and hyperbola confused": (
        "ellipse_bounds_the_imaginary_part",
        Eq(hyperbola(*cosine(a, b), T), _right("ellipse_bounds_the_imaginary_part")),
        {},
    ),
    "axes of the ellipse confused": (
        "ellipse_bounds_the_imaginary_part",
        Eq(ellipse(*reversed(cosine(a, b)), T), _right("ellipse_bounds_the_imaginary_part")),
        {},
    ),
    "hyperbola, sign": (
        "hyperbola_bounds_the_real_part",
        Eq(_left("hyperbola_bounds_the_real_part"), -_right("hyperbola_bounds_the_real_part")),
        {},
    ),
    "left edge, at zero": ("left_edge_off_the_cuts", None, {y: Interval(0, TAU)}),
    "left edge, other side of the cut": ("left_edge_off_the_cuts", Gt(_left("left_edge_off_the_cuts"), 0), {}),
    "top, below the cut too far": ("top_left_off_the_cuts", None, {h: Interval(0, 1)}),
    "top, real part too early": ("top_right_off_the_cuts", None, {h: Interval(0, 1)}),
    "right edge, sign of the cosine": (
        "right_edge_off_the_cuts",
        Eq(_left("right_edge_off_the_cuts") + cosh(y) * cos(pi), 0),
        {},
    ),
    "left edge, no slope": ("left_edge_inside", None, {y: Interval(0, TAU)}),
    "left corner, no slope": ("left_corner_inside", Lt(ellipse(*book.left, TAU), 0), {}),
    "left corner, from lower down": ("left_corner_away_from_zero", None, {y: Interval(1, TAU)}),
    "top corner, no slope": ("top_corner_inside", Lt(ellipse(*TOP, TAU), 0), {}),
    "top corner, further from zero": (
        "top_corner_away_from_zero",
        Lt(hyperbola(*TOP, Rational(1, 4)), 0),
        {},
    ),
    "a steeper top": ("top_inside", Lt(ellipse(*_top(TAU, Rational(1, 2)), TAU), 0), {}),
    "a strip that is too high": ("top_corner_inside", Lt(ellipse(*_top(Rational(8, 5), SLOPE), Rational(8, 5)), 0), {}),
    "top, from the corner on": ("top_inside", None, {h: Interval(0, 1)}),
    "a right edge that is too long": ("right_edge_inside", None, {y: Interval(0, 3)}),
    "right edge, end": ("right_edge_ends_below", Lt(TAU + SLOPE * pi, Rational(7, 4)), {}),
    "ellipse beyond the strip": ("slit_ellipse_in_the_strip", Gt(cosh(TAU), 2), {}),
    "kappa_0 at most 1": ("kappa_zero_on_the_strip", Le(_left("kappa_zero_on_the_strip"), 1), {}),
    "kappa_0 beyond the edge": ("kappa_zero_on_the_strip", None, {h: Interval(-1, 1)}),
    "next layer without Sigma": (
        "theta_of_the_next_layer_on_the_strip",
        Le(_left("theta_of_the_next_layer_on_the_strip"), F * q),
        {},
    ),
    "next layer, a share above 1": ("theta_of_the_next_layer_on_the_strip", None, {r: Interval(0, 2)}),
    "one layer too few": (
        "bound_of_the_next_layer_on_the_strip",
        Eq(_left("bound_of_the_next_layer_on_the_strip"), C * sympy.Sum(q**book.j, (book.j, 0, n))),
        {},
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_certified(name):
    slug, statement, widened = SLIPS[name]
    assert not still_proved(CLAIMS[slug], statement, widened)


@pytest.mark.parametrize(("slug", "part"), [("strip_into_itself", Rational(9, 10)), ("kernels_on_the_strip", HALF)])
def test_a_smaller_bound_is_refuted(slug, part):
    """The measured quotients come near 1."""
    assert legs.numeric_leg(CLAIMS[slug], Le(CLAIMS[slug].statement.lhs, part), samples=20).status == "refuted"


def test_the_strip_of_the_tails_is_the_one_derived():
    """The same constants in the derivation, the module and the checker."""
    for module in (strip, checked):
        assert tuple(Rational(value) for value in (module.TAU, module.SLOPE, module.S0)) == (TAU, SLOPE, book.S0)


@pytest.mark.parametrize(("kernel", "L"), [("ntk", 2), ("ntk", 7), ("sigma", 3)])
def test_the_bounds_of_the_tails_are_the_ones_derived(kernel, L):
    """C (1 + q + ... + q^(L-1)), or C; rounded upwards."""
    q = mp.sqrt(1 + (mp.mpf(13) / 10 / mp.pi) ** 2)
    derived = book.largest() * (mp.fsum(q**i for i in range(L)) if kernel == "ntk" else 1)
    found = strip.bound(kernel, L)
    assert (
        derived * (1 - mp.mpf(10) ** -12)
        < mp.mpf(found.numerator) / found.denominator
        < derived * (1 + mp.mpf(10) ** -12)
    )


def test_the_angles_give_the_kernel():
    """Layer by layer at an angle, or by the series at either end: the same values."""
    v = mp.mpc(0.5, 0.25)
    assert abs(book.theta_at(4, 2 * mp.asin(v / mp.sqrt(2))) - slit_domain.at_one(4, v)) < mp.mpf(10) ** -12
    assert (
        abs(book.theta_at(4, mp.pi - 2 * mp.asin(v / mp.sqrt(2))) - slit_domain.at_minus_one(4, v)) < mp.mpf(10) ** -12
    )
