"""A visitor's way through the portal, in each of four languages…"""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.catalogue import remembering, search_index
from sanamost.registry.catalogue import services as references
from sanamost.registry.catalogue.services import enter_service, publish_price_list
from sanamost.registry.catalogue.services.prices import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.organisations.models import Organisation

NAMES = {
    "en": "Total knee replacement",
    "ru": "Эндопротезирование коленного сустава тотальное",
    "zh-hans": "全膝关节置换术",
    "ar": "استبدال مفصل الركبة بالكامل",
}
WORDS = {
    "en": "knee replacement",
    "ru": "замена колена",
    "zh-hans": "换膝盖",
    "ar": "تبديل الركبة",
}


@pytest.fixture
def clinics(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two clinics that do the same operation for different prices."""
    areas = references.REFERENCE / "areas.csv"
    with acting_as(system("test")), areas.open(encoding="utf-8", newline="") as stream:
        references.load_file(file="areas.csv", rows=csv.DictReader(stream))
    remembering.forget()
    for code, price in (("bridge", 450_000), ("river", 390_000)):
        made = Organisation.objects.create(
            code=code,
            kind="clinic",
            names=dict.fromkeys(NAMES, f"{code.title()} 8"),
            country="RU",
            region="16",
            areas=["orthopaedics"],
            verified_at=timezone.now(),
        )
        facts = ServiceFacts(code="K-1", names=NAMES, kind="surgery", area="orthopaedics")
        enter_service(organisation_id=made.pk, facts=facts)
        with transaction.atomic():
            publish_price_list(
                organisation_id=made.pk,
                number="1",
                valid_from=dt.date(2020, 1, 1),
                prices=[PriceRow("K-1", PatientGroup.FOREIGN, Decimal(price))],
            )
    own = search_index.Current()
    monkeypatch.setattr(search_index, "current", lambda: own)
    yield
    own.forget()


def shown(client: Client, path: str, language: str) -> str:
    """The page in the language; the address names it once, the browser keeps it."""
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    spoken = {"zh-hans": "zh-Hans"}.get(language, language)
    assert f'<html lang="{spoken}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    return page


def link(page: str, pattern: str) -> str:
    found = re.search(rf'href="({pattern})"', page)
    assert found, pattern
    return unescape(found[1])


@pytest.mark.parametrize("language", NAMES)
def test_leads_from_their_own_words_to_a_request_that_keeps_them(
    client: Client, clinics: None, language: str
) -> None:
    shown(client, f"/?lang={language}", language)
    page = shown(client, f"/search/?q={WORDS[language]}", language)
    assert page.index("390") < page.index("450"), "the cheaper of equals stands first"
    page = shown(client, link(page, r"/treatments/serv_\w+/"), language)
    assert NAMES[language] in page
    asked = link(page, r"/request/\?[^\"]*service=serv_[^\"]*")
    page = shown(client, link(page, r"/clinics/river/"), language)
    assert NAMES[language] in page
    page = shown(client, "/compare/?clinic=river&clinic=bridge&area=orthopaedics", language)
    assert page.count("<article") == 2
    answer = client.get(asked, follow=True)
    assert answer.status_code == 200
    wish = client.session["wish"]
    assert wish["wished_clinic"] == "river"
    assert wish["wished_service"].startswith("serv_")


@pytest.mark.parametrize("language", NAMES)
def test_ends_at_the_plain_request_where_nothing_is_found(
    client: Client, clinics: None, language: str
) -> None:
    page = shown(client, f"/search/?q=zzqqxx&lang={language}", language)
    assert link(page, r"/request/")
