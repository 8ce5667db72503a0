from itertools import islice

import numpy as np
import pytest

from ntksym.balls.arb import precision
from ntksym.data import dataset
from ntksym.kernels.directions import Directions
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import pairs
from ntksym.kernels.gram import gram
from ntksym.kernels.surrogate import surrogate


@pytest.mark.benchmark(group="gram")
@pytest.mark.parametrize(
    ("n", "d", "L", "nonnegative"),
    [(1000, 64, 3, False), (4000, 64, 3, False), (2000, 64, 3, True), (2000, 64, 5, False), (1000, 784, 3, False)],
)
def test_certified_matrix_against_the_plain_numpy_formula(benchmark, seconds, plain_formula, n, d, L, nonnegative):
    if benchmark.disabled and n > 2000:
        pytest.skip("measured by make bench")
    X = np.random.default_rng(1).normal(size=(n, d))
    if nonnegative:
        X = np.abs(X)  # no |t| is small: every tile takes the route through y
    data, kernel = dataset(X), DotKernel("ntk", L)
    found = benchmark.pedantic(lambda: gram(data, kernel), rounds=1, iterations=1)
    ours, plain = seconds(lambda: gram(data, kernel), lambda: plain_formula(X, L))
    benchmark.extra_info.update(seconds=ours, ratio_to_plain_numpy=plain / ours, eta=found.eta)
    print(f"\nn={n} d={d} L={L}: {ours:.3f} s, eta {found.eta:.2g}; plain numpy takes {plain / ours:.1f} times as long")
    assert found.eta < 5e-14
    assert plain / ours > (5 if n == 4000 else 1 if d < 500 else 0.3)


@pytest.mark.benchmark(group="gram")
def test_certified_entries_against_balls(benchmark, seconds):
    """One entry of a matrix against one entry in python-flint's balls, its exact inner product not counted."""
    data, kernel = dataset(np.random.default_rng(1).normal(size=(2000, 16))), DotKernel("ntk", 3)
    few = dataset(data.points[:30])
    with precision(64):
        some = [pair for _, _, pair in islice(pairs(few), 400)]

    def in_balls():
        with precision(64):
            for pair in some:
                kernel.ball_at(pair)

    benchmark.pedantic(lambda: gram(data, kernel), rounds=1, iterations=1)
    ours, balls = seconds(lambda: gram(data, kernel), in_balls)
    ratio = balls / len(some) / (ours / (data.n * (data.n + 1) / 2))
    benchmark.extra_info.update(ratio_to_balls=ratio)
    print(f"\nan entry in balls takes {ratio:.0f} times as long")
    assert ratio > 20


@pytest.mark.benchmark(group="gram")
@pytest.mark.parametrize("L", [3, 8, 64])
def test_a_surrogate_is_derived_on_demand(benchmark, seconds, L):
    """From nothing: domain of analyticity, interpolation in balls, error bounds."""
    found = benchmark.pedantic(lambda: surrogate.__wrapped__(DotKernel("ntk", L)), rounds=1, iterations=1)
    (took,) = seconds(lambda: surrogate.__wrapped__(DotKernel("ntk", L)))
    print(f"\nL={L}: degree {len(found.whole.coefficients) - 1}, {took * 1e3:.0f} ms")
    assert took < 5


def test_unit_rows_in_two_words_are_a_small_part(seconds):
    X = np.random.default_rng(1).normal(size=(2000, 64))
    whole, rows = seconds(lambda: gram(dataset(X), DotKernel("ntk", 3)), lambda: Directions.of(X))
    print(f"\nunit rows: {rows / whole:.0%} of the matrix")
    assert rows < whole


def test_against_neural_tangents(seconds):
    """Only where it installs: its float64 matrix is not certified, and wrong near |t| = 1."""
    jax = pytest.importorskip("jax")
    stax = pytest.importorskip("neural_tangents").stax
    jax.config.update("jax_enable_x64", True)
    X, L = np.random.default_rng(1).normal(size=(2000, 64)), 3
    layers = [stax.Dense(1, W_std=2**0.5, b_std=0.0), stax.Relu()] * (L - 1) + [stax.Dense(1, W_std=1.0, b_std=0.0)]
    kernel = jax.jit(lambda x: stax.serial(*layers)[2](x, None, "ntk"))
    kernel(X).block_until_ready()
    ours, theirs = seconds(lambda: gram(dataset(X), DotKernel("ntk", L)), lambda: kernel(X).block_until_ready())
    print(f"\nneural-tangents takes {theirs / ours:.1f} times as long")
