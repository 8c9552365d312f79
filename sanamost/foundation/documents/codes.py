"""Check codes: 128 random bits that a person can read out; two more signs catch a typing slip."""

from __future__ import annotations

import hashlib
import secrets

# Crockford's alphabet: no I, L, O, U, so that nothing is read as something else.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})
_VALUE_SIGNS = 26  # 5 bits each: 130 bits hold 128
_SIGNS = 28


def new() -> str:
    """A fresh code such as `7K3M-9QXT-2HVB-4ZRD-8WNC-5PGJ-1EY6`."""
    value = secrets.randbits(128)
    signs = "".join(_ALPHABET[value >> (5 * i) & 31] for i in reversed(range(_VALUE_SIGNS)))
    return _grouped(signs + _check(signs))


def normalised(typed: str) -> str | None:
    """The code as it was given out, however it was typed; None when it cannot be one."""
    signs = typed.upper().translate(_READ_AS)
    if len(signs) != _SIGNS or not set(signs) <= set(_ALPHABET):
        return None
    value, check = signs[:_VALUE_SIGNS], signs[_VALUE_SIGNS:]
    return _grouped(signs) if check == _check(value) else None


def _check(signs: str) -> str:
    first, second = hashlib.sha256(signs.encode()).digest()[:2]
    return _ALPHABET[first & 31] + _ALPHABET[second & 31]


def _grouped(signs: str) -> str:
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))
