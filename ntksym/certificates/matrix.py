"""Certificates for the smallest eigenvalue of a kernel matrix: from below by a factor, from above by a vector."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

from ntksym import __version__
from ntksym.balls.arb import library_versions
from ntksym.balls.matrices import Floats
from ntksym.certificates import witnesses
from ntksym.certificates.build import dyadic
from ntksym.certificates.format import Certificate, seal
from ntksym.certificates.witnesses import FixedMatrix, Rows, log2
from ntksym.checker.limits import MAX_INTEGERS, MAX_LAYERS, MAX_POINTS
from ntksym.checker.side import SIDE_SUFFIX
from ntksym.checker.texts import CONVENTIONS, NOT_CLAIMED
from ntksym.data import Dataset
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.gram import gram

SLACK = Fraction(1, 10**6)
EMBEDDED = 200_000  # characters of rows that stand in the certificate itself
BOUND_BITS = 48


def refuse_large(data: Dataset, depth: int) -> None:
    """Refuse what is beyond the checker's limits, before anything is computed.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> refuse_large(dataset([[1, 0], [0, 1]]), 2000)
    Traceback (most recent call last):
    ntksym.errors.InputError: L=2000: a certificate of a matrix has at most 1000 layers; leave certificates out
    """
    n, d = data.n, data.d
    if depth > MAX_LAYERS:
        raise InputError(
            f"L={depth}", f"a certificate of a matrix has at most {MAX_LAYERS} layers", "leave certificates out"
        )
    if n > MAX_POINTS or n * d + n * (n + 1) // 2 > MAX_INTEGERS:
        why = f"a certificate has at most {MAX_POINTS} points and {MAX_INTEGERS} numbers"
        raise InputError(f"{data.name}: n={n}, d={d}", why, "take fewer rows, or leave certificates out")


def matrix_certificates(
    data: Dataset,
    kernel: DotKernel,
    lower: Fraction,
    upper: Fraction,
    *,
    unit: bool = False,
    slack: Fraction = SLACK,
) -> tuple[Certificate | None, Certificate]:
    """Certificates of ``lambda_min(K) >= (1 - slack) lower`` and ``lambda_min(K) <= (1 + slack) upper``.

    Parameters
    ----------
    data, kernel, unit
        The matrix; with ``unit`` the rows count as normalised to length 1.
    lower, upper
        Certified bounds of its smallest eigenvalue, as :func:`ntksym.spectra.smallest.lambda_min` gives them.
    slack
        What each certificate may give up, relative to its bound.  The upper one may come out larger where `upper`
        is below what a rounded eigenvector reaches.

    Returns
    -------
    tuple
        The lower certificate, None if ``lower <= 0``: K is positive semidefinite by Schur's product theorem, and no
        factor proves more.  The upper certificate is about every data set that contains the points of its vector.

    Raises
    ------
    InputError
        If the matrix is beyond the checker's limits (:func:`refuse_large`).
    UndecidedError
        If no factor proves the lower bound: then it was not a certified one.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.spectra.smallest import lambda_min
    >>> X, ntk = dataset([[1, 0], [0, 1], [1, 1]]), DotKernel("ntk", 2)
    >>> found = lambda_min(X, ntk)
    >>> [c.check().status for c in matrix_certificates(X, ntk, found.lo, found.hi)]
    ['VALID', 'VALID']
    """
    refuse_large(data, kernel.L)
    about = _Claims(data, kernel, unit)
    twins = _parallel_pair(data, about.homogeneity)
    if twins is not None:
        if lower > 0:
            raise UndecidedError("two rows have one direction, so lambda_min = 0 is below the lower bound")
        return None, about.upper_certificate(twins, Fraction(0))
    # a factor rounded to 2^-bits costs about n sqrt(max K_ii) 2^-bits: no more than the slack
    largest = witnesses.largest_entry(data, kernel, unit)
    wanted = slack * (lower if lower > 0 else upper if upper > 0 else largest / 2**64)
    places = 2 * (log2(data.n**2 * largest / wanted**2) // 2 + 1)
    below, factor = None, None
    if lower > 0:
        K, factor = _factor(data, kernel, unit, lower, slack, places)
        bound = dyadic(witnesses.proved(K, factor), BOUND_BITS, up=False)
        below = about.lower_certificate(factor, -K.places // 2, bound)
    else:
        K = witnesses.from_balls(data, kernel, unit, places)
    found = _vector(K, witnesses.low_vector(K, factor), upper * (1 + slack), slack)
    return below, about.upper_certificate(*found)


def _factor(
    data: Dataset, kernel: DotKernel, unit: bool, lower: Fraction, slack: Fraction, places: int
) -> tuple[FixedMatrix, Rows]:
    """K and a factor that proves (1 - slack) lower: in float64 where that suffices, else in integers from balls."""
    shift, goal = lower * (1 - slack / 2), lower * (1 - slack)
    with suppress(UndecidedError):  # norms beyond the range of float64
        floats = gram(data, kernel, unit=unit)
        K = witnesses.from_floats(floats, places)
        factor = None if K is None else witnesses.float_factor(floats.mid, shift, places // 2)
        if K is not None and factor is not None and witnesses.proved(K, factor) >= goal:
            return K, factor
    for more in (0, 8, 32):
        K = witnesses.from_balls(data, kernel, unit, places + more)
        factor = witnesses.integer_factor(K, shift)
        if factor is not None and witnesses.proved(K, factor) >= goal:
            return K, factor
    raise UndecidedError(f"no factor proves lambda_min >= {float(goal):.6e}: is the lower bound certified?")


def _vector(K: FixedMatrix, start: Floats, goal: Fraction, slack: Fraction) -> tuple[dict[int, int], Fraction]:
    """The vector of smallest support that reaches the goal, or the best one; and what it reaches."""
    found, reached = dict[int, int](), Fraction(0)
    bits = max(24, log2(K.n * K.largest / (slack * goal)) // 2 + 4) if goal > 0 else 64
    for vector in witnesses.rounded_vectors(start, bits):
        value = witnesses.quotient(K, vector)
        if not found or value < reached:
            found, reached = vector, value
        if reached <= goal:
            break
    return found, reached


def _parallel_pair(data: Dataset, homogeneity: int) -> dict[int, int] | None:
    """A vector that shows 0 exactly: (|y|, -|x|) for two rows x, y of one direction."""
    seen: dict[tuple[int, ...], tuple[int, Fraction]] = {}
    for i, row in enumerate(data.integer_rows):
        common = gcd(*row)
        direction = tuple(v // common for v in row)
        length = common * Fraction(2) ** _exponent(data, i) if homogeneity else Fraction(1)
        if direction in seen:
            j, other = seen[direction]
            ratio = length / other
            return {j: ratio.numerator, i: -ratio.denominator}
        seen[direction] = i, length
    return None


def _exponent(data: Dataset, i: int) -> int:
    """The e with ``points[i] = 2^e integer_rows[i]``."""
    k = next(k for k, v in enumerate(data.integer_rows[i]) if v)
    return log2(Fraction(float(data.points[i, k])) / data.integer_rows[i][k])


def kernel_parameters(kernel: DotKernel, homogeneity: int) -> dict[str, Any]:
    """How a claim names a kernel."""
    return {
        "kernel": kernel.family,
        "L": 1 if kernel.family == "tkappa0" else kernel.L,
        "delta": str(kernel.delta),
        "scale": str(kernel.scale),
        "homogeneity": homogeneity,
    }


def point_rows(data: Dataset, chosen: Iterable[int]) -> list[str]:
    """The points as rows of a witness: "exponent mantissa ... mantissa"."""
    return [" ".join(map(str, (_exponent(data, i), *data.integer_rows[i]))) for i in chosen]


class _Claims:
    """The claims about one matrix, and the certificates made of them."""

    def __init__(self, data: Dataset, kernel: DotKernel, unit: bool) -> None:
        self.data = data
        self.homogeneity = 0 if unit else kernel.homogeneity
        self._kernel = kernel_parameters(kernel, self.homogeneity)

    def lower_certificate(self, factor: Rows, exponent: int, bound: str) -> Certificate:
        rows = [" ".join(map(str, row)) for row in factor]
        everything = list(range(self.data.n))
        return self._certificate("lower", everything, rows, {"exponent": exponent}, bound)

    def upper_certificate(self, vector: Mapping[int, int], reached: Fraction) -> Certificate:
        support = sorted(vector)
        common = gcd(*vector.values())
        row = " ".join(str(vector[i] // common) for i in support)
        bound = dyadic(reached * (1 + Fraction(1, 2**BOUND_BITS)), BOUND_BITS, up=True)
        return self._certificate("upper", support, [row], {}, bound)

    def _certificate(
        self, side: str, support: list[int], rows: Iterable[str], witness: dict[str, Any], bound: str
    ) -> Certificate:
        data = self.data
        chosen = Dataset(np.ascontiguousarray(data.points[support] + 0.0), data.name)
        points = point_rows(data, support)
        constant, relation = ("lambda-min", ">=") if side == "lower" else ("lambda-min.superset", "<=")
        parameters = {**self._kernel, "n": chosen.n, "d": chosen.d, "points": f"sha256:{chosen.digest}"}
        found, files = _embedded_or_beside([*points, *rows])
        tree: dict[str, Any] = {
            "kind": f"matrix_{side}_bound",
            "claim": {
                "constant": constant,
                "conventions": dict(CONVENTIONS[constant]),
                "entries": [{"parameters": parameters, "relation": relation, "bounds": [bound]}],
            },
            "witness": {"entries": [witness | found]},
            "not_claimed": list(NOT_CLAIMED[constant]),
            "provenance": {
                "made by": f"ntksym {__version__}",
                "libraries": library_versions(),
                "data": {"name": data.name, "n": data.n, "d": data.d, "digest": f"sha256:{data.digest}"},
            },
        }
        if side == "upper":
            tree["provenance"]["rows"] = support
        return Certificate(seal(tree), files.__getitem__)


def _embedded_or_beside(rows: list[str]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The rows as they stand in the witness, or the digest of the side file that holds them, and that file."""
    if sum(map(len, rows)) <= EMBEDDED:
        return {"rows": rows}, {}
    content = zlib.compress("".join(f"{row}\n" for row in rows).encode("ascii"), 9)
    name = hashlib.sha256(content).hexdigest()
    return {"side": f"sha256:{name}"}, {name + SIDE_SUFFIX: content}
