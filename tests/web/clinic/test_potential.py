"""The clinic's page of its potential."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from sanamost.insight.potential.counting import ask_count, count_potential
from sanamost.insight.potential.models import Count
from sanamost.registry.catalogue import remembering
from sanamost.registry.resources.models import Resource
from tests.journey.referred import price_list
from tests.registry.catalogue.conftest import reference
from tests.web.conftest import ClientOf
from tests.web.reading import english_on, words_on
from tests.web.stay import main_of, read
from tests.world import World, acting_as, system

__all__ = ["reference"]
PAGE = "/desk/potential/"


@pytest.fixture(autouse=True)
def _furnished(world: World, reference: None) -> Iterator[None]:
    with acting_as(system("test")):
        price_list(world.organisation("demo-ortho"))
    count_potential(now=timezone.now())
    yield
    remembering.forget()


def said(page: Any) -> str:
    assert page.status_code == 200
    return " ".join(words_on(page.content.decode()).split())


def test_shows_the_figure_its_bottleneck_and_the_worth_of_one_more(client_of: ClientOf) -> None:
    page = said(client_of("petrova").get(PAGE))
    assert "Foreign patients in twelve months" in page
    assert "of the revenue hangs on it" in page
    assert "for the year" in page
    assert "The least of" in page
    # Rehabilitation and neurosurgery have no price in the small list.
    assert "Not counted, for the price list has no treatment" in page


def test_shows_the_formula_of_a_chosen_month(client_of: ClientOf) -> None:
    petrova = client_of("petrova")
    page = said(petrova.get(PAGE, {"area": "orthopaedics", "month": "2027-03"}))
    assert "Orthopaedics and traumatology, Mar 2027" in page
    assert "State task: Orthopaedics and traumatology, Compulsory health insurance" in page
    assert "Left for foreign patients" in page
    assert said(petrova.get(PAGE, {"area": "nonsense", "month": "1999-01"}))


def test_says_before_and_after_of_a_what_if(world: World, client_of: ClientOf) -> None:
    petrova = client_of("petrova")
    assert "Patients before" not in said(petrova.get(PAGE))
    with acting_as(system("test")):
        organisation_id = world.organisation("demo-ortho")
        machine = Resource.objects.get(organisation_id=organisation_id, kind="theatre").public_id
    page = said(petrova.get(PAGE, {"ask": "1", "resource": machine, "units": "1", "stay": "10"}))
    assert "Patients before" in page
    assert "Patients before" not in said(petrova.get(PAGE, {"ask": "1", "units": "many"}))


def test_leaves_as_a_file(client_of: ClientOf) -> None:
    answer = client_of("petrova").get("/desk/potential/sheet/", {"format": "csv"})
    lines = answer.content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) > 12


def test_is_the_clinics_alone(client_of: ClientOf) -> None:
    for stranger in ("lee", "karim", "amina"):
        assert client_of(stranger).get(PAGE).status_code in {403, 404}


def test_says_as_of_when_and_that_a_new_count_is_under_way(
    world: World, client_of: ClientOf
) -> None:
    petrova = client_of("petrova")
    assert "No figure has changed since." in said(petrova.get(PAGE))
    with acting_as(system("test")):
        ask_count(now=timezone.now())
    assert "A new count is under way" in said(petrova.get(PAGE))


def test_asks_for_the_first_count(world: World, client_of: ClientOf) -> None:
    with acting_as(system("test")):
        Count.objects.update(counted_at=None, asked_at=None)
    petrova = client_of("petrova")
    assert "The potential is being counted" in said(petrova.get(PAGE))
    assert petrova.get("/desk/potential/sheet/").status_code == 404
    with acting_as(system("test")):
        assert Count.objects.filter(asked_at__isnull=False).exists()


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_says_how_old_it_is_in_every_language(
    language: str, world: World, client_of: ClientOf
) -> None:
    petrova = client_of("petrova")
    for pattern in (r'<p class="soft small">', r'<div class="note note-waiting'):
        page = main_of(read(petrova, PAGE, language))
        found = re.search(pattern, page)
        assert found is not None
        assert (
            english_on(page[found.start() :].partition("</p>")[0].partition("</div></div>")[0])
            == []
        )
        with acting_as(system("test")):
            ask_count(now=timezone.now())
    with acting_as(system("test")):
        Count.objects.update(counted_at=None)
    assert english_on(main_of(read(petrova, PAGE, language))) == []
