"""The portal's pages …"""

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.jobs.world import price_lists, service_texts
from sanamost.jobs.world.load import load, read
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue import services as references
from sanamost.registry.catalogue.models import Service
from sanamost.registry.catalogue.services import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.catalogue.weekdays import weekdays_of
from sanamost.registry.organisations import services as organisations
from tests.web.reading import english_on
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def priced(world: World) -> Iterator[World]:
    """Both clinics with their price lists; areas and regions have names."""
    with acting_as(system("test")):
        for file in ("regions.csv", "areas.csv"):
            with (references.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
                references.load_file(file=file, rows=csv.DictReader(stream))
        for clinic in price_lists.CLINICS:
            price_lists.load(clinic, world.organisation(clinic))
    yield world
    remembering.forget()


def knee(world: World) -> str:
    """The address of some operation of the orthopaedic centre."""
    services = catalogue.services_of(
        world.organisation("demo-ortho"), day=timezone.localdate(), kind="surgery"
    )
    return services[0].public_id


def coded(world: World, code: str) -> catalogue.Offered:
    """The orthopaedic centre's service of the code."""
    services = catalogue.services_of(world.organisation("demo-ortho"), day=timezone.localdate())
    return next(one for one in services if one.code == code)


@pytest.mark.parametrize(
    "path",
    [
        "/clinics/",
        "/clinics/demo-ortho/",
        "/areas/",
        "/areas/orthopaedics/",
        "/regions/05/",
        "/compare/?clinic=demo-ortho&clinic=demo-heart&area=orthopaedics",
    ],
)
@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_speak_the_language_of_their_address(
    client: Client, priced: World, path: str, language: str
) -> None:
    mark = "&" if "?" in path else "?"
    answer = client.get(f"{path}{mark}lang={language}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'lang="{language if language != "zh-hans" else "zh-Hans"}"' in page
    # RUB, VVO, MRI, HbsAg: currencies, airports, methods and germs have no other letters.
    page = re.sub(r'<ul class="price-lines.*?</ul>', "", page, flags=re.S)  # germs have Latin names
    assert [word for word in english_on(page) if word.islower()] == []


def test_keep_the_language_that_an_address_named(client: Client, priced: World) -> None:
    client.get("/clinics/?lang=ar")
    assert 'dir="rtl"' in client.get("/clinics/").content.decode()


def test_ignore_a_language_that_does_not_exist(client: Client, priced: World) -> None:
    assert client.get("/clinics/?lang=xx").status_code == 200


def test_name_their_address_in_every_language(client: Client, priced: World) -> None:
    page = client.get("/clinics/demo-ortho/?lang=ru&campaign=x").content.decode()
    found = dict(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', page))
    assert set(found) == {"en", "ru", "zh-hans", "ar", "x-default"}
    assert found["ar"].endswith("/clinics/demo-ortho/?lang=ar")
    assert 'rel="canonical" href="http://127.0.0.1:8000/clinics/demo-ortho/?lang=ru"' in page


def test_hide_a_suspended_clinic_at_once(client: Client, priced: World) -> None:
    service = knee(priced)
    with acting_as(system("test")):
        organisations.enter(code="demo-ortho", suspended_at=timezone.now())
    assert client.get("/clinics/demo-ortho/").status_code == 404
    assert client.get(f"/treatments/{service}/").status_code == 404
    assert b"demo-ortho" not in client.get("/clinics/").content
    assert b"demo-ortho" not in client.get("/sitemap.xml").content


@pytest.mark.parametrize("path", ["/clinics/nobody/", "/areas/nothing/", "/regions/999/"])
def test_do_not_know_what_does_not_exist(client: Client, priced: World, path: str) -> None:
    assert client.get(path).status_code == 404


def test_are_no_pages_of_other_organisations(client: Client, priced: World) -> None:
    assert client.get("/clinics/silk-road-care/").status_code == 404


def test_describe_a_treatment_as_an_offer(client: Client, priced: World) -> None:
    page = client.get(f"/treatments/{knee(priced)}/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    offer = json.loads(found[1])
    assert offer["@type"] == "Offer"
    assert offer["priceCurrency"] == "RUB"
    assert Decimal(offer["price"]) > 0
    assert offer["itemOffered"]["@type"] == "MedicalProcedure"


def test_let_no_name_end_their_json(client: Client, priced: World) -> None:
    with acting_as(system("test")):
        organisations.enter(code="demo-ortho", about={"en": "</script><script>alert(1)</script>"})
    page = client.get("/clinics/demo-ortho/?lang=en").content.decode()
    assert "<script>alert(1)" not in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    assert json.loads(found[1])["description"].startswith("</script>")


def test_list_clinics_in_the_same_number_of_queries(client: Client, priced: World) -> None:
    client.get("/clinics/")
    with CaptureQueriesContext(connection) as few:
        client.get("/clinics/")
    with acting_as(system("test")):
        for number in range(5):
            organisations.enter(
                code=f"more-{number}", kind="clinic", country="RU", names={"en": "More"}
            )
    with CaptureQueriesContext(connection) as many:
        client.get("/clinics/")
    assert len(many) == len(few)


def test_compare_four_clinics_at_most(client: Client, priced: World) -> None:
    with acting_as(system("test")):
        for number in range(5):
            organisations.enter(
                code=f"more-{number}", kind="clinic", country="RU", names={"en": f"More {number}"}
            )
    asked = "&".join(f"clinic=more-{number}" for number in range(5))
    page = client.get(f"/compare/?{asked}&lang=en").content.decode()
    assert page.count('class="compare-offer"') == 4


def test_give_search_engines_every_address(client: Client, priced: World) -> None:
    answer = client.get("/sitemap.xml")
    tree = ElementTree.fromstring(answer.content)  # noqa: S314 our own words
    found = [element.text or "" for element in tree.iter() if element.tag.endswith("}loc")]
    assert any(address.endswith("/clinics/demo-heart/") for address in found)
    assert any("/treatments/serv_" in address for address in found)
    assert client.get(found[-1].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_keep_search_engines_out_of_private_pages(client: Client, priced: World) -> None:
    words = client.get("/robots.txt").content.decode()
    assert "Disallow: /my/" in words
    assert "Sitemap: http" in words


@pytest.mark.parametrize("kind", ["xml", "json", "csv"])
def test_feed_offers_with_the_partners_campaign(client: Client, priced: World, kind: str) -> None:
    answer = client.get(f"/feeds/offers.{kind}?campaign=spring<>26")
    assert answer.status_code == 200
    assert "campaign=spring26" in answer.content.decode()


def test_feeds_and_pages_say_on_which_days_a_service_is_given(
    client: Client, priced: World
) -> None:
    Service.objects.update(weekdays=weekdays_of([6, 7]))
    offers = client.get("/feeds/offers.json").json()["offers"]
    assert {one["weekdays"] for one in offers} == {"6 7"}
    treatment = client.get(f"/treatments/{offers[0]['id']}/").content.decode()
    assert "Sat, Sun" in treatment
    clinic = client.get(f"/clinics/{offers[0]['clinic_code']}/").content.decode()
    assert "On Saturday or Sunday" in clinic


def test_have_no_feed_of_another_kind(client: Client, priced: World) -> None:
    assert client.get("/feeds/offers.exe").status_code == 404


def test_remember_what_the_visitor_was_looking_at(client: Client, priced: World) -> None:
    service = knee(priced)
    asked = f"clinic=demo-ortho&area=orthopaedics&service={service}&campaign=fair-2026"
    page = client.get(f"/request/?{asked}", follow=True).content.decode()
    assert "Demo Orthopaedic Centre" in page
    assert client.session["wish"] == {
        "wished_clinic": "demo-ortho",
        "area": "orthopaedics",
        "wished_service": service,
        "setting": "",
        "campaign": "fair-2026",
    }


def test_remember_nothing_that_does_not_exist(client: Client, priced: World) -> None:
    client.get("/request/?clinic=nobody&area=nothing&service=serv_x", follow=True)
    assert "wish" not in client.session


def test_show_packages_with_what_is_inside_and_what_needs_no_journey(
    client: Client, priced: World
) -> None:
    page = client.get("/clinics/demo-heart/").content.decode()
    programme = page.split("IVF under a cardiologist")[1].split("</li><li class")[0]
    assert "Egg retrieval and embryo transfer" in programme
    assert "from <bdi" in programme
    assert "Second opinion on documents" in page.split("without travelling")[1]


def test_mark_lists_that_nobody_has_reviewed(client: Client, priced: World) -> None:
    knee_package = coded(priced, "PKG-01")
    address = f"/treatments/{knee_package.public_id}/"
    assert "Not yet reviewed translation" in client.get(address).content.decode()
    original = client.get(f"{address}?lang=ru").content.decode()
    assert "Перевод ещё не проверен" not in original
    with acting_as(system("test")):
        service_texts.load("demo-ortho", priced.organisation("demo-ortho"), timezone.now())
    reviewed = client.get(f"{address}?lang=en").content.decode()
    assert "Not yet reviewed translation" not in reviewed
    assert "spinal or general anaesthesia" in reviewed
    assert (
        "Not yet reviewed translation" not in client.get(f"{address}?lang=zh-hans").content.decode()
    )


def test_show_the_texts_of_no_suspended_clinic(client: Client, priced: World) -> None:
    knee_package = coded(priced, "PKG-01")
    with acting_as(system("test")):
        organisations.enter(code="demo-ortho", suspended_at=timezone.now())
    assert client.get(f"/treatments/{knee_package.public_id}/").status_code == 404


def test_say_that_a_price_is_the_lowest(client: Client, priced: World) -> None:
    revision = coded(priced, "ORT-107")
    page = client.get(f"/treatments/{revision.public_id}/").content.decode()
    assert "from <bdi" in page
    assert "The lowest price" in page
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    offer = next(one for one in map(json.loads, found) if one["@type"] == "Offer")
    assert "price" not in offer
    assert offer["priceSpecification"]["minPrice"] == str(revision.prices["foreign"])


def test_name_physicians_who_agreed_and_never_their_age(client: Client, world: World) -> None:
    with (references.REFERENCE / "specialities.csv").open(encoding="utf-8", newline="") as stream:
        references.load_file(file="specialities.csv", rows=csv.DictReader(stream))
    load(timezone.now(), prices=False)
    page = client.get("/clinics/demo-ortho/").content.decode()
    card = page.split(">Physicians<")[1].split("</section>")[0]
    assert "Orlova" in card
    for row in read()["practitioner"]:
        assert row["age_band"] not in page


def test_show_any_number_of_packages_in_as_many_queries(client: Client, priced: World) -> None:
    client.get("/clinics/demo-ortho/")
    with CaptureQueriesContext(connection) as few:
        client.get("/clinics/demo-ortho/")
    clinic = priced.organisation("demo-ortho")
    held = [{"scope": "surgery", "ru": "Операция", "en": "Surgery"}]
    with acting_as(system("test")):
        for number in range(12):
            code = f"NEW-{number}"
            facts = ServiceFacts(code=code, names={"ru": code}, kind="package", included=held)
            references.enter_service(organisation_id=clinic, facts=facts)
        references.publish_price_list(
            organisation_id=clinic,
            number="2026-2",
            valid_from=timezone.localdate(),
            prices=[PriceRow(f"NEW-{n}", PatientGroup.FOREIGN, Decimal(5)) for n in range(12)],
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get("/clinics/demo-ortho/").content.decode()
    assert "NEW-11" in page
    assert len(many) <= len(few)
