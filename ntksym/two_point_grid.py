"""Two-point certificates on a geometric grid of angles: any angle is served at once by the next smaller one.

    ntksym constant two-point kernel=ntk d=3 L=3 angle=0.37 --store DIR   from the grid in DIR
    python -m ntksym.two_point_grid DIR ntk 3 --depth 3                   all of the grid; an interrupted run goes on

What is separated by an angle is separated by every smaller one, so the witness of a grid angle is one of all larger
angles.  It is proved anew for the angle that is asked for: a file in DIR is not trusted.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from ntksym.balls.arb import lower, precision
from ntksym.balls.exact import ExactReal
from ntksym.certificates import certificate
from ntksym.certificates.format import read
from ntksym.certificates.values import file_name
from ntksym.checker.limits import InvalidError
from ntksym.checker.two_point import read_witness
from ntksym.constants import ConstantValue, constant
from ntksym.constants.catalogue import catalogue
from ntksym.errors import InputError, UndecidedError
from ntksym.spectra import few_lines, two_point_search
from ntksym.spectra.few_lines import FewLines
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point import Witness, certify

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
        raise InputError(f"angle={angle}", "the grid of a store starts at 1/10", "leave --store out")
    return below[-1]


def stored(folder: Path, name: str, /, *, digits: int = 20, **parameters: Any) -> ConstantValue:
    """The constant ``two-point`` from the folder's certificate of a grid angle, made and kept if it is not there.

    Parameters
    ----------
    folder
        Where the certificates are.
    name, digits, parameters
        As for :func:`ntksym.constants.constant`; the angle is at least 1/10.

    Raises
    ------
    InputError
        If there is no such constant, or a file of the folder does not prove what its name says.
    """
    if name != "two-point":
        raise InputError(name[:60], "a store holds two-point constants only", "leave --store out")
    used = list[ExactReal]()
    found = catalogue()[name].value(digits, parameters, find=partial(_find, folder, used))
    return replace(found, method=f"{found.method}, stored for the angle {used[0]}") if used else found


def _find(folder: Path, used: list[ExactReal], problem: Problem) -> tuple[Witness | FewLines, Fraction]:
    """As :func:`ntksym.spectra.two_point_search.find`, but with a programme's witness for the grid angle."""
    at_grid = replace(problem, angle=ExactReal(serving(problem.angle), False))
    if few_lines.applies(problem) or few_lines.applies(at_grid):
        return two_point_search.find(problem)
    used.append(at_grid.angle)
    path = folder / file_name("two-point", _given(at_grid))
    if folder.exists() and not folder.is_dir():
        raise InputError(str(folder), "it is no folder", "name a folder for the certificates")
    if not path.exists():
        certificate(constant("two-point", **_given(at_grid))).write(path)
    try:
        content = read(path)
        (entry,), (row,) = content["claim"]["entries"], content["witness"]["entries"]
        p, b, e = read_witness(row)
        if content["claim"]["constant"] != "two-point" or entry["parameters"] != _claimed(at_grid):
            raise InvalidError("it is about something else")
        witness = Witness(problem, tuple(p), b, tuple(e))
        return witness, certify(witness)
    except (KeyError, TypeError, ValueError):
        why = "it is no certificate of one two-point constant"
    except (InvalidError, UndecidedError) as error:
        why = str(error)
    raise InputError(str(path), why, "delete that file") from None


def _given(problem: Problem) -> dict[str, Any]:
    """A problem as parameters of the constant."""
    given: dict[str, Any] = {"kernel": problem.kernel, "d": problem.d, "sided": problem.sided}
    given |= {"L": problem.L} if problem.kernel == "ntk" else {}
    given |= {} if problem.n is None else {"n": problem.n}
    return given | {"angle": str(problem.angle)}


def _claimed(problem: Problem) -> dict[str, Any]:
    """The parameters in a certificate."""
    return {"n": "any", **_given(problem)}


def main(arguments: list[str] | None = None) -> None:
    """Fill a folder with the certificates of the grid."""
    parser = argparse.ArgumentParser(prog="python -m ntksym.two_point_grid", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("kernel")
    parser.add_argument("d")
    parser.add_argument("--depth")
    parser.add_argument("--sided", default="projective")
    given = parser.parse_args(arguments)
    parameters = {"kernel": given.kernel, "d": given.d, "sided": given.sided}
    parameters |= {} if given.depth is None else {"L": given.depth}
    for angle in angles():
        try:
            print(stored(given.folder, "two-point", **parameters, angle=str(angle)), flush=True)
        except UndecidedError as error:
            print(f"angle={angle}: {error}", file=sys.stderr, flush=True)
        except InputError as error:
            parser.exit(2, f"{error}\n")
        except KeyboardInterrupt:
            parser.exit(130, "interrupted; run the same command again to go on\n")


if __name__ == "__main__":
    main()
