"""PostgreSQL's programs …"""

import os
import shutil
from pathlib import Path

import pytest

from sanamost.adapters import postgres
from sanamost.adapters.postgres import binaries, places


def fake(directory: Path, version: str) -> Path:
    """Programs that only tell their version."""
    directory.mkdir(parents=True)
    for name in binaries.NEEDED:
        program = directory / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return directory


def test_of_the_machine_come_first_the_newest_before_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path / "15" / "bin", "15.1")
    fake(tmp_path / "16" / "bin", "16beta2")
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(fake(tmp_path / "path", "17.0")))
    majors = [found.major for found in binaries.candidates()]
    assert majors[:3] == [16, 15, 17]
    assert majors[3:], "the packaged programs come last"


def test_that_are_too_old_are_refused_with_a_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANAMOST_POSTGRES_BIN", str(fake(tmp_path / "bin", "14.9")))
    with pytest.raises(postgres.PostgresUnavailableError, match="apt-get install postgresql"):
        binaries.choose(places.places(tmp_path))


def test_of_another_version_than_the_data_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANAMOST_POSTGRES_BIN", str(fake(tmp_path / "bin", "16.1")))
    where = places.Places(base=tmp_path, socket=tmp_path / "socket")
    where.data.mkdir()
    (where.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(postgres.PostgresUnavailableError, match="made by PostgreSQL 15"):
        binaries.choose(where)


def test_without_time_zones_are_refused_with_a_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANAMOST_POSTGRES_BIN", str(fake(tmp_path / "bin", "16.1")))
    monkeypatch.setattr(binaries, "ZONES", tmp_path)
    with pytest.raises(postgres.PostgresUnavailableError, match="apt-get install tzdata"):
        binaries.choose(places.places(tmp_path))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts programs as another user")
def test_that_the_servers_account_cannot_execute_are_copied_beside_the_data(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    closed = tmp_path_factory.mktemp("closed")
    package = next(binaries.packaged()).parents[1]
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, closed / part.name)
    closed.chmod(0o700)
    monkeypatch.setenv("SANAMOST_POSTGRES_BIN", str(closed / package.name / "pginstall" / "bin"))
    postgres.ensure_running(home)
    assert postgres.running(home)
    assert list(places.places(home).base.glob("programs-*/*/*/bin/postgres"))
