"""The smallest eigenvalue to sixty digits, by another route than the package's: LDL^T and inverse iteration in balls.

If K - s I = L D L^T with all pivots certainly positive then lambda_min > s; a Rayleigh quotient is never below it.
"""

from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, ball, certainly_positive, is_finite, lower, precision, upper
from ntksym.data import Dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.spectra.congruence import Ends

DIGITS = 60
BITS = (500, 1500, 5000, 15000)
SINGULAR = Fraction(1, 10**120)  # of the largest diagonal entry: what cannot be told from 0


def factor(rows: list[list[arb]], shift: arb) -> tuple[list[list[arb]], list[arb]] | None:
    """L and D of K - shift I, or None where a pivot is not certainly positive."""
    n = len(rows)
    L, D = [[arb(0)] * n for _ in range(n)], []
    for j in range(n):
        pivot = rows[j][j] - shift - sum((L[j][k] * L[j][k] * D[k] for k in range(j)), arb(0))
        if not (is_finite(pivot) and certainly_positive(pivot)):
            return None
        D.append(pivot)
        for i in range(j + 1, n):
            L[i][j] = (rows[i][j] - sum((L[i][k] * L[j][k] * D[k] for k in range(j)), arb(0))) / pivot
    return L, D


def solve(found: tuple[list[list[arb]], list[arb]], b: list[arb]) -> list[arb]:
    """A vector near the solution of L D L^T x = b: midpoints, a guess."""
    (L, D), x = found, list(b)
    for i in range(len(x)):
        x[i] = (x[i] - sum((L[i][k] * x[k] for k in range(i)), arb(0))).mid()
    x = [(v / d).mid() for v, d in zip(x, D, strict=True)]
    for i in reversed(range(len(x))):
        x[i] = (x[i] - sum((L[k][i] * x[k] for k in range(i + 1, len(x))), arb(0))).mid()
    size = sum((v * v for v in x), arb(0)).sqrt()
    return [(v / size).mid() for v in x]


def quotient(rows: list[list[arb]], x: list[arb]) -> arb:
    """The Rayleigh quotient."""
    form = sum(
        (v * sum((a * w for a, w in zip(row, x, strict=True)), arb(0)) for row, v in zip(rows, x, strict=True)), arb(0)
    )
    return form / sum((v * v for v in x), arb(0))


def _enclose(rows: list[list[arb]]) -> Ends | None:
    """Both ends at the working precision, 60 digits apart; None if K - s I could not be told from a singular one."""
    found = factor(rows, arb(0))
    if found is None:
        return None
    x = [arb(float(v)) for v in np.random.default_rng(0).normal(size=len(rows))]
    for _ in range(100):
        x = solve(found, x)
        best = quotient(rows, x)
        if not is_finite(best):
            return None
        for digits in range(DIGITS, 0, -1):  # the closest shift below the quotient that holds
            shift = upper(best) * (1 - Fraction(1, 10**digits))
            closer = factor(rows, ball(shift))
            if closer is not None:
                break
        if closer is not None:
            if digits == DIGITS:
                return Ends(shift, upper(best))
            found = closer
    return None


def reference(data: Dataset, kernel: DotKernel) -> Ends:
    """Enclose lambda_min(K): sixty digits, or 0 <= lambda_min <= 10^-120 max K_ii where it cannot be told from 0."""
    order = sorted(range(data.n), key=lambda i: -data.norms2[i])
    for bits in BITS:
        with precision(bits):
            table = ball_gram(data, kernel).table()
            rows = [[table[i][j] for j in order] for i in order]
            if not all(is_finite(v) for row in rows for v in row):
                continue
            found = _enclose(rows)
            if found is not None:
                return found
            largest = max(upper(row[i]) for i, row in enumerate(rows))
            x = _null_vector(rows, largest)
            if x is not None:
                return Ends(Fraction(0), max(upper(quotient(rows, x)), Fraction(0)))
    raise AssertionError(f"no reference for {data.points.tolist()}, {kernel}")


def _null_vector(rows: list[list[arb]], largest: Fraction) -> list[arb] | None:
    """A vector with a quotient below 10^-120 of the largest entry, relative to the least diagonal entry."""
    least = min(lower(row[i]) for i, row in enumerate(rows))
    found = factor(rows, ball(-least * SINGULAR / 10**20))
    if found is None:
        return None
    x = [arb(float(v)) for v in np.random.default_rng(0).normal(size=len(rows))]
    for _ in range(3):
        x = solve(found, x)
    value = quotient(rows, x)
    return x if is_finite(value) and upper(value) <= least * SINGULAR else None
