from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mpmath import acos, fsum, mpf, pi, sin, sqrt, workdps

from ntksym.balls.arb import arb, ball, certainly_less_equal, precision, upper
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.data import dataset
from ntksym.errors import UndecidedError
from ntksym.kernels import directions, tiles
from ntksym.kernels import gram as gram_module
from ntksym.kernels.directions import Bounds, bounds
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram, reference_gram, refine_entries
from ntksym.kernels.floating_point import blas
from ntksym.kernels.gram import gram
from ntksym.kernels.surrogate import surrogate

KERNELS = [
    *(DotKernel("ntk", L) for L in (1, 2, 3, 5, 8, 24)),
    DotKernel("sigma", 2),
    DotKernel("slope", 1),
    DotKernel("slope", 3),
    DotKernel("tkappa0", 1, scale=Fraction(1, 2)),
    DotKernel("power", 4),
    DotKernel("ntk", 3, Fraction(1)),
    DotKernel("ntk", 4, Fraction(1, 5), Fraction(1, 3)),
]


def hard_points(d=5, n=5, seed=1):
    """Random norms, multiples, duplicates, near-duplicates and near-antipodes from 1e-1 to 1e-16."""
    rng = np.random.default_rng(seed)
    first = rng.normal(size=(n, d)) * np.exp(rng.normal(size=(n, 1)))
    rows = [first, first[:1], -first[:1], 3 * first[1:2], -0.1 * first[1:2]]
    for e in range(1, 17):
        rows.append(first[:1] * rng.uniform(0.3, 3) + 10.0**-e * rng.normal(size=(1, d)))
        rows.append(-first[1:2] * rng.uniform(0.3, 3) + 10.0**-e * rng.normal(size=(1, d)))
    return np.vstack(rows)


def worst(found, points, kernel, unit=False, bits=160):
    """The largest |K_ij - mid_ij|/(scale_i scale_j), rounded up; checks symmetry and scales on the way."""
    data = dataset(points)
    assert np.array_equal(found.mid, found.mid.T)
    with precision(bits):
        exact = ball_gram(data, kernel, unit=unit)
        if not np.array_equal(found.scale, np.ones(data.n)):
            for s, norm2 in zip(found.scale.tolist(), data.norms2, strict=True):
                assert Fraction(s) ** 2 >= norm2
        return max(
            upper(
                abs(exact[i, j] - arb(float(found.mid[i, j])))
                / (arb(float(found.scale[i])) * arb(float(found.scale[j])))
            )
            for i in range(data.n)
            for j in range(i + 1)
        )


@pytest.mark.parametrize("unit", [False, True])
@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_every_entry_is_within_eta_on_hard_data(kernel, unit):
    found = gram(dataset(hard_points()), kernel, unit=unit)
    seen = worst(found, hard_points(), kernel, unit)
    assert seen <= Fraction(found.eta)
    assert seen > Fraction(found.eta) / 100  # a bound a hundred times smaller would be wrong


@pytest.mark.parametrize("kernel", [DotKernel("ntk", 2), DotKernel("ntk", 5), DotKernel("slope", 2)], ids=str)
@pytest.mark.parametrize("d", [2, 3, 40, 700])
def test_every_entry_is_within_eta_on_random_data(kernel, d):
    points = np.random.default_rng(d).normal(size=(30, d))
    found = gram(dataset(points), kernel)
    assert Fraction(found.eta) / 300 < worst(found, points, kernel) <= Fraction(found.eta)


@pytest.mark.parametrize(
    ("route", "d"), [("plain", 128), ("plain", 400), ("distant", 400), ("bulk", 128), ("whole", 128)]
)
def test_every_route_keeps_its_bound(monkeypatch, route, d):
    """Plain, distant and bulk tiles hold a few pairs that are put off; in low dimension none is distant."""
    rng = np.random.default_rng(3)
    points = rng.normal(size=(80, d)) + (1 if route in ("whole", "distant") else 0)
    points[7], points[9] = points[8] * (1 + 1e-9) + 1e-9 * rng.normal(size=d), -points[5]
    monkeypatch.setattr(tiles, "LONG", 0 if route in ("plain", "distant") else 1 << 60)
    seen = []
    taken = gram_module.taken
    monkeypatch.setattr(gram_module, "taken", lambda *args: seen.append(args[0]) or taken(*args))
    kernel = DotKernel("ntk", 3)
    found = gram(dataset(points), kernel)
    assert set(seen) == {route, "whole"}
    assert worst(found, points, kernel) <= Fraction(found.eta)


@pytest.mark.parametrize("spread", [1e-2, 1e-5, 1e-9, 1e-14])
def test_clusters_where_nearly_all_pairs_are_close(spread):
    rng = np.random.default_rng(8)
    points = np.repeat(rng.normal(size=(2, 6)), 12, axis=0) + spread * rng.normal(size=(24, 6))
    for kernel in (DotKernel("ntk", 3), DotKernel("slope", 1)):
        found = gram(dataset(points), kernel)
        assert worst(found, points, kernel) <= Fraction(found.eta)


def by_definition(kernel, x, y):
    """The kernel at two float rows by the recursion of its definition, in mpmath: no code of ours."""
    x, y = ([mpf(v) for v in row.tolist()] for row in (x, y))
    lengths = sqrt(fsum(v * v for v in x)) * sqrt(fsum(v * v for v in y))
    t = fsum(v * w for v, w in zip(x, y, strict=True)) / lengths
    h = 2 * mpf(kernel.delta.numerator) / kernel.delta.denominator / pi
    sigma = ntk = t
    slope = mpf(1)
    for _ in range(kernel.L - 1 if kernel.family == "ntk" else kernel.L):
        angle = acos(sigma)
        slope, sigma = 1 - h * angle, sigma + h * (sin(angle) - angle * sigma)
        ntk = sigma + slope * ntk
    value = {"ntk": ntk, "sigma": sigma, "slope": slope, "tkappa0": t * slope, "power": t**kernel.L}[kernel.family]
    return value * kernel.scale.numerator / kernel.scale.denominator * (lengths if kernel.homogeneity else 1)


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_entries_are_those_of_the_definition(kernel):
    points = hard_points(4, 4)[:24]
    found = gram(dataset(points), kernel)
    with workdps(60):
        for i in range(len(points)):
            for j in range(i):
                error = abs(by_definition(kernel, points[i], points[j]) - mpf(float(found.mid[i, j])))
                assert error <= mpf(found.eta) * mpf(float(found.scale[i])) * mpf(float(found.scale[j]))


finite = st.floats(-1e6, 1e6, width=64) | st.floats(-1e-200, 1e-200) | st.integers(-3, 3).map(float)


@settings(max_examples=40)
@given(
    arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(2, 5)), elements=finite),
    st.sampled_from(["ntk", "sigma", "slope", "tkappa0", "power"]),
    st.integers(1, 6),
    st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(1, 4), Fraction(0)]),
    st.booleans(),
)
def test_any_small_data_set(points, family, L, delta, unit):
    points[~points.any(axis=1), 0] = 1.0
    kernel = DotKernel(family, L, delta)
    found = gram(dataset(points), kernel, unit=unit)
    assert worst(found, points, kernel, unit, bits=6000) <= Fraction(found.eta)


def test_norms_from_tiny_to_huge_in_one_data_set():
    rng = np.random.default_rng(2)
    points = rng.normal(size=(12, 4)) * 10.0 ** np.linspace(-300, 149, 12)[:, None]
    points[3] *= 10.0 ** np.array([0, -200, 60, -30])
    for unit in (True, False):
        found = gram(dataset(points), DotKernel("ntk", 3), unit=unit)
        assert np.isfinite(found.mid).all()
        assert worst(found, points, DotKernel("ntk", 3), unit, bits=400) <= Fraction(found.eta)


def test_norms_that_leave_float64_are_undecided_unless_they_do_not_matter():
    points = np.array([[1e200, 0, 3e199], [1.0, 1.0, 1.0], [1e-300, 5e-324, 0]])
    with pytest.raises(UndecidedError, match="norms"):
        gram(dataset(points), DotKernel("ntk", 2))
    for kernel, unit in ((DotKernel("ntk", 2), True), (DotKernel("slope", 2), False)):
        assert worst(gram(dataset(points), kernel, unit=unit), points, kernel, unit, bits=3000) < Fraction(1, 10**14)


def test_duplicates_and_antipodes_are_as_good_as_the_diagonal():
    points = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [-1.0, -2.0, -3.0], [2.0, 4.0, 6.0]])
    found = gram(dataset(points), DotKernel("ntk", 3))
    assert abs(found.mid[0, 1] - 42) < 1e-12 and abs(found.mid[0, 3] - 84) < 1e-12
    assert found.mid[0, 0] == found.mid[1, 1] == 42
    assert abs(gram(dataset(points), DotKernel("ntk", 2)).mid[0, 2]) < 1e-13


def test_the_bytes_do_not_depend_on_threads_and_progress_ends_at_one(monkeypatch):
    monkeypatch.setattr(tiles, "ROWS", 16)
    monkeypatch.setattr(gram_module, "ROWS", 16)
    data = dataset(np.random.default_rng(1).normal(size=(100, 12)))
    kernel, parts = DotKernel("ntk", 4), []
    with blas(1):
        one = gram(data, kernel, progress=parts.append)
    with blas(3):
        three = gram(data, kernel)
    assert np.array_equal(one.mid, three.mid) and one.eta == three.eta
    assert parts == sorted(parts) and parts[-1] == 1 and len(parts) == 7


def test_entries_do_not_depend_on_where_the_tiles_end(monkeypatch):
    points = hard_points(7, 20)
    whole = gram(dataset(points), DotKernel("ntk", 3))
    for rows, columns in ((1, 3), (5, 8), (64, 7)):
        for module in (gram_module, tiles):
            monkeypatch.setattr(module, "ROWS", rows)
            monkeypatch.setattr(module, "COLUMNS", max(columns, rows))
        found = gram(dataset(points), DotKernel("ntk", 3))
        size = np.outer(found.scale, found.scale)
        assert (np.abs(found.mid - whole.mid) <= (found.eta + whole.eta) * size).all()


def mutant(monkeypatch, **changes):
    """Gram with some of the directions' bounds replaced."""

    def wrong(d: int) -> Bounds:
        return replace(bounds(d), **changes)

    monkeypatch.setattr(directions, "bounds", wrong)


def test_a_threshold_below_the_proofs_is_caught(monkeypatch):
    """Near-duplicates then leave eta."""
    points = np.array([[1.0, 0.3, -0.7]]) + np.append(0, 10.0 ** -np.linspace(4, 13, 60))[:, None] * [1, -1, 2]
    kernel = DotKernel("slope", 1)
    found = gram(dataset(points), kernel)
    assert worst(found, points, kernel) <= Fraction(found.eta)
    for tau in (Fraction(1, 2**70), Fraction(1, 2**100)):
        mutant(monkeypatch, tau=tau)
        found = gram(dataset(points), kernel)
        assert worst(found, points, kernel) > Fraction(found.eta)


def test_a_perturbed_coefficient_is_caught(monkeypatch):
    kernel = DotKernel("ntk", 3)
    right = surrogate(kernel)
    for name in ("whole", "bulk"):
        polynomial = getattr(right, name)
        for j in (0, 1, 2):
            wrong = list(polynomial.coefficients)
            wrong[j] *= 1 + 1e-9
            bad = replace(right, **{name: replace(polynomial, coefficients=tuple(wrong))})
            monkeypatch.setattr(gram_module, "surrogate", lambda _, bad=bad: bad)
            points = hard_points() if name == "whole" else np.random.default_rng(0).normal(size=(8, 300))
            found = gram(dataset(points), kernel)
            assert worst(found, points, kernel) > Fraction(found.eta)


def test_chords_the_wrong_way_round_are_caught(monkeypatch):
    right = directions.Directions.chords
    monkeypatch.setattr(directions.Directions, "chords", lambda self, i, j: right(self, i, j)[::-1])
    kernel = DotKernel("ntk", 3)
    assert worst(gram(dataset(hard_points()), kernel), hard_points(), kernel) > Fraction(1, 10**6)


def test_a_kernel_without_a_surrogate_goes_to_balls():
    kernel = DotKernel("ntk", 3, 1 - Fraction(1, 10**9))
    points = np.random.default_rng(0).normal(size=(5, 3))
    found = gram(dataset(points), kernel)
    assert np.array_equal(found.mid, reference_gram(dataset(points), kernel).mid)
    assert worst(found, points, kernel) <= Fraction(found.eta)


def test_refined_entries_agree_with_the_ball_matrix_and_keep_relative_accuracy():
    points = hard_points()
    data = dataset(points)
    pairs = [(0, 1), (0, len(points) - 2), (3, 3), (4, 2)]
    for kernel, unit in ((DotKernel("ntk", 3), False), (DotKernel("ntk", 3), True), (DotKernel("slope", 2), False)):
        found = refine_entries(data, kernel, pairs, 200, unit=unit)
        with precision(200):
            exact = ball_gram(data, kernel, unit=unit)
            for (i, j), value in zip(pairs, found, strict=True):
                assert value.overlaps(exact[i, j])
                assert certainly_less_equal(value.rad(), ball(Fraction(1, 2**150)))


def test_a_verified_matrix_refuses_what_proves_nothing():
    good = np.eye(2)
    for mid, eta, scale in (
        (good, np.nan, np.ones(2)),
        (good, -1.0, np.ones(2)),
        (good, np.inf, np.ones(2)),
        (good, 0.0, np.array([1.0, np.nan])),
        (good, 0.0, np.ones(3)),
        (np.ones((2, 3)), 0.0, np.ones(2)),
        (np.array([[1.0, np.nan], [np.nan, 1.0]]), 0.0, np.ones(2)),
        (np.array([[1.0, np.inf], [np.inf, 1.0]]), 0.0, np.ones(2)),
    ):
        with pytest.raises(ValueError, match="verified matrix"):
            VerifiedMatrix(mid, eta, scale)
