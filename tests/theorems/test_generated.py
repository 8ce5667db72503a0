"""Generated data sets: lower <= lambda_min <= upper for every theorem that applies, no exception.

``NTKSYM_SWEEP=10000 pytest tests/theorems/test_generated.py`` checks that many; an interrupted run goes on where it was
(``NTKSYM_SWEEP_STORE``: its file).
"""

import os
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from generated import COSTLY, FAILURE, KERNELS, KINDS, SLICE, case, check, check_slice
from mpmath import mp
from reference import reference
from scipy.stats import binom

from ntksym.data import dataset
from ntksym.sweep import sweep
from ntksym.theorems.judgement import theorems

SOME = [SLICE * (3 * step + 1) % 1200 + 7 * step for step in range(40)]  # most kernels, every kind
CERTAIN = {t.name for t in theorems()} - set(COSTLY)


def judged(numbers):
    applied, failed = Counter(), Counter()
    for number in numbers:
        names, wrong, misses = check(number)
        assert not wrong, (number, case(number)[1], wrong)
        applied.update(names)
        failed.update(misses)
    return applied, failed


def definition(points, depth):
    """lambda_min of |x||y| Theta_L in mpmath, from the recursion."""
    rows = [[mp.mpf(float(v)) for v in row] for row in points]
    lengths = [mp.norm(row) for row in rows]
    matrix = mp.matrix(len(rows), len(rows))
    for i, x in enumerate(rows):
        for j, y in enumerate(rows):
            ntk = cosine = mp.mpf(1) if i == j else max(mp.fdot(x, y) / lengths[i] / lengths[j], mp.mpf(-1))
            for _ in range(depth - 1):
                angle = mp.acos(cosine)
                cosine = (mp.sin(angle) + cosine * (mp.pi - angle)) / mp.pi
                ntk = ntk * (1 - angle / mp.pi) + cosine
            matrix[i, j] = ntk * lengths[i] * lengths[j]
    return min(mp.eigsy(matrix, eigvals_only=True))


@pytest.mark.parametrize("number", [0, 53, 54, 163])
def test_the_reference_agrees_with_the_definition_in_mpmath_to_fifty_digits(number):
    points, kernel, _ = case(number)
    found = reference(dataset(points), kernel)
    assert found.hi - found.lo <= found.hi / 10**60
    with mp.workdps(120):
        least = definition(points, kernel.L)
        assert abs(mp.mpf(found.hi.numerator) / found.hi.denominator / least - 1) < mp.mpf(10) ** -50


def test_the_slice_has_every_kind_and_most_kernels():
    assert {number % len(KINDS) for number in SOME} == set(range(len(KINDS)))
    assert len({str(case(number)[1]) for number in SOME}) >= len(KERNELS) * 3 // 4


@pytest.mark.slow
def test_every_bound_is_on_its_side_of_the_truth():
    applied, _ = judged(SOME)
    assert set(applied) >= CERTAIN - {"nguyen-B1'", "slides-levy", "nguyen-3.2", "karhadkar-uniform-upper"}


@pytest.mark.skipif("NTKSYM_SWEEP" not in os.environ, reason="long: NTKSYM_SWEEP=10000 asks for it")
@pytest.mark.timeout(0)
def test_every_bound_of_the_sweep_is_on_its_side_of_the_truth(tmp_path):
    count = int(os.environ["NTKSYM_SWEEP"])
    store = Path(os.environ.get("NTKSYM_SWEEP_STORE", tmp_path / "sweep.jsonl"))
    records = sweep(check_slice, range(0, count, SLICE), store=store, jobs=1)
    applied, failed = Counter(), Counter()
    for record in records:
        assert record.error is None, record
        assert not record.result["wrong"], record.result["wrong"]
        applied.update(record.result["applied"])
        failed.update(record.result["failed"])
    for name, misses in failed.items():
        assert binom.sf(misses - 1, applied[name], float(FAILURE)) > Fraction(1, 10**6), (name, misses, applied[name])
