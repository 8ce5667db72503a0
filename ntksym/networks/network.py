r"""A fully connected network, its weights taken as exact numbers.

f_0 = x, f_l = phi(g_l) with g_l = f_{l-1} W_l + b_l for l < L, and f_L = g_L, one number; W_l has shape (n_{l-1}, n_l).
phi(s) = p s for s > 0 and q s for s <= 0: p = 1, q = 0 is the ReLU, p = a + b, q = a - b the (a,b)-ReLU a s + b |s|.
At a zero pre-activation phi' = q (the ReLU: phi'(0) = 0, as in the paper and in PyTorch).

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), section 2; the (a,b)-ReLU: Terjek and Gonzalez-Sanchez.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.data_arrays import exact_array
from ntksym.errors import InputError

LARGEST = 2.0**200  # weights and data of larger modulus are refused: the error bounds need room


@dataclass(frozen=True, eq=False)
class Network:
    """A fully connected network with one output.

    Parameters
    ----------
    weights
        W_1..W_L, float64; W_l of shape (n_{l-1}, n_l), n_L = 1.
    biases
        b_1..b_L; None: that layer has none.
    positive, negative
        The slopes p and q of the activation.
    name
        How tables call it.

    Notes
    -----
    Use :func:`network`, which checks its input.
    """

    weights: tuple[Floats, ...]
    biases: tuple[Floats | None, ...]
    positive: float = 1.0
    negative: float = 0.0
    name: str = "network"

    @property
    def depth(self) -> int:
        """L, the number of layers."""
        return len(self.weights)

    @property
    def d(self) -> int:
        """The dimension of the input."""
        return int(self.weights[0].shape[0])

    @property
    def widths(self) -> tuple[int, ...]:
        """n_1..n_{L-1}, the hidden widths."""
        return tuple(int(W.shape[1]) for W in self.weights[:-1])

    @property
    def parameters(self) -> int:
        """How many numbers are trained: all weights and biases."""
        return sum(W.size for W in self.weights) + sum(b.size for b in self.biases if b is not None)

    def __repr__(self) -> str:
        shape = "-".join(map(str, (self.d, *self.widths, 1)))
        return f"Network({self.name!r}, {shape}{', biases' if any(b is not None for b in self.biases) else ''})"


def network(
    weights: Sequence[Any],
    biases: Sequence[Any] | None = None,
    *,
    positive: float = 1.0,
    negative: float = 0.0,
    name: str = "network",
) -> Network:
    """The network of arrays of weights.

    Parameters
    ----------
    weights
        W_1..W_L, each (inputs, outputs); the last may be a vector.
    biases
        b_1..b_L or None for each layer; default: no biases.
    positive, negative
        The activation's slopes for positive and for other inputs.
    name
        How tables and errors call it.

    Raises
    ------
    InputError
        If shapes do not fit, a number is not finite, too large or not exact in float64, or there is more than one
        output.

    Examples
    --------
    >>> network([[[1, -1], [0.5, 2]], [1, 3]])
    Network('network', 2-2-1)
    >>> network([[[1, 2]], [[1], [2], [3]]])
    Traceback (most recent call last):
    ntksym.errors.InputError: network, layer 2: it takes 3 inputs, the layer before gives 2; check order and orientation
    """
    if not len(weights):
        raise InputError(name, "it has no layers", "give at least one matrix of weights")
    found = [_matrix(W, f"{name}, layer {layer}", last=layer == len(weights)) for layer, W in enumerate(weights, 1)]
    for layer, (W, after) in enumerate(pairwise(found), 2):
        if W.shape[1] != after.shape[0]:
            raise InputError(
                f"{name}, layer {layer}",
                f"it takes {after.shape[0]} inputs, the layer before gives {W.shape[1]}",
                "check order and orientation",
            )
    if found[-1].shape[1] != 1:
        why = f"it has {found[-1].shape[1]} outputs, and the NTK here is that of one"
        raise InputError(name, why, "choose one: its column of the last layer's weights, or --output")
    given = [None] * len(found) if biases is None else list(biases)
    if len(given) != len(found):
        raise InputError(name, f"{len(given)} biases for {len(found)} layers", "give one a layer, or None")
    checked = [
        b if b is None else _bias(b, W.shape[1], f"{name}, layer {layer}")
        for layer, (b, W) in enumerate(zip(given, found, strict=True), 1)
    ]
    for label, slope in (("positive", positive), ("negative", negative)):
        if not (math.isfinite(slope) and abs(slope) <= LARGEST):
            raise InputError(f"{label}={slope}", "a slope of the activation is a finite number", "give e.g. 1 and 0")
    return Network(tuple(found), tuple(checked), float(positive), float(negative), name)


def _numbers(values: Any, what: str) -> Floats:
    exact = exact_array(values, what)
    if exact.size and float(np.abs(exact).max()) > LARGEST:
        raise InputError(what, "an entry is larger than 2^200", "scale the weights")
    return exact


def _matrix(values: Any, what: str, *, last: bool) -> Floats:
    array = _numbers(values, what)
    if array.ndim == 1 and last:
        array = array[:, None]
    if array.ndim != 2 or 0 in array.shape:
        raise InputError(what, f"weights of shape {array.shape}", "give a matrix (inputs, outputs)")
    return np.ascontiguousarray(array)


def _bias(values: Any, width: int, what: str) -> Floats:
    array = _numbers(values, what).ravel()
    if array.shape != (width,):
        raise InputError(what, f"a bias of {array.size} numbers for {width} outputs", "give one an output")
    return array


def gaussian(d: int, hidden: Sequence[int], seed: int, *, scales: Sequence[float] | None = None) -> Network:
    """A random network without biases: W_l has independent N(0, beta_l^2) entries.

    Parameters
    ----------
    d, hidden
        The input's dimension and the hidden widths.
    seed
        Of NumPy's default generator.
    scales
        beta_1..beta_L; default ones.

    Examples
    --------
    >>> gaussian(3, (5, 4), 0)
    Network('gaussian 3-5-4-1, seed 0', 3-5-4-1)
    """
    shape = (d, *hidden, 1)
    random = np.random.default_rng(seed)
    betas = [1.0] * (len(shape) - 1) if scales is None else list(scales)
    weights = [b * random.standard_normal(ab) for b, ab in zip(betas, pairwise(shape), strict=True)]
    return network(weights, name=f"gaussian {'-'.join(map(str, shape))}, seed {seed}")
