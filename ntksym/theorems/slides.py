r"""The slides "Neural Tangent Kernel, High-Dimensional Probability Analysis": bounds through the maximal correlation.

rho = max |t_ij|, f = sum c_k t^k with c_k >= 0 (the slides: f = t kappa_0/2, H_infinity).  Gershgorin's circles give

    lambda_min(f(R)) >= f(1) - (n-1) f(rho),                                                                    (G)

as |f(t)| <= f(|t|) <= f(rho): the slides bound f(t_ij) without its modulus and print H_ii = 1 for f(1) = 1/2.  (G)
needs (n-1) f(rho) < f(1).  But with x = log(2(n-1))/log(1/rho) the powers from r = max(1, ceil(x)) on have
(n-1) rho^r <= 1/2, and T_r >= C/sqrt(r), r <= 1 + x: every data set with rho < 1 has

    lambda_min(f(R)) >= (C/2) (1 + x)^(-1/2),    C = 2 Delta sqrt(2) pi^(-3/2)  for t rho' and Theta_L, L >= 2.    (H)

For uniform directions rho is, but for the failure probability, at most the root of the exact union bound, its
elementary form, or the slides' C sqrt(log(n/delta)/d) with C = 2 (:mod:`ntksym.theorems.sphere`): the lambda_0 of the
slides' (lambda_0, delta, n)-non-degenerate laws, by f_r(1) - (n-1) f_r(rho) with the best r, and by (H).

SOURCE: the slides, S2-S7, S12; ntksym's notes on them, 1.1-1.4, re-derived for every Delta and depth.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ntksym.balls.arb import ball, lower, precision
from ntksym.kernels.dot_product import DotKernel
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.powers import exact_pair, uniform_bound
from ntksym.theorems.nguyen.closed_form import tail_constant
from ntksym.theorems.sphere import elementary_cosine, largest_cosine, levy_cosine, uniform_directions
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

PAPER = "Slides: Neural Tangent Kernel, High-Dimensional Probability Analysis (Sharif University, 2025)"
Cosine = Callable[[int, int, Fraction], Fraction]


def _below_one(facts: Facts) -> Fraction:
    if facts.rho.hi >= 1:
        i, j = facts.closest_lines
        raise NotApplicable(f"rows {i} and {j} are parallel (or too close to tell): rho = 1")
    return facts.rho.hi


def _gershgorin(facts: Facts) -> Found:
    rho, kernel = _below_one(facts), facts.kernel
    with precision(BITS):
        row = (facts.n - 1) * kernel.ball_at(exact_pair(rho))
        bound = lower(ball(kernel.at_one) - row)
        if bound <= 0:
            raise NotApplicable(f"(n-1) f(rho) = {float(row):.6g} is not below f(1) = {kernel.at_one}")
    return Found(lower=bound, proof={"rho": f"{float(rho):.6g}"})


def correlation_bound(kernel: DotKernel, n: int, rho: Fraction) -> Fraction:
    """(H) for 0 <= rho < 1.

    Examples
    --------
    >>> from ntksym.kernels.dot_product import parse_kernel
    >>> rho = elementary_cosine(10, 10, Fraction(1, 10))
    >>> 0.01404544 < correlation_bound(parse_kernel("h-infinity", 2), 10, rho) < 0.01404545
    True
    """
    with precision(BITS):
        half = tail_constant(kernel) / 2
        if not rho:
            return lower(half)
        x = ball(2 * (n - 1)).log() / -ball(rho).log()
        return lower(half / (1 + x).sqrt())


def _closed(facts: Facts) -> Found:
    rho = _below_one(facts)
    return Found(lower=_positive(correlation_bound(facts.kernel, facts.n, rho)), proof={"rho": f"{float(rho):.6g}"})


def _positive(bound: Fraction) -> Fraction:
    if bound <= 0:
        raise NotApplicable("Delta = 0: a linear activation")
    return bound


def _uniform(cosine: Cosine) -> Callable[[Facts], Found]:
    """The best r at a cosine that is exceeded with at most the failure probability."""

    def bound(facts: Facts) -> Found:
        failure = uniform_directions(facts)
        rho = _cosine(cosine, facts, failure)
        found, r = uniform_bound(facts.kernel, facts.n, rho)
        if found <= 0:
            raise NotApplicable(f"rho <= {float(rho):.6g} is too large for n = {facts.n}: no r <= {r} helps")
        return Found(lower=found, proof={"rho": f"{float(rho):.6g}", "r": str(r)}, probability=1 - failure)

    return bound


def _cosine(cosine: Cosine, facts: Facts, failure: Fraction) -> Fraction:
    rho = cosine(facts.n, facts.d, failure)
    if rho >= 1:
        raise NotApplicable(f"the bound of the largest cosine is {float(rho):.4g}: d = {facts.d} is too small")
    return rho


def _uniform_closed(facts: Facts) -> Found:
    failure = uniform_directions(facts)
    rho = _cosine(elementary_cosine, facts, failure)
    bound = _positive(correlation_bound(facts.kernel, facts.n, rho))
    return Found(lower=bound, proof={"rho": f"{float(rho):.6g}"}, probability=1 - failure)


LAW = "independent points with uniform directions (the norms are the data's)"
STATEMENT = r"P\Bigl[\lambda_{\min}(f(R)) \ge \max_r [T_r - (n-1) f_r(\rho_*)]\Bigr] \ge 1 - \delta, \quad "

THEOREMS = (
    Theorem(
        name="slides-gershgorin",
        source=f"{PAPER}; Bounds on Minimum Eigenvalue: Gershgorin, corrected (S2, S5)",
        origin="repaired",
        statement=r"\lambda_{\min}(f(R)) \ge f(1) - (n-1) f(\rho), \quad \rho = \max_{i\ne j} |t_{ij}|",
        hypotheses=("(n-1) f(rho) < f(1)",),
        why="Gershgorin's circles; |f(t)| <= f(|t|) because the power series has no negative coefficient.",
        bound=_gershgorin,
    ),
    Theorem(
        name="slides-correlation",
        source=f"{PAPER}; its Gershgorin bound made positive for every rho < 1, derived in ntksym (1.3)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(f(R)) \ge \frac{\Delta\sqrt2}{\pi^{3/2}} "
            r"\Bigl(1 + \frac{\log 2(n-1)}{\log 1/\rho}\Bigr)^{-1/2}"
        ),
        hypotheses=("Theta_L, L >= 2, or t rho'", "no two rows are parallel: rho < 1"),
        why="The powers whose row sums are at most 1/2, and the tail of the series in closed form.",
        bound=_closed,
    ),
    Theorem(
        name="slides-tail-exact",
        source=f"{PAPER}; maximal correlation: the exact tail, constants in ntksym (1.2, 1.4)",
        origin="derived",
        statement=STATEMENT + r"\tbinom n2 I_{1-\rho_*^2}(\tfrac{d-1}2, \tfrac12) = \delta",
        hypotheses=(LAW,),
        why="The square of a cosine is Beta distributed; union bound over the pairs.",
        bound=_uniform(largest_cosine),
    ),
    Theorem(
        name="slides-tail",
        source=f"{PAPER}; maximal correlation: an elementary tail, constants in ntksym (1.2, 1.4)",
        origin="derived",
        statement=STATEMENT + r"\rho_*^2 = 1 - (\delta/\tbinom n2)^{2/(d-1)}",
        hypotheses=(LAW,),
        why="The Beta law is stochastically larger than one with distribution function x^((d-1)/2).",
        bound=_uniform(elementary_cosine),
    ),
    Theorem(
        name="slides-levy",
        source=f"{PAPER}; maximal correlation C sqrt(log(n/delta)/d), with C = 2 (S7)",
        origin="repaired",
        statement=STATEMENT + r"\rho_* = 2\sqrt{\log(n/\delta)/d}",
        hypotheses=(LAW, "d > 4 log(n/delta)"),
        why="Levy's tail 2 exp(-d t^2/2) and the union bound over the pairs.",
        bound=_uniform(levy_cosine),
    ),
    Theorem(
        name="slides-non-degenerate",
        source=f"{PAPER}; (lambda_0, delta, n)-non-degenerate laws: an explicit lambda_0, derived in ntksym (1.4)",
        origin="derived",
        statement=(
            r"P\Bigl[\lambda_{\min}(f(R)) \ge \frac{\Delta\sqrt2}{\pi^{3/2}} \Bigl(1 + \frac{\log 2(n-1)}"
            r"{\log 1/\rho_*}\Bigr)^{-1/2}\Bigr] \ge 1 - \delta, \quad \rho_*^2 = 1 - (\delta/\tbinom n2)^{2/(d-1)}"
        ),
        hypotheses=(LAW, "Theta_L, L >= 2, or t rho'"),
        why="The closed form at the elementary bound of the largest cosine: positive for every n, d >= 2 and delta.",
        bound=_uniform_closed,
    ),
)
