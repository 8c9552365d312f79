"""A local cluster's place …"""

import os
from pathlib import Path

import pytest

from sanamost.adapters import postgres
from sanamost.adapters.postgres import places
from sanamost.config import environment


@pytest.fixture
def normal_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4321)


def test_is_told_without_touching_anything(tmp_path: Path) -> None:
    home = tmp_path / "not there"
    postgres.local_url("app", home)
    assert list(tmp_path.iterdir()) == []


def test_is_understood_by_the_settings(tmp_path: Path) -> None:
    told = environment.database(postgres.local_url("owner", tmp_path))
    assert told["USER"] == "sanamost_owner"
    assert told["NAME"] == "sanamost"
    assert told["HOST"] == str(places.places(tmp_path).socket)
    assert told["PORT"] == "5432"
    assert told["OPTIONS"] == {}


def test_lies_in_the_home_of_a_normal_user(normal_user: None) -> None:
    where = places.places(Path("/srv/home"))
    assert where.data == Path("/srv/home/postgres/data")
    assert where.socket == Path("/srv/home/postgres/socket")


@pytest.mark.parametrize("home", ["/srv/" + "long/" * 30, "/srv/with space", "/srv/with,comma"])
def test_has_a_short_plain_socket_path_whatever_the_home_is_called(
    normal_user: None, home: str
) -> None:
    socket = places.places(Path(home)).socket
    assert str(socket).startswith("/tmp/sanamost-4321-")  # noqa: S108 the very rule
    assert socket != places.places(Path(home + "x")).socket


def test_is_refused_where_another_user_laid_out_the_socket_directory(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o700)
    (tmp_path / "socket").symlink_to(tmp_path / "theirs")
    with pytest.raises(postgres.PostgresUnavailableError, match="not a private directory"):
        places.prove_private(places.Places(base=tmp_path, socket=tmp_path / "socket"))


def test_is_refused_where_the_socket_directory_is_open(tmp_path: Path) -> None:
    socket = tmp_path / "socket"
    socket.mkdir()
    socket.chmod(0o755)
    with pytest.raises(postgres.PostgresUnavailableError, match="mode 755"):
        places.prove_private(places.Places(base=tmp_path, socket=socket))


def test_that_cannot_be_written_is_named_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    where = places.Places(base=tmp_path / "file" / "base", socket=tmp_path / "socket")
    with pytest.raises(postgres.PostgresUnavailableError, match="Cure: name a writable directory"):
        places.make(where)
