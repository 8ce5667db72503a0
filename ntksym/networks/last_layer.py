r"""FW-2: the first layer's part of the NTK of one hidden layer, by a matrix Chernoff bound over neurons.

Lambda = lambda_min of t kappa_0 with norms, n neurons with output weights a_j, N rows X.  The neurons with |a_j| <= c
alone give a matrix below the first layer's part: a sum of a_j^2 D_j X X^T D_j <= a_j^2 |X|^2 with mean a_j^2/2 of the
limit.  For Gaussian a_j and mu = E a^2 1[|a| <= c], but for a probability
exp(-n mu h(e')/c^2) + N exp(-h(e)(1 - e') n mu Lambda/(2 c^2 |X|^2)),

    lambda_min(K) > (1 - e)(1 - e') mu Lambda,    K the empirical NTK times 2/n.

For output weights +-1 there is nothing to drop: mu = c = 1, e' = 0.  For given output weights mu is the mean of
a_j^2 1[|a_j| <= c], and e' = 0.

SOURCE: ntksym's notes on Nguyen et al. (4.2), re-derived; Tropp, User-friendly tail bounds (2012), Theorem 1.1.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, ball, certainly_less_equal, lower, precision
from ntksym.balls.matrices import Floats
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
    return _fixed_part(data, width, Fraction(1), Fraction(1), failure)


def given_part(data: WideData, outputs: Floats, failure: Fraction) -> Fraction:
    """FW-2 for given output weights, L = 2, over the first layer's weights alone: the best c, one of the |a_j|.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> facts = WideData(dataset([[1, 0], [0, 1]]))
    >>> given_part(facts, np.ones(500), Fraction(1, 100)) == sign_part(facts, 500, Fraction(1, 100))
    True
    """
    sizes = np.sort(np.abs(outputs[outputs != 0]))
    if not sizes.size:
        raise TooNarrow("the output weights are 0")
    sums = np.cumsum(sizes**2)
    needs = sizes**2 * 2 * float(data.square) * math.log(data.n / float(failure)) / (2 * float(data.first) or 1.0)
    kept = [(1 - inverse_h(float(need / total))) * total for need, total in zip(needs, sums, strict=True)]
    most = int(np.argmax(kept))
    squares = sum((Fraction(v) ** 2 for v in sizes[: most + 1].tolist()), Fraction(0))
    return _fixed_part(data, outputs.size, squares / outputs.size, Fraction(float(sizes[most])) ** 2, failure)


def _fixed_part(data: WideData, width: int, mu: Fraction, c2: Fraction, failure: Fraction) -> Fraction:
    Lambda = 2 * data.first
    if Lambda <= 0:
        raise TooNarrow("t kappa_0 is not certainly positive definite on these data")
    need = 2 * float(c2 * data.square) * math.log(data.n / float(failure))
    e = inverse_h(need / (width * float(mu * Lambda)))
    if e >= 1:
        raise TooNarrow(f"width {width} is too small")
    with precision(BITS):
        rate = h(ball(Fraction(e))) * width * ball(mu * Lambda) / (2 * ball(c2 * data.square))
        if not certainly_less_equal(data.n * (-rate).exp(), ball(failure)):
            raise TooNarrow(f"width {width}: the choice found in floats is not certified")
    return (1 - Fraction(e)) * mu * Lambda
