"""What a clinic says of its services, through its pages."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from sanamost.foundation.events.waiting import answer_waiting
from sanamost.registry.catalogue import services
from sanamost.registry.catalogue.models import Service
from sanamost.registry.catalogue.services import ServiceFacts
from sanamost.registry.catalogue.weekdays import days
from tests.registry.catalogue.described import Desk, service_of
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import World

LIST = "/desk/services/"
ABOUT = "Новый сустав за полтора часа"


@pytest.fixture
def service(world: World) -> str:
    return service_of(world)


def at(service: str, rest: str = "") -> str:
    return f"{LIST}{service}/{rest}"


def seen_on(client: Client, service: str, language: str) -> str:
    """What the form of review says was read."""
    column = words_of(client.get(at(service))).split(f'id="{language}"')[1]
    found = re.search(r'name="seen" value="([^"]+)"', column)
    assert found
    return found[1]


@pytest.mark.parametrize("persona", ["petrova", "orlova", "volkov", "egorova"])
def test_opens_to_those_who_write(client_of: ClientOf, service: str, persona: str) -> None:
    client = client_of(persona)
    for page in (LIST, at(service), at(service, "facts/"), at(service, "ar/preview/")):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("persona", ["sidorov", "belova", "karim", "lee", "amina", "mallory"])
def test_is_unknown_to_everybody_else(client_of: ClientOf, service: str, persona: str) -> None:
    client = client_of(persona)
    for page in ("", "facts/", "ru/", "ar/preview/"):
        assert client.get(at(service, page)).status_code == 404
    for page in ("ru/", "ru/check/", "ru/publish/", "ru/hide/", "ar/draft/", "facts/"):
        assert send(client, at(service, page), about="Чужое").status_code == 404


def test_goes_from_draft_by_a_colleague_to_the_portal(client_of: ClientOf, service: str) -> None:
    petrova, egorova = client_of("petrova"), client_of("egorova")
    public = reverse("treatment", args=[service])
    assert send(petrova, at(service, "ru/"), about=ABOUT).status_code == 302
    assert ABOUT in words_of(petrova.get(at(service, "ru/preview/")))
    assert "you wrote them yourself" in words_of(petrova.get(at(service)))
    seen = seen_on(egorova, service, "ru")
    answer = send(petrova, at(service, "ru/check/"), seen=seen)
    assert "you wrote it yourself" in words_of(petrova.get(answer["Location"]))
    send(petrova, at(service, "ru/publish/"))
    assert ABOUT not in words_of(Client().get(public))
    assert send(egorova, at(service, "ru/check/"), seen=seen).status_code == 302
    assert send(petrova, at(service, "ru/publish/")).status_code == 302
    assert ABOUT in words_of(Client().get(public))
    assert "Not translated yet" in words_of(Client().get(public))
    assert send(petrova, at(service, "ru/hide/")).status_code == 302
    assert ABOUT not in words_of(Client().get(public))


def test_says_that_a_translation_is_out_of_date(
    client_of: ClientOf, world: World, service: str
) -> None:
    desk = Desk(world, service)
    desk.show("ru", about=ABOUT)
    desk.show("en", about="A new joint")
    desk.show("ru", about="Новый сустав за два часа")
    page = words_of(Client().get(reverse("treatment", args=[service])))
    assert "A new joint" in page
    assert "Not yet reviewed translation" in page
    assert "Новый сустав за два часа" in page
    client = client_of("petrova")
    assert "The original has changed" in words_of(client.get(at(service)))
    found = words_of(client.get(LIST, {"language": "en", "standing": "stale"}))
    assert service in found
    assert service not in words_of(client.get(LIST, {"language": "ar", "standing": "stale"}))


def test_previews_in_the_language_of_the_readers(client_of: ClientOf, service: str) -> None:
    client = client_of("petrova")
    send(client, at(service, "ru/"), about=ABOUT)
    send(client, at(service, "ar/"), about="مفصل جديد", included="الجراحة")
    page = words_of(client.get(at(service, "ar/preview/")))
    shown = page.split('lang="ar" dir="rtl"')[1]
    assert "مفصل جديد" in shown
    assert "الجراحة" in shown
    assert "ما يشمله السعر" in shown
    assert "مفصل جديد" not in words_of(Client().get(reverse("treatment", args=[service])))


def test_keeps_what_was_typed_where_a_list_has_too_few_lines(
    client_of: ClientOf, service: str
) -> None:
    answer = send(client_of("petrova"), at(service, "ar/"), included="الجراحة\nالتخدير")
    assert answer.status_code == 422
    assert "The original has 1 items" in words_of(answer)
    assert "التخدير" in words_of(answer)


def test_lets_a_machine_draft_and_marks_what_it_wrote(
    client_of: ClientOf, service: str, settings: Settings
) -> None:
    settings.TRANSLATOR = "sanamost.adapters.translation.rehearsal.Rehearsal"
    client = client_of("petrova")
    assert send(client, at(service, "ar/draft/")).status_code == 302
    answer_waiting()
    page = words_of(client.get(at(service)))
    assert "[ar] Замена колена" in page
    assert "Translated by a machine" in page
    send(client, at(service, "ar/check/"), seen=seen_on(client, service, "ar"))
    send(client, at(service, "ar/publish/"))
    assert Service.objects.get(public_id=service).names["ar"] == "[ar] Замена колена"


def test_offers_no_machine_where_there_is_none(
    client_of: ClientOf, service: str, settings: Settings
) -> None:
    settings.TRANSLATOR = ""
    client = client_of("petrova")
    assert "Let a machine draft" not in words_of(client.get(at(service)))
    answer = send(client, at(service, "ar/draft/"))
    assert "No machine translation is set up" in words_of(client.get(answer["Location"]))


def test_takes_facts_and_contents(client_of: ClientOf, service: str) -> None:
    client, page = client_of("petrova"), at(service, "facts/")
    said: dict[str, Any] = {
        "kind": "programme",
        "setting": "in_patient",
        "stay_days": "9",
        "weekdays": ["5", "6"],
        "included_scope_0": "surgery",
        "included_text_0": "Операция",
        "included_text_1": "Наркоз",
    }
    assert send(client, page, **said).status_code == 422
    assert send(client, page, **said, included_scope_1="anaesthesia").status_code == 302
    row = Service.objects.get(public_id=service)
    assert (row.kind, row.setting, row.stay_days) == ("programme", "in_patient", 9)
    assert days(row.weekdays) == (5, 6)
    assert "Fri, Sat" in words_of(client.get(at(service)))
    assert send(client, page, **{**said, "weekdays": ["8"]}).status_code == 422
    assert [item["ru"] for item in row.included] == ["Операция", "Наркоз"]
    assert row.excluded == []


def test_knows_the_languages_of_the_portal_alone(client_of: ClientOf, service: str) -> None:
    client = client_of("petrova")
    for page in ("fr/", "fr/check/", "fr/publish/", "fr/hide/", "fr/draft/"):
        assert send(client, at(service, page), about="Oui").status_code == 404
    assert client.get(at(service, "fr/preview/")).status_code == 404


def test_lists_any_number_of_services_in_as_many_queries(
    client_of: ClientOf,
    world: World,
    service: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of("petrova")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    many = [
        ServiceFacts(code=f"C-{number}", names={"ru": f"Приём {number}"}, kind="consultation")
        for number in range(25)
    ]
    services.enter_services(organisation_id=world.organisation("demo-ortho"), rows=many)
    with django_assert_num_queries(len(few)):
        answer = client.get(LIST)
    assert words_of(answer).count("/desk/services/serv_") >= 26
