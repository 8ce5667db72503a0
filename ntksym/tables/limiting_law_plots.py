"""Figures of the limiting law: density and histogram, phase diagram, Kolmogorov-Smirnov distances, condition number.

Curves are floating-point values of the law; simulations are seeded.  A figure has the same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from matplotlib import rc_context

from ntksym.laws.activation import activation
from ntksym.laws.edges import edges
from ntksym.laws.floating import FloatLaw, FloatPopulation, minimum_in
from ntksym.laws.law import Law
from ntksym.laws.simulation import simulate
from ntksym.tables.limiting_law import LawReport, exact, limiting_law, literal_curve, outlier_places
from ntksym.tables.style import COLOURS, GREY, STYLE, Plot

BINS = 60
Number = Fraction | str


def plot_law(report: LawReport) -> Plot:
    """The density; with a simulation, its histogram, and on a second axis the outliers and where they are expected.

    Examples
    --------
    >>> from ntksym.tables.limiting_law import limiting_law
    >>> len(plot_law(limiting_law("erf", "1/2", "1", digits=8)).axes)
    1
    """
    made = report.curve()
    drawn = report.simulated
    with rc_context(STYLE):
        figure = Plot(9.6 if drawn else 5.6, 4.0)
        panels = figure.subplots(1, 2, squeeze=False, width_ratios=(1.6, 1))[0] if drawn else [figure.subplots()]
        axes = panels[0]
        top = report.floating[-1][1]
        if drawn:
            s = drawn.sample
            kept = (s.values > 1e-9 * top) & (s.values <= (s.bulk()[-1] if s.dense else 1.1 * top))
            edges_ = np.linspace(0, max(top, float(np.max(s.values[kept]))) * 1.02, BINS + 1)
            shares, _ = np.histogram(s.values[kept], edges_, weights=s.weights[kept])
            heights = shares / np.diff(edges_)
            axes.stairs(heights, edges_, fill=True, color=GREY, alpha=0.3, label=f"$n={s.n}$, $d={s.d}$, $p={s.p}$")
            axes.set_ylim(0, 1.15 * float(np.max(heights)))
            _outliers(panels[1], drawn)
        for i, (low, high) in enumerate(report.floating):
            inside = (made.x >= low) & (made.x <= high)
            label = "limiting law" if i == 0 else None
            axes.plot(made.x[inside], made.density[inside], color=COLOURS[0], label=label)
        if not drawn:
            low, high = report.floating[0][0], report.floating[-1][1]
            shown = made.density[made.x > low + 0.01 * (high - low)]
            axes.set_ylim(0, 1.2 * float(np.max(shown)))
        name = f"{report.activation.name}, $\\gamma_1={report.gamma1}$, $\\gamma_2={report.gamma2}$"
        axes.set(xlabel="eigenvalue", ylabel="density", title=f"{name}, mass at 0: {report.atom}")
        axes.legend(loc="upper right")
        return figure.settled()


def _outliers(axes: Any, drawn: Any) -> None:
    sample = drawn.sample
    top = sample.values[len(sample.values) - sample.outliers :] if sample.dense else sample.largest
    axes.plot(top, np.arange(1, len(top) + 1), "o", markersize=3, color=COLOURS[1], label="largest eigenvalues")
    for i, (low, high) in enumerate(drawn.expected):
        wide = low < high
        if wide:
            axes.axvspan(low, high, color=COLOURS[i], alpha=0.15, label="expected, $d$ of them")
        else:
            axes.axvline(low, color=COLOURS[i], linestyle="--", linewidth=1, label="expected, 1")
    axes.set(xlabel="eigenvalue", ylabel="rank", title="Outliers", xlim=(0, None))
    axes.legend(loc="upper left")


def thresholds(name: str, gammas: Sequence[float]) -> dict[str, list[float]]:
    """In floating point, for each gamma_2: gamma_c, and the least threshold of a gap (NaN where H has no hole)."""
    _, a, b2 = activation(name).floats()
    found: dict[str, list[float]] = {"soft": [], "gap": []}
    for g in gammas:
        H = FloatPopulation(a * a, b2, float(g))
        law = FloatLaw(H, 0.0)
        found["soft"].append(-law.slope(H.top * (1 + 1e-9)))
        holes = [hole for hole in H.holes() if hole[1] - hole[0] > 1e-6 * H.top]
        found["gap"].append(min((-law.slope(minimum_in(law, hole)) for hole in holes), default=np.nan))
    return found


def plot_phases(name: str = "relu", points: int = 81) -> Plot:
    """The plane of gamma_1 and gamma_2: where the right edge turns soft, where a gap opens, where 0 becomes an atom.

    Examples
    --------
    >>> len(plot_phases("relu", 9).axes)
    1
    """
    gammas = np.geomspace(0.1, 20, points)
    found = thresholds(name, gammas.tolist())
    with rc_context(STYLE):
        figure = Plot(5.8, 4.4)
        axes = figure.subplots()
        axes.plot(found["soft"], gammas, color=COLOURS[0], label=r"$\gamma_c$: right edge soft to the right")
        for part, shown in ((gammas < 1, r"$\gamma_{gap}$: two bands to the right"), (gammas > 1, None)):
            axes.plot(np.array(found["gap"])[part], gammas[part], color=COLOURS[1], label=shown)
        axes.axvline(1, color=GREY, linestyle="--", linewidth=1, label=r"$\gamma_1=1$: atom at 0 to the right")
        axes.axhline(1, color=GREY, linewidth=0.6)
        axes.set(xscale="log", yscale="log", xlim=(0.05, 200), xlabel=r"$\gamma_1$", ylabel=r"$\gamma_2$")
        axes.set_title(f"Phases of the limiting law, {name}", loc="left")
        axes.legend(loc="upper right")
        return figure.settled()


def distances(
    names: Sequence[str], gamma1: Number, gamma2: Number, dims: Sequence[int], seeds: int
) -> dict[str, tuple[list[float], list[float]]]:
    """For each activation the mean distance of simulated bulks to the law, and to the literal reading, by dimension."""
    found = {}
    g1, g2 = exact("gamma1", gamma1), exact("gamma2", gamma2)
    for name in names:
        report = limiting_law(name, g1, g2, digits=8)
        right, wrong = report.curve(), literal_curve(report)
        rows: tuple[list[float], list[float]] = ([], [])
        for d in dims:
            bulks = [simulate(report.activation, d, float(g1), float(g2), seed=s).bulk() for s in range(seeds)]
            for row, law in zip(rows, (right, wrong), strict=True):
                row.append(float(np.mean([law.distance(bulk) for bulk in bulks])))
        found[name] = rows
    return found


def plot_distances(
    names: Sequence[str] = ("relu", "gelu", "x^2/2"),
    gamma1: Number = "5/8",
    gamma2: Number = "3/2",
    dims: Sequence[int] = (10, 20, 40),
    seeds: int = 3,
) -> Plot:
    """KS distance against d, without outliers: to the law (falls like 1/d) and to the literal reading (does not).

    Examples
    --------
    >>> len(plot_distances(("erf",), dims=(6, 8), seeds=1).axes)
    1
    """
    found = distances(names, gamma1, gamma2, dims, seeds)
    with rc_context(STYLE):
        figure = Plot(5.8, 4.2)
        axes = figure.subplots()
        for colour, (name, (right, wrong)) in zip(COLOURS, found.items(), strict=False):
            axes.plot(dims, right, "o-", color=colour, markersize=4, label=f"{name}, law")
            axes.plot(dims, wrong, "s--", color=colour, markersize=4, markerfacecolor="white", label=f"{name}, literal")
        first = next(iter(found.values()))[0][0]
        axes.plot(dims, [0.6 * first * dims[0] / d for d in dims], color=GREY, linewidth=0.8, label="slope $-1$")
        axes.set(xscale="log", yscale="log", xlabel="$d$", ylabel="KS distance of the bulk")
        axes.set_xticks(list(dims), [str(d) for d in dims])
        axes.set_title(f"$\\gamma_1={gamma1}$, $\\gamma_2={gamma2}$, mean of {seeds} seeds", loc="left")
        axes.legend(loc="lower left", fontsize=9)
        return figure.settled()


def plot_condition(
    name: str = "relu",
    gamma2: Number = "3/2",
    d: int = 20,
    ratios: Sequence[str] = ("1/10", "1/5", "3/10", "2/5", "1/2", "3/5", "7/10", "4/5"),
    seed: int = 0,
) -> Plot:
    """The condition number of K against gamma_1 < 1: the largest expected outlier over the left edge, and simulations.

    Examples
    --------
    >>> len(plot_condition("erf", "1", 8, ("1/4", "1/2")).axes)
    1
    """
    g2 = exact("gamma2", gamma2)
    sigma = activation(name)
    base = limiting_law(name, "1/2", g2, digits=8)
    curve, points, gammas = [], [], [float(Fraction(r)) for r in ratios]
    for ratio in ratios:
        g1 = exact("gamma1", ratio)
        left = float(edges(Law(sigma, g1, g2), 8).left.at.mid)
        sample = simulate(sigma, d, float(g1), float(g2), seed=seed)
        places = outlier_places(replace(base, gamma1=g1), sample.n, sample.d, sample.p)
        curve.append(max(high for _, high in places) / left)
        points.append(float(sample.values[-1]) / sample.smallest)
    with rc_context(STYLE):
        figure = Plot(5.4, 4.0)
        axes = figure.subplots()
        axes.plot(gammas, curve, color=COLOURS[0], label="expected outlier / left edge")
        axes.plot(gammas, points, "o", color=COLOURS[1], markersize=4, label=f"simulated, $d={d}$, seed {seed}")
        axes.set(yscale="log", xlabel=r"$\gamma_1$", ylabel=r"$\lambda_{\max}/\lambda_{\min}$")
        axes.set_title(f"Condition number of $K$, {name}, $\\gamma_2={gamma2}$", loc="left")
        axes.legend(loc="upper left")
        return figure.settled()
