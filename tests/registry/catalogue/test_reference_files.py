"""The reference files that ship: complete, well formed, named in four languages."""

import csv
import datetime as dt
import gzip
import re
from collections import Counter

import pytest

from sanamost.registry.catalogue.services import REFERENCE

LANGUAGES = ("en", "ru", "zh-hans", "ar")
SCRIPTS = {
    "ru": re.compile(r"[а-яё]", re.IGNORECASE),
    "zh-hans": re.compile(r"[一-鿿]"),
    "ar": re.compile(r"[ء-ي]"),
}
COUNTS = {
    "areas.csv": 35,
    "care_profiles.csv": 154,
    "countries.csv": 249,
    "currencies.csv": 178,
    "diagnoses_icd10.csv.gz": 15_038,
    "ecb_history.csv.gz": 7_126,
    "holidays.csv": 185,
    "languages.csv": 184,
    "medical_organisations.csv.gz": 15_287,
    "nomenclature_804n.csv.gz": 10_450,
    "regions.csv": 86,
    "search_words.csv": 459,
    "specialities.csv": 117,
}


def rows(file: str) -> list[dict[str, str]]:
    content = (REFERENCE / file).read_bytes()
    text = gzip.decompress(content) if file.endswith(".gz") else content
    return list(csv.DictReader(text.decode().splitlines()))


@pytest.mark.parametrize(("file", "count"), COUNTS.items())
def test_files_have_the_rows_that_their_sources_have(file: str, count: int) -> None:
    assert len(rows(file)) == count


def test_every_file_has_its_origin_written_down() -> None:
    sources = (REFERENCE / "SOURCES.md").read_text(encoding="utf-8")

    shipped = {path.name for path in REFERENCE.iterdir() if path.name != "SOURCES.md"}

    assert [name for name in sorted(shipped) if f"`{name}`" not in sources] == []


@pytest.mark.parametrize(
    "file", ["areas.csv", "countries.csv", "currencies.csv", "holidays.csv", "regions.csv"]
)
def test_names_are_in_four_languages_and_their_scripts(file: str) -> None:
    for row in rows(file):
        assert all(row[language] for language in LANGUAGES), row
        for language, script in SCRIPTS.items():
            assert script.search(row[language]), row


def test_regions_are_keyed_by_okato_and_not_by_the_iso_code_of_another_country() -> None:
    by_code = {row["code"]: row for row in rows("regions.csv")}

    foreign = {code: row["iso"] for code, row in by_code.items() if row["iso"][:3] != "RU-"}

    assert foreign == {"35": "UA-43", "67": "UA-40", "55": "KZ-BAY"}
    assert (by_code["71100"]["en"], by_code["71"]["en"]) == (
        "Khanty-Mansi Autonomous Okrug (Yugra)",
        "Tyumen Oblast",
    )


def test_every_organisation_lies_in_a_known_region() -> None:
    regions = {row["code"] for row in rows("regions.csv")}
    organisations = rows("medical_organisations.csv.gz")

    assert {row["region"] for row in organisations} <= regions
    assert Counter(row["federal"] for row in organisations)["1"] == 127
    assert len({row["inn"] for row in organisations}) == len(organisations)


def test_areas_cover_known_profiles_each_once() -> None:
    covered = [profile for area in rows("areas.csv") for profile in area["profiles"].split()]
    profiles = {row["code"]: row["area"] for row in rows("care_profiles.csv")}

    assert len(covered) == len(set(covered))
    assert set(covered) == {code for code, area in profiles.items() if area}


def test_minor_units_are_those_of_iso_4217() -> None:
    exponent = {row["code"]: row["exponent"] for row in rows("currencies.csv")}

    assert [exponent[code] for code in ("RUB", "JPY", "KRW", "KWD", "UZS", "XAU")] == [
        *("2", "0", "0", "3", "2", "")
    ]


def test_parents_of_services_and_diagnoses_are_there() -> None:
    for file in ("nomenclature_804n.csv.gz", "diagnoses_icd10.csv.gz"):
        found = rows(file)
        codes = {row["code"] for row in found}
        assert {row["parent"] for row in found} - {""} <= codes


@pytest.mark.parametrize(("year", "working"), [(2025, 247), (2026, 247), (2027, 247)])
def test_russian_years_have_their_number_of_working_days(year: int, working: int) -> None:
    kinds = {row["day"]: row["kind"] for row in rows("holidays.csv") if row["calendar"] == "RU"}
    days = [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(365)]

    def is_worked(day: dt.date) -> bool:
        kind = kinds.get(day.isoformat())
        return kind in {"working", "short"} or (kind is None and day.weekday() < 5)

    assert sum(map(is_worked, days)) == working


def test_shortened_days_are_working_days_and_working_days_are_on_weekends() -> None:
    for row in rows("holidays.csv"):
        on_weekend = dt.date.fromisoformat(row["day"]).weekday() >= 5
        assert on_weekend == (row["kind"] == "working") or row["kind"] == "holiday", row
