"""The register of episodes…"""

import datetime as dt
import json
from contextlib import suppress
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from pytest_django import Settings

from sanamost.commerce.billing.models import Payment, Refund
from sanamost.commerce.rates import services as rates
from sanamost.commerce.rates.models import Rate
from sanamost.commerce.rates.quotations import Quotation
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.insight.register import selectors, services
from sanamost.insight.register.counting import person_key
from sanamost.insight.register.models import CountedEpisode
from sanamost.journey.cases.models import Case
from sanamost.journey.treatment.models import ServiceDone
from tests.insight.treated import row_of, treated
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 17)


def recounted(*, repair: bool = False) -> dict[str, object]:
    """What `manage.py recount` says to machines."""
    out = StringIO()
    with suppress(SystemExit):
        call_command("recount", repair=repair, stdout=out, stderr=StringIO())
    return dict(json.loads(out.getvalue().splitlines()[-1]))


def dollar(day: dt.date, value: str) -> None:
    """The Bank of Russia's rate of the dollar on the day."""
    quotation = Quotation(day, "USD", "RUB", 1, Decimal(value))
    rates.import_rates(source=Rate.Source.CBR, quotations=[quotation], now=NOON)


def test_keeps_one_row_an_episode_with_days_services_and_money(world: World) -> None:
    episode = treated(world, days=[DAY, DAY, DAY + dt.timedelta(1)])
    row = row_of(episode)
    assert (row.visits, row.services) == (2, 3)
    assert (row.accrued, row.received, row.currency) == (
        Decimal("300000.00"),
        Decimal("200000.00"),
        "RUB",
    )
    assert (row.citizenship, row.area, row.region) == ("UZ", "orthopaedics", "05")
    assert (row.started_on, row.ended_on) == (dt.date(2026, 11, 15), dt.date(2026, 11, 20))


def test_counts_an_episode_without_services_as_one_visit(world: World) -> None:
    row = row_of(treated(world, days=[], paid=[]))
    assert (row.visits, row.services, row.received) == (1, 0, Decimal(0))


def test_counts_again_without_changing_anything(world: World) -> None:
    episode = treated(world)
    before = row_of(episode)
    services.count_case(case_id=episode.case_id)
    after = row_of(episode)
    assert before.public_id == after.public_id
    assert before.movements == after.movements
    with acting_as(system("test")):
        assert CountedEpisode.objects.count() == 1


def test_gives_one_person_one_key_that_is_not_their_fingerprint(world: World) -> None:
    first, second = treated(world), treated(world, name="KARIMOVA, Amina")
    other = treated(world, name="Zhang Wei", citizenship="CN")
    assert row_of(first).person_key == row_of(second).person_key
    assert row_of(first).person_key != row_of(other).person_key
    with acting_as(system("test")):
        fingerprint = Case.objects.get(pk=first.case_id).patient.fingerprint
    assert row_of(first).person_key == person_key(fingerprint) != fingerprint


def test_leaves_out_what_was_voided_and_what_went_back(world: World) -> None:
    episode = treated(world)
    with acting_as(system("test")):
        done = ServiceDone.objects.filter(episode=episode).first()
        assert done is not None
        ServiceDone.objects.filter(pk=done.pk).update(voided_at=NOON, void_reason="mistake")
        payment = Payment.objects.get(case_id=episode.case_id)
        Refund.objects.create(
            case_id=episode.case_id,
            organisation_id=episode.organisation_id,
            payment=payment,
            state="paid",
            reason="overpaid",
            rule="surplus",
            amount=Decimal("50000.00"),
            currency="RUB",
            requested_at=NOON,
            paid_at=NOON,
        )
    services.count_case(case_id=episode.case_id)
    row = row_of(episode)
    assert (row.services, row.accrued, row.received) == (
        1,
        Decimal("100000.00"),
        Decimal("150000.00"),
    )
    assert [one["kind"] for one in row.movements] == ["payment", "refund"]


def test_keeps_what_was_paid_in_roubles_and_dollars_with_the_rate_s_day(world: World) -> None:
    dollar(dt.date(2026, 11, 18), "80.0000")
    (movement,) = row_of(treated(world)).movements
    assert (movement["roubles"], movement["dollars"]) == ("200000.00", "2500.00")
    assert movement["dollars_rate"] == {"source": "cbr", "day": "2026-11-18"}
    assert "roubles_rate" not in movement


def test_keeps_a_movement_s_rate_whatever_is_published_or_set_later(
    world: World, settings: Settings
) -> None:
    dollar(dt.date(2026, 11, 18), "80.0000")
    episode = treated(world)
    dollar(dt.date(2026, 11, 19), "100.0000")
    settings.RATE_FRESH_DAYS = 0
    services.count_case(case_id=episode.case_id)
    (movement,) = row_of(episode).movements
    assert movement["dollars"] == "2500.00"
    assert recounted()["bad"] == 0


def test_is_found_wrong_where_an_equivalent_is_not_by_the_rate_it_names(world: World) -> None:
    dollar(dt.date(2026, 11, 18), "80.0000")
    episode = treated(world)
    (movement,) = row_of(episode).movements
    with acting_as(system("test")):
        CountedEpisode.objects.update(movements=[{**movement, "dollars": "2500.01"}])
    assert recounted()["bad"] == 1
    recounted(repair=True)
    assert row_of(episode).movements == [movement]


def test_gives_a_rate_to_what_had_none_once_there_is_one(world: World) -> None:
    episode = treated(world)
    dollar(dt.date(2026, 11, 18), "80.0000")
    assert recounted()["bad"] == 0
    services.count_case(case_id=episode.case_id)
    assert row_of(episode).movements[0]["dollars"] == "2500.00"


def test_says_where_there_is_no_rate(world: World) -> None:
    (movement,) = row_of(treated(world)).movements
    assert (movement["roubles"], movement["dollars"]) == ("200000.00", None)


def test_agrees_with_a_count_from_scratch_until_somebody_changes_a_row(world: World) -> None:
    episode, _ = treated(world), treated(world, name="Zhang Wei", citizenship="CN")
    assert recounted()["bad"] == 0
    assert recounted()["n"] == 2
    with acting_as(system("test")):
        CountedEpisode.objects.filter(episode_id=episode.pk).update(visits=9)
    assert recounted()["bad"] == 1
    assert recounted(repair=True)["bad"] == 1
    assert recounted()["bad"] == 0
    assert row_of(episode).visits == 2


def test_names_an_episode_that_was_never_counted(world: World) -> None:
    treated(world, counted=False)
    (difference,) = services.recount().differences
    assert difference.columns == ("missing",)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("petrova", {"demo-ortho"}),
        ("belova", {"demo-heart"}),
        ("lee", {"demo-ortho"}),
        ("ivanova", {"demo-ortho", "demo-heart"}),
        ("karim", set()),
        ("haddad", set()),
        ("amina", set()),
        ("mallory", set()),
    ],
)
def test_shows_a_clinic_its_own_a_region_its_own_and_the_national_centre_all(
    world: World, who: str, seen: set[str]
) -> None:
    treated(world)
    treated(world, clinic="demo-heart", area="cardiology", name="Zhang Wei", citizenship="CN")
    actor = world.actor(who)
    with acting_as(actor):
        by_rule = {row.organisation.code for row in selectors.counted(actor)}
        by_fence = {row.organisation.code for row in CountedEpisode.objects.all()}
    assert by_rule == by_fence == seen


def test_is_written_by_nobody_but_the_system(world: World) -> None:
    episode = treated(world)
    actor = world.actor("petrova")

    with pytest.raises(DatabaseError), acting_as(actor):
        CountedEpisode.objects.filter(episode_id=episode.pk).update(visits=9)
    assert row_of(episode).visits == 2
