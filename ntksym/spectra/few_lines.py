r"""At most three lines, alpha apart: the smallest eigenvalue over all of them, whatever the vectors' signs.

*In a plane.*  The gaps between neighbouring lines are at least alpha and add up to pi.  Two vectors make an angle u or
pi - u with alpha <= u <= pi/2.  Three, with gaps g: if one of the vectors is turned, the angles at it become their
supplements, so up to the order of the gaps the angles are

    (g_1, g_2, pi - g_3)    or    (pi - g_1, pi - g_2, pi - g_3),

with g_k = alpha + (pi - 3 alpha) s_k, s_k >= 0, s_1 + s_2 + s_3 = 1, and s_1 <= s_2 may be assumed.  The least value
is guessed in floats, and a number just below it is proved by balls on a cover of the s.  No two-point argument sees
that the gaps add up to pi, so this bound is the better one.

*In d >= 3 dimensions*, for alpha >= pi/3.  The inner products are any three numbers between -c and c = cos(alpha): with
c <= 1/2 the matrix of 1 and these is diagonally dominant.  So the entries K(x_i . x_j), i < j, are any three numbers
between the least and the largest value of K on [-c, c], and the smallest eigenvalue, a concave function of them, is
least where each is one of the two.  On two lines it is no less, as theirs is a submatrix of such a matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations_with_replacement, product

import numpy as np

from ntksym.balls.arb import arb, ball, certainly_less_equal, certainly_positive, lower, precision, upper
from ntksym.balls.matrices import Floats
from ntksym.errors import UndecidedError
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point_inequality import LAYER_BITS, kernel_range

BITS = 96
MOST = 3
GRID, ZOOMS = 65, 12
SHARES = Fraction(1, 10_000), Fraction(1, 1_000)  # what the bound gives away, relatively
SHARES_IN_SPACE = Fraction(1, 10**6), *SHARES
MAX_CELLS = 5_000
PLACES = 40
SLACK = Fraction(1, 2**24)  # of the ends of K's range in space

Corner = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FewLines:
    """The bound, proved for all sets of lines."""

    problem: Problem
    bound: Fraction


def applies(problem: Problem) -> bool:
    """Whether there are three lines and no more (for two the programme is as good), in space at least pi/3 apart."""
    if problem.sided != "projective" or problem.points != MOST:
        return False
    with precision(BITS):
        wide = problem.angle.times_pi and problem.angle.coefficient >= Fraction(1, 3)
        return problem.d == 2 or wide or certainly_positive(problem.angle.ball - arb.pi() / 3)


def few_lines(problem: Problem, kernel: Callable[[Floats], Floats]) -> FewLines:
    """The bound for all sets of lines of this separation.

    Parameters
    ----------
    problem
        One that :func:`applies`.
    kernel
        K(cos u) in floats, for the guess.

    Raises
    ------
    UndecidedError
        If no bound near the guess could be proved.
    """
    least = _guess(problem, kernel)
    for share in SHARES if problem.d == 2 else SHARES_IN_SPACE:
        bound = Fraction(int(least * (1 - share) * 2**PLACES), 2**PLACES)
        if bound > 0 and proved(problem, bound):
            return FewLines(problem, bound)
    raise UndecidedError(f"few lines: no bound of {problem.kernel} could be proved at {problem.angle}")


def proved(problem: Problem, bound: Fraction) -> bool:
    """Whether balls prove the bound for 2, ..., problem.points lines."""
    if problem.d > 2:
        return _proved_in_space(problem, bound)
    with precision(BITS + LAYER_BITS * problem.L):
        alpha, circle, diagonal = problem.angle.ball, arb.pi(), ball(problem.at_one - bound)

        kernel = partial(kernel_range, problem)

        def two(corner: Corner, size: int) -> bool:
            u = alpha + (circle / 2 - alpha) * _share(corner[0], corner[0] + 1, size)
            return all(certainly_positive(diagonal - abs(kernel(v))) for v in (u, circle - u))

        def three(corner: Corner, size: int) -> bool:
            i, j = corner
            if i + j > size or i > j:
                return True
            ends = ((i, i + 1), (j, j + 1), (max(0, size - i - j - 2), size - i - j))
            gaps = [alpha + (circle - 3 * alpha) * _share(low, high, size) for low, high in ends]
            direct, turned = [kernel(g) for g in gaps], [kernel(circle - g) for g in gaps]
            return _definite(diagonal, [*direct[:2], turned[2]]) and _definite(diagonal, turned)

        return _covered((0,), two) and (problem.points == 2 or _covered((0, 0), three))


def _proved_in_space(problem: Problem, bound: Fraction) -> bool:
    """The ends of K's range are its values at the least and the largest angle, within SLACK; then the vertices."""
    with precision(BITS + LAYER_BITS * problem.L):
        alpha, slack = problem.angle.ball, ball(SLACK)
        ends = [kernel_range(problem, u) for u in (problem.end, alpha)]
        if not all(v.is_finite() for v in ends):
            return False
        low, high = ball(lower(ends[0])) - slack, ball(upper(ends[1])) + slack

        def between(corner: Corner, size: int) -> bool:
            value = kernel_range(problem, alpha + (problem.end - alpha) * _share(corner[0], corner[0] + 1, size))
            return certainly_less_equal(low, value) and certainly_less_equal(value, high)

        diagonal = ball(problem.at_one - bound)
        vertices = all(_definite(diagonal, list(entries)) for entries in combinations_with_replacement((low, high), 3))
        return vertices and _covered((0,), between)


def _share(low: int, high: int, size: int) -> arb:
    """The interval [low/size, high/size]."""
    return ball(Fraction(low, size)).union(ball(Fraction(high, size)))


def _definite(diagonal: arb, entries: list[arb]) -> bool:
    """Whether all matrices of order 3 in these balls are definite: their middle, less the largest row sum of radii."""
    if not all(v.is_finite() for v in entries):
        return False
    radii = [upper(abs(v - v.mid())) for v in entries]
    a = ball(lower(diagonal) - sum(radii) + min(radii))
    x, y, z = (v.mid() for v in entries)
    minors = (a, a * a - x * x, a * (a * a - x * x - y * y - z * z) + 2 * x * y * z)
    return all(map(certainly_positive, minors))


def _covered(corner: Corner, holds: Callable[[Corner, int], bool]) -> bool:
    cells, count = [(corner, 1)], 0
    while cells:
        corner, size = cells.pop()
        count += 1
        if not holds(corner, size):
            if count > MAX_CELLS:
                return False
            cells += [(new, 2 * size) for new in product(*((2 * i, 2 * i + 1) for i in corner))]
    return True


def _guess(problem: Problem, kernel: Callable[[Floats], Floats]) -> Fraction:
    """The least eigenvalue found in floats, over grids that close in on it."""
    alpha, top = float(problem.angle.ball.mid()), float(problem.at_one)
    if problem.d > 2:
        ends = kernel(np.array([np.pi - alpha, alpha]))
        x, y, z = np.array(list(combinations_with_replacement(ends, 3))).T
        return Fraction(float(_smallest(top, x, y, z).min()))
    u = np.linspace(alpha, np.pi - alpha, 4 * GRID)
    least = top - float(np.abs(kernel(u)).max())
    if problem.points != 2:
        for turned in (False, True):
            low, high = np.zeros(2), np.ones(2)
            for _ in range(ZOOMS):
                s, t = np.meshgrid(*(np.linspace(a, b, GRID) for a, b in zip(low, high, strict=True)))
                inside = s + t <= 1
                gaps = alpha + (np.pi - 3 * alpha) * np.array([s[inside], t[inside], 1 - s[inside] - t[inside]])
                angles = np.pi - gaps if turned else np.array([gaps[0], gaps[1], np.pi - gaps[2]])
                values = _smallest(top, *kernel(angles))
                best = int(values.argmin())
                least = min(least, float(values[best]))
                centre, width = np.array([s[inside][best], t[inside][best]]), (high - low) / 8
                low, high = np.maximum(centre - width, 0), np.minimum(centre + width, 1)
    return Fraction(least)


def _smallest(top: float, x: Floats, y: Floats, z: Floats) -> Floats:
    """The smallest eigenvalues of matrices of order 3 with these entries beside the diagonal."""
    one = np.full_like(x, top)
    found: Floats = np.linalg.eigvalsh(np.array([[one, x, y], [x, one, z], [y, z, one]]).transpose(2, 0, 1))[:, 0]
    return found
