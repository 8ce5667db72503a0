r"""Lemma P: how many of n lines, alpha apart, can lie within an angle s of one of them; sums over such lines.

Let q(s) be the share of the projective space within the angle s of a line: twice the cap's measure, 1 from pi/2 on.
The balls of radius alpha/2 about the lines within s of x_i, x_i's own among them, are disjoint and lie in the ball of
radius s + alpha/2 about x_i.  So without x_i there are at most

    A(s) = min(n - 1, floor(q(s + alpha/2)/q(alpha/2)) - 1),

and for phi >= 0 that falls on [alpha, pi/2] and alpha = s_0 < ... < s_G = pi/2, by Abel summation,

    sum_{j != i} phi(theta_ij) <= sum_{l <= G-2} A(s_{l+1}) (phi(s_l) - phi(s_{l+1})) + A(s_G) phi(s_{G-1}).      (P)

SOURCE: derived in ntksym's notes on Karhadkar et al., (3.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import arb, ball, lower, precision, upper
from ntksym.theorems.facts import BITS
from ntksym.theorems.karhadkar.source import rounded_down
from ntksym.theorems.sphere import QUARTER_TURN, share

STEPS = 256


@dataclass(frozen=True, slots=True)
class Packing:
    """Lines that are ``alpha`` apart.

    Parameters
    ----------
    angles
        s_0 = alpha < ... < s_{G-1}; the last one, s_G = pi/2, is not listed.
    counts
        A(s_1), ..., A(s_G).
    """

    angles: tuple[Fraction, ...]
    counts: tuple[int, ...]

    def bound(self, values: Sequence[arb]) -> arb:
        """The right side of (P) from phi(s_0), ..., phi(s_{G-1})."""
        total = arb(self.counts[-1]) * values[-1]
        for count, here, there in zip(self.counts, values, values[1:], strict=False):
            total += count * (here - there)
        return total


@lru_cache(maxsize=16)
def packing(n: int, d: int, alpha: Fraction) -> Packing:
    """Lemma P's counts for n lines of R^d that are at least alpha apart, 0 < alpha < pi/2.

    Examples
    --------
    >>> packing(10**6, 2, Fraction(157, 1000)).counts[-1]  # a twentieth of a half turn: 20 lines at most
    19
    """
    with precision(BITS + 2 * d):
        # (pi/2)/alpha = e^(steps): angles in geometric progression, rounded down to short fractions
        ratio = (QUARTER_TURN.ball / ball(alpha)).log() / STEPS
        angles = [alpha]
        for step in range(1, STEPS):
            angle = rounded_down(lower((ratio * step).exp() * ball(alpha)), 60)
            if angle > angles[-1]:
                angles.append(angle)
        single = share(d, alpha / 2)
        counts = [min(n - 1, int(upper(share(d, s + alpha / 2) / single)) - 1) for s in angles[1:]]
        counts.append(min(n - 1, int(upper(1 / single)) - 1))
    return Packing(tuple(angles), tuple(counts))
