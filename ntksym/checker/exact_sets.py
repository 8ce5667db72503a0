"""Sets that no integer vectors give, for upper constants: regular polygons and points with coordinates a + b sqrt(5).

Points at multiples j < N of the angle, a rational part of pi, on a circle, N angle <= 2 pi, have the entries
K_ij = K(cos |i-j| angle).  Weight 0 stands for no point.  Sorted modulo pi (one-sided: 2 pi), neighbours must be the
angle apart, the last and the first among them; so only one of two opposite points may be there.

Points of the same integer square norm N and coordinates a + b sqrt(5) have cosines (p + q sqrt(5))/N; they are compared
with cos(angle) by the sign of a + b sqrt(5): a and b have one sign, or the larger of a^2 and 5 b^2 decides.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from operator import mul
from typing import Any

from .intervals import Interval, pi, sin_cos
from .kernels import evaluate, kappa0
from .limits import InvalidError, tick
from .reader import fields
from .side import integers

MAX_POINTS, MAX_GOLDEN = 4_096, 256
PRECISIONS = (128, 256, 512, 1024)
COSINES = {
    Fraction(1, 5): (Fraction(1, 4), Fraction(1, 4)),
    Fraction(2, 5): (Fraction(-1, 4), Fraction(1, 4)),
    Fraction(1, 3): (Fraction(1, 2), Fraction(0)),
    Fraction(1, 2): (Fraction(0), Fraction(0)),
}
Parameters = dict[str, Any]
Shares = list[tuple[Any, int]]
"""Where the kernel is evaluated, and with which sum of products of weights."""


def _weights(text: object, most: int) -> list[int]:
    if not isinstance(text, str):
        raise InvalidError("the weights are not a string")
    n = text.count(" ") + 1
    if not 2 <= n <= most:
        raise InvalidError(f"not 2 to {most} weights")
    weights = integers(text, n)
    if not any(weights):
        raise InvalidError("the vector is zero")
    return weights


def _polygon(p: Parameters, weights: list[int]) -> Shares:
    """The parts of pi at which the kernel is evaluated."""
    size, times_pi = p["angle"]
    n, turn = len(weights), 1 if p["sided"] == "projective" else 2
    if not times_pi or n * size > 2:
        raise InvalidError("so many points at the multiples of the angle do not fit on the circle")
    at = sorted(j * size % turn for j, weight in enumerate(weights) if weight)
    if any(y - x < size for x, y in pairwise([*at, at[0] + turn])):
        raise InvalidError("two points of the witness are closer than the angle")
    return [(min(j * size, 2 - j * size), 2 * sum(map(mul, weights, weights[j:]))) for j in range(1, n)]


def sign(a: Fraction | int, b: Fraction | int) -> int:
    """Return the sign of a + b sqrt(5)."""
    first, second = (a > 0) - (a < 0), (b > 0) - (b < 0)
    if first * second >= 0:
        return first or second
    return first if a * a > 5 * b * b else second


def _golden(p: Parameters, texts: object, weights: list[int]) -> Shares:
    """The cosines a + b sqrt(5) at which the kernel is evaluated."""
    if not isinstance(texts, list) or len(texts) != len(weights) or not all(isinstance(x, str) for x in texts):
        raise InvalidError("golden is not a list of as many strings as there are weights")
    size, times_pi = p["angle"]
    if not times_pi or size not in COSINES:
        raise InvalidError("points with sqrt(5) serve the angles pi/5, 2 pi/5, pi/3 and pi/2 alone")
    rows = [integers(text, text.count(" ") + 1) for text in texts]
    if any(len(row) % 2 or len(row) > 2 * p["d"] or len(row) != len(rows[0]) for row in rows):
        raise InvalidError("a row has not two integers for each of at most d coordinates")
    norms = {_inner(row, row) for row in rows}
    (norm, rest), *others = norms
    if others or rest or norm <= 0:
        raise InvalidError("the square norms of the points are not one positive integer")
    top, found = COSINES[size], dict[tuple[int, int], int]()
    for r, row in enumerate(rows):
        for s in range(r):
            tick()
            inner = _inner(row, rows[s])
            found[inner] = found.get(inner, 0) + 2 * weights[r] * weights[s]
    for a, b in found:
        for flip in (1, -1) if p["sided"] == "projective" else (1,):
            if sign(top[0] * norm - flip * a, top[1] * norm - flip * b) < 0:
                raise InvalidError("two points of the witness are closer than the angle")
    return [((Fraction(a, norm), Fraction(b, norm)), share) for (a, b), share in found.items()]


def _inner(x: list[int], y: list[int]) -> tuple[int, int]:
    a, b, c, e = x[::2], x[1::2], y[::2], y[1::2]
    return sum(map(mul, a, c)) + 5 * sum(map(mul, b, e)), sum(map(mul, a, e)) + sum(map(mul, b, c))


def _cosine(where: Any, bits: int) -> Interval:
    if isinstance(where, Fraction):
        return sin_cos(pi(bits).times(where))[1].meet(-1, 1)
    a, b = where
    return (Interval.of(a, bits) + Interval.of(5, bits).sqrt().times(b)).meet(-1, 1)


def on_exact_set(p: Parameters, row: dict[str, Any], bound: Fraction) -> bool | None:
    """Decide ``v'Kv <= bound v'v`` for a polygon (weights) or points with sqrt(5) (golden, weights)."""
    if "golden" in row:
        tree = fields(row, "a witness entry", ("golden", "weights"))
        weights = _weights(tree["weights"], MAX_GOLDEN)
        shares = _golden(p, tree["golden"], weights)
    else:
        weights = _weights(fields(row, "a witness entry", ("weights",))["weights"], MAX_POINTS)
        shares = _polygon(p, weights)
    name, L, length2 = p["kernel"], p.get("L", 0), sum(w * w for w in weights)
    for bits in PRECISIONS:
        total = Interval.of(length2 * (L if name == "ntk" else 1) - bound * length2, bits)
        for where, share in shares:
            tick()
            t = _cosine(where, bits)
            total = total + (t * kappa0(t) if name == "tkappa0" else evaluate(name, t, L)) * share
        if total.upper() <= 0 or total.lower() > 0:
            return total.upper() <= 0
    return None
