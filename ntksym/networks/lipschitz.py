r"""Lipschitz constants of the feature maps: certified upper bounds, lower bounds at points that a search finds.

g_k(x) = W_k^T D_{k-1} ... D_1 W_1^T x on a region of constant activation, D_l diagonal with entries p or q, so
|g_k|_Lip is the largest such norm over the regions (the maps are continuous and piecewise linear; Lemma 6.1).

*Product.*  |g_k|_Lip <= max(|p|, |q|)^(k-1) prod |W_l|.
*Halves.*  D_l = a I + b S_l with a = (p + q)/2, b = (p - q)/2 and S_l diagonal with entries +-1.  Expanding every D_l,
and joining the matrices between two S's into one product, gives |g_k|_Lip <= T_k, with

    T_j = sum_{i <= j} T_{i-1} |b|^[i > 1] |a|^(j-i) |W_i W_{i+1} ... W_j|,    T_0 = 1:

at a ReLU the mean over all ways to cut the product; for two layers (|W_1 W_2| + |W_1||W_2|)/2.  As |a| + |b| =
max(|p|, |q|) it is never worse than the product.
*Enumeration.*  :mod:`ntksym.networks.regions`, for few neurons or on the plane: both sides agree.
*From below.*  The Jacobian's norm at a point with certified activation signs.

SOURCE: Nguyen, Mondelli and Montufar (arXiv 2012.11654v5), Lemma 6.1; ntksym's notes (4.3), extended to every depth.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import gamma
from ntksym.data import Dataset
from ntksym.errors import InputError
from ntksym.networks.jacobians import norms_below
from ntksym.networks.network import Network
from ntksym.networks.passes import product
from ntksym.networks.regions import cone_lipschitz, is_small
from ntksym.spectra.operator_norm import frobenius, tight_norm


@dataclass(frozen=True)
class Lipschitz:
    """low <= |g_k|_Lip <= high, g_k the map from the input to layer k's pre-activations.

    ``method`` names the best upper bound; ``samples`` says at how many points the lower bound was looked for.
    """

    layer: int
    low: Fraction
    high: Fraction
    method: str
    samples: int


def _slopes(network: Network) -> tuple[Fraction, Fraction]:
    p, q = Fraction(network.positive), Fraction(network.negative)
    return abs(p + q) / 2, abs(p - q) / 2


def product_bound(network: Network, k: int) -> Fraction:
    """The product of the layers' norms.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> f"{float(product_bound(network([[[2.0]], [[3.0]]]), 2)):.9f}"
    '6.000000000'
    """
    a, b = _slopes(network)
    bound = (a + b) ** (k - 1)
    for layer in range(1, k + 1):
        bound *= chain_norm(network, layer, layer)
    return bound


@lru_cache(maxsize=64)
def chain_norm(network: Network, i: int, j: int) -> Fraction:
    """At least |W_i ... W_j|: the float product's norm, and its error, at most sum of gammas times Frobenius norms."""
    found, error = network.weights[i - 1], Fraction(0)
    for layer in range(i + 1, j + 1):
        W = network.weights[layer - 1]
        norm = chain_norm(network, layer, layer)
        error = error * norm + gamma(W.shape[0]) * frobenius(found) * frobenius(W)
        found = product(found, W)
    return tight_norm(found) + error + Fraction(1, 2**900)


def halves_bound(network: Network, k: int) -> Fraction:
    """The bound by halves, for the map to layer k.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> net = network([[[1.0, -1.0]], [[1.0], [1.0]]])  # |x|: the product of the norms is 2
    >>> f"{float(halves_bound(net, 2)):.9f}"
    '1.000000000'
    """
    a, b = _slopes(network)
    totals = [Fraction(1)]
    for j in range(1, k + 1):
        parts = []
        for i in range(1, j + 1):
            weight = totals[i - 1] * (b if i > 1 else 1) * a ** (j - i)
            parts.append(weight * chain_norm(network, i, j) if weight else Fraction(0))
        totals.append(sum(parts, Fraction(0)))
    return totals[k]


def sampled_below(network: Network, k: int, points: Floats) -> Fraction:
    """The largest Jacobian norm of g_k at the given points, rounded down: proved at each, found by sampling."""
    found = norms_below(network, points, k) if len(points) else []
    return max((norm for norm in found if norm is not None), default=Fraction(0))


def lipschitz(network: Network, k: int, data: Dataset, *, samples: int = 8, seed: int = 0) -> Lipschitz:
    """Both sides of |g_k|_Lip, k = 1..L: the best upper bound, and the largest norm seen at data and random points.

    Parameters
    ----------
    network, k
        The network and the layer; k = L is the network itself.
    data
        Where the search for a lower bound begins.
    samples, seed
        How many of its rows are tried, and as many random directions of that seed.

    Examples
    --------
    >>> from ntksym.data import dataset
    >>> from ntksym.networks.network import network
    >>> found = lipschitz(network([[[1.0, -1.0], [0.0, 0.0]], [[1.0], [1.0]]]), 2, dataset([[1, 0], [0, 1]]))
    >>> bool(found.low <= 1 <= found.high), found.method
    (True, 'enumeration')
    """
    random = np.random.default_rng(seed).standard_normal((samples, network.d))
    low = sampled_below(network, k, np.vstack([data.points[:samples], random]))
    bounds = {"product": product_bound(network, k), "halves": halves_bound(network, k)}
    if is_small(network, k):
        with suppress(InputError):  # more regions than neurons in general position make
            exact = cone_lipschitz(network, k)
            bounds["enumeration"], low = exact.hi, max(low, exact.lo)
    method = min(bounds, key=lambda name: bounds[name])
    return Lipschitz(k, low, bounds[method], method, 2 * samples)
