"""The demonstration's doors."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from sanamost.web.acting import ORGANISATION
from tests.web.conftest import ClientOf
from tests.world import World

PAGES = ["/account/demonstration/", "/account/demonstration/mail/"]
LOCAL = "http://127.0.0.1:8000"


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Settings:
    """A demonstration on this machine."""
    settings.DEMONSTRATION = True
    settings.PUBLIC_ADDRESS = LOCAL
    settings.HOME = tmp_path
    return settings


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("demonstration", "public_address"),
    [
        (False, LOCAL),
        (False, "https://sanamost.example"),
        (True, "https://sanamost.example"),
        (True, "http://127.0.0.1.sanamost.example"),
    ],
)
def test_are_unknown_elsewhere(
    client: Client,
    world: World,
    settings: Settings,
    address: str,
    demonstration: bool,
    public_address: str,
) -> None:
    settings.DEMONSTRATION = demonstration
    settings.PUBLIC_ADDRESS = public_address
    assert client.get(address).status_code == 404
    answer = client.post("/account/demonstration/", {"persona": "petrova"})
    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("host", [LOCAL, "http://localhost:8001", "http://[::1]:8000"])
def test_open_in_a_demonstration_on_this_machine(
    client: Client, world: World, demo: Settings, host: str
) -> None:
    demo.PUBLIC_ADDRESS = host
    for address in PAGES:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("persona", "home"),
    [
        ("petrova", "/desk/"),
        ("sokolova", "/desk/"),
        ("sidorov", "/desk/"),
        ("karim", "/partner/"),
        ("haddad", "/partner/"),
        ("lee", "/coordinator/"),
        ("ivanova", "/coordinator/"),
        ("nikitin", "/administration/"),
        ("amina", "/my/"),
        ("mallory", "/my/"),
    ],
)
def test_lead_each_persona_home_with_one_click(
    client: Client, world: World, demo: Settings, persona: str, home: str
) -> None:
    answer = client.post("/account/demonstration/", {"persona": persona})
    assert answer["Location"] == "/account/home/"
    assert client.get("/account/home/")["Location"] == home


def test_list_every_persona_in_the_reader_s_language(
    client: Client, world: World, demo: Settings
) -> None:
    page = client.get("/account/demonstration/", HTTP_ACCEPT_LANGUAGE="ru").content.decode()
    for name in ("Amina Karimova", "Zhang Wei", "Fatima Al-Sayed", "Officer Lee", "Mallory"):
        assert name in page
    assert "Пациентка из Узбекистана" in page


def test_sign_nobody_in_for_an_unknown_name(client: Client, world: World, demo: Settings) -> None:
    client.post("/account/demonstration/", {"persona": "nobody"})
    assert "_auth_user_id" not in client.session


def test_forget_the_place_of_the_person_before(
    client: Client, world: World, demo: Settings
) -> None:
    client.post("/account/demonstration/", {"persona": "petrova"})
    client.get("/account/home/")
    assert client.session[ORGANISATION]
    client.post("/account/demonstration/", {"persona": "amina"})
    client.get("/account/home/")
    assert client.session[ORGANISATION] == ""


def test_give_a_proof_that_is_worth_nothing_once_the_demonstration_is_over(
    client: Client, world: World, demo: Settings
) -> None:
    client.post("/account/demonstration/", {"persona": "sidorov"})
    client.get("/account/home/")
    assert client.get("/account/colleagues/").status_code == 200
    demo.DEMONSTRATION = False
    answer = client.get("/account/colleagues/")
    assert answer["Location"].startswith("/account/second-factor/")


def test_show_kept_letters_with_their_code(
    client: Client, world: World, demo: Settings, tmp_path: Path
) -> None:
    box = tmp_path / "mail"
    box.mkdir()
    (box / "20261123T090000.000000-1.eml").write_bytes(
        "Subject: Код\r\nTo: amina@example.org\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nВаш код:\r\n\r\nABC-123\r\n".encode()
    )
    page = client.get("/account/demonstration/mail/?to=amina").content.decode()
    assert "amina@example.org" in page
    assert ">ABC-123<" in page
    assert (
        "amina@example.org"
        not in client.get("/account/demonstration/mail/?to=mei").content.decode()
    )


def test_show_a_letter_that_holds_markup_as_words(
    client: Client, world: World, demo: Settings, tmp_path: Path
) -> None:
    box = tmp_path / "mail"
    box.mkdir()
    (box / "1.eml").write_text("Subject: x\n\n<script>alert(1)</script>\n")
    assert "<script>alert" not in client.get("/account/demonstration/mail/").content.decode()


def test_confirm_with_one_click_only_in_the_demonstration(
    client_of: ClientOf, demo: Settings
) -> None:
    client = client_of("amina", strong=False, minutes_ago=60)
    before = client.session["account_authentication_methods"]
    demo.DEMONSTRATION = False
    sent = {"how": "demonstration", "next": "/my/"}
    assert client.post("/account/confirm/", sent).status_code == 404
    assert client.session["account_authentication_methods"] == before
    demo.DEMONSTRATION = True
    assert client.post("/account/confirm/", sent)["Location"] == "/my/"
    assert client.session["account_authentication_methods"][-1]["reauthenticated"] is True
