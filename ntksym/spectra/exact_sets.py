"""Sets whose coordinates no float64 has: exact polygons and the 600-cell, where they have the wanted separation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.spectra.golden import Golden, cell_600
from ntksym.spectra.polygons import Polygon, exact_polygon
from ntksym.spectra.separation import Problem
from ntksym.spectra.two_point_search import kernel_floats

ExactSet = Polygon | Golden


def exact_sets(problem: Problem) -> Iterator[tuple[ExactSet, float, Floats]]:
    """Each such set with its least Rayleigh quotient in floats and the weights.

    Examples
    --------
    >>> from ntksym.balls.exact import ExactReal
    >>> [found.name for found, _, _ in exact_sets(Problem("kappa0", 4, 2, ExactReal.parse("pi/5")))]
    ['polygon of 5 points at multiples of pi/5', '600-cell']
    """
    polygon = exact_polygon(problem)
    if polygon is not None:
        yield polygon
    cell = cell_600()
    if problem.d >= cell.d and cell.separated(problem.angle, problem.sided):
        points = np.array([[a + b * 5**0.5 for a, b in row] for row in cell.rows]) / cell.norm2**0.5
        gram = kernel_floats(problem, np.arccos(np.clip(points @ points.T, -1, 1)))
        np.fill_diagonal(gram, problem.at_one)
        values, vectors = np.linalg.eigh(gram)
        yield cell, float(values[0]), vectors[:, 0]
