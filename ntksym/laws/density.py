"""Certified values of the density: complex interval Newton, with the branch settled by uniqueness.

For a real x inside a band let Z be a complex ball with Im Z > 0 and centre zeta_0, and

    N(Z) = zeta_0 - (z(zeta_0) - x) / z'(Z).

If N(Z) lies inside Z, then Z holds exactly one solution of z(zeta) = x (the mean slope between zeta_0 and zeta lies in
the convex set z'(Z); Brouwer's theorem), and z' does not vanish there.  Near x the solution continues into the upper
half-plane of z, where the solution is unique (Silverstein 1995): it is the boundary value, and the density is
Im(-1/(gamma_1 zeta))/pi.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from ntksym.balls.arb import acb, arb, ball, bits, certainly_less, certainly_positive, is_finite, lower, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError, UndecidedError
from ntksym.laws.edges import Edge, Edges, edges
from ntksym.laws.law import BallLaw, Law

MARGIN = 64
DOUBLINGS = 3
STEPS = 40
SHARPER = 30  # digits of an edge beyond those asked for, where x is not told from it
CLOSE = Fraction(1, 1000)  # relative distance from an edge below which its leading term seeds Newton's method


class Density(NamedTuple):
    """The density at x, and about where z(zeta) = x (None outside the bands)."""

    x: Fraction
    value: Enclosure
    zeta: tuple[Fraction, Fraction] | None


def density_at(law: Law, x: Fraction, digits: int = 25, known: Edges | None = None) -> Enclosure:
    """The density of the limiting law at x, see :func:`density`.

    Examples
    --------
    >>> from ntksym.laws.activation import activation
    >>> print(density_at(Law(activation("relu"), Fraction(5, 8), Fraction(3, 2)), Fraction(1, 4), 10).format(8))
    [0.89978141, 0.89978142]
    """
    return density(law, x, digits, known).value


def density(law: Law, x: Fraction, digits: int = 25, known: Edges | None = None) -> Density:
    """The density of the limiting law at x, to ``digits`` significant digits; an exact 0 outside the bands.

    Parameters
    ----------
    law
        The law.
    x
        An exact point other than 0, where the law may have an atom.
    digits
        Significant digits.
    known
        The edges, if they have been computed.

    Raises
    ------
    InputError
        If x is 0.
    UndecidedError
        If x cannot be told from an edge, or the digits are not reached.
    """
    if x == 0:
        raise InputError("x=0", "the law may have an atom there, and the density need not be finite", "give x > 0")
    found = known or edges(law, digits)
    if _beside(found, x):
        found = edges(law, digits + SHARPER)
    if not _inside(found, x):
        return Density(x, Enclosure.around(0), None)
    near = min((e for band in found.bands() for e in band), key=lambda e: abs(e.at.mid - x))
    need = digits * 10 // 3 + MARGIN + _depth(near, x)
    for doubling in range(DOUBLINGS):
        with precision(need << doubling):
            made = law.at_precision()
            for seed in _seeds(law, made, near, x):
                zeta = solve(made, x, seed)
                if zeta is None:
                    continue
                value = Enclosure.of_ball((-1 / (ball(law.gamma1) * zeta)).imag / arb.pi())
                relative = value.relative_width()
                if relative is not None and relative <= Fraction(1, 10**digits):
                    return Density(x, value, (lower(zeta.real.mid()), lower(zeta.imag.mid())))
    raise UndecidedError(f"density at x={float(x):.6g}: {digits} digits were not reached (x too close to an edge?)")


def _depth(near: Edge, x: Fraction) -> int:
    """Bits that Im zeta loses near an edge: it falls like the distance's square at a soft edge, else like its root."""
    ratio = abs(near.at.mid) / abs(x - near.at.mid) if near.at.mid else Fraction(1)
    closer = max(0, ratio.numerator.bit_length() - ratio.denominator.bit_length())
    return 3 * closer if near.kind == "soft" else 3 * closer // 2


def _beside(found: Edges, x: Fraction) -> bool:
    """Whether x cannot be told from an edge."""
    return any(e.at.lo <= x <= e.at.hi for band in found.bands() for e in band)


def _inside(found: Edges, x: Fraction) -> bool:
    if _beside(found, x):
        raise UndecidedError(f"x={float(x):.10g} cannot be told from an edge of the law")
    return any(low.at.hi < x < high.at.lo for low, high in found.bands())


def _seeds(law: Law, made: BallLaw, near: Edge, x: Fraction) -> Iterator[acb]:
    """Guesses: floating point inside a band; close to an edge, the leading term of z(zeta) - z(zeta_edge).

    At a square-root edge that is z'' (zeta - zeta_edge)^2/2, at a soft one z' (zeta - zeta_edge).
    """
    away = x - near.at.mid
    if abs(away) < CLOSE * abs(near.at.mid):
        start = near.zeta.ball.mid()
        if near.kind == "root":
            h = abs(start) * arb((1, -bits() // 3))
            bend = ((made.slope(acb(start + h)) - made.slope(acb(start - h))).real / (2 * h)).mid()
            yield acb(start, abs(2 * ball(away) / bend).sqrt()).mid()
        elif near.kind == "soft":
            ends = [end for hole in made.H.holes() for end in (hole.low, hole.high) if end.side]
            end = next(end for end in ends if end.at is not None and end.at.overlaps(near.zeta.ball))
            slope = ball(law.gamma1) - made.at_end(end)[1]
            yield acb(start + ball(away) / slope, ball(away) * ball(away) / abs(start)).mid()
    seed = complex(law.floats().invert(np.array([float(x)]))[0])
    if np.isfinite(seed) and seed.imag > 0:
        yield acb(arb(seed.real), arb(seed.imag))


def solve(law: BallLaw, x: Fraction, seed: acb) -> acb | None:
    """A ball with the one solution of z(zeta) = x in the upper half-plane, or None if Newton's test fails."""
    zeta, target = seed, ball(x)
    residue = law.value(zeta) - target
    for _ in range(STEPS):
        step = residue / law.slope(zeta)
        if not is_finite(step):
            return None
        moved = (zeta - step).mid()
        if not certainly_positive(moved.imag):
            moved = acb(moved.real, zeta.imag / 8).mid()
        better = law.value(moved) - target
        if not certainly_less(2 * abs(better), abs(residue)):
            break
        zeta, residue = moved, better
    radius = abs(residue / law.slope(zeta)).upper() * 4 + zeta.imag * arb((1, 24 - bits()))
    for _ in range(4):
        Z = acb(zeta.real + _symmetric(radius), zeta.imag + _symmetric(radius))
        slope = law.slope(Z)
        inner = zeta - residue / slope
        if is_finite(inner) and certainly_positive(Z.imag) and _strictly_inside(inner - zeta, radius):
            return inner
        radius = radius * 64
    return None


def _symmetric(radius: arb) -> arb:
    return arb(0, radius.upper())


def _strictly_inside(move: acb, radius: arb) -> bool:
    return certainly_less(abs(move.real), radius) and certainly_less(abs(move.imag), radius)
