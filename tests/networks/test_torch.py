"""PyTorch models, saved and read back: the same network, and the NTK of torch.func's Jacobians."""

import json
from itertools import pairwise

import numpy as np
import pytest
from typer.testing import CliRunner

from ntksym.cli.app import app
from ntksym.data import dataset
from ntksym.errors import InputError
from ntksym.networks.kernel import empirical_ntk
from ntksym.networks.weight_files import load_network

torch = pytest.importorskip("torch")
nn = torch.nn


def model(*shape, bias=True, seed=0):
    torch.manual_seed(seed)
    layers = []
    for inputs, outputs in pairwise(shape):
        layers += [nn.Linear(inputs, outputs, bias=bias), nn.ReLU()]
    return nn.Sequential(*layers[:-1]).double()


def torch_ntk(module, X):
    """J J^T by functional reverse mode, one output."""
    parameters = {name: p.detach() for name, p in module.named_parameters()}

    def output(values, x):
        return torch.func.functional_call(module, values, (x[None, :],))[0, 0]

    jacobians = torch.func.vmap(torch.func.jacrev(output), in_dims=(None, 0))(parameters, torch.from_numpy(X))
    J = torch.cat([j.reshape(len(X), -1) for j in jacobians.values()], dim=1)
    return (J @ J.T).numpy()


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", [(3, 8, 1), (4, 20, 10, 1), (5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 1)])
def test_a_saved_model_has_the_ntk_of_torch_func(shape, bias, tmp_path):
    module, X = model(*shape, bias=bias), np.random.default_rng(0).standard_normal((7, shape[0]))
    torch.save(module.state_dict(), tmp_path / "m.pt")
    net = load_network(tmp_path / "m.pt")
    assert net.widths == shape[1:-1] and all((b is not None) == bias for b in net.biases)
    K, truth = empirical_ntk(net, dataset(X)), torch_ntk(module, X)
    assert np.abs(K.mid - truth).max() <= 1e-10 * np.abs(truth).max()


@pytest.mark.parametrize("kind", ["float16", "bfloat16", "float32", "float8_e4m3fn"])
def test_short_floats_are_read_exactly(kind, tmp_path):
    state = {k: v.to(getattr(torch, kind)) for k, v in model(3, 4, 1).state_dict().items()}
    torch.save(state, tmp_path / "m.pth")
    net = load_network(tmp_path / "m.pth")
    assert np.array_equal(net.weights[0], state["0.weight"].to(torch.float64).numpy().T)
    assert np.array_equal(net.biases[1], state["2.bias"].to(torch.float64).numpy())


def test_the_command_reads_a_model_and_an_npz_of_data(tmp_path):
    module, X = model(2, 40, 1), np.random.default_rng(0).standard_normal((6, 2))
    torch.save(module.state_dict(), tmp_path / "model.pt")
    np.savez(tmp_path / "data.npz", X=X)
    result = CliRunner().invoke(app, ["network", str(tmp_path / "model.pt"), str(tmp_path / "data.npz"), "--json"])
    assert result.exit_code == 0
    ends = json.loads(result.stdout)["lambda_min"]
    truth = np.linalg.eigvalsh(torch_ntk(module, X))[0]
    assert float(ends["lo"]) == pytest.approx(truth, rel=1e-9) == float(ends["hi"])


def files():
    """What people save by mistake, and a word of the refusal."""
    good = model(3, 4, 1)
    yield "conv", nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 1)).state_dict(), "'0.weight'"
    yield "batch norm", nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)).state_dict(), "'1.weight'"
    yield "lstm", nn.LSTM(3, 4).state_dict(), "weight_ih_l0"
    yield "whole model", good, "not a readable state_dict"
    yield "checkpoint", {"model": good.state_dict(), "epoch": 3}, "'model' is not a tensor"
    yield "tensor", torch.ones(3), "not a state_dict"
    yield "many outputs", model(3, 4, 2).state_dict(), "2 outputs"
    yield "nan", {"0.weight": torch.full((1, 3), float("nan"))}, "nan"
    yield "sparse", {"0.weight": torch.eye(3).to_sparse()}, "not an array of numbers"
    yield "no data", {"0.weight": torch.ones(1, 3, device="meta")}, "not an array of numbers"
    yield "stretched", {"0.weight": torch.ones(1, 1).expand(2**16, 2**16)}, "more than"


@pytest.mark.parametrize(("name", "saved", "word"), list(files()), ids=lambda v: v if isinstance(v, str) else "")
def test_other_files_are_refused_in_one_line(name, saved, word, tmp_path):
    torch.save(saved, tmp_path / "m.pt")
    with pytest.raises(InputError) as error:
        load_network(tmp_path / "m.pt")
    assert word in str(error.value) and "\n" not in str(error.value) and len(str(error.value)) < 400
