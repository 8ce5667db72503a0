"""The two-point programme in floats by the simplex method (HiGHS): slow, but with small rows to nearly full accuracy.

Where millions of points fit, H far away is so small that the interior-point method loses it.  Nothing here is trusted.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.errors import UndecidedError

TOLERANCE = 1e-10
LEAST_COLUMN = 1e-3


def maximise(phi: Floats, eta: Floats, gain: Floats, cost: Floats, h: Floats) -> tuple[Floats, Floats]:
    """The x and y with the largest gain'x - cost'y over x <= 1, y >= 0, eta y +- phi x <= h.

    Raises
    ------
    UndecidedError
        If the solver finds nothing.

    Examples
    --------
    >>> x, y = maximise(np.array([[1.0], [-2.0]]), np.array([[1.0], [-1.0]]), np.ones(1), np.ones(1), np.ones(2))
    >>> x.tolist(), y.tolist()
    ([0.5], [0.0])
    """
    from scipy.optimize import linprog

    A = np.vstack([np.hstack([phi, eta]), np.hstack([-phi, eta])])
    size = np.maximum(np.abs(A).max(axis=0), LEAST_COLUMN)
    count = phi.shape[1]
    tops = np.concatenate([size[:count], np.full(len(cost), np.inf)])
    lows = np.concatenate([np.full(count, -np.inf), np.zeros(len(cost))])
    found: Any = linprog(
        np.concatenate([-gain, cost]) / size,
        A_ub=A / size,
        b_ub=np.concatenate([h, h]),
        bounds=np.column_stack([lows, tops]),
        method="highs-ds",
        options={"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE},
    )
    if found.x is None:
        raise UndecidedError(f"the linear programme was not solved in floats ({found.message}); take a larger angle")
    x, y = np.split(found.x / size, [count])
    return x, y
