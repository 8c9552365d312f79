"""A list of a hospital's economist …"""

import io

import pytest

from sanamost.engines.price_lists import Nomenclature, Outcome, Reading, Verdict, open_price_list
from tests.engines.price_lists.hospital_lists import HOSPITALS, HospitalList

GROUPS = ("resident", "eaeu", "foreign")


def _read(one: HospitalList, listed: Nomenclature) -> tuple[Reading, list[Verdict]]:
    reading = open_price_list(io.BytesIO(one.make()), listed)
    return reading, list(reading.verdicts())


@pytest.mark.parametrize("one", HOSPITALS, ids=lambda one: one.file)
def test_gives_each_group_of_patients_its_price(one: HospitalList, listed: Nomenclature) -> None:
    _, verdicts = _read(one, listed)
    found: dict[str, dict[str, str]] = {}
    for verdict in verdicts:
        if verdict.service and verdict.outcome is not Outcome.REFUSED:
            prices = found.setdefault(verdict.service.name, {})
            for group, price in verdict.service.prices.items():
                assert group not in prices
                prices[group] = f"{price.amount} {price.currency}"
    assert {
        name: tuple(prices.get(group, "") for group in GROUPS) for name, prices in found.items()
    } == one.taken


@pytest.mark.parametrize("one", HOSPITALS, ids=lambda one: one.file)
def test_has_every_other_row_refused_with_its_reason(
    one: HospitalList, listed: Nomenclature
) -> None:
    reading, verdicts = _read(one, listed)
    first = reading.sheets[0].name
    refused = {
        verdict.row: {doubt.kind for doubt in verdict.doubts}
        for verdict in verdicts
        if verdict.outcome is Outcome.REFUSED and verdict.sheet == first
    }
    assert refused.keys() == one.refused.keys()
    assert all(kind in refused[row] for row, kind in one.refused.items())
    assert [doubt.found for doubt in reading.column_doubts] == one.columns_left


@pytest.mark.parametrize("one", HOSPITALS, ids=lambda one: one.file)
def test_adds_up(one: HospitalList, listed: Nomenclature) -> None:
    reading, verdicts = _read(one, listed)
    ends = {(verdict.sheet, verdict.row): verdict.outcome for verdict in verdicts}
    assert sum(reading.counts.values()) == reading.rows == len(ends)
    for outcome in Outcome:
        assert reading.counts[outcome] == sum(one is outcome for one in ends.values())


def test_says_of_a_service_in_two_currencies_which_price_stands(listed: Nomenclature) -> None:
    one = next(one for one in HOSPITALS if one.file == "currency_of_the_sheet.xlsx")
    _, verdicts = _read(one, listed)
    (again,) = [verdict for verdict in verdicts if verdict.outcome is Outcome.REFUSED]
    assert [(doubt.kind, doubt.other) for doubt in again.doubts] == [
        ("duplicate_other_currency", 2)
    ]


def test_counts_the_services_of_every_sheet(listed: Nomenclature) -> None:
    one = next(one for one in HOSPITALS if one.file == "sheets_for_groups.xlsx")
    reading, _ = _read(one, listed)
    assert dict(reading.services_by_sheet) == {
        "Граждане РФ": 2, "ЕАЭС": 1, "Иностр. граждане": 3,
    }  # fmt: skip


def test_says_of_a_sheet_for_other_patients_where_its_prices_went(listed: Nomenclature) -> None:
    one = next(one for one in HOSPITALS if one.file == "titles_for_groups.xlsx")
    _, verdicts = _read(one, listed)
    told = [(verdict.sheet, verdict.row, verdict.doubts) for verdict in verdicts]
    assert [
        (sheet, row, [(doubt.kind, doubt.other) for doubt in doubts]) for sheet, row, doubts in told
    ] == [
        ("Лист1", 3, []),
        ("Лист2", 3, [("row_joined", 3)]),
        ("Лист1", 3, [("price_of_group", 3)]),
    ]
