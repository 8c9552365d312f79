"""The portal's first page and the error pages …"""

import json
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import translation

from sanamost.web.public import pages
from tests.web.reading import english_on

pytestmark = pytest.mark.django_db
BUILD = Path(settings.STATICFILES_DIRS[0])
FONTS = {
    "en": ["latin"],
    "ru": ["latin", "cyrillic"],
    "zh-hans": ["latin"],
    "ar": ["latin", "arabic"],
}


def read(client: Client, path: str, language: str) -> str:
    client.cookies["language"] = language
    return client.get(path).content.decode()


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
@pytest.mark.parametrize("path", ["/", "/offline/"])
def test_speak_the_readers_language(client: Client, path: str, language: str) -> None:
    assert english_on(read(client, path, language)) == []


def test_say_it_in_english_too(client: Client) -> None:
    """The negative control of the test above."""
    assert "treatment" in english_on(read(client, "/", "en"))


@pytest.mark.parametrize("language", FONTS)
def test_weigh_150_kilobytes_at_most(client: Client, language: str) -> None:
    page = read(client, "/", language)
    names = re.findall(r'(?:src|href)="/static/([^"]+)"', page)
    if not (BUILD / "sanamost.js").exists():
        pytest.skip("no assets: run `make assets`")
    assert {"sanamost.js", "favicon.svg"} <= set(names)
    files = [BUILD / name for name in names]
    files += [BUILD / "fonts" / f"sans-{face}.woff2" for face in FONTS[language]]
    weight = len(brotli.compress(page.encode()))
    weight += sum(len(brotli.compress(path.read_bytes())) for path in files)
    assert 30_000 < weight <= 150_000


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (pages.bad_request, 400),
        (pages.forbidden, 403),
        (pages.form_expired, 403),
        (pages.not_found, 404),
        (pages.failed, 500),
    ],
)
@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_say_what_happened_and_how_to_go_on(
    rf: RequestFactory, view: object, status: int, language: str
) -> None:
    request = rf.get("/nowhere/")
    request.user = AnonymousUser()
    assert callable(view)
    with translation.override(language):
        response = view(request)
    assert response.status_code == status
    page = response.content.decode()
    assert english_on(page) == []
    assert 'class="btn btn-primary" href="/"' in re.sub(r"\s+", " ", page).replace(
        'href="/" class="btn btn-primary"', 'class="btn btn-primary" href="/"'
    )


def test_are_reached_by_unknown_addresses(client: Client) -> None:
    client.cookies["language"] = "ar"
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert 'dir="rtl"' in response.content.decode()


def test_switch_the_language_by_a_plain_form(client: Client) -> None:
    answer = client.post("/language/", {"language": "ru", "next": "/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert '<html lang="ru"' in client.get("/").content.decode()


def test_forbid_scripts_and_styles_inside_the_page(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_name_every_icon_that_is_built() -> None:
    if not Path(settings.ICONS).exists():
        pytest.skip("no assets: run `make assets`")
    built = json.loads(Path(settings.ICONS).read_text("utf-8"))
    assert all("<path" in drawing for drawing in built.values())
