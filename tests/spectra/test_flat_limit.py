"""The flat limit: closed forms, the defining integral, patches that approach it, and the checker's own series."""

import json
from fractions import Fraction
from itertools import product

import pytest
from mpmath import mp, mpf

import ntksym
from ntksym.balls.exact import ExactReal
from ntksym.certificates import build
from ntksym.checker import check
from ntksym.checker import flat_limit as own
from ntksym.checker.intervals import Interval
from ntksym.errors import InputError
from ntksym.spectra.configurations import configuration_upper
from ntksym.spectra.flat_limit import flat_limit, odd_power, theta_power
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import find


def verdict(certificate):
    """The checker's verdict."""
    return check(json.dumps(certificate))


def beta(s):
    """Dirichlet's beta function."""
    return (mp.zeta(s, mpf(1) / 4) - mp.zeta(s, mpf(3) / 4)) / mpf(4) ** s


def odd(s):
    """(1 - 2^-s) zeta(s), the sum over odd numbers."""
    return (1 - mpf(2) ** -s) * mp.zeta(s)


HALVES = {n: mpf(n) / 2 for n in (3, 5, 9)}
CLOSED = {
    2: lambda: 1 / (2 * mp.pi),
    3: lambda: 8 / mp.pi**3 * mpf(2) ** -HALVES[3] * odd(HALVES[3]) * beta(HALVES[3]),  # r_2(n) = 4 sum (-4/d)
    5: lambda: 6 / mp.pi**4 * odd(HALVES[3]) * odd(HALVES[5]),  # sums of four odd squares: 16 sigma(n)
    9: lambda: 1680 * 256 / mp.pi**6 * mpf(8) ** -HALVES[9] * mp.zeta(HALVES[3]) * odd(HALVES[9]),  # of eight
}


def is_near(found, value, digits=18):
    """Whether the interval agrees with a reference that is good to 40 digits."""
    gap = [abs(mpf(x.numerator) / x.denominator - value) for x in (found.lo, found.hi)]
    return max(gap) < abs(value) * mpf(10) ** -digits


@pytest.mark.parametrize("d", sorted(CLOSED))
def test_sums_of_squares_give_closed_forms(d):
    with mp.workdps(40):
        assert is_near(flat_limit(d), CLOSED[d]())


def theta(s, kind):
    """Alternating, plain and shifted theta functions of e^-s, by the series that converges."""
    shift, sign = (mpf(1) / 2 if kind == "shifted" else 0), (-1 if kind == "alternating" else 1)
    if s > 2:
        return mp.fsum(sign**n * mp.exp(-s * (n + shift) ** 2) for n in range(-8, 9))
    other = mpf(1) / 2 if kind == "alternating" else 0
    twist = -1 if kind == "shifted" else 1
    return mp.sqrt(mp.pi / s) * mp.fsum(twist**n * mp.exp(-((mp.pi * (n + other)) ** 2) / s) for n in range(-8, 9))


@pytest.mark.parametrize(("d", "lattice"), [(4, "cubic"), (4, "bcc"), (6, "bcc")])
def test_it_is_the_integral_of_the_theta_series(d, lattice):
    m = d - 1

    def series(s):
        if lattice == "cubic":
            return theta(s, "alternating") ** m
        return theta(s, "plain") ** m - theta(s, "shifted") ** m

    with mp.workdps(20):
        integral = mp.quad(lambda s: s ** -mpf("1.5") * series(s), [0, 0.1, 0.3, 1, 2, 4, 10, 40, mp.inf])
        unit = 2 / mp.sqrt(m) if lattice == "bcc" and m < 4 else 1
        assert is_near(flat_limit(d, lattice), unit * integral / (2 * mp.pi ** mpf("1.5")), 12)


def test_d4_in_four_dimensions_is_no_better_than_the_cubic_lattice():
    """The body-centred lattice of R^4 is D4; a reflection of each shifted coset cancels its sum."""
    assert flat_limit(5).overlaps(flat_limit(5, "bcc"))


def test_the_body_centred_lattice_is_better_in_three_dimensions_only():
    assert flat_limit(4, "bcc").hi < flat_limit(4).lo
    assert flat_limit(6, "bcc").lo > flat_limit(6).hi


@pytest.mark.parametrize(("d", "angle", "slack"), [(2, "1/50", 1.001), (3, "1/25", 1.04), (4, "1/10", 1.09)])
def test_patches_on_the_sphere_approach_it(d, angle, slack):
    best = flat_limit(d, "bcc" if d == 4 else "cubic")
    for kernel, L, factor in (("kappa0", 2, 1), ("ntk", 3, 3)):
        found = configuration_upper(Problem(kernel, d, L, ExactReal.parse(angle))).hi / Fraction(angle) / factor
        assert best.lo * Fraction(999, 1000) < found < best.hi * Fraction(str(slack))


def test_the_two_point_constant_nearly_reaches_it_at_small_angles():
    low = find(Problem("kappa0", 3, 2, ExactReal.parse("1/5")))[1] * 5
    assert Fraction(98, 100) * flat_limit(3).lo < low < Fraction(102, 100) * flat_limit(3).hi


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_vectors_are_counted(m):
    box = list(product(range(-5, 6), repeat=m))
    norms = [sum(v * v for v in x) for x in box]
    assert theta_power(m, 12) == own.integer_vectors(m, 12) == [norms.count(n) for n in range(12)]
    odd_norms = [n for x, n in zip(box, norms, strict=True) if all(v % 2 for v in x)]
    assert odd_power(m, 2) == [count for _, count in own.odd_vectors(m, m + 16)]
    assert odd_power(m, 2) == [odd_norms.count(m + 8 * j) for j in range(2)]


# --- the checker ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("d", "lattice"), [(3, "cubic"), (4, "bcc"), (10, "cubic")])
def test_the_checker_computes_the_same_number_in_another_way(d, lattice):
    value = ntksym.constant("flat-limit", d=d, lattice=lattice, digits=12)
    assert ntksym.certificate(value).check().status == "VALID"
    theirs = own.symbol(d, lattice, 80)
    assert theirs.lower() <= value.enclosure.hi and value.enclosure.lo <= theirs.upper()


def test_neighbours_are_refuted():
    value = flat_limit(4, digits=12)
    for d, lattice, factor in ((5, "cubic", 1), (4, "bcc", 1), (4, "cubic", Fraction(1000001, 10**6))):
        row = ({"d": d, "lattice": lattice}, str(value.lo * factor), str(value.hi * factor))
        assert verdict(build.enclosure("flat-limit", [row])).status == "INVALID"
    assert verdict(build.enclosure("flat-limit", [({"d": 3, "lattice": "bcc"}, "0", "1")])).status == "INVALID"


@pytest.mark.parametrize("y", [Fraction(1, 7), Fraction(2), Fraction(37, 3), Fraction(90)])
def test_incomplete_gamma_functions_of_the_checker(y):
    with mp.workdps(60):
        x = Interval.of(y, 500)
        exact = mpf(y.numerator) / y.denominator
        decay = own.exp_minus(x)
        pairs = [(decay, mp.exp(-exact)), (own.half_gamma(x, decay), mp.gammainc(mpf(1) / 2, exact))]
        pairs += [(own.upper_gamma(n, x), mp.gammainc(mpf(n) / 2, exact)) for n in (2, 3, 6, 11)]
        for found, value in pairs:
            low, high = (mpf(end.numerator) / end.denominator for end in (found.lower(), found.upper()))
            assert low - mpf(10) ** -55 * value <= value <= high + mpf(10) ** -55 * value
            assert high - low < value * mpf(10) ** -40


@pytest.mark.parametrize("wrong", [{"d": 3, "lattice": "bcc"}, {"d": 1}, {"d": 3, "lattice": "hexagonal"}])
def test_bad_parameters_get_one_clear_line(wrong):
    with pytest.raises(InputError):
        ntksym.constant("flat-limit", **wrong)
