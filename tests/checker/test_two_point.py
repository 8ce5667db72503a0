"""The checker's part of the two-point certificate: counting points, discs of analyticity, and broken witnesses."""

import cmath
import math
from fractions import Fraction

import pytest
from checker_samples import two_point_row

from ntksym.checker.intervals import Interval
from ntksym.checker.limits import InvalidError, UndecidedError
from ntksym.checker.two_point import most_points, two_point
from ntksym.checker.two_point_inequality import Inequality, disc_radius, kernel_jet

BITS = 256


def question(kernel="kappa0", d=3, angle=(Fraction(4, 5), False), L=2, sided="projective", n=0):
    return {"kernel": kernel, "d": d, "angle": angle, "L": L, "sided": sided, "n": n}


@pytest.fixture(scope="module")
def deep():
    """A valid witness for Theta_3 on S^2, lines 4/5 apart."""
    row = two_point_row("ntk", 3, "4/5", L=3)[2]
    return {name: [str(x) for x in row[name]] if name != "b" else str(row[name]) for name in row}


@pytest.mark.parametrize(
    ("d", "angle", "sided", "n", "most"),
    [
        (2, (Fraction(1, 5), True), "projective", 0, 5),
        (2, (Fraction(1, 5), True), "one", 0, 10),
        (2, (Fraction(63, 100), False), "projective", 0, 4),
        (3, (Fraction(13, 10), False), "projective", 0, 3),
        (3, (Fraction(13, 10), False), "projective", 2, 2),
        (3, (Fraction(13, 10), False), "one", 0, 0),
        (3, (Fraction(3, 10), False), "projective", 0, 0),
        (3, (Fraction(3, 10), False), "projective", 7, 7),
        (7, (Fraction(12309, 10000), False), "projective", 0, 28),
    ],
)
def test_the_number_of_points_is_that_of_polygons_and_equiangular_lines(d, angle, sided, n, most):
    assert most_points(question(d=d, angle=angle, sided=sided, n=n)) == most


def test_the_constant_that_uses_the_number_of_lines_fails_where_more_lines_fit():
    """Three lines of R^3 are 13/10 apart: e_0 < 0 is allowed there, and not at a smaller angle or for points."""
    row = two_point_row("kappa0", 3, "13/10")[2]
    assert row["e"][0] < 0
    text = {name: [str(x) for x in row[name]] if name != "b" else str(row[name]) for name in row}
    bound = two_point(question(angle=(Fraction(13, 10), False)), text)
    assert bound > 0
    for other in ({"sided": "one"}, {"angle": (Fraction(3, 10), False)}):
        with pytest.raises((InvalidError, UndecidedError)):
            two_point(question(angle=(Fraction(13, 10), False)) | other, text)


def test_on_the_disc_the_deep_kernel_is_analytic_and_small():
    """On circles just inside the disc Re Sigma stays where the layers are analytic, and |Theta_L| <= L + 2."""

    def theta(t, L):
        sigma, ntk = t, t
        for _ in range(1, L):
            angle = cmath.acos(sigma)
            gate = 1 - angle / math.pi
            sigma = (cmath.sqrt(1 - sigma * sigma) + sigma * (math.pi - angle)) / math.pi
            ntk = sigma + ntk * gate
        return ntk

    for u in (0.05, 0.3, 1.0, 2.0, 3.1):
        radius = float(disc_radius(Interval.of(Fraction(u), BITS)).lower())
        assert 0.35 * u < radius < u / math.sqrt(2)
        for turn in range(64):
            z = u + 0.999 * radius * cmath.exp(2j * math.pi * turn / 64)
            assert math.cosh(z.imag) + math.cos(z.real) < 2
            assert abs(theta(cmath.cos(z), 5)) <= 7


@pytest.mark.parametrize("L", [3, 8])
def test_taylor_coefficients_obey_cauchy_in_the_disc(L):
    for u in (Fraction(1, 5), Fraction(1), Fraction(5, 2)):
        radius = disc_radius(Interval.of(u, BITS)).lower()
        for q, value in enumerate(kernel_jet("ntk", L, Interval.of(u, BITS))):
            assert max(abs(value.lower()), abs(value.upper())) <= (L + 2) / radius**q


def test_every_cell_counts(deep):
    """A Phi that is too large on one cell alone is found there: no angle may be skipped."""
    p, b, e = [Fraction(x) for x in deep["p"]], Fraction(deep["b"]), [Fraction(x) for x in deep["e"]]
    q = question("ntk", 3, L=3)
    assert all(Inequality(q, p, b, e).holds_on(i, 4096) for i in range(0, 4096, 128))
    lifted = [x * (1 - Fraction(1, 50)) if k else x for k, x in enumerate(e)]
    broken = Inequality(q, p, b, lifted)

    def bad(index):
        try:
            return not broken.holds_on(index, 1024)
        except InvalidError:
            return True

    failing = [i for i in range(0, 1024, 4) if bad(i)]
    assert 0 < len(failing) < 256


@pytest.mark.parametrize("change", ["p", "e", "sign", "b", "angle", "L", "kernel"])
def test_a_broken_witness_is_not_valid(deep, change):
    q = question("ntk", 3, L=3)
    assert two_point(q, deep) > 0
    row = {name: list(x) if isinstance(x, list) else x for name, x in deep.items()}
    largest = max(range(1, len(row["e"])), key=lambda k: Fraction(row["e"][k]))
    if change == "p":
        row["p"][0] = str(Fraction(row["p"][0]) + Fraction(1, 1000))
    elif change == "e":
        row["e"][largest] = str(Fraction(row["e"][largest]) * Fraction(9, 10))
    elif change == "sign":
        row["e"] = [str(-Fraction(x)) for x in row["e"]]
    elif change == "b":
        row["b"] = "2"
    elif change == "angle":
        q["angle"] = (Fraction(7, 10), False)
    elif change == "L":
        q["L"] = 2
    elif change == "kernel":
        q["kernel"] = "kappa1"
    with pytest.raises((InvalidError, UndecidedError)):
        two_point(q, row)


def test_zero_is_a_bound_without_any_cell_and_nothing_more_is():
    """Phi = H = 0; with any coefficient the inequality is tested again."""
    zero = {"p": ["0", "0"], "b": "0", "e": ["0", "0"]}
    assert two_point(question(sided="one"), zero) == 0
    for wrong in ({"p": ["1/1000", "0"]}, {"e": ["0", "1/1000"]}, {"b": "1/1000"}):
        with pytest.raises((InvalidError, UndecidedError)):
            two_point(question(sided="one"), zero | wrong)
