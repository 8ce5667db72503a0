"""The condition number of a data set's NTK matrix against depth: table, JSON, plot."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context

from ntksym.balls.enclosure import Enclosure, round_decimal
from ntksym.data import Dataset, dataset
from ntksym.descent.conditioning import Condition, conditions, depth_limit
from ntksym.descent.prediction import Progress
from ntksym.errors import UndecidedError
from ntksym.kernels.dot_product import HALF
from ntksym.tables.style import COLOURS, GREY, STYLE, Plot
from ntksym.tables.table import Cell, Entry, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

NONE = "-"
TICKS = 12
ACTIVATIONS = {HALF: "ReLU", Fraction(1): "absolute value"}


@dataclass(frozen=True)
class ConditioningReport:
    """Certified condition numbers at some depths, for one or more activations (by Delta)."""

    data: Dataset
    found: dict[Fraction, list[Condition]]

    @cached_property
    def limits(self) -> dict[Fraction, tuple[int, int]]:
        """For each Delta <= 1/2 two depths: from the first on kappa >= 1 + n/3, from the second on it is within 1."""
        known = {}
        for delta in self.found:
            limit = depth_limit(self.data, delta)
            if limit is not None:
                with suppress(UndecidedError):  # beyond any depth of interest
                    known[delta] = (limit.first_depth(), limit.first_depth(Fraction(1)))
        return known

    @property
    def overshoot(self) -> dict[Fraction, int]:
        """For each Delta the depth at which kappa is certainly largest among those asked for, if it exceeds 1 + n/3."""
        depths = {}
        for delta, rows in self.found.items():
            known = [r for r in rows if r.number is not None]
            top = max(known, key=lambda r: _number(r).lo, default=None)
            if top is None or not _number(top).lo > top.limit:
                continue
            if all(r is top or _number(r).hi < _number(top).lo for r in known):
                depths[delta] = top.L
        return depths

    def as_json(self) -> dict[str, Any]:
        """Plain data; numbers are decimal strings, rounded outwards."""
        return {
            "n": self.data.n,
            "d": self.data.d,
            "limit": str(1 + Fraction(self.data.n, 3)),
            "conditions": [
                {
                    "delta": str(delta),
                    "L": row.L,
                    "lambda_min": _ends(row.smallest),
                    "lambda_max": _ends(row.largest),
                    "kappa": _ends(row.number),
                    "excess": _ends(row.excess),
                    "off_diagonal": _ends(row.off_diagonal),
                    "inverse_cosine_distance": _ends(row.distance),
                    "entry_bound_spare": round_decimal(row.spare, 8, up=False),
                }
                for delta, rows in self.found.items()
                for row in rows
            ],
            "all_depths": [
                {"delta": str(delta), "excess_ge_0_from": first, "excess_le_1_from": near}
                for delta, (first, near) in self.limits.items()
            ],
            "data": {"name": self.data.name, "sha256": self.data.digest, "notes": list(self.data.notes)},
        }

    def table(self, digits: int = 6) -> Table:
        """One row for each activation and depth."""
        body: list[tuple[Entry, ...]] = [
            (
                _name(delta),
                row.L,
                *_both(row.number),
                *_both(row.excess),
                Cell(row.off_diagonal, "lower"),
                Cell(row.off_diagonal, "upper"),
                *_both(row.distance),
                Cell(Enclosure.around(row.spare), "lower"),
            )
            for delta, rows in self.found.items()
            for row in rows
        ]
        return Table(
            name="conditioning",
            title=f"Condition number of the NTK matrix of {self.data.name} (n = {self.data.n}, d = {self.data.d}), "
            "rows normalised",
            columns=(
                "activation",
                "L",
                *("kappa from", "to"),
                *("kappa - (1+n/3) from", "to"),
                *("Theta_L/L off from", "to"),
                *("w from", "to"),
                "(E) spares",
            ),
            rows=tuple(body),
            digits=digits,
            notes=(
                "w: inverse cosine distances; (E): Theta_L <= (3 pi/(16 Delta)) w - 1/8, its least margin.",
                f"1 + n/3 = {1 + Fraction(self.data.n, 3)} is the limit of large depth.",
                *(
                    f"{_name(delta)}: kappa >= 1 + n/3 for every L >= {first}, kappa <= 2 + n/3 for every L >= {near}."
                    for delta, (first, near) in self.limits.items()
                ),
                *(
                    f"{_name(delta)}: largest at L = {L} of these depths, above the limit."
                    for delta, L in self.overshoot.items()
                ),
            ),
        )

    def plot(self) -> Plot:
        """Kappa against depth, with the limit as a line."""
        with rc_context(STYLE):
            figure = Plot(6.5, 4.2)
            axes = figure.add_subplot()
            axes.axhline(float(1 + Fraction(self.data.n, 3)), color=GREY, linewidth=1, label="$1 + n/3$")
            for (delta, rows), colour in zip(self.found.items(), COLOURS, strict=False):
                known = [r for r in rows if r.number is not None]
                ends = [(float(_number(r).lo), float(_number(r).hi)) for r in known]
                depths = [r.L for r in known]
                axes.fill_between(depths, [lo for lo, _ in ends], [hi for _, hi in ends], color=colour, alpha=0.3)
                axes.plot(depths, [hi for _, hi in ends], "-o", color=colour, markersize=3, label=_name(delta))
            axes.set_xscale("log")
            axes.set_yscale("log")
            every = sorted({row.L for rows in self.found.values() for row in rows})
            axes.set_xticks(every[:: max(1, len(every) // TICKS)], minor=False)
            axes.set_xticklabels(map(str, every[:: max(1, len(every) // TICKS)]))
            axes.set_xticks([], minor=True)
            axes.set_xlabel("depth $L$")
            axes.set_ylabel("condition number $\\kappa$ of $(\\Theta_L(t_{ij}))$")
            axes.set_title(f"{self.data.name}: n = {self.data.n}, d = {self.data.d}")
            axes.legend(loc="best")
            return figure.settled()

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def conditioning(
    X: Any,
    depths: Iterable[int],
    deltas: Sequence[Fraction] = (HALF,),
    *,
    name: str = "X",
    progress: Progress | None = None,
) -> ConditioningReport:
    """Certified condition numbers of a data set's NTK matrices; the rows count as normalised to length 1.

    Parameters
    ----------
    X
        Shape (n, d): an array-like or a :class:`~ntksym.data.Dataset`.
    depths
        The depths L >= 2.
    deltas
        Delta of each activation: 1/2 is the ReLU, 1 the absolute value.

    Examples
    --------
    >>> report = conditioning([[1, 0], [0, 1]], [2, 3, 10, 100])
    >>> {str(delta): L for delta, L in report.overshoot.items()}
    {'1/2': 10}
    """
    data, chosen = X if isinstance(X, Dataset) else dataset(X, name), list(depths)
    return ConditioningReport(
        data, {Fraction(delta): conditions(data, chosen, Fraction(delta), progress=progress) for delta in deltas}
    )


def _number(row: Condition) -> Enclosure:
    assert row.number is not None
    return row.number


def _name(delta: Fraction) -> str:
    return ACTIVATIONS.get(delta, f"Delta = {delta}")


def _both(x: Enclosure | None) -> tuple[Entry, Entry]:
    return (NONE, NONE) if x is None else (Cell(x, "lower"), Cell(x, "upper"))


def _ends(x: Enclosure | None) -> dict[str, str] | None:
    if x is None:
        return None
    return {"lo": round_decimal(x.lo, 16, up=False), "hi": round_decimal(x.hi, 16, up=True)}
