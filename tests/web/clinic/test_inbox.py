"""The inbox."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sanamost.journey.cases.models import Clock
from sanamost.web.components.export import harmless
from tests.web.clinic.conftest import Submit, request_of, send, words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as, system


def many(submit: Submit, number: int) -> list[str]:
    """Several people's cases."""
    return [
        submit(
            name_latin=f"PATIENT {chr(65 + n // 26)}{chr(65 + n % 26)}", email=f"p{n}@example.org"
        )
        for n in range(number)
    ]


@pytest.mark.parametrize(
    ("address", "shown"), [("/desk/", 50), ("/desk/board/", 30), ("/desk/cases/", 50)]
)
def test_asks_the_database_as_often_for_fifty_rows_as_for_three(
    client_of: ClientOf,
    submit: Submit,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
    shown: int,
) -> None:
    desk = client_of("sokolova")
    many(submit, 3)
    desk.get(address)
    with django_assert_max_num_queries(11):
        desk.get(address)
    many(submit, 50)
    with django_assert_max_num_queries(11):
        page = words_of(desk.get(address))
    assert page.count("/desk/cases/case_") == shown


def test_puts_what_is_overdue_first(client_of: ClientOf, submit: Submit) -> None:
    calm, late = submit(email="a@example.org"), submit(email="b@example.org")
    with acting_as(system("test")):
        hour = dt.timedelta(hours=1)
        Clock.objects.filter(case__public_id=late).update(
            started_at=timezone.now() - 3 * hour, due_at=timezone.now() - hour
        )
    page = words_of(client_of("sokolova").get("/desk/"))
    assert page.index(late) < page.index(calm)
    assert "Overdue by" in page
    only = words_of(client_of("sokolova").get("/desk/?overdue=1"))
    assert late in only
    assert calm not in only


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"knee", "heart"}),
        ("?q=KARIMOVA", {"knee"}),
        ("?q=karimova+amina", {"knee"}),
        ("?q=nobody", set()),
        ("?area=cardiology", {"heart"}),
        ("?language=zh-hans", {"heart"}),
        ("?origin=phone", set()),
        ("?state=submitted", {"knee", "heart"}),
        ("?state=verified", set()),
        ("?mine=1", set()),
        ("?state=nonsense&area=%00&origin='&language=1", {"knee", "heart"}),
        ("?page=999999", {"knee", "heart"}),
        ("?page=-1&q=%25", set()),
        ("?q=%00", {"knee", "heart"}),
    ],
)
def test_narrows_to_what_the_address_asks(
    client_of: ClientOf, submit: Submit, asked: str, found: set[str]
) -> None:
    cases = {
        "knee": submit(),
        "heart": submit(
            name_latin="ZHANG WEI",
            area="cardiology",
            language="zh-hans",
            email="zhang.wei@example.org",
        ),
    }
    answer = client_of("sokolova").get(f"/desk/{asked}")
    assert answer.status_code == 200
    page = words_of(answer)
    assert {name for name, case in cases.items() if case in page} == found


def test_is_empty_with_words_for_a_clinic_without_referrals(
    client_of: ClientOf, submit: Submit
) -> None:
    submit()
    assert "All done" in words_of(client_of("petrova").get("/desk/"))


def test_finds_closed_cases_among_all(client_of: ClientOf, world: World, submit: Submit) -> None:
    case = submit()
    desk = client_of("sokolova")
    asked = request_of(world, "sokolova", case).public_id
    send(desk, f"/desk/requests/{asked}/reject/", reason="accidental")
    assert case not in words_of(desk.get("/desk/"))
    assert case in words_of(desk.get("/desk/cases/"))


def exported(client: Client, kind: str) -> list[list[object]]:
    """The rows of the file."""
    answer = client.get(f"/desk/export/?as={kind}")
    assert "attachment" in answer["Content-Disposition"]
    if kind == "csv":
        return [list(row) for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_leaves_as_a_file_in_which_nothing_acts(
    client_of: ClientOf, submit: Submit, kind: str
) -> None:
    submit(name_original="=HYPERLINK(1)")
    head, row = exported(client_of("sokolova"), kind)
    assert len(head) == len(row) == 11
    assert "KARIMOVA AMINA" in row
    assert "'=HYPERLINK(1)" in row


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "\n=1", "|x", "%0A=1"]
)
def test_gives_acting_text_an_apostrophe(text: str) -> None:
    assert str(harmless(text)).startswith("'")


@pytest.mark.parametrize("plain", ["Amina", "SM-2026-000001", 5, 1.5, None, "سارة"])
def test_leaves_plain_cells_alone(plain: object) -> None:
    assert harmless(plain) == plain
