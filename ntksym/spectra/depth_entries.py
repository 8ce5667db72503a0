r"""Entries of deep kernels, and what depth does to the condition number: explicit constants for given n, L, separation.

With z_l = (1 - Sigma_{l-1}(t))/2 = sin^2(theta_l/2), z_{l+1} = zeta(z_l), zeta' = kappa_0 >= 0, and A = 3 pi/8,

    A z_L^(-1/2) - 1/8 - c L z_L <= Theta_L(t) <= A z_L^(-1/2) - 1/8,      -1 <= t < 1,  L >= 1,
    c = max(22/5, (A z_1^(-1/2) - 9/8 + 2 z_1)/z_1).

*Proof.*  Put F(z) = A z^(-1/2) - 1/8, so that Theta_{l+1} = 1 - 2 zeta(z_l) + zeta'(z_l) Theta_l, and
R(z) = F(zeta(z)) - (1 - 2 zeta(z)) - zeta'(z) F(z).  The difference D_l = F(z_l) - Theta_l has
D_{l+1} = zeta'(z_l) D_l + R(z_l).  The upper bound: 0 <= R(z) <= (11/5) z on (0, 1] (:func:`residual_is_bounded`), and
D_1 > 0 because A - 1/8 > 1.  The lower one: zeta is concave, zeta(0) = 0 and zeta(1) = 1/2, so z zeta' <= zeta and
z <= 2 zeta; if D_l <= c l z_l, then D_{l+1} <= c l zeta(z_l) + (22/5) zeta(z_l) <= c (l + 1) z_{l+1}.  QED

*Near 0*, y = sqrt z, q = 1 - zeta(z)/z = y p, theta = 2 asin(y) = y tau:  p = (b_3 + b_5 y^2 + ...)/2 and asin have
coefficients >= 0, b_3 = 8/(3 pi), b_5 = 4/(15 pi), sum b_r = 1, so p = b_3/2 + p_1 y^2 and tau = 2 + tau_1 y^2 with
p_1 - b_5/2 in [0, (1 - b_3 - b_5)/2] y^2, tau_1 - 1/3 in [0, pi - 7/3] y^2; 1/sqrt(1-q) = 1 + q/2 + 3q^2/8 + r q^3,
r in [0, (5/16)/(1-q)]; the terms of order 0 and 1 in y cancel in R and

    R/z = A (p_1/2 + tau_1/pi) + (3A/8) y p_1 (b_3 + p_1 y^2) - y tau_1/(8 pi) + A r p^3 + 2 (1 - q).

*Condition number.*  If all off-diagonal entries lie in [m, M], the diagonal is L and s = (m + M)/2, r = (M - m)/2,

    (L + (n-1) m)/(L - m) <= kappa <= (L + (n-1) M)/(L - s - (n-1) r),

the latter where its denominator is positive: K - (L-s) I - s 11' has row sums of modulus at most (n-1) r; the mean of
all entries is at most lambda_max, and the mean of the other eigenvalues at least lambda_min.  As m/L, M/L -> 1/4, kappa
tends to 1 + n/3.

SOURCE: Terjek and Gonzalez-Sanchez (arXiv 2501.13225), entries and spectrum, re-derived with constants for the ReLU.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from ntksym.balls.arb import (
    arb,
    ball,
    certainly_less,
    certainly_less_equal,
    certainly_nonnegative,
    hull,
    lower,
    precision,
    upper,
)
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.ntk import layers
from ntksym.spectra.cap import parse_angle

SLOPE = Fraction(11, 5)  # R(z) <= SLOPE z
NEAR = Fraction(1, 2)  # sqrt z up to which the expansion is used
MOST_CELLS = 4096
ENTRY_CELLS = 64
BITS = 128


def _front() -> arb:
    return 3 * arb.pi() / 8


def residual_near_zero(y: arb) -> arb:
    """R(z)/z for z = y^2, y in a ball inside [0, 1/2]."""
    pi, A = arb.pi(), _front()
    b3, b5, square = 8 / (3 * pi), 4 / (15 * pi), y * y
    p1 = b5 / 2 + _up_to((1 - b3 - b5) / 2 * square)
    tau1 = ball(Fraction(1, 3)) + _up_to((pi - ball(Fraction(7, 3))) * square)
    p = b3 / 2 + p1 * square
    q = y * p
    rest = _up_to(ball(Fraction(5, 16)) / (1 - q))
    first = A * (p1 / 2 + tau1 / pi) + 3 * A / 8 * y * p1 * (b3 + p1 * square)
    return first - y * tau1 / (8 * pi) + A * rest * p * p * p + 2 * (1 - q)


def _up_to(x: arb) -> arb:
    """A ball that contains [0, x]."""
    return hull(Fraction(0), max(upper(x), Fraction(0)))


def residual(theta: arb) -> arb:
    """R(z)/z for z = sin^2(theta/2), theta in a ball inside (0, pi]."""
    pi, A = arb.pi(), _front()
    y = (theta / 2).sin()
    z = y * y
    after = z - (theta.sin() - theta * theta.cos()) / (2 * pi)
    step, eighth = 1 - theta / pi, ball(Fraction(1, 8))
    return (A / after.sqrt() - eighth - (1 - 2 * after) - step * (A / y - eighth)) / z


@lru_cache(maxsize=1)
def residual_is_bounded() -> bool:
    """Whether 0 <= R(z) <= (11/5) z is proved on all of (0, 1], by balls.

    Examples
    --------
    >>> residual_is_bounded()
    True
    """
    with precision(BITS):
        start, end = lower(2 * ball(NEAR).asin()), upper(arb.pi())  # sin(theta/2) <= NEAR below start
        near = [residual_near_zero(hull(NEAR * i / 64, NEAR * (i + 1) / 64)) for i in range(64)]
        cells, tried = [(start, end)], 0
        while cells and tried < MOST_CELLS:
            left, right = cells.pop()
            tried += 1
            if not _bounded(residual(hull(left, right).intersection(_half_turn()))):
                middle = (left + right) / 2
                cells += [(left, middle), (middle, right)]
        return not cells and all(map(_bounded, near))


def _bounded(x: arb) -> bool:
    return certainly_nonnegative(x) and certainly_less_equal(x, ball(SLOPE))


def _half_turn() -> arb:
    return hull(Fraction(0), upper(arb.pi()))


def entry_bounds(L: int, theta: arb) -> tuple[arb, arb]:
    """The explicit bounds of Theta_L(cos theta), 0 < theta <= pi.

    Examples
    --------
    >>> with precision(100):
    ...     low, high = entry_bounds(1000, arb.pi() / 2)
    ...     value = layers(arb.pi() / 2, 1000)[1][-1]
    >>> print(low.str(6, radius=False), value.str(6, radius=False), high.str(6, radius=False))
    253.222 253.293 253.317
    """
    if not residual_is_bounded():
        raise UndecidedError("0 <= R(z) <= (11/5) z was not proved")
    first, A = _z(1, theta), _front()
    c = ball(2 * SLOPE).max((A / first.sqrt() - ball(Fraction(9, 8)) + 2 * first) / first)
    z = _z(L, theta)
    high = A / z.sqrt() - ball(Fraction(1, 8))
    return high - c * L * z, high


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
    bottom = max(L - (m + M) / 2 - (n - 1) * (M - m) / 2, L - (n - 1) * max(M, -m), least or Fraction(0))
    low = max((L + (n - 1) * m) / (L - m), Fraction(1))
    return Conditioning(low, (L + (n - 1) * M) / bottom if bottom > 0 else None)
