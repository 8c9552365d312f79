"""On the pages of price lists, the economist …"""

import re
import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse, reverse_lazy

from sanamost.registry.catalogue import selectors
from sanamost.registry.catalogue.models import PriceListImport
from tests.engines.price_lists.uglier_lists import coefficients_in_words
from tests.engines.price_lists.ugly_lists import titles_and_groups
from tests.web.conftest import ClientOf
from tests.world import World, acting_as, system

BRING = reverse_lazy("clinic:bring_prices")


@pytest.fixture
def finance(client_of: ClientOf) -> Client:
    return client_of("sidorov")


def _send(client: Client, url: object, **fields: object) -> Any:
    return client.post(str(url), {"idempotency_key": secrets.token_hex(16), **fields})


def _brought(client: Client, content: bytes | None = None) -> str:
    file = SimpleUploadedFile("Прайс.xlsx", content or titles_and_groups())
    answer = _send(client, BRING, file=file, currency="RUB", eaeu="", foreign="")
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_brings_a_file_and_sees_every_row_and_doubt(finance: Client) -> None:
    page = finance.get(_brought(finance)).content.decode()
    for words in ("Прайс.xlsx", "Эндопротезирование сустава", "1. Консультации", "Section heading"):
        assert words in page
    assert "from" in page


def test_imports_from_a_day_and_sees_what_changed(finance: Client, world: World) -> None:
    address = _brought(finance)
    answer = _send(finance, f"{address}finish/", valid_from="2027-01-01", number="7-P")
    assert answer.status_code == 302
    page = finance.get(answer["Location"]).content.decode()
    assert "7-P" in page
    assert "B01.050.001" in page
    lists = selectors.price_lists_of(world.organisation("demo-ortho"))
    assert [one.number for one in lists] == ["7-P"]
    assert "7-P" in finance.get(reverse("clinic:price_lists")).content.decode()


def test_accepts_all_rows_of_a_doubt_and_single_ones(finance: Client) -> None:
    address = _brought(finance, "Код;Услуга;Цена\nK-1;Осмотр;бесплатно\nK-2;Снимок;500\n".encode())
    assert _send(finance, address, kind="price_free", decision="accepted").status_code == 302
    assert _send(finance, address, rows="1", decision="refused").status_code == 302
    page = finance.get(address).content.decode()
    assert "Accepted" in page
    assert "Refused" in page


def test_edits_a_row_and_keeps_what_was_typed_when_it_is_wrong(finance: Client) -> None:
    address = _brought(finance, "Код;Услуга;Цена\nK-1;Осмотр;договорная\n".encode())
    wrong = _send(finance, f"{address}rows/0/", code="K-1", name="Осмотр общий", foreign="много")
    assert wrong.status_code == 422
    assert "много" in wrong.content.decode()
    assert (
        _send(finance, f"{address}rows/0/", code="K-1", name="Осмотр", foreign="900").status_code
        == 302
    )
    assert "900" in finance.get(address).content.decode()


def test_changes_the_columns(finance: Client) -> None:
    address = _brought(finance, "Код;Услуга;Цена\nK-1;Осмотр;100\n".encode())
    page = finance.get(f"{address}columns/0/").content.decode()
    assert re.search(r"C · Цена", page)
    answer = _send(
        finance,
        f"{address}columns/0/",
        column_0="code",
        column_1="name",
        column_2="price_foreign",
        currency="USD",
        eaeu="",
        foreign="",
    )
    assert answer.status_code == 302
    assert "Price for other foreign citizens" in finance.get(address).content.decode()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", bytes(range(256)) * 9])
def test_is_told_why_a_file_is_not_read(finance: Client, content: bytes) -> None:
    file = SimpleUploadedFile("list.xlsx", content)
    assert _send(finance, BRING, file=file, currency="RUB").status_code == 422


def test_puts_a_file_aside(finance: Client) -> None:
    address = _brought(finance)
    assert _send(finance, f"{address}abandon/").status_code == 302
    assert _send(finance, f"{address}finish/", valid_from="2027-01-01").status_code == 422


@pytest.mark.parametrize("code", ["petrova", "klimova", "amina"])
def test_shares_a_file_with_nobody_else(finance: Client, client_of: ClientOf, code: str) -> None:
    address = _brought(finance)
    other = client_of(code)
    for url in (address, f"{address}finish/", f"{address}rows/0/", f"{address}columns/0/"):
        assert other.get(url).status_code == 404


def test_counts_prices_by_a_coefficient_of_a_sentence_with_one_press(
    finance: Client, client_of: ClientOf
) -> None:
    address = _brought(finance, coefficients_in_words())
    page = finance.get(address).content.decode()
    assert "применяется повышающий коэффициент 1,5" in page
    assert "Count their prices: Other foreign citizens × 1.5" in page
    other = _send(client_of("klimova"), address, coefficient="foreign")
    assert other.status_code == 404
    assert _send(finance, address, coefficient="resident").status_code == 404
    assert _send(finance, address, coefficient="foreign").status_code == 302
    page = finance.get(address).content.decode()
    assert "Count their prices: Other foreign citizens" not in page
    with acting_as(system("test")):
        row = PriceListImport.objects.get()
        assert row.coefficients == {"foreign": "1.5"}
        first = row.rows.exclude(service={}).order_by("position").first()
        assert first is not None
        assert first.service["prices"]["foreign"]["amount"] == "3750.00"
