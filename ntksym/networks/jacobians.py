r"""Exact Jacobians of a network's maps, and their spectral norms on both sides.

*Norm.* Let A = J J^T or J^T J, whichever is smaller, and V a square matrix; M = V^T A V, delta the largest absolute row
sum of V^T V - I, less than 1, m that of M.  Then M_11/(V^T V)_11 <= |J|^2 <= m/(1 - delta).  V: rounded eigenvectors.

*Proof.* V is invertible, and x = V y has x^T A x = y^T M y <= m |y|^2, |x|^2 >= (1 - delta)|y|^2.  QED.

SOURCE: Golub and Van Loan, Matrix Computations, 2.3 and 7.2 (row sums bound eigenvalues).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ntksym.balls.arb import fmpz_mat
from ntksym.balls.matrices import Floats
from ntksym.balls.rounding import root_up
from ntksym.errors import UndecidedError
from ntksym.networks.exact import Scaled, Signs, exact_layer, linear, slopes
from ntksym.networks.network import Network
from ntksym.spectra.congruence import Ends
from ntksym.spectra.smallest_singular import steepest

STEPS = 40  # of the search for a direction
PLACES = 52  # binary places of the eigenvectors


def times_slopes(network: Network, rows: Scaled, active: Signs) -> Scaled:
    """Rows times the diagonal matrix of a layer's slopes."""
    return rows.hadamard(slopes(network, np.tile(active, (rows.values.nrows(), 1))))


def norms_below(network: Network, points: Floats, k: int) -> list[Fraction | None]:
    """At each point at most the norm of the Jacobian J of g_k, nearly equal; None where a pre-activation before is 0.

    |v^T J|/|v| at a float direction v, the signs on the way and v^T J in integers, all points together.

    Examples
    --------
    >>> from ntksym.networks.network import network
    >>> net = network([[[3.0, -3.0], [4.0, -4.0]], [1.0, 1.0]])
    >>> found = norms_below(net, np.array([[1.0, 1.0], [4.0, -3.0]]), 2)
    >>> f"{float(found[0]):.12f}", found[1]
    ('5.000000000000', None)
    """
    rows, active, smooth = Scaled.of(points), [], np.ones(len(points), dtype=bool)
    for layer in range(1, k):
        g = linear(network, layer, rows)
        active.append(g.positive())
        smooth &= np.array([all(int(v) for v in row) for row in g.values.table()])
        rows = slopes(network, active[-1]).hadamard(g)
    directions = Scaled.of(np.array([_guess(network, [signs[i] for signs in active]) for i in range(len(points))]))
    moved = directions @ exact_layer(network, 1)[0]
    for layer, signs in enumerate(active, 2):
        moved = slopes(network, signs).hadamard(moved) @ exact_layer(network, layer)[0]
    pairs = zip(_squares(moved), _squares(directions), smooth, strict=True)
    return [root_down(image / length) if exists else None for image, length, exists in pairs]


def _squares(rows: Scaled) -> list[Fraction]:
    return [Fraction(sum(int(v) ** 2 for v in row), 4**rows.places) for row in rows.values.table()]


def _guess(network: Network, active: list[Signs]) -> Floats:
    """A direction along which J nearly has its norm, in float64; the factors are scaled, so nothing overflows."""
    J = np.eye(network.d)
    for W, signs in zip(network.weights, [None, *active], strict=False):
        if signs is not None:
            J = J * np.where(signs, network.positive, network.negative)
        J = J @ (W / (np.abs(W).max() or 1.0))
        J = J / (np.abs(J).max() or 1.0)
    return steepest(J.T, STEPS) if J.any() else np.eye(network.d)[0]


def small_gram(jacobian: Scaled) -> fmpz_mat:
    """J J^T or J^T J, whichever is smaller, times 4^places."""
    J = jacobian.values
    return J * J.transpose() if J.nrows() <= J.ncols() else J.transpose() * J


def norm_ends(jacobian: Scaled) -> Ends:
    """The spectral norm of an exact matrix, to 12 digits or better.

    Examples
    --------
    >>> found = norm_ends(Scaled.of(np.array([[1.0, 1.0], [0.0, 1.0]])))  # the golden ratio
    >>> bool(found.lo <= Fraction(1618033988749895, 10**15) <= found.hi + Fraction(1, 10**14))
    True
    """
    A = small_gram(jacobian)
    n, integers = A.nrows(), [int(v) for v in A.entries()]
    top = max((abs(v) for v in integers), default=0)
    if not top:
        return Ends(Fraction(0), Fraction(0))
    shift = max(top.bit_length() - 900, 0)
    floats = np.array([float(v >> shift) for v in integers]).reshape(n, n)
    vectors = np.linalg.eigh(floats / floats.max())[1][:, ::-1]
    V = fmpz_mat(n, n, [round(float(v) * 2**PLACES) for v in vectors.ravel()])
    one = 4**PLACES
    M, unit = _rows(V.transpose() * A * V), _rows(V.transpose() * V)
    delta = max(sum(abs(v - one * (i == j)) for j, v in enumerate(row)) for i, row in enumerate(unit))
    if delta >= one:
        raise UndecidedError("eigenvectors of a Jacobian were not found")
    above = Fraction(max(sum(map(abs, row)) for row in M), one - delta)
    below = Fraction(M[0][0], unit[0][0])
    scale = Fraction(1, 2**jacobian.places)
    return Ends(root_down(below) * scale, root_up(above) * scale)


def _rows(matrix: fmpz_mat) -> list[list[int]]:
    return [[int(v) for v in row] for row in matrix.table()]


def root_down(x: Fraction) -> Fraction:
    """A fraction at most sqrt(x), nearly equal."""
    above = root_up(x)
    return x / above if above else Fraction(0)
