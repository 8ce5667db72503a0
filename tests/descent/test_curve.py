"""|(I - eta H)^k y| certified in float64 is the number that binary powering in balls finds."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.data import Dataset, dataset
from ntksym.descent.eigencurve import eigencurve, expand
from ntksym.descent.labels import Labels, labels
from ntksym.descent.powering import power_curve
from ntksym.descent.prediction import predict
from ntksym.descent.spectrum import gram_defect, spectrum
from ntksym.descent.training import Training, check_step_size, safe_step, step_grid
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel, parse_kernel
from ntksym.kernels.gram import gram

SLIDES = parse_kernel("h-infinity", 2)
EXAMPLES = max(10, int(os.environ.get("NTKSYM_SWEEP", "0")))
STEPS = (0, 1, 2, 7, 100, 4096, 10**5, 10**7)


def problem(seed: int, n: int, d: int, closeness: float = 1.0) -> tuple[Dataset, Labels]:
    """Points of mixed norms, the second near the first, and labels of mixed sizes."""
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((n, d)) * np.exp(rng.standard_normal((n, 1)))
    points[1] = points[0] + closeness * points[1]
    data = dataset(points)
    return data, labels(rng.standard_normal(n) * 10.0 ** rng.integers(-3, 4), data)


def curves(training: Training) -> tuple[list, list]:
    """The curve by float64 eigenpairs, and by powering."""
    found = spectrum(gram(training.data, training.kernel))
    return eigencurve(training, STEPS, found, found.eigenvalue(0)), power_curve(training, STEPS)


@given(
    st.integers(0, 10**6),
    st.integers(2, 9),
    st.integers(2, 5),
    st.sampled_from([1.0, 1e-3, 1e-9]),
    st.sampled_from([SLIDES, DotKernel("ntk", 3), DotKernel("sigma", 2)]),
    st.sampled_from([Fraction(1, 3), Fraction(1), Fraction(19, 10)]),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_curve_by_eigenpairs_contains_the_curve_by_powering(seed, n, d, closeness, kernel, share):
    data, y = problem(seed, n, d, closeness)
    largest = spectrum(gram(data, kernel)).largest[1]
    training = Training(data, y, kernel, Fraction(share / largest).limit_denominator(10**9))
    floats, balls = curves(training)
    for k, wide, narrow in zip(STEPS, floats, balls, strict=True):
        assert wide.contains(narrow), k


def test_the_curve_is_narrow_on_separated_points():
    data, y = problem(3, 9, 4)
    floats, _ = curves(Training(data, y, SLIDES, safe_step(spectrum(gram(data, SLIDES)).largest[1])))
    assert all(x.lo > 0 and x.hi - x.lo < x.lo / 10**6 for x in floats)


@pytest.mark.parametrize("mutant", ["eigenvalue", "step size", "one step more", "label", "residuals"])
def test_a_falsified_problem_leaves_the_enclosure(mutant):
    data, y = problem(3, 9, 4)
    training = Training(data, y, SLIDES, safe_step(spectrum(gram(data, SLIDES)).largest[1]))
    found = spectrum(gram(data, SLIDES))
    smallest = found.eigenvalue(0)
    truth = power_curve(training, STEPS)
    if mutant == "eigenvalue":
        found = replace(found, values=found.values + 1e-6)
    elif mutant == "step size":
        training = replace(training, eta=training.eta * (1 + Fraction(1, 10**6)))
    elif mutant == "label":
        training = replace(training, labels=labels(y.values * (1 + 1e-9), data))
    elif mutant == "residuals":
        found = replace(found, values=found.values + 1e-9, residuals=found.residuals * 0)
    steps = [k + 1 for k in STEPS] if mutant == "one step more" else STEPS
    curve = eigencurve(training, steps, found, smallest)
    assert not all(wide.contains(narrow) for wide, narrow in zip(curve, truth, strict=True))


def test_orthonormal_points_lose_the_same_share_in_each_step():
    data = dataset(np.eye(60))
    y = labels(np.arange(1.0, 61.0), data)
    steps = step_grid(200, 9)
    found = predict(data, y, SLIDES, steps, Fraction(1, 2))
    for k, x in zip(steps, found.curve, strict=True):
        square = y.norm2 * Fraction(3, 4) ** (2 * k)
        assert x.lo**2 <= square <= x.hi**2
        assert x.hi - x.lo <= x.hi / 10**9


def test_contradictory_labels_of_one_point_are_never_learnt():
    data = dataset([[1, 0], [1, 0], [0, 1]])
    found = predict(data, labels([1, -1, 5], data), SLIDES, [10**4, 10**7], Fraction(1, 2))
    assert found.smallest.hi == 0
    assert found.form is None
    for x in found.curve:  # the part (1, -1, 0) stays: |y - u| -> sqrt(2)
        assert x.lo**2 <= 2 <= x.hi**2
        assert x.hi - x.lo < Fraction(1, 10**6)


def test_a_step_size_between_the_inverse_and_twice_it_is_allowed_and_beyond_refused():
    data, y = problem(5, 6, 3)
    high = spectrum(gram(data, SLIDES)).largest[1]
    found = predict(data, y, SLIDES, [10**5], Fraction(19, 10) / high)
    assert found.curve[0].hi < y.norm2
    for share in (Fraction(2), Fraction(21, 10), Fraction(10**6)):
        with pytest.raises(InputError, match="eta="):
            predict(data, y, SLIDES, [1], share / high)


def test_a_step_size_that_cannot_be_told_from_the_limit_is_refused_and_not_called_divergent():
    with pytest.raises(InputError, match="too close"):
        check_step_size(Fraction(1), (Fraction(19, 10), Fraction(21, 10)))


def test_the_defect_of_orthogonality_is_what_exact_arithmetic_says():
    rng = np.random.default_rng(1)
    V = np.linalg.qr(rng.standard_normal((40, 40)))[0]
    V = np.rint(V * 2.0**57) / 2.0**57
    defect, error = gram_defect(V)
    exact = [[Fraction(x) for x in row] for row in V.tolist()]
    for i in range(0, 40, 7):
        for j in range(40):
            true = sum(row[i] * row[j] for row in exact) - (i == j)
            assert abs(true - Fraction(float(defect[i, j]))) <= Fraction(error)
    assert error < 1e-18


def test_every_eigenvalue_is_enclosed():
    # Q diag Q with a reflection Q of the vector of ones: entries and eigenvalues are exact
    n, values = 8, np.array([1.0, 2.0, 2.0, 3.0, 5.0, 8.0, 8.0, 64.0])
    Q = np.eye(n) - np.full((n, n), 2.0 / n)
    A = Q @ np.diag(values) @ Q
    from ntksym.balls.matrices import VerifiedMatrix

    found = spectrum(VerifiedMatrix((A + A.T) / 2, 2.0**-50, np.ones(n)))
    for i, value in enumerate(values.tolist()):
        low, high = found.eigenvalue(i)
        assert low <= value <= high
        assert high - low < Fraction(1, 10**9)


def test_the_labels_are_the_expansion_and_its_rest():
    data, y = problem(9, 7, 3)
    found = spectrum(gram(data, SLIDES))
    c = expand(y.values, found)
    rest = Fraction(0)
    for i, row in enumerate(found.vectors.tolist()):
        value = sum(Fraction(v) * Fraction(w) for v, w in zip(row, c.coefficients.tolist(), strict=True))
        rest += (Fraction(float(y.values[i])) / Fraction(2) ** c.exponent - value) ** 2
    assert rest <= Fraction(c.rest) ** 2
    assert c.rest < 1e-14


@pytest.mark.parametrize("steps", [-1, 10**10])
def test_a_grid_of_impossible_steps_is_refused(steps):
    with pytest.raises(InputError, match="steps="):
        step_grid(steps)


@given(st.integers(0, 10**9), st.integers(2, 80))
def test_a_grid_starts_at_zero_and_ends_at_the_last_step(steps, count):
    grid = step_grid(steps, count)
    assert grid[0] == 0
    assert grid[-1] == steps
    assert list(grid) == sorted(set(grid))
    assert len(grid) <= count + 2


def test_the_prediction_has_the_same_bytes_for_any_number_of_threads():
    from ntksym.kernels.floating_point import blas

    data, y = problem(3, 120, 6)
    found = []
    for threads in (1, 2):
        with blas(threads):
            found.append(predict(data, y, SLIDES, STEPS))
    assert found[0].curve == found[1].curve and found[0].form == found[1].form
    assert found[0].spectrum.vectors.tobytes() == found[1].spectrum.vectors.tobytes()
