"""The arc-cosine kernels and the NTK recursion: on intervals, and how far they continue analytically.

kappa_0(t) = 1 - arccos(t)/pi increases, and kappa_1' = kappa_0 >= 0, so kappa_1 and all Sigma_l increase on [-1, 1].
Theta_L has non-negative power-series coefficients, so it increases on [0, 1]; on [-1, 0] it need not.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from .intervals import Interval, arccos, pi
from .limits import UndecidedError


def kappa0(t: Interval) -> Interval:
    """Enclose kappa_0 on a part of [-1, 1]."""
    return (1 - arccos(t) / pi(t.bits)).meet(0, 1)


def _kappa1_point(t: Interval) -> Interval:
    circle = pi(t.bits)
    return (((1 - t.square()).meet(0, 1).sqrt() + t * (circle - arccos(t))) / circle).meet(0, 1)


def kappa1(t: Interval) -> Interval:
    """Enclose kappa_1 on a part of [-1, 1], from its two ends."""
    low = _kappa1_point(Interval(t.lo, t.lo, t.bits))
    return low if t.lo == t.hi else Interval(low.lo, _kappa1_point(Interval(t.hi, t.hi, t.bits)).hi, t.bits)


def sigma(t: Interval, L: int) -> Interval:
    """Enclose Sigma_L."""
    for _ in range(L):
        t = kappa1(t)
    return t


def _ntk_natural(t: Interval, L: int) -> Interval:
    theta = t
    for _ in range(1, L):
        gate, t = kappa0(t), kappa1(t)
        theta = t + theta * gate
    return theta


def ntk(t: Interval, L: int) -> Interval:
    """Enclose Theta_L: by its ends on [0, 1], by the natural extension elsewhere."""
    if t.lo < 0 or t.lo == t.hi:
        return _ntk_natural(t, L)
    low = _ntk_natural(Interval(t.lo, t.lo, t.bits), L)
    return Interval(low.lo, max(low.hi, _ntk_natural(Interval(t.hi, t.hi, t.bits), L).hi), t.bits)


def evaluate(name: str, t: Interval, L: int) -> Interval:
    """Enclose a kernel by name; the argument must lie in [-1, 1]."""
    if max(-t.lo, t.hi) > 1 << t.bits:
        raise UndecidedError("a kernel of an interval that is not inside [-1, 1]")
    if name in ("sigma", "ntk"):
        return sigma(t, L) if name == "sigma" else ntk(t, L)
    return kappa0(t) if name == "kappa0" else kappa1(t)


class Domain(NamedTuple):
    """Where Theta_L and Sigma_{L-1} are analytic, and bounds for them there.

    Theta_L(1-v^2) is analytic for |v|^2 <= rho and at most `plus` there; Theta_L(-1+w^2) is analytic for
    |w|^2 < 2 and at most `minus` there.  `sigma` bounds Sigma_{L-1} on both.
    """

    rho: Fraction
    plus: Fraction
    minus: Fraction
    sigma: Fraction


def _chain(rho: Fraction, L: int, bits: int) -> list[Interval]:
    """Return R_0 .. R_{L-1}, R_{j+1} = R_j + D(R_j)/pi, D = sqrt(R(2-R)) - (1-R) arccos(1-R): bounds for |v_j|^2.

    1 - kappa_1(1-w^2) = w^2 - D/pi, and D(w) = int_0^w 4x arcsin(x/sqrt 2) dx has non-negative Taylor
    coefficients, so |v_{j+1}|^2 <= |v_j|^2 + D(|v_j|)/pi as long as |v_j|^2 < 2.
    """
    chain = [Interval.of(rho, bits)]
    for _ in range(L - 1):
        R = chain[-1]
        if R.hi >= 2 << bits:
            raise UndecidedError("outside the domain of analyticity")
        chain.append(R + ((R * (2 - R)).sqrt() - (1 - R) * arccos(1 - R)) / pi(bits))
    return chain


@lru_cache(maxsize=64)
def domain(L: int) -> Domain:
    """Return a certified domain for depth L >= 2, nearly the largest with these majorants.

    Theta_l = Theta_{l-1} (1 - theta_{l-2}/pi) + 1 - v_{l-1}^2 and |theta_j| <= 2 arcsin(sqrt(R_j/2)) = arccos(1 - R_j)
    give `plus`.  Near -1 all kernels have non-negative coefficients in t or in w, so that they stay at most 1 and
    |Theta_1| <= 3, |Theta_2| <= 3 + 1, |Theta_l| <= |Theta_{l-1}| + 1.
    """
    bits, low, high = 128, 1, 2**17 - 1  # rho = low/2^16 works; near 0 every chain does, for R_{j+1} < 2 R_j there
    while high - low > 1:
        middle = (low + high) // 2
        try:
            _chain(Fraction(middle, 2**16), L, bits)
            low = middle
        except UndecidedError:
            high = middle
    rho = Fraction(low, 2**16)
    chain = _chain(rho, L, bits)
    bound = 1 + chain[0]
    for l in range(2, L + 1):  # noqa: E741
        bound = bound * (1 + arccos(1 - chain[l - 2]) / pi(bits)) + 1 + chain[l - 1]
    return Domain(rho, bound.upper(), Fraction(L + 2), max(1 + chain[L - 1].upper(), Fraction(3)))
