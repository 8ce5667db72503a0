"""Known sets of lines, exactly as they are and as patches that can be scaled, by the dimension that they need."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ntksym.balls.matrices import Floats
from ntksym.data import Dataset
from ntksym.data_sets import cell600, cube, d4, e8, equiangular, icosahedron, orthonormal
from ntksym.spectra.patches import Patch

MOST_FRAME = 64  # dimensions of an orthonormal frame
OTHERS = {3: [icosahedron], 4: [d4, cell600], 8: [e8, equiangular]}
CUBES = range(3, 9)


@lru_cache(maxsize=64)
def known_sets(d: int) -> list[Dataset]:
    """The known sets of R^d.

    Examples
    --------
    >>> [data.name for data in known_sets(4)]
    ['d4', 'cell600', 'cube:d=4', 'orthonormal:d=4']
    """
    sets = [make() for make in OTHERS.get(d, [])]
    if d in CUBES:
        sets.append(cube(d))
    if d <= MOST_FRAME:
        sets.append(orthonormal(d))
    return sets


@lru_cache(maxsize=64)
def known_patches(d: int) -> list[Patch]:
    """The known sets as patches."""
    return [about_pole(x.name, x.points / np.linalg.norm(x.points, axis=1)[:, None]) for x in known_sets(d)]


def about_pole(name: str, points: Floats) -> Patch:
    """Unit vectors as a patch about the last axis: their inverse images under the exponential map.

    Examples
    --------
    >>> about_pole("frame", np.eye(3)).points.round(3).tolist()
    [[1.571, 0.0], [0.0, 1.571], [0.0, 0.0]]
    """
    head, last = points[:, :-1], points[:, -1]
    sine = np.linalg.norm(head, axis=1)
    factor = np.divide(np.arctan2(sine, last), sine, out=np.zeros_like(sine), where=sine > 0)
    flat = head * factor[:, None]
    least = Patch(name, flat).least_angle(1.0, projective=True)
    return Patch(name, flat, unit=1 / least)
