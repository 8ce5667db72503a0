"""Upper constants over configurations: valid, close to the two-point constants, and reproduced by the search."""

import json
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files

import numpy as np
import pytest

from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra.candidates import as_patch, fits, ranked, stored
from ntksym.spectra.configuration_search import Task, attempts, descend, least_eigenvalue, objective, separation
from ntksym.spectra.configurations import certified, configuration_upper
from ntksym.spectra.known_sets import about_pole, known_sets
from ntksym.spectra.lattices import lattice_patches
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import find, kernel_floats

ENTRIES = json.loads(files("ntksym.spectra").joinpath("configurations.json").read_text())["sets"]


def problem(kernel, d, L, angle, sided="projective"):
    return Problem(kernel, d, L, ExactReal.parse(angle), sided)


GOALS = [
    ("kappa0", 2, 2, "0.3", 1.1),
    ("ntk", 2, 2, "0.8", 1.001),
    ("kappa0", 2, 2, "1.3", 1.1),
    ("kappa0", 3, 2, "0.3", 1.1),
    ("ntk", 3, 2, "0.3", 1.1),
    ("kappa0", 3, 2, "0.8", 1.1),
    ("ntk", 3, 2, "0.8", 1.1),
    ("kappa0", 3, 2, "1.3", 1.001),
    ("ntk", 3, 2, "1.3", 1.001),
    ("kappa0", 5, 2, "0.8", 1.2),
    ("ntk", 5, 2, "1.3", 1.2),
    ("kappa0", 10, 2, "1.3", 1.4),
    ("kappa0", 10, 2, "0.8", 1.2),
    ("ntk", 10, 2, "0.8", 1.25),
    ("ntk", 10, 3, "0.8", 1.2),
    ("ntk", 10, 8, "0.8", 1.2),
]


@pytest.mark.parametrize(("kernel", "d", "L", "angle", "goal"), GOALS)
def test_upper_and_lower_constants_are_close(kernel, d, L, angle, goal):
    asked = problem(kernel, d, L, angle)
    low, high = find(asked)[1], configuration_upper(asked).hi
    assert low <= high <= Fraction(str(goal)) * low


@pytest.mark.parametrize(("L", "sided"), [(2, "projective"), (3, "one"), (5, "one")])
def test_the_quotient_is_that_of_the_points_themselves(L, sided):
    asked = problem("ntk", 3, L, "0.7", sided)
    found = configuration_upper(asked)
    assert found.configuration.separated(asked.angle, sided)
    best = ranked(asked)[0]
    assert float(found.hi) == pytest.approx(best.value, rel=1e-8)
    assert found.quotient.lo <= found.hi


def test_antipodes_make_the_two_layer_kernel_singular():
    assert configuration_upper(problem("ntk", 3, 2, "0.4", "one")).hi < Fraction(1, 10**9)


def test_sets_for_a_larger_angle_bound_a_smaller_one():
    values = [configuration_upper(problem("kappa0", 3, 2, a)).hi for a in ("0.4", "0.7", "1.0", "1.2", "1.5")]
    assert values == sorted(values)


@pytest.mark.parametrize(("name", "d", "value"), [("d4", 4, Fraction(1, 6)), ("e8", 8, Fraction(1, 6))])
def test_root_systems_have_the_known_eigenvalue(name, d, value):
    asked = problem("kappa0", d, 2, "pi/3")
    row = next(row for row in ranked(asked, searched=False) if row.name == name)
    found = certified(asked, row)
    assert value <= found.hi <= value * (1 + Fraction(1, 10**8))


def test_the_exact_frame_serves_the_right_angle():
    found = configuration_upper(problem("tkappa0", 4, 2, "pi/2"))
    assert found.quotient.lo == found.hi == 1


def test_a_set_that_is_too_close_or_of_another_dimension_is_refused():
    asked = problem("kappa0", 3, 2, "0.8")
    best = ranked(asked)[0]
    for wrong in (replace(asked, angle=ExactReal.parse("0.80001")), replace(asked, d=2)):
        with pytest.raises(UndecidedError, match="not certain"):
            certified(wrong, best)
    with pytest.raises(InputError, match="leave n out"):
        configuration_upper(replace(asked, n=3))


def test_any_vector_gives_a_valid_and_larger_constant():
    asked = problem("kappa0", 3, 2, "0.8")
    best = ranked(asked)[0]
    worse = replace(best, vector=best.vector + 0.01 * np.arange(len(best.vector)))
    assert certified(asked, best).hi < certified(asked, worse).hi


@pytest.mark.parametrize("kind", ["Z", "half", "bcc", "Z cube", "half cube"])
def test_lattice_patches_keep_the_angle_that_they_are_fitted_to(kind):
    for patch, _ in zip(lattice_patches(3, kind), range(4), strict=False):
        for row in fits(problem("kappa0", 4, 2, "0.25"), patch):
            configuration = row.make()
            assert configuration.n == row.n == patch.sizes.sum()
            assert configuration.separated(ExactReal.parse("0.25"), "projective")
            assert not configuration.separated(ExactReal.parse("0.2501"), "projective") or row.n == 2


def test_the_angles_of_a_patch_are_those_of_its_points():
    patch = next(p for p in lattice_patches(2, "half") if len(p.points) == 4)
    factor = patch.fitted(0.3, True)
    x = patch.lifted(factor, 3).points.points
    x = x / np.linalg.norm(x, axis=1)[:, None]
    own = np.arccos(np.clip(np.sum(x[:, None] * x[None], axis=2), -1, 1))
    assert all(np.abs(patch.angles(factor) - own[r, s]).min() < 1e-7 for r in range(4) for s in range(r))
    assert patch.least_angle(factor, True) == pytest.approx(0.3, rel=1e-9)


def test_unit_vectors_return_from_the_tangent_space():
    data = known_sets(4)[0]
    unit = data.points / np.linalg.norm(data.points, axis=1)[:, None]
    patch = about_pole("d4", unit)
    assert np.allclose(patch.lifted(1 / patch.unit, 4).points.points, unit, atol=1e-12)


# --- the search -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['d']}-{entry['name'].replace(' ', '-')}")
def test_each_stored_set_has_its_separation_and_beats_all_others(entry):
    kernel = entry["name"].split()[1]
    L = 2 if kernel == "kappa0" else int(kernel.removeprefix("Theta_"))
    asked = problem("kappa0" if kernel == "kappa0" else "ntk", entry["d"], L, entry["angle"])
    own = min(row.value for row in fits(asked, as_patch(entry)))
    assert own < min(row.value for row in ranked(asked, searched=False))
    assert entry["name"] in {patch.name for patch in stored(entry["d"])}


def test_the_search_finds_the_stored_set_again():
    asked = problem("kappa0", 3, 2, "1.3")
    best = min(least_eigenvalue(asked, x) for x in attempts(asked, Task(3, "1.3", (3,), 2)))
    assert best == pytest.approx(ranked(asked)[0].value, rel=1e-3)


@pytest.mark.parametrize(("kernel", "L"), [("kappa0", 2), ("tkappa0", 2), ("kappa1", 2), ("ntk", 2), ("ntk", 4)])
def test_the_gradient_is_the_derivative_of_the_objective(kernel, L):
    asked = problem(kernel, 3, L, "0.8")
    y = np.random.default_rng(1).standard_normal(15)
    value, gradient = objective(y, asked, 5, 30.0, 100.0, float(np.cos(0.8)))
    for i in range(15):
        step = np.zeros(15)
        step[i] = 1e-6
        ahead, behind = (objective(y + s * step, asked, 5, 30.0, 100.0, float(np.cos(0.8)))[0] for s in (1, -1))
        assert (ahead - behind) / 2e-6 == pytest.approx(gradient[i], rel=1e-4, abs=1e-5)
    assert value < asked.at_one + 1000


def test_what_the_search_returns_keeps_the_separation():
    asked = problem("ntk", 3, 2, "0.9")
    x = descend(asked, np.random.default_rng(3).standard_normal((5, 3)))
    assert x is not None and separation(x, "projective") >= 0.9
    gram = kernel_floats(asked, np.arccos(np.clip(x @ x.T, -1, 1)))
    np.fill_diagonal(gram, 2)
    assert least_eigenvalue(asked, x) == pytest.approx(np.linalg.eigvalsh(gram)[0])
    assert descend(asked, np.random.default_rng(3).standard_normal((40, 3))) is None


@pytest.mark.parametrize("angle", ["pi/3", "pi/2"])
def test_a_polygon_with_antipodes_is_singular_and_gives_nearly_zero(angle):
    """The alternating vector has the quotient 0 exactly, which has no relative digits."""
    found = configuration_upper(problem("kappa0", 2, 2, angle, "one"))
    assert 0 < found.hi < Fraction(1, 10**15)
