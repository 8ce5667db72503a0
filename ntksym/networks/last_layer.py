r"""FW-2: the first layer's part of the NTK of one hidden layer, by a matrix Chernoff bound over neurons.

Lambda = lambda_min of t kappa_0 with norms, n neurons with output weights a_j, N rows X.  The neurons with |a_j| <= c
alone give a matrix below the first layer's part: a sum of a_j^2 D_j X X^T D_j <= a_j^2 |X|^2 with mean a_j^2/2 of the
limit.  For Gaussian a_j and mu = E a^2 1[|a| <= c], but for a probability
exp(-n mu h(e')/c^2) + N exp(-h(e)(1 - e') n mu Lambda/(2 c^2 |X|^2)),

    lambda_min(K) > (1 - e)(1 - e') mu Lambda,    K the empirical NTK times 2/n.

For output weights +-1 there is nothing to drop: mu = c = 1, e' = 0.

SOURCE: ntksym's notes on Nguyen et al. (4.2), re-derived; Tropp, User-friendly tail bounds (2012), Theorem 1.1.
"""

from __future__ import annotations

import math
from fractions import Fraction

from ntksym.balls.arb import arb, ball, certainly_less_equal, lower, precision
from ntksym.networks.laws import BITS
from ntksym.networks.wide_data import TooNarrow, WideData, h, inverse_h


def truncated_mean(c2: Fraction) -> arb:
    """Mu = E a^2 1[a^2 <= c^2] = erf(c/sqrt 2) - c sqrt(2/pi) exp(-c^2/2), a standard Gaussian.

    Examples
    --------
    >>> with precision(60):
    ...     print(truncated_mean(Fraction(1)).str(8, radius=False))
    0.19874804
    """
    c = ball(c2).sqrt()
    erf = ball(c2 / 2).gamma_lower(arb(1) / 2, regularized=1)
    return erf - c * (2 / arb.pi()).sqrt() * ball(-c2 / 2).exp()


def slope_part(data: WideData, width: int, failure: Fraction) -> Fraction:
    """FW-2 for Gaussian output weights, L = 2: the first layer's part."""
    Lambda = 2 * data.first
    if Lambda <= 0:
        raise TooNarrow("t kappa_0 is not certainly positive definite on these data")
    best, chosen = 0.0, (Fraction(1), 0.0, 0.0)
    with precision(60):
        means = [(Fraction(step, 4), float(truncated_mean(Fraction(step, 4)))) for step in range(2, 49)]
    for c2, mu in means:
        one = inverse_h(float(c2) * math.log(10 / float(failure)) / (width * mu))
        if one < 1:
            need = 2 * float(c2) * float(data.square) * math.log(data.n / (0.9 * float(failure)))
            two = inverse_h(need / ((1 - one) * width * mu * float(Lambda)))
            if (1 - one) * (1 - two) * mu > best:
                best, chosen = (1 - one) * (1 - two) * mu, (c2, one, two)
    if not best:
        raise TooNarrow(f"width {width} is too small")
    c2, e1, e2 = chosen[0], ball(Fraction(chosen[1])), ball(Fraction(chosen[2]))
    with precision(BITS):
        mu_ball = truncated_mean(c2)
        first = (-width * mu_ball * h(e1) / ball(c2)).exp()
        kept = width * mu_ball * ball(Lambda) * (1 - e1)
        second = data.n * (-h(e2) * kept / (2 * ball(c2 * data.square))).exp()
        if not certainly_less_equal(first + second, ball(failure)):
            raise TooNarrow(f"width {width}: the choice found in floats is not certified")
        return lower((1 - e1) * (1 - e2) * mu_ball * ball(Lambda))


def sign_part(data: WideData, width: int, failure: Fraction) -> Fraction:
    """FW-2 for output weights +-1, L = 2."""
    Lambda = 2 * data.first
    if Lambda <= 0:
        raise TooNarrow("t kappa_0 is not certainly positive definite on these data")
    e = inverse_h(2 * float(data.square) * math.log(data.n / float(failure)) / (width * float(Lambda)))
    if e >= 1:
        raise TooNarrow(f"width {width} is too small")
    with precision(BITS):
        chance = data.n * (-h(ball(Fraction(e))) * width * ball(Lambda) / (2 * ball(data.square))).exp()
        if not certainly_less_equal(chance, ball(failure)):
            raise TooNarrow(f"width {width}: the choice found in floats is not certified")
    return (1 - Fraction(e)) * Lambda
