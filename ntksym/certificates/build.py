"""Build sealed certificates from plain data: Fractions, integers and strings.

Each builder takes the rows of one family (the same constant at several parameters) and returns a sealed
certificate.  Bounds must already be rounded outwards; :func:`outward` does it for a given number of bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ntksym.certificates.format import Certificate, seal
from ntksym.checker.texts import CONVENTIONS, NOT_CLAIMED

Number = Fraction | int | str
Parameters = Mapping[str, int | str]
Tree = list[Any]  # an expression in the checker's language
Equation = tuple[Tree, Tree]


def exact(value: Number) -> str:
    """Write an exact number as ``"p/q"``; strings are passed on.

    Examples
    --------
    >>> exact(Fraction(3, 64)), exact("5*2^-7")
    ('3/64', '5*2^-7')
    """
    return value if isinstance(value, str) else str(Fraction(value))


def dyadic(value: Fraction | int, bits: int, *, up: bool) -> str:
    """Round to at most `bits` significant bits, up or down, and write ``"m*2^e"``.

    Examples
    --------
    >>> dyadic(Fraction(1, 3), 8, up=False), dyadic(Fraction(1, 3), 8, up=True)
    ('85*2^-8', '171*2^-9')
    """
    value = Fraction(value)
    if value == 0:
        return "0"
    exponent = value.numerator.bit_length() - value.denominator.bit_length() - bits
    exponent += abs(value) >= Fraction(2) ** (exponent + bits)
    scaled = value / Fraction(2) ** exponent
    mantissa = -(-scaled // 1) if up else scaled // 1
    zeros = (mantissa & -mantissa).bit_length() - 1
    return f"{mantissa >> zeros}*2^{exponent + zeros}"


def outward(low: Fraction, high: Fraction, bits: int = 128) -> tuple[str, str]:
    """Round an interval outwards to dyadic ends."""
    return dyadic(low, bits, up=False), dyadic(high, bits, up=True)


def _entry(parameters: Parameters, relation: str, *bounds: Number) -> dict[str, Any]:
    return {"parameters": dict(parameters), "relation": relation, "bounds": [exact(bound) for bound in bounds]}


def _certificate(
    kind: str,
    constant: str,
    entries: list[dict[str, Any]],
    witness: list[dict[str, Any]] | None,
    provenance: Mapping[str, Any] | None,
) -> Certificate:
    certificate: dict[str, Any] = {
        "kind": kind,
        "claim": {"constant": constant, "conventions": dict(CONVENTIONS[constant]), "entries": entries},
        "witness": {} if witness is None else {"entries": witness},
        "not_claimed": list(NOT_CLAIMED[constant]),
    }
    if provenance is not None:
        certificate["provenance"] = dict(provenance)
    return seal(certificate)


def exact_value(
    constant: str,
    rows: Iterable[tuple[Parameters, int, Number, int]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``constant(parameters) = sign * sqrt(q) * pi^(j/2)`` for rows ``(parameters, sign, q, j)``."""
    entries = [_entry(parameters, "=", sign, q, j) for parameters, sign, q, j in rows]
    return _certificate("exact_value", constant, entries, None, provenance)


def enclosure(
    constant: str,
    rows: Iterable[tuple[Parameters, Number, Number]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``constant(parameters) in [lo, hi]`` for rows ``(parameters, lo, hi)``."""
    entries = [_entry(parameters, "in", low, high) for parameters, low, high in rows]
    return _certificate("enclosure", constant, entries, None, provenance)


def one_sided(
    constant: str,
    relation: str,
    rows: Iterable[tuple[Parameters, Number]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``constant(parameters) >= bound`` (or ``<=``) by enclosing the constant."""
    entries = [_entry(parameters, relation, bound) for parameters, bound in rows]
    kind = "series_tail" if constant == "power-series.tail" else "enclosure"
    return _certificate(kind, constant, entries, None, provenance)


def series_tail(
    rows: Iterable[tuple[Parameters, Number, Number]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``power-series.tail(L, r) in [lo, hi]`` for rows ``({"L": ..., "r": ...}, lo, hi)``."""
    entries = [_entry(parameters, "in", low, high) for parameters, low, high in rows]
    return _certificate("series_tail", "power-series.tail", entries, None, provenance)


def cap_witness(K: int, k0: int | None = None, M: int | None = None, radius: str | None = None) -> dict[str, Any]:
    """Return the witness of a cap minorant: head degrees below K; for ntk the expansion from k0 with M terms."""
    witness: dict[str, Any] = {"K": K}
    if k0 is not None and M is not None:
        witness |= {"k0": k0, "M": M}
    return witness | ({} if radius is None else {"radius": radius})


def cap_minorant(
    rows: Iterable[tuple[Parameters, Number, Mapping[str, Any]]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``cap-minorant(...) >= bound`` for rows ``(parameters, bound, cap_witness(...))``."""
    rows = list(rows)
    entries = [_entry(parameters, ">=", bound) for parameters, bound, _ in rows]
    witness = [dict(row) for _, _, row in rows]
    return _certificate("min_over_family", "cap-minorant", entries, witness, provenance)


def cap_mixture(
    rows: Iterable[tuple[Parameters, Number, Iterable[tuple[Number, Number]], int]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``cap-minorant-limit.many(...) >= bound`` for rows ``(parameters, bound, [(beta, tau), ...], X)``."""
    rows = list(rows)
    entries = [_entry(parameters, ">=", bound) for parameters, bound, _, _ in rows]
    witness: list[dict[str, Any]] = [
        {"caps": [[exact(beta), exact(tau)] for beta, tau in caps], "X": X} for _, _, caps, X in rows
    ]
    return _certificate("cap_mixture", "cap-minorant-limit.many", entries, witness, provenance)


def decay(
    side: str,
    rows: Iterable[tuple[Parameters, Number, int, int]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``decay.low >= bound`` or ``decay.high <= bound`` for rows ``(parameters, bound, k0, M)``."""
    rows = list(rows)
    relation = {"low": ">=", "high": "<="}[side]
    entries = [_entry(parameters, relation, bound) for parameters, bound, _, _ in rows]
    witness: list[dict[str, Any]] = [{"k0": k0, "M": M} for _, _, k0, M in rows]
    return _certificate("min_over_family", f"decay.{side}", entries, witness, provenance)


def two_point(
    rows: Iterable[tuple[Parameters, Number, Mapping[str, Any]]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``two-point(...) >= bound`` for rows ``(parameters, bound, witness)``.

    A witness is ``{"p": [...], "b": ..., "e": [...]}``, or ``{"bound": ...}`` where three lines of a plane fit.
    """
    rows = list(rows)
    entries = [_entry(parameters, ">=", bound) for parameters, bound, _ in rows]
    return _certificate("two_point", "two-point", entries, [_two_point(row) for _, _, row in rows], provenance)


def _two_point(witness: Mapping[str, Any]) -> dict[str, Any]:
    return {name: [exact(x) for x in v] if name in ("p", "e") else exact(v) for name, v in witness.items()}


def layerwise(
    rows: Iterable[tuple[Parameters, Number, Mapping[str, Any], Mapping[str, Any]]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``layerwise(...) >= bound`` for rows ``(parameters, bound, witness of kappa0, witness of kappa1)``.

    The witnesses are those of :func:`two_point`.
    """
    rows = list(rows)
    entries = [_entry(parameters, ">=", bound) for parameters, bound, _, _ in rows]
    witness = [layers(gate, sigma) for _, _, gate, sigma in rows]
    return _certificate("layerwise", "layerwise", entries, witness, provenance)


def layers(gate: Mapping[str, Any], sigma: Mapping[str, Any]) -> dict[str, Any]:
    """A witness of the layerwise bound: those of the two-point bounds of kappa_0 and kappa_1."""
    return {"gate": _two_point(gate), "sigma": _two_point(sigma)}


def configuration_upper(
    rows: Iterable[tuple[Parameters, Number, Mapping[str, Any]]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``configuration-upper(...) <= bound`` for rows ``(parameters, bound, set_witness(...))``."""
    rows = list(rows)
    entries = [_entry(parameters, "<=", bound) for parameters, bound, _ in rows]
    return _certificate(
        "configuration_upper", "configuration-upper", entries, [dict(row) for _, _, row in rows], provenance
    )


def two_point_limit(
    rows: Iterable[tuple[Parameters, Number, Iterable[tuple[Number, Number, Number]], int]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``two-point-limit(...) <= bound`` for rows ``(parameters, bound, [(t, nu, rho), ...], k0)``."""
    rows = list(rows)
    entries = [_entry(parameters, "<=", bound) for parameters, bound, _, _ in rows]
    witness: list[dict[str, Any]] = [
        {"atoms": [[exact(x) for x in atom] for atom in atoms], "k0": k0} for _, _, atoms, k0 in rows
    ]
    return _certificate("two_point_limit", "two-point-limit", entries, witness, provenance)


def set_witness(
    points: Iterable[Iterable[int]], weights: Iterable[int], symmetry: int = 0, alternating: bool = False
) -> dict[str, Any]:
    """Return a set of directions and a vector on it: one integer point and one weight for each orbit."""
    rows = [" ".join(map(str, row)) for row in (*points, weights)]
    return {"symmetry": symmetry, "character": "alternating" if alternating else "plain", "rows": rows}


def polygon_witness(weights: Iterable[int]) -> dict[str, Any]:
    """Return a vector on as many points, at the multiples of the angle on a circle."""
    return {"weights": " ".join(map(str, weights))}


def golden_witness(rows: Iterable[Iterable[tuple[int, int]]], weights: Iterable[int]) -> dict[str, Any]:
    """Return a vector on points with coordinates a + b sqrt(5)."""
    texts = [" ".join(f"{a} {b}" for a, b in row) for row in rows]
    return {"golden": texts, "weights": " ".join(map(str, weights))}


def inequality(
    box: Iterable[tuple[str, Number, Number]],
    expression: Tree,
    relation: str,
    bound: Number,
    tree: str,
    provenance: Mapping[str, Any] | None = None,
    *,
    given: Iterable[Equation] | None = None,
) -> Certificate:
    """Certify ``expression relation bound`` on a box.

    Parameters
    ----------
    box
        Variables with their intervals, ``(name, lo, hi)``; the order gives the axes of the tree.
    expression
        A tree of the checker's closed list, for instance ``["sub", ["kappa1", ["var", "t"]], ["var", "t"]]``.
    relation, bound
        One of ``>= > <= <`` and an exact number.
    tree
        The bisection tree in preorder: a digit halves that axis, ``.`` is a leaf.
    given
        Without it the leaves are decided by intervals; with it, be it empty, by algebra under these equations.
    """
    parameters: dict[str, Any] = {"box": [[name, exact(low), exact(high)] for name, low, high in box]}
    parameters["expression"] = expression
    if given is not None:
        parameters["given"] = [list(equation) for equation in given]
    entries = [{"parameters": parameters, "relation": relation, "bounds": [exact(bound)]}]
    constant = "inequality" if given is None else "inequality.algebraic"
    return _certificate("cover", constant, entries, [{"tree": tree}], provenance)


def equation(
    rows: Iterable[tuple[Iterable[str], Tree, Tree, Iterable[Equation]]],
    provenance: Mapping[str, Any] | None = None,
) -> Certificate:
    """Certify ``left = right`` for rows ``(variables, left, right, given)``.

    Each holds wherever both sides are defined and the given equations ``(["fn", ...], tree)`` hold.
    """
    entries = []
    for variables, left, right, given in rows:
        parameters = {"variables": list(variables), "left": left, "right": right, "given": [list(e) for e in given]}
        entries.append({"parameters": parameters, "relation": "=", "bounds": []})
    return _certificate("identity", "equation", entries, None, provenance)
