r"""The two-point programme on data: the best constant that the separation alone can give by two-point arguments.

The constant c(d, L, alpha, n) of :mod:`ntksym.spectra.two_point` holds for every n points whose lines (or, for L >= 3,
whose directions) are alpha apart; here alpha is the data's own.

SOURCE: derived in ntksym's note on minorants (Theorem 1).
"""

from __future__ import annotations

from fractions import Fraction

from ntksym.balls.exact import ExactReal
from ntksym.errors import UndecidedError
from ntksym.spectra.two_point import Problem
from ntksym.spectra.two_point_search import find
from ntksym.theorems.facts import Facts
from ntksym.theorems.karhadkar.caps import named
from ntksym.theorems.karhadkar.source import line_angle, point_angle, relu, rounded_down
from ntksym.theorems.sphere import RIGHT_ANGLE
from ntksym.theorems.theorem import Found, NotApplicable, Theorem

LARGEST_DIMENSION = 64


def least_angle(d: int) -> Fraction:
    """Below it the programme takes long, and mostly to no avail.

    Examples
    --------
    >>> least_angle(2), least_angle(6), least_angle(60)
    (Fraction(1, 12), Fraction(1, 5), Fraction(1, 2))
    """
    return max(Fraction(1, 12), Fraction(min(d, 15), 30))


def _bound(facts: Facts, angle: Fraction, sided: str) -> Found:
    relu(facts)
    name, L, factor = named(facts)
    if angle < least_angle(facts.d):
        least = f"{float(least_angle(facts.d)):.3g} in dimension {facts.d}"
        raise NotApplicable(f"the angle {float(angle):.3g} is below {least}: the programme is too large")
    if facts.d > LARGEST_DIMENSION:
        raise NotApplicable(f"tried up to dimension {LARGEST_DIMENSION}, the data has {facts.d}")
    alpha = ExactReal(rounded_down(min(angle, RIGHT_ANGLE), 20), False)
    try:
        _, bound = find(Problem(name, facts.d, L, alpha, sided, facts.n))
    except UndecidedError as reason:
        raise NotApplicable(str(reason)) from reason
    return Found(lower=factor * bound, proof={"alpha": str(alpha), "sided": sided})


def _lines(facts: Facts) -> Found:
    return _bound(facts, line_angle(facts), "projective")


def _points(facts: Facts) -> Found:
    if named(facts)[1] < 3:
        raise NotApplicable("one hidden layer: antipodal rows make it singular")
    return _bound(facts, point_angle(facts), "one")


_WHY = (
    "Phi below K in every degree and H positive definite with |Phi| + H <= 0 at the allowed angles give "
    "z'Kz >= (Phi(1) - H(1)) |z|^2; Phi and H come from a linear programme and are proved by balls."
)
THEOREMS = (
    Theorem(
        name="ntksym-two-point",
        source="ntksym, two-point programme (lines); theorem and proof in derivations/two_point_theorem.py",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge \Phi(1) - H(1), |\Phi| + H \le 0 \text{ on } [-\cos\alpha, \cos\alpha]",
        hypotheses=("no two rows are parallel",),
        why=_WHY,
        bound=_lines,
    ),
    Theorem(
        name="ntksym-two-point-points",
        source="ntksym, two-point programme (points); theorem and proof in derivations/two_point_theorem.py",
        origin="derived",
        statement=r"\lambda_{\min}(f(R)) \ge \Phi(1) - H(1), |\Phi| + H \le 0 \text{ on } [-1, \cos\theta']",
        hypotheses=("L >= 3", "no two rows have the same direction"),
        why=_WHY,
        bound=_points,
    ),
)
