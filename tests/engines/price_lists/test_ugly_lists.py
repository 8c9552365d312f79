"""An ugly list …"""

import io
from decimal import Decimal

import pytest

from sanamost.engines.price_lists import (
    Nomenclature,
    Outcome,
    Reading,
    UnreadableFile,
    Verdict,
    open_price_list,
)
from tests.engines.price_lists.uglier_lists import UGLIER
from tests.engines.price_lists.ugly_lists import FIRST_VISIT, KIDNEYS, UGLY, Ugly

LISTS = (*UGLY, *UGLIER)


def _read(ugly: Ugly, listed: Nomenclature) -> tuple[Reading, list[Verdict]]:
    reading = open_price_list(io.BytesIO(ugly.make()), listed)
    return reading, list(reading.verdicts())


@pytest.mark.parametrize("ugly", LISTS, ids=lambda ugly: ugly.file)
def test_has_each_row_counted_once_and_each_doubt_said(ugly: Ugly, listed: Nomenclature) -> None:
    reading, verdicts = _read(ugly, listed)
    doubts = [*reading.column_doubts, *(doubt for one in verdicts for doubt in one.doubts)]
    assert {(doubt.row, doubt.kind) for doubt in doubts} == ugly.expected.doubts
    assert (
        reading.counts[Outcome.IMPORTED],
        reading.counts[Outcome.MENDED],
        reading.counts[Outcome.REFUSED],
    ) == (ugly.expected.imported, ugly.expected.mended, ugly.expected.refused)


@pytest.mark.parametrize("ugly", LISTS, ids=lambda ugly: ugly.file)
def test_adds_up(ugly: Ugly, listed: Nomenclature) -> None:
    reading, verdicts = _read(ugly, listed)
    assert sum(reading.counts.values()) == reading.rows
    assert reading.rows == len([one for one in verdicts if one.amends is None])


@pytest.mark.parametrize("ugly", LISTS, ids=lambda ugly: ugly.file)
def test_has_its_columns_found(ugly: Ugly, listed: Nomenclature) -> None:
    reading, _ = _read(ugly, listed)
    found = reading.main.named()
    prices = {"price": next(iter(v for k, v in found.items() if k.startswith("price")), "")}
    assert found | prices == prices | ugly.expected.columns | {"price": found["price"]}


def test_gives_each_group_the_price_of_its_row(listed: Nomenclature) -> None:
    ugly = next(one for one in UGLIER if one.file == "groups_in_rows.xlsx")
    _, verdicts = _read(ugly, listed)
    found = {
        group: (price.amount, price.at_least)
        for group, price in (verdicts[0].service.prices if verdicts[0].service else {}).items()
    }
    assert found == {
        "resident": (Decimal(150000), False),
        "eaeu": (Decimal(170000), False),
        "foreign": (Decimal(225000), True),
    }


def test_gives_each_table_its_own_prices(listed: Nomenclature) -> None:
    ugly = next(one for one in UGLIER if "other_words" in one.file)
    _, verdicts = _read(ugly, listed)
    assert {
        one.service.name: one.service.prices["resident"].amount for one in verdicts if one.service
    } == {"Массаж спины": 1000, "Рентген кисти": 700, "Рентген стопы": 800, "Рентген колена": 900}


def test_has_its_names_whole(listed: Nomenclature) -> None:
    ugly = next(one for one in UGLIER if one.file == "names_over_rows.xlsx")
    _, verdicts = _read(ugly, listed)
    assert [one.service.name for one in verdicts if one.service] == [
        KIDNEYS,
        FIRST_VISIT,
        "Рентгенография сустава: в одной проекции",
        "Рентгенография сустава: в двух проекциях",
        "Массаж спины",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "not_a_table"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "web_page"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n", "web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x"></Workbook>', "xml_table"),
        (b"MOXCEL\0\7\0", "program_1c"),
        (b"Rar!\x1a\7\0", "archive"),
        (b'{"services": []}', "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected",
        ),
    ],
)
def test_that_is_none_is_called_what_it_is(content: bytes, code: str, listed: Nomenclature) -> None:
    with pytest.raises(UnreadableFile) as refused:
        list(open_price_list(io.BytesIO(content), listed).verdicts())
    assert refused.value.code == code


def test_with_a_heading_only_says_so(listed: Nomenclature) -> None:
    reading = open_price_list(io.BytesIO("Код;Услуга;Цена\n".encode()), listed)
    assert list(reading.verdicts()) == []
    assert [doubt.kind for doubt in reading.column_doubts] == ["no_rows"]


def test_with_a_variant_at_two_prices_takes_neither(listed: Nomenclature) -> None:
    text = (
        "Код;Услуга;Цена\nA16.07.002;Восстановление зуба пломбой;100\n"
        "A16.07.002;Восстановление зуба пломбой световой;200\n"
        "A16.07.002;Восстановление зуба пломбой световой;300\n"
    )
    reading = open_price_list(io.BytesIO(text.encode()), listed)
    amended = [one.row for one in reading.verdicts() if one.amends]
    assert amended == [3]
    assert reading.counts[Outcome.REFUSED] == 2
    assert sum(reading.counts.values()) == reading.rows == 3
