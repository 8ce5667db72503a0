"""Certified edges, gaps and phase transitions of the limiting law (nu = delta_1).

On a hole of supp H the function I is convex; on the left-hand hole it increases, on the right-hand one it decreases.
The edges are the values of z where I = gamma_1, or at a soft end of the hole where I < gamma_1 up to it.  A zero is
proved by the signs at the two ends of a short ball; as z' = 0 there, its value is accurate to the square of the width.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import acb, arb, ball, certainly_less, certainly_positive, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import UndecidedError
from ntksym.laws.convex import Points, least_before, least_near
from ntksym.laws.floating import FloatLaw, minimum_in, root_between
from ntksym.laws.law import BallLaw, Law
from ntksym.laws.population import End, Hole
from ntksym.laws.roots import bracket, middle

MARGIN = 64  # bits beyond the digits asked for
DOUBLINGS = 3


@dataclass(frozen=True)
class Edge:
    """An end of a band.

    Parameters
    ----------
    at
        Contains the edge.
    kind
        ``root``: the density starts like a square root; ``soft``: it vanishes quadratically; ``zero``: the edge is 0.
    zeta
        Contains the point with z(zeta) = the edge.
    """

    at: Enclosure
    kind: str
    zeta: Enclosure


@dataclass(frozen=True)
class Gap:
    """A hole of H: the threshold of gamma_1 above which K has a gap there, and the gap if there is one.

    ``hole`` counts the bounded holes from 1, ``above`` is the mass of the law above the gap; the values of I at
    ``points`` prove the threshold.
    """

    hole: int

    threshold: Enclosure
    low: Edge | None
    high: Edge | None
    above: Fraction
    points: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Edges:
    """The edges of the law from the left, and the thresholds.

    Parameters
    ----------
    left, right
        The ends of the continuous part.
    gaps
        One for each bounded hole of H.
    soft_threshold
        gamma_c: for gamma_1 >= gamma_c the right edge is soft; None if it never is.
    atom
        The mass at 0.
    """

    left: Edge
    right: Edge
    gaps: tuple[Gap, ...]
    soft_threshold: Enclosure | None
    atom: Fraction

    def bands(self) -> list[tuple[Edge, Edge]]:
        """The bands, from the left."""
        found, start = [], self.left
        for gap in self.gaps:
            if gap.low is not None and gap.high is not None:
                found.append((start, gap.low))
                start = gap.high
        return [*found, (start, self.right)]


def edges(law: Law, digits: int = 25) -> Edges:
    """The certified edges to ``digits`` significant digits.

    Raises
    ------
    UndecidedError
        If a comparison (such as gamma_1 against a threshold) needs more digits than it is given.

    Examples
    --------
    >>> from ntksym.laws.activation import activation
    >>> found = edges(Law(activation("relu"), Fraction(5, 8), Fraction(3, 2)), 12)
    >>> print(found.left.at.format(10), found.right.kind, found.soft_threshold.format(6))
    [0.005782555616, 0.005782555617] soft [0.370507, 0.370508]
    """
    need = digits * 10 // 3 + MARGIN
    seeds = law.floats()
    why = ""
    for doubling in range(DOUBLINGS):
        with precision(need << doubling):
            try:
                found = _edges(law.at_precision(), seeds)
            except UndecidedError as error:
                why = str(error)
                continue
        if all(_sharp(x, digits) for x in _numbers(found)):
            return found
        why = f"{digits} digits were not reached"
    raise UndecidedError(f"edges at gamma1={law.gamma1}, gamma2={law.gamma2}: {why}")


def _numbers(found: Edges) -> list[Enclosure]:
    pairs = [(found.left, found.right), *((g.low, g.high) for g in found.gaps)]
    numbers = [e.at for pair in pairs for e in pair if e is not None]
    numbers += [gap.threshold for gap in found.gaps]
    return [*numbers, *([found.soft_threshold] if found.soft_threshold else [])]


def _sharp(x: Enclosure, digits: int) -> bool:
    relative = x.relative_width()
    return relative is not None and relative <= Fraction(1, 10**digits)


def _edges(law: BallLaw, seeds: FloatLaw) -> Edges:
    holes = law.H.holes()
    first, *inner, last = holes
    zero = law.H.mass_at_zero
    gaps = [_gap(law, seeds, hole, n) for n, hole in enumerate(inner)]
    if zero and law.gamma1 > 1 - zero:  # below b^2 = 0 there is no edge: the first one is right of the atom
        left, gaps = _beyond_zero(law, seeds, inner), gaps[1:]
    elif law.gamma1 == 1 - zero or (not zero and law.gamma1 == 1):
        nothing = Enclosure.around(0)
        left = Edge(nothing, "zero", nothing)
    else:
        left = _left(law, seeds, first)
    right, threshold = _right(law, seeds, last)
    atom = max(Fraction(0), 1 - (1 - zero) / law.gamma1)
    return Edges(left, right, tuple(gaps), threshold, atom)


def _edge_function(law: BallLaw) -> Callable[[arb], arb]:
    return lambda t: law.slope(acb(t)).real


def _root_edge(law: BallLaw, seed: float, low: arb | None, high: arb | None) -> Edge:
    """The edge at the zero of z' near a seed, inside (low, high) where z' is monotone."""
    zeta = bracket(_edge_function(law), seed, low, high)
    centre = ball(middle(zeta))
    value = law.value(acb(centre)).real + law.slope(acb(zeta)).real * (zeta - centre)
    return Edge(Enclosure.of_ball(value), "root", Enclosure.of_ball(zeta))


def _soft_edge(law: BallLaw, end: End) -> Edge:
    assert end.at is not None
    return Edge(Enclosure.of_ball(law.at_end(end)[0]), "soft", Enclosure.of_ball(end.at))


def _seed(seeds: FloatLaw, low: float, high: float, name: str) -> float:
    found = root_between(seeds, low, high)
    if found is None:
        raise UndecidedError(f"no {name} edge was found in floating point")
    return found


def _left(law: BallLaw, seeds: FloatLaw, hole: Hole) -> Edge:
    """On (-oo, b^2): I increases from 0, so that z has one maximum."""
    b2 = seeds.H.b2
    size = max(b2, seeds.H.top)
    far = -1.3 * size
    while seeds.slope(far) <= 0:
        far *= 4
    near = b2 - 1e-3 * max(b2, 1e-12 * size)
    while b2 > 0 and seeds.slope(near) > 0 and b2 - near > 1e-14 * b2:
        near = b2 - (b2 - near) / 8
    if b2 == 0:
        near = -1e-12 * size
    return _root_edge(law, _seed(seeds, far, near, "left"), None, hole.high.at)


def _right(law: BallLaw, seeds: FloatLaw, hole: Hole) -> tuple[Edge, Enclosure | None]:
    """On (t_max, oo): I decreases to 0 from gamma_c, which is infinite if H is a point mass."""
    top = seeds.H.top if hole.low.kind == "soft" else seeds.H.b2
    threshold: Enclosure | None = None
    if hole.low.kind == "soft":
        energy = law.at_end(hole.low)[1]
        threshold = Enclosure.of_ball(energy)
        if certainly_less(energy, ball(law.gamma1)):
            return _soft_edge(law, hole.low), threshold
        if not certainly_less(ball(law.gamma1), energy):
            raise UndecidedError(f"gamma1={law.gamma1} cannot be told from gamma_c={energy.str(8)}")
    far = 2.3 * top
    while seeds.slope(far) <= 0:
        far *= 2
    near = top * (1 + 1e-3)
    while seeds.slope(near) > 0 and near - top > 1e-14 * top:
        near = top + (near - top) / 8
    return _root_edge(law, _seed(seeds, near, far, "right"), hole.low.at, None), threshold


def _gap(law: BallLaw, seeds: FloatLaw, hole: Hole, number: int) -> Gap:
    """A bounded hole: I is convex there, with its least value at the zero of I'."""
    low, high = seeds.H.holes()[number]
    above = hole.above / law.gamma1
    if law.H.mass_at_zero and hole.low.kind == "atom":  # I increases from 1 - H({0}) on
        threshold = Enclosure.around(1 - law.H.mass_at_zero)
        return Gap(number + 1, threshold, None, None, above)
    points, least = _least_energy(law, seeds, hole, (low, high))
    threshold = Enclosure.of_ball(least)
    if certainly_less(ball(law.gamma1), least):
        return Gap(number + 1, threshold, None, None, above, points)
    point = points[1]
    centre = ball(point)
    if not certainly_positive(law.slope(acb(centre)).real):
        raise UndecidedError(f"gamma1={law.gamma1} cannot be told from gamma_gap={least.str(8)}")
    at = float(point)
    start = low + 1e-3 * (at - low)
    while seeds.slope(start) > 0:
        start = low + (start - low) / 8
    left = _root_edge(law, _seed(seeds, start, at, "gap's left"), hole.low.at, centre)
    return Gap(number + 1, threshold, left, _to_high(law, seeds, hole, at, high, centre), above, points)


def _least_energy(law: BallLaw, seeds: FloatLaw, hole: Hole, ends: tuple[float, float]) -> tuple[Points, arb]:
    """Points of the hole around the one where I is least, or close to it, and the least value.

    At a soft end I' tends to infinity like a logarithm only, so that they can be closer to the end than any number of
    digits.
    """
    assert hole.low.at is not None and hole.high.at is not None

    def energy(t: Fraction) -> arb:
        return law.energy(acb(ball(t))).real

    low, high = middle(hole.low.at), middle(hole.high.at)
    if hole.high.kind == "soft":
        return least_before(energy, low, high, hole.high.at)
    return least_near(energy, Fraction(minimum_in(seeds, ends)), (high - low) / (1 << 12), low, high)


def _to_high(law: BallLaw, seeds: FloatLaw, hole: Hole, at: float, high: float, centre: arb | None) -> Edge:
    """The edge between a point of a hole where z' > 0 and the hole's right end."""
    if hole.high.kind == "soft":
        energy = law.at_end(hole.high)[1]
        if certainly_less(energy, ball(law.gamma1)):
            return _soft_edge(law, hole.high)
        if not certainly_less(ball(law.gamma1), energy):
            raise UndecidedError(f"gamma1={law.gamma1} cannot be told from {energy.str(8)}, where an edge turns soft")
    end = high - 1e-3 * (high - at)
    while seeds.slope(end) > 0 and high - end > 1e-14 * high:
        end = high - (high - end) / 8
    return _root_edge(law, _seed(seeds, at, end, "gap's right"), centre, hole.high.at)


def _beyond_zero(law: BallLaw, seeds: FloatLaw, inner: list[Hole]) -> Edge:
    """The first edge if H has an atom at 0 that K keeps: in the hole next to it, if there is one."""
    if not inner:
        nothing = Enclosure.around(0)
        return Edge(nothing, "zero", nothing)
    high = seeds.H.holes()[0][1]
    return _to_high(law, seeds, inner[0], 1e-9 * high, high, inner[0].low.at)
