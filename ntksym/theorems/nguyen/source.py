r"""What the theorems of this package share: the paper, the tails of the power series, the lines through the data.

f(t) = sum c_k t^k, c_k >= 0, for every kernel of the house (any depth, any Delta), so U = f(R) = sum c_k R^(k), each
Hadamard power R^(k) = (t_ij^k) positive semidefinite (Schur).  T_r = f(1) - sum_{k<r} c_k exactly, even and odd part
apart: E_r + O_r = T_r with E_0 = (f(1) + f(-1))/2, O_0 = (f(1) - f(-1))/2.

*Antipodal rows.*  One row x_l of every line, R' their cosines.  The sums e and the differences o of v over the
antipodal pairs (e_l = o_l = v_l for a single row) satisfy v^T R^(k) v = e^T R'^(k) e or o^T R'^(k) o for k even or odd,
and |e|^2 + |o|^2 >= 2 |v|^2.  So lower bounds a, b of lambda_min of the even and the odd part of f(R') give

    lambda_min(f(R)) >= a + b if no two rows are parallel,    >= 2 min(a, b) if some are antipodal.             (E)
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ntksym.balls.arb import arb, ball, lower, precision
from ntksym.kernels.dot_product import DotKernel, Pair
from ntksym.kernels.power_series import dot_coefficients
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.theorem import NotApplicable

PAPER = "Nguyen, Mondelli and Montufar, arXiv 2012.11654v5"
LARGEST_ORDER = {"shallow": 2048, "deep": 1024}


class Mass(NamedTuple):
    """What belongs to the even and to the odd powers of a series."""

    even: arb
    odd: arb

    @property
    def whole(self) -> arb:
        """Both."""
        return self.even + self.odd


class Series(NamedTuple):
    """c_0, ..., c_{count-1} and the tails E_r, O_r for r = 0, ..., count."""

    coefficients: tuple[arb, ...]
    tails: tuple[Mass, ...]


def order_limit(kernel: DotKernel) -> int:
    """The largest r that is tried: the series of deep kernels cost more."""
    return LARGEST_ORDER["shallow" if kernel.L <= 2 else "deep"]


def orders(kernel: DotKernel) -> tuple[int, ...]:
    """The r that are tried: all up to 32, then sixteen an octave."""
    grid = {*range(1, 33), *(int(2 ** (step / 16)) for step in range(80, 16 * 11 + 1))}
    return tuple(sorted(r for r in grid if r <= order_limit(kernel)))


@lru_cache(maxsize=16)
def series(kernel: DotKernel) -> Series:
    """The power series up to the largest order, to about 150 bits.

    Examples
    --------
    >>> found = series(DotKernel("ntk", 2))
    >>> print(found.tails[2].whole.str(10, radius=False))  # T_{2,2} = 1 - 1/pi
    0.6816901138
    """
    order = order_limit(kernel)
    with precision(BITS + 16 * order.bit_length()):
        found = dot_coefficients(kernel, order, BITS + 16 * order.bit_length())
        one, minus = ball(kernel.at_one), kernel.ball_at(Pair(arb(-1), arb(2), arb(0)))
        tails = [Mass((one + minus) / 2, (one - minus) / 2)]
        for k, c in enumerate(found):
            even, odd = tails[-1]
            tails.append(Mass(even, odd - c) if k % 2 else Mass(even - c, odd))
    return Series(found, tuple(tails))


def one_direction(facts: Facts) -> None:
    """Refuse data with two rows of one direction: lambda_min = 0, and there is nothing to bound."""
    for line in facts.parallel:
        signs = [sign for _, sign in line]
        if signs.count(1) > 1 or signs.count(-1) > 1:
            raise NotApplicable(f"rows {line[0][0]} and {line[1][0]} have one direction, or another two rows have")


def has_antipodes(facts: Facts) -> bool:
    """Whether some rows are antipodal, for data of distinct directions."""
    one_direction(facts)
    return bool(facts.parallel)


def floor_of(mass: Mass, antipodes: bool) -> Fraction:
    """(E): a lower bound of lambda_min(f(R)) from bounds for the even and the odd part of f(R'), at least 0."""
    found = 2 * mass.even.min(mass.odd) if antipodes else mass.whole
    return max(lower(found), Fraction(0))
