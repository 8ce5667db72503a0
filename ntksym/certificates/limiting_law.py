"""Certificates of a limiting law with one value of D^2: edges, thresholds, densities and moments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ntksym import __version__
from ntksym.balls.arb import library_versions, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.certificates.build import exact, outward
from ntksym.certificates.format import Certificate, seal
from ntksym.checker.texts import CONVENTIONS, NOT_CLAIMED
from ntksym.laws.density import Density
from ntksym.laws.edges import Edge, Edges
from ntksym.laws.law import Law

Row = tuple[dict[str, Any], Enclosure, list[Fraction]]
OWN = ("relu", "relu2", "gelu", "erf")  # the activations whose Hermite data the checker knows, beside the leaky ReLU
SPARE = 96  # bits of given Hermite data beyond the digits


class Certificates(NamedTuple):
    """Certificates by constant, and what the checker could not follow, with its reasons."""

    made: dict[str, Certificate]
    left_out: list[str]


def law_certificates(
    law: Law,
    digits: int,
    found: Edges | None = None,
    densities: Sequence[Density] = (),
    moments: Sequence[Enclosure] = (),
) -> Certificates:
    """Certificates of law.edge, law.threshold, law.density and law.moment for the numbers given.

    Where the checker does not know the activation, they say "for any a^2 and b^2 in these intervals".  Nothing is said
    of edges at 0, thresholds that are exact, and densities that are 0.  Left out is what lies so close to the support
    of H that the checker's quadrature does not reach it.

    Examples
    --------
    >>> from ntksym.laws.activation import activation
    >>> from ntksym.laws.edges import edges
    >>> law = Law(activation("relu"), Fraction(1, 4), Fraction(4))
    >>> found = law_certificates(law, 10, edges(law, 10))
    >>> sorted(found.made), found.left_out, found.made["law.edge"].check().status
    (['law.edge', 'law.threshold'], [], 'VALID')
    """
    base = parameters(law, digits)
    rows: dict[str, list[Row]] = {
        "law.edge": [] if found is None else list(_edges(law, found)),
        "law.threshold": [] if found is None else list(_thresholds(found)),
        "law.density": [({"x": exact(d.x)}, d.value, _disc(d, digits)) for d in densities if d.zeta],
        "law.moment": [({"k": k}, value, []) for k, value in enumerate(moments, 1)],
    }
    made, left_out = {}, []
    for constant, some in rows.items():
        shared = base if constant == "law.threshold" else {**base, "gamma1": exact(law.gamma1)}
        kept = []
        for own, value, zeta in some:
            row = ({**shared, **own}, value, zeta)
            result = _certificate(constant, [row], digits).check()
            if result.ok:
                kept.append(row)
            else:
                left_out.append(f"{constant} {', '.join(map(str, own.values()))}: {result.reason}")
        if kept:
            made[constant] = _certificate(constant, kept, digits)
    return Certificates(made, left_out)


def parameters(law: Law, digits: int) -> dict[str, Any]:
    """What the checker needs to know of a law, but for gamma_1."""
    name = law.activation.name
    base: dict[str, Any] = {"gamma2": exact(law.gamma2), "scale": exact(law.scale)}
    if name in OWN:
        return {"activation": name, **base}
    if law.activation.leak is not None:
        return {"activation": "leaky", "slope": exact(law.activation.leak), **base}
    with precision(digits * 10 // 3 + SPARE + 64):
        data = law.activation.hermite()
        pair = [Enclosure.of_ball(x) for x in (data.a_squared, data.b_squared)]
    ends = [list(outward(max(x.lo, Fraction(0)), x.hi, digits * 10 // 3 + SPARE)) for x in pair]
    return {"activation": "given", "a_squared": ends[0], "b_squared": ends[1], **base}


def _edges(law: Law, found: Edges) -> Iterator[Row]:
    below = float(found.left.zeta.mid) <= law.floats().H.b2  # not right of an atom at 0
    ends: list[tuple[str, Edge | None]] = [("left" if below else "gap 1 high", found.left), ("right", found.right)]
    for gap in found.gaps:
        ends += [(f"gap {gap.hole} low", gap.low), (f"gap {gap.hole} high", gap.high)]
    for name, edge in ends:
        if edge is not None and edge.kind != "zero":
            yield {"end": name}, edge.at, [] if edge.kind == "soft" else [edge.zeta.lo, edge.zeta.hi]


def _thresholds(found: Edges) -> Iterator[Row]:
    if found.soft_threshold is not None:
        yield {"end": "right"}, found.soft_threshold, []
    for gap in found.gaps:
        if gap.points:
            yield {"end": f"gap {gap.hole}"}, gap.threshold, list(gap.points)


def _disc(d: Density, digits: int) -> list[Fraction]:
    """A centre above the real line and a radius that keeps the digits."""
    assert d.zeta is not None
    size = Fraction(1, 2 ** max(0, d.zeta[1].denominator.bit_length() - d.zeta[1].numerator.bit_length()))
    return [*d.zeta, min(size, size**3) / 10 ** (digits + 3)]


def _certificate(constant: str, rows: list[Row], digits: int) -> Certificate:
    entries, witness = [], []
    for own, value, zeta in rows:
        slack = max(abs(value.lo), abs(value.hi)) / 10**digits
        bounds = outward(value.lo - slack, value.hi + slack, digits * 10 // 3 + 16)
        entries.append({"parameters": own, "relation": "in", "bounds": list(bounds)})
        witness.append({"zeta": [exact(point) for point in zeta]})
    return seal(
        {
            "kind": "limiting_law",
            "claim": {"constant": constant, "conventions": dict(CONVENTIONS[constant]), "entries": entries},
            "witness": {"entries": witness},
            "not_claimed": list(NOT_CLAIMED[constant]),
            "provenance": {"made by": f"ntksym {__version__}", "libraries": library_versions()},
        }
    )
