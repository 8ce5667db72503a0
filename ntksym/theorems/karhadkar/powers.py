r"""Theorem B: Hadamard powers.  f = sum a_m t^m with a_m >= 0, its tails f_M = sum_{m >= M} a_m t^m.

Each R^(m) = (t_ij^m) is positive semidefinite (Schur), so f(R) >= f_M(R), and Gershgorin's circles give

    lambda_min(f(R)) >= f_M(1) - max_i sum_{j != i} |f_M(t_ij)|     for every M,                               (B2)
                     >= sum_m a_m (1 - (n-1) rho^m)_+ = f_M(1) - (n-1) f_M(rho),  the M of positive terms,     (B1)

and Lemma P bounds the row sums for any n (B3).  For one hidden layer 4^-p C(2p, p) >= (pi (p + 1/2))^(-1/2) gives

    sum_{m >= M} a_m(kappa_0) >= c x,  sum_{m >= M even} a_m(kappa_1) >= c x^3/6,  c = pi^(-3/2), x^2 = 2/(M+1),

and M = ceil(2 Lambda/delta^2) makes every row sum of |t_ij|^m, m >= M, at most 1/2 when Lambda is log 2(n-1), as
log(1/rho) >= delta^2/2, or b + log(2 + 2b) with b = (d-1) log 3, as A(s alpha) <= (2s+1)^(d-1) - 1 <= 3^((d-1) s^2) - 1
and cos theta <= exp(-theta^2/2).  Then M + 1 <= 2 (delta^2 + Lambda)/delta^2: with q = delta/sqrt(delta^2 + Lambda),

    lambda_min(kappa_0/2) >= q/(4 pi^(3/2)),    lambda_min(kappa_1/2) >= q^3/(24 pi^(3/2)).                     (B)

SOURCE: derived in ntksym's notes on Karhadkar et al. (4B), re-derived; Theorem 1 of the paper, with log(2/delta) for
log(1/delta), follows from (B).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ntksym.balls.arb import arb, ball, lower, precision, upper
from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import up
from ntksym.kernels.dot_product import DotKernel, Pair
from ntksym.kernels.power_series import dot_coefficients
from ntksym.theorems.facts import BITS, Facts, downwards
from ntksym.theorems.karhadkar.separation import packing
from ntksym.theorems.karhadkar.source import PAPER, line_angle, shallow
from ntksym.theorems.rows import Profile, chords
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

LARGEST_ORDER = {"shallow": 2048, "deep": 1024}


def order_limit(kernel: DotKernel) -> int:
    """The largest M that is tried: the series of deep kernels cost more."""
    return LARGEST_ORDER["shallow" if kernel.L <= 2 else "deep"]


def series(kernel: DotKernel, count: int) -> tuple[arb, ...]:
    """At least ``count`` coefficients, to about 150 bits; few lengths, so that they are kept."""
    order = max(64, 1 << (count - 1).bit_length())
    return dot_coefficients(kernel, order, BITS + 16 * order.bit_length())


def orders(kernel: DotKernel) -> tuple[int, ...]:
    """The M that are tried: all up to 16, then eight an octave."""
    grid = {*range(17), *(int(2 ** (step / 8)) for step in range(32, 8 * 11 + 1))}
    return tuple(sorted(m for m in grid if m < order_limit(kernel)))


@lru_cache(maxsize=32)
def tails_at_one(kernel: DotKernel) -> tuple[Fraction, ...]:
    """Lower bounds of f_M(1) = f(1) - a_0 - ... - a_{M-1} for the M of :func:`orders`."""
    wanted, found = set(orders(kernel)), []
    with precision(BITS):
        rest = ball(kernel.at_one)
        for m, a in enumerate(series(kernel, max(wanted) + 1)):
            if m in wanted:
                found.append(max(lower(rest), Fraction(0)))
            rest -= a
    return tuple(found)


@lru_cache(maxsize=32)
def _float_series(kernel: DotKernel) -> tuple[Floats, Fraction]:
    """The coefficients in float64, and the sum of their balls' radii."""
    with precision(BITS):
        last = orders(kernel)[-1]
        used = series(kernel, last)[:last]
        return np.array([float(v.mid()) for v in used]), upper(sum((v.rad() for v in used), arb(0)))


def exact_pair(t: Fraction) -> Pair:
    """The angle whose cosine is the exact t."""
    return Pair(ball(t), ball(1 - t), ball(1 + t))


def parity_tails(kernel: DotKernel, nodes: Floats) -> tuple[Floats, Floats, float]:
    """The even and the odd part of f_M at the nodes x in [0, 1], for the M of :func:`orders`, with their error.

    Subtracting a_0, a_1 x, ... in float64 (u = 2^-53): a term has a relative error of at most (M + 4) u, and the terms
    add up to at most f(1); a subtraction errs by at most u f(1), and so do f(x), f(-x), which come from balls.
    Together at most (2M + 12) u f(1), plus the balls' radii; twice that and more is returned.
    """
    values, ms = np.empty((2, len(nodes))), orders(kernel)
    a, loose = _float_series(kernel)
    with precision(BITS):
        radius = arb(0)
        for g, x in enumerate(nodes.tolist()):
            for side, t in enumerate((arb(x), arb(-x))):
                value = kernel.ball_at(Pair(t, 1 - t, 1 + t))
                values[side, g], radius = float(value.mid()), radius.max(value.rad())
        error = up(kernel.at_one * (4 * ms[-1] + 64) / 2**53 + 2 * (upper(radius) + loose))
    parts = [(values[0] + values[1]) / 2, (values[0] - values[1]) / 2]
    found = np.empty((2, len(nodes), len(ms)))
    power, first = np.ones(len(nodes)), 0
    for column, m in enumerate(ms):
        for k in range(first, m):
            parts[k % 2] = parts[k % 2] - a[k] * power
            power = power * nodes
        first = m
        found[:, :, column] = parts
    return found[0], found[1], error


def row_tails(kernel: DotKernel, positive: Profile, negative: Profile) -> Floats:
    """Upper bounds of max_i sum_{j != i} |f_M(t_ij)| for the M of :func:`orders`.

    The even and the odd part E, O of f_M are convex and non-decreasing on [0, 1], and |f_M(x)| = E + O.  An entry that
    the profile places at x = x_g + w (x_{g+1} - x_g) lies in [x - e, x]; there |f_M(-t)| = |E - O| is at most

        max(E_g - O(x_g - e), O_g - E(x_g - e)) + w max(E_{g+1} - E_g, O_{g+1} - O_g).
    """
    nodes = positive.nodes
    even, odd, error = parity_tails(kernel, nodes)
    total = positive.sums(*chords(np.maximum(even + odd + 2 * error, 0)))
    if negative.counts.any():
        shifted = np.maximum(np.nextafter(nodes - negative.error, 0), 0)
        even_before, odd_before, also = parity_tails(kernel, shifted)
        slack = 2 * (error + also)
        base = np.maximum(np.maximum(even - odd_before, odd - even_before) + slack, 0)[:-1]
        rise = np.maximum(np.maximum(np.diff(even, axis=0), np.diff(odd, axis=0)), 0) + slack
        total = np.nextafter(total + negative.sums(base, rise), np.inf)
    found: Floats = total.max(axis=0)
    return found


def _best(kernel: DotKernel, rows: Sequence[Fraction]) -> Found:
    """The largest f_M(1) - (row sum of f_M)."""
    bounds = [top - row for top, row in zip(tails_at_one(kernel), rows, strict=True)]
    best = max(range(len(bounds)), key=lambda at: bounds[at])
    if bounds[best] <= 0:
        raise NotApplicable(f"a row sum of f_M exceeds f_M(1) for every M < {order_limit(kernel)}")
    return Found(lower=bounds[best], proof={"M": str(orders(kernel)[best])})


def data_bound(facts: Facts, kernel: DotKernel) -> Found:
    """(B2) for any kernel of the data's cosines."""
    return _best(kernel, [Fraction(v) for v in row_tails(kernel, *facts.signed_rows).tolist()])


def uniform_bound(kernel: DotKernel, n: int, rho: Fraction) -> tuple[Fraction, int]:
    """(B1) and its M, for n points whose cosines are at most rho in modulus: a bound <= 0 says nothing.

    Examples
    --------
    >>> bound, M = uniform_bound(DotKernel("slope", 1), 2, Fraction(1, 2))
    >>> M, 0.333 < bound < 0.334  # two points at 60 degrees: lambda_min = theta/pi = 1/3, attained
    (0, True)
    """
    if rho >= 1 or n < 2:
        return (Fraction(0), 0) if n >= 2 else (kernel.at_one, 0)
    needed = 0 if n == 2 else math.ceil(math.log(n - 1) / -math.log(downwards(rho) or 1e-300) * (1 + 1e-9))
    M = min(needed, order_limit(kernel) - 1)
    with precision(BITS):
        t, power = ball(rho), arb(1)
        at_one, at_rho = ball(kernel.at_one), kernel.ball_at(exact_pair(rho))
        for a in series(kernel, M)[:M] if M else ():
            at_one, at_rho, power = at_one - a, at_rho - a * power, power * t
        return lower(at_one - (n - 1) * at_rho), M


def _uniform(facts: Facts) -> Found:
    i, j = facts.closest_lines
    if facts.rho.hi >= 1:
        raise NotApplicable(f"rows {i} and {j} are parallel (or too close to tell): rho = 1")
    bound, M = uniform_bound(facts.kernel, facts.n, facts.rho.hi)
    if bound <= 0:
        raise NotApplicable(
            f"(n-1) rho^m > 1 for every m < {order_limit(facts.kernel)}: rho >= {float(facts.rho.lo):.6g}"
        )
    return Found(lower=bound, proof={"M": str(M)})


def _packed(facts: Facts) -> Found:
    lines = packing(facts.n, facts.d, line_angle(facts))
    with precision(BITS):
        cosines = np.array([min(up(ball(s).cos()), 1.0) for s in lines.angles])
        even, odd, error = parity_tails(facts.kernel, cosines)
        tops = np.maximum.accumulate(np.maximum(even + odd + 2 * error, 0)[::-1], axis=0)[::-1]
        rows = [upper(lines.bound([arb(v) for v in column])) for column in tops.T.tolist()]
    return _best(facts.kernel, rows)


def log_factor(n: int, d: int) -> arb:
    """Lambda = min(log 2(n-1), b + log(2 + 2b)), b = (d-1) log 3."""
    b = (d - 1) * arb(3).log()
    return arb(2 * (n - 1)).log().min(b + (2 + 2 * b).log())


def _closed(facts: Facts) -> Found:
    name, factor = shallow(facts)
    line_angle(facts)
    with precision(BITS):
        delta = ball(facts.separation.lo)
        q = delta / (delta * delta + log_factor(facts.n, facts.d)).sqrt()
        front = 1 / (arb.pi() * arb.pi().sqrt())
        slope, features = front * q / 2, front * q * q * q / 12
        bound = {"kappa0": slope, "tkappa0": slope, "kappa1": features, "ntk": slope + features}[name]
        return Found(lower=factor * lower(bound))


THEOREMS = (
    Theorem(
        name="karhadkar-B1",
        source=f"{PAPER}: its Theorem 1 by another route, derived in ntksym (B1)",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge \sum_m a_m (1 - (n-1)\rho^m)_+, \quad f(t) = \sum_m a_m t^m, a_m \ge 0",
        hypotheses=("no two rows are parallel: rho = max |cosine| < 1",),
        why="Every Hadamard power of R is positive semidefinite (Schur); Gershgorin's circles for each.",
        bound=_uniform,
    ),
    Theorem(
        name="karhadkar-B2",
        source=f"{PAPER}: its Theorem 1 by another route, derived in ntksym (B2)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(f(R)) \ge f_M(1) - \max_i \sum_{j\ne i} |f_M(t_{ij})|, "
            r"\ f_M(t) = \sum_{m\ge M} a_m t^m"
        ),
        hypotheses=("some row sum of |f_M| is below f_M(1)",),
        why="Drop the powers below M, each positive semidefinite (Schur); Gershgorin's circles for the rest.",
        bound=lambda facts: data_bound(facts, facts.kernel),
    ),
    Theorem(
        name="karhadkar-B3",
        source=f"{PAPER}: its Theorem 1 by another route, derived in ntksym (B3)",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge f_M(1) - S_M(d, \alpha), \quad S_M \text{ by packing, for every } n",
        hypotheses=("no two rows are parallel",),
        why="As B2; the lines within an angle s of x_i are alpha apart, so disjoint caps count them (Lemma P).",
        bound=_packed,
    ),
    Theorem(
        name="karhadkar-B",
        source=f"{PAPER}, Theorem 1 (its rate improved and its constants made explicit in ntksym)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(\tfrac12\kappa_0(R)) \ge \frac{q}{4\pi^{3/2}}, \ "
            r"\lambda_{\min}(\tfrac12\kappa_1(R)) \ge \frac{q^3}{24\pi^{3/2}}, \ "
            r"q = \frac{\delta}{\sqrt{\delta^2+\Lambda}}, \ "
            r"\Lambda = \min\{\log 2(n-1), (d-1)\log 3 + \log(2+2(d-1)\log 3)\}"
        ),
        hypotheses=("one hidden layer", "no two rows are parallel: delta > 0"),
        why="B1 or B3 with M = ceil(2 Lambda/delta^2), where every row sum of |t|^m, m >= M, is at most 1/2.",
        bound=_closed,
    ),
)
