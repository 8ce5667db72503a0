"""Slips in how a cell is proved: a wrong middle, Phi and H exchanged, the sign of a slope.

Each of them, in the producer or in the checker, lets a false witness through; without it both refuse that witness.
"""

from fractions import Fraction

import numpy as np
import pytest
from two_point_samples import CELLS, DEEP, DEPTH, PROBLEM, accepts, bump, changed, mutant, place, producer, proves

from ntksym.checker.two_point import two_point
from ntksym.spectra.configuration_search import slope
from ntksym.spectra.two_point_search import kernel_floats

HALF = Fraction(1, 2)
FALSE_NEAR_THE_START, FALSE_NEAR_THE_END = (1, 0.02), (-1, CELLS - 0.02)


def beyond(side, cell):
    """H = -DEPTH, Phi = -DEPTH - side DEPTH (t - s)/2: H - Phi > 0 before the place (side 1) or after it (side -1)."""
    rise = -side * DEPTH / 2
    return {"p": [str(-DEPTH - rise * place(cell)), str(rise)], "b": "0", "e": [str(-DEPTH), "0"]}


def tilted(cell, share):
    """A bump right of a cell's middle, plus b K less its tangent; a share of the slope at the middle is that of b K."""
    s, middle = place(cell + 0.9), place(cell + 0.5)
    row = bump(cell + 0.9, 1)
    rise = {t: Fraction(float(slope(PROBLEM, np.array([float(t)]))[0])) for t in (s, middle)}
    b = share * DEPTH * (s - middle) / 2 / rise[middle]
    value = Fraction(float(kernel_floats(PROBLEM, np.arccos([float(s)]))[0]))
    tangent = [b * (value - rise[s] * s), b * rise[s], 0]
    return row | {"p": [str(Fraction(x) - y) for x, y in zip(row["p"], tangent, strict=True)], "b": str(b)}


EXCHANGED = {"p": ["-1/10", "0"], "b": "0", "e": ["1/20", "0"]}  # Phi + |H| <= 0, but H - Phi > 0
NEAR_THE_START, NEAR_THE_END = beyond(1, 0.02), beyond(-1, CELLS - 0.02)
STEEP, TURNED = tilted(8, HALF), tilted(8, -HALF)  # shares at which the slip makes the slope small

HERE = "u = self.start + self.length.times(Fraction(2 * index + 1, 2 * size))"
CHECKER = [
    (HERE, HERE.replace("index + 1", "index"), NEAR_THE_END),
    (HERE, HERE.replace("index + 1", "index + 2"), NEAR_THE_START),
    (HERE, HERE.replace("2 * index + 1, 2 *", "4 * index + 3, 4 *"), NEAR_THE_START),
    ("return found[:ORDER], found[ORDER:]", "return found[ORDER:], found[:ORDER]", EXCHANGED),
    ("_plus(eta, [x * sign for x in phi])", "_plus(phi, [x * sign for x in eta])", EXCHANGED),
    ("sign = (1, -1, -1, 1)[", "sign = (1, 1, -1, 1)[", STEEP),
    ("1 - u / circle, -(Interval.of(1, bits) / circle)", "1 - u / circle, Interval.of(1, bits) / circle", STEEP),
    ("*(-(c / circle) for c in angle[1:])", "*(c / circle for c in angle[1:])", TURNED),
]
THERE = "ball(Fraction(2 * i + 1, 2 * size))"
PRODUCER = [
    (THERE, THERE.replace("i + 1", "i"), NEAR_THE_END),
    (THERE, THERE.replace("i + 1", "i + 2"), NEAR_THE_START),
    (THERE, THERE.replace("2 * i + 1, 2 *", "4 * i + 3, 4 *"), NEAR_THE_START),
    ("[self.phi[m] * factor, self.eta[m] * factor]", "[self.eta[m] * factor, self.phi[m] * factor]", EXCHANGED),
    ("source[row, column + 1] + sign * phi", "phi + sign * source[row, column + 1]", EXCHANGED),
    ("sign = -1 if (q + 1) // 2 % 2 else 1", "sign = -1 if (q + 1) // 2 % 2 and q != 1 else 1", STEEP),
    ("slope = 1 - theta / pi", "slope = 1 - 2 * theta[0] / pi + theta / pi", STEEP),
]


@pytest.mark.parametrize(("old", "new", "row"), CHECKER)
def test_a_checker_with_the_slip_would_accept_what_both_refuse(old, new, row):
    assert accepts(mutant("two_point_inequality.py", old, new), DEEP, row)
    assert not accepts(two_point, DEEP, row) and not proves(producer(), row)


@pytest.mark.parametrize(("old", "new", "row"), PRODUCER)
def test_a_producer_with_the_slip_would_prove_what_both_refuse(old, new, row):
    assert proves(changed("ntksym.spectra.two_point_inequality", old, new), row)
    assert not accepts(two_point, DEEP, row) and not proves(producer(), row)


@pytest.mark.parametrize("share", [HALF, -HALF, 4])
def test_the_same_witness_with_a_lower_bump_is_true(share):
    """So nothing but the height decides about it."""
    row = tilted(8, share)
    row["e"][0] = str(Fraction(row["e"][0]) * (1 + Fraction(1, 10**4)))
    assert accepts(two_point, DEEP, row) and proves(producer(), row)
