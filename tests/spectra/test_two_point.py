"""The two-point certificate: what it proves is true, sharp where known, and a broken witness is refused."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from ntksym.balls.arb import arb, certainly_less, precision
from ntksym.balls.exact import ExactReal
from ntksym.constants import constant
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.ntk import two_point_upper
from ntksym.spectra.cap_minorant import cap_minorant
from ntksym.spectra.separation import most_points
from ntksym.spectra.two_point import (
    Problem,
    Witness,
    certify,
    dimension,
    masses,
)
from ntksym.spectra.two_point_inequality import cosine_coefficients, derivative_bound, kernel_series
from ntksym.spectra.two_point_search import find, kernel_floats, legendre_rows

CASES = [
    ("kappa0", 2, 2, "0.3", "projective", None),
    ("kappa0", 3, 2, "0.8", "projective", None),
    ("tkappa0", 3, 2, "0.8", "projective", None),
    ("kappa1", 3, 2, "0.8", "projective", None),
    ("ntk", 3, 2, "pi/7", "projective", None),
    ("ntk", 3, 3, "0.8", "projective", None),
    ("ntk", 4, 3, "0.8", "one", None),
    ("ntk", 3, 4, "1.3", "projective", 3),
    ("ntk", 10, 2, "1.3", "projective", None),
]


def problem(kernel, d, L, angle, sided="projective", n=None):
    return Problem(kernel, d, L, ExactReal.parse(angle), sided, n)


@pytest.fixture(scope="module")
def deep():
    return find(problem("ntk", 3, 3, "0.8"))[0]


@pytest.mark.parametrize("case", CASES)
def test_the_constant_is_positive_and_below_the_two_point_upper_bound(case):
    witness, bound = find(problem(*case))
    with precision(128):
        upper = two_point_upper(case[0], case[2], witness.problem.angle)
        assert bound > 0 and certainly_less(arb(0), upper - bound.numerator / arb(bound.denominator))


@pytest.mark.parametrize("case", CASES[:6])
def test_it_is_at_least_the_cap_minorant(case):
    kernel, d, L, angle, *_ = case
    bound = find(problem(*case))[1]
    assert bound >= cap_minorant(kernel, d, L, angle, 6).constant.lo * Fraction(999, 1000)


def test_on_the_circle_it_reaches_the_regular_polygon():
    n = 9
    bound = find(problem("kappa0", 2, 2, f"pi/{n}"))[1]
    theta = np.pi * np.arange(n) / n
    turns = np.abs(theta[:, None] - theta[None, :])
    truth = np.linalg.eigvalsh(1 - turns / np.pi)[0]
    assert bound <= truth * (1 + 1e-9)
    assert truth <= 1.1 * bound


@pytest.mark.parametrize("sided", ["projective", "one"])
@pytest.mark.parametrize("L", [2, 3])
def test_no_separated_random_set_lies_below_it(sided, L):
    rng = np.random.default_rng(5)
    found = problem("ntk", 3, L, "0.4", sided)
    bound = float(find(found)[1])
    for _ in range(20):
        points = []
        for _ in range(400):
            x = rng.standard_normal(3)
            x /= np.linalg.norm(x)
            inner = [x @ y for y in points]
            if all((abs(t) if sided == "projective" else t) <= np.cos(0.4) for t in inner):
                points.append(x)
        angles = np.arccos(np.clip(np.array(points) @ np.array(points).T, -1, 1))
        gram = kernel_floats(found, angles.ravel()).reshape(angles.shape)
        np.fill_diagonal(gram, L)
        assert np.linalg.eigvalsh(gram)[0] >= bound - 1e-9


def test_points_with_antipodes_allow_no_constant_at_two_layers():
    witness, bound = find(problem("ntk", 3, 2, "0.8", "one"))
    assert bound == 0 and witness.p == (0,)


def test_knowing_few_points_helps_at_large_angles():
    assert find(problem("ntk", 3, 3, "0.9", n=3))[1] > find(problem("ntk", 3, 3, "0.9"))[1] * Fraction(105, 100)


def test_where_few_points_fit_their_number_is_known():
    """Only three lines of R^3 are 1.3 apart, so the constant for three points holds for all; also on circles."""
    assert find(problem("kappa0", 3, 2, "1.3"))[1] == find(problem("kappa0", 3, 2, "1.3", n=3))[1]
    assert find(problem("kappa0", 3, 2, "1.3"))[1] > Fraction(32, 100)
    assert find(problem("ntk", 2, 2, "0.8"))[1] > Fraction(30, 100)


@pytest.mark.parametrize(
    ("d", "angle", "sided", "most"),
    [
        (2, "pi/5", "projective", 5), (2, "pi/5", "one", 10), (2, "0.63", "projective", 4), (2, "0.63", "one", 9),
        (3, "pi/2", "projective", 3), (3, "1.107", "projective", 6), (7, "1.2309", "projective", 28),
        (3, "pi/2", "one", None), (3, "0.9", "projective", None),
    ],
)  # fmt: skip
def test_the_most_points_are_those_of_polygons_and_of_equiangular_lines(d, angle, sided, most):
    """R^3: the icosahedron's six lines at arccos(1/sqrt 5) = 1.10714...; R^7: 28 lines at arccos(1/3) = 1.23095..."""
    assert most_points(d, ExactReal.parse(angle), sided) == most


@pytest.mark.parametrize(("kernel", "d", "least"), [("kappa0", 2, 0.5), ("kappa0", 3, 0.5), ("tkappa0", 2, 1)])
def test_at_a_right_angle_it_reaches_the_orthonormal_basis(kernel, d, least):
    """K is 1 on the diagonal and K(0) off it with signs: columns of the programme vanish there."""
    assert least * (1 - 1e-5) < find(problem(kernel, d, 2, "pi/2"))[1] <= least


def test_a_larger_angle_has_a_larger_constant():
    bounds = [find(problem("kappa0", 3, 2, a))[1] for a in ("0.3", "0.4", "0.5")]
    assert bounds == sorted(bounds)


def test_the_cosine_polynomial_is_the_sum_of_legendre_polynomials():
    p = [Fraction(1, k + 1) for k in range(12)]
    for d in (2, 3, 5, 10):
        f = [float(x.mid()) for x in cosine_coefficients(d, p)]
        u = np.linspace(0, np.pi, 7)
        left = sum(c * np.cos(m * u) for m, c in enumerate(f))
        right = np.array([float(x) for x in p]) @ legendre_rows(d, np.cos(u), 11)
        assert np.allclose(left, right, atol=1e-12)


@pytest.mark.parametrize("case", [("kappa0", 3, 2), ("tkappa0", 3, 2), ("kappa1", 3, 2), ("ntk", 3, 2), ("ntk", 3, 5)])
def test_the_kernel_series_has_the_right_values_and_derivatives_below_the_bound(case):
    found, s = problem(*case, "0.5"), 2.0**-10
    with precision(200):
        for u in (0.5, 1.0, 2.0, 3.0):
            series = kernel_series(found, arb(u), 10)
            value = sum(float(c.mid()) * s**q for q, c in enumerate(series))
            assert abs(value - kernel_floats(found, np.array([u + s]))[0]) < 1e-13
            for order in (6, 8):
                factorial = float(np.prod(np.arange(1.0, order + 1)))
                assert abs(float(series[order].mid())) * factorial <= float(derivative_bound(found, order).mid())


# --- a broken witness is refused ---------------------------------------------------------------------------


def test_a_coefficient_above_that_of_the_kernel_is_refused(deep):
    with precision(192):
        limits = [(1 - float(deep.b)) * float(x.mid()) for x in masses(deep.problem, len(deep.p) - 1)]
    k = max(range(len(limits)), key=lambda i: float(deep.p[i]) - limits[i])
    p = list(deep.p)
    p[k] = Fraction(limits[k]) + Fraction(1, 10**9)
    with pytest.raises(UndecidedError, match="coefficient"):
        certify(replace(deep, p=tuple(p)))


@pytest.mark.parametrize("change", ["raise p", "lower e", "negative e", "sign of H", "b above 1", "wider"])
def test_a_false_neighbour_is_refused(deep, change):
    p, e, problem_ = list(deep.p), list(deep.e), deep.problem
    k = max(range(1, len(e)), key=lambda i: e[i])
    if change == "raise p":
        p[0] += Fraction(1, 1000)
    elif change == "lower e":
        e[k] = e[k] * Fraction(9, 10)
    elif change == "negative e":
        e[k] = -e[k]
    elif change == "sign of H":
        e = [-x for x in e]
    elif change == "wider":
        problem_ = replace(problem_, angle=ExactReal.parse("0.7"))
    b = Fraction(2) if change == "b above 1" else deep.b
    with pytest.raises(UndecidedError):
        certify(Witness(problem_, tuple(p), b, tuple(e)))


def test_another_dimension_depth_or_kernel_is_refused(deep):
    for name, value in (("d", 4), ("L", 2), ("kernel", "kappa1"), ("sided", "one")):
        with pytest.raises(UndecidedError):
            certify(replace(deep, problem=replace(deep.problem, **{name: value})))


def test_a_negative_constant_term_needs_the_number_of_points():
    witness = find(problem("ntk", 3, 4, "0.9", n=3))[0]
    assert witness.e[0] < 0
    with pytest.raises(UndecidedError, match="number of points"):
        certify(replace(witness, problem=replace(witness.problem, n=None)))
    assert certify(replace(witness, problem=replace(witness.problem, n=4))) < witness.bound


def test_dimension_counts_harmonics():
    assert [dimension(4, k) for k in range(4)] == [1, 4, 9, 16]


@pytest.mark.parametrize(
    "wrong",
    [{"kernel": "relu"}, {"sided": "both"}, {"d": 1}, {"n": 1}, {"L": 1}, *({"angle": a} for a in ("0", "1.6", "pi"))],
)
def test_bad_problems_get_one_clear_line(wrong):
    given = {"kernel": "ntk", "d": 3, "L": 2, "angle": "0.3"} | wrong
    with pytest.raises(InputError):
        Problem(**given | {"angle": ExactReal.parse(given["angle"])})


@pytest.mark.parametrize("angle", ["1e-400", "1e-9", "0.007"])
@pytest.mark.parametrize("name", ["two-point", "two-point-limit", "layerwise"])
def test_angles_that_need_too_high_a_degree_are_refused_at_once(name, angle):
    """One line with the input, the reason and the least angle; nothing is computed in floats of angle 0."""
    with pytest.raises(InputError, match="a degree above 1999 would be needed"):
        constant(name, kernel="ntk", d=3, L=3, angle=angle)


def test_configurations_of_angles_that_floats_cannot_tell_from_zero_are_refused():
    with pytest.raises(InputError, match="floating point down to 1e-12"):
        constant("configuration-upper", kernel="kappa0", d=3, angle="1e-30")


def test_where_a_cover_of_few_given_points_fails_the_programme_answers():
    """Three lines of a plane at a small angle: kappa_1 has no cover there, but a two-point bound."""
    found = constant("two-point", kernel="kappa1", d=2, angle="0.3", n=3)
    assert found.enclosure.lo > 0 and found.method.startswith("linear programme")
