"""Sealed content …"""

import io
import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.foundation.files import envelope
from sanamost.foundation.files.envelope import HEADER_BYTES, TAG_BYTES, seal, unseal
from sanamost.foundation.files.keys import Tampered, fresh

KEY, CONTEXT, SMALL = fresh(), "file_a|original", 64
PIECE = SMALL + TAG_BYTES


@pytest.fixture(autouse=True, scope="module")
def small_chunks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(envelope, "CHUNK_BYTES", SMALL)
        yield


def sealed(content: bytes, *, key: bytes = KEY, context: str = CONTEXT) -> bytes:
    return b"".join(seal([content], key=key, context=context))


def opened(blob: bytes, *, key: bytes = KEY, context: str = CONTEXT) -> bytes:
    return b"".join(unseal(io.BytesIO(blob), key=key, context=context))


def chunks(blob: bytes) -> list[bytes]:
    body = blob[HEADER_BYTES:]
    return [body[start : start + PIECE] for start in range(0, len(body), PIECE)]


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_opens_to_what_was_sealed_whatever_the_pieces(pieces: list[bytes]) -> None:
    blob = b"".join(seal(pieces, key=KEY, context=CONTEXT))
    assert opened(blob) == b"".join(pieces)


@given(st.binary(max_size=300), st.data())
def test_fails_when_any_bit_was_changed(content: bytes, data: st.DataObject) -> None:
    blob = bytearray(sealed(content))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Tampered):
        opened(bytes(blob))


@given(st.binary(max_size=300), st.data())
def test_fails_when_it_was_cut_anywhere(content: bytes, data: st.DataObject) -> None:
    blob = sealed(content)
    with pytest.raises(Tampered):
        opened(blob[: data.draw(st.integers(0, len(blob) - 1))])


@given(st.binary(min_size=SMALL * 3, max_size=SMALL * 6), st.data())
def test_fails_when_chunks_changed_places(content: bytes, data: st.DataObject) -> None:
    blob = sealed(content)
    parts = chunks(blob)
    order = data.draw(st.permutations(range(len(parts))))
    moved = [parts[number] for number in order]
    if moved == parts:
        assert opened(blob) == content
    else:
        with pytest.raises(Tampered):
            opened(blob[:HEADER_BYTES] + b"".join(moved))


@given(st.integers(0, 3))
def test_fails_when_a_chunk_is_missing_or_doubled(number: int) -> None:
    blob = sealed(os.urandom(SMALL * 4))
    parts = chunks(blob)
    for body in (parts[:number] + parts[number + 1 :], parts[: number + 1] + parts[number:]):
        with pytest.raises(Tampered):
            opened(blob[:HEADER_BYTES] + b"".join(body))


def test_fails_when_it_ends_at_a_chunks_border() -> None:
    blob = sealed(os.urandom(SMALL * 3))
    for length in range(3):
        with pytest.raises(Tampered):
            opened(blob[: HEADER_BYTES + PIECE * length])


def test_fails_with_a_chunk_of_another_blob() -> None:
    one, other = sealed(bytes(SMALL * 2)), sealed(bytes(SMALL * 2))
    with pytest.raises(Tampered):
        opened(one[: HEADER_BYTES + PIECE] + other[HEADER_BYTES + PIECE :])


def test_fails_when_something_was_added() -> None:
    with pytest.raises(Tampered):
        opened(sealed(b"content") + b"\0")


def test_fails_in_another_row_and_as_another_page() -> None:
    for context in ("file_b|original", "file_a|0", ""):
        with pytest.raises(Tampered):
            opened(sealed(b"content"), context=context)


def test_fails_under_another_key() -> None:
    with pytest.raises(Tampered):
        opened(sealed(b"content"), key=fresh())


def test_never_looks_the_same_twice() -> None:
    assert sealed(b"content") != sealed(b"content")


def test_holds_little_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "CHUNK_BYTES", 1024)
    taken = 0

    def content() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield bytes(1024)

    blob = seal(content(), key=KEY, context=CONTEXT)
    for _ in range(5):
        next(blob)
    assert taken <= 8


@settings(max_examples=5)
@given(st.integers(-1, 1))
def test_opens_at_the_true_chunk_size(difference: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(envelope, "CHUNK_BYTES", 1024 * 1024)
        content = os.urandom(2 * 1024 * 1024 + difference)
        assert opened(sealed(content)) == content
