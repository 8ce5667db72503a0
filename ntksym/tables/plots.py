"""Plots of certified constants: spectra, bounds of the smallest eigenvalue, power series.

Every point is the midpoint of an enclosure far narrower than the line that is drawn through it; bands and
limits are the certified constants themselves.  matplotlib is imported here, and this module only on use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matplotlib import rc_context
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, ScalarFormatter

from ntksym.balls.arb import precision
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.constants import constant
from ntksym.constants.spectral import funk_hecke_row
from ntksym.errors import InputError
from ntksym.kernels.ntk import two_point_upper
from ntksym.spectra.tails import gamma_ratio, jumps, scale
from ntksym.tables.grids import integers
from ntksym.tables.style import COLOURS, GREY, STYLE, Plot

Ranges = str | int | Sequence[int]
DIGITS = 6
DENSE = 20  # up to this degree every one is drawn, above it pairs at equal steps of the logarithm
PARITIES = ((0, "even"), (1, "odd"))
ANGLES = ("0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "pi/2")


def degrees_up_to(largest: int) -> list[int]:
    """Every degree up to 20, then pairs (one even, one odd) at ten equal steps a decade.

    Examples
    --------
    >>> degrees_up_to(1000)[-4:]
    [793, 794, 999, 1000]
    """
    found = set(range(1, min(largest, DENSE) + 1))
    top = float(largest)
    while top > DENSE + 1:
        found |= {int(top), int(top) - 1}
        top /= 10**0.1
    return sorted(found)


def _read(given: Ranges, name: str, low: int) -> list[int]:
    text = given if isinstance(given, str) else ",".join(map(str, [given] if isinstance(given, int) else given))
    found = integers(text, name, low)
    if len(found) > 400:
        raise InputError(f"{name} with {len(found)} values", "too many for one plot", "give at most 400")
    return found


def _colours(values: Sequence[int]) -> dict[int, str]:
    if len(values) > len(COLOURS):
        raise InputError(f"{len(values)} curves", "too many for one plot", f"give at most {len(COLOURS)}")
    return dict(zip(values, COLOURS, strict=False))


def _number(x: Enclosure) -> float:
    return float(x.mid)


def _points(axes: Any, where: Sequence[int], heights: Sequence[float], colour: str, parity: int) -> None:
    """Discs for even degrees, circles for odd ones."""
    face = colour if parity == 0 else "white"
    axes.plot(
        where, heights, "o", markersize=4, color=colour, markerfacecolor=face, markeredgewidth=0.9, zorder=3 + parity
    )


def _legend(axes: Any, colours: Mapping[int, str], letter: str, which: Sequence[int] = (0, 1)) -> None:
    """One entry a depth, one a parity."""
    empty: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 5}
    entries = [Line2D([], [], color=c, label=f"$L = {L}$", **empty) for L, c in colours.items()]
    for parity in which:
        face = GREY if parity == 0 else "white"
        label = f"{PARITIES[parity][1]} ${letter}$"
        entries.append(Line2D([], [], color=GREY, markerfacecolor=face, label=label, **empty))
    axes.legend(handles=entries, loc="lower left", handletextpad=0.1, borderaxespad=0.2)


def _name(axes: Any, text: str, at: tuple[float, float], colour: str) -> None:
    axes.annotate(text, at, (7, 0), textcoords="offset points", va="center", color=colour, annotation_clip=False)


# --- spectrum ------------------------------------------------------------------------------------


def eigenvalues(d: int, L: int, degrees: Sequence[int]) -> dict[int, Enclosure]:
    """mu_k(Theta_L) on S^(d-1) for each degree; the low ones share one quadrature."""
    dense = [k for k in degrees if k < 100]
    found = {int(v.parameters["k"]): v.enclosure for v in funk_hecke_row("ntk", d, L, dense, DIGITS)} if dense else {}
    for k in degrees:
        if k not in found:
            found[k] = constant("funk-hecke", digits=DIGITS, kernel="ntk", d=d, k=k, L=L).enclosure
    return found


def growth(d: int, k: int) -> Enclosure:
    """G(k) = Gamma(k-1/2)/Gamma(k+d-1/2).

    Examples
    --------
    >>> print(growth(2, 1).format(8))  # Gamma(1/2)/Gamma(5/2) = 4/3
    [1.3333333, 1.3333334]
    """
    with precision(128 + 2 * d.bit_length() + 2 * k.bit_length()):
        return Enclosure.of_ball(gamma_ratio(d, k))


def decay_limit(d: int, L: int, parity: int) -> Enclosure:
    """C_+ (parity 0) or C_- (parity 1): the limit of mu_k(Theta_L)/G(k) over the degrees of the parity.

    Examples
    --------
    >>> print(decay_limit(3, 3, 1).format(8))
    [0.39788735, 0.39788736]
    """
    if L == 2 and parity == 1:
        return Enclosure.around(0)
    with precision(192):
        plus, minus = jumps("ntk", L, 4, 192)
        return Enclosure.of_ball(-(plus[0] + (minus[0] if parity == 0 else -minus[0])) * scale(d))


def plot_spectrum(d: int = 3, depths: Ranges = "2:4", degrees: Ranges | None = None) -> Plot:
    """The eigenvalues mu_k(Theta_L) on S^(d-1), and their quotients by G(k) with certified range and limit.

    Left, mu_k against k, even degrees as discs and odd ones as circles, with the curves C G(k).  Right,
    mu_k/G(k) by parity: the dashed line is the limit C_+ or C_-, the bar at the end the range from
    ``decay.low`` to ``decay.high``, in which the quotients of all k >= 1 of the parity lie.

    Parameters
    ----------
    d
        The dimension.
    depths, degrees
        Ranges such as ``"2:4"``, or lists; degrees by default up to 10,000, thinned out above 20.

    Examples
    --------
    >>> figure = plot_spectrum(d=3, depths="2:3", degrees="1:8")
    >>> [axes.get_title(loc="left") for axes in figure.axes]
    ['Eigenvalues on $S^{2}$', 'Even $k$ (dashed: limit; bar: range)', 'Odd $k$ (dashed: limit; bar: range)']
    """
    deep = _read(depths, "depths", 2)
    ks = degrees_up_to(10_000) if degrees is None else sorted(k for k in _read(degrees, "degrees", 0) if k >= 1)
    if not ks:
        raise InputError("degrees", "there is none to draw", "give degrees k >= 1 (the axis is logarithmic)")
    colours = _colours(deep)
    with rc_context(STYLE):
        figure = Plot(10.8, 4.2)
        whole, *halves = figure.subplots(1, 3, width_ratios=(1.15, 1, 1))
        for L in deep:
            values = eigenvalues(d, L, ks)
            for parity, _ in PARITIES:
                own = [k for k in ks if k % 2 == parity and values[k].lo > 0]
                sizes = {k: _number(growth(d, k)) for k in own}
                limit = _number(decay_limit(d, L, parity))
                _points(whole, own, [_number(values[k]) for k in own], colours[L], parity)
                if limit:
                    curve = [limit * sizes[k] for k in own]
                    whole.plot(own, curve, linewidth=0.7, color=colours[L], linestyle="-" if parity == 0 else "--")
                _points(halves[parity], own, [_number(values[k]) / sizes[k] for k in own], colours[L], parity)
                _range(halves[parity], d, L, parity, ks[-1] * 1.9 ** (1 + deep.index(L)), colours[L])
        whole.set(xscale="log", yscale="log", xlabel="degree $k$", ylabel=r"eigenvalue $\mu_k(\Theta_L)$")
        whole.set_title(f"Eigenvalues on $S^{{{d - 1}}}$", loc="left")
        _legend(whole, colours, "k")
        _finish_halves(halves, ks[-1], len(deep))
        return figure.settled()


def _range(axes: Any, d: int, L: int, parity: int, at: float, colour: str) -> None:
    """The bar of all quotients, and the line of their limit."""
    parity_name = PARITIES[parity][1]
    low, high = (
        constant(f"decay.{side}", digits=DIGITS, d=d, L=L, parity=parity_name).enclosure for side in ("low", "high")
    )
    limit = _number(decay_limit(d, L, parity))
    axes.plot([at, at], [float(low.lo), float(high.hi)], color=colour, linewidth=3.5, solid_capstyle="butt")
    axes.plot([1, at], [limit, limit], linestyle=(0, (5, 3)), linewidth=1.0, color=colour)


def _finish_halves(halves: Sequence[Any], last: int, count: int) -> None:
    top = max(axes.get_ylim()[1] for axes in halves)
    for axes, name in zip(halves, ("Even", "Odd"), strict=True):
        axes.set(xscale="log", xlabel="degree $k$", ylim=(0, top), xlim=(0.7, last * 1.9 ** (count + 1)))
        axes.xaxis.set_major_locator(LogLocator())
        axes.set_xticks([x for x in (10**e for e in range(12)) if x <= last])
        axes.set_title(f"{name} $k$ (dashed: limit; bar: range)", loc="left")
        axes.set_ylabel(r"quotient $\mu_k/G(k)$")
        shown = ScalarFormatter(useMathText=True)
        shown.set_powerlimits((-3, 4))
        axes.yaxis.set_major_formatter(shown)


# --- smallest eigenvalue -------------------------------------------------------------------------


def plot_minorant(
    dims: Ranges = "3", depths: Ranges = "2:4", angles: Iterable[str] = ANGLES, *, kernel: str = "ntk"
) -> Plot:
    """What is certain of the smallest eigenvalue of all data whose lines are separated by an angle.

    The lower edge of a band is ``cap-minorant``: every such data set has at least this lambda_min.  The upper
    edge is the two-point bound: data with a pair at the angle have at most this.  One panel for each depth.

    Parameters
    ----------
    dims, depths
        Ranges such as ``"3:5"``, or lists.
    angles
        Exact separation angles, e.g. ``["0.1", "pi/4"]``.
    kernel
        ``ntk``, or ``kappa0``, ``tkappa0``, ``kappa1``, which have no depth.

    Examples
    --------
    >>> figure = plot_minorant(dims="3", depths="2", angles=["0.1", "0.3"])
    >>> len(figure.axes)
    1
    """
    ds = _read(dims, "dims", 2)
    deep: list[int | None] = [*_read(depths, "depths", 2)] if kernel == "ntk" else [None]
    read = sorted((ExactReal.parse(a, "angle") for a in angles), key=_angle)
    if not read:
        raise InputError("angles", "there is none to draw", 'give angles, e.g. ["0.1", "pi/4"]')
    colours = _colours(ds)
    with rc_context(STYLE):
        figure = Plot(2.2 + 2.9 * len(deep), 4.0)
        panels = figure.subplots(1, len(deep), sharey=True, squeeze=False)[0]
        for axes, L in zip(panels, deep, strict=True):
            upper = [_pair(kernel, L, a) for a in read]
            us = [_angle(a) for a in read]
            for d in ds:
                lower = [_minorant(kernel, d, L, a) for a in read]
                axes.fill_between(us, lower, upper, color=GREY, alpha=0.10, linewidth=0)
                axes.plot(us, lower, color=colours[d], marker="o", markersize=3.5, label=f"$d = {d}$")
            axes.plot(us, upper, color="black", marker="s", markersize=3.2, label="pair at the angle (upper)")
            axes.set(xscale="log", yscale="log", xlabel=r"separation angle $\alpha$ (rad)")
            axes.set_title(_kernel_name(kernel, L), loc="left")
        panels[0].set_ylabel(r"smallest eigenvalue $\lambda_{\min}$")
        _name_curves(panels[-1], ds)
        return figure.settled()


def _angle(x: ExactReal) -> float:
    return float(x.coefficient) * (3.141592653589793 if x.times_pi else 1.0)


def _pair(kernel: str, L: int | None, angle: ExactReal) -> float:
    with precision(256):
        return float(Enclosure.of_ball(two_point_upper(kernel, L or 2, angle)).hi)


def _minorant(kernel: str, d: int, L: int | None, angle: ExactReal) -> float:
    depth = {} if L is None else {"L": L}
    found = constant("cap-minorant", digits=DIGITS, kernel=kernel, d=d, angle=str(angle), **depth)
    return float(found.enclosure.lo)


def _kernel_name(kernel: str, L: int | None) -> str:
    shown = {"kappa0": r"\kappa_0", "tkappa0": r"t\,\kappa_0", "kappa1": r"\kappa_1"}
    return f"$K = \\Theta_{{{L}}}$" if L is not None else f"$K = {shown[kernel]}$"


def _name_curves(axes: Any, ds: Sequence[int]) -> None:
    handles, names = axes.get_legend_handles_labels()
    order = [len(names) - 1, *range(len(names) - 1)]
    shown = ["two-point upper bound", *(f"cap minorant, $d = {d}$" for d in ds)]
    axes.legend([handles[i] for i in order], shown, loc="lower right", handlelength=1.4, borderaxespad=0.1)


# --- power series --------------------------------------------------------------------------------


def plot_power_series(depths: Ranges = "2:4", terms: int = 200) -> Plot:
    """The coefficients of t^m in Theta_L, and the tails T_{L,r}, against the power.

    Parameters
    ----------
    depths
        A range such as ``"2:4"``, or a list.
    terms
        The highest power.

    Examples
    --------
    >>> len(plot_power_series(depths="2", terms=8).axes)
    2
    """
    deep = _read(depths, "depths", 2)
    if not 2 <= terms <= 2000:
        raise InputError(f"terms={terms}", "outside what a plot can show", "give 2 <= terms <= 2000")
    colours = _colours(deep)
    powers = degrees_up_to(terms)
    with rc_context(STYLE):
        figure = Plot(9.2, 4.0)
        left, right = figure.subplots(1, 2)
        for L in deep:
            values = {m: constant("power-series", digits=DIGITS, kernel="ntk", L=L, m=m).enclosure for m in powers}
            for parity, _ in PARITIES:
                own = [m for m in powers if m % 2 == parity and values[m].lo > 0]
                _points(left, own, [_number(values[m]) for m in own], colours[L], parity)
            tails = [_number(constant("power-series.tail", digits=DIGITS, L=L, r=r).enclosure) for r in powers]
            right.plot(powers, tails, "o", markersize=3.5, color=colours[L])
            _name(right, f"$L = {L}$", (powers[-1], tails[-1]), colours[L])
        left.set(xscale="log", yscale="log", xlabel="power $m$", ylabel=r"coefficient of $t^m$ in $\Theta_L$")
        _legend(left, colours, "m")
        left.set_title("Coefficients", loc="left")
        right.set(xscale="log", yscale="log", xlabel="order $r$", ylabel="tail $T_{L,r}$")
        right.set_title("Tails: sums of the coefficients from $t^r$ on", loc="left")
        return figure.settled()
