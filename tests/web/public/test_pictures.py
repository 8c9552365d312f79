"""The pictures of the portal's pages …"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.documents.pictures import Said
from sanamost.registry.organisations import services as organisations
from sanamost.web.public.portal import pictures
from tests.web.public.test_portal import knee, priced
from tests.web.public.test_regional import open_portal
from tests.world import World

__all__ = ["priced"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_cache(settings: Settings, tmp_path: Path) -> Iterator[None]:
    kept = {**settings.CACHES["pictures"], "LOCATION": str(tmp_path)}
    settings.CACHES = {**settings.CACHES, "pictures": kept}
    yield
    caches["pictures"].clear()


def head_of(client: Client, path: str) -> dict[str, str]:
    page = client.get(path).content.decode()
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page)
    return dict(found)


def local(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    "path",
    ["/", "/clinics/", "/clinics/demo-ortho/", "/areas/orthopaedics/", "/regions/05/",
     "/search/?q=knee", "/regions/", "/search/how/"],
)  # fmt: skip
def test_are_named_in_the_head_of_every_page(client: Client, priced: World, path: str) -> None:
    head = head_of(client, path)
    assert head["twitter:card"] == "summary_large_image"
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert head["og:image"].startswith("http://127.0.0.1:8000/pictures/")
    assert head["og:image:alt"]


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_are_drawn_in_the_language_of_the_page(
    client: Client, priced: World, language: str
) -> None:
    head = head_of(client, f"/treatments/{knee(priced)}/?lang={language}")
    assert f"/{language}-" in head["og:image"]
    drawn = client.get(local(head["og:image"]))
    assert drawn["Content-Type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")
    assert "immutable" in drawn["Cache-Control"]


def test_are_drawn_once(client: Client, priced: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Said] = []

    def noting(said: Said) -> bytes:
        drawn.append(said)
        return b"png"

    monkeypatch.setattr(pictures, "picture", noting)
    path = local(head_of(client, "/clinics/demo-ortho/")["og:image"])
    assert [client.get(path).content for _time in range(2)] == [b"png", b"png"]
    assert len(drawn) == 1


def test_of_yesterday_lead_to_todays_without_being_drawn(
    client: Client, priced: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "picture", lambda said: pytest.fail(said.title))
    now = local(head_of(client, "/clinics/demo-ortho/")["og:image"])
    answer = client.get("/pictures/clinic/demo-ortho/en-0000000000000000.png")
    assert (answer.status_code, answer["Location"]) == (302, now)


def test_change_their_address_with_what_they_say(client: Client, priced: World) -> None:
    before = head_of(client, "/clinics/demo-ortho/")["og:image"]
    with acting_as(system("test")):
        organisations.enter(code="demo-ortho", names={"en": "Renamed Centre"})
    assert head_of(client, "/clinics/demo-ortho/")["og:image"] != before


@pytest.mark.parametrize(
    "path",
    ["clinic/nobody/en-0.png", "clinic/demo-ortho/xx-0.png", "area/nothing/en-0.png",
     "person/amina/en-0.png", "region/999/en-0.png", "portal/other/en-0.png",
     "treatment/serv_0000000000000000000000/en-0.png"],
)  # fmt: skip
def test_are_unknown_where_there_is_no_page(client: Client, priced: World, path: str) -> None:
    assert client.get(f"/pictures/{path}").status_code == 404


def test_vanish_with_a_suspended_clinic(client: Client, priced: World) -> None:
    path = local(head_of(client, "/clinics/demo-ortho/")["og:image"])
    with acting_as(system("test")):
        organisations.enter(code="demo-ortho", suspended_at=timezone.now())
    assert client.get(path).status_code == 404


def test_wear_the_face_of_a_regions_portal(client: Client, priced: World) -> None:
    plain = head_of(client, "/")["og:image"]
    open_portal(priced)
    head = head_of(client, "/in/primorye/")
    assert head["og:site_name"] == "Primorye for health"
    assert head["og:image"].startswith("http://127.0.0.1:8000/in/primorye/pictures/portal/")
    assert head["og:image"] != plain
    assert client.get(local(head["og:image"])).status_code == 200
