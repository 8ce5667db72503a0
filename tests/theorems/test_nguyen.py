"""Nguyen et al.: numbers of the notes, the tails of the power series, antipodal rows, staircases."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from reference import reference

from ntksym.balls.arb import arb, certainly_less_equal, lower, precision, upper
from ntksym.data import dataset
from ntksym.kernels.dot_product import HALF, DotKernel, ntk
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.nguyen import THEOREMS
from ntksym.theorems.nguyen.abel import gap_bounds, ladder
from ntksym.theorems.nguyen.closed_form import tail_constant
from ntksym.theorems.nguyen.probabilistic import guarantee
from ntksym.theorems.nguyen.source import series
from ntksym.theorems.nguyen.upper import dimensions, rayleigh

THEOREM = {t.name.removeprefix("nguyen-"): t for t in THEOREMS}


def circle(n):
    angles = 2 * np.pi * np.arange(n) / n
    return np.column_stack([np.cos(angles), np.sin(angles)])


@pytest.mark.parametrize(
    "kernel", [ntk(2), ntk(3), ntk(6), DotKernel("tkappa0", 1), DotKernel("ntk", 3, Fraction(1, 5))], ids=str
)
def test_the_tail_of_the_series_is_at_least_its_constant_over_a_root(kernel):
    with precision(BITS):
        constant, tails = tail_constant(kernel), series(kernel).tails
        for r in range(1, 400):
            assert certainly_less_equal(constant / arb(r).sqrt(), tails[r].whole), r


def test_that_constant_is_sharp_for_one_hidden_layer():
    with precision(BITS):
        quotient = series(ntk(2)).tails[400].whole * arb(400).sqrt() / tail_constant(ntk(2))
    assert 1 < lower(quotient) <= upper(quotient) < 1.004


def test_depth_raises_every_tail():
    with precision(BITS):
        for L in range(2, 6):
            for r in range(1, 402):
                assert certainly_less_equal(series(ntk(L)).tails[r].whole, series(ntk(L + 1)).tails[r].whole), (L, r)


DRAWS = [
    (50, 30, 3, 0.374, 1.065),
    (50, 30, 6, 1.699, 2.985),
    (100, 100, 6, 2.340, 3.278),
    (300, 100, 2, 0.181, 0.505),
    (300, 100, 6, 2.122, 3.095),
    (50, 10, 2, 0.048, 0.169),
]


@pytest.mark.parametrize(("n", "d", "L", "noted", "draw"), DRAWS)
def test_what_is_guaranteed_a_priori_is_no_less_than_in_the_notes_and_below_a_draw(n, d, L, noted, draw):
    assert noted * 0.99 < guarantee(ntk(L), n, d, Fraction(1, 100)).bound < draw


def test_four_lines_through_eight_antipodal_points_are_no_obstacle_at_depth_three():
    """At depth 2 they make the matrix singular; A10 wants lines apart."""
    data = dataset(np.concatenate([circle(8)[:4], -circle(8)[:4]]))
    truth = reference(data, ntk(3))
    facts = Facts(data, ntk(3))
    for name in ("A6", "A7", "A8", "A9"):
        assert truth.hi / 5 < THEOREM[name].apply(facts).lower <= truth.hi
    assert THEOREM["A9"].apply(facts).lower > truth.hi / 2
    assert "parallel" in THEOREM["A10"].apply(facts).why
    assert reference(data, ntk(2)).lo == 0
    assert not any(THEOREM[name].apply(Facts(data, ntk(2))).applies for name in ("A6", "A7", "A8", "A9", "A10"))


def test_antipodal_rows_have_twice_the_lesser_of_the_even_and_the_odd_part():
    """X and -x alone: (f(1) - |f(-1)|, 1, 1) has twice the odd part O_0 = (f(1) - f(-1))/2 as lambda_min."""
    for kernel in (ntk(3), ntk(5), DotKernel("sigma", 2)):
        data = dataset([[3, 4], [-3, -4]])
        truth = reference(data, kernel)
        found = {name: THEOREM[name].apply(Facts(data, kernel)).lower for name in ("A6", "A7", "A8", "A8-sup")}
        assert all(truth.hi * (1 - Fraction(1, 10**12)) < found[name] <= truth.hi for name in ("A6", "A7"))
        assert all(0 < found[name] <= truth.hi for name in ("A8", "A8-sup"))


def test_the_gaps_of_hadamard_powers_multiply():
    gaps = gap_bounds({1: Fraction(1, 10), 3: Fraction(1, 2)}, 8)
    expected = [1, 0.9, 0.81, 0.5, 0.45, 0.405, 0.25, 0.225]
    assert gaps == pytest.approx(expected, rel=1e-12)
    assert all(Fraction(g) >= Fraction(str(e)) for g, e in zip(gaps.tolist(), expected, strict=True))


def test_the_ladder_is_above_every_true_gap():
    data = dataset(np.random.default_rng(4).normal(size=(6, 3)))
    gaps = ladder(Facts(data, ntk(2)))
    for r in (1, 2, 3, 5, 8, 13, 40, 300):
        assert 1 - reference(data, DotKernel("power", r)).lo >= 0
        assert Fraction(float(gaps[r])) >= 1 - reference(data, DotKernel("power", r)).hi


def test_the_staircase_counts_harmonics_of_both_parities():
    """On the sphere of R^d: 1 and d + 1 for r = 1, 2, and binom(d+r-2, r-1) + binom(d+r-3, r-2) at depth 3."""
    facts = Facts(dataset(np.random.default_rng(0).normal(size=(60, 4))), ntk(3))
    found = dimensions(facts)
    assert found == {0: 0, 1: 1, 2: 5, **{r: comb(r + 2, r - 1) + comb(r + 1, r - 2) for r in (3, 4, 5)}}
    shallow = dimensions(Facts(dataset(np.random.default_rng(0).normal(size=(60, 4))), ntk(2)))
    assert shallow == {0: 0, 1: 1, 2: 5, 4: 14, 6: 39}


def test_a_rayleigh_quotient_of_any_matrix_is_above_the_smallest_eigenvalue():
    rng = np.random.default_rng(1)
    data = dataset(rng.normal(size=(7, 3)) * 2.0 ** rng.integers(-9, 9, size=(7, 1)))
    for kernel in (ntk(2), DotKernel("slope", 1, HALF)):
        truth, facts = reference(data, kernel), Facts(data, kernel)
        for columns in (1, 3, 7):
            assert rayleigh(facts, rng.uniform(-1, 1, size=(7, columns))) >= truth.lo
    with pytest.raises(ValueError, match="at most 2"):
        rayleigh(facts, np.full((7, 1), 3.0))
