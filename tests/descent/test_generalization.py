"""y^T H^-1 y by two routes; polynomial labels; the route by lambda_min; the network's width and its proof."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.data import dataset
from ntksym.descent.aligned import aligned_bound, function_norm2, series_coefficient
from ntksym.descent.generalization import bounded_form, eigenvalue_route, leading_term, mean_diagonal, solved_form
from ntksym.descent.labels import labels
from ntksym.descent.simulation import Weights, descend
from ntksym.descent.spectrum import spectrum
from ntksym.descent.width import DESCENT, FLOW, simple_width, sufficient_width, widths
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.dot_product import DotKernel, parse_kernel
from ntksym.kernels.gram import gram
from ntksym.spectra.smallest import smallest_eigenvalue

SLIDES = parse_kernel("h-infinity", 2)
SWEEP = int(os.environ.get("NTKSYM_SWEEP", "1"))


def sphere(seed: int, n: int, d: int) -> np.ndarray:
    points = np.random.default_rng(seed).standard_normal((n, d))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


@given(st.integers(0, 10**6), st.integers(2, 12), st.integers(2, 6), st.sampled_from([SLIDES, DotKernel("ntk", 3)]))
@settings(max_examples=15, deadline=None)
def test_the_quadratic_form_by_residuals_contains_the_one_by_solving(seed, n, d, kernel):
    data = dataset(sphere(seed, n, d))
    y = labels(np.random.default_rng(seed + 1).standard_normal(n), data)
    matrix = gram(data, kernel)
    low = smallest_eigenvalue(matrix).lo
    if low <= 0:
        return
    found, exact = bounded_form(y, matrix, spectrum(matrix), low), solved_form(data, y, kernel)
    assert found.contains(exact)
    wrong = bounded_form(labels(y.values * (1 + 2.0**-20), data), matrix, spectrum(matrix), low)
    assert not wrong.contains(exact)


def test_a_singular_matrix_has_no_quadratic_form():
    data = dataset([[1, 0], [1, 0]])
    y, matrix = labels([1, 1], data), gram(data, SLIDES)
    with pytest.raises(UndecidedError):
        bounded_form(y, matrix, spectrum(matrix), Fraction(0))
    with pytest.raises(UndecidedError):
        solved_form(data, y, SLIDES)


@pytest.mark.parametrize("kernel", [SLIDES, DotKernel("ntk", 2), DotKernel("ntk", 3)])
@pytest.mark.parametrize("p", [1, 2, 4])
def test_polynomial_labels_obey_the_aligned_bound_and_the_norm_of_their_function(kernel, p):
    n, d = 14, 3
    data = dataset(sphere(p, n, d))
    y = labels(data.points[:, 0] ** p, data)
    form, whole = solved_form(data, y, kernel), function_norm2(kernel, d, p)
    slack = 1 + Fraction(1, 10**9)  # points and labels are rounded to float64
    assert form.hi <= whole.hi * slack
    assert whole.hi <= aligned_bound(kernel, [(p, Fraction(1), Fraction(1))]) ** 2 * slack


def test_the_aligned_bound_of_linear_labels_is_reached_by_opposite_points():
    data = dataset(np.vstack([np.eye(3), -np.eye(3)]))
    form = solved_form(data, labels(data.points[:, 0], data), SLIDES)
    assert form.contains(4) and form.width < Fraction(1, 10**12)
    assert aligned_bound(SLIDES, [(1, Fraction(1), Fraction(1))]) == 2


def test_an_odd_power_has_no_norm_in_the_two_layer_space_but_one_for_three_layers():
    assert function_norm2(SLIDES, 4, 3) is None
    assert aligned_bound(SLIDES, [(3, Fraction(1), Fraction(1))]) is None
    assert function_norm2(DotKernel("ntk", 3), 4, 3).lo > 0


def test_the_coefficients_are_those_of_the_taylor_series():
    with mp.workdps(30):
        for p, value in enumerate(mp.taylor(lambda t: t * (mp.pi - mp.acos(t)) / (2 * mp.pi), 0, 8)):
            if p:
                found = series_coefficient(SLIDES, p)
                assert abs(mp.mpf(found.lo.numerator) / found.lo.denominator - value) < mp.mpf(10) ** -20


@given(st.integers(2, 8), st.integers(1, 6))
@settings(max_examples=6, deadline=None)
def test_the_norm_of_a_power_is_its_expansion_by_quadrature(d, p):
    """Sum of N(d,k) m^2/mu_k, with m and mu_k from integrals."""
    if p % 2 and p > 1:
        return
    with mp.workdps(20):

        def transform(f, k):
            density = mp.gamma(mp.mpf(d) / 2) / (mp.sqrt(mp.pi) * mp.gamma(mp.mpf(d - 1) / 2))

            def legendre(t):
                a, b = mp.mpf(1), t
                if k == 0:
                    return a
                for j in range(1, k):
                    a, b = b, ((2 * j + d - 2) * t * b - j * a) / (j + d - 2)
                return b

            return density * mp.quad(
                lambda u: f(mp.cos(u)) * legendre(mp.cos(u)) * mp.sin(u) ** (d - 2), [0, mp.pi / 2, mp.pi]
            )

        total = mp.mpf(0)
        for k in range(p % 2, p + 1, 2):
            number = mp.binomial(k + d - 1, d - 1) - (mp.binomial(k + d - 3, d - 1) if k >= 2 else 0)
            m = transform(lambda t: t**p, k)
            total += number * m**2 / transform(lambda t: t * (mp.pi - mp.acos(t)) / (2 * mp.pi), k)
    found = function_norm2(SLIDES, d, p)
    assert abs(float(found.mid) / float(total) - 1) < 1e-8


def test_the_route_by_the_smallest_eigenvalue_is_vacuous_for_labels_of_modulus_one():
    data = dataset(sphere(1, 20, 10))
    y = labels(np.where(data.points[:, 0] > 0, 1, -1), data)
    low = smallest_eigenvalue(gram(data, SLIDES))
    these, any_data = eigenvalue_route(y, mean_diagonal(data, SLIDES), (low.lo, low.hi))
    assert these > any_data > Fraction(2) - Fraction(1, 10**12)
    assert leading_term(solved_form(data, y, SLIDES), data.n).hi < these


# --- widths -----------------------------------------------------------------------------------------------------------

POSITIVE = st.fractions(Fraction(1, 50), Fraction(1, 2))


SCALES = (st.fractions(Fraction(1, 20), 3), st.fractions(Fraction(1, 100), Fraction(9, 10)))
REGIMES = pytest.mark.parametrize(
    ("regime", "c", "path"), [(FLOW, Fraction(1, 16), Fraction(2)), (DESCENT, Fraction(3, 64), Fraction(8, 3))]
)


@REGIMES
@given(st.integers(2, 30), POSITIVE, *SCALES)
@settings(max_examples=15, deadline=None)
def test_each_step_of_the_proof_of_the_width_holds_at_that_width(regime, c, path, n, lambda_0, kappa, delta):
    trace, norm2 = Fraction(n) * 3 / 2, Fraction(n, 2)
    m = sufficient_width(n, trace, norm2, lambda_0, kappa, delta, regime)
    with mp.workdps(40):
        exact = (trace, lambda_0, kappa, delta, c * lambda_0 / trace, path)
        T, low, k, p, q, path = (mp.mpf(x.numerator) / x.denominator for x in exact)
        B = mp.sqrt(3 / p * (mp.mpf(n) / 2 + k**2 * T / 2))
        R = mp.sqrt(2 * mp.pi) * k * q / 2
        assert mp.erf(R / k / mp.sqrt(2)) <= q  # P(|N(0, kappa^2)| <= R)
        assert n * mp.exp(-m * low / (32 * T)) <= p / 3
        assert n * mp.exp(-q * m / 3) <= p / 3 * (1 + mp.mpf(10) ** -30)
        assert mp.sqrt(T / m) * path * B / low < R
        by_first = mp.sqrt(T / (m - 1)) * path * B / low >= R * (1 - mp.mpf(10) ** -30)
        by_second = n * mp.exp(-q * (m - 1) / 3) > p / 3
        assert by_first or by_second  # one neuron less is not proved


@pytest.mark.parametrize("regime", [FLOW, DESCENT])
@given(st.integers(2, 40), POSITIVE, st.fractions(Fraction(1, 20), 1), SCALES[1])
@settings(max_examples=15, deadline=None)
def test_the_simple_width_suffices_for_unit_vectors_and_bounded_labels(regime, n, lambda_0, kappa, delta):
    assert sufficient_width(n, Fraction(n), Fraction(n), lambda_0, kappa, delta, regime) <= simple_width(
        n, lambda_0, kappa, delta, regime
    )


def test_gradient_descent_at_the_sufficient_width_is_as_fast_as_the_theorem_says():
    """Two orthogonal points, T = 2, eta = 1/2, random signs: never violated; with 5/4 for 3/8 it always would be."""
    data, delta, scale, eta, steps = dataset([[1, 0], [0, 1]]), Fraction(9, 10), Fraction(3), 0.5, range(5)
    y, half = labels([1, -1], data), Fraction(1, 2)
    m = sufficient_width(2, Fraction(2), Fraction(2), half, scale, delta, DESCENT)
    falls, too_fast = ((1 - rate * eta / 2) ** np.array(steps) for rate in (3 / 8, 5 / 4))
    for seed in range(SWEEP):
        rng = np.random.default_rng(seed)
        start = Weights(float(scale) * rng.standard_normal((m, 2)), rng.choice([-1.0, 1.0], m))
        residuals = descend(data, y, start, eta, steps)
        assert np.all(residuals <= falls * residuals[0] * (1 + 1e-9))
        assert np.any(residuals > too_fast * residuals[0])


def test_a_smaller_constant_would_not_suffice():
    n, low, delta = 100, Fraction(1, 2), Fraction(1, 10)
    for regime in (FLOW, DESCENT):
        asked = sufficient_width(n, Fraction(n), Fraction(n), low, Fraction(1), delta, regime)
        assert asked > Fraction((regime.simple - 1) * n**4) / (low**4 * delta)


def test_the_widths_scale_as_one_over_kappa_squared_but_for_the_start():
    args = (10, Fraction(10), Fraction(10**9), Fraction(1, 10), Fraction(1), Fraction(1, 10))
    one, half = sufficient_width(*args), sufficient_width(*args[:4], Fraction(1, 2), args[5])
    assert abs(Fraction(half, one) - 4) < Fraction(1, 10**6)


def test_the_simple_form_is_left_out_where_its_hypotheses_fail():
    data = dataset([[1, 0], [0, 1]])
    large, y = labels([2, -1], data), labels([1, -1], data)
    given_ = (Fraction(1, 2), Fraction(1), Fraction(1, 10), Fraction(1, 10))
    assert [w.explicit for w in widths(data, y, *given_)] == [True] * 4 + [False] * 3
    assert [w.explicit for w in widths(data, large, *given_)] == [True] * 2 + [False] * 3
    assert [w.explicit for w in widths(dataset([[1, 0], [0, 2]]), y, *given_)] == [True] * 2 + [False] * 3
    assert all("constant not given" in w.source for w in widths(data, y, *given_) if not w.explicit)


@pytest.mark.parametrize("wrong", [{"lambda_0": Fraction(0)}, {"kappa": Fraction(0)}, {"delta": Fraction(1)}])
def test_impossible_parameters_of_a_width_are_refused(wrong):
    args = {"lambda_0": Fraction(1, 4), "kappa": Fraction(1), "delta": Fraction(1, 10)} | wrong
    with pytest.raises(InputError):
        simple_width(5, **args)


def test_a_falsified_residual_is_noticed_by_the_form():
    data = dataset(sphere(2, 10, 4))
    y, matrix = labels(np.ones(10), data), gram(data, SLIDES)
    found, low = spectrum(matrix), smallest_eigenvalue(matrix).lo
    rough = bounded_form(y, matrix, replace(found, values=found.values * 1.001), low)  # a bad guess only costs width
    assert rough.contains(solved_form(data, y, SLIDES))
