"""What polynomial labels cost: the supremum of sqrt(y^T H^-1 y) over data on a sphere, in one dimension and in all."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ntksym.balls.arb import precision
from ntksym.balls.enclosure import Enclosure
from ntksym.descent.aligned import aligned_bound, function_norm2
from ntksym.kernels.dot_product import CONVENTIONS, DotKernel
from ntksym.tables.table import Cell, Entry, Table

SLIDES = CONVENTIONS["h-infinity"][0]
BITS = 160
INFINITE = "infinite"


def _norm(kernel: DotKernel, d: int, p: int) -> Entry:
    square = function_norm2(kernel, d, p)
    if square is None:
        return INFINITE
    with precision(BITS):
        return Cell(Enclosure.of_ball(square.ball.sqrt()))


def label_norms(dims: Iterable[int], powers: Iterable[int], kernel: DotKernel = SLIDES, *, digits: int = 8) -> Table:
    """One row for each p: labels y_i = (beta . x_i)^p with |beta| = 1 on unit vectors.

    For the slides' kernel the last column is Arora et al.'s 3 p (p = 1 or even).

    Examples
    --------
    >>> for row in label_norms([3, 10], [1, 2, 3], digits=5).texts():
    ...     print(row)
    ['1', '2', '2', '2', '3']
    ['2', '2.2424', '2.4007', '2.5067', '6']
    ['3', 'infinite', 'infinite', 'infinite', '-']
    """
    chosen, rows = list(dims), []
    for p in powers:
        bound = aligned_bound(kernel, [(p, Fraction(1), Fraction(1))])
        known: list[Entry] = []
        if kernel == SLIDES:
            known = [3 * p if p == 1 or p % 2 == 0 else "-"]
        last: Entry = INFINITE if bound is None else Cell(Enclosure.around(bound), "upper")
        rows.append((p, *(_norm(kernel, d, p) for d in chosen), last, *known))
    columns = ("p", *(f"d = {d}" for d in chosen), "every d: 1/sqrt(a_p)")
    return Table(
        name="label-norms",
        title=f"Supremum of sqrt(y^T H^-1 y) over all data on S^(d-1), labels (beta . x)^p, |beta| = 1, for {kernel}",
        columns=(*columns, "Arora et al.: 3 p") if kernel == SLIDES else columns,
        rows=tuple(rows),
        digits=digits,
        notes=(
            "The supremum is the norm of x -> (beta . x)^p in the kernel's space; a_p is the coefficient of t^p in the "
            "kernel.",
        ),
    )
