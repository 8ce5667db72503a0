"""Funk-Hecke eigenvalues of Theta_L and Sigma_L by Gauss-Legendre in the angle, every error bounded.

Truncation.  With v = sqrt2 sin(theta/2), w = sqrt2 cos(theta/2), theta = x + iy: |v|^2 = cosh y - cos x and
|w|^2 = cosh y + cos x.  Let s = rho/2, cosh tau = 1 + s, cos x0 = 1 - s.  On -x0 <= x <= pi + x0, |y| <= tau
either cos x >= 1 - s and then |v|^2 <= 2s = rho, or cos x < 1 - s and then |w|^2 < 2; left of 0 the first holds,
right of pi the second, and where both hold with 0 < x < pi the two branches agree, as they do on the real axis.
So F(cos theta) is analytic and bounded there (:func:`kernels.domain`).  The ellipse about [0, pi] with semi-minor
axis b = (pi/4)(R - 1/R) <= tau passes the ends by (pi/4)(R + 1/R - 2) < b <= tau < x0, hence lies inside.
|cos k theta|, |P_k(cos theta)| <= cosh(k Im theta), |sin theta| <= cosh(Im theta).  N-point Gauss-Legendre on [-1, 1]
errs by at most (64/15) B R^(-2N)/(1 - R^(-2)), |a_j| <= 2 B R^(-j) being the Chebyshev coefficients.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from .intervals import Interval, arccos, pi, sin_cos
from .kernels import domain
from .limits import UndecidedError, tick

MAX_TABLE = 640
MAX_NODES = 1_200


class Rule(NamedTuple):
    """Nodes theta in (0, pi) and Gauss-Legendre weights (for [-1, 1]) as intervals."""

    theta: tuple[Interval, ...]
    weight: tuple[Interval, ...]


def _legendre(n: int, x: int, bits: int) -> tuple[int, int]:
    """Return P_{n-1} and P_n at x * 2**-bits by the three-term recurrence, each wrong by at most _loss(n) units."""
    before, now = 1 << bits, x
    for j in range(1, n):
        before, now = now, ((2 * j + 1) * (x * now >> bits) - j * before) // (j + 1)
    return before, now


@lru_cache(maxsize=64)
def _loss(n: int) -> int:
    """Bound the rounding of :func:`_legendre`: each step adds (2j+1)/(j+1) + 1 < 3 units to the errors it carries."""
    before, now = 0, 0
    for j in range(1, n):
        before, now = now, max(now, ((2 * j + 1) * now + j * before) // (j + 1) + 4)
    return now


def _newton(n: int, index: int, bits: int) -> int:
    """Approximate (proving nothing) the index-th root of P_n from the right."""
    work = 96
    guess = (pi(work) * (4 * index - 1)).times(Fraction(1, 4 * n + 2))
    cosine = sin_cos(guess)[1]
    x = (cosine.lo + cosine.hi) >> 1
    for round_ in range(64):
        for _ in range(1 if round_ else 5):
            before, now = _legendre(n, x, work)
            slope = n * (before - (x * now >> work))
            x -= (now * ((1 << work) - (x * x >> work))) // slope
        if work >= bits + 48:
            return x >> (work - bits)
        step = min(2 * work - 32, bits + 48) - work
        x, work = x << step, work + step
    raise UndecidedError("a Legendre root was not found")


@lru_cache(maxsize=8)
def legendre_rule(n: int, bits: int) -> Rule:
    """Return the n-point rule, n even; n/2 sign changes in disjoint parts of (0, 1) and symmetry give all roots."""
    near = bits + 16
    work = near + _loss(n).bit_length() + 16
    radius, one, loss = 1 << (work - near), 1 << work, _loss(n)
    angles: list[tuple[Interval, Interval]] = []
    circle, previous = pi(work), one
    for index in range(1, n // 2 + 1):
        tick()
        x = _newton(n, index, near) << (work - near)
        if not 0 < x - radius < x + radius < previous:
            raise UndecidedError("Legendre roots out of order")
        previous = x - radius
        (left_before, left), (_, right) = _legendre(n, x - radius, work), _legendre(n, x + radius, work)
        if min(abs(left), abs(right)) <= loss or (left > 0) == (right > 0):
            raise UndecidedError("a Legendre root was not proved")
        root = Interval(x - radius, x + radius, work)
        # |P_{n-1}'| <= n^2/2 on [-1, 1] carries the value at the left end to the root itself
        value = Interval(left_before, left_before, work).widen(loss + radius * n * n)
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
        if growth + 1 / growth > 2 * (1 + rho / 2):  # need cosh b <= cosh tau, and growth >= e^b
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


@lru_cache(maxsize=4)
def _cosines(nodes: int, bits: int, degree: int) -> tuple[list[list[int]], int]:
    """Return the table cos(k theta_i), k = 0..degree, and a bound for its errors in units.

    z_k = z_{k-1} z_1 with |z| = 1 in complex discs: the error of z_k is at most e_{k-1} (1 + e_1) + e_1 + rounding.
    """
    rule = legendre_rule(nodes, bits)
    real, imag, first = [], [], 0
    for theta in rule.theta:
        tick()
        sine, cosine = sin_cos(theta)
        real.append((cosine.lo + cosine.hi) >> 1)
        imag.append((sine.lo + sine.hi) >> 1)
        first = max(first, cosine.hi - cosine.lo + sine.hi - sine.lo + 2)
    rows, x, y, error = [[1 << bits] * nodes, real], real, imag, first
    for _ in range(2, degree + 1):
        tick()
        x, y = (
            [(a * c - b * s) >> bits for a, b, c, s in zip(x, y, real, imag, strict=True)],
            [(a * s + b * c) >> bits for a, b, c, s in zip(x, y, real, imag, strict=True)],
        )
        rows.append(x)
        error = error + (error * first >> bits) + first + 3
    return rows, error


@lru_cache(maxsize=4)
def _values(nodes: int, bits: int, L: int) -> dict[tuple[str, int], tuple[Interval, ...]]:
    """Return w F sin and w F at the nodes, F = Theta_1..Theta_L and Sigma_1..Sigma_{L-1}; one arccos per layer."""
    rule, circle = legendre_rule(nodes, bits), pi(bits)
    table: dict[tuple[str, int], list[Interval]] = {}
    for theta, weight in zip(rule.theta, rule.weight, strict=True):
        tick()
        sine, cosine = sin_cos(theta)
        total, angle, t, s = cosine, theta, cosine, sine
        outer = weight * sine
        for layer in range(2, L + 1):
            t = ((s + (circle - angle) * t) / circle).meet(0, 1)
            total = t + total * ((circle - angle) / circle)
            for name, depth, value in (("ntk", layer, total), ("sigma", layer - 1, t)):
                table.setdefault((name, depth), []).append(weight * value)
                table.setdefault((name + ".sin", depth), []).append(outer * value)
            if layer < L:
                angle, s = arccos(t), (1 - t.square()).meet(0, 1).sqrt()
    return {key: tuple(values) for key, values in table.items()}


def _transform(values: tuple[Interval, ...], rows: list[list[int]], error: int, bits: int) -> list[Interval]:
    """Return sum_i values_i cos(k theta_i) for every k."""
    middles = [(v.lo + v.hi) >> 1 for v in values]
    spread = sum(v.hi - v.lo + 1 for v in values)  # |cos| <= 1 for these, the cosine's error for the rest
    spread += (sum(max(abs(v.lo), abs(v.hi)) for v in values) * error >> bits) + 2
    sums = [sum(map(mul, middles, row)) >> bits for row in rows]
    return [Interval(total, total, bits).widen(spread) for total in sums]


def _central(count: int) -> list[Fraction]:
    """Return a_j = (1/2)_j/j!, for which P_k(cos x) = sum_j a_j a_{k-j} cos((k-2j) x)."""
    values = [Fraction(1)]
    for j in range(1, count):
        values.append(values[-1] * Fraction(2 * j - 1, 2 * j))
    return values


@lru_cache(maxsize=48)
def base_tables(kernel: str, L: int, degree: int, bits: int) -> tuple[list[Interval], list[Interval]]:
    """Return the eigenvalues for d = 2 and d = 3, k = 0..degree."""
    if degree > MAX_TABLE:
        raise UndecidedError(f"degree plus half the dimension is beyond the quadrature's limit {MAX_TABLE}")
    depth = L if kernel == "ntk" else L + 1
    region = domain(depth)
    bound = max(region.plus, region.minus) if kernel == "ntk" else region.sigma
    scheme = plan(depth, degree, bits, bound, region.rho)
    # more nodes only shrink the error, and so that depths up to 6 share theirs, take those of depth 6
    deepest = max(depth, 6)
    widest = plan(deepest, degree, bits, domain(deepest).plus, domain(deepest).rho)
    nodes = max(scheme.nodes, -(-widest.nodes // 32) * 32)
    table = _values(nodes, bits, deepest)
    rows, error = _cosines(nodes, bits, degree)
    two = _transform(table[kernel, L], rows, error, bits)
    three = _transform(table[kernel + ".sin", L], rows, error, bits)
    central = [Interval.of(a, bits) for a in _central(degree + 1)]
    circle = pi(bits)

    def legendre_sum(k: int) -> Interval:
        tick()
        total = Interval(0, 0, bits)
        for j in range((k + 1) // 2):
            total = total + central[j] * central[k - j] * three[k - 2 * j]
        total = total * 2
        return total + central[k // 2].square() * three[0] if k % 2 == 0 else total

    slack_two, slack_three = (Interval.of(e, bits).hi for e in (scheme.error_two, scheme.error_three))
    return (
        [value.times(Fraction(1, 2)).widen(slack_two) for value in two],
        [(legendre_sum(k) * circle).times(Fraction(1, 4)).widen(slack_three) for k in range(degree + 1)],
    )


@lru_cache(maxsize=64)
def eigenvalues(kernel: str, d: int, L: int, degree: int, bits: int) -> list[Interval]:
    """Return the eigenvalues k = 0..degree, by lambda_k^(d+2) = d/(2k+d) (lambda_k^(d) - lambda_{k+2}^(d))."""
    start = 2 + d % 2
    needed = -(-(degree + d - start) // 32) * 32  # two degrees for each step of two dimensions
    table = base_tables(kernel, L, needed, bits)[d % 2]
    for dimension in range(start, d, 2):
        tick()
        table = [(table[k] - table[k + 2]).times(Fraction(dimension, 2 * k + dimension)) for k in range(len(table) - 2)]
    return table[: degree + 1]
