r"""Sets with coordinates a + b sqrt(5), a and b integers: the 600-cell at its own angle pi/5.

All points have the same square norm N, an integer, so that the cosines (p + q sqrt(5))/N are exact and compared with
cos(pi/5) = (1 + sqrt(5))/4, cos(2 pi/5) = (sqrt(5) - 1)/4, cos(pi/3) = 1/2 and 0 by the sign of a + b sqrt(5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import combinations, permutations, product

from ntksym.balls.arb import arb, ball
from ntksym.balls.exact import ExactReal
from ntksym.spectra.polygons import value_at
from ntksym.spectra.separation import Problem

Root = tuple[int, int]
COSINES = {  # of parts of pi, as a + b sqrt(5)
    Fraction(1, 5): (Fraction(1, 4), Fraction(1, 4)),
    Fraction(2, 5): (Fraction(-1, 4), Fraction(1, 4)),
    Fraction(1, 3): (Fraction(1, 2), Fraction(0)),
    Fraction(1, 2): (Fraction(0), Fraction(0)),
}


def sign(a: Fraction | int, b: Fraction | int) -> int:
    """The sign of a + b sqrt(5).

    Examples
    --------
    >>> sign(-2, 1), sign(9, -4), sign(0, 0), sign(-9, 4)
    (1, 1, 0, -1)
    """
    first, second = (a > 0) - (a < 0), (b > 0) - (b < 0)
    if first * second >= 0:
        return first or second
    return first if a * a > 5 * b * b else second


@dataclass(frozen=True)
class Golden:
    """Points of R^d of the same square norm.

    Examples
    --------
    >>> cell = cell_600()
    >>> cell.n, cell.norm2
    (60, 16)
    >>> cell.separated(ExactReal.parse("pi/5"), "projective"), cell.separated(ExactReal.parse("pi/3"), "projective")
    (True, False)
    """

    name: str
    rows: tuple[tuple[Root, ...], ...]

    @property
    def n(self) -> int:
        """The number of points."""
        return len(self.rows)

    @property
    def d(self) -> int:
        """The dimension."""
        return len(self.rows[0])

    def inner(self, r: int, s: int) -> Root:
        """The inner product of two points."""
        pairs = list(zip(self.rows[r], self.rows[s], strict=True))
        return sum(a * c + 5 * b * e for (a, b), (c, e) in pairs), sum(a * e + b * c for (a, b), (c, e) in pairs)

    @cached_property
    def norm2(self) -> int:
        """The common square norm."""
        found = {self.inner(r, r) for r in range(self.n)}
        if len(found) != 1 or next(iter(found))[1] or next(iter(found))[0] <= 0:
            raise ArithmeticError(f"{self.name}: the square norms are not one positive integer")
        return next(iter(found))[0]

    @cached_property
    def pairs(self) -> dict[Root, list[tuple[int, int]]]:
        """The pairs of different points by their inner product."""
        found: dict[Root, list[tuple[int, int]]] = {}
        for r, s in combinations(range(self.n), 2):
            found.setdefault(self.inner(r, s), []).append((r, s))
        return found

    def separated(self, angle: ExactReal, sided: str) -> bool:
        """Whether all points are at that angle or more; False for angles whose cosine is not in the table."""
        if not angle.times_pi or angle.coefficient not in COSINES:
            return False
        a, b = (self.norm2 * v for v in COSINES[angle.coefficient])
        signs = (1, -1) if sided == "projective" else (1,)
        return all(sign(a - s * p, b - s * q) >= 0 for p, q in self.pairs for s in signs)

    def quotient(self, weights: Sequence[int], problem: Problem) -> arb:
        """v'Kv/v'v in balls at the working precision."""
        length2 = sum(w * w for w in weights)
        total = ball(problem.at_one * length2)
        for (p, q), pairs in self.pairs.items():
            cosine = (ball(p) + q * arb(5).sqrt()) / self.norm2
            total = total + 2 * sum(weights[r] * weights[s] for r, s in pairs) * value_at(problem, cosine.acos())
        return total / length2


@lru_cache(maxsize=1)
def cell_600() -> Golden:
    """The 60 diagonals of the 600-cell: even permutations of (phi, 1, 1/phi, 0), doubled, with signs, and D4's kin."""
    zero, one, phi, inverse = (0, 0), (2, 0), (1, 1), (-1, 1)
    rows: list[tuple[Root, ...]] = [tuple((4, 0) if i == j else zero for j in range(4)) for i in range(4)]
    rows += [(one, *((2 * s, 0) for s in signs)) for signs in product((1, -1), repeat=3)]
    for order in permutations(range(4)):
        if sum(order[i] > order[j] for i, j in combinations(range(4), 2)) % 2 == 0:
            for s, t in product((1, -1), repeat=2):
                values = (phi, (s * one[0], 0), (t * inverse[0], t * inverse[1]), zero)
                rows.append(tuple(values[i] for i in order))
    return Golden("600-cell", tuple(rows))
