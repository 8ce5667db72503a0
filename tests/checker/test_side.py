"""Side files: found by their digest only, inflated within limits, refused with a reason."""

import json
import subprocess
import sys
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from matrix_samples import sample, text, verdict, with_side

from ntksym.certificates import format as files
from ntksym.checker import limits, side
from ntksym.checker.verdict import check_file

FOLDER = Path(side.__file__).parent


@pytest.fixture(scope="module")
def low():
    return sample()[0]


def written(certificate, folder):
    """Check the certificate as a file."""
    return check_file(str(files.write(certificate, folder / "x.cert.json")))


def test_rows_in_a_side_file_prove_the_same(low, tmp_path):
    """The same rows, embedded or beside, prove the same; the file's name is the SHA-256 of its bytes."""
    certificate, content = with_side(low, zlib.compress(text(low)))
    assert verdict(certificate, certificate.files).statements == verdict(low).statements
    assert written(certificate, tmp_path).status == "VALID"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*content, "x.cert.json"])
    again = files.read(tmp_path / "x.cert.json")
    assert again.check().ok and files.side_names(again) == list(content)
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-O", FOLDER, tmp_path], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0 and "x.cert.json: VALID" in run.stdout and run.stderr == ""


def test_a_missing_or_special_side_file_is_unreadable(low, tmp_path):
    """Without the file, with a folder in its place, and without a folder to look in, nothing is proved."""
    certificate, content = with_side(low, zlib.compress(text(low)))
    path = files.write(certificate, tmp_path / "x.cert.json")
    (name,) = content
    (tmp_path / name).unlink()
    missing = check_file(str(path))
    assert missing.status == "UNREADABLE" and name in missing.reason and "No such file" in missing.reason
    (tmp_path / name).mkdir()
    assert check_file(str(path)).status == "UNREADABLE" and verdict(dict(certificate)).status == "UNREADABLE"


def test_any_changed_byte_of_a_side_file_is_refused(low, tmp_path):
    """Truncated, lengthened, recompressed or changed in one bit, it is not the file that the certificate names."""
    certificate, content = with_side(low, zlib.compress(text(low)))
    path = files.write(certificate, tmp_path / "x.cert.json")
    ((name, data),) = content.items()
    wrong = [data[:-1], data + b"\n", b"", zlib.compress(text(low), 0), data * 2]
    wrong += [data[:k] + bytes([data[k] ^ 1]) + data[k + 1 :] for k in range(0, len(data), 7)]
    for other in wrong:
        (tmp_path / name).write_bytes(other)
        result = check_file(str(path))
        assert result.status == "INVALID" and "digest differs" in result.reason


def test_names_are_never_paths(low):
    """What is no digest is refused before any file is looked for."""
    for name in (
        "sha256:../../etc/passwd",
        "../x",
        "sha256:" + "g" * 64,
        "sha256:" + "A" * 64,
        "",
        "sha256:" + "0" * 65,
    ):
        copy = json.loads(json.dumps(with_side(low, b"")[0]))
        copy["witness"]["entries"][0]["side"] = name
        copy = files.seal({k: v for k, v in copy.items() if k != "digest"})
        asked = []
        assert verdict(copy, lambda name, asked=asked: asked.append(name)).status == "INVALID" and not asked


def compressed(*lines):
    """A stream with these lines."""
    return zlib.compress(b"".join(line + b"\n" for line in lines))


def test_broken_contents_are_refused(low):
    """A good digest does not help: no stream, too few or too many rows, no last newline, bytes behind the end."""
    good = text(low)
    lines = good.splitlines()
    contents = [
        b"", b"no stream", zlib.compress(good)[:-5], zlib.compress(good) + b"x", zlib.compress(good + b"0\n"),
        zlib.compress(good[:-1]), zlib.compress(b""), compressed(*lines[:-1]), compressed(*lines, b""),
        compressed(*lines[:-1], lines[-1] + b" "), compressed(*lines[:-1], lines[-1].replace(b" ", b"\r", 1)),
        compressed(b"\xff" * 10), compressed(*lines[:-1], b"9" * 3000), good, zlib.compress(zlib.compress(good)),
        zlib.compress(good.replace(b"\n", b"\r\n")), zlib.compress(good.decode().encode("utf-16")),
    ]  # fmt: skip
    for content in contents:
        certificate, beside = with_side(low, content)
        result = verdict(certificate, beside.__getitem__)
        assert result.status == "INVALID" and result.reason and len(result.reason) < 300, content[:40]


def test_a_bomb_is_refused_in_little_time_and_memory(low):
    """A hundred kilobytes that inflate to a hundred megabytes, with and without newlines, stops at the limits."""
    for unit in (b"0", b"0 0 0 0\n"):
        engine = zlib.compressobj(9)
        block = unit * (2**22 // len(unit))
        content = b"".join([*(engine.compress(block) for _ in range(24)), engine.flush()])
        certificate, beside = with_side(low, content)
        tracemalloc.start()
        started = time.monotonic()
        result = verdict(certificate, beside.__getitem__)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert result.status == "INVALID" and time.monotonic() - started < 20 and peak < 2**26
    assert len(content) < 2**19


def test_the_inflated_size_is_limited(low, monkeypatch):
    """More than the limit is refused even if every line is short and is wanted."""
    certificate, beside = with_side(low, zlib.compress(text(low)))
    monkeypatch.setattr(side, "MAX_INFLATED", len(text(low)))
    assert verdict(certificate, beside.__getitem__).ok
    monkeypatch.setattr(side, "MAX_INFLATED", len(text(low)) - 1)
    result = verdict(certificate, beside.__getitem__)
    assert result.status == "INVALID" and "inflates" in result.reason


def test_a_large_side_file_is_refused_unread(low, tmp_path):
    """A sparse file beyond the size limit is refused by its size."""
    certificate, content = with_side(low, b"x")
    path = files.write(certificate, tmp_path / "x.cert.json")
    with open(tmp_path / next(iter(content)), "wb") as handle:
        handle.truncate(limits.MAX_BYTES + 1)
    result = check_file(str(path))
    assert result.status == "UNREADABLE" and "larger" in result.reason


def test_the_side_file_is_written_first(low, tmp_path, monkeypatch):
    """If writing stops half-way there is no certificate without its side file, and no temporary file."""
    certificate, content = with_side(low, zlib.compress(text(low)))

    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(files, "write_text", fail)
    with pytest.raises(OSError, match="disk full"):
        files.write(certificate, tmp_path / "x.cert.json")
    assert [p.name for p in tmp_path.iterdir()] == list(content)
