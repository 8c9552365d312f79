"""Price lists made as somebody makes them who has never seen the importer.

Each says what an economist who opens the file expects: which services at which price, and which
rows are none. `python -m tests.engines.price_lists.stranger_lists FOLDER` writes them to look at.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.engines.price_lists.ugly_lists import _sheet as fresh_sheet
from tests.engines.price_lists.ugly_lists import saved, sheet_of


@dataclass(frozen=True)
class Stranger:
    """One list, what is taken of it (name and the residents' price), and which rows are not."""

    file: str
    make: Callable[[], bytes]
    taken: dict[str, str]
    refused: dict[int, str] = field(default_factory=dict)
    """By row the kind of the first doubt."""
    doubted: set[str] = field(default_factory=set)
    """Kinds of doubts that an economist must be told of, whatever else is said."""


def printed_pages() -> bytes:
    """A PDF of three pages turned into a workbook: heading and footer on each page."""
    heading: list[object] = [
        "№ п/п",
        "Код услуги",
        "Наименование медицинской услуги",
        "Стоимость, руб.",
    ]
    return sheet_of(
        ["ООО «Вымышленная клиника»"],
        ["УТВЕРЖДАЮ", None, None, "Главный врач ____________ И. И. Иванов"],
        ["Прейскурант на платные медицинские услуги с 01.09.2026"],
        heading,
        ["1", "B01.001.001", "Прием врача-акушера-гинеколога первичный", "2 000 р."],
        ["2", "B01.001.002", "Прием врача-акушера-гинеколога повторный", "1 700 р."],
        ["Стр. 1 из 3"],
        heading,
        ["3", "A04.20.001", "УЗИ матки и придатков", "1 900 р."],
        ["4", "A11.20.014", "Введение внутриматочной спирали*", "3 500 р."],
        [None, None, None, "Стр. 2 из 3"],
        heading,
        ["5", "A11.20.015", "Удаление внутриматочной спирали", "от 1 500 р."],
        ["* без стоимости спирали"],
        ["Стр. 3 из 3"],
    )


def price_in_words() -> bytes:
    """An annex to a contract: the sum again in words, codes split over two columns."""
    return sheet_of(
        ["Приложение № 2 к договору"],
        ["Раздел", "№ услуги", "Наименование услуги", "Ед.", "Сумма, руб.", "Сумма прописью"],
        ["10", "001", "Массаж воротниковой зоны", "сеанс", 1200, "Одна тысяча двести рублей"],
        ["10", "002", "Массаж спины", "сеанс", 1800, "Одна тысяча восемьсот рублей 00 копеек"],
        ["11", "001", "Электрофорез", "процедура", 650.5, "Шестьсот пятьдесят рублей 50 копеек"],
        [None, None, "Итого", None, 3650.5, "Три тысячи шестьсот пятьдесят рублей 50 копеек"],
    )


def prices_as_text() -> bytes:
    """Prices as everybody in the office typed them."""
    return sheet_of(
        ["Услуга", "Цена"],
        ["Консультация терапевта", "1 500р."],
        ["Консультация хирурга", "1500 руб"],
        ["Консультация невролога", "₽1 800"],
        ["Операция на колене", "150 т.р."],
        ["Пластика связки", "180 тыс. руб."],
        ["Снятие швов", "500-700"],
        ["Перевязка", "400 — 600 руб."],
        ["Блокада", "2 500*"],
        ["Выезд на дом", "3000 руб./час"],
        ["Справка", "бесплатно"],
        ["* цена без стоимости препарата"],
    )


def hidden_and_computed() -> bytes:
    """Hidden rows and a hidden column of last year, formulas, sections merged over the table."""
    book, sheet = fresh_sheet("Цены")
    assert isinstance(sheet, Worksheet)
    for row in (
        ["Код", "Услуга", "Цена 2025", "Цена 2026, руб.", "Для иностранных граждан, руб."],
        ["СТОМАТОЛОГИЯ", None, None, None, None],
        ["S-1", "Лечение кариеса", 4000, 4400, "=D3*1.5"],
        ["S-2", "Удаление зуба", 3000, 3300, "=ROUND(D4*1.5,-2)"],
        ["S-3", "Старая услуга", 1000, 1100, 1650],
        ["ХИРУРГИЯ", None, None, None, None],
        ["H-1", "Грыжесечение", 60000, "=C7*1.1", "=D7*1.5"],
    ):
        sheet.append(row)
    for area in ("A2:E2", "A6:E6"):
        sheet.merge_cells(area)
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].hidden = True
    return saved(book)


def two_offices() -> bytes:
    """Two departments share a sheet: tables side by side with unlike headings and lengths."""
    return sheet_of(
        ["Поликлиника", None, None, None, "Стационар"],
        ["Код", "Процедура", "Цена, руб.", None, "Операция", "Койко-дней", "Тариф, руб."],
        ["P-1", "Осмотр терапевта", 1500, None, "Аппендэктомия", 5, 45000],
        ["P-2", "ЭКГ", 800, None, "Грыжесечение", 4, "52 000"],
        ["P-3", "Спирометрия", "от 900", None, None, None, None],
        ["P-4", "Холтер", 2500, None, None, None, None],
    )


def quoted_text() -> bytes:
    """CSV of an accounting program: windows-1251, semicolons, doubled quotation marks."""
    lines = [
        '"Номенклатура";"Артикул";"Ед.";"Цена, руб."',
        '"Услуга ""Мать и дитя"", сутки";"00-000012";"сут";"4 500,00"',
        '"Анализ крови; общий";"00-000013";"шт";"650,00"',
        '"Комплекс «Здоровье»";"00-000014";"шт";"12 300,50"',
        '"ИТОГО";;;"17 450,50"',
    ]
    return ("\r\n".join(lines) + "\r\n").encode("cp1251")


def tabs_in_utf16() -> bytes:
    """«Текст Юникод» of a spreadsheet: UTF-16 with tabs, dates where a price was meant."""
    lines = [
        "Наименование\tКод\tЦена\tПримечание",
        "Приём кардиолога\tK-1\t2 200\t",
        "Суточное мониторирование\tK-2\t3 100,00\tпо записи",
        "Проба с нагрузкой\tK-3\t01.мар\t",
        "Эхокардиография\tK-4\t2 800\t2 визита",
    ]
    return "\r\n".join(lines).encode("utf-16")


def one_cell_each() -> bytes:
    """A text document pasted into one column: dots, dashes, colons, tabs."""
    return sheet_of(
        ["ПРАЙС-ЛИСТ клиники «Вымысел»"],
        ["ул. Примерная, д. 5, тел. 8 800 000-00-00"],
        ["Массаж"],
        ["Массаж спины – 1000 руб."],
        ["Массаж ног ............ 900,00"],
        ["Массаж лица: от 1 200 руб."],
        ["Консультации"],
        ["Консультация … 2 500,00"],
        ["Консультация профессора\t5 000"],
        ["Выезд врача 3 000 руб."],
        ["Рентген 2 проекции - 1500-2000 руб."],
        ["Цены действуют с 01.09.2026"],
    )


def typed_in_notepad() -> bytes:
    """The same kind in a text file, where the decimal comma is no separator."""
    lines = [
        "Прейскурант",
        "Консультация терапевта ...... 1 500,00",
        "Консультация хирурга ........ 1 700,50",
        "УЗИ почек — 1 900,00 руб.",
        "ЭКГ: 800,00 руб.",
    ]
    return "\n".join(lines).encode("cp1251")


STRANGERS = (
    Stranger(
        "printed_pages.xlsx", printed_pages,
        {"Прием врача-акушера-гинеколога первичный": "2000",
         "Прием врача-акушера-гинеколога повторный": "1700", "УЗИ матки и придатков": "1900",
         "Введение внутриматочной спирали*": "3500", "Удаление внутриматочной спирали": "1500"},
        {7: "footer", 8: "repeated_heading", 11: "footer", 12: "repeated_heading",
         14: "footer", 15: "footer"},
        {"price_from"},
    ),
    Stranger(
        "price_in_words.xlsx", price_in_words,
        {"Массаж воротниковой зоны": "1200", "Массаж спины": "1800", "Электрофорез": "650.50"},
        {6: "total"},
    ),
    Stranger(
        "prices_as_text.xlsx", prices_as_text,
        {"Консультация терапевта": "1500", "Консультация хирурга": "1500",
         "Консультация невролога": "1800", "Операция на колене": "150000",
         "Пластика связки": "180000", "Снятие швов": "500", "Перевязка": "400", "Блокада": "2500",
         "Выезд на дом": "3000"},
        {11: "price_free", 12: "footer"},
        {"price_range", "price_thousands", "price_free_text"},
    ),
    Stranger(
        "hidden_and_computed.xlsx", hidden_and_computed,
        {"Лечение кариеса": "4400", "Удаление зуба": "3300", "Грыжесечение": "66000"},
        {2: "section", 5: "row_hidden", 6: "section"},
        {"column_hidden", "price_formula_computed"},
    ),
    Stranger(
        "two_offices.xlsx", two_offices,
        {"Осмотр терапевта": "1500", "ЭКГ": "800", "Спирометрия": "900", "Холтер": "2500",
         "Аппендэктомия": "45000", "Грыжесечение": "52000"},
        {}, {"price_from"},
    ),
    Stranger(
        "quoted_text.csv", quoted_text,
        {"Услуга \"Мать и дитя\", сутки": "4500", "Анализ крови; общий": "650",
         "Комплекс «Здоровье»": "12300.50"},
        {5: "total"},
    ),
    Stranger(
        "tabs_in_utf16.txt", tabs_in_utf16,
        {"Приём кардиолога": "2200", "Суточное мониторирование": "3100", "Эхокардиография": "2800"},
        {4: "price_date"},
    ),
    Stranger(
        "one_cell_each.xlsx", one_cell_each,
        {"Массаж спины": "1000", "Массаж ног": "900", "Массаж лица": "1200", "Консультация": "2500",
         "Консультация профессора": "5000", "Выезд врача": "3000", "Рентген 2 проекции": "1500"},
        {7: "section", 12: "footer"},
        {"cell_split", "price_from", "price_range"},
    ),
    Stranger(
        "typed_in_notepad.txt", typed_in_notepad,
        {"Консультация терапевта": "1500", "Консультация хирурга": "1700.50", "УЗИ почек": "1900",
         "ЭКГ": "800"},
    ),
)  # fmt: skip


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for one in STRANGERS:
        (folder / one.file).write_bytes(one.make())
