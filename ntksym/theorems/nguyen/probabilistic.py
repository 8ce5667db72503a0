r"""B1, B1', B2, B3: what n independent uniform directions of R^d guarantee a priori, with every constant.

Each bound is a function of (f, n, d, failure) alone and holds with probability at least 1 - failure.  Write m_p for
E |t|^p, [k even] for 1 or 0, f_r = sum_{k>=r} c_k t^k.

(B1)  max |t_ij| <= s but for a probability of at most binom(n, 2) P(|t| >= s); where it holds,
      lambda_min(f(R)) >= f_r(1) - (n-1) f_r(s).
(B1') The paper's s = n^(-1/(r-1/2)) has (n-1) s^r <= n^(-1/(2r-1)), so lambda_min(f(R)) >= T_r (1 - n^(-1/(2r-1))), but
      for n (n-1) exp(-(d/2) n^(-2/(r-1/2))).
(B2)  Given x_i, the |t_ij|^r 1[|t_ij| <= s] are independent, in [0, s^r]; M is the mean of their sum, V the sum of
      their second moments.  Bennett: the sum exceeds M + x s^r with probability at most exp(-y h(x/y)), where
      y = V/s^(2r) and h(u) = (1+u) log(1+u) - u.  Where no |t_ij| exceeds s and no i fails, sum_j |t_ij|^k is at most
      s^(k-r) (M + x s^r) for k >= r, so lambda_min(f(R)) >= T_r - (M/s^r + x) f_r(s).
(B3)  R^(k) = m_k [k even] 11^T + (1 - m_k [k even]) I + E_k, the mean of |E_k|_F^2 is n (n-1) v_k with
      v_k = m_2k - (m_k [k even])^2.  For any set of k the root of the mean square of |sum c_k E_k|_F is at most
      sum c_k (n (n-1) v_k)^(1/2) (Minkowski), and lambda_min(E) >= -((n-1)/n)^(1/2) |E|_F for tr E = 0.  By Markov

      lambda_min(f(R)) >= sum_k c_k (1 - m_k [k even] - (n-1) (v_k/failure)^(1/2))_+.

r, s and x are chosen by floats and certified in balls.

SOURCE: Nguyen, Mondelli and Montufar, Theorem 3.2; ntksym's notes, Theorem B, re-derived: B2 with truncated moments, B3
for all powers at once and with n - 1 for sqrt(n (n-1)).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import arb, ball, certainly_less_equal, certainly_positive, lower, power, precision
from ntksym.kernels.dot_product import DotKernel
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.powers import exact_pair, uniform_bound
from ntksym.theorems.nguyen.source import PAPER, order_limit, orders, series
from ntksym.theorems.sphere import absolute_moments, kept_share, largest_cosine, uniform_directions
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

SPLITS = (Fraction(1, 8), Fraction(1, 2), Fraction(7, 8))


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A lower bound of lambda_min(f(R)) that holds with the probability asked for, and the choices behind it."""

    bound: Fraction
    choices: dict[str, str]


@lru_cache(maxsize=256)
def union(kernel: DotKernel, n: int, d: int, failure: Fraction) -> Guarantee:
    """(B1) with the exact tail of one cosine."""
    s = largest_cosine(n, d, failure)
    bound, r = uniform_bound(kernel, n, s)
    return Guarantee(bound, {"max |t|": f"{float(s):.6g}", "r": str(r)})


@lru_cache(maxsize=256)
def papers_form(kernel: DotKernel, n: int, d: int, failure: Fraction) -> Guarantee:
    """(B1') with the least r whose failure probability is small enough; bound 0 if there is none."""
    with precision(BITS):
        size = ball(n).log()
        for r in range(1, order_limit(kernel) + 1):
            square = (-size * 4 / (2 * r - 1)).exp()
            if certainly_less_equal(n * (n - 1) * (-square * d / 2).exp(), ball(failure)):
                share = 1 - (-size / (2 * r - 1)).exp()
                return Guarantee(lower(series(kernel).tails[r].whole * share), {"r": str(r)})
    return Guarantee(Fraction(0), {})


@lru_cache(maxsize=256)
def bennett(kernel: DotKernel, n: int, d: int, failure: Fraction) -> Guarantee:
    """(B2), the best r, with a few ways to share the failure probability between the two events."""
    found = [_bennett(kernel, n, d, failure * split, failure * (1 - split)) for split in SPLITS]
    return max(found, key=lambda guarantee: guarantee.bound)


def _bennett(kernel: DotKernel, n: int, d: int, pairs: Fraction, rows: Fraction) -> Guarantee:
    s = largest_cosine(n, d, pairs)
    best = Guarantee(Fraction(0), {})
    if s >= 1:
        return best
    tried, found = set(orders(kernel)), series(kernel)
    with precision(BITS):
        moments = absolute_moments(d, 2 * max(tried) + 1)
        t, rest, top = ball(s), kernel.ball_at(exact_pair(s)), arb(1)
        goal = math.log(n / rows)
        for r in range(1, max(tried) + 1):
            rest, top = rest - found.coefficients[r - 1] * power(t, r - 1), top * t
            if r not in tried:
                continue
            mean = (n - 1) * moments[r] * kept_share(d, r, s) / top
            y = (n - 1) * moments[2 * r] * kept_share(d, 2 * r, s) / (top * top)
            x = _excess(float(y), goal)
            if x is None or not _is_rare(y, x, n, rows):
                continue
            tail = found.tails[r].whole
            value = lower(tail - (mean + ball(x)) * rest.min(tail * top))
            if value > best.bound:
                best = Guarantee(value, {"max |t|": f"{float(s):.6g}", "r": str(r)})
    return best


def _excess(y: float, goal: float) -> Fraction | None:
    """A little more than the x with y h(x/y) = goal; None where floats cannot tell."""
    if not 1e-200 < y < 1e200:
        return None

    def exponent(x: float) -> float:
        return (x + y) * math.log1p(x / y) - x

    low, high = 0.0, 1.0
    while exponent(high) < goal:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if exponent(middle) < goal else (low, middle)
    return Fraction(high * (1 + 1e-9))


def _is_rare(y: arb, x: Fraction, n: int, failure: Fraction) -> bool:
    """Whether n exp(-y h(x/y)) <= failure."""
    exponent = (y + ball(x)) * (1 + ball(x) / y).log() - ball(x)
    return certainly_less_equal(n * (-exponent).exp(), ball(failure))


@lru_cache(maxsize=256)
def second_moment(kernel: DotKernel, n: int, d: int, failure: Fraction) -> Guarantee:
    """(B3)."""
    found, count = series(kernel), order_limit(kernel)
    with precision(BITS):
        moments, root = absolute_moments(d, 2 * count + 1), ball(failure).sqrt()

        def share(k: int) -> arb:
            centre = arb(0) if k % 2 else moments[k]
            return 1 - centre - (n - 1) * (moments[2 * k] - centre * centre).sqrt() / root

        total, first = arb(0), 0
        for k in range(1, count):
            kept = share(k)
            if certainly_positive(kept):
                total, first = total + found.coefficients[k] * kept, first or k
        last = 1 - moments[count] - (n - 1) * moments[2 * count].sqrt() / root
        if certainly_positive(last):
            total += found.tails[count].whole * last
        return Guarantee(max(lower(total), Fraction(0)), {"from power": str(first or count)})


ROUTES: dict[str, Callable[[DotKernel, int, int, Fraction], Guarantee]] = {
    "B1": union,
    "B1'": papers_form,
    "B2": bennett,
    "B3": second_moment,
}


def guarantee(kernel: DotKernel, n: int, d: int, failure: Fraction) -> Guarantee:
    """The best of the four: which one is decided before any data is seen, so that none is paid for twice.

    Examples
    --------
    >>> found = guarantee(DotKernel("ntk", 2), 300, 100, Fraction(1, 100))
    >>> 0.18 < found.bound < 0.5, found.choices["route"]
    (True, 'B2')
    """
    found = {name: route(kernel, n, d, failure) for name, route in ROUTES.items()}
    best = max(found, key=lambda name: found[name].bound)
    return Guarantee(found[best].bound, {"route": best, **found[best].choices})


def _apply(name: str) -> Callable[[Facts], Found]:
    def bound(facts: Facts) -> Found:
        failure = uniform_directions(facts)
        found = ROUTES[name](facts.kernel, facts.n, facts.d, failure)
        if found.bound <= 0:
            raise NotApplicable(
                f"no r <= {order_limit(facts.kernel)} gives a bound > 0 for n = {facts.n}, d = {facts.d}, {failure}"
            )
        return Found(lower=found.bound, proof=found.choices, probability=1 - failure)

    return bound


def _theorem(name: str, statement: str, why: str, origin: str = "derived") -> Theorem:
    return Theorem(
        name=f"nguyen-{name}",
        source=f"{PAPER}, Theorem 3.2 (for uniform directions), constants derived in ntksym ({name})",
        origin=origin,
        statement=statement,
        hypotheses=("independent points with uniform directions (the norms are the data's)", "n small enough for d"),
        why=why,
        bound=_apply(name),
    )


THEOREMS = (
    _theorem(
        "B1",
        r"P\Bigl[\lambda_{\min}(f(R)) \ge T_r - (n-1) f_r(s)\Bigr] \ge 1 - \epsilon, "
        r"\ \tbinom n2 I_{1-s^2}(\tfrac{d-1}2, \tfrac12) = \epsilon",
        "Union bound over the pairs with the exact Beta tail; Gershgorin's circles for the powers from r on.",
    ),
    _theorem(
        "B1'",
        r"P\Bigl[\lambda_{\min}(f(R)) \ge T_r (1 - n^{-1/(2r-1)})\Bigr] "
        r"\ge 1 - n(n-1) e^{-\frac d2 n^{-2/(r-1/2)}}",
        "The paper's choice of the largest cosine, n^(-1/(r-1/2)), and Levy's tail with its constants.",
        "repaired",
    ),
    _theorem(
        "B2",
        r"P\Bigl[\lambda_{\min}(f(R)) \ge T_r - (M s^{-r} + x) f_r(s)\Bigr] \ge 1 - \epsilon, "
        r"\ M = (n-1) E|t|^r 1_{|t|\le s}",
        "Bennett's inequality for the row sums of |t_ij|^r in place of the worst pair: n may grow like d^(r/2).",
    ),
    _theorem(
        "B3",
        r"P\Bigl[\lambda_{\min}(f(R)) \ge \sum_k c_k \bigl(1 - m_k[k \text{ even}] - (n-1) "
        r"\sqrt{v_k/\epsilon}\bigr)_+\Bigr] \ge 1 - \epsilon",
        "The Frobenius norm of what is left of R^(k) beside its mean, in the mean square; Markov's inequality.",
    ),
)
