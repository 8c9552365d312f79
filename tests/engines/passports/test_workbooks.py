"""A passport's workbook …"""

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from sanamost.engines import passports as engine
from sanamost.engines.passports import Brought, Words
from sanamost.engines.price_lists import UnreadableFile

WORDS = Words(
    specialities={"41": "41", "oncology": "41", "60": "60", "рентгенология": "60"},
    machines={"ct": "ct", "computed tomography scanner": "ct"},
    places={"hospital": "hospital", "outpatient": "outpatient"},
    questions=frozenset({"consilium"}),
)


def workbook(**sheets: list[list[Any]]) -> io.BytesIO:
    book = Workbook()
    book.remove(book.worksheets[0])
    for section, rows in sheets.items():
        sheet = book.create_sheet(section)
        sheet.append([f"sanamost:{section}", "Leave this row as it is"])
        sheet.append(["Code", "In any language"])
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out


def read(**sheets: list[list[Any]]) -> Brought:
    return engine.open_passport(workbook(**sheets), WORDS)


def test_is_read_by_codes_or_by_names_in_any_language() -> None:
    found = read(
        staff=[[41, "Oncology", "3,5", 2.25, 0, 1, 2], ["", "Рентгенология", 1, 1, 1]],
        machines=[["ct", "", "Demo", 2, 2014, "96%"]],
        places=[["hospital", "", "Main", "1 200", 5]],
        standards=[["consilium", "?", "Да"], ["reference", "?", "A centre"],
                   ["population", "?", "180 000"]],
    )  # fmt: skip
    assert found.doubts == []
    assert found.rows == found.taken == 7
    assert found.figures == engine.Figures(
        staff=(
            engine.staff_line("41", "3.5", "2.25", {"30_39": 1, "40_49": 2}),
            engine.staff_line("60", 1, 1, {"under_30": 1}),
        ),
        machines=(engine.machine("ct", 2, 2014, 96, "Demo"),),
        places=(engine.place("hospital", "Main", 1200, 5),),
        reference="A centre",
        answers={"consilium": "yes"},
        population=180_000,
    )


def test_gives_every_refused_row_its_reason() -> None:
    found = read(
        staff=[
            [41, "", 3, 4],
            ["x-rays", "", 1, 1],
            [60, "", "many", 1],
            [60, "", 1, "#REF!"],
            [60, "", 2, 1],
            [60, "", 1, 1],
        ],
        machines=[["ct", "", "", 1, 1812], ["ct", "", "", "", 2020]],
        standards=[["consilium", "", "perhaps"], ["never asked", "", "yes"]],
    )
    assert [(doubt.section, doubt.row, doubt.code) for doubt in found.doubts] == [
        ("staff", 3, "more_filled_than_planned"),
        ("staff", 4, "unknown_code"),
        ("staff", 5, "not_a_number"),
        ("staff", 6, "fault"),
        ("staff", 8, "speciality_twice"),
        ("machines", 3, "year_missing"),
        ("machines", 4, "units_missing"),
        ("standards", 3, "not_yes_or_no"),
        ("standards", 4, "unknown_code"),
    ]
    assert found.rows == found.taken + len(found.doubts) == 10


def test_passes_over_rows_of_the_template_that_nobody_filled() -> None:
    found = read(staff=[[41, "Oncology"], [60, "Рентгенология", 1, 1]])
    assert (found.rows, found.taken) == (1, 1)


def test_says_no_to_a_reference_centre_and_leaves_open_what_is_empty() -> None:
    none = read(standards=[["reference", "", "нет"]])
    assert none.figures.reference == ""
    assert read(standards=[["consilium", "?", ""]]).figures.reference is None


def test_takes_a_formula_without_a_result_for_a_fault() -> None:
    found = read(staff=[[41, "", "=1+1", 1]])
    assert [doubt.code for doubt in found.doubts] == ["fault"]


def plain() -> io.BytesIO:
    book = Workbook()
    book.worksheets[0].append(["Some", "table"])
    out = io.BytesIO()
    book.save(out)
    return out


def bomb() -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/sharedStrings.xml", b" " * 30_000_000)
    return out


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 not a workbook", "damaged"),
        (plain().getvalue(), "not_a_table"),
        (bomb().getvalue(), "too_large"),
        (workbook(staff=[[41, "", 1, 1]] * 1_100).getvalue(), "too_large"),
    ],
)
def test_is_refused_where_it_is_none(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as wrong:
        engine.open_passport(io.BytesIO(content), WORDS)
    assert wrong.value.code == code
