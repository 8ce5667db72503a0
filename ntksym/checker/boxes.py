"""Complex numbers as pairs of intervals."""

from __future__ import annotations

from fractions import Fraction

from .intervals import Interval
from .limits import UndecidedError

HALF = Fraction(1, 2)


class Box:
    """The numbers x + iy with x and y in two intervals of one precision."""

    __slots__ = ("im", "re")

    def __init__(self, re: Interval, im: Interval | None = None) -> None:
        self.re = re
        self.im = Interval(0, 0, re.bits) if im is None else im

    def __neg__(self) -> Box:
        return Box(-self.re, -self.im)

    def __add__(self, other: Box | Interval | int) -> Box:
        if isinstance(other, Box):
            return Box(self.re + other.re, self.im + other.im)
        return Box(self.re + other, self.im)

    def __sub__(self, other: Box | Interval | int) -> Box:
        return self + (-other)

    def __mul__(self, other: Box | Interval | int) -> Box:
        if isinstance(other, Box):
            x, y, u, v = self.re, self.im, other.re, other.im
            return Box(x * u - y * v, x * v + y * u)
        return Box(self.re * other, self.im * other)

    def __truediv__(self, other: Interval | int) -> Box:
        return Box(self.re / other, self.im / other)

    def inverse(self) -> Box:
        """Return 1/z."""
        size = self.re.square() + self.im.square()
        return Box(self.re / size, -self.im / size)

    def size(self) -> Interval:
        """Return |z|."""
        return (self.re.square() + self.im.square()).sqrt()

    def sqrt_towards(self, v: Box) -> Box:
        """Return the square root S with Re(S conj v) > 0."""
        size = self.size()
        if self.re.lo + self.re.hi >= 0:
            x = (size + self.re).times(HALF).sqrt()
            root = Box(x, self.im / (x * 2))
        else:
            y = (size - self.re).times(HALF).sqrt()
            root = Box(self.im / (y * 2), y)
        side = root.re * v.re + root.im * v.im
        if side.lo <= 0 <= side.hi:
            raise UndecidedError("a square root whose branch is not decided")
        return root if side.lo > 0 else -root
