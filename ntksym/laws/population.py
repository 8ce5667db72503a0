r"""The population law H and its Stieltjes transform m_H(zeta) = int dH(t)/(t - zeta), for nu = delta_1.

H is the law of a^2 chi + b^2, where, with pi the Marchenko-Pastur law of ratio gamma = gamma_2 (mean 1, support
(1 -+ sqrt gamma)^2, atom (1 - 1/gamma)_+ at 0) and * the classical convolution,

    Law(chi) = (gamma/2) (pi * pi) + (1 - gamma) pi + (gamma/2) delta_0.

For gamma > 1 the negative weight cancels against the atom of pi.  What is left: an atom at b^2, the convolution
square of the continuous part c of pi, and for gamma < 1 a multiple of c itself.

With s = 1 + gamma + 2 sqrt(gamma) cos(theta), q = min(sqrt gamma, 1/sqrt gamma) and big = max(1, gamma),

    dc = (2/pi) sin^2(theta) / (big (1 + 2 q cos(theta) + q^2)) dtheta,
    int dc(s)/(s - u) = -kappa y/(1 + q y),   y + 1/y = 2 v = (u - 1 - gamma)/sqrt(gamma), |y| < 1,

kappa = 1/sqrt(gamma) for gamma <= 1 and gamma^(-3/2) above.  The double integral of pi * pi is then one
integral over theta of the second line at v = W - cos(theta).

SOURCE: derived here (see ntksym.laws.status); restated from Benigni and Paquette 2025 (arXiv 2508.20036), Corollary 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    certainly_equal_to_zero,
    certainly_less,
    certainly_negative,
    certainly_positive,
)
from ntksym.balls.quadrature import integrate_once
from ntksym.balls.values import Value, complex_ball
from ntksym.errors import UndecidedError

EVALUATIONS = 200_000  # of an integrand: near an end of supp H a path needs many short pieces
DETOUR = arb(1) / 2  # how far a path of integration leaves the real line
UP, DOWN = acb(0, 1), acb(0, -1)


@dataclass(frozen=True)
class End:
    """An end of a hole of supp H: infinite, an atom, a square-root edge, or one where H vanishes quadratically.

    At ``soft`` ends (``side`` = 2 or -2 is the value of W) the integral of t^2 (t - zeta)^-2 stays finite.
    """

    at: arb | None
    kind: str
    side: int = 0


@dataclass(frozen=True)
class Hole:
    """An open interval of the real line without mass of H; ``above`` is the mass of H to its right."""

    low: End
    high: End
    above: Fraction


class Population:
    """H in balls, at the precision where it is made.

    Parameters
    ----------
    a_squared, b_squared
        The Hermite data; one of them may be an exact 0.
    gamma
        gamma_2 > 0.

    Examples
    --------
    >>> H = Population(arb(1), arb(0), Fraction(4))
    >>> H.atom, [(hole.low.kind, hole.high.kind) for hole in H.holes()]
    (Fraction(7, 8), [('infinite', 'atom'), ('atom', 'soft'), ('soft', 'infinite')])
    """

    def __init__(self, a_squared: arb, b_squared: arb, gamma: Fraction) -> None:
        self.a2, self.b2, self.gamma = a_squared, b_squared, gamma
        self.point_mass = certainly_equal_to_zero(a_squared)
        big = max(Fraction(1), gamma)
        self.root = ball(gamma).sqrt()
        self.q = 1 / self.root if gamma > 1 else self.root
        self.kappa = 1 / (self.root * ball(big))
        self.double = ball(gamma / 2 / big)
        self.single = max(Fraction(0), 1 - gamma)
        self.atom = Fraction(1) if self.point_mass else gamma / 2 if gamma <= 1 else 1 - 1 / (2 * gamma)
        self.mass_at_zero = self.atom if certainly_equal_to_zero(b_squared) else Fraction(0)

    def holes(self) -> list[Hole]:
        """The components of the complement of supp H, from the left."""
        atom = End(self.b2, "atom")
        below, beyond = End(None, "infinite"), End(None, "infinite")
        if self.point_mass:
            return [Hole(below, atom, Fraction(1)), Hole(atom, beyond, Fraction(0))]
        least, most = ((1 - self.root) * (1 - self.root), (1 + self.root) * (1 + self.root))
        soft_low, soft_high = End(self._at(2 * least), "soft", -2), End(self._at(2 * most), "soft", 2)
        found = [Hole(below, atom, Fraction(1))]
        rest = 1 - self.atom
        if self.gamma > 1:
            found.append(Hole(atom, soft_low, rest))
        elif self.gamma < 1:
            found.append(Hole(atom, End(self._at(least), "hard"), rest))
            if certainly_less(most, 2 * least):
                found.append(Hole(End(self._at(most), "hard"), soft_low, self.gamma / 2))
            elif not certainly_less(2 * least, most):
                raise UndecidedError(f"gamma_2={self.gamma}: a hole of H could not be decided")
        return [*found, Hole(soft_high, beyond, Fraction(0))]

    def _at(self, s: arb) -> arb:
        return self.b2 + self.a2 * s

    def transform(self, zeta: acb, orders: int = 2) -> list[acb]:
        """m_H and its derivative at a complex ball off the support of H (``orders`` = 1: only m_H)."""
        gap = self.b2 - zeta
        found, power = [], ball(self.atom) / gap
        for j in range(orders):
            found.append(power)
            power = power * (j + 1) / gap
        if self.point_mass:
            return found
        w = -gap / self.a2
        scale = 2 * self.root
        least, most = (1 - self.root) * (1 - self.root), (1 + self.root) * (1 + self.root)
        outer = -self.kappa / self.a2
        for j in range(orders):
            folded = self._folded((w - 2 * most) / scale, (w - 2 * least) / scale, j)
            found[j] = found[j] + outer * self.double * folded
            if self.single:
                y_part = _cauchy((w - most) / scale, (w - least) / scale, self.q, j, False)
                found[j] = found[j] + outer * ball(self.single) * y_part
            outer = outer / (self.a2 * scale)
        return found

    def transform_at(self, end: End) -> list[arb]:
        """m_H and m_H' at a soft end, where both are finite."""
        assert end.at is not None and end.side
        gap = self.b2 - end.at
        found = [ball(self.atom) / gap, ball(self.atom) / (gap * gap)]
        outer = -self.kappa / self.a2
        scale = 2 * self.root
        v = acb(((end.at - self.b2) / self.a2 - 1 - ball(self.gamma)) / scale)
        for j in range(2):
            found[j] = found[j] + outer * self.double * self._soft(end.side, j)
            if self.single:
                found[j] = found[j] + outer * ball(self.single) * _cauchy(v - 1, v + 1, self.q, j, False).real
            outer = outer / (self.a2 * scale)
        return found

    def _weight(self, cosine: acb, square: acb) -> acb:
        """``square`` (2/pi)/(1 + 2 q cos + q^2), where square = sin^2 times a factor."""
        return square * 2 / (arb.pi() * (1 + self.q * self.q + 2 * self.q * cosine))

    def _folded(self, below: acb, above: acb, order: int) -> acb:
        """The integral over theta of weight times the derivative of G at W - cos(theta), with W - 2 and W + 2.

        For small Im W > 0 the path goes through the upper half-plane, where Im cos(theta) < 0: v = W - cos(theta)
        keeps away from the cut.  The weight's pole is at pi + i log(1/q), beside the path.
        """
        at_one, pi, constant, slope = self.gamma == 1, arb.pi(), 1 + self.q * self.q, 2 * self.q

        def f(theta: acb, analytic: bool) -> acb:
            half_sine, half_cosine = (theta / 2).sin_cos()
            rise, fall = 2 * half_sine * half_sine, 2 * half_cosine * half_cosine  # 1 -+ cos(theta)
            weight = rise / pi if at_one else rise * fall * 2 / (pi * (constant + slope * (fall - 1)))
            return weight * _cauchy(below + rise, above - fall, self.q, order, analytic, upper=upper)

        upper = certainly_positive(below.imag)
        if not upper or not certainly_less(below.imag, DETOUR):
            return _along(f, acb(0), acb(arb.pi()))
        corner = acb(arb.pi() / 2, DETOUR)
        return _along(f, acb(0), corner) + _along(f, corner, acb(arb.pi()))

    def _soft(self, side: int, order: int) -> arb:
        """The same at W = 2 or W = -2, where sqrt(v^2 - 1) has a zero at an end that cancels against sin(theta)."""
        at_one = self.gamma == 1

        def f(theta: Value, analytic: bool) -> Value:
            z = complex_ball(theta)
            cosine = z.cos()
            half = (z / 2).sin() if side > 0 else (z / 2).cos()  # vanishes where |v| = 1
            other = (z / 2).cos() if side > 0 else (z / 2).sin()
            size = 2 - cosine if side > 0 else 2 + cosine
            outer = (1 + size).sqrt(analytic=analytic)
            y = 1 / (size + half * outer * arb(2).sqrt()) * (1 if side > 0 else -1)
            D = 1 + self.q * y
            if order == 0:
                weight = (1 - cosine) / arb.pi() if at_one else self._weight(cosine, 1 - cosine * cosine)
                return weight * y / D
            # sin^2(theta)/sqrt(v^2 - 1) = +- 2 sqrt 2 half other^2/outer
            ratio = arb(8).sqrt() * half * other * other / outer * (1 if side > 0 else -1)
            # at gamma = 1 the denominator 2 (1 + cos(theta)) = 4 other^2 is cancelled by hand
            weight = arb(2).sqrt() * half / (arb.pi() * outer) if at_one else self._weight(cosine, ratio)
            return -weight * y / (D * D)

        return integrate_once(f, Fraction(0), arb.pi()).real


def _along(f: Callable[[acb, bool], acb], start: acb, end: acb) -> acb:
    """The integral of f over a segment."""
    step = end - start

    def g(u: Value, analytic: bool) -> Value:
        return step * f(start + step * complex_ball(u), analytic)

    return integrate_once(g, Fraction(0), Fraction(1), evaluations=EVALUATIONS)


def _cauchy(below: acb, above: acb, q: arb, order: int, analytic: bool, *, upper: bool = False) -> acb:
    """The derivative of order 0 or 1 of G = y/(1 + q y), y + 1/y = 2 v with |y| < 1, off the cut [-1, 1].

    ``below`` = v - 1 and ``above`` = v + 1 come from the caller, who knows them without cancellation.  Above the real
    line (``upper``) the roots have their cuts below: a ball that only grazes [-1, 1] is no obstacle.
    """
    if upper:
        S = (DOWN * below).sqrt(analytic=analytic) * (DOWN * above).sqrt(analytic=analytic) * UP
    elif certainly_negative(above.real + below.real):  # y is odd: the product of the roots has a cut for Re v < 0
        S = -((-above).sqrt(analytic=analytic) * (-below).sqrt(analytic=analytic))
    else:
        S = below.sqrt(analytic=analytic) * above.sqrt(analytic=analytic)
    y = 1 / ((below + above) / 2 + S)
    D = 1 + q * y
    return y / D if order == 0 else -y / (S * D * D)
