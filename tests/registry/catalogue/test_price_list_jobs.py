"""A price list too large to be read while its bearer waits …"""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from sanamost.registry.catalogue import selectors, services
from sanamost.registry.catalogue.models import PriceListImport
from sanamost.registry.catalogue.services import import_finishing, import_reading
from sanamost.registry.catalogue.services.import_finishing import import_price_list
from sanamost.registry.catalogue.services.import_reading import read_price_list
from sanamost.registry.catalogue.states import ImportState
from tests.web.conftest import ClientOf, client_of
from tests.world import NOON, Actor, World, acting_as

__all__ = ["client_of"]
DAY = dt.date(2026, 12, 1)
ROWS = 50


@pytest.fixture
def finance(world: World) -> Actor:
    return world.actor("sidorov")


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_reading, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(import_reading, "BATCH", 20)
    monkeypatch.setattr(import_finishing, "AT_ONCE_ROWS", 10)


def _brought(finance: Actor, content: bytes = b"") -> PriceListImport:
    rows = [f"K-{number};Service {number};{number + 1}00" for number in range(ROWS)]
    text = "\n".join(["Code;Name;Price, RUB", *rows]).encode()
    assert finance.organisation_id is not None
    with acting_as(finance):
        return services.begin_import(
            organisation_id=finance.organisation_id,
            file=io.BytesIO(content or text),
            name="price.csv",
            now=NOON,
            user_id=finance.user_id,
        )


def _now(row: PriceListImport, finance: Actor) -> PriceListImport:
    with acting_as(finance):
        return PriceListImport.objects.get(pk=row.pk)


def _jobs(name: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=name, status="todo").count()


def test_is_read_by_a_job_that_tells_how_far_it_is(
    finance: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = _brought(finance)
    assert (row.state, _jobs("catalogue.read_price_list")) == (ImportState.READING, 1)
    said: list[int] = []
    note = import_reading._note

    def noted(brought: int, rows: int, share: float) -> bool:
        said.append(rows)
        return note(brought, rows, share)

    monkeypatch.setattr(import_reading, "_note", noted)
    read_price_list(brought=row.pk)
    assert said == [20, 40, 50]
    row = _now(row, finance)
    assert (row.state, row.counts["imported"], row.progress) == (ImportState.DRAFT, ROWS, {})


def test_is_read_from_the_start_after_a_run_that_died(finance: Actor) -> None:
    row = _brought(finance)
    with acting_as(finance):
        row.rows.create(organisation_id=row.organisation_id, position=7, number=7, outcome="mended")
    read_price_list(brought=row.pk)
    with acting_as(finance):
        assert row.rows.count() == ROWS
    read_price_list(brought=row.pk)
    with acting_as(finance):
        assert row.rows.count() == ROWS


def test_that_cannot_be_read_says_why_and_is_read_again(finance: Actor) -> None:
    row = _brought(finance, b"<html><table><tr><td>1</td></tr></table></html>")
    read_price_list(brought=row.pk)
    row = _now(row, finance)
    assert (row.state, row.fault) == (ImportState.FAILED, "web_page")
    with acting_as(finance):
        services.read_again(actor=finance, public_id=row.public_id, now=NOON)
    row = _now(row, finance)
    assert (row.state, row.fault) == (ImportState.READING, "")
    assert _jobs("catalogue.read_price_list") == 2


def test_is_not_decided_on_while_it_is_read(finance: Actor) -> None:
    row = _brought(finance)
    with acting_as(finance), pytest.raises(services.AtWork):
        services.finish_import(
            actor=finance, public_id=row.public_id, valid_from=DAY, number="", now=NOON
        )


def test_that_was_put_aside_is_read_no_further(finance: Actor) -> None:
    row = _brought(finance)
    with acting_as(finance):
        services.abandon_import(actor=finance, public_id=row.public_id, now=NOON)
    read_price_list(brought=row.pk)
    assert _now(row, finance).state == ImportState.ABANDONED


def _enqueued(finance: Actor) -> PriceListImport:
    row = _brought(finance)
    read_price_list(brought=row.pk)
    with acting_as(finance):
        made = services.finish_import(
            actor=finance, public_id=row.public_id, valid_from=DAY, number="7", now=NOON
        )
    assert made is None
    return row


def test_is_imported_by_a_job(finance: Actor) -> None:
    row = _enqueued(finance)
    assert _now(row, finance).state == ImportState.IMPORTING
    import_price_list(brought=row.pk)
    row = _now(row, finance)
    assert row.state == ImportState.IMPORTED
    with acting_as(finance):
        assert row.price_list is not None
        assert row.price_list.prices.count() == 3 * ROWS
        assert selectors.changes_between(None, row.price_list).counts() == {"new": 3 * ROWS}


def test_whose_import_fails_is_a_draft_again(
    finance: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = _enqueued(finance)

    def broken(**_said: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(import_finishing, "open_price_list", broken)
    with pytest.raises(ZeroDivisionError):
        import_price_list(brought=row.pk)
    row = _now(row, finance)
    assert (row.state, row.fault) == (ImportState.DRAFT, "stopped")
    with acting_as(finance):
        assert selectors.price_list_on(row.organisation_id, DAY) is None


def test_shows_how_far_it_is_until_it_can_be_looked_through(
    finance: Actor, client_of: Callable[[str], Client]
) -> None:
    row = _brought(finance)
    client, address = client_of("sidorov"), reverse("clinic:price_import", args=[row.public_id])
    page = client.get(address)
    assert "hx-get" in page.content.decode()
    assert "HX-Refresh" not in client.get(f"{address}?progress=1")
    read_price_list(brought=row.pk)
    assert client.get(f"{address}?progress=1")["HX-Refresh"] == "true"
    assert "Service 7" in client.get(address).content.decode()


def test_says_on_its_page_why_it_is_not_read(finance: Actor, client_of: ClientOf) -> None:
    row = _brought(finance, b"MOXCEL\0\7\0\1\0\xb5 not a table at all")
    read_price_list(brought=row.pk)
    client, address = client_of("sidorov"), reverse("clinic:price_import", args=[row.public_id])
    assert "1C" in client.get(address).content.decode()
    answer = client.post(address, {"again": "1", "idempotency_key": "k" * 32})
    assert answer.status_code == 302
    assert _now(row, finance).state == ImportState.READING
