"""Bounds of the smallest eigenvalue as pictures: one data set, or a sweep over depth or n."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.ticker import FixedLocator, NullLocator, ScalarFormatter

from ntksym.errors import InputError
from ntksym.tables.bounds_table import ranked, ratio
from ntksym.tables.style import COLOURS, GREY, STYLE, Plot
from ntksym.tables.table import Cell

if TYPE_CHECKING:
    from ntksym.spectra.smallest import SmallestEigenvalue
    from ntksym.tables.bounds import BoundsReport

LOWER, UPPER = COLOURS[0], COLOURS[1]
CURVES = 6
Result = Mapping[str, Any]


def plot_bounds(report: BoundsReport) -> Plot:
    """Each bound as a point on a logarithmic axis, with its ratio to the certified eigenvalue, the vertical line.

    An eigenvalue that is exactly 0 has no line; its upper bounds are drawn.
    """
    data, kernel, truth = report.judgement.data, report.judgement.kernel, report.lambda_min.lo
    lower = [(b.theorem.name, b.lower) for b in reversed(ranked(report.bounds, "lower")) if b.lower]
    upper = [(b.theorem.name, b.upper) for b in ranked(report.bounds, "upper") if b.upper]
    if not lower + upper:
        raise InputError(data.name, "no theorem gives a positive bound to draw", "look at the table")
    with rc_context(STYLE):
        figure = Plot(7.5, 1.3 + 0.25 * len(lower + upper))
        axes = figure.add_subplot()
        if truth > 0:
            axes.axvline(float(truth), color="black", linewidth=1.2, label="certified")
        for rows, side in ((lower, "lower"), (upper, "upper")):
            start = len(lower) if side == "upper" else 0
            _ladder(axes, [value for _, value in rows], start, report.lambda_min, side)
        axes.set_xscale("log")
        axes.margins(x=0.12)
        axes.set_yticks(range(len(lower + upper)), [name for name, _ in lower + upper])
        zero = "upper bounds of the smallest eigenvalue, which is " + (
            "0" if report.lambda_min.structural else "0 or more"
        )
        axes.set_xlabel("smallest eigenvalue; numbers: bound over certified value" if truth > 0 else zero)
        axes.set_title(f"{data.name}: $n = {data.n}$, $d = {data.d}$, ${_symbol(kernel.latex)}$", loc="left")
        axes.legend(loc="lower right" if truth > 0 else "upper left")
        figure.set_layout_engine("constrained", w_pad=0.12, h_pad=0.1)
        return figure.settled()


def _symbol(latex: str) -> str:
    """A kernel's symbol in the LaTeX that matplotlib knows."""
    return latex.replace("\\tfrac", "\\frac")


def _ladder(axes: Any, values: Sequence[Fraction], start: int, certified: SmallestEigenvalue, side: str) -> None:
    """Markers that point at the truth, each with its ratio."""
    truth = float(certified.lo)
    colour, marker, towards = (LOWER, ">", -1) if side == "lower" else (UPPER, "<", 1)
    rows = range(start, start + len(values))
    if values:
        axes.plot(list(map(float, values)), rows, linestyle="none", marker=marker, color=colour, label=f"{side} bounds")
    for row, value in zip(rows, values, strict=True):
        over = ratio(value, side, certified)
        if isinstance(over, Cell):
            axes.plot([float(value), truth], [row, row], color=colour, linewidth=0.6, alpha=0.5)
            axes.annotate(
                over.text(3),
                (float(value), row),
                (6 * towards, 0),
                textcoords="offset points",
                ha="right" if side == "lower" else "left",
                va="center",
                fontsize=9,
                color=GREY,
            )


def plot_sweep(
    reports: Iterable[BoundsReport | Result], along: str = "depth", *, names: Sequence[str] | None = None
) -> Plot:
    """Bounds against depth or n: a line a theorem, the certified eigenvalue in black.

    Parameters
    ----------
    reports
        One report, or what it prints as JSON, for each point of the sweep.
    along
        ``"depth"`` or ``"n"``.
    names
        Theorems to draw; default the best lower bound of each paper and the best upper bound, at most six.
    """
    if along not in ("depth", "n"):
        raise InputError(f"along={along}", "no such axis", 'give "depth" or "n"')
    results = [r if isinstance(r, Mapping) else r.as_json() for r in reports]
    results.sort(key=lambda r: r[along])
    places = [r[along] for r in results]
    if len(set(places)) < max(len(places), 2):
        raise InputError(f"along={along}", f"the values are {places}", "give two or more reports, each with its own")
    rows = [{t["name"]: t for t in r["theorems"]} for r in results]
    chosen = _telling(rows) if names is None else list(names)
    if len(chosen) > CURVES:
        raise InputError(f"names={len(chosen)} theorems", "too many for one plot", f"give at most {CURVES}")
    with rc_context(STYLE):
        figure = Plot(7.2, 4.4)
        axes = figure.add_subplot()
        for name, colour in zip(chosen, COLOURS, strict=False):
            sides, heights = _curve(rows, name)
            marker = "^" if "lower" in sides else "v"
            axes.plot(places, heights, "--", marker=marker, color=colour, markersize=4.5, linewidth=1.1, label=name)
        truth = [_positive(r["lambda_min"]["lo"]) for r in results]
        axes.plot(places, truth, "k-o", markersize=4, linewidth=1.8, label="certified")
        axes.set(yscale="log", ylabel=r"$\lambda_{\min}$ and its bounds")
        _ticks(axes, places, along)
        _legend(axes)
        axes.set_title(_title(results, along), loc="left")
        return figure.settled()


def _positive(text: str | None) -> float:
    """A number for a logarithmic axis; not-a-number where there is none."""
    return float(text) if text is not None and float(text) > 0 else float("nan")


def _curve(rows: Sequence[Mapping[str, Any]], name: str) -> tuple[set[str], list[float]]:
    """Which sides a theorem bounds, and its bound at each place."""
    sides, heights = set(), []
    for found in rows:
        row = found.get(name, {})
        side = "lower" if row.get("lower") is not None else "upper"
        sides |= {side} if row.get(side) is not None else set()
        heights.append(_positive(row.get(side)))
    return sides, heights


def _telling(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """For each paper the lower bound that is most often its best, then the upper bound that most often is best."""
    votes: dict[tuple[str, str], dict[str, int]] = {}
    for found in rows:
        best: dict[tuple[str, str], tuple[float, str]] = {}
        for name, row in found.items():
            if row["probability"] is None:
                for side, paper, sign in (("lower", name.partition("-")[0], 1), ("upper", "", -1)):
                    if (value := _positive(row[side])) > 0:
                        best[side, paper] = max(best.get((side, paper), (-float("inf"), "")), (sign * value, name))
        for key, (_, name) in best.items():
            counts = votes.setdefault(key, {})
            counts[name] = counts.get(name, 0) + 1
    winners = {key: max(counts, key=lambda name: counts[name]) for key, counts in votes.items()}
    order = sorted(winners, key=lambda key: key[0])
    return [winners[key] for key in order][:CURVES]


def _ticks(axes: Any, places: Sequence[int], along: str) -> None:
    """A tick at every place; n over more than a factor 5 on a logarithmic axis."""
    if along == "n" and max(places) > 5 * min(places):
        axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator(places))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.set_xlabel("depth $L$" if along == "depth" else "number of points $n$")


def _legend(axes: Any) -> None:
    """Beside the axes, in the order of the curves' last points, so that it reads along the right edge."""
    handles, labels = axes.get_legend_handles_labels()

    def height(i: int) -> float:
        drawn = [y for y in handles[i].get_ydata() if y > 0]
        return float(drawn[-1]) if drawn else 0.0

    order = sorted(range(len(handles)), key=height, reverse=True)
    axes.legend([handles[i] for i in order], [labels[i] for i in order], loc="center left", bbox_to_anchor=(1.0, 0.5))


def _title(results: Sequence[Result], along: str) -> str:
    """What stays the same along the sweep."""
    names = dict.fromkeys(r["data"]["name"] for r in results)
    data = next(iter(names)) if len(names) == 1 else ""
    same = {key: {r[key] for r in results} for key in ("n", "d") if key != along}
    parts = [f"${key} = {found.pop()}$" for key, found in same.items() if len(found) == 1]
    parts += [f"kernel {results[0]['kernel']}"] if along == "n" else []
    return f"{data}: {', '.join(parts)}" if data else ", ".join(parts)
