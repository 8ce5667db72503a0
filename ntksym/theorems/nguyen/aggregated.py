r"""A9: the powers below r dropped at once, then Gershgorin's circles once, with signs and with weights.

U - sum_{k<r} c_k R^(k) = f_r(R) is positive semidefinite and has the diagonal T_r, so for every v > 0

    lambda_min(f(R)) >= T_r - max_i sum_{j != i} |f_r(t_ij)| v_j/v_i,                                            (A9)

Gershgorin's theorem for diag(v)^-1 f_r(R) diag(v); v = (1, ..., 1) is the plain form (karhadkar-B2), and the best v,
the Perron vector of the moduli, lowers the maximum to their spectral radius.  r and v are chosen by floats: any do.

*Error.* Let x be the computed cosine, cut to [-1, 1]: |x - t_ij| <= e.  Horner's rule in float64 (u = 2^-53) for
p(x) = sum_{k<r} c_k x^k errs by at most gamma_{2r} sum c_k |x|^k <= gamma_{2r} f(1), the rounded coefficients by
u f(1) and their balls' radii, x by e p'(1); then U_ij - p, at most 3 f(1) in modulus, is off by U_ij's error and
u 3 f(1).  With gamma_{2r+8} >= gamma_{2r} + 4u all are below ``error``; 2^-1000 covers underflow.

SOURCE: ntksym's notes on Nguyen et al., Theorem A (A9); the weights: Varga, Gershgorin and His Circles, 1.2.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, lower, precision, upper
from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import gamma, up
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.powers import orders, row_tails, tails_at_one
from ntksym.theorems.nguyen.source import PAPER, one_direction, series
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

BLOCK = 1 << 16  # entries at a time: the polynomial stays in the cache
LARGEST_WORK = 2 * 10**10
STEPS = 40


def tail_moduli(facts: Facts, r: int) -> tuple[Floats, float]:
    """(m, error) with | |f_r(t_ij)| - m_ij | <= error for i != j, and m_ii = 0."""
    cosines, unit, kernel = facts.cosines, facts.unit_matrix, facts.kernel
    with precision(BITS):
        balls = series(kernel).coefficients[:r]
        slope = upper(sum((k * c for k, c in enumerate(balls)), arb(0)))
        loose = upper(sum((c.rad() for c in balls), arb(0)))
    values = [float(c.mid()) for c in balls][::-1]
    error = Fraction(unit.eta) + Fraction(cosines.eta) * slope + gamma(2 * r + 8) * kernel.at_one + loose
    moduli, n = np.empty((facts.n, facts.n)), facts.n
    step = max(1, BLOCK // n)
    for first in range(0, n, step):
        rows = slice(first, min(first + step, n))
        x = np.clip(cosines.mid[rows], -1, 1)
        p = np.zeros_like(x)
        for c in values:
            p *= x
            p += c
        np.abs(unit.mid[rows] - p, out=moduli[rows])
    np.fill_diagonal(moduli, 0)
    return moduli, up(error + Fraction(1, 2**1000))


def weighted_row_sum(moduli: Floats, error: float, v: Floats) -> float:
    """An upper bound of max_i sum_{j != i} (m_ij + error) v_j/v_i, v > 0.

    A product and a sum of n non-negative float64 are computed up to a factor 1 - (n + 1) u, and n underflows.

    Examples
    --------
    >>> round(weighted_row_sum(np.array([[0, 1.0], [1.0, 0]]), 0.0, np.array([1.0, 2.0])), 6)
    2.0
    """
    n = len(v)
    grow = 1 + (n + 16) * 2.0**-52
    total = (moduli @ v) * grow + error * (float(v.sum()) * grow) + 2.0**-1000
    return float(np.nextafter(np.nextafter(total * (1 + 2.0**-50), np.inf) / v, np.inf).max())


def perron(moduli: Floats) -> Floats:
    """A positive vector near the Perron vector of a non-negative symmetric matrix."""
    v = best = np.ones(len(moduli))
    least = np.inf
    for _ in range(STEPS):
        product = moduli @ v
        largest = float((product / v).max())
        if largest < least:
            best, least = v, largest
        if not largest > 0 or largest < float((product / v).min()) * 1.001:
            break
        v = product + 0.3 * largest * v  # the shift keeps -spectral radius from answering
        v = np.maximum(v / v.max(), 1e-9)
    return best


def _bound(facts: Facts, r: int) -> Fraction:
    moduli, error = tail_moduli(facts, r)
    with precision(BITS):
        tail = lower(series(facts.kernel).tails[r].whole)
    plain, best = np.ones(facts.n), perron(moduli)
    return tail - Fraction(min(weighted_row_sum(moduli, error, v) for v in (plain, best)))


def _aggregated(facts: Facts) -> Found:
    one_direction(facts)
    kernel = facts.kernel
    tried = [r for r in orders(kernel) if r * facts.n**2 <= LARGEST_WORK]
    plain = np.array([float(top) for top in tails_at_one(kernel)]) - row_tails(kernel, *facts.signed_rows)
    at = int(np.argmax(plain[: len(tried)]))
    best, order = _bound(facts, tried[at]), tried[at]
    for r in tried[at - 1 :: -1] if at else ():
        found = _bound(facts, r)
        if found <= best:
            break
        best, order = found, r
    if best <= 0:
        raise NotApplicable(f"the moduli of f_r's entries outweigh T_r for every r <= {tried[-1]} that was tried")
    return Found(lower=best, proof={"r": str(order), "weights": "the Perron vector of the moduli, or 1"})


THEOREMS = (
    Theorem(
        name="nguyen-A9",
        source=f"{PAPER}, Theorem 3.2 by its own route, all powers at once; derived in ntksym (A9)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(f(R)) \ge T_r - \max_i \sum_{j\ne i} |f_r(t_{ij})| \tfrac{v_j}{v_i}, "
            r"\ f_r(t) = \sum_{k\ge r} c_k t^k, \ v > 0"
        ),
        hypotheses=("weighted row sums of |f_r| stay below T_r for some r", "no two rows have one direction"),
        why="Drop the powers below r, each positive semidefinite (Schur); Gershgorin with weights for the rest.",
        bound=_aggregated,
        largest=10_000,
    ),
)
