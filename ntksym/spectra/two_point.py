r"""The two-point certificate: lambda_min(K) >= c for EVERY data set of a given separation, without tail analysis.

Let K = sum_k N_k a_k P_k on S^(d-1), a_k >= 0, and S the inner products that separation alpha allows: [-cos a, cos a]
(lines, ``projective``) or [-1, cos a] (points, ``one``).  For rational p_k, e_k (k <= D) and b <= 1 put

    Phi = sum_{k<=D} p_k P_k + b K,    H = sum_{k<=D} e_k P_k.

**Theorem.**  If

    (i) p_k <= (1 - b) N_k a_k for k <= D,   (ii) e_k >= 0 for k >= 1,   (iii) H + Phi <= 0 and H - Phi <= 0 on S,

then for every n points with inner products in S (i != j)

    lambda_min(K) >= sum_k p_k + b K(1) - sum_{k>=1} e_k - e_0,          with (n-1)|e_0| for e_0 if e_0 < 0

(then n may be any bound of the number of points, such as that of :mod:`ntksym.spectra.separation`).

The proof is ``derivations/two_point_theorem.py``, printed by ``ntksym constant two-point ... --proof``; an instance
from beginning to end is ``derivations/two_point_example.py``.

So only LOWER bounds of a_k for k <= D are needed, at any depth.  (iii) is proved by
:mod:`ntksym.spectra.two_point_inequality`.

SOURCE: our note on minorants, Theorem 1 (Delsarte's method for remainders).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import arb, ball, lower, precision
from ntksym.errors import UndecidedError
from ntksym.spectra import two_layer
from ntksym.spectra.gauss_legendre import table
from ntksym.spectra.separation import Problem as Problem
from ntksym.spectra.two_point_inequality import BITS, DEEPEST, unproved


@dataclass(frozen=True, slots=True)
class Witness:
    """The rationals p_k, b, e_k of the theorem."""

    problem: Problem
    p: tuple[Fraction, ...]
    b: Fraction
    e: tuple[Fraction, ...]

    @property
    def bound(self) -> Fraction:
        """The constant that the theorem gives, exactly.

        Raises
        ------
        UndecidedError
            If e_0 < 0 and nothing is known about the number of points.
        """
        first = self.e[0]
        if first < 0:
            points = self.problem.points
            if points is None:
                raise UndecidedError("e_0 < 0 needs the number of points")
            first = (points - 1) * -first
        return sum(self.p, Fraction(0)) + self.b * self.problem.at_one - sum(self.e[1:], Fraction(0)) - first


def dimension(d: int, k: int) -> int:
    """N_k, the dimension of the spherical harmonics of degree k in d variables (``harmonics.dimension``).

    Examples
    --------
    >>> [dimension(3, k) for k in range(4)], dimension(2, 5)
    ([1, 3, 5, 7], 2)
    """
    return math.comb(k + d - 1, d - 1) - (math.comb(k + d - 3, d - 1) if k >= 2 else 0)


@lru_cache(maxsize=64)
def _masses(kernel: str, d: int, L: int, D: int, working_bits: int) -> tuple[arb, ...]:
    """Balls around N_k a_k, k <= D."""
    with precision(working_bits):
        if kernel == "ntk" and L >= 3:
            found = table("ntk", [L], [d], range(D + 1), max(20, working_bits // 4))
            values = [found.rows[L, d][k] for k in range(D + 1)]
        else:
            values = two_layer.sequence(kernel, d, max(D, 1))[: D + 1]
        return tuple(dimension(d, k) * value for k, value in enumerate(values))


def masses(problem: Problem, D: int) -> tuple[arb, ...]:
    """N_k a_k for k <= D: the coefficient of P_k in K."""
    return _masses(problem.kernel, problem.d, problem.L, D, BITS)


def violations(witness: Witness, deepest: int = DEEPEST) -> list[float]:
    """Angles near which H +- Phi <= 0 could not be proved (empty: the inequality holds on all of S)."""
    return unproved(witness.problem, witness.p, witness.b, witness.e, deepest)


def coefficients_allowed(witness: Witness) -> bool:
    """(i) p_k <= (1 - b) N_k a_k for k <= D, b <= 1, and (ii) e_k >= 0 for k >= 1: certainly."""
    if witness.b > 1 or any(x < 0 for x in witness.e[1:]) or len(witness.p) != len(witness.e):
        return False
    with precision(BITS):
        limits = masses(witness.problem, len(witness.p) - 1)
        return all(p <= lower(ball(1 - witness.b) * limit) for p, limit in zip(witness.p, limits, strict=True))


def certify(witness: Witness) -> Fraction:
    """The exact bound of a witness, after (i), (ii) and (iii) are proved in balls.

    Raises
    ------
    UndecidedError
        If one of them is not proved; the message says which.
    """
    if not coefficients_allowed(witness):
        raise UndecidedError("two-point witness: a coefficient exceeds (1 - b) N_k a_k, or e_k < 0")
    if bad := violations(witness):
        raise UndecidedError(f"two-point witness: H +- Phi <= 0 is not proved near the angle {bad[0]:.6f}")
    return witness.bound
