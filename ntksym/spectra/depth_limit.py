r"""The condition number of deep kernels tends to 1 + n/3: one theorem for all depths from an explicit one on.

Let x_1, ..., x_n be unit vectors, n >= 2, at angles of at least alpha (``one``), or between alpha and pi - alpha
(``projective``); W = 1/sin(alpha/2), w = 1 or w = 1/cos(alpha/2).  For the (a, b)-ReLU with 0 < Delta <= 1/2 (1/2: the
ReLU) put d = 4 Delta/(3 pi), A = 1/(4 d) and

    M(L) = A W - 3/8 + (3/8) log(1 + d (L-1)/W) + (3/8) d/W + (3 pi/14) A/(W - d/2),
    m(L) = A w - 3/8 + (3/8) log(1 + d (L-1)/w) - 5 L/(w + d (L-1))^2 - A W^4/(W + d (L-1))^3,
    h(L) = (n M - (n-2) m)/2.

*Theorem.*  L/4 + m(L) <= Theta_L(x_i . x_j) <= L/4 + M(L) for i != j and every L >= 1.  Where m(L) < 3 L/4 the left
side of

    (4 n/3) m/(3 L/4 - m) <= kappa - (1 + n/3) <= ((n-1) M + (1 + n/3) h)/(3 L/4 - h)

holds, and where h(L) < 3 L/4 and M(L) + m(L) >= -L/2 the right one.  If m(L_0) >= 0 and h(L_0) < 3 L_0/4 for one
L_0 >= w/d, then for every L >= L_0 the two sides apply, are >= 0, and the right one falls; both are (2 n/3) (log L)/L
up to terms of order 1/L.

*Proof.*  The entries: ``family_theta_le_quarter_depth`` and ``family_theta_ge_quarter_depth``, at 1/y between w and W.
The upper bound is for the largest cosine, as each layer's map increases (``half_chord_after_a_layer_increases``) and
so does the front in 1/y_{L-1}.  In the lower one the front A/y + (3/8) log(1 + d (L-1) y) is least at w, the square is
largest at w and the last term at W (``front_grows...``, ``start_term_grows...``).  The matrix K: its diagonal is L;
the mean of all entries is at most lambda_max, the mean of the other eigenvalues at least lambda_min, which gives the
left side (``condition_number_lower_bound``).  With s = L/4 + (M + m)/2 >= 0, every row of K - (L - s) I - s 1 1' has a
sum of moduli of at most (n-1)(M - m)/2, so lambda_min >= 3 L/4 - h, and likewise lambda_max <= L - s + n s + (n-1)(M -
m)/2 = L + (n-1)(L/4 + M): the right side (``condition_number_radius``, ``condition_number_upper_bound``).  From L =
w/d on m increases, since its two last terms fall (``square_term_falls_with_depth``); M/L and M - m fall
(``excess_by_depth_falls``, ``spread_falls_with_depth``), hence h/L = M/L + (n/2 - 1)(M - m)/L does, and the right
side, a function of M/L and h/L that increases in both.  QED

SOURCE: derivations/depth_conditioning.py; the limit is that of Terjek and Gonzalez-Sanchez (arXiv 2501.13225).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import (
    arb,
    ball,
    certainly_less,
    certainly_less_equal,
    certainly_nonnegative,
    lower,
    precision,
    upper,
)
from ntksym.balls.exact import ExactReal
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra.cap import parse_angle

HALF = Fraction(1, 2)
BITS = 160
DEEPEST = 10**15
SIDES = ("projective", "one")


@dataclass(frozen=True, slots=True)
class Excess:
    """The condition number less 1 + n/3 lies in [low, high]; None: this depth is too small for such a bound."""

    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class DepthLimit:
    """The theorem for n unit vectors with a separation.

    Parameters
    ----------
    n
        The number of points, at least 2.
    angle
        The separation, in (0, pi/2].
    sided
        ``projective``: lines are separated; ``one``: points are.
    delta
        Delta = b^2/(a^2 + b^2) in (0, 1/2]; 1/2 is the ReLU.
    """

    n: int
    angle: ExactReal
    sided: str = "projective"
    delta: Fraction = HALF

    @classmethod
    def of(cls, n: int, angle: object, sided: str = "projective", delta: Fraction = HALF) -> DepthLimit:
        """Read and check the parameters.

        Examples
        --------
        >>> DepthLimit.of(5, "0.8").first_depth()
        54
        """
        if n < 2:
            raise InputError(f"n={n}", "a condition number of separated data needs two points", "give n >= 2")
        if sided not in SIDES:
            raise InputError(f"sided={sided}", "no such kind of separation", f"choose one of {', '.join(SIDES)}")
        if not 0 < delta <= HALF:
            raise InputError(f"delta={delta}", "the theorem is proved for 0 < Delta <= 1/2", "1/2 is the ReLU")
        return cls(n, parse_angle(angle, HALF), sided, delta)

    def entries(self, L: int) -> tuple[arb, arb]:
        """M and m of depth L: how far the entries off the diagonal are from L/4.

        Examples
        --------
        >>> with precision(64):
        ...     low, high = DepthLimit.of(2, "pi/2").entries(10**6)
        ...     print(low.str(5, radius=False), high.str(5, radius=False))
        5.7605 6.4232
        """
        far, near, d = self._starts()
        front, steps = 1 / (4 * d), d * (L - 1)
        third, excess = ball(Fraction(3, 8)), 3 * arb.pi() / 14 * front
        high = front * far - third + third * (1 + steps / far).log() + third * d / far + excess / (far - d / 2)
        last, first = near + steps, far + steps
        low = front * near - third + third * (1 + steps / near).log()
        return low - 5 * L / (last * last) - front * far * far * far * far / (first * first * first), high

    def _starts(self) -> tuple[arb, arb, arb]:
        """W, w and d."""
        half = self.angle.ball / 2
        near = arb(1) if self.sided == "one" else 1 / half.cos()
        return 1 / half.sin(), near, 4 * ball(self.delta) / (3 * arb.pi())

    def excess(self, L: int) -> Excess:
        """Bounds of the condition number less 1 + n/3 at one depth.

        Examples
        --------
        >>> found = DepthLimit.of(5, "0.8").excess(10**6)
        >>> 0 < found.low < found.high < Fraction(1, 10**4)
        True
        """
        if L < 1:
            raise InputError(f"L={L}", "no such depth", "give L >= 1")
        with precision(BITS):
            m, M = self.entries(L)
            h, whole = self._loss(m, M), ball(Fraction(3 * L, 4))
            low = high = None
            if certainly_less(m, whole):
                low = lower(ball(Fraction(4 * self.n, 3)) * m / (whole - m))
            if certainly_less(h, whole) and certainly_nonnegative(M + m + ball(Fraction(L, 2))):
                high = upper(((self.n - 1) * M + ball(1 + Fraction(self.n, 3)) * h) / (whole - h))
            return Excess(low, high)

    def _loss(self, m: arb, M: arb) -> arb:
        return (self.n * M - (self.n - 2) * m) / 2

    def _holds_from(self, L: int) -> bool:
        """Whether the theorem's condition on L_0 is proved for this depth."""
        _, near, d = self._starts()
        m, M = self.entries(L)
        deep = certainly_less_equal(near / d, ball(L))
        return deep and certainly_nonnegative(m) and certainly_less(self._loss(m, M), ball(Fraction(3 * L, 4)))

    def first_depth(self, within: Fraction | None = None) -> int:
        """An L_0 of the theorem, the least one that is proved: from it on kappa >= 1 + n/3, with a falling bound.

        Parameters
        ----------
        within
            If given, the bound at L_0 is to be at most this: then kappa - (1 + n/3) is so at every L >= L_0.

        Raises
        ------
        UndecidedError
            If it is beyond 10^15.

        Examples
        --------
        >>> DepthLimit.of(2, "pi/2").first_depth() < DepthLimit.of(100, "0.3").first_depth()
        True
        >>> DepthLimit.of(5, "0.8").first_depth(Fraction(1, 100))
        5691
        """

        def fits(L: int) -> bool:
            high = self.excess(L).high
            return self._holds_from(L) and (within is None or (high is not None and high <= within))

        with precision(BITS):
            high = 1
            while not fits(high):
                high *= 2
                if high > DEEPEST:
                    raise UndecidedError(f"no L_0 up to 10^15 for n={self.n}, angle={self.angle}")
            low = high // 2
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if fits(middle) else (middle, high)
            return high
