"""Search keys and codes: what people type finds what is stored."""

import pytest

from sanamost.engines.search import diagnosis_code, search_key, service_code, words


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Ёлка", "елка"),
        ("  ЙОД №1 ", "йод no1"),
        ("Дерево_груша", "дерево груша"),
        ("Åland", "aland"),
        ("ФГБУ «НМИЦ ТО»", "фгбу нмиц то"),
        ("مُسْتَشْفى", "مستشفى"),
        ("%_'\\", ""),
    ],
)
def test_keys_have_no_case_accents_or_signs(typed: str, key: str) -> None:
    assert search_key(typed) == key


def test_words_stand_once_in_their_order() -> None:
    assert words("Сустав, коленный сустав") == ["сустав", "коленный"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("A16.26.093", "A16.26.093"),
        ("А16:26.093", "A16.26.093"),
        ("в01.001.О01", "B01.001.001"),
        ("A16. 26. 09З", "A16.26.093"),
        ("a16", "A16"),
        ("эндопротез", None),
        ("A1", None),
        ("", None),
    ],
)
def test_service_codes_are_read_as_meant(typed: str, code: str | None) -> None:
    assert service_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [("С50", "C50"), ("c50,9", "C50.9"), ("М17.1", "M17.1"), ("I2", "I2"), ("рак", None)],
)
def test_diagnosis_codes_are_read_as_meant(typed: str, code: str | None) -> None:
    assert diagnosis_code(typed) == code
