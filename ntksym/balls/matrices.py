"""A symmetric matrix that is known entrywise: float64 midpoints and one proven error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class VerifiedMatrix:
    """All symmetric A with |A_ij - mid_ij| <= eta * scale_i * scale_j for every i, j.

    Parameters
    ----------
    mid
        Shape (n, n), float64, exactly symmetric.
    eta
        The relative error, a float64 that was rounded up.
    scale
        Shape (n,), non-negative float64: upper bounds of the row norms, or ones.

    Notes
    -----
    The spectral norm of the error is at most ``eta * |scale|^2``: it is dominated entrywise by a rank-one matrix.

    Examples
    --------
    >>> VerifiedMatrix(np.eye(2), 0.0, np.ones(2)).n
    2
    """

    mid: Floats
    eta: float
    scale: Floats

    def __post_init__(self) -> None:
        n = self.mid.shape[0]
        if self.mid.shape != (n, n) or self.scale.shape != (n,) or self.mid.dtype != np.float64:
            raise ValueError(f"a verified matrix is square float64 with one scale a row, got {self.mid.shape}")
        if not (np.isfinite(self.eta) and self.eta >= 0 and bool(np.all((self.scale >= 0) & np.isfinite(self.scale)))):
            raise ValueError("the error of a verified matrix is finite and non-negative")
        if not (np.isfinite(self.mid.min()) and np.isfinite(self.mid.max())):
            raise ValueError("the entries of a verified matrix are finite")

    @property
    def n(self) -> int:
        """The number of rows."""
        return int(self.mid.shape[0])
