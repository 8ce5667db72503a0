r"""The rows of a data set as unit vectors in two float64 words, and proven errors of their cosines and of y.

Write u = 2^-53, g_k = k u/(1 - k u), s = sqrt d, d <= 2^20; long sums are made of blocks, and in a sum a term meets at
most m = :func:`roundings` of them, its product's included. What follows is counting of roundings and Cauchy-Schwarz;
:func:`bounds` evaluates it in exact fractions.

1. *Scaling.* z = 2^-e x with 0.49 < |z| < 1.01, exact but for coordinates that become subnormal (off by 2^-1075).
2. *Split.* z1 = z rounded to the grid 2^-26, z2 = z - z1 exactly, |z2_k| <= 2^-27.
3. *Length.* A = sum z1^2 is exact in any order, fused or not: all partial sums are multiples of 2^-52 below 2. With
   B = fl(sum z2 (z + z1)), |z|^2 = A + B + e, |e| <= 2.03 g_{m+1} 2^-27 s. Let r0 = fl(sqrt(A + B)) = ra + rb, ra on
   the grid. c = (A - ra^2) + (B - rb (ra + r0)) is |z|^2 - r0^2 within e_c = |e| + u 2^-25 (2s + 3), and r1 = c/(2 r0)
   makes |z| = (r0 + r1)(1 + e_r), |e_r| <= 2.1 e_c + 2^-96.
4. *Directions.* H = z/r0 rounded to the grid 2^-26, |H_k| <= 1; products of H with ra and with rb are exact.
   Lo = fl((((z1 - H ra) - H rb) + z2 - H r1)/r0): the first difference is exact, the others round at size 2^-26. So
   x/|x| = H + Lo + D, |D| <= delta = s u 2^-23 + 1.1 |e_r| + 2^-1000, and |Lo| <= lam = s (2^-27 + 2^-50) + delta.
5. *Cosines.* P = H H'^T is exact in any order, fused or not: every partial sum is a multiple of 2^-52 and at most
   |H||H'| < 2. C = fl(H Lo'^T + Lo Q'^T), Q = fl(H + Lo): t = P + C + e, |e| <= eps = 2 delta + delta^2
   + g_m lam (h + |Q|) + u lam |Q|, where h = 1 + lam + delta >= |H|.
   The plain product Q Q'^T is within 2.01 (delta + 1.01 u) + g_m |Q|^2 of t.
6. *Chords.* a = sqrt(1 - t): fl(1 - P) is exact, or rounded once if it exceeds 2, and subtracting C rounds once. If the
   result is at least tau >> eps, then a' = fl(sqrt(fl(fl(1 - P) - C))) is within (1/2 + 2^-10) eps/sqrt(tau) + 2.1 u a
   of a, because sqrt X - sqrt Y = (X - Y)/(sqrt X + sqrt Y). Otherwise take v = fl((H - H') + fl(Lo - Lo')), the first
   difference exact, and a' = fl(sqrt(fl(sum v^2)/2)): within s u 2^-25 + 2 delta + 1.01 sqrt(tau) (g_m/2 + 3u) of a.
   The same for b = sqrt(1 + t), with sums for differences. Call kappa u the larger absolute part; ``tau`` is a power of
   4 that makes it small.
7. *The variable.* y = (a - b)/(2 + a + b) at a + da, b + db has changed by exactly
   (da (2 + 2b) - db (2 + 2a))/((2 + a + b)(2 + a + da + b + db)). With |da| <= u (kappa + 2.1 a), |db| <= u (kappa
   + 2.1 b), S = a + b in [sqrt2, 2], 2ab = S^2 - 2 this is at most u (4.2 (S - 1)/(S + 2) + 2 kappa/(2 + S)), up to a
   factor 1 + 2^-30, and so at most u (1.05 + 0.586 kappa)(1 + 2^-30). Its evaluation rounds four times at size
   q = sqrt2 - 1.
8. *Plain chords.* a' = fl(sqrt(fl(1 - t'))) from the plain product t', |t'| <= ``FAR`` = 15/16, is within
   plain (1 + 2^-10)/(2a) + 2.1 u a of a, likewise b'. As (1 + b)/a + (1 + a)/b = (2 + S)/(ab), their absolute parts
   change y by at most plain (1 + 2^-10)/(ab (2 + S)), largest at |t| = 15/16: 1/(ab (2 + S)) < 0.795 there.

SOURCE: derived here, after section 2.3 of our performance note; splitting to make products exact is Rump's device.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import TINY, UNIT, gamma, root_up
from ntksym.errors import UndecidedError
from ntksym.kernels.floating_point import in_threads

Index = NDArray[np.intp]

GRID = 2.0**26
WIDTH = 256
MOST_DIMENSIONS = 1 << 20
CHUNK = 1 << 14
PERCENT = Fraction(1, 100)
FAR = Fraction(15, 16)
"""Plain chords are used where the computed |t| is at most this."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The error bounds of the module's docstring, as exact fractions.

    Parameters
    ----------
    cosine, plain
        Of fl(P + C) and of the plain product, against t.
    tau
        Pairs with 1 - t or 1 + t computed below it need differences of coordinates.
    y, distant
        Of y from the accurate and from the plain chords.
    length, square
        Relative, of |x| and of |x|^2 (both before their scaling by a power of two).
    """

    cosine: Fraction
    plain: Fraction
    tau: Fraction
    y: Fraction
    distant: Fraction
    length: Fraction
    square: Fraction


@cache
def bounds(d: int) -> Bounds:
    """The bounds in dimension d.

    Raises
    ------
    UndecidedError
        Above dimension 2^20, where the analysis stops.

    Examples
    --------
    >>> found = bounds(64)
    >>> found.tau == Fraction(1, 2**26), found.y < 3 * UNIT, found.cosine < Fraction(101, 100) * UNIT
    (True, True, True)
    """
    if d > MOST_DIMENSIONS:
        raise UndecidedError(f"dimension {d}: the float64 error analysis stops at 2^20")
    u, s, word = UNIT, root_up(d), Fraction(1, 2**27)
    slip = (2 + 3 * PERCENT) * gamma(roundings(d, WIDTH) + 1) * word * s
    length = (2 + 10 * PERCENT) * (slip + 4 * u * word * (2 * s + 3)) + Fraction(1, 2**96)
    delta = s * u / 2**23 + (1 + 10 * PERCENT) * length + Fraction(1, 2**1000)
    lam = s * (word + Fraction(1, 2**50)) + delta
    high = 1 + lam + delta
    whole = (high + lam) * (1 + u)
    eps = 2 * delta + delta**2 + u * lam * whole + 4 * d * TINY
    eps += gamma(roundings(2 * d, WIDTH)) * lam * (high + whole)
    plain = (2 + PERCENT) * (delta + (1 + PERCENT) * u) + gamma(roundings(d, plain_width(d))) * whole**2

    def absolute(root: Fraction) -> Fraction:
        near = s * u / 2**25 + 2 * delta + (1 + PERCENT) * root * (gamma(roundings(d, WIDTH)) / 2 + 3 * u)
        return max(near, eps / root * (Fraction(1, 2) + Fraction(1, 2**10)))

    roots = [Fraction(1, 2**k) for k in range(8, 40) if eps * 2**18 <= Fraction(1, 4**k)]
    allowed = max(u / 4, 2 * min(absolute(root) for root in roots))
    root = min(root for root in roots if absolute(root) <= allowed)
    q = Fraction(41422, 100000)  # > sqrt2 - 1

    def variable(part: Fraction) -> Fraction:
        inputs = (u * (1 + 5 * PERCENT) + part) * (1 + Fraction(1, 2**30))
        return inputs + (q + inputs) * gamma(4)

    y, distant = variable(Fraction(586, 1000) * absolute(root)), variable(Fraction(8, 10) * plain)
    if y * 2**42 > 1 or plain * 2**20 > 1:
        raise UndecidedError(f"dimension {d}: the error of y leaves the polynomials' domain")
    return Bounds(eps + (1 + eps) * u, plain, root**2, y, distant, gamma(1) + 2 * length, gamma(1) + 5 * slip)


def plain_width(d: int) -> int:
    """The inner width of the blocks of the plain product: wide enough for speed, few roundings."""
    return 32 if d <= 512 else 64


def roundings(inner: int, width: int) -> int:
    """How many roundings a term meets in a sum of ``inner`` products, made of blocks of ``width`` added in turn.

    Examples
    --------
    >>> roundings(64, 256), roundings(512, 256)
    (64, 258)
    """
    return inner if inner <= width else width + -(-inner // width)


def product(left: Floats, right: Floats, out: Floats, spare: Floats, width: int) -> Floats:
    """``left @ right.T`` into ``out`` from blocks of the inner dimension (``spare``: a buffer of the same shape)."""
    np.matmul(left[:, :width], right[:, :width].T, out=out)
    for start in range(width, left.shape[1], width):
        np.matmul(left[:, start : start + width], right[:, start : start + width].T, out=spare)
        np.add(out, spare, out=out)
    return out


def pairwise_product(left: Floats, right: Floats, width: int) -> Floats:
    """The inner products of corresponding rows, from blocks as in :func:`product`."""
    total: Floats = np.einsum("ij,ij->i", left[:, :width], right[:, :width])
    for start in range(width, left.shape[1], width):
        total += np.einsum("ij,ij->i", left[:, start : start + width], right[:, start : start + width])
    return total


@dataclass(frozen=True, eq=False)
class Directions:
    """Unit rows in two words, side by side for the products.

    Parameters
    ----------
    high_low, low_full
        Shape (n, 2d): [H Lo] and [Lo Q].
    length, square, exponent
        |x_i| = length_i 2^exponent_i and |x_i|^2 = square_i 4^exponent_i up to ``errors.length`` and ``errors.square``.
    """

    high_low: Floats
    low_full: Floats
    length: Floats
    square: Floats
    exponent: Index

    @classmethod
    def of(cls, points: Floats, threads: int = 1) -> Directions:
        """Of finite, non-zero rows.

        Examples
        --------
        >>> rows = Directions.of(np.array([[3.0, 4.0], [0.0, 2.0]]))
        >>> np.ldexp(rows.length, rows.exponent), rows.high[1]
        (array([5., 2.]), array([0., 1.]))
        """
        n, d = points.shape
        rows = cls(np.empty((n, 2 * d)), np.empty((n, 2 * d)), np.empty(n), np.empty(n), np.empty(n, dtype=np.intp))
        step = max(1, CHUNK // d)
        parts = [slice(start, start + step) for start in range(0, n, step)]
        list(in_threads(lambda part: rows._fill(part, points[part]), parts, threads))
        return rows

    def _fill(self, part: slice, x: Floats) -> None:
        exponent = np.frexp(np.abs(x).max(axis=1))[1].astype(np.intp)
        z = np.ldexp(x, -exponent[:, None])
        more = np.frexp(np.sqrt(np.einsum("ij,ij->i", z, z)))[1].astype(np.intp)
        z = np.ldexp(z, -more[:, None])
        z1 = np.rint(z * GRID) / GRID
        z2 = z - z1
        A, B = np.einsum("ij,ij->i", z1, z1), pairwise_product(z2, z + z1, WIDTH)
        r0 = np.sqrt(A + B)
        ra = np.rint(r0 * GRID) / GRID
        rb = r0 - ra
        r1 = ((A - ra * ra) + (B - rb * (ra + r0))) / (2 * r0)
        column = r0[:, None]
        H = np.rint(z / column * GRID) / GRID
        low = (((z1 - H * ra[:, None]) - H * rb[:, None]) + z2 - H * r1[:, None]) / column
        d = x.shape[1]
        self.high_low[part, :d], self.high_low[part, d:] = H, low
        self.low_full[part, :d], self.low_full[part, d:] = low, H + low
        self.length[part], self.square[part], self.exponent[part] = r0 + r1, A + B, exponent + more

    @property
    def d(self) -> int:
        """The dimension."""
        return int(self.high_low.shape[1]) // 2

    @property
    def high(self) -> Floats:
        """H, shape (n, d)."""
        return self.high_low[:, : self.d]

    @property
    def low(self) -> Floats:
        """Lo, shape (n, d)."""
        return self.low_full[:, : self.d]

    @property
    def full(self) -> Floats:
        """Q, shape (n, d)."""
        return self.low_full[:, self.d :]

    @property
    def errors(self) -> Bounds:
        """The proven bounds in this dimension."""
        return bounds(self.d)

    def chords(self, i: Index, j: Index) -> tuple[Floats, Floats]:
        """sqrt(1 - t) and sqrt(1 + t) of the pairs (i_k, j_k), by coordinates where below sqrt(tau).

        The sums of C have no more roundings than in the docstring, for roundings(d) + 1 <= roundings(2d).
        """
        H, L, h, low = self.high[i], self.low[i], self.high[j], self.low[j]
        P = np.einsum("ij,ij->i", H, h)
        C = pairwise_product(H, low, WIDTH) + pairwise_product(L, self.full[j], WIDTH)
        tau, found = float(self.errors.tau), []
        for square, combine in (((1 - P) - C, np.subtract), ((1 + P) + C, np.add)):
            close = ~(square >= tau)
            root = np.sqrt(np.where(close, 0, square))
            if close.any():
                some = slice(None) if close.all() else close
                v = combine(H[some], h[some]) + combine(L[some], low[some])
                root[some] = np.sqrt(pairwise_product(v, v, WIDTH) / 2)
            found.append(root)
        return found[0], found[1]
