"""Edges, thresholds, densities and moments of a limiting law, recomputed from its definition.

z(zeta) = zeta (gamma_1 - 1 - zeta m), z' = gamma_1 - I, I = int t^2/(t - zeta)^2 dH = 1 + 2 zeta m + zeta^2 m'.

Support.  Off 0 the complement of the law's support is the image of the real zeta off supp H with z' > 0 (Silverstein
and Choi 1995).  On a hole of supp H, I is convex: z' has at most one zero where its sign turns from + to - (the upper
end of a gap, the left edge) and at most one from - to + (the lower end of a gap, the right edge).

Edge.  Let the zero lie in [l, r].  If I(l) < gamma_1 < I(r), I increases from the zero to r, as it is convex, so that
z(r) <= edge <= z(r) + (I(r) - gamma_1)(r - l); if I(l) > gamma_1 > I(r), then likewise
z(l) - (I(l) - gamma_1)(r - l) <= edge <= z(l).
At a soft end of a hole I is finite; if it is less than gamma_1 there, the end's image is the edge.

Threshold.  The law has a gap if gamma_1 exceeds the least I on the hole.  Let p < q < s, I(p) > I(q).  If I(q) < I(s),
the least value is attained in [p, s], and by convexity it is at least
I(q) - max((s - q)(I(p) - I(q))/(q - p), (q - p)(I(s) - I(q))/(s - q)); if I(q) > I(s), it is at least
I(q) - (end - q)(I(p) - I(q))/(q - p).  The right edge is soft from gamma_1 = I(end) on.

Density.  Let |zeta - zeta_0| <= r < h = Im zeta_0.  There |z''| <= 2 int t^2/|t - zeta|^3 dH <= C = 2 m_2(H)/(h - r)^3:
zeta - (z(zeta) - x)/z'(zeta_0) contracts the disc into itself if |z(zeta_0) - x| + C r^2 < r |z'(zeta_0)|.  Its fixed
point is the boundary value of the one solution above the real line (Silverstein 1995), and the density is
Im(-1/(gamma_1 zeta))/pi.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any, NamedTuple

from .boxes import Box
from .claims import needed_bits, settle, within
from .intervals import Interval, pi
from .limits import MAX_BITS, InvalidError, UndecidedError
from .population import Hole, Population
from .reader import fields, integer, number, shown, working_bits

LEAST, MOST = Fraction(1, 10_000), Fraction(10_000)
NAMED = ("relu", "relu2", "gelu", "erf")
ENDS = ("left", "right", "gap 1 low", "gap 1 high", "gap 2 low", "gap 2 high")
HIGHEST_MOMENT = 8
_OWN = {"law.edge": ("gamma1", "end"), "law.threshold": ("end",), "law.density": ("gamma1", "x")}
_OWN["law.moment"] = ("gamma1", "k")


class Problem(NamedTuple):
    """What a claim is about."""

    activation: dict[str, Any]
    gamma1: Fraction
    gamma2: Fraction
    scale: Fraction
    own: Any


def _positive(value: object, name: str) -> Fraction:
    found = number(value, name)
    if not LEAST <= found <= MOST:
        raise InvalidError(f"{name} = {shown(value)} is not between {LEAST} and {MOST}")
    return found


def _pair(value: object, name: str) -> list[Fraction]:
    if not isinstance(value, list) or len(value) != 2:
        raise InvalidError(f"{name} is not a pair of numbers")
    low, high = (number(end, name) for end in value)
    if not 0 <= low <= high or low == 0 < high:
        raise InvalidError(f"{name} is not an interval of positive numbers, nor 0")
    return [low, high]


def read_problem(constant: str, tree: object) -> Problem:
    """Read the parameters of a claim."""
    name = tree.get("activation") if isinstance(tree, dict) else None
    data = {"leaky": ("slope",), "given": ("a_squared", "b_squared")}.get(name, ()) if isinstance(name, str) else ()
    tree = fields(tree, "parameters", ("activation", "gamma2", "scale", *data, *_OWN[constant]))
    activation: dict[str, Any] = {"name": name}
    if name == "given":
        activation |= {key: _pair(tree[key], key) for key in data}
    elif name == "leaky":
        activation["slope"] = number(tree["slope"], "slope")
    elif name not in NAMED:
        raise InvalidError(f"{shown(name)} is none of {', '.join(NAMED)}, leaky, given")
    if constant == "law.moment":
        own: Any = integer(tree["k"], "k", 1, HIGHEST_MOMENT)
    elif constant == "law.density":
        own = number(tree["x"], "x")
    else:
        own = tree["end"]
        if own not in (ENDS if constant == "law.edge" else ("right", "gap 1", "gap 2")):
            raise InvalidError(f"end = {shown(own)} is not known")
    gamma1 = _positive(tree["gamma1"], "gamma1") if "gamma1" in tree else Fraction(1)
    return Problem(activation, gamma1, _positive(tree["gamma2"], "gamma2"), _positive(tree["scale"], "scale"), own)


def hermite(activation: dict[str, Any], bits: int) -> tuple[Interval, Interval]:
    """Enclose a^2 and b^2 (derivations/limiting_law.py)."""
    name, circle, one = activation["name"], pi(bits), Interval.of(1, bits)
    if name == "given":
        (low, high), (least, most) = activation["a_squared"], activation["b_squared"]
        return Interval.between(low, high, bits), Interval.between(least, most, bits)
    if name == "relu2":
        return one, 1 - one * 2 / circle
    if name == "gelu":
        a2 = (one * 9 / circle).times(Fraction(1, 16))
        root = Interval.of(3, bits).sqrt()
        return a2, one.times(Fraction(1, 12)) + (one * 2 / (circle * root)).times(Fraction(1, 3)) - a2
    if name == "erf":
        inner = one * 4 / Interval.of(5, bits).sqrt() - one.times(Fraction(4, 3))
        return one * 0, inner / circle
    factor = (1 - activation.get("slope", Fraction(0))) ** 2
    a2 = (one / circle).times(factor / 2)
    return a2, one.times(factor / 4) - a2


class Law:
    """The law at one precision."""

    def __init__(self, problem: Problem, bits: int) -> None:
        a2, b2 = hermite(problem.activation, bits)
        self.bits, self.gamma1 = bits, problem.gamma1
        self.H = Population(a2.times(problem.scale), b2.times(problem.scale), problem.gamma2)

    def value(self, zeta: Box, m: Box) -> Box:
        """Z."""
        return zeta * (-(zeta * m) + Interval.of(self.gamma1 - 1, self.bits))

    def energy(self, zeta: Box, m: Box, slope: Box) -> Box:
        """I."""
        return zeta * m * 2 + zeta * zeta * slope + 1

    def at(self, point: Fraction, hole: Hole) -> tuple[Interval, Interval]:
        """Z and I at a point of a hole."""
        zeta = Interval.of(point, self.bits)
        for low, high in ((hole.low, zeta), (zeta, hole.high)):
            if low and high:
                _sure(low, high, "a point is not inside the hole of the support of H")
        m, slope = self.H.transform(Box(zeta))
        return self.value(Box(zeta), m).re, self.energy(Box(zeta), m, slope).re

    def at_soft(self, hole: Hole) -> tuple[Interval, Interval]:
        """Z and I at the soft end of a hole."""
        end, m, slope = self.H.transform_at(hole.soft)
        return self.value(Box(end), m).re, self.energy(Box(end), m, slope).re


def _edge(law: Law, end: str, points: list[Fraction]) -> Interval:
    upper = end == "left" or end.endswith("high")  # z' changes its sign from + to -
    hole = _hole(law, end.removesuffix(" low").removesuffix(" high"))
    gamma = Interval.of(law.gamma1, law.bits)
    if not points:
        if not hole.soft or end == "left" or (hole.soft < 0) != upper:
            raise InvalidError("this end of a hole is not soft")
        z, energy = law.at_soft(hole)
        _sure(energy, gamma, "the edge is not soft")
        return z
    left, right = _ascending(points, 2)
    (z_left, I_left), (z_right, I_right) = law.at(left, hole), law.at(right, hole)
    width = Interval.of(right - left, law.bits)
    if upper:
        _sure(I_left, gamma, "no sign change of z'")
        _sure(gamma, I_right, "no sign change of z'")
        return Interval(z_right.lo, (z_right + (I_right - gamma) * width).hi, law.bits)
    _sure(gamma, I_left, "no sign change of z'")
    _sure(I_right, gamma, "no sign change of z'")
    return Interval((z_left - (I_left - gamma) * width).lo, z_left.hi, law.bits)


def _threshold(law: Law, end: str, points: list[Fraction]) -> Interval:
    hole = _hole(law, end)
    if end == "right":
        _count(points, 0)
        if not hole.soft:
            raise InvalidError("the right edge is never soft")
        return law.at_soft(hole)[1]
    p, q, s = _ascending(points, 3)
    first, middle, last = (law.at(point, hole)[1] for point in (p, q, s))
    _sure(middle, first, "the points do not show the least value")
    fall = (first - middle).times(1 / (q - p))
    if last.hi < middle.lo and hole.high is not None:
        low = middle - fall * (hole.high - Interval.of(q, law.bits))
        return Interval(low.lo, last.hi, law.bits)
    _sure(middle, last, "the points do not show the least value")
    lows = (middle - fall.times(s - q), middle - (last - middle).times((q - p) / (s - q)))
    return Interval(min(low.lo for low in lows), middle.hi, law.bits)


def _density(law: Law, x: Fraction, points: list[Fraction]) -> Interval:
    u, h, r = _count(points, 3)
    if not 0 < r < h or x == 0:
        raise InvalidError("the disc does not lie above the real line, or x is 0")
    zeta = Box(Interval.of(u, law.bits), Interval.of(h, law.bits))
    m, slope = law.H.transform(zeta)
    residue = (law.value(zeta, m) - Interval.of(x, law.bits)).size().upper()
    rate = (-law.energy(zeta, m, slope) + Interval.of(law.gamma1, law.bits)).size().lower()
    if residue + 2 * law.H.second.upper() * r**2 / (h - r) ** 3 >= r * rate:
        raise UndecidedError("the disc does not prove a solution")
    size = zeta.size()
    near, far = size.lower() - r, size.upper() + r
    if near <= 0:
        raise UndecidedError("the disc reaches 0")
    low, high = (h - r) / (law.gamma1 * far**2), (h + r) / (law.gamma1 * near**2)
    return Interval.between(low, high, law.bits) / pi(law.bits)


def _moment(law: Law, k: int) -> Interval:
    """Free cumulants gamma_1^(j-1) m_j(H); m_n = sum_s kappa_s sum m_{i_1} ... m_{i_s}, i_1 + ... + i_s = n - s."""
    H, bits = law.H, law.bits
    narayana = [
        sum((Fraction(comb(j, i) * comb(j - 1, i), i + 1) * H.gamma**i for i in range(j)), Fraction(j == 0))
        for j in range(k + 1)
    ]
    found, cumulants = [Interval.of(1, bits)], [Interval.of(1, bits)]
    for n in range(1, k + 1):
        total = Interval.of(0, bits)
        for j in range(n + 1):
            pair = sum(comb(j, i) * narayana[i] * narayana[j - i] for i in range(j + 1))
            chi = H.gamma / 2 * pair + (1 - H.gamma) * narayana[j] + (H.gamma / 2 if j == 0 else 0)
            total = total + (H.a2.power(j) * H.b2.power(n - j)).times(comb(n, j) * chi)
        cumulants.append(total.times(law.gamma1 ** (n - 1)))
        value, powers = Interval.of(0, bits), [Interval.of(int(i == 0), bits) for i in range(n + 1)]
        for s in range(1, n + 1):  # powers[i]: the sum over i_1 + ... + i_s = i
            powers = [sum((powers[j] * found[i - j] for j in range(i + 1)), Interval.of(0, bits)) for i in range(n)]
            value = value + cumulants[s] * powers[n - s]
        found.append(value)
    return found[k]


def _hole(law: Law, name: str) -> Hole:
    holes = law.H.holes()
    if name not in holes:
        raise InvalidError(f"supp H has no hole {name!r}")
    return holes[name]


def _sure(low: Interval, high: Interval, why: str) -> None:
    """Require low < high."""
    if low.lo >= high.hi:
        raise InvalidError(why)
    if low.hi >= high.lo:
        raise UndecidedError(why)


def _count(points: list[Fraction], count: int) -> list[Fraction]:
    if len(points) != count:
        raise InvalidError(f"the witness has not {count} points")
    return points


def _ascending(points: list[Fraction], count: int) -> list[Fraction]:
    if any(a >= b for a, b in pairwise(_count(points, count))):
        raise InvalidError("the points do not ascend")
    return points


def limiting_law(constant: str, parameters: object, row: object, relation: str, bounds: list[Fraction]) -> bool | None:
    """Decide a claim, its witness being at most three numbers on the zeta line or plane."""
    problem = read_problem(constant, parameters)
    tree = fields(row, "a witness entry", ("zeta",))["zeta"]
    if not isinstance(tree, list) or len(tree) > 3:
        raise InvalidError("zeta is not a list of at most three numbers")
    points = [number(point, "zeta") for point in tree]
    if constant == "law.moment" and points:
        raise InvalidError("a moment needs no points")

    def decide(bits: int) -> bool | None:
        law = Law(problem, bits)
        if constant == "law.moment":
            found = _moment(law, problem.own)
        elif constant == "law.density":
            found = _density(law, problem.own, points)
        else:
            found = (_edge if constant == "law.edge" else _threshold)(law, problem.own, points)
        return within(found, relation, bounds)

    start = working_bits(needed_bits(bounds) + 64)
    return settle(decide, start, min(4 * start, MAX_BITS))
