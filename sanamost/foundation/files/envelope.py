"""Content at rest: AES-256-GCM in chunks of 1 MiB, so that a file of any size streams.

    blob   = "SNMF" version salt chunk*
    chunk  = AES-256-GCM(file key, nonce = number ∥ last?, additional data = version, context, …)
    file key = HKDF-SHA-256(data key, salt, context)

The file key is used for one blob only, so counted nonces never repeat. `context` names the row and
the rendition that the blob belongs to: a blob moved to another row, a chunk moved, dropped,
doubled or cut off fails to open.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import count
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sanamost.foundation.files.keys import KEY_BYTES, Tampered

MAGIC = b"SNMF"
VERSION = b"\x01"
SALT_BYTES = 32
HEADER_BYTES = len(MAGIC) + len(VERSION) + SALT_BYTES
CHUNK_BYTES = 1024 * 1024
TAG_BYTES = 16


def seal(content: Iterable[bytes], *, key: bytes, context: str) -> Iterator[bytes]:
    """The blob for `content`, piece by piece; holds at most two chunks in memory."""
    salt = os.urandom(SALT_BYTES)
    cipher = _cipher(key, salt, context)
    yield MAGIC + VERSION + salt
    for number, chunk, last in _marked(_chunks(content)):
        yield cipher.encrypt(_nonce(number, last=last), chunk, _bound(context, number, last=last))


def unseal(blob: BinaryIO, *, key: bytes, context: str) -> Iterator[bytes]:
    """The content of a blob, piece by piece, each verified before it is yielded.

    Raises `Tampered` as soon as a piece does not belong; what came before was genuine, but only the
    normal end of the iteration says that the content is whole.
    """
    header = blob.read(HEADER_BYTES)
    if len(header) != HEADER_BYTES or header[:5] != MAGIC + VERSION:
        raise Tampered("not a blob of a known version")
    cipher = _cipher(key, header[5:], context)
    pieces = iter(lambda: blob.read(CHUNK_BYTES + TAG_BYTES), b"")
    empty = True
    for number, piece, last in _marked(pieces):
        empty = False
        try:
            yield cipher.decrypt(
                _nonce(number, last=last), piece, _bound(context, number, last=last)
            )
        except (InvalidTag, ValueError):
            raise Tampered(f"chunk {number} does not open here") from None
    if empty:
        raise Tampered("the blob has no content")


def _cipher(key: bytes, salt: bytes, context: str) -> AESGCM:
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt, b"sanamost file\x00" + context.encode())
    return AESGCM(derived.derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _bound(context: str, number: int, *, last: bool) -> bytes:
    return VERSION + _nonce(number, last=last) + context.encode()


def _chunks(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of exactly CHUNK_BYTES, the last one shorter or empty."""
    waiting = bytearray()
    for piece in content:
        waiting += piece
        while len(waiting) > CHUNK_BYTES:
            yield bytes(waiting[:CHUNK_BYTES])
            del waiting[:CHUNK_BYTES]
    yield bytes(waiting)


def _marked(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Each chunk with its number and whether it is the last."""
    before = next(chunks, None)
    for number in count():
        if before is None:
            return
        after = next(chunks, None)
        yield number, before, after is None
        before = after
