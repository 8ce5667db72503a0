r"""The flat limit: what lattices with alternating signs prove about inf lambda_min as the separation goes to 0.

Let c(alpha) be the infimum of lambda_min(kappa_0(x_i . x_j)) over all finite sets on S^(d-1) of lines separated by
alpha, and m = d - 1.  Let Lambda be a lattice in R^m with shortest vector 1 and chi != 1 a character of it with values
+-1.  Then

    limsup_{alpha -> 0} c(alpha)/alpha <= sigma,   sigma = lim_{s -> 0} -(1/pi) sum_{x in Lambda} chi(x) |x| e^{-s|x|^2}
                                            = (1/vol) sum_g C_m |g|^(-m-1),   C_m = 2^m pi^((m-3)/2) Gamma((m+1)/2),

g in the coset of 2 pi Lambda^* that gives chi.  For Theta_L the same with L(L-1)/2 sigma.

*Proof.*  kappa_0(cos u) = 1 - u/pi.  Take z with finite support in Lambda and sum z = 0.  The exponential map at a pole
shortens distances, u(exp(rx), exp(ry)) = r|x - y| (1 + O(r^2)), so with r = alpha (1 + O(alpha^2)) the images of the
support keep the angle alpha, and z'Kz = -(alpha/pi) sum z_x z_y |x - y| + O(alpha^3).  From
|x| = (4 pi)^(-1/2) int_0^oo (1 - e^{-s|x|^2}) s^(-3/2) ds and the transform of a Gaussian,
-(1/pi) sum z_x z_y |x-y| = (2 pi)^(-m) int C_m |xi|^(-m-1) |z^(xi)|^2 dxi, and |z^|^2 is periodic: a mean of
(1/vol) sum_g C_m |xi + g|^(-m-1) over a cell with the weight |z^|^2, normalised by Parseval, vol |z^|^2/(2 pi)^m.
z = chi times a smooth cut-off at radius R, corrected at one point so that its sum is 0: the weight tends to a point
mass at chi as R grows, and near 0, where |z^|^2 = O(|xi|^2) makes the mean finite, it tends to 0.  For Theta_L,
Theta_L(cos u) = L - L(L-1) u/(2 pi) + O(u^2), and the square, summed against z z', is O(alpha^2).  QED

The value.  By the same integral and Poisson's formula, f(s) = sum chi(x) e^{-s|x|^2} has
f(s) = (pi/s)^(m/2)/vol sum_g e^{-|g|^2/(4s)}, and sigma = (1/(2 pi^(3/2))) int_0^oo s^(-3/2) f(s) ds.  Split at s = c
(Riemann): the upper part is 2/sqrt(c) + sum_{x != 0} chi(x) |x| Gamma(-1/2, c|x|^2), the lower one
pi^(m/2)/vol sum_g (|g|^2/4)^(-a) Gamma(a, |g|^2/(4c)), a = (m+1)/2.  The rests: Gamma(-1/2, y) <= y^(-3/2) e^{-y} and
Gamma(a, y) <= y^a e^{-y} for y >= a, and each sum over e^{-|x|^2} is at most (9/5)^m for each coset of Z^m, because
sum_n e^{-n^2} < 9/5 and shifts have no larger sum.

SOURCE: our note on minorants, Theorem 3 (with the factor 1/vol), re-derived; DLMF 8.2, 8.8.2, 8.10.1; Cohn and Elkies
(2003) for the lattices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from ntksym.balls.arb import arb, ball, bits, power, zero_to
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError
from ntksym.kernels.refine import refine

LATTICES = ("cubic", "bcc")
SPARE = 32


def flat_limit(d: int, lattice: str = "cubic", digits: int = 20) -> Enclosure:
    """Sigma of Z^(d-1) with alternating signs, or of the body-centred lattice with a sign for each of its two halves.

    Parameters
    ----------
    d
        The dimension of the data, at least 2; at least 4 for ``bcc``.

    Examples
    --------
    >>> flat_limit(3, digits=10).decimals(8)
    ('0.13317721', '0.13317722')
    """
    if lattice not in LATTICES:
        raise InputError(f"lattice={lattice}", "no such lattice", f"choose one of {', '.join(LATTICES)}")
    if d < (2 if lattice == "cubic" else 4):
        raise InputError(f"d={d}", f"the {lattice} lattice of R^(d-1) needs a larger d", "give d >= 2, or 4 for bcc")
    return refine(partial(symbol, d - 1, lattice), digits, what=f"flat-limit d={d}")


def symbol(m: int, lattice: str) -> arb:
    """Sigma in a ball at the working precision."""
    circle, a = arb.pi(), Fraction(m + 1, 2)
    wanted = (bits() + SPARE) * Fraction(7, 10) + Fraction(6, 10) * m  # log 2 < 7/10, log(9/5) < 6/10
    far = int(wanted / 2) + 2  # in |x|^2: e^{-(pi-1) far}
    high = max(int(2 * wanted) + m, math.ceil(Fraction(13, 10) * a)) + 8  # in M = |g|^2/pi^2: y = pi M/4 >= a
    upper = 2 / circle.sqrt()
    for norm, count in _points(m, lattice, far):
        y = circle * ball(norm)
        root = y.sqrt()
        tail = 2 * ((-y).exp() / root - circle.sqrt() * root.erfc())  # Gamma(-1/2, y)
        upper = upper + count * ball(norm).sqrt() * tail
    upper = upper + zero_to(2 * (-(circle - 1) * far).exp() * power(ball(Fraction(9, 5)), m))
    lower = arb(0)
    for M, count in _dual(m, lattice, high):
        lower = lower + count * _upper_gamma(a, circle * M / 4) / _half_power(circle * circle * M / 4, m + 1)
    rest = (-(circle - 1) / 4 * high).exp() * power(ball(Fraction(9, 5)), m) / _half_power(circle, m + 1)
    lower = (lower + zero_to(rest)) * _half_power(circle, m)
    if lattice == "bcc":
        lower = 2 * lower
        if m < 4:
            return (upper + lower) / (circle * circle.sqrt()) / ball(m).sqrt()  # the shortest vector is sqrt(m)/2
    return (upper + lower) / (2 * circle * circle.sqrt())


def _half_power(x: arb, n: int) -> arb:
    """x^(n/2)."""
    return power(x, n // 2) * (x.sqrt() if n % 2 else 1)


def _upper_gamma(a: Fraction, y: arb) -> arb:
    """Gamma(a, y) for a in {1/2, 1, 3/2, ...}: Gamma(a+1, y) = a Gamma(a, y) + y^a e^{-y}."""
    decay = (-y).exp()
    value, b = (decay, Fraction(1)) if a.denominator == 1 else (arb.pi().sqrt() * y.sqrt().erfc(), Fraction(1, 2))
    while b < a:
        value = ball(b) * value + _half_power(y, int(2 * b)) * decay
        b += 1
    return value


def _points(m: int, lattice: str, far: int) -> Iterator[tuple[Fraction, int]]:
    """|x|^2 and the sum of chi, for 0 < |x|^2 < far."""
    for n, count in enumerate(theta_power(m, far)):
        if n and count:
            yield Fraction(n), count * ((-1) ** n if lattice == "cubic" else 1)
    if lattice == "bcc":
        for j, count in enumerate(odd_power(m, max(0, -((m - 4 * far) // 8)))):
            if m + 8 * j < 4 * far:
                yield Fraction(m + 8 * j, 4), -count


def _dual(m: int, lattice: str, high: int) -> Iterator[tuple[int, int]]:
    """M = |g|^2/pi^2 and the number of g, for M < high: odd vectors, or doubled ones of odd sum."""
    if lattice == "cubic":
        for j, count in enumerate(odd_power(m, max(0, -((m - high) // 8)))):
            if m + 8 * j < high:
                yield m + 8 * j, count
    else:
        for n, count in enumerate(theta_power(m, -(-high // 4))):
            if n % 2 and count:
                yield 4 * n, count


def theta_power(m: int, length: int) -> list[int]:
    """How many vectors of Z^m have |x|^2 = 0, 1, ..., length - 1.

    Examples
    --------
    >>> theta_power(4, 5)
    [1, 8, 24, 32, 24]
    """
    base = [0] * length
    for n in range(math.isqrt(max(length - 1, 0)) + 1):
        if n * n < length:
            base[n * n] = 2 if n else 1
    return _powers(base, m, length)


def odd_power(m: int, length: int) -> list[int]:
    """How many vectors of m odd numbers have |q|^2 = m, m + 8, ..., m + 8 (length - 1).

    Examples
    --------
    >>> odd_power(2, 4)
    [4, 8, 4, 8]
    """
    base = [0] * length
    n = 0
    while n * (n + 1) // 2 < length:
        base[n * (n + 1) // 2] = 2
        n += 1
    return _powers(base, m, length)


def _powers(base: list[int], m: int, length: int) -> list[int]:
    result = [1] + [0] * (length - 1) if length else []
    while m:
        if m & 1:
            result = _product(result, base)
        base = _product(base, base)
        m >>= 1
    return result


def _product(x: list[int], y: list[int]) -> list[int]:
    found = [0] * len(x)
    for i, a in enumerate(x):
        if a:
            for j, b in enumerate(y[: len(x) - i]):
                if b:
                    found[i + j] += a * b
    return found
