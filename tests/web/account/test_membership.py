"""The end of a colleague's membership."""

import secrets

import pytest
from django.test import Client

from sanamost.foundation.access import services
from sanamost.foundation.access.models import Membership
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.languages.errors import NotVisible
from tests.web.conftest import ClientOf
from tests.web.stay import LANGUAGES, read
from tests.world import NOON, World, acting_as, system


def membership_of(world: World, code: str) -> Membership:
    return Membership.objects.get(user_id=world.actor(code).person_id, ended_at__isnull=True)


def end(client: Client, row: Membership) -> int:
    sent = {"idempotency_key": secrets.token_urlsafe(24)}
    return client.post(f"/account/colleagues/{row.public_id}/end/", sent).status_code


def test_holds_from_the_next_click_on(client_of: ClientOf, world: World) -> None:
    row, colleague = membership_of(world, "sidorov"), client_of("sidorov")
    assert colleague.get("/desk/money/").status_code == 200

    assert end(client_of("petrova"), row) == 302

    assert colleague.get("/desk/money/").status_code == 404
    assert "sidorov" not in client_of("petrova").get("/account/colleagues/").content.decode()
    with acting_as(system("test")):
        assert Entry.objects.filter(action="access.membership.ended").count() == 1


def test_is_offered_and_explained_in_four_languages(client_of: ClientOf, world: World) -> None:
    row, client = membership_of(world, "sidorov"), client_of("petrova")
    address = f"/account/colleagues/{row.public_id}/end/"

    assert address in read(client, "/account/colleagues/")
    pages = {read(client, address, language) for language in LANGUAGES}

    assert len(pages) == len(LANGUAGES)


@pytest.mark.parametrize("who", ["sidorov", "belova", "amina", "mallory"])
def test_is_for_nobody_without_the_right_to_invite(
    who: str, client_of: ClientOf, world: World
) -> None:
    row = membership_of(world, "orlova")

    assert end(client_of(who), row) == 404

    row.refresh_from_db()
    assert row.ended_at is None


def test_is_not_ones_own_to_decide(client_of: ClientOf, world: World) -> None:
    row = membership_of(world, "petrova")

    assert end(client_of("petrova"), row) == 422

    row.refresh_from_db()
    assert row.ended_at is None


def test_is_not_ended_by_somebody_whose_own_has_just_ended(world: World) -> None:
    actor, row = world.actor("petrova"), membership_of(world, "sidorov")
    Membership.objects.filter(user_id=actor.person_id).update(ended_at=NOON)

    with acting_as(actor), pytest.raises(NotVisible):
        services.end_membership(actor=actor, public_id=row.public_id, now=NOON)

    row.refresh_from_db()
    assert row.ended_at is None
