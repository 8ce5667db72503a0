"""Wrong theorems: each theorem has a slip that a data set on which it is sharp refutes.

The data set decides between the theorem and its mutant by the same comparison as the generated ones do: the bound
against an eigenvalue of sixty digits.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from reference import reference

from ntksym.balls.arb import arb
from ntksym.data import dataset
from ntksym.kernels.dot_product import ntk, parse_kernel
from ntksym.theorems import slides, two_point
from ntksym.theorems.facts import Facts
from ntksym.theorems.judgement import theorems
from ntksym.theorems.karhadkar import band, caps, deep, minorant_lp, powers
from ntksym.theorems.nguyen import abel, aggregated, closed_form
from ntksym.theorems.nguyen import powers as hadamard
from ntksym.theorems.nguyen import upper as rayleigh

THEOREM = {t.name: t for t in theorems()}
PROBABILISTIC = {t.name for t in theorems() if any("independent" in h for h in t.hypotheses)}
SLOPE, SHALLOW, H = (parse_kernel(name, 2) for name in ("sigma-dot", "shallow", "h-infinity"))


def polygon(n):
    """For odd n the lines are pi/n apart."""
    angles = 2 * np.pi * np.arange(n) / n
    return np.column_stack([np.cos(angles), np.sin(angles)])


def icosahedron():
    g = (1 + 5**0.5) / 2
    rows = np.array([[0, 1, g], [0, 1, -g], [1, g, 0], [1, -g, 0], [g, 0, 1], [-g, 0, 1]])
    return rows / np.linalg.norm(rows[0])


CLOSE = [[1, 0], [1, 2.0**-10]]
THREE = [[1, 0], [1, 2.0**-10], [0, 1]]
FAN = [[1, 0], [1, 2.0**-10], [1, -(2.0**-10)]]
RIGHT = np.eye(2)
DIAGONAL = [[1, 0], [1, 1]]
UNEQUAL = [[1, 0], [0, 10]]
OPPOSITE = np.concatenate([polygon(7), -polygon(7) + 2.0**-12])
SIMPLEX = np.eye(4) - 0.25


@dataclass(frozen=True)
class Mutant:
    """A slip: an attribute of a module or a fact of the data replaced, or the bound multiplied."""

    theorem: str
    slip: str
    points: Any
    kernel: Any
    module: Any = None
    attribute: str = ""
    wrong: Any = None  # of the old attribute; of the facts, where there is no module
    factor: Fraction | None = None

    def __str__(self):
        return f"{self.theorem}: {self.slip}"

    def bound(self, monkeypatch):
        """The mutant's answer."""
        facts = Facts(dataset(self.points), self.kernel)
        if self.factor is not None:
            found = THEOREM[self.theorem].apply(facts)
            return replace(found, **{
                side: value * self.factor
                for side in ("lower", "upper")
                if (value := getattr(found, side)) is not None
            })  # fmt: skip
        if self.module is None:
            facts.__dict__[self.attribute] = self.wrong(facts)
        else:
            wrong = self.wrong(getattr(self.module, self.attribute, None))
            monkeypatch.setattr(self.module, self.attribute, wrong, raising=False)
        return THEOREM[self.theorem].apply(facts)


def doubled(theorem, points, kernel, slip="its constant doubled"):
    return Mutant(theorem, slip, points, kernel, factor=Fraction(2))


def halved(theorem, points, kernel, slip="its constant halved"):
    return Mutant(theorem, slip, points, kernel, factor=Fraction(1, 2))


def farthest(theorem, kernel, points=THREE):
    """The hypothesis is checked on the pair of rows that are farthest from each other."""
    return Mutant(
        theorem, "the farthest pair's separation", points, kernel, None, "closest_lines", lambda facts: (0, 2)
    )


def shifted(old):
    """The tails of a series, T_{r-1} in the place of T_r."""
    return lambda kernel: old(kernel)._replace(tails=(old(kernel).tails[0], *old(kernel).tails))


def half(old):
    return lambda *args, **kwargs: old(*args, **kwargs) / 2


def twice_the_angle(old):
    return lambda facts: min(2 * old(facts), caps.RIGHT_ANGLE)


def twice(old):
    return lambda *args: 2 * old(*args)


MUTANTS = [
    Mutant("karhadkar-A", "Gershgorin with one neighbour", polygon(9), SLOPE, band, "row_sum",
           lambda old: lambda facts, alpha: (old(facts, alpha)[0] / facts.n**2, "")),
    Mutant("karhadkar-A'", "Gershgorin with one neighbour", polygon(9), SLOPE, band, "row_sum",
           lambda old: lambda facts, alpha: (old(facts, alpha)[0] / facts.n**2, "")),
    Mutant("karhadkar-A'", "d + 1 for d", CLOSE, SLOPE, band, "bands",
           lambda old: lambda d, alpha, S, parity: old(d + 1, alpha, S, parity)),
    Mutant("karhadkar-B1", "Gershgorin without n-1", polygon(9), SLOPE, powers, "uniform_bound",
           lambda old: lambda kernel, n, rho: old(kernel, 2, rho)),
    doubled("karhadkar-B1", RIGHT, SLOPE),
    Mutant("karhadkar-B2", "half of every row sum", CLOSE, SLOPE, powers, "row_tails", half),
    Mutant("karhadkar-B3", "a line fewer", CLOSE, SLOPE, powers, "packing",
           lambda old: lambda n, d, alpha: old(n - 1, d, alpha)),
    Mutant("karhadkar-B", "Lambda without log 2", CLOSE, SLOPE, powers, "log_factor",
           lambda old: lambda n, d: old(n, d) - old(2, d)),
    Mutant("karhadkar-C", "caps of radius alpha", polygon(5), SLOPE, caps, "line_angle", twice_the_angle),
    Mutant("karhadkar-C", "d - 1 for d", icosahedron(), SLOPE, caps, "minorant",
           lambda old: lambda name, d, L, angle: old(name, d - 1, L, angle)),
    Mutant("karhadkar-C", "points for lines", OPPOSITE, SHALLOW, caps, "line_angle", lambda old: caps.point_angle),
    Mutant("karhadkar-C-points", "caps of radius theta'", polygon(9), ntk(6), caps, "point_angle", twice_the_angle),
    Mutant("karhadkar-C-mixture", "caps of radius alpha", polygon(9), SLOPE, caps, "line_angle", twice_the_angle),
    Mutant("karhadkar-LP", "the kernel's coefficients doubled", icosahedron(), SLOPE, minorant_lp, "coefficients",
           lambda old: lambda facts: [2 * c for c in old(facts)]),
    Mutant("karhadkar-LP", "row sums without moduli", polygon(5), SLOPE, minorant_lp, "abs",
           lambda old: lambda value: value),
    farthest("karhadkar-deep", ntk(3)),
    Mutant("karhadkar-D", "every term twice", CLOSE, ntk(3), deep, "combine", twice),
    Mutant("karhadkar-D-points", "every term twice", CLOSE, ntk(6), deep, "combine", twice),
    Mutant("karhadkar-D-rows", "every term twice", CLOSE, ntk(3), deep, "combine", twice),
    Mutant("karhadkar-D-layers", "every term twice", CLOSE, ntk(3), deep, "combine", twice),
    Mutant("karhadkar-D-layers", "sums for products", [[1, 0], [-1, 4]], ntk(5), deep, "combine",
           lambda old: lambda s, b: sum(max(x, 0) for x in s) + sum(k * x for k, x in enumerate(b, 1))),
    halved("karhadkar-pair", CLOSE, ntk(3), "e_i - e_j divided by its length twice"),
    halved("karhadkar-upper", polygon(3), SLOPE),
    halved("karhadkar-submatrix", icosahedron(), SLOPE),
    halved("karhadkar-trace", SIMPLEX, SLOPE, "without n/(n-N), nearly"),
    Mutant("nguyen-3.2", "without Gershgorin's row sum", CLOSE, ntk(2), hadamard, "largest_inner_product",
           lambda old: lambda facts: Fraction(0)),
    Mutant("nguyen-A8-sup", "T_{r-1} for T_r", RIGHT, SLOPE, hadamard, "series", shifted),
    farthest("nguyen-A8-sup", H),
    Mutant("nguyen-A8", "T_{r-1} for T_r", RIGHT, SLOPE, hadamard, "series", shifted),
    Mutant("nguyen-A8", "half of every row sum", CLOSE, ntk(2), hadamard, "row_sums", half),
    Mutant("nguyen-A7", "T_{r-1} for T_r", RIGHT, SLOPE, abel, "series", shifted),
    Mutant("nguyen-A6", "lambda_{k+1} for lambda_k", icosahedron(), SLOPE, abel, "gap_bounds",
           lambda old: lambda floors, count, passes=16: np.append(old(floors, count, passes)[1:], 0.0)),
    Mutant("nguyen-A9", "half of every row sum", CLOSE, ntk(2), aggregated, "weighted_row_sum", half),
    Mutant("nguyen-A10", "without Gershgorin's row sum", CLOSE, ntk(2), closed_form, "row_sums",
           lambda old: lambda facts, tried: 0 * old(facts, tried)),
    halved("nguyen-C1", RIGHT, H),
    Mutant("nguyen-C2", "the block's trace doubled", CLOSE, ntk(2), rayleigh, "block", half),
    Mutant("nguyen-C3", "the rows' norms ignored", UNEQUAL, ntk(2), rayleigh, "relative_norms",
           lambda old: lambda facts: np.ones(facts.n)),
    Mutant("nguyen-C4", "M_r of the power before", SIMPLEX, ntk(2), rayleigh, "dimensions",
           lambda old: lambda facts: {1: 0}),
    Mutant("nguyen-C4-data", "the rows' norms ignored", UNEQUAL, ntk(2), rayleigh, "relative_norms",
           lambda old: lambda facts: np.ones(facts.n)),
    farthest("slides-gershgorin", H),
    Mutant("slides-gershgorin", "f(1) = 1 for 1/2, as the slides print it", RIGHT, H, factor=Fraction(2)),
    Mutant("slides-correlation", "pi^(1/2) for pi^(3/2)", FAN, H, slides, "tail_constant",
           lambda old: lambda kernel: old(kernel) * arb.pi()),
    farthest("slides-correlation", H),
    Mutant("ntksym-two-point", "the angle doubled", polygon(5), SLOPE, two_point, "line_angle", twice_the_angle),
    Mutant("ntksym-two-point-points", "the angle doubled", polygon(5), ntk(3), two_point, "point_angle",
           twice_the_angle),
]  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_wrong_theorem_is_refuted_where_the_right_one_is_sharp(mutant, monkeypatch):
    data = dataset(mutant.points)
    truth = reference(data, mutant.kernel)
    right = THEOREM[mutant.theorem].apply(Facts(data, mutant.kernel))
    assert right.lower is None or right.lower <= truth.hi
    assert right.upper is None or right.upper >= truth.lo
    wrong = mutant.bound(monkeypatch)
    assert wrong.applies
    assert (wrong.lower is not None and wrong.lower > truth.hi) or (wrong.upper is not None and wrong.upper < truth.lo)


def test_every_theorem_has_a_mutant():
    assert {m.theorem for m in MUTANTS} | PROBABILISTIC == set(THEOREM)
