"""Constants that bound the smallest eigenvalue for every data set of a given separation."""

from __future__ import annotations

from fractions import Fraction

from ntksym.balls.exact import ExactReal
from ntksym.constants.catalogue import Constant, Found
from ntksym.constants.parameters import DIMENSION, angle, choice, integer
from ntksym.constants.spectral import _depth

SEPARATION = angle(Fraction(1, 2), "the angle that separates the lines of the data")


def _cap_minorant(digits: int, kernel: str, d: int, L: int | None, angle: ExactReal) -> Found:
    from ntksym.spectra.cap_minorant import cap_minorant

    depth = _depth(kernel, L, kernel == "ntk")
    found = cap_minorant(kernel, d, 2 if depth is None else depth, angle, digits + 3)
    return Found(found.constant, f"infimum over all degrees, head below k = {found.K}", None, {"minorant": found})


BOUNDS = (
    Constant(
        "cap-minorant",
        (
            choice("kernel", ("kappa0", "tkappa0", "kappa1", "ntk"), "kernel"),
            DIMENSION,
            integer("L", 2, "the depth L", "3", high=512),
            SEPARATION,
        ),
        "lambda_min(K(x_i . x_j)) >= lo for every set of unit vectors whose lines are separated by the angle",
        "\\lambda_{{\\mathrm{{cap}}}}({kernel}, {d}, {angle})",
        "derivations/cap_transform.py, derivations/sonin_energy.py; Karhadkar et al. 2024 (arXiv 2405.14630) extended",
        _cap_minorant,
        "min_over_family",
        optional={"L": None},
        side="lower",
    ),
)
