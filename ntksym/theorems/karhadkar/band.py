r"""Theorem A: the paper's route (harmonics of one parity, addition formula, Gershgorin), repaired and explicit.

Telescoping (k+lam)/lam C_k^lam = C_k^(lam+1) - C_{k-2}^(lam+1), lam = (d-2)/2, the addition formula of a whole band is

    sum_{k <= K, k = K mod 2} N_k P_k = C_K^nu,    nu = d/2,    C_K^nu(1) = N_{<=K} = binom(K+d-1, d-1).

u = sin^nu C_K^nu(cos) solves u'' + phi u = 0, phi = (K+nu)^2 - nu(nu-1)/sin^2; the energy W = u'^2 + phi u^2 has
W' = phi' u^2 >= 0 on (0, pi/2], so u^2 <= W(pi/2)/phi where phi > 0 (Lemma W): with phi_K = phi(alpha)

    |C_K^nu(t_ij)| <= beta_K sin(theta_ij)^(-nu),    beta_K = top_K/sqrt(phi_K),    top_K^2 = W(pi/2),
    K odd: top_K = 2 Gamma((K+1)/2+nu)/(Gamma(nu) Gamma((K+1)/2)),
    K even: top_K = sqrt((K+nu)^2 - nu(nu-1)) Gamma(K/2+nu)/(Gamma(nu) Gamma(K/2+1)),

and lambda_min(C_K^nu(R)) >= N_{<=K} - S beta_K for S >= max_i sum_{j != i} sin(theta_ij)^(-nu): (n-1) sin(alpha)^(-nu),
or Lemma P's bound, or the data's row sums.  kappa_0/2 has mu_k = h_k^2 in odd degrees, kappa_1/2 has d r_k^2 in even
ones, both falling in k, hence (by Abel summation for A')

    lambda_min >= max_K m_K (N_{<=K} - S beta_K),                  m_K = h_K^2 resp. d r_K^2,               (A)
    lambda_min >= sum_K (m_K - m_{K+2}) (N_{<=K} - S beta_K)_+,    any finite partial sum.                  (A')

t kappa_0 has at least kappa_0's bound (Schur), Theta_2 the sum of both.

The paper's proof drops the sum over j != i in Gershgorin's theorem (its Lemma on matrices of harmonics is false as
stated: the regular simplex) and a factor R + 1 in its Lemma 4 (false as stated).

SOURCE: Karhadkar et al., proof of Theorem 1, repaired in ntksym's notes (4A, E1, E2); Szego, Orthogonal Polynomials,
(4.7.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np

from ntksym.balls.arb import arb, ball, certainly_less, certainly_positive, lower, power, precision, upper
from ntksym.balls.rounding import up
from ntksym.spectra.cap import density
from ntksym.theorems.facts import BITS, Facts, downwards
from ntksym.theorems.karhadkar.separation import packing
from ntksym.theorems.karhadkar.source import PAPER, line_angle, shallow
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

LARGEST_K = 1 << 14


@dataclass(frozen=True, slots=True)
class Band:
    """One K: m_K - m_{K+2}, m_K and N_{<=K} - S beta_K."""

    K: int
    step: arb
    mass: arb
    gershgorin: arb


def sine_power(sine: arb, d: int) -> arb:
    """sin^(d/2)."""
    root = power(sine, d // 2)
    return root * sine.sqrt() if d % 2 else root


def row_sum(facts: Facts, alpha: Fraction) -> tuple[arb, str]:
    """S, and which of its three bounds is the least."""
    d, lines = facts.d, packing(facts.n, facts.d, alpha)
    values = [1 / sine_power(ball(s).sin(), d) for s in lines.angles]
    found = {
        "n-1": (facts.n - 1) * values[0],
        "packing": lines.bound(values),
    }
    if facts.rho.hi < 1:
        found["rows"] = _data_row_sum(facts) * values[0]
    best = min(found, key=lambda name: upper(found[name]))
    return found[best], best


def _data_row_sum(facts: Facts) -> arb:
    """max_i sum_{j != i} (sin alpha/sin theta_ij)^nu from the rows, in which no |t_ij| is above rho = cos alpha.

    phi(x) = ((1 - rho^2)/(1 - x^2))^(nu/2) is convex and non-decreasing with phi(rho) = 1: below rho its chords, on the
    bin that holds rho the chord to rho prolonged, and 1 beyond.
    """
    nodes, rho = facts.rows.nodes, ball(facts.rho.hi)
    front = (1 - rho) * (1 + rho)
    base, rise = np.ones(len(nodes) - 1), np.zeros(len(nodes) - 1)
    below = int(np.searchsorted(nodes, downwards(facts.rho.hi), side="right"))  # nodes[:below] <= rho
    exact = [arb(x) for x in nodes[:below].tolist()]
    values = [
        sine_power((front / ((1 - x) * (1 + x))).sqrt(), facts.d) if certainly_less(x, rho) else arb(1) for x in exact
    ]
    for g in range(min(below, len(base))):
        base[g] = min(up(values[g]), 1.0)
        if g + 1 < below:
            rise[g] = max(up(values[g + 1] - values[g]), 0.0)
        elif certainly_less(exact[g], rho):
            width = arb(float(nodes[g + 1])) - exact[g]
            rise[g] = max(up((1 - values[g]) * width / (rho - exact[g])), 0.0)
    return arb(float(facts.rows.sums(base, rise).max()))


def bands(d: int, alpha: Fraction, S: arb, parity: int) -> Iterator[Band]:
    """Every K of a parity, in order; those with phi(alpha) not certainly positive count as 0."""
    sine = ball(alpha).sin()
    barrier, equator = arb(d * (d - 2)) / (sine * sine), d * (d - 2)  # both times 4, as phi below
    first = density(d) / (d - 1)  # h_1 = Gamma(d/2)/(2 sqrt(pi) Gamma((d+1)/2)), r_0 = h_1
    square, K, count = first * first, parity, arb(d if parity else 1)
    # Gamma((K+1)/2 + nu)/(Gamma(nu) Gamma((K+1)/2)) at K = 1; Gamma(K/2 + nu)/(Gamma(nu) Gamma(K/2 + 1)) at K = 0
    ratio, scale = (arb(d) / 2, 1) if parity else (arb(1), d)
    while True:
        phi, rest = (2 * K + d) ** 2 - barrier, arb(0)
        if certainly_positive(phi):
            top = 4 * ratio if parity else ratio * arb((2 * K + d) ** 2 - equator).sqrt()
            rest = count - S * top / phi.sqrt()
        quotient = arb(K) / (K + d) if parity else arb(abs(K - 1)) / (K + d + 1)
        after = square * quotient * quotient
        yield Band(K, scale * (square - after), scale * square, rest)
        count = count * ((K + d) * (K + d + 1)) / ((K + 1) * (K + 2))
        ratio = ratio * (K + d + 1) / (K + 1) if parity else ratio * (K + d) / (K + 2)
        square, K = after, K + 2


def _both(d: int, alpha: Fraction, S: arb, parity: int) -> tuple[tuple[Fraction, int], tuple[Fraction, int]]:
    """((A), its K), ((A'), its last K) for kappa_0/2 (odd) or kappa_1/2 (even)."""
    single, at, total, last = arb(0), 0, arb(0), 0
    shown, checkpoint = Fraction(0), 64
    for band in bands(d, alpha, S, parity):
        if certainly_positive(band.gershgorin):
            value = band.mass * band.gershgorin
            if certainly_less(single, value):
                single, at = value, band.K
            total += band.step * band.gershgorin
            last = band.K
        if checkpoint <= band.K:  # each time K doubles: stop where that gains little
            now = lower(total)
            if band.K >= LARGEST_K or (shown > 0 and now < shown * Fraction(101, 100)):
                break
            shown, checkpoint = now, 2 * checkpoint
    return (lower(single), at), (max(lower(total), Fraction(0)), last)


def _all_bands(facts: Facts, name: str) -> tuple[str, dict[int, tuple[tuple[Fraction, int], tuple[Fraction, int]]]]:
    """The row sum's name, and (A) and (A') for each parity that the kernel has."""
    alpha = line_angle(facts)
    with precision(BITS + 64):
        S, route = row_sum(facts, alpha)
        if not certainly_positive(_last(facts.d, alpha, S)):
            raise NotApplicable(f"N_K <= S beta_K at K = {LARGEST_K}: the lines are too many or too close")
        return route, {p: _both(facts.d, alpha, S, p) for p in ((1, 0) if name == "ntk" else (int(name != "kappa1"),))}


def _last(d: int, alpha: Fraction, S: arb) -> arb:
    """N_{<=K} - S beta_K for the largest K, odd: with it falls beta_K/N_{<=K}, nearly as K^(-d/2)."""
    K, half = LARGEST_K - 1, Fraction(LARGEST_K, 2)
    sine = ball(alpha).sin()
    phi = (2 * K + d) ** 2 - arb(d * (d - 2)) / (sine * sine)
    top = 4 * (ball(half + Fraction(d, 2)).lgamma() - ball(half).lgamma() - ball(Fraction(d, 2)).lgamma()).exp()
    return ball(comb(K + d - 1, d - 1)) - S * top / phi.sqrt()


def _bounds(facts: Facts, which: int) -> Found:
    name, factor = shallow(facts)
    route, found = facts.once("bands", lambda: _all_bands(facts, name))
    parts = {parity: both[which] for parity, both in found.items()}
    bound = sum((value for value, _ in parts.values()), Fraction(0))
    if bound <= 0:
        raise NotApplicable(f"N_K <= S beta_K for every K <= {LARGEST_K}: the lines are too many or too close")
    return Found(lower=2 * factor * bound, proof={"S": route, "K": ", ".join(str(K) for _, K in parts.values())})


THEOREMS = (
    Theorem(
        name="karhadkar-A",
        source=f"{PAPER}, Theorem 1 (its proof, repaired: the sum in Gershgorin's theorem)",
        origin="repaired",
        statement=(
            r"\lambda_{\min}(\tfrac12\kappa_0(R)) \ge \max_{K \text{ odd}} h_K^2 "
            r"\Bigl(\tbinom{K+d-1}{d-1} - S \beta_K\Bigr), \quad S \ge \max_i \sum_{j\ne i} (\sin\theta_{ij})^{-d/2}"
        ),
        hypotheses=("one hidden layer", "no two rows are parallel", "some band has more harmonics than its row sum"),
        why="One band of harmonics, its addition formula in closed form, Sonin's energy, Gershgorin's circles.",
        bound=lambda facts: _bounds(facts, 0),
    ),
    Theorem(
        name="karhadkar-A'",
        source=f"{PAPER}, Theorem 1 by its own route, all bands at once; derived in ntksym (A')",
        origin="derived",
        statement=(
            r"\lambda_{\min}(\tfrac12\kappa_0(R)) \ge \sum_{K \text{ odd}} (h_K^2 - h_{K+2}^2) "
            r"\Bigl(\tbinom{K+d-1}{d-1} - S \beta_K\Bigr)_+"
        ),
        hypotheses=("one hidden layer", "no two rows are parallel", "some band has more harmonics than its row sum"),
        why="As A, with Abel summation over the bands.",
        bound=lambda facts: _bounds(facts, 1),
    ),
)
