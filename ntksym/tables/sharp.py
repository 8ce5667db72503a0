"""Tables of sharp constants: both sides of the worst smallest eigenvalue, and condition numbers for each depth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.certificates.values import certificate, file_name
from ntksym.constants import ConstantValue, constant
from ntksym.errors import UndecidedError
from ntksym.spectra.depth_entries import condition_number
from ntksym.spectra.separation import Problem
from ntksym.tables.table import KERNELS, Cell, Entry, Table

DIGITS = 12
FIRST_TRACE = 20  # in smaller dimensions the trace bound does not win
UNDECIDED = "undecided"
NOTES = (
    "Every set of unit vectors in R^d whose lines are separated by the angle has a smallest eigenvalue of at least the",
    "lower constants; some such set has at most the upper one. kappa_0(1) = kappa_1(1) = 1, Theta_L(1) = L.",
)


@lru_cache(maxsize=512)
def _value(name: str, problem: Problem) -> ConstantValue | None:
    """The constant with all that its certificate needs; None if it is not decided."""
    given: dict[str, Any] = {"kernel": problem.kernel, "d": problem.d, "angle": problem.angle}
    given |= {"L": problem.L} if problem.kernel == "ntk" else {}
    given |= {"sided": problem.sided} if problem.sided != "projective" else {}
    given |= {"n": problem.n} if problem.n is not None else {}
    try:
        return constant(name, digits=DIGITS, **given)
    except UndecidedError:
        return None


def _lower(found: ConstantValue | None) -> Fraction | None:
    return None if found is None else found.enclosure.lo


def _upper(found: ConstantValue | None) -> Fraction | None:
    return None if found is None else found.enclosure.hi


def two_point_lower(problem: Problem) -> Fraction | None:
    """The two-point constant; None if it is not decided."""
    return _lower(_value("two-point", problem))


def cap_lower(problem: Problem) -> Fraction | None:
    """The cap minorant; None if it is not decided."""
    return _lower(_value("cap-minorant", problem))


def layerwise_lower(problem: Problem) -> Fraction | None:
    """The layerwise bound of Theta_L; None for the other kernels and where it is not decided."""
    return _lower(_value("layerwise", problem)) if problem.kernel == "ntk" else None


def two_point_top(problem: Problem) -> Fraction | None:
    """What no two-point argument for any number of points can beat; None where it is not decided."""
    return _upper(_value("two-point-limit", problem))


def upper_constant(problem: Problem) -> Fraction | None:
    """The better of the configuration and the trace constant; None if neither is decided."""
    return _upper(_best_upper(problem))


def _best_upper(problem: Problem) -> ConstantValue | None:
    names = ("configuration-upper", *(("trace-upper",) if problem.d >= FIRST_TRACE else ()))
    found = [value for name in names if (value := _value(name, problem)) is not None]
    return min(found, key=lambda value: value.enclosure.hi, default=None)


def _values(problem: Problem) -> dict[str, ConstantValue | None]:
    """The constants of a row by the names of their columns."""
    layers = {"layerwise": _value("layerwise", problem) if problem.kernel == "ntk" else None}
    return {
        "cap minorant": _value("cap-minorant", problem),
        **layers,
        "two-point": _value("two-point", problem),
        "limit": _value("two-point-limit", problem),
        "upper": _best_upper(problem),
    }


def _cell(value: Fraction | None, side: str) -> Entry:
    return UNDECIDED if value is None else Cell(Enclosure.around(value), side)


def constants_items(
    kernel: str, dims: Sequence[int], depths: Sequence[int], angles: Sequence[str]
) -> list[dict[str, Any]]:
    """What the rows of a table are about, as plain data; one row for each angle of a kernel without a depth.

    Examples
    --------
    >>> constants_items("kappa0", [2], [2, 3], ["pi/5"])
    [{'kernel': 'kappa0', 'd': 2, 'L': 2, 'angle': 'pi/5'}]
    """
    found = [
        {"kernel": kernel, "d": d, "L": L, "angle": angle}
        for d in dims
        for L in (depths if kernel == "ntk" else [2])
        for angle in angles
    ]
    for item in found:
        _problem(item)
    return found


def _problem(item: Mapping[str, Any]) -> Problem:
    return Problem(item["kernel"], item["d"], item["L"], ExactReal.parse(item["angle"], "angle"))


LOWER = ("cap minorant", "layerwise", "two-point")


def constants_of(item: Mapping[str, Any]) -> dict[str, str | None]:
    """The constants of a row as exact numbers, None where one is undecided or there is none: the unit of a sweep.

    Examples
    --------
    >>> found = constants_of({"kernel": "kappa0", "d": 2, "L": 2, "angle": "pi/5"})
    >>> found["layerwise"] is None, Fraction(found["two-point"]) <= Fraction(found["upper"])
    (True, True)
    """
    return _ends(_values(_problem(item)))


def _ends(found: Mapping[str, ConstantValue | None]) -> dict[str, str | None]:
    ends = {name: _lower(value) if name in LOWER else _upper(value) for name, value in found.items()}
    return {name: None if end is None else str(end) for name, end in ends.items()}


def certified_constants_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the certificate of each constant, by the name of its file.

    Examples
    --------
    >>> found = certified_constants_of({"kernel": "kappa0", "d": 2, "L": 2, "angle": "pi/5"})
    >>> sorted(found["certificates"])[0]
    'cap-minorant-kappa0-d2-anglepi_5.cert.json'
    """
    found = _values(_problem(item))
    made = [value for value in found.values() if value is not None]
    certificates = {file_name(value.constant, value.parameters): dict(certificate(value)) for value in made}
    return {"constants": _ends(found), "certificates": certificates}


def _row(item: Mapping[str, Any], texts: Mapping[str, str | None]) -> tuple[Entry, ...]:
    found = {name: None if text is None else Fraction(text) for name, text in texts.items()}
    deep, top = item["kernel"] == "ntk", found["upper"]
    best = max((value for name in LOWER if (value := found[name]) is not None), default=None)
    ratio = top / best if best and top is not None else None
    shown = [_cell(found[name], "lower") for name in LOWER if deep or name != "layerwise"]
    return (
        *(item["d"], *([item["L"]] if deep else []), item["angle"]),
        *(*shown, _cell(found["limit"], "upper"), _cell(top, "upper"), _cell(ratio, "upper")),
    )


def constants_table_of(
    kernel: str, rows: Iterable[tuple[Mapping[str, Any], Mapping[str, str | None]]], digits: int = 6
) -> Table:
    """The table of rows that are there: items and their constants."""
    deep = kernel == "ntk"
    labels = ("d", "L", "angle") if deep else ("d", "angle")
    values = ("cap minorant", *(["layerwise"] if deep else []), "two-point", "limit", "upper", "ratio")
    title = f"Sharp constants of {KERNELS[kernel]}"
    limit = "Limit: no two-point argument that does not count the points proves more."
    notes = (*NOTES, limit, "Ratio: upper by the best lower.")
    cells = tuple(_row(item, texts) for item, texts in rows)
    return Table(f"constants-{kernel}", title, (*labels, *values), cells, digits, notes)


def constants_table(
    kernel: str, dims: Sequence[int], depths: Sequence[int], angles: Sequence[str], digits: int = 6
) -> Table:
    """Lower and upper constants for each dimension, depth and angle, and their ratio.

    Examples
    --------
    >>> constants_table("kappa0", [2], [2], ["0.62"], 3).texts()
    [['2', '0.62', '0.0986', '0.0996', '0.0997', '0.109', '1.09']]
    """
    items = constants_items(kernel, dims, depths, angles)
    return constants_table_of(kernel, ((item, constants_of(item)) for item in items), digits)


def conditioning_table(points: Sequence[int], depths: Sequence[int], angles: Sequence[str], digits: int = 6) -> Table:
    """Bounds of the condition number of n separated points for each depth, and the limit 1 + n/3.

    Examples
    --------
    >>> conditioning_table([2], [100], ["0.5"], 4).texts()
    [['2', '100', '0.5', '1.74', '1.854', '1.666']]
    """
    rows: list[tuple[Entry, ...]] = []
    for n in points:
        for L in depths:
            for angle in angles:
                found = condition_number(n, L, angle)
                high = "none" if found.high is None else _cell(found.high, "upper")
                limit = Cell(Enclosure.around(1 + Fraction(n, 3)))
                rows.append((n, L, angle, _cell(found.low, "lower"), high, limit))
    notes = (
        "Every n unit vectors whose lines are separated by the angle, in any dimension, have a condition number of",
        "(Theta_L(x_i . x_j)) between low and high; it tends to 1 + n/3 as L grows. None: L is too small for a bound.",
    )
    title = "Condition number and depth"
    return Table("conditioning", title, ("n", "L", "angle", "low", "high", "limit"), tuple(rows), digits, notes)
