"""The residual of gradient descent: |(I - eta K)^k y| for a kernel matrix K of exact points and exact labels y.

All numbers are in units 2^-P.  N_j is an integer matrix with |B^(2^j) - N_j| <= e_j in the spectral norm, B = I - eta
K:

- N_0 comes from the entries of K with their errors; e_0 is n times the largest of these, which is at least the
  Frobenius norm of the error;
- N_{j+1} is N_j N_j rounded down, each entry by less than 1: with F_j >= |N_j| (Frobenius) the error is at most
  e_j (2 F_j + e_j) + n.

A vector w with |exact - w| <= t becomes N_j w rounded down, and t becomes (F_j + e_j) t + e_j |w| + sqrt(n).  Starting
from y, exact in the unit 2^exponent, with the N_j for the binary digits j of k (powers of B commute), the last w
encloses the residual: no eigenvalue is needed, nor that 0 < eta < 2/lambda_max.

SOURCE: the triangle inequality and |A B| <= |A| |B|; Horn and Johnson, Matrix Analysis, 5.6.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from math import isqrt
from operator import mul
from typing import NamedTuple

from .gram import PARAMETERS, Claim, Entries, Point, binary64, read_claim, read_points
from .limits import MAX_BITS, InvalidError, tick
from .reader import fields, integer, number
from .side import digest_of, next_row, no_more_rows

MAX_ROWS = 128
MAX_STEPS = 10**12 - 1
HIGHEST = 64  # bits: larger powers belong to an eta that is far too large, larger errors to too few places


class Problem(NamedTuple):
    """What a claim is about."""

    matrix: Claim
    labels: str
    eta: Fraction
    k: int


def read_problem(tree: object) -> Problem:
    """Read the parameters of a claim."""
    tree = fields(tree, "parameters", (*PARAMETERS, "labels", "eta", "k"))
    matrix = read_claim({name: tree[name] for name in PARAMETERS})
    if matrix.n > MAX_ROWS:
        raise InvalidError(f"more than {MAX_ROWS} points")
    eta = number(tree["eta"], "eta")
    if eta <= 0:
        raise InvalidError("eta is not positive")
    return Problem(matrix, digest_of(tree["labels"], "labels"), eta, integer(tree["k"], "k", 0, MAX_STEPS))


def _read_labels(rows: Iterator[str], problem: Problem) -> tuple[int, list[int]]:
    """The labels 2^exponent * mantissas, a row "exponent mantissa ... mantissa" whose digest is the claim's."""
    exponent, *mantissas = next_row(rows, problem.matrix.n + 1)
    if not -1074 <= exponent <= 1023:
        raise InvalidError("the exponent of the labels is out of range")
    hashed = hashlib.sha256(f"{problem.matrix.n} 1 ".encode())
    hashed.update(b"".join([binary64(mantissa, exponent) for mantissa in mantissas]))
    if hashed.hexdigest() != problem.labels:
        raise InvalidError("the labels are not those of the claim: their digest differs")
    return exponent, mantissas


def residual(parameters: object, row: object, relation: str, bounds: list[Fraction]) -> bool | None:
    """Decide a claim about the residual, its witness being the points and the labels."""
    problem = read_problem(parameters)
    lines = fields(row, "a witness entry", ("rows",))["rows"]
    if not isinstance(lines, list) or not all(isinstance(text, str) for text in lines):
        raise InvalidError("rows is not a list of strings")
    rows = iter(lines)
    points = read_points(rows, problem.matrix)
    exponent, labels = _read_labels(rows, problem)
    no_more_rows(rows)
    scaled = [bound / Fraction(2) ** exponent for bound in bounds]
    size = min((abs(b) for b in scaled if b), default=Fraction(1))
    places = 128 + 3 * problem.k.bit_length() * problem.matrix.n.bit_length()
    finest = max((b.denominator.bit_length() for b in scaled), default=0) if relation == "in" else 0
    places += max(0, size.denominator.bit_length() - size.numerator.bit_length(), finest)
    verdict: bool | None = None
    while places <= MAX_BITS and verdict is None:
        found = _enclosure(problem, points, labels, places)
        verdict = None if found is None else _decide(*found, relation, scaled)
        places *= 2
    return verdict


def _decide(low: Fraction, high: Fraction, relation: str, bounds: list[Fraction]) -> bool | None:
    least = None if relation == "<=" else bounds[0]
    most = None if relation == ">=" else bounds[-1]
    if (least is None or least <= low) and (most is None or high <= most):
        return True
    if (least is not None and high < least) or (most is not None and most < low):
        return False
    return None


def _enclosure(
    problem: Problem, points: list[Point], labels: list[int], places: int
) -> tuple[Fraction, Fraction] | None:
    """Bounds of the residual for labels in the unit of their exponent; None if powers or errors grow beyond measure."""
    n, unit = problem.matrix.n, 1 << places
    power, error = _contraction(problem, points, places)
    vector, loose, k = [label << places for label in labels], 0, problem.k
    while k:
        norm = isqrt(sum(sum(map(mul, line, line)) for line in power)) + 1
        if (norm + error >> places).bit_length() > HIGHEST:
            return None
        if k & 1:
            size = isqrt(sum(map(mul, vector, vector))) + 1
            vector = [sum(map(mul, line, vector)) >> places for line in power]
            loose = (((norm + error) * loose + error * size) >> places) + 2 + isqrt(n)
        k >>= 1
        if k:
            power = _square(power, places)
            error = (error * (2 * norm + error) >> places) + 1 + n
    size = isqrt(sum(map(mul, vector, vector)))
    return Fraction(max(size - loose, 0), unit), Fraction(size + 1 + loose, unit)


def _contraction(problem: Problem, points: list[Point], places: int) -> tuple[list[list[int]], int]:
    """I - eta K in units 2^-places, and a bound of the error's norm."""
    n, (top, bottom) = problem.matrix.n, problem.eta.as_integer_ratio()
    entries, worst = Entries(problem.matrix.kernel, places), 1
    power = [[0] * n for _ in range(n)]
    for i, x in enumerate(points):
        power[i][i] = (1 << places) - entries.diagonal(x) * top // bottom
        for j in range(i):
            tick()
            value, error = entries.entry(x, points[j])
            worst = max(worst, error)
            power[i][j] = power[j][i] = -(value * top // bottom)
    return power, n * (worst * top // bottom + 2)


def _square(power: list[list[int]], places: int) -> list[list[int]]:
    """A symmetric matrix times itself, each entry rounded down."""
    found = [[0] * len(power) for _ in power]
    for i, left in enumerate(power):
        tick()
        for j in range(i + 1):
            found[i][j] = found[j][i] = sum(map(mul, left, power[j])) >> places
    return found
