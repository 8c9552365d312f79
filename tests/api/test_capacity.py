"""A clinic's information system …"""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.models import CapacityDay, MonthPlan
from tests.api.conftest import AT, Program
from tests.world import World

WARD: dict[str, Any] = {"area": "urology", "kind": "beds", "name": "Urological beds", "units": 10}
THEATRE: dict[str, Any] = {
    "area": "urology",
    "kind": "theatre",
    "name": "Urological theatre",
    "units": 1,
    "minutes_a_day": 400,
    "weekdays": "12345",
}


def plan(area: str = "urology", months: int = 0, **changes: Any) -> dict[str, Any]:
    """Cases of a month, so many from this one on."""
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    said = {"area": area, "source": "oms", "month": f"{year}-{month + 1:02}"}
    return {**said, "planned": 12, "stay_days": 7.5, **changes}


def named(answer: Any, name: str) -> Any:
    """The resource of the name, from a list."""
    return next(one for one in answer.json()["resources"] if one["name"] == name)


def entered(ortho: Program) -> tuple[str, str]:
    """A ward and a theatre; their public ids."""
    assert ortho.put("resources", {"resources": [WARD, THEATRE]}).status_code == 200
    found = ortho.get("resources")
    return named(found, WARD["name"])["resource"], named(found, THEATRE["name"])["resource"]


def recipe(ward: str, theatre: str, **changes: Any) -> dict[str, Any]:
    uses = [
        {"resource": ward, "amount": 1},
        {"resource": theatre, "day": 1, "amount": 100, "spread": 20},
    ]
    return {"recipes": [{"area": "urology", "stay_days": 3, "uses": uses, **changes}]}


def state() -> list[Any]:
    """What a refused or rehearsed call must not have changed."""
    with acting_as(system("test")), connection.cursor() as cursor:
        found = []
        for table in ("resource", "resourcebreak", "monthplan", "recipe", "protection"):
            cursor.execute(f"SELECT t::text FROM resources_{table} t ORDER BY id")
            found += cursor.fetchall()
        cursor.execute("SELECT count(*) FROM audit_entry")
        return [*found, cursor.fetchone()]


def errors(answer: Any) -> list[tuple[str, str]]:
    """Fields and codes of a refusal."""
    assert answer.status_code == 422, answer.content
    return [(one["field"], one["code"]) for one in answer.json()["errors"]]


def test_enters_all_that_a_clinic_has_and_reads_it_back(ortho: Program) -> None:
    ward, theatre = entered(ortho)
    assert ortho.get(f"resources/{theatre}").json() | THEATRE == ortho.get(
        f"resources/{theatre}"
    ).json() | {"units": 1.0}

    first = timezone.localdate() + dt.timedelta(days=30)
    pause = {"first_on": first.isoformat(), "last_on": first.isoformat(), "left_percent": 50}
    answer = ortho.put(f"resources/{theatre}/breaks", {"breaks": [{**pause, "reason": "repair"}]})
    assert answer.json()["rows"] == [{"field": "/breaks/0", "change": "taken", "doubts": []}]
    assert ortho.get(f"resources/{theatre}").json()["breaks"] == [{**pause, "reason": "repair"}]

    until = timezone.localdate().isoformat()
    said = plan(done=3, done_until=until)
    assert ortho.put("plans", {"plans": [said]}).json()["rows"][0]["change"] == "new"
    kept = [one for one in ortho.get("plans").json()["plans"] if one["area"] == "urology"]
    assert kept == [said]

    assert ortho.put("recipes", recipe(ward, theatre)).status_code == 200
    found = ortho.get("recipes").json()["recipes"]
    own = next(one for one in found if one["area"] == "urology")
    assert (own["version"], own["stay_days"], own["service"]) == (1, 3, None)
    assert own["uses"][1] == {"resource": theatre, "day": 1, "amount": 100.0, "spread": 20.0}

    level = {"level_percent": 97.5, "reason": "Two short winters."}
    assert ortho.put("protection", level).json()["rows"][0]["change"] == "changed"
    assert ortho.get("protection").json()["level_percent"] == 97.5
    assert ortho.put("protection", level).json()["rows"][0]["change"] == "same"
    level = {**level, "emergency_percent": {"orthopaedics": 15}}
    assert ortho.put("protection", level).json()["rows"][0]["change"] == "changed"
    assert ortho.get("protection").json()["emergency_percent"] == {"orthopaedics": 15}


def test_writes_a_recipe_as_a_new_version_and_leaves_the_one_in_force_alone(
    ortho: Program,
) -> None:
    ward, theatre = entered(ortho)
    ortho.put("recipes", recipe(ward, theatre))
    ortho.put("recipes", recipe(ward, theatre))
    ortho.put("recipes", recipe(ward, theatre, stay_days=4))
    found = ortho.get("recipes").json()["recipes"]
    own = next(one for one in found if one["area"] == "urology")

    told = ortho.get(f"recipes/{own['recipe']}").json()

    assert [one["version"] for one in told["versions"]] == [2, 1]
    assert told["versions"][1]["replaced_at"]
    old = ortho.get(f"recipes/{told['versions'][1]['recipe']}").json()
    assert (old["stay_days"], old["version"]) == (3, 1)


def test_takes_every_time_of_less_of_a_resource_out(ortho: Program) -> None:
    _ward, theatre = entered(ortho)
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    ortho.put(f"resources/{theatre}/breaks", {"breaks": [{"first_on": day, "last_on": day}]})

    assert ortho.put(f"resources/{theatre}/breaks", {"breaks": []}).status_code == 200
    assert ortho.get(f"resources/{theatre}").json()["breaks"] == []


def test_reads_what_is_free_after_the_state_task_and_why_nothing_is(ortho: Program) -> None:
    _ward, theatre = entered(ortho)
    answer = ortho.get("days", resource=theatre).json()
    today = timezone.localdate()
    assert len(answer["days"]) == 31
    assert set(answer["reasons"]) >= {code for one in answer["days"] for code in one["reasons"]}
    saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7 or 7)
    told = {one["day"]: one for one in answer["days"]}
    assert told[saturday.isoformat()]["reasons"] == ["weekday"]

    ortho.put("plans", {"plans": [plan()]})
    answer = ortho.get("days", resource=theatre).json()
    working = [one for one in answer["days"] if one["supply"]]
    assert {tuple(one["reasons"]) for one in working} == {("no_recipe",)}
    assert all(not one["free"] for one in working)


@pytest.mark.parametrize(("planned", "reason"), [(1, None), (5000, "plan_out_of_reach")])
def test_says_whether_the_plan_leaves_anything(
    ortho: Program, planned: int, reason: str | None
) -> None:
    ward, theatre = entered(ortho)
    months = [plan(months=number, planned=planned) for number in range(15)]
    ortho.put("plans", {"plans": months})
    ortho.put("recipes", recipe(ward, theatre))

    first = (timezone.localdate().replace(day=1) + dt.timedelta(days=70)).isoformat()
    days = ortho.get("days", resource=theatre, first=first).json()["days"]

    working = [one for one in days if one["supply"]]
    if reason is None:
        assert any(one["free"] and not one["reasons"] for one in working)
        openings = ortho.get("openings").json()["openings"]
        assert any(one["area"] == "urology" and one["days"] for one in openings)
    else:
        assert {tuple(one["reasons"]) for one in working} == {(reason,)}


def test_says_that_no_plan_is_known_for_a_month(ortho: Program) -> None:
    ward, theatre = entered(ortho)
    ortho.put("plans", {"plans": [plan(planned=1)]})
    ortho.put("recipes", recipe(ward, theatre))
    first = (timezone.localdate().replace(day=1) + dt.timedelta(days=70)).isoformat()

    days = ortho.get("days", resource=theatre, first=first).json()["days"]

    assert {tuple(one["reasons"]) for one in days if one["supply"]} == {("no_plan",)}


def test_tells_of_a_rehearsal_what_would_be_and_changes_nothing(ortho: Program) -> None:
    before = state()
    body = {"plans": [plan(), plan("orthopaedics", planned=900)]}

    answer = ortho.put("plans?dry_run=true", body, once="")

    assert answer.status_code == 200
    assert answer.json()["dry_run"] is True
    changes = [(one["change"], [d["code"] for d in one["doubts"]]) for one in answer.json()["rows"]]
    assert changes == [("new", ["no_recipe"]), ("changed", ["much_more"])]
    assert answer.json()["rows"][0]["doubts"][0]["message"]
    assert state() == before
    assert ortho.put("plans", body).json()["rows"] == answer.json()["rows"]


def test_enters_nothing_where_one_row_is_refused_and_names_every_fault(ortho: Program) -> None:
    before = state()
    body = {
        "plans": [
            plan(),
            plan("alchemy"),
            plan(planned=-1, months=1),
            plan(done=3, months=2),
            plan(source="lottery", months=3),
            plan(months=4, month="soon"),
            plan(months=5, stay_days=0),
            plan(),
        ]
    }

    found = errors(ortho.put("plans", body))

    assert found == [
        ("/plans/1/area", "area"),
        ("/plans/2/planned", "cases"),
        ("/plans/3/done_until", "done_until"),
        ("/plans/4/source", "source"),
        ("/plans/5/month", "month"),
        ("/plans/6/stay_days", "stay"),
        ("/plans/7", "twice"),
    ]
    assert state() == before


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"units": 0}, "units", "units"),
        ({"minutes_a_day": None}, "minutes_a_day", "minutes"),
        ({"downtime_percent": 100}, "downtime_percent", "downtime"),
        ({"weekdays": "8"}, "weekdays", "weekdays"),
        ({"kind": "magic"}, "kind", "kind"),
        ({"name": " "}, "name", "name"),
        ({"site": "site_unknown"}, "site", "site"),
        ({"nickname": "x"}, "nickname", "extra_forbidden"),
        ({"units": "many"}, "units", "decimal_parsing"),
    ],
)
def test_is_told_the_field_of_a_resource_at_fault(
    ortho: Program, change: dict[str, Any], field: str, code: str
) -> None:
    answer = ortho.put("resources", {"resources": [WARD, THEATRE | change]})

    assert errors(answer) == [(f"/resources/1/{field}", code)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"last_on": "2026-01-01"}, ("/breaks/0/last_on", "period_reversed")),
        ({"left_percent": 100}, ("/breaks/0/left_percent", "left")),
        ({"reason": "whim"}, ("/breaks/0/reason", "reason")),
        ({"first_on": "soon"}, ("/breaks/0/first_on", "date_from_datetime_parsing")),
    ],
)
def test_is_told_the_field_of_a_time_of_less_at_fault(
    ortho: Program, change: dict[str, Any], found: tuple[str, str]
) -> None:
    _ward, theatre = entered(ortho)
    pause = {"first_on": "2027-03-01", "last_on": "2027-03-05", **change}

    assert errors(ortho.put(f"resources/{theatre}/breaks", {"breaks": [pause]})) == [found]


def test_is_told_the_field_of_a_recipe_at_fault(ortho: Program) -> None:
    ward, theatre = entered(ortho)
    body = recipe(ward, theatre)
    body["recipes"][0]["uses"][1] |= {"day": 90}
    assert errors(ortho.put("recipes", body)) == [("/recipes/0/uses/1/day", "use_day")]
    body = recipe(ward, "reso_AAAAAAAAAAAAAAAAAAAAAA")
    assert errors(ortho.put("recipes", body)) == [
        ("/recipes/0/uses/1/resource", "unknown_resource")
    ]
    body = recipe(ward, theatre, stay_days=0)
    assert errors(ortho.put("recipes", body)) == [("/recipes/0/stay_days", "stay")]
    body = recipe(ward, ward)
    body["recipes"][0]["uses"][1]["day"] = 0
    assert errors(ortho.put("recipes", body)) == [("/recipes/0/uses/1", "twice")]
    assert errors(ortho.put("recipes", recipe(ward, theatre, uses=[]))) == [
        ("/recipes/0/uses", "too_short")
    ]


def test_is_refused_a_level_and_a_period_that_cannot_be_meant(ortho: Program) -> None:
    assert errors(ortho.put("protection", {"level_percent": 30})) == [
        ("/level_percent", "level_not_possible")
    ]
    for parts, code in (
        ({"orthopaedics": 101}, "part_not_possible"),
        ({"astrology": 10}, "capacity_area_unknown"),
    ):
        body = {"level_percent": 95, "emergency_percent": parts}
        assert errors(ortho.put("protection", body)) == [("/emergency_percent", code)]
    assert errors(ortho.get("days", first="2027-01-01", last="2027-12-31")) == [
        ("last", "period_not_possible")
    ]
    assert errors(ortho.get("plans", first="2027-01-01", last="2026-01-01")) == [
        ("last", "period_not_possible")
    ]
    assert errors(ortho.get("days", first="soon"))[0][0] == "first"


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_is_told_in_the_language_that_it_asks_for(ortho: Program, language: str) -> None:
    body = {"resources": [THEATRE | {"units": 0}]}

    answer = ortho.put("resources", body, **{"Accept-Language": language})

    (told,) = answer.json()["errors"]
    with translation.override(language):
        assert told["message"] == str(services.ROW_REASONS["units"])
    assert answer.headers["Content-Language"] == language
    assert told["message"].startswith("Say how many") == (language == "en")


def test_asks_as_few_questions_for_a_year_of_areas_as_for_one_month(
    world: World, ortho: Program
) -> None:
    entered(ortho)

    def asked(body: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert ortho.put("plans", body).status_code == 200
        return len(found)

    areas = ("orthopaedics", "cardiology", "urology", "neurosurgery", "rehabilitation")
    few = asked({"plans": [plan(months=3, planned=2)]})
    year = [plan(area, months) for area in areas for months in range(12)]
    many = asked({"plans": year})

    assert many <= few + 2
    assert many < 60
    with acting_as(world.actor("petrova")):
        kept = MonthPlan.objects.filter(organisation_id=world.organisation("demo-ortho"))
        assert kept.filter(planned=12).count() >= len(year)


def test_asks_as_few_questions_for_a_hundred_resources_as_for_one(ortho: Program) -> None:
    def asked(first: int, number: int) -> int:
        rooms = [
            {"kind": "room", "name": f"Room {first + n}", "units": 1, "minutes_a_day": 480}
            for n in range(number)
        ]
        with CaptureQueriesContext(connection) as found:
            assert ortho.put("resources", {"resources": rooms}).status_code == 200
        return len(found)

    assert asked(2, 100) <= asked(1, 1) + 3


def test_counts_the_days_anew_with_what_it_enters(world: World, ortho: Program) -> None:
    ward, _theatre = entered(ortho)
    with acting_as(world.actor("petrova")):
        days = CapacityDay.objects.filter(resource__public_id=ward)
        assert {row.supply for row in days} == {10}
    ortho.put("resources", {"resources": [WARD | {"units": 14}]})
    with acting_as(world.actor("petrova")):
        days = CapacityDay.objects.filter(resource__public_id=ward)
        assert {row.supply for row in days} == {14}
        assert [one.name for one in selectors.own_resources(world.actor("petrova"))].count(
            WARD["name"]
        ) == 1


def test_finds_every_operation_described() -> None:
    described = Client().get("/api/v1/openapi.json").json()

    for path, methods in {
        "/resources": {"get", "put"},
        "/resources/{resource}": {"get"},
        "/resources/{resource}/breaks": {"put"},
        "/plans": {"get", "put"},
        "/protection": {"get", "put"},
        "/recipes": {"get", "put"},
        "/recipes/{recipe}": {"get"},
        "/days": {"get"},
        "/openings": {"get"},
    }.items():
        told = described["paths"][f"{AT}{path}"]
        assert set(told) == methods
        assert all(one["security"] == [{"ApiKey": []}] for one in told.values())
    assert described["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"
    put = described["paths"][f"{AT}/plans"]["put"]
    assert {one["name"] for one in put["parameters"]} == {"dry_run", "Idempotency-Key"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "a\x00b"}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"name": "x" * 121}, ""),
        ({"units": "1e999999"}, "units"),
        ({"units": "NaN"}, "units"),
        ({"units": 10**60}, "units"),
        ({"minutes_a_day": 10**300}, "minutes_a_day"),
        ({"downtime_percent": "1e-999999"}, "downtime_percent"),
        ({"site": "\x00"}, "site"),
        ({"kind": None}, "kind"),
    ],
)
def test_is_refused_what_no_database_could_keep(
    ortho: Program, change: dict[str, Any], field: str
) -> None:
    before = state()
    told = errors(ortho.put("resources", {"resources": [THEATRE | change]}))
    assert [one for one, _code in told] == [f"/resources/0/{field}".rstrip("/")]
    assert state() == before


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2027-13", "", "\x00"])
def test_is_refused_a_month_that_cannot_be_meant(ortho: Program, month: str) -> None:
    ((field, _code),) = errors(ortho.put("plans", {"plans": [plan(month=month)]}))
    assert field == "/plans/0/month"


def test_is_refused_days_of_another_century(ortho: Program) -> None:
    _ward, theatre = entered(ortho)
    pause = {"first_on": "2027-01-01", "last_on": "9999-12-31"}
    at = f"resources/{theatre}/breaks"
    assert errors(ortho.put(at, {"breaks": [pause]})) == [("/breaks/0/last_on", "last_day")]
    done = plan(done=1, done_until="9999-12-31")
    assert errors(ortho.put("plans", {"plans": [done]}))[0][0] == "/plans/0/done_until"
    assert errors(ortho.get("days", first="9999-12-31"))[0][0] == "first"
    assert errors(ortho.get("plans", last="9999-12-31"))[0][0] == "last"
    assert ortho.get("resources/%00").status_code == 404
    assert errors(ortho.get("days", resource="\x00"))[0][0] == "resource"


def test_is_told_of_a_body_that_cannot_be_read(ortho: Program) -> None:
    def sent(body: str) -> Any:
        headers = {"Authorization": f"Bearer {ortho.token}", "Idempotency-Key": "k" * 20}
        kind = "application/json"
        return Client().put(f"{AT}/plans", body, content_type=kind, headers=headers)

    assert sent("{").status_code == 400
    assert sent("{").json()["errors"][0]["code"] == "unreadable"
    assert sent("[]").status_code == 422
    assert sent("null").status_code == 422
    assert sent(" " * 3_000_000).status_code == 413
    assert sent(" " * 3_000_000).json()["errors"][0]["code"] == "too_large"
