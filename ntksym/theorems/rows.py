r"""Upper bounds of the row sums sum_{j != i} phi(|t_ij|) over n^2 cosines: one pass over the matrix, then any phi.

Take nodes 0 = x_0 < ... < x_G = 1 and, in row i, let bin g hold the entries with x_g <= |t_ij| <= x_{g+1}: c_g of
them, at positions w_ij = (|t_ij| - x_g)/(x_{g+1} - x_g).  If phi <= base_g + w rise_g on every bin with rise_g >= 0,

    sum_j phi(|t_ij|) <= sum_g c_g base_g + W_g rise_g,    W_g >= sum_{j in bin g} w_ij.                         (R)

For phi non-decreasing and convex the chord will do: base_g = phi(x_g), rise_g = phi(x_{g+1}) - phi(x_g); upper bounds
of phi at the nodes, made non-decreasing, give a chord above it.  A power t^m (m >= 1), a power series with
coefficients >= 0 and (1 - t^2)^(-a) are such; the chord's excess is at most h^2 phi''/8.

Entries are known up to an error: what is placed is an upper bound x_ij of |t_ij|, at most ``error`` above it.  A
non-decreasing phi is larger there; for any other, base_g + w rise_g must bound phi on all of [x_ij - error, x_ij].

Float64 (u = 2^-53, round to nearest; Higham, Accuracy and Stability, Lemma 3.1).  x_ij = fl(|mid| + slack) rounded up
exceeds |t_ij| by at most 2 slack + 2^-51, slack >= eta scale_i scale_j.  A position is two subtractions and a division,
of relative error below 4u, and no underflow (the divisor is at most 1).  A sum of m non-negative floats in any order,
and a dot product of m terms, is computed up to a factor 1 - (m + 1) u, but for m underflows of at most 2^-1074 each.
``_up`` multiplies by 1 + 2 (m + 16) u >= (1 + 4u)/(1 - (m + 1) u), as m <= 2^26, and adds 2^-1000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ntksym.balls.matrices import Floats, VerifiedMatrix

BLOCK = 1 << 21  # entries at a time
FEW = 1 << 11  # distinct entries up to which they are the nodes: then there is no excess
LARGEST = 1 << 25


def _up(x: Floats, terms: int) -> Floats:
    """An upper bound of a sum of non-negative terms from its float64 value."""
    return np.nextafter(x * (1 + (terms + 16) * 2.0**-52) + 2.0**-1000, np.inf)


@dataclass(frozen=True, slots=True)
class Profile:
    """Where the cosines of each row lie.

    Parameters
    ----------
    nodes
        x_0 = 0 < ... < x_G = 1.
    counts
        Shape (n, G): the number of entries j != i of row i in each bin.
    weights
        Shape (n, G): upper bounds of the sums of their positions.
    error
        How far a placed entry lies above the true one at most.

    Examples
    --------
    >>> cosines = np.array([[1, 0.5, -0.25], [0.5, 1, 0.25], [-0.25, 0.25, 1]])
    >>> found = profile(VerifiedMatrix(cosines, 0.0, np.ones(3)))
    >>> float(found.largest(found.nodes**2)[0].round(6))  # 1/4 + 1/16
    0.3125
    """

    nodes: Floats
    counts: Floats
    weights: Floats
    error: float

    def sums(self, base: Floats, rise: Floats | None = None) -> Floats:
        """Upper bounds of every row's sum, by (R).

        Parameters
        ----------
        base, rise
            Shape (G,) or (G, k) for k functions at once, non-negative; no ``rise`` counts as 0.

        Returns
        -------
        Floats
            Shape (n, k).
        """
        columns = [np.reshape(np.asarray(v, dtype=np.float64), (len(v), -1)) for v in (base, rise) if v is not None]
        if not all(v.shape[0] == len(self.nodes) - 1 and bool(np.all(v >= 0)) for v in columns):
            raise ValueError("a bound on every bin is non-negative, and there is one for each bin")
        found = self.counts @ columns[0]
        if len(columns) == 2:
            found = found + self.weights @ columns[1]
        return _up(found, len(columns) * len(self.nodes))

    def largest(self, values: Floats) -> Floats:
        """Upper bounds of max_i sum_{j != i} phi(|t_ij|) for convex, non-decreasing phi >= 0.

        Parameters
        ----------
        values
            Upper bounds of phi at the nodes, shape (G + 1,) or (G + 1, k) for k functions at once.

        Returns
        -------
        Floats
            Shape (k,).
        """
        base, rise = chords(values)
        found: Floats = self.sums(base, rise).max(axis=0)
        return found


def chords(values: Floats) -> tuple[Floats, Floats]:
    """(base, rise) of a convex, non-decreasing function from upper bounds of it at the nodes."""
    if not bool(np.all(values >= 0)):
        raise ValueError("the values at the nodes are non-negative")
    above = np.maximum.accumulate(values, axis=0)
    return above[:-1], np.maximum(np.nextafter(above[1:] - above[:-1], np.inf), 0)


def powers(nodes: Floats, largest: int) -> Floats:
    """Upper bounds of x^0, ..., x^largest at the nodes, shape (G + 1, largest + 1).

    Examples
    --------
    >>> powers(np.array([0.0, 0.5, 1.0]), 2)[1].round(6).tolist()
    [1.0, 0.5, 0.25]
    """
    found = np.ones((len(nodes), largest + 1))
    for m in range(1, largest + 1):
        found[:, m] = np.minimum(found[:, m - 1], np.nextafter(found[:, m - 1] * nodes, np.inf))
    return found


def _blocks(n: int) -> Iterator[slice]:
    step = max(1, BLOCK // n)
    return (slice(first, min(first + step, n)) for first in range(0, n, step))


def _modulus(cosines: VerifiedMatrix, rows: slice, slack: float) -> Floats:
    """Upper bounds of |t_ij|, at most 1."""
    return np.minimum(np.nextafter(np.abs(cosines.mid[rows]) + slack, np.inf), 1)


def _kept(cosines: VerifiedMatrix, rows: slice, slack: float, sign: int) -> NDArray[np.bool_]:
    """Which entries count: not the diagonal, and those of the sign asked for."""
    mid = cosines.mid[rows]
    kept = np.ones(mid.shape, dtype=np.bool_) if sign == 0 else (mid < -slack) == (sign < 0)
    kept[np.arange(mid.shape[0]), np.arange(rows.start, rows.stop)] = False
    return kept


def _grid() -> Floats:
    """512 equal steps, and from 1 - 2^-7 on sixteen steps an octave of 1 - x, down to one ulp."""
    near = 1 - np.exp2(-np.arange(7 * 16, 53 * 16) / 16)
    return np.unique(np.concatenate([np.linspace(0, 1, 513), near]))


def profile(cosines: VerifiedMatrix, sign: int = 0) -> Profile:
    """The profile of a matrix of cosines.

    Parameters
    ----------
    cosines
        The matrix R, known up to its error.
    sign
        0: all entries.  -1: those that are certainly negative.  1: all others; use it with a phi that bounds both
        signs, |f(-x)| <= phi(x), as a power series with coefficients >= 0 does.

    Examples
    --------
    >>> found = profile(VerifiedMatrix(np.array([[1, -0.5], [-0.5, 1]]), 0.0, np.ones(2)), sign=-1)
    >>> found.counts.sum(axis=1).tolist()
    [1.0, 1.0]
    """
    n = cosines.n
    if n > LARGEST:
        raise ValueError(f"the error bound covers up to {LARGEST} rows")
    slack = float(_up(np.array(cosines.eta * cosines.scale.max() ** 2), 3)) if cosines.eta else 0.0
    nodes = _nodes(cosines, slack) if n * n <= 4 * BLOCK else _grid()
    steps, bins = np.diff(nodes), len(nodes) - 1
    counts, weights = np.empty((n, bins)), np.empty((n, bins))
    for rows in _blocks(n):
        t, kept = _modulus(cosines, rows, slack), _kept(cosines, rows, slack, sign)
        row = np.broadcast_to(np.arange(t.shape[0])[:, None], t.shape)[kept]
        t = t[kept]
        g = np.minimum(np.searchsorted(nodes, t, side="right") - 1, bins - 1)
        place, size = row * bins + g, (rows.stop - rows.start) * bins
        position = (t - nodes[g]) / steps[g]
        counts[rows] = np.bincount(place, minlength=size).reshape(-1, bins)
        weights[rows] = np.bincount(place, weights=position, minlength=size).reshape(-1, bins)
    return Profile(nodes, counts, np.where(weights > 0, _up(weights, n), 0), 2 * slack + 2.0**-51)


def _nodes(cosines: VerifiedMatrix, slack: float) -> Floats:
    values = np.unique(_modulus(cosines, slice(0, cosines.n), slack))
    return np.union1d(values, [0.0, 1.0]) if len(values) <= FEW else _grid()
