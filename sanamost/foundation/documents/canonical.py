"""One spelling for the content of a paper, so that its SHA-256 means something.

Keys sorted, UTF-8, Unicode NFC, no blanks. Sums and days are strings; floats are refused, because
0.1 has no exact spelling. Characters that turn the direction of text around, and control
characters, are taken out *before* hashing: what is hashed is what is printed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

# Embeddings, overrides and isolates (Trojan-source tricks), byte-order marks, controls but tab and
# line feed. Kept: the joiners that Persian needs and the marks U+200E/U+200F.
_UNWANTED = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")

_SURROGATE = re.compile("[\ud800-\udfff]")


class Unfreezable(ValueError):
    """A value that has no one spelling; `where` is its path in the payload."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where or 'payload'}: {why}")
        self.where = where


def canonical(payload: Mapping[str, object]) -> bytes:
    """The one spelling of `payload`; the same content always gives the same bytes.

    Raises `Unfreezable` for floats, infinite decimals, naive times, unknown types, keys that are
    not text and text that is not Unicode.
    """
    if not isinstance(payload, Mapping):
        raise Unfreezable("", "a paper's content is an object with named fields")
    return json.dumps(
        plain(payload), ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    ).encode()


def digest(payload: Mapping[str, object]) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(payload)).hexdigest()


def clean(text: str, where: str = "") -> str:
    """`text` in NFC with line feeds only, without direction overrides and control characters."""
    if _SURROGATE.search(text):
        raise Unfreezable(where, "half of a surrogate pair is not text")
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text)


def plain(value: object, where: str = "") -> Json:
    """`value` in the few types JSON can spell in one way only; raises `Unfreezable`."""
    match value:
        case None | bool():
            return value
        case int():
            return int(value)
        case Mapping():
            return _fields(value, where)
        case list() | tuple():
            return [plain(item, f"{where}[{i}]") for i, item in enumerate(value)]
    return _text(value, where)


def _text(value: object, where: str) -> str:
    match value:
        case str():
            return clean(str(value), where)
        case Decimal():
            return _decimal(value, where)
        case dt.datetime():
            return _moment(value, where)
        case dt.date():
            return value.isoformat()
    raise Unfreezable(where, f"a value of type {type(value).__name__} has no one spelling")


def _decimal(value: Decimal, where: str) -> str:
    if not value.is_finite():
        raise Unfreezable(where, "a sum is a finite number")
    return format(value, "f")


def _moment(value: dt.datetime, where: str) -> str:
    if value.utcoffset() is None:
        raise Unfreezable(where, "a time needs its offset from UTC")
    return value.isoformat(timespec="seconds")


def _fields(value: Mapping[object, object], where: str) -> dict[str, Json]:
    fields: dict[str, Json] = {}
    for name, item in value.items():
        if not isinstance(name, str):
            raise Unfreezable(where, "names of fields are text")
        key = clean(name, where)
        if key in fields:
            raise Unfreezable(where, f"{key!r} stands twice")
        fields[key] = plain(item, f"{where}.{key}" if where else key)
    return fields
