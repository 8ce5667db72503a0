"""One domain of analyticity for every depth: W = {theta = x + iy: 0 <= x <= pi, |y| <= TAU + SLOPE x}.

H(theta) = kappa_1(cos theta) = (sin theta + (pi - theta) cos theta)/pi is entire.  If on the boundary of W (a) H meets
neither cut (-oo, -1], [1, oo), but for H(0) = 1, and (b) arccos H lies in W, then theta -> arccos H maps W into itself:
the image of the boundary does not wind around a point of a cut, which its cut joins to infinity, nor around a point
outside cos W, so inside W the function H takes no such value (nor the value 1, as H is open).  Every layer composes
this map once more, and |kappa_0| = |1 - theta'/pi| <= q, |cos theta'| <= C on W.  So for every L the kernels are
analytic inside W, continuous up to its edges, and |Sigma_l| <= C, |Theta_L| <= C (1 + q + ... + q^(L-1)) there, with
q^2 = 1 + (TAU/pi)^2, C = cosh(TAU + SLOPE pi).  On x = 0 (a) holds as sinh y < y cosh y for y > 0.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from .intervals import Interval, arccos, pi, sin_cos
from .limits import UndecidedError, tick

BITS = 64
TAU, SLOPE = Fraction(13, 10), Fraction(3, 20)
S0 = Fraction(31, 32)  # the ellipse with foci -1, 1 through 1 + S0 < 1 + TAU^2/2 + ... + TAU^6/720 < cosh TAU, slit


def cosh_sinh(y: Interval) -> tuple[Interval, Interval]:
    """Enclose cosh and sinh, |y| <= 4, by their Taylor series; from the 8th term on the rest is below the last one."""
    term = even = Interval.of(1, y.bits)
    odd, n = Interval.of(0, y.bits), 0
    while n < 8 or max(-term.lo, term.hi) > 1:
        n += 1
        term = (term * y).times(Fraction(1, n))
        even, odd = (even, odd + term) if n % 2 else (even + term, odd)
    return even.widen(2), odd.widen(2)


def _image(x: Interval, y: Interval) -> tuple[Interval, Interval]:
    """Enclose the real and the imaginary part of H."""
    circle, (s, c), (C, S) = pi(BITS), sin_cos(x), cosh_sinh(y)
    left = circle - x
    return (s * C + left * c * C - y * s * S) / circle, (c * S - left * s * S - y * c * C) / circle


def _stays(u: Interval, v: Interval, tau: Fraction, slope: Fraction) -> bool:
    """Whether arccos(u + iv) = a + ib has |b| < tau + slope a: cosh b, cos a from the distances to -1 and 1."""
    near, far = ((u - 1).square() + v.square()).sqrt(), ((u + 1).square() + v.square()).sqrt()
    cosine = max(-(1 << BITS), min((far.hi - near.lo + 1) // 2, 1 << BITS))
    a = arccos(Interval(cosine, cosine, BITS))
    height = Interval.of(tau, BITS) + a.times(slope)
    return (near + far).hi < 2 * cosh_sinh(Interval(height.lo, height.lo, BITS))[0].lo


def _clear(u: Interval, v: Interval) -> bool:
    """Whether u + iv lies on no cut."""
    return v.lo > 0 or v.hi < 0 or max(-u.lo, u.hi) < 1 << BITS


@lru_cache(maxsize=8)
def invariant(tau: Fraction = TAU, slope: Fraction = SLOPE) -> bool:
    """Prove (a) and (b) on the left, the top and the right edge, y >= 0, by bisection."""
    end = pi(BITS).upper()
    todo = [("left", Fraction(0), tau), ("top", Fraction(0), end), ("right", Fraction(0), tau + slope * end)]
    while todo:
        tick()
        edge, low, high = todo.pop()
        at = Interval.between(low, high, BITS)
        x = {"left": Interval.of(0, BITS), "top": at, "right": pi(BITS)}[edge]
        u, v = _image(x, Interval.of(tau, BITS) + at.times(slope) if edge == "top" else at)
        if not (_stays(u, v, tau, slope) and (edge == "left" or _clear(u, v))):
            if high - low < Fraction(1, 2**16):
                return False
            middle = Fraction(int((low + high) * 2**20), 2**21)
            todo += [(edge, middle, high), (edge, low, middle)]
    return True


@lru_cache(maxsize=128)
def bound(L: int) -> tuple[Fraction, Fraction]:
    """Return bounds of |Theta_L| and of every |Sigma_l| on W."""
    if not invariant():
        raise UndecidedError("the strip was not proved invariant")
    largest = cosh_sinh(Interval.of(TAU, BITS) + pi(BITS).times(SLOPE))[0]
    q, total = ((Interval.of(TAU, BITS) / pi(BITS)).square() + 1).sqrt(), Interval.of(1, BITS)
    for _ in range(L - 1):
        total = total * q + 1
    return (largest * total).upper(), largest.upper()
