"""The trace bound: inf lambda_min(K) over sets of lines separated by an angle, from a packing that must exist.

A set of separated lines to which none can be added has n >= 1/q members, q = 2 A(angle), A the measure of a cap: their
neighbourhoods cover the sphere.  With N the number of harmonics of the degrees j <= k whose eigenvalue mu_j is not 0,
the vectors that are orthogonal to all of them at the points make a space of dimension n - N at least, where the
quadratic form has at most the trace n T, T = K(1) - sum_{j <= k} N_j mu_j.  So the infimum is at most T/(1 - q N).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .caps import angle_interval, cap_measure
from .exact import Root, funk_hecke, harmonics_dimension
from .intervals import Interval
from .limits import InvalidError, tick
from .quadrature import eigenvalues
from .taylor import eigenvalue, order

MAX_DEGREE = 1_024
MAX_ORDER = 1_500  # with more coefficients the quadrature is less work


def lost_bits(p: dict[str, Any]) -> int:
    """Return the bits of the working precision that a cap's measure, or its eigenvalue, is known to lose."""
    return 2 * int(p.get("k", 0)) + int(p["d"]) * (12 + Fraction(p["angle"][0]).denominator.bit_length())


def _deep(p: dict[str, Any], bits: int) -> list[Interval]:
    """Enclose the eigenvalues up to k of Theta_L, L > 2: from Taylor coefficients where these are less work."""
    d, k, L = p["d"], p["k"], p["L"]
    reach = max(bits - lost_bits(p), 64)
    last = order(d, k, reach, MAX_ORDER)
    if last is None:
        return eigenvalues("ntk", d, L, (k // 32 + 1) * 32, bits)
    return [Interval.between(*eigenvalue(L, d, j, last, reach + 64), bits) for j in range(k + 1)]


def trace_upper(p: dict[str, Any], bits: int) -> Interval:
    """Enclose T/(1 - q N)."""
    d, k, kernel, L = p["d"], p["k"], p["kernel"], p.get("L", 0)
    deep = _deep(p, bits) if kernel == "ntk" and L > 2 else None
    rest, total = Interval.of(L if kernel == "ntk" else 1, bits), 0
    for j in range(k + 1):
        tick()
        count = harmonics_dimension(d, j)
        if deep is not None:
            rest, total = rest - deep[j] * count, total + count
            continue
        term = funk_hecke(kernel, d, j, L or None)
        if term is None:
            raise InvalidError("an eigenvalue has no closed form here")
        root = Root.of(term)
        if root.sign:
            rest, total = rest - root.interval(bits) * count, total + count
    room = 1 - cap_measure(d, angle_interval(p["angle"], bits)) * (2 * total)
    if room.upper() <= 0:
        raise InvalidError("there are more harmonics than lines that must fit")
    return rest / room
