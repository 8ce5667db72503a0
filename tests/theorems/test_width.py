"""Finite width: theorem W's exponent is the exact one in its extreme case, and the upper bound holds at small widths.

For xi ~ chi^2_p and an independent Bernoulli(q) variable b, Cramer's theorem gives the exact rate of
P(mean of xi b <= gamma q p) as sup_s [-s gamma q p - log(1 - q (1 - (1 + 2s)^(-p/2)))].  Theorem W, for matrices of
size 1 with R = 1 and lambda = q p, claims at least q p D_p(gamma); as q falls to 0 the two meet.
"""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import binom

from ntksym.data import dataset
from ntksym.theorems.facts import Facts
from ntksym.theorems.karhadkar import width


def cramer(p: int, gamma: float, q: float) -> float:
    def minus(log_s):
        s = math.exp(log_s)
        return s * gamma * q * p + math.log1p(-q * (1 - (1 + 2 * s) ** (-p / 2)))

    return -minimize_scalar(minus, bounds=(-12, 8), method="bounded", options={"xatol": 1e-10}).fun


@pytest.mark.parametrize("p", [1, 2, 3, 8])
@pytest.mark.parametrize("gamma", [Fraction(1, 10), Fraction(1, 2), Fraction(4, 5)])
def test_the_exponent_of_theorem_w_is_never_above_the_exact_one_and_meets_it(p, gamma):
    claimed = float(width.divergence(p, gamma))
    for q in (1.0, 0.5, 0.1, 1e-3):
        assert q * p * claimed <= cramer(p, float(gamma), q) * (1 + 1e-7)
    assert p * claimed * 1e-5 == pytest.approx(cramer(p, float(gamma), 1e-5), rel=1e-3)


@pytest.mark.parametrize("p", [2, 3, 8])
def test_wrong_exponents_are_refuted(p):
    """The degrees of freedom of the part before, and the constant doubled."""
    exact = cramer(p, 0.5, 1e-5) / (p * 1e-5)
    assert float(width.divergence(p - 1, Fraction(1, 2))) > exact * 1.01
    assert 2 * float(width.divergence(p, Fraction(1, 2))) > exact * 1.01


def networks(points, m, draws):
    """The smallest eigenvalue of the NTK of ``draws`` networks f = m^(-1/2) sum v_j relu(<w_j, x>), for two points."""
    rng = np.random.default_rng(m)
    w, v = rng.normal(size=(draws, m, 2)), rng.normal(size=(draws, m))
    before = w @ np.asarray(points, dtype=float).T
    active, hidden = (before > 0) * v[:, :, None], np.maximum(before, 0)
    inner = np.asarray(points) @ np.asarray(points).T
    matrix = active.transpose(0, 2, 1) @ active * inner + hidden.transpose(0, 2, 1) @ hidden
    return np.linalg.eigvalsh(matrix / m)[:, 0]


@pytest.mark.parametrize(("angle", "m"), [(0.05, 60), (0.3, 20), (1.0, 8), (1.5, 4)])
def test_the_upper_bound_at_finite_width_holds_with_its_probability(angle, m):
    points, draws = [[1, 0], [math.cos(angle), math.sin(angle)]], 4000
    found = width.finite_upper(Facts(dataset(points), width.FIRST), m)
    count = int((networks(points, m, draws) > float(found.bound)).sum())
    assert binom.sf(count - 1, draws, 1 - float(found.probability)) > 1e-9


def test_an_upper_bound_an_eighth_as_large_fails_more_often():
    points, m, draws = [[1, 0], [math.cos(0.3), math.sin(0.3)]], 60, 4000
    found = width.finite_upper(Facts(dataset(points), width.FIRST), m)
    count = int((networks(points, m, draws) > float(found.bound) / 8).sum())
    assert binom.sf(count - 1, draws, 1 - float(found.probability)) < 1e-9
