"""A region's portal …"""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import Settings

from sanamost.foundation.access.actor import VISITOR
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.publishing import selectors, services
from sanamost.registry.publishing.models import Portal, PortalEdition
from sanamost.registry.publishing.services import PortalFacts
from tests.world import NOON, World, acting_as, system

FACTS = PortalFacts(
    code="primorye",
    host="",
    names={"en": "Primorye for health", "ru": "Приморье для здоровья"},
    accent_light="#1d4f91",
    accent_dark="#9cc2f2",
    regions=["05"],
    areas=[],
    languages=["en", "ru"],
)
LATER = NOON + dt.timedelta(hours=1)


def write(world: World, by: str = "lee", now: dt.datetime = NOON, **facts: Any) -> Portal:
    actor = world.actor(by)
    with acting_as(actor):
        said = dataclasses.replace(FACTS, **facts)
        return services.write_portal(actor=actor, facts=said, now=now)


def publish(world: World, now: dt.datetime = NOON, **facts: Any) -> PortalEdition:
    """Written and sent by the region, published by the national centre."""
    portal = write(world, now=now, **facts)
    lee, ivanova = world.actor("lee"), world.actor("ivanova")
    with acting_as(lee):
        services.send_portal(actor=lee, now=now)
    with acting_as(ivanova):
        return services.publish_portal(
            actor=ivanova, public_id=portal.public_id, written_at=now, now=now
        )


def test_is_seen_by_nobody_before_it_is_checked(world: World) -> None:
    write(world)
    assert selectors.edition_by_code("primorye") is None
    assert selectors.editions() == []


def test_is_published_by_the_national_centre(world: World) -> None:
    edition = publish(world)
    assert edition.version == 1
    assert selectors.edition_by_code("primorye") == edition


def test_stays_as_it_was_while_a_new_draft_is_written(world: World) -> None:
    publish(world)
    write(world, now=LATER, names={"en": "Changed", "ru": "Изменено"})
    shown = selectors.edition_by_code("primorye")
    assert shown is not None
    assert shown.names["en"] == "Primorye for health"


def test_has_one_edition_at_a_time(world: World) -> None:
    publish(world)
    second = publish(world, now=LATER, code="vladivostok")
    assert [row.version for row in selectors.editions()] == [2]
    assert second.version == 2
    assert selectors.edition_by_code("primorye") is None
    assert selectors.was_edition("primorye")
    assert selectors.stylesheet_of("primorye", 1) is not None


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"accent_light": "#f2c200"}, "colour_too_weak", "accent_light"),
        ({"accent_dark": "#0f3b6b"}, "colour_too_weak", "accent_dark"),
        ({"accent_light": "red;}"}, "no_colour", "accent_light"),
        ({"languages": ["en", "ar"]}, "portal_name_missing", "languages"),
        ({"languages": []}, "portal_name_missing", "languages"),
        ({"languages": ["en", "xx"]}, "portal_name_missing", "languages"),
        ({"regions": ["45"]}, "own_region_missing", "regions"),
        ({"host": "health.example"}, "host_unknown", "host"),
    ],
)
def test_is_not_kept_when_it_would_be_wrong(
    world: World, facts: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        write(world, **facts)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Portal.objects.exists()


def test_takes_a_host_name_that_the_operator_pointed_here(world: World, settings: Settings) -> None:
    settings.PORTAL_HOSTS = ["health.example"]
    publish(world, host="health.example")
    assert selectors.edition_by_host("health.example") is not None
    assert selectors.edition_by_host("") is None


@pytest.mark.parametrize("who", ["petrova", "karim", "amina", "ivanova"])
def test_is_written_by_its_region_alone(world: World, who: str) -> None:
    with pytest.raises(NotVisible):
        write(world, by=who)


@pytest.mark.parametrize("who", ["lee", "petrova", "amina"])
def test_is_published_by_nobody_else(world: World, who: str) -> None:
    portal = write(world)
    actor = world.actor(who)
    with acting_as(actor), pytest.raises(NotVisible):
        services.publish_portal(actor=actor, public_id=portal.public_id, written_at=NOON, now=NOON)


def test_is_not_published_before_it_is_sent(world: World) -> None:
    portal = write(world)
    actor = world.actor("ivanova")
    with acting_as(actor), pytest.raises(MoveNotAllowed):
        services.publish_portal(actor=actor, public_id=portal.public_id, written_at=NOON, now=NOON)


def test_is_not_published_when_it_was_changed_since_it_was_read(world: World) -> None:
    portal = write(world)
    write(world, now=LATER)
    actor = world.actor("ivanova")
    with acting_as(actor), pytest.raises(services.PortalChanged):
        services.publish_portal(actor=actor, public_id=portal.public_id, written_at=NOON, now=LATER)


def test_comes_back_with_what_to_change(world: World) -> None:
    portal = write(world)
    lee, ivanova = world.actor("lee"), world.actor("ivanova")
    with acting_as(lee):
        services.send_portal(actor=lee, now=NOON)
    with acting_as(ivanova):
        with pytest.raises(services.RemarkMissing), transaction.atomic():
            services.return_portal(
                actor=ivanova, public_id=portal.public_id, written_at=NOON, reason=" ", now=NOON
            )
        services.return_portal(
            actor=ivanova,
            public_id=portal.public_id,
            written_at=NOON,
            reason="Name the sea",
            now=NOON,
        )
    with acting_as(lee):
        row = selectors.own_portal(lee)
    assert row is not None
    assert (row.state, row.remark) == ("draft", "Name the sea")


def test_is_closed_by_its_region_at_once(world: World) -> None:
    publish(world)
    lee = world.actor("lee")
    with acting_as(lee):
        services.close_portal(actor=lee, now=LATER)
    assert selectors.editions() == []
    with acting_as(lee), pytest.raises(services.NothingPublished):
        services.close_portal(actor=lee, now=LATER)


def test_draft_is_hidden_from_strangers_by_the_database_itself(world: World) -> None:
    write(world)
    for actor in (VISITOR, world.actor("petrova"), world.actor("karim")):
        with acting_as(actor):
            assert not Portal.objects.exists()
    with acting_as(world.actor("ivanova")):
        assert Portal.objects.exists()


def test_is_not_published_by_the_region_past_the_services(world: World) -> None:
    portal = write(world)
    with acting_as(world.actor("lee")), pytest.raises(DatabaseError), transaction.atomic():
        PortalEdition.objects.create(
            organisation_id=portal.organisation_id, version=1, published_at=NOON, code="x"
        )


def test_edition_never_changes(world: World) -> None:
    edition = publish(world)
    with acting_as(system("test")), pytest.raises(DatabaseError), transaction.atomic():
        PortalEdition.objects.filter(pk=edition.pk).update(accent_light="#000000")


def test_address_belongs_to_one(world: World) -> None:
    edition = publish(world)
    with acting_as(system("test")), pytest.raises(IntegrityError), transaction.atomic():
        PortalEdition.objects.create(
            organisation_id=world.organisation("demo-ortho"),
            version=1,
            published_at=NOON,
            code=edition.code,
        )
