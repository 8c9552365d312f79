"""Price lists as economists of hospitals keep them, and what an economist reads in each.

`python -m tests.engines.price_lists.hospital_lists FOLDER` writes them to look at.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.engines.price_lists.ugly_lists import FIRST_VISIT, SECOND_VISIT, saved, sheet_of


@dataclass(frozen=True)
class HospitalList:
    """One list; `taken`: by name what residents, the union's citizens and foreigners pay."""

    file: str
    make: Callable[[], bytes]
    taken: dict[str, tuple[str, str, str]]
    refused: dict[int, str] = field(default_factory=dict)
    """Of the first sheet, by row the kinds of doubts that an economist must be told."""
    columns_left: list[str] = field(default_factory=list)
    """Headings of columns that are named as not imported."""


def _book(*sheets: tuple[str, list[list[object]], tuple[str, ...]]) -> bytes:
    book = Workbook()
    for place, (title, rows, merges) in enumerate(sheets):
        sheet = book.active if place == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        sheet.title = title
        for row in rows:
            sheet.append(row)
        for area in merges:
            sheet.merge_cells(area)
    return saved(book)


def numbered_cells() -> bytes:
    """A running number, and everything else in the cell beside it."""
    return sheet_of(
        ["Прайс-лист ООО «Вымысел»"],
        ["№", "Наименование услуги, цена"],
        [1, "Приём врача-ортопеда — 2 500 руб."],
        [2, "УЗИ сустава - от 1 800 руб."],
        ["Манипуляции"],
        [3, "Блокада сустава ..... 3 200,00"],
        [4, "Снятие гипса 900 руб."],
        [5, "МРТ колена – 6 500 руб. 00 коп."],
        [6, "Консультация по телефону — договорная"],
        ["Главный врач ____________ Иванов И.И."],
    )


def numbered_without_heading() -> bytes:
    """The same without a heading, numbered anew in each section."""
    return sheet_of(
        [1, "Приём врача-ортопеда — 2 500 руб."],
        [2, "Приём врача-хирурга — 2 300 руб."],
        ["II", "Диагностика"],
        [1, "УЗИ сустава: 1 800 руб."],
        [2, "Рентген кисти — 1200 р."],
    )


def numbered_in_english() -> bytes:
    """«1.» as text, thousands parted by commas."""
    return sheet_of(
        ["No.", "Service and price, USD"],
        ["1.", "Orthopaedic consultation - 150"],
        ["2.", "MRI of the knee - from 1,600"],
        ["3.", "Arthroscopy — 15,000.00"],
    )


def numbered_with_codes() -> bytes:
    """A code before and a unit behind the cell that holds name and price."""
    return sheet_of(
        ["№", "Код", "Наименование, стоимость, руб.", "Ед."],
        [1, "B01.050.001", f"{FIRST_VISIT} — 2 500", "приём"],
        [2, "В01.050.002", f"{SECOND_VISIT} — 2 000", "приём"],
    )


def numbered_lines() -> bytes:
    """Lines of a text with their numbers in front."""
    lines = [
        "Прейскурант",
        "1. Приём врача-ортопеда — 2 500 руб.",
        "2. УЗИ сустава — 1 800 руб.",
        "3) Рентген кисти — 1200 руб.",
    ]
    return "\n".join(lines).encode()


def printed_with_departments() -> bytes:
    """An annex to an order: departments merged over the table, the heading on every page."""
    heading: list[object] = ["№ п/п", "Код услуги", "Наименование", "Ед. изм.", "Цена, руб."]
    return _book((
        "TDSheet",
        [
            [None, None, None, None, "Приложение № 1 к приказу от 12.01.2026 № 14-ОД"],
            ["ПРЕЙСКУРАНТ НА ПЛАТНЫЕ МЕДИЦИНСКИЕ УСЛУГИ"],
            heading,
            [1, 2, 3, 4, 5],
            ["ОТДЕЛЕНИЕ ТРАВМАТОЛОГИИ"],
            ["1.", "B01.050.001", FIRST_VISIT, "прием", 1850],
            ["2.", "В01.050.002", SECOND_VISIT, "прием", "1 450,00"],
            ["Лист 1"],
            heading,
            ["3.", "A05.04.001", "МРТ суставов (один сустав)", "исслед.", "4 500-00"],
            ["3.1.", None, "- с контрастным усилением", "исслед.", "+ 3 500"],
            ["4.", None, "Пребывание сопровождающего", "сутки", "1 500 руб. 00 коп."],
            ["Заместитель главного врача по экономике", None, None, None, "С.С. Сидорова"],
            ["Исп. Петрова А.А., 22-33-44"],
        ],
        ("A5:E5", "A8:E8"),
    ))  # fmt: skip


def semicolons_of_accounting() -> bytes:
    """windows-1251 with semicolons, «иностр.», roubles and kopecks in words, signatures."""
    lines = [
        "ФГБУ «НМИЦ травматологии» Минздрава России;;;;",
        "Код по номенклатуре;Внутр. код;Услуга;Цена для граждан РФ;Цена для иностр. граждан",
        "Раздел 1. Консультации;;;;",
        f'В01.050.001;ОРТ-001;"{FIRST_VISIT}";2 500,00 руб.;5 000,00 руб.',
        f'B01:050:002;ОРТ-002;"{SECOND_VISIT}";1900 руб. 00 коп.;3800 руб. 50 коп.',
        'A16.04.024;ОРТ-011;"Менискэктомия";45 000,5;—',
        ";;Начальник ПЭО;;____________ /Смирнова Е.А./",
        "М.П.;;;;",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("cp1251")


def adults_and_children() -> bytes:
    """Two levels of heading; years side by side on the second sheet."""
    return _book(
        (
            "Стационар",
            [
                ["Наименование", "Цена, руб.", None],
                [None, "взрослые", "дети"],
                ["Койко-день, общая палата", 3000, 2800],
                ["Койко-день, люкс", 9000, 8900],
            ],
            ("B1:C1", "A1:A2"),
        ),
        (
            "Поликлиника",
            [
                [None, None, "Стоимость услуги (руб.)", None],
                ["№", "Наименование услуги", "с 01.01.2025", "с 01.01.2026"],
                [1, "Введение спирали", 2500, 2800],
            ],
            ("C1:D1",),
        ),
    )


def sheets_for_groups() -> bytes:
    """Each group of patients has a sheet of its own."""

    def rows(*prices: int) -> list[list[object]]:
        names = ("МРТ колена", "УЗИ сустава", "Артроскопия")
        priced = zip(names, prices, strict=False)
        listed: list[list[object]] = [
            [f"M-{place}", name, price] for place, (name, price) in enumerate(priced)
        ]
        return [["Код", "Наименование", "Цена, руб."], *listed]

    return _book(
        ("Граждане РФ", rows(6000, 1800), ()),
        ("ЕАЭС", rows(7200), ()),
        ("Иностр. граждане", rows(9000, 2700, 90000), ()),
    )


def titles_for_groups() -> bytes:
    """The sheets' names say nothing, their titles say for whom."""
    heading: list[object] = ["Код", "Наименование", "Цена, руб."]
    return _book(
        ("Лист1", [["Цены для граждан Российской Федерации"], heading, ["M-1", "МРТ", 6000]], ()),
        ("Лист2", [["Цены для иностранных граждан"], heading, ["M-1", "МРТ", 9000]], ()),
    )


def residents_and_others() -> bytes:
    """One column names its patients, the other is for everybody else; a hospital in the title."""
    return sheet_of(
        ["Прейскурант для пациентов Российской больницы восстановления"],
        ["Код", "Услуга", "Цена для граждан РФ", "Цена"],
        ["K-1", "Массаж", 1000, 1500],
    )


def hospital_in_the_title() -> bytes:
    """No group of patients at all."""
    return sheet_of(
        ["Прейскурант для пациентов Российской больницы восстановления"],
        ["Код", "Услуга", "Цена, руб."],
        ["K-1", "Массаж", 1000],
    )


def currency_of_the_sheet() -> bytes:
    """The currency stands in the sheet's name or its title; one service stands in two."""
    heading: list[object] = ["Код", "Услуга", "Цена"]
    return _book(
        ("Цены RUB", [heading, ["R-1", "Осмотр", 1500]], ()),
        ("Цены USD", [heading, ["R-1", "Осмотр", 20], ["U-1", "Second opinion", "150"]], ()),
        ("тенге", [heading, ["K-1", "Приём", 12000]], ()),
        ("Комплексы", [["Цены указаны в евро"], heading, ["E-1", "Check-up", 500]], ()),
    )


def _everybody(prices: dict[str, str]) -> dict[str, tuple[str, str, str]]:
    """One price for all patients."""
    return {name: (price, price, price) for name, price in prices.items()}


HOSPITALS = (
    HospitalList(
        "numbered_cells.xlsx", numbered_cells,
        _everybody({
            "Приём врача-ортопеда": "2500.00 RUB", "УЗИ сустава": "1800.00 RUB",
            "Блокада сустава": "3200.00 RUB", "Снятие гипса": "900.00 RUB",
            "МРТ колена": "6500.00 RUB"}),
        {5: "section", 9: "price_negotiable", 10: "footer"},
    ),
    HospitalList(
        "numbered_without_heading.xlsx", numbered_without_heading,
        _everybody({
            "Приём врача-ортопеда": "2500.00 RUB", "Приём врача-хирурга": "2300.00 RUB",
            "УЗИ сустава": "1800.00 RUB", "Рентген кисти": "1200.00 RUB"}),
        {3: "section"}, [""],
    ),
    HospitalList(
        "numbered_in_english.xlsx", numbered_in_english,
        _everybody({
            "Orthopaedic consultation": "150.00 USD", "MRI of the knee": "1600.00 USD",
            "Arthroscopy": "15000.00 USD"}),
    ),
    HospitalList(
        "numbered_with_codes.xlsx", numbered_with_codes,
        _everybody({FIRST_VISIT: "2500.00 RUB", SECOND_VISIT: "2000.00 RUB"}),
    ),
    HospitalList(
        "numbered_lines.txt", numbered_lines,
        _everybody({
            "Приём врача-ортопеда": "2500.00 RUB", "УЗИ сустава": "1800.00 RUB",
            "Рентген кисти": "1200.00 RUB"}),
        {}, [""],
    ),
    HospitalList(
        "printed_with_departments.xlsx", printed_with_departments,
        _everybody({
            FIRST_VISIT: "1850.00 RUB", SECOND_VISIT: "1450.00 RUB",
            "МРТ суставов (один сустав)": "4500.00 RUB",
            "Пребывание сопровождающего": "1500.00 RUB"}),
        {5: "section", 8: "footer", 9: "repeated_heading", 11: "price_surcharge", 13: "footer",
         14: "footer"},
    ),
    HospitalList(
        "semicolons_of_accounting.csv", semicolons_of_accounting,
        {FIRST_VISIT: ("2500.00 RUB", "", "5000.00 RUB"),
         SECOND_VISIT: ("1900.00 RUB", "", "3800.50 RUB"),
         "Менискэктомия": ("45000.50 RUB", "", "")},
        {3: "section", 7: "footer", 8: "footer"},
    ),
    HospitalList(
        "adults_and_children.xlsx", adults_and_children,
        _everybody({
            "Койко-день, общая палата": "3000.00 RUB", "Койко-день, люкс": "9000.00 RUB",
            "Введение спирали": "2800.00 RUB"}),
        {}, ["Цена, руб. дети", "Стоимость услуги (руб.) с 01.01.2025"],
    ),
    HospitalList(
        "sheets_for_groups.xlsx", sheets_for_groups,
        {"МРТ колена": ("6000.00 RUB", "7200.00 RUB", "9000.00 RUB"),
         "УЗИ сустава": ("1800.00 RUB", "", "2700.00 RUB"),
         "Артроскопия": ("", "", "90000.00 RUB")},
    ),
    HospitalList(
        "residents_and_others.xlsx", residents_and_others,
        {"Массаж": ("1000.00 RUB", "1500.00 RUB", "1500.00 RUB")},
    ),
    HospitalList(
        "hospital_in_the_title.xlsx", hospital_in_the_title, _everybody({"Массаж": "1000.00 RUB"}),
    ),
    HospitalList(
        "titles_for_groups.xlsx", titles_for_groups,
        {"МРТ": ("6000.00 RUB", "", "9000.00 RUB")},
    ),
    HospitalList(
        "currency_of_the_sheet.xlsx", currency_of_the_sheet,
        _everybody({
            "Осмотр": "1500.00 RUB", "Second opinion": "150.00 USD", "Приём": "12000.00 KZT",
            "Check-up": "500.00 EUR"}),
    ),
)  # fmt: skip


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for one in HOSPITALS:
        (folder / one.file).write_bytes(one.make())
