"""Root keys: the ring that wraps the keys of subjects. Newest first; older ones still open.

A root key never touches a file. It wraps one key per subject and class of data (`SubjectKey`), so
that destroying that one row makes everything under it unreadable, in backups too.
"""

import base64
import binascii
import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"
"""First byte of a wrapped key; another algorithm takes another number and lives beside this one."""


class BadKeyRing(ValueError):
    """The setting FILE_KEYS is not a list of `id:base64` pairs of 32-byte keys."""


class Tampered(Exception):
    """Ciphertext does not belong where it was found: changed, moved, cut short, or the wrong key.

    Never shown to people in detail: it is an incident, not an input error.
    """


@dataclass(frozen=True, slots=True)
class RootKey:
    """One named key of the ring."""

    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A data key under a root key, safe to store."""

    root_id: str
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Root keys, newest first: the first wraps, each of them unwraps its own."""

    keys: tuple[RootKey, ...]

    @classmethod
    def parse(cls, entries: Iterable[str]) -> "KeyRing":
        """The ring written as `id:base64` pairs; raises `BadKeyRing` without repeating a secret."""
        keys = tuple(_parse(entry) for entry in entries)
        if not keys:
            raise BadKeyRing("no root key: set SANAMOST_FILE_KEYS")
        if len({key.id for key in keys}) < len(keys):
            raise BadKeyRing("two root keys have one id")
        return cls(keys)

    @property
    def current(self) -> RootKey:
        """The key that wraps from now on."""
        return self.keys[0]

    def wrap(self, secret: bytes, *, context: str) -> Wrapped:
        """`secret` under the newest root key, bound to `context` (whose key it is)."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self.current.secret).encrypt(nonce, secret, _bound(context))
        return Wrapped(self.current.id, VERSION + nonce + sealed)

    def unwrap(self, wrapped: Wrapped, *, context: str) -> bytes:
        """The data key; raises `Tampered` for another context, another key or a changed byte."""
        root = next((key for key in self.keys if key.id == wrapped.root_id), None)
        if root is None:
            raise Tampered(f"root key {wrapped.root_id!r} is not on the ring")
        version, rest = wrapped.ciphertext[:1], wrapped.ciphertext[1:]
        if version != VERSION:
            raise Tampered("wrapped key of an unknown version")
        try:
            return AESGCM(root.secret).decrypt(
                rest[:NONCE_BYTES], rest[NONCE_BYTES:], _bound(context)
            )
        except (InvalidTag, ValueError):
            raise Tampered("wrapped key does not open here") from None


def fresh() -> bytes:
    """A new random data key."""
    return os.urandom(KEY_BYTES)


def _bound(context: str) -> bytes:
    return VERSION + b"sanamost subject key\x00" + context.encode()


def _parse(entry: str) -> RootKey:
    name, _, encoded = entry.partition(":")
    try:
        secret = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise BadKeyRing(f"root key {name!r} is not base64") from None
    if not name or len(secret) != KEY_BYTES:
        raise BadKeyRing(f"root key {name!r} must be written id:base64 of {KEY_BYTES} bytes")
    return RootKey(name, secret)
