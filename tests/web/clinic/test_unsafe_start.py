"""The page of admission, where a planned stay could harm a patient of the state task …"""

import datetime as dt
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.bookings.models import Booking
from sanamost.journey.bookings.services.keeping import write_uses
from sanamost.journey.treatment.models import Episode
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as capacity
from sanamost.registry.resources.models import Concession, Protection, Resource
from tests.journey.booked import Booked, booked
from tests.web.conftest import ClientOf
from tests.web.reading import english_on, words_on
from tests.web.stay import LANGUAGES, main_of, post, read
from tests.world import World, acting_as, system

VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")
REASON = "The nerve is pressed and nobody is listed for these days."
LATIN = {"SM", "Orthopaedic", "beds", "Elena", "Petrova"}


@pytest.fixture
def address(world: World) -> str:
    """Amina stands at the door, and of the ward only a few beds are open."""
    today = timezone.localdate(timezone=VLADIVOSTOK)
    found = booked(world, arrives_on=today, leaves_on=today + dt.timedelta(days=10))
    _give_places(found, today)
    _open(20)
    return f"/desk/travel/{found.plan().public_id}/admit/"


def _give_places(found: Booked, today: dt.date) -> None:
    with acting_as(system("test")):
        hold = Booking.objects.select_related("hold").get(pk=found.booking.pk).hold
        recipe = resources.recipe_for(organisation_id=hold.organisation_id, area="orthopaedics")
        beds = Resource.objects.get(
            name="Orthopaedic beds", area="orthopaedics", organisation_id=hold.organisation_id
        )
        needs = resources.needs(recipe, arrives_on=today, stay_days=10)
        taken = capacity.use_beyond({key: n for key, n in needs.items() if key[0] == beds.pk})
        write_uses(hold, taken)


def _open(units: int) -> None:
    with acting_as(system("test")):
        Resource.objects.filter(name="Orthopaedic beds").update(units=units)


def press(client: Any, address: str) -> Any:
    day = timezone.localdate(timezone=VLADIVOSTOK).isoformat()
    return post(client, address, entered_on=day, document="migration_card", number="1")


def said(page: str) -> str:
    return " ".join(words_on(page).split())


def test_refuses_the_planned_stay_names_why_and_asks_for_another_day(
    address: str, client_of: ClientOf
) -> None:
    petrova = client_of("petrova")
    answer = press(petrova, address)
    assert (answer.status_code, answer.url) == (302, address)
    page = said(read(petrova, address))
    assert "The planned stay cannot begin on this day." in page
    assert "Orthopaedic beds" in page
    assert "never refused" in page
    assert "Choose another day" in page
    with acting_as(system("test")):
        assert not Episode.objects.exists()
        booking = Booking.objects.get()
        assert booking.state == "confirmed"
        assert booking.unsafe_since is not None
        at = f"/desk/cases/{booking.case.public_id}/"
    answer_waiting()
    with acting_as(system("test")):
        kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {"bookings.start_unsafe", "bookings.start_unsafe_desk"} <= kinds
    case = said(read(petrova, at))
    assert "Agree another day of arrival" in case


def test_admits_after_two_people_conceded_what_it_names(address: str, client_of: ClientOf) -> None:
    petrova, orlova = client_of("petrova"), client_of("orlova")
    asked = re.findall(r'href="/desk/capacity/concessions/new/\?([^"]+)"', read(petrova, address))
    assert asked
    for query in asked:
        given = dict(parse_qsl(unescape(query)))
        assert set(given) == {"resource", "first_on", "last_on", "amount"}
        form = f"/desk/capacity/concessions/new/?{unescape(query)}"
        assert f'value="{given["amount"]}"' in read(petrova, form)
        assert post(petrova, form, **given, reason=REASON).status_code == 302
    assert press(petrova, address).url == address  # asked is not granted
    assert "The planned stay cannot begin" in said(read(petrova, address))
    with acting_as(system("test")):
        rows = list(Concession.objects.values_list("public_id", flat=True))
    for row in rows:
        decide = f"/desk/capacity/concessions/{row}/"
        assert post(orlova, decide, decision="grant").status_code == 302
    assert "The planned stay cannot begin" not in said(read(petrova, address))
    assert press(petrova, address).url != address
    with acting_as(system("test")):
        assert Episode.objects.count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_so_in_every_language(language: str, address: str, client_of: ClientOf) -> None:
    page = main_of(read(client_of("petrova"), address, language))
    if language != "en":
        assert [word for word in english_on(page) if word not in LATIN] == []


def test_lies_open_where_the_clinic_says_how_many_come_as_emergencies(
    address: str, client_of: ClientOf
) -> None:
    _open(34)
    petrova, page = client_of("petrova"), "/desk/capacity/protection/"
    assert "Emergencies of a hundred patients: Orthopaedics" in said(read(petrova, page))
    kept = {"percent": "95", "reason": "Known days.", "urgent-rehabilitation": "0"}
    assert post(petrova, page, **kept, **{"urgent-orthopaedics": "101"}).status_code == 422
    answer = post(petrova, page, **kept, **{"urgent-orthopaedics": ""})
    assert answer.status_code == 302, said(answer.content.decode())
    assert "cannot begin" in said(read(petrova, address))
    assert post(petrova, page, **kept, **{"urgent-orthopaedics": "5"}).status_code == 302
    assert "cannot begin" not in said(read(petrova, address))
    with acting_as(system("test")):
        row = Protection.objects.get(organisation__code="demo-ortho")
    assert row.urgent_percent == {"orthopaedics": 5, "rehabilitation": 0}
