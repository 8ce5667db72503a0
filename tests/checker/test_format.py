"""Canonical JSON, digest, dyadic rounding, writing and reading."""

import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.certificates import build
from ntksym.certificates import format as files
from ntksym.checker import reader
from ntksym.errors import InputError

SCHEMA = json.loads((Path(reader.__file__).parent / "schema.json").read_text())


@given(st.fractions(), st.integers(1, 200))
def test_dyadic_rounds_outwards(value, bits):
    """The dyadic strings bracket the number within one unit of the last of `bits` bits."""
    low, high = (reader.number(text, "x") for text in build.outward(value, value, bits))
    assert low <= value <= high
    assert high - low <= abs(value) * Fraction(2) ** (2 - bits)


LEAVES = st.integers(-(10**9), 10**9) | st.text()
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(TREES)
def test_writer_and_checker_agree_on_canonical_json(tree):
    """The two independent implementations of canonical JSON give the same bytes."""
    assert files.canonical_json(tree).encode() == reader.canonical(tree)


def test_digest_ignores_provenance_at_every_level(samples):
    """Writer and checker compute the same digest; provenance does not enter it, also not a child's."""
    parent = files.seal({**samples["kernel"], "subcertificates": [samples["exact"]]})
    child = {**samples["exact"], "provenance": {"note": "other"}}
    assert files.digest(parent) == reader.digest(parent) == reader.digest({**parent, "subcertificates": [child]})
    assert reader.digest(parent) != reader.digest({**parent, "subcertificates": []})


def test_write_is_atomic_and_read_returns_the_same(samples, tmp_path):
    """Writing leaves one complete file; reading gives back the certificate."""
    path = files.write(samples["cap-ntk"], tmp_path / "a.cert.json")
    assert [p.name for p in tmp_path.iterdir()] == ["a.cert.json"] and files.read(path) == samples["cap-ntk"]
    with pytest.raises(ValueError, match="not JSON compliant"):
        files.write({"x": float("nan")}, path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.cert.json"] and files.read(path) == samples["cap-ntk"]


@pytest.mark.parametrize("content", [None, "{", '{"a": 1.5}', '{"a": 1, "a": 1}'])
def test_reading_what_is_no_certificate_is_an_input_error(content, tmp_path):
    """A missing, truncated, floating or ambiguous file gives one line."""
    path = tmp_path / "x"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError) as caught:
        files.read(path)
    assert "\n" not in str(caught.value)


def test_samples_obey_the_schema(samples):
    """Every kind of certificate obeys the JSON Schema, and broken ones do not."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for sample in samples.values():
        validator.validate(json.loads(json.dumps(sample)))
        for key in ("kind", "claim", "witness", "digest", "not_claimed"):
            assert not validator.is_valid({k: v for k, v in sample.items() if k != key})
        assert not validator.is_valid({**sample, "version": 2}) and not validator.is_valid({**sample, "more": 1})
