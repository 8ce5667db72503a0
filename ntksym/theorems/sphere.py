r"""Independent uniform directions: how large their cosines get, in balls.

For independent x, y, uniform on S^(d-1), t = <x, y> has t^2 ~ Beta(1/2, (d-1)/2), so with I the regularised incomplete
Beta function and q(a) = P(|t| >= cos a),

    P(|t| >= s) = I_{1-s^2}((d-1)/2, 1/2) <= (1 - s^2)^((d-1)/2) <= 2 exp(-d s^2/2),
    E |t|^p = Gamma(d/2) Gamma((p+1)/2)/(sqrt(pi) Gamma((d+p)/2)),
    E |t|^p 1[|t| <= s] = E |t|^p I_{s^2}((p+1)/2, (d-1)/2).

*The inequalities.* Beta(a, b) with b <= 1 is stochastically larger than Beta(a, 1), whose distribution function is x^a;
and (1 - s^2)^((d-1)/2) <= exp(-d s^2/2) exp(s^2/2), with exp(1/2) < 2.  The union over the binom(n, 2) pairs gives each
of the cosines below probability at least 1 - failure.  Gaussian points have uniform directions, independent of norms.

SOURCE: ntksym's notes on the slides, 1.2, and on Nguyen et al., Theorem B, re-derived.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb

from ntksym.balls.arb import arb, ball, certainly_less, certainly_less_equal, fmpq, precision, upper
from ntksym.balls.exact import ExactReal
from ntksym.spectra.cap import measure_ball
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.theorem import NotApplicable

LAWS = ("sphere", "gaussian")
STEPS = 40
RIGHT_ANGLE = Fraction(157, 100)  # just below pi/2
QUARTER_TURN = ExactReal(Fraction(1, 2), times_pi=True)


def uniform_directions(facts: Facts) -> Fraction:
    """The failure probability granted, where somebody has asserted independent uniform directions.

    The claim is about the directions alone: the norms are the data's own, whatever their law.
    """
    if facts.setting.distribution not in LAWS:
        raise NotApplicable("stated for independent uniform directions, which nobody has asserted of this data")
    if facts.d < 2:
        raise NotApplicable("dimension 1: all points lie on one line")
    return facts.setting.failure


def absolute_moments(d: int, count: int) -> list[arb]:
    """E |t|^p for p = 0, ..., count - 1, by E |t|^(p+2) = E |t|^p (p+1)/(p+d).

    Examples
    --------
    >>> [x.str(5, radius=False) for x in absolute_moments(3, 4)]  # |t| is uniform: 1/(p+1)
    ['1.0000', '0.50000', '0.33333', '0.25000']
    """
    found = [arb(1), arb.gamma_fmpq(fmpq(d, 2)) / (arb.pi().sqrt() * arb.gamma_fmpq(fmpq(d + 1, 2)))]
    for p in range(count - 2):
        found.append(found[p] * (p + 1) / (p + d))
    return found[:count]


def kept_share(d: int, p: int, s: Fraction) -> arb:
    """The share of E |t|^p that |t| <= s < 1 leaves.

    Examples
    --------
    >>> print(kept_share(3, 1, Fraction(1, 2)).str(5, radius=False))  # s^(p+1)
    0.25000
    """
    return ball(s * s).beta_lower(ball(Fraction(p + 1, 2)), ball(Fraction(d - 1, 2)), 1)


def share(d: int, angle: Fraction) -> arb:
    """q(s), the share of the projective space of R^d within the angle s of a line.

    Examples
    --------
    >>> print(share(2, Fraction(1)).str(10, radius=False))  # 2/pi
    0.6366197724
    """
    if not certainly_less(ball(angle), QUARTER_TURN.ball):
        return arb(1)
    return 2 * measure_ball(d, ExactReal(angle))


def least_line_angle(n: int, d: int, failure: Fraction) -> Fraction:
    """An angle a with binom(n, 2) q(a) <= failure, nearly the largest.

    Examples
    --------
    >>> a = least_line_angle(2, 2, Fraction(1, 100))  # q(a) = 2a/pi
    >>> 0.0157 < a < 0.01571
    True
    """
    with precision(BITS + 2 * d):

        def fits(angle: Fraction) -> bool:
            return certainly_less_equal(comb(n, 2) * share(d, angle), ball(failure))

        return bisect(fits)


def bisect(holds: Callable[[Fraction], bool]) -> Fraction:
    """Nearly the largest angle in (0, RIGHT_ANGLE] for which a property that is lost as the angle grows holds."""
    low = RIGHT_ANGLE
    while not holds(low):
        low /= 2
    high = min(2 * low, RIGHT_ANGLE)
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def largest_cosine(n: int, d: int, failure: Fraction) -> Fraction:
    """A cosine that max |t_ij| exceeds with probability at most ``failure``: the union bound's root, nearly.

    Examples
    --------
    >>> 0.81537 < largest_cosine(10, 10, Fraction(1, 10)) < 0.81538
    True
    """
    angle = least_line_angle(n, d, failure)
    with precision(BITS + 2 * d):
        return min(upper(ball(angle).cos()), Fraction(1))


def elementary_cosine(n: int, d: int, failure: Fraction) -> Fraction:
    """The same without tables: sqrt(1 - (failure/binom(n, 2))^(2/(d-1))) < 1.

    Examples
    --------
    >>> 0.86181 < elementary_cosine(10, 10, Fraction(1, 10)) < 0.86182
    True
    """
    with precision(BITS):
        share = ball(failure / comb(n, 2)).log() * 2 / (d - 1)
        return min(upper((-share.expm1()).sqrt()), Fraction(1))


def levy_cosine(n: int, d: int, failure: Fraction) -> Fraction:
    """The slides' C sqrt(log(n/failure)/d) with C = 2: at least 1, and so empty, for d <= 4 log(n/failure).

    n^2 exp(-d t^2/2) <= failure where d t^2 = 4 log(n/failure) >= 2 log(n^2/failure).

    Examples
    --------
    >>> 0.1743 < levy_cosine(100, 1000, Fraction(1, 20)) < 0.1744
    True
    """
    with precision(BITS):
        return upper((4 * ball(n / failure).log() / d).sqrt())


def least_square(n: int, d: int, failure: Fraction) -> Fraction:
    """An x with P(min |x_i|^2 < x) <= failure for n standard normal points of R^d: n P(chi^2_d <= x) <= failure.

    Examples
    --------
    >>> 0.0201006 < least_square(1, 2, Fraction(1, 100)) < 0.0201007  # -2 log 0.99
    True
    """
    with precision(BITS + d):
        low, high = Fraction(0), Fraction(d)
        for _ in range(STEPS):
            middle = (low + high) / 2
            share = n * ball(middle / 2).gamma_lower(ball(Fraction(d, 2)), 1)
            low, high = (middle, high) if certainly_less_equal(share, ball(failure)) else (low, middle)
        return low
