"""Check certificates: rebuild the statements, recompute, and say VALID, INVALID, UNDECIDED or UNREADABLE."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from .algebra import Algebra
from .cap_mixture import cap_mixture
from .caps import Plan, cap_minorant, decay_constant
from .claims import (
    READERS,
    Entry,
    as_rational,
    evaluate_constant,
    exact_value,
    needed_bits,
    read_angle,
    read_parameters,
    settle,
    spare_bits,
    statement,
    within,
)
from .configurations import configuration_upper
from .cover import cover, read_given
from .exact import Root
from .expressions import Writer, name_of, read_box
from .layerwise import layerwise
from .limiting_law import limiting_law
from .limits import (
    MAX_BITS,
    MAX_ENTRIES,
    MAX_SPLIT,
    SECONDS,
    InvalidError,
    UndecidedError,
    UnreadableError,
    tick,
    time_limit,
)
from .matrix import check_matrix
from .reader import digest, fields, integer, number, parse, shown, text_of, working_bits
from .residual import residual
from .side import SideFiles, beside, none, read_file
from .texts import CONVENTIONS, NOT_CLAIMED
from .two_point import two_point
from .two_point_limit import two_point_limit

VALID, INVALID, UNDECIDED, UNREADABLE = "VALID", "INVALID", "UNDECIDED", "UNREADABLE"
SUFFIX = ".cert.json"

_CLOSED = (
    "hermite.relu",
    "hermite.step",
    "hermite.leaky",
    "harmonics.dimension",
    "hemisphere",
    "funk-hecke",
    "power-series",
)
_COMPUTED = ("kernel", "cap", "cap.measure", "flat-limit", "cap-minorant-limit", "trace-upper")
_EVERY = ("in", ">=", "<=")
KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "exact_value": {name: ("=",) for name in _CLOSED},
    "enclosure": {name: _EVERY for name in (*_CLOSED, *_COMPUTED)},
    "series_tail": {"power-series.tail": _EVERY},
    "min_over_family": {"cap-minorant": (">=",), "decay.low": (">=",), "decay.high": ("<=",)},
    "cap_mixture": {"cap-minorant-limit.many": (">=",)},
    "two_point": {"two-point": (">=",)},
    "layerwise": {"layerwise": (">=",)},
    "two_point_limit": {"two-point-limit": ("<=",)},
    "configuration_upper": {"configuration-upper": ("<=",)},
    "cover": {name: (">=", ">", "<=", "<") for name in ("inequality", "inequality.algebraic")},
    "identity": {"equation": ("=",)},
    "matrix_lower_bound": {"lambda-min": (">=",)},
    "matrix_upper_bound": {"lambda-min.superset": ("<=",)},
    "residual": {"training.residual": _EVERY},
    "limiting_law": {name: _EVERY for name in ("law.edge", "law.threshold", "law.density", "law.moment")},
}
WITNESSED = (
    "min_over_family",
    "cap_mixture",
    "two_point",
    "layerwise",
    "two_point_limit",
    "configuration_upper",
    "cover",
    "matrix_lower_bound",
    "matrix_upper_bound",
    "residual",
    "limiting_law",
)


@dataclass(frozen=True)
class Result:
    """What the checker found out about one certificate."""

    status: str
    reason: str = ""
    kind: str = ""
    digest: str = ""
    statements: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    not_claimed: tuple[str, ...] = ()
    path: str = ""

    @property
    def ok(self) -> bool:
        """Whether every statement was proved."""
        return self.status == VALID


def _bounds(value: object, relation: str, constant: str) -> list[Fraction]:
    count = 0 if constant == "equation" else {"=": 3, "in": 2}.get(relation, 1)
    if not isinstance(value, list) or len(value) != count:
        raise InvalidError(f"relation {relation} needs {count} bounds")
    bounds = [number(bound, "bound") for bound in value]
    if relation == "in" and bounds[0] > bounds[1]:
        raise InvalidError("the bounds are exchanged")
    return bounds


def _entries(constant: str, relations: tuple[str, ...], value: object) -> list[Entry]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_ENTRIES:
        raise InvalidError(f"the claim has not between 1 and {MAX_ENTRIES} entries")
    entries = []
    for tree in value:
        tree = fields(tree, "an entry", ("parameters", "relation", "bounds"))
        relation = tree["relation"]
        if not isinstance(relation, str) or relation not in relations:
            raise InvalidError(f"relation {shown(relation)} is none of {', '.join(relations)}")
        given = tree["parameters"]
        parameters = read_parameters(constant, given) if constant in READERS else given
        entries.append(Entry(given, parameters, relation, _bounds(tree["bounds"], relation, constant), tree["bounds"]))
    return entries


def _witnesses(value: object, count: int) -> list[Any]:
    """Return the witness of each entry; kinds that recompute everything have an empty witness."""
    if count == 0:
        fields(value, "witness", ())
        return []
    rows = fields(value, "witness", ("entries",))["entries"]
    if not isinstance(rows, list) or len(rows) != count:
        raise InvalidError("the witness has not one entry for each entry of the claim")
    return rows


def _fail(entry_text: str, verdict: bool | None) -> None:
    if verdict is None:
        raise UndecidedError(f"the intervals do not decide: {entry_text}")
    if not verdict:
        raise InvalidError(f"refuted by recomputation: {entry_text}")


def _check_exact(constant: str, entry: Entry) -> bool:
    value = exact_value(constant, entry.parameters)
    if value is None:
        raise InvalidError("the checker knows no closed form here; use the kind enclosure")
    sign, q, j = entry.bounds
    if sign not in (-1, 0, 1) or q < 0 or j.denominator != 1:
        raise InvalidError("the bounds are not sign, q >= 0 and an integer j")
    return Root(int(sign), q, int(j)) == value


def _precision(constant: str, entry: Entry) -> int:
    """Return the first precision to try; a one-sided bound may be far from the value, so it starts low."""
    wanted = needed_bits(entry.bounds) if len(entry.bounds) == 2 else 128
    return working_bits(wanted + spare_bits(constant, entry.parameters))


def _check_enclosure(constant: str, entry: Entry, start: int) -> bool | None:
    tick()
    most = max(4 * start, needed_bits(entry.bounds) + spare_bits(constant, entry.parameters))
    root = exact_value(constant, entry.parameters)
    rational = None if root is None else as_rational(root)
    if rational is not None:
        low = entry.relation == "<=" or entry.bounds[0] <= rational
        return low and (entry.relation == ">=" or rational <= entry.bounds[-1])
    return settle(
        lambda bits: within(evaluate_constant(constant, entry.parameters, bits), entry.relation, entry.bounds),
        start,
        min(most, MAX_BITS + 128),
    )


def _plan(row: object, cap: bool, ntk: bool) -> Plan:
    """Read a witness: K and perhaps a radius for caps, k0 and M where the tail expansion is needed."""
    names = (("K",) if cap else ()) + (("k0", "M") if ntk else ())
    tree = fields(row, "a witness entry", names, ("radius",) if cap else ())
    k0, M = (integer(tree["k0"], "k0", 3, MAX_SPLIT), integer(tree["M"], "M", 1, 60)) if ntk else (0, 0)
    K = integer(tree["K"], "K", 4, MAX_SPLIT) if cap else k0
    return Plan(K, k0, M, read_angle(tree["radius"]) if "radius" in tree else None)


def _check_family(constant: str, entry: Entry, row: object) -> bool | None:
    p, bound = entry.parameters, entry.bounds[0]
    if constant == "cap-minorant":
        plan = _plan(row, True, p["kernel"] == "ntk")
        lower, upper = cap_minorant(p["kernel"], p["d"], p.get("L", 0), p["angle"], plan)
    else:
        side = constant.removeprefix("decay.")
        lower, upper = decay_constant(side, p["d"], p["L"], p["parity"], _plan(row, False, True))
    if entry.relation == "<=":
        lower, upper, bound = -upper, -lower, -bound
    if lower >= bound:
        return True
    if upper < bound:  # not a refutation of the bound, but this certificate does not prove it
        raise InvalidError("the recomputed constant does not reach the claimed bound")
    return None


def _check_lower(prove: Callable[[dict[str, Any], object], Fraction], entry: Entry, row: object) -> bool:
    if prove(entry.parameters, row) < entry.bounds[0]:
        raise InvalidError("the witness does not reach the claimed bound")
    return True


def _check_two_point_limit(entry: Entry, row: object) -> bool:
    if two_point_limit(entry.parameters, row) > entry.bounds[0]:
        raise InvalidError("the witness does not reach the claimed bound")
    return True


def _for_all(region: str) -> str:
    return f"for all {region}: " if region else ""


def _check_cover(constant: str, entry: Entry, row: object) -> tuple[str, bool | None]:
    algebraic = constant == "inequality.algebraic"
    tree = fields(entry.parameters, "parameters", ("box", "expression") + (("given",) if algebraic else ()))
    box = read_box(tree["box"])
    write = Writer(box)
    condition, given = read_given(tree.get("given", []), write)
    region = ", ".join(f"{name} in [{low}, {high}]" for name, low, high in tree["box"])
    text = f"{_for_all(region)}{condition}{write(tree['expression'])} {entry.relation} {entry.raw[0]}"
    witness = fields(row, "a witness entry", ("tree",))["tree"]
    method = Algebra(given) if algebraic else None
    decided = cover(tree["expression"], method, box, witness, entry.relation, entry.bounds[0])
    return text + (", wherever this is defined" if algebraic else ""), decided


def _check_identity(entry: Entry) -> tuple[str, bool | None]:
    tree = fields(entry.parameters, "parameters", ("variables", "left", "right", "given"))
    if not isinstance(tree["variables"], list):
        raise InvalidError("the variables are not a list")
    write = Writer({name_of(name): (None, None) for name in tree["variables"]})
    condition, given = read_given(tree["given"], write)
    left, right = write(tree["left"]), write(tree["right"])
    text = f"{_for_all(', '.join(write.box))}{condition}{left} = {right}, wherever this is defined"
    return text, Algebra(given).equal(tree["left"], tree["right"])


def _check_claim(kind: str, constant: str, entries: list[Entry], witness: object, files: SideFiles) -> list[str]:
    """Recompute every entry; return the statements that were proved."""
    rows = _witnesses(witness, len(entries) if kind in WITNESSED else 0)
    if kind in ("cover", "identity"):
        texts = []
        for index, entry in enumerate(entries):
            text, decided = _check_cover(constant, entry, rows[index]) if rows else _check_identity(entry)
            _fail(text, decided)
            texts.append(text)
        return texts
    start = 0
    if kind in ("enclosure", "series_tail"):  # one precision for all entries, so that they share their tables
        start = max(_precision(constant, entry) for entry in entries)
    verdict: bool | None
    for index, entry in enumerate(entries):
        if kind == "exact_value":
            verdict = _check_exact(constant, entry)
        elif kind == "min_over_family":
            verdict = _check_family(constant, entry, rows[index])
        elif kind == "cap_mixture":
            verdict = cap_mixture(entry.parameters, rows[index], entry.bounds[0])
        elif kind in ("two_point", "layerwise"):
            verdict = _check_lower(two_point if kind == "two_point" else layerwise, entry, rows[index])
        elif kind == "two_point_limit":
            verdict = _check_two_point_limit(entry, rows[index])
        elif kind == "configuration_upper":
            verdict = configuration_upper(entry.parameters, rows[index], entry.bounds[0])
        elif kind in ("matrix_lower_bound", "matrix_upper_bound"):
            verdict = check_matrix(kind, entry.parameters, rows[index], files, entry.bounds[0])
        elif kind == "residual":
            verdict = residual(entry.parameters, rows[index], entry.relation, entry.bounds)
        elif kind == "limiting_law":
            verdict = limiting_law(constant, entry.parameters, rows[index], entry.relation, entry.bounds)
        else:
            verdict = _check_enclosure(constant, entry, start)
        _fail(statement(constant, entry), verdict)
    return [statement(constant, entry) for entry in entries]


def _examine(tree: dict[str, Any], level: int, files: SideFiles) -> Result:
    if level > 4:
        raise InvalidError("subcertificates nested too deeply")
    names = ("format", "version", "kind", "claim", "witness", "subcertificates", "not_claimed", "digest")
    fields(tree, "the certificate", names, ("provenance",))
    if tree["format"] != "ntksym-certificate" or tree["version"] != 1:
        raise InvalidError("not an ntksym-certificate of version 1")
    if tree["digest"] != digest(tree):
        raise InvalidError("the digest does not match the content")
    kind = tree["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise InvalidError(f"unknown kind {shown(kind)}")
    claim = fields(tree["claim"], "the claim", ("constant", "conventions", "entries"))
    constant = claim["constant"]
    if not isinstance(constant, str) or constant not in KINDS[kind]:
        raise InvalidError(f"kind {kind} has no constant {shown(constant)}")
    if claim["conventions"] != CONVENTIONS[constant]:
        raise InvalidError("the conventions are not those of this constant")
    if tree["not_claimed"] != NOT_CLAIMED[constant]:
        raise InvalidError("not_claimed is not the list of this constant")
    children = tree["subcertificates"]
    if not isinstance(children, list):
        raise InvalidError("subcertificates is not a list")
    statements: list[str] = []
    for child in children:
        if not isinstance(child, dict):
            raise InvalidError("a subcertificate is not a JSON object")
        statements += _examine(child, level + 1, files).statements
    entries = _entries(constant, KINDS[kind][constant], claim["entries"])
    statements += _check_claim(kind, constant, entries, tree["witness"], files)
    return Result(
        VALID,
        kind=kind,
        digest=text_of(tree["digest"], "digest"),
        statements=tuple(statements),
        definitions=tuple(f"{name}: {text}" for name, text in CONVENTIONS[constant].items()),
        not_claimed=tuple(NOT_CLAIMED[constant]),
    )


def check(text: bytes | str, seconds: float = SECONDS, files: SideFiles = none) -> Result:
    """Check one certificate given as JSON text.  Never raises on its content.

    Parameters
    ----------
    text
        The content of a certificate file.
    seconds
        After this time the answer is UNDECIDED.
    files
        From the name of a side file to its bytes.
    """
    try:
        with time_limit(seconds):
            return _examine(parse(text), 0, files)
    except UnreadableError as error:
        return Result(UNREADABLE, str(error))
    except InvalidError as error:
        return Result(INVALID, str(error))
    except UndecidedError as error:
        return Result(UNDECIDED, str(error))
    except Exception as error:  # an oversight in the checker must never read as a verdict
        return Result(UNDECIDED, f"the checker could not finish ({type(error).__name__})")


def check_file(path: str, seconds: float = SECONDS) -> Result:
    """Check one file; its size is tested before it is read."""
    try:
        data = read_file(path)
    except UnreadableError as error:
        return Result(UNREADABLE, str(error), path=path)
    return replace(check(data, seconds, beside(path)), path=path)


def find(paths: Iterable[str]) -> Iterator[str]:
    """Yield the files named, and of folders every file whose name ends in ``.cert.json``, in sorted order."""
    for path in paths:
        if os.path.isdir(path):
            for folder, folders, names in os.walk(path):
                folders.sort()
                yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(SUFFIX))
        else:
            yield path


def check_paths(
    paths: Iterable[str], progress: Callable[[int, int, Result], None] | None = None, seconds: float = SECONDS
) -> list[Result]:
    """Check files and folders; `progress` is called as ``progress(done, total, result)`` after each file."""
    files = list(find(os.fspath(path) for path in paths))
    results = []
    for path in files:
        results.append(check_file(path, seconds))
        if progress is not None:
            progress(len(results), len(files), results[-1])
    return results
