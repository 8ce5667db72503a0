"""The certified float64 kernel matrix of a data set."""

from __future__ import annotations

from ntksym.balls.matrices import VerifiedMatrix
from ntksym.data import Dataset
from ntksym.kernels.dot_product import DotKernel
from ntksym.kernels.entries import reference_gram


def gram(data: Dataset, kernel: DotKernel, *, unit: bool = False) -> VerifiedMatrix:
    """K(x_i, x_j) with a proven entrywise error; with ``unit`` the rows count as normalised to length 1."""
    return reference_gram(data, kernel, unit=unit)
