r"""The forward and the backward pass in float64, with exact activation signs and a proven error for each row.

*Rows.* A matrix F of n rows is known by its midpoints mid and e_i >= |mid_i - F_i|, Euclidean norms of rows.

*Theorem.* Let g = F W + 1 b^T and ghat = fl(mid W + 1 b^T), W with m rows; write f~ = (f, 1), w~_j = (w_j, b_j)
(without a bias: f, w_j). Then, with gamma = gamma_{m+1} and up to underflow,

    |ghat_ij - g_ij| <= gamma |f~_i| |w~_j| + e_i |w_j|,    |ghat_i - g_i| <= gamma |f~_i| |W~|_F + e_i |W|,

f~_i the midpoints' row, |W| the spectral norm.  A sign is certain where |ghat_ij| exceeds the first bound.  Where f_i
and w_j have no common non-zero place, g_ij = b_j = ghat_ij exactly: zeros of f are known, as inactive neurons and data.
The other rows are evaluated in integers, exactly.  With exact slopes D_ij in {p, q}: f = D g, and fl(D ghat) errs by at
most max |D| times the second bound and one rounding (none for the ReLU).  Backwards, B_k = D_k (B_{k+1} W_{k+1}^T) with
B_L = 1: the same.

*Proof.* The standard bound of an inner product in any order (Higham, 3.1) and Cauchy's inequality; for the row norm,
the first part is summed over j, the second is |(mid_i - F_i) W|.  QED.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), (1.1) as corrected in ntksym's notes; the bound is ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import UNIT, gamma, up
from ntksym.data import Dataset
from ntksym.errors import InputError, UndecidedError
from ntksym.networks.exact import exact_signs
from ntksym.networks.network import LARGEST, Network
from ntksym.spectra.operator_norm import cheap_norm, frobenius

Mask = NDArray[np.bool_]
Progress = Callable[[str, float], None]
Norm = Callable[[int], float]
INFLATE = 1 + 2.0**-30  # covers the roundings of an error bound: sums of at most 2^20 non-negative terms
FLOOR = 2.0**-480  # added to norms and errors: more than all underflow of a row
MOST = 2**20
CHUNK = 64  # rows that go through the integers together


@dataclass(frozen=True, eq=False)
class Rows:
    """A matrix known by rows: midpoints, and e_i >= |mid_i - F_i|.

    ``sizes`` are upper bounds of both |mid_i| and |F_i|.
    """

    mid: Floats
    errors: Floats
    sizes: Floats

    @classmethod
    def of(cls, mid: Floats, errors: Floats) -> Rows:
        """With the sizes that midpoints and errors imply."""
        return cls(mid, errors, INFLATE * (row_norms(mid) + errors))

    @cached_property
    def relative(self) -> float:
        """Delta, a relative error that most rows keep: four times the median of e_i/size_i; 0 if all are exact."""
        found = self.errors[self.errors > 0] / self.sizes[self.errors > 0]
        return 4 * INFLATE * float(np.median(found)) if found.size else 0.0

    @cached_property
    def scales(self) -> Floats:
        """t_i >= size_i with e_i <= delta t_i: larger than size_i for the few rows whose relative error is large."""
        if not self.relative:
            return self.sizes
        return np.maximum(self.sizes, INFLATE * (self.errors / self.relative))


@dataclass(frozen=True, eq=False)
class Passes:
    """What the empirical NTK is assembled from.

    ``features`` are F_0..F_{L-1}, ``gradients`` B_1..B_L, ``active`` the exact masks g_l > 0 of the hidden layers;
    ``exact`` counts the rows that needed integers.
    """

    features: tuple[Rows, ...]
    gradients: tuple[Rows, ...]
    active: tuple[Mask, ...]
    exact: int


def row_norms(values: Floats) -> Floats:
    """At least the Euclidean norm of each row; exactly 0 where the row is 0."""
    norms = INFLATE * np.sqrt(np.einsum("ij,ij->i", values, values))
    return np.where(values.any(axis=1), norms + FLOOR, 0.0)


def passes(network: Network, data: Dataset, tell: Progress | None = None) -> Passes:
    """Run both passes.

    Raises
    ------
    InputError
        If the data's dimension is not the network's, or the numbers are too large.
    UndecidedError
        If float64 overflows on the way.
    """
    tell = tell or (lambda stage, done: None)
    _check(network, data)

    @cache
    def norm(layer: int) -> float:
        """At least |W_l|: both passes need it."""
        return up(cheap_norm(network.weights[layer - 1]))

    features, active, exact = [Rows.of(data.points, np.zeros(data.n))], [], 0
    support: Mask = np.asarray(data.points != 0)  # a superset of the features' non-zero places
    for layer in range(1, network.depth):
        tell(f"forward, layer {layer}", layer / (2 * network.depth))
        rows, mask, support, hard = _forward(network, data, layer, features[-1], support, norm)
        features.append(rows)
        active.append(mask)
        exact += hard
    gradients = [Rows.of(np.ones((data.n, 1)), np.zeros(data.n))]
    for layer in range(network.depth - 1, 0, -1):
        tell(f"backward, layer {layer}", 1 - layer / (2 * network.depth))
        gradients.append(_backward(network, active[layer - 1], layer, gradients[-1], norm))
    return Passes(tuple(features), tuple(gradients[::-1]), tuple(active), exact)


def _check(network: Network, data: Dataset) -> None:
    if data.d != network.d:
        why = f"its rows have {data.d} numbers, the network takes {network.d}"
        raise InputError(data.name, why, "give data of the network's dimension")
    if float(np.abs(data.points).max()) > LARGEST:
        raise InputError(data.name, "an entry is larger than 2^200", "scale the data")
    if max(data.n, network.d, *network.widths, 1) > MOST:
        raise InputError(repr(network), "a layer or the data has more than 2^20 rows", "use fewer")


def product(left: Floats, right: Floats) -> Floats:
    """The product by SciPy's BLAS, C-ordered."""
    from scipy.linalg.blas import dgemm

    found: Floats = dgemm(1.0, right.T, left.T).T
    if not np.isfinite(found).all():
        raise UndecidedError("float64 overflowed in the network: scale weights or data")
    return found


def _image(
    network: Network, layer: int, rows: Rows, norm: Norm, *, back: bool = False
) -> tuple[Floats, Floats, Floats, Floats]:
    """For W_l and b_l, or W_l^T: ghat; a and w with |ghat_ij - g_ij| <= a_i w_j; the error of each whole row.

    Exact rows of 0 stay exact.
    """
    W, bias = network.weights[layer - 1], None if back else network.biases[layer - 1]
    if back:
        W = np.ascontiguousarray(W.T)
    found = product(rows.mid, W)
    columns, sizes = row_norms(W.T), rows.sizes
    whole = frobenius(W)
    if bias is not None:
        found = found + bias
        columns, sizes = INFLATE * np.hypot(columns, bias), INFLATE * np.hypot(sizes, 1.0)
        whole = frobenius(np.vstack([W, bias[None, :]]))
    unit = up(gamma(W.shape[0] + 1))
    entry = INFLATE * (unit * sizes + rows.errors) + FLOOR
    spread = rows.errors * norm(layer) if rows.errors.any() else 0.0
    row = INFLATE * (unit * sizes * up(whole) + spread) + FLOOR
    still = np.asarray(rows.sizes == 0)  # g is the bias alone
    return found, np.where(still, 0.0, entry), columns + FLOOR, np.where(still, 0.0, row)


def _sloped(network: Network, values: Floats, mask: Mask, errors: Floats) -> Rows:
    """D times values known up to row errors, D exact."""
    p, q = network.positive, network.negative
    if not q:
        errors = np.where(mask.any(axis=1), errors, 0.0)  # no active neuron: the row is 0
    found = np.where(mask, values * p if p != 1 else values, values * q if q else 0.0)
    most = max(abs(p), abs(q))
    if p == 1 and q == 0:
        return Rows.of(found, errors)
    rounding = np.where(values.any(axis=1), up(UNIT) * row_norms(found) + FLOOR, 0.0)
    return Rows.of(found, INFLATE * (most * errors + rounding))


def _forward(
    network: Network, data: Dataset, layer: int, rows: Rows, support: Mask, norm: Norm
) -> tuple[Rows, Mask, Mask, int]:
    """F_l, its exact mask, a superset of its non-zero places, and the number of rows that took integers."""
    values, entry, columns, errors = _image(network, layer, rows, norm)
    mask: Mask = np.asarray(values > 0)
    open_ = ~(np.abs(values) > INFLATE * np.outer(entry, columns))
    bias_alone = _bias_alone(open_, support, np.asarray(network.weights[layer - 1] != 0))
    hard = np.flatnonzero((open_ & ~bias_alone).any(axis=1))
    for start in range(0, len(hard), CHUNK):
        some = hard[start : start + CHUNK]
        mask[some] = exact_signs(network, data.points[some], layer)
    after = ~(bias_alone & (values == 0)) if network.negative else mask
    return _sloped(network, values, mask, errors), mask, np.asarray(after), len(hard)


def _bias_alone(open_: Mask, support: Mask, used: Mask) -> Mask:
    """Which of the open pre-activations are their bias exactly: every product with a weight is 0."""
    found, at = np.zeros_like(open_), np.flatnonzero(open_.any(axis=1))
    if len(at):
        # sums of zeros and ones are 0 if and only if every term is, in any arithmetic
        found[at] = open_[at] & (support[at].astype(np.float32) @ used.astype(np.float32) == 0)
    return found


def _backward(network: Network, mask: Mask, layer: int, rows: Rows, norm: Norm) -> Rows:
    """B_l from B_{l+1}."""
    values, _, _, errors = _image(network, layer + 1, rows, norm, back=True)
    return _sloped(network, values, mask, errors)
