from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls.arb import arb, precision
from ntksym.data import dataset
from ntksym.kernels.dot_product import DotKernel, Pair
from ntksym.kernels.entries import ball_gram
from ntksym.spectra import singular
from ntksym.spectra.singular import Powers, parallel_rows, reason

HALF, ONE = Fraction(1, 2), Fraction(1)
KERNELS = [
    *(DotKernel("ntk", L) for L in (1, 2, 3)),
    *(DotKernel("sigma", L) for L in (0, 1, 2)),
    *(DotKernel("slope", L) for L in (1, 2)),
    DotKernel("tkappa0", 1),
    *(DotKernel("power", L) for L in (0, 1, 2, 3)),
    *(DotKernel(family, L, ONE) for family, L in (("ntk", 2), ("ntk", 3), ("sigma", 1), ("slope", 1), ("slope", 2))),
    *(DotKernel(family, L, Fraction(0)) for family, L in (("ntk", 3), ("slope", 2), ("tkappa0", 1))),
    DotKernel("ntk", 2, Fraction(1, 3)),
]


def parts(kernel, t):
    """The even and the odd part of f at t, in balls."""
    plus = kernel.ball_at(Pair(arb(t), 1 - arb(t), 1 + arb(t)))
    minus = kernel.ball_at(Pair(-arb(t), 1 + arb(t), 1 - arb(t)))
    return (plus + minus) / 2, (plus - minus) / 2


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_a_parity_has_finitely_many_powers_only_where_that_part_of_the_kernel_is_b_t_m(kernel):
    """The even part is constant or b t^m, the odd part is b t or b t^m: quotients at two points tell."""
    powers = Powers.of(kernel)
    with precision(120):
        here, there = parts(kernel, arb(1) / 3), parts(kernel, arb(2) / 3)
    for infinite, parity, x, y in ((powers.even, 0, here[0], there[0]), (powers.odd, 1, here[1], there[1])):
        few = [m for m in powers.few if m % 2 == parity]
        if infinite:
            assert not few and all(not (x * 2**m).overlaps(y) for m in range(8))
        elif few:
            assert len(few) == 1 and (x * 2 ** few[0]).overlaps(y) and x > 0
        else:
            assert x.contains(0) and y.contains(0)


points = st.integers(-2, 2)


@settings(max_examples=150)
@given(st.data(), st.sampled_from(KERNELS), st.integers(2, 6), st.integers(2, 3))
def test_a_matrix_with_a_reason_is_singular_and_one_without_is_not(inertia, data, kernel, n, d):
    """Small integer points, with multiples and antipodes: elimination in 2000 bits finds a positive pivot, or none."""
    rows = data.draw(st.lists(st.lists(points, min_size=d, max_size=d).filter(any), min_size=n, max_size=n))
    X = dataset(rows)
    with precision(2000):
        K = ball_gram(X, kernel)
        tiny = Fraction(1, 2**300)
        if reason(X, kernel) is None:
            assert inertia.surely_above(K, tiny)
        else:
            assert not inertia.surely_above(K, tiny)


def test_each_reason_is_said():
    plane = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1]]
    cases = [
        ([[1, 2], [2, 4]], DotKernel("ntk", 3), "rows 0 and 1 have one direction"),
        (plane, DotKernel("ntk", 2), "3 antipodal pairs whose directions have rank at most 2"),
        (plane, DotKernel("ntk", 2, ONE), "the kernel is even"),
        (plane, DotKernel("slope", 1), "the kernel is odd up to a constant"),
        (plane, DotKernel("slope", 1, ONE), "the kernel is odd"),
        (plane, DotKernel("power", 2), "6 points, and the kernel has rank at most 3"),
        ([[1, 0], [-1, 0]], DotKernel("power", 2), "antipodal, and the kernel is a power of t"),
        ([[1, 0, 0], [0, 1, 0], [1, 1, 0]], DotKernel("ntk", 1), "span only 2 dimensions"),
    ]
    for rows, kernel, words in cases:
        assert words in reason(dataset(rows), kernel)
    assert reason(dataset(plane), DotKernel("ntk", 3)) is None


def test_parallel_rows_are_found_exactly_whatever_their_norms():
    """Multiples by thirds are not exact: only rows that are equal up to a factor as the numbers they are count."""
    x = np.array([1.0, 3.0, -7.0])
    assert parallel_rows(dataset([x, 2.0**-1060 * x, -(2.0**900) * x, x / 3])) == [[(0, 1), (1, 1), (2, -1)]]
    near = np.nextafter(x, 9)
    assert parallel_rows(dataset([x, near, np.add(x, [0, 0, 2.0**-50])])) == []
    assert parallel_rows(dataset([[5e-324, 0], [1e300, 0], [0, 5e-324], [-1.0, 0]])) == [[(0, 1), (1, 1), (3, -1)]]


def test_quotients_that_underflow_are_compared_as_integers():
    """(1, 1e-320) and (1, 2e-320) scaled down have the same float64 quotients, or none: not parallel all the same."""
    rows = dataset([[2.0**500, 2.0**-600], [2.0**500, 2.0**-602], [2.0**501, 2.0**-599]])
    assert parallel_rows(rows) == [[(0, 1), (2, 1)]]


@pytest.mark.parametrize("slip", ["twins", "parity"])
def test_slips_in_the_criterion_are_noticed(slip, monkeypatch, inertia):
    if slip == "twins":  # equal signs are taken for opposite ones
        right = parallel_rows
        monkeypatch.setattr(
            singular,
            "parallel_rows",
            lambda data: [[(i, s if k else -s) for k, (i, s) in enumerate(line)] for line in right(data)],
        )
        rows, kernel = [[1, 0], [-1, 0], [0, 1]], DotKernel("ntk", 3)
    else:  # depth 3 is taken for an even kernel
        monkeypatch.setattr(Powers, "of", classmethod(lambda cls, kernel: cls(True, False, frozenset())))
        rows, kernel = [[1, 0], [-1, 0], [0, 1]], DotKernel("ntk", 3)
    with precision(300):
        assert reason(dataset(rows), kernel) is not None
        assert inertia.surely_above(ball_gram(dataset(rows), kernel), Fraction(1, 100))
