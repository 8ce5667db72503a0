"""Tables, derivations, ledger page and manifest, made from the certificates that were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ntksym.balls.arb import arb, ball, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.certificates.format import Certificate, read
from ntksym.checker.reader import number
from ntksym.claims.collect import collect
from ntksym.claims.errata_ledger import ErrataLedger
from ntksym.claims.ledger import Ledger
from ntksym.files import write_text
from ntksym.report.page import ledger_page
from ntksym.report.plan import ANGLES, DEGREES, is_of_claim, slug_of
from ntksym.tables.errata import errata_table
from ntksym.tables.grids import build
from ntksym.tables.render import FORMATS, SUFFIXES, render
from ntksym.tables.table import Cell, Table

Results = dict[Path, tuple[str, str]]
TABLE_DIGITS = 8


def _key(constant: str, parameters: dict[str, Any]) -> tuple[Any, ...]:
    shown = {}
    for name, value in parameters.items():
        if name == "angle":
            value = ExactReal.parse(str(value))
        if value is not None:
            shown[name] = str(value)
    return (constant, *sorted(shown.items()))


def _cell(kind: str, entry: dict[str, Any]) -> Cell:
    numbers = [number(str(b), "bound") for b in entry["bounds"]]
    if kind == "exact_value":
        sign, square, half_power = numbers
        with precision(160):
            value = int(sign) * ball(square).sqrt() * (arb.pi() ** (arb(int(half_power)) / 2))
            return Cell(Enclosure.of_ball(value) if sign else Enclosure.around(0))
    if entry["relation"] == "in":
        return Cell(Enclosure.around(numbers[0], numbers[1], bits=200))
    return Cell(Enclosure.around(numbers[0], bits=200), "lower" if entry["relation"] == ">=" else "upper")


class Written:
    """The certificates that were written: those of claims by slug, all others by constant and parameters."""

    def __init__(self, paths: list[Path]) -> None:
        self.cells: dict[tuple[Any, ...], Cell] = {}
        self.certificates: dict[Path, Certificate] = {}
        for path in paths:
            certificate = self.certificates[path] = read(path)
            for entry in [] if is_of_claim(path) else certificate["claim"]["entries"]:
                self.cells[_key(certificate["claim"]["constant"], entry["parameters"])] = _cell(
                    certificate["kind"], entry
                )

    def __call__(self, name: str, **parameters: Any) -> Cell:
        """The certified cell; raises KeyError if no certificate holds it."""
        if name.startswith("decay."):
            parameters.setdefault("kernel", "ntk")
        return self.cells[_key(name, parameters)]


def _tables(dims: str, depths: str, look_up: Written) -> list[Table]:
    common: dict[str, Any] = {"dims": dims, "depths": depths, "digits": TABLE_DIGITS, "look_up": look_up}
    degrees = f"0:{DEGREES[-1]}"
    angles = ",".join(ANGLES)
    makers: list[Callable[[], Table]] = [
        partial(build, "hermite", degrees=degrees, **common),
        partial(build, "hemisphere", degrees=degrees, **common),
        *(
            partial(build, "funk-hecke", kernel=k, degrees=degrees, **common)
            for k in ("kappa0", "tkappa0", "kappa1", "ntk")
        ),
        partial(build, "power-series", degrees=degrees, **common),
        partial(build, "tails", degrees=degrees, **common),
        partial(build, "analyticity", **common),
        partial(build, "decay", **common),
        *(
            partial(build, "cap-minorant", kernel=k, angles=angles, **common)
            for k in ("kappa0", "tkappa0", "kappa1", "ntk")
        ),
    ]
    return [make() for make in makers]


def write_outputs(
    folder: Path,
    ledger: Ledger,
    errata: ErrataLedger,
    paths: list[Path],
    results: Results,
    *,
    dims: str,
    depths: str,
    stage: Callable[[str, int], Callable[[str], None]],
) -> None:
    """Write tables in every format, the derivations as LaTeX, the errata, ``index.html`` and the manifest."""
    written = Written(paths)
    tables = _tables(dims, depths, written)
    step = stage("write tables and ledger", len(tables) + 4)
    for table in [*tables, errata_table(errata)]:
        for form in FORMATS:
            write_text(folder / "tables" / f"{table.name}.{SUFFIXES[form]}", render(table, form))
        step(table.name)
    write_text(folder / "tables" / "all.tex", _document(tables))
    derivations = [d for c in collect([]) for d in c.derivations]
    write_text(folder / "derivations.tex", _paper([d.latex() for d in derivations]))
    step("derivations")
    write_text(folder / "ledger.json", json.dumps(ledger.as_json(), indent=1) + "\n")
    write_text(folder / "errata.json", json.dumps(errata.as_json(), indent=1) + "\n")
    rows = [
        (path.relative_to(folder), written.certificates[path], *results.get(path, ("not re-checked", "")))
        for path in paths
    ]
    write_text(folder / "index.html", ledger_page(ledger, derivations, rows, tables, errata))
    step("ledger")
    write_manifest(folder, written)
    step("manifest")


def write_manifest(folder: Path, written: Written) -> None:
    """``MANIFEST.sha256`` for ``sha256sum -c``, and ``manifest.json`` with the certificates' digests."""
    digests = [
        {
            "file": path.relative_to(folder).as_posix(),
            "kind": c["kind"],
            "constant": c["claim"]["constant"],
            "digest": c["digest"],
            **({"claim": slug_of(path)} if is_of_claim(path) else {}),
        }
        for path, c in written.certificates.items()
    ]
    write_text(folder / "manifest.json", json.dumps({"certificates": digests}, indent=1) + "\n")
    files = sorted(
        p for p in folder.rglob("*") if p.is_file() and ".state" not in p.parts and p.name != "MANIFEST.sha256"
    )
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}" for p in files]
    write_text(folder / "MANIFEST.sha256", "\n".join(lines) + "\n")


def _document(tables: list[Table]) -> str:
    body = "\n".join(f"\\input{{{t.name}.tex}}\n\\clearpage" for t in tables)
    return (
        "\\documentclass{article}\n\\usepackage{booktabs,longtable}\n\\usepackage[landscape,margin=1cm]{geometry}\n"
        "\\begin{document}\n\\tiny\n" + body + "\n\\end{document}\n"
    )


def _paper(sections: list[str]) -> str:
    return (
        "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{amsmath,amssymb}\n\\usepackage[margin=2cm]{geometry}\n"
        "\\allowdisplaybreaks\n\\begin{document}\n" + "\n\n".join(sections) + "\n\\end{document}\n"
    )
