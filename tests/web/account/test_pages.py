"""The sign-in pages …"""

import pytest
from django.test import Client

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


def test_offer_a_code_before_a_password(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert page.index('id="code_email"') < page.index('type="password"')


def test_explain_a_wrong_sign_in_and_keep_the_address(client: Client) -> None:
    client.cookies["language"] = "ru"
    page = client.post("/account/login/", {"login": "a@b.example", "password": "x"}).content.decode()
    assert 'class="form-errors"' in page
    assert "a@b.example" in page
    assert "<details" in page
    assert " open" in page
