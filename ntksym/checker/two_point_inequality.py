"""H + Phi <= 0 and H - Phi <= 0 at all allowed angles, for Phi = sum_k p_k P_k + b K and H = sum_k e_k P_k.

In u = arccos t, P_k(cos u) is a cosine polynomial.  On a cell |s| <= h about u the Taylor polynomial of order 6 and a
bound of its rest decide; a cell that they leave open is halved.  The rest of K is bounded by its sixth derivative on
all of [0, pi], or by M h^6/(R^6 (1 - h/R)) if K(cos .) is at most M in the disc of radius R about u.  For
R = u S/sqrt(C^2 + S^2), S = sin(u/2)/(u/2), C = sinh(u/2)/(u/2), that disc lies in cosh y + cos x < 2, 0 < x < 2 pi,
where |Theta_L| <= L + 2: at u + r (sin f + i cos f), r < R, cos x <= cos(u - r |sin f|), and sinh(r |cos f|/2) <
sin((u - r |sin f|)/2) follows from C r |cos f| + S r |sin f| <= r sqrt(C^2 + S^2) < S u.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import factorial
from typing import Any

from .intervals import Interval, arccos, pi, sin_cos
from .kernels import domain
from .limits import InvalidError, UndecidedError, tick
from .quadrature import exp_upper

ORDER = 6
BITS = 192
GUARD = 64  # covers the cubic growth of errors in cos(mu), sin(mu), m <= 2000

Jet = list[Interval]


@lru_cache(maxsize=4)
def _gegenbauer(d: int, degree: int) -> tuple[list[Interval], list[Interval]]:
    """(lam)_j/j! and C_k^lam(1) = (2 lam)_k/k!, lam = (d-2)/2 > 0."""
    one = Interval.of(1, BITS + GUARD)
    alpha, norm = [one], [one]
    for j in range(1, degree + 1):
        alpha.append(alpha[-1].times(Fraction(d - 4 + 2 * j, 2 * j)))
        norm.append(norm[-1].times(Fraction(d - 3 + j, j)))
    return alpha, norm


def cosine_polynomial(d: int, p: list[Fraction]) -> list[Interval]:
    """Return f_m with sum_k p_k P_k(cos u) = sum_m f_m cos(mu)."""
    bits = BITS + GUARD
    if d == 2:
        return [Interval.of(x, bits) for x in p]
    f = [Interval.of(0, bits)] * len(p)
    alpha, norm = _gegenbauer(d, len(p) - 1)
    for k, x in enumerate(p):
        if x == 0:
            continue
        tick()
        scale = Interval.of(x, bits) / norm[k]
        for j in range(k // 2 + 1):
            term = alpha[j] * alpha[k - j] * scale
            m = k - 2 * j
            f[m] = f[m] + (term * 2 if m else term)
    return f


def _times(x: Jet, y: Jet) -> Jet:
    result = []
    for n in range(ORDER):
        total = x[0] * y[n]
        for i in range(1, n + 1):
            total = total + x[i] * y[n - i]
        result.append(total)
    return result


def _plus(x: Jet, y: Jet) -> Jet:
    return [a + b for a, b in zip(x, y, strict=True)]


def _arccos(x: Jet) -> tuple[Jet, Jet]:
    """Return arccos x and sqrt(1 - x^2), |x| < 1: (arccos x)' sqrt(1 - x^2) = -x'."""
    square = _times(x, x)
    inner = [1 - square[0], *(-c for c in square[1:])]
    root = [inner[0].sqrt()]
    for n in range(1, ORDER):
        rest = inner[n]
        for i in range(1, n):
            rest = rest - root[i] * root[n - i]
        root.append(rest / (root[0] * 2))
    angle = [arccos(x[0])]
    for n in range(ORDER - 1):  # n+1 st coefficient of the angle
        rest = -x[n + 1] * (n + 1)
        for i in range(n):
            rest = rest - angle[i + 1] * (i + 1) * root[n - i]
        angle.append((rest / root[0]).times(Fraction(1, n + 1)))
    return angle, root


def kernel_jet(kernel: str, L: int, u: Interval) -> Jet:
    """Return the Taylor coefficients of K(cos(u + s)) in s, 0 < u <= pi."""
    bits, circle = u.bits, pi(u.bits)
    sine, cosine = sin_cos(u)
    cycle = (sine, cosine, -sine, -cosine)
    sines = [cycle[n % 4].times(Fraction(1, factorial(n))) for n in range(ORDER)]
    t = [cycle[(n + 1) % 4].times(Fraction(1, factorial(n))) for n in range(ORDER)]
    zero = Interval.of(0, bits)
    gate = [1 - u / circle, -(Interval.of(1, bits) / circle), *[zero] * (ORDER - 2)]
    if kernel == "kappa0":
        return gate
    first = _times(gate, t)
    if kernel == "tkappa0":
        return first
    sigma = _plus([c / circle for c in sines], first)
    if kernel == "kappa1":
        return sigma
    theta = _plus(first, sigma)
    for _ in range(2, L):
        angle, root = _arccos(sigma)
        gate = [1 - angle[0] / circle, *(-(c / circle) for c in angle[1:])]
        sigma = _plus([c / circle for c in root], _times(gate, sigma))
        theta = _plus(_times(theta, gate), sigma)
    return theta


@lru_cache(maxsize=16)
def derivative_bound(kernel: str, L: int) -> Fraction:
    """Bound |d^p/du^p K(cos u)| on [0, pi], p = ORDER.

    Two layers by Leibniz: (1 - u/pi) cos u has at most 1 + p/pi, sin(u)/pi at most 1/pi; 1/pi < 1/3.  Deeper: Cauchy's
    estimate p! M/R^p, cosh R <= 1 + rho/2; such a disc about a point of [0, pi] lies in the domain.
    """
    p = ORDER
    if kernel == "kappa0":
        return Fraction(0)
    if kernel == "ntk" and L >= 3:
        region, R = domain(L), Fraction(0)
        for sixtyfourths in range(1, 128):
            growth = exp_upper(Fraction(sixtyfourths, 64))
            if growth + 1 / growth > 2 + region.rho:
                break
            R = Fraction(sixtyfourths, 64)
        if R == 0:
            raise UndecidedError("the domain of analyticity is too small")
        return factorial(p) * max(region.plus, region.minus) / R**p
    turned, plain = 1 + Fraction(p, 3), Fraction(1, 3)
    return {"tkappa0": turned, "kappa1": turned + plain, "ntk": 2 * turned + plain}[kernel]


def disc_radius(u: Interval) -> Interval:
    """Enclose a radius that is at most R of the module's docstring, 0 < u <= pi."""
    half = u.times(Fraction(1, 2))
    sine = sin_cos(half)[0]
    growth = exp_upper(Fraction(-(-(half.upper() * 2**32) // 1), 2**32))
    sinh = (growth - 1 / growth) / 2  # an upper bound: growth >= e^(u/2)
    return u * sine / (sine.square() + Interval.of(sinh, u.bits).square()).sqrt()


def kernel_rest(kernel: str, L: int, u: Interval, h: Interval) -> Interval:
    """Bound the rest of K(cos(u + s)), |s| <= h, by this times h^6."""
    whole = Interval.of(derivative_bound(kernel, L) / factorial(ORDER), u.bits)
    if kernel != "ntk" or L < 3:
        return whole
    radius = disc_radius(u)
    if radius.lo <= h.hi:
        return whole
    near = Interval.of(L + 2, u.bits) / (radius.power(ORDER) * (1 - h / radius))
    return near if near.hi < whole.hi else whole


def kernel_range(kernel: str, L: int, u: Interval) -> Interval:
    """Enclose K(cos v) for all v of an interval in (0, pi]."""
    middle = (u.lo + u.hi) >> 1
    centre, far = Interval(middle, middle, u.bits), max(u.hi - middle, middle - u.lo)
    step, h = Interval(u.lo - middle, u.hi - middle, u.bits), Interval(far, far, u.bits)
    rest = (kernel_rest(kernel, L, centre, h) * h.power(ORDER)).hi
    total = Interval(0, 0, u.bits)
    for x in reversed(kernel_jet(kernel, L, centre)):
        total = total * step + x
    return total + Interval(-rest, rest, u.bits)


class Inequality:
    """H + Phi <= 0 and H - Phi <= 0, cell by cell."""

    def __init__(self, q: dict[str, Any], p: list[Fraction], b: Fraction, e: list[Fraction]) -> None:
        self.kernel, self.L, self.b = q["kernel"], q.get("L", 0), b
        bits = BITS + GUARD
        size, times_pi = q["angle"]
        self.start = pi(bits).times(size) if times_pi else Interval.of(size, bits)
        end = pi(bits) - self.start if q["sided"] == "projective" else pi(bits)
        self.length = end - self.start
        if self.length.hi < 0:
            raise InvalidError("no inner product is allowed by this separation")
        phi, eta = cosine_polynomial(q["d"], p), cosine_polynomial(q["d"], e)
        self.rows: list[list[int]] = []
        self.slack: list[tuple[int, int, int]] = []
        for f in (phi, eta):
            self._add(f)
        sixth = sum((max(abs(x.lo), abs(x.hi)) * m**ORDER for f in (phi, eta) for m, x in enumerate(f)), start=0)
        self.rest = Interval.of(Fraction(sixth, 1 << bits) / factorial(ORDER), bits)

    def _add(self, f: list[Interval]) -> None:
        """The weights of the derivatives over q!, as integers, and how far their sums can be off."""
        terms = len(f)
        for order in range(ORDER):
            sign = (1, -1, -1, 1)[order % 4]  # cos, -sin, -cos, sin
            whole = factorial(order)
            weights = [sign * (x.lo + x.hi) * m**order // (2 * whole) for m, x in enumerate(f)]
            radius = sum((x.hi - x.lo) * m**order // whole + 2 for m, x in enumerate(f))
            self.rows.append(weights)
            self.slack.append((radius, sum(map(abs, weights)), terms))

    def _turns(self, u: Interval, terms: int) -> tuple[list[int], list[int], int]:
        """cos(mu), sin(mu) in units, and a bound of their errors.

        x_{m+1} = 2c x_m - x_{m-1}: a rounding grows at most like m^2/2; an error of c moves cos(mu) by m^2 and sin(mu)
        by m^3/3 times it, one of sin(u) moves sin(mu) by m times it.
        """
        sine, cosine = sin_cos(u)
        bits = u.bits
        s, c = (sine.lo + sine.hi) >> 1, (cosine.lo + cosine.hi) >> 1
        first = (sine.hi - sine.lo) + (cosine.hi - cosine.lo) + 2
        cosines, sines = [1 << bits, c], [0, s]
        for _ in range(2, terms):
            cosines.append((c * cosines[-1] >> (bits - 1)) - cosines[-2])
            sines.append((c * sines[-1] >> (bits - 1)) - sines[-2])
        return cosines[:terms], sines[:terms], terms**3 * (first + 2)

    def _values(self, u: Interval) -> tuple[Jet, Jet]:
        """Taylor coefficients of the polynomial parts of Phi and of H."""
        bits, terms = u.bits, len(self.rows[0])
        cosines, sines, error = self._turns(u, terms)
        found = []
        for index, (weights, (radius, total, count)) in enumerate(zip(self.rows, self.slack, strict=True)):
            turn = cosines if index % 2 == 0 else sines
            value = sum(map(int.__mul__, weights, turn)) >> bits
            off = radius + ((total + radius) * error >> bits) + count + radius + 2
            found.append(Interval(value - off, value + off, bits))
        return found[:ORDER], found[ORDER:]

    def holds_on(self, index: int, size: int) -> bool:
        """Decide both inequalities on the cell [index/size, (index+1)/size] of the interval."""
        u = self.start + self.length.times(Fraction(2 * index + 1, 2 * size))
        h = self.length.times(Fraction(1, 2 * size))
        h = Interval(h.hi, h.hi, h.bits)
        phi, eta = self._values(u)
        rest = self.rest
        if self.b:
            phi = [x + y.times(self.b) for x, y in zip(phi, kernel_jet(self.kernel, self.L, u), strict=True)]
            rest = rest + kernel_rest(self.kernel, self.L, u, h).times(abs(self.b))
        return all(self._negative(_plus(eta, [x * sign for x in phi]), rest, h) for sign in (1, -1))

    def _negative(self, c: Jet, rest: Interval, h: Interval) -> bool:
        """Decide sum c_q s^q + rest s^p <= 0 for |s| <= h: the parabola exactly, the rest by modulus."""
        zero = Interval.of(0, h.bits)
        higher, step = zero, h * h
        for x in c[3:]:
            step = step * h
            higher = higher + _modulus(x) * step
        higher = higher + rest * (step * h)
        if c[0].lo > 0:
            raise InvalidError("H + Phi <= 0 or H - Phi <= 0 fails at an allowed inner product")
        slope = _modulus(c[1])
        if c[2].hi < 0 and (slope + c[2] * h * 2).hi < 0:
            top = c[0] - c[1].square() / (c[2] * 4)
        else:
            top = c[0] + slope * h + Interval(max(c[2].lo, 0), max(c[2].hi, 0), h.bits) * h * h
        return (top + higher).hi <= 0


def _modulus(x: Interval) -> Interval:
    low, high = sorted((abs(x.lo), abs(x.hi)))
    return Interval(0 if x.lo <= 0 <= x.hi else low, high, x.bits)
