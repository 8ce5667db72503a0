"""Bounds of the smallest eigenvalue as pictures: one data set, or a sweep over depth or n."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matplotlib import rc_context

from ntksym.errors import InputError
from ntksym.tables.style import COLOURS, GREY, STYLE, Plot

if TYPE_CHECKING:
    from ntksym.tables.bounds import BoundsReport


def plot_bounds(report: BoundsReport) -> Plot:
    """Each theorem's bound as a point on a logarithmic axis; the certified eigenvalue is the vertical line."""
    lower = sorted((b for b in report.bounds if b.lower), key=lambda b: b.lower or 0)
    upper = sorted((b for b in report.bounds if b.upper), key=lambda b: b.upper or 0)
    truth = report.lambda_min
    if truth.lo <= 0 or not lower + upper:
        raise InputError(report.judgement.data.name, "no positive eigenvalue or bound to draw", "look at the table")
    names = [b.theorem.name for b in lower + upper]
    with rc_context(STYLE):
        figure = Plot(7.5, 1.2 + 0.28 * len(names))
        axes = figure.add_subplot()
        axes.axvline(float(truth.lo), color=GREY, linewidth=1.2)
        for row, bound in enumerate(lower + upper):
            is_lower = row < len(lower)
            value = float((bound.lower if is_lower else bound.upper) or 0)
            colour = COLOURS[0] if is_lower else COLOURS[1]
            axes.plot([value, float(truth.lo)], [row, row], color=colour, linewidth=0.6, alpha=0.5)
            axes.plot([value], [row], marker=">" if is_lower else "<", color=colour, markersize=6)
        axes.set_xscale("log")
        axes.set_yticks(range(len(names)), names)
        axes.set_xlabel(
            "$\\lambda_{\\min}$: lower bounds from the left, upper bounds from the right, certified value the line"
        )
        data, kernel = report.judgement.data, report.judgement.kernel
        axes.set_title(f"{data.name}: n = {data.n}, d = {data.d}, ${kernel.latex}$")
        return figure.settled()


def plot_sweep(reports: Sequence[BoundsReport], along: str = "depth", *, names: Sequence[str] | None = None) -> Plot:
    """Bounds against depth or n: a line a theorem, the certified eigenvalue in black.

    Parameters
    ----------
    reports
        One report a point of the sweep.
    along
        ``"depth"`` or ``"n"``.
    names
        Theorems to draw; default those that are best somewhere, at most six.
    """
    if along not in ("depth", "n"):
        raise InputError(f"along={along}", "no such axis", 'give "depth" or "n"')
    where: Callable[[BoundsReport], int] = (
        (lambda r: r.judgement.kernel.L) if along == "depth" else (lambda r: r.judgement.data.n)
    )
    ordered = sorted(reports, key=where)
    if names is None:
        best = [b.theorem.name for r in ordered for b in (r.best_lower, r.best_upper) if b is not None]
        names = list(dict.fromkeys(best))[: len(COLOURS) - 1]
    with rc_context(STYLE):
        figure = Plot(7, 4.6)
        axes = figure.add_subplot()
        places = [where(r) for r in ordered]
        axes.plot(places, [float(r.lambda_min.lo) for r in ordered], "k-o", markersize=4, label="certified")
        for name, colour in zip(names, COLOURS, strict=False):
            points = []
            for report in ordered:
                found = next((b for b in report.bounds if b.theorem.name == name), None)
                value = (found.lower if found.lower is not None else found.upper) if found else None
                points.append(float(value) if value else float("nan"))
            axes.plot(places, points, "--o", color=colour, markersize=3.5, label=name)
        axes.set_yscale("log")
        axes.set_xlabel("depth $L$" if along == "depth" else "number of points $n$")
        axes.set_ylabel("$\\lambda_{\\min}$ and its bounds")
        axes.legend(loc="best")
        return figure.settled()
