"""Mixtures of caps at small angles: the claims are proved, no slip in them is, and the code uses their constants."""

from dataclasses import replace

import pytest
from books import opened, stands, still_proved
from mpmath import mp, mpf
from sympy import Eq, Ge, Interval, Le, Rational, Symbol, besselj, oo

from ntksym.claims import Claim, Domain, Positive
from ntksym.spectra.cap_limit import front

book, CLAIMS = opened("cap_mixture")
CITED = {"bessel_recurrence", "bessel_energy_at_most_one"}
x, nu = book.x, book.nu


@pytest.mark.parametrize("slug", sorted(set(CLAIMS) - CITED))
def test_every_claim_is_proved(slug):
    """`make certify` judges them by all legs."""
    assert still_proved(CLAIMS[slug])


@pytest.mark.parametrize("slug", ["bessel_energy_at_most_one", "bessel_wave_tail", "piece_below_its_ends"])
def test_what_the_checker_stands_on_is_measured(slug):
    stands(CLAIMS[slug], CITED)


def changed(slug, relation, left=1, right=1):
    statement = CLAIMS[slug].statement
    return still_proved(CLAIMS[slug], relation(statement.lhs * left, statement.rhs * right, evaluate=False))


SLIPS = {
    "the wave equation with the other sign": ("bessel_wave_equation", Eq, 1, -1),
    "the energy's slope doubled": ("bessel_energy_derivative", Eq, 1, 2),
    "the energy decreases": ("bessel_energy_increases", Ge),
    "u^2 <= 1/(2q)": ("bessel_wave_tail", Le, 2),
    "curvature at most 1": ("bessel_square_curvature", Le, 1, Rational(1, 2)),
    "concave inside": ("bessel_square_is_convex_inside", Ge),
    "stiffness decreases": ("bessel_stiffness_increases", Le),
    "twice the constant": ("mixture_constant_of_kappa_zero", Eq, 1, 2),
    "twice the constant of kappa1": ("mixture_constant_of_kappa_one", Eq, 1, 2),
}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_proved(name):
    assert not changed(*SLIPS[name])


WIDER = {
    "orders below 1/2, where the energy decreases": ("bessel_energy_increases", {nu: Interval(0, oo)}),
    "q > 0 inside": ("bessel_square_is_convex_inside", {book.c: Interval(-1, oo)}),
    "orders below 1/2, where q decreases": ("bessel_stiffness_increases", {nu: Interval(0, oo)}),
    "beyond an end of the piece": ("piece_below_its_ends", {book.r: Interval(0, 2)}),
}


@pytest.mark.parametrize("name", WIDER)
def test_no_claim_is_proved_where_it_fails(name):
    slug, widened = WIDER[name]
    assert not still_proved(CLAIMS[slug], widened=widened)


def test_a_quarter_of_the_length_squared_is_needed():
    """With c h^2/8, which serves where -f'' <= c, it is not proved."""
    claim, h = CLAIMS["piece_below_its_ends"], book.h
    statement = claim.statement
    assert not still_proved(claim, Le(statement.lhs, statement.rhs - book.c * h**2 / 8, evaluate=False))


def test_a_bessel_function_is_real_only_where_that_is_known():
    """J_nu(x)^2 >= 0 is proved for x > 0, but not where x may be negative."""
    y = Symbol("y", real=True)
    said = Ge(besselj(nu, y) ** 2, 0, evaluate=False)
    claim = Claim(
        "square", said, Domain({nu: Interval(0, oo), y: Interval.open(0, oo)}), "here", "a square", Positive()
    )
    assert still_proved(claim)
    assert not still_proved(replace(claim, domain=Domain({**claim.domain.sets, y: Interval(-1, oo)})))


@pytest.mark.parametrize(
    ("slug", "kernel"), [("mixture_constant_of_kappa_zero", "kappa0"), ("mixture_constant_of_kappa_one", "kappa1")]
)
def test_the_constants_are_those_that_are_computed(slug, kernel):
    """A/(pi N) with N = 2^n Gamma((n+1)/2)^2/pi."""
    for d in (2, 3, 8):
        factor, n = front(kernel, d, 2)
        with mp.workdps(30):
            value = mpf(CLAIMS[slug].statement.rhs.subs(book.d, d).evalf(30))
            norm = mpf(2) ** n * mp.gamma(mpf(n + 1) / 2) ** 2
            assert value == pytest.approx(mpf(factor.numerator) / factor.denominator / norm)
