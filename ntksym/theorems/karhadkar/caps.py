r"""Theorem C: the cap transform against the hemisphere transform.  No n, any d, the sharp rate alpha.

phi = 1_cap * 1_cap of radius r <= alpha/2 vanishes at every angle >= 2r: on lines that are alpha apart its even or odd
part is V_d(r)/2 times the identity.  So lambda_min(f(R)) >= V_d(r) inf_k mu_k(f)/(2 chi_k^2) over the degrees of one
parity, by ``spectra.cap_minorant`` (which explains the tails); for kappa_1 the cone (t - cos r)_+ replaces the cap.
For Theta_L, L >= 3, both parities count, and a version with angles between points, not lines, needs only x_i != x_j.

SOURCE: derived in ntksym's notes on Karhadkar et al. (4C).
"""

from __future__ import annotations

from fractions import Fraction

from ntksym.errors import InputError, UndecidedError
from ntksym.spectra.cap_minorant import CapMinorant, cap_minorant
from ntksym.spectra.cap_mixture import cap_mixture
from ntksym.theorems.facts import Facts
from ntksym.theorems.karhadkar.source import PAPER, line_angle, point_angle, relu, rounded_down, shallow
from ntksym.theorems.sphere import RIGHT_ANGLE
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

DIGITS, LARGEST_DEGREE = 4, 1 << 10


def named(facts: Facts) -> tuple[str, int, Fraction]:
    """(name, L, factor) of the kernel as ``spectra`` names it: one hidden layer, or Theta_L of the ReLU."""
    kernel = facts.kernel
    if kernel.family == "ntk" and kernel.L >= 3:
        relu(facts)
        return "ntk", kernel.L, kernel.scale
    name, factor = shallow(facts)
    return name, 2, factor


def minorant(name: str, d: int, L: int, angle: Fraction) -> CapMinorant:
    """The cap minorant, or why there is none."""
    try:
        return cap_minorant(name, d, L, angle, DIGITS)
    except (InputError, UndecidedError) as reason:
        raise NotApplicable(f"no cap minorant at the angle {float(angle):.3g}: {reason}") from reason


def _lines(facts: Facts) -> Found:
    name, L, factor = named(facts)
    alpha = line_angle(facts)
    found = minorant(name, facts.d, L, alpha)
    return Found(lower=factor * rounded_down(found.constant.lo, 64), proof={"r": f"{float(alpha / 2):.6g}"})


def _points(facts: Facts) -> Found:
    name, L, factor = named(facts)
    if L < 3:
        raise NotApplicable("one hidden layer: half of the degrees are empty, and antipodal rows make it singular")
    angle = min(point_angle(facts), RIGHT_ANGLE)
    found = minorant(name, facts.d, L, angle)
    return Found(lower=factor * rounded_down(found.all_degrees.lo, 64), proof={"r": f"{float(angle / 2):.6g}"})


def _mixture(facts: Facts) -> Found:
    name, L, factor = named(facts)
    alpha = line_angle(facts)
    single = minorant(name, facts.d, L, alpha)
    if single.K > LARGEST_DEGREE:
        raise NotApplicable(f"more than {LARGEST_DEGREE} degrees at the angle {float(alpha):.3g}: one cap does, see C")
    degrees = single.K if L >= 3 else min(2 * single.K, LARGEST_DEGREE)
    found = cap_mixture(name, facts.d, L, alpha, degrees)
    radii = {round(float(2 * b / alpha), 3) for weights in found.weights.values() for b, _ in weights}
    return Found(
        lower=factor * rounded_down(max(found.constant, single.constant.lo), 64),
        proof={"radii over alpha/2": ", ".join(str(r) for r in sorted(radii))},
    )


THEOREMS = (
    Theorem(
        name="karhadkar-C",
        source=f"{PAPER}: its Theorem 1 by a sharper route, derived in ntksym (C)",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge V_d(r) \inf_{k \equiv \beta (2)} \frac{\mu_k(f)}{2c_k(r)^2}, r = \alpha/2",
        hypotheses=("one hidden layer, or Theta_L of the ReLU", "no two rows are parallel: alpha > 0"),
        why="Caps of radius alpha/2 about separated lines are disjoint: their convolution is diagonal on the data.",
        bound=_lines,
    ),
    Theorem(
        name="karhadkar-C-points",
        source=f"{PAPER}: its deep Theorem without antipodes, derived in ntksym (C)",
        origin="derived",
        statement=r"\lambda_{\min}(\Theta_L(R)) \ge V_d(r) \inf_k \frac{\mu_k(\Theta_L)}{c_k(r)^2}, r = \theta'/2",
        hypotheses=("Theta_L of the ReLU, L >= 3", "no two rows have the same direction: theta' > 0"),
        why="As C with all degrees: only caps about the points themselves need be disjoint.",
        bound=_points,
    ),
    Theorem(
        name="karhadkar-C-mixture",
        source=f"{PAPER}: its Theorem 1 by a sharper route, derived in ntksym (C9)",
        origin="derived",
        statement=(
            r"\lambda_{\min}(f(R)) \ge \sum_i s_i V_d(r_i), \quad "
            r"2 \sum_i s_i c_k(r_i)^2 \le \mu_k(f) \ (k \equiv \beta (2)), \ r_i \le \alpha/2"
        ),
        hypotheses=("one hidden layer, or Theta_L of the ReLU", "no two rows are parallel: alpha > 0"),
        why="As C, with caps of several radii, weighted by a linear programme; its weights are checked in balls.",
        bound=_mixture,
    ),
)
