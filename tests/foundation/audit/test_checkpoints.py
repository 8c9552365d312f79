"""A checkpoint …"""

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.audit import checkpoints
from sanamost.foundation.audit import services as audit
from sanamost.foundation.audit.verify import broken_lines
from sanamost.jobs import checkpoints as leaving

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
SYSTEM = system("test")


@pytest.fixture
def outside(tmp_path: Path, settings: Settings) -> Path:
    """A directory for checkpoints with one in it, of a trail of five lines."""
    settings.CHECKPOINTS = str(tmp_path / "outside")
    write(5)
    leaving.send(now=NOW)
    return Path(settings.CHECKPOINTS)


def write(lines: int, action: str = "audit.test.written") -> None:
    for number in range(lines):
        with acting_as(SYSTEM):
            audit.record(action=action, details={"number": number}, now=NOW)


def faults(outside: Path) -> list[str]:
    with acting_as(SYSTEM):
        return [broken.fault for broken in checkpoints.contradictions(outside)]


def chain_faults() -> list[str]:
    with acting_as(SYSTEM):
        return [broken.fault for broken in broken_lines()]


def cut_short_after_a_checkpoint(lines: int) -> None:
    """Three lines and their checkpoint, which alone is left of them."""
    with transaction.atomic():
        write(lines)
        leaving.send(now=NOW + dt.timedelta(hours=1))
        transaction.set_rollback(True)


def test_finds_a_chain_that_was_cut_short_though_the_chain_itself_holds(outside: Path) -> None:
    cut_short_after_a_checkpoint(3)

    assert chain_faults() == []
    (fault,) = faults(outside)
    assert fault.startswith("the chain is cut short")
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit_verify", checkpoints=str(outside), stdout=said, stderr=StringIO())
    told = json.loads(said.getvalue())
    assert (told["bad"], told["checkpoints"]) == (1, 2)


def test_finds_a_chain_that_was_written_anew(outside: Path) -> None:
    cut_short_after_a_checkpoint(3)
    write(4, "audit.test.other")

    assert chain_faults() == []
    (fault,) = faults(outside)
    assert fault.startswith("the chain was rewritten")


def test_is_what_finds_it(outside: Path) -> None:
    cut_short_after_a_checkpoint(3)
    said = StringIO()
    call_command("audit_verify", checkpoints=str(outside / "empty"), stdout=said)
    assert json.loads(said.getvalue())["bad"] == 0


def test_agrees_with_a_trail_that_only_grew(outside: Path) -> None:
    write(3)
    assert faults(outside) == []
    leaving.send(now=NOW + dt.timedelta(hours=1))
    assert len(list(checkpoints.kept(outside))) == 2
    assert faults(outside) == []


def test_cannot_be_made_to_say_something_else(outside: Path) -> None:
    (path,) = outside.iterdir()
    told = json.loads(path.read_text())
    told["heads"][0][1] = 2
    path.chmod(0o640)
    path.write_text(json.dumps(told))
    assert faults(outside) == ["the checkpoint's signature is wrong"]
    path.write_text("not JSON")
    assert faults(outside) == ["the checkpoint's signature is wrong"]


def test_is_never_replaced(outside: Path) -> None:
    with pytest.raises(FileExistsError):
        leaving.send(now=NOW)


def test_holds_no_personal_data(outside: Path) -> None:
    (path,) = outside.iterdir()
    told = json.loads(path.read_text())
    assert set(told) == {"at", "heads", "signature"}
    assert all(len(head) == 3 and len(head[2]) == 64 for head in told["heads"])


def test_goes_to_the_auditor_by_letter(settings: Settings) -> None:
    settings.CHECKPOINT_ADDRESS = "auditor@example.org"
    write(1)
    assert leaving.send(now=NOW) == ["auditor@example.org"]
    (letter,) = mail.outbox
    assert json.loads(str(letter.body))["heads"]


def test_is_asked_for_with_the_cure_where_there_is_no_place(settings: Settings) -> None:
    settings.CHECKPOINTS = settings.CHECKPOINT_ADDRESS = ""
    with pytest.raises(CommandError, match="SANAMOST_CHECKPOINTS"):
        call_command("audit_checkpoint")
