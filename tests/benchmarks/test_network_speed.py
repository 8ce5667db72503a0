import time
from itertools import pairwise

import numpy as np
import pytest

from ntksym.data import dataset
from ntksym.networks.kernel import Certified, empirical_ntk
from ntksym.networks.network import gaussian, network
from ntksym.networks.passes import passes

SIZES = [(1000, 1000), (2000, 2000)]


def plain_assembly(net, X):
    """The same matrix as one writes it in numpy: both passes and Hadamard products, no error bound."""
    features, active = [X], []
    for W in net.weights[:-1]:
        g = features[-1] @ W
        active.append(g > 0)
        features.append(np.maximum(g, 0))
    gradients = [np.ones((len(X), 1))]
    for k in range(net.depth - 1, 0, -1):
        gradients.insert(0, active[k - 1] * (gradients[0] @ net.weights[k].T))
    return sum((F @ F.T) * (B @ B.T) for F, B in zip(features, gradients, strict=True))


@pytest.mark.benchmark(group="network")
@pytest.mark.parametrize(("n", "width"), SIZES)
def test_certified_empirical_ntk_against_plain_numpy(benchmark, n, width):
    """Three hidden layers: entries with proven errors and exact signs, beside numpy without either."""
    net, X = gaussian(64, (width,) * 3, 0), dataset(np.random.default_rng(0).standard_normal((n, 64)))
    empirical_ntk(net, X)  # the self-test runs once
    times = {"plain": [], "certified": []}
    for _ in range(3):
        for name, run in (
            ("plain", lambda: plain_assembly(net, X.points)),
            ("certified", lambda: empirical_ntk(net, X)),
        ):
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    ratio = min(times["certified"]) / min(times["plain"])
    benchmark.extra_info.update(ratio_to_plain_numpy=ratio)
    benchmark.pedantic(empirical_ntk, args=(net, X), rounds=1, iterations=1)
    print(f"\nn = {n}, three hidden layers of {width}: {min(times['certified']):.2f} s, {ratio:.2f} times plain numpy")
    K, plain = empirical_ntk(net, X), plain_assembly(net, X.points)
    assert np.max(np.abs(K.mid - plain) / np.outer(K.scale, K.scale)) < 1e-6


@pytest.mark.benchmark(group="network")
def test_smallest_singular_values_of_square_features(benchmark):
    """With n = width = 2000, layers 1 to 3: each certified, positive unless a neuron is dead on all data."""
    net, X = gaussian(64, (2000,) * 3, 0), dataset(np.random.default_rng(0).standard_normal((2000, 64)))
    done = Certified(net, X)
    found = benchmark.pedantic(lambda: [done.features(k) for k in (1, 2, 3)], rounds=1, iterations=1)
    for k, each in enumerate(found, 1):
        ends, how = f"[{float(each.lo):.6g}, {float(each.hi):.6g}]", each.structural or each.method
        print(f"\nlayer {k}: sigma_min^2 in {ends}, {how}")
        assert each.structural or 0 < each.hi - each.lo < each.lo / 1000


@pytest.mark.benchmark(group="network")
@pytest.mark.parametrize("zeros", [0.0, 0.9, 0.99])
def test_passes_of_pruned_networks(benchmark, zeros):
    """With n = 500, three hidden layers of 1000: exact zeros among the pre-activations take no integers."""
    rng = np.random.default_rng(0)
    shape = (64, 1000, 1000, 1000, 1)
    pruned = network([rng.standard_normal(s) * (rng.random(s) >= zeros) for s in pairwise(shape)])
    X = dataset(np.abs(rng.standard_normal((500, 64))) * (rng.random((500, 64)) < 0.5))
    found = benchmark.pedantic(passes, args=(pruned, X), rounds=1, iterations=1)
    print(f"\n{zeros:.0%} zeros: {found.exact} rows in integers")
    assert found.exact == 0
