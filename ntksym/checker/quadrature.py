"""Funk-Hecke eigenvalues of Theta_L and Sigma_L by Gauss-Legendre in the angle, every error bounded.

Truncation.  F(cos theta), theta = x + iy, is analytic and bounded on the strip 0 <= x <= pi, |y| <= TAU (strip.py) and,
|v|^2 = cosh y - cos x and |w|^2 = cosh y + cos x being those of t = 1 - v^2 = -1 + w^2, where |x| < pi, |v|^2 <= rho or
0 < x < 2 pi, |w|^2 < 2 (:func:`kernels.domain`).  The ellipse about [0, pi] has semi-axes a, b = (pi/4)(R +- 1/R).  If
b <= TAU, its part between 0 and pi lies in the strip.  At -p its height is at most that at 0, y0^2 = b^2 (1 -
(pi/2a)^2), so if cosh y0 - cos(a - pi/2) <= rho, its part left of 0 has |v|^2 <= rho < 2, and the part right of pi,
its image in pi/2, |w|^2 < 2.  Here cosh y - 1 <= (y^2/2)(1 + y^2/10) for y^2 <= 2 and 1 - cos p <= p^2/2.
|cos k theta|, |P_k(cos theta)| <= cosh(k Im theta), |sin theta| <= cosh(Im theta).  N-point Gauss-Legendre on [-1, 1]
errs by at most (64/15) B R^(-2N)/(1 - R^(-2)), |a_j| <= 2 B R^(-j) being the Chebyshev coefficients.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt, prod
from operator import mul
from typing import NamedTuple

from .exact import ball_constant
from .intervals import Interval, arccos, pi, sin_cos
from .kernels import domain
from .limits import UndecidedError, tick
from .strip import TAU
from .strip import bound as strip_bound

MAX_TABLE = 2_200
MAX_NODES = 4_000


class Rule(NamedTuple):
    """Nodes theta in (0, pi) and Gauss-Legendre weights (for [-1, 1]) as intervals."""

    theta: tuple[Interval, ...]
    weight: tuple[Interval, ...]


def _legendre(n: int, x: int, bits: int) -> tuple[int, int]:
    """Return P_{n-1} and P_n at x * 2**-bits by the three-term recurrence, each wrong by at most _loss units."""
    before, now = 1 << bits, x
    for j in range(1, n):
        before, now = now, ((2 * j + 1) * (x * now >> bits) - j * before) // (j + 1)
    return before, now


def _loss(n: int, x: int, bits: int) -> int:
    """Bound the rounding of :func:`_legendre`: a step adds less than 3 units to sqrt Q, Q = e'^2 - 2 x e' e + e^2.

    For e'' = (1+c) x e' - c e, c = j/(j+1), Q(e'', e') = c^2 (x e' - e)^2 + (1-x^2) e'^2 <= Q(e', e), sqrt Q is a norm
    and sqrt(1-x^2) |e'| <= sqrt Q.
    """
    return (3 * n << bits) // isqrt((1 << 2 * bits) - x * x) + 1


def _taylor_step(n: int, x: int, bits: int) -> int:
    """Solve P_n(x + h) = 0 (proving nothing) by Taylor's series, whose coefficients Legendre's equation gives."""
    before, now = _legendre(n, x, bits)
    circle = (1 << bits) - (x * x >> bits)
    f = [now, n * ((before - (x * now >> bits)) << bits) // circle]
    for m in range(bits // 32):
        top = 2 * (m + 1) ** 2 * (x * f[m + 1] >> bits) + (m * (m + 1) - n * (n + 1)) * f[m]
        f.append((top << bits) // (circle * (m + 1) * (m + 2)))
    h = 0
    for _ in range(bits.bit_length()):
        value = slope = 0
        for c in reversed(f):
            slope = value + (slope * h >> bits)
            value = c + (value * h >> bits)
        h -= (value << bits) // slope
    return h


def _root(n: int, index: int, bits: int) -> int:
    """Approximate (proving nothing) the index-th root of P_n from the right."""
    work = 96
    guess = (pi(work) * (4 * index - 1)).times(Fraction(1, 4 * n + 2))
    cosine = sin_cos(guess)[1].times(1 - Fraction(n - 1, 8 * n**3))  # Tricomi
    x = (cosine.lo + cosine.hi) >> 1
    for _ in range(16):
        before, now = _legendre(n, x, work)
        step = now * ((1 << work) - (x * x >> work)) // (n * (before - (x * now >> work)))
        x -= step
        if abs(step) < 1 << work // 2:
            x <<= bits - work
            return x + _taylor_step(n, x, bits)
    raise UndecidedError("a Legendre root was not found")


@lru_cache(maxsize=8)
def legendre_rule(n: int, bits: int) -> Rule:
    """Return the n-point rule, n even; n/2 disjoint parts of (0, 1) with a root in each, and symmetry, give all roots.

    P_n'/P_n = sum 1/(x - x_i), so a root is within n |P_n/P_n'| = (1-x^2) |P_n|/|P_{n-1} - x P_n| of x.
    """
    work = bits + 96
    angles: list[tuple[Interval, Interval]] = []
    circle, previous = pi(work), 1 << work
    for index in range(1, n // 2 + 1):
        tick()
        x = _root(n, index, work)
        if not 0 < x < previous:
            raise UndecidedError("Legendre roots out of order")
        loss, (before, now) = _loss(n, x, work), _legendre(n, x, work)
        slope = abs(before - (x * now >> work)) - 2 * loss - 1
        if slope <= 0:
            raise UndecidedError("a Legendre root was not proved")
        radius = ((abs(now) + loss) << work) // slope + 1
        if not 0 < x - radius < x + radius < previous:
            raise UndecidedError("Legendre roots out of order")
        previous, root = x - radius, Interval(x - radius, x + radius, work)
        # |P_{n-1}'| <= n^2/2 on [-1, 1] carries the value to the root itself
        value = Interval(before, before, work).widen(loss + radius * n * n)
        weight = ((1 - root.square()) * 2) / (value.square() * (n * n))
        angles.append(((circle * (1 - root)).times(Fraction(1, 2)), weight))
    angles += [(circle - theta, weight) for theta, weight in reversed(angles)]
    return Rule(tuple(theta.at(bits) for theta, _ in angles), tuple(weight.at(bits) for _, weight in angles))


class Plan(NamedTuple):
    """Number of nodes, and the truncation errors of the d = 2 and d = 3 eigenvalues for all degrees up to the last."""

    nodes: int
    error_two: Fraction
    error_three: Fraction


def exp_upper(x: Fraction) -> Fraction:
    """Return an upper bound of e^x, 0 <= x <= 2, with a short denominator."""
    total = term = Fraction(1)
    for n in range(1, 40):
        term = term * x / n
        total += term
    return Fraction(-(-(total + 2 * term) * 2**40 // 1), 2**40)


@lru_cache(maxsize=64)
def plan(L: int, degree: int, bits: int, bound: Fraction, rho: Fraction) -> Plan:
    """Choose the ellipse that needs the fewest nodes for an error below 2^-bits, and bound the error."""
    circle = pi(64).upper() / 4
    best: tuple[int, Fraction, Fraction] | None = None
    for sixteenths in range(17, 49):
        R = Fraction(sixteenths, 16)
        b = circle * (R - 1 / R)
        growth = exp_upper(b)
        height, beyond = b**2 * (1 - (2 / (R + 1 / R)) ** 2), circle * (R + 1 / R - 2)
        if b > TAU or height / 2 * (1 + height / 10) + beyond**2 / 2 > rho:
            continue
        log_R = ((R.numerator**256) // (R.denominator**256)).bit_length() - 1
        log_growth = ((growth.numerator**64) // (growth.denominator**64)).bit_length()
        wanted = (bits + 8 + int(bound).bit_length()) * 256 + 4 * log_growth * (degree + 1)
        nodes = 2 * (wanted // (4 * max(log_R, 1)) + 2)
        if best is None or nodes < best[0]:
            best = (nodes, R, growth)
    if best is None or best[0] > MAX_NODES:
        raise UndecidedError("the quadrature would need too many nodes")
    nodes, R, growth = best
    # cosh(kb) <= e^(kb); d = 2: (1/pi)(pi/2) of the rule's error, d = 3: (1/2)(pi/2) of it and cosh b for the sine
    error = Fraction(64, 15) * bound * growth**degree / (R ** (2 * nodes) * (1 - 1 / R**2))
    return Plan(nodes, error / 2, error * growth * circle)


@lru_cache(maxsize=2)  # up to hundreds of megabytes each
def _cosines(nodes: int, bits: int, degree: int) -> tuple[list[list[int]], int]:
    """Return the table cos(k theta_i), k = 0..degree, theta_i < pi/2, and a bound for its errors in units.

    T_k = 2 x T_{k-1} - T_{k-2} at a fixed m near x = cos theta.  Rounding, by less than a unit each time, adds at most
    |U_{k-j}(m)| <= k-j+1 units for step j, k (k+1)/2 in all; and |T_k(x) - T_k(m)| <= k^2 |x-m|.
    """
    first, middle = 0, []
    for theta in legendre_rule(nodes, bits).theta[: nodes // 2]:
        tick()
        cosine = sin_cos(theta)[1]
        middle.append((cosine.lo + cosine.hi) >> 1)
        first = max(first, cosine.hi - cosine.lo + 1)
    rows = [[1 << bits] * len(middle), middle]
    for k in range(2, degree + 1):
        tick()
        rows.append([(m * x >> bits - 1) - y for m, x, y in zip(middle, rows[k - 1], rows[k - 2], strict=True)])
    return rows, (first + 1) * (degree + 1) ** 2


@lru_cache(maxsize=4)
def _values(nodes: int, bits: int, L: int) -> dict[tuple[str, int], tuple[Interval, ...]]:
    """Return w F sin and w F at the nodes, F = Theta_1..Theta_L and Sigma_1..Sigma_{L-1}; one arccos per layer."""
    rule, circle = legendre_rule(nodes, bits), pi(bits)
    table: dict[tuple[str, int], list[Interval]] = {}
    for theta, weight in zip(rule.theta, rule.weight, strict=True):
        tick()
        s, t = sin_cos(theta)
        outer, total, angle, radius, spread = weight * s, t, theta, 0, 0
        for layer in range(2, L + 1):
            gate = (circle - angle.widen(spread)) / circle
            t = ((s + (circle - angle) * t) / circle).widen(radius).meet(0, 1)
            total = t + total * gate
            for name, depth, value in (("ntk", layer, total), ("sigma", layer - 1, t)):
                table.setdefault((name, depth), []).append(weight * value)
                table.setdefault((name + ".sin", depth), []).append(outer * value)
            if layer < L:  # kappa_1 at the middle: 0 <= kappa_1' <= 1, while arccos has slope 1/s
                low, middle = (1 - t.square()).meet(0, 1).sqrt().lo, (t.lo + t.hi) >> 1
                if low == 0:
                    raise UndecidedError("a node is too close to 0 for the working precision")
                radius = t.hi - middle
                t, spread = Interval(middle, middle, bits), -(-(radius << bits) // low)
                angle, s = arccos(t), (1 - t.square()).meet(0, 1).sqrt()
    return {key: tuple(values) for key, values in table.items()}


def _transform(values: tuple[Interval, ...], rows: list[list[int]], error: int, bits: int) -> list[Interval]:
    """Return sum_i values_i cos(k theta_i) for every k; cos(k (pi - theta_i)) = (-1)^k cos(k theta_i)."""
    half = len(values) // 2
    middles, spreads = [], []
    for sign in (1, -1):
        folded = [v + w * sign for v, w in zip(values[:half], reversed(values[half:]), strict=True)]
        middles.append([(v.lo + v.hi) >> 1 for v in folded])
        spread = sum(v.hi - v.lo + 1 for v in folded)  # |cos| <= 1 for these, the cosine's error for the rest
        spreads.append(spread + (sum(max(abs(v.lo), abs(v.hi)) for v in folded) * error >> bits) + 2)
    sums = [sum(map(mul, middles[k % 2], row)) >> bits for k, row in enumerate(rows)]
    return [Interval(total, total, bits).widen(spreads[k % 2]) for k, total in enumerate(sums)]


def _central(count: int) -> list[Fraction]:
    """Return a_j = (1/2)_j/j!, for which P_k(cos x) = sum_j a_j a_{k-j} cos((k-2j) x)."""
    values = [Fraction(1)]
    for j in range(1, count):
        values.append(values[-1] * Fraction(2 * j - 1, 2 * j))
    return values


@lru_cache(maxsize=48)
def base_table(kernel: str, L: int, d: int, degree: int, bits: int) -> list[Interval]:
    """Return the eigenvalues k = 0..degree for d = 2 or d = 3."""
    if degree > MAX_TABLE:
        raise UndecidedError(f"degree plus dimension is beyond the quadrature's limit {MAX_TABLE}")
    depth = L if kernel == "ntk" else L + 1
    region, (wall, flat) = domain(depth), strip_bound(depth)
    bound = max(region.plus, region.minus, wall) if kernel == "ntk" else max(region.sigma, flat)
    scheme = plan(depth, degree, bits, bound, region.rho)
    # more nodes only shrink the error, and so that depths up to 6 share theirs, take those of depth 6
    deepest = max(depth, 6)
    widest = plan(deepest, degree, bits, domain(deepest).plus, domain(deepest).rho)
    nodes = max(scheme.nodes, -(-widest.nodes // 32) * 32)
    rows, error = _cosines(nodes, bits, degree)
    values = _values(nodes, bits, deepest)[kernel + (".sin" if d == 3 else ""), L]
    sums = _transform(values, rows, error, bits)
    if d == 2:
        return [value.times(Fraction(1, 2)).widen(Interval.of(scheme.error_two, bits).hi) for value in sums]
    central = [Interval.of(a, bits) for a in _central(degree + 1)]
    circle, slack = pi(bits), Interval.of(scheme.error_three, bits).hi

    def legendre_sum(k: int) -> Interval:
        tick()
        total = Interval(0, 0, bits)
        for j in range((k + 1) // 2):
            total = total + central[j] * central[k - j] * sums[k - 2 * j]
        total = total * 2
        return total + central[k // 2].square() * sums[0] if k % 2 == 0 else total

    return [(legendre_sum(k) * circle).times(Fraction(1, 4)).widen(slack) for k in range(degree + 1)]


def working_bits(d: int, degree: int) -> int:
    """Guess the precision for eigenvalues of degrees up to `degree`: -log2 of |C| G(k) plus the change of errors by d.

    A wrong guess makes intervals wide, not wrong.
    """
    constant, needed = ball_constant(d).q, 0
    for k in sorted({1, degree // 4, degree // 2, degree} - {0}):
        size, error = Fraction(prod(range(2 * k - 1, 2 * (k + d) - 1, 2)), 1 << d), Fraction(1)
        for dimension in range(2 + d % 2, d, 2):  # each step rounds, so errors do not fall below a unit
            error = max(error * Fraction(2 * dimension, 2 * k + dimension), Fraction(1))
        bits = sum(x.numerator.bit_length() - x.denominator.bit_length() for x in (size, error))
        needed = max(needed, bits - (constant.numerator.bit_length() - constant.denominator.bit_length()) // 2)
    return -(-(needed + 256) // 128) * 128


@lru_cache(maxsize=64)
def eigenvalues(kernel: str, d: int, L: int, degree: int, bits: int) -> list[Interval]:
    """Return the eigenvalues k = 0..degree, by lambda_k^(d+2) = d/(2k+d) (lambda_k^(d) - lambda_{k+2}^(d))."""
    start = 2 + d % 2
    needed = -(-(degree + d - start) // 32) * 32  # two degrees for each step of two dimensions
    table = base_table(kernel, L, start, needed, bits)
    for dimension in range(start, d, 2):
        tick()
        table = [(table[k] - table[k + 2]).times(Fraction(dimension, 2 * k + dimension)) for k in range(len(table) - 2)]
    return table[: degree + 1]
