"""Finite width as a picture: simulated eigenvalues over the limit's, the theorems' certified curves beside them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from matplotlib import rc_context

from ntksym.data import Dataset
from ntksym.networks.guarantees import guarantees
from ntksym.networks.wide_data import WideData
from ntksym.tables.style import COLOURS, GREY, STYLE, Plot

Points = Sequence[tuple[int, Sequence[float]]]


def plot_widths(
    data: Dataset | WideData,
    draws: Points,
    curve: Sequence[int],
    *,
    depth: int = 2,
    failure: Fraction = Fraction(1, 100),
) -> Plot:
    """lambda_min(K)/limit against the width of every hidden layer.

    Parameters
    ----------
    data
        The inputs, or :class:`~ntksym.networks.given_layers.GivenLayers` below the random ones.
    draws
        For each simulated width, the ratios seen (Monte Carlo, not certified); may be empty.
    curve
        Widths at which the theorems are evaluated.
    depth, failure
        L, and the failure probability of each bound.
    """
    facts = data if isinstance(data, WideData) else WideData(data)
    limit = float(facts.limit(depth).hi)
    lines: dict[str, list[tuple[int, float]]] = {}
    for width in curve:
        for g in guarantees(facts, (width,) * (depth - 1), failure):
            if g.lower:
                lines.setdefault(g.name, []).append((width, float(g.lower) / limit))
    with rc_context(STYLE):
        figure = Plot(7, 4.6)
        axes = figure.add_subplot()
        axes.axhline(1, color=GREY, linewidth=1)
        for width, ratios in draws:
            axes.plot([width] * len(ratios), ratios, "o", color="black", markersize=3, alpha=0.5)
        for (name, points), colour in zip(lines.items(), COLOURS, strict=False):
            axes.plot(*zip(*points, strict=True), color=colour, label=f"{name}, certified")
        axes.set_xscale("log")
        axes.set_xlabel("width of every hidden layer")
        axes.set_ylabel(r"$\lambda_{\min}(K)\,/\,\lambda_{\min}(\Theta_L |x||y|)$")
        where = f", above {facts.layers} given layers" if facts.layers else f", L = {depth}"
        axes.set_title(f"{facts.data.name}: n = {facts.n}, d = {facts.data.d}{where}; points: one random network each")
        if lines:
            axes.legend(loc="best")
        return figure.settled()
