"""Links of public pages …"""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from sanamost.jobs import tasks
from sanamost.registry.organisations import services as organisations
from sanamost.registry.publishing import links, selectors
from sanamost.registry.publishing.links import Found, look_at_links
from sanamost.registry.publishing.models import CheckedLink
from tests.world import NOON, World, acting_as, system

NIGHT = dt.timedelta(days=1)
SITE = "https://ortho.example.org/"
GOOD, GONE = Found("", 200), Found("error", 404)


@pytest.fixture
def real(world: World) -> World:
    """The orthopaedic centre as a real clinic with a website; schemes have no pages here."""
    with acting_as(system("test")):
        organisations.enter(code="demo-ortho", demonstration=False, website=SITE)
    return world


def look(now: dt.datetime = NOON, **found: Found) -> tuple[int, int]:
    answers = {SITE: found.get("site", GOOD)}
    return look_at_links(now=now, check=lambda url: answers.get(url, GOOD))


def broken(world: World, who: str) -> list[tuple[str, str]]:
    actor = world.actor(who)
    with acting_as(actor):
        return [(row.url, row.problem) for row in selectors.broken_links(actor)]


def test_that_lead_nowhere_are_named_to_clinic_and_coordinators(real: World) -> None:
    look(site=GONE)
    for who in ("petrova", "lee", "ivanova"):
        assert broken(real, who) == [(SITE, "error")]
    for who in ("belova", "karim", "amina"):
        assert broken(real, who) == []


def test_keep_since_when_they_fail(real: World) -> None:
    look(site=GONE)
    look(NOON + NIGHT, site=GONE)
    with acting_as(system("test")):
        row = CheckedLink.objects.get(url=SITE)
    assert (row.failing_since, row.checked_at) == (NOON, NOON + NIGHT)


def test_that_work_again_are_forgotten(real: World) -> None:
    look(site=GONE)
    look(NOON + NIGHT)
    assert broken(real, "petrova") == []


def test_that_work_are_left_alone_for_a_week(real: World) -> None:
    look()
    assert look(NOON + NIGHT) == (0, 0)
    assert look(NOON + 7 * NIGHT)[1] > 0


def test_that_the_card_no_longer_carries_are_not_named(real: World) -> None:
    look(site=GONE)
    with acting_as(system("test")):
        organisations.enter(code="demo-ortho", website="https://new.example.org/")
    assert broken(real, "petrova") == []


def test_of_invented_clinics_are_not_asked(world: World) -> None:
    asked: list[str] = []

    def noting(url: str) -> Found:
        asked.append(url)
        return GOOD

    look_at_links(now=NOON, check=noting)
    assert not [url for url in asked if "demo-" in url]


def test_are_looked_at_a_few_at_a_time(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST", 1)
    assert look()[1] == 1


def test_are_written_by_nobody_but_the_job(real: World) -> None:
    with acting_as(real.actor("petrova")), pytest.raises(DatabaseError), transaction.atomic():
        CheckedLink.objects.create(
            organisation_id=real.organisation("demo-ortho"),
            kind="website",
            url=SITE,
            checked_at=NOON,
        )


def test_are_looked_at_by_the_clock(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dt.datetime] = []

    def noting(*, now: dt.datetime) -> tuple[int, int]:
        seen.append(now)
        return 1, 2

    monkeypatch.setattr(tasks, "look_at_links", noting)
    tasks.links(0)
    assert len(seen) == 1
