"""A region's own portal in the browser …"""

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_script_prefix
from django.utils import timezone
from pytest_django import Settings

from sanamost.engines.colours import contrast
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue import services as references
from sanamost.registry.publishing import services
from sanamost.registry.publishing.services import PortalFacts
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/in/primorye/"


def open_portal(world: World, **facts: Any) -> None:
    said: dict[str, Any] = {
        "code": "primorye",
        "host": "",
        "names": {"en": "Primorye for health", "ru": "Приморье для здоровья"},
        "accent_light": "#1d4f91",
        "accent_dark": "#9cc2f2",
        "regions": ["05"],
        "areas": [],
        "languages": ["en", "ru"],
        **facts,
    }
    with acting_as(system("test")):
        services.enter_portal(
            organisation_id=world.organisation("region-primorye"),
            facts=PortalFacts(**said),
            now=timezone.now(),
        )


@pytest.fixture
def named(world: World) -> Iterator[World]:
    with acting_as(system("test")):
        for file in ("regions.csv", "areas.csv"):
            with (references.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
                references.load_file(file=file, rows=csv.DictReader(stream))
    yield world
    remembering.forget()


def test_greets_by_its_own_name(client: Client, named: World) -> None:
    open_portal(named)
    page = client.get(HOME).content.decode()
    assert re.search(r"<h1>\s*Primorye for health", page)
    assert "Приморье для здоровья" in client.get(f"{HOME}?lang=ru").content.decode()


def test_shows_the_clinics_of_its_scope_alone(client: Client, named: World) -> None:
    open_portal(named)
    page = client.get(f"{HOME}clinics/").content.decode()
    assert "demo-ortho" in page
    assert "demo-heart" not in page
    assert "demo-heart" in client.get("/clinics/").content.decode()
    assert client.get(f"{HOME}clinics/demo-heart/").status_code == 404
    assert client.get(f"{HOME}regions/45/").status_code == 404
    assert client.get(f"{HOME}regions/05/").status_code == 200


def test_keeps_its_links_within_itself(client: Client, named: World) -> None:
    open_portal(named)
    page = client.get(f"{HOME}clinics/demo-ortho/").content.decode()
    within = [link for link in re.findall(r'href="(/[^"]*)"', page) if "/static/" not in link]
    outside = {link for link in within if not link.startswith(HOME)}
    assert outside <= {"/account/login/", "/static/"}
    assert f"{HOME}request/?clinic=demo-ortho" in within


def test_leaves_no_trace_in_what_is_asked_next(client: Client, named: World) -> None:
    open_portal(named)
    client.get(HOME)
    assert get_script_prefix() == "/"
    assert HOME not in client.get("/clinics/").content.decode()


def test_speaks_its_own_languages_alone(client: Client, named: World) -> None:
    open_portal(named)
    answer = client.get(f"{HOME}?lang=ar").content.decode()
    assert 'lang="en"' in answer
    assert 'value="zh-hans"' not in answer


def test_says_where_it_is_to_search_engines(client: Client, named: World) -> None:
    open_portal(named)
    address = "http://127.0.0.1:8000/in/primorye/clinics/"
    page = client.get(f"{HOME}clinics/?lang=ru").content.decode()
    assert f'rel="canonical" href="{address}?lang=ru"' in page
    found = dict(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', page))
    assert found == {
        "en": f"{address}?lang=en", "ru": f"{address}?lang=ru", "x-default": address,
    }  # fmt: skip


def test_leaves_a_clinics_page_to_the_whole_portal(client: Client, named: World) -> None:
    open_portal(named)
    page = client.get(f"{HOME}clinics/demo-ortho/").content.decode()
    assert 'rel="canonical" href="http://127.0.0.1:8000/clinics/demo-ortho/"' in page
    assert page.count("hreflang=") == 5


def test_wears_its_colours_by_a_stylesheet_that_may_be_kept(client: Client, named: World) -> None:
    open_portal(named)
    page = client.get(HOME)
    found = re.search(r'<link rel="stylesheet" href="([^"]*colours[^"]*)"', page.content.decode())
    assert found
    style = client.get(found[1])
    assert style["Content-Type"].startswith("text/css")
    assert "immutable" in style["Cache-Control"]
    assert "--teal:light-dark(#1d4f91,#9cc2f2)" in style.content.decode()
    assert contrast("#1d4f91", "#ffffff") > 4.5
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert client.get("/colours/primorye/2.css").status_code == 404


def test_sends_on_what_is_no_page_of_its_own(client: Client, named: World) -> None:
    open_portal(named)
    assert client.get(f"{HOME}account/login/?next=/my/")["Location"] == "/account/login/?next=/my/"
    assert client.get(f"{HOME}/evil.example/")["Location"] == "/evil.example/"
    sent = client.post(f"{HOME}account/logout/", {"a": "1"})
    assert (sent.status_code, sent["Location"]) == (307, "/account/logout/")


def test_leads_to_all_regions_once_it_is_closed(client: Client, named: World) -> None:
    open_portal(named)
    lee = named.actor("lee")
    with acting_as(lee):
        services.close_portal(actor=lee, now=timezone.now())
    answer = client.get(f"{HOME}clinics/?area=orthopaedics")
    assert (answer.status_code, answer["Location"]) == (302, "/clinics/?area=orthopaedics")


def test_is_unknown_where_there_never_was_one(client: Client, named: World) -> None:
    assert client.get("/in/nowhere/").status_code == 404


def test_answers_at_a_host_name_of_its_own(
    client: Client, named: World, settings: Settings
) -> None:
    settings.PORTAL_HOSTS = ["health.example"]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "health.example"]
    open_portal(named, host="health.example")
    page = client.get("/clinics/", headers={"host": "health.example"}).content.decode()
    assert "demo-heart" not in page
    assert 'rel="canonical" href="http://health.example/clinics/"' in page
    assert "demo-heart" in client.get("/clinics/").content.decode()


def test_costs_one_query_more_and_others_none(client: Client, named: World) -> None:
    open_portal(named)
    client.get("/clinics/")
    with CaptureQueriesContext(connection) as plain:
        client.get("/clinics/")
    with CaptureQueriesContext(connection) as within:
        client.get(f"{HOME}clinics/")
    assert len(within) == len(plain) + 1
    assert not [one for one in plain.captured_queries if "publishing_" in one["sql"]]


def test_stands_in_the_site_map(client: Client, named: World) -> None:
    open_portal(named)
    assert "/in/primorye/clinics/" in client.get("/sitemap.xml").content.decode()


def test_takes_requests_within_itself(client: Client, named: World) -> None:
    open_portal(named)
    answer = client.get(f"{HOME}request/?clinic=demo-ortho", follow=True)
    assert answer.status_code == 200
    assert "Primorye for health" in answer.content.decode()


def test_is_named_in_the_request_that_began_there(client: Client, named: World) -> None:
    open_portal(named)
    client.get(f"{HOME}request/?clinic=demo-ortho", follow=True)
    assert client.session["wish"]["campaign"] == "portal-primorye"


def test_leaves_the_campaign_that_brought_somebody_there(client: Client, named: World) -> None:
    open_portal(named)
    client.get(f"{HOME}request/?clinic=demo-ortho&campaign=fair-2026", follow=True)
    client.get(f"{HOME}request/?clinic=demo-ortho", follow=True)
    assert client.session["wish"]["campaign"] == "fair-2026"
