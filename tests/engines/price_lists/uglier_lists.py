"""Price lists whose rows and tables depend on each other: more that clinics really keep.

`python -m tests.engines.price_lists.uglier_lists FOLDER` writes all lists to look at.
"""

import sys
from pathlib import Path

from tests.engines.price_lists.ugly_lists import (
    FIRST_VISIT,
    KIDNEYS,
    SECOND_VISIT,
    UGLY,
    Expected,
    Ugly,
    sheet_of,
)


def tables_below_each_other() -> bytes:
    """Three tables of different columns on one sheet, each under its own heading."""
    return sheet_of(
        ["Код", "Наименование", "Цена"],
        ["K-1", "Массаж спины", 1000],
        ["K-2", "Услуги сиделки", "входят в стоимость"],
        [],
        ["Лабораторные исследования"],
        ["№", "Наименование анализа", "Срок, дней", "Биоматериал", "Цена, руб.", "Код"],
        [1, "Общий анализ крови", 1, "кровь", 400, "L-1"],
        [2, "Глюкоза", 1, "кровь", "цена по запросу", "L-2"],
        [],
        ["Услуга", "Стоимость"],
        ["Справка", 300],
    )


def tables_beside_each_other() -> bytes:
    """Two tables beside each other under the same words, of different length."""
    return sheet_of(
        ["Прайс-лист"],
        ["Наименование", "Цена", None, "Наименование", "Цена"],
        ["Массаж спины", 1000, None, "Рентген кисти", 700],
        ["Массаж ног", 900, None, "Рентген стопы", "от 800"],
        [None, None, None, "Рентген колена", 900],
    )


def tables_beside_each_other_in_other_words() -> bytes:
    """The same under different words, with nothing between the tables."""
    return sheet_of(
        ["Услуга", "Цена, руб.", "Название", "Стоимость, руб."],
        ["Массаж спины", 1000, "Рентген кисти", 700],
        [None, None, "Рентген стопы", 800],
        [None, None, "Рентген колена", 900],
    )


def groups_in_rows() -> bytes:
    """Prices per group of patients in rows of their own below the service."""
    return sheet_of(
        ["Код", "Наименование", "Цена, руб."],
        ["A16.04.021", "Эндопротезирование сустава", None],
        [None, "- для граждан РФ", 150000],
        [None, "- для граждан стран СНГ", 170000],
        [None, "- для иностранных граждан", "от 225 000"],
        ["B01.050.001", FIRST_VISIT, 2500],
        ["", "для иностранных граждан", 3750],
        ["B01.050.002", SECOND_VISIT, 2000],
    )


def names_over_rows() -> bytes:
    """Names that go on in the row below, with the price in either; children under a parent."""
    return sheet_of(
        ["Код", "Наименование", "Цена, руб."],
        ["A04.28.002.001", "Ультразвуковое исследование", None],
        [None, "почек", 1500],
        ["B01.050.001", "Прием (осмотр, консультация) врача-", 2500],
        [None, "травматолога-ортопеда первичный", None],
        [None, "Рентгенография сустава:", None],
        ["R-1", "- в одной проекции", 800],
        ["R-2", "- в двух проекциях", 1200],
        ["K-9", "Массаж спины", 900],
    )


def bands_in_columns() -> bytes:
    """«От» and «до» in two columns; below, «от» in a column beside the amount."""
    return sheet_of(
        ["Код", "Услуга", "Цена, руб.", None],
        [None, None, "от", "до"],
        ["A16.04.021", "Эндопротезирование сустава", 150000, 250000],
        ["B01.050.001", FIRST_VISIT, 2500, None],
        ["B01.050.002", SECOND_VISIT, 2000, 2000],
        merges=("A1:A2", "B1:B2", "C1:D1"),
    )


def from_in_a_column() -> bytes:
    """The heading reaches over a column of «от» and a column of amounts."""
    return sheet_of(
        ["Код", "Наименование", "Цена", None],
        ["K-1", "Массаж спины", "от", 1000],
        ["K-2", "Массаж ног", None, 900],
        ["K-3", "Массаж рук", "от", "1 500"],
        merges=("C1:D1",),
    )


def coefficients_in_words() -> bytes:
    """Who pays more stands in sentences above and below; prices in thousands."""
    return sheet_of(
        ["Прейскурант клиники"],
        ["Для иностранных граждан применяется повышающий коэффициент 1,5"],
        ["Код", "Наименование", "Цена, тыс. руб."],
        ["B01.050.001", FIRST_VISIT, "2,5"],
        ["A16.04.021", "Эндопротезирование сустава", 150],
        ["* Для граждан стран СНГ стоимость услуг увеличивается на 15 %"],
    )


def merged_over_groups() -> bytes:
    """One price merged over the columns of two groups; a percent; codes with own endings."""
    return sheet_of(
        ["Код", "Наименование", "Для граждан РФ", "Для иностранцев"],
        ["A04.28.002.001-1", f"{KIDNEYS} детям", 1000, None],
        ["K-2", "Массаж ног", 900, "20 %"],
        [None, f"{SECOND_VISIT} (B01.050.002)", 2000, 3000],
        merges=("C2:D2",),
    )


def lines_in_quotes() -> bytes:
    """A program that quoted whole lines; an export of a third."""
    return (
        '"Код;Наименование;Цена"\n"K-1;Массаж общий;1000"\n"K-2;Массаж ""Релакс"";5ʼ900"\n'
    ).encode()


def chinese_hospital() -> bytes:
    """A charge code that has the word for price in it; ten thousands; residents and foreigners."""
    return sheet_of(
        ["序号", "收费编码", "项目名称", "计价单位", "本地居民价格(元)", "外籍人士价格(元)"],
        [1, "C1", "专家门诊费", "次", 300, 600],
        ["一、手术类"],
        [2, "C3", "膝关节置换术", "例", "5.8万元", "8万"],
        [3, "C4", "会诊", "次", "面议", "面议"],
    )


UGLIER = (
    Ugly(
        "tables_below_each_other.xlsx",
        tables_below_each_other,
        Expected(
            3, 0, 5,
            {"code": "A", "name": "B", "price": "C"},
            {(3, "price_included"), (5, "section"), (6, "repeated_heading"),
             (8, "price_negotiable"), (10, "repeated_heading")},
        ),
    ),
    Ugly(
        "tables_beside_each_other.xlsx",
        tables_beside_each_other,
        Expected(4, 1, 0, {"name": "D", "price": "E"}, {(4, "price_from")}),
    ),
    Ugly(
        "tables_beside_each_other_in_other_words.xlsx",
        tables_beside_each_other_in_other_words,
        Expected(4, 0, 0, {"name": "C", "price": "D"}, set()),
    ),
    Ugly(
        "groups_in_rows.xlsx",
        groups_in_rows,
        Expected(
            1, 6, 0,
            {"code": "A", "name": "B", "price": "C"},
            {(2, "price_of_group"), (3, "row_joined"), (4, "row_joined"), (5, "row_joined"),
             (6, "price_of_group"), (7, "row_joined")},
        ),
    ),
    Ugly(
        "names_over_rows.xlsx",
        names_over_rows,
        Expected(
            1, 6, 1,
            {"code": "A", "name": "B", "price": "C"},
            {(2, "name_joined"), (3, "row_joined"), (4, "name_joined"), (5, "row_joined"),
             (6, "section"), (7, "name_from_above"), (8, "name_from_above")},
        ),
    ),
    Ugly(
        "bands_in_columns.xlsx",
        bands_in_columns,
        Expected(
            1, 2, 0,
            {"code": "A", "name": "B", "price": "C"},
            {(3, "price_range"), (4, "price_from")},
        ),
    ),
    Ugly(
        "from_in_a_column.xlsx",
        from_in_a_column,
        Expected(
            1, 2, 0,
            {"code": "A", "name": "B", "price": "C"},
            {(2, "price_from"), (4, "price_from")},
        ),
    ),
    Ugly(
        "coefficients_in_words.xlsx",
        coefficients_in_words,
        Expected(
            0, 2, 1,
            {"code": "A", "name": "B", "price": "C"},
            {(2, "coefficient_in_note"), (3, "column_thousands"), (4, "price_thousands"),
             (5, "price_thousands"), (6, "footer"), (6, "coefficient_in_note")},
        ),
    ),
    Ugly(
        "merged_over_groups.xlsx",
        merged_over_groups,
        Expected(
            0, 3, 0,
            {"code": "A", "name": "B", "price_resident": "C", "price_foreign": "D"},
            {(2, "price_merged"), (2, "code_variant"), (3, "price_percent"), (4, "code_in_name")},
        ),
    ),
    Ugly(
        "lines_in_quotes.csv",
        lines_in_quotes,
        Expected(2, 0, 0, {"code": "A", "name": "B", "price": "C"}, set()),
    ),
    Ugly(
        "chinese_hospital.xlsx",
        chinese_hospital,
        Expected(
            1, 1, 2,
            {"number": "A", "code": "B", "name": "C", "unit": "D", "price_resident": "E",
             "price_foreign": "F"},
            {(3, "section"), (4, "price_thousands"), (5, "price_negotiable")},
        ),
    ),
)  # fmt: skip


def main(folder: Path) -> None:
    """Write every list into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for ugly in (*UGLY, *UGLIER):
        (folder / ugly.file).write_bytes(ugly.make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
