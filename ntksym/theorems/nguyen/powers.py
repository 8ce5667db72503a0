r"""A8 in A7: one Hadamard power and Gershgorin's circles; and the paper's own inequality, with its constants.

R^(k+1) = R^(k) o R with unit diagonals, so lambda_min(R^(k)) does not fall in k (Schur's inequality), and

    lambda_min(f(R)) >= sum_{k >= r} c_k lambda_min(R^(k)) >= T_r lambda_min(R^(r)),                             (A7)
    lambda_min(R^(r)) >= 1 - max_i sum_{j != i} |t_ij|^r >= 1 - (n-1) max |t_ij|^r.                              (A8)

The paper keeps one Hermite coefficient of one layer: with mu_r^2 = [t^r] kappa_1/2, r even, in its scale of the norms,

    lambda_min(K) >= mu_r^2 (min |x_i|^(2r) - (n-1) max |<x_i, x_j>|^r)/max |x_i|^(2(r-1)).                      (36)

SOURCE: Nguyen, Mondelli and Montufar, Theorem 3.2 and its proof, (36); ntksym's notes, Theorem A.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np

from ntksym.balls.arb import arb, ball, lower, power, precision
from ntksym.balls.matrices import Floats
from ntksym.kernels.dot_product import HALF, DotKernel
from ntksym.kernels.gram import gram
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.nguyen.source import PAPER, Mass, floor_of, has_antipodes, orders, series
from ntksym.theorems.rows import powers
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

LARGEST_PAPER_ORDER = 64


def row_sums(facts: Facts, exponents: tuple[int, ...]) -> Floats:
    """Upper bounds of max_i sum_{j != i} |t_ij|^r over the data's lines, one for each exponent."""
    nodes = facts.lines.rows.nodes
    return facts.lines.rows.largest(powers(nodes, max(exponents))[:, list(exponents)])


def scaled(mass: Mass, share: Fraction) -> Mass:
    """A part of a mass."""
    return Mass(mass.even * ball(share), mass.odd * ball(share))


def _rows(facts: Facts) -> Found:
    antipodes = has_antipodes(facts)
    tried = orders(facts.kernel)
    sums = dict(zip(tried, row_sums(facts, tried).tolist(), strict=True))
    return _best(facts, antipodes, {r: 1 - Fraction(s) for r, s in sums.items()}, "a row sum of |cosine|^r")


def _sup(facts: Facts) -> Found:
    antipodes, lines = has_antipodes(facts), facts.lines
    rho = lines.rho.hi if lines.n > 1 else Fraction(0)
    with precision(BITS):
        floors = {r: lower(1 - (lines.n - 1) * power(ball(rho), r)) for r in orders(facts.kernel)}
    return _best(facts, antipodes, floors, "(n-1) max |cosine|^r")


def _best(facts: Facts, antipodes: bool, floors: dict[int, Fraction], what: str) -> Found:
    """A7 from lower bounds of lambda_min(R'^(r))."""
    tails, best, order = series(facts.kernel).tails, Fraction(0), 0
    with precision(BITS):
        for r, floor in floors.items():
            value = floor_of(scaled(tails[r], floor), antipodes) if floor > 0 else Fraction(0)
            if value > best:
                best, order = value, r
    if not order:
        closest = f"{what} is at least 1 for every r <= {max(floors)}" if max(floors.values()) <= 0 else "T_r = 0"
        raise NotApplicable(closest if not antipodes else f"{closest}; there are antipodal rows")
    return Found(lower=best, proof={"r": str(order)})


def half_coefficient(r: int) -> arb:
    """mu_r^2 = [t^r] kappa_1/2 for even r >= 2, the squared Hermite coefficient of the ReLU.

    Examples
    --------
    >>> print((4 * arb.pi() * half_coefficient(2)).str(5, radius=False))
    1.0000
    """
    j = r // 2
    return ball(Fraction(comb(2 * j, j), 2 * 4**j * (2 * j - 1) ** 2)) / arb.pi()


def _paper(facts: Facts) -> Found:
    kernel = facts.kernel
    if kernel.family != "ntk" or kernel.delta != HALF or kernel.L < 2:
        raise NotApplicable("stated for the ReLU NTK Theta_L, L >= 2")
    least, largest, inner = facts.least_norm2, facts.largest_norm2, largest_inner_product(facts)
    best, order = Fraction(0), 0
    with precision(BITS):
        for r in range(2, LARGEST_PAPER_ORDER + 1, 2):
            share = (least / largest) ** (r - 1) - (facts.n - 1) * (inner / largest) ** (r - 1) * inner / least
            value = lower(half_coefficient(r) * ball(share))
            if value > best:
                best, order = value, r
    if not order:
        raise NotApplicable(
            f"(n-1) max |<x_i, x_j>|^r >= min |x_i|^(2r) for every even r <= {LARGEST_PAPER_ORDER}: "
            f"max |<x_i, x_j>|/min |x_i|^2 = {float(inner / least):.6g}"
        )
    return Found(lower=kernel.scale * best, proof={"r": str(order)})


def largest_inner_product(facts: Facts) -> Fraction:
    """An upper bound of max |<x_i, x_j>| over the pairs of rows."""
    products = gram(facts.data, DotKernel("sigma", 0))
    size = np.nextafter(np.abs(products.mid), np.inf)
    np.fill_diagonal(size, 0)
    error = Fraction(products.eta) * Fraction(float(products.scale.max())) ** 2
    return Fraction(float(size.max())) + error


THEOREMS = (
    Theorem(
        name="nguyen-3.2",
        source=f"{PAPER}, Theorem 3.2: the inequality (36) of its proof, before its constants are hidden",
        origin="paper",
        statement=(
            r"\lambda_{\min}(K^{(L)}) \ge \mu_r(\sigma)^2 \frac{\min_i |x_i|^{2r} - (n-1) "
            r"\max_{i\ne j} |\langle x_i, x_j\rangle|^r}{\max_i |x_i|^{2(r-1)}}, \quad r \text{ even}"
        ),
        hypotheses=("Theta_L of the ReLU, L >= 2", "(n-1) max |<x_i, x_j>|^r < min |x_i|^(2r) for some even r"),
        why="One layer, one Hermite coefficient, Gershgorin's circles for the r-fold Khatri-Rao power of the data.",
        bound=_paper,
    ),
    Theorem(
        name="nguyen-A8-sup",
        source=f"{PAPER}, Theorem 3.2 by its own route, constants derived in ntksym (A7, A8)",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge T_r (1 - (n-1) \max_{i\ne j} |t_{ij}|^r), \ T_r = \sum_{k\ge r} c_k",
        hypotheses=("(n-1) max |cosine|^r < 1 for some r", "no two rows have one direction"),
        why="All powers from r on instead of one; Gershgorin's circles for R^(r).",
        bound=_sup,
    ),
    Theorem(
        name="nguyen-A8",
        source=f"{PAPER}, Theorem 3.2 by its own route, constants derived in ntksym (A7, A8)",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge T_r (1 - \max_i \sum_{j\ne i} |t_{ij}|^r), \ T_r = \sum_{k\ge r} c_k",
        hypotheses=("some r has all row sums of |cosine|^r below 1", "no two rows have one direction"),
        why="Drop all powers below r, use R^(k) >= R^(r) for k >= r (Schur), Gershgorin's circles for R^(r).",
        bound=_rows,
    ),
)
