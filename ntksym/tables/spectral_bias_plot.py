"""The figure of spectral bias: k^d mu_k by parity and depth, with the limit constants as lines."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib import rc_context

from ntksym.errors import InputError
from ntksym.tables.plots import degrees_up_to
from ntksym.tables.spectral_bias import eigenvalue, limit_constant
from ntksym.tables.style import COLOURS, STYLE, Plot

DIGITS = 6


def plot_spectral_bias(d: int = 3, depths: Sequence[int] = (2, 3, 4), largest: int = 200) -> Plot:
    """k^d mu_k(Theta_L) against k, even degrees left and odd ones right; dashed: the limits C_+ and C_-.

    Examples
    --------
    >>> [axes.get_title(loc="left") for axes in plot_spectral_bias(3, (2,), 8).axes]
    ['Even $k$', 'Odd $k$']
    """
    if not depths or min(depths) < 2 or len(depths) > len(COLOURS):
        raise InputError(f"depths={list(depths)}", f"1 to {len(COLOURS)} depths L >= 2", "give e.g. (2, 3, 4)")
    degrees = degrees_up_to(largest)
    with rc_context(STYLE):
        figure = Plot(9.2, 4.0)
        panels = figure.subplots(1, 2, sharey=True)
        for parity, axes in enumerate(panels):
            own = [k for k in degrees if k % 2 == parity]
            for L, colour in zip(depths, COLOURS, strict=False):
                values = [float(eigenvalue(d, L, k, DIGITS).mid) * float(k) ** d for k in own]
                limit = float(limit_constant(d, L, parity).mid)
                face = colour if parity == 0 else "white"
                axes.plot(own, values, "o", color=colour, markerfacecolor=face, markersize=4, label=f"$L={L}$")
                axes.axhline(limit, color=colour, linestyle="--", linewidth=1)
            axes.set(xscale="log", xlabel="degree $k$")
            axes.set_title(("Even $k$", "Odd $k$")[parity], loc="left")
        panels[0].set_ylabel(f"$k^{{{d}}}\\,\\mu_k(\\Theta_L)$")
        panels[0].set_ylim(0, None)
        panels[0].legend(loc="lower right")
        return figure.settled()
