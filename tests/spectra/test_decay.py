import os
from fractions import Fraction

import pytest

from ntksym.balls.arb import arb, certainly_less, certainly_less_equal, precision, relative_bits
from ntksym.errors import InputError
from ntksym.spectra import two_layer
from ntksym.spectra.decay import decay, one_sign_from, polynomial_shift, product
from ntksym.spectra.funk_hecke import eigenvalue
from ntksym.spectra.gauss_legendre import table
from ntksym.spectra.tails import gamma_ratio, scale

CASES = [
    (3, 3, "even"),
    (3, 3, "odd"),
    (4, 3, "all"),
    (7, 5, "odd"),
    (8, 10, "even"),
    (2, 6, "even"),
    (3, 2, "all"),
    (3, 130, "odd"),
]


@pytest.mark.parametrize(("L", "d", "parity"), CASES)
def test_the_constants_bound_every_degree(L, d, parity):
    """Low G(k) <= mu_k <= high G(k) at 1 <= k <= 150 and at k = 10^4, 10^4 + 1."""
    found = decay(L, d, parity, 15)
    degrees = [k for k in range(1, 151) if parity == "all" or k % 2 == (parity == "odd")]
    values = table("ntk", [L], [d], degrees, 40)
    with precision(300):
        low, high = found.low.constant.ball, found.high.constant.ball
        for k in degrees:
            ratio = values.rows[L, d][k] / gamma_ratio(d, k)
            at_end = k in (found.low.where, found.high.where)
            assert at_end or (certainly_less(low, ratio) and certainly_less(ratio, high)), k
        for k in (10**4, 10**4 + 1):
            if (k % 2 == 0 and parity != "odd") or (k % 2 == 1 and parity != "even" and L > 2):
                ratio = eigenvalue("ntk", d, k, L, 40)[0].ball / gamma_ratio(d, k)
                assert certainly_less_equal(low.lower(), ratio) and certainly_less_equal(ratio, high.upper())


def test_the_constants_are_attained_or_limits():
    """An end that names a degree is the quotient there; an end that names the limit is |C| gamma_0."""
    with precision(200):
        found = decay(4, 3, "odd", 20)
        assert found.low.where == 1
        ratio = eigenvalue("ntk", 3, 1, 4, 30)[0].ball / gamma_ratio(3, 1)
        assert ratio.overlaps(found.low.constant.ball)
        limit = decay(3, 3, "even", 20).low
        lead = arb(2).sqrt() / arb.pi() * (3 + arb(1) / 2) * scale(3)
        assert limit.where == "limit" and limit.constant.ball.overlaps(lead)


def test_limits_of_the_published_table():
    """C_+-(d, L) of the asymptotic formula: 2^(d-2) Gamma(d/2)^2/pi^2 (L(L-1)/2 +- Pi_L), here d = 3, 10."""
    for (L, d, parity), text in {
        (3, 3, "even"): "0.557042300821633675191093",
        (3, 3, "odd"): "0.397887357729738339422209",
        (3, 10, "even"): "52291.4575930759544911004",
        (2, 5, "even"): "2.86478897565411604383991",
    }.items():
        low = decay(L, d, parity, 20).low
        assert low.where == "limit"
        assert abs(low.constant.mid - Fraction(text)) < Fraction(text) / 10**20


def test_two_layers_exactly():
    """Theta_2: odd degrees above 1 vanish, so low = 0; the even quotient falls from k = 2 to its limit."""
    assert decay(2, 3, "odd").low.constant.hi == 0 == decay(2, 3, "all").low.constant.lo
    found = decay(2, 4, "odd", 20).high  # mu_1 = 1/4 and G(1) = 1/((1/2)(3/2)(5/2)(7/2))
    assert found.where == 1 and found.constant.contains(Fraction(105, 64))
    with precision(200):
        for d in (2, 3, 7, 40):
            high = decay(2, d, "even", 15).high
            exact = two_layer.eigenvalue_ball("ntk", d, 2) / gamma_ratio(d, 2)
            assert high.where == 2 and high.constant.ball.overlaps(exact)


@pytest.mark.parametrize(("L", "d"), [(3, 120), (6, 151)])
def test_the_power_series_and_the_quadrature_agree_in_high_dimension(L, d):
    """Both routes to mu_k to 20 digits: their balls meet, and neither is wide."""
    found = table("ntk", [L], [d], range(1, 41), 20)
    for k in (1, 2, 7, 40):
        series, route = eigenvalue("ntk", d, k, L, 20)
        assert route == "power-series" and series.overlaps(found[L, d, k])
        with precision(200):
            assert min(relative_bits(series.ball), relative_bits(found.rows[L, d][k])) > 66


DEEP = [(64, 3), (32, 100), (3, 300)]
GRID = [(L, d) for L in (3, 4, 8, 16, 32, 64) for d in (3, 5, 10, 30, 100, 300, 1000)]


@pytest.mark.parametrize(("L", "d"), GRID if os.environ.get("NTKSYM_SWEEP") else DEEP)
def test_all_degrees_of_deep_kernels_in_high_dimension(L, d):
    """Where the constants are attained, up to L = 64 and d = 1000 (NTKSYM_SWEEP=1: all of the grid, half a minute).

    The quotient at the first degrees of the tail, by quadrature, lies between the constants.
    """
    found = decay(L, d, "all", 8)
    low = "limit" if L == 3 else 1
    assert (found.low.where, found.high.where) == (low, 2 if L < 8 else "limit")
    values = table("ntk", [L], [d], [found.k0, found.k0 + 1], 20)
    with precision(200):
        for k in (found.k0, found.k0 + 1):
            ratio = values.rows[L, d][k] / gamma_ratio(d, k)
            assert certainly_less_equal(found.low.constant.ball, ratio)
            assert certainly_less_equal(ratio, found.high.constant.ball)


def test_polynomial_tools():
    """p(K + j), products, and the sign of (k-5)(k-1) from some K on."""
    cubic = [Fraction(c) for c in (1, -2, 0, 4)]
    shifted = polynomial_shift(cubic, 7)
    for j in range(5):
        assert sum(c * j**i for i, c in enumerate(shifted)) == sum(c * (7 + j) ** i for i, c in enumerate(cubic))
    square = product([Fraction(-5), Fraction(1)], [Fraction(-1), Fraction(1)])
    K, sign = one_sign_from(square, [Fraction(0)], 0)
    assert sign == 1 and K >= 5
    assert one_sign_from(square, square, 2) == (2, 0)


def test_refusals():
    """No decay for Theta_1, for d = 1, or for an unknown parity."""
    for bad in ((1, 3, "all"), (2, 1, "all"), (3, 3, "both")):
        with pytest.raises(InputError):
            decay(*bad)
