r"""One polynomial in place of a kernel, with a proven distance from it and a proven rounding error of its evaluation.

For t in [-1, 1] put a = sqrt(1 - t), b = sqrt(1 + t), y = (a - b)/(2 + a + b). With theta = arccos t these are
a = sqrt2 sin(theta/2), b = sqrt2 cos(theta/2), y = tan((theta - pi/2)/4), |y| <= q = sqrt2 - 1, and F is a smooth
function of y on all of [-q, q]: the square roots at t = +-1 are gone. ``whole`` is a polynomial in y; ``bulk`` is one
in t itself, for |t| <= 1/2.

*Distance.* F is analytic with |F| <= M on the Bernstein ellipse of parameter rho about the interval (for y:
:mod:`ntksym.kernels.analytic`; for t: the unit disc, where |F| <= F(1)). So its Chebyshev coefficients are at most
2 M rho^-j, and the interpolant at n Chebyshev points, whose coefficients a_j are known in balls, is within
4 M rho^-n/(1 - 1/rho) of F: at these points T_j, j >= n, equals 0 or some +-T_i with i < n. If it is cut after a_N,
|F - p| is at most that plus sum_{N < j < n} |a_j| plus the rounding of the coefficients.

*Rounding.* Let |x| <= X be the float64 argument. By Horner's rule c_j meets 2j + 1 roundings: the error is at most
sum gamma_{2j+1} |c_j| X^j. In deep kernels these c_j grow and cancel; then Clenshaw's rule for Chebyshev polynomials is
used: b_j = a_j + w b_{j+1} - b_{j+2}, w = 2x/q, p = a_0 + (w/2) b_1 - b_2, three roundings each. A rounding error e_j
there acts as a change of a_j, and |T_j|, |U_j|/(j + 1) <= 1 + 2^-10 up to X: so the error is at most (1 + 2^-10)
sum |e_j|, with |e_j| <= gamma_3 (|a_j| + |w| |b_{j+1}| + |b_{j+2}|), |b_j| <= (1 + 2^-10) sum_{i >= j}
(i - j + 1)(|a_i| + |e_i|). The three roundings of w move x relatively by gamma_3 at most.

SOURCE: Trefethen, Approximation Theory and Approximation Practice, Theorems 4.2, 8.1 and 8.2; Higham, Accuracy and
Stability of Numerical Algorithms, 5.1; the variable y and the error functionals are derived here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from ntksym.balls.arb import arb, arb_mat, arb_poly, ball, hull, power, precision, upper
from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import TINY, gamma
from ntksym.errors import UndecidedError
from ntksym.kernels.analytic import BITS, Ellipse, ellipse, half_range
from ntksym.kernels.dot_product import DotKernel, Pair

BULK = Fraction(1, 2)
"""``bulk`` may be used where the computed |t| is at most this."""
MARGIN = Fraction(1, 2**10)
"""... and the true |t| at most this much more."""
WIDER = 1 + Fraction(1, 2**40)
SLACK = 1 + Fraction(1, 2**10)
MOST_NODES = 1200
CUT = Fraction(1, 2**55)
BOXES = 64
PREFER_HORNER = 4


@dataclass(frozen=True)
class Polynomial:
    """A polynomial p in float64 with a proven error against F.

    Parameters
    ----------
    coefficients
        Of x^j, or of T_j(x/half) if ``chebyshev``; ``half`` is rounded to float64.
    half
        |F - p| <= error on [-half, half].
    error, rounding, slope
        Upper bounds of |F - p|, of the rounding error of one evaluation, and of |p'|, the last two also for |x| up to
        2^-40 relatively more than ``half``.
    size
        |F| <= size there.
    """

    coefficients: tuple[float, ...]
    half: float
    chebyshev: bool
    error: Fraction
    rounding: Fraction
    slope: Fraction
    size: Fraction

    def bound(self, spread: Fraction) -> Fraction:
        """|computed - F| if the argument is within ``spread`` of the true one, and both are in the domain."""
        return self.error + self.rounding + self.slope * spread

    def __call__(self, x: Floats, out: Floats) -> Floats:
        """p(x), into ``out`` (which must not share memory with x)."""
        if self.chebyshev:
            return self._clenshaw(x, out)
        *rest, top = self.coefficients
        factor: Floats | float = top
        for c in reversed(rest):
            np.multiply(x, factor, out=out)
            np.add(out, c, out=out)
            factor = out
        return out

    def _clenshaw(self, x: Floats, out: Floats) -> Floats:
        first, *rest = self.coefficients
        double = x * (2 / self.half)
        old, new = np.zeros_like(x), np.zeros_like(x)
        for a in reversed(rest):
            np.multiply(double, new, out=out)
            np.subtract(out, old, out=old)
            np.add(old, a, out=old)
            old, new = new, old
        np.multiply(double, new, out=out)
        np.multiply(out, 1 / 2, out=out)
        np.subtract(out, old, out=out)
        return np.add(out, first, out=out)


@dataclass(frozen=True)
class Monomial:
    """The kernel is c t^k itself: the Hadamard powers and the linear kernels.

    Examples
    --------
    >>> Monomial(Fraction(2), 3)(np.array([0.5]), np.empty(1))
    array([0.25])
    """

    factor: Fraction
    exponent: int

    @property
    def size(self) -> Fraction:
        """|c t^k| <= c."""
        return self.factor

    def __call__(self, x: Floats, out: Floats) -> Floats:
        """The power by repeated multiplication, into ``out`` (which must not share memory with x)."""
        out.fill(float(self.factor))
        base, k = x, self.exponent
        while k:
            if k & 1:
                np.multiply(out, base, out=out)
            k >>= 1
            if k:
                base = base * base
        return out

    def bound(self, spread: Fraction) -> Fraction:
        """|computed - c t^k| if the argument is within ``spread`` of t in [-1, 1].

        The factor is rounded once; the products form a tree in which each factor x of x^k is rounded at most k times.
        """
        k = self.exponent
        size = _power_up(1 + spread, k)
        return size * (self.factor * (k * spread + gamma(k + 1)) + (1 + self.factor) * (k + 1) ** 2 * TINY)


@dataclass(frozen=True)
class Surrogate:
    """The two polynomials of a kernel: ``whole`` in y on [-q, q], ``bulk`` in t on [-1/2, 1/2]."""

    whole: Polynomial
    bulk: Polynomial


def monomial(kernel: DotKernel) -> Monomial | None:
    """The kernel as c t^k, if it is one."""
    if kernel.family == "power":
        return Monomial(kernel.scale, kernel.L)
    if kernel.delta == 0 or (kernel.family, kernel.L) in (("ntk", 1), ("sigma", 0)):
        return Monomial(kernel.at_one, 0 if kernel.family == "slope" else 1)
    return None


@cache
def surrogate(kernel: DotKernel) -> Surrogate | Monomial:
    """The surrogate of a kernel, derived on first use (10 to 200 ms).

    Raises
    ------
    UndecidedError
        If none was proved: the kernel is too deep, or Delta too close to 1.

    Examples
    --------
    >>> found = surrogate(DotKernel("ntk", 3))
    >>> len(found.whole.coefficients), float(found.whole.error) < 1e-15
    (36, True)
    """
    found = monomial(kernel)
    if found is not None:
        return found

    def at_angle(theta: arb) -> arb:
        sine, cosine = (theta / 2).sin_cos()
        return kernel.ball_at(Pair(theta.cos(), 2 * sine * sine, 2 * cosine * cosine))

    def at_cosine(t: arb) -> arb:
        return kernel.ball_at(Pair(t, 1 - t, 1 + t))

    size = kernel.at_one
    with precision(8 * BITS):
        q = half_range()  # more bits than the monomials' growth (1/q)^j costs
    with precision(BITS):
        whole = _fit(lambda y: at_angle(arb.pi() / 2 + 4 * y.atan()), q, ellipse(kernel), size)
        wide = ball(BULK + MARGIN)
        rho = Fraction(37, 10)  # (BULK + MARGIN)(rho + 1/rho)/2 < 1: the ellipse lies in the unit disc
        bulk = _fit(at_cosine, wide, Ellipse(rho, size), upper(at_cosine(wide)))  # |F(t)| <= F(|t|)
    return Surrogate(whole, bulk)


def _fit(profile: Callable[[arb], arb], half: arb, domain: Ellipse, size: Fraction) -> Polynomial:
    """A polynomial on [-half, half] whose error is about u times ``size``."""
    nodes = _nodes(domain, size)
    with precision(2 * BITS):
        series = _interpolant(profile, half, nodes)
        rho, bound = ball(domain.rho), ball(domain.bound)
        rest = 4 * bound / power(rho, nodes) / (1 - 1 / rho)
        degree = nodes - 1
        while degree > 1 and upper(rest + abs(series[degree])) <= CUT * size:
            rest = rest + abs(series[degree])
            degree -= 1
        series = series[: degree + 1]
    with precision(2 * BITS + 4 * degree):
        horner, clenshaw = _monomials(series, half, rest, size), _chebyshev(series, half, rest, size)
    return horner if horner.rounding <= PREFER_HORNER * clenshaw.rounding else clenshaw


def _nodes(domain: Ellipse, size: Fraction) -> int:
    """How many Chebyshev points to take: a guess, since the aliasing error itself is evaluated in balls."""
    excess = math.log(float(4 * domain.bound / size * domain.rho / (domain.rho - 1))) + 70 * math.log(2)
    nodes = math.ceil(excess / math.log(float(domain.rho)))
    if nodes > MOST_NODES:
        raise UndecidedError(f"{nodes} Chebyshev points would be needed, more than {MOST_NODES}")
    return nodes


def _interpolant(profile: Callable[[arb], arb], half: arb, nodes: int) -> list[arb]:
    """The Chebyshev coefficients of the interpolant at the points half cos(pi (2i + 1)/(2 nodes))."""
    angles = [arb.pi() * ball(Fraction(2 * i + 1, 2 * nodes)) for i in range(nodes)]
    values = arb_mat(nodes, 1, [profile(half * angle.cos()) for angle in angles])
    norm = (arb(2) / nodes).sqrt()
    first, *rest = [norm * v for v in (arb_mat.dct(nodes) * values).entries()]
    return [first / arb(2).sqrt(), *rest]


def _monomials(series: list[arb], half: arb, rest: arb, size: Fraction) -> Polynomial:
    """Horner's form."""
    x, new, old = arb_poly([0, 1 / half]), arb_poly([0]), arb_poly([0])
    for a in reversed(series[1:]):
        new, old = x * new * 2 - old + a, new
    exact = (x * new - old + series[0]).coeffs()
    rounded = [float(c.mid()) for c in exact]
    X = upper(half) * WIDER
    powers = [_power_up(X, j) for j in range(len(rounded))]
    slips = [upper(abs(c - arb(r))) * p for c, r, p in zip(exact, rounded, powers, strict=True)]
    sizes = [abs(Fraction(r)) * p for r, p in zip(rounded, powers, strict=True)]
    rounding = sum((gamma(2 * j + 1) * s for j, s in enumerate(sizes)), 4 * len(rounded) * TINY)
    derivative = arb_poly([arb(r) for r in rounded]).derivative()
    error, slope = upper(rest) + sum(slips), _largest(derivative, X)
    return Polynomial(tuple(rounded), float(half.mid()), False, error, rounding, slope, size)


def _chebyshev(series: list[arb], half: arb, rest: arb, size: Fraction) -> Polynomial:
    """Clenshaw's form."""
    rounded = [float(a.mid()) for a in series]
    slips = [upper(abs(a - arb(r))) for a, r in zip(series, rounded, strict=True)]
    sizes = [abs(Fraction(r)) for r in rounded]
    slope = SLACK * upper(ball(sum((j * j * s for j, s in enumerate(sizes)), Fraction(0))) / half)
    total, mass, b, after = Fraction(0), Fraction(0), Fraction(0), Fraction(0)
    for modulus in reversed(sizes):
        slip = gamma(3) * (modulus + 3 * b + after) + 4 * TINY
        mass += modulus + slip
        b, after = b + SLACK * mass, b
        total += slip
    rounding = SLACK * total + gamma(3) * upper(half) * WIDER * slope
    return Polynomial(tuple(rounded), float(half.mid()), True, upper(rest) + sum(slips), rounding, slope, size)


def _largest(derivative: arb_poly, X: Fraction) -> Fraction:
    """Max |p'| on [-X, X], by the mean value theorem on small boxes."""
    second, worst = derivative.derivative(), Fraction(0)
    for i in range(BOXES):
        low, high = X * Fraction(2 * i - BOXES, BOXES), X * Fraction(2 * i + 2 - BOXES, BOXES)
        box, middle = hull(low, high), ball((low + high) / 2)
        worst = max(worst, upper(abs(derivative(middle) + second(box) * (box - middle))))
    return worst


def _power_up(x: Fraction, k: int) -> Fraction:
    """An upper bound of x^k that stays short."""
    return upper(power(ball(x), k))
