r"""The exact laws of one input's norms in a random ReLU network, and their tails.

*Lemma 4.A.* W_l has independent N(0, 1) entries.  Write chi^2_Bin(n) for the sum of Bin(n, 1/2) independent chi^2_1.
Then for a fixed x != 0, with independent factors on the right,

    |f_k(x)|^2 = |x|^2 prod_{l <= k} chi^2_Bin(n_l),    |B_k(x)|^2 = prod_{k <= l < L} chi^2_Bin(n_l)    in law,

and |f_{k-1}(x)|^2, |B_k(x)|^2 are independent, so E K_ii = L |x_i|^2 prod_{l<L} n_l/2 exactly, at every width.

*Proof.* Given f_{l-1}, write a column of W_l as e (2b - 1) w with w Gaussian, e = sign <w, f_{l-1}> and b
Bernoulli(1/2) independent of w: it is Gaussian, and its neuron is active iff b = 1.  So W_l D_l = W D_b D_e; the signs
D_e go into the rows of W_{l+1}, Gaussian again.  Hence the norms have the law of a linear network with independent
masks.  QED.

*Tails.* E exp(-s b g^2) = (1 + (1 + 2s)^(-1/2))/2, so for every y > 0, with y^2 = 1 + 2s (y > 1 below, y < 1 above),

    P(chi^2_Bin(n) <= q n/2) <= exp(-n I),  I = -(y^2 - 1) q/4 - log((1 + 1/y)/2),    q < 1 < y,

and the same for P(chi^2_Bin(n) >= q n/2) with y < 1 < q; the best y solves y^2 (y + 1) = 2/q.

SOURCE: ntksym's notes on Nguyen et al., Lemma 4.A (it replaces their Lemmas 4.3, C.1, C.5 and C.6), re-derived.
"""

from __future__ import annotations

import math
from fractions import Fraction
from math import comb, prod

from ntksym.balls.arb import arb, ball, certainly_less, precision, upper
from ntksym.errors import InputError

BITS = 160
EXACT_WIDTH = 64  # up to here the law itself is summed


def best_y(q: Fraction) -> Fraction:
    """A rational near the root of y^2 (y + 1) = 2/q: any y on its side of 1 is allowed."""
    target, low, high = 2 / float(q), 1e-9, 1e9
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if middle * middle * (middle + 1) < target else (low, middle)
    return Fraction(low).limit_denominator(10**6)


def rate(q: Fraction) -> arb:
    """I(q) at a rational y, in balls: a valid rate whatever y is.

    Examples
    --------
    >>> print(rate(Fraction(1, 2)).str(6, radius=False))
    0.0364211
    """
    if q <= 0:
        raise InputError(f"q={q}", "a share of the mean is positive", "give e.g. 1/2")
    y = best_y(q)
    if (q < 1) != (y > 1):
        return arb(0)
    return -ball((y * y - 1) * q / 4) - ((1 + 1 / ball(y)) / 2).log()


def lower_tail(n: int, q: Fraction) -> Fraction:
    """At least P(chi^2_Bin(n) <= q n/2): the law itself for small n, else exp(-n I(q)); 0 < q < 1.

    Examples
    --------
    >>> float(lower_tail(1, Fraction(1, 2))) > 0.5, float(lower_tail(400, Fraction(1, 2))) < 1e-6
    (True, True)
    """
    if not 0 < q < 1:
        raise InputError(f"q={q}", "the lower tail is below the mean", "give 0 < q < 1")
    with precision(BITS):
        if n <= EXACT_WIDTH:
            return min(upper(_cdf(n, q * n / 2)), Fraction(1))
        return _decay(n * rate(q))


def _decay(exponent: arb) -> Fraction:
    """At least exp(-exponent), at most 1; not below 2^-7000, so that its fraction stays short."""
    return Fraction(1, 2**7000) if certainly_less(arb(5000), exponent) else min(upper((-exponent).exp()), Fraction(1))


def _cdf(n: int, x: Fraction) -> arb:
    """P(chi^2_Bin(n) <= x) = 2^-n (1 + sum_j C(n, j) P(chi^2_j <= x)), x > 0."""
    half, total = ball(x / 2), arb(1)
    for j in range(1, n + 1):
        total = total + comb(n, j) * half.gamma_lower(arb(j) / 2, regularized=1)
    return total * ball(Fraction(1, 2**n))


def upper_tail(n: int, q: Fraction) -> Fraction:
    """At least P(chi^2_Bin(n) >= q n/2), q > 1: exp(-n I(q)).

    Examples
    --------
    >>> float(upper_tail(400, Fraction(2))) < 1e-6
    True
    """
    if not q > 1:
        raise InputError(f"q={q}", "the upper tail is above the mean", "give q > 1")
    with precision(BITS):
        return _decay(n * rate(q))


def share(n: int, failure: Fraction, *, above: bool = False) -> Fraction | None:
    """The best share q with tail at most ``failure``, by bisection of the certified tail; None if there is none.

    Examples
    --------
    >>> q = share(1000, Fraction(1, 100))
    >>> bool(Fraction(3, 4) < q < 1), lower_tail(1000, q) <= Fraction(1, 100)
    (True, True)
    """
    tail = upper_tail if above else lower_tail
    far, near = (Fraction(1000), Fraction(1)) if above else (Fraction(1, 10**6), Fraction(1))
    if tail(n, far) > failure:
        return None
    for _ in range(24):
        middle = (far + near) / 2
        far, near = (middle, near) if tail(n, middle) <= failure else (far, middle)
    return far


def expected_diagonal(norm2: Fraction, hidden: tuple[int, ...]) -> Fraction:
    """E K_ii = L |x_i|^2 prod n_l/2, exactly.

    Examples
    --------
    >>> expected_diagonal(Fraction(1), (4, 6))
    Fraction(18, 1)
    """
    return (len(hidden) + 1) * norm2 * prod((Fraction(n, 2) for n in hidden), start=Fraction(1))
