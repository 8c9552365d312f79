"""Price lists of invented clinics, each ugly in its own way, made when a test asks for them."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FIRST_VISIT = "Прием (осмотр, консультация) врача-травматолога-ортопеда первичный"
SECOND_VISIT = "Прием (осмотр, консультация) врача-травматолога-ортопеда повторный"
KIDNEYS = "Ультразвуковое исследование почек"


@dataclass(frozen=True)
class Expected:
    """What the importer should say of a list."""

    imported: int
    mended: int
    refused: int
    columns: dict[str, str]
    doubts: set[tuple[int, str]]
    """Row and kind of each doubt."""


@dataclass(frozen=True)
class Ugly:
    """One list: its file's name, its maker, what is expected."""

    file: str
    make: Callable[[], bytes]
    expected: Expected


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(title: str = "Прайс") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return book, sheet


def sheet_of(*rows: list[object], merges: tuple[str, ...] = ()) -> bytes:
    """A workbook with these rows."""
    book, sheet = _sheet()
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    return saved(book)


def titles_and_groups() -> bytes:
    """Titles, a band over three groups, sections, a formula without result, a signature."""
    book, sheet = _sheet()
    sheet.append(["УТВЕРЖДАЮ: главный врач"])
    sheet.append(["Прейскурант платных медицинских услуг с 01.01.2026, цены в рублях"])
    sheet.append([])
    sheet.append(["№ п/п", "Код услуги", "Наименование услуги", "Ед. изм.", "Стоимость, руб."])
    sheet.append([None, None, None, None, "Граждане РФ", "ЕАЭС и СНГ", "Дальнее зарубежье"])
    sheet.append(["1. Консультации"])
    for row in (
        [1, "B01.050.001", FIRST_VISIT, "прием", 2500, 2875, 3750],
        [2, "В01.050.002", SECOND_VISIT, "прием", "2 000", "2\u00a0300,00", "от 3 000"],
    ):
        sheet.append(row)
    sheet.append(["2. Операции"])
    for row in (
        [3, "A16.04.021", "Эндопротезирование сустава", "операция", 150000, 172500, "=E10*1.5"],
        [4, "A16.04.021.001", "Эндопротезирование тазобедренного сустава (без стоимости ИМН)",
         "операция", "договорная", "договорная", "договорная"],
    ):  # fmt: skip
        sheet.append(row)
    sheet.append([])
    sheet.append(["Главный врач _____________ И. О. Фамилия"])
    for merged in ("A2:G2", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:G4", "A6:G6", "A9:G9"):
        sheet.merge_cells(merged)
    return saved(book)


def semicolons_of_1251() -> bytes:
    """What an accounting program exports: windows-1251, semicolons, comma decimals, look-alikes."""
    return (
        "Код;Услуга;Цена\r\n"
        "А16.07.002;Восстановление зуба пломбой;3 500,00\r\n"
        "A16:07:002.001;Восстановление зуба пломбой I, II, III, V, VI класс по Блэку "
        "с использованием стоматологических цементов;4200,50\r\n"
        "A16.07.0З0;Инструментальная и медикаментозная обработка корневого канала;1'200\r\n"
        "\r\n"
        "A16.07.999;Отбеливание по-нашему;9 900 руб.\r\n"
        ";Выезд врача;по договоренности\r\n"
        "К-15;Снимок прицельный;500\r\n"
    ).encode("cp1251")


def with_byte_order_mark() -> bytes:
    """UTF-8 with its mark, quoted commas, English words, dollars, a range and a footnote's star."""
    return (
        '\ufeffCode,Service name,Unit,"Price, USD"\n'
        'ORT-1,"Knee replacement, one side",surgery,"12,500.00"\n'
        'ORT-2,"Hip replacement",surgery,"9,000-11,000"\n'
        "ORT-3,Consultation,visit,120*\n"
        "ORT-4,Second opinion,each,on request\n"
        "ORT-5,Rehabilitation day,day,$180\n"
        "ORT-5,Rehabilitation day,day,$180\n"
        "* without materials,,,\n"
    ).encode()


def tabs_of_utf16() -> bytes:
    """Excel's "Unicode text": UTF-16, tabs, Chinese words."""
    return (
        "序号\t编码\t项目名称\t单位\t价格(元)\n"
        "1\tC-001\t专家门诊\t次\t300\n"
        "2\tC-002\t核磁共振检查\t次\t1,200.00\n"
        "3\tC-003\t膝关节置换术(不含材料)\t例\t58000\n"
        "4\tC-004\t远程会诊\t次\t面议\n"
        "5\tC-005\t病房费\t天\t600起\n"
    ).encode("utf-16")


def no_heading() -> bytes:
    """No heading at all: only what stands in the columns tells what they are."""
    book, sheet = _sheet("Лист1")
    for row in (
        [1, "B01.050.001", FIRST_VISIT, 2500],
        [2, "B01.050.002", SECOND_VISIT, 2000],
        [3, "A04.28.002.001", KIDNEYS, 1500],
        [4, "A05.03.002", "Магнитно-резонансная томография позвоночника (один отдел)", "5ООО"],
    ):
        sheet.append(row)
    return saved(book)


def several_sheets() -> bytes:
    """A sheet per department, one without heading, one hidden, one of notes."""
    book, sheet = _sheet("Ортопедия")
    sheet.append(["Код", "Наименование", "Цена"])
    sheet.append(["B01.050.001", FIRST_VISIT, 2500])
    sheet.append(["B01.050.002", SECOND_VISIT, 2000])
    second = book.create_sheet("УЗИ")
    second.append(["Ультразвуковая диагностика"])
    second.append(["Шифр", "Название исследования", "Тариф, руб"])
    second.append(["A04.28.002.001", KIDNEYS, "1 500 ₽"])
    second.append(["A04.28.002.001", KIDNEYS, "1 700 ₽"])
    old = book.create_sheet("Старые цены")
    old.append(["Код", "Наименование", "Цена"])
    old.append(["B01.050.001", FIRST_VISIT, 1500])
    old.sheet_state = "hidden"
    notes = book.create_sheet("Пояснения")
    notes.append(["Скидки предоставляются по приказу"])
    return saved(book)


def spoiled_by_dates() -> bytes:
    """Codes and prices that a spreadsheet took for dates."""
    book, sheet = _sheet()
    sheet.append(["Код", "Наименование услуги", "Стоимость"])
    sheet.append([dt.date(2003, 2, 1), "Пломба световая", 3000])
    sheet.append(["2.1", "Пломба химическая", dt.date(1913, 9, 8)])
    sheet.append(["2.2", "Снятие отложений", dt.date(2020, 5, 3)])
    sheet.append(["2.3", "Осмотр", 700])
    for cell in ("A2", "C3", "C4"):
        sheet[cell].number_format = "dd.mm.yyyy"
    return saved(book)


def hidden_things() -> bytes:
    """Hidden rows, a hidden column of old prices, a column of discounts."""
    book, sheet = _sheet()
    sheet.append(["Код", "Наименование", "Цена прежняя", "Цена", "Цена со скидкой"])
    sheet.append(["K-1", "Массаж спины", 900, 1000, 950])
    sheet.append(["K-2", "Массаж ног", 900, 1100, 1050])
    sheet.append(["K-3", "Массаж общий", 1900, 2100, 2050])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    return saved(book)


def merged_downwards() -> bytes:
    """A name or a price that reaches over several rows."""
    book, sheet = _sheet()
    sheet.append(["Код", "Наименование", "Ед. изм.", "Цена, руб."])
    sheet.append(["P-1", "Палата одноместная", "сутки", 9000])
    sheet.append(["P-2", "Палата двухместная", "сутки", 5000])
    sheet.append(["P-3", "Палата трехместная", "сутки", None])
    sheet.append(["P-4", "Питание усиленное", "сутки", "Бесплатно"])
    sheet.append(["P-5", "Место сопровождающего", "сутки", "0"])
    sheet.merge_cells("D3:D4")
    return saved(book)


def names_of_all_lengths() -> bytes:
    """A name cut at 255, a code at the beginning of the name, a code of another service."""
    book, sheet = _sheet()
    sheet.append(["Код по номенклатуре 804н", "Внутренний код", "Наименование", "Цена"])
    long = "Комплексное обследование пациента перед операцией на суставах нижних конечностей " * 4
    sheet.append(["A16.04.021", "D-01", "Ультразвуковое исследование почек", 1500])
    sheet.append([None, "D-02", long[:255], 7000])
    sheet.append(["", "D-03", f"B01.050.001 {FIRST_VISIT}", 2500])
    sheet.append(["A04.28.002.001", "D-04", None, 1500])
    sheet.append([None, "D-05", None, 1500])
    sheet.append(["A16.04.021", "D-06", "Эндопротезирование сустава", "150 т.р."])
    return saved(book)


def one_code_many_services() -> bytes:
    """An official code used for a clinic's own variants; exact and contradicting repetitions."""
    return (
        "Код услуги|Наименование|Стоимость (руб.)\n"
        "A16.07.002|Восстановление зуба пломбой|3000\n"
        "A16.07.002|Восстановление зуба пломбой световой|4000\n"
        "A16.07.002|Восстановление зуба пломбой|3000\n"
        "A16.07.030|Обработка корневого канала|900\n"
        "A16.07.030|Обработка корневого канала|1100\n"
        "Z-1|Услуга прочая|100\n"
        "Z-2|Услуга прочая|200\n"
        "Итого||9300\n"
    ).encode()


def currencies_side_by_side() -> bytes:
    """Roubles at home, dollars for foreigners, tenge in a cell, conventional units, errors."""
    book, sheet = _sheet("Price")
    sheet.append(["Медицинский центр. Price list 2026"])
    sheet.append(
        ["Code", "Наименование / Name", "Для граждан РФ, руб.", "For foreign citizens, USD"]
    )
    sheet.append(["E-1", "Консультация", 3000, 50])
    sheet.append(["E-2", "Операция", 90000, "1 500 $"])
    sheet.append(["E-3", "Анализ", 700, "5 000 ₸"])
    sheet.append(["E-4", "Перевязка", "100 у.е.", "#REF!"])
    sheet.append(["E-5", "Снимок", "-500", "12-00"])
    sheet.append(["E-6", "Курс", "3000/5000", 80])
    return saved(book)


def arabic() -> bytes:
    """Arabic words and digits."""
    return (
        "م,الرمز,اسم الخدمة,الوحدة,السعر (درهم)\n"
        "١,X-1,استشارة طبية,زيارة,٣٠٠\n"
        "٢,X-2,تصوير بالرنين المغناطيسي,فحص,١٢٠٠\n"
        "٣,X-3,عملية استبدال الركبة,عملية,حسب الاتفاق\n"
    ).encode()


def coefficient_column() -> bytes:
    """One price and how many times more foreigners pay."""
    book, sheet = _sheet()
    sheet.append(
        ["№", "Наименование услуги", "Цена", "Коэффициент для иностранных граждан", "Примечание"]
    )
    sheet.append([1, 2, 3, 4, 5])
    sheet.append([1, "Консультация онколога", 2000, 1.5, None])
    sheet.append([2, "Биопсия", 5000, "1,25", "натощак"])
    sheet.append([3, "Цитология", 1000.005, "+50 %", None])
    sheet.append(["Цены указаны с учётом НДС"])
    return saved(book)


UGLY = (
    Ugly(
        "titles_and_groups.xlsx",
        titles_and_groups,
        Expected(
            1, 2, 4,
            {"number": "A", "code": "B", "name": "C", "unit": "D", "price_resident": "E",
             "price_eaeu": "F", "price_foreign": "G"},
            {(6, "section"), (8, "code_lookalike"), (8, "price_from"), (9, "section"),
             (10, "price_formula_computed"), (11, "price_negotiable"), (11, "name_excludes"),
             (13, "footer")},
        ),
    ),
    Ugly(
        "semicolons_of_1251.csv",
        semicolons_of_1251,
        Expected(
            2, 3, 1,
            {"code": "A", "name": "B", "price": "C"},
            {(2, "code_lookalike"), (3, "code_separators"), (4, "code_lookalike"),
             (6, "code_unknown"), (7, "price_negotiable"), (7, "code_missing")},
        ),
    ),
    Ugly(
        "with_byte_order_mark.csv",
        with_byte_order_mark,
        Expected(
            2, 2, 3,
            {"code": "A", "name": "B", "unit": "C", "price": "D"},
            {(3, "price_range"), (4, "price_free_text"), (5, "price_negotiable"),
             (7, "duplicate"), (8, "footer")},
        ),
    ),
    Ugly(
        "tabs_of_utf16.txt",
        tabs_of_utf16,
        Expected(
            2, 2, 1,
            {"number": "A", "code": "B", "name": "C", "unit": "D", "price": "E"},
            {(4, "name_excludes"), (5, "price_negotiable"), (6, "price_from")},
        ),
    ),
    Ugly(
        "no_heading.xlsx",
        no_heading,
        Expected(
            3, 1, 0,
            {"number": "A", "code": "B", "name": "C", "price": "D"},
            {(1, "columns_guessed"), (4, "price_lookalike")},
        ),
    ),
    Ugly(
        "several_sheets.xlsx",
        several_sheets,
        Expected(
            2, 0, 5,
            {"code": "A", "name": "B", "price": "C"},
            {(3, "duplicate_other_price"), (4, "duplicate_other_price"), (1, "sheet_hidden"),
             (2, "sheet_hidden"), (1, "sheet_without_prices")},
        ),
    ),
    Ugly(
        "spoiled_by_dates.xlsx",
        spoiled_by_dates,
        Expected(
            1, 1, 2,
            {"code": "A", "name": "B", "price": "C"},
            {(2, "code_date"), (3, "price_date"), (4, "price_date")},
        ),
    ),
    Ugly(
        "hidden_things.xlsx",
        hidden_things,
        Expected(
            2, 0, 1,
            {"code": "A", "name": "B", "price": "D"},
            {(1, "column_left_out"), (3, "row_hidden")},
        ),
    ),
    Ugly(
        "merged_downwards.xlsx",
        merged_downwards,
        Expected(
            2, 1, 2,
            {"code": "A", "name": "B", "unit": "C", "price": "D"},
            {(4, "price_merged"), (5, "price_free"), (6, "price_zero")},
        ),
    ),
    Ugly(
        "names_of_all_lengths.xlsx",
        names_of_all_lengths,
        Expected(
            2, 3, 1,
            {"code": "A", "own_code": "B", "name": "C", "price": "D"},
            {(2, "code_of_other_service"), (3, "name_cut"), (4, "code_in_name"),
             (5, "name_from_code"), (6, "name_missing"), (7, "price_thousands")},
        ),
    ),
    Ugly(
        "one_code_many_services.txt",
        one_code_many_services,
        Expected(
            3, 1, 4,
            {"code": "A", "name": "B", "price": "C"},
            {(3, "code_reused"), (4, "duplicate"), (5, "duplicate_other_price"),
             (6, "duplicate_other_price"), (8, "same_name_two_prices"), (9, "total")},
        ),
    ),
    Ugly(
        "currencies_side_by_side.xlsx",
        currencies_side_by_side,
        Expected(
            2, 3, 1,
            {"code": "A", "name": "B", "price_resident": "C", "price_foreign": "D"},
            {(5, "currency_differs"), (6, "price_conventional_unit"), (6, "price_fault"),
             (7, "price_negative"), (7, "price_kopecks"), (8, "price_two")},
        ),
    ),
    Ugly(
        "arabic.csv",
        arabic,
        Expected(
            2, 0, 1,
            {"number": "A", "code": "B", "name": "C", "unit": "D", "price": "E"},
            {(4, "price_negotiable")},
        ),
    ),
    Ugly(
        "coefficient_column.xlsx",
        coefficient_column,
        Expected(
            2, 1, 1,
            {"number": "A", "name": "B", "price": "C", "coefficient_foreign": "D", "note": "E"},
            {(5, "price_rounded"), (6, "footer")},
        ),
    ),
)  # fmt: skip
