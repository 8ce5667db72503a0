import cmath
import math
from fractions import Fraction

import pytest

from ntksym.balls.arb import precision
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra.analyticity import chain, domain, ellipse_inside
from ntksym.spectra.strip import TAU


def kernel_at(v: complex, left: bool, L: int) -> tuple[complex, complex]:
    """Theta_L and Sigma_{L-1} at t = 1 - v^2 (or -1 + v^2) by the analytic recursion in v, in floats."""

    def asin(x):
        return -1j * cmath.log(1j * x + cmath.sqrt(1 - x * x))

    def theta(x):  # 2 asin(x/sqrt2) by its branch on the disc
        return 2 * asin(x / math.sqrt(2))

    if left:
        u = theta(v)
        ntk, sigma = (-1 + v * v) * u / math.pi, (cmath.sin(u) - u * cmath.cos(u)) / math.pi
        ntk += sigma
        for _ in range(L - 2):
            step = 1 - cmath.acos(sigma) / math.pi
            sigma = cmath.sqrt(1 - sigma * sigma) / math.pi + sigma * step
            ntk = ntk * step + sigma
        return ntk, sigma
    ntk = 1 - v * v
    for _ in range(L - 1):
        u = theta(v)
        ratio = 1 - (cmath.sin(u) - u * cmath.cos(u)) / (math.pi * v * v)
        v = v * cmath.sqrt(ratio)
        ntk = ntk * (1 - u / math.pi) + 1 - v * v
    return ntk, 1 - v * v


@pytest.mark.parametrize("L", [2, 3, 5, 8, 20])
def test_the_kernel_is_bounded_as_claimed_on_both_discs(L):
    """On the circles |v| = r and |w| < sqrt2 the kernels stay below M_+ and M_-, and M_+ is attained at v = -r."""
    where, shallow = domain("ntk", L), domain("sigma", L - 1)
    for j in range(200):
        unit = cmath.exp(2j * math.pi * (j + 0.5) / 200)
        for left, radius in ((False, 0.9999 * float(where.r)), (True, 1.41)):
            ntk, sigma = kernel_at(radius * unit, left, L)
            assert abs(ntk) <= (where.M_minus if left else float(where.M_plus))
            assert abs(sigma) <= (shallow.M_minus if left else float(shallow.M_plus))


@pytest.mark.parametrize("L", [3, 4, 8, 32, 64])
def test_points_of_the_ellipse_lie_in_the_union(L):
    """Every sampled point of the certified ellipse lies in the strip or satisfies one of the two inequalities."""
    where = domain("ntk", L)
    rho, square = float(where.rho), float(where.r) ** 2
    a, b = math.pi / 4 * (rho + 1 / rho), math.pi / 4 * (rho - 1 / rho)
    for j in range(2000):
        x, y = math.pi / 2 + a * math.cos(j * math.pi / 1000), b * math.sin(j * math.pi / 1000)
        in_right = abs(x) < math.pi and math.cosh(y) - math.cos(x) <= square
        in_strip = 0 <= x <= math.pi and abs(y) <= float(TAU)
        assert in_right or in_strip or (0 < x < 2 * math.pi and math.cosh(y) + math.cos(x) < 2)


def test_too_large_a_radius_or_ellipse_is_not_certified():
    """Negative control: a larger r breaks the chain, a larger rho leaves the union."""
    where = domain("ntk", 5)
    with precision(128), pytest.raises(UndecidedError):
        chain(where.r * Fraction(101, 100), 4)
    assert ellipse_inside(where.rho, where.r)
    assert not ellipse_inside(where.rho + Fraction(1, 100), where.r)


def test_domains_without_meaning_are_refused():
    """Theta_1 and Sigma_0 need no domain; other names are unknown."""
    for kernel, L in (("ntk", 1), ("sigma", 0), ("kappa0", 3)):
        with pytest.raises(InputError):
            domain(kernel, L)
