"""Hops of the configuration search: they keep the separation, exactly, lose no point and never raise the eigenvalue."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.balls.exact import ExactReal
from ntksym.data import Dataset
from ntksym.spectra import configuration_search as search
from ntksym.spectra.candidates import as_patch, fits
from ntksym.spectra.configuration_search import descend, hop, least_eigenvalue, rounded, separation
from ntksym.spectra.orbits import Configuration
from ntksym.spectra.two_point import Problem
from ntksym.workers import alone


def problem(kernel, d, L, angle, sided="projective"):
    return Problem(kernel, d, L, ExactReal.parse(angle), sided)


def separated(asked, x):
    """Whether these very float64 directions are separated: decided in integers."""
    return Configuration("set", Dataset(x)).separated(asked.angle, asked.sided)


def as_it_is(asked, y):
    """In place of the descent: the directions themselves, if they are separated."""
    x = y / np.linalg.norm(y, axis=1, keepdims=True)
    return x if separation(x, asked.sided) >= float(asked.angle.ball.mid()) * (1 + search.SPARE) else None


@settings(max_examples=60, deadline=None)
@given(
    d=st.integers(2, 6),
    n=st.integers(2, 7),
    sided=st.sampled_from(["projective", "one"]),
    kernel=st.sampled_from([("kappa0", 2), ("ntk", 2), ("ntk", 3)]),
    angle=st.sampled_from(["0.05", "0.2", "pi/9"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_hops_keep_the_separation_lose_no_point_and_never_raise_the_eigenvalue(d, n, sided, kernel, angle, seed):
    asked, rng = problem(kernel[0], d, kernel[1], angle, sided), np.random.default_rng(seed)
    x, taken = np.eye(d)[:2], []
    for y in rng.standard_normal((50, 1, d)):
        wider = as_it_is(asked, np.vstack([x, y]))
        x = x if wider is None or len(x) >= n else wider

    def recorded(*given):
        taken.append(as_it_is(*given))
        return taken[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "descend", recorded)
        found = hop(asked, x, 6, rng)
    assert len(taken) == 6 and len(found) >= len(x) and separated(asked, found)
    assert found is x or any(found is y for y in taken)
    least = min(least_eigenvalue(asked, y) for y in (x, *taken) if y is not None and len(y) >= len(x))
    assert least == least_eigenvalue(asked, found)


@pytest.mark.parametrize(("sided", "seed"), [("projective", 3), ("one", 1)])
def test_from_three_lines_hops_with_the_descent_reach_more_points_and_less(sided, seed, monkeypatch):
    """And what is stored of them is separated, exactly, when it is read again."""
    monkeypatch.setattr(search, "STAGES", search.STAGES[2:])
    asked, rng = problem("kappa0" if sided == "projective" else "ntk", 3, 3, "0.8", sided), np.random.default_rng(seed)
    with alone():
        x = descend(asked, rng.standard_normal((3, 3)))
        found = hop(asked, x, 5, rng)
    assert len(found) > 3 and least_eigenvalue(asked, found) < 0.95 * least_eigenvalue(asked, x)
    assert separated(asked, x) and separated(asked, found)
    row = next(iter(fits(asked, as_patch(rounded(asked, found)))))
    assert row.make().separated(asked.angle, sided) and row.n == len(found)
    assert row.value == pytest.approx(least_eigenvalue(asked, found), rel=1e-2)


def test_a_patch_of_a_smaller_dimension_is_shaken_and_starts_a_search_in_the_larger_one(monkeypatch):
    """Four lines of a plane, in R^4: unshaken they stay in it, shaken they leave it."""
    monkeypatch.setattr(search, "STAGES", search.STAGES[-2:])
    asked, found = problem("kappa0", 4, 2, "0.7"), {}
    with alone():
        for shake in (0.0, 0.05):
            found[shake] = list(search.attempts(asked, search.Task(4, "0.7", (), 0, 4, least=4, shake=shake)))
            assert found[shake] and all(x.shape == (4, 4) and separated(asked, x) for x in found[shake])
    ranks = {shake: min(np.linalg.matrix_rank(x, 1e-6) for x in sets) for shake, sets in found.items()}
    assert ranks[0.0] < 4 == ranks[0.05]
