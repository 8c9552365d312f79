"""The account's own pages."""

import re
import secrets

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import gettext_lazy
from pytest_django import Settings

from sanamost.foundation.access import selectors, services
from sanamost.foundation.access.roles import Role
from sanamost.foundation.messaging import selectors as reading
from sanamost.foundation.messaging import services as messaging
from sanamost.web.acting import ORGANISATION
from tests.web.conftest import ClientOf
from tests.world import NOON, World, acting_as, system

KIND = messaging.notice_kind(
    "test.kind", gettext_lazy("Case %(number)s"), gettext_lazy("Look at case %(number)s.")
)


def key() -> dict[str, str]:
    """A form's own key."""
    return {"idempotency_key": secrets.token_urlsafe(24)}


def tell(world: World, persona: str, organisation: str = "", link: str = "/my/") -> None:
    """Give the persona a notice."""
    user_id = world.actor(persona).user_id
    assert user_id is not None
    place = world.organisation(organisation) if organisation else None
    with acting_as(system("test")):
        messaging.tell(
            user_ids=[user_id],
            kind=KIND,
            now=NOON,
            organisation_id=place,
            link=link,
            parameters={"number": "SM-2026-000001"},
        )


def invite(client: Client, email: str, *roles: str) -> str:
    """Invite an address; returns the path in the letter."""
    sent = {"email": email, "roles": list(roles), **key()}
    assert client.post("/account/colleagues/", sent).status_code == 302
    found = re.search(r"/account/invitation/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_list_notices_and_mark_them_read(client_of: ClientOf, world: World) -> None:
    tell(world, "amina")
    client = client_of("amina")
    assert "Look at case SM-2026-000001." in client.get("/account/notices/").content.decode()
    client.post("/account/notices/")
    with acting_as(world.actor("amina")):
        assert reading.unread_count(world.actor("amina")) == 0


def test_open_a_notice_in_the_place_that_it_is_for(client_of: ClientOf, world: World) -> None:
    tell(world, "petrova", "demo-ortho", "/desk/")
    client = client_of("petrova")
    session = client.session
    session[ORGANISATION] = ""
    session.save()
    actor = world.actor("petrova")
    with acting_as(actor):
        public_id = messaging.notices_for(actor)[0].public_id
    assert client.post(f"/account/notices/{public_id}/")["Location"] == "/desk/"
    assert client.session[ORGANISATION].startswith("memb_")


def test_show_nobody_another_person_s_notice(client_of: ClientOf, world: World) -> None:
    tell(world, "amina")
    actor = world.actor("amina")
    with acting_as(actor):
        public_id = messaging.notices_for(actor)[0].public_id
    assert client_of("mallory").post(f"/account/notices/{public_id}/").status_code == 404
    with acting_as(actor):
        assert reading.unread_count(actor) == 1


def test_bring_an_invited_colleague_in(client_of: ClientOf, world: World) -> None:
    path = invite(client_of("petrova"), "new.doctor@example.org", "physician")
    stranger = Client()
    assert "new.doctor@example.org" in stranger.get(path).content.decode()
    user = services.account_for(email="new.doctor@example.org")
    guest = Client()
    guest.force_login(user)
    assert guest.post(path, key())["Location"] == "/account/home/"
    standing = selectors.standings_of(user.pk)[0]
    assert (standing.organisation_code, standing.roles) == ("demo-ortho", (Role.PHYSICIAN,))
    assert guest.get("/account/home/")["Location"] == "/desk/"


def test_let_an_invitation_be_used_once_and_by_its_address_only(
    client_of: ClientOf, world: World
) -> None:
    path = invite(client_of("petrova"), "new.doctor@example.org", "physician")
    assert client_of("mallory").post(path, key()).status_code == 422
    mallory = world.actor("mallory").user_id
    assert mallory is not None
    assert selectors.standings_of(mallory) == []
    guest = Client()
    guest.force_login(services.account_for(email="new.doctor@example.org"))
    assert guest.post(path, key()).status_code == 302
    assert guest.post(path, key()).status_code == 422


@pytest.mark.parametrize(
    ("persona", "roles", "status"),
    [
        ("petrova", ["platform_admin"], 422),
        ("petrova", ["national_coordinator"], 422),
        ("petrova", [], 422),
        ("sokolova", ["platform_admin"], 422),
        ("karim", ["coordinator"], 422),
        ("orlova", ["physician"], 404),
        ("amina", ["coordinator"], 404),
    ],
)
def test_let_nobody_give_a_role_that_is_not_theirs_to_give(
    client_of: ClientOf, persona: str, roles: list[str], status: int
) -> None:
    sent = {"email": "friend@example.org", "roles": roles, **key()}
    assert client_of(persona).post("/account/colleagues/", sent).status_code == status
    assert not mail.outbox


def test_keep_no_invitation_whose_letter_was_refused(
    client_of: ClientOf, world: World, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    sent = {"email": "friend@example.org", "roles": ["physician"], **key()}
    answer = client_of("petrova").post("/account/colleagues/", sent)
    assert answer.status_code == 422
    assert "could not be sent" in answer.content.decode()
    assert selectors.open_invitations(world.actor("petrova"), NOON) == []


def test_keep_name_language_and_time_zone(client_of: ClientOf, world: World) -> None:
    client = client_of("amina")
    sent = {"name": "Amina K.", "language": "ar", "time_zone": "Asia/Tashkent", **key()}
    answer = client.post("/account/profile/", sent)
    assert answer.status_code == 302
    assert answer.cookies["language"].value == "ar"
    user = selectors.user_by_email("amina@example.org")
    assert user is not None
    assert (user.name, user.language, user.time_zone) == ("Amina K.", "ar", "Asia/Tashkent")


@pytest.mark.parametrize(
    "bad",
    [
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"name": ""},
        {"name": "x" * 201},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_refuse_a_profile_that_cannot_be(client_of: ClientOf, bad: dict[str, str]) -> None:
    sent = {"name": "Amina", "language": "ru", "time_zone": "Europe/Moscow", **key(), **bad}
    assert client_of("amina").post("/account/profile/", sent).status_code == 422
    user = selectors.user_by_email("amina@example.org")
    assert user is not None
    assert user.name == "Amina Karimova"


def test_let_a_person_act_only_where_they_belong(client_of: ClientOf, world: World) -> None:
    foreign = selectors.standings_of(world.actor("belova").user_id or 0)[0].public_id
    client = client_of("petrova")
    client.post("/account/act-for/", {"place": foreign})
    assert client.session[ORGANISATION] == ""


def test_offer_a_choice_to_who_belongs_to_several_places(client_of: ClientOf, world: World) -> None:
    user = selectors.user_by_email("petrova@demo-ortho.example")
    assert user is not None
    services.join(
        user_id=user.pk,
        organisation_id=world.organisation("demo-heart"),
        roles=[Role.PHYSICIAN],
        now=NOON,
    )
    client = client_of("petrova")
    session = client.session
    session[ORGANISATION] = ""
    session.save()
    page = client.get("/account/home/")
    assert page.status_code == 200
    assert "Demo Heart Hospital" in page.content.decode()
