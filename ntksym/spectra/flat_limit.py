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
Gamma(a, y) <= y^a e^{-y} for y >= a; the sums of e^{-|x|^2} and e^{-|g|^2/(4 pi^2)} are bounded in ``signed_lattices``.

The lattices.  f of an orthogonal sum is the product.  For the lattices of construction A, C/2 + Z^m with a binary code
C of even weights >= 4, every character that extends the checkerboard has the same f as Z^m, theta_4^m: in a
coset w + Z^m with w_i = 1/2 the reflection x_i -> -x_i is a shift by an odd number and changes chi, so the coset's sum
is 0.  D4 (C = [4,1,4]), E7 ([7,3,4]), E8 ([8,4,4]), all of construction A, are no better than Z^m that way; the others
of ``signed_lattices`` (whose odd vectors are shorter than the even ones) are.

SOURCE: our note on minorants, Theorem 3 (with the factor 1/vol), re-derived; DLMF 8.2, 8.8.2, 8.10.1; Cohn and Elkies
(2003) for the lattices.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial

from ntksym.balls.arb import arb, ball, bits, power, zero_to
from ntksym.balls.enclosure import Enclosure
from ntksym.errors import InputError
from ntksym.kernels.refine import refine
from ntksym.spectra.signed_lattices import DUAL, LATTICES, POINTS, combine, lattice_of

SPARE = 32


def flat_limit(d: int, lattice: str = "cubic", digits: int = 20) -> Enclosure:
    """Sigma of a lattice with signs in R^(d-1).

    Parameters
    ----------
    d
        The dimension of the data, at least 2; at least 4 for ``bcc``.
    lattice
        ``cubic``, ``bcc`` or ``best`` (:func:`ntksym.spectra.signed_lattices.lattice_of`).

    Examples
    --------
    >>> flat_limit(3, digits=10).decimals(8)
    ('0.13317721', '0.13317722')
    >>> flat_limit(8, "best", digits=10).hi < flat_limit(8, digits=10).lo * Fraction(9, 10)
    True
    """
    if lattice not in LATTICES:
        raise InputError(f"lattice={lattice}", "no such lattice", f"choose one of {', '.join(LATTICES)}")
    if d < (4 if lattice == "bcc" else 2):
        raise InputError(f"d={d}", f"the {lattice} lattice of R^(d-1) needs a larger d", "give d >= 2, or 4 for bcc")
    return refine(partial(symbol, d - 1, lattice), digits, what=f"flat-limit d={d}")


def symbol(m: int, lattice: str) -> arb:
    """Sigma in a ball at the working precision."""
    parts = lattice_of(m, lattice)
    near = math.prod((part.sums()[0] ** count for part, count in parts.items()), start=Fraction(1))
    other = math.prod((part.sums()[1] ** count for part, count in parts.items()), start=Fraction(1))
    circle, a = arb.pi(), Fraction(m + 1, 2)
    wanted = bits() + SPARE + math.ceil(max(near, other)).bit_length()  # e^-7/10 < 1/2
    far = math.ceil(wanted * Fraction(7, 20)) + 1  # in |x|^2: e^{-(pi-1) far}
    high = max(math.ceil(wanted * Fraction(28, 20)), math.ceil(Fraction(13, 10) * a)) + 8  # M = |g|^2/pi^2: pi M/4 >= a
    upper = 2 / circle.sqrt()
    for n, count in combine([(part.points(far), k) for part, k in parts.items()], far * POINTS).items():
        if n:
            norm = Fraction(n, POINTS)
            y = circle * ball(norm)
            root = y.sqrt()
            tail = 2 * ((-y).exp() / root - circle.sqrt() * root.erfc())  # Gamma(-1/2, y)
            upper = upper + count * ball(norm).sqrt() * tail
    upper = upper + zero_to((-(circle - 1) * far).exp() * ball(near))
    lower = arb(0)
    for n, count in combine([(part.dual(high), k) for part, k in parts.items()], high * DUAL).items():
        M = ball(Fraction(n, DUAL))
        lower = lower + count * _upper_gamma(a, circle * M / 4) / _half_power(circle * circle * M / 4, m + 1)
    rest = (-(circle - 1) / 4 * high).exp() * ball(other) / _half_power(circle, m + 1)
    lower = (lower + zero_to(rest)) * _half_power(circle, m)
    for part, k in parts.items():
        lower = lower / _half_power(ball(part.c), part.m * k)  # 1/vol
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
