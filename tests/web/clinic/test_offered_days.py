"""The card of dates: what days of arrival are worth …"""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sanamost.journey.proposals.models import Proposal
from sanamost.registry.resources import services as resources
from sanamost.registry.resources.models import CapacityDay, Opening, Resource
from sanamost.web.clinic import offered_days
from tests.journey.referred import ARRIVES, Referred, drafted, open_case, refer
from tests.web.clinic.conftest import Submit, request_of
from tests.web.conftest import ClientOf
from tests.web.proposed import send
from tests.web.reading import words_on
from tests.world import World, acting_as, system

LANGUAGES = ("en", "ru", "zh-hans", "ar")
BETTER = "Another day would be better for the clinic"


@pytest.fixture
def referred(world: World) -> Referred:
    """Amina's case, accepted at the orthopaedic centre."""
    return refer(world, open_case(world))


@pytest.fixture
def drafted_one(referred: Referred) -> Proposal:
    """A draft of 744,400 roubles (720,000 and ten hours of an interpreter), arriving on ARRIVES."""
    made = drafted(referred)
    with acting_as(system("test")):
        made.refresh_from_db()
    assert made.total == Decimal(744_400)
    return made


def price(world: World, roubles: float, clinic: str = "demo-ortho") -> None:
    """A bed-day of the clinic's beds brings so much in every month, everything else nothing."""
    today = timezone.localdate()
    with acting_as(system("test")):
        resources.keep_worths(
            [
                resources.Counting(
                    row.organisation_id,
                    row.pk,
                    dt.date(
                        today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1, 1
                    ),
                    roubles if row.kind == "beds" else 0.0,
                )
                for row in Resource.objects.filter(organisation_id=world.organisation(clinic))
                for n in range(13)
            ],
            now=timezone.now(),
        )


def page_of(client: Any, made: Proposal) -> str:
    answer = client.get(reverse("clinic:proposal", args=[made.public_id]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def words(page: str) -> str:
    return " ".join(words_on(page).split())


def level(world: World, *, but: dt.date | None = None) -> None:
    """Every bed of the clinic alike on every day; on one day half of them."""
    with acting_as(system("test")):
        rows = CapacityDay.objects.filter(
            organisation_id=world.organisation("demo-ortho"), resource__kind="beds"
        )
        rows.update(supply=F("protected") + 20)
        if but is not None:
            rows.filter(day=but).update(supply=F("protected") + 10)


def test_are_not_spoken_of_before_they_were_counted(
    drafted_one: Proposal, client_of: ClientOf
) -> None:
    page = page_of(client_of("petrova"), drafted_one)
    assert "Best days" not in page
    assert "good day" not in page
    assert "This is advice" not in page


def test_mark_the_good_ones_and_name_the_three_best(
    drafted_one: Proposal, client_of: ClientOf, world: World
) -> None:
    price(world, 10_000)
    page = page_of(client_of("petrova"), drafted_one)
    assert page.count("· good day</option>") >= 3
    said = words(page)
    assert "Best days" in said
    assert "less asked for than on a usual day, by about RUB" in said
    assert "This is advice: any free day may be offered." in said
    assert BETTER not in said


def test_are_said_to_be_alike_where_they_are(
    drafted_one: Proposal, client_of: ClientOf, world: World
) -> None:
    level(world)
    price(world, 10_000)
    said = words(page_of(client_of("petrova"), drafted_one))
    assert "All free days are equally good for the clinic." in said
    assert "good day" not in said


def test_advise_another_day_where_the_chosen_one_costs_more_than_it_brings(
    drafted_one: Proposal, client_of: ClientOf, world: World
) -> None:
    # Nine days at 80,000 are 720,000 and below 744,400; the day with half as many beds left costs
    # twice as much: 800,000.
    level(world, but=ARRIVES + dt.timedelta(days=3))
    price(world, 80_000)
    petrova = client_of("petrova")
    said = words(page_of(petrova, drafted_one))
    assert BETTER in said
    assert "what would bring about RUB 790,000 with other patients" in said
    assert "The proposal brings RUB 744,400." in said
    assert "The clinic would do better to offer another day:" in said


def test_refuse_nothing_for_its_price(
    drafted_one: Proposal, client_of: ClientOf, world: World
) -> None:
    price(world, 1e6)
    petrova = client_of("petrova")
    said = words(page_of(petrova, drafted_one))
    assert BETTER in said
    assert "It is so on every free day" in said
    dear = ARRIVES + dt.timedelta(days=1)
    answer = send(
        petrova,
        reverse("clinic:proposal_dates", args=[drafted_one.public_id]),
        area="orthopaedics",
        arrives_on=dear.isoformat(),
        stay_days="9",
        valid_days="14",
    )
    assert answer.status_code == 302
    with acting_as(system("test")):
        assert Proposal.objects.get(pk=drafted_one.pk).arrives_on == dear


def test_are_named_near_the_chosen_one_where_they_are_equally_good(
    drafted_one: Proposal, client_of: ClientOf, world: World
) -> None:
    level(world, but=ARRIVES + dt.timedelta(days=60))
    price(world, 10_000)
    said = words(page_of(client_of("petrova"), drafted_one))
    assert (
        "Monday, 18 Jan 2027; Tuesday, 19 Jan 2027; Wednesday, 20 Jan 2027 :"
        " what the stay takes would bring about RUB 90,000 with other patients"
    ) in said


def test_are_for_who_chooses_the_day(
    drafted_one: Proposal, client_of: ClientOf, world: World
) -> None:
    price(world, 1e6)
    page = page_of(client_of("sidorov"), drafted_one)
    assert BETTER not in page
    assert "Best days" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_are_told_in_every_language(
    drafted_one: Proposal, client_of: ClientOf, world: World, language: str
) -> None:
    level(world, but=ARRIVES)
    price(world, 80_000)
    petrova = client_of("petrova")
    petrova.cookies["language"] = language
    page = page_of(petrova, drafted_one)
    assert ("Best days" in page) == (language == "en")
    assert "%(" not in page


def test_cost_no_question_more_by_their_number(
    drafted_one: Proposal, client_of: ClientOf, world: World
) -> None:
    petrova = client_of("petrova")
    page_of(petrova, drafted_one)
    with CaptureQueriesContext(connection) as without:
        page_of(petrova, drafted_one)
    price(world, 10_000)
    with CaptureQueriesContext(connection) as priced:
        page_of(petrova, drafted_one)
    assert len(priced) == len(without)


def test_show_the_desk_which_clinic_has_the_soonest_and_the_best(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    asked = request_of(world, "sokolova", submit()).public_id
    desk = client_of("sokolova")
    with acting_as(system("test")):
        later = Opening.objects.exclude(organisation_id=world.organisation("demo-ortho"))
        later.update(nearest_on=ARRIVES, days=[ARRIVES.isoformat()])
    before = words(desk.get(f"/desk/requests/{asked}/forward/").content.decode())
    assert before.count("Free soonest") == 1
    assert "Best days for the clinic" not in before
    price(world, 10_000)
    said = words(desk.get(f"/desk/requests/{asked}/forward/").content.decode())
    assert said.count("Best days for the clinic") == 1
    assert "RUB" not in said.split("Best days for the clinic")[1]


def test_speak_of_money_to_two_digits() -> None:
    assert [offered_days.about(one) for one in (12_345.6, 999.4, 0.4)] == [
        "RUB\xa012,000",
        "RUB\xa01,000",
        "RUB\xa00",
    ]
