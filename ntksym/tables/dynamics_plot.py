"""The certified residual curve as a picture, with trained networks laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matplotlib import rc_context

from ntksym.tables.style import COLOURS, STYLE, Plot

if TYPE_CHECKING:
    from ntksym.tables.dynamics import DynamicsReport

FLOOR = 1e-12  # of |y|: nothing below is drawn


def plot_dynamics(report: DynamicsReport) -> Plot:
    """|y - u(k)| against k, both logarithmic; networks with the same m kappa^2 share a colour."""
    found = report.prediction
    start = float(found.curve[0].hi)
    drawn = [(k, x) for k, x in zip(found.steps, found.curve, strict=True) if k and float(x.hi) > FLOOR * start]
    with rc_context(STYLE):
        figure = Plot(7, 4.4)
        axes = figure.add_subplot()
        steps = [k for k, _ in drawn]
        low = [max(float(x.lo), FLOOR * start) for _, x in drawn]
        high = [float(x.hi) for _, x in drawn]
        axes.fill_between(steps, low, high, color="black", alpha=0.3, linewidth=0)
        axes.plot(steps, high, color="black", label="certified prediction")
        groups = sorted({_group(run.width, run.kappa) for run in report.runs}, key=float)
        styles: dict[str, int] = {}
        for run in report.runs:
            group = _group(run.width, run.kappa)
            style = styles[group] = styles.get(group, -1) + 1
            axes.plot(
                run.steps[1:],
                run.residuals[1:],
                color=COLOURS[groups.index(group) % len(COLOURS)],
                linestyle=("--", ":", "-.")[style % 3],
                label=f"$m = {run.width}$, $\\kappa = {run.kappa:g}$",
            )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("step $k$")
        axes.set_ylabel("residual $\\|y - u(k)\\|$")
        axes.set_title(f"{report.name}, $\\eta = {float(found.training.eta):.4g}$")
        axes.legend(loc="best")
        return figure.settled()


def plot_curves(reports: Mapping[str, DynamicsReport]) -> Plot:
    """The certified curves of several problems, by name: for instance true labels beside permuted ones."""
    with rc_context(STYLE):
        figure = Plot(7, 4.4)
        axes = figure.add_subplot()
        for (name, report), colour in zip(reports.items(), COLOURS, strict=False):
            found = report.prediction
            floor = FLOOR * float(found.curve[0].hi)
            drawn = [(k, x) for k, x in zip(found.steps, found.curve, strict=True) if k and float(x.hi) > floor]
            high = [float(x.hi) for _, x in drawn]
            low = [max(float(x.lo), floor) for _, x in drawn]
            axes.fill_between([k for k, _ in drawn], low, high, color=colour, alpha=0.3, linewidth=0)
            axes.plot([k for k, _ in drawn], high, color=colour, label=name)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("step $k$")
        axes.set_ylabel("$\\|(I - \\eta H)^k y\\|$")
        axes.legend(loc="best")
        return figure.settled()


def _group(width: int, kappa: float) -> str:
    """M kappa^2, to six digits: what the training depends on, but for the draw of the weights."""
    return f"{width * kappa**2:.6g}"
