"""Networks from files and named arrays, and what is refused."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from ntksym.cli.app import app
from ntksym.errors import InputError
from ntksym.networks.named_arrays import from_arrays
from ntksym.networks.weight_files import load_network

RNG = np.random.default_rng(0)
STATE = {
    "layers.2.weight": RNG.standard_normal((5, 3)).astype(np.float32),
    "layers.2.bias": RNG.standard_normal(5).astype(np.float32),
    "layers.10.weight": RNG.standard_normal((1, 5)).astype(np.float32),
}


def test_a_state_dict_is_transposed_and_its_layers_are_in_order(tmp_path):
    from safetensors.numpy import save_file

    np.savez(tmp_path / "w.npz", **STATE)
    save_file({k: np.ascontiguousarray(v) for k, v in STATE.items()}, tmp_path / "w.safetensors")
    for name in ("w.npz", "w.safetensors"):
        net = load_network(tmp_path / name)
        assert [W.shape for W in net.weights] == [(3, 5), (5, 1)]
        assert np.array_equal(net.weights[0], STATE["layers.2.weight"].T.astype(float))
        assert np.array_equal(net.biases[0], STATE["layers.2.bias"].astype(float)) and net.biases[1] is None


def test_one_of_several_outputs_is_chosen():
    arrays = {"W1": np.ones((2, 3)), "W2": np.arange(6.0).reshape(3, 2), "b2": np.array([7.0, 8.0])}
    with pytest.raises(InputError, match="2 outputs"):
        from_arrays(arrays)
    net = from_arrays(arrays, output=1)
    assert net.weights[1].ravel().tolist() == [1.0, 3.0, 5.0] and net.biases[1].tolist() == [8.0]


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"0.weight": np.ones((4, 3, 3, 3))}, "not a fully connected layer"),
        ({"0.weight": np.ones((4, 3)), "1.running_mean": np.ones(4)}, "running_mean"),
        ({"W1": np.ones((2, 2)), "W3": np.ones((2, 1))}, "W2 is missing"),
        ({"W1": np.ones((2, 2)), "W2": np.ones((3, 1))}, "takes 3 inputs"),
        ({"W1": np.ones((2, 2)), "b1": np.ones(3), "W2": np.ones((2, 1))}, "bias of 3"),
        ({"W1": np.full((2, 1), np.nan)}, "nan"),
        ({}, "no weights"),
        ({"0.bias": np.ones(3)}, "has no weight"),
    ],
)
def test_arrays_that_are_no_network_are_refused(arrays, message):
    with pytest.raises(InputError, match=message):
        from_arrays(arrays)


def test_damaged_and_foreign_files_are_refused(tmp_path):
    (tmp_path / "a.npz").write_bytes(b"PK\x03\x04 not a zip")
    (tmp_path / "b.safetensors").write_bytes(b"\xff" * 40)
    (tmp_path / "c.h5").write_bytes(b"x")
    np.savez(tmp_path / "d.npz", W1=np.array([object()]))
    for name in ("a.npz", "b.safetensors", "c.h5", "d.npz", "missing.npz"):
        with pytest.raises(InputError):
            load_network(tmp_path / name)


@pytest.fixture
def files(tmp_path):
    np.savez(tmp_path / "w.npz", W1=RNG.standard_normal((2, 30)), W2=RNG.standard_normal((30, 1)))
    np.save(tmp_path / "x.npy", RNG.standard_normal((6, 2)))
    return str(tmp_path / "w.npz"), str(tmp_path / "x.npy")


def test_the_command_prints_a_table_and_json(files):
    text = CliRunner().invoke(app, ["network", *files])
    assert text.exit_code == 0 and "sigma_min(F_1)" in text.stdout and "enumeration" in text.stdout
    found = json.loads(CliRunner().invoke(app, ["network", *files, "--json", "--slopes", "1,0.5"]).stdout)
    assert 0 < float(found["lambda_min"]["lo"]) <= float(found["lambda_min"]["hi"])


def test_widths_prints_guarantees_and_labels_monte_carlo(files, tmp_path):
    picture = tmp_path / "w.png"
    arguments = ["widths", "@icosahedron", "--hidden", "3000", "--simulate", "2", "--at", "50", "--plot", str(picture)]
    text = CliRunner().invoke(app, arguments)
    assert text.exit_code == 0 and "Monte Carlo" in text.stdout and picture.stat().st_size > 1000
    found = json.loads(CliRunner().invoke(app, ["widths", "@icosahedron", "--hidden", "3000", "--json"]).stdout)
    assert {t["name"] for t in found["theorems"]} >= {"FW-1", "FW-2", "W"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["network", "missing.npz", "@iris"],
        ["widths", "@icosahedron", "--hidden", "0"],
        ["widths", "@icosahedron", "--failure", "2"],
        ["widths", "@icosahedron", "--share", "x"],
    ],
)
def test_bad_input_is_one_line(arguments):
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, InputError) and "\n" not in str(result.exception)


def test_layers_without_numbers_keep_the_order_of_saving_or_are_refused(tmp_path):
    from safetensors.numpy import save_file

    first, last = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0]])
    state = {"input.weight": first, "hidden.weight": first.T.copy(), "head.weight": last}
    np.savez(tmp_path / "w.npz", **state)  # by the alphabet the head would come first
    net = load_network(tmp_path / "w.npz")
    assert [w.tolist() for w in net.weights] == [first.T.tolist(), first.tolist(), last.T.tolist()]
    save_file(state, tmp_path / "w.safetensors")
    with pytest.raises(InputError, match="no number says which of the layers"):
        load_network(tmp_path / "w.safetensors")
