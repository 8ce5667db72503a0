"""What a theorem may ask of a data set, each fact certified and computed once."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb
from typing import Any, TypeVar

import numpy as np

from ntksym.balls.arb import arb, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.matrices import Floats, VerifiedMatrix
from ntksym.data import Dataset
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import DotKernel, Pair
from ntksym.kernels.gram import gram
from ntksym.spectra.singular import parallel_rows
from ntksym.spectra.smallest import SmallestEigenvalue, lambda_min, smallest_eigenvalue
from ntksym.theorems.rows import Profile, profile

T = TypeVar("T")
BITS = 160
COSINE = DotKernel("power", 1)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is assumed of the data beyond the numbers: an i.i.d. law and the failure probability granted to it."""

    distribution: str | None = None  # "sphere" (directions uniform) or "gaussian"
    failure: Fraction = Fraction(1, 100)


class Facts:
    """A data set and a kernel as the theorems see them: norms, cosines, separation, eigenvalues of other kernels.

    Parameters
    ----------
    data
        The points.
    kernel
        The kernel whose smallest eigenvalue is bounded.
    setting
        Assumptions for probabilistic theorems.
    """

    def __init__(self, data: Dataset, kernel: DotKernel, setting: Setting | None = None) -> None:
        self.data, self.kernel, self.setting = data, kernel, setting or Setting()
        self._kept: dict[Hashable, Any] = {}

    @property
    def n(self) -> int:
        """The number of points."""
        return self.data.n

    @property
    def d(self) -> int:
        """The dimension."""
        return self.data.d

    @cached_property
    def least_norm2(self) -> Fraction:
        """Min |x_i|^2, exactly; 1 for kernels that see directions alone."""
        return min(self.data.norms2) if self.kernel.homogeneity else Fraction(1)

    @cached_property
    def largest_norm2(self) -> Fraction:
        """Max |x_i|^2, exactly; 1 for kernels that see directions alone."""
        return max(self.data.norms2) if self.kernel.homogeneity else Fraction(1)

    @cached_property
    def cosines(self) -> VerifiedMatrix:
        """The matrix R of cosines, |R_ij - mid_ij| <= eta."""
        return gram(self.data, COSINE, unit=True)

    @cached_property
    def unit_matrix(self) -> VerifiedMatrix:
        """U = f(R): the kernel's matrix for rows of length 1."""
        return gram(self.data, self.kernel, unit=True)

    @cached_property
    def parallel(self) -> list[list[tuple[int, int]]]:
        """The rows that share a line through 0, line by line, each with its sign."""
        return parallel_rows(self.data)

    @cached_property
    def lines(self) -> Facts:
        """The same facts of the data with one row for each line: of these very data, if no two rows are parallel."""
        if not self.parallel:
            return self
        dropped = {i for line in self.parallel for i, _ in line[1:]}
        kept = [i for i in range(self.n) if i not in dropped]
        return Facts(Dataset(self.data.points[kept], self.data.name), self.kernel, self.setting)

    @cached_property
    def rows(self) -> Profile:
        """Where the |R_ij| of each row lie: certified row sums of any increasing function."""
        return profile(self.cosines)

    @cached_property
    def signed_rows(self) -> tuple[Profile, Profile]:
        """The same for the positive (or uncertain) and for the negative entries apart."""
        return profile(self.cosines, 1), profile(self.cosines, -1)

    def pair(self, i: int, j: int) -> Pair:
        """The angle between rows i and j, in balls at the working precision, from exact inner products."""
        x, y = self.data.integer_rows[i], self.data.integer_rows[j]
        return Pair.of(sum(a * b for a, b in zip(x, y, strict=True)), sum(a * a for a in x), sum(b * b for b in y))

    def _closest(self, key: Callable[[Floats], Floats], *, lines: bool) -> tuple[int, int]:
        """The pair with the largest cosine (``lines``: modulus): exact comparison of all that floats leave open."""
        values = key(self.cosines.mid).copy()
        np.fill_diagonal(values, -np.inf)
        candidates = np.argwhere(np.triu(values >= values.max() - 4 * self.cosines.eta - 2.0**-50, 1))
        return max(((int(i), int(j)) for i, j in candidates), key=lambda ij: self._order(*ij, lines=lines))

    def _order(self, i: int, j: int, *, lines: bool) -> Fraction:
        """A rational that orders pairs as the cosine does: sign(t) t^2 (``lines``: t^2)."""
        x, y = self.data.integer_rows[i], self.data.integer_rows[j]
        inner = sum(a * b for a, b in zip(x, y, strict=True))
        square = Fraction(inner * inner, sum(a * a for a in x) * sum(b * b for b in y))
        return square if lines or inner >= 0 else -square

    @cached_property
    def closest_lines(self) -> tuple[int, int]:
        """The pair of rows whose lines are closest (largest |cosine|)."""
        return self._closest(np.abs, lines=True)

    @cached_property
    def closest_points(self) -> tuple[int, int]:
        """The pair of rows whose directions are closest (largest cosine)."""
        return self._closest(lambda mid: mid, lines=False)

    def _enclose(self, where: tuple[int, int], compute: Callable[[Pair], arb]) -> Enclosure:
        with precision(BITS):
            return Enclosure.of_ball(compute(self.pair(*where)))

    @cached_property
    def rho(self) -> Enclosure:
        """The largest |cosine| of two rows."""
        return self._enclose(self.closest_lines, lambda p: abs(p.t))

    @cached_property
    def t_max(self) -> Enclosure:
        """The largest cosine of two rows."""
        return self._enclose(self.closest_points, lambda p: p.t)

    @cached_property
    def angle(self) -> Enclosure:
        """Alpha: the smallest angle between two lines, in [0, pi/2]."""
        return self._enclose(self.closest_lines, lambda p: 2 * (_nearer(p) / 2).sqrt().asin())

    @cached_property
    def point_angle(self) -> Enclosure:
        """Theta': the smallest angle between two directions, in [0, pi]."""
        return self._enclose(self.closest_points, lambda p: p.theta)

    @cached_property
    def separation(self) -> Enclosure:
        """Delta = 2 sin(alpha/2) = min over pairs of min(|x - y|, |x + y|) for unit rows."""
        return self._enclose(self.closest_lines, lambda p: (2 * _nearer(p)).sqrt())

    @cached_property
    def point_separation(self) -> Enclosure:
        """Delta' = 2 sin(theta'/2) = min over pairs of |x - y| for unit rows."""
        return self._enclose(self.closest_points, lambda p: (2 * p.gap).sqrt())

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What ``compute`` returns, computed the first time that this key is asked for."""
        if key not in self._kept:
            self._kept[key] = compute()
        found: T = self._kept[key]
        return found

    def smallest(self, kernel: DotKernel) -> SmallestEigenvalue:
        """Certified lambda_min of another kernel's matrix of cosines, e.g. a Hadamard power or a layer."""
        return self.once(("smallest", kernel), lambda: lambda_min(self.data, kernel, unit=True))

    def floor(self, kernel: DotKernel) -> Fraction:
        """A lower bound in [0, f(1)] of lambda_min of another kernel's matrix: in float64 alone, 0 if that fails."""
        return self.once(("floor", kernel), lambda: self._floor(kernel))

    def _floor(self, kernel: DotKernel) -> Fraction:
        if kernel.family == "power" and self.n > comb(self.d + kernel.L - 1, kernel.L):
            return Fraction(0)  # more rows than L-fold tensors have dimensions
        try:
            found = smallest_eigenvalue(gram(self.data, kernel, unit=True))
        except UndecidedError:
            return Fraction(0)
        return min(max(found.lo, Fraction(0)), kernel.at_one)


def _nearer(pair: Pair) -> arb:
    """1 - |t|."""
    return pair.gap.min(pair.cogap)


def upwards(x: Fraction) -> float:
    """The float64 next above an exact number."""
    value = float(x)
    return value if Fraction(value) >= x else math.nextafter(value, math.inf)


def downwards(x: Fraction) -> float:
    """The float64 next below an exact number."""
    value = float(x)
    return value if Fraction(value) <= x else math.nextafter(value, -math.inf)
