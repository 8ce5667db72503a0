import time

import pytest
from mpmath import mp

from ntksym.spectra import gauss_legendre
from ntksym.spectra.gauss_legendre import table


def quad_seconds(L: int, d: int, k: int) -> float:
    """Seconds of mpmath.quad for one value of Theta_L at 30 digits, in theta, as one would write it."""

    def integrand(u):
        t = mp.cos(u)
        sigma = ntk = t
        for _ in range(L - 1):
            step = 1 - mp.acos(min(sigma, mp.mpf(1))) / mp.pi
            sigma = min(mp.sqrt(1 - sigma * sigma) / mp.pi + sigma * step, mp.mpf(1))
            ntk = ntk * step + sigma
        before, now = mp.mpf(1), t
        for j in range(1, k):
            before, now = now, ((2 * j + d - 2) * t * now - j * before) / (j + d - 2)
        return ntk * (now if k else before) * mp.sin(u) ** (d - 2)

    start = time.perf_counter()
    with mp.workdps(30):
        mp.quad(integrand, mp.linspace(0, mp.pi, max(3, k // 4 + 2)))
    return time.perf_counter() - start


@pytest.mark.benchmark(group="funk-hecke")
def test_table_of_all_depths_dimensions_degrees(benchmark):
    """L = 2..8, d = 2..64, k = 0..200, each value to 30 digits; the ratio is mpmath.quad's time per value."""

    def run():
        gauss_legendre.rule.cache_clear()
        return table("ntk", range(2, 9), range(2, 65), range(201), 30)

    found = benchmark.pedantic(run, rounds=1, iterations=1)
    start = time.perf_counter()
    run()
    per_value = (time.perf_counter() - start) / len(found)
    samples = [quad_seconds(3, 3, 20), quad_seconds(5, 10, 10), quad_seconds(8, 32, 30)]
    ratio = sum(samples) / len(samples) / per_value
    benchmark.extra_info.update(per_value_microseconds=per_value * 1e6, ratio_to_mpmath_quad=ratio)
    assert len(found) == 88_641 and ratio > 1000
