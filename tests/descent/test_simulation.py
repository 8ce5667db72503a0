"""Networks of finite width: seeded, antisymmetric, and a function of m kappa^2 but for the draw."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from ntksym.data import dataset
from ntksym.descent.labels import labels
from ntksym.descent.prediction import predict
from ntksym.descent.simulation import Weights, antisymmetric, descend, following_width, simulate
from ntksym.errors import InputError
from ntksym.kernels.dot_product import parse_kernel

STEPS = (0, 1, 10, 100)


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(7)
    data = dataset(rng.standard_normal((8, 3)))
    return data, labels(np.sign(rng.standard_normal(8)), data)


def test_the_same_seed_gives_the_same_bytes(problem):
    runs = [simulate(*problem, 0.1, STEPS, width=100, seed=3).residuals.tobytes() for _ in range(2)]
    assert runs[0] == runs[1]
    assert runs[0] != simulate(*problem, 0.1, STEPS, width=100, seed=4).residuals.tobytes()


def test_an_antisymmetric_start_is_the_zero_function(problem):
    run = simulate(*problem, 0.1, STEPS, width=50)
    assert run.residuals[0] == np.linalg.norm(problem[1].values)


def test_a_step_is_the_gradient_of_half_the_squared_error(problem):
    data, y = problem
    start, eta = antisymmetric(3, 6, 1.0, seed=1), 0.01

    def loss(w):
        u = np.maximum(data.points @ w.T, 0) @ start.a / np.sqrt(start.a.size)
        return 0.5 * float(np.sum((y.values - u) ** 2))

    moved = start.w.copy()
    for index in np.ndindex(*start.w.shape):
        shift = np.zeros_like(start.w)
        shift[index] = 1e-6
        moved[index] -= eta * (loss(start.w + shift) - loss(start.w - shift)) / 2e-6
    after = descend(data, y, start, eta, [0, 1])[1]
    assert after == pytest.approx(np.sqrt(2 * loss(moved)), rel=1e-8)


def test_four_copies_at_half_the_scale_are_trained_in_the_same_way(problem):
    start = antisymmetric(3, 40, 0.3, seed=2)
    one, four = (descend(*problem, weights, 0.1, STEPS) for weights in (start, start.copies(2)))
    assert np.allclose(one, four, rtol=1e-9)
    other = Weights(np.repeat(start.w, 4, axis=0), np.repeat(start.a, 4))  # without dividing by 2
    assert not np.allclose(one, descend(*problem, other, 0.1, STEPS), rtol=1e-3)


def test_wide_networks_follow_the_certified_prediction_and_narrow_ones_do_not(problem):
    found = predict(*problem, parse_kernel("h-infinity", 2), STEPS, Fraction(1, 10))
    truth = np.array([float(x.mid) for x in found.curve])

    def distance(width, kappa):
        run = simulate(*problem, 0.1, STEPS, width=width, kappa=kappa)
        return float(np.max(np.abs(run.residuals / truth - 1)))

    assert distance(20_000, 1.0) < 0.05
    assert distance(200, 0.1) > 0.2
    # the same m kappa^2, but for the draw
    wide, narrow = (
        simulate(*problem, 0.1, STEPS, width=m, kappa=k).residuals for m, k in ((20_000, 0.1), (2000, 0.1**0.5))
    )
    assert np.allclose(wide, narrow, rtol=0.15)


@pytest.mark.parametrize("wrong", [{"width": 3}, {"width": 0}, {"width": 4, "kappa": 0.0}])
def test_impossible_networks_are_refused(problem, wrong):
    with pytest.raises(InputError):
        simulate(*problem, 0.1, STEPS, **wrong)


def test_a_step_size_that_diverges_is_named(problem):
    with pytest.raises(InputError, match="eta="):
        simulate(*problem, 1e200, (0, 50), width=4)


def test_a_simulation_that_takes_too_long_is_refused_at_once(problem):
    with pytest.raises(InputError, match="simulation"):
        simulate(*problem, 0.1, (0, 10**9), width=100_000)


def test_the_first_width_that_follows_is_the_first(problem):
    found = predict(*problem, parse_kernel("h-infinity", 2), STEPS, Fraction(1, 10))
    truth = [float(x.mid) for x in found.curve]
    run = following_width(*problem, 0.1, STEPS, truth, tolerance=0.1)
    assert np.all(np.abs(run.residuals / truth - 1) <= 0.1)
    half = simulate(*problem, 0.1, STEPS, width=run.width // 2)
    assert np.any(np.abs(half.residuals / truth - 1) > 0.1)
    assert following_width(*problem, 0.1, STEPS, truth, tolerance=0.1, largest=run.width // 2) is None
    with pytest.raises(InputError, match="prediction"):
        following_width(*problem, 0.1, STEPS, truth[1:])
