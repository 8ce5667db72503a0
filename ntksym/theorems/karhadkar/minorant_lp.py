r"""The LP minorant (7): the best sum of the kernel's own harmonics for Gershgorin's circles, for one data set.

f = sum c_k P_k with c_k = N_k mu_k >= 0.  For weights b_0, ..., b_K, b_inf in [0, 1]

    g = sum_{k <= K} b_k c_k P_k + b_inf (f - sum_{k <= K} c_k P_k),
    lambda_min(f(R)) >= min_i [g(1) - sum_{j != i} |g(t_ij)|],

as f - g is positive definite (Schoenberg).  The right side is concave in b; cutting planes s <= a_i(b), where a_i has
the signs of g(t_ij) at some b, and a small linear programme find nearly the best b in floats.  The rounded b is a
certificate: g is evaluated anew in balls at the actual t_ij.

SOURCE: derived in ntksym's notes on Karhadkar et al. (7).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, arb_poly, ball, lower, precision
from ntksym.balls.matrices import Floats
from ntksym.kernels.entries import pairs
from ntksym.kernels.gram import gram
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.caps import named
from ntksym.theorems.karhadkar.source import PAPER, relu
from ntksym.theorems.karhadkar.upper import eigenvalues, harmonics
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

LEAST_K, LARGEST_K, LARGEST_N, RESOLUTION = 16, 128, 200, 4
ROUNDS, CUTS, CLOSE = 25, 20, 1e-3
DENOMINATOR = 2**30


def coefficients(facts: Facts) -> list[arb]:
    """c_0, ..., c_K at the working precision, K large enough for n and for alpha."""
    name, L, factor = named(facts)
    relu(facts)
    d, count, K = facts.d, 0, 0
    while K < LARGEST_K and (K < LEAST_K or count < 6 * facts.n or K * facts.angle.hi < RESOLUTION):
        count, K = count + harmonics(d, K), K + 1
    return [ball(factor * harmonics(d, k)) * mu for k, mu in enumerate(eigenvalues(name, L, d, K + 1))]


def _legendre(d: int, t: Floats, count: int) -> Floats:
    """P_0(t), ..., P_{count-1}(t) in float64, shape (count, ...): a guess is made from them, nothing more."""
    values = np.empty((count, *t.shape))
    values[0], values[1] = 1, t
    for k in range(1, count - 1):
        values[k + 1] = ((2 * k + d - 2) * t * values[k] - k * values[k - 1]) / (k + d - 2)
    return values


class _Objective:
    """min_i [g(1) - sum |g(t_ij)|] in floats, linear in b for given signs."""

    def __init__(self, facts: Facts, c: list[arb]) -> None:
        n, known = facts.n, np.array([float(v) for v in c])
        terms = _legendre(facts.d, facts.cosines.mid, len(c)) * known[:, None, None]
        rest = gram(facts.data, facts.kernel, unit=True).mid - terms.sum(axis=0)
        self.top = np.append(known, float(facts.kernel.at_one) - known.sum())
        self.off = np.concatenate([terms, rest[None]])
        self.off[:, np.arange(n), np.arange(n)] = 0

    def cuts(self, b: Floats, count: int) -> tuple[float, Floats]:
        """(the least value of a row at b, the gradients of the lowest rows)."""
        g = np.tensordot(b, self.off, 1)
        values = self.top @ b - np.abs(g).sum(axis=1)
        lowest = np.argsort(values, kind="stable")[:count]
        gradients = self.top - np.einsum("kij,ij->ik", self.off[:, lowest], np.sign(g[lowest]))
        return float(values.min()), gradients


def search(facts: Facts, c: list[arb]) -> Floats:
    """Nearly the best b, in floats."""
    from scipy.optimize import linprog

    objective, size = _Objective(facts, c), len(c) + 1
    firsts = sorted({*range(6), *(int(1.25**step) for step in range(40)), size - 1} & set(range(size)))
    starts = [np.where(np.arange(size) >= first, 1.0, 0.0) for first in firsts]
    found = [objective.cuts(b, 1) for b in starts]
    at = max(range(len(starts)), key=lambda i: found[i][0])
    best, value = starts[at], found[at][0]
    planes, trial, limit = np.concatenate([gradients for _, gradients in found]), best, np.inf
    for _ in range(ROUNDS):
        for b in (trial, (trial + best) / 2):
            now, gradients = objective.cuts(b, CUTS)
            planes = np.concatenate([planes, gradients])
            if now > value:
                best, value = b, now
        if limit <= value * (1 + CLOSE):
            break
        solved = linprog(
            np.append(np.zeros(size), -1.0),
            A_ub=np.column_stack([-planes, np.ones(len(planes))]),
            b_ub=np.zeros(len(planes)),
            bounds=[(0, 1)] * size + [(None, None)],
            method="highs",
        )
        if solved.status != 0:
            break
        trial, limit = solved.x[:size], -solved.fun
    return best


def certify(facts: Facts, c: list[arb], b: list[Fraction]) -> Fraction:
    """The certified lower bound of lambda_min(f(R)) that the weights b_0, ..., b_K, b_inf in [0, 1] give."""
    if len(b) != len(c) + 1 or not all(0 <= v <= 1 for v in b):
        raise ValueError("one weight in [0, 1] for each degree and one for the rest")
    kernel, last = facts.kernel, ball(b[-1])
    polynomial = _sum(facts.d, [ball(v - b[-1]) * value for v, value in zip(b, c, strict=False)])
    rows = [arb(0)] * facts.n
    for i, j, pair in pairs(facts.data):
        value = abs(polynomial(pair.t) + last * kernel.ball_at(pair))
        rows[i], rows[j] = rows[i] + value, rows[j] + value
    top = polynomial(arb(1)) + last * ball(kernel.at_one)
    return min(lower(top - row) for row in rows)


def _sum(d: int, weights: list[arb]) -> arb_poly:
    """The polynomial sum_k weights_k P_k."""
    before, here, t = arb_poly([1]), arb_poly([0, 1]), arb_poly([0, 1])
    total = before * weights[0] + here * weights[1]
    for k in range(1, len(weights) - 1):
        after = (t * here * arb(2 * k + d - 2) + before * arb(-k)) * (1 / arb(k + d - 2))
        total += after * weights[k + 1]
        before, here = here, after
    return total


def _minorant(facts: Facts) -> Found:
    with precision(BITS + 4 * LARGEST_K):
        c = coefficients(facts)
        b = [Fraction(round(v * DENOMINATOR), DENOMINATOR) for v in np.clip(search(facts, c), 0, 1).tolist()]
        bound = certify(facts, c, b)
    if bound <= 0:
        raise NotApplicable("no minorant makes every row dominant, e.g. for antipodal or repeated rows")
    weights = " ".join(str(int(v * DENOMINATOR)) for v in b)
    return Found(lower=bound, proof={f"b_0 ... b_{len(c) - 1} b_inf, times {DENOMINATOR}": weights})


THEOREMS = (
    Theorem(
        name="karhadkar-LP",
        source=f"{PAPER}: its route with the best weights for the data, derived in ntksym (7)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(f(R)) \ge \min_i \Bigl[g(1) - \sum_{j\ne i} |g(t_{ij})|\Bigr], "
            r"\quad g = \sum_k b_k c_k P_k, \ 0 \le b_k \le 1"
        ),
        hypotheses=("one hidden layer, or Theta_L of the ReLU", "g makes every row strictly dominant"),
        why="f - g is positive definite (Schoenberg); Gershgorin's circles for g, weights by linear programming.",
        bound=_minorant,
        largest=LARGEST_N,
    ),
)
