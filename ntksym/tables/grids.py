"""Grids of constants over dimensions, depths, degrees and angles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ntksym.balls.arb import precision
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.constants import constant
from ntksym.errors import InputError
from ntksym.kernels.ntk import two_point_upper
from ntksym.spectra.analyticity import domain
from ntksym.tables.table import KERNELS, Cell, Entry, Table

Row = tuple[Entry, ...]
CONVENTIONS = "Uniform probability measure on S^(d-1), P_k(1) = 1, kappa_0(1) = kappa_1(1) = 1, Theta_L(1) = L."
MAX_CELLS = 100_000


def integers(text: str, name: str, low: int) -> list[int]:
    """Read ``3:6`` (both ends included), ``2,3,10`` or ``4``.

    Examples
    --------
    >>> integers("3:6", "dims", 2), integers("2,5", "dims", 2)
    ([3, 4, 5, 6], [2, 5])
    """
    found: list[int] = []
    for part in str(text).split(","):
        first, colon, last = part.strip().partition(":")
        try:
            if not (first.strip().isdigit() and (not colon or last.strip().isdigit()) and len(part) < 20):
                raise ValueError
            a, b = int(first), int(last) if colon else int(first)
        except ValueError:
            raise InputError(
                f"--{name} {text[:40]}", "not a range of integers", f"write e.g. --{name} 3:6 or 2,3,10"
            ) from None
        if b < a or b - a > 10_000:
            raise InputError(f"--{name} {text[:40]}", "an empty or very long range", f"write e.g. --{name} 3:6")
        found += range(a, b + 1)
    if min(found) < low:
        raise InputError(f"--{name} {text[:40]}", f"{min(found)} is below {low}", f"start at {low} or above")
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Grid:
    """The ranges a table runs over."""

    dims: list[int]
    depths: list[int]
    degrees: list[int]
    angles: list[str]
    kernel: str
    digits: int
    look_up: Callable[..., Cell] | None = None
    points: tuple[int, ...] = ()
    failure: str = "1/10"


def _value(grid: Grid, name: str, **parameters: Any) -> Cell:
    if grid.look_up is not None:
        return grid.look_up(name, **parameters)
    found = constant(name, digits=grid.digits + 4, **parameters)
    return Cell(found.enclosure, found.side)


def _hemisphere(grid: Grid) -> Table:
    rows: list[Row] = [(k, *(_value(grid, "hemisphere", d=d, k=k) for d in grid.dims)) for k in grid.degrees]
    return _over_dims("hemisphere", "Hemisphere eigenvalues h_k of 1[t > 0]", grid, rows)


def _over_dims(name: str, title: str, grid: Grid, rows: Sequence[Row]) -> Table:
    return Table(
        name,
        title,
        ("k", *(f"d = {d}" for d in grid.dims)),
        tuple(rows),
        grid.digits,
        (CONVENTIONS,),
        ("$k$", *(f"$d = {d}$" for d in grid.dims)),
    )


def _funk_hecke(grid: Grid) -> Table:
    deep = grid.kernel in ("ntk", "sigma")
    if not deep:
        rows: list[Row] = [
            (k, *(_value(grid, "funk-hecke", kernel=grid.kernel, d=d, k=k) for d in grid.dims)) for k in grid.degrees
        ]
        title = f"Funk-Hecke eigenvalues of {KERNELS.get(grid.kernel, grid.kernel)}"
        return _over_dims(f"funk-hecke-{grid.kernel}", title, grid, rows)
    rows = [
        (L, k, *(_value(grid, "funk-hecke", kernel=grid.kernel, d=d, k=k, L=L) for d in grid.dims))
        for L in grid.depths
        for k in grid.degrees
    ]
    return Table(
        f"funk-hecke-{grid.kernel}",
        f"Funk-Hecke eigenvalues of {KERNELS[grid.kernel]}",
        ("L", "k", *(f"d = {d}" for d in grid.dims)),
        tuple(rows),
        grid.digits,
        (CONVENTIONS,),
        ("$L$", "$k$", *(f"$d = {d}$" for d in grid.dims)),
    )


def _power_series(grid: Grid) -> Table:
    rows: list[Row] = [
        (m, *(_value(grid, "power-series", kernel=grid.kernel, L=L, m=m) for L in grid.depths)) for m in grid.degrees
    ]
    return Table(
        "power-series",
        f"Coefficients of t^m in {KERNELS[grid.kernel]}",
        ("m", *(f"L = {L}" for L in grid.depths)),
        tuple(rows),
        grid.digits,
        (CONVENTIONS,),
        ("$m$", *(f"$L = {L}$" for L in grid.depths)),
    )


def _tails(grid: Grid) -> Table:
    rows: list[Row] = [(r, *(_value(grid, "power-series.tail", L=L, r=r) for L in grid.depths)) for r in grid.degrees]
    return Table(
        "tails",
        "Power-series tails T_{L,r} of Theta_L",
        ("r", *(f"L = {L}" for L in grid.depths)),
        tuple(rows),
        grid.digits,
        (CONVENTIONS,),
        ("$r$", *(f"$L = {L}$" for L in grid.depths)),
    )


def _decay(grid: Grid) -> Table:
    rows = [
        (
            d,
            L,
            parity,
            _value(grid, "decay.low", d=d, L=L, parity=parity),
            _value(grid, "decay.high", d=d, L=L, parity=parity),
        )
        for d in grid.dims
        for L in grid.depths
        for parity in ("even", "odd", "all")
    ]
    return Table(
        "decay",
        "Decay constants: low G(k) <= mu_k <= high G(k) for all k >= 1 of the parity",
        ("d", "L", "parity", "low", "high"),
        tuple(rows),
        grid.digits,
        ("G(k) = Gamma(k-1/2)/Gamma(k+d-1/2).", CONVENTIONS),
    )


def _two_point(grid: Grid, kernel: str, L: int, angle: str) -> Cell:
    with precision(4 * grid.digits + 128):
        return Cell(Enclosure.of_ball(two_point_upper(kernel, L, ExactReal.parse(angle, "angle"))), "upper")


def _cap_minorant(grid: Grid) -> Table:
    deep = grid.kernel == "ntk"
    rows: list[Row] = []
    for d in grid.dims:
        for L in grid.depths if deep else [None]:
            for angle in grid.angles:
                given: dict[str, Any] = {"kernel": grid.kernel, "d": d, "angle": angle, **({"L": L} if L else {})}
                lower = _value(grid, "cap-minorant", **given)
                labels: tuple[Entry, ...] = (d, L, angle) if L else (d, angle)
                rows.append((*labels, lower, _two_point(grid, grid.kernel, L or 2, angle)))
    labels = ("d", "L", "angle") if deep else ("d", "angle")
    title = f"Smallest eigenvalue of {KERNELS[grid.kernel]} over all data whose lines are separated by the angle"
    notes = (
        "Every such data set has lambda_min >= the cap minorant;",
        "every data set that contains a pair at the angle has lambda_min <= the two-point upper bound.",
    )
    return Table(
        f"cap-minorant-{grid.kernel}",
        title,
        (*labels, "cap minorant", "two-point upper"),
        tuple(rows),
        grid.digits,
        notes,
    )


def _hermite(grid: Grid) -> Table:
    rows = [(r, _value(grid, "hermite.step", r=r), _value(grid, "hermite.relu", r=r)) for r in grid.degrees]
    return Table(
        "hermite", "Hermite coefficients E[phi(g) He_r(g)]/sqrt(r!)", ("r", "step", "ReLU"), tuple(rows), grid.digits
    )


def _analyticity(grid: Grid) -> Table:
    rows: list[Row] = []
    for L in grid.depths:
        found = domain(grid.kernel, L)
        bounds = (
            Cell(Enclosure(x, x), side) for x, side in ((found.r, "lower"), (found.rho, "lower"), (found.M, "upper"))
        )
        rows.append((L, *bounds))
    title = f"Certified analyticity of {KERNELS[grid.kernel]}"
    notes = (
        "The kernel is analytic for |1 - t| <= r^2 and |1 + t| < 2 off the cuts, and |kernel(cos u)| <= M for u in the",
        "Bernstein ellipse rho about [0, pi]: the constants of the quadrature and tail theorems.",
    )
    return Table(f"analyticity-{grid.kernel}", title, ("L", "r", "rho", "M"), tuple(rows), grid.digits, notes)


def _spectrum(grid: Grid) -> Table:
    from ntksym.tables.spectral_bias import spectrum

    return spectrum(grid)


def _spectral_bias(grid: Grid) -> Table:
    from ntksym.tables.spectral_bias import bias

    return bias(grid)


def _non_degeneracy(grid: Grid) -> Table:
    from ntksym.tables.non_degeneracy import non_degeneracy, rational_failure

    failure = rational_failure(grid.failure)
    return non_degeneracy([(n, d, failure) for n in grid.points for d in grid.dims], digits=grid.digits)


def _label_norms(grid: Grid) -> Table:
    from ntksym.kernels.dot_product import parse_kernel
    from ntksym.tables.label_norms import label_norms

    kernel = parse_kernel(grid.kernel, grid.depths[0])
    return label_norms(grid.dims, [p for p in grid.degrees if p], kernel, digits=grid.digits)


def _constants(grid: Grid) -> Table:
    from ntksym.tables.sharp import constants_table

    return constants_table(grid.kernel, grid.dims, grid.depths, grid.angles, grid.digits)


def _small_angles(grid: Grid) -> Table:
    from ntksym.tables.small_angles import small_angles

    return small_angles(grid.dims, grid.digits, partial(_value, grid))


def _conditioning(grid: Grid) -> Table:
    from ntksym.tables.sharp import conditioning_table

    return conditioning_table(grid.points, grid.depths, grid.angles, grid.digits)


def _depth_limit(grid: Grid) -> Table:
    from ntksym.tables.depth_limit import depth_limit_table

    return depth_limit_table(grid.points, grid.depths, grid.angles, grid.digits)


BUILDERS: dict[str, Callable[[Grid], Table]] = {
    "constants": _constants,
    "small-angles": _small_angles,
    "conditioning": _conditioning,
    "depth-limit": _depth_limit,
    "hemisphere": _hemisphere,
    "funk-hecke": _funk_hecke,
    "power-series": _power_series,
    "tails": _tails,
    "decay": _decay,
    "cap-minorant": _cap_minorant,
    "hermite": _hermite,
    "analyticity": _analyticity,
    "label-norms": _label_norms,
    "non-degeneracy": _non_degeneracy,
    "spectrum": _spectrum,
    "spectral-bias": _spectral_bias,
}
# The tables of one kernel or of none are made for the default; what the others take, their constants say.
CHOICE = {"power-series": ("ntk", "sigma"), "analyticity": ("ntk", "sigma")}
ANY = ("constants", "funk-hecke", "cap-minorant", "label-norms")


def build(
    name: str,
    *,
    dims: str = "3:6",
    depths: str = "2:4",
    degrees: str = "0:8",
    angles: str = "0.1,0.3,0.8",
    kernel: str = "ntk",
    points: str = "10,100",
    failure: str = "1/10",
    digits: int = 8,
    look_up: Callable[..., Cell] | None = None,
) -> Table:
    """A named table over the given ranges.

    ``look_up(name, **parameters)`` may supply cells that are already certified; without it they are computed.

    Raises
    ------
    InputError
        If there is no such table, or a range cannot be read.

    Examples
    --------
    >>> print(build("hemisphere", dims="3", degrees="0:3", digits=4))
    | k | d = 3   |
    |---|---------|
    | 0 | 0.5     |
    | 1 | 0.25    |
    | 2 | 0       |
    | 3 | -0.0625 |
    <BLANKLINE>
    Hemisphere eigenvalues h_k of 1[t > 0]. Uniform probability measure on S^(d-1), P_k(1) = 1, kappa_0(1) = kappa_1(1) = 1, Theta_L(1) = L. Values are cut after the last digit that is certain.
    <BLANKLINE>
    """  # noqa: E501
    if name not in BUILDERS:
        raise InputError(f"table {name[:40]}", "no such table", f"choose one of {', '.join(BUILDERS)}")
    if name not in ANY and kernel not in (choice := CHOICE.get(name, ("ntk",))):
        remedy = f"choose one of {', '.join(choice)}" if name in CHOICE else "leave --kernel out"
        raise InputError(f"--kernel {kernel[:40]}", f"the table {name} is not about it", remedy)
    grid = Grid(
        integers(dims, "dims", 2),
        integers(depths, "depths", 1),
        integers(degrees, "degrees", 0),
        [a.strip() for a in angles.split(",")],
        kernel,
        digits,
        look_up,
        tuple(integers(points, "points", 2)),
        failure,
    )
    if len(grid.dims) * len(grid.depths) * len(grid.degrees) > MAX_CELLS:
        raise InputError("the ranges", f"they make more than {MAX_CELLS} cells", "ask for smaller ranges")
    return BUILDERS[name](grid)
