"""The finite-width theorems: exact laws by simulation, failure bounds recomputed from their statements."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from ntksym.data import dataset
from ntksym.data_sets import sample
from ntksym.errors import InputError
from ntksym.kernels.dot_product import ntk
from ntksym.networks import features, last_layer, laws
from ntksym.networks.guarantees import all_wide, diagonal_bound, guarantees, kept_share, sufficient_width, theorem_w
from ntksym.networks.kernel import empirical_ntk
from ntksym.networks.lipschitz_law import lipschitz_law, regions
from ntksym.networks.network import gaussian
from ntksym.networks.passes import passes
from ntksym.networks.wide_data import TooNarrow, WideData
from ntksym.spectra.smallest import lambda_min
from ntksym.theorems.facts import Facts
from ntksym.theorems.karhadkar.width import FIRST, required_width
from ntksym.width_simulation import simulate

FAILURE = Fraction(1, 100)
ICOSAHEDRON = sample("icosahedron")


@pytest.fixture(scope="module")
def wide():
    return WideData(ICOSAHEDRON)


def h(e):
    return e + (1 - e) * mpmath.log(1 - e)


def test_the_expected_diagonal_is_exact_at_every_width():
    """The mean over 600 small networks lies within 5 standard errors of L |x|^2 prod n_l/2."""
    data = dataset([[1.0, 2.0, 0.5], [0.0, 1.0, 0.0]])
    draws = np.array([np.diag(empirical_ntk(gaussian(3, (4, 3), s), data).mid) for s in range(600)])
    for i, norm2 in enumerate(data.norms2):
        expected = float(laws.expected_diagonal(norm2, (4, 3)))
        assert abs(draws[:, i].mean() - expected) < 5 * draws[:, i].std() / math.sqrt(len(draws))


def test_feature_and_gradient_norms_have_the_laws_of_masked_linear_networks():
    """P(|f_2|^2 <= s), P(|B_1|^2 <= s) at the medians of chi^2_Bin products, by 600 networks each."""
    data = dataset([[0.6, 0.8], [1.0, 0.0]])
    rng = np.random.default_rng(5)
    chi = np.array([np.sum((rng.random(k) < 0.5) * rng.standard_normal(k) ** 2) for k in [5, 4] * 20000])
    median = float(np.median(chi[::2] * chi[1::2]))
    seen = []
    for s in range(600):
        done = passes(gaussian(2, (5, 4), s), data)
        seen.append((np.sum(done.features[2].mid[0] ** 2) <= median, np.sum(done.gradients[0].mid[0] ** 2) <= median))
    for share in np.mean(seen, axis=0):
        assert abs(share - 0.5) < 5 * 0.5 / math.sqrt(600)


@pytest.mark.parametrize(("n", "q"), [(1, "1/2"), (10, "1/4"), (64, "1/2"), (65, "1/2"), (300, "9/10")])
def test_tails_of_the_law_are_bounded(n, q):
    """Below, the law by numerical integration in mpmath; the exponential bound is above it."""
    x = mpmath.mpf(Fraction(q).numerator) / Fraction(q).denominator * n / 2
    truth = (
        mpmath.fsum(
            mpmath.binomial(n, j) * (mpmath.gammainc(mpmath.mpf(j) / 2, 0, x / 2, regularized=True) if j else 1)
            for j in range(n + 1)
        )
        / mpmath.mpf(2) ** n
    )
    bound = laws.lower_tail(n, Fraction(q))
    assert truth <= mpmath.mpf(bound.numerator) / bound.denominator * (1 + mpmath.mpf(10) ** -12)
    if n <= laws.EXACT_WIDTH:
        assert abs(float(bound) - float(truth)) < 1e-12


def test_upper_tails_are_bounded_by_simulation():
    rng = np.random.default_rng(1)
    draws = (rng.random((20000, 30)) < 0.5) * rng.standard_normal((20000, 30)) ** 2
    for q in (Fraction(3, 2), Fraction(2)):
        assert np.mean(draws.sum(axis=1) >= float(q) * 15) <= float(laws.upper_tail(30, q)) + 0.005


def test_the_failure_of_fw1_is_what_its_statement_says(wide):
    """With a and e solved back from the share kept, N exp(-h(e)(1-eta) n lambda/t^2) is the failure granted."""
    layer, width = features.first_layer(wide), 10**6
    kept = float(features.layer_share(layer, width, FAILURE))
    best = 0.0
    m, s, lam = (
        float(v) for v in (mpmath.sqrt(float(layer.frobenius2) / 2), mpmath.sqrt(float(layer.square)), layer.eigenvalue)
    )
    for a in np.arange(1, 12, 0.01):
        t = m + a * s
        eta = (t**2 + 2 * s**2 + 2 * m * s / a) * math.exp(-(a**2) / 2) / lam
        if eta < 1:
            need = math.log(layer.n / 0.01) * t * t / ((1 - eta) * width * lam)
            e = float(mpmath.findroot(lambda e, need=need: h(e) - need, 0.5)) if need < 0.99 else 1
            best = max(best, (1 - e) * (1 - eta))
    assert best * 0.98 < kept < best * 1.0001


def test_the_failure_of_fw2_for_signs_is_what_its_statement_says(wide):
    width = 5000
    Lambda, square = 2 * float(wide.first), float(wide.square)
    e = 1 - float(last_layer.sign_part(wide, width, FAILURE)) / Lambda
    chance = wide.n * mpmath.exp(-h(e) * width * Lambda / (2 * square))
    assert 0.99 * 0.01 < chance <= 0.01


def test_the_failure_of_fw2_for_gaussian_outputs_is_what_its_statement_says(wide):
    """No choice of c, e, e' on a fine grid keeps more at the same failure, and nearly as much is kept."""
    width, Lambda, square = 20000, 2 * float(wide.first), float(wide.square)
    found, best = float(last_layer.slope_part(wide, width, FAILURE)), 0.0
    for c2 in np.arange(0.5, 12, 0.25):
        mu = float(mpmath.erf(math.sqrt(c2 / 2)) - math.sqrt(2 * c2 / math.pi) * math.exp(-c2 / 2))
        for one in np.arange(0.005, 0.5, 0.005):
            left = 0.01 - math.exp(-width * mu * float(h(one)) / c2)
            if left > 0:
                need = math.log(wide.n / left) * 2 * c2 * square / ((1 - one) * width * mu * Lambda)
                if need < 0.99:
                    two = float(mpmath.findroot(lambda e, need=need: h(e) - need, 0.3))
                    best = max(best, (1 - one) * (1 - two) * mu * Lambda)
    assert 0.93 * best < found < best * 1.01


def test_theorem_w_inverts_the_width_that_it_requires():
    data = dataset(np.random.default_rng(3).standard_normal((5, 4)))
    gamma, facts = Fraction(1, 3), WideData(data)
    width = required_width(Facts(data, FIRST), gamma, FAILURE)[0].width
    limit = 2 * lambda_min(data, FIRST).lo
    assert theorem_w(facts, width, FAILURE, both=False) >= gamma * limit * (1 - Fraction(1, 10**6))
    assert theorem_w(facts, width - 40, FAILURE, both=False) < gamma * limit


def test_no_share_is_kept_where_the_width_is_too_small(wide):
    assert kept_share(1, Fraction(2)) == 0
    with pytest.raises(TooNarrow):
        theorem_w(wide, 1, FAILURE, both=True)


def sphere(n, d):
    X = np.random.default_rng(1000 * n + d).standard_normal((n, d))
    return WideData(dataset(X / np.linalg.norm(X, axis=1)[:, None]))


@pytest.mark.parametrize(("n", "d", "tenth", "half"), [(30, 20, 41760, 193920), (50, 100, 18200, 83600)])
def test_widths_of_fw1_are_those_of_the_notes(n, d, tenth, half):
    """10 % and 50 % of n_1 lambda, failure 0.01: the notes' search ran in steps of up to half a percent."""
    layer = features.first_layer(sphere(n, d))
    for share, noted in ((0.1, tenth), (0.5, half)):
        assert features.layer_share(layer, round(noted * 1.005), FAILURE) >= share
        assert features.layer_share(layer, round(noted * 0.99), FAILURE) < share


@pytest.mark.parametrize(
    ("n", "d", "width", "noted"), [(50, 30, 1000, 0.40), (50, 30, 4000, 0.68), (50, 100, 500, 0.48)]
)
def test_shares_of_fw2_are_those_of_the_notes(n, d, width, noted):
    data = sphere(n, d)
    assert float(last_layer.sign_part(data, width, FAILURE) / (2 * data.first)) == pytest.approx(noted, abs=0.005)


@pytest.mark.parametrize("seed", range(4))
def test_jacobians_by_finite_differences_agree(seed):
    net = gaussian(3, (6, 5), seed)
    X = np.random.default_rng(seed).standard_normal((4, 3))

    def outputs(weights):
        f = X
        for at, W in enumerate(weights):
            f = f @ W
            f = np.maximum(f, 0) if at < len(weights) - 1 else f
        return f[:, 0]

    columns, step = [], 1e-6
    for at, W in enumerate(net.weights):
        for place in np.ndindex(W.shape):
            moved = []
            for sign in (1, -1):
                weights = [V.copy() for V in net.weights]
                weights[at][place] += sign * step
                moved.append(outputs(weights))
            columns.append((moved[0] - moved[1]) / (2 * step))
    J = np.array(columns).T
    assert empirical_ntk(net, dataset(X)).mid == pytest.approx(J @ J.T, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("hidden", [(5000,), (60000, 400)])
def test_simulated_networks_respect_every_guarantee(hidden):
    """None of a few networks leaves a bound whose failure probability is 1/100."""
    data = ICOSAHEDRON
    limit, (drawn,) = simulate(data, [hidden], range(4 if len(hidden) == 1 else 1), jobs=1)
    found = guarantees(data, hidden, FAILURE)
    assert any(g.lower for g in found)
    for g in found:
        for ratio in drawn.ratios:
            if g.lower is not None and "signs" not in g.name:
                assert float(g.lower) <= ratio * float(limit.hi)
            if g.upper is not None:
                assert ratio * float(limit.lo) <= float(g.upper)


def test_all_layers_wide_is_weaker_than_its_first_part_only_by_failure(wide):
    """FW-3 (c) holds at astronomical widths, and never exceeds the limit."""
    bound = all_wide(wide, (10**7, 10**11), FAILURE)
    assert 0 < bound < wide.limit(3).hi


def test_the_diagonal_bound_is_above_the_expectation(wide):
    assert diagonal_bound(wide, (500, 500), FAILURE) > 3 * min(ICOSAHEDRON.norms2)


def test_a_sufficient_width_keeps_the_share_and_one_less_is_not_certified(wide):
    width = sufficient_width(wide, "W", Fraction(1, 2))
    wanted = Fraction(1, 2) * wide.limit(2).hi
    lower = {n: {g.name: g.lower for g in guarantees(wide, (n,))}["W"] for n in (width, width - 1)}
    assert lower[width] >= wanted > lower[width - 1]


def test_probabilities_and_widths_that_are_none_are_refused(wide):
    for hidden, failure in (((), FAILURE), ((0,), FAILURE), ((5,), Fraction(0)), ((5,), Fraction(1))):
        with pytest.raises(InputError):
            guarantees(wide, hidden, failure)
    with pytest.raises(InputError, match="no such theorem"):
        sufficient_width(wide, "X", Fraction(1, 2))


def test_hyperplanes_cut_space_into_so_many_cones():
    assert [regions(n, 1) for n in (1, 2, 9)] == [2, 2, 2]
    assert [regions(n, 2) for n in (1, 2, 3, 9)] == [2, 4, 6, 18]


@pytest.mark.parametrize(
    ("shape", "noted"), [((3, 5000, 3), 768), ((10, 2000, 10), 891), ((20, 2000, 2000, 20), 1.00e5)]
)
def test_lipschitz_bounds_are_those_of_the_notes(shape, noted):
    assert float(lipschitz_law(shape, FAILURE)) == pytest.approx(noted, rel=0.01)


def test_simulation_is_the_same_for_any_executor_and_goes_on_from_its_file(tmp_path):
    data = dataset([[1, 0], [0, 1], [1, 1]])
    first = simulate(data, [(20,), (40,)], range(2), jobs=1, store=tmp_path / "draws.jsonl")[1]
    again = simulate(data, [(20,), (40,)], range(3), jobs=2, store=tmp_path / "draws.jsonl")[1]
    assert again[0].ratios[:2] == first[0].ratios and again[1].ratios[:2] == first[1].ratios


def test_the_limit_is_reached_as_the_width_grows():
    _, found = simulate(ICOSAHEDRON, [(100,), (4000,)], range(6), jobs=1)
    assert abs(found[1].mean - 1) < 5 * found[1].standard_error + 0.05
    assert found[0].standard_error > found[1].standard_error
    assert float(lambda_min(ICOSAHEDRON, ntk(2)).lo) > 0
