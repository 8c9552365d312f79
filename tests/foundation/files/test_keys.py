"""The ring of root keys …"""

import base64
import os

import pytest

from sanamost.foundation.files.keys import BadKeyRing, KeyRing, Tampered, Wrapped, fresh


def entry(name: str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


OLD, NEW = entry("old"), entry("new")


def test_opens_what_it_wrapped() -> None:
    ring, secret = KeyRing.parse([NEW]), fresh()
    assert (
        ring.unwrap(ring.wrap(secret, context="case_1|clinical"), context="case_1|clinical")
        == secret
    )


def test_opens_what_an_older_key_wrapped_and_wraps_with_the_newest() -> None:
    before, after = KeyRing.parse([OLD]), KeyRing.parse([NEW, OLD])
    secret = fresh()
    assert after.unwrap(before.wrap(secret, context="c"), context="c") == secret
    assert after.wrap(secret, context="c").root_id == "new"


def test_does_not_open_for_another_subject() -> None:
    ring = KeyRing.parse([NEW])
    with pytest.raises(Tampered):
        ring.unwrap(ring.wrap(fresh(), context="case_1|clinical"), context="case_2|clinical")


def test_does_not_open_with_a_key_that_is_not_on_it() -> None:
    wrapped = KeyRing.parse([OLD]).wrap(fresh(), context="c")
    with pytest.raises(Tampered, match="old"):
        KeyRing.parse([NEW]).unwrap(wrapped, context="c")


def test_does_not_open_when_any_byte_was_changed() -> None:
    ring = KeyRing.parse([NEW])
    wrapped = ring.wrap(fresh(), context="c")
    for place in range(len(wrapped.ciphertext)):
        changed = bytearray(wrapped.ciphertext)
        changed[place] ^= 1
        with pytest.raises(Tampered):
            ring.unwrap(Wrapped("new", bytes(changed)), context="c")


@pytest.mark.parametrize("cut", [0, 1, 12, 13, 40])
def test_does_not_open_when_it_was_cut(cut: int) -> None:
    ring = KeyRing.parse([NEW])
    wrapped = ring.wrap(fresh(), context="c")
    with pytest.raises(Tampered):
        ring.unwrap(Wrapped("new", wrapped.ciphertext[:cut]), context="c")


@pytest.mark.parametrize(
    "entries", [[], ["nothing"], ["a:short"], [":" + NEW.split(":")[1]], [NEW, NEW], ["a:%%%"]]
)
def test_refuses_what_is_not_a_ring(entries: list[str]) -> None:
    with pytest.raises(BadKeyRing):
        KeyRing.parse(entries)


def test_never_shows_a_secret() -> None:
    secret = base64.b64decode(NEW.split(":")[1])
    assert repr(secret) not in repr(KeyRing.parse([NEW]))
    with pytest.raises(BadKeyRing) as refused:
        KeyRing.parse([f"a:{NEW.split(':')[1][:-4]}"])
    assert NEW.split(":")[1][:8] not in str(refused.value)
