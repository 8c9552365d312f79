"""The sign-in pages …"""

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from tests.web.reading import english_on

pytestmark = pytest.mark.django_db
PATHS = ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"]


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
@pytest.mark.parametrize("path", PATHS)
def test_speak_the_readers_language(client: Client, path: str, language: str) -> None:
    client.cookies["language"] = language
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert english_on(page) == []
    assert 'class="entrance"' in page
    assert " style=" not in page


def test_offer_a_code_and_a_passkey_but_no_password(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert 'type="email"' in page
    assert 'id="passkey_login"' in page
    assert 'type="password"' not in page


def test_explain_a_wrong_address_and_keep_it(client: Client) -> None:
    client.cookies["language"] = "ru"
    page = client.post("/account/login/", {"login": "amina@"}).content.decode()
    assert 'class="form-errors"' in page
    assert 'value="amina@"' in page
    assert 'aria-invalid="true"' in page


def test_send_the_code_and_ask_for_it(
    client: Client, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.ACCOUNT_PREVENT_ENUMERATION = True
    client.cookies["language"] = "ar"
    answer = client.post("/account/login/", {"login": "nobody@sanamost.example"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert 'name="code"' in page
    assert [
        word for word in english_on(page) if word not in {"nobody", "sanamost", "example"}
    ] == []
    assert len(mailoutbox) == 1
