"""The two-point certificate: a lower bound of lambda_min for every data set of a given separation.

With N_k a_k the coefficients of K in P_k, Phi = sum_{k<=D} p_k P_k + b K and H = sum_{k<=D} e_k P_k, if

    (i) p_k <= (1-b) N_k a_k and b <= 1,   (ii) e_k >= 0 for k >= 1,   (iii) H + Phi <= 0 and H - Phi <= 0

at all allowed inner products, then lambda_min >= sum p_k + b K(1) - sum_{k>=1} e_k - e_0, where e_0 < 0 counts
(n-1)|e_0|: K - Phi is positive semidefinite, so z'Kz >= Phi(1)|z|^2 + sum_{i!=j} |z_i z_j| H(t_ij), and the last
sum is at least e (sum |z_i|)^2 - H(1)|z|^2 with e = min(e_0, 0), because H - e is positive semidefinite.

(iii) in u = arccos t: P_k(cos u) is a cosine polynomial.  On a cell |s| <= h about u the Taylor polynomial of order 6
and a bound of the sixth derivative decide; a cell that they leave open is halved.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import factorial
from typing import Any

from .exact import funk_hecke, harmonics_dimension
from .intervals import Interval, arccos, pi, sin_cos
from .kernels import domain
from .limits import InvalidError, UndecidedError, tick
from .quadrature import eigenvalues, exp_upper
from .reader import fields, number, shown

ORDER = 6
BITS = 192
GUARD = 64  # covers the cubic growth of errors in cos(mu), sin(mu), m <= MAX_TERMS
MAX_TERMS = 2_000
MAX_CELLS = 400_000
DEEPEST = 48

Jet = list[Interval]


def read_witness(row: object) -> tuple[list[Fraction], Fraction, list[Fraction]]:
    """Return p, b, e."""
    tree = fields(row, "a witness entry", ("p", "b", "e"))
    p, e = tree["p"], tree["e"]
    if not isinstance(p, list) or not isinstance(e, list) or len(p) != len(e) or not 1 <= len(p) <= MAX_TERMS:
        raise InvalidError(f"p and e are not two lists of the same length, 1 to {MAX_TERMS}: {shown(p)}")
    return [number(x, "p") for x in p], number(tree["b"], "b"), [number(x, "e") for x in e]


def _coefficients_allowed(q: dict[str, Any], p: list[Fraction], b: Fraction, e: list[Fraction]) -> bool:
    """(i) and (ii); None of them is ever taken from the file."""
    if b > 1 or any(x < 0 for x in e[1:]):
        return False
    d, degree = q["d"], len(p) - 1
    deep = q["kernel"] == "ntk" and q["L"] >= 3
    values = eigenvalues("ntk", d, q["L"], degree, BITS + GUARD) if deep else None
    for k, x in enumerate(p):
        if values is not None:
            low = values[k].lower()
        else:
            term = funk_hecke(q["kernel"], d, k, q.get("L"))
            if term is None:
                raise UndecidedError("no closed form of the eigenvalue")
            low = term.interval(BITS + GUARD).lower()
        if x > (1 - b) * harmonics_dimension(d, k) * low:
            return False
    return True


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


class _Inequality:
    """H + Phi <= 0 and H - Phi <= 0, cell by cell."""

    def __init__(self, q: dict[str, Any], p: list[Fraction], b: Fraction, e: list[Fraction]) -> None:
        self.kernel, self.L, self.b = q["kernel"], q.get("L", 0), b
        bits = BITS + GUARD
        size, times_pi = q["angle"]
        self.start = pi(bits).times(size) if times_pi else Interval.of(size, bits)
        end = pi(bits) - self.start if q["sided"] == "projective" else pi(bits)
        self.length = end - self.start
        if self.length.lo < 0:
            raise InvalidError("no inner product is allowed by this separation")
        phi, eta = cosine_polynomial(q["d"], p), cosine_polynomial(q["d"], e)
        self.rows: list[list[int]] = []
        self.slack: list[tuple[int, int, int]] = []
        for f in (phi, eta):
            self._add(f)
        sixth = sum((max(abs(x.lo), abs(x.hi)) * m**ORDER for f in (phi, eta) for m, x in enumerate(f)), start=0)
        rest = Fraction(sixth, 1 << bits) + abs(b) * derivative_bound(self.kernel, self.L)
        self.rest = Interval.of(rest / factorial(ORDER), bits)

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
        if self.b:
            phi = [x + y.times(self.b) for x, y in zip(phi, kernel_jet(self.kernel, self.L, u), strict=True)]
        return all(self._negative(_plus(eta, [x * sign for x in phi]), h) for sign in (1, -1))

    def _negative(self, c: Jet, h: Interval) -> bool:
        """Decide sum c_q s^q + rest s^p <= 0 for |s| <= h: the parabola exactly, the rest by modulus."""
        zero = Interval.of(0, h.bits)
        higher, step = zero, h * h
        for x in c[3:]:
            step = step * h
            higher = higher + _modulus(x) * step
        higher = higher + self.rest * (step * h)
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


def two_point(q: dict[str, Any], row: object) -> Fraction:
    """Return the bound that a witness proves, after all its hypotheses are recomputed."""
    p, b, e = read_witness(row)
    if not _coefficients_allowed(q, p, b, e):
        raise InvalidError("a coefficient p_k exceeds (1 - b) N_k a_k, or b > 1, or e_k < 0")
    if e[0] < 0 and q["n"] == 0:
        raise InvalidError("e_0 < 0 needs the number of points n")
    inequality, count = _Inequality(q, p, b, e), 0
    start = max(16, len(p))
    stack = [(index, start) for index in range(start)]
    while stack:
        index, size = stack.pop()
        tick()
        count += 1
        if inequality.holds_on(index, size):
            continue
        if count > MAX_CELLS or size >= start << DEEPEST:
            raise UndecidedError("H + Phi <= 0 and H - Phi <= 0 are not decided on every cell")
        stack += [(2 * index, 2 * size), (2 * index + 1, 2 * size)]
    at_one = q["L"] if q["kernel"] == "ntk" else 1
    first = e[0] if e[0] >= 0 else (q["n"] - 1) * -e[0]
    return sum(p, Fraction(0)) + b * at_one - sum(e[1:], Fraction(0)) - first
