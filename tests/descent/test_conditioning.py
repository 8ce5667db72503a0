"""The condition number at each depth: by closed form on orthonormal rows, by balls elsewhere."""

from __future__ import annotations

from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest

from ntksym.balls.arb import precision
from ntksym.data import dataset
from ntksym.descent.conditioning import conditions, depth_limit
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel
from ntksym.spectra.smallest import lambda_min
from ntksym.tables.conditioning import conditioning

HALF, ONE = Fraction(1, 2), Fraction(1)


def theta_at_zero(L: int, delta: Fraction) -> mp.mpf:
    """Theta_L(0) by the recursion in angles."""
    angle, value, c = mp.pi / 2, mp.mpf(0), 2 * mp.mpf(delta.numerator) / delta.denominator / mp.pi
    for _ in range(L - 1):
        cosine = mp.cos(angle) + c * (mp.sin(angle) - angle * mp.cos(angle))
        value, angle = cosine + value * (1 - c * angle), mp.acos(cosine)
    return value


@pytest.mark.parametrize("delta", [HALF, ONE, Fraction(1, 8)])
def test_orthonormal_rows_have_one_plus_n_u_over_l_minus_u(delta):
    n, depths = 6, [2, 3, 5, 17, 60]
    for row in conditions(dataset(np.eye(n)), depths, delta):
        with mp.workdps(30):
            u = theta_at_zero(row.L, delta)
            exact = 1 + n * u / (row.L - u)
            low, high = (mp.mpf(x.numerator) / x.denominator for x in (row.number.lo, row.number.hi))
            assert low <= exact <= high and high - low < mp.mpf(10) ** -8
            wrong = 1 + (n - 1) * u / (row.L - u)
            assert not low <= wrong <= high


def test_the_smallest_eigenvalue_is_the_one_that_balls_find():
    rng = np.random.default_rng(4)
    data = dataset(rng.standard_normal((12, 4)))
    for row in conditions(data, [2, 4, 9]):
        with precision(128):
            found = lambda_min(data, DotKernel("ntk", row.L), unit=True, target=Fraction(1, 10**12))
        assert row.smallest.lo <= found.hi and found.lo <= row.smallest.hi
        assert row.off_diagonal.lo < row.off_diagonal.hi < 1


def test_the_excess_over_the_limit_shrinks_from_the_overshoot_on():
    report = conditioning(np.eye(32), [2, 3, 4, 8, 16, 40], [HALF, ONE])
    assert report.overshoot == {HALF: 16, ONE: 4}
    relu, modulus = report.found[HALF], report.found[ONE]
    assert relu[0].excess < 0 and relu[-1].excess > 0  # it starts below the limit, ends above
    assert bool(relu[0].number < modulus[0].number) and bool(modulus[-1].number < relu[-1].number)  # order turns round


def test_random_rows_at_two_layers_are_worse_with_the_absolute_value():
    rows = np.random.default_rng(0).standard_normal((32, 16))
    report = conditioning(rows, [2, 20], [HALF, ONE])
    (relu_2, relu_60), (mod_2, mod_60) = report.found[HALF], report.found[ONE]
    assert bool(relu_2.number < mod_2.number) and bool(mod_60.number < relu_60.number)


@pytest.mark.parametrize("delta", [HALF, ONE])
def test_distances_and_the_margin_of_the_entry_bound_are_those_of_the_definition(delta):
    data = dataset([[1, 0], [1, 1], [-3, 4]])
    cosines = [1 / mp.sqrt(2), -mp.mpf(3) / 5, 1 / (5 * mp.sqrt(2))]
    for row in conditions(data, [2, 3, 8], delta):
        with mp.workdps(30):
            found, margins, c = [], [], 2 * mp.mpf(delta.numerator) / delta.denominator / mp.pi
            for t in cosines:
                angle, value = mp.acos(t), t
                for _ in range(row.L - 1):
                    cosine = mp.cos(angle) + c * (mp.sin(angle) - angle * mp.cos(angle))
                    value, angle = cosine + value * (1 - c * angle), mp.acos(cosine)
                w = mp.sqrt(2 / (1 - mp.cos(angle)))
                found.append(w)
                margins.append(3 / (8 * c) * w - mp.mpf(1) / 8 - value)
            low, high = (mp.mpf(x.numerator) / x.denominator for x in (row.distance.lo, row.distance.hi))
            spare = mp.mpf(row.spare.numerator) / row.spare.denominator
            assert low <= min(found) + 1e-14 and max(found) <= high + 1e-14
            assert high - low < max(found) - min(found) + 1e-6
            assert 0 < spare <= min(margins) + 1e-14 and min(margins) < spare + 1e-6


def test_from_the_theorems_depths_on_the_certified_condition_number_is_near_its_limit():
    """Orthonormal rows: kappa in [1 + n/3, 2 + n/3] at the depths of the report; no theorem for the absolute value."""
    report = conditioning(np.eye(6), [2], [HALF, ONE])
    ((first, near),) = report.limits.values()
    assert list(report.limits) == [HALF] and first <= near < 200
    above, within = conditions(dataset(np.eye(6)), [first, near])
    assert above.excess >= 0 and within.excess <= 1
    assert f"for every L >= {near}" in report.table().caption


def test_rows_that_are_too_close_to_tell_have_no_theorem():
    assert depth_limit(dataset([[1, 0], [1, 1e-9]])) is None


@pytest.mark.parametrize(("depths", "delta"), [([1], HALF), ([], HALF), ([2], Fraction(0))])
def test_impossible_requests_are_refused(depths, delta):
    with pytest.raises(InputError):
        conditions(dataset(np.eye(3)), depths, delta)


def test_rows_of_one_direction_have_no_condition_number():
    with pytest.raises(InputError, match="singular"):
        conditions(dataset([[1, 0], [2, 0]]), [2])


def test_the_command_prints_what_the_function_finds(tmp_path, monkeypatch, capsys):
    import json
    import sys

    from ntksym.cli import main

    np.save(tmp_path / "X.npy", np.eye(3))
    picture = str(tmp_path / "a.svg")
    command = ["ntksym", "conditioning", str(tmp_path / "X.npy"), "--depths", "2,9", "--delta", "1/2,1", "--json"]
    monkeypatch.setattr(sys, "argv", [*command, "--plot", picture])
    assert _run(main) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == conditioning(np.eye(3), [2, 9], [HALF, ONE], name="X.npy").as_json()
    monkeypatch.setattr(sys, "argv", ["ntksym", "conditioning", str(tmp_path / "X.npy"), "--depths", "1:3"])
    assert _run(main) == 2


def _run(main) -> int:
    try:
        main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
