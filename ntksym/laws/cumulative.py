"""The law's distribution function in floating point, and the Kolmogorov-Smirnov distance of a sample to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ntksym.laws.floating import FloatLaw, Real
from ntksym.laws.general import follow

POINTS = 400  # of a band


@dataclass(frozen=True)
class Curve:
    """Density and distribution function on the bands.

    Parameters
    ----------
    x, density
        Points inside the bands, ascending, and the density there.
    ends, mass
        Points between them (and the edges), and the distribution function there.
    atom
        The mass at 0.
    """

    x: Real
    density: Real
    ends: Real
    mass: Real
    atom: float

    def distribution(self, x: Real) -> Real:
        """F(x) = mass of (-oo, x]."""
        inside = np.interp(x, self.ends, self.mass)
        return np.where(np.asarray(x) < 0, 0.0, np.maximum(inside, self.atom))

    def distance(self, sample: Real) -> float:
        """The largest |F_n - F| over the line, F_n that of the sample; rounding-level values are 0."""
        ordered = np.sort(np.where(np.abs(sample) < 1e-9 * np.max(np.abs(sample)), 0.0, sample))
        n = len(ordered)
        F = self.distribution(ordered)
        before = np.where(ordered == 0, 0.0, F)  # left limit: F jumps at 0 only
        steps = np.arange(n + 1) / n
        return float(max(np.max(steps[1:] - F), np.max(before - steps[:-1])))

    def weighted_distance(self, nodes: Real, weights: Real) -> float:
        """The distance to an estimated distribution: at each node the mean of its two one-sided values."""
        cumulative = np.cumsum(weights)
        return float(np.max(np.abs(cumulative - weights / 2 - self.distribution(nodes))))

    @property
    def total(self) -> float:
        """The mass found; 1 up to the error of the midpoint rule."""
        return float(self.mass[-1])


def curve(law: FloatLaw, bands: list[tuple[float, float]], atom: float, points: int = POINTS) -> Curve:
    """The law on its bands by a midpoint rule in theta, sqrt(x) = m + r cos(theta).

    Examples
    --------
    >>> from ntksym.laws.floating import FloatPopulation
    >>> semicircle_like = curve(FloatLaw(FloatPopulation(0.0, 1.0, 1.0), 0.25), [(0.25, 2.25)], 0.0)
    >>> round(semicircle_like.total, 6)
    1.0
    """
    xs, heights, ends, masses = [], [], [np.zeros(1)], [np.array([atom])]
    for low, high in bands:
        a, b = np.sqrt(max(low, 0.0)), np.sqrt(high)
        theta = np.pi * (1 - (np.arange(points) + 0.5) / points)
        root = (a + b) / 2 + (b - a) / 2 * np.cos(theta)
        between = ((a + b) / 2 + (b - a) / 2 * np.cos(np.pi * (1 - np.arange(points + 1) / points))) ** 2
        x = root**2
        rho = _density(law, x)
        weight = rho * 2 * root * (b - a) / 2 * np.sin(theta) * np.pi / points
        xs.append(x)
        heights.append(rho)
        ends.append(between)
        masses.append(masses[-1][-1] + np.concatenate([[0.0], np.cumsum(weight)]))
    parts = (xs, heights, ends, masses)
    x, density, cuts, mass = (np.concatenate(part) for part in parts)
    return Curve(x, density, cuts, mass, atom)


def _density(law: FloatLaw, x: Real) -> Real:
    if hasattr(law.H, "one"):  # a general law: one point after the other
        centre = len(x) // 2
        zeta = np.concatenate([follow(law, x[centre::-1])[::-1], follow(law, x[centre:])[1:]])
        with np.errstate(invalid="ignore"):  # NaN at the very edges: no density there
            return np.nan_to_num((-1 / (law.gamma * zeta)).imag / np.pi)
    return law.density(x)


def literal(law: FloatLaw, bands: list[tuple[float, float]], atom: float, points: int = POINTS) -> Curve:
    """The law MP_(gamma_1) x H read for the n x n matrix itself, which simulation refutes.

    It is the one with gamma_1 and 1/gamma_1 exchanged: gamma_1 times ``curve`` at 1/gamma_1 (given by its ``bands``
    and ``atom``), with its mass divided by gamma_1 and the atom at 0 that is left.
    """
    g = 1 / law.gamma  # law is given at 1/gamma_1
    made = curve(law, bands, atom, points)
    rest = 1 - (1 - atom) / g
    mass = (made.mass - atom) / g + rest
    mass[0] = rest
    return Curve(made.x * g, made.density / g**2, made.ends * g, mass, rest)
