"""What the finite-width theorems need of a data set, and what they answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ntksym.balls.arb import arb
from ntksym.balls.matrices import Floats
from ntksym.data import Dataset
from ntksym.errors import InputError
from ntksym.kernels.dot_product import DotKernel, ntk
from ntksym.spectra.operator_norm import tight_norm
from ntksym.spectra.smallest import SmallestEigenvalue, lambda_min
from ntksym.theorems.karhadkar.width import FIRST, SECOND

SLACK = 1e-7
NOTES = "derived here"
NGUYEN = "Nguyen et al. (arXiv 2012.11654v5)"


@dataclass(frozen=True)
class Guarantee:
    """lambda_min(K) >= lower (or <= upper) with at least ``probability`` over the weights, or why there is none."""

    name: str
    source: str
    lower: Fraction | None = None
    upper: Fraction | None = None
    probability: Fraction | None = None
    why: str = ""

    @property
    def applies(self) -> bool:
        """Whether it says anything."""
        return self.lower is not None or self.upper is not None


class WideData:
    """What the theorems need of a data set, each number certified and computed once.

    ``layers`` counts the given layers below the random ones, ``outputs`` are given output weights: none here.
    """

    layers = 0
    outputs: Floats | None = None

    def __init__(self, data: Dataset) -> None:
        self.data, self.n, self.dimension = data, data.n, data.d

    @property
    def inputs(self) -> Dataset:
        """What the random layers take, for simulation: float64, not certified where layers are given."""
        return self.data

    @cached_property
    def square(self) -> Fraction:
        """At least |X|^2."""
        return tight_norm(self.data.points) ** 2

    @cached_property
    def frobenius2(self) -> Fraction:
        """|X|_F^2, exactly."""
        return sum(self.data.norms2, Fraction(0))

    def _smallest(self, kernel: DotKernel) -> Fraction:
        return max(lambda_min(self.data, kernel).lo, Fraction(0))

    @cached_property
    def features(self) -> Fraction:
        """At most lambda = lambda_min of kappa_1/2 with norms."""
        return self._smallest(SECOND)

    @cached_property
    def first(self) -> Fraction:
        """At most lambda_min of t kappa_0/2 with norms: Lambda/2."""
        return self._smallest(FIRST)

    def limit(self, depth: int) -> SmallestEigenvalue:
        """Lambda_min of the limit Theta_L |x||y|."""
        return lambda_min(self.data, ntk(depth))


class TooNarrow(Exception):  # noqa: N818 - not an error: a theorem's answer
    """A theorem's hypothesis is not met; the message says which."""


def h(e: arb) -> arb:
    """E + (1 - e) log(1 - e), for 0 <= e < 1."""
    return e + (1 - e) * (1 - e).log()


def inverse_h(value: float) -> float:
    """A float e with h(e) a little above ``value``, or 1 if there is none."""
    if not value < 1:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(80):
        e = (low + high) / 2
        low, high = (e, high) if e + (1 - e) * math.log1p(-e) < value else (low, e)
    return min(high * (1 + SLACK) + SLACK, 1.0)


def check_widths(hidden: tuple[int, ...], failure: Fraction) -> None:
    """Refuse what are no widths and no failure probability."""
    if not hidden or min(hidden) < 1:
        raise InputError(f"hidden={hidden}", "hidden widths are integers >= 1, at least one", "give e.g. (1000,)")
    if not 0 < failure < 1:
        raise InputError(f"failure={failure}", "a failure probability lies in (0, 1)", "give e.g. 1/100")
