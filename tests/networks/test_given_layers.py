"""Given lower layers below random ones: the theorems with certified features in place of data, and simulation."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ntksym.cli.app import app
from ntksym.data import dataset
from ntksym.data_sets import sample
from ntksym.errors import InputError
from ntksym.kernels.dot_product import ntk
from ntksym.networks import given_layers
from ntksym.networks.given_layers import GivenLayers
from ntksym.networks.guarantees import guarantees, sufficient_width
from ntksym.networks.kernel import empirical_ntk
from ntksym.networks.network import gaussian, network
from ntksym.networks.passes import Rows
from ntksym.networks.wide_data import WideData
from ntksym.spectra.smallest import lambda_min
from ntksym.theorems.karhadkar.width import FIRST, SECOND

FAILURE, WIDTH = Fraction(1, 4), 20000


@pytest.fixture(scope="module")
def below():
    """Two given layers, trained in no way, on five inputs."""
    X = np.random.default_rng(1).standard_normal((5, 4))
    return GivenLayers(gaussian(4, (12, 10, 1), 3), dataset(X))


def test_no_given_layer_is_the_theorem_for_data():
    data = sample("icosahedron")
    pairs = zip(guarantees(GivenLayers(gaussian(3, (4,), 0), data), (5000,)), guarantees(data, (5000,)), strict=True)
    for found, same in pairs:
        assert (found.name, found.applies, found.probability) == (same.name, same.applies, same.probability)
        assert found.lower is None or abs(found.lower / same.lower - 1) < Fraction(1, 10**6)


def test_exact_features_stand_in_place_of_data():
    """Integer weights and inputs: F_1 is exact, and everything is what it is for the data set of its rows."""
    W, X = np.array([[1.0, -1.0, 2.0], [0.0, 2.0, 1.0]]), [[2.0, 1.0], [1.0, 3.0], [3.0, -1.0]]
    found = GivenLayers(network([W, np.ones((3, 2)), [1.0, 1.0]]), dataset(X), layers=1)
    F = WideData(dataset(np.maximum(np.array(X) @ W, 0)))
    close = 1 - Fraction(1, 10**6)
    assert F.first * close <= found.first <= lambda_min(F.data, FIRST).hi
    assert F.features * close <= found.features <= lambda_min(F.data, SECOND).hi
    assert F.frobenius2 <= found.frobenius2 <= F.frobenius2 / close
    assert F.square * close <= found.square <= F.square / close
    assert found.dimension == 3
    limit, truth = found.limit(2), lambda_min(F.data, ntk(2))
    assert limit.lo <= truth.hi and truth.lo <= limit.hi
    for g in guarantees(found, (3000,), Fraction(1, 100)):
        same = next(o for o in guarantees(F, (3000,), Fraction(1, 100)) if o.name == g.name)
        assert (g.lower is None) == (same.lower is None)
        assert g.lower is None or abs(g.lower / same.lower - 1) < Fraction(1, 10**5)


def top_part(F, n, rng, *, signs=False):
    """2/n times the part of the NTK that two random layers on top of features make, from its definition."""
    W = rng.standard_normal((F.shape[1], n))
    a = rng.choice([-1.0, 1.0], n) if signs else rng.standard_normal(n)
    g = F @ W
    B, G = (g > 0) * a, np.maximum(g, 0)
    return 2 / n * ((F @ F.T) * (B @ B.T) + (0 if signs else G @ G.T))


def rates(below, factor=Fraction(1), draws=100):
    """How often each theorem's bound, times a factor, is above the simulated eigenvalue."""
    found = [g for g in guarantees(below, (WIDTH,), FAILURE) if g.lower]
    failed = dict.fromkeys([g.name for g in found], 0)
    for seed in range(draws):
        for signs in (False, True):
            value = np.linalg.eigvalsh(top_part(below.rows.mid, WIDTH, np.random.default_rng(seed), signs=signs))[0]
            for g in found:
                if ("signs" in g.name) == signs:
                    failed[g.name] += value < float(g.lower * factor)
    return {name: count / draws for name, count in failed.items()}


def test_simulated_failure_rates_never_exceed_delta(below):
    """100 top layers of width 20,000, delta = 1/4; a bound without its loss fails more often than that."""
    found = rates(below)
    assert set(found) >= {"FW-2", "FW-2, signs", "W, first layer", "W"}
    assert max(found.values()) <= FAILURE
    kept = {g.name: g.lower / below.limit(2).hi for g in guarantees(below, (WIDTH,), FAILURE) if g.lower}
    without_loss = rates(below, 1 / min(kept.values()), draws=40)
    assert without_loss[min(kept, key=lambda name: kept[name])] > FAILURE


def test_given_output_weights_keep_their_part_at_random_hidden_ones(below):
    """Only W_{L-1} is drawn: 100 times, delta = 1/4, heavy outputs dropped; the mean alone as a bound fails."""
    given_net = gaussian(4, (12, 10, 20000), 3)
    found = GivenLayers(given_net, below.data)
    (bound,) = (g.lower for g in guarantees(found, (20000,), FAILURE) if g.name == "FW-2, given outputs")
    assert all(g.name != "FW-2, given outputs" for g in guarantees(found, (19999,), FAILURE))
    a, F, values = found.outputs, found.rows.mid, []
    for seed in range(100):
        B = (F @ np.random.default_rng(seed).standard_normal((10, 20000)) > 0) * a
        values.append(np.linalg.eigvalsh((F @ F.T) * (B @ B.T))[0] * 2 / 20000)
    mean = 2 * float(found.first) * float(a @ a) / 20000
    assert 0.2 * mean < float(bound) < mean
    assert np.mean(np.array(values) < float(bound)) <= FAILURE
    assert np.mean(np.array(values) < mean) > FAILURE


def test_the_whole_ntk_is_above_the_random_layers_part(below):
    """J J^T of the network whose last two layers are drawn, against every bound that holds for Gaussian ones."""
    rng = np.random.default_rng(5)
    lower = gaussian(4, (12, 10, 1), 3).weights[:2]
    whole = network([*lower, rng.standard_normal((10, WIDTH)), rng.standard_normal((WIDTH, 1))])
    value = np.linalg.eigvalsh(empirical_ntk(whole, below.data).mid)[0] * 2 / WIDTH
    found = guarantees(below, (WIDTH,), FAILURE)
    assert all(g.upper is None for g in found)
    assert all(float(g.lower) <= value for g in found if g.lower and "signs" not in g.name)


def test_several_random_layers_are_allowed(below):
    """FW-3 (a) on top of given layers: only the first random one must be wide."""
    found = {g.name: g for g in guarantees(below, (10**6, 300), FAILURE)}
    assert found["FW-3 (a)"].lower > 0
    assert found["FW-3 (a)"].lower < below.limit(3).hi


def test_a_sufficient_width_above_given_layers_keeps_the_share(below):
    width = sufficient_width(below, "W", Fraction(1, 2), failure=FAILURE)
    lower = {n: {g.name: g.lower for g in guarantees(below, (n,), FAILURE)}["W"] for n in (width, width - 1)}
    assert lower[width] >= below.limit(2).hi / 2 > (lower[width - 1] or 0)


def moved(below, size):
    """The same features, known only up to an error that moves some rows towards each other."""
    mid, rng = below.rows.mid.copy(), np.random.default_rng(0)
    step = rng.standard_normal(mid.shape)
    step *= size / np.linalg.norm(step, axis=1)[:, None]
    other = GivenLayers(gaussian(4, (12, 10, 1), 3), below.data)
    other.rows = Rows.of(mid + step, np.full(len(mid), size * (1 + 1e-9)))
    return other


def test_an_error_of_the_features_is_paid_for(below, monkeypatch):
    """Bounds from midpoints that are off hold for the features themselves; without the payment one does not."""
    truth = {k: below.limit(2).lo if k == "limit" else getattr(below, k) for k in ("first", "features", "limit")}
    for size in (1e-9, 1e-6, 1e-4):
        other = moved(below, size)
        assert other.first <= truth["first"] and other.features <= truth["features"]
        assert other.limit(2).lo <= truth["limit"] <= other.limit(2).hi
        assert other.square >= np.linalg.norm(below.rows.mid, 2) ** 2
    assert moved(below, 1e-9).first > truth["first"] * Fraction(99, 100)
    monkeypatch.setattr(given_layers, "TURN", Fraction(0))
    for seed in range(6):
        other = moved(below, 1e-4 * 2**seed)
        if other.first > truth["first"] or other.features > truth["features"]:
            return
        if not other.limit(2).lo <= truth["limit"] <= other.limit(2).hi:
            return
    raise AssertionError("a missing payment was not noticed")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**20), st.floats(-6, 1))
def test_kernels_move_no_more_than_is_paid(seed, exponent):
    """|k(x, y) - k(x', y')| <= m (1 + pi)(e s_y + s_x e), m = 5/4 and L(L + 1)/2, at random points."""
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((2, 3))
    y = x + y * 10.0 ** rng.uniform(-3, 1) if seed % 2 else y
    u, v = rng.standard_normal((2, 3))
    e = 10.0**exponent
    x2, y2 = x + e * u / np.linalg.norm(u), y + e * v / np.linalg.norm(v)
    s, t = (max(np.linalg.norm(a), np.linalg.norm(b)) for a, b in ((x, x2), (y, y2)))
    before, after = kernels(x, y), kernels(x2, y2)
    for name, m in (("kappa1", 5 / 4), ("tkappa0", 5 / 4), (2, 3), (3, 6), (4, 10)):
        assert abs(before[name] - after[name]) <= m * float(given_layers.TURN) * e * (s + t) + 1e-12


def kernels(x, y):
    a = math.acos(max(-1.0, min(1.0, x @ y / np.linalg.norm(x) / np.linalg.norm(y))))
    length, t = np.linalg.norm(x) * np.linalg.norm(y), math.cos(a)

    def k0(t):
        return 1 - math.acos(max(-1, min(1, t))) / math.pi

    def k1(t):
        return math.sqrt(max(0, 1 - t * t)) / math.pi + t * k0(t)

    found, sigma, theta = {"kappa1": k1(t) * length, "tkappa0": t * k0(t) * length}, t, t
    for depth in (2, 3, 4):
        sigma, theta = k1(sigma), k1(sigma) + theta * k0(sigma)
        found[depth] = theta * length
    return found


def test_dead_rows_and_narrow_layers_say_why():
    W = np.array([[1.0, 2.0], [1.0, -1.0]])
    dead = GivenLayers(network([W, np.ones((2, 1))]), dataset([[1.0, 0.0], [-1.0, -0.5]]), layers=1)
    assert "row 1 of layer 1 is 0" in (dead.limit(2).structural or "")
    assert not any(g.applies for g in guarantees(dead, (10**6,)))


@pytest.mark.parametrize(
    ("net", "layers", "message"),
    [
        (gaussian(3, (4,), 0), 2, "hidden layers 0 to 1"),
        (gaussian(3, (4,), 0), -1, "hidden layers 0 to 1"),
        (network([np.ones((3, 4)), np.ones(4)], negative=0.5), 1, "for the ReLU"),
        (gaussian(5, (4,), 0), 1, "the network takes 5"),
    ],
)
def test_networks_that_do_not_fit_are_refused(net, layers, message):
    with pytest.raises(InputError, match=message):
        GivenLayers(net, sample("icosahedron"), layers)


def test_the_command_takes_given_layers(tmp_path):
    net = gaussian(3, (30, 20, 1), 0)
    np.savez(tmp_path / "net.npz", **{f"W{k}": W for k, W in enumerate(net.weights, 1)})
    arguments = ["widths", "@icosahedron", "--below", str(tmp_path / "net.npz"), "--hidden", "20000"]
    found = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert found["below"] == "layers 1 to 2 of net.npz" and found["lipschitz"] is None
    expected = {g.name: g.lower for g in guarantees(GivenLayers(net, sample("icosahedron")), (20000,))}
    for theorem in found["theorems"]:
        lower = theorem["lower"]
        assert (lower is None) == (expected[theorem["name"]] is None)
        assert lower is None or float(lower) == pytest.approx(float(expected[theorem["name"]]), rel=1e-9)
    drawn = CliRunner().invoke(app, [*arguments, "--simulate", "3", "--at", "4000", "--plot", str(tmp_path / "x.png")])
    assert drawn.exit_code == 0 and (tmp_path / "x.png").stat().st_size > 1000
    assert 0.8 < float(drawn.stdout.split("mean of lambda_min/limit ")[1].split()[0]) < 1.2
    for wrong in ([*arguments, "--layers", "4"], ["widths", "@icosahedron", "--layers", "1"]):
        refused = CliRunner().invoke(app, wrong)
        assert isinstance(refused.exception, InputError) and "\n" not in str(refused.exception)
