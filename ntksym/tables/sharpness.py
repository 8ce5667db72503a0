"""How sharp the theorems are: each lower bound's share of the certified eigenvalue, over many data sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import Any

from ntksym.balls.enclosure import Enclosure
from ntksym.tables.bounds_sweep import NONE, Outcome, label
from ntksym.tables.table import Cell, Entry, Table

Shares = dict[str, Enclosure]
ZERO = Enclosure.around(0)


def shares(result: Mapping[str, Any]) -> Shares:
    """Each theorem's certain lower bound over the certified eigenvalue; empty where that may be 0.

    Examples
    --------
    >>> row = {"name": "a-1", "lower": "0.5", "probability": None}
    >>> found = shares({"lambda_min": {"lo": "0.99", "hi": "1"}, "theorems": [row]})
    >>> print(found["a-1"].format(3))  # from 0.5/1 to 0.5/0.99
    [0.5, 0.506]
    """
    lo, hi = (Fraction(result["lambda_min"][end]) for end in ("lo", "hi"))
    if lo <= 0:
        return {}
    bounds = {t["name"]: Fraction(t["lower"]) for t in result["theorems"] if t["lower"] and t["probability"] is None}
    return {name: Enclosure.around(bound / hi, bound / lo) for name, bound in bounds.items() if bound > 0}


def shares_table(outcomes: Iterable[Outcome]) -> Table:
    """A row for each data set and kernel, a column for each theorem, the sharpest first; medians below."""
    outcomes = list(outcomes)
    judged = [(label(item), _kernel(item), result, shares(result)) for item, result, _ in outcomes if result]
    failed = [(label(item), _kernel(item), error or NONE) for item, result, error in outcomes if not result]
    names = _by_median([found for *_, found in judged])
    rows: list[tuple[Entry, ...]] = []
    for data, kernel, result, found in judged:
        best = max(found, key=lambda name: found[name].lo, default=None)
        lo, hi = (Fraction(result["lambda_min"][end]) for end in ("lo", "hi"))
        truth = Cell(Enclosure.around(lo, hi))
        sharpest: tuple[Entry, ...] = (NONE, NONE) if best is None else (_share(found[best]), best)
        rows.append((data, kernel, truth, *sharpest, *(_share(found.get(name)) for name in names)))
    rows += [(data, kernel, NONE, NONE, error, *[NONE] * len(names)) for data, kernel, error in failed]
    kernels = list(dict.fromkeys(kernel for _, kernel, *_ in judged))
    for kernel in kernels:
        own = [found for _, name, _, found in judged if name == kernel]
        best_ones = [max(found.values(), key=lambda e: e.lo, default=ZERO) for found in own]
        cells = [_share(_median([found.get(name, ZERO) for found in own])) for name in names]
        rows.append(("median", kernel, "", _share(_median(best_ones)), "", *cells))
    return Table(
        name="sharpness",
        title="Lower bounds of the smallest eigenvalue, as shares of the certified eigenvalue",
        columns=("data", "kernel", "lambda_min", "best", "theorem", *names),
        rows=tuple(rows),
        digits=3,
        notes=("In a median a theorem that does not apply (-) counts as 0.",),
        kinds=(*[""] * len(outcomes), *["main"] * len(kernels)),
    )


def _kernel(item: Mapping[str, Any]) -> str:
    """The kernel as it was named, with its depth where that counts."""
    return f"{item['kernel']} L={item['depth']}" if item["kernel"] in ("ntk", "sigma") else str(item["kernel"])


def _by_median(found: Sequence[Shares]) -> list[str]:
    names = sorted({name for each in found for name in each})
    return sorted(names, key=lambda name: -_median([each.get(name, ZERO) for each in found]).lo)


def _median(shares: Sequence[Enclosure]) -> Enclosure:
    """The medians of the ends enclose the median."""
    return Enclosure.around(median(e.lo for e in shares), median(e.hi for e in shares))


def _share(share: Enclosure | None) -> Entry:
    return NONE if share is None else Cell(share, "lower")
