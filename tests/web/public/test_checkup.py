"""The check-up constructor …"""

import datetime as dt
import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sanamost.foundation.audit.models import Entry
from sanamost.jobs.world import price_lists
from sanamost.journey.checkups.models import Checkup
from sanamost.journey.requests.models import Draft, Request
from sanamost.registry.catalogue import remembering
from tests.registry.catalogue.conftest import reference
from tests.web.public.test_regional import open_portal
from tests.web.reading import words_on
from tests.world import World, acting_as, system

__all__ = ["reference"]
WOMAN: dict[str, Any] = {
    "age": "52",
    "sex": "female",
    "q_family": ["colorectal", "breast-ovary"],
    "q_smoking": "never",
    "q_smoked_much": "no",
    "q_weight": "yes",
    "q_pregnancy": "no",
}
CLINIC = "demo-heart"


@pytest.fixture(autouse=True)
def priced(world: World, reference: None) -> Iterator[World]:
    """Both clinics with their price lists, and everything that the forms offer."""
    cache.clear()
    with acting_as(system("test")):
        for clinic in price_lists.CLINICS:
            price_lists.load(clinic, world.organisation(clinic))
    yield world
    remembering.forget()


def said(page: Any) -> str:
    """The page's words, blanks made one."""
    return " ".join(words_on(page.content.decode()).split())


def answered(**other: Any) -> Client:
    """A visitor who has answered the questions."""
    client = Client()
    sent = client.post("/checkup/", {**WOMAN, **other})
    assert (sent.status_code, sent["Location"]) == (302, "/checkup/result/")
    return client


def ticked(page: str) -> list[str]:
    return re.findall(r'name="items" value="([^"]+)" checked', page)


def send(client: Client, **fields: Any) -> Any:
    shown = re.findall(
        r'name="shown" value="([^"]+)"', client.get("/checkup/result/").content.decode()
    )
    data = {"idempotency_key": secrets.token_hex(12), "shown": shown}
    return client.post("/checkup/result/", {**data, "items": shown, **fields})


def test_asks_on_one_page_and_shows_what_is_missing() -> None:
    page = Client().get("/checkup/").content.decode()
    wrong = Client().post("/checkup/", {"age": "12", "sex": "female"})

    assert page.count("<fieldset") == 8
    assert wrong.status_code == 422
    words = said(wrong)
    assert "The rules are for adults" in words
    assert words.count("Choose one answer.") >= 4


def test_asks_men_nothing_about_pregnancy() -> None:
    man = {**WOMAN, "sex": "male"}
    del man["q_pregnancy"]

    assert Client().post("/checkup/", man).status_code == 302


def test_shows_examinations_with_reasons_sources_and_each_clinics_price() -> None:
    page = answered().get("/checkup/result/")
    html, words = page.content.decode(), said(page)

    assert {"physician", "mammography", "colonoscopy", "hba1c", "geneticist"} <= set(ticked(html))
    assert "stool" not in ticked(html)
    assert "The colonoscopy that is proposed shows more." in words
    assert "USPSTF, Breast Cancer: Screening (2024)" in words
    assert "To be confirmed by a physician" in words
    assert "No physician has confirmed this set of rules yet." in words
    assert "Demo Heart Hospital" in words
    assert "Demo Orthopaedic Centre" in words


def test_says_without_which_examinations_a_total_is() -> None:
    words = said(answered().get("/checkup/result/"))

    assert re.search(r"Without \d+ examinations? Not in its price list:", words)


def test_counts_anew_when_something_is_ticked_off() -> None:
    client = answered()
    before = client.get("/checkup/result/").content.decode()

    sent = send(client, items=["physician", "glucose"])
    after = client.get("/checkup/result/").content.decode()

    assert (sent.status_code, sent["Location"]) == (302, "/checkup/result/")
    assert ticked(after) == ["physician", "glucose"]
    assert len(ticked(before)) > 2
    assert said(client.get("/checkup/result/")).count("The whole check-up") == 2


def test_keeps_nothing_of_a_visitor_who_only_looks() -> None:
    client = answered()
    client.get("/checkup/result/")

    cookie = client.cookies["checkup"]
    assert cookie["httponly"]
    assert cookie["path"] == "/checkup/"
    assert "colorectal" not in cookie.value
    with acting_as(system("test")):
        assert not Draft.objects.exists()
    assert "colorectal" not in str(dict(client.session))


def test_leaves_no_answer_in_shared_caches() -> None:
    client = answered()

    for path in ("/checkup/", "/checkup/result/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"


def test_asks_again_when_the_browser_keeps_nothing_or_a_forged_thing() -> None:
    client = Client()
    assert client.get("/checkup/result/")["Location"] == "/checkup/"

    client.cookies["checkup"] = "gAAAAABforged"
    assert client.get("/checkup/result/")["Location"] == "/checkup/"


def test_keeps_no_answer_with_a_draft_before_the_visitor_agrees() -> None:
    client = answered()

    refused = send(client, clinic=CLINIC)

    assert refused.status_code == 422
    assert "Say that your answers may be kept" in said(refused)
    with acting_as(system("test")):
        assert not Draft.objects.exists()


def test_refuses_a_check_up_of_nothing_and_an_unknown_clinic() -> None:
    client = answered()

    nothing = send(client, clinic=CLINIC, agreed="on", items=[])
    nowhere = send(client, clinic="nowhere", agreed="on")

    assert "Leave at least one examination ticked." in said(nothing)
    assert "This clinic takes no requests now." in said(nowhere)


def test_takes_everything_told_into_the_request() -> None:
    client = answered()
    sent = send(client, clinic=CLINIC, agreed="on")
    assert (sent.status_code, sent["Location"]) == (302, "/request/")

    first = client.get("/request/", follow=True)
    with acting_as(system("test")):
        draft = Draft.objects.get()

    assert "Check-up · Demo Heart Hospital" in said(first)
    assert draft.answers["sex"] == "female"
    assert draft.answers["wished_clinic"] == CLINIC
    assert "- Colonoscopy" in draft.answers["words"]
    assert draft.answers["checkup"]["answers"]["family"] == ["breast-ovary", "colorectal"]
    for address in (sent["Location"], first.redirect_chain[-1][0]):
        assert "colorectal" not in address


def test_hangs_the_check_up_on_the_case_with_the_rules_version() -> None:
    client = answered()
    send(client, clinic=CLINIC, agreed="on", items=["physician", "colonoscopy"])
    finish(client)

    with acting_as(system("test")):
        request, checkup = Request.objects.get(), Checkup.objects.get()
        draft = Draft.objects.get()
        wanted = [one["code"] for one in checkup.items if one["wanted"]]

    assert request.wished_clinic == CLINIC
    assert checkup.request_id == request.pk
    assert checkup.rules_version == "2026-11-22"
    assert wanted == ["physician", "colonoscopy"]
    assert {"mammography"} <= {one["code"] for one in checkup.items}
    assert set(checkup.items[0]["reasons"][0]["words"]) == {"en", "ru", "zh-hans", "ar"}
    assert draft.answers == {}
    with acting_as(system("test")):
        entry = Entry.objects.get(action="checkups.checkup.asked")
        assert "colorectal" not in str(vars(entry))


def test_shows_the_check_up_where_everything_is_looked_through() -> None:
    client = answered()
    send(client, clinic=CLINIC, agreed="on", items=["physician", "colonoscopy"])
    finish(client, send_it=False)

    words = said(client.get("/request/review/"))

    assert "Colonoscopy" in words
    assert "Mammography" not in words


def test_reads_the_same_few_rows_however_many_examinations() -> None:
    few, many = answered(), answered(q_family=[], q_own=["pressure", "diabetes", "thyroid"])
    counts = []
    for client in (few, many):
        client.get("/checkup/result/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/checkup/result/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_speaks_every_language(language: str) -> None:
    client = answered()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    for path in ("/checkup/", "/checkup/result/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Colonoscopy" not in page.content.decode()


def test_stays_within_a_regions_own_portal(priced: World) -> None:
    open_portal(priced)
    client = Client()

    sent = client.post("/in/primorye/checkup/", WOMAN)
    page = client.get("/in/primorye/checkup/result/")

    assert sent["Location"] == "/in/primorye/checkup/result/"
    assert client.cookies["checkup"]["path"] == "/in/primorye/checkup/"
    assert page.status_code == 200
    words = said(page)
    assert "Demo Orthopaedic Centre" in words
    assert "Demo Heart Hospital" not in words


def finish(client: Client, *, send_it: bool = True) -> None:
    """Through the questions of the request; what is known is left as the page holds it."""
    soon = (dt.date.today() + dt.timedelta(days=30)).isoformat()  # noqa: DTZ011 the form's local days
    with acting_as(system("test")):
        words = Draft.objects.get().answers["words"]
    steps: list[tuple[str, dict[str, Any]]] = [
        ("whom", {"whom": "self"}),
        ("need", {"words": words, "area": "check-up", "diagnosis_code": ""}),
        ("papers", {"action": "next"}),
        ("dates", {"wished_from": soon, "flexibility": "any"}),
        (
            "patient",
            {
                "name_latin": "KARIMOVA AMINA",
                "birth_date": "1974-05-17",
                "sex": "female",
                "citizenship": "UZ",
                "residence_country": "UZ",
            },
        ),
        ("stay", {"purpose_of_arrival": "treatment", "stay_document": "none"}),
        ("payer", {"payer": "patient"}),
        ("languages", {"languages": ["ru"]}),
        ("care", {"companions": "0"}),
        ("contact", {"email": "amina@example.org", "phone": "+998901234567"}),
        ("consent", {"consent": "on", "passport_number": "AA1", "address": "1 Street"}),
    ]
    for code, data in steps:
        key = {"idempotency_key": secrets.token_hex(12)}
        sent = client.post(f"/request/step/{code}/", {**key, **data})
        assert sent.status_code == 302, said(sent)[:900]
    if send_it:
        sent = client.post("/request/review/", {"idempotency_key": secrets.token_hex(12)})
        assert (sent.status_code, sent["Location"]) == (302, "/request/sent/")
