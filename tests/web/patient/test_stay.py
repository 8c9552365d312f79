"""The patient's way, the receipt, the answers afterwards."""

from typing import Any

import pytest

from sanamost.journey.aftercare import services as aftercare
from sanamost.journey.aftercare.models import FollowUp, Survey
from sanamost.journey.travel.models import TravelPlan
from sanamost.journey.treatment.models import Episode
from tests.journey.booked import Booked, booked
from tests.web.conftest import ClientOf
from tests.web.reading import english_on
from tests.web.stay import LANGUAGES, key_of, main_of, post, read
from tests.world import NOON, World, acting_as, system

LATIN = {
    "SM",
    "Karimova",
    "Amina",
    "KARIMOVA",
    "AMINA",
    "RUB",
    "ruID",
    "Vladivostok",
    "VVO",
    "Ivan",
}


@pytest.fixture
def amina(world: World) -> Booked:
    """Amina, sent by Silk Road Care, with a place booked."""
    return booked(world, partner="silk-road-care", language="ru")


def left(page: str) -> list[str]:
    return [word for word in english_on(main_of(page)) if word not in LATIN]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reads_in_every_language(language: str, amina: Booked, client_of: ClientOf) -> None:
    amina.plan()
    client = client_of("amina")
    pages = [f"/my/cases/{amina.case.public_id}/travel/"]
    if language != "en":
        assert left(read(client, pages[0], language)) == []
    amina.discharged(own_summary="", own_diagnosis="", own_condition="", own_recommendations="")
    with acting_as(system("test")):
        row, episode = FollowUp.objects.get(day=7), Episode.objects.get()
    pages += [
        f"/my/follow-ups/{row.public_id}/",
        f"/my/episodes/{episode.public_id}/survey/",
        f"/my/cases/{amina.case.public_id}/",
    ]
    for address in pages:
        page = read(client, address, language)
        if language != "en" and not address.endswith(f"{amina.case.public_id}/"):
            assert left(page) == [], address


def test_tells_the_arrival_by_the_clock_of_the_clinic(amina: Booked, client_of: ClientOf) -> None:
    amina.plan()
    client = client_of("amina")
    address = f"/my/cases/{amina.case.public_id}/travel/"
    sent = {"day": "2026-11-24", "time": "08:30", "place": "VVO", "carrier": "HY 501",
            "name_1": "Rustam", "relation_1": "husband"}  # fmt: skip
    assert post(client, address, **sent).status_code == 302
    with acting_as(system("test")):
        plan = TravelPlan.objects.get()
    assert plan.arrival_at is not None
    assert plan.arrival_at.isoformat() == "2026-11-23T22:30:00+00:00"
    late = post(client, address, **(sent | {"day": "2027-03-01"}))
    assert late.status_code == 422
    assert "2027-03-01" in late.content.decode()


def test_asks_for_a_service_once(amina: Booked, client_of: ClientOf) -> None:
    amina.plan()
    client = client_of("amina")
    address = f"/my/cases/{amina.case.public_id}/travel/"
    key = {"idempotency_key": key_of(client, address)}
    wish = {"kind": "nurse", "wish": "At night"}
    assert client.post(f"{address}services/", wish | key).status_code == 302
    assert client.post(f"{address}services/", wish | key).status_code == 302  # the same press
    key = {"idempotency_key": key_of(client, address)}
    assert client.post(f"{address}services/", wish | key).status_code == 422


def test_shows_what_was_done_like_a_receipt(amina: Booked, client_of: ClientOf) -> None:
    amina.discharged(own_summary="", own_diagnosis="", own_condition="", own_recommendations="")
    page = read(client_of("amina"), f"/my/cases/{amina.case.public_id}/")
    assert "Hip replacement" in page
    assert "486" in page


def test_answers_on_a_phone_and_then_the_survey(amina: Booked, client_of: ClientOf) -> None:
    amina.discharged()
    with acting_as(system("test")):
        row, episode = FollowUp.objects.get(day=7), Episode.objects.get()
    client = client_of("amina")
    address = f"/my/follow-ups/{row.public_id}/"
    good = {"feeling": "better", "pain": "2", "complication": "no", "words": "Рахмат"}
    for wrong in ({"pain": "11"}, {"feeling": "great"}, {"complication": ""}):
        assert post(client, address, **(good | wrong)).status_code == 422
    assert post(client, address, **good).status_code == 302
    assert "Your answer has arrived" in read(client, address)
    survey = f"/my/episodes/{episode.public_id}/survey/"
    marks = {"care": "5", "communication": "4", "price_honesty": "5", "recommend": "10"}
    assert post(client, survey, **marks).status_code == 302
    with acting_as(system("test")):
        assert Survey.objects.get().recommend == 10


@pytest.mark.parametrize("persona", ["fatima", "mallory", "karim", "petrova"])
def test_hides_answers_from_others(persona: str, amina: Booked, client_of: ClientOf) -> None:
    amina.plan()
    amina.discharged()
    with acting_as(system("test")):
        row = FollowUp.objects.get(day=7)
    client = client_of(persona)
    for address in (
        f"/my/follow-ups/{row.public_id}/",
        f"/my/cases/{amina.case.public_id}/travel/",
    ):
        assert client.get(address).status_code == 404


def test_lets_the_partner_tell_the_arrival_and_no_more(
    amina: Booked, client_of: ClientOf, settings: Any
) -> None:
    amina.plan()
    karim = client_of("karim")
    address = f"/partner/cases/{amina.case.public_id}/travel/"
    sent = {"day": "2026-11-24", "time": "08:30", "place": "VVO"}
    assert post(karim, address, **sent).status_code == 302
    amina.discharged()
    with acting_as(system("test")):
        aftercare.ask_due(now=NOON)
    page = read(karim, f"/partner/cases/{amina.case.public_id}/")
    for word in ("Hip replacement", "Коксартроз", "коксартроз"):
        assert word not in page
