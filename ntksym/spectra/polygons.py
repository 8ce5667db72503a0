r"""Regular polygons of the exact angle: points at the multiples of alpha on a circle, which no float64 has.

For the angle pi/N (lines) or 2 pi/N (points) N of them go round; N - 1 is all that rounded coordinates reach.
The angle between points i and j is |i - j| alpha, or 2 pi less that, so K has entries K(cos |i - j| alpha) and the
separation is the exact comparison N alpha <= pi (or 2 pi).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, ball
from ntksym.balls.exact import ExactReal
from ntksym.balls.matrices import Floats
from ntksym.kernels.ntk import layers
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point_search import kernel_floats

MOST = 2_000


@dataclass(frozen=True)
class Polygon:
    """N points at the multiples of an exact angle on a circle.

    Examples
    --------
    >>> seven = Polygon(7, ExactReal.parse("pi/7"))
    >>> seven.separated(ExactReal.parse("pi/7"), "projective"), seven.separated(ExactReal.parse("pi/6"), "projective")
    (True, False)
    """

    n: int
    step: ExactReal

    @property
    def d(self) -> int:
        """The dimension."""
        return 2

    @property
    def name(self) -> str:
        """How tables call it."""
        return f"polygon of {self.n} points at multiples of {self.step}"

    def separated(self, angle: ExactReal, sided: str) -> bool:
        """Whether the points are at that angle or more: it is the step, and all of them fit."""
        turn = 1 if sided == "projective" else 2
        return angle == self.step and self.step.times_pi and self.n * self.step.coefficient <= turn

    def quotient(self, weights: Sequence[int], problem: Problem) -> arb:
        """v'Kv/v'v in balls at the working precision."""
        total = ball(problem.at_one * sum(w * w for w in weights))
        for j in range(1, self.n):
            turn = j * self.step.coefficient
            value = value_at(problem, arb.pi() * ball(min(turn, 2 - turn)))
            total = total + 2 * sum(a * b for a, b in zip(weights, weights[j:], strict=False)) * value
        return total / sum(w * w for w in weights)


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

    Examples
    --------
    >>> polygon, value, _ = exact_polygon(Problem("kappa0", 2, 2, ExactReal.parse("pi/5")))
    >>> polygon.n, round(value, 6)
    (5, 0.109686)
    """
    angle, turn = problem.angle, 1 if problem.sided == "projective" else 2
    n = Fraction(turn) / angle.coefficient if angle.times_pi else Fraction(1, 2)
    if n.denominator != 1 or not 2 <= n <= MOST:
        return None
    count = int(n)
    steps = np.abs(np.subtract.outer(np.arange(count), np.arange(count))) * (turn * np.pi / count)
    gram = kernel_floats(problem, np.minimum(steps, 2 * np.pi - steps))
    np.fill_diagonal(gram, problem.at_one)
    values, vectors = np.linalg.eigh(gram)
    return Polygon(count, angle), float(values[0]), vectors[:, 0]
