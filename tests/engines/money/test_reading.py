"""read_money: an amount as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.money import Money, UnreadableAmount, read_money

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        ("1250", "en", "1250.00"),
        ("1250.5", "en", "1250.50"),
        ("1250,50", "ru", "1250.50"),
        ("1250.50", "ru", "1250.50"),
        ("1250,50", "en", "1250.50"),
        ("1 250 000,50", "ru", "1250000.50"),
        ("1\u00a0250\u202f000,50", "ru", "1250000.50"),
        ("1,250,000.50", "en", "1250000.50"),
        ("1.250.000,50", "ru", "1250000.50"),
        ("1,250", "en", "1250.00"),
        ("1.250", "ru", "1250.00"),
        ("1'250", "en", "1250.00"),
        ("١٬٢٥٠٫٥٠", "ar", "1250.50"),
        ("۱۲۵۰", "ar", "1250.00"),
        ("１２５０．５", "zh-hans", "1250.50"),
        ("\u200f1250\u200e ₽", "ar", "1250.00"),
        ("RUB 1250", "en", "1250.00"),
        ("1250 руб.", "ru", "1250.00"),
        ("0,5", "ru", "0.50"),
        (",5", "ru", "0.50"),
        ("12.", "en", "12.00"),
    ],
)
def test_reads_the_reader_s_own_way(text: str, language: str, amount: str) -> None:
    assert str(read_money(text, "RUB", language=language)) == f"{amount} RUB"


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("", "en", "empty"),
        ("   ", "en", "empty"),
        ("₽", "ru", "empty"),
        ("many", "en", "characters"),
        ("1e5", "en", "characters"),
        ("1250+1", "en", "characters"),
        ("-5", "en", "negative"),
        ("−5", "en", "negative"),
        ("1,25,000", "en", "grouping"),
        ("1,2345,678", "en", "grouping"),
        ("1 25", "ru", "grouping"),
        ("1,250.000,5", "en", "grouping"),
        ("1,234", "ru", "unclear"),
        ("1.234", "en", "unclear"),
        ("1.2345", "en", "too_precise"),
        ("0,125", "ru", "too_precise"),
        ("1 234,567", "ru", "too_precise"),
        ("9" * 16, "en", "too_large"),
        ("9" * 100, "en", "too_large"),
        ("5 $", "en", "other_currency"),
    ],
)
def test_refuses_what_cannot_be_meant_and_says_why(text: str, language: str, code: str) -> None:
    with pytest.raises(UnreadableAmount) as refused:
        read_money(text, "RUB", language=language)

    assert refused.value.code == code


def test_reads_three_decimals_where_the_currency_has_them() -> None:
    assert str(read_money("1.250", "KWD", language="en")) == "1.250 KWD"
    assert str(read_money("1,250", "KWD", language="en")) == "1250.000 KWD"
    assert str(read_money("1,250", "KWD", language="ru")) == "1.250 KWD"


@given(st.integers(min_value=0, max_value=10**14), st.sampled_from(["RUB", "JPY", "KWD"]))
def test_reads_back_what_is_printed_in_each_language(units: int, currency: str) -> None:
    amount = Money.from_minor(units, currency)
    english = f"{amount.amount:,f}"
    russian = english.replace(",", "\u00a0").replace(".", ",")
    arabic = english.replace(",", "٬").replace(".", "٫").translate(ARABIC_INDIC)

    if currency != "JPY" and "," in english:
        assert read_money(english, currency, language="en") == amount
    assert read_money(russian, currency, language="ru") == amount
    assert read_money(arabic, currency, language="ar") == amount


@given(st.text(max_size=50))
def test_never_fails_in_another_way(text: str) -> None:
    try:
        read = read_money(text, "RUB", language="ru")
    except UnreadableAmount:
        return
    assert read.amount >= 0
