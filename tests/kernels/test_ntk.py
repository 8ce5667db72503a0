from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from ntksym.balls.arb import arb, precision
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.ntk import layers, two_point_upper, value
from ntksym.kernels.refine import refine


def expectation(order: int, t: mpf) -> mpf:
    """2 E[f(u) f(v)] for standard Gaussians of correlation t, f the step (0) or the ReLU (1), in polar form."""
    angle = mp.acos(t)
    weight = (lambda p: mpf(1)) if order == 0 else (lambda p: 2 * mp.cos(p) * mp.cos(p - angle))
    return mp.quad(weight, [angle - mp.pi / 2, mp.pi / 2]) / mp.pi


def ends(x):
    return (mpf(e.numerator) / e.denominator for e in (x.lo, x.hi))


@pytest.mark.parametrize("t", ["-0.99", "-1/3", "0", "0.2", "0.999999"])
def test_arc_cosine_kernels_are_gaussian_expectations(t):
    """kappa_0 and kappa_1 are twice the Gaussian expectations of products of steps and of ReLUs."""
    with mp.workdps(50):
        for order in (0, 1):
            lo, hi = ends(value(f"kappa{order}", t, digits=35))
            x = ExactReal.parse(t).coefficient
            exact = expectation(order, mpf(x.numerator) / x.denominator)
            assert lo - mpf(10) ** -38 <= exact <= hi + mpf(10) ** -38 and hi - lo <= mpf(10) ** -34


@pytest.mark.parametrize(("L", "t"), [(2, "0.3"), (3, "-0.7"), (5, "0.9"), (8, "-1"), (4, "pi/7"), (64, "0.5")])
def test_recursion_agrees_with_nested_closed_forms(L, t):
    """Sigma_L and Theta_L follow the recursion with every layer evaluated afresh in t."""
    with mp.workdps(80):
        p = ExactReal.parse(t)
        x = mpf(p.coefficient.numerator) / p.coefficient.denominator * (mp.pi if p.times_pi else 1)
        k0 = lambda s: 1 - mp.acos(s) / mp.pi  # noqa: E731
        k1 = lambda s: (mp.sqrt(1 - s * s) + s * (mp.pi - mp.acos(s))) / mp.pi  # noqa: E731
        sigma, ntk = x, x
        for layer in range(L):
            following = k1(sigma)
            if layer < L - 1:
                ntk = ntk * k0(sigma) + following
            sigma = following
        for kernel, exact in (("sigma", sigma), ("ntk", ntk)):
            lo, hi = ends(value(kernel, t, L, 40))
            assert lo <= exact <= hi


def test_the_ends_are_exact():
    """Theta_L(1) = L, Sigma_l(1) = 1, kappa_0(-1) = kappa_1(-1) = 0 and Theta_2(-1) = 0 come out as points."""
    assert value("ntk", 1, 7).lo == value("ntk", 1, 7).hi == 7
    assert value("sigma", 1, 3).exact and value("kappa1", -1).hi == 0 and value("kappa0", -1).hi == 0
    assert value("ntk", -1, 2).hi == 0 and value("sigma", -1, 0).lo == -1


@pytest.mark.parametrize("sign", [1, -1])
def test_no_loss_next_to_the_ends(sign):
    """At |t| = 1 - 10^-300 the gap 1 - Sigma_1, resp. kappa_1 itself, keeps its 20 relative digits."""
    t = sign * (1 - Fraction(1, 10**300))
    x = value("kappa1", t, digits=20)
    assert x.relative_width() <= Fraction(1, 10**20) and x.lo > 0
    assert value("ntk", t, 6, 20).relative_width() <= Fraction(1, 10**20)


def test_the_mean_value_form_does_not_widen_with_depth():
    """A hundred layers near t = 1 keep all but a few bits, for kappa_1' = kappa_0 <= 1."""
    with precision(200):
        _, ntk = layers(arb.pi() / 5000, 100)
    assert ntk[-1].rel_accuracy_bits() > 160


@settings(max_examples=25, deadline=None)
@given(st.fractions(min_value=-1, max_value=1, max_denominator=10**6), st.integers(1, 12))
def test_wider_requests_contain_sharper_ones(t, L):
    """Two enclosures of one value meet, whatever their precision."""
    try:
        assert value("ntk", t, L, 8).overlaps(value("ntk", t, L, 40))
    except UndecidedError:
        pytest.fail("Theta_L has no rational zero but the exact ones")


def test_two_point_bound_is_value_difference():
    """K(1) - K(cos alpha) is what the values give."""
    with precision(120):
        upper = two_point_upper("ntk", 3, ExactReal.parse("pi/3"))
        assert upper.overlaps(3 - value("ntk", "1/2", 3).ball)


def test_bad_input_names_its_remedy():
    """|t| > 1, L = 0 and unknown kernels are refused."""
    for bad in (("ntk", "1.01", 2), ("ntk", "pi", 2), ("ntk", "0", 0), ("relu", "0", 2)):
        with pytest.raises(InputError):
            value(*bad)
    with pytest.raises(InputError):
        value("ntk", 0, 2, 0)


def test_undecided_at_the_cap():
    """A number that is 0 in disguise is undecided, never wrong."""
    with pytest.raises(UndecidedError):
        refine(lambda: arb(2).sqrt() * arb(2).sqrt() - 2, 5, cap=500)
