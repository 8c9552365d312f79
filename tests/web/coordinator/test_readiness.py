"""A coordinator's pages on passports …"""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sanamost.engines import passports as engine
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Area, Region, Speciality
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import services
from tests.web.clinic.conftest import words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as, system

PROFILE = "/coordinator/readiness/profiles/oncology/"


@pytest.fixture(autouse=True)
def _words(db: None) -> None:
    Area.objects.create(code="oncology", position=9, names={"en": "Oncology"})
    Speciality.objects.create(code="60", names={"en": "Diagnostic radiology"})
    for code, name in (("05", "Primorye"), ("45", "Moscow")):
        Region.objects.create(
            code=code, okato=code, names={"en": name}, kind=Region.Kind.KRAI, utc_offset=0
        )
    remembering.forget()


def enter(world: World, clinic: str, ages: dict[str, int], days_ago: int = 30, **said: Any) -> None:
    today = timezone.localdate()
    line = engine.staff_line("60", 12, sum(ages.values()), ages)
    with acting_as(system("test")):
        services.enter(
            organisation_id=world.organisation(clinic),
            area="oncology",
            as_of=today - dt.timedelta(days=days_ago),
            figures=engine.Figures(staff=(line,), **said),
            now=timezone.now(),
        )


def clinic_page(world: World, code: str) -> str:
    public_id = organisations.card(world.organisation(code)).public_id
    return f"/coordinator/readiness/clinics/{public_id}/"


@pytest.fixture
def filled(world: World) -> World:
    enter(world, "demo-ortho", {"60_plus": 8})
    enter(world, "demo-ortho", {"60_plus": 6}, days_ago=400)
    enter(world, "demo-heart", {"40_49": 11, "60_plus": 1})
    return world


def test_go_from_profiles_to_a_profile_to_a_clinic(filled: World, client_of: ClientOf) -> None:
    lee = client_of("lee")
    overview = words_of(lee.get("/coordinator/readiness/"))
    assert "Oncology" in overview
    assert PROFILE in overview
    page = words_of(lee.get(PROFILE))
    assert "8 of 8 people (100%) are 60 or older" in page
    assert "<bdi>+2</bdi>" in page
    assert clinic_page(filled, "demo-ortho") in page
    assert "Demo Heart Hospital" not in page
    clinic = words_of(lee.get(clinic_page(filled, "demo-ortho")))
    assert "8 of 8 people (100%) are 60 or older" in clinic
    assert "To be confirmed" in clinic


def test_show_the_country_by_region(filled: World, client_of: ClientOf) -> None:
    ivanova = client_of("ivanova")
    page = words_of(ivanova.get(PROFILE))
    assert "Primorye" in page
    assert "Moscow" in page
    part = words_of(ivanova.get(f"{PROFILE}?region=05"))
    assert "Oncology, Primorye" in part
    assert "Demo Heart Hospital" not in part


def test_hide_a_clinic_s_few(filled: World, client_of: ClientOf) -> None:
    page = words_of(client_of("ivanova").get(clinic_page(filled, "demo-heart")))
    assert "hidden" in page
    assert "rest on small groups" in page


def test_name_who_has_not_filled(world: World, client_of: ClientOf) -> None:
    Area.objects.create(code="orthopaedics", position=8, names={"en": "Orthopaedics"})
    remembering.forget()
    page = words_of(client_of("lee").get("/coordinator/readiness/profiles/orthopaedics/"))
    assert "Demo Orthopaedic Centre" in page
    assert "No passport has been submitted" in page


@pytest.mark.parametrize("who", ["petrova", "belova", "nikitin", "amina", "karim"])
def test_are_closed_to_others(filled: World, client_of: ClientOf, who: str) -> None:
    client = client_of(who)
    for page in ("/coordinator/readiness/", PROFILE, f"{PROFILE}sheets/staff/"):
        assert client.get(page).status_code == 404
    assert client.get(clinic_page(filled, "demo-ortho")).status_code == 404


def test_are_closed_outside_one_s_region(filled: World, client_of: ClientOf) -> None:
    lee = client_of("lee")
    assert lee.get(clinic_page(filled, "demo-heart")).status_code == 404
    assert lee.get(f"{PROFILE}?region=45").status_code == 404
    assert lee.get(f"{PROFILE}sheets/staff/?region=45").status_code == 404
    assert lee.get("/coordinator/readiness/profiles/alchemy/").status_code == 404


@pytest.mark.parametrize("table", ["staff", "machines", "places", "clinics", "risks"])
def test_give_tables_as_files(filled: World, client_of: ClientOf, table: str) -> None:
    lee = client_of("lee")
    made = lee.get(f"{PROFILE}sheets/{table}/?format=csv")
    rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Profile", "Date", "Region"]
    assert all(len(row) >= 3 and row[0] == "Oncology" for row in rows[1:])
    book = load_workbook(io.BytesIO(lee.get(f"{PROFILE}sheets/{table}/?format=xlsx").content))
    assert [str(cell.value) for cell in book.worksheets[0][1]] == rows[0]
    assert "Heart" not in made.content.decode()
    assert lee.get(f"{PROFILE}sheets/secrets/").status_code == 404


def test_write_no_small_group_into_files(filled: World, client_of: ClientOf) -> None:
    made = client_of("ivanova").get(f"{PROFILE}sheets/staff/?format=csv&region=45")
    (line,) = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))[1:]
    assert "1" not in line
    assert "hidden" in line


def test_read_dates_that_are_none_as_today(filled: World, client_of: ClientOf) -> None:
    lee = client_of("lee")
    usual = words_of(lee.get(PROFILE))
    assert "8 of 8" in usual
    for query in ("?on=yesterday", "?on=2999-01-01", "?earlier=2999-01-01"):
        assert "8 of 8" in words_of(lee.get(f"{PROFILE}{query}"))
    past = timezone.localdate() - dt.timedelta(days=390)
    assert "6 of 6" in words_of(lee.get(f"{PROFILE}?on={past}"))


def test_are_read_in_few_statements(
    filled: World, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ivanova = client_of("ivanova")
    ivanova.get(PROFILE)
    with django_assert_max_num_queries(30):
        ivanova.get(PROFILE)
