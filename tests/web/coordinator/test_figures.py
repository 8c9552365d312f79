"""A coordinator's pages…"""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.insight.register.models import CountedEpisode
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import ClockKind
from tests.insight.treated import treated
from tests.web.conftest import ClientOf
from tests.web.reading import english_on, inside, words_on
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ru", "zh-hans", "ar"]
QUARTER = "?period=2026-q4"
NAMES = {"Demo", "XLSX", "CSV", "MED", "Silk", "Road", "Care", "Jade", "Bridge", "Travel"}
NAMES |= {"RUB", "cardiology", "orthopaedics", "rehabilitation", "gynaecology", "reproduction"}
NAMES |= {
    "surgery",
    "cardiac",
    "neurosurgery",
    "Gulf",
    "Shield",
    "Insurance",
    "Lee",
    "Officer",
    "Tatiana",
    "Ivanova",
}


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's periods end today, and today is in the world's quarter."""
    monkeypatch.setattr("sanamost.web.components.figures.page.timezone.localdate", NOON.date)


def many(world: World) -> None:
    for number in range(6):
        treated(world, name=f"Person {'x' * number}")
        treated(world, name=f"Second {'x' * number}", area="rehabilitation")
    for number in range(2):
        treated(world, name=f"Other {'x' * number}", citizenship="CN", area="rehabilitation")
    for number in range(7):
        treated(
            world, name=f"Heart {'x' * number}", citizenship="KZ", clinic="demo-heart",
            area="cardiology",
        )  # fmt: skip


def public_id_of(code: str) -> str:
    with acting_as(system("test")):
        row = CountedEpisode.objects.filter(organisation__code=code).first()
        assert row is not None
        return str(row.organisation.public_id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/coordinator/", "/coordinator/registers/"])
def test_speak_the_reader_s_language(
    world: World, client_of: ClientOf, language: str, path: str
) -> None:
    many(world)
    client = client_of("ivanova")
    client.cookies["language"] = language
    page = client.get(f"{path}{QUARTER}")
    assert page.status_code == 200
    if language != "en":
        assert [
            word for word in english_on(inside(page.content.decode())) if word not in NAMES
        ] == []


def test_show_both_bases_with_their_rules(world: World, client_of: ClientOf) -> None:
    many(world)
    words = words_on(client_of("ivanova").get(f"/coordinator/{QUARTER}").content.decode())
    for expected in ("Export, by citizenship", "Came for treatment", "Persons: each person once"):
        assert expected in words
    assert "order 898" in words
    other = client_of("ivanova").get(f"/coordinator/{QUARTER}&export=residence")
    assert "173-FZ" in words_on(other.content.decode())


def test_hide_the_two_from_china_but_not_the_total(world: World, client_of: ClientOf) -> None:
    many(world)
    page = client_of("ivanova").get(f"/coordinator/{QUARTER}")
    rows = {row.key: row for row in page.context["by_country"]}
    assert rows["CN"].export.hidden
    assert page.context["bases"][0]["total"].persons == 21


def test_drill_down_to_region_and_clinic_and_no_further(world: World, client_of: ClientOf) -> None:
    many(world)
    client = client_of("ivanova")
    ortho = public_id_of("demo-ortho")
    assert client.get(f"/coordinator/regions/05/{QUARTER}").status_code == 200
    page = client.get(f"/coordinator/clinics/{ortho}/{QUARTER}")
    assert page.status_code == 200
    assert "SM-2026" not in page.content.decode()


def test_keep_another_region_s_clinic_unknown(world: World, client_of: ClientOf) -> None:
    many(world)
    client, heart = client_of("lee"), public_id_of("demo-heart")
    for path in (f"clinics/{heart}/", "regions/45/", "regions/nowhere/", "clinics/orgn_none/"):
        assert client.get(f"/coordinator/{path}{QUARTER}").status_code == 404
    assert "Demo Heart" not in client.get(f"/coordinator/{QUARTER}").content.decode()


@pytest.mark.parametrize("who", ["petrova", "karim", "haddad", "amina", "mallory", "nikitin"])
def test_are_unknown_to_everybody_else(world: World, client_of: ClientOf, who: str) -> None:
    for path in ("", "registers/", "sheets/citizenship/", "registers/sheet/"):
        assert client_of(who).get(f"/coordinator/{path}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?period=nonsense",
        "?period=months",
        "?period=months&first=2026-05&last=2026-01",
        "?period=months&first=0001-01&last=9999-12",
        "?period=2026-q4&export=%00&cross=x",
        "?period=",
    ],
)
def test_answer_absurd_periods_with_this_quarter(
    world: World, client_of: ClientOf, query: str
) -> None:
    treated(world)
    page = client_of("ivanova").get(f"/coordinator/{query}")
    assert page.status_code == 200
    assert page.context["period"].code == "2026-q4"


def test_take_months_from_the_address(world: World, client_of: ClientOf) -> None:
    many(world)
    client = client_of("ivanova")
    inside = client.get("/coordinator/?period=months&first=2026-11&last=2026-11")
    before = client.get("/coordinator/?period=months&first=2026-09&last=2026-10")
    assert inside.context["bases"][0]["total"].persons == 21
    assert before.context["bases"][0]["total"].persons == 0


@pytest.mark.parametrize("table", ["citizenship", "profile", "region", "cross"])
def test_give_every_table_as_a_file_with_the_same_figures(
    world: World, client_of: ClientOf, table: str
) -> None:
    many(world)
    client = client_of("ivanova")
    lines = client.get(f"/coordinator/sheets/{table}/{QUARTER}&format=csv").content.decode()
    assert lines.count("Total") == 2
    book = load_workbook(
        io.BytesIO(client.get(f"/coordinator/sheets/{table}/{QUARTER}&format=xlsx").content)
    )
    rows = list(book.active.values)  # type: ignore[union-attr]  # a written book has a sheet
    assert len(rows) == len(lines.splitlines())
    totals = [row for row in rows if row[3] == "Total"]
    assert [row[5] for row in totals] == [21, 21]


def test_know_no_other_table(world: World, client_of: ClientOf) -> None:
    assert client_of("ivanova").get("/coordinator/sheets/people/").status_code == 404


def test_take_the_same_queries_for_many(
    world: World, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("ivanova")
    for more in (3, 27):
        for number in range(more):
            treated(world, name=f"Person {more} {'x' * number}")
        client.get(f"/coordinator/{QUARTER}")
        with django_assert_max_num_queries(32):
            client.get(f"/coordinator/{QUARTER}")


def test_show_overdue_clocks_and_time_to_a_verdict_by_clinic(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = treated(world)

    early = NOON - dt.timedelta(days=9)
    with acting_as(system("test")):
        for kind, subject in ((ClockKind.VERDICT, "a"), (ClockKind.PROPOSAL, "b")):
            cases.start_clock(
                case_id=episode.case_id, kind=kind, now=early, subject=subject,
                organisation_id=episode.organisation_id, due_at=early + dt.timedelta(days=1),
            )  # fmt: skip
        cases.stop_clock(
            case_id=episode.case_id, kind=ClockKind.VERDICT, now=early + dt.timedelta(days=2)
        )
    monkeypatch.setattr("sanamost.web.coordinator.pages.registers.timezone.now", lambda: NOON)
    rows = client_of("lee").get("/coordinator/registers/").context["clinics"]
    assert [(row.overdue, row.answered, row.answer_time) for row in rows] == [(1, 1, "2 days")]
    narrowed = client_of("ivanova").get("/coordinator/registers/?overdue=on&search=demo")
    assert len(narrowed.context["clinics"]) == 1
