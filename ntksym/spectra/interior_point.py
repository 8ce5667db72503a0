r"""The two-point programme in floats by a primal-dual interior-point method; nothing here is trusted.

max gain'x - cost'y over x <= top, y >= 0 and eta y +- (phi x + fixed) <= h: the slacks s of all rows, their multipliers
z and the gap s'z are made small together.  A step costs one Cholesky factor of the normal matrix G' diag(z/s) G, so
thousands of rows over hundreds of columns take a second, where a simplex method takes a minute on the nearly dependent
rows that polynomials give.

SOURCE: Mehrotra, On the implementation of a primal-dual interior point method, SIAM J. Optim. 2 (1992) 575-601.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ntksym.balls.matrices import Floats

STEPS = 80
GAP = 1e-7  # relative to the value
FLOOR = 1e-9  # and to at least this value
DUAL_RESIDUAL = 1e-6
CLOSE = 0.99  # of the way to the boundary
JITTER = 1e-14  # on the unit diagonal of the normal matrix


class Found(NamedTuple):
    """x, y, and the multipliers of the rows with + and of those with -."""

    x: Floats
    y: Floats
    plus: Floats
    minus: Floats


def maximise(
    phi: Floats, eta: Floats, gain: Floats, cost: Floats, h: Floats, fixed: Floats | float = 0.0, top: float = 1.0
) -> Found:
    """What the iteration reached; the caller proves what it needs.

    Parameters
    ----------
    phi, eta
        One row for each inner product, one column for each unknown of x and of y.
    gain, cost, h, fixed, top
        max gain'x - cost'y over x <= top, y >= 0, eta y +- (phi x + fixed) <= h.

    Examples
    --------
    >>> found = maximise(np.array([[1.0], [-2.0]]), np.array([[1.0], [-1.0]]), np.ones(1), np.ones(1), np.ones(2))
    >>> [part.round(4).tolist() for part in found]
    [[0.5], [0.0], [0.0, 0.0], [0.0, 0.5]]
    """
    rows = np.maximum(np.abs(phi).max(axis=1), np.abs(eta).max(axis=1))
    phi, eta = phi / rows[:, None], eta / rows[:, None]
    sizes = [np.where(size > 0, size, 1.0) for size in (np.abs(phi).max(axis=0), np.abs(eta).max(axis=0))]
    right = np.concatenate([(h - fixed) / rows, (h + fixed) / rows, top * sizes[0], 0 * cost])
    unknowns, z = _Method(phi / sizes[0], eta / sizes[1], gain / sizes[0], cost / sizes[1], right).run()
    x, y = np.split(unknowns, [phi.shape[1]])
    plus, minus, _ = np.split(z, [len(h), 2 * len(h)])
    return Found(x / sizes[0], y / sizes[1], plus / rows, minus / rows)


class _Method:
    """The rows are eta y + phi x, eta y - phi x, x, -y, in this order."""

    def __init__(self, phi: Floats, eta: Floats, gain: Floats, cost: Floats, right: Floats) -> None:
        self.phi, self.eta, self.right = phi, eta, right
        self.gain = np.concatenate([gain, -cost])

    def times(self, unknowns: Floats) -> Floats:
        x, y = np.split(unknowns, [self.phi.shape[1]])
        odd, even = self.phi @ x, self.eta @ y
        return np.concatenate([even + odd, even - odd, x, -y])

    def transposed(self, z: Floats) -> Floats:
        plus, minus, x, y = self._parts(z)
        return np.concatenate([self.phi.T @ (plus - minus) + x, self.eta.T @ (plus + minus) - y])

    def _parts(self, z: Floats) -> list[Floats]:
        m, n = self.phi.shape
        return np.split(z, [m, 2 * m, 2 * m + n])

    def normal(self, weight: Floats) -> Floats:
        plus, minus, x, y = self._parts(weight)
        both = (plus + minus)[:, None]
        cross = self.phi.T @ ((plus - minus)[:, None] * self.eta)
        result: Floats = np.block([[self.phi.T @ (both * self.phi), cross], [cross.T, self.eta.T @ (both * self.eta)]])
        result[np.diag_indices_from(result)] += np.concatenate([x, y])
        return result

    def solver(self, weight: Floats) -> Callable[[Floats], Floats]:
        """Solve with the normal matrix for these weights, once refined."""
        from scipy.linalg import cho_factor, cho_solve

        normal = self.normal(weight)
        size = 1 / np.sqrt(np.diag(normal))
        normal *= size[:, None] * size
        normal[np.diag_indices_from(normal)] += JITTER
        factor = cho_factor(normal, overwrite_a=True, check_finite=False)

        def solve(right: Floats) -> Floats:
            x: Floats = size * cho_solve(factor, size * right, check_finite=False)
            left = right - self.transposed(weight * self.times(x))
            return np.asarray(x + size * cho_solve(factor, size * left, check_finite=False))

        return solve

    def run(self) -> tuple[Floats, Floats]:
        solve = self.solver(np.ones(len(self.right)))
        x = solve(self.transposed(self.right))
        s = _positive(self.right - self.times(x))
        z = _positive(self.times(solve(self.gain)))
        for _ in range(STEPS):
            primal = self.right - s - self.times(x)
            dual = self.gain - self.transposed(z)
            wanted = GAP * max(abs(float(self.gain @ x)), FLOOR)
            if s @ z < wanted and np.abs(dual).max() < DUAL_RESIDUAL * (1 + np.abs(self.gain).max()):
                break
            try:
                solve = self.solver(z / s)
            except np.linalg.LinAlgError:
                break
            dx, ds, dz = self._step(solve, s, z, primal, dual, -s * z)
            mean, ahead = s @ z / len(s), (s + _length(s, ds) * ds) @ (z + _length(z, dz) * dz) / len(s)
            centre = (ahead / mean) ** 3 * mean
            dx, ds, dz = self._step(solve, s, z, primal, dual, centre - s * z - ds * dz)
            forward, back = CLOSE * _length(s, ds), CLOSE * _length(z, dz)
            x, s, z = x + forward * dx, s + forward * ds, z + back * dz
        return x, z

    def _step(
        self,
        solve: Callable[[Floats], Floats],
        s: Floats,
        z: Floats,
        primal: Floats,
        dual: Floats,
        complementary: Floats,
    ) -> tuple[Floats, Floats, Floats]:
        """Newton: G dx + ds = primal, G'dz = dual, s dz + z ds = complementary."""
        dx = solve(dual - self.transposed((complementary - z * primal) / s))
        ds = primal - self.times(dx)
        return dx, ds, (complementary - z * ds) / s


def _positive(v: Floats) -> Floats:
    least = float(v.min())
    return v if least > 0 else v + (1 - least)


def _length(v: Floats, dv: Floats) -> float:
    """The longest step, at most 1, that keeps v >= 0."""
    falling = dv < 0
    return min(1.0, float(np.min(-v[falling] / dv[falling], initial=np.inf)))
