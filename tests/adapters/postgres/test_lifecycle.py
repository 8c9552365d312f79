"""Starting the local cluster …"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from sanamost.adapters import postgres
from sanamost.adapters.postgres import binaries, places, process

START = "import sys, pathlib; from sanamost.adapters import postgres as p;"
START += "p.ensure_running(pathlib.Path(sys.argv[1]))"
CHECKOUT = Path(__file__).resolve().parents[3]


def start_elsewhere(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", START, str(home)], cwd=CHECKOUT)


def server(home: Path) -> int:
    number = process.postmaster(places.places(home))
    assert number is not None
    return number


def commit_a_row(home: Path) -> None:
    with psycopg.connect(postgres.local_url("owner", home)) as connection:
        connection.execute("create table kept as select 'committed' as what")


def assert_row_is_there(home: Path) -> None:
    with psycopg.connect(postgres.local_url("owner", home)) as connection:
        assert connection.execute("select what from kept").fetchall() == [("committed",)]


def test_from_several_processes_at_once_gives_one_server(home: Path) -> None:
    starters = [start_elsewhere(home) for _ in range(4)]
    assert [starter.wait(60) for starter in starters] == [0, 0, 0, 0]
    of_this_cluster = process.orphans(places.places(home))
    parents = {number for number in of_this_cluster if parent(number) not in of_this_cluster}
    assert parents == {server(home)}


def parent(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


def test_again_changes_nothing(home: Path) -> None:
    postgres.ensure_running(home)
    before = server(home)
    postgres.ensure_running(home)
    assert server(home) == before


def test_after_a_stop_finds_the_committed_rows(home: Path) -> None:
    postgres.ensure_running(home)
    commit_a_row(home)
    postgres.stop(home)
    assert not postgres.running(home)
    assert process.orphans(places.places(home)) == []
    postgres.ensure_running(home)
    assert_row_is_there(home)


def test_after_a_kill_of_the_server_finds_the_committed_rows(home: Path) -> None:
    postgres.ensure_running(home)
    commit_a_row(home)
    os.kill(server(home), signal.SIGKILL)
    postgres.ensure_running(home)
    assert_row_is_there(home)


def test_after_a_kill_of_every_process_finds_the_committed_rows(home: Path) -> None:
    postgres.ensure_running(home)
    commit_a_row(home)
    for number in process.orphans(places.places(home)):
        os.kill(number, signal.SIGKILL)
    postgres.ensure_running(home)
    assert_row_is_there(home)


def test_waits_for_a_busy_process_of_a_killed_server(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "SECONDS_FOR_ORPHANS", 0.2)
    postgres.ensure_running(home)
    commit_a_row(home)
    with psycopg.connect(postgres.local_url("owner", home)) as busy:
        backend = busy.info.backend_pid
        os.kill(backend, signal.SIGSTOP)  # deaf to the server's death
        os.kill(server(home), signal.SIGKILL)
        postgres.ensure_running(home)
    assert not process.alive(backend, places.places(home).data)
    assert_row_is_there(home)


def test_is_not_misled_by_an_empty_lock_file(home: Path) -> None:
    postgres.ensure_running(home)
    commit_a_row(home)
    postgres.stop(home)
    (places.places(home).data / "postmaster.pid").touch()
    postgres.ensure_running(home)
    assert_row_is_there(home)


@pytest.mark.parametrize("seconds", [0.15, 0.3, 0.45, 0.6])
def test_succeeds_after_a_starter_was_killed(home: Path, seconds: float) -> None:
    starter = start_elsewhere(home)
    time.sleep(seconds)
    starter.kill()
    starter.wait()
    postgres.ensure_running(home)
    commit_a_row(home)
    assert_row_is_there(home)


def server_started_here(home: Path) -> subprocess.Popen[bytes]:
    """The server as our own child: killed, it stays a zombie until we collect it."""
    postgres.ensure_running(home)
    postgres.stop(home)
    where = places.places(home)
    who = places.account(where)
    root = os.geteuid() == 0
    child = subprocess.Popen(
        [binaries.choose(where).program("postgres"), "-D", str(where.data)],
        cwd="/",
        user=who.user if root else None,
        group=who.group if root else None,
        extra_groups=[] if root else None,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not postgres.running(home):
        time.sleep(0.05)
    return child


def test_is_not_misled_by_a_zombie(home: Path) -> None:
    zombie = server_started_here(home)
    zombie.send_signal(signal.SIGKILL)
    while process.alive(zombie.pid, places.places(home).data):
        time.sleep(0.01)
    os.kill(zombie.pid, 0)  # to the kernel it is still there
    postgres.ensure_running(home)
    assert server(home) != zombie.pid
    zombie.wait()


def test_is_not_misled_by_a_number_that_another_process_has_now(home: Path) -> None:
    postgres.ensure_running(home)
    commit_a_row(home)
    where = places.places(home)
    leavings = {where.data / "postmaster.pid", where.socket / ".s.PGSQL.5432.lock"}
    texts = {path: path.read_text() for path in leavings}
    postgres.stop(home)
    who = places.account(where)
    root = os.geteuid() == 0
    other = subprocess.Popen(["sleep", "60"], user=who.user if root else None)
    try:
        for path, text in texts.items():
            path.write_text("\n".join([str(other.pid), *text.split("\n")[1:]]))
        postgres.ensure_running(home)
        assert_row_is_there(home)
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_clears_a_half_made_cluster(home: Path) -> None:
    where = places.places(home)
    places.make(where)
    (where.base / "draft-1" / "base").mkdir(parents=True)
    postgres.ensure_running(home)
    assert list(where.base.glob("draft-*")) == []


def test_completes_a_cluster_whose_preparation_was_cut_short(home: Path) -> None:
    postgres.ensure_running(home)
    with process.connect(places.places(home)) as connection:
        connection.execute("drop database sanamost")
        connection.execute("drop role sanamost_app")
    postgres.ensure_running(home)
    with psycopg.connect(postgres.local_url("app", home)) as connection:
        assert connection.execute("select user").fetchone() == ("sanamost_app",)


def test_that_fails_tells_the_servers_last_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.ensure_running(home)
    postgres.stop(home)
    monkeypatch.setattr(process, "SECONDS_OF_STARTS", 0.2)
    control = places.places(home).data / "global" / "pg_control"
    control.rename(control.with_suffix(".away"))
    with pytest.raises(postgres.PostgresUnavailableError, match="pg_control"):
        postgres.ensure_running(home)


def test_leaves_a_home_that_was_never_used_alone(tmp_path: Path) -> None:
    assert not postgres.running(tmp_path)
    postgres.stop(tmp_path)
    assert postgres.clients(tmp_path) == 0
    assert not places.places(tmp_path).base.exists()
