"""Two-point certificates on a geometric grid of angles: any angle is served at once by the next smaller one.

    python -m ntksym.two_point_grid FILE ntk 3 --depth 3            fill FILE; a run that was interrupted goes on
    python -m ntksym.two_point_grid FILE ntk 3 --depth 3 --at 0.37  the certificate that serves this angle

What is separated by an angle is separated by every smaller one, so the bound at a grid angle holds beyond it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from ntksym.balls.arb import lower, precision
from ntksym.balls.exact import ExactReal
from ntksym.certificates import certificate
from ntksym.constants import constant
from ntksym.errors import InputError
from ntksym.spectra.separation import Problem
from ntksym.sweep import sweep

FIRST, STEP, UNIT = 100, Fraction(11, 10), 1000  # thousandths
MOST = 1570
BITS = 128


def angles() -> list[Fraction]:
    """The grid: 1/10, and so on by 11/10, rounded down to thousandths.

    Examples
    --------
    >>> [str(x) for x in angles()[:4]], str(angles()[-1])
    (['1/10', '11/100', '121/1000', '133/1000'], '721/500')
    """
    found, j = list[Fraction](), 0
    while (value := int(FIRST * STEP**j)) <= MOST:
        found.append(Fraction(value, UNIT))
        j += 1
    return found


def certificate_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate of the two-point constant at a grid angle: the unit of a sweep."""
    given = {name: value for name, value in item.items() if value is not None}
    return dict(certificate(constant("two-point", **given)))


def _items(kernel: str, d: int, L: int | None, sided: str, grid: list[Fraction]) -> list[dict[str, Any]]:
    for angle in grid:
        Problem(kernel, d, 2 if L is None else L, ExactReal(angle, False), sided)
    return [{"kernel": kernel, "d": d, "L": L, "sided": sided, "angle": str(angle)} for angle in grid]


def fill(
    store: Path,
    kernel: str,
    d: int,
    L: int | None = None,
    sided: str = "projective",
    grid: list[Fraction] | None = None,
    jobs: int = 1,
) -> list[dict[str, Any]]:
    """The certificates of the grid (all of it, or the angles given), those made that FILE does not hold yet.

    Raises
    ------
    InputError
        If there is no such constant, or the file is one of something else.
    """
    items = _items(kernel, d, L, sided, angles() if grid is None else grid)
    return [record.result for record in sweep(certificate_of, items, store=store, jobs=jobs) if record.error is None]


def serving(angle: ExactReal) -> Fraction:
    """The largest grid angle that is certainly at most this one.

    Raises
    ------
    InputError
        If the angle is below the grid.

    Examples
    --------
    >>> str(serving(ExactReal.parse("0.37"))), str(serving(ExactReal.parse("0.11")))
    ('69/200', '11/100')
    """
    with precision(BITS):
        least = lower(angle.ball) if angle.times_pi else angle.coefficient
    below = [x for x in angles() if x <= least]
    if not below:
        raise InputError(f"angle={angle}", "the grid starts at 1/10", "use `ntksym constant two-point`, which is exact")
    return below[-1]


def main(arguments: list[str] | None = None) -> None:
    """Fill a file, or print the certificate that serves an angle."""
    parser = argparse.ArgumentParser(prog="python -m ntksym.two_point_grid", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("kernel")
    parser.add_argument("d", type=int)
    parser.add_argument("--depth", type=int)
    parser.add_argument("--sided", default="projective")
    parser.add_argument("--at")
    given = parser.parse_args(arguments)
    try:
        grid = None if given.at is None else [serving(ExactReal.parse(given.at, "angle"))]
        found = fill(given.file, given.kernel, given.d, given.depth, given.sided, grid)
    except InputError as error:
        parser.exit(2, f"{error}\n")
    if not found:
        parser.exit(1, "no certificate was found\n")
    print(json.dumps(found[0], indent=1) if grid else f"{len(found)} certificates in {given.file}")


if __name__ == "__main__":
    from ntksym.two_point_grid import main as run  # so that the records are those of this module, not of __main__

    run()
