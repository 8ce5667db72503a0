"""A kernel on the sphere, the separation of the data, and how many points that separation allows.

*How many.*  On a circle the gaps between n neighbouring lines (points) add up to pi (2 pi), so n <= pi/alpha
(n <= 2 pi/alpha).  In R^d, lines with |x_i . x_j| <= c: sum_ij (x_i . x_j)^2 is the square norm of X X', whose trace
is n and whose rank is at most d, so n^2/d <= n + n(n-1) c^2, that is n (1/d - c^2) <= 1 - c^2.

SOURCE: the second is the relative bound of Delsarte, Goethals and Seidel (1977), proved in the line above.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import arb, precision, upper
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError
from ntksym.kernels.ntk import at_one
from ntksym.spectra.cap import parse_angle

KERNELS = ("kappa0", "tkappa0", "kappa1", "ntk")
SIDED = ("projective", "one")
COUNT_BITS = 128


@dataclass(frozen=True, slots=True)
class Problem:
    """A kernel on S^(d-1) and what the data's separation allows.

    Parameters
    ----------
    kernel, L
        ``kappa0``, ``tkappa0``, ``kappa1`` (L is not used) or ``ntk`` (Theta_L, L >= 2).
    angle
        Alpha in (0, pi/2].
    sided
        ``projective``: alpha <= angle(x_i, x_j) <= pi - alpha; ``one``: alpha <= angle(x_i, x_j).
    n
        The number of points, or a bound of it, if one is known (at least 2).
    """

    kernel: str
    d: int
    L: int
    angle: ExactReal
    sided: str = "projective"
    n: int | None = None

    def __post_init__(self) -> None:
        if self.kernel not in KERNELS:
            raise InputError(f"kernel={self.kernel}", "no two-point constant", f"choose one of {', '.join(KERNELS)}")
        if self.sided not in SIDED:
            raise InputError(f"sided={self.sided}", "no such separation", f"choose one of {', '.join(SIDED)}")
        if self.d < 2:
            raise InputError(f"d={self.d}", "the sphere S^(d-1) needs d >= 2", "give an integer d >= 2")
        if self.kernel == "ntk" and self.L < 2:
            raise InputError(f"L={self.L}", "Theta_1 = t is singular on more than d points", "give L >= 2")
        if self.n is not None and self.n < 2:
            raise InputError(f"n={self.n}", "a smallest separation needs two points", "give n >= 2 or leave it out")
        parse_angle(self.angle, Fraction(1, 2))

    @property
    def end(self) -> arb:
        """The largest allowed angle."""
        return arb.pi() - self.angle.ball if self.sided == "projective" else arb.pi()

    @property
    def at_one(self) -> int:
        """K(1)."""
        return at_one(self.kernel, self.L)

    @property
    def points(self) -> int | None:
        """The number of points that a bound may count with: the given one, or less if so many do not fit."""
        fit = most_points(self.d, self.angle, self.sided)
        known = [n for n in (self.n, fit) if n is not None]
        return min(known) if known else None


def most_points(d: int, angle: ExactReal, sided: str = "projective") -> int | None:
    """A number of points (lines) that a set with this separation never exceeds; None where nothing simple is known.

    Examples
    --------
    >>> most_points(2, ExactReal.parse("pi/9")), most_points(3, ExactReal.parse("1.3"))
    (9, 3)
    >>> most_points(3, ExactReal.parse("0.3")) is None
    True
    """
    with precision(COUNT_BITS):
        if d == 2:
            turn = 1 if sided == "projective" else 2
            if angle.times_pi:
                return math.floor(turn / angle.coefficient)
            return math.floor(upper(turn * arb.pi() / angle.ball))
        if sided != "projective":
            return None
        cosine = angle.ball.cos()
        square = upper(cosine * cosine)
        return math.floor((1 - square) / (Fraction(1, d) - square)) if square * d < 1 else None
