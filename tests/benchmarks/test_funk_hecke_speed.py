import time

import pytest
from mpmath import mp

from ntksym.spectra import gauss_legendre
from ntksym.spectra.gauss_legendre import table


def integrand(L, d, k, u):
    """Theta_L(cos u) P_k(cos u) sin(u)^(d-2), as one would write it in mpmath."""
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


def by_quadrature(L, d, k, pieces):
    """The eigenvalue by mpmath.quad at 30 digits."""
    weight = mp.gamma(mp.mpf(d) / 2) / (mp.sqrt(mp.pi) * mp.gamma(mp.mpf(d - 1) / 2))
    return weight * mp.quad(lambda u: integrand(L, d, k, u), mp.linspace(0, mp.pi, pieces))


def quad_seconds(L: int, d: int, k: int) -> float:
    """Seconds of mpmath.quad for one value of Theta_L at 30 digits, in theta."""
    start = time.perf_counter()
    with mp.workdps(30):
        by_quadrature(L, d, k, max(3, k // 4 + 2))
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
    print(f"\n88,641 values: {per_value * 1e6:.2f} us each; mpmath.quad takes {ratio:.3g} times as long for one")
    assert len(found) == 88_641
    assert ratio > 30_000


@pytest.mark.benchmark(group="funk-hecke")
@pytest.mark.parametrize(("L", "d", "k"), [(3, 3, 10), (3, 10, 10), (5, 10, 20)])
def test_one_value_from_nothing(benchmark, L, d, k):
    """One certified eigenvalue to 30 digits with cold caches, against mpmath.quad of the definition."""

    def run():
        gauss_legendre.rule.cache_clear()
        return table("ntk", [L], [d], [k], 30)[L, d, k]

    benchmark.pedantic(run, rounds=3, iterations=1, warmup_rounds=1)
    seconds = min(_timed(run) for _ in range(3))
    ratio = quad_seconds(L, d, k) / seconds
    benchmark.extra_info.update(ratio_to_mpmath_quad=ratio)
    print(f"\nL={L} d={d} k={k}: {seconds * 1e3:.1f} ms cold; mpmath.quad takes {ratio:.3g} times as long")


def _timed(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def test_mpmath_quad_at_30_digits_is_wrong_on_a_tiny_eigenvalue_and_the_enclosure_is_not():
    """mu_100 of Theta_3 in dimension 64 is about 1e-48: quadrature to 30 digits misses it by orders of magnitude."""
    L, d, k = 3, 64, 100
    with mp.workdps(30):
        value = by_quadrature(L, d, k, 27)
    found = table("ntk", [L], [d], [k], 30)[L, d, k]
    assert 0 < (found.hi - found.lo) * 10**30 <= found.lo
    assert (
        abs(value - mp.mpf(found.lo.numerator) / found.lo.denominator)
        > 100 * mp.mpf(found.hi.numerator) / found.hi.denominator
    )
