r"""One domain for every depth: the strip |Im theta| <= 13/10 over 0 <= Re theta <= pi.

Let W = {theta = x + iy: 0 <= x <= pi, |y| <= TAU + SLOPE x} and H(theta) = kappa_1(cos theta) = (sin theta + (pi -
theta) cos theta)/pi, an entire function.  If on the boundary of W

    (a)  H meets neither cut (-oo, -1], [1, oo), but for H(0) = 1,
    (b)  arccos H lies in W,

then theta -> arccos H(theta) maps W into itself.  For a point p of a cut, other than 1, the image of the boundary
does not wind around p, because p is joined to infinity by the rest of its cut: so H does not take the value p inside,
and not the value 1 either, as H is open.  So arccos H is analytic inside.  By (b) the image of the boundary lies in
cos W, which is bounded by a Jordan curve: it does not wind around points elsewhere, and H takes no value there.
Every layer composes this map once more.  Hence for every L the kernel, as a function of theta, is analytic
inside W and continuous up to its edges (analytic there, but for theta = 0); in W

    |Sigma_l| <= C,  |Theta_L| <= C (1 + q + ... + q^(L-1)),  C = cosh(TAU + SLOPE pi) >= |cos|,  q^2 = 1 + (TAU/pi)^2,

because |kappa_0| = |1 - theta'/pi| <= q for theta' in W (a convex function, largest at a corner) and Theta_{l+1} =
Theta_l kappa_0(Sigma_{l-1}) + Sigma_l.  In t = cos theta, {|y| <= TAU} holds the ellipse with foci -1, 1 through
1 + S0, slit along the cuts, as 1 + S0 < cosh(TAU).

:func:`invariant` proves (a) and (b) by balls, for y >= 0, which is enough by symmetry.  On the left edge Im H =
(sinh y - y cosh y)/pi < 0 for y > 0 gives (a).

SOURCE: derivations/strip.py, where (a), (b) and the bounds are claims; the argument principle is cited there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from ntksym.balls.arb import (
    acb,
    arb,
    ball,
    certainly_less,
    certainly_positive,
    is_finite,
    power,
    precision,
    upper,
    zero_to,
)
from ntksym.errors import UndecidedError

TAU, SLOPE = Fraction(13, 10), Fraction(3, 20)
S0 = Fraction(31, 32)
SMALLEST = Fraction(1, 1 << 16)
Edge = Callable[[arb], tuple[arb, arb]]


def image(x: arb, y: arb) -> tuple[arb, arb]:
    """Real and imaginary part of H at x + iy.

    Examples
    --------
    >>> print(*(part.str(5, radius=False) for part in image(arb(0), arb(1))))  # kappa_1(cosh 1) = cosh 1 - i/(e pi)
    1.5431 -0.11710
    """
    pi = arb.pi()
    (s, c), (S, C) = x.sin_cos(), (y.sinh(), y.cosh())
    real = s * C + (pi - x) * c * C - y * s * S
    imaginary = c * S - (pi - x) * s * S - y * c * C
    return real / pi, imaginary / pi


def inside(u: arb, v: arb, tau: Fraction, slope: Fraction) -> bool:
    """Whether arccos(u + iv) = a + ib surely has |b| < tau + slope a.

    cosh(b) and cos(a) are half the sum and half the difference of the distances from -1 and from 1.
    """
    if not (is_finite(u) and is_finite(v)):
        return False
    near, far = abs(acb(u - 1, v)), abs(acb(u + 1, v))
    cosine = ball(upper((far - near) / 2))
    a = cosine.acos() if certainly_less(abs(cosine), arb(1)) else arb(0)
    return certainly_less((near + far) / 2, (ball(tau) + ball(slope) * a).cosh())


def clear(u: arb, v: arb) -> bool:
    """Whether u + iv surely lies on neither cut."""
    return certainly_positive(abs(v)) or certainly_less(abs(u), arb(1))


def _holds(edge: Edge, low: Fraction, high: Fraction, test: Callable[[arb, arb], bool]) -> bool:
    """Whether the test is passed by the image of all of the edge's piece [low, high]; halved where it is not."""
    todo = [(low, high)]
    while todo:
        low, high = todo.pop()
        middle, radius = (low + high) / 2, (high - low) / 2
        if test(*image(*edge(ball(middle) + zero_to(radius)))):
            continue
        if radius < SMALLEST:
            return False
        todo += [(middle, high), (low, middle)]
    return True


@lru_cache(maxsize=8)
def invariant(tau: Fraction = TAU, slope: Fraction = SLOPE) -> bool:
    """Whether (a) and (b) were proved for these constants.

    Examples
    --------
    >>> invariant(), invariant(Fraction(13, 10), Fraction(1, 20)), invariant(Fraction(8, 5))
    (True, False, False)
    """

    def top(x: arb) -> tuple[arb, arb]:
        return x, ball(tau) + ball(slope) * x

    def stays(u: arb, v: arb) -> bool:
        return inside(u, v, tau, slope)

    with precision(64):
        beyond = upper(arb.pi())
        highest = tau + slope * beyond
        return (
            _holds(lambda y: (arb(0), y), Fraction(0), tau, stays)
            and _holds(lambda y: (arb.pi(), y), Fraction(0), highest, lambda u, v: stays(u, v) and clear(u, v))
            and _holds(top, Fraction(0), beyond, lambda u, v: stays(u, v) and clear(u, v))
        )


@lru_cache(maxsize=256)
def bound(kernel: str, L: int) -> Fraction:
    """A bound of |Theta_L| (``"ntk"``) or |Sigma_L| (``"sigma"``) on W, edges included.

    Examples
    --------
    >>> 6 < bound("ntk", 2) < 7, 5000 < bound("ntk", 64) < 6000
    (True, True)
    """
    if not invariant():
        raise UndecidedError("the strip was not proved invariant")
    with precision(64):
        largest = (ball(TAU) + ball(SLOPE) * arb.pi()).cosh()
        q = (1 + power(ball(TAU) / arb.pi(), 2)).sqrt()
        total = arb(1)
        for _ in range(L - 1 if kernel == "ntk" else 0):
            total = total * q + 1
        return upper(largest * total)
