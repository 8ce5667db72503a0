"""The certified upper constant of one configuration against numpy's eigvalsh of its listed points, in one run."""

import numpy as np
import pytest

from ntksym.balls.exact import ExactReal
from ntksym.spectra.candidates import fits
from ntksym.spectra.configuration_search import all_images, least_eigenvalue
from ntksym.spectra.configurations import certified
from ntksym.spectra.lattices import lattice_patches
from ntksym.spectra.two_point import Problem

CASES = {  # dimension, kind and number of points: how many times as long the plain way takes
    (6, "bcc", 525): 5,
    (8, "E7*", 1515): 3,
    (7, "bcc", 1245): 20,
    (7, "Z", 2301): 100,
}
FULL = 600  # larger sets run under `make bench` only


@pytest.mark.benchmark(group="configurations")
@pytest.mark.parametrize(("d", "kind", "n"), CASES)
def test_separation_and_quotient_against_eigvalsh(benchmark, seconds, d, kind, n):
    """Exact separation and the Rayleigh quotient in balls; numpy lists the points, forms the matrix, solves."""
    if benchmark.disabled and n > FULL:
        pytest.skip("measured by make bench")
    asked = Problem("ntk", d, 3, ExactReal.parse("0.3"))
    patch = next(p for p in lattice_patches(d - 1, kind) if p.sizes.sum() == n)
    row = next(iter(fits(asked, patch)))
    points = all_images(row.make())
    points /= np.linalg.norm(points, axis=1)[:, None]
    found = benchmark.pedantic(lambda: certified(asked, row), rounds=1, iterations=1)
    values = []
    ours, plain = seconds(
        lambda: certified(asked, row),
        lambda: values.append(least_eigenvalue(asked, points)),
        rounds=1 if benchmark.disabled else 2,
    )
    benchmark.extra_info.update(ratio_to_eigvalsh=plain / ours)
    print(f"\n{kind}, n={n}: {ours:.4f} s; listed and solved {plain / ours:.2f} times as long")
    assert len(points) == n and float(found.hi) == pytest.approx(row.value, rel=1e-8)
    assert values[0] <= float(found.hi) * (1 + 1e-9)
    assert benchmark.disabled or plain / ours > CASES[d, kind, n]
