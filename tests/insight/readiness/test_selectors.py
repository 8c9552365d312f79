"""Passports rolled up for a coordinator …"""

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from sanamost.engines import passports as engine
from sanamost.engines.passports import Figures
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.readiness import selectors
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.models import Organisation
from sanamost.registry.resources import services
from tests.world import NOON, World, acting_as, system

pytestmark = pytest.mark.django_db
NOW, THEN = NOON.date(), NOON.date() - dt.timedelta(days=365)
OLD = {"40_49": 3, "60_plus": 6}
YOUNG = {"30_39": 9}


def enter(world: World, clinic: str, day: dt.date, **said: Any) -> None:
    line = engine.staff_line("41", 12, said.pop("filled", 9), said.pop("ages", OLD))
    with acting_as(system("test")):
        services.enter(
            organisation_id=world.organisation(clinic),
            area="oncology",
            as_of=day,
            figures=Figures(staff=(line,), **said),
            now=NOON,
        )


def report(world: World, who: str, **asked: Any) -> selectors.Report:
    actor = world.actor(who)
    with acting_as(actor):
        wanted: dict[str, Any] = {"area": "oncology", "on": NOW, "earlier": THEN} | asked
        return selectors.report(actor, **wanted)


@pytest.fixture
def both(world: World) -> World:
    enter(world, "demo-ortho", NOW, places=(engine.place("hospital", "A", 40),))
    enter(world, "demo-ortho", THEN, filled=6, places=(engine.place("hospital", "A", 30),))
    enter(world, "demo-heart", NOW, ages=YOUNG, filled=10)
    return world


def test_are_summed_over_the_region_in_charge(both: World) -> None:
    near, wide = report(both, "lee"), report(both, "ivanova")
    assert [row.card.code for row in near.rows] == ["demo-ortho"]
    assert sorted(row.card.code for row in wide.rows) == ["demo-heart", "demo-ortho"]
    assert near.counts.filled == 9
    assert wide.counts.filled == 19
    assert {row.region: row.counts.filled for row in wide.regions} == {"05": 9, "45": 10}
    assert near.regions == ()


def test_stand_beside_an_earlier_date(both: World) -> None:
    found = report(both, "lee")
    assert [int(found.before.filled), int(found.counts.filled)] == [6, 9]
    assert (found.before.beds, found.counts.beds) == (30, 40)
    assert found.clinics_before == 1
    (row,) = found.rows
    assert row.before is not None
    assert row.before.filled == 6
    assert report(both, "lee", on=THEN).counts.filled == 6


def test_of_one_region_are_what_the_country_shows_of_it(both: World) -> None:
    whole = report(both, "ivanova")
    part = report(both, "ivanova", region="05")
    assert part.figures == report(both, "lee").figures
    (row,) = [one for one in whole.regions if one.region == "05"]
    assert row.counts == part.counts
    assert row.findings == part.findings


def test_name_the_risk_where_its_figures_may_be_seen(both: World) -> None:
    found = report(both, "lee")
    codes = {risk.rule.code: (risk.part, risk.whole) for risk in found.findings.risks}
    assert "retiring" not in codes  # three of nine in another group are too few to be shown
    assert found.findings.withheld > 0
    enter(both, "demo-ortho", NOW - dt.timedelta(days=1), ages={"60_plus": 9})
    earlier = report(both, "lee", on=NOW - dt.timedelta(days=1))
    retiring = [one for one in earlier.findings.risks if one.rule.code == "retiring"]
    assert [[int(one.part), int(one.whole)] for one in retiring] == [[9, 9]]
    assert earlier.in_clinics["retiring"] == 1


def test_name_clinics_that_offer_the_profile_and_have_not_filled(both: World) -> None:
    with acting_as(system("test")):
        Organisation.objects.filter(code="demo-heart").update(areas=["oncology"])
    assert report(both, "ivanova").missing == ()
    aged = report(both, "ivanova", on=NOW - dt.timedelta(days=1))
    assert [card.code for card in aged.missing] == ["demo-heart"]
    assert report(both, "lee", on=NOW - dt.timedelta(days=1)).missing == ()


def test_leave_out_a_passport_that_is_too_old(world: World) -> None:
    enter(world, "demo-ortho", NOW - dt.timedelta(days=367))
    assert report(world, "lee").rows == ()


@pytest.mark.parametrize("who", ["petrova", "belova", "nikitin", "karim", "amina", "mallory"])
def test_are_no_one_else_s(both: World, who: str) -> None:
    actor = both.actor(who)
    with acting_as(actor):
        with pytest.raises(NotVisible):
            selectors.report(actor, area="oncology", on=NOW, earlier=THEN)
        with pytest.raises(NotVisible):
            selectors.overview(actor, on=NOW, earlier=THEN)
        with pytest.raises(NotVisible):
            selectors.profiles_filled(actor, on=NOW)


def test_show_no_other_region(both: World) -> None:
    lee = both.actor("lee")
    heart = organisations.card(both.organisation("demo-heart")).public_id
    with acting_as(lee):
        with pytest.raises(NotVisible):
            selectors.report(lee, area="oncology", on=NOW, earlier=THEN, region="45")
        with pytest.raises(NotVisible):
            selectors.clinic_report(lee, heart, area="oncology", on=NOW, earlier=THEN)
        assert heart not in selectors.profiles_filled(lee, on=NOW)


def test_list_profiles_offered_and_filled(both: World) -> None:
    lee = both.actor("lee")
    with acting_as(lee):
        rows = {row.area: row for row in selectors.overview(lee, on=NOW, earlier=THEN)}
    assert (rows["oncology"].clinics, rows["oncology"].missing) == (1, 0)
    assert (rows["orthopaedics"].clinics, rows["orthopaedics"].missing) == (0, 1)
    assert rows["oncology"].counts.filled == 9
    assert rows["oncology"].before.filled == 6


def test_are_read_in_as_many_statements_whatever_their_number(
    both: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with acting_as(system("test")):
        for number in range(12):
            card = Organisation.objects.create(
                code=f"more-{number}", kind="clinic", country="RU", region="05"
            )
            services.enter(
                organisation_id=card.pk,
                area="oncology",
                as_of=NOW,
                figures=Figures(staff=(engine.staff_line("41", 12, 9, OLD),)),
                now=NOON,
            )
    actor = both.actor("ivanova")
    with acting_as(actor), django_assert_max_num_queries(12):
        assert len(selectors.report(actor, area="oncology", on=NOW, earlier=THEN).rows) == 14
    with acting_as(actor), django_assert_max_num_queries(12):
        selectors.overview(actor, on=NOW, earlier=THEN)
