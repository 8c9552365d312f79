"""The reader's way of writing …"""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from sanamost.web.components import wording
from sanamost.web.components.templatetags import sanamost as tags

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "RUB\u00a0612,000"),
        ("ru", "612\u00a0000\u00a0₽"),
        ("zh-hans", "RUB\u00a0612,000"),
        ("ar", "\u200f612,000\u00a0RUB\u200e"),
    ],
)
def test_money_follows_the_language(language: str, words: str) -> None:
    with translation.override(language):
        assert wording.money_words(Decimal(612000), "RUB") == words


def test_money_keeps_its_decimals() -> None:
    with translation.override("en"):
        assert wording.money_words(Decimal("10.5"), "USD") == "US$10.50"
        assert wording.money_words(Decimal(10), "USD", exact=True) == "US$10.00"
        assert wording.money_words(Decimal(10), "JPY", exact=True) == "JP¥10"
        assert wording.money_words(Decimal("1.2"), "KWD") == "KWD\u00a01.200"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "23 Nov 2026, 15:00"),
        ("ru", "23 нояб. 2026\u202fг., 15:00"),
        ("zh-hans", "2026年11月23日 15:00"),
        ("ar", "23 نوفمبر 2026، 15:00"),
    ],
)
def test_moments_are_in_the_readers_zone(language: str, words: str) -> None:
    with translation.override(language), timezone.override("Europe/Moscow"):
        assert wording.moment_words(NOON).replace("\u00a0", "\u202f") == words


def test_a_day_is_the_readers_day() -> None:
    late = dt.datetime(2026, 11, 23, 22, 0, tzinfo=dt.UTC)
    with translation.override("en"), timezone.override("Asia/Tashkent"):
        assert wording.day_words(late) == "24 Nov 2026"


@pytest.mark.parametrize(
    ("due", "met", "kind", "words"),
    [
        (NOON + 80 * HOUR, None, "ok", "3 days left"),
        (NOON + 3 * HOUR, None, "soon", "3 hours left"),
        (NOON - 5 * HOUR, None, "overdue", "Overdue by 5 hours"),
        (NOON + HOUR, NOON, "kept", "In time"),
        (NOON - 2 * HOUR, NOON, "overdue", "Late by 2 hours"),
        (NOON + dt.timedelta(seconds=5), None, "soon", "1 minute left"),
    ],
)
def test_clocks_speak(due: dt.datetime, met: dt.datetime | None, kind: str, words: str) -> None:
    with translation.override("en"):
        written = tags.clock(due, met, NOON)
    assert f"due-{kind}" in written
    assert words in written


def test_texts_fall_back_to_english_then_to_any() -> None:
    with translation.override("zh-hans"):
        assert wording.pick_text({"en": "Knee", "zh-hans": "膝"}) == "膝"
        assert wording.pick_text({"en": "Knee", "zh": "膝"}) == "膝"
        assert wording.pick_text({"en": "Knee", "ru": "Колено"}) == "Knee"
        assert wording.pick_text({"ru": "Колено"}) == "Колено"
        assert wording.pick_text({}) == wording.pick_text(None) == ""


def test_names_of_countries_and_languages_are_translated() -> None:
    with translation.override("ru"):
        assert wording.country_words("uz") == "Узбекистан"
        assert wording.language_words("zh-hans") == "китайский, упрощенное письмо"
        assert wording.country_words("??") == "??"


def test_initials_fit_every_script() -> None:
    assert [
        wording.initials(name) for name in ("Zhang Wei", "张伟", "Fatima Al-Sayed", "", "فاطمة")
    ] == [
        "ZW",
        "张",
        "FS",
        "?",
        "ف",
    ]
