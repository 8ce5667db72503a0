"""How far the condition number is from 1 + n/3, for all sets with a separation: a table over n, angle and depth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ntksym.balls.enclosure import Enclosure
from ntksym.spectra.depth_limit import DepthLimit
from ntksym.tables.table import Cell, Entry, Table

NOTES = (
    "Every n unit vectors whose lines are separated by the angle, in any dimension: the condition number of",
    "(Theta_L(x_i . x_j)) less 1 + n/3 lies between low and high. From L_0 on, low >= 0 and high falls; from L_1 on",
    "it is at most 1. Both are (2 n/3) (log L)/L up to terms of order 1/L. None: L is too small for a bound.",
)


def depth_limit_table(points: Sequence[int], depths: Sequence[int], angles: Sequence[str], digits: int = 6) -> Table:
    """The bounds of :class:`~ntksym.spectra.depth_limit.DepthLimit`.

    Examples
    --------
    >>> depth_limit_table([5], [100, 10**4], ["0.8"], 4).texts()
    [['5', '0.8', '54', '63', '100', '0.09061', '0.5512'], ['5', '0.8', '54', '63', '10000', '0.003321', '0.00587']]
    """
    rows: list[tuple[Entry, ...]] = []
    for n in points:
        for angle in angles:
            limit = DepthLimit.of(n, angle)
            first, near = limit.first_depth(), limit.first_depth(Fraction(1))
            for L in depths:
                found = limit.excess(L)
                rows.append((n, angle, first, near, L, _cell(found.low, "lower"), _cell(found.high, "upper")))
    title = "Condition number less 1 + n/3"
    return Table("depth-limit", title, ("n", "angle", "L_0", "L_1", "L", "low", "high"), tuple(rows), digits, NOTES)


def _cell(value: Fraction | None, side: str) -> Entry:
    return "none" if value is None else Cell(Enclosure.around(value), side)
