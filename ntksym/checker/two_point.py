"""The two-point certificate: a lower bound of lambda_min for every data set of a given separation.

With N_k a_k the coefficients of K in P_k, Phi = sum_{k<=D} p_k P_k + b K and H = sum_{k<=D} e_k P_k, if

    (i) p_k <= (1-b) N_k a_k and b <= 1,   (ii) e_k >= 0 for k >= 1,   (iii) H + Phi <= 0 and H - Phi <= 0

at all allowed inner products, then lambda_min >= sum p_k + b K(1) - sum_{k>=1} e_k - e_0, where e_0 < 0 counts
(n-1)|e_0|: K - Phi is positive semidefinite, so z'Kz >= Phi(1)|z|^2 + sum_{i!=j} |z_i z_j| H(t_ij), and the last
sum is at least e (sum |z_i|)^2 - H(1)|z|^2 with e = min(e_0, 0), because H - e is positive semidefinite.

There n may be any bound of the number of points.  On a circle the gaps between n lines (points) add up to pi (2 pi).
In R^d, |x_i . x_j| <= c gives n^2/d <= sum_ij (x_i . x_j)^2 <= n + n(n-1) c^2: the matrix has trace n and rank <= d.

Where at most three lines fit, the witness may be the bound alone: `few_lines.py` covers all sets of them.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from .exact import funk_hecke, harmonics_dimension
from .few_lines import require as require_few_lines
from .intervals import Interval, pi, sin_cos
from .limits import InvalidError, UndecidedError, tick
from .quadrature import eigenvalues
from .reader import fields, number, shown
from .two_point_inequality import BITS, GUARD, Inequality

MAX_TERMS = 2_000
MAX_CELLS = 400_000
DEEPEST = 48


def read_witness(row: object) -> tuple[list[Fraction], Fraction, list[Fraction]]:
    """Return p, b, e."""
    tree = fields(row, "a witness entry", ("p", "b", "e"))
    p, e = tree["p"], tree["e"]
    if not isinstance(p, list) or not isinstance(e, list) or len(p) != len(e) or not 1 <= len(p) <= MAX_TERMS:
        raise InvalidError(f"p and e are not two lists of the same length, 1 to {MAX_TERMS}: {shown(p)}")
    return [number(x, "p") for x in p], number(tree["b"], "b"), [number(x, "e") for x in e]


def _coefficients_allowed(q: dict[str, Any], p: list[Fraction], b: Fraction, e: list[Fraction]) -> bool:
    """(i) and (ii); None of them is ever taken from the file."""
    if b > 1 or any(x < 0 for x in e[1:]):
        return False
    d, degree = q["d"], len(p) - 1
    deep = q["kernel"] == "ntk" and q["L"] >= 3
    values = eigenvalues("ntk", d, q["L"], degree, BITS + GUARD) if deep else None
    for k, x in enumerate(p):
        if values is not None:
            low = values[k].lower()
        else:
            term = funk_hecke(q["kernel"], d, k, q.get("L"))
            if term is None:
                raise UndecidedError("no closed form of the eigenvalue")
            low = term.interval(BITS + GUARD).lower()
        if x > (1 - b) * harmonics_dimension(d, k) * low:
            return False
    return True


def most_points(q: dict[str, Any]) -> int:
    """Return a number of points that is never exceeded, 0 where none is known; the given n counts too."""
    d, (size, times_pi), lines = q["d"], q["angle"], q["sided"] == "projective"
    angle = pi(BITS).times(size) if times_pi else Interval.of(size, BITS)
    fit = 0
    if d == 2:
        turns = (1 if lines else 2) / size
        fit = floor(turns if times_pi else turns * pi(BITS).upper())
    elif lines:
        cosine = sin_cos(angle)[1]
        square = cosine.square().upper()
        if square * d < 1:
            fit = floor((1 - square) / (Fraction(1, d) - square))
    return min(n for n in (fit, q["n"]) if n) if fit or q["n"] else 0


def two_point(q: dict[str, Any], row: object) -> Fraction:
    """Return the bound that a witness proves, after all its hypotheses are recomputed."""
    if isinstance(row, dict) and "bound" in row:
        bound = number(fields(row, "a witness entry", ("bound",))["bound"], "bound")
        require_few_lines(q, most_points(q), bound)
        return bound
    p, b, e = read_witness(row)
    if not _coefficients_allowed(q, p, b, e):
        raise InvalidError("a coefficient p_k exceeds (1 - b) N_k a_k, or b > 1, or e_k < 0")
    points = most_points(q)
    if e[0] < 0 and points == 0:
        raise InvalidError("e_0 < 0 needs the number of points n")
    inequality, count = Inequality(q, p, b, e), 0
    start = max(16, len(p))
    stack = [(index, start) for index in range(start)] if b or any(p) or any(e) else []  # Phi = H = 0: nothing to prove
    while stack:
        index, size = stack.pop()
        tick()
        count += 1
        if inequality.holds_on(index, size):
            continue
        if count > MAX_CELLS or size >= start << DEEPEST:
            raise UndecidedError("H + Phi <= 0 and H - Phi <= 0 are not decided on every cell")
        stack += [(2 * index, 2 * size), (2 * index + 1, 2 * size)]
    at_one = q["L"] if q["kernel"] == "ntk" else 1
    first = e[0] if e[0] >= 0 else (points - 1) * -e[0]
    return sum(p, Fraction(0)) + b * at_one - sum(e[1:], Fraction(0)) - first
