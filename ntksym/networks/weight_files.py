"""Networks from files: .npz, .safetensors, or a PyTorch state_dict (.pt, .pth).

The names of the arrays are those of :mod:`ntksym.networks.named_arrays`.  Nothing in a file is executed: no pickle but
PyTorch's restricted one (``weights_only=True``).  A file says how large its arrays are before they are read, or, for
PyTorch, before they are converted: small files of huge arrays are refused.
"""

from __future__ import annotations

import math
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ntksym.data_arrays import LIMIT
from ntksym.data_files import npy_header
from ntksym.errors import InputError
from ntksym.networks.named_arrays import Arrays, from_arrays, short
from ntksym.networks.network import Network

BYTES = 8 * LIMIT  # of a file, and of what its zip archive unpacks to
TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "BOOL": "?",
    "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1",
}  # fmt: skip
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
    try:
        _check(file, suffix)
        arrays = {".npz": _npz, ".safetensors": _safetensors}.get(suffix, _torch)(file)
    except OSError as error:
        raise InputError(str(file), error.strerror or "cannot be read", "check the path and its permissions") from None
    if sum(math.prod(value.shape) for value in arrays.values()) > LIMIT:
        raise InputError(file.name, f"more than {LIMIT} numbers", "save the weights of one network")
    return from_arrays(arrays, file.name, output=output, positive=positive, negative=negative)


def _check(file: Path, suffix: str) -> None:
    if not file.exists():
        raise InputError(str(file), "no such file", "check the path of the weights")
    if suffix not in SUFFIXES:
        raise InputError(file.name, f"unknown file type {short(suffix)}", f"save weights as {', '.join(SUFFIXES)}")
    if not file.is_file() or file.stat().st_size > BYTES:
        raise InputError(file.name, "not a file of at most 2 GiB", "save the weights of one network")
    if suffix != ".safetensors" and zipfile.is_zipfile(file) and _unpacked(file) > BYTES:
        raise InputError(file.name, "it unpacks to more than 2 GiB", "save the weights of one network")


def _unpacked(file: Path) -> int:
    try:
        with zipfile.ZipFile(file) as packed:
            return sum(info.file_size for info in packed.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError(file.name, f"a damaged archive ({str(error)[:60]})", "save the weights again") from None


def _natural(key: str) -> list[tuple[int, int, str]]:
    """A sort key under which 2.weight comes before 10.weight; digits are compared as text, however many."""
    parts = [part for part in re.split(r"(\d+)", key) if part]
    return [(0, len(part.lstrip("0")), part) if part.isdecimal() else (1, 0, part) for part in parts]


def _in_order(keys: Iterable[str], file: Path) -> list[str]:
    """The names by the numbers of their layers; without numbers as an .npz archive has them, the order of saving."""
    stored = list(keys)
    layers = [key.rpartition(".")[0] for key in stored if "." in key]
    kinds = {re.sub(r"\d+", "#", layer): layer for layer in layers}
    if len(kinds) <= 1:
        return sorted(stored, key=_natural)
    if file.suffix.lower() != ".npz":
        one, other = (short(layer) for layer in [*kinds.values()][:2])
        why = f"no number says which of the layers {one} and {other} comes first, and this format keeps no order"
        raise InputError(file.name, why, "number the layers, or save the state_dict with numpy.savez or torch.save")
    return stored


def _npz(file: Path) -> Arrays:
    try:
        with zipfile.ZipFile(file) as packed:
            names = {name.removesuffix(".npy"): name for name in packed.namelist()}
            return {key: _member(packed, names[key], file.name) for key in _in_order(names, file)}
    except InputError:
        raise
    except Exception as error:  # zip, zlib, headers, pickles refused: many ways to be damaged
        raise InputError(
            file.name, f"not an intact .npz file of numbers ({str(error)[:60]})", "save it again with numpy.savez"
        ) from None


def _member(packed: zipfile.ZipFile, key: str, name: str) -> NDArray[Any]:
    info = packed.getinfo(key)
    with packed.open(info) as stream:
        npy_header(stream, info.file_size, f"{name}[{short(key)}]")
    with packed.open(info) as stream:
        return np.asarray(npy.read_array(stream, allow_pickle=False))


def _safetensors(file: Path) -> Arrays:
    try:
        from safetensors import deserialize
    except ImportError:
        raise InputError(file.name, "safetensors is not installed", "run `pip install 'ntksym[safetensors]'`") from None
    try:
        parse: Any = deserialize
        tensors = dict(parse(file.read_bytes()))
    except Exception as error:  # the library's own errors
        raise InputError(
            file.name, f"not an intact .safetensors file ({str(error)[:60]})", "save it again with safetensors"
        ) from None
    foreign = next((key for key in tensors if tensors[key]["dtype"] not in TYPES), None)
    if foreign is not None:
        why = f"{short(foreign)} is of type {tensors[foreign]['dtype']}"
        raise InputError(file.name, why, f"save it as one of {', '.join(TYPES)}")
    return {key: _tensor(**tensors[key]) for key in _in_order(tensors, file)}


def _tensor(shape: list[int], dtype: str, data: bytes) -> NDArray[Any]:
    values = np.frombuffer(data, TYPES[dtype])
    if dtype == "BF16":  # the upper half of a float32
        values = (values.astype("<u4") << 16).view("<f4")
    return values.reshape(shape)


def _torch(file: Path) -> Arrays:
    try:
        import torch
    except ImportError:
        raise InputError(
            file.name,
            "PyTorch is not installed",
            "run `pip install 'ntksym[torch]'`, or save it as .safetensors or .npz",
        ) from None
    try:
        with warnings.catch_warnings(action="ignore"):  # about the formats that are refused
            found = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # pickle and zip errors of every kind
        raise InputError(
            file.name, f"not a readable state_dict ({str(error)[:60]})", "save model.state_dict() with torch.save"
        ) from None
    if not isinstance(found, Mapping) or not all(isinstance(key, str) for key in found):
        raise InputError(file.name, "not a state_dict", "save model.state_dict() with torch.save")
    other = next((key for key, value in found.items() if not isinstance(value, torch.Tensor)), None)
    if other is not None:
        why = f"{short(other)} is not a tensor: a checkpoint or something else, not a state_dict"
        raise InputError(file.name, why, "save model.state_dict() with torch.save")
    return dict(found)
