r"""The transform m_H for a law nu of D^2 with finitely many atoms, in balls: a contour integral with settled branches.

With w = -1/g the equation of :mod:`ntksym.laws.general` is eta = w + gamma int Delta w/(w - Delta) dnu, and

    m_H(zeta) = int dnu(t)/(b^2 t - zeta)
                + (1/2 pi i) \oint (1/w(eta)) int Delta'/(w(-1/a^2 - eta) - Delta) dnu d eta.

Branch.  Let u be a complex number, d_k = Im(u Delta_k), tau > max(d_k, 0) and

    Im(u eta) > tau + gamma sum_k w_k tau d_k/(tau - d_k).

Then the equation has exactly one solution with Im(u w) > tau: w -> eta - gamma int Delta w/(w - Delta) dnu maps that
half-plane into a bounded part of a smaller one, as Im(u Delta w/(w - Delta)) <= tau d/(tau - d) on it; so it has one
fixed point (Earle and Hamilton 1970).  It is analytic in eta, and w ~ eta far out: it is -1/g.
(tau = (1 + sqrt gamma) max d gives the convex hull of 0 and (1 + sqrt gamma)^2 Delta_k.)

On an edge of the polygon u is its outward normal, for the reflection of the whole polygon one u serves; both are
verified at every ball at which Arb's quadrature asks for the integrand.  So the reflected polygon lies in a half-plane
without the spectrum; that the polygon goes once round 0 is seen from its corners.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import minimize_scalar

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    certainly_equal_to_zero,
    certainly_less,
    certainly_negative,
    certainly_positive,
    is_finite,
)
from ntksym.balls.quadrature import integrate_once
from ntksym.balls.values import Value, complex_ball, complex_not_a_number
from ntksym.errors import UndecidedError
from ntksym.laws.floating import Complex
from ntksym.laws.general import Atoms, hull

DIRECTIONS = 16
NEWTON = 20
Triple = tuple[acb, acb, arb]


@dataclass(frozen=True)
class HalfPlane:
    """A direction u and tau; ``beyond`` is the least Im(u eta) that is allowed."""

    u: acb
    tau: arb
    beyond: arb


class BallGeneralPopulation:
    """H for a general nu at the current precision; a^2 > 0, or exactly 0.

    Examples
    --------
    >>> from ntksym.balls.arb import precision
    >>> from ntksym.laws.population import Population
    >>> with precision(80):
    ...     one = BallGeneralPopulation(arb(1) / 5, arb(1) / 10, Fraction(3, 2), Atoms.parse("1"))
    ...     other = Population(arb(1) / 5, arb(1) / 10, Fraction(3, 2))
    ...     found, known = one.transform(acb(-1)), other.transform(acb(-1), 1)[0]
    >>> found.overlaps(known), abs(found - known).upper() < 1e-18
    (True, True)
    """

    def __init__(self, a_squared: arb, b_squared: arb, gamma: Fraction, nu: Atoms) -> None:
        self.a2, self.b2, self.gamma, self.nu = a_squared, b_squared, gamma, nu
        self.weights = [ball(w) for w in nu.weights]

    def transform(self, zeta: acb) -> acb:
        """m_H above the real line, or left or right of supp H.

        Raises
        ------
        UndecidedError
            If the polygon meets its reflection (zeta too close to supp H), or a branch is not settled.
        """
        places = [ball(t) for t in self.nu.places]
        gaps = [self.b2 * t - zeta for t in places]
        deltas = [t / gap for t, gap in zip(places, gaps, strict=True)]
        slopes = [w * t / (gap * gap) for w, t, gap in zip(self.weights, places, gaps, strict=True)]
        first = sum((w / gap for w, gap in zip(self.weights, gaps, strict=True)), acb(0))
        if certainly_equal_to_zero(self.a2):
            return first
        mirror = -1 / self.a2
        corners, away = self._polygon(_floats(deltas), float(mirror))
        real = certainly_equal_to_zero(zeta.imag)
        upper = corners[corners.imag > 0]
        if real:  # the lower half is the conjugate of the upper one
            corners = np.concatenate([[np.max(upper.real)], upper, [np.min(upper.real)], upper[::-1].conj()])
        if not _goes_round(corners):
            raise UndecidedError("the polygon does not go round the spectrum")
        across = self._half_plane(away, deltas)
        total = acb(0)
        for start, end in list(zip(corners, np.roll(corners, -1), strict=True))[: len(upper) + 1 if real else None]:
            along = self._half_plane(complex(np.conj(-1j * (end - start)) * 1j), deltas)
            total = total + self._edge(_exact(start), _exact(end), deltas, slopes, mirror, along, across)
        if not is_finite(total):
            raise UndecidedError(f"m_H was not reached at zeta={zeta}: too close to the support of H?")
        return first + (total.imag / arb.pi() if real else total / (2 * arb.pi() * acb(0, 1)))

    def right_of_support(self, zeta: arb) -> bool:
        """Whether all of supp H is certain to lie left of a real point: so for all points right of it."""
        deltas = [acb(ball(t) / (self.b2 * ball(t) - zeta)) for t in self.nu.places]
        if not all(certainly_negative(d.real) for d in deltas):
            return False
        if certainly_equal_to_zero(self.a2):
            return True
        return certainly_less(2 * self._half_plane(-1j, deltas).beyond, 1 / self.a2)

    def _edge(
        self,
        start: acb,
        end: acb,
        deltas: list[acb],
        slopes: list[acb],
        mirror: arb,
        along: HalfPlane,
        across: HalfPlane,
    ) -> acb:
        step = end - start
        seeds = [acb(0), acb(0)]

        def f(s: Value, analytic: bool) -> Value:
            eta = start + step * complex_ball(s)
            w = self._solve(eta, deltas, along, seeds, 0)
            v = self._solve(mirror - eta, deltas, across, seeds, 1)
            if w is None or v is None:
                return complex_not_a_number()
            return step / w * sum((c / (v - d) for c, d in zip(slopes, deltas, strict=True)), acb(0))

        return integrate_once(f, Fraction(0), Fraction(1))

    def _solve(self, eta: acb, deltas: list[acb], side: HalfPlane, seeds: list[acb], which: int) -> acb | None:
        """A ball with w(eta') for every eta' in eta, or None."""
        if not certainly_less(side.beyond, (side.u * eta).imag):
            return None
        centre = eta.mid()
        w = self._newton(seeds[which], centre, deltas)
        if w is None or not _inside(w, side):
            w = self._newton(self._seed(centre, deltas, side), centre, deltas)
        if w is None or not _inside(w, side):
            return None
        seeds[which] = w
        residue, slope = self._equation(w, eta, deltas)
        radius = (2 * abs(residue / slope)).upper()
        if not is_finite(radius):
            return None
        wide = acb(w.real + arb(0, radius), w.imag + arb(0, radius))
        inner = residue / self._equation(wide, eta, deltas)[1]
        if not is_finite(inner) or not _inside(wide, side):
            return None
        if certainly_less(abs(inner.real), radius) and certainly_less(abs(inner.imag), radius):
            return w - inner
        return None

    def _newton(self, w: acb, eta: acb, deltas: list[acb]) -> acb | None:
        """A solution near w, as far as the precision goes, or None; nothing is proved."""
        residue, slope = self._equation(w, eta, deltas)
        for _ in range(NEWTON):
            moved = (w - residue / slope).mid()
            better, slope = self._equation(moved, eta, deltas)
            if not is_finite(better / slope):
                return None
            if not certainly_less(2 * abs(better), abs(residue)):
                return w
            w, residue = moved, better
        return w

    def _equation(self, w: acb, eta: acb, deltas: list[acb]) -> tuple[acb, acb]:
        value, slope = w - eta, acb(1)
        for weight, d in zip(self.weights, deltas, strict=True):
            ratio = ball(self.gamma) * weight * d / (w - d)
            value = value + ratio * w
            slope = slope - ratio * d / (w - d)
        return value, slope

    def _seed(self, eta: acb, deltas: list[acb], side: HalfPlane) -> acb:
        """The root of the polynomial equation that lies furthest in the half-plane, in floating point."""
        d, weights = _floats(deltas), np.array([float(w) for w in self.nu.weights])
        whole = np.poly(d)
        equation = np.polysub(np.append(whole, 0), complex(float(eta.real), float(eta.imag)) * np.append(0, whole))
        for k, (delta, w) in enumerate(zip(d, weights, strict=True)):
            others = np.append(np.poly(np.delete(d, k)), 0)
            equation = np.polyadd(equation, float(self.gamma) * w * delta * others)
        roots = np.roots(equation)
        u = complex(float(side.u.real), float(side.u.imag))
        best = roots[np.argmax((u * roots).imag)]
        return acb(arb(float(best.real)), arb(float(best.imag)))

    def _half_plane(self, u: complex, deltas: list[acb]) -> HalfPlane:
        """The half-plane of a direction, with a tau that is nearly best."""
        size = abs(u)
        turn = _exact(u / size)
        parts = [(turn * d).imag for d in deltas]
        tau = ball(Fraction(self._support(u / size, _floats(deltas))[1]))
        beyond = tau
        for weight, d in zip(self.weights, parts, strict=True):
            if not certainly_positive(tau - d):
                raise UndecidedError("a half-plane without the spectrum was not found")
            beyond = beyond + ball(self.gamma) * weight * tau * d / (tau - d)
        return HalfPlane(turn, tau, beyond)

    def _support(self, u: complex, deltas: Complex) -> tuple[float, float]:
        """Least Im(u eta) beyond which the branch is settled, and its tau, in floating point."""
        parts = (u * deltas).imag
        most = float(np.max(parts))
        size = float(np.max(np.abs(deltas)))
        weights = float(self.gamma) * np.array([float(w) for w in self.nu.weights])
        if most <= 0:
            return 0.0, 1e-9 * size

        def beyond(s: float) -> float:
            tau = most * (1 + np.exp(s))
            return float(tau + np.sum(weights * tau * parts / (tau - parts)))

        found = minimize_scalar(beyond, bounds=(-12, 12), method="bounded")
        return float(found.fun), most * (1 + float(np.exp(found.x)))

    def _polygon(self, deltas: Complex, mirror: float) -> tuple[Complex, complex]:
        """Corners, anticlockwise, half-way between the spectrum and its reflection; u for the latter."""

        def gap(angle: float) -> float:
            return float((np.exp(1j * angle) * mirror).imag) - 2 * self._support(np.exp(1j * angle), deltas)[0]

        if not np.any(deltas.imag):
            return self._around(deltas, -np.pi / 2, gap(-np.pi / 2) / 2)
        angles = np.linspace(0, 2 * np.pi, 4 * DIRECTIONS, endpoint=False)
        start = max(angles, key=gap)
        near = minimize_scalar(lambda x: -gap(x), bounds=(start - 0.1, start + 0.1), method="bounded")
        best = float(near.x) if -near.fun > gap(start) else float(start)
        return self._around(deltas, best, gap(best) / 2)

    def _around(self, deltas: Complex, best: float, room: float) -> tuple[Complex, complex]:
        if room <= 0:
            raise UndecidedError("the spectrum of the general law meets its reflection: zeta is too close to supp H")
        turns = [np.exp(1j * (best + 2 * np.pi * i / DIRECTIONS)) for i in range(DIRECTIONS)]
        lines = [(u, self._support(u, deltas)[0] + room) for u in turns]
        corners = [_meet(*lines[i], *lines[(i + 1) % DIRECTIONS]) for i in range(DIRECTIONS)]
        return hull(np.array(corners)), complex(turns[0])


def _meet(u: complex, s: float, v: complex, t: float) -> complex:
    """The point with Im(u x) = s and Im(v x) = t."""
    rows = np.array([[u.imag, u.real], [v.imag, v.real]])
    x, y = np.linalg.solve(rows, np.array([s, t]))
    return complex(x, y)


def _goes_round(corners: Complex) -> bool:
    """Whether the polygon goes once round 0, anticlockwise: 0 is left of each edge, and one edge passes the axis."""
    points = [(Fraction(float(c.real)), Fraction(float(c.imag))) for c in corners]
    edges = list(zip(points, [*points[1:], points[0]], strict=True))
    left = all(x * v - y * u > 0 for (x, y), (u, v) in edges)
    return left and sum(y < 0 <= v for (_, y), (_, v) in edges) == 1


def _inside(w: acb, side: HalfPlane) -> bool:
    return certainly_less(side.tau, (side.u * w).imag)


def _floats(values: list[acb]) -> Complex:
    return np.array([complex(float(v.real), float(v.imag)) for v in values])


def _exact(x: complex) -> acb:
    return acb(arb(float(x.real)), arb(float(x.imag)))
