"""Reads of the catalogue: names in the reader's language, services and diagnoses found."""

import datetime as dt

import pytest

from sanamost.registry.catalogue import selectors, services
from sanamost.registry.catalogue.naming import name_in

pytestmark = pytest.mark.usefixtures("reference")


def service(code: str, name: str) -> dict[str, str]:
    return {
        "code": code,
        "section": code[0],
        "kind": code[:3],
        "parent": "",
        "name": name,
        "name_is_cut": "0",
    }


def diagnosis(code: str, name: str, actual: str = "1", kind: str = "category") -> dict[str, str]:
    return {"code": code, "parent": "", "kind": kind, "actual": actual, "name_ru": name}


@pytest.fixture
def searchable(reference: None) -> None:
    services.load_file(
        file="nomenclature_804n.csv.gz",
        rows=[
            service("A16.04.021", "Эндопротезирование сустава"),
            service("A16.04.021.001", "Эндопротезирование коленного сустава"),
            service("A16.26.093", "Факоэмульсификация без интраокулярной линзы"),
            service("B01.050.001", "Приём (осмотр) врача-травматолога-ортопеда первичный"),
        ],
    )
    services.load_file(
        file="diagnoses_icd10.csv.gz",
        rows=[
            diagnosis("XIII", "БОЛЕЗНИ КОСТНО-МЫШЕЧНОЙ СИСТЕМЫ, КОЛЕННОГО СУСТАВА", kind="chapter"),
            diagnosis("M17", "Гонартроз [артроз коленного сустава]"),
            diagnosis("M17.1", "Другой первичный гонартроз"),
            diagnosis("M17.7", "Гонартроз, исключённый", actual="0"),
            diagnosis("E23.2", "Несахарный диабет"),
            diagnosis("E10", "Сахарный диабет 1 типа"),
            diagnosis("C50", "Злокачественное новообразование молочной железы"),
        ],
    )


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "China"), ("ru", "Китай"), ("zh-hans", "中国"), ("zh-cn", "中国"), ("ar", "الصين")],
)
def test_countries_are_named_for_their_reader(language: str, name: str) -> None:
    found = {country.code: country for country in selectors.countries(language)}

    assert len(found) == 249
    assert found["CN"].name == name
    assert (found["CN"].numeric, found["CN"].currency) == ("156", "CNY")
    assert found["TR"].currency == "TRY"


def test_lists_stand_in_the_order_of_the_reader() -> None:
    english = [country.name for country in selectors.countries("en")]
    chinese = [country.name for country in selectors.countries("zh-hans")]

    assert english.index("Åland Islands") < english.index("Albania")
    # By pinyin: a'ai'erlan, baxi, eluosi, zhongguo.
    assert sorted(("爱尔兰", "巴西", "俄罗斯", "中国"), key=chinese.index) == [
        *("爱尔兰", "巴西", "俄罗斯", "中国")
    ]


def test_currencies_leave_out_what_nothing_is_priced_in() -> None:
    found = {currency.code: currency for currency in selectors.currencies("ru")}

    assert "XAU" not in found
    assert "XXX" not in found
    assert (found["UZS"].exponent, found["KWD"].exponent) == (2, 3)


def test_languages_say_which_way_they_run() -> None:
    found = {language.code: language for language in selectors.languages_spoken("zh-hans")}

    assert found["ar"].rtl
    assert not found["uz"].rtl
    assert found["ru"].name == "俄语"


def test_regions_have_our_own_codes() -> None:
    found = {region.code: region for region in selectors.regions("ar")}

    assert len(found) == 86
    assert found["45"].name == "موسكو"
    assert found["55"].iso == "KZ-BAY"
    assert found["35"].iso == "UA-43"
    assert found["52"].utc_offset == 360


def test_areas_stand_in_the_portals_order_with_their_profiles() -> None:
    found = selectors.areas("ru")

    assert len(found) == 35
    assert found[0].code == "check-up"
    assert {area.code: area.profiles for area in found}["cardiology"] == ("17", "29")


def test_profiles_and_specialities_have_headings() -> None:
    assert "Неврология" in {profile.name for profile in selectors.care_profiles("ru")}
    assert "113" not in {profile.code for profile in selectors.care_profiles("ru")}
    assert "神经内科" in {speciality.name for speciality in selectors.specialities("zh-hans")}


def test_a_name_missing_in_one_language_is_shown_in_english() -> None:
    assert name_in({"en": "Virology", "ru": "Вирусология"}, "ar") == "Virology"
    assert name_in({"ru": "Вирусология"}, "ar") == "Вирусология"
    assert name_in({}, "ar") == ""


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("A16.04.021.001", ["A16.04.021.001"]),
        ("А16:04.О21", ["A16.04.021", "A16.04.021.001"]),
        ("коленного СУСТАВА", ["A16.04.021.001"]),
        ("прием ортопеда", ["B01.050.001"]),
        ("факоэмульсификацыя", ["A16.26.093"]),
        ("кардиостимулятор", []),
        ("", []),
        ("%%%", []),
    ],
)
def test_services_are_found_by_code_by_words_and_mistyped(query: str, codes: list[str]) -> None:
    assert [found.code for found in selectors.nomenclature(query)] == codes


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("М17", ["M17", "M17.1"]),
        ("артроз коленного", ["M17"]),
        ("новообразованиe молочной", ["C50"]),
        ("гонартроз", ["M17.1", "M17"]),
        ("рак молочной", ["C50"]),
        ("сахарный диабет", ["E10", "E23.2"]),
    ],
)
def test_diagnoses_in_force_are_found(query: str, codes: list[str]) -> None:
    assert [found.code for found in selectors.diagnoses(query)] == codes


def test_special_days_are_those_of_the_period_end_excluded() -> None:
    days = selectors.special_days("RU", first=dt.date(2026, 5, 8), before=dt.date(2026, 5, 11))

    assert [(day.day.day, day.kind) for day in days] == [(8, "short"), (9, "holiday")]
    assert days[1].names["zh-hans"] == "胜利日"
    assert selectors.special_days("FR", first=dt.date(2026, 1, 1), before=dt.date(2027, 1, 1)) == []


def test_days_whose_act_was_not_at_hand_say_so() -> None:
    days = selectors.special_days("RU", first=dt.date(2027, 1, 1), before=dt.date(2028, 1, 1))

    assert {day.day for day in days if day.provisional} == {
        dt.date(2027, 2, 20),
        dt.date(2027, 2, 22),
        dt.date(2027, 11, 5),
        dt.date(2027, 12, 31),
    }
