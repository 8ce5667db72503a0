"""What ``ntksym certify`` writes: one certificate file for each family of constants, and one for each claim it can."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ntksym.certificates.claims import named_certificate
from ntksym.certificates.format import SUFFIX, Certificate
from ntksym.certificates.values import certificate, two_point
from ntksym.claims.collect import Collected
from ntksym.constants import constant
from ntksym.constants.spectral import funk_hecke_row

CLAIMS = "claims"  # the folder of the claims' own certificates
DIGITS = 20
DEGREES = range(21)
ORDERS = range(21)
ANGLES = ("0.1", "0.2", "0.4", "0.8", "1.2")
MINORANT_DIGITS = 10
TWO_LAYER = ("kappa0", "tkappa0", "kappa1")


@dataclass(frozen=True)
class Family:
    """One certificate file: where it goes and how it is made; None is made where a claim has no certificate."""

    path: str
    title: str
    make: Callable[[], Certificate | None]
    folder: str = "certificates"

    def file(self, out: Path) -> Path:
        """Where it goes below the output folder."""
        return out / self.folder / f"{self.path}{SUFFIX}"


def _many(name: str, digits: int, rows: list[dict[str, Any]]) -> Certificate:
    return certificate([constant(name, digits=digits, **row) for row in rows])


def _spectrum(d: int, L: int) -> Certificate:
    return certificate(funk_hecke_row("ntk", d, L, list(DEGREES), DIGITS))


def _family(path: str, title: str, name: str, rows: list[dict[str, Any]], digits: int = DIGITS) -> Family:
    return Family(path, title, partial(_many, name, digits, rows))


def is_of_claim(path: Path) -> bool:
    """Whether a certificate file is a claim's own."""
    return path.parent.name == CLAIMS


def slug_of(path: Path) -> str:
    """The claim that a certificate file is of."""
    return path.name.removesuffix(SUFFIX)


def claim_families(collected: Iterable[Collected], standing: Container[str]) -> list[Family]:
    """One family for each claim that stands; the slug names the file."""
    return [
        Family(claim.slug, claim.slug, partial(named_certificate, str(c.path), claim.slug), CLAIMS)
        for c in collected
        for claim in c.claims
        if claim.slug in standing
    ]


def plan(dims: list[int], depths: list[int]) -> list[Family]:
    """All families of constants for the given dimensions and depths, in the order they are written."""
    families = [
        _family(f"hermite/{phi}", f"Hermite coefficients of the {phi}", f"hermite.{phi}", [{"r": r} for r in ORDERS])
        for phi in ("step", "relu")
    ]
    for d in dims:
        families.append(
            _family(
                f"harmonics/d{d}",
                f"dimensions of harmonics, d = {d}",
                "harmonics.dimension",
                [{"d": d, "k": k} for k in DEGREES],
            )
        )
        families.append(
            _family(f"hemisphere/d{d}", f"hemisphere, d = {d}", "hemisphere", [{"d": d, "k": k} for k in DEGREES])
        )
        for kernel in TWO_LAYER:
            rows: list[dict[str, Any]] = [{"kernel": kernel, "d": d, "k": k} for k in DEGREES]
            families.append(_family(f"funk-hecke/{kernel}-d{d}", f"mu_k of {kernel}, d = {d}", "funk-hecke", rows))
            rows = [{"kernel": kernel, "d": d, "angle": a} for a in ANGLES]
            families.append(
                _family(
                    f"cap-minorant/{kernel}-d{d}",
                    f"cap minorants of {kernel}, d = {d}",
                    "cap-minorant",
                    rows,
                    MINORANT_DIGITS,
                )
            )
    for kernel in TWO_LAYER:
        families += [_pair(kernel, None, a) for a in ANGLES]
    for L in depths:
        families += [_pair("ntk", L, a) for a in ANGLES]
        rows = [{"kernel": "ntk", "L": L, "m": m} for m in ORDERS]
        families.append(_family(f"power-series/ntk-L{L}", f"coefficients of Theta_{L}", "power-series", rows))
        families.append(
            _family(
                f"power-series/tails-L{L}",
                f"tails of Theta_{L}",
                "power-series.tail",
                [{"L": L, "r": r} for r in ORDERS],
            )
        )
        for d in dims:
            families += _deep(d, L)
    return families


def _pair(kernel: str, L: int | None, angle: str) -> Family:
    where = f"{kernel}-angle{angle}" + (f"-L{L}" if L else "")
    return Family(
        f"two-point/{where}",
        f"two points at angle {angle}, {kernel} {L or ''}",
        partial(two_point, kernel, L, angle, MINORANT_DIGITS),
    )


def _deep(d: int, L: int) -> list[Family]:
    where = f"ntk-d{d}-L{L}"
    caps: list[dict[str, Any]] = [{"kernel": "ntk", "d": d, "L": L, "angle": a} for a in ANGLES]
    decay: list[dict[str, Any]] = [{"d": d, "L": L, "parity": parity} for parity in ("even", "odd", "all")]
    title = f"Theta_{L}, d = {d}"
    return [
        Family(f"funk-hecke/{where}", f"mu_k of {title}", partial(_spectrum, d, L)),
        _family(f"cap-minorant/{where}", f"cap minorants of {title}", "cap-minorant", caps, MINORANT_DIGITS),
        _family(f"decay/low-d{d}-L{L}", f"lower decay constants of {title}", "decay.low", decay, MINORANT_DIGITS),
        _family(f"decay/high-d{d}-L{L}", f"upper decay constants of {title}", "decay.high", decay, MINORANT_DIGITS),
    ]
