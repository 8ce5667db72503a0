"""The dual of the two-point programme: what no pair (Phi, H) of a two-point certificate can prove.

For finite measures nu, mu on the allowed inner products, |nu| <= mu, with 1 + nu^_k >= 0 and 1 + mu^_k >= 0 for all
degrees k, where m^_k = int P_k dm: every Phi = sum N_k phi_k P_k, H = sum N_k eta_k P_k with phi_k <= a_k, eta_k >= 0,
|Phi| + H <= 0 at the allowed inner products has

    Phi(1) - H(1) <= sum N_k phi_k (1 + nu^_k) - int Phi dnu + int H dmu <= K(1) + int K dnu.

The measures have atoms nu_i and |nu_i| + rho_i at rational t_i; on the circle (d = 2) at the angles pi t_i, where every
t_i k0 is an integer, so that P_k = cos(pi k t_i) is even in k with the period 2 k0 and the degrees 0, ..., k0 are all.

For d >= 3, degrees k < k0: P_k(t) by its recurrence in fixed point.  With c = k/(k+d-2) <= 1 a step is
x' = t x + c (t x - y), and
Q(x, y) = x^2 - 2 t x y + y^2 does not grow: Q(x', x) = c^2 (t x - y)^2 + (1-t^2) x^2 <= Q(x, y).  So an error made
once never grows in Q, and Q >= (1-t^2) e^2: k roundings by one unit give |e| <= k (1-t^2)^(-1/2) units.

Degrees k >= k0, k0 even (Sonin): F = sin^l(u) P_k(cos u), l = (d-2)/2, has F'' + q F = 0 with
q(u) = (k+l)^2 - l(l-1)/sin^2 u.
For d >= 4 q grows towards pi/2, so q F^2 + F'^2 does; for d = 3 q falls, so F^2 + F'^2/q grows.  At pi/2 both are given
by F = P_k(0) (even k) or F' = k P_{k-1}(0) in size (odd k, k^2 <= q(pi/2)), and |P_k(0)| falls with even k.  Hence
P_k(t)^2 <= P_{k0}(0)^2 (1-t^2)^(-l) max(1, q(pi/2)/q(u)) with q at k0, if that is positive.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt, lcm
from typing import Any

from .configurations import squared_cosine
from .intervals import Interval, pi, sin_cos
from .kernels import evaluate
from .limits import InvalidError, tick
from .reader import fields, integer, number

BITS = 160
SCALE = 96  # binary places of bounds
MAX_ATOMS = 2_000
MAX_K0 = 20_000
MAX_UNIT = 512  # bits of the common denominator of the weights

Atom = tuple[Fraction, Fraction, Fraction]


def read_witness(row: object) -> tuple[list[Atom], int]:
    """Return the atoms (t, nu, rho) and k0."""
    tree = fields(row, "a witness entry", ("atoms", "k0"))
    rows = tree["atoms"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_ATOMS:
        raise InvalidError(f"atoms is not a list of 1 to {MAX_ATOMS} triples")
    atoms = []
    for triple in rows:
        if not isinstance(triple, list) or len(triple) != 3:
            raise InvalidError("an atom is not [t, nu, rho]")
        t, nu, rho = (number(x, name) for x, name in zip(triple, ("t", "nu", "rho"), strict=True))
        if rho < 0:
            raise InvalidError("rho is negative")
        atoms.append((t, nu, rho))
    k0 = integer(tree["k0"], "k0", 2, MAX_K0)
    if k0 % 2:
        raise InvalidError("k0 is odd")
    return atoms, k0


def _root_up(square: Fraction) -> Fraction:
    """Return an upper bound of the square root, within 2^-SCALE."""
    return Fraction(isqrt(square.numerator * 4**SCALE // square.denominator) + 1, 2**SCALE)


def polynomials(d: int, t: Fraction, count: int) -> tuple[list[int], int]:
    """Return P_k(t), k < count, in units 2^-BITS, and their largest error."""
    one, p, q = 1 << BITS, t.numerator, t.denominator
    values = [one, (p << BITS) // q]
    for k in range(1, count - 1):
        top = (2 * k + d - 2) * p * values[k] - k * q * values[k - 1]
        values.append(top // (q * (k + d - 2)))
    error = (count + 1) * _root_up(1 / (1 - t * t))
    return values[:count], -(-error.numerator // error.denominator) + 1


@lru_cache(maxsize=16)
def _at_zero(d: int, k0: int) -> Fraction:
    """Return an upper bound of |P_k0(0)|."""
    size = Fraction(1)
    for i in range(1, k0 // 2 + 1):
        size = Fraction(-(-size.numerator * (2 * i - 1) * 2**SCALE // (size.denominator * (2 * i + d - 3))), 2**SCALE)
    return size


def tail_bound(d: int, t: Fraction, k0: int) -> Fraction:
    """Return a bound of |P_k(t)| for all k >= k0, k0 even, |t| < 1, d >= 3."""
    size = _at_zero(d, k0)
    sine2, level, bend = 1 - t * t, Fraction(2 * k0 + d - 2, 2) ** 2, Fraction((d - 2) * (d - 4), 4)
    there, here = level - bend, level - bend / sine2
    if here <= 0:
        raise InvalidError("k0 is too small for an atom")
    inverse = _root_up(1 / sine2) ** (d - 2)  # (1-t^2)^(-l)
    return size * _root_up(inverse * max(Fraction(1), there / here))


@lru_cache(maxsize=2)
def _turns(k0: int) -> tuple[list[int], int]:
    """Return cos(pi m/k0), m < 2 k0, in units, and their largest error."""
    circle = pi(BITS)
    found = [sin_cos(circle.times(Fraction(m, k0)))[1] for m in range(2 * k0)]
    return [x.lo for x in found], max(x.hi - x.lo for x in found)


def _circle(t: Fraction, k0: int) -> tuple[list[int], int]:
    steps = t * k0
    if steps.denominator != 1:
        raise InvalidError("an angle is no multiple of pi/k0")
    turns, error = _turns(k0)
    return [turns[k * steps.numerator % (2 * k0)] for k in range(k0 + 1)], error


def _require_degrees(d: int, atoms: list[Atom], k0: int) -> None:
    """Refuse measures with 1 + nu^_k < 0 or 1 + mu^_k < 0 for a k, or not certainly otherwise."""
    unit = lcm(*(x.denominator for _, nu, rho in atoms for x in (nu, rho)))
    if unit.bit_length() > MAX_UNIT:
        raise InvalidError("the weights have no short common denominator")
    count = k0 + 1 if d == 2 else k0
    nus, mus = [unit << BITS] * count, [unit << BITS] * count
    slack, rest = 0, Fraction(0)
    for t, nu, rho in atoms:
        tick()
        size = abs(nu) + rho
        weight, mu = int(nu * unit), int(size * unit)
        values, error = _circle(t, k0) if d == 2 else polynomials(d, t, k0)
        if d > 2:
            rest += size * tail_bound(d, t, k0)
        slack += mu * error
        nus = [total + weight * value for total, value in zip(nus, values, strict=True)]
        mus = [total + mu * value for total, value in zip(mus, values, strict=True)]
    if rest > 1:
        raise InvalidError("the bound of all P_k, k >= k0, does not settle the degrees from k0 on")
    if min(*nus, *mus) < slack:
        raise InvalidError("a degree below k0 is not settled")


def _allowed(p: dict[str, Any], t: Fraction) -> bool:
    """Decide whether an atom's inner product (on the circle, its angle over pi) is certainly allowed."""
    lines = p["sided"] == "projective"
    if p["d"] > 2:
        return abs(t) < 1 and (t * t <= squared_cosine(p["angle"]) or (t < 0 and not lines))
    size, times_pi = p["angle"]
    least = min(t, 1 - t) if lines else t
    return least <= 1 and (least >= size if times_pi else least * pi(BITS).lower() >= size)


def value(p: dict[str, Any], atoms: list[Atom], bits: int) -> Interval:
    """Enclose K(1) + int K dnu."""
    L = p.get("L", 2)
    total = Interval.of(L if p["kernel"] == "ntk" else 1, bits)
    for t, nu, _ in atoms:
        x = Interval.of(t, bits) if p["d"] > 2 else sin_cos(pi(bits).times(t))[1]
        name = "kappa0" if p["kernel"] == "tkappa0" else p["kernel"]
        found = evaluate(name, x, L)
        total = total + (found * x if p["kernel"] == "tkappa0" else found).times(nu)
    return total


def two_point_limit(p: dict[str, Any], row: object) -> Fraction:
    """Return a rational that no two-point certificate of these parameters exceeds."""
    atoms, k0 = read_witness(row)
    if not all(_allowed(p, t) for t, _, _ in atoms):
        raise InvalidError("an atom is not certainly at an allowed inner product")
    _require_degrees(p["d"], atoms, k0)
    return value(p, atoms, 256).upper()
