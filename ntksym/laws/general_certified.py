"""Certified edges and densities for a law of D^2 with several atoms, given that the formula for m_H is that of a law H.

Left of supp H z is concave, right of it convex (derivations/limiting_law.py): its largest and its least value there
are the outer edges, and values at three points enclose them.

Inside a band let Im zeta_0 = y and P = int t^2/|t - zeta_0|^2 dH = 1 + Im(zeta_0^2 m_H(zeta_0))/y.  Within R of zeta_0,
|z''| <= 2 int t^2/|t - zeta|^3 dH <= B = 2 P/(y (1 - R/y)^3), as |t - zeta| >= |t - zeta_0| (1 - R/y).  A difference
quotient A of z over a segment there is a mean of z', so that on the disc of radius r <= R about zeta_0 all z' lie
within 2 R B of A.  If |z(zeta_0) - x| + 2 R B r < r |A|, zeta - (z(zeta) - x)/A contracts the disc into itself, and its
fixed point is the boundary value of the one solution above the real line (Silverstein 1995).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import acb, arb, ball, certainly_less, certainly_positive, is_finite, lower, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import UndecidedError
from ntksym.laws.activation import Activation
from ntksym.laws.floating import FloatLaw
from ntksym.laws.general import Atoms, GeneralPopulation, edge_places, follow
from ntksym.laws.general_balls import BallGeneralPopulation

MOST_DIGITS = 12  # each value of m_H is a contour integral of seconds
MARGIN = 36
STEP = Fraction(1, 10**4)  # of a difference quotient, and of the first three points, relative


@dataclass(frozen=True)
class GeneralLaw:
    """The law of an activation at gamma_1, gamma_2 for a law of D^2 with several atoms."""

    activation: Activation
    gamma1: Fraction
    gamma2: Fraction
    nu: Atoms

    def population(self) -> BallGeneralPopulation:
        """H in balls at the current precision."""
        data = self.activation.hermite()
        return BallGeneralPopulation(data.a_squared, data.b_squared, self.gamma2, self.nu)

    def floats(self) -> FloatLaw:
        """The law in floating point."""
        _, a, b2 = self.activation.floats()
        return FloatLaw(GeneralPopulation(a * a, b2, float(self.gamma2), self.nu), float(self.gamma1))

    def value(self, H: BallGeneralPopulation, zeta: acb) -> tuple[acb, acb]:
        """Z and m_H."""
        m = H.transform(zeta)
        return zeta * (ball(self.gamma1 - 1) - zeta * m), m


def general_edges(law: GeneralLaw, digits: int) -> tuple[Enclosure | None, Enclosure | None]:
    """The outer edges of the continuous part to about ``digits`` <= 12 digits, None where one is not reached.

    Not reached is a left edge whose zeta is right of b^2 min t (for gamma_1 > 1), and a right edge that is soft or
    close to it.
    """
    left, right = edge_places(law.floats())
    with precision(min(digits, MOST_DIGITS) * 10 // 3 + MARGIN):
        H = law.population()

        def z(t: Fraction) -> arb:
            return law.value(H, acb(ball(t)))[0].real

        def before(t: Fraction) -> bool:
            return certainly_less(ball(t), H.b2 * ball(min(law.nu.places)))

        def behind(t: Fraction) -> bool:
            return H.right_of_support(ball(t))

        return _extreme(lambda t: -z(t), left, before, -1), _extreme(z, right, behind, 1)


def _extreme(
    f: Callable[[Fraction], arb], guess: float, allowed: Callable[[Fraction], bool], sign: int
) -> Enclosure | None:
    """``sign`` times the least value of a convex f near a guess: a parabola's vertex, then three values beside it."""
    p, found = Fraction(guess), None
    try:
        for h in (abs(p) * STEP, abs(p) * STEP / 100):
            if not (allowed(p - h) and allowed(p + h)):
                return None
            a, b, c = f(p - h), f(p), f(p + h)
            found = (b - (a - b).max(c - b)).union(b) if certainly_less(b, a) and certainly_less(b, c) else None
            p += lower((ball(h) * (a - c) / (2 * (a - 2 * b + c))).mid())
    except UndecidedError:
        return None
    return None if found is None else Enclosure.of_ball(found * sign)


def general_density(
    law: GeneralLaw, x: Fraction, digits: int, known: tuple[Enclosure | None, Enclosure | None]
) -> Enclosure:
    """The density at x to about ``digits`` <= 12 digits; an exact 0 beyond a known edge.

    Raises
    ------
    UndecidedError
        If the contour or the disc is not found: too close to an edge, in a gap, or Im zeta too small.
    """
    left, right = known
    if x < 0 or (left is not None and 0 < x < left.lo) or (right is not None and x > right.hi):
        return Enclosure.around(0)
    digits = min(digits, MOST_DIGITS)
    seed = complex(follow(law.floats(), np.array([float(x)]))[0])
    if not (np.isfinite(seed) and seed.imag > 0) or x == 0:
        raise UndecidedError(f"density at x={float(x):.6g}: no solution above the real line was found")
    with precision(digits * 10 // 3 + MARGIN + 16):
        H, target = law.population(), ball(x)
        zeta = acb(arb(seed.real), arb(seed.imag))
        h = ball(Fraction(seed.imag) * STEP)
        A, reach = (law.value(H, zeta + h)[0] - law.value(H, zeta - h)[0]) / (2 * h), h
        for _ in range(3):
            z, m = law.value(H, zeta)
            radius = _disc(zeta, abs(z - target), m, abs(A), reach)
            if radius is not None:
                disc = acb(zeta.real + arb(0, radius), zeta.imag + arb(0, radius))
                value = Enclosure.of_ball((-1 / (ball(law.gamma1) * disc)).imag / arb.pi())
                relative = value.relative_width()
                if relative is not None and relative <= Fraction(1, 10**digits):
                    return value
            moved = (zeta - (z - target) / A).mid()
            if not certainly_positive(moved.imag):
                break
            zeta, reach = moved, reach + abs(moved - zeta)
    raise UndecidedError(f"density at x={float(x):.6g}: {digits} digits were not reached")


def _disc(zeta: acb, residue: arb, m: acb, slope: arb, reach: arb) -> arb | None:
    """A radius for which the disc about zeta holds the solution, or None; the difference quotient lies within reach."""
    y = zeta.imag
    P = 1 + (zeta * zeta * m).imag / y
    r = (2 * residue / slope).upper()
    R = r + reach
    rest = 1 - R / y
    if not is_finite(r) or not certainly_positive(rest):
        return None
    B = 2 * P / (y * rest * rest * rest)
    return r if certainly_less(residue + 2 * R * B * r, r * slope) else None
