r"""Depth and conditioning: the certified condition number of a data set's NTK matrix at each depth, against its limit.

For unit rows and the (a,b)-ReLU of parameter Delta > 0, K_L = (Theta_L(t_ij)), Theta_L(1) = L.  Off the diagonal
Theta_L/L tends to 1/4 for any |t| < 1 (t = -1 too), so K_L/L tends to (3/4) I + (1/4) 1 1^T and kappa =
lambda_max/lambda_min to

    ((3/4) + n/4)/(3/4) = 1 + n/3.

At each depth that is asked for, lambda_min, lambda_max and kappa are enclosed, and with them the distance from the
limit; :func:`depth_limit` is a theorem about all depths from some L_0 on, for 0 < Delta <= 1/2.

For orthonormal rows kappa = 1 + n u/(L - u), u = Theta_L(0): it starts near 1, overshoots, and falls to 1 + n/3.

*Propagation.* The inverse cosine distance w = ((1 - Sigma_{L-1}(t))/2)^(-1/2) of a pair grows by about 4 Delta/(3 pi) a
layer.  Terjek and Gonzalez-Sanchez bound each entry by

    Theta_L(t) <= (3 pi/(16 Delta)) w - 1/8.                                                                        (E)

For 0 < Delta <= 1/2 it is the claim ``family_theta_le_front``; here what (E) leaves at each pair of the data is bounded
from below at each depth, for any Delta.

SOURCE: Terjek and Gonzalez-Sanchez (arXiv 2501.13225); ntksym's notes on Nguyen et al., 6.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.arb import arb, ball, lower, precision
from ntksym.balls.enclosure import Enclosure
from ntksym.balls.exact import ExactReal
from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import down
from ntksym.data import Dataset
from ntksym.descent.prediction import Progress
from ntksym.descent.spectrum import spectrum
from ntksym.errors import InputError
from ntksym.kernels.dot_product import HALF, DotKernel
from ntksym.kernels.gram import gram
from ntksym.spectra.depth_limit import DepthLimit
from ntksym.spectra.images import INFLATE
from ntksym.spectra.singular import reason
from ntksym.spectra.smallest import lambda_min
from ntksym.workers import alone

SHARP = Fraction(1, 10**6)
BITS = 96
ANGLE_UNITS = 10**6  # a separation is rounded down to one of these parts
ROUNDINGS = 2.0**-45  # far more than the few roundings in (E)


@dataclass(frozen=True)
class Condition:
    """The NTK matrix of unit rows at one depth.

    ``number`` encloses kappa (None: lambda_min is not certainly positive), ``off_diagonal`` contains every
    Theta_L(t_ij)/L, i != j, ``distance`` every w (None: a pair is too close to tell), and (E) leaves at least
    ``spare``.
    """

    L: int
    n: int
    smallest: Enclosure
    largest: Enclosure
    number: Enclosure | None
    off_diagonal: Enclosure
    distance: Enclosure | None
    spare: Fraction

    @property
    def limit(self) -> Fraction:
        """1 + n/3."""
        return 1 + Fraction(self.n, 3)

    @property
    def excess(self) -> Enclosure | None:
        """Kappa - (1 + n/3)."""
        if self.number is None:
            return None
        return Enclosure.around(self.number.lo - self.limit, self.number.hi - self.limit)


def conditions(
    data: Dataset, depths: Iterable[int], delta: Fraction = HALF, *, progress: Progress | None = None
) -> list[Condition]:
    """Enclose the condition number of (Theta_L(cos angle(x_i, x_j))) at each depth.

    Parameters
    ----------
    data
        The rows; they count as normalised to length 1.
    depths
        The depths L >= 2.
    delta
        Delta in (0, 1] of the (a,b)-ReLU: 1/2 is the ReLU, 1 the absolute value.

    Raises
    ------
    InputError
        If a depth is below 2, delta is 0, or two rows have one direction: then every matrix is singular.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> two, many = conditions(dataset([[1, 0], [0, 1]]), [2, 200])
    >>> two.number < two.limit, round(float(many.number.mid - many.limit), 3)  # overshoot
    (True, 0.047)
    """
    chosen = list(depths)
    if not chosen or min(chosen) < 2:
        raise InputError(f"depths={chosen[:3]}", "depths start at 2, one hidden layer", "give depths L >= 2")
    if delta == 0:
        raise InputError("delta=0", "a linear activation: the matrix has no limit of this kind", "give 0 < delta <= 1")
    structural = reason(data, DotKernel("ntk", 2, delta))
    if structural is not None:
        raise InputError(data.name, f"every matrix is singular: {structural}", "remove rows")
    found = []
    for done, L in enumerate(chosen):
        if progress is not None:
            progress(f"depth {L}", done / len(chosen))
        with alone():  # the same bytes for any number of threads
            found.append(_condition(data, DotKernel("ntk", L, delta)))
    return found


def _condition(data: Dataset, kernel: DotKernel) -> Condition:
    matrix = gram(data, kernel, unit=True)
    found = spectrum(matrix)
    low, high = found.eigenvalue(0)
    if high - low > SHARP * high:
        sharper = lambda_min(data, kernel, unit=True)
        low, high = max(low, sharper.lo), min(high, sharper.hi)
    bottom, top = found.largest
    number = None if low <= 0 else Enclosure.around(bottom / high, top / low)
    pairs = ~np.eye(data.n, dtype=bool)
    off, error = matrix.mid[pairs], Fraction(matrix.eta)  # the scale of unit rows is 1
    entries = Enclosure.around(
        (Fraction(float(off.min())) - error) / kernel.L, (Fraction(float(off.max())) + error) / kernel.L
    )
    distance, spare = _propagation(data, kernel, pairs, off + matrix.eta)
    return Condition(
        kernel.L, data.n, Enclosure.around(low, high), Enclosure.around(bottom, top), number, entries, distance, spare
    )


def depth_limit(data: Dataset, delta: Fraction = HALF) -> DepthLimit | None:
    """The theorem about all large depths for these rows; None for Delta > 1/2, or if two of them are too close to tell.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> depth_limit(dataset([[1, 0], [0, 1]])).first_depth()
    56
    """
    cosines = gram(data, DotKernel("sigma", 0), unit=True)
    off = cosines.mid[~np.eye(data.n, dtype=bool)]
    largest = max(Fraction(float(off.max())) + Fraction(cosines.eta), Fraction(0))
    if delta > HALF or largest >= 1:
        return None
    with precision(BITS):
        angle = lower(ball(largest).acos())
    rounded = Fraction(int(angle * ANGLE_UNITS), ANGLE_UNITS)
    return DepthLimit(data.n, ExactReal(rounded), "one", delta) if rounded > 0 else None


def _propagation(
    data: Dataset, kernel: DotKernel, pairs: NDArray[np.bool_], above: Floats
) -> tuple[Enclosure | None, Fraction]:
    """The range of w over the pairs, and what (E) leaves at least; ``above``: rounded upper bounds of the entries."""
    sigma = gram(data, DotKernel("sigma", kernel.L - 1, kernel.delta), unit=True)
    gap = 1 - sigma.mid[pairs]
    most, least = INFLATE * (gap + sigma.eta) / 2, (gap - INFLATE * sigma.eta) / (2 * INFLATE)
    low = 1 / (INFLATE * np.sqrt(most))
    with precision(BITS):
        slope = down(3 * arb.pi() / (16 * ball(kernel.delta)))
    bound = slope * low / INFLATE - 0.125
    spare = (bound - above) - ROUNDINGS * (np.abs(bound) + np.abs(above) + 1)
    smallest = float(least.min())
    distance = None
    if smallest > 0:
        reach = Fraction(1 / math.sqrt(smallest)) * Fraction(INFLATE)
        distance = Enclosure.around(Fraction(float(low.min())), reach)
    return distance, Fraction(float(spare.min()))
