r"""The exact Lipschitz constant of a network of few neurons, or on the plane: its activation regions, one by one.

A neuron's pre-activation is affine on a region of constant activation before it, so each layer cuts the regions by
hyperplanes.  With biases one more coordinate, positive and first, makes them cones.  The maps depend on x through
W_1^T x alone: it is enough to move along independent rows of W_1.  All is in integers: whether a pattern of activations
is feasible is decided exactly.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), Lemma 6.1; ntksym's notes (4.3); the enumeration is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from ntksym.balls.arb import fmpz_mat
from ntksym.errors import InputError
from ntksym.networks.cones import Cone, split
from ntksym.networks.exact import Scaled, exact_layer
from ntksym.networks.jacobians import norm_ends, small_gram, times_slopes
from ntksym.networks.lipschitz_law import regions
from ntksym.networks.network import Network
from ntksym.spectra.congruence import Ends

MOST_CONES = 100_000
FEW = 2 * 10**6  # likely operations, up to which the enumeration is tried unasked: seconds


def _integers(scaled: Scaled) -> list[list[int]]:
    return [[int(v) for v in row] for row in scaled.values.table()]


def likely_cones(network: Network, k: int) -> int:
    """How many regions as many hyperplanes in general position would make: a guess of the work, not a bound."""
    biased = any(b is not None for b in network.biases[: k - 1])
    return regions(sum(network.widths[: k - 1]), min(network.d, *network.widths[:1]) + biased) if k > 1 else 1


def is_small(network: Network, k: int) -> bool:
    """Whether the enumeration is likely to take seconds."""
    shape = (network.d, *network.widths, 1)
    dimensions = network.d + min(network.d, shape[1])
    each = sum(network.widths[: k - 1]) * dimensions + min(network.d, shape[k]) ** 3  # cuts, and a Jacobian's norm
    return likely_cones(network, k) * each <= FEW


def _coordinates(network: Network, biased: bool) -> list[int]:
    """The rows of (b_1, W_1) along which the regions differ: the bias if any, and independent rows of W_1."""
    W = _integers(exact_layer(network, 1)[0])
    chosen: list[int] = []
    for i in range(len(W)):
        if fmpz_mat([W[j] for j in (*chosen, i)]).rank() > len(chosen):
            chosen.append(i)
    return [0] * biased + [i + 1 for i in chosen]


def _first(network: Network) -> Scaled:
    """(b_1, W_1): the first pre-activations, row 0 their constant term."""
    W, bias = network.weights[0], network.biases[0]
    return Scaled.of(np.vstack([np.zeros(W.shape[1]) if bias is None else bias, W]))


def _next(network: Network, layer: int, rows: Scaled) -> Scaled:
    """A later layer's, from the features before it."""
    W, bias = exact_layer(network, layer)
    found = rows @ W
    if bias is None:
        return found
    nothing = [0] * ((found.values.nrows() - 1) * found.values.ncols())
    constant = fmpz_mat(
        found.values.nrows(), found.values.ncols(), [*(int(v) for v in bias.values.entries()), *nothing]
    )
    return found.plus(Scaled(constant, bias.places))


def jacobians(network: Network, k: int) -> Iterator[Scaled]:
    """The exact Jacobian of g_k, shape (d, n_k), on each full-dimensional region of constant activation before it.

    Raises
    ------
    InputError
        If there are more than ``MOST_CONES`` regions, or so many hyperplanes in general position make more.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> net = network([[[1.0, 1.0]], [1.0, 1.0]], [[0.0, -1.0], None])  # relu(x) + relu(x - 1)
    >>> sorted(int(J.values[0, 0]) for J in jacobians(net, 2))
    [0, 1, 2]
    """
    biased = any(b is not None for b in network.biases[: k - 1])
    if k == 1:
        yield exact_layer(network, 1)[0]
        return
    if likely_cones(network, k) > MOST_CONES:
        raise _too_many(network, k)
    chosen, count = _coordinates(network, biased), 0
    units = [tuple(int(i == j) for i in range(len(chosen))) for j in range(len(chosen))]
    start = Cone(tuple(units))
    stack = [(split(start, units[0])[0][1] if biased else start, 1, _first(network))]
    while stack:
        cone, layer, values = stack.pop()
        if layer == k:
            count += 1
            yield Scaled(fmpz_mat(_integers(values)[1:]), values.places)
            continue
        parts = _regions(cone, values, chosen, MOST_CONES - len(stack) - count)
        if parts is None:
            raise _too_many(network, k)
        for signs, part in parts:
            features = times_slopes(network, values, np.array(signs))
            stack.append((part, layer + 1, _next(network, layer + 1, features)))


def _too_many(network: Network, k: int) -> InputError:
    neurons, dimension = sum(network.widths[: k - 1]), min(network.d, *network.widths[:1])
    return InputError(
        network.name,
        f"{neurons} neurons in {dimension} dimensions make more than {MOST_CONES} regions of constant activation",
        "use the product or the halves bound, or fewer neurons",
    )


def _regions(cone: Cone, values: Scaled, chosen: list[int], most: int) -> list[tuple[tuple[bool, ...], Cone]] | None:
    """A layer's activation patterns on a cone, each with its part; None if there are too many."""
    table = _integers(values)
    parts: list[tuple[tuple[bool, ...], Cone]] = [((), cone)]
    for j in range(values.values.ncols()):
        normal = tuple(table[i][j] for i in chosen)
        parts = [((*signs, sign), side) for signs, part in parts for sign, side in split(part, normal)]
        if len(parts) > most:
            return None
    return parts


def cone_lipschitz(network: Network, k: int) -> Ends:
    """|g_k|_Lip exactly, but for the last eigenvalue and square root: the largest Jacobian norm over all regions.

    Parameters
    ----------
    network, k
        The network, with or without biases, and the layer.

    Raises
    ------
    InputError
        If there are more than ``MOST_CONES`` regions.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> found = cone_lipschitz(network([[[3.0, -3.0], [4.0, -4.0]], [[1.0], [1.0]]]), 2)
    >>> float(found.lo), float(found.hi)
    (5.0, 5.0)
    """
    low, high = Fraction(0), Fraction(0)
    for J in jacobians(network, k):
        A = small_gram(J)
        trace = sum(int(A[i, i]) for i in range(A.nrows()))
        if trace > low * low * 4**J.places:  # else |J| <= |J|_F <= low
            ends = norm_ends(J)
            low, high = max(low, ends.lo), max(high, ends.hi)
    return Ends(low, high)
