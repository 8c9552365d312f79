"""The rules by which passports are judged …"""

import datetime as dt
import string

import pytest

from sanamost.engines.passports import Asked, Sort
from sanamost.insight.readiness import rulebook
from sanamost.registry.catalogue.services import REFERENCE
from sanamost.registry.resources.machine_kinds import machine_kinds

TODAY = dt.date(2026, 11, 23)
LANGUAGES = {"en", "ru", "zh-hans", "ar"}
FILLED = {"subject", "part", "whole", "share", "limit", "life"}


def test_name_their_version_author_and_source() -> None:
    book = rulebook.edition_on(TODAY).book
    assert book.version
    assert book.author
    assert book.source
    for standard in rulebook.standards_on(TODAY, "oncology"):
        assert standard.version
        assert standard.author
        assert "116n" in standard.source


def test_hold_from_their_day() -> None:
    assert rulebook.standards_on(dt.date(2021, 12, 31), "oncology") == []
    assert [one.code for one in rulebook.standards_on(dt.date(2022, 1, 1), "oncology")] == [
        "oncology-outpatient"
    ]
    assert rulebook.standards_on(TODAY, "alchemy") == []


def test_speak_four_languages_with_the_same_figures() -> None:
    for rule in rulebook.edition_on(TODAY).book.rules:
        assert set(rule.names) == LANGUAGES
        asked = {
            language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for language, text in rule.words.items()
        }
        assert set().union(*asked.values()) <= FILLED
        assert set(map(frozenset, asked.values())) == {frozenset(asked["en"])}, rule.code
    for area in ("oncology", "orthopaedics"):
        for standard in rulebook.standards_on(TODAY, area):
            for need in standard.needs:
                assert all(need.names[language] for language in LANGUAGES)


def test_name_specialities_and_equipment_that_exist() -> None:
    lines = (REFERENCE / "specialities.csv").read_text(encoding="utf-8").splitlines()
    specialities = {line.partition(",")[0] for line in lines[1:]}
    for area in ("oncology", "orthopaedics"):
        for standard in rulebook.standards_on(TODAY, area):
            for need in standard.needs:
                if need.asked is Asked.POSTS:
                    assert set(need.any_of) <= specialities
                if need.asked is Asked.MACHINES:
                    assert set(need.any_of) <= set(machine_kinds())
    assert set(rulebook.edition_on(TODAY).book.service_life) <= set(machine_kinds())


def test_say_of_each_number_whether_it_was_compared_with_its_source() -> None:
    (oncology,) = rulebook.standards_on(TODAY, "oncology")
    confirmed = {need.code for need in oncology.needs if need.confirmed}
    assert confirmed == {"oncologist"}
    assert all("confirmed" in need.source for need in oncology.needs if not need.confirmed
               if need.asked is not Asked.POPULATION)  # fmt: skip


@pytest.mark.parametrize("sort", list(Sort))
def test_use_every_way_of_looking(sort: Sort) -> None:
    assert sort in {rule.sort for rule in rulebook.edition_on(TODAY).book.rules}
