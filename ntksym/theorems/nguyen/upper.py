r"""C1 to C4: upper bounds by Rayleigh quotients.  U = f(R), K = D U D with D = diag(|x_i|) (D = I without norms).

(C1) e_i:  lambda_min(K) <= f(1) min |x_i|^2; the paper has the mean of the diagonal.
(C2) two rows: the smaller eigenvalue of their block of K, which is f(1) - |f(t_ij)| for rows of length 1.
(C3, C4) For every matrix Z, Z^T K Z >= lambda_min(K) Z^T Z, whence, with Z = D^-1 W,

    lambda_min(K) <= tr(W^T U W)/tr(W^T D^-2 W)   for every W != 0.                                             (C)

C3: W = I - 11^T/n, the average of the matrix.  C4: the columns of W span the complement of the columns of every R^(k),
k < r, with c_k != 0; these are at most as many, M_r, as the largest even and the largest odd such k have monomials
(lower degrees are contained, as |x| = 1).  On the complement of D times those columns K is the form of
sum_{k>=r} c_k D R^(k) D, whose trace is T_r sum |x_i|^2, and the complement has at least n - M_r dimensions:

    lambda_min(K) <= T_r sum_i |x_i|^2/(n - M_r).                                                               (C4)

*Error of (C)*: U = mid + e, |e_ij| <= eta, so |tr(W^T e W)| <= eta n |W|_F^2; the computed mid W is off by at most
gamma_n |mid||W| and its inner products with W by gamma_n of the sums of moduli (Higham, 3.1), together 3 gamma_n times
sum_j |W_j|^T |mid| |W_j| <= n max |mid_ij| |W|_F^2.  W is chosen by floats: any will do.

SOURCE: Nguyen, Mondelli and Montufar, Theorem 3.2 (upper bound); ntksym's notes, Theorem C, re-derived.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np

from ntksym.balls.arb import fmpz_mat, precision, upper
from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import down, gamma
from ntksym.spectra.singular import Powers
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.upper import block
from ntksym.theorems.nguyen.source import PAPER, order_limit, series
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

LARGEST_N = 1000
STAIRS = 4
BLOCK = 1 << 22
RANK_WORK = 2 * 10**6


def _diagonal(facts: Facts) -> Found:
    least = min(range(facts.n), key=lambda i: facts.data.norms2[i])
    return Found(whole_upper=facts.kernel.at_one * facts.least_norm2, proof={"row": str(least)})


def relative_norms(facts: Facts) -> Floats:
    """Min |x|^2/|x_i|^2 rounded down, in [0, 1]."""
    if not facts.kernel.homogeneity:
        return np.ones(facts.n)
    return np.array([down(facts.least_norm2 / v) for v in facts.data.norms2])


def _pair(facts: Facts) -> Found:
    candidates = {facts.closest_points, lowest_block(facts)}
    bound, (i, j) = min((block(facts, i, j), (i, j)) for i, j in candidates)
    return Found(whole_upper=bound, proof={"rows": f"{i}, {j}"})


def lowest_block(facts: Facts) -> tuple[int, int]:
    """The pair of rows whose block has nearly the lowest eigenvalue, by floats."""
    mid, one = facts.unit_matrix.mid, float(facts.kernel.at_one)
    x = 1 / np.maximum(relative_norms(facts), 1e-100)
    best, where, step = np.inf, (0, 1), max(1, BLOCK // facts.n)
    for first in range(0, facts.n, step):
        rows = slice(first, min(first + step, facts.n))
        c, a = mid[rows] / one, x[rows, None]
        product = a * x
        values = product * (1 - c * c) / (a + x + np.sqrt((a - x) ** 2 + 4 * product * c * c))
        values[np.arange(len(values)), np.arange(rows.start, rows.stop)] = np.inf
        at = int(np.argmin(values))
        if values.flat[at] < best:
            best, where = float(values.flat[at]), (rows.start + at // facts.n, at % facts.n)
    return min(where), max(where)


def _average(facts: Facts) -> Found:
    unit, n, one = facts.unit_matrix, facts.n, facts.kernel.at_one
    error = gamma(n) * n * n * Fraction(float(np.abs(unit.mid).max())) + n * n * Fraction(unit.eta)
    total = sum(map(Fraction, unit.mid.sum(axis=1).tolist()), Fraction(0)) - error - n * one
    inverse = sum(map(Fraction, relative_norms(facts).tolist()), Fraction(0))
    mean = total / (n * (n - 1))
    return Found(
        whole_upper=(one - mean) * n / inverse * facts.least_norm2,
        proof={"average of f(t_ij)": f"{float(mean):.6g}"},
    )


def rank(facts: Facts) -> int:
    """The dimension that the rows span, or d where that would take long to find out."""
    if facts.n * facts.d * min(facts.n, facts.d) > RANK_WORK:
        return min(facts.n, facts.d)
    return int(fmpz_mat([list(row) for row in facts.data.integer_rows]).rank())


def dimensions(facts: Facts) -> dict[int, int]:
    """M_r for every r with M_r < n, the largest r for each M.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.kernels.dot_product import ntk
    >>> points = dataset([[1, 0], [0, 1], [1, 1], [1, 2], [2, 1], [1, 3]])
    >>> dimensions(Facts(points, ntk(2))), dimensions(Facts(points, ntk(3)))  # no odd powers but t at depth 2
    ({0: 0, 1: 1, 2: 3, 4: 5}, {0: 0, 1: 1, 2: 3, 3: 5})
    """
    powers, p = Powers.of(facts.kernel), rank(facts)
    largest, found = [0, 0], {}
    for r in range(order_limit(facts.kernel) + 1):
        if sum(largest) >= facts.n:
            break
        found[sum(largest)] = r
        if r in powers.few or (powers.odd if r % 2 else powers.even):
            largest[r % 2] = comb(p + r - 1, r)
    return {r: size for size, r in found.items()}


def _staircase(facts: Facts) -> Found:
    sizes, tails = dimensions(facts), series(facts.kernel).tails
    total = sum(facts.data.norms2, Fraction(0)) if facts.kernel.homogeneity else Fraction(facts.n)
    with precision(BITS):
        bounds = {r: upper(tails[r].whole) * total / (facts.n - size) for r, size in sizes.items()}
    best = min(bounds, key=lambda r: bounds[r])
    return Found(whole_upper=max(bounds[best], Fraction(0)), proof={"r": str(best), "M": str(sizes[best])})


def rayleigh(facts: Facts, W: Floats) -> Fraction:
    """(C): an upper bound of lambda_min(K) from any float64 matrix W of n rows with entries of modulus at most 2."""
    if not bool(np.all(np.abs(W) <= 2)):
        raise ValueError("the entries of W are at most 2 in modulus: else underflow is not covered")
    unit, (n, m) = facts.unit_matrix, W.shape
    tiny = Fraction(n * (n + m), 2**1000)
    squares: list[Fraction] = [Fraction(v) for v in np.sum(W * W, axis=1).tolist()]
    form = sum(map(Fraction, np.sum(W * (unit.mid @ W), axis=0).tolist()), Fraction(0))
    size = sum(squares) * (1 + gamma(m + 2)) + tiny
    error = 3 * gamma(n) * n * Fraction(float(np.abs(unit.mid).max())) + n * Fraction(unit.eta)
    weights = map(Fraction, relative_norms(facts).tolist())
    weighted = sum((a * b for a, b in zip(weights, squares, strict=True)), Fraction(0)) * (1 - gamma(m + 2)) - tiny
    if weighted <= 0:
        raise NotApplicable("the rows of least norm have no part in the complement")
    bound: Fraction = (form + error * size + tiny) / weighted * facts.least_norm2
    return bound


def _complement(facts: Facts) -> Found:
    stairs = [(r, size) for r, size in dimensions(facts).items() if size > 0][-STAIRS:]
    if not stairs:
        raise NotApplicable(f"n = {facts.n} points are too few for the harmonics in dimension {facts.d}")
    best, at = None, stairs[0]
    for r, size in stairs:
        W = np.linalg.eigh(_polynomial(facts, r))[1][:, : facts.n - size]
        bound = rayleigh(facts, np.ascontiguousarray(W))
        if best is None or bound < best:
            best, at = bound, (r, size)
    return Found(whole_upper=best, proof={"r": str(at[0]), "M": str(at[1])})


def _polynomial(facts: Facts, r: int) -> Floats:
    """Sum_{k<r} c_k R^(k), in floats."""
    p = np.zeros_like(facts.cosines.mid)
    for c in series(facts.kernel).coefficients[r - 1 :: -1] if r else ():
        p = p * facts.cosines.mid + float(c.mid())
    return p


THEOREMS = (
    Theorem(
        name="nguyen-C1",
        source=f"{PAPER}, Theorem 3.2 (upper bound): the least diagonal entry for their mean",
        origin="repaired",
        statement=r"\lambda_{\min}(K) \le f(1) \min_i |x_i|^2",
        hypotheses=(),
        why="A diagonal entry is a Rayleigh quotient.",
        bound=_diagonal,
    ),
    Theorem(
        name="nguyen-C2",
        source=f"{PAPER}, Theorem 3.2 (upper bound), the worst pair; derived in ntksym (C2)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(K) \le \min_{i<j} \lambda_{\min}(K[ij, ij]), \quad "
            r"= f(1) - \max_{i<j} |f(t_{ij})| \text{ for unit rows}"
        ),
        hypotheses=(),
        why="Cauchy's interlacing for two rows and columns.",
        bound=_pair,
        largest=20_000,
    ),
    Theorem(
        name="nguyen-C3",
        source=f"{PAPER}, Theorem 3.2 (upper bound), the average; derived in ntksym (C3)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(K) \le \Bigl(f(1) - \frac{1}{n(n-1)} \sum_{i\ne j} f(t_{ij})\Bigr) "
            r"\frac{n}{\sum_i |x_i|^{-2}}"
        ),
        hypotheses=(),
        why="Rayleigh quotients on the vectors D^-1 w with sum w_i = 0, averaged.",
        bound=_average,
        largest=20_000,
    ),
    Theorem(
        name="nguyen-C4",
        source=f"{PAPER}, Theorem 3.2 (upper bound), the staircase; derived in ntksym (C4)",
        origin="derived",
        statement=r"\lambda_{\min}(K) \le \frac{T_r \sum_i |x_i|^2}{n - M_r}, \quad M_r < n",
        hypotheses=(),
        why="On the complement of the powers below r, M_r dimensions at most, the form is the tail's, with its trace.",
        bound=_staircase,
    ),
    Theorem(
        name="nguyen-C4-data",
        source=f"{PAPER}, Theorem 3.2 (upper bound), the staircase on the data; derived in ntksym (C4)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(K) \le \frac{\operatorname{tr} W^T f(R) W}{\operatorname{tr} W^T D^{-2} W}, "
            r"\quad W \perp R^{\circ k} \ (k < r)"
        ),
        hypotheses=("more points than monomials up to some degree",),
        why="The average Rayleigh quotient on that complement, summed over the data.",
        bound=_complement,
        largest=LARGEST_N,
    ),
)
