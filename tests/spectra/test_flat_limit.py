"""The flat limit: closed forms, the defining integral, patches that approach it, and the checker's own series."""

import json
from fractions import Fraction
from itertools import pairwise, product

import pytest
from mpmath import mp, mpf

import ntksym
from ntksym.balls.exact import ExactReal
from ntksym.certificates import build
from ntksym.checker import check
from ntksym.checker import flat_limit as own
from ntksym.checker import lattices as their_lattices
from ntksym.checker.intervals import Interval
from ntksym.errors import InputError
from ntksym.spectra.configurations import configuration_upper
from ntksym.spectra.flat_limit import flat_limit
from ntksym.spectra.signed_lattices import PARTS, combine, lattice_of, odd_power, theta_power
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
    assert theta_power(m, 12) == [norms.count(n) for n in range(12)]
    odd_norms = [n for x, n in zip(box, norms, strict=True) if all(v % 2 for v in x)]
    assert odd_power(m, 2) == [odd_norms.count(m + 8 * j) for j in range(2)]
    parts = their_lattices.parts_of(m, "cubic")
    assert {n: c for n, c in their_lattices.vectors(parts, 12).items() if c} == {
        12 * n: (-1) ** n * norms.count(n) for n in range(12) if norms.count(n)
    }


# --- the checker ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("d", "lattice"), [(3, "best"), (4, "bcc"), (10, "cubic"), (8, "best")])
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


# --- the lattices -----------------------------------------------------------------------------------------

HAMMING = (0b1101000, 0b0110100, 0b0011010, 0b0001101)
COORDINATES = [sum((i >> j & 1) << i for i in range(16)) for j in range(4)]
REED_MULLER = (0xFFFF, *COORDINATES)
BENT = (COORDINATES[0] & COORDINATES[1]) ^ (COORDINATES[2] & COORDINATES[3])


def span(words):
    """All sums of binary words."""
    found = {0}
    for word in words:
        found |= {x ^ word for x in found}
    return found


def signed_counts(words, length, parity, far, modulus=None):
    """|x|^2 < far and the sum of chi = (-1)^parity(word) over x = word mod 2, sum x = 2 parity(word) mod modulus."""
    total = {}
    for word in words:
        sign, shell = (-1) ** parity(word), {(0, 0): 1}
        for i in range(length):
            values = [v for v in range(-4, 5) if v % 2 == word >> i & 1 and v * v < far]
            step = {}
            for (n, s), count in shell.items():
                for v in values:
                    key = (n + v * v, (s + v) % (modulus or 1))
                    if key[0] < far:
                        step[key] = step.get(key, 0) + count
            shell = step
        for (n, s), count in shell.items():
            if s == (2 * parity(word)) % (modulus or 1):
                total[n] = total.get(n, 0) + sign * count
    return {n: c for n, c in sorted(total.items()) if c}


def test_the_codes_are_what_the_lattices_need():
    """E7*: the odd words have weight 3 or 7.  BW16+: even words have weight 0, 8, 16, odd ones 6 or 10."""
    assert {x.bit_count() for x in span(HAMMING)} == {0, 3, 4, 7}
    even = span(REED_MULLER)
    assert {x.bit_count() for x in even} == {0, 8, 16} and {(x ^ BENT).bit_count() for x in even} == {6, 10}


def test_theta_polynomials_count_the_vectors_of_the_lattices():
    hamming = signed_counts(span(HAMMING), 7, lambda w: w.bit_count() % 2, 12)
    assert {4 * n: c for n, c in hamming.items()} == PARTS["E7*"].points(4)
    even = span(REED_MULLER)
    barnes = signed_counts(span((*REED_MULLER, BENT)), 16, lambda w: int(w not in even), 12, 4)
    assert {2 * n: c for n, c in barnes.items()} == PARTS["BW16+"].points(2)


@pytest.mark.parametrize("m", [1, 3, 6, 7, 16, 23, 33])
def test_the_checker_counts_the_same_vectors(m):
    theirs, ours = their_lattices.parts_of(m, "best"), lattice_of(m, "best")
    assert [k for _, k in theirs] == list(ours.values())
    pairs = [
        (their_lattices.vectors(theirs, 4), combine([(part.points(4), k) for part, k in ours.items()], 48)),
        (their_lattices.dual_vectors(theirs, 24), combine([(part.dual(24), k) for part, k in ours.items()], 96)),
    ]
    for found, expected in pairs:
        assert {n: c for n, c in found.items() if c} == expected


def test_d6_plus_has_32_odd_vectors_and_then_60_roots():
    box = [x for x in product(range(-2, 3), repeat=6) if sum(v * v for v in x) <= 2 and sum(x) % 2 == 0]
    spin = [x for x in product((-1, 1), repeat=6) if x.count(-1) % 2 == 0]
    assert PARTS["D6+"].points(2) == {0: 1, 12: -len(spin), 16: len(box) - 1}


def test_the_unimodular_lattice_has_the_known_shells_and_a_shadow():
    """4600 vectors of square 3, 93150 of 4; the dual coset (the shadow) counts vectors."""
    found = PARTS["O23"].points(2)
    assert {0: 1, 12: -4600, 16: 93150}.items() <= found.items() and min(n for n in found if n) == 12
    assert all(count > 0 for count in PARTS["O23"].dual(80).values())


@pytest.mark.parametrize("name", PARTS)
def test_every_part_has_shortest_vectors_of_length_one_which_are_odd(name):
    first = min(n for n in PARTS[name].points(2) if n)
    assert first == 12 and PARTS[name].points(2)[first] < 0
    assert all(count > 0 for count in PARTS[name].dual(24).values())


def test_the_sum_of_parts_is_never_worse_than_the_cubic_lattice_and_falls_with_the_dimension():
    dims = (*range(2, 11), 17, 24)
    found = [flat_limit(d, "best", digits=8) for d in dims]
    assert all(b.hi < a.lo for a, b in pairwise(found))
    assert all(x.hi < flat_limit(d, digits=8).lo for d, x in zip(dims, found, strict=True) if d > 3)


@pytest.mark.parametrize(
    "words", [("1111",), ("1111000", "0011110", "1010101"), ("11110000", "00111100", "00001111", "10101010")]
)
def test_half_a_doubly_even_code_and_the_cubic_lattice_has_the_cubic_symbol(words):
    """D4, E7 and E8 by construction A: each shifted coset has signs that cancel."""
    m, rows = len(words[0]), [int(w, 2) for w in words]
    code = span(rows)
    assert {w.bit_count() % 2 for w in code} == {0} and min(w.bit_count() for w in code if w) == 4

    def phase(x):  # doubled coordinates; half-integers n + 1/2 count as n: any extension differs by a constant sign
        return (-1) ** sum((v - v % 2) // 2 for v in x)

    for word in code:
        values = [[v for v in range(-4, 5) if v % 2 == word >> i & 1] for i in range(m)]
        shell = {0: 1}
        for row in values:
            step = {}
            for n, total in shell.items():
                for v in row:
                    if n + v * v <= 9:
                        step[n + v * v] = step.get(n + v * v, 0) + total * phase([v])
            shell = step
        assert (not any(shell.values())) == bool(word)
