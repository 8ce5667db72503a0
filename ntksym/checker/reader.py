"""From bytes to a tree of strings and small integers, and from strings to exact numbers.  Nothing is evaluated."""

from __future__ import annotations

import hashlib
import json
import re
from fractions import Fraction
from typing import Any, NoReturn

from .limits import (
    MAX_BITS,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_EXPONENT,
    MAX_NODES,
    MAX_TEXT,
    MAX_TREE,
    InvalidError,
    UnreadableError,
)

# one spelling for each integer: no "-0", no leading zeros
_DIGITS = f"[1-9][0-9]{{0,{MAX_DIGITS - 1}}}"
_RATIONAL = re.compile(f"(0|-?{_DIGITS})(?:/({_DIGITS}))?")
_DYADIC = re.compile(rf"(-?{_DIGITS})\*2\^(0|-?[1-9][0-9]{{0,5}})")
_PRINTABLE = re.compile(r"[ -~]*")


def shown(value: object) -> str:
    """Return at most 60 printable ASCII characters of a value from the file, for a message."""
    text = ascii(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _no_float(text: str) -> NoReturn:
    raise InvalidError(f"a JSON float or constant ({shown(text)}); exact numbers are strings here")


def _small_integer(text: str) -> int:
    if len(text) > 12:
        raise InvalidError("a JSON integer of more than 12 characters; large numbers are strings here")
    return int(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise InvalidError("a JSON object with the same key twice")
    return tree


def parse(data: bytes | str) -> dict[str, Any]:
    """Read one JSON object within the limits.

    Raises
    ------
    UnreadableError, InvalidError
        If it is no JSON text, or holds floats, repeated keys or oversized parts.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise UnreadableError("not UTF-8") from None
    if sum(map(text.count, "[{,")) > MAX_NODES:
        raise UnreadableError(f"more than {MAX_NODES} JSON values")
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_small_integer,
        )
    except RecursionError:
        raise UnreadableError("nested too deeply") from None
    except ValueError as error:
        raise UnreadableError(f"not JSON: {shown(str(error))}") from None
    _walk(tree, 0)
    if not isinstance(tree, dict):
        raise InvalidError("not a JSON object")
    return tree


def _walk(tree: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise UnreadableError("nested too deeply")
    if isinstance(tree, dict):
        for key, value in tree.items():
            _walk(key, depth + 1)
            _walk(value, depth + 1)
    elif isinstance(tree, list):
        for value in tree:
            _walk(value, depth + 1)
    elif isinstance(tree, str):
        if len(tree) > MAX_TREE:
            raise InvalidError("a string that is too long")
    elif isinstance(tree, bool) or not isinstance(tree, int):
        raise InvalidError("true, false and null have no place in a certificate")


def canonical(tree: object) -> bytes:
    """Return the canonical JSON: sorted keys, no blanks, ASCII (RFC 8785 on trees of strings and small integers)."""
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def signed_part(certificate: dict[str, Any]) -> dict[str, Any]:
    """Return what the digest covers: everything but ``digest`` and ``provenance``, at every level."""
    kept = {key: value for key, value in certificate.items() if key not in ("digest", "provenance")}
    children = kept.get("subcertificates")
    if isinstance(children, list):
        kept["subcertificates"] = [signed_part(child) if isinstance(child, dict) else child for child in children]
    return kept


def digest(certificate: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of :func:`signed_part`."""
    return "sha256:" + hashlib.sha256(canonical(signed_part(certificate))).hexdigest()


def text_of(value: object, name: str) -> str:
    """Return a short printable ASCII string."""
    if not isinstance(value, str) or len(value) > MAX_TEXT or not _PRINTABLE.fullmatch(value):
        raise InvalidError(f"{name} is not a short ASCII string: {shown(value)}")
    return value


def integer(value: object, name: str, low: int, high: int) -> int:
    """Return an integer of a stated range."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidError(f"{name} is not an integer: {shown(value)}")
    if not low <= value <= high:
        raise InvalidError(f"{name} = {value} is not between {low} and {high}")
    return value


def number(value: object, name: str) -> Fraction:
    """Return the exact value of ``"p"``, ``"p/q"`` or ``"m*2^e"``."""
    if isinstance(value, str) and len(value) <= MAX_TEXT:
        if match := _RATIONAL.fullmatch(value):
            return Fraction(int(match[1]), int(match[2] or 1))
        elif (match := _DYADIC.fullmatch(value)) and abs(exponent := int(match[2])) <= MAX_EXPONENT:
            return int(match[1]) * Fraction(2) ** exponent
    raise InvalidError(f"{name} is not an exact number: {shown(value)}")


def fields(tree: object, name: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a JSON object that has the required fields and no unknown ones."""
    if not isinstance(tree, dict):
        raise InvalidError(f"{name} is not a JSON object")
    missing = [key for key in required if key not in tree]
    unknown = [key for key in tree if key not in required and key not in optional]
    if missing or unknown:
        what = f"lacks {missing[0]}" if missing else f"has an unknown field {shown(unknown[0])}"
        raise InvalidError(f"{name} {what}")
    return tree


def working_bits(needed: int) -> int:
    """Return the working precision, in steps of 128 so that tables are shared, and never above the limit."""
    return -(-min(needed, MAX_BITS) // 128) * 128
