"""Travel, treatment and aftercare at the desk."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from sanamost.foundation.access.public_ids import new
from sanamost.journey.aftercare import services as aftercare
from sanamost.journey.aftercare.models import FollowUp
from sanamost.journey.aftercare.states import Feeling
from sanamost.journey.travel.models import AuthorityNotice, TravelPlan, WorkOrder
from sanamost.journey.treatment.models import Episode, ServiceDone
from tests.journey.booked import Booked, booked
from tests.web.conftest import ClientOf
from tests.web.reading import english_on
from tests.web.stay import LANGUAGES, key_of, main_of, post, read
from tests.world import NOON, World, acting_as, system

VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")
CASE = {"SM", "Karimova", "Amina", "Elena", "Petrova", "Maria", "Orlova", "Navoi", "Street"}
LATIN = CASE | {"Tashkent", "Silk", "Road", "Care", "ICD", "RUB", "ORT", "SRV", "Pavel", "Sidorov"}


@pytest.fixture
def amina(world: World) -> Booked:
    """Amina, booked for this week."""
    today = timezone.localdate(timezone=VLADIVOSTOK)
    return booked(world, arrives_on=today, leaves_on=today + dt.timedelta(days=10))


def addresses(amina: Booked) -> dict[str, str]:
    """Every page of the desk about a patient who has left."""
    with acting_as(system("test")):
        plan, episode = TravelPlan.objects.get(), Episode.objects.get()
        work, notice = WorkOrder.objects.first(), AuthorityNotice.objects.first()
        follow_up, done = FollowUp.objects.first(), ServiceDone.objects.first()
    assert work is not None
    assert notice is not None
    assert follow_up is not None
    assert done is not None
    return {
        "arrivals": "/desk/arrivals/",
        "travel": f"/desk/travel/{plan.public_id}/",
        "work": reverse("clinic:work", args=[work.public_id]),
        "admit": f"/desk/travel/{plan.public_id}/admit/",
        "notices": "/desk/notices/",
        "filed": "/desk/notices/?show=filed",
        "notice": f"/desk/notices/{notice.public_id}/",
        "treatment": f"/desk/episodes/{episode.public_id}/",
        "void": f"/desk/done/{done.public_id}/",
        "follow_ups": "/desk/follow-ups/",
        "follow_up": f"/desk/follow-ups/{follow_up.public_id}/",
        "close": f"/desk/episodes/{episode.public_id}/close/",
        "case": f"/desk/cases/{amina.case.public_id}/",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_shows_every_page_in_every_language(
    language: str, amina: Booked, client_of: ClientOf
) -> None:
    amina.plan()
    amina.discharged()
    petrova = client_of("petrova")
    for name, address in addresses(amina).items():
        page = read(petrova, address, language)
        if language != "en" and name not in {"case"}:
            left = [word for word in english_on(main_of(page)) if word not in LATIN]
            assert left == [], f"{name} in {language}: {left}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_shows_the_physician_two_columns(language: str, world: World, client_of: ClientOf) -> None:
    booked(world, language="ar").admitted()
    with acting_as(system("test")):
        episode = Episode.objects.get()
    page = read(client_of("orlova"), f"/desk/episodes/{episode.public_id}/discharge/", language)
    assert page.count("<textarea") == 8
    assert page.count('lang="ar"') >= 4


def test_walks_from_the_list_of_arrivals_to_the_closing(
    amina: Booked, client_of: ClientOf, settings: Any
) -> None:
    settings.DEMONSTRATION = True
    plan = amina.plan()
    petrova, orlova, sidorov = client_of("petrova"), client_of("orlova"), client_of("sidorov")
    assert "Karimova Amina" in read(petrova, "/desk/arrivals/")
    travel = f"/desk/travel/{plan.public_id}/"
    day = timezone.localdate(timezone=VLADIVOSTOK).isoformat()
    answer = post(petrova, travel, day=day, time="08:30", place="Airport", carrier="HY 501")
    assert answer.status_code == 302
    assert "08:30" in read(petrova, travel)
    post_to = {
        "met_by": "Ivan",
        "met_by_phone": "+7 900",
        "idempotency_key": key_of(petrova, travel),
    }
    assert petrova.post(f"{travel}pack/", post_to).status_code == 302
    admitted = post(
        petrova, f"{travel}admit/", entered_on=day, document="migration_card", number="1"
    )
    episode = admitted.url
    refused = post(petrova, episode, item="XRAY", quantity="1", done_on=day, extra="1")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "An addendum is needed" in page
    assert "XRAY" in page
    for item, quantity in (("line-1", "1"), ("line-2", "9"), ("line-3", "3")):
        done = post(petrova, episode, item=item, quantity=quantity, done_on=day)
        assert done.status_code == 302, item
    words = {
        "diagnosis": "Коксартроз",
        "summary": "Операция",
        "condition": "Удовл.",
        "recommendations": "Костыли",
        "own_diagnosis": "Arthrosis",
        "own_summary": "Surgery",
        "own_condition": "Good",
        "own_recommendations": "Crutches",
        "fit_to_fly": "on",
    }
    wanting = post(orlova, f"{episode}discharge/", **words)
    assert wanting.status_code == 422
    assert "Коксартроз" in wanting.content.decode()
    left = post(orlova, f"{episode}discharge/", **words, translated_by="I. Ivanov")
    assert left.status_code == 302
    assert post(sidorov, f"{episode}invoice/").url.startswith("/desk/invoices/")
    with acting_as(system("test")):
        aftercare.schedule(episode=Episode.objects.get(), now=timezone.now())
    case = f"/desk/cases/{amina.case.public_id}/"
    assert "let 7 days pass" in read(petrova, case)
    key = {"idempotency_key": key_of(petrova, case)}
    assert petrova.post(f"{case}pass-time/", key).status_code == 302
    with acting_as(system("test")):
        assert FollowUp.objects.get(day=7).state == "asked"


def test_puts_worrying_answers_first_and_lets_them_be_dealt_with(
    amina: Booked, client_of: ClientOf
) -> None:
    amina.discharged()
    with acting_as(amina.patient):
        row = FollowUp.objects.get(day=30)
        aftercare.answer(
            actor=amina.patient,
            follow_up=row,
            feeling=Feeling.WORSE,
            pain=8,
            complication=True,
            words="<b>Болит</b>",
            language="ru",
            now=NOON,
        )
    egorova = client_of("egorova")
    page = read(egorova, "/desk/follow-ups/")
    assert page.index("Day 30") < page.index("Day 7")
    address = f"/desk/follow-ups/{row.public_id}/"
    assert "&lt;b&gt;Болит" in read(egorova, address)
    assert post(egorova, address, note="").status_code == 422
    assert post(egorova, address, note="Called.").status_code == 302
    assert "answer needs you" not in read(egorova, "/desk/follow-ups/")


@pytest.mark.parametrize("persona", ["belova", "mallory", "karim", "nikitin", "amina"])
def test_looks_to_strangers_as_if_nothing_were_there(
    persona: str, amina: Booked, client_of: ClientOf
) -> None:
    amina.plan()
    amina.discharged()
    client = client_of(persona)
    for name, address in addresses(amina).items():
        if persona == "belova" and name in {"arrivals", "notices", "filed", "follow_ups"}:
            assert "Karimova" not in read(client, address)
        else:
            assert client.get(address).status_code == 404, name


def test_answers_unknown_ids_and_hostile_input_politely(amina: Booked, client_of: ClientOf) -> None:
    plan = amina.plan()
    petrova = client_of("petrova")
    assert petrova.get(f"/desk/travel/{new('trvl')}/").status_code == 404
    for week in ("2026-13-40", "'; drop table", "9999-12-31", "0001-01-01"):
        assert petrova.get("/desk/arrivals/", {"week": week}).status_code == 200
    travel = f"/desk/travel/{plan.public_id}/"
    bad = post(petrova, travel, day="0000-00-00", time="99:99", place="x" * 999, name_1="\x00")
    assert bad.status_code == 422


def test_lists_many_arrivals_with_few_queries(
    world: World, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    today = timezone.localdate(timezone=VLADIVOSTOK)
    for number in range(8):
        booked(
            world, arrives_on=today, leaves_on=today + dt.timedelta(days=5), reference=str(number)
        ).plan()
    petrova = client_of("petrova")
    read(petrova, "/desk/arrivals/")
    with django_assert_max_num_queries(32):
        page = read(petrova, "/desk/arrivals/")
    assert page.count("Karimova Amina") == 8


def test_moves_time_nowhere_but_in_the_demonstration(
    amina: Booked, client_of: ClientOf, settings: Any
) -> None:
    settings.DEMONSTRATION = False
    amina.discharged()
    petrova = client_of("petrova")
    case = f"/desk/cases/{amina.case.public_id}/"
    assert "pass-time" not in read(petrova, case)
    assert petrova.get(f"{case}pass-time/").status_code == 404
    with acting_as(system("test")):
        assert FollowUp.objects.get(day=7).state == "scheduled"


def test_puts_a_translation_beside_the_words_of_an_answer(
    amina: Booked, client_of: ClientOf
) -> None:
    amina.discharged()
    with acting_as(system("test")):
        row = FollowUp.objects.order_by("day")[0]
    with acting_as(amina.patient):
        aftercare.answer(
            actor=amina.patient,
            follow_up=row,
            feeling=Feeling.SAME,
            pain=2,
            complication=False,
            words="膝盖晚上有点疼。",
            language="zh-hans",
            now=timezone.now(),
        )
    egorova, address = client_of("egorova"), f"/desk/follow-ups/{row.public_id}/"
    assert f"{address}translate/" in read(egorova, address)

    post(egorova, f"{address}translate/", words="Колено немного болит ночью.", language="ru")

    page = read(egorova, address)
    assert "膝盖晚上有点疼。" in page
    assert "Колено немного болит ночью." in page
    assert "Nina Egorova" in page
    for stranger in ("belova", "karim", "mallory", "sidorov"):
        assert client_of(stranger).get(f"{address}translate/").status_code == 404
