"""The definition of a Funk-Hecke eigenvalue, in mpmath: kernel recursion, Legendre recurrence, quadrature."""

import math
from collections.abc import Callable
from fractions import Fraction

import mpmath
import pytest
from mpmath import mp, mpf

from ntksym.balls.arb import arb_mat, ball


def kappa0(t):
    return 1 - mp.acos(t) / mp.pi


def kappa1(t):
    return (mp.sqrt(1 - t * t) + t * (mp.pi - mp.acos(t))) / mp.pi


def deep(kernel: str, L: int) -> Callable[[mpf], mpf]:
    """Sigma_L or Theta_L in mpmath, clamped to [-1, 1] against rounding."""

    def value(t):
        sigma = ntk = t
        for _ in range(L if kernel == "sigma" else L - 1):
            sigma = max(min(sigma, mpf(1)), mpf(-1))
            following = kappa1(sigma)
            ntk = ntk * kappa0(sigma) + following
            sigma = following
        return sigma if kernel == "sigma" else ntk

    return value


TWO_LAYER = {"kappa0": kappa0, "kappa1": kappa1, "tkappa0": lambda t: t * kappa0(t), "ntk": deep("ntk", 2)}


def integral(F: Callable[[mpf], mpf], d: int, k: int, top: mpf | None = None) -> mpf:
    """c_d int_0^top F(cos u) P_k(cos u) sin(u)^(d-2) du with P_k from its three-term recurrence."""
    density = mp.gamma(mpf(d) / 2) / mp.sqrt(mp.pi) / mp.gamma(mpf(d - 1) / 2)

    def legendre(t):
        before, now = mpf(1), t
        if k == 0:
            return before
        for j in range(1, k):
            if d == 2:
                before, now = now, 2 * t * now - before
            else:
                before, now = now, ((2 * j + d - 2) * t * now - j * before) / (j + d - 2)
        return now

    ends = mpmath.linspace(0, mp.pi if top is None else top, max(3, k // 3 + 2))
    return density * mp.quad(lambda u: F(mp.cos(u)) * legendre(mp.cos(u)) * mp.sin(u) ** (d - 2), ends)


def near(enclosure, reference: mpf, digits: int = 30) -> bool:
    """Whether an enclosure agrees with a reference that is good to more than ``digits`` relative digits."""
    lo, hi = (mpf(x.numerator) / x.denominator for x in (enclosure.lo, enclosure.hi))
    slack = abs(reference) * mpf(10) ** -digits
    return lo - slack <= reference <= hi + slack and hi - lo <= 4 * slack


@pytest.fixture
def definition():
    """deep, integral, near, two_layer at 45 digits."""

    class Tools:
        pass

    tools = Tools()
    tools.deep, tools.integral, tools.near, tools.two_layer = deep, integral, near, TWO_LAYER
    with mp.workdps(45):
        yield tools


def _exactly_above(matrix: list[list[Fraction]], bound: Fraction) -> bool:
    """Whether lambda_min of an exact matrix is > bound: the leading minors, by Bareiss's elimination in integers."""
    n = len(matrix)
    shifted = [[value - (bound if i == j else 0) for j, value in enumerate(row)] for i, row in enumerate(matrix)]
    common = math.lcm(*(value.denominator for row in shifted for value in row))
    rows, last = [[int(value * common) for value in row] for row in shifted], 1
    for k in range(n):
        pivot = rows[k][k]
        if pivot <= 0:
            return False
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                rows[i][j] = (pivot * rows[i][j] - rows[i][k] * rows[k][j]) // last
        last = pivot
    return True


def _surely_above(matrix: arb_mat, bound: Fraction) -> bool:
    """Whether lambda_min of a ball matrix is > bound: Gaussian elimination; an undecided pivot is an error."""
    n, rows = matrix.nrows(), matrix.table()
    for k in range(n):
        rows[k][k] = rows[k][k] - ball(bound)
    for k in range(n):
        pivot = rows[k][k]
        assert pivot.is_finite() and not pivot.contains(0), "more bits are needed"
        if not pivot > 0:
            return False
        for i in range(k + 1, n):
            factor = rows[i][k] / pivot
            for j in range(k + 1, n):
                rows[i][j] = rows[i][j] - factor * rows[k][j]
    return True


@pytest.fixture(scope="session")
def inertia():
    """exactly_above(fractions, bound), surely_above(balls, bound), contains(enclosure, above)."""

    class Tools:
        exactly_above = staticmethod(_exactly_above)
        surely_above = staticmethod(_surely_above)

        @staticmethod
        def contains(found, matrix, slack=Fraction(1, 2**400)):
            """Whether lo <= lambda_min <= hi, by elimination alone."""
            above = _surely_above if isinstance(matrix, arb_mat) else _exactly_above
            return above(matrix, found.lo - slack) and not above(matrix, found.hi + slack)

    return Tools
