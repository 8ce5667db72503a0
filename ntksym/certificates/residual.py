"""Certificates of a training residual: |(I - eta K)^k y| in an interval, without eigenvalues."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any

import numpy as np

from ntksym import __version__
from ntksym.balls.arb import library_versions
from ntksym.balls.enclosure import Enclosure
from ntksym.certificates.build import dyadic
from ntksym.certificates.format import Certificate, seal
from ntksym.certificates.matrix import kernel_parameters, point_rows
from ntksym.certificates.witnesses import log2
from ntksym.checker.residual import MAX_ROWS, MAX_STEPS
from ntksym.checker.texts import CONVENTIONS, NOT_CLAIMED
from ntksym.data import Dataset
from ntksym.data_arrays import integer_row
from ntksym.descent.training import Training
from ntksym.errors import InputError

CONSTANT = "training.residual"
BITS = 40
DEEPEST = 4000  # bits: the checker's precision is absolute, and it has 6,000 bits and two minutes


def least(n: int) -> Fraction:
    """The residual from which on a certificate has both ends: 2^-4000 up to 12 points, 2^-(51200/n) beyond.

    Examples
    --------
    >>> least(12) == Fraction(1, 2**4000), least(128) == Fraction(1, 2**400)
    (True, True)
    """
    return Fraction(1, 2 ** min(DEEPEST, 51_200 // n))


def residual_certificate(training: Training, k: int, found: Enclosure) -> Certificate:
    """A certificate that a certified residual at step k lies in an interval, a little wider than `found`.

    A residual below :func:`least` is bounded from above by about that much.

    Raises
    ------
    InputError
        If there are more than 128 points: the checker multiplies the matrices in integers.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.descent.labels import labels
    >>> from ntksym.descent.powering import power_curve
    >>> from ntksym.kernels.dot_product import parse_kernel
    >>> X = dataset([[1, 0], [1, 1]])
    >>> training = Training(X, labels([1, -1], X), parse_kernel("h-infinity", 2), Fraction(1, 2))
    >>> residual_certificate(training, 1000, power_curve(training, [1000])[0]).check().status
    'VALID'
    """
    data, y = training.data, training.labels.values
    if data.n > MAX_ROWS or not 0 <= k <= MAX_STEPS:
        raise InputError(f"n={data.n}, k={k}", "too large for a certificate of the residual", f"n <= {MAX_ROWS}")
    mantissas = integer_row(y.tolist())
    first = next(i for i, v in enumerate(mantissas) if v)
    exponent = log2(Fraction(float(y[first])) / mantissas[first])
    digest = hashlib.sha256(f"{data.n} 1 ".encode() + np.ascontiguousarray(y + 0.0, dtype="<f8").tobytes()).hexdigest()
    small = found.lo < least(data.n)
    high = dyadic(max(found.hi, least(data.n)) * (1 + Fraction(1, 2**BITS)), BITS + 8, up=True)
    low = dyadic(found.lo * (1 - Fraction(1, 2**BITS)), BITS + 8, up=False)
    parameters: dict[str, Any] = {
        **kernel_parameters(training.kernel, training.kernel.homogeneity),
        "n": data.n,
        "d": data.d,
        "points": f"sha256:{Dataset(np.ascontiguousarray(data.points + 0.0)).digest}",
        "labels": f"sha256:{digest}",
        "eta": str(training.eta),
        "k": k,
    }
    tree: dict[str, Any] = {
        "kind": "residual",
        "claim": {
            "constant": CONSTANT,
            "conventions": dict(CONVENTIONS[CONSTANT]),
            "entries": [
                {"parameters": parameters, "relation": "<=", "bounds": [high]}
                if small
                else {"parameters": parameters, "relation": "in", "bounds": [low, high]}
            ],
        },
        "witness": {
            "entries": [{"rows": [*point_rows(data, range(data.n)), " ".join(map(str, (exponent, *mantissas)))]}]
        },
        "not_claimed": list(NOT_CLAIMED[CONSTANT]),
        "provenance": {
            "made by": f"ntksym {__version__}",
            "libraries": library_versions(),
            "data": {"name": data.name, "n": data.n, "d": data.d, "digest": f"sha256:{data.digest}"},
            "labels": training.labels.name,
        },
    }
    return Certificate(seal(tree))
