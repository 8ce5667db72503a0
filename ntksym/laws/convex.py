"""The least value of a convex function on an open interval, enclosed from values at a few points.

For p_1 < p_2 < p_3 with f(p_1) > f(p_2) < f(p_3) the least value is attained between p_1 and p_3, and there f lies
above both chords extended: least f >= f(p_2) - max(s_12 (p_3 - p_2), s_23 (p_2 - p_1)), s the chords' slopes.

For f(p_2) > f(p_3) it is attained (or approached) right of p_2, where f >= f(p_2) - s_12 (end - p_2).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ntksym.balls.arb import arb, ball, bits, certainly_less, contains_zero, is_finite, lower
from ntksym.errors import UndecidedError

Function = Callable[[Fraction], arb]
Points = tuple[Fraction, Fraction, Fraction]
WIDENINGS = 6


def least_near(f: Function, p: Fraction, h: Fraction, low: Fraction, high: Fraction) -> tuple[Points, arb]:
    """Three points whose values prove it, and the least value, from a guess p within about h of it.

    Examples
    --------
    >>> from ntksym.balls.arb import precision
    >>> with precision(120):
    ...     found = least_near(lambda t: ball(t + 1 / t), Fraction(101, 100), Fraction(1, 64), Fraction(0), Fraction(4))
    >>> found[1].str(20, radius=False)
    '2.0000000000000000000'
    """
    finest = h / Fraction(2) ** (bits() // 3)
    while h > finest:
        p, moved = _parabola(f, p, h, low, high)
        h = max(finest, moved * 2, h / (1 << 16)) if moved < h else h * 2
        if moved == 0:
            break
    h = finest
    for _ in range(WIDENINGS):
        left, right = p - h, p + h
        if low < left and right < high:
            a, b, c = f(left), f(p), f(right)
            if certainly_less(b, a) and certainly_less(b, c):
                fall = (a - b).max(c - b)
                return (left, p, right), (b - fall).union(b)
        h *= 256
    raise UndecidedError(f"no least value was certain near {float(p):.10g}")


def _parabola(f: Function, p: Fraction, h: Fraction, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The vertex of the parabola through p and p -+ h, at most 4 h away, and how far it is."""
    h = min(h, (p - low) / 2, (high - p) / 2)
    a, b, c = f(p - h), f(p), f(p + h)
    bend = a - 2 * b + c
    if not is_finite(bend) or contains_zero(bend):
        return p, Fraction(0)
    step = lower((ball(h) * (a - c) / (2 * bend)).mid())
    step = max(-4 * h, min(4 * h, step, (high - p) / 2), (low - p) / 2)
    return p + step, abs(step)


def least_before(f: Function, low: Fraction, end: Fraction, end_ball: arb) -> tuple[Points, arb]:
    """The least value on (low, end) where f' tends to infinity at ``end``, but slowly: the place can be close to it.

    f at end - (end - low)/2^j falls and then rises in j.  Where it still falls at the last j that can be told apart,
    the enclosure is as wide as the slope times what is left of the way.

    Examples
    --------
    >>> from ntksym.balls.arb import precision
    >>> with precision(120):
    ...     found = least_before(lambda t: ball(t * t - t), Fraction(-1), Fraction(1), ball(1))
    >>> found[1].str(20, radius=False)
    '-0.25000000000000000000'
    """
    length = end - low

    def at(j: int) -> Fraction:
        return end - length / Fraction(2) ** j

    few, many = 1, 3 * bits() // 5
    p, q, r = (at(j) for j in (many - 2, many - 1, many))
    a, b, c = f(p), f(q), f(r)
    if certainly_less(c, b):
        return (p, q, r), (b - (a - b) * (end_ball - ball(q)) / ball(q - p)).union(c)
    while many - few > 1:
        j = (few + many) // 2
        few, many = (j, many) if certainly_less(f(at(j)), f(at(j - 1))) else (few, j)
    return least_near(f, at(few), length / Fraction(2) ** (few + 6), low, end)
