"""Weight files from strangers: nothing is executed, memory stays bounded, and every refusal is one clear line."""

import io
import json
import os
import pickle
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntksym.errors import InputError
from ntksym.networks import weight_files
from ntksym.networks.named_arrays import from_arrays
from ntksym.networks.weight_files import load_network


def refused(path, match=None):
    with pytest.raises(InputError, match=match) as error:
        load_network(path)
    text = str(error.value)
    assert "\n" not in text and text.isprintable() and len(text) < 500
    return text


class Touch:
    """Unpickled by anyone careless, it makes a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def member(header: bytes, data: bytes = b"") -> bytes:
    header = header + b" " * (63 - (10 + len(header)) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data


def archive(path, compress=zipfile.ZIP_STORED, **members):
    with zipfile.ZipFile(path, "w", compress) as packed:
        for name, content in members.items():
            packed.writestr(f"{name}.npy", content)
    return path


def test_no_pickle_is_ever_loaded(tmp_path):
    """An object array, a raw pickle, a pickle as a member, under every name: refused, and no code has run."""
    trace, evil = tmp_path / "trace", pickle.dumps({"0.weight": Touch(tmp_path / "trace")})
    np.savez(tmp_path / "object.npz", W1=np.array([Touch(trace)], dtype=object))
    archive(tmp_path / "member.npz", W1=evil)
    names = ["object.npz", "member.npz"]
    for suffix in (".npz", ".safetensors", ".pt", ".pth"):
        (tmp_path / f"raw{suffix}").write_bytes(evil)
        names.append(f"raw{suffix}")
    for name in names:
        refused(tmp_path / name)
    assert not trace.exists()
    pickle.loads(evil)  # noqa: S301 - the control: loaded carelessly, it does run
    assert trace.is_dir()


def test_a_pytorch_file_runs_no_code(tmp_path):
    torch = pytest.importorskip("torch")
    trace = tmp_path / "trace"
    torch.save({"0.weight": Touch(trace)}, tmp_path / "evil.pt")
    refused(tmp_path / "evil.pt", "not a readable state_dict")
    assert not trace.exists()


def test_headers_that_promise_too_much_are_refused_in_little_memory(tmp_path):
    """An .npy of 2^34 numbers in 200 bytes, an archive that unpacks to 3 GiB, a header of code."""
    files = [
        archive(tmp_path / "a.npz", W1=member(b"{'descr': '<f8', 'fortran_order': False, 'shape': (131072, 131072)}")),
        archive(tmp_path / "b.npz", W1=member(b"{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 3)}")),
        archive(tmp_path / "c.npz", W1=member(b"__import__('os').mkdir('x')")),
        archive(tmp_path / "d.npz", W1=member(b"{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}", b"x" * 32)),
        archive(tmp_path / "e.npz", W1=member(b"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}", b"x" * 9)),
        archive(tmp_path / "f.npz", W1=b"no array at all"),
    ]
    tracemalloc.start()
    for file in files:
        refused(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**24


@pytest.mark.parametrize("suffix", [".npz", ".pt"])
def test_archives_that_unpack_to_too_much_are_refused(suffix, tmp_path, monkeypatch):
    monkeypatch.setattr(weight_files, "BYTES", 10**6)
    file = archive(tmp_path / f"a{suffix}", zipfile.ZIP_DEFLATED, W1=bytes(10**6 + 1))
    assert file.stat().st_size < 10**4
    refused(file, "unpacks to more than")


def test_more_numbers_than_the_limit_are_refused(tmp_path, monkeypatch):
    """Eight-bit numbers are an eighth of what they become."""
    monkeypatch.setattr(weight_files, "LIMIT", 100)
    np.savez(tmp_path / "a.npz", W1=np.ones((2, 50), dtype=np.int8), W2=np.ones(50, dtype=np.int8))
    refused(tmp_path / "a.npz", "more than 100 numbers")


def test_damaged_archives_are_refused(tmp_path):
    """A whole archive of which every prefix and many flipped bytes are tried: InputError or the same network."""
    np.savez(tmp_path / "w.npz", W1=np.ones((2, 3)), W2=np.ones((3, 1)))
    whole = (tmp_path / "w.npz").read_bytes()
    rng = np.random.default_rng(0)
    for trial in range(120):
        data = bytearray(whole[: rng.integers(1, len(whole))] if trial % 2 else whole)
        if trial % 2 == 0:
            data[rng.integers(len(data))] ^= 1 << rng.integers(8)
        (tmp_path / "x.npz").write_bytes(bytes(data))
        try:
            load_network(tmp_path / "x.npz")
        except InputError:
            refused(tmp_path / "x.npz")


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 8,
        struct.pack("<Q", 2**63) + b"{}",
        safetensors(b"[" * 5000),
        safetensors({"W1": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}, b"short"),
        safetensors({"W1": {"dtype": "F32", "shape": [2**40, 2**40], "data_offsets": [0, 4]}}, b"four"),
        safetensors({"W1": {"dtype": "F32", "shape": [1, 1], "data_offsets": [4, 0]}}, b"four"),
        safetensors({"W1": {"dtype": "F8_E4M3", "shape": [2, 1], "data_offsets": [0, 2]}}, b"ab"),
        safetensors({"W1": {"dtype": "C64", "shape": [1, 1], "data_offsets": [0, 8]}}, bytes(8)),
    ],
)
def test_safetensors_that_lie_are_refused(content, tmp_path):
    (tmp_path / "w.safetensors").write_bytes(content)
    refused(tmp_path / "w.safetensors")


@pytest.mark.parametrize("key", ["\u00b2.weight", "1" * 5000 + ".weight", "\u0663.weight", "..", "W01", "W10000"])
def test_names_with_strange_numbers_are_refused_or_read(key, tmp_path):
    one = {"dtype": "F32", "shape": [1, 1], "data_offsets": [0, 4]}
    file = tmp_path / "w.safetensors"
    file.write_bytes(safetensors({key: one, "0.weight": {**one, "data_offsets": [4, 8]}}, bytes(8)))
    if key[:-7].isdecimal():
        assert load_network(file).depth == 2
    else:
        refused(file)


def test_layers_are_ordered_by_their_numbers():
    keys = ["a.10.weight", "a.9.weight", "a.100.weight", "a.2.weight", "b.1.weight"]
    assert sorted(keys, key=weight_files._natural) == [*(f"a.{k}.weight" for k in (2, 9, 10, 100)), "b.1.weight"]


def test_bfloat16_tensors_are_read_exactly(tmp_path):
    """1.0, -2.5, 2^-126 and 3 * 2^100 as bfloat16."""
    values = np.array([1.0, -2.5, 2.0**-126, 3 * 2.0**100], dtype="<f4")
    halves = (values.view("<u4") >> 16).astype("<u2").tobytes()
    header = {"W1": {"dtype": "BF16", "shape": [4, 1], "data_offsets": [0, 8]}}
    (tmp_path / "w.safetensors").write_bytes(safetensors(header, halves))
    assert load_network(tmp_path / "w.safetensors").weights[0].ravel().tolist() == values.tolist()


@pytest.mark.parametrize(
    "key", ["a\nb.weight", "\x1b[31m.weight", "x" * 10**5 + ".weight", "\u202e.bias", ".bias", "W0"]
)
def test_names_of_any_kind_stay_on_one_readable_line(key, tmp_path):
    for value in (np.ones(3), object(), [[1, 2], [3]], np.array(["a"]), np.array([1], dtype="M8[s]")):
        with pytest.raises(InputError) as error:
            from_arrays({key: value})
        assert str(error.value).isprintable() and len(str(error.value)) < 500


@pytest.mark.parametrize(
    "array",
    [
        np.array([[1 + 1j]]),
        np.array([["1"]]),
        np.array([[1]], dtype="m8[s]"),
        np.zeros((1, 1), dtype=[("a", "f8")]),
        np.full((1, 1), -np.inf),
        np.array([[2**63 - 1]]),
        np.ones(()),
        np.ones((1, 0)),
        np.ones((0, 1)),
        np.ma.masked_array([[1.0]], [[True]]),
    ],
)
def test_arrays_of_other_things_than_real_numbers_are_refused(array):
    with pytest.raises(InputError):
        from_arrays({"W1": array})


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".npz", ".safetensors"]))
def test_random_bytes_are_refused(tmp_path_factory, content, suffix):
    file = tmp_path_factory.mktemp("bytes") / f"w{suffix}"
    file.write_bytes(content)
    refused(file)


def test_folders_pipes_and_odd_paths_are_refused(tmp_path):
    (tmp_path / "w.npz").mkdir()
    os.mkfifo(tmp_path / "p.npz")
    for name in ("w.npz", "p.npz", "a\x00b.npz", "a\nb.npz", "n" * 300 + ".npz", "x.\x1b[31m"):
        refused(tmp_path / name)


def test_a_negative_control_is_read(tmp_path):
    """The helpers above make a good file as well."""
    buffer = io.BytesIO()
    np.save(buffer, np.ones((2, 1)))
    assert load_network(archive(tmp_path / "w.npz", W1=buffer.getvalue())).d == 2
    header = {"W1": {"dtype": "F32", "shape": [1, 1], "data_offsets": [0, 4]}}
    (tmp_path / "w.safetensors").write_bytes(safetensors(header, bytes(4)))
    assert load_network(tmp_path / "w.safetensors").weights[0].tolist() == [[0.0]]
