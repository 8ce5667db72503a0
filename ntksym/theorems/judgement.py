"""A data set judged: its certified smallest eigenvalue beside what every theorem guarantees for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from ntksym.data import Dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.spectra.smallest import SmallestEigenvalue, lambda_min
from ntksym.theorems.facts import Facts, Setting
from ntksym.theorems.theorem import Bound, Theorem

Progress = Callable[[str, float], None]
"""Called with a stage's name and the fraction that is done."""


def theorems() -> tuple[Theorem, ...]:
    """Every theorem, paper by paper."""
    from ntksym.theorems import karhadkar, nguyen, slides, two_point

    return (*karhadkar.THEOREMS, *nguyen.THEOREMS, *slides.THEOREMS, *two_point.THEOREMS)


@dataclass(frozen=True)
class Judgement:
    """lambda_min(K) certified on both sides, and the theorems' bounds."""

    data: Dataset
    kernel: DotKernel
    truth: SmallestEigenvalue
    bounds: tuple[Bound, ...]

    @property
    def best_lower(self) -> Bound | None:
        """The theorem with the largest certain lower bound."""
        found = [b for b in self.bounds if b.lower is not None and b.probability is None]
        return max(found, key=lambda b: b.lower or Fraction(0), default=None)

    @property
    def best_upper(self) -> Bound | None:
        """The theorem with the smallest certain upper bound."""
        found = [b for b in self.bounds if b.upper is not None and b.probability is None]
        return min(found, key=lambda b: b.upper or Fraction(0), default=None)


def judge(
    data: Dataset,
    kernel: DotKernel,
    setting: Setting | None = None,
    *,
    only: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Judgement:
    """Certify lambda_min and apply every theorem (or those named in ``only``).

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.kernels.dot_product import ntk
    >>> found = judge(dataset([[1, 0], [0, 1]]), ntk(2))
    >>> bool(found.best_lower.lower <= found.truth.hi), bool(found.truth.lo <= found.best_upper.upper)
    (True, True)
    """
    tell = progress or (lambda stage, done: None)
    truth = lambda_min(data, kernel, progress=lambda stage, done: tell(f"smallest eigenvalue: {stage}", done / 2))
    facts, wanted = Facts(data, kernel, setting), set(only or ())
    chosen = [t for t in theorems() if not wanted or t.name in wanted]
    found = []
    for done, theorem in enumerate(chosen):
        tell(theorem.name, 0.5 + done / len(chosen) / 2)
        found.append(theorem.apply(facts))
    tell("done", 1.0)
    return Judgement(data, kernel, truth, tuple(found))
