r"""Regular polygons of the exact angle: points at the multiples of alpha on a circle, which no float64 has.

For the angle pi/N (lines) or 2 pi/N (points) N of them go round; N - 1 is all that rounded coordinates reach.
The angle between the multiples i and j is |i - j| alpha, or 2 pi less that, so K has entries K(cos |i - j| alpha), and
the separation is an exact comparison.  On each line one of the two opposite points may be taken: turning some makes the
even part of K count for less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

import numpy as np

from ntksym.balls.arb import arb, ball
from ntksym.balls.exact import ExactReal
from ntksym.balls.matrices import Floats
from ntksym.kernels.ntk import layers
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point_search import kernel_floats

MOST = 2_000
MOST_TURNED = 10  # lines that are turned in all ways
ROUNDED = 10  # digits to which quotients are compared, so that the first of equal ones is taken


@dataclass(frozen=True)
class Polygon:
    """Points at different multiples of an exact angle on a circle.

    Examples
    --------
    >>> seven = Polygon(tuple(range(7)), ExactReal.parse("pi/7"))
    >>> seven.separated(ExactReal.parse("pi/7"), "projective"), seven.separated(ExactReal.parse("pi/6"), "projective")
    (True, False)
    """

    places: tuple[int, ...]
    step: ExactReal

    @property
    def n(self) -> int:
        """The number of points."""
        return len(self.places)

    @property
    def d(self) -> int:
        """The dimension."""
        return 2

    @property
    def name(self) -> str:
        """How tables call it."""
        return f"polygon of {self.n} points at multiples of {self.step}"

    def separated(self, angle: ExactReal, sided: str) -> bool:
        """Whether the points are at that angle, which is the step, or more."""
        turn = 1 if sided == "projective" else 2
        if angle != self.step or not self.step.times_pi:
            return False
        at = sorted(j * self.step.coefficient % turn for j in self.places)
        return all(y - x >= self.step.coefficient for x, y in pairwise([*at, at[0] + turn]))

    def spread(self, weights: Sequence[int]) -> list[int]:
        """The weights of all multiples up to the last one, 0 where there is no point."""
        found = [0] * (max(self.places) + 1)
        for j, weight in zip(self.places, weights, strict=True):
            found[j] = weight
        return found

    def quotient(self, weights: Sequence[int], problem: Problem) -> arb:
        """v'Kv/v'v in balls at the working precision."""
        row = self.spread(weights)
        total = ball(problem.at_one * sum(w * w for w in row))
        for j in range(1, len(row)):
            if share := sum(a * b for a, b in zip(row, row[j:], strict=False)):
                turn = j * self.step.coefficient
                total = total + 2 * share * value_at(problem, arb.pi() * ball(min(turn, 2 - turn)))
        return total / sum(w * w for w in row)


def value_at(problem: Problem, theta: arb) -> arb:
    """K(cos theta), 0 < theta <= pi."""
    gate = 1 - theta / arb.pi()
    if problem.kernel == "kappa0":
        return gate
    if problem.kernel == "tkappa0":
        return theta.cos() * gate
    if problem.kernel == "kappa1":
        return theta.sin() / arb.pi() + theta.cos() * gate
    return layers(theta, problem.L)[1][-1]


def exact_polygon(problem: Problem) -> tuple[Polygon, float, Floats] | None:
    """The polygon that goes round exactly, its least Rayleigh quotient in floats and the weights; None for most angles.

    Few lines are turned so that the quotient is least.

    Examples
    --------
    >>> polygon, value, _ = exact_polygon(Problem("kappa0", 2, 2, ExactReal.parse("pi/5")))
    >>> polygon.places, round(value, 6)
    ((0, 1, 7, 3, 4), 0.102334)
    """
    angle, turn = problem.angle, 1 if problem.sided == "projective" else 2
    n = Fraction(turn) / angle.coefficient if angle.times_pi else Fraction(1, 2)
    if n.denominator != 1 or not 2 <= n <= MOST:
        return None
    count = int(n)
    turned = list(product((0, count), repeat=count - 1)) if turn == 1 and count <= MOST_TURNED else [(0,) * (count - 1)]
    rows = np.arange(count) + np.array([(0, *row) for row in turned])
    steps = np.abs(rows[:, :, None] - rows[:, None, :]) * (turn * np.pi / count)
    gram = kernel_floats(problem, np.minimum(steps, 2 * np.pi - steps))
    gram[:, range(count), range(count)] = problem.at_one
    values, vectors = np.linalg.eigh(gram)
    best = int(np.argmin(np.round(values[:, 0], ROUNDED)))
    places = tuple(int(j) for j in rows[best])
    return Polygon(places, angle), float(values[best, 0]), vectors[best, :, 0]
