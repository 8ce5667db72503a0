"""The empirical NTK of small networks with exact weights, against Jacobians by forward differentiation in fractions."""

import os
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest

from ntksym.data import dataset
from ntksym.errors import InputError
from ntksym.networks import kernel, passes
from ntksym.networks.exact import exact_ntk, exact_passes
from ntksym.networks.kernel import Certified, empirical_ntk
from ntksym.networks.network import Network, gaussian, network

SWEEP = int(os.environ.get("NTKSYM_SWEEP", "60"))


def fractions(values):
    return [[Fraction(v) for v in row] for row in np.asarray(values, dtype=float).tolist()]


def jacobian(net: Network, x: list[Fraction]) -> list[Fraction]:
    """df/dtheta for every weight and bias, one parameter at a time: dual numbers through the definition."""
    p, q = Fraction(net.positive), Fraction(net.negative)
    weights = [fractions(W) for W in net.weights]
    biases = [None if b is None else [Fraction(v) for v in b.tolist()] for b in net.biases]

    def derivative(layer: int, row: int | None, column: int) -> Fraction:
        values, dots = list(x), [Fraction(0)] * len(x)
        for at, (W, b) in enumerate(zip(weights, biases, strict=True)):
            g, dg = [], []
            for j in range(len(W[0])):
                total = sum((values[i] * W[i][j] for i in range(len(W))), Fraction(0)) + (b[j] if b else 0)
                dot = sum((dots[i] * W[i][j] for i in range(len(W))), Fraction(0))
                if at == layer and j == column:
                    dot += 1 if row is None else values[row]
                g.append(total)
                dg.append(dot)
            if at < len(weights) - 1:
                slopes = [p if v > 0 else q for v in g]
                g, dg = (
                    [s * v for s, v in zip(slopes, g, strict=True)],
                    [s * v for s, v in zip(slopes, dg, strict=True)],
                )
            values, dots = g, dg
        return dots[0]

    found = []
    for at, (W, b) in enumerate(zip(weights, biases, strict=True)):
        found += [derivative(at, i, j) for i, j in product(range(len(W)), range(len(W[0])))]
        found += [derivative(at, None, j) for j in range(len(W[0]))] if b else []
    return found


def by_definition(net: Network, points) -> list[list[Fraction]]:
    rows = [jacobian(net, x) for x in fractions(points)]
    return [[sum((a * b for a, b in zip(u, v, strict=True)), Fraction(0)) for v in rows] for u in rows]


def is_semidefinite(matrix: list[list[Fraction]]) -> bool:
    """Whether det(s I - A) has coefficients of alternating sign: all roots are real, so none is negative."""
    n, signs = len(matrix), True
    power = [[Fraction(i == j) for j in range(n)] for i in range(n)]
    for k in range(1, n + 1):  # Faddeev and LeVerrier
        image = [[sum(matrix[i][m] * power[m][j] for m in range(n)) for j in range(n)] for i in range(n)]
        c = -sum(image[i][i] for i in range(n)) / k
        signs = signs and (-1) ** k * c >= 0
        power = [[image[i][j] + (c if i == j else 0) for j in range(n)] for i in range(n)]
    return signs


def shifted(matrix, s):
    return [[v - (s if i == j else 0) for j, v in enumerate(row)] for i, row in enumerate(matrix)]


def random_case(seed: int) -> tuple[Network, np.ndarray]:
    """Small networks: dyadic weights with many zeros and ties, biases, leaky slopes, tiny and huge scales."""
    rng = np.random.default_rng(seed)
    depth, d, n = rng.integers(1, 4), int(rng.integers(2, 4)), int(rng.integers(2, 5))
    shape = [d, *rng.integers(1, 5, size=depth - 1).tolist(), 1]
    kind = seed % 4

    def numbers(*size):
        if kind == 0:
            return rng.integers(-2, 3, size=size).astype(float)  # zero pre-activations are common
        if kind == 1:
            return rng.integers(-8, 9, size=size) / 8
        return rng.standard_normal(size) * 2.0 ** rng.integers(-30, 30)

    weights = [numbers(a, b) for a, b in pairwise(shape)]
    biases = [numbers(b) if rng.random() < 0.5 else None for b in shape[1:]] if seed % 3 == 0 else None
    slopes = {"positive": 1.0, "negative": [0.0, 0.125, -1.0][seed % 5 % 3]}
    X = numbers(n, d)
    X[~X.any(axis=1), 0] = 1
    if seed % 7 == 0:
        X[-1] = X[0]
    return network(weights, biases, **slopes), X


@pytest.mark.parametrize("seed", range(SWEEP))
def test_entries_and_smallest_eigenvalue_enclose_the_exact_ones(seed):
    net, X = random_case(seed)
    truth = by_definition(net, X)
    K = empirical_ntk(net, dataset(X))
    for i, j in product(range(len(X)), repeat=2):
        error = Fraction(K.eta) * Fraction(K.scale[i]) * Fraction(K.scale[j])
        assert abs(Fraction(K.mid[i, j]) - truth[i][j]) <= error
    found = Certified(net, dataset(X)).ntk()
    assert is_semidefinite(shifted(truth, found.lo))
    above = shifted(truth, found.hi + (found.hi + 1) / 10**40)
    assert not is_semidefinite(above)
    integers = exact_ntk(net, X)
    assert [Fraction(int(v), 2**integers.places) for v in integers.values.entries()] == [
        v for row in truth for v in row
    ]


@pytest.mark.parametrize("seed", range(0, SWEEP, 3))
def test_feature_matrices_and_masks_are_the_exact_ones(seed):
    net, X = random_case(seed)
    exact, certified = exact_passes(net, X), Certified(net, dataset(X))
    for mask, active in zip(certified.passes.active, exact.active, strict=True):
        assert np.array_equal(mask, active)
    for k, F in enumerate(exact.features):
        gram = F.gram()
        entries = [Fraction(int(v), 2**gram.places) for v in gram.values.entries()]
        truth = [entries[i * len(X) : (i + 1) * len(X)] for i in range(len(X))]
        found = certified.features(k)
        assert is_semidefinite(shifted(truth, found.lo))
        assert not is_semidefinite(shifted(truth, found.hi + (found.hi + 1) / 10**40))


def test_a_sign_that_float64_gets_wrong_is_found_in_integers():
    """x.w = 2^-60 > 0, but the rounded sum is 0: the neuron is active."""
    net = network([[[1.0], [1.0], [-1.0]], [1.0]])
    X = np.array([[1.0, 2.0**-60, 1.0], [1.0, 0.0, 1.0]])
    found = passes.passes(net, dataset(X))
    assert found.active[0].ravel().tolist() == [True, False]
    assert found.exact == 2


def pruned(seed, negative=0.0):
    """Weights, biases and data with four zeros in five, some tiny: many pre-activations are exactly their bias."""
    rng = np.random.default_rng(seed)
    shape = (6, 12, 10, 8, 1)

    def numbers(*size):
        values = rng.standard_normal(size) * np.where(rng.random(size) < 0.2, 2.0**-560, 1.0)
        return values * (rng.random(size) < 0.2)

    biases = [numbers(b) if rng.random() < 0.5 else None for b in shape[1:]]
    X = numbers(9, 6)
    X[~X.any(axis=1), 0] = 2.0**-560
    return network([numbers(a, b) for a, b in pairwise(shape)], biases, negative=negative), X


@pytest.mark.parametrize("negative", [0.0, 0.25])
@pytest.mark.parametrize("seed", range(12))
def test_signs_of_pruned_networks_are_exact(seed, negative):
    """Products that underflow are not 0, and are told from those that are."""
    net, X = pruned(seed, negative)
    found, exact = passes.passes(net, dataset(X)), exact_passes(net, X)
    for mask, active in zip(found.active, exact.active, strict=True):
        assert np.array_equal(mask, active)


def test_zeros_of_pruned_networks_take_no_integers():
    rng = np.random.default_rng(0)
    weights = [rng.standard_normal((a, b)) * (rng.random((a, b)) < 0.05) for a, b in pairwise((30, 60, 60, 60, 1))]
    for negative in (0.0, 0.25):
        found = passes.passes(network(weights, negative=negative), dataset(rng.standard_normal((40, 30))))
        assert found.exact == 0
        assert not all(mask.any(axis=0).all() for mask in found.active)


@pytest.mark.parametrize(
    "mutant",
    [lambda open_, support, used: open_, lambda open_, support, used: open_ & ~(support[:, :1] & used[:1])],
    ids=["every doubt is a zero", "one product is looked at"],
)
def test_doubts_that_are_taken_for_zeros_are_noticed(mutant, monkeypatch):
    monkeypatch.setattr(passes, "_bias_alone", mutant)
    wrong = 0
    for seed in range(12):
        net, X = pruned(seed)
        found, exact = passes.passes(net, dataset(X)), exact_passes(net, X)
        wrong += not all(np.array_equal(*pair) for pair in zip(found.active, exact.active, strict=True))
    assert wrong


def test_a_zero_preactivation_is_inactive():
    net = network([[[1.0], [-1.0]], [1.0]], positive=1, negative=0.5)
    assert not passes.passes(net, dataset([[1.0, 1.0], [2.0, 1.0]])).active[0][0, 0]


def test_duplicates_give_exactly_zero():
    X = dataset([[1.0, 2.0], [1.0, 2.0], [0.0, 1.0]])
    found = Certified(gaussian(2, (5,), 0), X).ntk()
    assert found.lo == found.hi == 0 and "rank" in found.structural


def test_fewer_parameters_than_rows_give_exactly_zero():
    X = dataset(np.random.default_rng(0).standard_normal((5, 2)))
    assert "4 parameters" in Certified(network([[[1.0], [2.0]], [1.0]], [[0.5], None]), X).ntk().structural


def test_wide_networks_are_decided_in_float64_to_nine_digits():
    X = dataset(np.random.default_rng(1).standard_normal((40, 6)))
    found = Certified(gaussian(6, (200, 150), 2), X).ntk()
    assert 0 < found.hi - found.lo < found.lo / 10**8


@pytest.mark.parametrize(
    "change",
    [
        {"kernel": ("_gram_error", lambda rows, extra=0: Fraction(0))},
        {"passes": ("cheap_norm", lambda W: Fraction(1, 2**60))},
    ],
    ids=["no error of products", "no norm of weights"],
)
def test_error_bounds_that_are_too_small_are_noticed(monkeypatch, change):
    """With a part of the proof's bound left out some entry leaves its interval."""
    for where, (name, value) in change.items():
        monkeypatch.setattr({"kernel": kernel, "passes": passes}[where], name, value)
    monkeypatch.setattr(passes, "gamma", lambda k: Fraction(0))
    monkeypatch.setattr(kernel, "gamma", lambda k: Fraction(0))
    monkeypatch.setattr(kernel, "LEAST_ETA", 0.0)
    wrong = 0
    for seed in range(6):
        net = gaussian(3, (30, 30), seed)
        X = np.random.default_rng(seed).standard_normal((4, 3))
        K, integers = empirical_ntk(net, dataset(X)), exact_ntk(net, X)
        for k, v in enumerate(integers.values.entries()):
            i, j = divmod(k, 4)
            error = Fraction(K.eta) * Fraction(K.scale[i]) * Fraction(K.scale[j])
            wrong += abs(Fraction(K.mid[i, j]) - Fraction(int(v), 2**integers.places)) > error
    assert wrong


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([], "no layers"),
        ([[[1.0, np.nan]], [1.0, 1.0]], "nan"),
        ([[[1.0, 2.0]], [[1.0, 2.0], [1.0, 1.0]]], "2 outputs"),
        ([[["a"]]], "not real numbers"),
        ([np.ones((2, 2, 2))], "shape"),
        ([[[1e300]]], "larger than"),
        ([np.array([[2**53 + 1]])], "not exact"),
        ([[[2**53 + 1, 0.5]], [1.0, 1.0]], "not exact"),
        ([np.array([[np.longdouble(1) + np.longdouble(2) ** -60]])], "not exact"),
    ],
)
def test_networks_that_are_none_are_refused(weights, message):
    with pytest.raises(InputError, match=message):
        network(weights)


def test_data_of_another_dimension_are_refused():
    with pytest.raises(InputError, match="the network takes 3"):
        empirical_ntk(gaussian(3, (4,), 0), dataset([[1, 0], [0, 1]]))
