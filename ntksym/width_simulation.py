"""Monte Carlo: lambda_min of random networks' NTKs over their limit's, seeded and labelled as such.

Nothing here is certified: float64 eigenvalues of :func:`~ntksym.networks.kernel.empirical_ntk`'s midpoints, times
prod 2/n_l, over the certified limit.  Draws are independent tasks of :func:`ntksym.sweep.sweep`, so any executor runs
them, and an interrupted run goes on where it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from ntksym.data import Dataset
from ntksym.errors import InputError
from ntksym.kernels.dot_product import ntk
from ntksym.networks.kernel import empirical_ntk
from ntksym.networks.network import gaussian
from ntksym.spectra.smallest import SmallestEigenvalue, lambda_min
from ntksym.sweep import sweep


@dataclass(frozen=True)
class Simulated:
    """Draws at one choice of hidden widths: ratios to the limit's eigenvalue, their mean and its standard error."""

    hidden: tuple[int, ...]
    ratios: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean ratio."""
        return math.fsum(self.ratios) / len(self.ratios)

    @property
    def standard_error(self) -> float:
        """Of the mean; NaN for one draw."""
        n = len(self.ratios)
        if n < 2:
            return math.nan
        return math.sqrt(math.fsum((r - self.mean) ** 2 for r in self.ratios) / (n * (n - 1)))


def draw(item: dict[str, Any]) -> float:
    """One network's lambda_min times prod 2/n_l, in float64 (a task for a sweep)."""
    points = np.array([[float.fromhex(v) for v in row] for row in item["points"]])
    hidden = tuple(item["hidden"])
    net = gaussian(points.shape[1], hidden, item["seed"])
    K = empirical_ntk(net, Dataset(points))
    return float(np.linalg.eigvalsh(K.mid)[0]) * float(prod((Fraction(2, n) for n in hidden), start=Fraction(1)))


def simulate(
    data: Dataset,
    widths: Sequence[tuple[int, ...]],
    seeds: Sequence[int],
    *,
    store: str | Path | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    dask: str | None = None,
    on_draw: Callable[[], None] | None = None,
) -> tuple[SmallestEigenvalue, list[Simulated]]:
    """The certified limit lambda_min(Theta_L |x||y|), and draws of finite networks at each choice of widths.

    Parameters
    ----------
    data
        The inputs.
    widths
        Hidden widths n_1..n_{L-1}, one tuple a point of the curve, all of one depth.
    seeds
        One network a seed and width.
    store, jobs, executor, dask
        As for :func:`ntksym.sweep.sweep`; without a store nothing is kept.
    on_draw
        Called after every draw.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> limit, found = simulate(dataset([[1, 0], [0, 1]]), [(50,), (400,)], range(4), jobs=1)
    >>> [s.hidden for s in found], 0.5 < found[1].mean < 1.5
    ([(50,), (400,)], True)
    """
    depths = {len(w) for w in widths}
    if len(depths) != 1 or not seeds or any(min(w, default=0) < 1 for w in widths):
        raise InputError(f"widths={list(widths)[:4]}", "not hidden widths of one depth", "give e.g. [(100,), (1000,)]")
    limit = lambda_min(data, ntk(depths.pop() + 1))
    if limit.lo <= 0:
        raise InputError(data.name, "the limit's smallest eigenvalue is not positive", "remove parallel rows")
    points = [[v.hex() for v in row] for row in data.points.tolist()]
    items = [{"points": points, "hidden": list(w), "seed": int(s)} for w in widths for s in seeds]
    tell = on_draw or (lambda: None)
    with TemporaryDirectory() as folder:
        kept = Path(folder) / "draws.jsonl" if store is None else Path(store)
        records = sweep(
            draw, items, store=kept, jobs=jobs, executor=executor, dask=dask, on_record=lambda record: tell()
        )
    broken = next((r.error for r in records if r.error), None)
    if broken:
        raise InputError("simulation", broken, "use other widths or data")
    values, each = [float(r.result) / float(limit.hi) for r in records], len(seeds)
    return limit, [Simulated(tuple(w), tuple(values[k * each : (k + 1) * each])) for k, w in enumerate(widths)]
