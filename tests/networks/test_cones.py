"""Activation regions by double description: against all patterns, each decided by Fourier-Motzkin elimination."""

from fractions import Fraction
from itertools import pairwise, product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.data import dataset
from ntksym.errors import InputError
from ntksym.networks import cones, jacobians
from ntksym.networks import regions as enumeration
from ntksym.networks.exact import Scaled
from ntksym.networks.lipschitz import lipschitz
from ntksym.networks.lipschitz_law import regions
from ntksym.networks.network import gaussian, network
from ntksym.networks.regions import cone_lipschitz


def feasible(rows):
    """Whether some x has c + <a, x> > 0 for all rows (c, a): one variable after the other is eliminated."""
    while rows and len(rows[0]) > 1:
        up, down, rest = ([r for r in rows if s(r[-1])] for s in (lambda v: v > 0, lambda v: v < 0, lambda v: v == 0))
        rows = [r[:-1] for r in rest]
        rows += [tuple(u[i] / u[-1] - v[i] / v[-1] for i in range(len(u) - 1)) for u in up for v in down]
        rows = list(dict.fromkeys(rows))
        if not rows:
            return True
    return all(r[0] > 0 for r in rows)


def brute_force(net, k):
    """The Jacobians of g_k on all feasible patterns, by definition."""
    p, q = Fraction(net.positive), Fraction(net.negative)
    weights = [[[Fraction(v) for v in row] for row in W.tolist()] for W in net.weights]
    biases = [None if b is None else [Fraction(v) for v in b.tolist()] for b in net.biases]
    found = set()
    for bits in product((True, False), repeat=sum(net.widths[: k - 1])):
        left, rows = list(bits), []
        maps = [(Fraction(0), *(Fraction(i == j) for j in range(net.d))) for i in range(net.d)]
        for layer in range(k):
            W, b = weights[layer], biases[layer]
            maps = [
                tuple(
                    sum(W[i][j] * maps[i][t] for i in range(len(maps))) + (b[j] if b and not t else 0)
                    for t in range(net.d + 1)
                )
                for j in range(len(W[0]))
            ]
            if layer < k - 1:
                signs, left = left[: len(maps)], left[len(maps) :]
                for on, g in zip(signs, maps, strict=True):
                    if any(g):
                        rows.append(g if on else tuple(-v for v in g))
                    elif on:
                        rows.append((Fraction(-1),) + (Fraction(0),) * net.d)  # 0 is not positive
                maps = [tuple((p if on else q) * v for v in g) for on, g in zip(signs, maps, strict=True)]
        if feasible(rows):
            found.add(tuple(tuple(g[1:]) for g in maps))
    return found


def enumerated(net, k):
    return {
        tuple(tuple(Fraction(int(J.values[i, j]), 2**J.places) for i in range(net.d)) for j in range(J.values.ncols()))
        for J in enumeration.jacobians(net, k)
    }


def random_net(seed):
    """Few neurons, integers with ties and parallel or dead neurons, or generic; biases in every second net."""
    rng = np.random.default_rng(seed)
    d, hidden = int(rng.integers(1, 4)), [(4,), (5,), (3, 2), (2, 3), (2, 2, 2)][seed % 5]
    shape = [d, *hidden, int(rng.integers(1, 3)) if seed % 4 else 1]

    def numbers(*size):
        return rng.integers(-2, 3, size=size).astype(float) if seed % 3 else rng.standard_normal(size)

    weights = [numbers(a, b) for a, b in pairwise(shape)]
    weights.append(np.ones((shape[-1], 1)))
    biases = [numbers(b) for b in shape[1:]] + [None] if seed % 2 else None
    return network(weights, biases, negative=[0.0, 0.25, -1.0][seed % 7 % 3]), len(shape) - 1


@pytest.mark.parametrize("seed", range(30))
def test_jacobians_are_those_of_all_feasible_patterns(seed):
    net, k = random_net(seed)
    truth = brute_force(net, k)
    assert enumerated(net, k) == truth
    largest = max(np.linalg.norm(np.array([[float(v) for v in row] for row in J]), 2) for J in truth)
    found = cone_lipschitz(net, k)
    assert found.hi - found.lo <= found.hi / 10**12
    assert float(found.hi) == pytest.approx(largest, rel=1e-12)


@pytest.mark.parametrize(("d", "n"), [(1, 5), (3, 8), (4, 7), (6, 5), (9, 4)])
def test_hyperplanes_in_general_position_make_so_many_regions(d, n):
    """C_d(n) through the origin, sum of C(n, i) with biases."""
    rng = np.random.default_rng(d)
    W, b = rng.standard_normal((d, n)), rng.standard_normal(n)
    assert sum(1 for _ in enumeration.jacobians(network([W, np.ones(n)]), 2)) == regions(n, d)
    with_biases = sum(1 for _ in enumeration.jacobians(network([W, np.ones(n)], [b, None]), 2))
    assert with_biases == sum(comb(n, i) for i in range(d + 1))


@pytest.fixture(scope="module")
def small():
    net = gaussian(3, (4, 3), 1)
    truth = brute_force(net, 3)
    assert enumerated(net, 3) == truth
    return net, truth


def no_new_rays(cone, heights):
    return iter(())


def one_side(cone, normal, at, values, split_line=cones._split_line):
    return split_line(cone, normal, at, values)[:1]


def swapped(cone, normal, at, values, split_line=cones._split_line):
    return [(not sign, part) for sign, part in split_line(cone, normal, at, values)]


@pytest.mark.parametrize(
    ("name", "mutant"), [("_between", no_new_rays), ("_split_line", one_side), ("_split_line", swapped)]
)
def test_an_enumeration_that_misses_regions_is_noticed(name, mutant, small, monkeypatch):
    net, truth = small
    monkeypatch.setattr(cones, name, mutant)
    assert enumerated(net, 3) != truth


def test_more_than_two_dimensions_and_biases_are_decided_on_both_sides():
    """Two layers in dimension 4, and the same with biases, in a report's own function."""
    X = dataset(np.random.default_rng(0).standard_normal((3, 4)))
    net = gaussian(4, (6, 5), 0)
    biased = network(net.weights, [np.ones(6), np.ones(5), np.ones(1)])
    for each in (net, biased):
        found = lipschitz(each, 3, X, samples=2)
        assert found.method == "enumeration" and found.high - found.low < found.high / 10**12


def test_too_many_neurons_are_one_clear_line():
    net = gaussian(6, (40, 40), 0)
    with pytest.raises(InputError, match="80 neurons in 6 dimensions make more than 100000 regions") as refused:
        cone_lipschitz(net, 3)
    assert "\n" not in str(refused.value)
    assert lipschitz(net, 3, dataset(np.eye(6))).method != "enumeration"


def test_more_regions_than_expected_stop_the_enumeration(monkeypatch):
    """The count on the way is a limit of its own."""
    monkeypatch.setattr(enumeration, "MOST_CONES", 30)
    monkeypatch.setattr(enumeration, "likely_cones", lambda network, k: 1)
    with pytest.raises(InputError, match="more than 30 regions"):
        cone_lipschitz(gaussian(3, (8,), 0), 2)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**20), st.sampled_from([52, 9]))
def test_a_norm_of_an_exact_matrix_lies_between_its_ends(rows, columns, seed, places):
    """Both sides hold however coarse the eigenvectors are: det(s I - A)'s pivots decide at s = lo^2 and hi^2."""
    values = np.random.default_rng(seed).integers(-9, 10, size=(rows, columns)).astype(float)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jacobians, "PLACES", places)
        found = jacobians.norm_ends(Scaled.of(values))
    A = [[Fraction(float(v)) for v in row] for row in values @ values.T]
    assert not definite(A, found.lo**2 * (1 - Fraction(1, 10**20)))
    assert definite(A, found.hi**2 + Fraction(1, 10**20))
    assert places == 9 or found.hi - found.lo <= found.hi / 10**12


def definite(A, s):
    """Whether s I - A is positive definite, by pivots."""
    M = [[(s if i == j else 0) - v for j, v in enumerate(row)] for i, row in enumerate(A)]
    for i, row in enumerate(M):
        if row[i] <= 0:
            return False
        for below in M[i + 1 :]:
            factor = below[i] / row[i]
            for j in range(i, len(M)):
                below[j] -= factor * row[j]
    return True
