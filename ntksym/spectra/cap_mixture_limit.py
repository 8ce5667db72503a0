r"""Mixtures of caps at small angles: what they prove about inf lambda_min over the angle as the angle goes to 0.

With caps of the angles beta_i alpha/2, 0 < beta_i <= 1, and weights tau_i > 0 the argument of
:mod:`ntksym.spectra.cap_limit` gives, u(x) = sqrt(pi x/2) J_nu(x), nu = (n-1)/2, n = d and p = 1 (kappa1: d + 2 and 3),

    liminf c(alpha)/alpha^p >= c_0 sum_i tau_i beta_i^p / theta

where c_0 is the limit for one cap if M_n were the limit 2^n Gamma((n+1)/2)^2/pi of the peaks of x^n S(x)^2, and

    G(x) = sum_i tau_i u(beta_i x)^2 <= theta for 0 < x <= X,    sum_i tau_i/q(beta_i X) <= theta,

q(x) = 1 - (nu^2 - 1/4)/x^2: for k alpha/2 -> x the sum sum_i s_i chi_{b_i,k}^2/mu_k of ``cap_mixture``, with s_i =
tau_i b_i^(2-d) (kappa1: b_i^-d), tends to a multiple of G(x), uniformly for bounded x, and for k alpha/2 >= X the sum
of Sonin's bounds in ``cap_minorant`` tends to the same multiple of the sum of the tau_i/q(beta_i X).

*The head.*  u'' = -q u, so (q u^2 + u'^2)' = q' u^2 >= 0, and q u^2 + u'^2 tends to 1: it is at most 1.  Hence -(u^2)''
= 2 q u^2 - 2 u'^2 is at most 2, and at most 0 where q <= 0 (derivations/cap_mixture.py).  A function f with -f'' <= 2 C
on [a, b] is at most max(f(a), f(b)) + C (b-a)^2/4: so G is bounded on a piece, with C the sum of the tau_i beta_i^2 for
which q(beta_i b) > 0.  Pieces that this does not settle are halved.

The weights are found by a float linear programme, to which the peaks between the points of its grid are added, and are
taken as exact numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ntksym.balls.arb import arb, ball, lower, power, precision, upper
from ntksym.balls.matrices import Floats
from ntksym.errors import InputError
from ntksym.spectra.cap_limit import front
from ntksym.spectra.cap_mixture import RADII, programme

FINE = 64  # points of the table for each unit of x
COARSE = 16  # the first programme has every 16th of them
ROUNDS = 12
PERIODS = 24
LONG = 6  # X is so many times nu and the periods
BITS = 96
MOST_D = 128
SLACK = Fraction(1, 2**20)  # by which theta may be above the least one

Weights = tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class MixtureLimit:
    """The certified constant, the weights (beta_i, tau_i), and the end X of the head."""

    constant: Fraction
    weights: Weights
    X: int


def mixture_limit(kernel: str, d: int, L: int = 2) -> MixtureLimit:
    """A lower bound of liminf inf lambda_min/alpha (kappa1: /alpha^3) as the separation alpha of lines goes to 0.

    Parameters
    ----------
    kernel, L
        As for :func:`ntksym.spectra.cap_limit.cap_limit`.
    d
        The dimension, 2 to 128.

    Examples
    --------
    >>> found = mixture_limit("kappa0", 3)
    >>> Fraction(1187, 10000) < found.constant < Fraction(1331, 10000)
    True
    """
    if not 2 <= d <= MOST_D:
        raise InputError(f"d={d}", f"mixtures are computed for 2 <= d <= {MOST_D}", "give such a d, or caps=one")
    factor, n = front(kernel, d, L)
    p = 3 if kernel == "kappa1" else 1
    weights, X, theta = _best(n, p)
    gain = sum((tau * beta**p for beta, tau in weights), Fraction(0))
    with precision(BITS + 8 * n):
        gamma = ball(Fraction(n + 1, 2)).gamma()
        peak = power(ball(2), n) * gamma * gamma  # pi times the limit of the peaks of x^n S^2
        return MixtureLimit(lower(ball(factor * gain / theta) / peak), weights, X)


@lru_cache(maxsize=64)
def _best(n: int, p: int) -> tuple[Weights, int, Fraction]:
    """The weights for x^n S^2, the end of the head, and theta."""
    X = (math.isqrt(n * (n - 2) // 4) + 1 + PERIODS) * LONG
    weights = _weights(n, p, X)
    return weights, X, theta_of(n, weights, X)


def _weights(n: int, p: int, X: int) -> Weights:
    table, tails = _table(n, X), np.array([float(_tail(n, beta, X)) for beta in RADII])
    gains = np.array([float(beta**p) for beta in RADII])
    columns = np.zeros(table.shape[1], dtype=bool)
    peaks = np.arange(table.shape[1]) % COARSE == 0
    shares: list[tuple[int, Fraction]] = []
    for _ in range(ROUNDS):
        if not peaks.any():
            break
        columns |= peaks
        shares = programme(np.column_stack([table[:, columns], tails]), gains)
        heights = np.pad(sum(float(share) * table[i] for i, share in shares), 1)
        here = heights[1:-1]
        peaks = (here > 1 + float(SLACK)) & (here >= heights[:-2]) & (here >= heights[2:]) & ~columns
    return tuple((RADII[i], share) for i, share in shares)


def _table(n: int, X: int) -> Floats:
    """The table u(beta x)^2 in float64, for guesses only: a row for each of the radii."""
    from scipy.special import jv

    x = np.arange(1, FINE * X + 1) / FINE
    return np.array([math.pi / 2 * float(beta) * x * jv((n - 1) / 2, float(beta) * x) ** 2 for beta in RADII])


def _tail(n: int, beta: Fraction, X: int) -> Fraction:
    """1/q(beta X)."""
    return 1 / (1 - Fraction(n * (n - 2), 4) / (beta * X) ** 2)


def theta_of(n: int, weights: Weights, X: int) -> Fraction:
    """A theta that is proved, at most 1 + 2^-20 times the least one."""
    square = Fraction(n * (n - 2), 4)
    best = sum((tau * _tail(n, beta, X) for beta, tau in weights), Fraction(0))
    with precision(BITS + 2 * n):
        pieces = [(Fraction(0), Fraction(0), Fraction(X), _height(n, weights, Fraction(X)))]
        while pieces:
            a, low, b, high = pieces.pop()
            best = max(best, low, high)
            bend = sum((tau * beta**2 for beta, tau in weights if (beta * b) ** 2 > square), Fraction(0))
            if max(low, high) + bend * (b - a) ** 2 / 4 > best * (1 + SLACK):
                middle = (a + b) / 2
                value = _height(n, weights, middle)
                pieces += [(middle, value, b, high), (a, low, middle, value)]
    return best * (1 + SLACK)


def _height(n: int, weights: Weights, x: Fraction) -> Fraction:
    """An upper bound of G(x)."""
    return upper(sum((ball(tau) * _square(n, beta * x) for beta, tau in weights), arb(0)))


def _square(n: int, x: Fraction) -> arb:
    """Enclose u(x)^2 = (pi x/2) J_nu(x)^2."""
    value = ball(x).bessel_j(ball(Fraction(n - 1, 2)))
    return arb.pi() * ball(x) / 2 * value * value
