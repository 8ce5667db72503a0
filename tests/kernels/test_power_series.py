from fractions import Fraction
from math import comb

import pytest
from mpmath import mp, mpf

from ntksym.balls.arb import arb, certainly_less, certainly_positive, power, precision
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel, Pair
from ntksym.kernels.ntk import value
from ntksym.kernels.power_series import coefficient, coefficients, dot_coefficients, tail


def ends(x):
    return (mpf(e.numerator) / e.denominator for e in (x.lo, x.hi))


def test_two_layer_coefficients_are_central_binomials():
    """kappa_1 has 1/pi, 1/2 and 4^-p C(2p,p)/(pi (2p+1)(2p+2)) at t^(2p+2); Theta_2 has one more of kappa_0."""
    with mp.workdps(120):
        for p in range(6):
            b = mpf(comb(2 * p, p)) / 4**p
            kappa1 = b / (mp.pi * (2 * p + 1) * (2 * p + 2))
            for kernel, L, exact in (("sigma", 1, kappa1), ("ntk", 2, kappa1 + b / (mp.pi * (2 * p + 1)))):
                lo, hi = ends(coefficient(kernel, L, 2 * p + 2, 40))
                assert lo <= exact <= hi
    assert coefficient("ntk", 2, 1, 20).contains(1) and coefficient("sigma", 1, 1, 20).contains(Fraction(1, 2))


@pytest.mark.parametrize(("kernel", "L"), [("ntk", 3), ("sigma", 2), ("ntk", 5)])
def test_coefficients_are_taylor_coefficients(kernel, L):
    """Cauchy's integral on |t| = 1/2, by the trapezoidal rule, gives the same coefficients."""
    with mp.workdps(45):
        count, radius = 256, mpf(1) / 2

        def f(t):
            sigma = ntk = t
            for _ in range(L if kernel == "sigma" else L - 1):
                step = 1 - mp.acos(sigma) / mp.pi
                sigma = mp.sqrt(1 - sigma * sigma) / mp.pi + sigma * step
                ntk = ntk * step + sigma
            return sigma if kernel == "sigma" else ntk

        samples = [f(radius * mp.expjpi(mpf(2 * j) / count)) for j in range(count)]
        for m in (0, 1, 2, 3, 7):
            total = sum(s * mp.expjpi(-mpf(2 * j * m) / count) for j, s in enumerate(samples))
            exact = (total / count / radius**m).real
            lo, hi = ends(coefficient(kernel, L, m, 35))
            assert lo - mpf(10) ** -34 <= exact <= hi + mpf(10) ** -34


def test_exact_zeros_and_strict_positivity():
    """Sigma_1 and Theta_2 have no odd power above 1, Theta_3 has every power with a positive coefficient."""
    assert all(coefficient("sigma", 1, m).hi == 0 == coefficient("ntk", 2, m).hi for m in (3, 5, 21))
    assert all(b.lower() is not None and float(b.lower()) > 0 for b in coefficients("ntk", 3, 40, 300))
    assert coefficient("ntk", 1, 1).exact and coefficient("ntk", 1, 2).hi == 0


def test_tails_sum_to_the_kernel_at_one():
    """T_{L,0} = L, T_{L,r} - T_{L,r+1} = b_r, and the series at t = 1/2 is the kernel within its tail."""
    assert tail(5, 0).lo == 5 and tail(1, 2).hi == 0 and tail(3, 0, kernel="sigma").lo == 1
    difference = tail(4, 9, 30).lo - tail(4, 10, 30).hi
    assert difference <= coefficient("ntk", 4, 9, 30).hi
    assert tail(4, 9, 30).hi - tail(4, 10, 30).lo >= coefficient("ntk", 4, 9, 30).lo
    series = sum(coefficient("ntk", 4, m, 30).lo / 2**m for m in range(60))
    exact = value("ntk", "1/2", 4, 30)
    assert series <= exact.hi and exact.lo <= series + tail(4, 60, 10).hi / 2**60 + Fraction(1, 10**25)


def test_bad_input_is_refused():
    """Negative degrees, unknown kernels and L = 0 have no coefficient."""
    for bad in (("ntk", 0, 1), ("ntk", 2, -1), ("kappa0", 1, 1)):
        with pytest.raises(InputError):
            coefficient(*bad)


@pytest.mark.parametrize("delta", [Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)])
@pytest.mark.parametrize(
    ("family", "L"), [("ntk", 2), ("ntk", 3), ("sigma", 2), ("slope", 1), ("slope", 3), ("tkappa0", 1)]
)
def test_every_kernels_power_series_sums_to_its_value_and_has_no_negative_coefficient(family, L, delta):
    kernel = DotKernel(family, L, delta, Fraction(2, 3))
    with precision(200):
        a = dot_coefficients(kernel, 200, 200)
        for inner in (-1, 1):
            pair = Pair.of(inner, 2, 2)
            rest = kernel.ball_at(pair)
            for m, value in enumerate(a):
                rest -= value * power(pair.t, m)
            assert certainly_less(abs(rest), arb(1) / 10**50)
        assert all(certainly_positive(v + arb(1) / 10**40) for v in a)
