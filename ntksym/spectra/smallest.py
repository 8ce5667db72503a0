"""The certified smallest eigenvalue of a kernel matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from ntksym.balls.arb import precision
from ntksym.balls.matrices import VerifiedMatrix
from ntksym.data import Dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import ball_gram
from ntksym.spectra.congruence import smallest


@dataclass(frozen=True)
class SmallestEigenvalue:
    """Certified lo <= lambda_min(K) <= hi.

    ``structural`` says why the eigenvalue is exactly 0, where it is; ``assumptions`` lists what a float64 proof
    rests on (none for balls).
    """

    lo: Fraction
    hi: Fraction
    method: str
    structural: str | None = None
    assumptions: tuple[str, ...] = ()
    details: dict[str, str] = field(default_factory=dict)


def smallest_eigenvalue(matrix: VerifiedMatrix) -> SmallestEigenvalue:
    """Enclose lambda_min over every symmetric matrix within a verified matrix's error."""
    from ntksym.balls.arb import arb, arb_mat

    n = matrix.n
    with precision(128):
        entries = [
            arb(
                float(matrix.mid[i, j]),
                float(matrix.eta) * float(matrix.scale[i]) * float(matrix.scale[j]) * (1 + 1e-12),
            )
            for i in range(n)
            for j in range(n)
        ]
        ends = smallest(arb_mat(n, n, entries))
    return SmallestEigenvalue(ends.lo, ends.hi, "balls: congruence and Gershgorin")


def lambda_min(data: Dataset, kernel: DotKernel, *, unit: bool = False) -> SmallestEigenvalue:
    """Enclose lambda_min of a data set's kernel matrix; precision is raised until it is decided."""
    with precision(192):
        ends = smallest(ball_gram(data, kernel, unit=unit))
    return SmallestEigenvalue(ends.lo, ends.hi, "balls: congruence and Gershgorin")
