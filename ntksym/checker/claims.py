"""The claims a certificate can make: their parameters, the values recomputed for them, and their statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .cap_limit import cap_limit
from .caps import Angle, angle_interval, cap_measure, indicator
from .exact import Root, Term, funk_hecke, harmonics_dimension, hemisphere, hermite, power_series, rational_root
from .flat_limit import symbol
from .intervals import Interval, pi
from .kernels import evaluate
from .lattices import LATTICES
from .limits import MAX_DEGREE, MAX_DEPTH_L, MAX_DIMENSION, MAX_LAYERS, MAX_TERMS, InvalidError, UndecidedError
from .packing import MAX_DEGREE as MAX_HARMONICS
from .packing import lost_bits, trace_upper
from .quadrature import eigenvalues
from .reader import fields, integer, number, shown, text_of
from .taylor import coefficients

Parameters = dict[str, Any]


def read_angle(value: object) -> Angle:
    """Read an angle in (0, pi/2]: ``"p/q"`` or ``"p/q*pi"``."""
    text = text_of(value, "angle")
    times_pi = text.endswith("*pi")
    size = number(text.removesuffix("*pi"), "angle")
    half = Fraction(1, 2) if times_pi else pi(256).lower() / 2  # no rational of 1500 digits is that close to pi/2 ...
    if size <= 0 or size > half:  # ... and one that were would only be refused
        raise InvalidError(f"angle = {shown(text)} is not in (0, pi/2]")
    return size, times_pi


def _choice(*allowed: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise InvalidError(f"{shown(value)} is none of {', '.join(allowed)}")
        return value

    return read


def _count(name: str, low: int, high: int) -> Callable[[object], int]:
    return lambda value: integer(value, name, low, high)


def _cosine(value: object) -> Fraction:
    t = number(value, "t")
    if abs(t) > 1:
        raise InvalidError("t is not in [-1, 1]")
    return t


_D, _K = _count("d", 2, MAX_DIMENSION), _count("k", 0, MAX_DEGREE)
_R, _M = _count("r", 0, MAX_DEGREE), _count("m", 0, MAX_TERMS)
_ZONAL = _choice("step", "relu", "kappa0", "kappa1", "tkappa0", "sigma", "ntk")

READERS: dict[str, dict[str, Callable[[object], Any]]] = {
    "hermite.relu": {"r": _R},
    "hermite.step": {"r": _R},
    "hermite.leaky": {"r": _R, "slope": lambda value: number(value, "slope")},
    "harmonics.dimension": {"d": _D, "k": _K},
    "hemisphere": {"d": _D, "k": _K},
    "cap": {"d": _D, "k": _K, "angle": read_angle},
    "cap.measure": {"d": _D, "angle": read_angle},
    "funk-hecke": {"kernel": _ZONAL, "d": _D, "k": _K},
    "kernel": {"name": _choice("kappa0", "kappa1", "sigma", "ntk"), "t": _cosine},
    "power-series": {"kernel": _choice("sigma", "ntk"), "m": _M},
    "power-series.tail": {"L": _count("L", 1, MAX_DEPTH_L), "r": _count("r", 0, MAX_TERMS)},
    "decay.low": {"kernel": _choice("ntk"), "d": _D, "parity": _choice("even", "odd", "all")},
    "decay.high": {"kernel": _choice("ntk"), "d": _D, "parity": _choice("even", "odd", "all")},
    "cap-minorant": {"kernel": _choice("kappa0", "tkappa0", "kappa1", "ntk"), "d": _D, "angle": read_angle},
    "cap-minorant-limit": {"kernel": _choice("kappa0", "tkappa0", "kappa1", "ntk"), "d": _D},
    "cap-minorant-limit.many": {"kernel": _choice("kappa0", "tkappa0", "kappa1", "ntk"), "d": _D},
    "two-point": {
        "kernel": _choice("kappa0", "tkappa0", "kappa1", "ntk"),
        "d": _D,
        "angle": read_angle,
        "sided": _choice("projective", "one"),
        "n": lambda value: 0 if value == "any" else integer(value, "n", 2, 10**9),
    },
    "layerwise": {"kernel": _choice("ntk"), "d": _D, "angle": read_angle},
    "flat-limit": {"d": _D, "lattice": _choice(*LATTICES)},
    "trace-upper": {
        "kernel": _choice("kappa0", "tkappa0", "kappa1", "ntk"),
        "d": _D,
        "angle": read_angle,
        "k": _count("k", 0, MAX_HARMONICS),
    },
    "two-point-limit": {
        "kernel": _choice("kappa0", "tkappa0", "kappa1", "ntk"),
        "d": _D,
        "angle": read_angle,
        "sided": _choice("projective", "one"),
    },
    "configuration-upper": {
        "kernel": _choice("kappa0", "tkappa0", "kappa1", "ntk"),
        "d": _D,
        "angle": read_angle,
        "sided": _choice("projective", "one"),
    },
}
LIMITS_FROM_TWO = (
    "decay.low",
    "decay.high",
    "cap-minorant",
    "cap-minorant-limit",
    "cap-minorant-limit.many",
    "two-point",
    "layerwise",
    "two-point-limit",
    "configuration-upper",
    "trace-upper",
)

DEEP = ("configuration-upper", "cap-minorant-limit", "cap-minorant-limit.many")


def read_parameters(constant: str, tree: object) -> Parameters:
    """Validate the parameters of a constant; L is there exactly for the kernels that have a depth."""
    readers = dict(READERS[constant])
    if not isinstance(tree, dict):
        raise InvalidError("the parameters are not a JSON object")
    kernel = tree.get("kernel", tree.get("name")) if "kernel" in readers or "name" in readers else None
    if kernel in ("sigma", "ntk"):
        least = 2 if constant in LIMITS_FROM_TWO else int(kernel == "ntk")
        readers["L"] = _count("L", least, MAX_LAYERS if constant in DEEP else MAX_DEPTH_L)
    fields(tree, "parameters", tuple(readers))
    return {name: read(tree[name]) for name, read in readers.items()}


def exact_value(constant: str, p: Parameters) -> Root | None:
    """Return the value as sign sqrt(q) pi^(j/2), or None where the checker knows no such form."""
    if constant.startswith("hermite."):
        return hermite(constant.removeprefix("hermite."), p["r"], p.get("slope", Fraction(0)))
    if constant == "harmonics.dimension":
        return Root.of(Term(Fraction(harmonics_dimension(p["d"], p["k"])), 0))
    if constant == "hemisphere":
        return Root.of(hemisphere(p["d"], p["k"]))
    if constant == "funk-hecke":
        term = funk_hecke(p["kernel"], p["d"], p["k"], p.get("L"))
        return None if term is None else Root.of(term)
    if constant == "power-series":
        term = power_series(p["kernel"], p["L"], p["m"])
        return None if term is None else Root.of(term)
    return None


def as_rational(root: Root) -> Fraction | None:
    """Return the value where it is rational by its form."""
    size = None if root.j else rational_root(root.q)
    return None if size is None else root.sign * size


def spare_bits(constant: str, p: Parameters) -> int:
    """Return the bits that the evaluation is known to lose."""
    if constant in ("flat-limit", "cap-minorant-limit"):
        return 0
    d = int(p.get("d", 0))
    if constant in ("cap", "cap.measure", "trace-upper"):
        return lost_bits(p)
    if constant in ("power-series", "power-series.tail"):
        return 3 * int(p["m"] if "m" in p else p["r"]) + 64
    return 64 + d // 2


def evaluate_constant(constant: str, p: Parameters, bits: int) -> Interval:
    """Enclose a constant at a working precision."""
    root = exact_value(constant, p)
    if root is not None:
        return root.interval(bits)
    if constant == "flat-limit":
        return symbol(p["d"], p["lattice"], bits)
    if constant == "cap-minorant-limit":
        return cap_limit(p, bits)
    if constant == "trace-upper":
        return trace_upper(p, bits)
    if constant == "kernel":
        return evaluate(p["name"], Interval.of(p["t"], bits).meet(-1, 1), p.get("L", 0))
    if constant in ("cap", "cap.measure"):
        b = angle_interval(p["angle"], bits)
        return cap_measure(p["d"], b) if constant == "cap.measure" else indicator(p["d"], b, p["k"] + 1)[p["k"]]
    if constant == "funk-hecke":
        degree = (p["k"] // 32 + 1) * 32
        return eigenvalues(p["kernel"], p["d"], p["L"], degree, bits)[p["k"]]
    if constant == "power-series":
        m, L = p["m"], p["L"]
        return coefficients(p["kernel"], L, (m // 32 + 1) * 32, bits)[m]
    if constant == "power-series.tail":
        r, L = p["r"], p["L"]
        return Interval.of(L, bits) - sum(coefficients("ntk", L, (r // 32 + 1) * 32, bits)[:r], Interval(0, 0, bits))
    raise InvalidError("this constant has no enclosure")


def within(value: Interval, relation: str, bounds: list[Fraction]) -> bool | None:
    """Decide ``value relation bounds`` for the number in the interval."""
    low, high = value.lower(), value.upper()
    below = None if relation == "<=" else bounds[0]
    above = None if relation == ">=" else bounds[-1]
    if (below is None or below <= low) and (above is None or high <= above):
        return True
    if (below is not None and high < below) or (above is not None and low > above):
        return False
    return None


def needed_bits(bounds: list[Fraction]) -> int:
    """Return the precision at which an interval of the claimed width, or a number of that size, is resolved."""
    width = bounds[1] - bounds[0] if len(bounds) == 2 else abs(bounds[0]) / 2**64
    if width <= 0:
        return 96
    return max(64, width.denominator.bit_length() - width.numerator.bit_length() + 16)


@dataclass(frozen=True)
class Entry:
    """One statement of a certificate: parameters as in the file and as read, relation, bounds."""

    given: Parameters
    parameters: Parameters
    relation: str
    bounds: list[Fraction]
    raw: list[str]


def decimal(value: Fraction, up: bool, digits: int = 20) -> str:
    """Write an exact number, short ones as they are and long ones rounded down or up to `digits` digits."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) <= 40:
        return str(value)
    gap = value.numerator.bit_length() - value.denominator.bit_length()
    exponent = gap * 30103 // 100000 - digits  # log10 of 2
    scaled = value / Fraction(10) ** exponent
    whole = -(-scaled // 1) if up else scaled // 1
    figures = str(abs(whole))
    return f"{'-' if whole < 0 else ''}{figures[0]}.{figures[1:] or '0'}e{exponent + len(figures) - 1}"


def statement(constant: str, entry: Entry) -> str:
    """Rebuild the statement of one entry from its fields."""
    inner = ", ".join(f"{key}={entry.given[key]}" for key in sorted(entry.given))
    name, bounds = f"{constant}({inner})", entry.bounds
    if entry.relation == "=":
        sign, q, j = entry.raw
        return f"{name} = ({sign})*sqrt({q})*pi^({j}/2)"
    if entry.relation == "in":
        return f"{name} in [{decimal(bounds[0], False)}, {decimal(bounds[1], True)}]"
    return f"{name} {entry.relation} {decimal(bounds[0], entry.relation == '<=')}"


def settle(decide: Callable[[int], bool | None], start: int, limit: int) -> bool | None:
    """Raise the precision until the intervals decide, up to a limit."""
    bits = start
    while True:
        try:
            verdict = decide(bits)
        except UndecidedError:
            verdict = None
            if bits * 2 > limit:
                raise
        if verdict is not None or bits * 2 > limit:
            return verdict
        bits *= 2
