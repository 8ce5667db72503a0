from fractions import Fraction

import pytest

from ntksym.balls.arb import arb, arb_mat, precision
from ntksym.errors import UndecidedError
from ntksym.spectra.congruence import dominant, positive_definite, smallest


def hilbert(n):
    return arb_mat(n, n, [1 / arb(i + j + 1) for i in range(n) for j in range(n)])


def fractions(n):
    return [[Fraction(1, i + j + 1) for j in range(n)] for i in range(n)]


@pytest.mark.parametrize(("n", "bits"), [(2, 64), (6, 100), (12, 128), (20, 200)])
def test_hilbert_matrices_to_ten_relative_digits(n, bits, inertia):
    """Condition numbers up to 1e28: the width stays relative to the eigenvalue."""
    with precision(bits):
        found = smallest(hilbert(n))
    assert found.hi - found.lo <= found.hi / 10**10
    assert inertia.contains(found, fractions(n))


def test_clusters_and_multiples_of_the_identity():
    with precision(100):
        found = smallest(arb_mat(9, 9, [arb(3 if i == j else 0) for i in range(9) for j in range(9)]))
    assert found.lo <= 3 <= found.hi <= 3 * (1 + Fraction(1, 10**12)) and found.lo > 3 * (1 - Fraction(1, 10**12))


def test_singular_and_indefinite_matrices_get_a_lower_bound_below_them():
    for entries, exact in (([1, 1, 1, 1], 0), ([1, 2, 2, 1], -1), ([0, 0, 0, 0], 0), ([-1, 0, 0, -5], -5)):
        with precision(128):
            found = smallest(arb_mat(2, 2, entries))
        assert isinstance(found.lo, Fraction) and isinstance(found.hi, Fraction)
        assert found.lo <= exact <= found.hi
        assert found.hi - found.lo < Fraction(1, 10**12)
        assert exact == -5 or found.lo < exact or exact < 0


def test_a_ball_matrix_with_an_indefinite_member_is_not_positive_definite():
    """[[1, 1 +- r], [1 +- r, 1 + d]] has an indefinite member as soon as (1 + r)^2 > 1 + d."""
    with precision(128):
        gap = arb(1) + arb((1, -20))
        for exponent, expected in ((-23, True), (-21, False), (-20, False), (-3, False)):
            off = arb(1, arb((1, exponent)))
            assert positive_definite(arb_mat([[arb(1), off], [off, gap]])) is expected
        assert not positive_definite(arb_mat([[arb(1), arb.nan()], [arb.nan(), arb(1)]]))


def test_dominance_is_strict_and_by_rows():
    assert dominant(arb_mat([[2, 1], [1, 2]])) and not dominant(arb_mat([[1, 1], [1, 1]]))
    assert not dominant(arb_mat([[-2, 1], [1, -2]])) and not dominant(arb_mat([[2, 1], [-3, 2]]))
    assert not dominant(arb_mat([[2, arb.nan()], [0, 2]]))


def test_entries_that_are_not_finite_are_undecided():
    with pytest.raises(UndecidedError):
        smallest(arb_mat([[arb(1), arb.nan()], [arb.nan(), arb(1)]]))


@pytest.mark.parametrize("power", [-5000, 0, 5000])
def test_entries_beyond_float64_are_scaled(power):
    """2^power [[2, 1], [1, 2]] and diag(2^power, 3): the smallest eigenvalues 2^power and min(2^power, 3)."""
    unit = Fraction(2) ** power
    with precision(128):
        scale = arb((1, power))
        found = smallest(arb_mat([[2 * scale, scale], [scale, 2 * scale]]))
        assert found.lo <= unit <= found.hi and found.hi - found.lo < unit / 10**9
        spread = smallest(arb_mat([[scale, arb(0)], [arb(0), arb(3)]]))
        assert spread.lo <= min(unit, 3) <= spread.hi and spread.hi - spread.lo < spread.hi / 10**9
