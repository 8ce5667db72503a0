"""Theorems about uniform directions: failures counted against the failure probability that each grants itself.

The bound depends on (n, d, failure) alone.  Of many draws the share on the wrong side must be one that the failure
probability allows; the mutants' shares must not be.  Eigenvalues in float64: each draw counts once, whatever its last
digits.
"""

from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from scipy.stats import binom

from ntksym.balls.arb import ball, precision, upper
from ntksym.data import dataset
from ntksym.kernels.dot_product import ntk, parse_kernel
from ntksym.theorems import slides, sphere
from ntksym.theorems.facts import Facts, Setting
from ntksym.theorems.judgement import theorems
from ntksym.theorems.karhadkar import uniform
from ntksym.theorems.nguyen import a_priori, probabilistic

THEOREM = {t.name: t for t in theorems()}
SLOPE, H = (parse_kernel(name, 2) for name in ("sigma-dot", "h-infinity"))
DRAWS = 4000
RARE = 1e-9


def directions(n, d, seed=0):
    points = np.random.default_rng([n, d, seed]).normal(size=(DRAWS, n, d))
    return points / np.linalg.norm(points, axis=2)[:, :, None]


def smallest(points, kernel):
    """The smallest eigenvalue of every draw's kernel matrix, in float64."""
    t = np.clip(points @ points.transpose(0, 2, 1), -1, 1)
    t[:, np.arange(t.shape[1]), np.arange(t.shape[1])] = 1
    angle = np.arccos(t)
    slope = 1 - angle / np.pi
    values = {"slope": slope, "tkappa0": t * slope, "ntk": t * slope * 2 + np.sin(angle) / np.pi}[kernel.family]
    assert {"ntk": 2}.get(kernel.family, 1) == kernel.L
    assert kernel.delta == Fraction(1, 2)
    return np.linalg.eigvalsh(float(kernel.scale) * values)[:, 0]


def bound(name, kernel, n, d, failure):
    points = directions(n, d)[0]
    found = THEOREM[name].apply(Facts(dataset(points), kernel, Setting("sphere", failure)))
    assert found.applies, found.why
    assert found.probability == 1 - failure
    norms = (points**2).sum(axis=1) if kernel.homogeneity else np.ones(1)
    if found.upper is None:
        return found.lower / Fraction(norms.min()), "lower"
    return found.upper / Fraction(norms.max()), "upper"


def misses(name, kernel, n, d, failure):
    """How many draws are on the wrong side."""
    value, side = bound(name, kernel, n, d, failure)
    least = smallest(directions(n, d, 1), kernel)
    return int((least < float(value)).sum() if side == "lower" else (least > float(value)).sum())


def allowed(count, failure):
    return binom.sf(count - 1, DRAWS, float(failure)) > RARE


QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)
CASES = [
    (name, kernel, n, d, failure)
    for name in sorted(THEOREM)
    if any("independent" in h for h in THEOREM[name].hypotheses)
    for kernel, n, d, failure in {
        "karhadkar-uniform-upper": [(SLOPE, 12, 2, HALF), (ntk(2), 9, 2, QUARTER)],
        "nguyen-B1'": [(H, 2, 8, HALF), (ntk(2), 3, 12, HALF)],
        "slides-levy": [(H, 2, 12, QUARTER), (ntk(2), 3, 14, HALF)],
        "nguyen-B3": [(H, 2, 3, HALF), (ntk(2), 3, 12, HALF)],
    }.get(name, [(SLOPE, 2, 3, QUARTER), (H, 2, 5, HALF), (ntk(2), 4, 3, HALF), (ntk(2), 5, 8, QUARTER)])
    if name not in ("slides-non-degenerate", "slides-correlation") or kernel is not SLOPE
]


@pytest.mark.parametrize(("name", "kernel", "n", "d", "failure"), CASES, ids=lambda v: str(v))
def test_no_more_draws_fail_than_the_failure_probability_allows(name, kernel, n, d, failure):
    assert allowed(misses(name, kernel, n, d, failure), failure)


def test_on_two_points_the_union_bound_is_exact():
    """The cosine exceeds its bound with half of the failure probability; a negative one does no harm."""
    for name in ("nguyen-B1", "slides-tail-exact"):
        count = misses(name, SLOPE, 2, 3, QUARTER)
        assert binom.cdf(count, DRAWS, 0.125) > 1e-4
        assert binom.sf(count - 1, DRAWS, 0.125) > 1e-4


HUNDREDTH = Fraction(1, 100)


def next_dimension(old):
    return lambda n, d, failure: old(n, d + 1, failure)


SLIPS = [
    ("karhadkar-uniform", "d + 1 for d", SLOPE, 2, 2, uniform, "least_line_angle", next_dimension),
    ("karhadkar-uniform", "one pair for all", SLOPE, 5, 2, uniform, "least_line_angle",
     lambda old: lambda n, d, failure: old(2, d, failure)),
    ("karhadkar-uniform-upper", "1 - epsilon for epsilon", SLOPE, 40, 2, uniform, "largest_point_angle",
     lambda old: lambda n, d, failure: old(n, d, 1 - failure)),
    ("nguyen-B1", "d + 1 for d", SLOPE, 2, 2, probabilistic, "largest_cosine", next_dimension),
    ("nguyen-B1'", "r = 1 in every dimension", H, 3, 2, probabilistic, "certainly_less_equal",
     lambda old: lambda x, y: True),
    ("nguyen-B2", "the mean for the row sum", H, 2, 3, probabilistic, "_excess",
     lambda old: lambda y, goal: None if old(y, goal) is None else Fraction(0)),
    ("nguyen-B3", "the failure probability forgotten", H, 2, 3, probabilistic, "ball",
     lambda old: lambda value: old(1 if value == HUNDREDTH else value)),
    ("slides-tail-exact", "d + 1 for d", SLOPE, 2, 2, slides, "largest_cosine", next_dimension),
    ("slides-tail", "d + 1 for d", SLOPE, 2, 2, slides, "elementary_cosine", next_dimension),
    ("slides-levy", "without the square root", H, 2, 100, slides, "levy_cosine",
     lambda old: lambda n, d, failure: old(n, d, failure) ** 2 / 2),
    ("slides-non-degenerate", "d + 2 for d", H, 2, 2, slides, "elementary_cosine",
     lambda old: lambda n, d, failure: old(n, d + 2, failure)),
]  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip[0]}: {slip[1]}")
def test_a_wrong_theorem_fails_more_often_than_it_says(slip, monkeypatch):
    name, _, kernel, n, d, module, attribute, wrong = slip
    routes = (probabilistic.union, probabilistic.papers_form, probabilistic.bennett, probabilistic.second_moment)
    assert THEOREM[name].apply(Facts(dataset(directions(n, d)[0]), kernel, Setting("sphere", HUNDREDTH))).lower != 0
    mutated = wrong(getattr(module, attribute))
    monkeypatch.setattr(module, attribute, mutated)
    if name in ("slides-tail-exact", "slides-tail", "slides-levy"):
        monkeypatch.setitem(THEOREM, name, replace(THEOREM[name], bound=slides._uniform(mutated)))
    if attribute == "_excess":
        monkeypatch.setattr(module, "_is_rare", lambda *args: True)
    for route in routes:
        route.cache_clear()
    try:
        assert not allowed(misses(name, kernel, n, d, HUNDREDTH), HUNDREDTH)
    finally:
        for route in routes:
            route.cache_clear()


def test_every_theorem_about_random_directions_has_a_mutant():
    assert {slip[0] for slip in SLIPS} == {t.name for t in THEOREM.values() if "independent" in str(t.hypotheses)}


def test_the_tail_of_a_cosine_is_the_incomplete_beta_function_in_mpmath():
    for n, d, failure in ((2, 3, QUARTER), (10, 10, Fraction(1, 10)), (40, 7, Fraction(1, 100))):
        s = sphere.largest_cosine(n, d, failure)
        tail = mpmath.betainc(mpmath.mpf(d - 1) / 2, 0.5, 0, 1 - mpmath.mpf(float(s)) ** 2, regularized=True)
        union = n * (n - 1) / 2 * tail
        assert 0.999999 < union / float(failure) < 1.000001
        assert s < sphere.elementary_cosine(n, d, failure)


@pytest.mark.parametrize(
    ("d", "s", "value"),
    [
        (2, 0.5, 2 / 3),
        (3, 0.5, 0.5),
        (10, 0.5, 0.117306803014238),
        (100, 0.2, 0.0449347252126305),
        (1000, 0.1, 0.00153571384213640),
    ],
)
def test_the_notes_tails(d, s, value):
    with precision(2 * d + 200):
        angle = Fraction(float(np.arccos(s)))
        assert float(sphere.share(d, angle)) == pytest.approx(value, rel=1e-12)


LAMBDA_0 = [
    (10, 10, "1/10", 0.861815071713, 0.0290770377672, 0.01404544270),
    (50, 50, "1/10", 0.564814466507, 0.0477485096291, 0.02113393600),
    (100, 100, "1/20", 0.455363790711, 0.0522660941072, 0.02284824629),
    (100, 10, "1/20", 0.960416843779, 0.0109432799573, 0.005527731114),
    (1000, 100, "1/10", 0.517418488459, 0.0387848911701, 0.01793421694),
    (1000, 1000, "1/10", 0.174375728952, 0.0660029139242, 0.02744710899),
    (10000, 100, "1/10", 0.576877455769, 0.0306134833563, 0.01456565173),
]


@pytest.mark.parametrize(("n", "d", "failure", "rho", "lambda_0", "closed"), LAMBDA_0)
def test_the_table_of_lambda_0_of_the_notes_on_the_slides(n, d, failure, rho, lambda_0, closed):
    found = sphere.elementary_cosine(n, d, Fraction(failure))
    assert float(found) == pytest.approx(rho, rel=1e-11)
    assert float(slides.uniform_bound(H, n, found)[0]) == pytest.approx(lambda_0, rel=1e-11)
    assert float(slides.correlation_bound(H, n, found)) == pytest.approx(closed, rel=1e-9)


def test_a_hundred_points_in_space_need_the_closed_form():
    found = sphere.elementary_cosine(100, 3, Fraction(1, 10))
    assert float(found) == pytest.approx(0.999989898939, rel=1e-11)
    assert slides.uniform_bound(H, 100, found)[0] <= 0
    assert float(slides.correlation_bound(H, 100, found)) == pytest.approx(8.775213477e-5, rel=1e-9)


def test_the_constant_of_the_closed_form():
    assert float(slides.correlation_bound(H, 2, Fraction(0))) == pytest.approx(0.063493635934240969786, rel=1e-14)


def test_moments_of_a_cosine():
    """m_{2q} = (2q-1)!!/(d(d+2)...(d+2q-2)), and all of them by simulation."""
    found = [float(v) for v in sphere.absolute_moments(5, 9)]
    assert found[6] == pytest.approx(15 / (5 * 7 * 9), rel=1e-12)
    t = np.abs(np.einsum("ij,ij->i", *directions(2, 5).transpose(1, 0, 2)))
    for p, value in enumerate(found):
        assert np.mean(t**p) == pytest.approx(value, abs=4 / DRAWS**0.5)
        kept = value * float(sphere.kept_share(5, p, HALF))
        assert np.mean(t**p * (t <= 0.5)) == pytest.approx(kept, abs=4 / DRAWS**0.5)


def test_a_priori_bounds_of_lambda_min_itself_hold_with_their_probability():
    d, failure = 12, HALF
    squares = {"sphere": d, "gaussian": np.random.default_rng(3).chisquare(d, size=(DRAWS, 4, 1))}
    for law, square in squares.items():
        value = a_priori.least_eigenvalue(ntk(2), 4, d, failure, law)
        assert value > 0
        points = directions(4, d, 2) * np.sqrt(square)
        norms = np.linalg.norm(points, axis=2)
        t = np.clip(points @ points.transpose(0, 2, 1) / norms[:, :, None] / norms[:, None], -1, 1)
        angle = np.arccos(t)
        matrix = (2 * t * (1 - angle / np.pi) + np.sin(angle) / np.pi) * norms[:, :, None] * norms[:, None]
        assert allowed(int((np.linalg.eigvalsh(matrix)[:, 0] < float(value)).sum()), failure)


def test_the_least_square_is_the_quantile_of_chi_square():
    from scipy.stats import chi2

    for n, d, failure in ((1, 2, QUARTER), (10, 5, Fraction(1, 10)), (1000, 50, Fraction(1, 100))):
        assert float(sphere.least_square(n, d, failure)) == pytest.approx(chi2.ppf(float(failure) / n, d), rel=1e-6)


def test_concentration_gives_less_than_the_exact_law():
    n, d, failure = 20, 400, Fraction(1, 100)
    with precision(100):
        mean = upper(2 * (ball(Fraction(d + 1, 2)).lgamma() - ball(Fraction(d, 2)).lgamma()).exp() ** 2)
    general = a_priori.concentrated(ntk(3), n, failure, HALF, Fraction(19))
    exact = a_priori.least_eigenvalue(ntk(3), n, d, failure, "gaussian")
    assert 0 < general < exact
    assert Fraction(19) ** 2 < mean
