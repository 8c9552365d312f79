"""The state task's page …"""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sanamost.registry.resources import selectors
from sanamost.web.clinic.forms.state_task import MOST_ROWS
from tests.web.clinic.conftest import send, words_of
from tests.web.clinic.test_capacity import AT, _names, entered, petrova
from tests.world import World

__all__ = ["_names", "petrova"]
PAGE = f"{AT}/state-task/"
FIELD = re.compile(r"<(?:input|select)[^>]*?\bname=\"([^\"]+)\"[^>]*?>")
VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")


def fields(client: Client, page: str = PAGE) -> dict[str, str]:
    """The form's fields as the page gives them, without choices of new rows."""
    html = words_of(client.get(page))
    found = {}
    for one in FIELD.finditer(html):
        if one[1].split("-")[0] in {
            "planned",
            "done",
            "until",
            "stay",
            "area",
            "source",
            "rows",
            "seen",
        }:
            value = VALUE.search(one[0])
            found[one[1]] = value[1] if value else ""
    return found


def plans(world: World, year: int) -> dict[Any, Any]:
    first, before = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    rows = entered(world, selectors.plans_between, first=first, before=before)
    return {(row.area, row.source, row.month.month): row for row in rows}


def row_of(shown: dict[str, str], area: str, source: str = "oms") -> int:
    """The number of the row of an area."""
    return next(
        int(name.split("-")[1])
        for name, value in shown.items()
        if name.startswith("area-")
        and value == area
        and shown[name.replace("area", "source")] == source
    )


def test_writes_what_was_planned_and_done(world: World, petrova: Client) -> None:
    today = timezone.localdate()
    shown = fields(petrova)
    number = row_of(shown, "orthopaedics")
    typed = shown | {
        f"planned-{number}-12": "51",
        f"done-{number}-{today.month}": "7",
        f"until-{number}": today.isoformat(),
        f"stay-{number}": "6.5",
    }
    assert send(petrova, PAGE, **typed).status_code == 302
    held = plans(world, today.year)
    assert held["orthopaedics", "oms", 12].planned == 51
    assert held["orthopaedics", "oms", 12].stay_days == Decimal("6.5")
    now = held["orthopaedics", "oms", today.month]
    assert (now.done, now.done_before) == (7, today + dt.timedelta(days=1))
    assert held["rehabilitation", "oms", 12].stay_days == 14
    again = fields(petrova)
    assert again[f"until-{number}"] == today.isoformat()


def test_adds_an_area_and_asks_for_its_stay(world: World, petrova: Client) -> None:
    today = timezone.localdate()
    shown = fields(petrova)
    number = int(shown["rows"]) - 1
    typed = shown | {
        f"area-{number}": "cardiology",
        f"source-{number}": "paid",
        f"planned-{number}-12": "3",
    }
    missing = send(petrova, PAGE, **typed)
    assert missing.status_code == 422
    assert "Enter the average stay in days." in words_of(missing)
    assert send(petrova, PAGE, **typed | {f"stay-{number}": "4"}).status_code == 302
    held = plans(world, today.year)
    assert held["cardiology", "paid", 12].planned == 3
    assert ("cardiology", "paid", 11) not in held
    assert "Cardiology: planned, but without a recipe" in words_of(petrova.get(PAGE))


def test_wants_a_zero_rather_than_nothing(petrova: Client) -> None:
    shown = fields(petrova)
    answer = send(petrova, PAGE, **shown | {"planned-0-12": ""})
    assert answer.status_code == 422
    assert "Write 0 where nothing is planned." in words_of(answer)


@pytest.mark.parametrize("until", ["", "2020-01-01", "2099-01-01"])
def test_wants_to_know_until_when_was_counted(petrova: Client, until: str) -> None:
    month = timezone.localdate().month
    shown = fields(petrova)
    answer = send(petrova, PAGE, **shown | {f"done-0-{month}": "2", "until-0": until})
    assert answer.status_code == 422
    assert "Enter the last day that is counted" in words_of(answer)


def test_writes_nothing_over_what_somebody_else_has_changed(world: World, petrova: Client) -> None:
    shown = fields(petrova)
    assert send(petrova, PAGE, **shown | {"planned-0-12": "5"}).status_code == 302
    late = send(petrova, PAGE, **shown | {"planned-0-12": "6"})
    assert late.status_code == 422
    assert "Somebody else has changed these figures" in words_of(late)
    held = plans(world, timezone.localdate().year)
    assert 6 not in {row.planned for key, row in held.items() if key[2] == 12}


def test_names_the_months_whose_plan_cannot_be_reached(petrova: Client) -> None:
    assert "Plans that cannot be reached" not in words_of(petrova.get(f"{AT}/protection/"))
    shown = fields(petrova)
    number = row_of(shown, "orthopaedics")
    send(petrova, PAGE, **shown | {f"planned-{number}-12": "900"})
    page = words_of(petrova.get(PAGE))
    assert "Plans that cannot be reached" in page
    assert "Orthopaedic beds: the plan needs" in page
    assert "Cannot be reached" in words_of(petrova.get(f"{AT}/protection/"))


def test_says_in_days_what_the_level_means(world: World, petrova: Client) -> None:
    assert "On 19 of 20 days what is kept suffices" in words_of(petrova.get(f"{AT}/protection/"))
    said = {"percent": "99.5", "reason": "Winters are hard here."}
    assert send(petrova, f"{AT}/protection/", **said).status_code == 302
    page = words_of(petrova.get(f"{AT}/protection/"))
    assert "On 199 of 200 days" in page
    assert "Winters are hard here." in page
    assert entered(world, selectors.protection_of).level == Decimal("0.995")
    assert send(petrova, f"{AT}/protection/", **said | {"percent": "30"}).status_code == 422


def test_shows_the_rows_of_the_year_before_in_a_new_one(petrova: Client) -> None:
    year = timezone.localdate().year
    shown = fields(petrova, f"{PAGE}?year={year + 2}")
    assert shown[f"planned-{row_of(shown, 'neurosurgery')}-6"] == ""


def test_shows_one_source_of_finance_at_a_time(world: World, petrova: Client) -> None:
    shown = fields(petrova, f"{PAGE}?source=high_tech")
    assert row_of(shown, "orthopaedics", "high_tech") == 0
    assert not any(value == "rehabilitation" for value in shown.values())
    sent = send(petrova, f"{PAGE}?source=high_tech", **shown | {"planned-0-12": "3"})
    assert sent.status_code == 302
    held = plans(world, timezone.localdate().year)
    assert held["orthopaedics", "high_tech", 12].planned == 3
    assert held["rehabilitation", "oms", 12].planned > 3


def test_sends_no_more_fields_than_a_server_takes(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, petrova: Client
) -> None:
    monkeypatch.setattr("sanamost.web.clinic.pages.state_task.AT_ONCE", 3)
    shown = fields(petrova)
    assert {value for name, value in shown.items() if name.startswith("source-")} == {"oms", ""}
    a_row = sum(name.split("-")[1:2] == ["0"] for name in shown)
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS is not None
    assert a_row <= 28
    assert MOST_ROWS * 28 + 5 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
