r"""|(I - eta H)^k y| in float64 and scalar balls, for any k, from approximate eigenpairs with proven residuals.

Let H V = V diag(w) + R, |R e_i| <= r_i, |V^T V - I| <= delta (:mod:`ntksym.descent.spectrum`), q_i = 1 - eta w_i,
s = y - V c, and rho >= |I - eta H|, rho >= |q_i|.  Telescoping,

    (I - eta H)^k V c - V diag(q)^k c = - eta sum_{j<k} (I - eta H)^(k-1-j) R diag(q)^j c,                          (1)

whose norm is at most eta rho^(k-1) sum_i |c_i| r_i min(k, 1/(1 - |q_i|/rho)), so that

    | |(I - eta H)^k y| - |V diag(q)^k c| | <= rho^k |s| + eta rho^(k-1) sum_i |c_i| r_i min(k, rho/(rho - |q_i|)),  (2)
    (1 - delta) sum_i q_i^(2k) c_i^2 <= |V diag(q)^k c|^2 <= (1 + delta) sum_i q_i^(2k) c_i^2.

Only the lowest pair meets the factor k: at late times the relative error is about k eta r_1, not k eta |R|; no
eigenvector needs to be separated from its neighbours.  Always |(I - eta H)^k y| <= rho^k |y|.

SOURCE: derived here; (1) is the telescoping sum of a difference of powers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import arb, ball, certainly_equal_to_zero, lower, precision, upper, zero_to
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import root_up, up
from ntksym.descent.spectrum import Spectrum, column_norms
from ntksym.descent.training import Training
from ntksym.spectra.images import INFLATE, image, on_grid

BITS = 96


@dataclass(frozen=True, eq=False)
class Expansion:
    """y = 2^exponent (V c + s): c on the grid of :func:`ntksym.spectra.images.on_grid`, |s| <= rest."""

    coefficients: Floats
    rest: float
    exponent: int


def expand(labels: Floats, found: Spectrum) -> Expansion:
    """The labels in the approximate eigenvectors, scaled so that |c_i| < 1."""
    exponent = int(np.frexp(np.linalg.norm(labels))[1]) + 1
    scaled = np.ldexp(labels, -exponent)
    c = on_grid(np.clip(found.vectors.T @ scaled, -1, 1))
    value, error = image(found.vectors, 1.0, c[:, None])
    difference = scaled - value[:, 0]
    bound = INFLATE * (np.abs(difference) + error[:, 0]) + 2.0**-800
    return Expansion(c, float(column_norms(bound[:, None])[0]), exponent)


def eigencurve(
    training: Training, steps: Sequence[int], found: Spectrum, smallest: tuple[Fraction, Fraction]
) -> list[Enclosure]:
    """Enclose |(I - eta H)^k y| for each k.

    Parameters
    ----------
    training
        The problem; 0 < eta < 2/lambda_max is not needed, but the bounds are useless beyond.
    steps
        The numbers k >= 0.
    found
        Eigenpairs of H.
    smallest
        Certified bounds of lambda_min(H), at least 0.
    """
    y = expand(training.labels.values, found)
    eta, w = training.eta, [Fraction(v) for v in found.values.tolist()]
    factors = [abs(1 - eta * v) for v in w]
    largest = found.largest[1]
    rho = max(abs(1 - eta * max(smallest[0], Fraction(0))), abs(1 - eta * largest), *factors)
    weights = INFLATE * np.abs(y.coefficients) * found.residuals
    waits = np.array([up(rho / (rho - q)) if rho > q else np.inf for q in factors])
    size = training.labels.norm2
    with precision(BITS):
        ladder = _Powers(factors, y.coefficients)
        log_rho, scale = ball(rho).log() if rho else None, ball(Fraction(2) ** y.exponent)
        curve = []
        for k in steps:
            if k == 0:
                curve.append(Enclosure.of_ball(ball(size).sqrt()))
                continue
            if log_rho is None:  # eta H = I
                curve.append(Enclosure(Fraction(0), Fraction(0)))
                continue
            square, envelope = ladder.sum_of_squares(k), (log_rho * k).exp()
            leak = up(Fraction(float(INFLATE * np.sum(weights * np.minimum(k, waits)))))
            error = envelope * (ball(Fraction(y.rest)) + ball(eta * Fraction(leak) / rho))
            middle = (square * (1 + zero_to(found.defect))).sqrt()
            value = scale * (middle + zero_to(error))
            low, high = max(lower(value), Fraction(0)), min(upper(value), upper(envelope * ball(root_up(size))))
            curve.append(Enclosure.around(low, high, BITS))
    return curve


class _Powers:
    """Sums of c_i^2 q_i^(2k) in balls, from the logarithms of |q_i|."""

    def __init__(self, factors: Sequence[Fraction], coefficients: Floats) -> None:
        squares = [ball(Fraction(c) ** 2) for c in coefficients.tolist()]
        self._terms = [
            (ball(q).log(), c) for q, c in zip(factors, squares, strict=True) if q and not certainly_equal_to_zero(c)
        ]

    def sum_of_squares(self, k: int) -> arb:
        """The sum for k >= 1."""
        total = arb(0)
        for log_q, square in self._terms:
            total = total + square * (log_q * (2 * k)).exp()
        return total
