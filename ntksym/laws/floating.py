"""The law in floating point: fast, vectorised, for plots and as the seed of every certified value.

Nothing here is certified.  The angle integrals of :mod:`ntksym.laws.population` are periodic and analytic, so that
the midpoint rule converges exponentially.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar

Complex = NDArray[np.complex128]
Real = NDArray[np.float64]
COARSE, FINE = 256, 3000
CHUNK = 400_000  # complex numbers held at once


class Transform(Protocol):
    """The Stieltjes transform of a population law, and its derivative, at arrays of points."""

    def __call__(self, zeta: Complex, nodes: int = FINE) -> tuple[Complex, Complex]:
        """(m_H, m_H')."""


@dataclass(frozen=True)
class FloatPopulation:
    """H of :class:`~ntksym.laws.population.Population` in floating point (nu = delta_1).

    Examples
    --------
    >>> m, _ = FloatPopulation(0.0, 1.0, 2.0)(np.array([-1.0 + 0j]))
    >>> float(m[0].real)
    0.5
    """

    a2: float
    b2: float
    gamma: float

    def __call__(self, zeta: Complex, nodes: int = FINE) -> tuple[Complex, Complex]:
        """See :class:`Transform`."""
        zeta = np.asarray(zeta, dtype=complex)
        gap, atom = self.b2 - zeta, self.atom
        m, slope = atom / gap, atom / gap**2
        if self.a2 == 0:
            return m, slope
        g, root = self.gamma, np.sqrt(self.gamma)
        big, q = max(1.0, g), min(root, 1 / root)
        outer, scale = -1 / (root * big) / self.a2, 2 * root
        w = -gap / self.a2
        f, df = _folded((w - 2 * (1 + g)) / scale, q, nodes)
        m, slope = m + outer * g / 2 / big * f, slope + outer * g / 2 / big * df / (self.a2 * scale)
        if g < 1:
            y, dy = _cauchy((w - 1 - g) / scale, q)
            m, slope = m + outer * (1 - g) * y, slope + outer * (1 - g) * dy / (self.a2 * scale)
        return m, slope

    @property
    def atom(self) -> float:
        """The mass at b^2."""
        if self.a2 == 0:
            return 1.0
        return self.gamma / 2 if self.gamma <= 1 else 1 - 1 / (2 * self.gamma)

    @property
    def top(self) -> float:
        """The right end of the support."""
        return float(self.b2 + 2 * self.a2 * (1 + np.sqrt(self.gamma)) ** 2)

    def holes(self) -> list[tuple[float, float]]:
        """The bounded components of the complement of the support."""
        if self.a2 == 0 or self.gamma == 1:
            return []
        least, most = float((1 - np.sqrt(self.gamma)) ** 2), float((1 + np.sqrt(self.gamma)) ** 2)
        if self.gamma > 1:
            return [(self.b2, self.b2 + 2 * self.a2 * least)]
        found = [(self.b2, self.b2 + self.a2 * least)]
        if 2 * least > most:
            found.append((self.b2 + self.a2 * most, self.b2 + 2 * self.a2 * least))
        return found


def _cauchy(v: Complex, q: float) -> tuple[Complex, Complex]:
    S = v * np.sqrt(1 - 1 / (v * v))
    y = 1 / (v + S)
    return y / (1 + q * y), -y / (S * (1 + q * y) ** 2)


def _folded(W: Complex, q: float, nodes: int) -> tuple[Complex, Complex]:
    flat = np.ravel(W)
    theta = (np.arange(nodes) + 0.5) * np.pi / nodes
    cosine = np.cos(theta)
    weight = 2 / nodes * np.sin(theta) ** 2 / (1 + 2 * q * cosine + q * q)
    out = np.empty((2, flat.size), dtype=complex)
    step = max(1, CHUNK // nodes)
    for i in range(0, flat.size, step):
        f, df = _cauchy(flat[i : i + step, None] - cosine, q)
        out[0, i : i + step], out[1, i : i + step] = f @ weight, df @ weight
    return out[0].reshape(np.shape(W)), out[1].reshape(np.shape(W))


@dataclass(frozen=True)
class FloatLaw:
    """The limiting law of K in floating point.

    Parameters
    ----------
    H
        The population's transform.
    gamma
        gamma_1.
    """

    H: Any
    gamma: float

    def z(self, zeta: Any, nodes: int = FINE) -> tuple[Any, Any]:
        """Z(zeta) = zeta (gamma_1 - 1 - zeta m_H) and its derivative gamma_1 - int t^2 (t - zeta)^-2 dH."""
        m, slope = self.H(zeta, nodes)
        return zeta * (self.gamma - 1 - zeta * m), self.gamma - 1 - 2 * zeta * m - zeta * zeta * slope

    def slope(self, zeta: float) -> float:
        """The derivative at a real point off the support."""
        return float(self.z(np.array([zeta + 0j]))[1][0].real)

    def value(self, zeta: float) -> float:
        """Z at a real point off the support."""
        return float(self.z(np.array([zeta + 0j]))[0][0].real)

    def invert(self, x: Real) -> Complex:
        """The zeta of the upper half-plane with z(zeta) = x + i0: from far above down to the real line."""
        x = np.asarray(x, dtype=float)
        size = float(np.max(np.abs(x))) + 1e-300
        zeta: Complex = np.asarray((x + 10j * size) / self.gamma, dtype=complex)
        for height in [*(size * 10 * 0.5**j for j in range(1, 18)), 0.0, 0.0]:
            zeta = self._newton(zeta, np.asarray(x + 1j * height, dtype=complex), COARSE, 3)
        return self._newton(zeta, x.astype(complex), FINE, 4)

    def _newton(self, zeta: Complex, target: Complex, nodes: int, steps: int) -> Complex:
        for _ in range(steps):
            value, slope = self.z(zeta, nodes)
            step = (value - target) / slope
            # no step leaves the upper half-plane: at most nine tenths of the way to the real line
            fall = np.where(step.imag > 0, step.imag / (0.9 * zeta.imag), 0.0)
            zeta = zeta - step / np.maximum(1.0, fall)
        return zeta

    def density(self, x: Real) -> Real:
        """The density at points inside the bands."""
        zeta = self.invert(x)
        return np.asarray((-1 / (self.gamma * zeta)).imag / np.pi)


@dataclass(frozen=True)
class FloatEdges:
    """The seeds of the edges on the zeta line: left, pairs of each gap, right; None where there is none."""

    left: float | None
    gaps: list[tuple[float, float]]
    right: float | None


def minimum_in(law: FloatLaw, hole: tuple[float, float]) -> float:
    """Where the slope of z is largest inside a hole of supp H."""
    low, high = hole
    pad = 1e-9 * (high - low)
    options = {"xatol": 1e-12 * (high - low)}
    found = minimize_scalar(lambda t: -law.slope(t), bounds=(low + pad, high - pad), method="bounded", options=options)
    return float(found.x)


def root_between(law: FloatLaw, low: float, high: float) -> float | None:
    """A zero of z' between two points, or None if the signs agree."""
    ends = law.slope(low), law.slope(high)
    if not ends[0] * ends[1] < 0:
        return None
    return float(brentq(law.slope, low, high, xtol=1e-15 * max(abs(low), abs(high)), rtol=1e-14))
