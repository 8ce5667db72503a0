"""Configurations whose smallest eigenvalue has a closed form, constants of the notes, and wrong theorems."""

import math
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest

from ntksym.data import dataset
from ntksym.kernels.dot_product import HALF, ntk, parse_kernel
from ntksym.spectra.smallest import lambda_min
from ntksym.theorems.facts import Facts, Setting
from ntksym.theorems.karhadkar import THEOREMS, caps, deep, separation, uniform, width
from ntksym.theorems.theorem import NotApplicable

SLOPE, SHALLOW, FEATURES = (parse_kernel(name, 2) for name in ("sigma-dot", "shallow", "features"))
THEOREM = {t.name.removeprefix("karhadkar-"): t for t in THEOREMS}


def bound(name: str, points, kernel, setting=None):
    return THEOREM[name].apply(Facts(dataset(points), kernel, setting))


def polygon(n: int) -> np.ndarray:
    """For odd n the lines are pi/n apart."""
    angles = 2 * np.pi * np.arange(n) / n
    return np.column_stack([np.cos(angles), np.sin(angles)])


def lines(vectors) -> np.ndarray:
    kept: list[tuple[int, ...]] = []
    for vector in vectors:
        if tuple(-x for x in vector) not in kept:
            kept.append(vector)
    return np.array(kept, dtype=np.float64)


def icosahedron() -> np.ndarray:
    g = (1 + 5**0.5) / 2
    rows = np.array([[0, 1, g], [0, 1, -g], [1, g, 0], [1, -g, 0], [g, 0, 1], [-g, 0, 1]])
    return rows / np.linalg.norm(rows[0])


def d4() -> np.ndarray:
    return lines(v for v in product((-1, 0, 1), repeat=4) if sum(map(abs, v)) == 2)


def e8() -> np.ndarray:
    whole = [v for v in product((-2, 0, 2), repeat=8) if sum(map(abs, v)) == 4]
    return lines(whole + [v for v in product((-1, 1), repeat=8) if math.prod(v) == 1])


ROOT = math.asin(1 / 5**0.5)
CLOSED = {
    "icosahedron": (icosahedron, 0.25 - 5**0.5 / (2 * math.pi) * ROOT, 0.5 - (ROOT + 1) / (5**0.5 * math.pi)),
    "D4": (d4, 1 / 12, 1 / 6 + (3 - 2 * 3**0.5) / (2 * math.pi)),
    "E8": (e8, 1 / 12, 1 / 6 + (3 - 2 * 3**0.5) / (2 * math.pi)),
}


@pytest.mark.parametrize("name", CLOSED)
def test_the_linear_programme_attains_the_smallest_eigenvalue_of_the_sharp_configurations(name):
    points, slope, shallow = CLOSED[name]
    points = points()
    for kernel, exact in ((SLOPE, slope), (SHALLOW, shallow)):
        size = 1 if kernel is SLOPE else float((points[0] ** 2).sum())
        found = bound("LP", points, kernel)
        assert 1 - 1e-6 < found.lower / size / exact < 1 + 1e-14


@pytest.mark.parametrize("n", [5, 9, 21])
def test_on_the_circle_theorem_c_is_one_quarter_n_and_the_truth_is_that_over_a_squared_cosine(n):
    points = polygon(n)
    truth = lambda_min(dataset(points), SLOPE)
    assert float(truth.lo) == pytest.approx(1 / (4 * n * math.cos(math.pi / n) ** 2), rel=1e-12)
    assert float(bound("C", points, SLOPE).lower) == pytest.approx(1 / (4 * n), rel=1e-4)


def test_published_values_of_b1_and_c_on_the_sharp_configurations():
    for points, b1, c in ((icosahedron(), 0.077767, 0.070763), (d4(), 0.059478, 0.057669), (e8(), 0.044396, 0.032419)):
        assert float(bound("B1", points, SLOPE).lower) == pytest.approx(b1, abs=1e-6)
        assert float(bound("C", points, SLOPE).lower) == pytest.approx(c, rel=1e-3)


@pytest.mark.parametrize(("d", "c"), [(2, 1 / (4 * math.pi)), (3, 0.05845), (5, 0.03957), (10, 0.02315)])
def test_the_constant_of_theorem_c_at_small_angles(d, c):
    angle = Fraction(1, 100)
    assert float(caps.minorant("kappa0", d, 2, angle).constant.lo / 2 / angle) == pytest.approx(c, rel=2e-3)


def test_close_points_make_the_layerwise_bound_and_the_pair_bound_meet():
    """Lambda_min(Theta_L) = L(L-1) theta/(2 pi) + O(theta^2) for two points: D is sharp there."""
    points = [[1, 0], [1, 2.0**-24]]
    for L in (2, 3, 6):
        expected = L * (L - 1) * 2.0**-24 / (2 * math.pi)
        for name in ("D", "D-layers"):
            assert float(bound(name, points, ntk(L)).lower) == pytest.approx(expected, rel=1e-3)
        assert float(bound("pair", points, ntk(L)).upper) == pytest.approx(expected, rel=1e-3)


def test_antipodes_are_no_obstacle_to_depth_three():
    points = np.concatenate([np.eye(3), -np.eye(3)])
    assert not bound("D", points, ntk(3)).applies
    assert not bound("D-points", points, ntk(2)).applies
    truth = lambda_min(dataset(points), ntk(3))
    for name in ("D-points", "D-layers", "C-points", "B2"):
        assert truth.hi / 10 < bound(name, points, ntk(3)).lower <= truth.hi


def test_the_constant_part_of_the_slopes():
    for d, level, value in ((2, 1, 0.6550192576), (3, 1, 0.6333794638), (5, 1, 0.6193440097)):
        assert value * (1 - 1e-3) < float(deep.constant_part(d, level)) < value * (1 + 1e-9)
    smallest = {3: 0.6031152484, 4: 0.400690041, 6: 0.209117683}  # kappa_0(Sigma_j(0)), any dimension
    for L, value in smallest.items():
        found = math.prod(float(deep.constant_part(400, level)) for level in range(1, L - 1))
        assert value < found < value * 1.02


UNIFORM = [
    (3, 100, 2.627e-4, 1.566e-2),
    (5, 1000, 8.995e-4, 2.395e-2),
    (10, 1000, 4.537e-3, 1.065e-1),
]


@pytest.mark.parametrize(("d", "n", "low", "high"), UNIFORM)
def test_uniform_data_have_the_bounds_of_the_notes(d, n, low, high):
    failure = Fraction(1, 20)
    angle = uniform.least_line_angle(n, d, failure)
    assert float(caps.minorant("kappa0", d, 2, angle).constant.lo) / 2 == pytest.approx(low, rel=2e-3)
    assert float(uniform.largest_point_angle(n, d, failure)) / (2 * math.pi) == pytest.approx(high, rel=1e-3)


def test_the_probability_of_close_pairs_on_the_circle_is_exact():
    """On the circle q(a) = 2a/pi: binom(n, 2) 2a/pi = failure."""
    assert float(uniform.least_line_angle(5, 2, Fraction(1, 10))) == pytest.approx(math.pi / 200, rel=1e-9)
    with pytest.raises(NotApplicable):
        uniform.largest_point_angle(3, 10, Fraction(1, 100))


def test_uniform_theorems_need_the_users_word():
    points = np.random.default_rng(0).normal(size=(30, 3))
    assert "nobody has asserted" in bound("uniform", points, SLOPE).why
    found = bound("uniform", points, SLOPE, Setting("sphere", Fraction(1, 7)))
    assert found.probability == Fraction(6, 7)


def test_the_width_constants_are_those_of_the_notes():
    tenth = Fraction(1, 10)
    assert float(1 / width.divergence(1, tenth)) == pytest.approx(2.827, abs=1e-3)
    share = float(width.truncated_share(1, 1))
    assert share == pytest.approx(0.19874804309879912, rel=1e-14)
    assert 1 / share / (0.5 + 0.5 * math.log(0.5)) == pytest.approx(32.794, abs=1e-3)
    for p in (1, 2, 7):  # D_p falls to 0 as gamma rises to 1, and is convex with D_p = 0 there
        values = [float(width.divergence(p, Fraction(g, 10))) for g in range(1, 10)]
        assert all(a > b > 0 for a, b in pairwise(values))


def test_the_width_is_the_least_integer_that_the_inequality_allows():
    points = np.random.default_rng(3).normal(size=(6, 3))
    facts = Facts(dataset(points), SHALLOW)
    found = {w.name: w for w in width.required_width(facts, HALF, Fraction(1, 10))}
    R = np.linalg.norm(points, 2) ** 2
    for name, kernel, p in (("K_1", width.FIRST, 1), ("K_2", width.SECOND, 3)):
        limit = float(lambda_min(facts.data, kernel).lo)
        D = 1 / p + 0.25 - (1 / p + 0.5) * 0.5 ** (p / (p + 2))
        assert found[name].width == math.ceil(R * math.log(60) / (limit * D))
        assert float(found[name].guarantee) == pytest.approx(limit / 2)
    assert found["whole"].width > max(found["K_1"].width, found["K_2"].width)
    assert found["paper K_1"].guarantee < found["K_1"].guarantee


def test_a_singular_limit_has_no_width():
    facts = Facts(dataset([[1, 0], [1, 0], [0, 1]]), SHALLOW)
    assert [w.width for w in width.required_width(facts, HALF, HALF)] == [None] * 5


@pytest.mark.parametrize("scale", [1, 1e150, 1e-150])
def test_the_squared_norm_is_certified_from_above(scale):
    points = np.random.default_rng(1).normal(size=(9, 4)) * scale
    found = width.squared_norm(dataset(points))
    assert 1 <= float(found / Fraction(scale) ** 2) / np.linalg.norm(points / scale, 2) ** 2 < 1 + 1e-9


def test_a_finite_network_obeys_its_upper_bound_and_its_width():
    """One draw of each; the theorems allow failures with small probability only."""
    rng, points = np.random.default_rng(5), polygon(5)
    facts = Facts(dataset(points), SHALLOW)
    wide = {w.name: w for w in width.required_width(facts, HALF, Fraction(1, 1000))}["whole"]
    w, v = rng.normal(size=(wide.width, 2)), rng.normal(size=wide.width)
    active = (points @ w.T > 0) * v
    first = (active @ active.T) * (points @ points.T) / wide.width
    hidden = np.maximum(points @ w.T, 0)
    least = np.linalg.eigvalsh(first + hidden @ hidden.T / wide.width)[0]
    assert float(wide.guarantee) <= least <= float(width.finite_upper(facts, wide.width).bound)


def test_lemma_p_never_counts_too_few_lines_and_is_attained_on_the_circle():
    points = polygon(9)
    angles = np.sort(np.arccos(np.minimum(np.abs(points @ points[0]), 1)))[1:]
    found = separation.packing(10**6, 2, caps.line_angle(Facts(dataset(points), SLOPE)))
    ends = [*(float(s) for s in found.angles[1:]), math.pi / 2]
    actual = [int((angles < s - 1e-12).sum()) for s in ends]
    assert all(a <= count for a, count in zip(actual, found.counts, strict=True))
    assert any(a == count for a, count in zip(actual, found.counts, strict=True))  # one less is wrong
    for matrix in (icosahedron(), d4(), e8()):
        unit = matrix / np.linalg.norm(matrix[0])
        angles = np.arccos(np.minimum(np.abs(unit @ unit[0])[1:], 1))
        lines_apart = separation.packing(10**6, unit.shape[1], Fraction(angles.min()) - Fraction(1, 10**9))
        for s, count in zip(lines_apart.angles[1:], lines_apart.counts, strict=False):
            assert (angles < float(s)).sum() <= count


def test_the_trace_bound_needs_its_factor():
    points = polygon(3)
    truth = lambda_min(dataset(points), SLOPE)
    tail = HALF - Fraction(1, 4)  # f(1) - c_0
    found = bound("trace", points, SLOPE)
    assert tail < truth.lo <= truth.hi <= found.upper
    assert float(found.upper) == pytest.approx(3 / 2 * float(tail))


def test_the_trace_bound_on_the_circle_is_its_series():
    """There kappa_0/2 has c_0 = 1/4 and c_k = 2/(pi k)^2 in odd degrees, N = 1 + (K + 1)."""
    tails = {K: 0.25 - sum(2 / (math.pi * k) ** 2 for k in range(1, K + 1, 2)) for K in range(1, 28, 2)}
    expected = min(31 / (31 - K - 2) * tail for K, tail in tails.items())
    assert float(bound("trace", polygon(31), SLOPE).upper) == pytest.approx(expected, rel=1e-9)


def test_the_paper_upper_bound_needs_its_constant():
    points = polygon(3)
    truth, found = lambda_min(dataset(points), SLOPE), bound("upper", points, SLOPE)
    assert found.upper / 2 < truth.lo < found.upper


def test_a_few_rows_carry_the_smallest_eigenvalue():
    points = np.concatenate(
        [np.random.default_rng(2).normal(size=(40, 6)), [[1, 0, 0, 0, 0, 0], [1, 0.01, 0, 0, 0, 0]]]
    )
    truth = lambda_min(dataset(points), ntk(2))
    found = bound("submatrix", points, ntk(2))
    assert truth.lo <= found.upper < truth.hi * 2
