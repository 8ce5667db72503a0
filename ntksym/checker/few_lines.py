"""At most three lines, alpha apart: all of them are covered, whatever the signs of the unit vectors.

In a plane, the gaps between neighbouring lines are at least alpha and add up to pi.  Two vectors make an angle u or
pi - u with alpha <= u <= pi/2.  Three, with gaps g: if one of the vectors is turned, the angles at it become their
supplements, so up to the order of the gaps the angles are (g_1, g_2, pi - g_3) or (pi - g_1, pi - g_2, pi - g_3).
There g_k = alpha + (pi - 3 alpha) s_k, s_k >= 0, s_1 + s_2 + s_3 = 1, and s_1 <= s_2 may be assumed.

On a cell the matrix is M within R, entry by entry, so its smallest eigenvalue differs from that of M by at most the
largest row sum of R; M is compared with a multiple of the identity by its leading minors.

In d >= 3 dimensions, for alpha >= pi/3: c = cos(alpha) <= 1/2, so the inner products of three lines' vectors are any
three numbers in [-c, c] (the matrix of 1 and these is diagonally dominant), and the entries any three between the least
and the largest value of K there.  The smallest eigenvalue, a concave function of them, is least where each entry is one
of these two.  Two lines' matrix is a submatrix of such a matrix.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations_with_replacement, product
from typing import Any

from .intervals import Interval, pi
from .limits import InvalidError, UndecidedError, tick
from .two_point_inequality import kernel_range

BITS = 256
MOST = 3
MAX_CELLS = 200_000
FINEST = 1 << 24
SLACK = 1 << (BITS - 24)  # of the ends of K's range, in units


def _angle(q: dict[str, Any]) -> Interval:
    size, times_pi = q["angle"]
    return pi(BITS).times(size) if times_pi else Interval.of(size, BITS)


def _kernel(q: dict[str, Any], u: Interval) -> Interval:
    return kernel_range(q["kernel"], q.get("L", 2), u)


def _definite(diagonal: int, x: int, y: int, z: int) -> bool:
    """Decide whether the matrix of order 3 with this diagonal and these other entries is positive definite."""
    a = diagonal
    return a > 0 and a * a > x * x and a * (a * a - x * x - y * y - z * z) + 2 * x * y * z > 0


def _decide(entries: list[Interval], diagonal: Fraction) -> bool | None:
    """Whether the matrices with these entries and this diagonal are all definite; None if it is not decided."""
    middles = [(e.lo + e.hi) >> 1 for e in entries]
    radii = [max(e.hi - m, m - e.lo) for e, m in zip(entries, middles, strict=True)]
    off = sum(radii) - min(radii) if len(radii) == MOST else max(radii)
    x, y, z = (*middles, 0, 0)[:MOST]
    scaled = diagonal * (1 << BITS)
    if _definite(scaled.numerator // scaled.denominator - off, x, y, z):
        return True
    return None if _definite(-(-scaled.numerator // scaled.denominator) + off + 1, x, y, z) else False


def _cover(corner: tuple[int, ...], decide: Callable[[tuple[int, ...], int], bool | None]) -> None:
    """Decide the cells [i/size, (i+1)/size], ..., halving those that are left open, the large ones first."""
    cells, count = deque([(corner, 1)]), 0
    while cells:
        corner, size = cells.popleft()
        tick()
        count += 1
        verdict = decide(corner, size)
        if verdict is False:
            raise InvalidError("lines of this separation have a smaller eigenvalue")
        if verdict is None:
            if count > MAX_CELLS or size >= FINEST:
                raise UndecidedError("not every set of lines is decided")
            cells.extend((new, 2 * size) for new in product(*((2 * i, 2 * i + 1) for i in corner)))


def require(q: dict[str, Any], lines: int, bound: Fraction) -> None:
    """Refuse a bound that does not hold for 2, ..., `lines` lines of the plane."""
    if q["sided"] != "projective" or not 2 <= lines <= MOST:
        raise InvalidError(f"all sets are covered for at most {MOST} lines only")
    alpha, circle = _angle(q), pi(BITS)
    diagonal = (q["L"] if q["kernel"] == "ntk" else 1) - bound
    if q["d"] > 2:
        _require_in_space(q, lines, diagonal)
        return

    def two(corner: tuple[int, ...], size: int) -> bool | None:
        length = circle.times(Fraction(1, 2)) - alpha
        low, high = (alpha + length.times(Fraction(corner[0] + side, size)) for side in (0, 1))
        u = Interval(low.lo, max(low.lo, high.hi), BITS)
        verdicts = [_decide([_kernel(q, v)], diagonal) for v in (u, circle - u)]
        return False if False in verdicts else True if all(verdicts) else None

    _cover((0,), two)
    if lines == MOST:
        length = circle - alpha * 3
        if length.hi < 0:
            return

        def three(corner: tuple[int, ...], size: int) -> bool | None:
            i, j = corner
            if i + j > size or i > j:
                return True
            shares = ((i, i + 1), (j, j + 1), (max(0, size - i - j - 2), size - i - j))
            gaps = []
            for low, high in shares:
                ends = [alpha + length.times(Fraction(end, size)) for end in (low, high)]
                gaps.append(Interval(min(e.lo for e in ends), max(e.hi for e in ends), BITS))
            direct, turned = ([_kernel(q, u) for u in row] for row in (gaps, [circle - g for g in gaps]))
            verdicts = [_decide([*direct[:2], turned[2]], diagonal), _decide(turned, diagonal)]
            if False in verdicts and i + j + 2 <= size:
                return False
            return True if all(verdicts) else None

        _cover((0, 0), three)


def _at_vertices(low: Interval, high: Interval, lines: int, diagonal: Fraction) -> list[bool | None]:
    entries = combinations_with_replacement((low, high), lines * (lines - 1) // 2)
    return [_decide(list(row), diagonal) for row in entries]


def _require_in_space(q: dict[str, Any], lines: int, diagonal: Fraction) -> None:
    size, times_pi = q["angle"]
    alpha, circle = _angle(q), pi(BITS)
    if size < Fraction(1, 3) if times_pi else 3 * size < circle.upper():
        raise InvalidError("in space, lines are covered from the angle pi/3 on only")
    low, high = _kernel(q, circle - alpha), _kernel(q, alpha)
    if False in _at_vertices(low, high, lines, diagonal):
        raise InvalidError("lines of this separation have a smaller eigenvalue")
    low, high = (Interval(x, x, BITS) for x in (low.lo - SLACK, high.hi + SLACK))
    if not all(_at_vertices(low, high, lines, diagonal)):
        raise UndecidedError("the bound is too close to the smallest eigenvalue of some lines")
    length = circle - alpha * 2

    def between(corner: tuple[int, ...], size: int) -> bool | None:
        ends = [alpha + length.times(Fraction(corner[0] + side, size)) for side in (0, 1)]
        value = _kernel(q, Interval(min(e.lo for e in ends), max(e.hi for e in ends), BITS))
        if value.lo > high.hi or value.hi < low.lo:
            raise UndecidedError("the kernel leaves the range of its ends")
        return True if low.lo <= value.lo and value.hi <= high.hi else None

    _cover((0,), between)
