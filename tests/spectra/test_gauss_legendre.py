import math
from fractions import Fraction

import pytest

from ntksym.balls.arb import arb, ball, lower, power, precision, upper, zero_to
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.ntk import layers
from ntksym.spectra import gauss_legendre, two_layer
from ntksym.spectra.analyticity import domain
from ntksym.spectra.gauss_legendre import rule, table, truncation

CASES = [("ntk", 3, 2, 0), ("ntk", 3, 2, 7), ("ntk", 3, 3, 5), ("ntk", 4, 3, 8), ("ntk", 6, 7, 3)]
CASES += [("ntk", 3, 10, 6), ("ntk", 20, 4, 2), ("sigma", 2, 3, 5), ("sigma", 3, 4, 4), ("ntk", 3, 3, 0)]


@pytest.mark.parametrize(("kernel", "L", "d", "k"), CASES)
def test_values_against_the_definition(definition, kernel, L, d, k):
    """The enclosure holds the Funk-Hecke integral, evaluated in mpmath to more than 30 digits."""
    reference = definition.integral(definition.deep(kernel, L), d, k)
    assert definition.near(table(kernel, [L], [d], [k], 32)[L, d, k], reference, 30)


def test_one_grid_serves_all(definition):
    """A grid of depths, dimensions and degrees has 30 digits throughout and agrees with single values."""
    grid = table("ntk", range(2, 6), range(2, 20), range(41), 30)
    assert len(grid) == 4 * 18 * 41
    for (L, d), row in grid.rows.items():
        for k, x in row.items():
            assert x.rel_accuracy_bits() >= 102 or (x.is_zero() and L == 2 and k % 2 == 1), (L, d, k)
    for L, d, k in ((3, 2, 40), (5, 19, 7), (4, 18, 40), (3, 3, 0), (5, 16, 39)):
        assert grid[L, d, k].overlaps(table("ntk", [L], [d], [k], 45)[L, d, k])


def test_quadrature_of_theta_2_contains_its_closed_form():
    """The deep route, forced on L = 2 with precision to spare, contains the exact two-layer values and the zeros."""
    found = gauss_legendre._run("ntk", [2], list(range(2, 14)), list(range(31)), 300)
    with precision(400):
        for d, k, x in ((d, k, x) for (_, d), row in found.items() for k, x in row.items()):
            q, j = two_layer.exact("ntk", d, k)
            exact = ball(q) / power(arb.pi(), -j)
            assert x.contains(exact) and upper(x) - lower(x) < Fraction(1, 10**40), (d, k)


def test_spectrum_sums_to_the_diagonal():
    """Partial sums of N(d,k) mu_k stay below Theta_L(1) = L and come near it."""
    found = table("ntk", [4], [3], range(200), 20)
    total = sum((2 * k + 1) * found[4, 3, k].hi for k in range(200))
    assert 4 - Fraction(1, 10) < total < 4


def test_truncation_bound_is_true_and_not_idle():
    """With few nodes the bound covers the error; without the error ball the value would be wrong."""
    where, N, k = domain("ntk", 3), 12, 4
    exact = table("ntk", [3], [2], [k], 40)[3, 2, k]
    with precision(200):
        nodes, total = rule(N, 200), arb(0)
        for angle, weight in zip(nodes.angles, nodes.weights, strict=True):
            for u in (angle, arb.pi() - angle):
                total = total + weight * layers(u, 3)[1][2] * (k * u).cos()
        bound = truncation(where, Fraction(19, 10), N, k, 2)
        bare, safe = total / arb.pi(), (total + zero_to(bound)) / arb.pi()
        assert safe.contains(exact.ball) and not bare.overlaps(exact.ball)


def test_wrong_neighbours_are_caught(definition):
    """Negative control: the value of dimension d-1, or of degree k+2, is disjoint from the definition's."""
    reference = definition.integral(definition.deep("ntk", 3), 4, 3)
    assert not definition.near(table("ntk", [3], [3], [3], 30)[3, 3, 3], reference, 20)
    assert not definition.near(table("ntk", [3], [4], [5], 30)[3, 4, 5], reference, 20)


def test_rule_integrates_polynomials():
    """N nodes integrate cos(u) ... as the Legendre rule does degree 2N-1: here u^2 on [0, pi]."""
    with precision(120):
        nodes, total = rule(4, 120), arb(0)
        for u, w in zip(nodes.angles, nodes.weights, strict=True):
            total = total + w * (u * u + (arb.pi() - u) * (arb.pi() - u))
        assert total.overlaps(power(arb.pi(), 3) / 3) and math.isclose(float(total), math.pi**3 / 3)


def test_bad_input_and_the_cap():
    """Impossible dimensions are refused; too little precision is undecided, not wrong."""
    for bad in ((["x"], [3], [0]), ([0], [3], [0]), ([3], [1], [0]), ([3], [3], [-1])):
        with pytest.raises((InputError, TypeError)):
            table("ntk", *bad)
    with pytest.raises(UndecidedError):
        table("ntk", [3], [3], [3], 30, cap=64)
    with pytest.raises(ValueError, match="outside"):
        truncation(domain("ntk", 3), Fraction(5), 20, 1, 2)
