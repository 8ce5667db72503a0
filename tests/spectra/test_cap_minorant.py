import math
from fractions import Fraction

import numpy as np
import pytest

from ntksym.balls.arb import certainly_less_equal, precision
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra import two_layer
from ntksym.spectra.cap import cone_transforms, transforms
from ntksym.spectra.cap_minorant import cap_minorant
from ntksym.spectra.funk_hecke import eigenvalue

CASES = [("kappa0", 2), ("tkappa0", 2), ("kappa1", 2), ("ntk", 2), ("ntk", 3), ("ntk", 8)]


def kernel_matrix(kernel: str, L: int, points: np.ndarray) -> np.ndarray:
    t = np.clip(points @ points.T, -1, 1)
    k0 = lambda s: 1 - np.arccos(s) / np.pi  # noqa: E731
    k1 = lambda s: (np.sqrt(np.maximum(1 - s * s, 0)) + s * (np.pi - np.arccos(s))) / np.pi  # noqa: E731
    if kernel != "ntk":
        matrix, one = {"kappa0": k0(t), "tkappa0": t * k0(t), "kappa1": k1(t)}[kernel], 1
    else:
        sigma, matrix, one = t, t, L
        for _ in range(L - 1):
            step, sigma = k0(sigma), np.clip(k1(sigma), -1, 1)
            matrix = matrix * step + sigma
    matrix = matrix.copy()
    np.fill_diagonal(matrix, one)
    return matrix


def packing(d: int, alpha: float, n: int, seed: int, lines: bool = True) -> np.ndarray:
    """Greedy random points with pairwise (projective) angle at least alpha, starting from a pair at alpha."""
    rng = np.random.default_rng(seed)
    points = [np.eye(d)[0], math.cos(alpha) * np.eye(d)[0] + math.sin(alpha) * np.eye(d)[1]]
    for x in rng.normal(size=(4000, d)):
        x = x / np.linalg.norm(x)
        near = np.array(points) @ x
        if np.max(np.abs(near) if lines else near) <= math.cos(alpha) and len(points) < n:
            points.append(x)
    return np.array(points)


@pytest.mark.parametrize(("kernel", "L"), CASES)
@pytest.mark.parametrize(("d", "alpha"), [(2, "0.3"), (3, "0.2"), (3, "0.8"), (6, "0.5")])
def test_below_the_smallest_eigenvalue_of_packings(kernel, L, d, alpha):
    """Both versions lie below lambda_min of separated data, and the two-point bound above it."""
    found = cap_minorant(kernel, d, L, alpha, 8)
    for seed in (1, 2):
        lines = packing(d, float(alpha), 150, seed)
        least = np.linalg.eigvalsh(kernel_matrix(kernel, L, lines))[0]
        assert float(found.constant.lo) <= least + 1e-11
        assert least <= float(found.upper.hi) + 1e-11
        points = packing(d, float(alpha), 150, seed, lines=False)
        assert float(found.all_degrees.lo) <= np.linalg.eigvalsh(kernel_matrix(kernel, L, points))[0] + 1e-11


@pytest.mark.parametrize(("kernel", "L", "d"), [("kappa0", 2, 3), ("tkappa0", 2, 5), ("kappa1", 2, 4), ("ntk", 2, 3)])
def test_two_layer_infimum_over_many_degrees(kernel, L, d):
    """R chi_k^2 <= mu_k for every degree of the parity up to 1500, far beyond the head."""
    found = cap_minorant(kernel, d, L, "0.4", 15)
    parity = 1 if kernel == "kappa0" else 0
    r = found.odd if parity else found.even
    with precision(400):
        b = ExactReal.parse("0.2")
        chi = cone_transforms(d, b, 1500)[0] if kernel == "kappa1" else transforms(d, b, 1500)
        mu = two_layer.sequence(kernel, d, 1500)
        for k in range(parity, 1500, 2):
            assert k == r.where or certainly_less_equal(r.r.ball * chi[k] * chi[k], mu[k]), k
    assert found.K < 1500


@pytest.mark.parametrize(("L", "d"), [(3, 3), (5, 10)])
def test_deep_infimum_over_sampled_degrees(L, d):
    """R chi_k^2 <= mu_k at sampled degrees below and beyond the head, both parities."""
    found = cap_minorant("ntk", d, L, "0.3", 12)
    with precision(400):
        chi = transforms(d, ExactReal.parse("0.15"), 1100)
        for k in [*range(60), *range(100, 140), 511, 640, 1001, 1024]:
            r = found.odd if k % 2 else found.even
            mu = eigenvalue("ntk", d, k, L, 40)[0].ball
            assert k == r.where or certainly_less_equal(r.r.ball * chi[k] * chi[k], mu), k


def test_circle_in_closed_form():
    """D = 2, kappa_0: chi_k = sin(kb)/(k pi), r = 2, so the constant is exactly alpha/(2 pi)."""
    found = cap_minorant("kappa0", 2, 2, "pi/5", 20)
    assert found.constant.contains(Fraction(1, 10)) and found.odd.r.contains(2)


def test_a_larger_constant_fails():
    """Negative control: the circle's equal packing has lambda_min below 1.2 times the bound (n odd: 1/(2n cos^2))."""
    n = 21
    found = cap_minorant("kappa0", 2, 2, f"pi/{n}", 10)
    angles = 2 * np.pi * np.arange(n) / n
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    least = np.linalg.eigvalsh(kernel_matrix("kappa0", 2, points))[0]
    assert float(found.constant.lo) <= least < 1.2 * float(found.constant.lo)
    assert least == pytest.approx(1 / (2 * n * math.cos(math.pi / n) ** 2))


def test_linear_rate_in_the_angle():
    """constant/alpha tends to a positive number as alpha -> 0: the rate is sharp."""
    quotients = [float(cap_minorant("ntk", 3, 3, a, 6).constant.lo) / float(a) for a in ("0.2", "0.1", "0.05")]
    assert max(quotients) / min(quotients) < 1.05


def test_depth_and_head_are_consistent():
    """A tail that starts late moves the head with it: K is never below the tail's first degree."""
    found = cap_minorant("ntk", 3, 16, "0.6", 8)
    assert found.tail_k0 is not None and found.tail_k0 <= found.K
    assert found.constant.relative_width() * 10**8 <= 1


def test_refusals():
    """Theta_1, right angles exceeded, d = 1, unknown kernels."""
    for bad in (
        ("ntk", 3, 1, "0.1"),
        ("ntk", 3, 3, "2"),
        ("ntk", 1, 3, "0.1"),
        ("sigma", 3, 3, "0.1"),
        ("ntk", 3, 3, "0"),
    ):
        with pytest.raises(InputError):
            cap_minorant(*bad)


def test_small_angles_are_decided_and_scale():
    """The constant is asymptotically linear in the angle; at 1/4000 the head reaches beyond degree 16,384."""
    large, small = (cap_minorant("ntk", 3, 3, f"1/{n}", 6) for n in (1000, 4000))
    assert small.K > 16_384 and abs(float(large.constant.lo / small.constant.lo) / 4 - 1) < 1e-3


def test_an_angle_out_of_reach_says_what_to_do():
    """Below the largest head: one line with the remedy."""
    with pytest.raises(UndecidedError, match="take a larger angle"):
        cap_minorant("kappa0", 3, 2, "1/10000000", 5)
