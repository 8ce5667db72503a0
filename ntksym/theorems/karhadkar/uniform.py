r"""The corollary for uniform directions (4E), with its probabilities.

Let x_1, ..., x_n be independent with uniform directions and q(a) the share of the projective space within the angle a
of a line.  Two lines are closer than a with probability q(a): P(alpha < a) <= binom(n, 2) q(a).  If no two points are
closer than b, the caps of radius b/2 about the earlier points are disjoint, each of measure q(b/2)/2, and the next
point must avoid them: P(theta' > b) <= prod_i (1 - (i-1) q(b/2)/2) <= exp(-binom(n, 2) q(b/2)/2).  So each of

    alpha >= a  where binom(n, 2) q(a) <= eps,    theta' <= b  where binom(n, 2) q(b/2)/2 >= log(1/eps)

holds with probability at least 1 - eps, and lambda_min is at least theorem C's constant at a, at most f(1) - f(cos b):
both of the order n^(-2/(d-1)).

SOURCE: Karhadkar et al., the corollary for uniform data (its lower bound: n^(-4/(d-1))); ntksym's notes (4E).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from ntksym.balls.arb import ball, certainly_less_equal, precision, upper
from ntksym.kernels.dot_product import Pair
from ntksym.theorems.facts import BITS, Facts
from ntksym.theorems.karhadkar.caps import minorant, named
from ntksym.theorems.karhadkar.source import PAPER, rounded_down
from ntksym.theorems.sphere import RIGHT_ANGLE, STEPS, bisect, least_line_angle, share, uniform_directions
from ntksym.theorems.theorem import Found, NotApplicable, Theorem


def largest_point_angle(n: int, d: int, failure: Fraction) -> Fraction:
    """An angle b <= pi/2 with binom(n, 2) q(b/2)/2 >= log(1/failure), nearly the least.

    Raises
    ------
    NotApplicable
        If there is none: too few points for the dimension.
    """
    with precision(BITS + 2 * d):
        goal = -ball(failure).log()

        def short(angle: Fraction) -> bool:
            return not certainly_less_equal(goal, comb(n, 2) * share(d, angle / 2) / 2)

        if short(RIGHT_ANGLE):
            raise NotApplicable(f"{n} points in dimension {d} do not have two closer than a right angle with certainty")
        below = bisect(short)
        above = below * (1 + Fraction(1, 2 ** (STEPS // 2)))
        return RIGHT_ANGLE if above > RIGHT_ANGLE or short(above) else above


def _lower(facts: Facts) -> Found:
    failure = uniform_directions(facts)
    name, L, factor = named(facts)
    angle = least_line_angle(facts.n, facts.d, failure)
    found = minorant(name, facts.d, L, angle)
    bound = factor * rounded_down(found.constant.lo, 64)
    return Found(lower=bound, proof={"alpha": f"{float(angle):.6g}"}, probability=1 - failure)


def _upper(facts: Facts) -> Found:
    failure = uniform_directions(facts)
    angle = largest_point_angle(facts.n, facts.d, failure)
    with precision(BITS):
        cosine, half = ball(angle).cos(), (ball(angle) / 2).sin()
        value = facts.kernel.ball_at(Pair(cosine, 2 * half * half, 1 + cosine))
        bound = upper(ball(facts.kernel.at_one) - value)
    return Found(upper=bound, proof={"theta'": f"{float(angle):.6g}"}, probability=1 - failure)


THEOREMS = (
    Theorem(
        name="karhadkar-uniform",
        source=f"{PAPER}, corollary for uniform data (lower bound, rate improved), constants in ntksym (4E)",
        origin="derived",
        statement=r"P[\lambda_{\min}(f(R)) \ge \lambda_C(d, a)] \ge 1 - \epsilon, \quad \tbinom n2 q_d(a) = \epsilon",
        hypotheses=("independent points, uniform directions", "one hidden layer, or Theta_L of the ReLU"),
        why="Union bound over the pairs: the lines are a apart; then theorem C.",
        bound=_lower,
    ),
    Theorem(
        name="karhadkar-uniform-upper",
        source=f"{PAPER}, corollary for uniform data (upper bound), constants in ntksym (4E)",
        origin="derived",
        statement=(
            r"P[\lambda_{\min}(f(R)) \le f(1) - f(\cos b)] \ge 1 - \epsilon, "
            r"\quad \tfrac12 \tbinom n2 q_d(b/2) = \log\tfrac1\epsilon"
        ),
        hypotheses=("independent points, uniform directions", "more points than a few times the dimension"),
        why="Points that keep b apart have disjoint caps of radius b/2, which every later point must avoid.",
        bound=_upper,
    ),
)
