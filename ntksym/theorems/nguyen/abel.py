r"""A6 and A7 with verified eigenvalues of Hadamard powers: lambda_min(f(R)) >= sum c_k lambda_k.

lambda_min is superadditive, so lambda_k = lambda_min(R^(k)) give

    lambda_min(f(R)) >= sum_{k<K} c_k lambda_k + T_K lambda_K = sum_{1<=r<=K} (lambda_r - lambda_{r-1}) T_r.      (A6)

Few lambda_r need be computed.  They do not fall in r, and A = aI + A', B = bI + B' with A', B' >= 0 and unit diagonals
of A, B give A o B >= (1 - (1-a)(1-b)) I: the gaps g_k = 1 - lambda_k satisfy

    g_k <= g_i for i <= k,    g_{i+j} <= g_i g_j.                                                               (G)

Powers are added where the bound could gain most, until little is left to gain.

SOURCE: ntksym's notes on Nguyen et al., Theorem A (A5-A7); (G) derived here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, precision
from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import up
from ntksym.kernels.dot_product import DotKernel
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.nguyen.source import PAPER, Mass, floor_of, has_antipodes, order_limit, series
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

LARGEST_N = 1000
LARGEST_COUNT = 24  # eigenvalues that are computed
ENOUGH = 0.02  # of the bound: what may be left to gain


def gap_bounds(floors: Mapping[int, Fraction], count: int, passes: int = 16) -> Floats:
    """Upper bounds of g_0, ..., g_{count-1} from lower bounds of some lambda_r in [0, 1], by (G).

    Each pass over the known r allows each of them as a factor once more.

    Examples
    --------
    >>> gap_bounds({2: Fraction(1, 2)}, 6).tolist()
    [1.0, 1.0, 0.5, 0.5, 0.25000000000000006, 0.25000000000000006]
    """
    known = {r: min(up(1 - floor), 1.0) for r, floor in sorted(floors.items()) if r < count}
    found = np.ones(count)
    for r, gap in known.items():
        found[r:] = np.minimum(found[r:], gap)
    useful = [r for r in known if known[r] < 1]
    for _ in range(passes):
        before = found.copy()
        for r in useful:
            found[r:] = np.minimum(found[r:], np.nextafter(known[r] * found[: count - r], 1))
        if np.array_equal(found, before):
            break
    return np.minimum.accumulate(found)


def ladder(facts: Facts) -> Floats:
    """Gap bounds of the lines' Hadamard powers 0, 1, ..., computed where they matter."""
    lines, count = facts.lines, order_limit(facts.kernel)
    if lines.n == 1:
        return np.zeros(count)
    weights = np.array([float(c.mid()) for c in series(facts.kernel).coefficients[:count]])
    beyond = float(series(facts.kernel).tails[count].whole.mid())
    floors, wanted = {}, 1
    for _ in range(LARGEST_COUNT):
        floors[wanted] = lines.floor(DotKernel("power", wanted))
        gaps = gap_bounds(floors, count, passes=1)
        bound = float(weights @ (1 - gaps)) + beyond * (1 - gaps[-1])
        last = max(floors)
        choices = {2 * last: float(weights[last:] @ gaps[last:]) + beyond * gaps[-1]} if 2 * last < count else {}
        for a, b in zip((0, *sorted(floors)), sorted(floors), strict=False):
            if b - a > 1 and floors[b] > 0:
                middle = (a + b) // 2 if b < 16 else int((a * b) ** 0.5)
                choices[max(middle, a + 1)] = float(weights[a + 1 : b] @ (gaps[a + 1 : b] - gaps[b]))
        if not choices or sum(choices.values()) <= ENOUGH * bound:
            break
        wanted = max(sorted(choices), key=lambda r: choices[r])
    return gap_bounds(floors, count)


def _abel(facts: Facts) -> Found:
    antipodes = has_antipodes(facts)
    gaps, found = facts.once("ladder", lambda: ladder(facts)), series(facts.kernel)
    with precision(BITS):
        parts = [arb(0), arb(0)]
        for k, gap in enumerate(gaps.tolist()):
            if gap < 1:
                parts[k % 2] += found.coefficients[k] * (1 - arb(gap))
        rest, last = found.tails[len(gaps)], 1 - arb(float(gaps[-1]))
        bound = floor_of(Mass(parts[0] + rest.even * last, parts[1] + rest.odd * last), antipodes)
    return Found(lower=_positive(facts, bound))


def _single(facts: Facts) -> Found:
    antipodes = has_antipodes(facts)
    gaps, tails = facts.once("ladder", lambda: ladder(facts)), series(facts.kernel).tails
    with precision(BITS):
        best, order = Fraction(0), 0
        for r in np.flatnonzero(np.diff(gaps, prepend=1.0) < 0).tolist():  # T_r falls, so r is best where the gap does
            share = 1 - arb(float(gaps[r]))
            value = floor_of(Mass(tails[r].even * share, tails[r].odd * share), antipodes)
            if value > best:
                best, order = value, r
    return Found(lower=_positive(facts, best), proof={"r": str(order)})


def _positive(facts: Facts, bound: Fraction) -> Fraction:
    if bound <= 0:
        why = (
            "there are antipodal rows and too few powers of one parity" if facts.parallel else "close or dependent rows"
        )
        raise NotApplicable(f"no power of R up to {order_limit(facts.kernel)} certainly helps: {why}")
    return bound


THEOREMS = (
    Theorem(
        name="nguyen-A7",
        source=f"{PAPER}, Theorem 3.2 by its own route without Gershgorin, derived in ntksym (A7)",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge T_r\, \lambda_{\min}(R^{\circ r}), \quad T_r = \sum_{k\ge r} c_k",
        hypotheses=("some Hadamard power of R is certainly positive definite", "no two rows have one direction"),
        why="Drop all powers below r; lambda_min(R^(k)) does not fall in k (Schur's inequality).",
        bound=_single,
        largest=LARGEST_N,
    ),
    Theorem(
        name="nguyen-A6",
        source=f"{PAPER}, Theorem 3.2 by its own route, every power counted; derived in ntksym (A6)",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge \sum_k c_k \lambda_{\min}(R^{\circ k})",
        hypotheses=("some Hadamard power of R is certainly positive definite", "no two rows have one direction"),
        why="lambda_min is superadditive; gaps 1 - lambda_min of Schur products multiply, so few powers are computed.",
        bound=_abel,
        largest=LARGEST_N,
    ),
)
