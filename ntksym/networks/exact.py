"""The same passes in integers: exact activation signs, and the exact empirical NTK of a small network.

Every float64 is an integer times a power of two, so a layer is an integer product and one common power of two.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), (1.1) as corrected in ntksym's notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.arb import fmpz_mat
from ntksym.balls.matrices import Floats
from ntksym.networks.network import Network

Signs = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Scaled:
    """The matrix ``values * 2^-places``, exactly."""

    values: fmpz_mat
    places: int

    @classmethod
    def of(cls, floats: Floats) -> Scaled:
        """From float64."""
        ratios = [v.as_integer_ratio() for v in floats.ravel().tolist()]
        places = max(q.bit_length() for _, q in ratios) - 1
        entries = [p << (places - q.bit_length() + 1) for p, q in ratios]
        return cls(fmpz_mat(floats.shape[0], floats.shape[1], entries), places)

    def __matmul__(self, other: Scaled) -> Scaled:
        return Scaled(self.values * other.values, self.places + other.places)

    def at(self, places: int) -> fmpz_mat:
        """The integers at a finer common power of two."""
        return self.values * (1 << (places - self.places))

    def plus(self, other: Scaled) -> Scaled:
        """The sum."""
        places = max(self.places, other.places)
        return Scaled(self.at(places) + other.at(places), places)

    def hadamard(self, other: Scaled) -> Scaled:
        """The entrywise product."""
        entries = [int(a) * int(b) for a, b in zip(self.values.entries(), other.values.entries(), strict=True)]
        return Scaled(fmpz_mat(self.values.nrows(), self.values.ncols(), entries), self.places + other.places)

    def gram(self) -> Scaled:
        """A A^T."""
        return Scaled(self.values * self.values.transpose(), 2 * self.places)

    def positive(self) -> Signs:
        """Where the entries are > 0."""
        flat = [int(v) > 0 for v in self.values.entries()]
        return np.array(flat, dtype=np.bool_).reshape(self.values.nrows(), self.values.ncols())


@lru_cache(maxsize=16)
def exact_layer(network: Network, layer: int) -> tuple[Scaled, Scaled | None]:
    """W_l and b_l, l from 1; a Network is hashed by identity."""
    bias = network.biases[layer - 1]
    return Scaled.of(network.weights[layer - 1]), None if bias is None else Scaled.of(bias[None, :])


def slopes(network: Network, active: Signs) -> Scaled:
    """The slope of each activation."""
    pair = Scaled.of(np.array([[network.positive, network.negative]]))
    p, q = (int(v) for v in pair.values.entries())
    entries = [p if on else q for on in active.ravel().tolist()]
    return Scaled(fmpz_mat(active.shape[0], active.shape[1], entries), pair.places)


def linear(network: Network, layer: int, rows: Scaled) -> Scaled:
    """A layer's pre-activations, from its inputs."""
    W, bias = exact_layer(network, layer)
    found = rows @ W
    if bias is None:
        return found
    ones = fmpz_mat(rows.values.nrows(), 1, [1] * rows.values.nrows())
    return found.plus(Scaled(ones * bias.values, bias.places))


def exact_signs(network: Network, points: Floats, layer: int) -> Signs:
    """Which neurons of a hidden layer have a positive pre-activation at each point, exactly.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> exact_signs(network([[[1, -1, 1], [1, 1, -1]], [1, 1, 1]]), np.array([[0.5, 0.5]]), 1).tolist()
    [[True, False, False]]
    """
    rows = Scaled.of(points)
    for before in range(1, layer):
        g = linear(network, before, rows)
        rows = slopes(network, g.positive()).hadamard(g)
    return linear(network, layer, rows).positive()


@dataclass(frozen=True, eq=False)
class ExactPasses:
    """F_0..F_{L-1}, B_1..B_L and the masks, exactly."""

    features: tuple[Scaled, ...]
    gradients: tuple[Scaled, ...]
    active: tuple[Signs, ...]


def exact_passes(network: Network, points: Floats) -> ExactPasses:
    """Both passes in integers: for small networks and data."""
    features, taken, active = [Scaled.of(points)], [], []
    for layer in range(1, network.depth):
        g = linear(network, layer, features[-1])
        active.append(g.positive())
        taken.append(slopes(network, active[-1]))
        features.append(taken[-1].hadamard(g))
    n = points.shape[0]
    gradients = [Scaled(fmpz_mat(n, 1, [1] * n), 0)]
    for layer in range(network.depth - 1, 0, -1):
        W, _ = exact_layer(network, layer + 1)
        back = gradients[-1] @ Scaled(W.values.transpose(), W.places)
        gradients.append(taken[layer - 1].hadamard(back))
    return ExactPasses(tuple(features), tuple(gradients[::-1]), tuple(active))


def exact_ntk(network: Network, points: Floats) -> Scaled:
    """J J^T over all weights and biases, exactly.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> K = exact_ntk(network([[[1.0], [0.0]], [2.0]]), np.array([[1.0, 1.0], [-1.0, 1.0]]))
    >>> [int(v) for v in K.values.entries()], K.places  # 4 <x, y> + relu(x_1) relu(y_1), no active neuron at the second
    ([9, 0, 0, 0], 0)
    """
    done = exact_passes(network, points)
    total: Scaled | None = None
    for F, B, bias in zip(done.features, done.gradients, network.biases, strict=True):
        inner = F.gram()
        if bias is not None:
            n = points.shape[0]
            inner = inner.plus(Scaled(fmpz_mat(n, n, [1] * (n * n)), 0))
        part = inner.hadamard(B.gram())
        total = part if total is None else total.plus(part)
    assert total is not None
    return total


def ranks(scaled: Sequence[Scaled]) -> list[Any]:
    """Their exact ranks."""
    return [int(s.values.rank()) for s in scaled]
