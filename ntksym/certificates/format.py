"""The certificate file: canonical JSON, digest, sealing, atomic writing, reading with limits."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from ntksym.checker.limits import MAX_BYTES, SECONDS, InvalidError, UnreadableError
from ntksym.checker.reader import parse
from ntksym.checker.side import SIDE_SUFFIX, SideFiles, beside, digest_of, none
from ntksym.checker.verdict import Result, check
from ntksym.errors import InputError
from ntksym.files import write_bytes, write_text

FORMAT, VERSION, SUFFIX = "ntksym-certificate", 1, ".cert.json"
_OUTSIDE = ("digest", "provenance")
SHOWN = 12


class Certificate(dict[str, Any]):
    """A certificate: the JSON object itself, which can check itself, write itself and show itself.

    Examples
    --------
    >>> import ntksym
    >>> ntksym.certificate(ntksym.constant("hemisphere", d=3, k=5)).check().status
    'VALID'
    """

    def __init__(self, content: Mapping[str, Any], files: SideFiles = none) -> None:
        super().__init__(content)
        self.files = files

    def check(self, seconds: float = SECONDS) -> Result:
        """What the independent checker says; it sees nothing but the JSON text and the side files."""
        return check(canonical_json(self), seconds, self.files)

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write it to a file; see :func:`write`."""
        return write(self, path)

    def _repr_html_(self) -> str:
        claim = self["claim"]
        rows = "".join(
            f"<tr><td>{escape(_parameters(entry))}</td><td>{escape(entry['relation'])}</td>"
            f"<td><code>{escape(', '.join(map(_short, entry['bounds'])))}</code></td></tr>"
            for entry in claim["entries"][:SHOWN]
        )
        rest = len(claim["entries"]) - SHOWN
        more = f"<p>and {rest} more</p>" if rest > 0 else ""
        unclaimed = "; ".join(map(str, self["not_claimed"]))
        return (
            f"<b>{escape(claim['constant'])}</b>: certificate of kind <code>{escape(self['kind'])}</code>"
            f"<table><tr><th>parameters</th><th></th><th>bounds</th></tr>{rows}</table>{more}"
            f"<p>Not claimed: {escape(unclaimed)}<br>Digest: <code>{escape(self['digest'])}</code></p>"
        )


def _parameters(entry: Mapping[str, Any]) -> str:
    return ", ".join(f"{k} = {v}" for k, v in entry["parameters"].items() if not isinstance(v, list))


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:24]}...{text[-18:]}"


def canonical_json(tree: object) -> str:
    """Return JSON with sorted keys, no blanks and ASCII only.

    Examples
    --------
    >>> canonical_json({"b": [1, "x"], "a": {}})
    '{"a":{},"b":[1,"x"]}'
    """
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _signed(certificate: Mapping[str, Any]) -> Certificate:
    kept = {key: value for key, value in certificate.items() if key not in _OUTSIDE}
    kept["subcertificates"] = [_signed(child) for child in kept.get("subcertificates", [])]
    return Certificate(kept)


def digest(certificate: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything but ``digest`` and ``provenance``, at every level."""
    return "sha256:" + hashlib.sha256(canonical_json(_signed(certificate)).encode("ascii")).hexdigest()


def seal(certificate: Mapping[str, Any]) -> Certificate:
    """Return the certificate with format, version and digest filled in."""
    sealed = {"subcertificates": [], **certificate, "format": FORMAT, "version": VERSION}
    return Certificate({**sealed, "digest": digest(sealed)})


def side_names(certificate: Mapping[str, Any]) -> list[str]:
    """The names of the side files that hold a certificate's large witnesses."""
    entries = certificate.get("witness", {}).get("entries", [])
    return [digest_of(entry["side"], "side") + SIDE_SUFFIX for entry in entries if "side" in entry]


def write(certificate: Mapping[str, Any], path: str | os.PathLike[str]) -> Path:
    """Write a sealed certificate, its side files first; each file appears complete or not at all.

    Parameters
    ----------
    certificate
        As returned by :func:`seal`.
    path
        The file; folders are searched by the checker for names ending in ``.cert.json``.
    """
    target = Path(path)
    if isinstance(certificate, Certificate):
        for name in side_names(certificate):
            write_bytes(target.parent / name, certificate.files(name))
    text = json.dumps(certificate, indent=1, sort_keys=True, ensure_ascii=True, allow_nan=False)
    write_text(target, text + "\n")
    return target


def read(path: str | os.PathLike[str]) -> Certificate:
    """Read a certificate file within the checker's limits; its content is not checked here.

    Raises
    ------
    InputError
        If it is missing, too large, or no JSON of strings and small integers.
    """
    target = Path(path)
    try:
        if target.stat().st_size > MAX_BYTES:
            raise InputError(str(target), f"larger than {MAX_BYTES} bytes", "give a certificate file")
        return Certificate(parse(target.read_bytes()), beside(str(target)))
    except OSError as error:
        raise InputError(str(target), error.strerror or "cannot be read", "give a certificate file") from None
    except (UnreadableError, InvalidError) as error:
        raise InputError(str(target), str(error), "give a certificate file") from None
