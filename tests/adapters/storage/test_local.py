"""The folder of blobs …"""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sanamost.adapters.storage.local import LocalStorage
from sanamost.foundation.files.storage import BlobMissing


@pytest.fixture
def store(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "blobs")


def test_gives_back_what_it_took(store: LocalStorage) -> None:
    assert store.put("ab12", [b"one ", b"two"]) == 7
    with store.open("ab12") as blob:
        assert blob.read() == b"one two"


def test_replaces_and_forgets(store: LocalStorage) -> None:
    store.put("ab12", [b"old"])
    store.put("ab12", [b"new"])
    with store.open("ab12") as blob:
        assert blob.read() == b"new"
    store.delete("ab12")
    store.delete("ab12")
    with pytest.raises(BlobMissing):
        store.open("ab12")


def test_keeps_nothing_of_a_write_that_failed(store: LocalStorage) -> None:
    def failing() -> Iterator[bytes]:
        yield b"begun"
        raise OSError("disk full")

    store.put("ab12", [b"old"])
    with pytest.raises(OSError, match="disk full"):
        store.put("ab12", failing())
    with store.open("ab12") as blob:
        assert blob.read() == b"old"
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == ["ab12"]


def test_syncs_the_blob_before_it_has_its_name_and_the_folder_after(
    store: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        steps.append(kind)
        fsync(descriptor)

    def noted_replace(path: Path, goal: Path) -> Path:
        steps.append("rename")
        return replace(path, goal)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    store.put("ab12", [b"x"])
    assert steps == ["file", "rename", "folder", "folder"]


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../b", "", "a.b", "a\0b", "a//b"])
def test_refuses_names_that_are_not_opaque(store: LocalStorage, name: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        store.put(name, [b"x"])


def test_shows_blobs_to_nobody_else(store: LocalStorage) -> None:
    store.put("ab12", [b"x"])
    for path in (store.folder / "ab", store.folder / "ab" / "ab12"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_lists_what_is_older_and_sweeps_unfinished_writes(store: LocalStorage) -> None:
    store.put("ab12", [b"x"])
    (store.folder / "ab" / ".unfinished-1").touch()
    assert list(store.names(time.time() - 60)) == []
    assert list(store.names(time.time() + 60)) == ["ab12"]
    assert not (store.folder / "ab" / ".unfinished-1").exists()
