"""The cap minorant at small angles: its limit, the Bessel supremum behind it, mixtures, the checker's own series."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

import ntksym
from ntksym.certificates import build
from ntksym.checker import cap_limit as own
from ntksym.checker import check
from ntksym.errors import InputError
from ntksym.spectra.cap_limit import cap_limit, supremum
from ntksym.spectra.cap_minorant import cap_minorant
from ntksym.spectra.cap_mixture import cap_mixture
from ntksym.spectra.cap_mixture_limit import mixture_limit
from ntksym.spectra.flat_limit import flat_limit

CASES = [("kappa0", 3, 2), ("tkappa0", 6, 2), ("kappa1", 2, 2), ("kappa1", 5, 2), ("ntk", 4, 2), ("ntk", 3, 4)]


def power_of(kernel):
    return 3 if kernel == "kappa1" else 1


@pytest.mark.parametrize(("kernel", "d", "L"), CASES)
def test_the_constants_at_small_angles_tend_to_it(kernel, d, L):
    """The relative gap is positive and O(alpha^2)."""
    limit = cap_limit(kernel, d, L)
    for angle in (Fraction(1, 20), Fraction(1, 40), Fraction(1, 80)):
        found, unit = cap_minorant(kernel, d, L, str(angle), 8).constant, angle ** power_of(kernel)
        assert limit.hi * unit < found.lo < found.hi < limit.lo * unit * (1 + 2 * angle * angle)


@pytest.mark.parametrize(("kernel", "d"), [("kappa0", 3), ("kappa0", 5), ("kappa1", 3)])
def test_wrong_constants_are_not_the_limit(kernel, d):
    """The dimension shifted, a factor 2, the cube for the square: each is off by far more than the gap."""
    angle = Fraction(1, 80)
    found = cap_minorant(kernel, d, 2, str(angle), 8).constant.lo / angle ** power_of(kernel)
    limit = cap_limit(kernel, d).lo
    wrong = [cap_limit(kernel, d + 1).lo, cap_limit(kernel, d - 1).lo, limit * 2, limit / 2]
    wrong += [cap_limit("ntk", d, 3).lo, cap_limit("kappa0" if kernel == "kappa1" else "kappa1", d).lo]
    assert all(abs(found / value - 1) > Fraction(1, 20) for value in wrong)


def test_the_circle_has_a_closed_form():
    with mp.workdps(30):
        for kernel, value in (("kappa0", 1 / (2 * mp.pi)), ("ntk", 1 / (2 * mp.pi))):
            found = cap_limit(kernel, 2, digits=25)
            assert abs(mpf(found.lo.numerator) / found.lo.denominator / value - 1) < mpf(10) ** -20


@settings(max_examples=25, deadline=None)
@given(n=st.integers(2, 40), x=st.floats(0.01, 300))
def test_no_value_of_the_bessel_function_is_above_the_supremum(n, x):
    with mp.workdps(30):
        nu = mpf(n - 1) / 2
        size = mpf(2) ** n * mp.gamma(nu + 1) ** 2 / mp.pi  # the limit of the peaks
        peak = supremum(n)
        top = mpf(str(peak.mid().str(30, radius=False))) / size
        assert mp.pi * mpf(x) / 2 * mp.besselj(nu, mpf(x)) ** 2 <= top * (1 + mpf(10) ** -12)
        assert 1 - mpf(10) ** -12 <= top < 1 + mpf(n) ** mpf("0.34")


def test_many_digits_agree_with_few():
    few, many = cap_limit("kappa0", 7, digits=12), cap_limit("kappa0", 7, digits=300)
    assert few.lo <= many.lo <= many.hi <= few.hi
    assert many.hi - many.lo <= many.lo / 10**300


# --- mixtures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("d", "gain"), [(3, "1.015"), (10, "1.21")])
def test_mixtures_gain_what_the_note_says_and_stay_below_what_lattices_allow(d, gain):
    """(C9): 2 per cent at d = 3, 22 at d = 10."""
    found = mixture_limit("kappa0", d).constant
    assert found > cap_limit("kappa0", d).hi * Fraction(gain)
    assert found < flat_limit(d, "best").lo


def test_mixtures_at_a_small_angle_are_near_the_limit():
    alpha = Fraction(1, 10)
    near = cap_mixture("kappa0", 5, 2, alpha, 512).constant / alpha
    assert Fraction(97, 100) < near / mixture_limit("kappa0", 5).constant < Fraction(104, 100)


def test_the_depth_multiplies_the_limit():
    assert mixture_limit("ntk", 5, 4).constant == pytest.approx(6 * mixture_limit("kappa0", 5).constant)


# --- the checker ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kernel", "d", "L"), [*CASES, ("kappa0", 30, 2)])
def test_the_checker_isolates_the_same_number(kernel, d, L):
    given = {"kernel": kernel, "d": d, **({"L": L} if kernel == "ntk" else {})}
    value = ntksym.constant("cap-minorant-limit", digits=15, **given)
    assert ntksym.certificate(value).check().status == "VALID"
    low, high = own.supremum(d + 2 if kernel == "kappa1" else d, 80)
    assert low <= high and high / low - 1 < Fraction(1, 2**60)


@pytest.mark.parametrize(
    ("change", "factor"),
    [({"d": 4}, 1), ({"d": 2}, 1), ({"kernel": "kappa1"}, 1), ({}, Fraction(10**9 + 1, 10**9)), ({}, 2)],
)
def test_the_checker_refutes_neighbours(change, factor):
    found = cap_limit("kappa0", 3, digits=15)
    entry = ({"kernel": "kappa0", "d": 3, **change}, str(found.lo * factor), str(found.hi * factor))
    assert check(json.dumps(build.enclosure("cap-minorant-limit", [entry]))).status == "INVALID"


def test_one_line_for_bad_input():
    for wrong in ({"kernel": "kappa0", "d": 1}, {"kernel": "kappa0", "d": 2000}, {"kernel": "ntk", "d": 3}):
        with pytest.raises(InputError):
            ntksym.constant("cap-minorant-limit", **wrong)


@pytest.mark.parametrize("n", [2, 3, 10, 40])
def test_the_checkers_supremum_is_enclosed_at_any_precision(n):
    """The maximum lies above the values at both ends of the bracket: the upper end needs the slope."""
    close = own.supremum(n, 200)
    for bits in (4, 8, 16):
        low, high = own.supremum(n, bits)
        assert low <= close[0] <= close[1] <= high
