"""The table of small angles: both sides of inf lambda_min over the angle as that goes to 0, for each dimension."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError
from ntksym.spectra.cap_mixture_limit import MOST_D as MOST_MIXTURE
from ntksym.spectra.signed_lattices import lattice_of
from ntksym.tables.table import Cell, Entry, Table

MOST_D = 256
NOTES = (
    "With c(alpha) the infimum of lambda_min(kappa_0(x_i . x_j)) over all sets of unit vectors in R^d whose lines are",
    "alpha apart: liminf c/alpha is at least one cap's and the mixture's number, limsup c/alpha at most the lattice's.",
    "For Theta_L all are L(L-1)/2 times as large. Ratio: the upper side by the best lower one.",
)


def small_angles(dims: Sequence[int], digits: int, value: Callable[..., Cell]) -> Table:
    """Both sides for each dimension up to 256; mixtures up to 128.

    ``value(name, **parameters)`` is the cell of a constant.
    """
    rows: list[tuple[Entry, ...]] = []
    for d in dims:
        if d > MOST_D:
            raise InputError(f"d={d}", f"lattices are computed for d <= {MOST_D}", "ask for smaller dimensions")
        lower = [
            value("cap-minorant-limit", kernel="kappa0", d=d, caps=caps) if caps == "one" or d <= MOST_MIXTURE else None
            for caps in ("one", "many")
        ]
        top = value("flat-limit", d=d, lattice="best")
        best = max(cell.enclosure.lo for cell in lower if cell is not None)
        parts = " + ".join(f"{part.name}^{k}" if k > 1 else part.name for part, k in lattice_of(d - 1, "best").items())
        ratio = Cell(Enclosure.around(Fraction(top.enclosure.hi) / best), "upper", 4)
        rows.append((d, *(cell or "-" for cell in lower), parts, Cell(top.enclosure, "upper"), ratio))
    names = ("d", "one cap", "mixture", "lattice", "its limit", "ratio")
    return Table("small-angles", "Sharp constants at small angles", names, tuple(rows), digits, NOTES)
