"""The ledger as one static page: every claim, its status, its derivation in MathML, its certificate, its re-check."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from latex2mathml.converter import convert
from markupsafe import Markup

from ntksym import __version__
from ntksym.certificates.format import Certificate
from ntksym.claims.claim import Derivation
from ntksym.claims.errata_ledger import ErrataLedger
from ntksym.claims.ledger import Ledger
from ntksym.claims.prose import to_html
from ntksym.report.plan import is_of_claim, slug_of
from ntksym.tables.render import html_table
from ntksym.tables.table import Table

Row = tuple[Path, Certificate, str, str]


@lru_cache(maxsize=4096)
def mathml(latex: str, display: str = "block") -> str:
    """LaTeX as MathML, which every current browser shows without a network.

    Examples
    --------
    >>> mathml("x^2", "inline").startswith("<math")
    True
    """
    plain = latex.replace("\\displaystyle", "").replace("\\qquad", "\\quad")
    plain = re.sub(r"\\(?:left|middle|right)\s*(?:([()\[\]|])|\.)", r"\1", plain)  # a dot is an invisible delimiter
    return str(convert(plain, display=display))


def _certificate_row(row: Row) -> dict[str, Any]:
    path, certificate, status, reason = row
    claim = certificate["claim"]
    entries = claim["entries"]
    varying = {k for e in entries for k in e["parameters"] if len({str(x["parameters"].get(k)) for x in entries}) > 1}
    fixed = {k: v for k, v in entries[0]["parameters"].items() if k not in varying and not isinstance(v, list)}
    return {
        "path": path.as_posix(),
        "given": certificate.get("provenance", {}).get("given", []),
        "constant": claim["constant"],
        "kind": certificate["kind"],
        "what": ", ".join(f"{k} = {v}" for k, v in fixed.items()),
        "count": len(entries),
        "varying": ", ".join(sorted(varying)),
        "status": status,
        "reason": reason,
        "digest": certificate["digest"].removeprefix("sha256:")[:16],
        "not_claimed": "; ".join(certificate["not_claimed"]),
    }


def ledger_page(
    ledger: Ledger, derivations: list[Derivation], rows: list[Row], tables: list[Table], errata: ErrataLedger
) -> str:
    """The whole page as text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["mathml"] = lambda latex: Markup(mathml(latex))
    environment.filters["prose"] = lambda text: Markup(to_html(text))
    by_slug = {v.slug: v for v in ledger.verdicts}
    sections = [
        {
            "title": d.title,
            "intro": d.intro,
            "source": d.source,
            "assumed": d.assumed(),
            "file": d.file,
            "claims": [by_slug[c.slug] for c in d.claims if c.slug in by_slug],
        }
        for d in derivations
    ]
    certificates = {row[0]: _certificate_row(row) for row in rows}
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, c in certificates.items():
        if not is_of_claim(path):
            groups.setdefault(c["constant"], []).append(c)
    return environment.get_template("ledger.html").render(
        version=__version__,
        summary=ledger.summary(),
        sections=sections,
        own={slug_of(path): c for path, c in certificates.items() if is_of_claim(path)},
        groups=groups,
        errata=errata,
        slips=errata.summary(),
        tables=[{"name": t.name, "title": t.title, "html": Markup(html_table(t))} for t in tables],
        total=len(certificates),
        valid=sum(c["status"] == "VALID" for c in certificates.values()),
    )
