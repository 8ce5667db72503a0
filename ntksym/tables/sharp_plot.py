"""Plots of sharp constants: the certified band around the worst smallest eigenvalue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from matplotlib import rc_context
from matplotlib.ticker import LogLocator

from ntksym.balls.exact import ExactReal
from ntksym.claims.prose import to_latex
from ntksym.errors import InputError
from ntksym.spectra.separation import Problem
from ntksym.tables.grids import integers
from ntksym.tables.sharp import cap_lower, layerwise_lower, two_point_lower, upper_constant
from ntksym.tables.style import COLOURS, STYLE, Plot
from ntksym.tables.table import KERNELS

AXES = {"angle": "separation angle $\\alpha$ (rad)", "d": "dimension $d$", "L": "depth $L$"}


def plot_constants(
    dims: str = "3",
    depths: str = "2",
    angles: Iterable[str] = ("0.1", "0.2", "0.3", "0.5", "0.8", "1.3"),
    *,
    kernel: str = "ntk",
    against: str = "angle",
) -> Plot:
    """Both certified sides of inf lambda_min over all data with a separation, as a band.

    Parameters
    ----------
    dims, depths, angles, kernel
        As for ``ntksym table constants``; the depths count for ``ntk`` only.
    against
        ``angle``, ``d`` or ``L``: the horizontal axis.  There is one band for each choice of the other two.

    Examples
    --------
    >>> figure = plot_constants("2", "2", ["0.5", "0.8"], kernel="kappa0")
    >>> len(figure.axes)
    1
    """
    if against not in AXES:
        raise InputError(f"against={against}", "no such axis", f"choose one of {', '.join(AXES)}")
    ds, Ls = integers(dims, "dims", 2), integers(depths, "depths", 2) if kernel == "ntk" else [2]
    read = sorted((ExactReal.parse(a, "angle") for a in angles), key=_size)
    if not read:
        raise InputError("angles", "there is none to draw", 'give angles, e.g. ["0.1", "pi/4"]')
    values: dict[str, Sequence[Any]] = {"d": ds, "L": Ls, "angle": read}
    others = [name for name in ("d", "L", "angle") if name != against]
    groups = [(x, y) for x in values[others[0]] for y in values[others[1]]]
    if len(groups) > len(COLOURS):
        raise InputError(f"{len(groups)} bands", "too many for one plot", f"give at most {len(COLOURS)}")
    with rc_context(STYLE):
        figure = Plot(6.4, 4.4)
        axes = figure.subplots()
        for colour, group in zip(COLOURS, groups, strict=False):
            fixed = dict(zip(others, group, strict=True))
            _band(axes, kernel, against, values[against], fixed, colour, _label(kernel, fixed))
        axes.set(xscale="linear" if against == "d" else "log", yscale="log", xlabel=AXES[against])
        axes.set_ylabel(rf"worst $\lambda_{{\min}}$ of {to_latex(KERNELS[kernel])}: lower and upper constant")
        places = [_size(x) if isinstance(x, ExactReal) else x for x in values[against]]
        axes.set_xticks(places, [f"${_text(x)}$" for x in values[against]])
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter(lambda y, _: f"${y:.4g}$")
        axes.minorticks_off()
        axes.legend(loc="best", handlelength=1.4)
        return figure.settled()


def _size(x: ExactReal) -> float:
    return float(x.ball.mid())


def _text(x: Any) -> str:
    """A number as in the text: decimals for rational angles."""
    if not isinstance(x, ExactReal):
        return str(x)
    return str(x).replace("pi", r"\pi").replace("*", "") if x.times_pi else f"{float(x.coefficient):.4g}"


def _label(kernel: str, fixed: dict[str, Any]) -> str:
    """The group's name: what is fixed; only Theta_L has a depth."""
    names = {"d": "d", "L": "L", "angle": r"\alpha"}
    parts = [f"{names[k]} = {_text(v)}" for k, v in fixed.items() if k != "L" or kernel == "ntk"]
    return f"${', '.join(parts)}$"


def _band(
    axes: Any, kernel: str, against: str, xs: Sequence[Any], fixed: dict[str, Any], colour: str, label: str
) -> None:
    where, lows, highs = [], [], []
    for x in xs:
        given = {**fixed, against: x}
        problem = Problem(kernel, given["d"], given["L"], given["angle"])
        low, high = best_lower(problem), upper_constant(problem)
        if low and high is not None:
            where.append(_size(x) if isinstance(x, ExactReal) else float(x))
            lows.append(float(low))
            highs.append(float(high))
    axes.fill_between(where, lows, highs, color=colour, alpha=0.25, linewidth=0)
    axes.plot(where, lows, color=colour, marker="o", markersize=3.5, label=label)
    axes.plot(where, highs, color=colour, marker="s", markersize=3.2, linestyle="--")


def best_lower(problem: Problem) -> Fraction | None:
    """The largest of the certified lower constants; None if none is decided."""
    found = [make(problem) for make in (two_point_lower, cap_lower, layerwise_lower)]
    return max((x for x in found if x is not None), default=None)
