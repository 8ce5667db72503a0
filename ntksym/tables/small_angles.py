"""The table of small angles: both sides of inf lambda_min over the angle as that goes to 0, for each dimension."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError
from ntksym.spectra.cap_limit import cap_limit
from ntksym.spectra.cap_mixture_limit import MOST_D as MOST_MIXTURE
from ntksym.spectra.cap_mixture_limit import mixture_limit
from ntksym.spectra.flat_limit import flat_limit
from ntksym.spectra.signed_lattices import lattice_of
from ntksym.tables.table import Cell, Entry, Table

MOST_D = 256
NOTES = (
    "With c(alpha) the infimum of lambda_min(kappa_0(x_i . x_j)) over all sets of unit vectors in R^d whose lines are",
    "alpha apart: liminf c/alpha is at least one cap's and the mixture's number, limsup c/alpha at most the lattice's.",
    "For Theta_L all are L(L-1)/2 times as large. Ratio: the upper side by the best lower one.",
)


def small_angles(dims: Sequence[int], digits: int = 6) -> Table:
    """Both sides for each dimension up to 256; mixtures up to 128.

    Examples
    --------
    >>> small_angles([2, 8], 4).texts()
    [['2', '0.1591', '0.1591', 'Z', '0.1592', '1.001'], ['8', '0.05508', '0.06427', 'E7*', '0.09286', '1.445']]
    """
    rows: list[tuple[Entry, ...]] = []
    for d in dims:
        if d > MOST_D:
            raise InputError(f"d={d}", f"lattices are computed for d <= {MOST_D}", "ask for smaller dimensions")
        one, top = cap_limit("kappa0", d, digits=digits + 3), flat_limit(d, "best", digits + 3)
        many = mixture_limit("kappa0", d).constant if d <= MOST_MIXTURE else None
        best = max(one.lo, many) if many is not None else one.lo
        parts = " + ".join(f"{part.name}^{k}" if k > 1 else part.name for part, k in lattice_of(d - 1, "best").items())
        mixed: Entry = "-" if many is None else Cell(Enclosure.around(many), "lower")
        ratio = Cell(Enclosure.around(Fraction(top.hi) / best), "upper", 4)
        rows.append((d, Cell(one, "lower"), mixed, parts, Cell(top, "upper"), ratio))
    names = ("d", "one cap", "mixture", "lattice", "its limit", "ratio")
    return Table("small-angles", "Sharp constants at small angles", names, tuple(rows), digits, NOTES)
