import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls.arb import arb, ball, certainly_less_equal, precision, upper
from ntksym.errors import UndecidedError
from ntksym.kernels.analytic import half_range
from ntksym.kernels.dot_product import DotKernel, Pair
from ntksym.kernels.surrogate import BULK, Monomial, Surrogate, surrogate

KERNELS = [
    *(DotKernel("ntk", L) for L in (2, 3, 5, 8, 16, 64)),
    DotKernel("sigma", 2),
    DotKernel("slope", 1),
    DotKernel("slope", 4),
    DotKernel("tkappa0", 1, scale=Fraction(1, 2)),
    DotKernel("ntk", 3, Fraction(1, 3)),
    DotKernel("ntk", 3, Fraction(1), Fraction(5)),
    DotKernel("sigma", 3, Fraction(9, 10)),
]
POINTS = [Fraction(k, 60) for k in range(-60, 61)] + [Fraction(s * (10**6 - 1), 10**6) for s in (-1, 1)]


def exact(polynomial, x):
    """The polynomial with its float64 coefficients, in balls."""
    if not polynomial.chebyshev:
        total = arb(0)
        for c in reversed(polynomial.coefficients):
            total = total * x + arb(c)
        return total
    half = half_range() if polynomial.half < BULK else ball(Fraction(polynomial.half))  # q is not a float64
    w = 2 * x / half
    new = old = arb(0)
    for c in reversed(polynomial.coefficients[1:]):
        new, old = arb(c) + w * new - old, new
    return arb(polynomial.coefficients[0]) + w * new / 2 - old


def points(polynomial):
    """Pairs (x, F's argument) over the domain of ``whole`` (x = y) or ``bulk`` (x = t)."""
    return [Fraction(polynomial.half) * s for s in POINTS]


def profile(kernel, which, x):
    if which == "bulk":
        return kernel.ball_at(Pair(x, 1 - x, 1 + x))
    sine, cosine = (arb.pi() / 4 + 2 * x.atan()).sin_cos()
    return kernel.ball_at(Pair(cosine * cosine - sine * sine, 2 * sine * sine, 2 * cosine * cosine))


def worst_distance(kernel, which, polynomial):
    """The largest |F - p| seen."""
    with precision(300):
        inner = [ball(x) * ball(1 - Fraction(1, 2**50)) for x in points(polynomial)]
        return max(upper(abs(profile(kernel, which, x) - exact(polynomial, x))) for x in inner)


@pytest.mark.parametrize("which", ["whole", "bulk"])
@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_the_distance_seen_is_below_the_one_proved_and_of_its_size(kernel, which):
    polynomial = getattr(surrogate(kernel), which)
    seen = worst_distance(kernel, which, polynomial)
    assert 0 < seen <= polynomial.error <= 30 * seen


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_a_coefficient_off_by_a_billionth_breaks_the_bound(kernel):
    polynomial = surrogate(kernel).whole
    for j in (0, 1, 5):
        wrong = list(polynomial.coefficients)
        wrong[j] += 1e-9
        assert worst_distance(kernel, "whole", replace(polynomial, coefficients=tuple(wrong))) > polynomial.error


@pytest.mark.parametrize("which", ["whole", "bulk"])
@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_the_rounding_error_seen_is_below_the_one_proved(kernel, which):
    polynomial = getattr(surrogate(kernel), which)
    x = np.concatenate([np.linspace(-polynomial.half, polynomial.half, 400), [0.0, 1e-300, -1e-17]])
    found = polynomial(x, np.empty_like(x))
    with precision(300):
        seen = max(
            upper(abs(arb(f) - exact(polynomial, arb(v)))) for f, v in zip(found.tolist(), x.tolist(), strict=True)
        )
    assert 0 < seen <= polynomial.rounding
    assert seen > polynomial.rounding / 300


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_the_slope_is_a_bound_and_tight_for_monomials(kernel):
    for polynomial in (surrogate(kernel).whole, surrogate(kernel).bulk):
        with precision(200):
            step = Fraction(1, 2**60)
            slopes = [
                upper(abs(exact(polynomial, ball(x)) - exact(polynomial, ball(x - step)))) / step
                for x in points(polynomial)
            ]
        assert max(slopes) <= polynomial.slope * (1 + Fraction(1, 2**30))
        assert polynomial.chebyshev or polynomial.slope <= max(slopes) * Fraction(12, 10)


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_the_size_bounds_the_profile(kernel):
    for which in ("whole", "bulk"):
        polynomial = getattr(surrogate(kernel), which)
        with precision(200):
            assert all(
                certainly_less_equal(abs(profile(kernel, which, ball(x))), ball(polynomial.size) * (1 + arb(2) ** -50))
                for x in points(polynomial)
            )


@settings(max_examples=12)
@given(
    st.sampled_from(["ntk", "sigma", "slope", "tkappa0"]),
    st.integers(1, 12),
    st.fractions(0, 1, max_denominator=12),
    st.floats(-1, 1),
)
def test_any_kernel_at_any_cosine(family, L, delta, t):
    kernel = DotKernel(family, L, delta)
    found = surrogate(kernel)
    with precision(200):
        truth = kernel.ball_at(Pair(arb(t), 1 - arb(t), 1 + arb(t)))
        if isinstance(found, Monomial):
            value, bound = found(np.array([t]), np.empty(1)), found.bound(Fraction(0))
        else:
            a, b = math.sqrt(1 - t), math.sqrt(1 + t)
            y = np.array([(a - b) / (2 + a + b)])
            value, bound = found.whole(y, np.empty(1)), found.whole.bound(Fraction(4, 2**53))
        assert certainly_less_equal(abs(arb(float(value[0])) - truth), ball(bound))


@pytest.mark.parametrize(
    ("kernel", "factor", "exponent"),
    [
        (DotKernel("power", 7, scale=Fraction(1, 3)), Fraction(1, 3), 7),
        (DotKernel("power", 0), 1, 0),
        (DotKernel("ntk", 1), 1, 1),
        (DotKernel("sigma", 0), 1, 1),
        (DotKernel("ntk", 4, Fraction(0)), 4, 1),
        (DotKernel("slope", 3, Fraction(0)), 1, 0),
        (DotKernel("tkappa0", 1, Fraction(0)), 1, 1),
    ],
    ids=str,
)
def test_powers_and_linear_kernels_are_monomials(kernel, factor, exponent):
    found = surrogate(kernel)
    assert found == Monomial(Fraction(factor), exponent)
    t = Fraction(5, 7)
    value = found(np.array([float(t)]), np.empty(1))[0]
    error = abs(Fraction(float(value)) - factor * t**exponent)
    assert error <= found.bound(abs(Fraction(float(t)) - t))
    assert error == 0 or error > found.bound(Fraction(0)) / 100


def test_the_degree_is_small_and_deep_kernels_use_clenshaw():
    assert all(len(surrogate(DotKernel("ntk", L)).whole.coefficients) <= 37 for L in range(2, 9))
    assert not surrogate(DotKernel("ntk", 8)).whole.chebyshev and surrogate(DotKernel("ntk", 64)).whole.chebyshev
    found = surrogate(DotKernel("ntk", 3))
    assert isinstance(found, Surrogate) and found.bulk.half > BULK


def test_what_cannot_be_proved_is_undecided():
    with pytest.raises(UndecidedError, match="Chebyshev points"):
        surrogate(DotKernel("ntk", 2000))
    with pytest.raises(UndecidedError):
        surrogate(DotKernel("ntk", 3, 1 - Fraction(1, 10**9)))
