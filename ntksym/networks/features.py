r"""FW-1: how well the first hidden layer's features keep their limit's smallest eigenvalue.

F holds N fixed feature rows, w is N(0, I), lambda = lambda_min(E relu(F w) relu(F w)^T), h(e) = e + (1 - e) log(1 - e).
Let a > 0, m = |F|_F/sqrt 2, t = m + a |F|, eta = (t^2 + 2 |F|^2 + 2 m |F|/a) exp(-a^2/2)/lambda < 1.  Of n neurons,
but for a probability N exp(-h(e) (1 - eta) n lambda/t^2),

    lambda_min(relu(F W) relu(F W)^T) > (1 - e)(1 - eta) n lambda.

*Proof.* w -> |relu(F w)| is |F|-Lipschitz with mean at most m, so it exceeds m + u with probability at most
exp(-u^2/(2 |F|^2)), and E |relu(F w)|^2 beyond t is at most eta lambda.  The truncated rank-one summands are at most
t^2: Tropp's matrix Chernoff bound.  QED.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), Lemma 5.2, corrected (its proof multiplies probabilities of
nested events); ntksym's notes (4.2); Tropp, User-friendly tail bounds (2012), Theorem 1.1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from ntksym.balls.arb import ball, certainly_less_equal, certainly_positive, lower, precision
from ntksym.networks.laws import BITS, share
from ntksym.networks.wide_data import TooNarrow, WideData, h, inverse_h


@dataclass(frozen=True)
class Layer:
    """The law of one wide layer over fixed features: N, |F|_F^2 from above, |F|^2 from above, lambda from below."""

    n: int
    frobenius2: Fraction
    square: Fraction
    eigenvalue: Fraction


def layer_share(layer: Layer, width: int, failure: Fraction) -> Fraction:
    """(1 - e)(1 - eta) of FW-1 with the best a and e found, certified: the failure is at most ``failure``.

    Raises
    ------
    TooNarrow
        If no choice works: the width is too small.
    """
    if layer.eigenvalue <= 0:
        raise TooNarrow("the limit of the features is not certainly positive definite")
    m, s, lam = (math.sqrt(float(layer.frobenius2) / 2), math.sqrt(float(layer.square)), float(layer.eigenvalue))
    best, chosen = 0.0, (0.0, 0.0)
    for a in (x / 8 for x in range(8, 161)):
        t = m + a * s
        eta = (t * t + 2 * s * s + 2 * m * s / a) * math.exp(-a * a / 2) / lam
        if eta < 1:
            e = inverse_h(math.log(layer.n / float(failure)) * t * t / ((1 - eta) * width * lam))
            if (1 - e) * (1 - eta) > best:
                best, chosen = (1 - e) * (1 - eta), (a, e)
    if not best:
        raise TooNarrow(f"width {width} is too small: no a and e keep the failure below {failure}")
    return _certified_share(layer, width, failure, *map(Fraction, chosen))


def _certified_share(layer: Layer, width: int, failure: Fraction, a: Fraction, e: Fraction) -> Fraction:
    with precision(BITS):
        m, s, lam = (ball(layer.frobenius2) / 2).sqrt(), ball(layer.square).sqrt(), ball(layer.eigenvalue)
        t = m + ball(a) * s
        eta = (t * t + 2 * s * s + 2 * m * s / ball(a)) * ball(-a * a / 2).exp() / lam
        chance = layer.n * (-h(ball(e)) * (1 - eta) * width * lam / (t * t)).exp()
        if not (certainly_positive(1 - eta) and certainly_less_equal(chance, ball(failure))):
            raise TooNarrow(f"width {width}: the choice found in floats is not certified")
        return lower((1 - ball(e)) * (1 - eta))


def first_layer(data: WideData) -> Layer:
    """The data themselves as features."""
    return Layer(data.n, data.frobenius2, data.square, data.features)


def feature_part(data: WideData, hidden: tuple[int, ...], failure: Fraction) -> Fraction:
    """FW-1 and Lemma 4.A, FW-3 (a): the second layer's weights' part; behind the first layer widths are arbitrary."""
    behind = hidden[1:]
    kept = layer_share(first_layer(data), hidden[0], failure / 2 if behind else failure)
    return 2 * kept * data.features * gradient_shares(data.n, behind, failure / 2)


def gradient_shares(n: int, widths: tuple[int, ...], failure: Fraction) -> Fraction:
    """Prod q_l with min_i |B(x_i)|^2 >= prod q_l n_l/2, but for ``failure``."""
    total = Fraction(1)
    for width in widths:
        q = share(width, failure / (n * len(widths)))
        if q is None:
            raise TooNarrow(f"width {width} is too small for {n} rows at this failure probability")
        total *= q
    return total
