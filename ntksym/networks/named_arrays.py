"""Networks from named arrays.

Two namings are understood.  ``W1, b1, W2, ...``: matrices (inputs, outputs), as in the papers.  ``NAME.weight`` and
``NAME.bias`` in the order of the layers: matrices (outputs, inputs), as in a PyTorch state_dict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ntksym.errors import InputError
from ntksym.networks.network import Network, network

Arrays = Mapping[str, NDArray[Any]]
PAPER = re.compile(r"([Wb])([1-9][0-9]{0,3})")


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
    plain = {key: _array(value, f"{name}[{short(key)}]") for key, value in arrays.items()}
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
            why = f"{short(key)} of shape {value.shape} is not a fully connected layer's weight or bias"
            raise InputError(name, why, "give a network of fully connected layers, or W1, b1, W2, ...")
        (weights if kind == "weight" else biases)[layer] = value
    lonely = [layer for layer in biases if layer not in weights]
    if lonely:
        raise InputError(
            name, f"{short(lonely[0] + '.bias')} has no weight", "give a network of fully connected layers"
        )
    return [W.T for W in weights.values()], [biases.get(layer) for layer in weights]


def short(key: object) -> str:
    """A name as a message shows it: on one line, no control characters, at most 60 characters."""
    return repr(str(key)[:60])


def _array(value: Any, what: str) -> NDArray[Any]:
    try:
        if hasattr(value, "detach"):  # a PyTorch tensor
            value = value.detach().cpu()
            if value.is_floating_point() and value.element_size() < 4:
                value = value.float()  # exact: NumPy has no bfloat16 and no 8-bit floats
        return np.asanyarray(value)  # a mask is kept, and refused later
    except Exception as error:  # sparse, quantized, without data: whatever a tensor raises
        raise InputError(what, f"not an array of numbers ({type(error).__name__})", "give arrays of floats") from None
