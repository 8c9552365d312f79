"""A demonstration …"""

import socket
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.core.management.base import OutputWrapper
from pytest_django import Settings

from sanamost.jobs.demo import steps
from sanamost.jobs.demo.environment import environment
from sanamost.jobs.demo.supervisor import Supervisor


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def supervisor(port: int, *, fresh: bool = False) -> Supervisor:
    return Supervisor(port=port, fresh=fresh, out=OutputWrapper(StringIO()))


def test_tells_the_cure_when_its_port_is_in_use(taken: int) -> None:
    with pytest.raises(CommandError, match=f"Cure: make demo PORT={taken + 1}"):
        supervisor(taken).run()


def test_tells_the_cure_when_the_port_of_its_mail_is_in_use(taken: int, settings: Settings) -> None:
    settings.EMAIL_PORT = taken
    with pytest.raises(CommandError, match="demonstration's mail, is in use"):
        supervisor(0).require_ports()  # 0: any port that is free


def test_never_drops_a_database_that_is_not_its_own(settings: Settings) -> None:
    settings.LOCAL_DATABASE = ""
    with pytest.raises(CommandError, match="FRESH=1 drops only a local database"):
        supervisor(8000, fresh=True).start_database()


def test_removes_only_files_in_its_own_home(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path / "home"
    settings.FILE_STORE = tmp_path / "elsewhere"
    for directory in (steps.mail_box(), settings.FILE_STORE):
        directory.mkdir(parents=True)
    steps.empty_directories()
    assert not steps.mail_box().exists()
    assert settings.FILE_STORE.exists()


def test_beside_another_one_has_a_port_of_its_own_for_mail() -> None:
    first, second = environment(8000), environment(8001)
    assert first["SANAMOST_SMTP_PORT"] != second["SANAMOST_SMTP_PORT"]
    assert second["SANAMOST_ADDRESS"] == "http://127.0.0.1:8001"


def test_collects_static_files_again_only_when_one_changed(
    tmp_path: Path, settings: Settings
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "assets"]
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "look.css").write_text("body {}")
    steps.collect_static()
    assert steps.collect_static() == "nothing changed"
    (tmp_path / "assets" / "look.css").write_text("body { color: red }")
    assert steps.collect_static() == ""
    assert "red" in (settings.STATIC_ROOT / "look.css").read_text()
