"""The symbol of a lattice with signs bounds inf lambda_min(kappa_0)/angle from above as the angle goes to 0.

With m = d - 1, a lattice Lambda of R^m with shortest vector 1 and signs chi (a character),

    sigma = lim_{s->0} -(1/pi) sum_x chi(x) |x| e^{-s|x|^2} = (1/(2 pi^(3/2))) int_0^oo s^(-3/2) f(s) ds,
    f(s) = sum_x chi(x) e^{-s|x|^2} = (pi/s)^(m/2)/vol sum_g e^{-|g|^2/(4s)}   (Poisson; g: a coset of 2 pi Lambda^*),

cubic: Z^m, chi(x) = (-1)^(x_1+...+x_m), g in pi (2Z+1)^m; bcc: Z^m with + and its shift by (1/2,...,1/2) with -, vol
1/2, g in 2 pi k with k_1+...+k_m odd, and the factor 2/sqrt(m) for m < 4, where the shortest vector is sqrt(m)/2.
Patches of Lambda on the sphere show limsup inf lambda_min(kappa_0)/angle <= sigma.

Split at s = c = 3:  int = 2/sqrt(c) + sum_{x != 0} chi(x) |x| Gamma(-1/2, c|x|^2)
                           + pi^(m/2)/vol sum_g (|g|^2/4)^(-a) Gamma(a, |g|^2/(4c)),  a = (m+1)/2.
Rests: Gamma(-1/2, y) <= y^(-3/2) e^{-y}; Gamma(a, y) <= y^a e^{-y} for y >= a; sums of e^{-|x|^2} over a coset of Z^m
are at most (9/5)^m, because 1 + 2/e + 2/e^4 + ... < 9/5, and shifted ones are not larger (Poisson).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from .intervals import Interval, pi
from .limits import InvalidError, tick

SPLIT = 3
LATTICES = ("cubic", "bcc")


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


def theta_power(steps: list[int], m: int, length: int, first: int) -> list[int]:
    """Return the coefficients of (first + 2 sum_i q^steps[i])^m below q^length."""
    base = [(0, first), *((s, 2) for s in steps if s < length)]
    result = [1] + [0] * (length - 1)
    for _ in range(m):
        tick()
        found = [0] * length
        for shift, weight in base:
            for i in range(length - shift):
                if result[i]:
                    found[i + shift] += weight * result[i]
        result = found
    return result


def integer_vectors(m: int, length: int) -> list[int]:
    """Return how many x in Z^m have |x|^2 = 0, 1, ..., length - 1."""
    return theta_power([n * n for n in range(1, isqrt(length) + 1)], m, length, 1)


def odd_vectors(m: int, most: int) -> Iterator[tuple[int, int]]:
    """Yield |q|^2 < most and their number, for vectors of m odd numbers."""
    if most > m:
        length = -((m - most) // 8)
        counts = theta_power([n * (n + 1) // 2 for n in range(1, isqrt(2 * length) + 2)], m, length, 2)
        yield from ((m + 8 * j, count) for j, count in enumerate(counts))


def _points(m: int, lattice: str, far: int) -> Iterator[tuple[Fraction, int]]:
    for n, count in enumerate(integer_vectors(m, far)):
        if n and count:
            yield Fraction(n), -count if lattice == "cubic" and n % 2 else count
    if lattice == "bcc":
        yield from ((Fraction(norm, 4), -count) for norm, count in odd_vectors(m, 4 * far))


def _dual(m: int, lattice: str, high: int) -> Iterator[tuple[int, int]]:
    """|g|^2/pi^2 below `high` and the number of g."""
    if lattice == "cubic":
        yield from odd_vectors(m, high)
    else:
        yield from ((4 * n, count) for n, count in enumerate(integer_vectors(m, high // 4)) if n % 2)


def symbol(d: int, lattice: str, bits: int) -> Interval:
    """Enclose sigma; about 2^-bits wide."""
    m = d - 1
    if lattice == "bcc" and m < 3:
        raise InvalidError("the body-centred lattice needs d >= 4")
    wanted = Fraction(7, 10) * (bits + 16) + Fraction(6, 10) * m  # log 2 < 7/10, log(9/5) < 6/10
    far = int(wanted / 2) + 2
    high = (max(int(wanted * 20 / 11), (m + 1) * SPLIT // 4) + m) // 4 * 4 + 8  # pi^2/12 - 1/4 > 11/20, pi^2 > 8
    work = 2 * bits + 5 * far + 4 * m + 64
    circle, nine = pi(work), Interval.of(Fraction(9, 5) ** m, work)
    upper = Interval.of(2, work) / Interval.of(SPLIT, work).sqrt()
    for norm, count in _points(m, lattice, far):
        tick()
        y = Interval.of(SPLIT * norm, work)
        decay = exp_minus(y)
        tail = (decay / y.sqrt() - half_gamma(y, decay)) * 2
        upper = upper + Interval.of(norm, work).sqrt() * tail * count
    rest = exp_minus(Interval.of((SPLIT - 1) * far, work)) * nine * 2
    upper = upper.widen(rest.hi)
    square, lower = circle.square(), Interval.of(0, work)
    for M, count in _dual(m, lattice, high):
        tick()
        size = square * M / 4
        power = size.power((m + 1) // 2) * (1 if m % 2 else size.sqrt())
        lower = lower + upper_gamma(m + 1, size.times(Fraction(1, SPLIT))) / power * count
    rate = square.times(Fraction(1, 4 * SPLIT)) - Interval.of(Fraction(1, 4), work)
    lower = lower.widen((exp_minus(rate * high) * nine).hi)  # and SPLIT^-a < 1
    half = circle.power(m // 2) * (circle.sqrt() if m % 2 else 1)
    lower = lower * half * (1 if lattice == "cubic" else 2)
    scale = Interval.of(m, work).sqrt() / 2 if lattice == "bcc" and m < 4 else Interval.of(1, work)
    return (upper + lower) / (circle * circle.sqrt() * 2 * scale)
