"""The symbol of a lattice with signs bounds inf lambda_min(kappa_0)/angle from above as the angle goes to 0.

With m = d - 1, a lattice Lambda of R^m with shortest vector 1 and signs chi (a character),

    sigma = lim_{s->0} -(1/pi) sum_x chi(x) |x| e^{-s|x|^2} = (1/(2 pi^(3/2))) int_0^oo s^(-3/2) f(s) ds,
    f(s) = sum_x chi(x) e^{-s|x|^2} = (pi/s)^(m/2)/vol sum_g e^{-|g|^2/(4s)}   (Poisson; g: a coset of 2 pi Lambda^*),

for the lattices of lattices.py.  Patches of Lambda on the sphere show limsup inf lambda_min(kappa_0)/angle <= sigma.

Split at s = c = 3:  int = 2/sqrt(c) + sum_{x != 0} chi(x) |x| Gamma(-1/2, c|x|^2)
                           + pi^(m/2)/vol sum_g (|g|^2/4)^(-a) Gamma(a, |g|^2/(4c)),  a = (m+1)/2.
Rests: Gamma(-1/2, y) <= y^(-3/2) e^{-y}; Gamma(a, y) <= y^a e^{-y} for y >= a.
"""

from __future__ import annotations

from fractions import Fraction

from .intervals import Interval, pi
from .lattices import DUAL, POINTS, dual_vectors, parts_of, sums, vectors
from .limits import tick

SPLIT = 3


def exp_minus(y: Interval) -> Interval:
    """Enclose e^{-y}, y >= 0: Taylor's series at y/2^h <= 1/2, squared h times."""
    h = max(0, y.hi.bit_length() - y.bits + 1)
    work = y.bits + 2 * h + 16
    z = y.at(work).times(Fraction(1, 1 << h))
    total = term = Interval.of(1, work)
    n = 0
    while term.hi > 1:
        n += 1
        term = (term * z).times(Fraction(1, n))
        total = total - term if n % 2 else total + term
    total = total.widen(2)  # alternating with decreasing terms
    for _ in range(h):
        total = total.square()
    return total.at(y.bits).meet(0, 1)


def half_gamma(y: Interval, decay: Interval) -> Interval:
    """Enclose Gamma(1/2, y) = sqrt(pi) - 2 sqrt(y) e^{-y} (1 + 2y/3 + (2y)^2/(3 5) + ...), given e^{-y}."""
    total = term = Interval.of(1, y.bits)
    ratio = y * 2
    n = 0
    while term.hi > 1 or (2 * n + 3) << y.bits < 2 * ratio.hi:
        n += 1
        term = (term * ratio).times(Fraction(1, 2 * n + 1))
        total = total + term
    total = Interval(total.lo, total.hi + 2, y.bits)  # the ratio of terms is below 1/2
    return pi(y.bits).sqrt() - y.sqrt() * decay * total * 2


def upper_gamma(n: int, y: Interval) -> Interval:
    """Enclose Gamma(n/2, y), n >= 1: Gamma(a+1, y) = a Gamma(a, y) + y^a e^{-y}."""
    decay = exp_minus(y)
    j, value = (1, half_gamma(y, decay)) if n % 2 else (2, decay)
    factor = y.sqrt() if n % 2 else y
    while j < n:
        value = value.times(Fraction(j, 2)) + factor * decay
        factor, j = factor * y, j + 2
    return value


def symbol(d: int, lattice: str, bits: int) -> Interval:
    """Enclose sigma; about 2^-bits wide."""
    m = d - 1
    parts = parts_of(m, lattice)
    near, other = sums(parts)
    wanted = bits + 16 + int(max(near, other)).bit_length()  # e^{-7/10} < 1/2
    far = wanted * 7 // 20 + 2  # SPLIT - 1 = 2
    high = max(wanted * 14 // 11 + 1, (m + 1) * SPLIT // 4) + 8  # pi^2/12 - 1/4 > 11/20, pi^2 > 8
    work = 2 * bits + 5 * far + 4 * m + 64
    circle = pi(work)
    upper = Interval.of(2, work) / Interval.of(SPLIT, work).sqrt()
    for n, count in vectors(parts, far).items():
        if n and count:
            tick()
            norm = Fraction(n, POINTS)
            y = Interval.of(SPLIT * norm, work)
            decay = exp_minus(y)
            tail = (decay / y.sqrt() - half_gamma(y, decay)) * 2
            upper = upper + Interval.of(norm, work).sqrt() * tail * count
    rest = exp_minus(Interval.of((SPLIT - 1) * far, work)) * Interval.of(near, work)
    upper = upper.widen(rest.hi)
    square, lower = circle.square(), Interval.of(0, work)
    for n, count in dual_vectors(parts, high).items():
        tick()
        size = square.times(Fraction(n, 4 * DUAL))
        power = size.power((m + 1) // 2) * (1 if m % 2 else size.sqrt())
        lower = lower + upper_gamma(m + 1, size.times(Fraction(1, SPLIT))) / power * count
    rate = square.times(Fraction(1, 4 * SPLIT)) - Interval.of(Fraction(1, 4), work)
    lower = lower.widen((exp_minus(rate * high) * Interval.of(other, work)).hi)  # and SPLIT^-a < 1
    half = circle.power(m // 2) * (circle.sqrt() if m % 2 else 1)
    lower = lower * half
    for part, k in parts:
        root = Interval.of(part.c, work).sqrt()
        lower = lower / root.power(part.m * k)
    return (upper + lower) / (circle * circle.sqrt() * 2)
