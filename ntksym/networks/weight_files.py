"""Networks from files: .npz, .safetensors, or a PyTorch state_dict (.pt, .pth).

Two namings are understood.  ``W1, b1, W2, ...``: matrices (inputs, outputs), as in the papers.  ``NAME.weight`` and
``NAME.bias`` in the order of the layers: matrices (outputs, inputs), as in a PyTorch state_dict.

Nothing in a file is executed: no pickle but PyTorch's restricted one (``weights_only=True``).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.errors import InputError
from ntksym.networks.network import Network, network

Arrays = Mapping[str, NDArray[Any]]
LIMIT = 2**31  # bytes of a file
PAPER = re.compile(r"([Wb])([1-9][0-9]{0,3})")
SUFFIXES = (".npz", ".safetensors", ".pt", ".pth")


def load_network(
    path: str | Path, *, output: int | None = None, positive: float = 1.0, negative: float = 0.0
) -> Network:
    """The network of a file of weights.

    Parameters
    ----------
    path
        An .npz, .safetensors, .pt or .pth file.
    output
        Which output, from 0, where the last layer has several.
    positive, negative
        Slopes of the activation; the ReLU's by default.

    Raises
    ------
    InputError
        One line: the file, what is wrong, what to do.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if not file.exists():
        raise InputError(str(file), "no such file", "check the path of the weights")
    if suffix not in SUFFIXES:
        raise InputError(file.name, f"unknown file type {suffix!r}", f"save weights as {', '.join(SUFFIXES)}")
    if not file.is_file() or file.stat().st_size > LIMIT:
        raise InputError(file.name, "not a file of at most 2 GiB", "save the weights of one network")
    read = {".npz": _npz, ".safetensors": _safetensors}.get(suffix, _torch)
    return from_arrays(read(file), file.name, output=output, positive=positive, negative=negative)


def from_arrays(
    arrays: Mapping[str, Any],
    name: str = "network",
    *,
    output: int | None = None,
    positive: float = 1.0,
    negative: float = 0.0,
) -> Network:
    """The network of named arrays, for instance ``model.state_dict()``.

    Examples
    --------
    >>> from_arrays({"0.weight": np.ones((3, 2)), "0.bias": np.zeros(3), "2.weight": np.ones((1, 3))})
    Network('network', 2-3-1, biases)
    >>> from_arrays({"W1": np.ones((2, 3)), "W2": np.ones(3)})
    Network('network', 2-3-1)
    """
    plain = {key: _array(value, f"{name}[{key}]") for key, value in arrays.items()}
    if not plain:
        raise InputError(name, "it holds no weights", "save W1, b1, W2, ... or a state_dict")
    papers = [PAPER.fullmatch(key) for key in plain]
    weights, biases = _numbered(plain, name) if all(papers) else _state(plain, name)
    if output is not None:
        count = 1 if weights[-1].ndim == 1 else weights[-1].shape[1]
        if not 0 <= output < count:
            raise InputError(f"output={output}", f"{name} has {count} outputs", f"give 0 to {count - 1}")
        last = biases[-1]
        weights[-1] = weights[-1].reshape(-1, count)[:, output : output + 1]
        biases[-1] = None if last is None else np.ravel(last)[output : output + 1]
    return network(weights, biases, positive=positive, negative=negative, name=name)


Layers = tuple[list[NDArray[Any]], list[NDArray[Any] | None]]


def _numbered(arrays: Arrays, name: str) -> Layers:
    depth = max((int(key[1:]) for key in arrays if key[0] == "W"), default=0)
    missing = [f"W{k}" for k in range(1, depth + 1) if f"W{k}" not in arrays]
    spare = [key for key in arrays if key[0] == "b" and int(key[1:]) > depth]
    if not depth or missing or spare:
        why = f"{missing[0]} is missing" if missing else f"{spare[0]} has no matrix" if spare else "it holds no W1"
        raise InputError(name, why, "save W1, b1, W2, b2, ... without gaps")
    return [arrays[f"W{k}"] for k in range(1, depth + 1)], [arrays.get(f"b{k}") for k in range(1, depth + 1)]


def _state(arrays: Arrays, name: str) -> Layers:
    weights: dict[str, NDArray[Any]] = {}
    biases: dict[str, NDArray[Any]] = {}
    for key, value in arrays.items():
        layer, _, kind = key.rpartition(".")
        if kind not in ("weight", "bias") or value.ndim > 2 or (kind == "weight" and value.ndim != 2):
            why = f"{key[:60]!r} of shape {value.shape} is not a fully connected layer's weight or bias"
            raise InputError(name, why, "give a network of fully connected layers, or W1, b1, W2, ...")
        (weights if kind == "weight" else biases)[layer] = value
    lonely = [layer for layer in biases if layer not in weights]
    if lonely:
        raise InputError(name, f"{lonely[0] + '.bias'!r} has no weight", "give a network of fully connected layers")
    return [W.T for W in weights.values()], [biases.get(layer) for layer in weights]


def _array(value: Any, what: str) -> NDArray[Any]:
    if hasattr(value, "detach"):  # a PyTorch tensor
        value = value.detach().cpu()
        if str(value.dtype) == "torch.bfloat16":
            value = value.float()
    try:
        return np.asarray(value)
    except (TypeError, ValueError, RuntimeError):
        raise InputError(what, "not an array of numbers", "give arrays of floats") from None


def _natural(key: str) -> list[tuple[int, int, str]]:
    """A sort key under which 2.weight comes before 10.weight."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", key) if part]


def _npz(file: Path) -> Arrays:
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(info.file_size for info in packed.infolist()) > LIMIT:
                raise ValueError("more than 2 GiB of numbers")
        with np.load(file, allow_pickle=False) as archive:
            return {key: archive[key] for key in sorted(archive.files, key=_natural)}
    except Exception as error:  # zip, zlib, headers, pickles refused: many ways to be damaged
        raise InputError(
            file.name, f"not an intact .npz file of numbers ({str(error)[:60]})", "save it again with numpy.savez"
        ) from None


def _safetensors(file: Path) -> Arrays:
    try:
        from safetensors import safe_open
    except ImportError:
        raise InputError(file.name, "safetensors is not installed", "run `pip install 'ntksym[safetensors]'`") from None
    try:
        with safe_open(file, framework="np") as stream:
            return {key: stream.get_tensor(key) for key in sorted(stream.keys(), key=_natural)}
    except Exception as error:  # the library's own errors, and NumPy's for types that it lacks
        raise InputError(
            file.name, f"not an intact .safetensors file ({str(error)[:60]})", "save it again as float32"
        ) from None


def _torch(file: Path) -> Arrays:
    try:
        import torch
    except ImportError:
        raise InputError(
            file.name, "PyTorch is not installed", "install torch, or save the state_dict as .safetensors or .npz"
        ) from None
    try:
        found = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # pickle and zip errors of every kind
        raise InputError(
            file.name, f"not a readable state_dict ({str(error)[:60]})", "save model.state_dict() with torch.save"
        ) from None
    if not isinstance(found, Mapping) or not all(isinstance(key, str) for key in found):
        raise InputError(file.name, "not a state_dict", "save model.state_dict() with torch.save")
    return dict(found)
