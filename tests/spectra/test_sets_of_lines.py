"""Exact polygons, the 600-cell, patches of E7* and D6+, cubes, and smaller dimensions inside larger ones."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

import ntksym
from ntksym.balls.exact import ExactReal
from ntksym.certificates import build
from ntksym.checker.exact_sets import sign as their_sign
from ntksym.data_sets import cell600
from ntksym.spectra.candidates import fits, ranked
from ntksym.spectra.configurations import certified, certified_exact, configuration_upper
from ntksym.spectra.golden import cell_600, sign
from ntksym.spectra.known_sets import known_patches
from ntksym.spectra.lattices import lattice_kinds, lattice_patches
from ntksym.spectra.polygons import Polygon, exact_polygon
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import find, kernel_floats


def problem(kernel, d, L, angle, sided="projective"):
    return Problem(kernel, d, L, ExactReal.parse(angle), sided)


def verdict(parameters, bound, witness):
    """The checker's verdict on one entry."""
    return build.configuration_upper([(parameters, bound, witness)]).check()


# --- polygons ---------------------------------------------------------------------------------------------

POLYGONS = [("kappa0", 2, "pi/7", "projective"), ("ntk", 3, "pi/5", "projective"), ("tkappa0", 2, "pi/4", "projective")]


@pytest.mark.parametrize(("kernel", "L", "angle", "sided"), POLYGONS)
def test_the_polygon_that_goes_round_is_between_the_sides(kernel, L, angle, sided):
    """At least the two-point constant, and below all sets with rounded coordinates."""
    asked = problem(kernel, 2, L, angle, sided)
    polygon, value, vector = exact_polygon(asked)
    found = certified_exact(asked, polygon, vector)
    assert float(found.hi) == pytest.approx(value, rel=1e-8)
    assert find(asked)[1] <= found.hi and value < min(row.value for row in ranked(asked)) * (1 + 1e-9)
    asked_for = {"kernel": kernel, "d": 2, "angle": angle, "sided": sided, **({"L": L} if kernel == "ntk" else {})}
    certificate = ntksym.certificate(ntksym.constant("configuration-upper", digits=9, **asked_for))
    assert certificate.check().status == "VALID"


def test_points_of_one_sided_separation_may_go_round_twice_as_far():
    asked = problem("ntk", 2, 3, "2*pi/9", "one")
    polygon, value, vector = exact_polygon(asked)
    found = certified_exact(asked, polygon, vector)
    assert polygon.n == 9 and float(found.hi) == pytest.approx(value, rel=1e-8)
    claim = {"kernel": "ntk", "d": 2, "L": 3, "angle": "2/9*pi", "sided": "one"}
    witness = build.polygon_witness(found.weights)
    assert verdict(claim, found.hi, witness).ok
    assert not verdict({**claim, "sided": "projective"}, found.hi, witness).ok


def test_its_matrix_is_that_of_the_points():
    asked, weights, places = problem("ntk", 2, 3, "pi/5"), (3, -1, 4, 1, -5), (0, 6, 2, 3, 9)
    x = np.column_stack([f(np.array(places) * np.pi / 5) for f in (np.cos, np.sin)])
    gram = kernel_floats(asked, np.arccos(np.clip(x @ x.T, -1, 1)))
    np.fill_diagonal(gram, 3)
    w = np.array(weights, dtype=float)
    found = Polygon(places, asked.angle).quotient(weights, asked)
    assert float(found.mid().str(20, radius=False)) == pytest.approx(w @ gram @ w / (w @ w), rel=1e-12)


def test_one_line_more_does_not_fit_and_other_angles_have_no_exact_polygon():
    angle = ExactReal.parse("pi/7")
    eight, all_points, turned = (Polygon(places, angle) for places in (range(8), range(14), (0, 8, 2, 10, 4, 12, 6)))
    assert not eight.separated(angle, "projective") and all_points.separated(angle, "one")
    assert turned.separated(angle, "projective") and not turned.separated(ExactReal.parse("pi/6"), "projective")
    assert not Polygon((0, 1, 8), angle).separated(angle, "projective")
    assert exact_polygon(problem("kappa0", 2, 2, "0.4")) is exact_polygon(problem("kappa0", 2, 2, "2*pi/7")) is None


WEIGHTS = "3 -5 4 -4 5 -3 2"
CLAIM = {"kernel": "kappa0", "d": 2, "angle": "1/7*pi", "sided": "projective"}


@pytest.mark.parametrize(
    ("change", "weights", "bound", "status"),
    [
        ({}, WEIGHTS, "1/9", "VALID"),
        ({"d": 9}, WEIGHTS, "1/9", "VALID"),
        ({}, WEIGHTS, "1/14", "INVALID"),
        ({}, WEIGHTS.replace("-", ""), "1/9", "INVALID"),
        ({}, WEIGHTS + " -1", "1/9", "INVALID"),
        ({"angle": "1/6*pi"}, WEIGHTS, "1/9", "INVALID"),
        ({"angle": "2/5"}, WEIGHTS, "1/9", "INVALID"),
        ({}, "3 0 4 -4 5 -3 2 0 5", "1", "VALID"),
        ({}, "3 1 4 -4 5 -3 2 0 5", "1", "INVALID"),
        ({"sided": "one", "angle": "2/7*pi"}, "3 0 4 -4 5 -3 2 1", "1/2", "INVALID"),
        ({"angle": "3/20*pi"}, "1 0 0 0 0 0 0 -1", "1", "INVALID"),
        ({}, "0 0 0 0 0 0 0", "1/9", "INVALID"),
        ({}, "3  -5", "1/9", "INVALID"),
        ({"kernel": "kappa1"}, WEIGHTS, "1/10000", "INVALID"),
    ],
)
def test_the_checker_accepts_the_polygon_and_no_neighbour(change, weights, bound, status):
    assert verdict({**CLAIM, **change}, Fraction(bound), {"weights": weights}).status == status


@pytest.mark.parametrize(("kernel", "n", "least"), [("kappa0", 5, "1.07"), ("kappa0", 7, "1.04"), ("ntk", 6, "1.1")])
def test_turning_some_lines_lowers_the_constant(kernel, n, least):
    """To within a few per cent of what is certified below, and as explicit vectors show it."""
    asked = problem(kernel, 2, 2, f"pi/{n}")
    found = configuration_upper(asked)
    assert max(found.configuration.places) >= n and found.hi < find(asked)[1] * Fraction(103, 100)
    at = np.arange(n) * np.pi / n
    plain = kernel_floats(asked, np.abs(at[:, None] - at))
    np.fill_diagonal(plain, asked.at_one)
    assert np.linalg.eigvalsh(plain)[0] > found.hi * Fraction(least)
    given = {"kernel": kernel, "d": 2, "angle": f"pi/{n}"} | ({"L": 2} if kernel == "ntk" else {})
    assert ntksym.certificate(ntksym.constant("configuration-upper", **given)).check().status == "VALID"


# --- the 600-cell and the lattices ------------------------------------------------------------------------


def test_the_600_cell_has_its_four_angles_and_serves_angles_below_a_fifth_of_pi():
    unit = cell600().points / 2
    inner = np.abs(unit @ unit.T)[np.triu_indices(60, 1)]
    assert sorted({round(float(v), 12) for v in inner}) == [0, 0.309016994375, 0.5, 0.809016994375]
    found = configuration_upper(problem("kappa0", 4, 2, "0.628"))
    assert found.configuration.name == "cell600" and found.configuration.n == 60
    assert find(problem("kappa0", 4, 2, "0.628"))[1] <= found.hi


@pytest.mark.parametrize(("kernel", "L", "d"), [("kappa0", 2, 4), ("ntk", 3, 4), ("kappa1", 2, 4)])
def test_the_600_cell_serves_its_own_angle_exactly(kernel, L, d):
    """By coordinates a + b sqrt(5): no rounding; the checker takes them in any dimension from 4 on."""
    asked = problem(kernel, d, L, "pi/5")
    found = configuration_upper(asked)
    assert found.configuration.name == "600-cell" and found.d == 4
    near = certified(replace(asked, d=4, angle=ExactReal.parse("0.628")), _cell_row(kernel, L))
    assert abs(found.hi / near.hi - 1) < Fraction(1, 10**8)
    asked_for = {"kernel": kernel, "d": d, "angle": "pi/5", **({"L": L} if kernel == "ntk" else {})}
    certificate = ntksym.certificate(ntksym.constant("configuration-upper", digits=9, **asked_for))
    assert certificate.check().status == "VALID"


def _cell_row(kernel, L):
    return next(r for r in ranked(problem(kernel, 4, L, "0.628"), searched=False) if r.name == "cell600")


def golden(**change):
    """The checker's verdict on the 600-cell with something changed."""
    cell = cell_600()
    rows, weights = [list(row) for row in cell.rows], change.pop("weights", [1, *[0] * 58, -1])
    for place, value in change.pop("points", {}).items():
        rows[place[0]][place[1]] = value
    claim = {"kernel": "kappa0", "d": 4, "angle": "1/5*pi", "sided": "projective", **change}
    return verdict(claim, Fraction(1), build.golden_witness(rows, weights)).status


def test_the_checker_refuses_other_points_and_angles():
    assert golden() == golden(d=7) == "VALID"
    assert golden(angle="1/3*pi") == golden(angle="3/5") == golden(d=3) == "INVALID"
    assert golden(points={(0, 0): (4, 1)}) == golden(points={(5, 0): (-2, 0)}) == "INVALID"
    assert golden(points={(0, 0): (0, 0), (0, 1): (4, 0)}) == "INVALID"  # a point twice
    assert golden(weights=[1] * 59) == golden(weights=[0] * 60) == "INVALID"


@settings(max_examples=60)
@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_signs_with_the_root_of_five(a, b):
    with mp.workdps(40):
        value = a + b * mp.sqrt(5)
        assert sign(a, b) == their_sign(a, b) == (value > 0) - (value < 0)


@pytest.mark.parametrize(
    ("m", "kind", "sizes"), [(6, "D6+", [33, 93, 285, 537, 1017, 1561]), (7, "E7*", [57, 183, 759, 1515])]
)
def test_patches_of_lattices_have_their_shells(m, kind, sizes):
    assert kind in lattice_kinds(m)
    patches = list(lattice_patches(m, kind))
    assert [int(patch.sizes.sum()) for patch in patches] == [len(patch.rows) for patch in patches] == sizes
    assert patches[0].least_angle(0.01, True) == pytest.approx(0.01, rel=1e-3)
    second = patches[1]
    asked = problem("kappa0", m + 1, 2, "0.25")
    row = next(iter(fits(asked, second)))
    found = certified(asked, row)
    assert float(found.hi) == pytest.approx(row.value, rel=1e-8) and found.configuration.n == sizes[1]


def test_seven_dimensional_shells_beat_the_cubic_patches():
    """The 1515 first vectors of E7*: 8 per cent below the best patch of Z^7 at 3/10."""
    asked = problem("kappa0", 8, 2, "0.3")
    (row,) = fits(asked, list(lattice_patches(7, "E7*"))[-1])
    cubic = min(r.value for kind in ("Z", "half") for p, _ in zip(lattice_patches(7, kind), range(9), strict=False)
                for r in fits(asked, p))  # fmt: skip
    assert row.value < 0.92 * cubic


def test_cubes_are_all_their_points():
    patches = [p for p, _ in zip(lattice_patches(3, "Z cube"), range(2), strict=False)]
    assert [int(p.sizes.sum()) for p in patches] == [27, 125]
    patches = [p for p, _ in zip(lattice_patches(3, "half cube"), range(2), strict=False)]
    assert [int(p.sizes.sum()) for p in patches] == [64, 216]


# --- dimensions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kernel", "L", "angle"), [("kappa0", 2, "0.8"), ("ntk", 3, "1.3"), ("kappa0", 2, "pi/5")])
def test_the_constant_never_rises_with_the_dimension(kernel, L, angle):
    dims = (2, 3, 4, 5, 6, 7)
    found = [configuration_upper(problem(kernel, d, L, angle)) for d in dims]
    values = [x.hi for x in found]
    assert values == sorted(values, reverse=True)
    assert all(x.d <= d for x, d in zip(found, dims, strict=True))


def test_a_set_of_space_is_one_of_more_dimensions_and_the_certificate_says_so():
    value = ntksym.constant("configuration-upper", kernel="kappa0", d=7, angle="0.8", digits=6)
    assert "32 points of R^6" in value.method
    certificate = ntksym.certificate(value)
    assert certificate.check().status == "VALID"
    assert all(row.split()[-1] == "0" for row in certificate["witness"]["entries"][0]["rows"][:-1])


def test_known_sets_can_be_scaled():
    assert [p.name for p in known_patches(4)][:2] == ["d4", "cell600"]
