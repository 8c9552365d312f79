"""A card's text in one language …"""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages import texts
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.languages.texts import TextState
from sanamost.registry.organisations import selectors, services
from sanamost.registry.organisations.models import CardText
from tests.world import NOON, World, acting_as

LATER = NOON + dt.timedelta(hours=1)


def write(
    world: World, words: str = "New words", *, by: str = "petrova", now: dt.datetime = NOON
) -> None:
    actor = world.actor(by)
    with acting_as(actor):
        services.write_text(actor=actor, language="en", about=words, directions="By bus", now=now)


def check(world: World, by: str = "egorova", *, written_at: dt.datetime = NOON) -> None:
    actor = world.actor(by)
    with acting_as(actor):
        services.check_text(actor=actor, language="en", written_at=written_at, now=LATER)


def publish(world: World, by: str = "petrova") -> None:
    actor = world.actor(by)
    with acting_as(actor):
        services.publish_text(actor=actor, language="en", now=LATER)


def public(world: World) -> tuple[str, str]:
    card = selectors.card(world.organisation("demo-ortho"))
    return card.about["en"], card.directions["en"]


def test_is_public_only_after_a_colleague_checked_it_and_it_was_published(world: World) -> None:
    before = public(world)
    write(world)
    assert public(world) == before
    check(world)
    assert public(world) == before
    publish(world)
    assert public(world) == ("New words", "By bus")


def test_leaves_the_other_languages_alone(world: World) -> None:
    russian = selectors.card(world.organisation("demo-ortho")).about["ru"]
    write(world)
    check(world)
    publish(world)
    assert selectors.card(world.organisation("demo-ortho")).about["ru"] == russian


def test_is_not_published_unchecked(world: World) -> None:
    write(world)
    with pytest.raises(MoveNotAllowed):
        publish(world)


def test_is_not_checked_by_whoever_wrote_it(world: World) -> None:
    write(world)
    with pytest.raises(texts.CheckedByAnother):
        check(world, "petrova")


def test_is_not_checked_by_its_writer_in_the_database_either(world: World) -> None:
    write(world)
    petrova = world.actor("petrova")
    with (
        acting_as(petrova),
        pytest.raises(IntegrityError, match="card_text_checked_by_another"),
        transaction.atomic(),
    ):
        CardText.objects.update(state="checked", checked_by_id=petrova.user_id)


def test_is_checked_as_it_was_read(world: World) -> None:
    write(world)
    write(world, "Other words", now=LATER)
    with pytest.raises(texts.TextChanged):
        check(world, written_at=NOON)
    check(world, written_at=LATER)


def test_must_be_checked_again_after_a_change(world: World) -> None:
    write(world)
    check(world)
    write(world, "Other words", now=LATER)
    with pytest.raises(MoveNotAllowed):
        publish(world)


def test_that_is_public_stays_while_a_new_draft_is_written(world: World) -> None:
    write(world)
    check(world)
    publish(world)
    write(world, "Other words", now=LATER)
    assert public(world)[0] == "New words"
    petrova = world.actor("petrova")
    with acting_as(petrova):
        assert selectors.texts_of(petrova)["en"].state == TextState.DRAFT


def test_is_not_empty_and_of_a_language_of_the_portal(world: World) -> None:
    with pytest.raises(texts.NothingWritten):
        write(world, "  ")
    petrova = world.actor("petrova")
    with pytest.raises(texts.UnknownLanguage), acting_as(petrova):
        services.write_text(actor=petrova, language="fr", about="Oui", directions="", now=NOON)


@pytest.mark.parametrize("persona", ["orlova", "sidorov", "lee", "amina"])
def test_is_written_by_the_clinics_editors_alone(world: World, persona: str) -> None:
    with pytest.raises(NotVisible):
        write(world, by=persona)


@pytest.mark.parametrize(
    ("persona", "seen"),
    [("egorova", True), ("lee", True), ("ivanova", True), ("belova", False), ("amina", False)],
)
def test_is_seen_as_a_draft_by_the_clinic_and_those_in_charge(
    world: World, persona: str, seen: bool
) -> None:
    write(world)
    actor = world.actor(persona)
    with acting_as(actor):
        assert CardText.objects.visible_to(actor).exists() is seen
        assert CardText.objects.exists() is seen
