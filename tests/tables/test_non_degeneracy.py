"""The table of non-degeneracy: the numbers of the notes, and every column against its definition."""

from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

from ntksym.errors import InputError
from ntksym.tables import build
from ntksym.tables.non_degeneracy import non_degeneracy

TENTH, TWENTIETH = Fraction(1, 10), Fraction(1, 20)
# n, d, delta, rho, Gershgorin, lambda_0, closed form, width: ntksym's notes on the slides, 1.4
NOTES = [
    (10, 10, TENTH, 0.861815071713, -2.72149, 0.0290770377672, 0.01404544270, 4.10e14),
    (50, 50, TENTH, 0.564814466507, -9.06275, 0.0477485096291, 0.02113393600, 3.53e16),
    (100, 100, TWENTIETH, 0.455363790711, -14.1624, 0.0522660941072, 0.02284824629, 7.86e17),
    (100, 10, TWENTIETH, 0.960416843779, -42.7687, 0.0109432799573, 0.005527731114, 4.09e20),
    (1000, 100, TENTH, 0.517418488459, -173.465, 0.0387848911701, 0.01793421694, 1.30e22),
]


@pytest.mark.parametrize("row", NOTES)
def test_the_numbers_of_the_notes_are_reproduced(row):
    n, d, failure, *expected = row
    cells = non_degeneracy([(n, d, failure)]).rows[0]
    found = [cells[4].enclosure.hi, *(cells[i].enclosure.lo for i in (6, 7, 9)), cells[10].enclosure.hi]
    for value, known in zip(found, expected, strict=True):
        assert float(value) == pytest.approx(known, rel=5e-3 if known > 1e10 else 1e-5)


def test_the_exact_root_solves_the_union_bound_and_each_cosine_is_larger_than_the_one_before():
    cells = non_degeneracy([(30, 7, TENTH)]).rows[0]
    exact, plain, levy = (cells[i].enclosure for i in (3, 4, 5))
    s = mp.mpf(exact.hi.numerator) / exact.hi.denominator
    tail = mp.betainc(mp.mpf(3), mp.mpf(1) / 2, 0, 1 - s**2, regularized=True)
    assert mp.mpf("0.0999") < 435 * tail <= mp.mpf("0.1") + mp.mpf(10) ** -12
    assert exact.hi < plain.lo < levy.lo


def test_random_points_obey_the_bound_at_least_as_often_as_claimed():
    n, d, rng = 20, 6, np.random.default_rng(0)
    rho = float(non_degeneracy([(n, d, TENTH)]).rows[0][3].enclosure.hi)
    kept = 0
    for _ in range(400):
        X = rng.standard_normal((n, d))
        X /= np.linalg.norm(X, axis=1, keepdims=True)
        kept += np.abs(X @ X.T - np.eye(n)).max() <= rho
    assert kept >= 400 * 0.9 - 3 * (400 * 0.09) ** 0.5
    assert kept < 400  # the bound is not empty


def test_where_the_series_is_too_short_the_closed_form_gives_the_width():
    cells = non_degeneracy([(100, 3, TENTH)]).rows[0]
    assert cells[7] == "-" and cells[9].enclosure.lo > 0
    assert float(cells[10].enclosure.hi) == pytest.approx(2934e8 / float(cells[9].enclosure.lo) ** 4 * 10, rel=1e-6)


@pytest.mark.parametrize("case", [(1, 3, TENTH), (3, 1, TENTH), (3, 3, Fraction(0)), (3, 3, Fraction(1))])
def test_impossible_cases_are_refused(case):
    with pytest.raises(InputError):
        non_degeneracy([case])


@pytest.mark.parametrize("failure", ["0", "2", "x", "nan", "1/0"])
def test_the_command_refuses_other_failure_probabilities(failure):
    with pytest.raises(InputError, match="failure"):
        build("non-degeneracy", points="5", dims="3", failure=failure)
