"""Lipschitz constants: enumeration on the plane against brute force, bounds in the right order."""

from fractions import Fraction

import numpy as np
import pytest

from ntksym.data import dataset
from ntksym.networks.jacobians import norms_below
from ntksym.networks.lipschitz import halves_bound, lipschitz, product_bound
from ntksym.networks.network import gaussian, network
from ntksym.networks.regions import cone_lipschitz
from ntksym.spectra.operator_norm import cheap_norm, frobenius, tight_norm


def by_angles(net, k, count=4000):
    """The largest Jacobian norm of g_k on a fine circle, in float64."""
    u = np.linspace(0, 2 * np.pi, count, endpoint=False) + 1e-3
    f, J = np.stack([np.cos(u), np.sin(u)], axis=1), np.tile(np.eye(2), (count, 1, 1))
    for at, W in enumerate(net.weights[:k], 1):
        f, J = f @ W, J @ W
        if at < k:
            slopes = np.where(f > 0, net.positive, net.negative)
            f, J = f * slopes, J * slopes[:, None, :]
    return np.linalg.norm(J, 2, axis=(1, 2)).max()


@pytest.mark.parametrize("seed", range(6))
def test_cones_of_the_plane_give_the_exact_constant(seed):
    net = gaussian(2, (6, 5), seed)
    for k in (1, 2, 3):
        found = cone_lipschitz(net, k)
        assert found.hi - found.lo < Fraction(1, 10**12)
        assert float(found.hi) == pytest.approx(by_angles(net, k), rel=1e-6)


def test_leaky_slopes_and_integer_ties_on_the_plane():
    net = network([[[1.0, 1.0, -1.0], [0.0, 1.0, 0.0]], [[1.0], [2.0], [3.0]]], positive=1.0, negative=0.25)
    assert float(cone_lipschitz(net, 2).hi) == pytest.approx(by_angles(net, 2), rel=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_bounds_are_in_order(seed):
    net = gaussian(3, (7, 6), seed)
    for k in (1, 2, 3):
        found = lipschitz(net, k, dataset(np.random.default_rng(seed).standard_normal((4, 3))))
        assert 0 < found.low <= found.high <= product_bound(net, k)
        assert halves_bound(net, k) <= product_bound(net, k) * (1 + Fraction(1, 10**6))


def test_halves_of_two_layers_are_the_formula_of_the_notes():
    net = gaussian(3, (5, 4), 1)
    W1, W2 = net.weights[:2]
    expected = (np.linalg.norm(W1 @ W2, 2) + np.linalg.norm(W1, 2) * np.linalg.norm(W2, 2)) / 2
    assert float(halves_bound(net, 2)) == pytest.approx(expected, rel=1e-9)


def test_no_norm_is_given_on_a_kink():
    net = network([[[1.0], [-1.0]], [1.0]])
    kink, smooth = norms_below(net, np.array([[1.0, 1.0], [2.0, 1.0]]), 2)
    assert kink is None and float(smooth) == pytest.approx(2**0.5, rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_norms_at_points_are_below_the_jacobians_and_close(seed):
    """Biases, leaky slopes, scales from 2^-90 to 2^90: against float64 singular values."""
    rng = np.random.default_rng(seed)
    scale = 2.0 ** (60 * seed - 90)
    weights = [scale * rng.standard_normal(s) for s in ((3, 7), (7, 5), (5, 4), (4, 1))]
    net = network(weights, [scale * rng.standard_normal(7), None, None, np.ones(1)], negative=0.5)
    for k in (1, 2, 3):
        x = rng.standard_normal(3)
        f, J = x, np.eye(3)
        for at in range(k):
            f, J = f @ net.weights[at] + (net.biases[at] if at == 0 else 0), J @ net.weights[at]
            if at < k - 1:
                f, J = f * np.where(f > 0, 1, 0.5), J * np.where(f > 0, 1, 0.5)
        truth, found = np.linalg.norm(J, 2), float(norms_below(net, np.array([x, -2 * x]), k)[0])
        assert truth * (1 - 1e-3) < found <= truth * (1 + 1e-12)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (40, 7), (60, 60)])
def test_norm_bounds_are_above_the_norm_and_close(shape):
    W = np.random.default_rng(0).standard_normal(shape) * 2.0**-70
    truth = np.linalg.norm(W, 2)
    assert truth * (1 - 1e-12) <= float(tight_norm(W)) <= truth * (1 + 1e-6)
    assert truth * (1 - 1e-12) <= float(cheap_norm(W)) <= truth * min(shape) ** (1 / 16) * (1 + 1e-9)
    assert float(frobenius(W)) == pytest.approx(np.linalg.norm(W), rel=1e-12)


def test_the_norm_of_nothing_is_zero():
    assert tight_norm(np.zeros((3, 2))) == cheap_norm(np.zeros((3, 2))) == 0
