"""A clinic's own figures…"""

import pytest

from tests.insight.treated import treated
from tests.web.conftest import ClientOf
from tests.web.reading import english_on, inside
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
QUARTER = "?period=2026-q4"


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanamost.web.components.figures.page.timezone.localdate", NOON.date)


@pytest.mark.parametrize("who", ["petrova", "egorova"])
def test_hide_nothing_and_lead_to_the_cases(world: World, client_of: ClientOf, who: str) -> None:
    episode = treated(world)
    page = client_of(who).get(f"/desk/figures/{QUARTER}")
    assert page.status_code == 200
    assert page.context["by_country"][0].export.persons == 1
    assert f"/desk/cases/{episode.case.public_id}/" in page.content.decode()


def test_are_of_the_clinic_alone(world: World, client_of: ClientOf) -> None:
    treated(world)
    page = client_of("belova").get(f"/desk/figures/{QUARTER}")
    assert page.context["bases"][0]["total"].persons == 0
    assert not page.context["episodes"].object_list


@pytest.mark.parametrize("who", ["orlova", "sidorov", "lee", "karim", "amina"])
def test_are_for_coordinators_and_quality(world: World, client_of: ClientOf, who: str) -> None:
    assert client_of(who).get("/desk/figures/").status_code == 404


@pytest.mark.parametrize("language", ["ru", "zh-hans", "ar"])
def test_speak_the_reader_s_language(world: World, client_of: ClientOf, language: str) -> None:
    treated(world)
    client = client_of("petrova")
    client.cookies["language"] = language
    names = {"XLSX", "CSV", "MED", "RUB", "Orthopaedics"}
    page = client.get(f"/desk/figures/{QUARTER}").content.decode()
    assert [word for word in english_on(inside(page)) if word not in names] == []


def test_leave_as_a_file(world: World, client_of: ClientOf) -> None:
    treated(world)
    lines = client_of("petrova").get(f"/desk/figures/sheets/cross/{QUARTER}&format=csv")
    assert "200000.00" in lines.content.decode()
