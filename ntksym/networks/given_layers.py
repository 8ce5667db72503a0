r"""What the finite-width theorems need where the lower layers are given, and the layers above them are random.

Condition on layers 1..k: to the layers above, the rows of F_k are the data.  So every theorem for data holds with F_k
in their place, for the part of the NTK that the random layers' weights make; J J^T is at least that part.

*Error.* F_k is known by rows, |f_i - mid_i| <= e_i, s_i >= |f_i|, |mid_i|.  A kernel c |x||y| phi(angle) with
|phi|, |phi'| <= m changes by at most c m (1 + pi)(e_i s_j + s_i e_j).

*Proof.* ||x| - |mid|| <= e; the angle between x and mid, times the longer of the two, is at most pi e, because their
distance is at least the longer one times the sine of the angle, and at least the longer one beyond a right angle.  phi
changes by at most m times the sum of both angles.  QED.

kappa_1 and t kappa_0 have m <= 5/4: the derivatives are -kappa_0 sin and -kappa_0 sin - cos/pi, at most
(1 + 1/pi^2)^(1/2).  Theta_L has m <= L(L + 1)/2: dSigma_l <= 1 by the chain rule (kappa_1' = kappa_0 <= 1), and
dkappa_0(Sigma_l) <= 1/pi, as the angle of Sigma_l moves no faster than the angle a itself: with b = a/pi, 1 - kappa_1^2
- kappa_0^2 sin^2 a = b (2 - b) - 2 (1 - b) sin a cos a/pi - sin^2 a/pi^2 >= b (2 - b) - 2 (1 - b) b - b^2 = 0.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), Theorem 4.1, one wide layer; ntksym's notes (4.2), FW-2 and
FW-3 (b), re-derived.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

import numpy as np

from ntksym.balls.matrices import VerifiedMatrix
from ntksym.balls.rounding import up
from ntksym.data import Dataset
from ntksym.errors import InputError, UndecidedError
from ntksym.kernels.dot_product import DotKernel, ntk
from ntksym.kernels.gram import gram
from ntksym.networks.network import Network
from ntksym.networks.passes import Rows, passes
from ntksym.networks.wide_data import WideData
from ntksym.spectra.operator_norm import frobenius, tight_norm
from ntksym.spectra.smallest import SmallestEigenvalue, smallest_eigenvalue

TURN = Fraction(415, 100)  # more than 1 + pi
SLOPE = Fraction(5, 4)  # m of kappa_1 and t kappa_0


class GivenLayers(WideData):
    """The features of a given network's first ``layers`` layers, in place of data.

    Parameters
    ----------
    network, data
        The network, of which the first layers are taken, and its inputs.
    layers
        k, from 0 to L - 1; default: all but the last two, which the theorems draw at random.  In that case there is
        also a bound with the last layer given as well, and the one before it alone random.

    Raises
    ------
    InputError
        If the network has not so many layers, is no ReLU network, or does not take the data.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.networks.guarantees import guarantees
    >>> from ntksym.networks.network import gaussian
    >>> below = GivenLayers(gaussian(2, (30, 20), 0), dataset([[1, 0], [0, 1]]))
    >>> below.dimension, [g.name for g in guarantees(below, (20000,)) if g.lower]
    (30, ['FW-1', 'FW-2', 'FW-1 + FW-2', 'FW-2, signs', 'W, first layer', 'W'])
    """

    def __init__(self, network: Network, data: Dataset, layers: int | None = None) -> None:
        super().__init__(data)
        self.layers = max(network.depth - 2, 0) if layers is None else layers
        if not 0 <= self.layers < network.depth:
            raise InputError(
                f"layers={layers}", f"{network!r} has hidden layers 0 to {network.depth - 1}", "give one of these"
            )
        if (network.positive, network.negative) != (1, 0):
            raise InputError(network.name, "the finite-width theorems are for the ReLU", "give slopes 1 and 0")
        lower = network.weights[: self.layers]
        width = lower[-1].shape[1] if lower else network.d
        top = np.ones((width, 1))
        self.rows: Rows = passes(
            Network((*lower, top), (*network.biases[: self.layers], None), name=network.name), data
        ).features[-1]
        self.dimension = width
        if self.layers == network.depth - 2:
            self.outputs = network.weights[-1].ravel()

    @property
    def inputs(self) -> Dataset:
        """The features' midpoints."""
        name = f"layers 1 to {self.layers} on {self.data.name}"
        if not self.rows.mid.any(axis=1).all():
            raise InputError(name, "a row of features is 0", "leave that input out")
        return Dataset(self.rows.mid, name)

    @cached_property
    def square(self) -> Fraction:
        """At least |F_k|^2."""
        return (tight_norm(self.rows.mid) + frobenius(self.rows.errors)) ** 2

    @cached_property
    def frobenius2(self) -> Fraction:
        """At least |F_k|_F^2."""
        return frobenius(self.rows.sizes) ** 2

    def _enclosed(self, kernel: DotKernel, most: Fraction) -> SmallestEigenvalue:
        """Of the kernel's matrix of F_k; ``most`` is m."""
        if not self.rows.sizes.all():
            why = f"row {int(np.argmin(self.rows.sizes))} of layer {self.layers} is 0"
            return SmallestEigenvalue(Fraction(0), Fraction(0), "dimension", structural=why)
        if not self.rows.mid.any(axis=1).all():
            raise UndecidedError(f"a row of layer {self.layers} is 0 in float64")
        matrix = gram(self.inputs, kernel)
        scale = np.maximum(matrix.scale, self.rows.scales)
        error = 2 * most * kernel.scale * TURN * Fraction(self.rows.relative)
        return smallest_eigenvalue(VerifiedMatrix(matrix.mid, up(Fraction(matrix.eta) + error), scale))

    def _smallest(self, kernel: DotKernel) -> Fraction:
        try:
            return max(self._enclosed(kernel, SLOPE).lo, Fraction(0))
        except UndecidedError:
            return Fraction(0)

    def limit(self, depth: int) -> SmallestEigenvalue:
        """Lambda_min of the limit of the random layers' part: Theta_2 |f_i||f_j| for one random hidden layer."""
        return self._enclosed(ntk(depth), Fraction(depth * (depth + 1), 2))
