r"""Nguyen, Mondelli and Montufar (arXiv 2012.11654v5): the power-series route, with explicit constants.

With T_{L,r} = L - sum_{k<r} c_{L,k} the exact tail of Theta_L's power series and R the matrix of cosines.
"""

from __future__ import annotations

from fractions import Fraction

from ntksym.kernels.power_series import tail
from ntksym.theorems.facts import Facts, upwards
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

PAPER = "Nguyen, Mondelli and Montufar, arXiv 2012.11654v5"


def _diagonal(facts: Facts) -> Found:
    """C1: a diagonal entry bounds the smallest eigenvalue."""
    return Found(upper=facts.kernel.at_one)


def _need_relu_ntk(facts: Facts) -> int:
    if facts.kernel.family != "ntk" or facts.kernel.delta != Fraction(1, 2):
        raise NotApplicable("stated for the ReLU NTK Theta_L")
    return facts.kernel.L


def _power_gershgorin(facts: Facts) -> Found:
    """A8 in A7: T_{L,r} (1 - max_i sum_j |rho_ij|^r), the best r up to 64."""
    L, best, order = _need_relu_ntk(facts), Fraction(0), 0
    powers = facts.modulus.copy()
    slack = 1 + 2.0**-40  # covers r - 1 roundings of a power and n of a row sum, n <= 2^10, r <= 2^8
    for r in range(1, 65):
        if r > 1:
            powers *= facts.modulus
        row = Fraction(upwards(Fraction(float(powers.sum(axis=1).max())))) * Fraction(slack)
        value = tail(L, r).lo * (1 - row)
        if value > best:
            best, order = value, r
    if not order:
        raise NotApplicable("a row sum of |cosine|^r exceeds 1 for every r <= 64")
    return Found(lower=facts.kernel.scale * best, proof={"r": str(order)})


THEOREMS = (
    Theorem(
        name="nguyen-C1",
        source=f"{PAPER}, Theorem 3.2 (upper bound)",
        origin="repaired",
        statement=r"\lambda_{\min}(K^{(L)}) \le L \max_i |x_i|^2",
        hypotheses=(),
        why="A diagonal entry is a Rayleigh quotient.",
        bound=_diagonal,
    ),
    Theorem(
        name="nguyen-A8",
        source=f"{PAPER}, Theorem 3.2 (its Hermite term and Gershgorin); constants derived in ntksym (A7, A8)",
        origin="derived",
        statement=r"\lambda_{\min}(K^{(L)}) \ge \min_i |x_i|^2\, T_{L,r} (1 - \max_i \sum_{j\ne i} |\rho_{ij}|^r)",
        hypotheses=("some row sum of |cosine|^r is below 1",),
        why="Drop all powers below r, use R^k >= R^r for k >= r (Schur), and Gershgorin's circles for R^r.",
        bound=_power_gershgorin,
    ),
)
