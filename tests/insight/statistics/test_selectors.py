"""Figures…"""

import datetime as dt
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from sanamost.engines.periods import Period
from sanamost.engines.statistics import HIDDEN, MINIMUM, RULES, CountingRule, Figures
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.register.models import CountedEpisode
from sanamost.insight.statistics import selectors
from sanamost.insight.statistics.selectors import Report, Scope
from sanamost.insight.statistics.wording import RULES as WORDS
from sanamost.journey.treatment.models import Episode, ServiceDone
from tests.insight.treated import treated
from tests.world import World

pytestmark = pytest.mark.django_db
QUARTER = Period(dt.date(2026, 10, 1), dt.date(2027, 1, 1))


def reported(actor: Actor, rule: str, scope: Scope | None = None) -> Report:
    with acting_as(actor):
        found = selectors.facts(actor, QUARTER)
        return selectors.report(actor, found, RULES[rule], QUARTER, scope)


def people(world: World, country: str, number: int, clinic: str = "demo-ortho") -> None:
    """So many persons of the country with one episode each."""
    area = "orthopaedics" if clinic == "demo-ortho" else "cardiology"
    for each in range(number):
        treated(
            world, name=f"Person {country} {'x' * each}", citizenship=country, clinic=clinic,
            area=area,
        )  # fmt: skip


def several(world: World) -> None:
    """Everything that the rules tell apart."""
    treated(world)
    treated(world, area="rehabilitation", paid=[("1000.50", dt.date(2026, 11, 19))])
    treated(world, name="Wei Zhang", citizenship="CN", basis="residence_permit")
    treated(world, name="Free Guest", citizenship="AE", paid=[])
    treated(world, name="Here Already", citizenship="AE", purpose="already_here")
    treated(world, name="Home Citizen", citizenship="RU", basis="citizen")
    treated(world, name="Not Yet", citizenship="UZ", ended=None)
    treated(world, name="Last Year", citizenship="UZ", ended=dt.date(2025, 11, 20))


def counts_by_hand(rule: CountingRule, episode: Episode) -> bool:
    """The rule in words, over the sources and not over the register."""
    patient, case = episode.case.patient, episode.case
    paid = sum(
        row.amount for invoice in episode.agreement.invoices.all() for row in invoice.payments.all()
    )
    foreign = patient.citizenship != "RU"
    return {
        "all_cases": True,
        "export_citizenship": foreign and paid > 0,
        "export_non_resident": (foreign and paid > 0 and patient.residency_basis == "non_resident"),
        "came_for_treatment": foreign and case.purpose_of_arrival == "treatment",
    }[rule.code]


@pytest.mark.parametrize("code", RULES)
def test_equal_a_count_by_hand_over_the_sources(world: World, code: str) -> None:
    several(world)
    total = reported(world.actor("petrova"), code).total
    with acting_as(system("test")):
        rows = [
            row
            for row in Episode.objects.select_related("case__patient", "agreement")
            if row.discharged_at
            and row.discharged_at.year == 2026
            and counts_by_hand(RULES[code], row)
        ]
        visits = sum(
            len({done.done_on for done in ServiceDone.objects.filter(episode=row)}) for row in rows
        )
        paid = sum(
            (
                payment.amount
                for row in rows
                for invoice in row.agreement.invoices.all()
                for payment in invoice.payments.all()
            ),
            Decimal(0),
        )
        persons = len({row.case.patient.fingerprint for row in rows})
    assert isinstance(total, Figures)
    assert (total.persons, total.episodes, total.visits) == (persons, len(rows), visits)
    assert total.roubles.amount == paid
    assert total.persons > 0


def test_keep_the_two_bases_apart(world: World) -> None:
    several(world)
    actor = world.actor("petrova")
    numbers = {
        code: reported(actor, code).total.episodes  # type: ignore[union-attr]  # a clinic sees its own figures whole
        for code in RULES
    }
    assert numbers == {
        "all_cases": 6,
        "export_citizenship": 4,
        "export_non_resident": 3,
        "came_for_treatment": 4,
    }


def test_have_words_for_every_rule() -> None:
    assert set(WORDS) == set(RULES)


def test_are_whole_for_the_clinic_itself_however_small(world: World) -> None:
    treated(world)
    shown = reported(world.actor("petrova"), "export_citizenship")
    assert isinstance(shown.by_citizenship["UZ"], Figures)


@pytest.mark.parametrize("who", ["lee", "ivanova"])
def test_hide_small_groups_from_whoever_does_not_know_the_people(world: World, who: str) -> None:
    people(world, "UZ", MINIMUM + 5)
    people(world, "KZ", MINIMUM + 4)
    people(world, "CN", MINIMUM - 1)
    shown = reported(world.actor(who), "export_citizenship")
    assert shown.by_citizenship["CN"] is HIDDEN
    assert [shown.by_citizenship["UZ"], shown.by_citizenship["KZ"]].count(HIDDEN) == 1
    assert isinstance(shown.total, Figures)
    assert shown.total.persons == 3 * MINIMUM + 8


def test_hide_a_clinic_s_small_group_in_the_region_s_table_too(world: World) -> None:
    people(world, "UZ", MINIMUM + 5)
    people(world, "UZ", MINIMUM - 2, clinic="demo-heart")
    people(world, "KZ", MINIMUM + 5, clinic="demo-heart")
    with acting_as(system("test")):
        heart = CountedEpisode.objects.filter(region="45").select_related("organisation").first()
    assert heart is not None
    actor = world.actor("ivanova")
    for scope in (Scope(region="45"), Scope(organisation=heart.organisation.public_id)):
        part = reported(actor, "export_citizenship", scope)
        assert part.by_citizenship["UZ"] is HIDDEN
        assert part.cells == {}


def test_of_another_region_look_like_no_region(world: World) -> None:
    people(world, "UZ", MINIMUM, clinic="demo-heart")
    for scope in (Scope(region="45"), Scope(region="no-such"), Scope(organisation="orgn_x")):
        with pytest.raises(NotVisible):
            reported(world.actor("lee"), "export_citizenship", scope)


def test_of_a_clinic_in_charge_are_zeros_before_its_first_episode(world: World) -> None:
    part = reported(world.actor("ivanova"), "export_citizenship", Scope(region="45"))
    assert isinstance(part.total, Figures)
    assert part.total.episodes == 0


@pytest.mark.parametrize("who", ["karim", "haddad", "amina", "mallory", "nikitin"])
def test_are_nothing_to_everybody_else(world: World, who: str) -> None:
    treated(world)
    shown = reported(world.actor(who), "all_cases")
    assert isinstance(shown.total, Figures)
    assert shown.total.episodes == 0


def test_take_one_query_however_many_episodes(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people(world, "UZ", 3)
    actor = world.actor("ivanova")
    for more in (0, 12):
        people(world, "KZ", more)
        with acting_as(actor), django_assert_max_num_queries(1):
            assert len(selectors.facts(actor, QUARTER).episodes) == 3 + more


def test_say_how_many_amounts_have_no_rate(world: World) -> None:
    treated(world)
    actor = world.actor("petrova")
    with acting_as(actor):
        assert selectors.facts(actor, QUARTER).without_rate == 1
