"""An upper bound of the infimum of lambda_min over all sets of a given separation: one set, and one vector on it.

The set is given by integer vectors x_1..x_r, which stand for their directions, with their images under the signed
permutations of the first m coordinates; the vector by weights w_r, v(g x_r) = chi(g) w_r, chi = 1 or (alternating, if
none of the permuted coordinates is 0) the product of the signs of g.  K(gx, gy) = K(x, y), so that (Rayleigh, Ritz)

    lambda_min(K) <= v'Kv/v'v = sum_rs w_r w_s n_r sum_{y in orbit s} chi(y) K(x_r, y) / sum_r n_r w_r^2.

The images of y are not listed.  Let y have the different sizes c_1 < c_2 < ... of its permuted coordinates, each so
often; an image gives to each coordinate of x one of the sizes that are left, and a sign if it is not 0.  So the number
of images with each inner product, and the sum of their chi, follow coordinate by coordinate.

Sets that no integer vectors give, regular polygons and points with coordinates a + b sqrt(5), are in exact_sets.py.

The separation is an exact comparison: cos^2(angle) is replaced by a lower bound, or is rational.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial, gcd, isqrt
from operator import mul
from typing import Any

from .caps import Angle, angle_interval
from .exact_sets import on_exact_set
from .intervals import sin_cos
from .limits import MAX_BITS, InvalidError, tick
from .pairs import Kernel, kernel_value
from .reader import fields, integer, shown
from .side import integers

MAX_ORBITS = 4_096
MAX_STATES = 200_000  # steps for one coordinate of an orbit
MAX_TERMS = 1_000_000  # kernel values of one quotient
ANGLE_BITS = 320
SQUARED_COSINES = {2: Fraction(0), 3: Fraction(1, 4), 4: Fraction(1, 2), 6: Fraction(3, 4)}  # of pi/q
FAMILIES = {"kappa0": ("slope", 1), "tkappa0": ("tkappa0", 1), "kappa1": ("sigma", 1)}

Parameters = dict[str, Any]
Counts = dict[int, tuple[int, int]]
"""From an inner product to the number of images that have it and the sum of their signs."""


def kernel_of(p: Parameters) -> Kernel:
    """Return the claim's kernel as one of pairs of vectors."""
    family, L = FAMILIES[p["kernel"]] if p["kernel"] in FAMILIES else ("ntk", p["L"])
    return Kernel(family, L, Fraction(1, 2), Fraction(1), 0)


def squared_cosine(angle: Angle) -> Fraction:
    """Return a lower bound of cos^2(angle), 0 < angle <= pi/2; the number itself where it is rational."""
    size, times_pi = angle
    if times_pi and size.numerator == 1 and size.denominator in SQUARED_COSINES:
        return SQUARED_COSINES[size.denominator]
    return max(sin_cos(angle_interval(angle, ANGLE_BITS))[1].lower(), Fraction(0)) ** 2


def image_counts(x: tuple[int, ...], y: tuple[int, ...]) -> Counts:
    """Count the images of y by their inner product with x; an image that is y itself has the sign +1."""
    sizes = sorted({abs(v) for v in y})
    own = 1
    for v in y:
        own = -own if v < 0 else own
    states: dict[tuple[int, ...], Counts] = {tuple(sum(abs(v) == c for v in y) for c in sizes): {0: (1, own)}}
    for a in x:
        following: dict[tuple[int, ...], Counts] = {}
        work = 0
        for left, counts in states.items():
            for i, c in enumerate(sizes):
                if not left[i]:
                    continue
                tick()
                work += len(counts)
                if work > MAX_STATES:
                    raise InvalidError(
                        f"orbits whose inner products take more than {MAX_STATES} steps for a coordinate"
                    )
                target = following.setdefault((*left[:i], left[i] - 1, *left[i + 1 :]), {})
                for sign in (1, -1) if c else (1,):
                    for inner, (count, signed) in counts.items():
                        old = target.get(inner + sign * a * c, (0, 0))
                        target[inner + sign * a * c] = old[0] + count, old[1] + sign * signed
        states = following
    (found,) = states.values()
    return found


def orbit_size(y: tuple[int, ...]) -> int:
    """Return the number of images of y."""
    size, values = factorial(len(y)), [abs(v) for v in y]
    for c in set(values):
        size //= factorial(values.count(c))
    return size << sum(v != 0 for v in values)


class Orbits:
    """The points of a witness, one of each orbit."""

    def __init__(self, points: list[list[int]], m: int) -> None:
        self.heads: list[tuple[int, tuple[int, ...]]] = []
        self.rests = [x[m:] for x in points]
        self.norms2 = [sum(map(mul, x, x)) for x in points]
        for x in points:
            common = gcd(*x[:m]) or 1
            self.heads.append((common, tuple(v // common for v in x[:m])))
        self.sizes = [orbit_size(x) for _, x in self.heads]

    def pairs(self, r: int, s: int) -> Counts:
        """Count the pairs of orbits r and s by their inner product."""
        if not self.heads[r][1]:
            return {sum(map(mul, self.rests[r], self.rests[s])): (1, 1)}
        if self.sizes[r] < self.sizes[s]:
            r, s = s, r
        (g, x), (h, y) = self.heads[r], self.heads[s]
        fixed, size = sum(map(mul, self.rests[r], self.rests[s])), self.sizes[r]
        return {g * h * v + fixed: (size * n, size * chi) for v, (n, chi) in image_counts(x, y).items()}


def _witness(p: Parameters, row: object) -> tuple[Orbits, list[int], bool]:
    tree = fields(row, "a witness entry", ("symmetry", "character", "rows"))
    m, rows = integer(tree["symmetry"], "symmetry", 0, p["d"]), tree["rows"]
    if tree["character"] not in ("plain", "alternating"):
        raise InvalidError(f"character {shown(tree['character'])} is neither plain nor alternating")
    if not isinstance(rows, list) or not 2 <= len(rows) <= MAX_ORBITS + 1 or not all(isinstance(x, str) for x in rows):
        raise InvalidError(f"rows is not a list of 2 to {MAX_ORBITS + 1} strings")
    points = [integers(text, p["d"]) for text in rows[:-1]]
    alternating = tree["character"] == "alternating"
    if not all(map(any, points)):
        raise InvalidError("a point is zero: it has no direction")
    if alternating and not all(all(x[:m]) for x in points):
        raise InvalidError("the weights alternate, but a permuted coordinate is 0")
    return Orbits(points, m), integers(rows[-1], len(points)), alternating


def _require_separated(orbits: Orbits, r: int, s: int, counts: Counts, squared: Fraction, sided: str) -> None:
    limit = squared.numerator * orbits.norms2[r] * orbits.norms2[s]
    for value, (count, _) in counts.items():
        if r == s and value == orbits.norms2[r] and count == orbits.sizes[r]:  # each point with itself
            continue
        if squared.denominator * value * value > limit and (value > 0 or sided == "projective"):
            raise InvalidError("two points of the witness are closer than the angle")


def reaches(p: Parameters, row: object, bound: Fraction) -> bool | None:
    """Decide whether the witness is a set of the claimed separation with ``v'Kv <= bound v'v``."""
    if isinstance(row, dict) and "weights" in row:
        return on_exact_set(p, row, bound)
    orbits, weights, alternating = _witness(p, row)
    squared, kernel = squared_cosine(p["angle"]), kernel_of(p)
    length2 = sum(n * w * w for n, w in zip(orbits.sizes, weights, strict=True))
    if not length2:
        raise InvalidError("the vector is zero")
    exact, shares = -bound * length2, dict[tuple[int, int], int]()
    for r in range(len(weights)):
        for s in range(r + 1):
            tick()
            counts = orbits.pairs(r, s)
            _require_separated(orbits, r, s, counts, squared, p["sided"])
            factor, product = weights[r] * weights[s] * (1 if r == s else 2), orbits.norms2[r] * orbits.norms2[s]
            for value, (count, signed) in counts.items():
                weight = factor * (signed if alternating else count)
                if weight and value > 0 and value * value == product:
                    exact += weight * kernel.at_one
                elif weight:
                    shares[value, product] = shares.get((value, product), 0) + weight
            if len(shares) > MAX_TERMS:
                raise InvalidError(f"a quotient of more than {MAX_TERMS} kernel values")
    terms = [(weight, *pair) for pair, weight in shares.items()]
    mass = isqrt(length2 * sum(orbits.sizes)) + 1
    size = abs(bound) * length2 / mass**2
    places = 64 + (size.denominator.bit_length() - size.numerator.bit_length() if size else 0)
    for more in (0, 192):
        if places + more > MAX_BITS:
            break
        verdict = _at_most(exact, terms, kernel, places + more)
        if verdict is not None:
            return verdict
    return None


def _at_most(exact: Fraction, terms: list[tuple[int, int, int]], kernel: Kernel, places: int) -> bool | None:
    """Decide whether exact + sum weight K <= 0."""
    middle = radius = 0
    for weight, inner, product in terms:
        tick()
        value, error = kernel_value(inner, product, kernel, places)
        middle, radius = middle + weight * value, radius + abs(weight) * error
    total = exact * Fraction(2) ** places + middle
    if total + radius <= 0:
        return True
    return False if total - radius > 0 else None


def configuration_upper(p: Parameters, row: object, bound: Fraction) -> bool | None:
    """Decide one entry of a claim of kind configuration_upper."""
    verdict = reaches(p, row, bound)
    if verdict is False:  # which does not refute the bound
        raise InvalidError("the witness does not reach the claimed bound")
    return verdict
