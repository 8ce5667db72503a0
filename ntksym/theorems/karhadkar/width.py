r"""How wide a network must be: theorem W, the paper's own route with constants, an upper bound at finite width.

f(x) = m^(-1/2) sum_j v_j relu(<w_j, x>) with Gaussian w_j, v_j and width m.  Its NTK is K_1 + K_2: K_1 is the mean of
v_j^2 B_j, B_j = (1[w_j x > 0] 1[w_j x' > 0] <x, x'>), K_2 that of |w_j|^2 B'_j with B'_j of rank one; B_j and B'_j lie
between 0 and R = |X|^2 and are independent of v_j^2 ~ chi^2_1, of |w_j|^2 ~ chi^2_d.  The limits are t kappa_0/2 and
kappa_1/2, with norms.

For xi ~ chi^2_p independent of 0 <= B <= R, convexity gives E exp(-s xi B) <= 1 - (1 - (1 + 2sR)^(-p/2)) E B/R, and
Tropp's master bound, minimised over s at 1 + 2sR = gamma^(-2/(p+2)), gives with E B = K^infinity/p

    P[lambda_min(K) <= gamma lambda] <= n exp(-m lambda D_p(gamma)/R),                                          (W)
    D_p(gamma) = 1/p + gamma/2 - (1/p + 1/2) gamma^(p/(p+2)):

m >= R log(n/epsilon)/(lambda D_p(gamma)) is enough, p = 1 for K_1 and p = d for K_2; any lower bound of lambda may take
its place.  The paper truncates chi^2_p at s and uses Tropp's Theorem 1.1: with c = P(chi^2_{p+2} <= s) and
D(eta) = eta + (1 - eta) log(1 - eta), m >= s R log(n/epsilon)/(c D(eta) lambda) gives
lambda_min(K) >= (1 - eta) c lambda.

At any width, with probability 1 - exp(-m theta'/pi) - 2 exp(-0.8 m),

    lambda_min(K_1 + K_2) <= max |x_i|^2 (8 theta'/(3 pi) + 4 delta'^2):                                        (U)

half the squared distance of the gradients at the two closest directions is at most (1/2m) sum_j (v_j^2 b_j + delta'^2
v_j^2 + delta'^2 g_j^2), b_j = 1 with probability theta'/pi; E exp(3 v^2 b/8) = 1 + theta'/pi, E exp(3 v^2/8) = 2, and
Markov at the thresholds 16 m theta'/(3 pi), 4m, 4m, as 3/2 - log 2 > 0.8.

SOURCE: Karhadkar et al., Lemmas on K_1 and K_2; Tropp, User-friendly tail bounds (2012); ntksym's notes (5).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, ball, certainly_positive, fmpq, lower, precision, upper
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.balls.rounding import down, up
from ntksym.balls.rounding import gamma as product_error
from ntksym.data import Dataset
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.dot_product import HALF, DotKernel
from ntksym.spectra.smallest import lambda_min, smallest_eigenvalue
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.source import PAPER

FIRST, SECOND = DotKernel("tkappa0", 1, scale=HALF), DotKernel("sigma", 1, scale=HALF)
ETA = HALF


@dataclass(frozen=True)
class Width:
    """A width that is enough, and for what.

    Parameters
    ----------
    name
        ``K_1``, ``K_2``, ``whole`` (theorem W), ``paper K_1`` or ``paper K_2`` (the paper's route).
    width
        The least integer m that the formula's certified enclosure allows; None where ``why`` says there is none.
    guarantee
        lambda_min of the finite network's matrix is at least this, ...
    probability
        ... with at least this probability over the weights.
    statement, why
        The inequality in LaTeX; the numbers put into it, or the reason that there is no width.
    """

    name: str
    width: int | None
    guarantee: Fraction | None
    probability: Fraction
    statement: str
    why: str
    source: str = PAPER


@dataclass(frozen=True)
class FiniteUpper:
    """At width ``width``: lambda_min(K) <= ``bound`` with at least ``probability`` over the weights."""

    width: int
    bound: Fraction
    probability: Fraction
    statement: str = r"\lambda_{\min}(K) \le \max_i |x_i|^2 (\tfrac{8}{3\pi}\theta' + 4\delta'^2)"
    source: str = f"{PAPER}, Theorem 1 (upper bound), constants in ntksym"


def squared_norm(data: Dataset) -> Fraction:
    """R: an upper bound of |X|^2, the largest eigenvalue of X^T X or X X^T.

    A float64 product of k terms has an entrywise error of at most gamma_k |a||b|, so it is a verified matrix with the
    rows' (or columns') lengths as scales; its negative's smallest eigenvalue is certified.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> 8 <= squared_norm(dataset([[2, 2], [0, 0.5]])) < 8.2
    True
    """
    trace = sum(data.norms2, Fraction(0))
    _, exponent = np.frexp(np.abs(data.points).max())
    scaled = np.ldexp(data.points, -int(exponent))  # at most 1: what underflows is far below the lengths' floor
    factor = scaled if data.n <= data.d else scaled.T
    product = factor @ factor.T
    lengths = np.maximum(np.sqrt(np.diag(product)) * (1 + 2.0**-30), 2.0**-400)
    error = up(product_error(factor.shape[1] + 2) * Fraction(101, 100))
    try:
        found = smallest_eigenvalue(VerifiedMatrix(-(product + product.T) / 2, error, lengths))
    except UndecidedError:
        return trace
    return min(trace, -found.lo * Fraction(4) ** int(exponent))


def divergence(p: int, gamma: Fraction) -> arb:
    """D_p(gamma), for 0 < gamma < 1.

    Examples
    --------
    >>> print(divergence(1, Fraction(1, 2)).str(6, radius=False))  # 1 + 1/4 - (3/2) 2^(-1/3)
    0.0594492
    """
    share = ball(Fraction(1, p) + HALF)
    return ball(Fraction(1, p) + gamma / 2) - share * (ball(gamma).log() * p / (p + 2)).exp()


def truncated_share(p: int, s: int) -> arb:
    """P(chi^2_{p+2} <= s): what truncation of chi^2_p at s leaves of its mean, divided by p.

    The regularised incomplete Gamma function at a = p/2 + 1, x = s/2 by its series of positive terms
    x^a e^-x/Gamma(a+1) sum_k x^k/((a+1)...(a+k)); from k = 2x on a term is less than half the one before.

    Examples
    --------
    >>> print(truncated_share(1, 1).str(10, radius=False))  # erf(1/sqrt 2) - sqrt(2/(pi e))
    0.1987480431
    """
    a, x, total, term = arb(p) / 2 + 1, arb(s) / 2, arb(0), arb(1)
    for k in range(1, 4 * s + 400):
        total += term
        term = term * x / (a + k)
    front = (a * x.log() - x).exp() / arb.gamma_fmpq(fmpq(p, 2) + 2)
    return front * (total + (2 * term).union(arb(0)))


def required_width(facts: Facts, gamma: Fraction, epsilon: Fraction) -> tuple[Width, ...]:
    """Widths at which the finite network's NTK keeps the share gamma of its limit's smallest eigenvalue.

    Parameters
    ----------
    facts
        The data; the kernel plays no part.
    gamma
        The share kept, 0 < gamma < 1.  (The paper's route keeps its own share.)
    epsilon
        The probability of failure over the weights, 0 < epsilon < 1.

    Returns
    -------
    tuple of Width
        K_1, K_2, the whole NTK (each part at epsilon/2), and the paper's route for K_1 and K_2.

    Raises
    ------
    InputError
        If gamma or epsilon is not strictly between 0 and 1.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> found = required_width(Facts(dataset([[1, 0], [0, 1]]), FIRST), HALF, Fraction(1, 10))
    >>> [(w.name, w.width) for w in found[:2]]  # m = log 20/(lambda D_p(1/2))
    [('K_1', 101), ('K_2', 205)]
    """
    for name, value in (("gamma", gamma), ("epsilon", epsilon)):
        if not 0 < value < 1:
            raise InputError(f"{name}={value}", "not strictly between 0 and 1", "give a number such as 1/2")
    R, n, d = squared_norm(facts.data), facts.n, facts.d
    limits = {"K_1": lambda_min(facts.data, FIRST).lo, "K_2": lambda_min(facts.data, SECOND).lo}
    freedom = {"K_1": 1, "K_2": d}
    with precision(BITS):
        parts = [_width(name, n, R, limits[name], gamma, epsilon, freedom[name]) for name in limits]
        halves = [_width(name, n, R, limits[name], gamma, epsilon / 2, freedom[name]) for name in limits]
        paper = [_paper(name, n, R, limits[name], epsilon, freedom[name]) for name in limits]
    widths = [w.width for w in halves if w.width is not None]
    both = len(widths) == 2
    whole = Width(
        "whole",
        max(widths) if both else None,
        gamma * sum(limits.values(), Fraction(0)) if both else None,
        1 - epsilon,
        r"\lambda_{\min}(K_1 + K_2) \ge \gamma(\lambda_1 + \lambda_2)",
        "; ".join(w.why for w in halves),
    )
    return (*parts, whole, *paper)


def _least(value: arb) -> int:
    """The least integer that no point of the ball exceeds."""
    return -(-upper(value) // 1)


def _width(name: str, n: int, R: Fraction, limit: Fraction, gamma: Fraction, epsilon: Fraction, p: int) -> Width:
    statement = (
        r"m \ge R \log(n/\epsilon)/(\lambda D_p(\gamma)) "
        r"\Rightarrow P[\lambda_{\min}(K) \ge \gamma\lambda] \ge 1-\epsilon"
    )
    if limit <= 0:
        return Width(
            name, None, None, 1 - epsilon, statement, f"the limit of {name} is not certainly positive definite"
        )
    D = divergence(p, gamma)
    if not certainly_positive(D):
        raise UndecidedError(f"gamma = {gamma} is too close to 1")
    width = _least(ball(R) * ball(n / epsilon).log() / (ball(limit) * D))
    why = f"{name}: R <= {up(R):.6g}, lambda >= {down(limit):.6g}, D_{p} = {float(D):.6g}"
    return Width(name, width, gamma * limit, 1 - epsilon, statement, why)


def _paper(name: str, n: int, R: Fraction, limit: Fraction, epsilon: Fraction, p: int) -> Width:
    s = 1 if name == "K_1" else 2 * p
    share, D = truncated_share(p, s), ball(ETA) + ball(1 - ETA) * ball(1 - ETA).log()
    statement = (
        r"m \ge s R \log(n/\epsilon)/(c D(\eta) \lambda) "
        r"\Rightarrow P[\lambda_{\min}(K) \ge (1-\eta) c \lambda] \ge 1-\epsilon"
    )
    if limit <= 0:
        why = f"the limit of {name} is not certainly positive definite"
        return Width(f"paper {name}", None, None, 1 - epsilon, statement, why)
    width = _least(s * ball(R) * ball(n / epsilon).log() / (share * D * ball(limit)))
    why = f"{name}: chi^2 truncated at s = {s}, c = {float(share):.6g}, eta = {ETA}"
    return Width(f"paper {name}", width, (1 - ETA) * lower(share) * limit, 1 - epsilon, statement, why)


def finite_upper(facts: Facts, width: int) -> FiniteUpper:
    """(U): an upper bound of the whole NTK's smallest eigenvalue at a finite width, and its probability.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> found = finite_upper(Facts(dataset([[1, 0], [1, 0.01]]), FIRST), 4000)
    >>> bool(found.bound < Fraction(1, 100)), bool(found.probability > 1 - Fraction(1, 10**5))
    (True, True)
    """
    if width < 1:
        raise InputError(f"width={width}", "a network has a width of at least 1", "give an integer >= 1")
    norm = max(facts.data.norms2)
    with precision(BITS):
        angle, delta = ball(facts.point_angle.hi), ball(facts.point_separation.hi)
        bound = norm * upper(8 * angle / (3 * arb.pi()) + 4 * delta * delta)
        failure = (-width * ball(facts.point_angle.lo) / arb.pi()).exp() + 2 * (-width * ball(Fraction(4, 5))).exp()
        return FiniteUpper(width, bound, max(lower(1 - failure), Fraction(0)))
