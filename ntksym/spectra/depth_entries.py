r"""Entries of deep kernels, and what depth does to the condition number: explicit constants for given n, L, separation.

With z_l = (1 - Sigma_{l-1}(t))/2 = sin^2(theta_l/2) and A = 3 pi/8, for -1 <= t < 1 and L >= 1,

    A z_L^(-1/2) - 1/8 - 5 L z_L - A z_L^(3/2)/z_1^2 <= Theta_L(t) <= A z_L^(-1/2) - 1/8:

the claims ``family_theta_ge_front_less_square`` and ``family_theta_le_front`` of derivations/depth_conditioning.py, at
Delta = 1/2.

*Condition number.*  If all off-diagonal entries lie in [m, M], the diagonal is L and s = (m + M)/2, r = (M - m)/2,

    (L + (n-1) m)/(L - m) <= kappa <= (L + (n-1) M)/(L - s - (n-1) r),

the latter where s >= 0 and its denominator is positive: K - (L-s) I - s 11' has row sums of modulus at most (n-1) r,
and 0 <= s 11' <= n s (for s < 0 other bounds are taken); the mean of all entries is at most lambda_max, and the mean
of the other eigenvalues at least lambda_min.  Here m and M are enclosed at one depth; ntksym.spectra.depth_limit has a
theorem for all large depths.

SOURCE: Terjek and Gonzalez-Sanchez (arXiv 2501.13225), entries and spectrum, re-derived with constants.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ntksym.balls.arb import arb, ball, certainly_less, lower, precision, upper
from ntksym.errors import InputError
from ntksym.kernels.ntk import layers
from ntksym.spectra.cap import parse_angle

ENTRY_CELLS = 64
BITS = 128


def entry_bounds(L: int, theta: arb) -> tuple[arb, arb]:
    """The explicit bounds of Theta_L(cos theta), 0 < theta <= pi.

    Examples
    --------
    >>> with precision(100):
    ...     low, high = entry_bounds(1000, arb.pi() / 2)
    ...     value = layers(arb.pi() / 2, 1000)[1][-1]
    >>> print(low.str(6, radius=False), value.str(6, radius=False), high.str(6, radius=False))
    253.209 253.293 253.317
    """
    first, z, A = _z(1, theta), _z(L, theta), 3 * arb.pi() / 8
    high = A / z.sqrt() - ball(Fraction(1, 8))
    return high - 5 * L * z - A * z * z.sqrt() / (first * first), high


def _z(L: int, theta: arb) -> arb:
    return (1 - layers(theta, L)[0][-1]) / 2


@dataclass(frozen=True, slots=True)
class Entries:
    """Every off-diagonal entry lies in [low, high]."""

    low: Fraction
    high: Fraction


def entries(L: int, angle: object, sided: str = "projective", cells: int = ENTRY_CELLS) -> Entries:
    """The range of Theta_L at the angles from alpha to pi - alpha (``one``: to pi).

    Sigma_l and kappa_0(Sigma_l) fall in the angle; so on a cell their values at its two ends bound them, and the
    recursion runs in intervals.  On [0, 1] Theta_L increases and |Theta_L(t)| <= Theta_L(|t|): for lines the top is
    Theta_L(cos alpha).

    Examples
    --------
    >>> found = entries(100, "0.3")
    >>> float(found.low) > 25 and float(found.high) < 33
    True
    """
    alpha = parse_angle(angle, Fraction(1, 2))
    if L < 1:
        raise InputError(f"L={L}", "no such depth", "give L >= 1")
    with precision(BITS + 2 * L):
        pi, start = arb.pi(), alpha.ball
        end = pi - start if sided == "projective" else pi
        rows = [_row(L, start + (end - start) * ball(Fraction(i, cells))) for i in range(cells + 1)]
        low, high = ball(L), layers(start, L)[1][-1]
        for left, right in pairwise(rows):
            least, most = _on_cell(left, right)
            low = low.min(least)
            if not certainly_less(right.theta, pi / 2):
                high = high.max(most)
        return Entries(lower(low), upper(high))


@dataclass(frozen=True, slots=True)
class _Row:
    """Sigma_l and kappa_0(Sigma_l) at one angle."""

    theta: arb
    sigma: list[arb]
    slope: list[arb]


def _row(L: int, theta: arb) -> _Row:
    sigma = layers(theta, L)[0]
    return _Row(theta, sigma, [1 - theta / arb.pi(), *(1 - x.acos() / arb.pi() for x in sigma[1:])])


def _on_cell(left: _Row, right: _Row) -> tuple[arb, arb]:
    """Bounds of Theta_L between two angles, left < right."""
    low, high = right.sigma[0], left.sigma[0]
    for l in range(1, len(left.sigma)):  # noqa: E741
        few, many = right.slope[l - 1], left.slope[l - 1]
        low = right.sigma[l] + (few * low).min(many * low)
        high = left.sigma[l] + (few * high).max(many * high)
    return low, high


@dataclass(frozen=True, slots=True)
class Conditioning:
    """The condition number of n unit vectors with the separation lies in [low, high]; None: no upper bound."""

    low: Fraction
    high: Fraction | None


def condition_number(
    n: int, L: int, angle: object, sided: str = "projective", least: Fraction | None = None
) -> Conditioning:
    """Bounds of the condition number of (Theta_L(x_i . x_j)) for all n unit vectors in any dimension with a separation.

    Parameters
    ----------
    n, L
        The number of points, n >= 2, and the depth.
    angle, sided
        As for :class:`ntksym.spectra.separation.Problem`.
    least
        A lower bound of the smallest eigenvalue, such as a two-point constant, if one is known.

    Examples
    --------
    >>> found = condition_number(5, 200, "0.5")
    >>> 1 + Fraction(5, 3) < found.low < found.high < 3
    True
    """
    if n < 2:
        raise InputError(f"n={n}", "a condition number of separated data needs two points", "give n >= 2")
    found = entries(L, angle, sided)
    m, M = found.low, found.high
    bottom = max(L - (n - 1) * max(M, -m), least or Fraction(0))
    if m + M >= 0:
        bottom = max(bottom, L - (m + M) / 2 - (n - 1) * (M - m) / 2)
    low = max((L + (n - 1) * m) / (L - m), Fraction(1))
    return Conditioning(low, (L + (n - 1) * max(M, -m)) / bottom if bottom > 0 else None)
