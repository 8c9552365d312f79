"""A clinic's pages of passports …"""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sanamost.engines import passports as engine
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Area, Speciality
from sanamost.registry.practitioners import services as practitioners
from sanamost.registry.resources import selectors
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import NOON, World, acting_as

PAGES = ("", "staff/", "equipment/", "places/", "standards/", "physicians/", "file/", "template/")


@pytest.fixture(autouse=True)
def _words(db: None) -> None:
    Area.objects.create(code="oncology", position=9, names={"en": "Oncology"})
    for code, name in (("41", "Oncology"), ("60", "Diagnostic radiology"), ("93", "Endoscopy")):
        Speciality.objects.create(code=code, names={"en": name})
    remembering.forget()


@pytest.fixture
def petrova(client_of: ClientOf) -> Client:
    return client_of("petrova")


def begin(client: Client, as_of: str = "2026-09-30") -> str:
    """A draft's address."""
    made = send(client, "/desk/passports/new/", area="oncology", as_of=as_of)
    assert made.status_code == 302
    return str(made["Location"])


def staff(**rows: Any) -> dict[str, Any]:
    """Fields of the staff's table."""
    typed: dict[str, Any] = {"rows": len(rows)}
    for index, row in enumerate(rows.values()):
        typed |= {f"{name}-{index}": value for name, value in row.items()}
    return typed


def held(world: World, at: str) -> engine.Figures:
    actor = world.actor("petrova")
    with acting_as(actor):
        return selectors.figures_of(selectors.access_passport(actor, at.strip("/").split("/")[-1]))


def test_walk_from_a_draft_to_a_submitted_passport(world: World, petrova: Client) -> None:
    at = begin(petrova)
    one = {"speciality": "60", "planned": "5", "filled": "4.5", "40_49": "1", "60_plus": "4"}
    assert send(petrova, f"{at}staff/", **staff(one=one, none={})).status_code == 302
    machine = {"kind-0": "ct", "units-0": "1", "year-0": "2012", "load-0": "95"}
    assert send(petrova, f"{at}equipment/", rows=2, **machine).status_code == 302
    place = {"kind-0": "hospital", "name-0": "Main building", "beds-0": "40"}
    assert send(petrova, f"{at}places/", rows=1, **place).status_code == 302
    said = {"refers": "no", "population": "90000", "question-consilium": "yes"}
    assert send(petrova, f"{at}standards/", **said).status_code == 302
    page = words_of(petrova.get(at))
    assert "4 of 5 people (80%) are 60 or older; the limit is 30%" in page
    assert "Computed tomography scanner: 1 of 1 units have reached 10 years" in page
    assert "0 of 3; 3 missing" in page  # oncologists for 90,000 adults
    assert "To be confirmed" in page
    assert send(petrova, f"{at}submit/").status_code == 302
    page = words_of(petrova.get(at))
    assert "Submitted" in page
    assert f"{at}staff/" not in page
    assert held(world, at) == engine.Figures(
        staff=(engine.staff_line("60", 5, "4.5", {"40_49": 1, "60_plus": 4}),),
        machines=(engine.machine("ct", 1, 2012, 95),),
        places=(engine.place("hospital", "Main building", 40),),
        reference="",
        answers={"consilium": "yes"},
        population=90_000,
    )


def test_say_why_a_row_is_not_taken_and_keep_what_was_typed(world: World, petrova: Client) -> None:
    at = begin(petrova)
    wrong = {"speciality": "41", "planned": "1", "filled": "2.5"}
    answer = send(petrova, f"{at}staff/", **staff(none={}, one=wrong))
    assert answer.status_code == 422
    assert "Row 2: More posts are filled than planned." in words_of(answer)
    assert 'value="2.5"' in words_of(answer)
    assert send(petrova, f"{at}staff/", **staff(one={"planned": "3"})).status_code == 422
    assert held(world, at) == engine.Figures()


def test_change_nothing_once_it_is_submitted(world: World, petrova: Client) -> None:
    at = begin(petrova)
    one = {"speciality": "41", "planned": "1", "filled": "1"}
    send(petrova, f"{at}staff/", **staff(one=one))
    send(petrova, f"{at}submit/")
    before = held(world, at)
    answer = send(petrova, f"{at}staff/", rows=0)
    assert answer.status_code == 422
    assert "no longer possible" in words_of(answer)
    for step in ("submit/", "abandon/"):
        assert send(petrova, f"{at}{step}").status_code == 302
        assert words_of(petrova.get(at)).count("no longer possible") == 1
    assert held(world, at) == before


def test_compare_with_the_passport_before(petrova: Client) -> None:
    first = begin(petrova, "2026-06-30")
    one = {"speciality": "41", "planned": "9", "filled": "4"}
    send(petrova, f"{first}staff/", **staff(one=one))
    send(petrova, f"{first}submit/")
    at = begin(petrova)
    send(petrova, f"{at}staff/", **staff(one=one | {"filled": "7"}))
    page = words_of(petrova.get(at))
    assert "compared with" in page
    assert "<bdi>+3</bdi>" in page
    assert "30 Jun 2026" in words_of(petrova.get("/desk/passports/"))


def test_take_ages_from_the_list_of_physicians(world: World, petrova: Client) -> None:
    actor = world.actor("petrova")
    for number, band in enumerate(("60_plus", "60_plus", "")):
        facts = practitioners.Facts(
            name=f"Secret Name {number}",
            name_latin=f"Secret Name {number}",
            speciality_id="60",
            age_band=band,
        )
        with acting_as(actor):
            practitioners.keep(actor=actor, facts=facts, now=NOON)
    at = begin(petrova)
    one = {"speciality": "41", "planned": "2", "filled": "1", "30_39": "1"}
    send(petrova, f"{at}staff/", **staff(one=one))
    page = words_of(petrova.get(f"{at}physicians/"))
    assert "Diagnostic radiology" in page
    assert "Secret Name" not in page
    assert send(petrova, f"{at}physicians/").status_code == 302
    assert held(world, at).staff == (
        engine.staff_line("41", 2, 1, {"30_39": 1}),
        engine.staff_line("60", 3, 3, {"60_plus": 2, "unknown": 1}),
    )


def bring(client: Client, at: str, content: bytes) -> Any:
    file = SimpleUploadedFile("passport.xlsx", content)
    return send(client, f"{at}file/", file=file)


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_give_a_workbook_that_is_read_back_as_it_was(
    world: World, petrova: Client, language: str
) -> None:
    petrova.cookies["language"] = language
    at = begin(petrova)
    one = {"speciality": "41", "planned": "4", "filled": "3.25", "50_59": "3"}
    send(petrova, f"{at}staff/", **staff(one=one))
    send(petrova, f"{at}equipment/", rows=1, **{"kind-0": "mri", "units-0": 1, "year-0": 2020})
    send(petrova, f"{at}places/", rows=1, **{"kind-0": "outpatient", "name-0": "East"})
    send(petrova, f"{at}standards/", refers="no", **{"question-consilium": "no"})
    before = held(world, at)
    content = petrova.get(f"{at}template/").content
    assert bring(petrova, at, content).status_code == 302
    page = words_of(petrova.get(f"{at}file/look/"))
    assert page
    assert held(world, at) == before
    assert send(petrova, f"{at}file/look/", decision="take").status_code == 302
    assert held(world, at) == before


def test_show_every_refused_row_of_a_file_before_it_is_taken(world: World, petrova: Client) -> None:
    at = begin(petrova)
    book = load_workbook(io.BytesIO(petrova.get(f"{at}template/").content))
    sheet = book.worksheets[0]
    sheet.append(["41", "", 2, 1, 0, 1])
    sheet.append(["no such", "", 2, 1])
    out = io.BytesIO()
    book.save(out)
    bring(petrova, at, out.getvalue())
    page = words_of(petrova.get(f"{at}file/look/"))
    assert "The code or name is not known." in page
    assert "no such" in page
    assert send(petrova, f"{at}file/look/", decision="drop").status_code == 302
    assert held(world, at) == engine.Figures()
    bring(petrova, at, out.getvalue())
    send(petrova, f"{at}file/look/", decision="take")
    assert held(world, at).staff == (engine.staff_line("41", 2, 1, {"30_39": 1}),)


def test_refuse_a_file_that_is_no_passport(petrova: Client) -> None:
    at = begin(petrova)
    for content in (b"no workbook", b"x" * (1024 * 1024 + 1)):
        answer = bring(petrova, at, content)
        assert answer.status_code == 422
        assert "This is not a workbook of a passport" in words_of(answer)


def test_propose_the_last_day_of_the_quarter_before(petrova: Client) -> None:
    from sanamost.web.clinic.forms.passports import last_quarter  # noqa: PLC0415 the one rule

    assert last_quarter(dt.date(2026, 11, 23)) == dt.date(2026, 9, 30)
    assert last_quarter(dt.date(2026, 1, 1)) == dt.date(2025, 12, 31)
    assert "Date of the figures" in words_of(petrova.get("/desk/passports/new/"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["belova", "orlova", "sidorov", "lee", "nikitin", "amina"])
def test_are_closed_to_everybody_else(
    client_of: ClientOf, petrova: Client, page: str, who: str
) -> None:
    assert petrova.get(f"{begin(petrova)}{page}").status_code == 200
    at = begin(petrova, "2026-06-30")
    assert client_of(who).get(f"{at}{page}").status_code == 404


def test_read_a_passport_in_few_statements(
    petrova: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    at = begin(petrova)
    for number in range(20):
        Speciality.objects.create(code=f"x{number}", names={"en": f"Speciality {number}"})
    remembering.forget()
    rows = {
        f"row{n}": {"speciality": f"x{n}", "planned": "2", "filled": "1", "60_plus": "1"}
        for n in range(20)
    }
    send(petrova, f"{at}staff/", **staff(**rows))
    petrova.get(at)
    with django_assert_max_num_queries(25):
        assert "Speciality 19" in words_of(petrova.get(at))
