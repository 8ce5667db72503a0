r"""Lip-E: the Lipschitz constants of a random network's feature maps, with every constant.

m_l = min(n_0..n_l), C_p(n) = 2 sum_{i<p} C(n-1, i) (2^n for n <= p) regions that n hyperplanes through 0 cut R^p
into, R_0 = 1, R_l = prod_{j <= l} C_{m_{j-1}}(n_j).  For independent N(0, 1) weights, but for a probability
delta_1 + ... + delta_k,

    |g_k|_Lip <= prod_{l <= k} min{ m_{l-1}^(1/2) + n_l^(1/2) + (2 log(R_{l-1}/delta_l))^(1/2),
                                    n_{l-1}^(1/2) + n_l^(1/2) + (2 log(1/delta_l))^(1/2) }.

*Proof.* Given the layers before l, J(g_l) = W_l^T A where A = D_{l-1} J(g_{l-1}) takes at most R_{l-1} values, of rank
at most m_{l-1} and norm at most |g_{l-1}|_Lip.  Chevet: E |W_l^T A| <= |A|_F + n_l^(1/2) |A|; |W_l^T A| is
|A|-Lipschitz in W_l; union over the values.  The second form bounds |W_l| itself.  QED.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), Theorem 6.2, whose proof bounds one fixed mask only; the
theorem here is the one of ntksym's notes (4.2), re-derived.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import comb

from ntksym.balls.arb import arb, ball, precision, upper
from ntksym.errors import InputError
from ntksym.networks.laws import BITS


def regions(n: int, p: int) -> int:
    """C_p(n): at most so many cones do n hyperplanes through 0 cut R^p into.

    Examples
    --------
    >>> regions(3, 2), regions(2, 5)
    (6, 4)
    """
    return 2**n if n <= p else 2 * sum(comb(n - 1, i) for i in range(p))


def lipschitz_law(shape: Sequence[int], failure: Fraction) -> Fraction:
    """A number that |g_k|_Lip exceeds with at most the failure probability, k = len(shape) - 1.

    Parameters
    ----------
    shape
        n_0..n_k.
    failure
        Split evenly over the layers.

    Examples
    --------
    >>> bool(767 < lipschitz_law((3, 5000, 3), Fraction(1, 100)) < 770)
    True
    """
    if len(shape) < 2 or min(shape) < 1:
        raise InputError(f"shape={tuple(shape)}", "widths are integers >= 1, at least two", "give e.g. (3, 100, 1)")
    if not 0 < failure < 1:
        raise InputError(f"failure={failure}", "a failure probability lies in (0, 1)", "give e.g. 1/100")
    k = len(shape) - 1
    with precision(BITS):
        total, patterns, rank = arb(1), arb(0), shape[0]  # log R_{l-1}, m_{l-1}
        each = ball(failure / k)
        for before, width in pairwise(shape):
            wide, thin = ball(width).sqrt(), ball(before).sqrt()
            by_masks = ball(rank).sqrt() + wide + (2 * (patterns - each.log())).sqrt()
            by_norm = thin + wide + (2 * -each.log()).sqrt()
            total = total * by_masks.min(by_norm)
            patterns = patterns + ball(regions(width, rank)).log()
            rank = min(rank, width)
        return upper(total)
