"""The map of regions …"""

import csv
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue import services as references
from sanamost.web.public.portal.tiles import places, tile_map
from tests.world import World

pytestmark = pytest.mark.django_db


def known() -> list[str]:
    with (references.REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as stream:
        return [row["code"] for row in csv.DictReader(stream)]


@pytest.fixture
def named(world: World) -> Iterator[World]:
    with acting_as(system("test")):
        for file in ("regions.csv", "areas.csv"):
            with (references.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
                references.load_file(file=file, rows=csv.DictReader(stream))
    remembering.forget()
    yield world
    remembering.forget()


def test_has_a_place_for_every_region() -> None:
    assert sorted(place.code for place in places()) == sorted(known())


def test_puts_no_two_regions_into_one_place() -> None:
    assert len({(place.column, place.row) for place in places()}) == len(places())


def test_draws_within_its_frame() -> None:
    drawn = tile_map(dict.fromkeys(known(), "name"), {})
    assert all(tile.x + 40 <= drawn.width and tile.y + 40 <= drawn.height for tile in drawn.tiles)


def test_links_the_regions_that_have_clinics_and_no_other(client: Client, named: World) -> None:
    page = client.get("/regions/").content.decode()
    drawn = re.findall(r'<a class="tile-full" href="([^"]+)" aria-label="([^"]+)"', page)
    assert drawn == [
        ("/regions/45/", "Moscow: 1 clinic"),
        ("/regions/05/", "Primorsky Krai: 1 clinic"),
    ]
    assert page.count("<rect") == len(known())


def test_says_the_same_as_a_list(client: Client, named: World) -> None:
    page = client.get("/regions/").content.decode()
    listed = re.search(r'<ul class="region-list">(.*?)</ul>', page, re.S)
    assert listed
    assert re.findall(r'href="(/regions/\d+/)"', listed[1]) == ["/regions/45/", "/regions/05/"]


def test_counts_the_clinics_of_one_area(client: Client, named: World) -> None:
    page = client.get("/regions/?area=cardiology").content.decode()
    assert re.findall(r'class="tile-full" href="([^"]+)"', page) == ["/regions/45/"]


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_speaks_the_readers_language(client: Client, named: World, language: str) -> None:
    page = client.get(f"/regions/?lang={language}").content.decode()
    said = re.findall(r'class="tile-full"[^>]*aria-label="([^"]+)"', page)
    assert len(said) == 2
    assert not any(re.search("[A-Za-z]", words) for words in said)


def test_costs_one_query_for_all_regions(client: Client, named: World) -> None:
    client.get("/regions/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/regions/")
    about = [one for one in asked.captured_queries if "organisations_organisation" in one["sql"]]
    assert len(about) == 1
