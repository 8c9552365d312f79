"""The transfer guard …"""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.partners import transfers
from sanamost.registry.partners.states import TransferStatus
from sanamost.registry.partners.transfers import Entry, Standing

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


def enter(status: TransferStatus, *, adequate: bool = False) -> None:
    with acting_as(system("test")):
        entry = Entry("KG", status, MONDAY.date(), adequate)
        transfers.enter(entry, now=MONDAY)
        transfers.enter(entry, now=MONDAY)


def answer(days: int = 0, country: str = "KG") -> Standing:
    return transfers.standing(country, home="RU", now=MONDAY + dt.timedelta(days=days))


def test_lets_data_stay_at_home_and_nothing_go_where_nobody_was_told_of() -> None:
    assert answer(country="RU") == Standing.AT_HOME
    assert answer(country="NZ") == Standing.NOT_NOTIFIED


def test_waits_ten_working_days_after_a_notice() -> None:
    enter(TransferStatus.NOTIFIED)

    assert answer() == answer(11) == Standing.WAITING
    assert answer(15) == Standing.CLEARED


def test_waits_for_no_country_that_protects_enough() -> None:
    enter(TransferStatus.NOTIFIED, adequate=True)
    assert answer() == Standing.CLEARED


def test_obeys_a_ban_and_a_permission() -> None:
    enter(TransferStatus.FORBIDDEN, adequate=True)
    assert answer(400) == Standing.FORBIDDEN
    enter(TransferStatus.ALLOWED)
    assert answer() == Standing.CLEARED


def test_is_filled_by_a_command() -> None:
    said = StringIO()
    call_command("transfer_register", "kg", "allowed", "2026-11-02", stdout=said)
    assert "KG  allowed  2026-11-02  cleared" in said.getvalue()
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        call_command("transfer_register", "kg", "allowed", "yesterday")
