"""The certified residual curve of 1,000 labels up to 10^7 steps: how long it takes, and how narrow it is."""

import time

import numpy as np
import pytest

from ntksym.data import dataset
from ntksym.descent.labels import labels
from ntksym.descent.prediction import predict
from ntksym.descent.training import step_grid
from ntksym.kernels.dot_product import DotKernel, parse_kernel


@pytest.mark.benchmark(group="dynamics")
@pytest.mark.parametrize(
    ("n", "d", "kernel"), [(1000, 10, parse_kernel("h-infinity", 2)), (1000, 10, DotKernel("ntk", 3))]
)
def test_a_curve_of_ten_million_steps(benchmark, n, d, kernel):
    rng = np.random.default_rng(1)
    data = dataset(rng.standard_normal((n, d)))
    y, steps = labels(rng.choice([-1.0, 1.0], n), data), step_grid(10**7)
    predict(data, y, kernel, steps)  # surrogates and self-tests are kept
    start = time.perf_counter()
    found = benchmark.pedantic(lambda: predict(data, y, kernel, steps), rounds=1, iterations=1)
    seconds = time.perf_counter() - start
    widths = [float((x.hi - x.lo) / x.hi) for x in found.curve]
    benchmark.extra_info.update(seconds=seconds, width=max(widths))
    print(f"\nn={n} d={d} {kernel}: {seconds:.2f} s for {len(steps)} steps to 10^7, widest {max(widths):.1e}")
    assert max(widths) < 1e-4
    assert found.form is not None and found.form.width < found.form.hi / 10**8
