"""The insurer's page…"""

import pytest
from pytest_django import DjangoAssertNumQueries

from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.roles import DataClass, GrantPurpose
from sanamost.journey.treatment.models import Episode
from tests.insight.treated import treated
from tests.web.conftest import ClientOf
from tests.web.reading import english_on, inside
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


def granted(world: World, episode: Episode) -> None:
    """The insurer may see who the patient is and the money."""
    with acting_as(system("test")):
        access.grant(
            case_id=episode.case_id,
            organisation_id=world.organisation("gulf-shield"),
            classes=[DataClass.IDENTITY, DataClass.MONEY],
            purpose=GrantPurpose.INSURANCE,
            now=NOON,
        )


def test_shows_status_and_money_of_granted_cases_alone(world: World, client_of: ClientOf) -> None:
    mine, other = treated(world), treated(world, name="Zhang Wei", citizenship="CN")
    granted(world, mine)
    page = client_of("haddad").get("/partner/insured/")
    (row,) = page.context["rows"]
    assert row["case"].pk == mine.case_id
    (sums,) = row["sums"]
    assert (sums["asked"], sums["paid"], sums["open"]) == (200000, 200000, 0)
    assert other.case.number not in page.content.decode()


def test_leads_to_the_case(world: World, client_of: ClientOf) -> None:
    episode = treated(world)
    granted(world, episode)
    client = client_of("haddad")
    assert client.get(f"/partner/cases/{episode.case.public_id}/").status_code == 200
    assert "/partner/requests/new/" not in client.get("/partner/").content.decode()


@pytest.mark.parametrize("who", ["karim", "petrova", "amina", "nikitin"])
def test_is_for_insurers(world: World, client_of: ClientOf, who: str) -> None:
    assert client_of(who).get("/partner/insured/").status_code == 404


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_speaks_the_reader_s_language(world: World, client_of: ClientOf, language: str) -> None:
    client = client_of("haddad")
    client.cookies["language"] = language
    page = client.get("/partner/insured/").content.decode()
    assert english_on(inside(page)) == []


def test_takes_the_same_queries_for_many(
    world: World, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("haddad")
    for more in (2, 6):
        for number in range(more):
            granted(world, treated(world, name=f"Person {more} {'x' * number}"))
        client.get("/partner/insured/")
        with django_assert_max_num_queries(32):
            client.get("/partner/insured/")
