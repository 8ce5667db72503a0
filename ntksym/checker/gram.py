"""Kernel matrices of exact points: which one a claim means, and its entries in fixed point with proved errors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from math import isqrt
from operator import mul
from typing import NamedTuple

from .limits import MAX_INTEGERS, MAX_LAYERS, MAX_POINTS, InvalidError
from .pairs import LEAST, Kernel, kernel_value
from .reader import fields, integer, number, shown
from .side import digest_of, next_row

PARAMETERS = ("kernel", "L", "delta", "scale", "homogeneity", "n", "d", "points")
LOWEST, HIGHEST = -1074, 1023  # the powers of two in a binary64 number


class Claim(NamedTuple):
    """The kernel matrix that is meant: a kernel, and n points of R^d by their digest."""

    kernel: Kernel
    n: int
    d: int
    digest: str


class Point(NamedTuple):
    """The point 2^exponent * mantissas."""

    mantissas: list[int]
    exponent: int
    norm2: int


def read_claim(tree: object) -> Claim:
    """Read the parameters of a claim."""
    tree = fields(tree, "parameters", PARAMETERS)
    family = tree["kernel"]
    if not isinstance(family, str) or family not in LEAST:
        raise InvalidError(f"{shown(family)} is none of {', '.join(LEAST)}")
    L = integer(tree["L"], "L", LEAST[family], 1 if family == "tkappa0" else MAX_LAYERS)
    delta, scale = number(tree["delta"], "delta"), number(tree["scale"], "scale")
    if not 0 <= delta <= 1 or scale <= 0:
        raise InvalidError("delta is not in [0, 1], or scale is not positive")
    n, d = integer(tree["n"], "n", 1, MAX_POINTS), integer(tree["d"], "d", 1, MAX_INTEGERS)
    if n * d + n * (n + 1) // 2 > MAX_INTEGERS:
        raise InvalidError(f"points and factor have more than {MAX_INTEGERS} numbers")
    kernel = Kernel(family, L, delta, scale, integer(tree["homogeneity"], "homogeneity", 0, 1))
    return Claim(kernel, n, d, digest_of(tree["points"], "points"))


def binary64(mantissa: int, exponent: int) -> bytes:
    """Write mantissa * 2^exponent as a little-endian binary64 number; refuse what is none."""
    size = abs(mantissa)
    if not size:
        return bytes(8)
    top = size.bit_length() + exponent - 1
    low = max(top - 52, LOWEST)  # the last bit that such a number can have
    places = exponent - low
    whole = size << places if places >= 0 else size >> -places
    if top > HIGHEST or (places < 0 and whole << -places != size):
        raise InvalidError("a coordinate is not a binary64 number")
    normal = top >= 1 - HIGHEST
    word = whole + ((top + HIGHEST - 1) << 52) if normal else whole  # the leading bit adds 1 to the exponent's field
    return (word | (mantissa < 0) << 63).to_bytes(8, "little")


def read_points(rows: Iterator[str], claim: Claim) -> list[Point]:
    """Read the points, each a row "exponent mantissa ... mantissa", and compare their digest with the claim's."""
    found, hashed = [], hashlib.sha256(f"{claim.n} {claim.d} ".encode())
    for _ in range(claim.n):
        exponent, *mantissas = next_row(rows, claim.d + 1)
        if not LOWEST <= exponent <= HIGHEST:
            raise InvalidError("the exponent of a point is out of range")
        hashed.update(b"".join([binary64(mantissa, exponent) for mantissa in mantissas]))
        point = Point(mantissas, exponent, sum(map(mul, mantissas, mantissas)))
        if not point.norm2:
            raise InvalidError("a point is zero: it has no direction")
        found.append(point)
    if hashed.hexdigest() != claim.digest:
        raise InvalidError("the points are not those of the claim: their digest differs")
    return found


class Entries:
    """K_ij in units 2^-places, rounded down; errors are in the same unit."""

    def __init__(self, kernel: Kernel, places: int) -> None:
        self.kernel, self.places = kernel, places
        self._top, self._bottom = kernel.scale.numerator, kernel.scale.denominator
        self._size = self._top.bit_length() - self._bottom.bit_length() + 4  # scale < 2^(size - 3)

    def _units(self, value: int, exponent: int) -> int:
        """The factor ``scale`` times value * 2^exponent, rounded down."""
        places = self.places + exponent
        if places >= 0:
            return (value * self._top << places) // self._bottom
        return value * self._top // (self._bottom << -places)

    def diagonal(self, x: Point) -> int:
        """K(x, x) = scale f(1) |x|^2, less at most 1."""
        return self._parallel(x.norm2, 2 * x.exponent)

    def _parallel(self, inner: int, exponent: int) -> int:
        if not self.kernel.homogeneity:
            inner, exponent = 1, 0
        return self._units(self.kernel.at_one * inner, exponent)

    def entry(self, x: Point, y: Point) -> tuple[int, int]:
        """K(x, y) and an error.

        |x||y| = 2^exponent sqrt(product), and sqrt(product) = 2^-k S with S rounded down, S >= 2^(bits+1).
        """
        inner, product = sum(map(mul, x.mantissas, y.mantissas)), x.norm2 * y.norm2
        exponent, size = x.exponent + y.exponent, product.bit_length() // 2
        if inner > 0 and inner * inner == product:
            return self._parallel(inner, exponent), 1
        if not self.kernel.homogeneity:
            exponent = size = 0
        bits = max(self.places + self._size + exponent + size, 32)
        value, error = kernel_value(inner, product, self.kernel, bits)
        if self.kernel.homogeneity:
            k = max(0, bits + 2 + self.kernel.L.bit_length() - size)
            root = isqrt(product << 2 * k)
            value, error, exponent = value * root, (root + 1) * error + abs(value), exponent - k
        return self._units(value, exponent - bits), self._units(error, exponent - bits) + 2


def exact_entry(kernel: Kernel, x: Point, y: Point) -> Fraction | None:
    """K(x, y) = scale f(1) <x, y> of points of one direction; None for others."""
    inner = sum(map(mul, x.mantissas, y.mantissas))
    if inner <= 0 or inner * inner != x.norm2 * y.norm2:
        return None
    size = inner * Fraction(2) ** (x.exponent + y.exponent) if kernel.homogeneity else Fraction(1)
    return kernel.scale * kernel.at_one * size
