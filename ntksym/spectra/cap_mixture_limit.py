r"""Mixtures of caps at small angles: what they prove about inf lambda_min over the angle as the angle goes to 0.

With caps of the angles beta_i alpha/2, 0 < beta_i <= 1, and weights tau_i >= 0 the argument of
:mod:`ntksym.spectra.cap_limit` gives, u(x) = sqrt(pi x/2) J_nu(x), nu = (n-1)/2, n = d and p = 1 (kappa1: d + 2 and 3),

    liminf c(alpha)/alpha^p >= c_0 sum_i tau_i beta_i^p / sup_{x>0} G(x),   G(x) = sum_i tau_i u(beta_i x)^2,

c_0 the limit for one cap if M_n were the limit 2^n Gamma((n+1)/2)^2/pi of the peaks of x^n S(x)^2.

*The supremum.*  u'' = -q u, q = 1 - (nu^2 - 1/4)/x^2, and q u^2 + u'^2 increases to 1 as x -> oo.  So where q > 0,
u^2 <= 1/q, which bounds G beyond X; and -(u^2)'' = 2 q u^2 - 2 u'^2 <= 2 everywhere, so that between two points of a
grid of step h the value of G is at most the larger of its neighbours' and (h^2/4) sum_i tau_i beta_i^2.

The weights are found by a float linear programme and taken as exact numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ntksym.balls.arb import arb, ball, lower, power, precision, upper
from ntksym.errors import InputError
from ntksym.spectra.cap_limit import front
from ntksym.spectra.cap_mixture import RADII, programme

STEP = Fraction(1, 16)
PERIODS = 24
BITS = 96
MOST_D = 128


@dataclass(frozen=True, slots=True)
class MixtureLimit:
    """The certified constant, and the weights (beta_i, tau_i)."""

    constant: Fraction
    weights: tuple[tuple[Fraction, Fraction], ...]


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
    >>> Fraction(118, 1000) < found.constant < Fraction(1331, 10000)
    True
    """
    if not 2 <= d <= MOST_D:
        raise InputError(f"d={d}", f"mixtures are computed for 2 <= d <= {MOST_D}", "give such a d, or caps=one")
    factor, n = front(kernel, d, L)
    weights, theta = _best(n, 3 if kernel == "kappa1" else 1)
    gain = sum((tau * beta ** (3 if kernel == "kappa1" else 1) for beta, tau in weights), Fraction(0))
    with precision(BITS + 8 * n):
        gamma = ball(Fraction(n + 1, 2)).gamma()
        peak = power(ball(2), n) * gamma * gamma  # pi times the limit of the peaks of x^n S^2
        return MixtureLimit(lower(ball(factor * gain / theta) / peak), weights)


@lru_cache(maxsize=64)
def _best(n: int, p: int) -> tuple[tuple[tuple[Fraction, Fraction], ...], Fraction]:
    """The weights for x^n S^2, and an upper bound of sup G."""
    square = Fraction(n * (n - 2), 4)  # nu^2 - 1/4
    last = (math.isqrt(math.ceil(square)) + PERIODS) * 3
    count = math.ceil(last / STEP)
    X = count * STEP
    with precision(BITS + 2 * n):
        tails = [1 / (1 - square / (beta * X) ** 2) for beta in RADII]
        rows = [[upper(_square(n, beta * STEP * j)) for j in range(1, count + 1)] for beta in RADII]
    slopes = [STEP**2 / 4 * beta**2 for beta in RADII]
    table = np.array([[*map(float, row), float(tail)] for row, tail in zip(rows, tails, strict=True)])
    shares = programme(table, np.array([float(beta**p) for beta in RADII]))
    chosen = [(tau, rows[i]) for i, tau in shares]
    peak = max(sum((tau * row[j] for tau, row in chosen), Fraction(0)) for j in range(count))
    between = peak + sum((tau * slopes[i] for i, tau in shares), Fraction(0))
    theta = max(between, sum((tau * tails[i] for i, tau in shares), Fraction(0)))
    return tuple((RADII[i], tau) for i, tau in shares), theta


def _square(n: int, x: Fraction) -> arb:
    """u(x)^2 = (pi x/2) J_nu(x)^2."""
    value = ball(x).bessel_j(ball(Fraction(n - 1, 2)))
    return arb.pi() * ball(x) / 2 * value * value
