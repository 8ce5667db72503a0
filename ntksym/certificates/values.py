"""From certified constants to certificates that the independent checker accepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from ntksym import __version__
from ntksym.balls.arb import library_versions, precision, upper
from ntksym.balls.exact import ExactReal
from ntksym.certificates import build
from ntksym.certificates.format import SUFFIX, Certificate, write
from ntksym.constants import ConstantValue
from ntksym.errors import InputError
from ntksym.spectra.few_lines import FewLines
from ntksym.spectra.golden import Golden
from ntksym.spectra.polygons import Polygon

BITS_PER_DIGIT = Fraction(10, 3)
WORDS = ("kernel", "name", "parity", "sided", "lattice", "caps")  # in the name of a file these speak for themselves


def certificate(values: ConstantValue | Sequence[ConstantValue]) -> Certificate:
    """One sealed certificate for one value, or for several values of the same constant.

    Raises
    ------
    InputError
        If the values are of several constants, or the checker has no procedure for them.

    Examples
    --------
    >>> from ntksym.constants import constant
    >>> certificate(constant("hemisphere", d=3, k=5))["kind"]
    'exact_value'
    """
    rows = [values] if isinstance(values, ConstantValue) else list(values)
    names = {v.constant for v in rows}
    if len(names) != 1:
        raise InputError(f"{len(names)} constants", "a certificate holds one constant", "make one certificate for each")
    (name,) = names
    provenance = _provenance(rows)
    if name == "cap-minorant":
        return build.cap_minorant([_minorant_row(v) for v in rows], provenance)
    if name == "cap-minorant-limit":
        return _small_angle(rows, provenance)
    if name == "trace-upper":
        degrees = [{**_parameters(v), "k": int(v.details["degree"])} for v in rows]
        return build.enclosure(name, [(p, *_outward(v)) for p, v in zip(degrees, rows, strict=True)], provenance)
    if name == "two-point":
        return build.two_point([_two_point_row(v) for v in rows], provenance)
    if name == "layerwise":
        return build.layerwise([_layerwise_row(v) for v in rows], provenance)
    if name == "two-point-limit":
        return build.two_point_limit([_limit_row(v) for v in rows], provenance)
    if name == "configuration-upper":
        return build.configuration_upper([_configuration_row(v) for v in rows], provenance)
    if name.startswith("decay."):
        return build.decay(name.removeprefix("decay."), [_decay_row(v) for v in rows], provenance)
    if name == "power-series.tail":
        return build.series_tail([(_parameters(v), *_outward(v)) for v in rows], provenance)
    if all("value" in v.details or v.exact == "0" for v in rows):
        return build.exact_value(name, [(_parameters(v), *_root(v)) for v in rows], provenance)
    return build.enclosure(name, [(_parameters(v), *_outward(v)) for v in rows], provenance)


def file_name(name: str, parameters: Mapping[str, Any]) -> str:
    """The name of a constant's file in a folder of certificates.

    Examples
    --------
    >>> file_name("two-point", {"kernel": "ntk", "d": 3, "angle": "2*pi/5", "L": 2})
    'two-point-ntk-d3-angle2pi_5-L2.cert.json'
    """
    parts = [f"{value if key in WORDS else f'{key}{value}'}" for key, value in parameters.items()]
    return "-".join([name, *parts]).replace("/", "_").replace("*", "") + SUFFIX


def write_certificates(values: Iterable[ConstantValue], folder: Path) -> list[Path]:
    """Write a file for each constant; ``ntksym check FOLDER`` re-checks them.

    Raises
    ------
    InputError
        If the checker has no procedure for one of them; then nothing is written.
    """
    made = {file_name(v.constant, v.parameters): certificate(v) for v in values}
    folder.mkdir(parents=True, exist_ok=True)
    return [write(found, folder / name) for name, found in made.items()]


def _provenance(rows: Sequence[ConstantValue]) -> dict[str, Any]:
    return {
        "made by": f"ntksym {__version__}",
        "libraries": library_versions(),
        "display": [f"[{v.lo}, {v.hi}]" for v in rows],
        "methods": sorted({v.method for v in rows}),
        "source": rows[0].source,
    }


def _parameters(v: ConstantValue) -> Mapping[str, int | str]:
    out: dict[str, int | str] = {}
    for key, value in v.parameters.items():
        if isinstance(value, ExactReal):
            if value.times_pi and key != "angle":
                raise InputError(f"{key}={value}", "the checker takes rational arguments here", "use a rational number")
            out[key] = str(value.coefficient) + ("*pi" if value.times_pi else "")
        else:
            out[key] = value if isinstance(value, int) else str(value)
    return out


def _small_angle(rows: Sequence[ConstantValue], provenance: Mapping[str, Any]) -> Certificate:
    kinds = {v.parameters["caps"] for v in rows}
    if len(kinds) != 1:
        raise InputError("caps=one and caps=many", "a certificate holds one of them", "make one certificate for each")
    given = [{key: value for key, value in _parameters(v).items() if key != "caps"} for v in rows]
    if kinds == {"one"}:
        return build.enclosure(
            "cap-minorant-limit", [(p, *_outward(v)) for p, v in zip(given, rows, strict=True)], provenance
        )
    return build.cap_mixture([_mixture_row(p, v) for p, v in zip(given, rows, strict=True)], provenance)


def _mixture_row(
    p: Mapping[str, int | str], v: ConstantValue
) -> tuple[Mapping[str, int | str], str, Sequence[tuple[Fraction, Fraction]], int]:
    found = v.details["mixture"]
    return p, build.dyadic(v.enclosure.lo, _bits(v), up=False), found.weights, found.X


def _root(v: ConstantValue) -> tuple[int, Fraction, int]:
    if "value" not in v.details:
        return 0, Fraction(0), 0
    x = v.details["value"]
    return x.sign, x.square, x.half_power


def _outward(v: ConstantValue) -> tuple[str, str]:
    return build.outward(v.enclosure.lo, v.enclosure.hi, _bits(v))


def _bits(v: ConstantValue) -> int:
    return int(v.digits * BITS_PER_DIGIT) + 12


def two_point(kernel: str, L: int | None, angle: str, digits: int) -> Certificate:
    """The upper bound K(1) - K(cos angle) on lambda_min of any data with a pair at that angle.

    Examples
    --------
    >>> two_point("kappa0", None, "0.3", 10)["claim"]["entries"][0]["relation"]
    '<='
    """
    from ntksym.kernels.ntk import two_point_upper

    exact = ExactReal.parse(angle, "angle")
    with precision(int(digits * BITS_PER_DIGIT) + 128):
        bound = build.dyadic(
            upper(two_point_upper(kernel, L or 2, exact)),
            int(digits * BITS_PER_DIGIT) + 12,
            up=True,
        )
    cosine = ["cos", _tree(exact)]
    values: dict[str, list[Any]] = {
        "kappa0": ["sub", ["const", "1"], ["kappa0", cosine]],
        "kappa1": ["sub", ["const", "1"], ["kappa1", cosine]],
        "tkappa0": ["sub", ["const", "1"], ["mul", cosine, ["kappa0", cosine]]],
        "ntk": ["sub", ["const", str(L)], ["ntk", L, cosine]],
    }
    at = [("u", exact.coefficient, exact.coefficient)]
    return build.inequality(
        at, values[kernel], "<=", bound, ".", {"made by": f"ntksym {__version__}", "libraries": library_versions()}
    )


def _tree(x: ExactReal) -> list[Any]:
    variable = ["var", "u"]
    return ["mul", variable, ["pi"]] if x.times_pi else variable


def _free_k0(d: int) -> int:
    """A first degree of the tail for L = 2, which has a closed form for each degree: the expansion applies from it."""
    return max(64, d // 2)


def _terms(L: int, d: int, k0: int) -> int:
    """The number of terms that the tail expansion uses from k0 on."""
    from ntksym.spectra.tails import Tail

    return int(Tail(L, d, k0).M)


def _minorant_row(v: ConstantValue) -> tuple[Mapping[str, int | str], str, dict[str, Any]]:
    found = v.details["minorant"]
    witness = build.cap_witness(found.K)
    if found.kernel == "ntk":
        k0 = found.tail_k0 or _free_k0(found.d)
        witness = build.cap_witness(found.K, k0, _terms(found.L, found.d, k0))
    return _parameters(v), build.dyadic(v.enclosure.lo, _bits(v), up=False), witness


def _witness(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in (("bound",) if isinstance(found, FewLines) else ("p", "b", "e"))}


def _two_point_row(v: ConstantValue) -> tuple[Mapping[str, int | str], Fraction, dict[str, Any]]:
    parameters = {"sided": "projective", "n": "any", **_parameters(v)}
    return parameters, v.details["witness"].bound, _witness(v.details["witness"])


def _layerwise_row(v: ConstantValue) -> tuple[Mapping[str, int | str], str, dict[str, Any], dict[str, Any]]:
    gate, sigma = map(_witness, v.details["starts"])
    return _parameters(v), build.dyadic(v.enclosure.lo, _bits(v), up=False), gate, sigma


def _limit_row(v: ConstantValue) -> tuple[Mapping[str, int | str], str, Any, int]:
    witness = v.details["dual"]
    parameters = {"sided": "projective", **_parameters(v)}
    return parameters, build.dyadic(v.enclosure.hi, _bits(v), up=True), witness.atoms, witness.k0


def _configuration_row(v: ConstantValue) -> tuple[Mapping[str, int | str], str, dict[str, Any]]:
    found = v.details["configuration"]
    if isinstance(found.configuration, Polygon):
        witness = build.polygon_witness(found.configuration.spread(found.weights))
    elif isinstance(found.configuration, Golden):
        witness = build.golden_witness(found.configuration.rows, found.weights)
    else:
        points, m = found.configuration.points.integer_rows, found.configuration.symmetry
        pad = (0,) * (v.parameters["d"] - found.configuration.points.d)
        witness = build.set_witness([(*x, *pad) for x in points], found.weights, m, found.alternating)
    parameters = {"sided": "projective", **_parameters(v)}
    return parameters, build.dyadic(v.enclosure.hi, _bits(v), up=True), witness


def _decay_row(v: ConstantValue) -> tuple[Mapping[str, int | str], str, int, int]:
    found = v.details["decay"]
    low = v.constant == "decay.low"
    k0 = max(found.k0, _free_k0(found.d)) if found.L == 2 else found.k0
    bound = build.dyadic(v.enclosure.lo if low else v.enclosure.hi, _bits(v), up=not low)
    return _parameters(v), bound, k0, _terms(found.L, found.d, k0)
