"""A workbook of capacity …"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from sanamost.engines.capacity import workbooks
from sanamost.engines.capacity.workbooks import Held, Words, read_capacity
from sanamost.engines.price_lists.grids import Fault, Moment, Row, Sheet, UnreadableFile

TODAY = dt.date(2026, 11, 23)
WORDS = Words(
    areas={"heart": "heart", "сердце": "heart", "knee": "knee"},
    kinds={"beds": "beds", "койки": "beds", "theatre": "theatre"},
    genders={"any": "any", "women": "women"},
    sources={"oms": "oms"},
    reasons={"repair": "repair", "other": "other"},
    sites={"main building": "site_1"},
    services={"pkg-1": ("serv_1", "knee")},
)
THEATRE = ["", "theatre", "Theatre 1", Decimal(1), Decimal(480), Decimal("10.0"), "12345"]


def sheet(section: str, *rows: list[Any]) -> Sheet:
    """A sheet with its mark, a heading and rows from the third on."""
    told = [[f"{workbooks.MARK}{section}"], ["Heading"], *rows]
    return Sheet(
        section,
        rows=lambda: iter(
            [
                Row(number, {place: cell for place, cell in enumerate(cells) if cell != ""})
                for number, cells in enumerate(told, start=1)
            ]
        ),
    )


def read(*sheets: Sheet, held: Held | None = None) -> workbooks.Brought:
    return read_capacity(sheets, WORDS, held or Held(), today=TODAY)


def only(section: str, row: list[Any], *, held: Held | None = None) -> workbooks.Line:
    """What becomes of one row."""
    (line,) = read(sheet(section, row), held=held).lines
    return line


def test_reads_every_sheet_by_names_in_any_language() -> None:
    brought = read(
        sheet("resources", ["Сердце", "Койки", "Ward", Decimal("12.0")], THEATRE),
        sheet("breaks", ["heart", "beds", "Ward", Moment(TODAY, Decimal(0)), "30.11.2026", "50%"]),
        sheet("plans", ["heart", "OMS", "2026-12", "40", "", "", "7,5"]),
        sheet("recipes", ["heart", Decimal(7), "heart", "beds", "Ward", "", Decimal(1)]),
    )
    assert [line.refused for line in brought.lines] == [""] * 5
    assert brought.sections == ["resources", "breaks", "plans", "recipes"]
    ward, theatre, stop, plan, use = (line.values for line in brought.lines)
    assert (ward["area"], ward["units"], ward["minutes_a_day"]) == ("heart", "12", "")
    assert (theatre["weekdays"], theatre["downtime_percent"]) == ("31", "10")
    assert (stop["first_on"], stop["last_on"]) == ("2026-11-23", "2026-11-30")
    assert (stop["left_percent"], stop["reason"]) == ("50", "other")
    assert (plan["month"], plan["stay_days"], plan["done"]) == ("2026-12-01", "7.5", "0")
    assert (use["day"], use["amount"], use["spread"]) == ("0", "1", "0")


def test_stays_itself_through_what_is_kept_of_it() -> None:
    brought = read(sheet("resources", THEATRE, ["", "beds", "", Decimal(1)]))
    assert workbooks.read(workbooks.written(brought)) == brought


@pytest.mark.parametrize(
    ("section", "row", "code"),
    [
        ("resources", ["nowhere", "beds", "Ward", Decimal(3)], "area"),
        ("resources", ["", "spaceship", "Ward", Decimal(3)], "kind"),
        ("resources", ["", "beds", "", Decimal(3)], "name"),
        ("resources", ["", "beds", "W" * 121, Decimal(3)], "too_long"),
        ("resources", ["", "beds", "Ward", Decimal(0)], "units"),
        ("resources", ["", "beds", "Ward", "many"], "units"),
        ("resources", ["", "beds", "Ward", "NaN"], "units"),
        ("resources", ["", "beds", "Ward", Decimal(3), Decimal(480)], "minutes"),
        ("resources", ["", "theatre", "Theatre", Decimal(3)], "minutes"),
        ("resources", ["", "theatre", "Theatre", Decimal(3), Decimal("1.5")], "minutes"),
        ("resources", [*THEATRE[:5], Decimal(100)], "downtime"),
        ("resources", [*THEATRE[:6], "1289"], "weekdays"),
        ("resources", ["", "beds", "Ward", Decimal(3), "", "", "", "cats"], "gender"),
        ("resources", [*THEATRE, "", "", "Elsewhere"], "site"),
        ("resources", ["", "beds", "Ward", Fault("#REF!")], "fault"),
        ("breaks", ["", "beds", "Ward", "soon", "2026-12-01"], "day"),
        ("breaks", ["", "beds", "Ward", "2026-12-02", "2026-12-01"], "period_reversed"),
        ("breaks", ["", "beds", "Ward", "2026-12-01", "2026-12-01", Decimal(100)], "left"),
        ("breaks", ["", "beds", "Ward", "2026-12-01", "2026-12-01", "", "moon"], "reason"),
        ("breaks", ["", "beds", "Ward", "2026-12-01", "2026-12-01"], "unknown_resource"),
        ("plans", ["heart", "wish", "2026-12", "1", "", "", "7"], "source"),
        ("plans", ["heart", "oms", "December", "1", "", "", "7"], "month"),
        ("plans", ["heart", "oms", "2026-12", "1.5", "", "", "7"], "cases"),
        ("plans", ["heart", "oms", "2026-11", "9", "3", "", "7"], "done_until"),
        ("plans", ["heart", "oms", "2026-11", "9", "3", "2026-10-31", "7"], "done_until"),
        ("plans", ["heart", "oms", "2026-12", "1", "", "", "0"], "stay"),
        ("recipes", ["heart", "3", "", "beds", "Ward", "40", "1"], "use_day"),
        ("recipes", ["heart", "3", "", "beds", "Ward", "0", "0"], "amount"),
        ("recipes", ["heart", "3", "", "beds", "Ward", "0", "1"], "unknown_resource"),
    ],
)
def test_refuses_a_row_with_its_reason(section: str, row: list[Any], code: str) -> None:
    line = only(section, row)
    assert line.refused == code
    assert line.row == 3


def test_refuses_what_stands_twice_or_contradicts() -> None:
    brought = read(
        sheet("resources", THEATRE, THEATRE),
        sheet("plans", *[["heart", "oms", "2026-12", "1", "", "", "7"]] * 2),
        sheet(
            "recipes",
            ["heart", "3", "", "theatre", "Theatre 1", "0", "60"],
            ["heart", "3", "", "theatre", "Theatre 1", "0", "90"],
            ["heart", "4", "", "theatre", "Theatre 1", "1", "90"],
        ),
    )
    refused = [line.refused for line in brought.lines]
    assert refused == ["", "twice", "", "twice", "", "twice", "stay_differs"]


BEFORE: Mapping[str, str] = {"units": "10", "gender": "any"}


@pytest.mark.parametrize(
    ("units", "change", "doubts"),
    [
        ("10", "same", []),
        ("12", "changed", []),
        ("21", "changed", ["much_more"]),
        ("4", "changed", ["much_less"]),
    ],
)
def test_compares_with_what_stands_there(units: str, change: str, doubts: list[str]) -> None:
    held = Held(resources={("heart", "beds", "Ward"): BEFORE})
    line = only("resources", ["heart", "beds", "Ward", units], held=held)
    assert (line.change, line.doubts) == (change, doubts)
    assert only("resources", ["heart", "beds", "Ward", units]).change == "new"


def test_doubts_what_is_over_ahead_or_unheard_of() -> None:
    late = only("plans", ["heart", "oms", "2026-10", "9", "3", "2026-12-31", "7"])
    assert late.doubts == ["month_over", "done_ahead", "no_recipe"]
    same = {"planned": "9", "done": "3", "done_until": "2026-12-31", "stay_days": "7"}
    known = Held(plans={("heart", "oms", "2026-10-01"): same}, recipes=frozenset({"heart"}))
    late = only("plans", ["heart", "oms", "2026-10", "9", "3", "2026-12-31", "7"], held=known)
    assert (late.change, late.doubts) == ("same", ["done_ahead"])
    known = Held(recipes=frozenset({"heart"}))
    assert only("plans", ["heart", "oms", "2026-12", "9", "", "", "7"], held=known).doubts == []


def test_is_none_without_a_mark_and_has_an_end() -> None:
    with pytest.raises(UnreadableFile):
        read(Sheet("Prices", rows=lambda: iter([Row(1, {0: "Code"})])))
    with pytest.raises(UnreadableFile):
        read(sheet("resources", *[THEATRE] * workbooks.MOST_ROWS))


def test_reads_how_surely_the_state_task_is_kept_and_what_single_services_use() -> None:
    held = Held(
        protection={
            "": {"percent": "95", "reason": "Known days."},
            "heart": {"percent": "20", "reason": ""},
        }
    )
    brought = read(
        sheet("resources", THEATRE),
        sheet(
            "protection",
            ["", Decimal("92.5"), "Quieter now."],
            ["heart", "20%"],
            ["knee", Decimal(5)],
        ),
        sheet("services", ["PKG-1", Decimal(4), "", "theatre", "Theatre 1", "1", Decimal(95)]),
        held=held,
    )
    assert [line.refused for line in brought.lines] == [""] * 5
    assert brought.sections == ["resources", "protection", "services"]
    level, heart, knee = brought.taken("protection")
    assert (level.values["percent"], level.change, level.doubts) == (
        "92.5",
        "changed",
        ["level_lower"],
    )
    assert (heart.change, heart.doubts, knee.change) == ("same", [], "new")
    (use,) = brought.taken("services")
    assert (use.values["service"], use.values["area"], use.values["amount"]) == (
        "serv_1",
        "knee",
        "95",
    )


@pytest.mark.parametrize(
    ("section", "row", "code"),
    [
        ("protection", ["", Decimal("49.9"), "Why."], "level"),
        ("protection", ["", Decimal("95.55"), "Why."], "level"),
        ("protection", ["", Decimal(95), ""], "level_reason"),
        ("protection", ["heart", Decimal(101)], "urgent"),
        ("protection", ["heart", Decimal("1.5")], "urgent"),
        ("protection", ["nowhere", Decimal(10)], "area"),
        ("services", ["PKG-9", Decimal(4), "", "theatre", "Theatre 1", "1", "95"], "service"),
        ("services", ["PKG-1", Decimal(4), "", "theatre", "None", "1", "95"], "unknown_resource"),
    ],
)
def test_refuses_what_cannot_be_kept_or_used(section: str, row: list[Any], code: str) -> None:
    assert only(section, row).refused == code


def test_lets_a_service_have_one_stay_that_is_not_its_areas() -> None:
    of = ["", "theatre", "Theatre 1"]
    brought = read(
        sheet("resources", THEATRE),
        sheet("recipes", ["knee", Decimal(7), *of, "1", "95"]),
        sheet(
            "services",
            ["PKG-1", Decimal(4), *of, "1", "95"],
            ["pkg-1", Decimal(5), *of, "2", "95"],
            ["PKG-1", Decimal(4), *of, "1", "90"],
        ),
    )
    assert [line.refused for line in brought.lines] == ["", "", "", "stay_differs", "twice"]
