"""A price cell …"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.price_lists import REFUSES, read_price
from sanamost.engines.price_lists.prices import LARGEST
from sanamost.engines.price_lists.verdicts import MENDS

AMOUNTS = st.decimals(min_value="0.01", max_value="99999999.99", places=2)


def _grouped(amount: Decimal, group: str, mark: str) -> str:
    whole, _, rest = f"{amount:,.2f}".partition(".")
    return whole.replace(",", group) + mark + rest


@pytest.mark.parametrize(
    ("text", "amount", "currency", "kind"),
    [
        ("5 000", "5000", "", ""),
        ("5\u00a0000,50 руб.", "5000.50", "RUB", ""),
        ("5'000", "5000", "", ""),
        ("1.500,00", "1500", "", ""),
        ("$1,500.00", "1500", "USD", ""),
        ("1 200 руб. 50 коп.", "1200.50", "RUB", ""),
        ("٥٠٠", "500", "", ""),
        ("от 5 000", "5000", "", "from"),
        ("5000起", "5000", "", "from"),
        ("до 5000", "5000", "", "up_to"),
        ("5000-7000", "5000", "", "range"),
        ("5 000 – 7 000 ₽", "5000", "RUB", "range"),
        ("5000-00", "5000", "", "kopecks"),
        ("5 тыс. руб.", "5000", "RUB", "thousands"),
        ("1.500", "1500", "", "grouping"),
        ("З000", "3000", "", "lookalike"),
        ("5000*", "5000", "", "free_text"),
        ("2000 за 1 зуб", "2000", "", "free_text"),
    ],
)
def test_is_read(text: str, amount: str, currency: str, kind: str) -> None:
    read = read_price(text)
    assert (read.amount, read.currency, read.kind) == (Decimal(amount), currency, kind)


@pytest.mark.parametrize(
    ("text", "kind", "suggested"),
    [
        ("договорная", "negotiable", ""),
        ("по запросу", "negotiable", ""),
        ("面议", "negotiable", ""),
        ("5000/7000", "two", "5000.00 | 7000.00"),
        ("5000\n7000", "two", "5000.00 | 7000.00"),
        ("5000 руб / 60 $", "two", "5000.00 | 60.00"),
        ("7000-5000", "two", "7000.00 | 5000.00"),
        ("бесплатно", "free", "0.00"),
        ("—", "none", ""),
        ("0", "zero", ""),
        ("-500", "negative", "500.00"),
        ("01.02.2003", "date", "1.02"),
        ("5.мар", "date", "5.03"),
        ("10 %", "percent", ""),
        ("100 у.е.", "conventional_unit", ""),
        ("смотри ниже", "unreadable", ""),
    ],
)
def test_that_means_no_one_amount_is_refused(text: str, kind: str, suggested: str) -> None:
    read = read_price(text)
    assert (read.amount, read.kind, read.suggested) == (None, kind, suggested)


@given(
    AMOUNTS, st.sampled_from(["", " ", "\u00a0", "\u202f", "'", "’"]), st.sampled_from([",", "."])
)
def test_means_the_same_however_its_thousands_are_parted(
    amount: Decimal, group: str, mark: str
) -> None:
    read = read_price(_grouped(amount, group, mark))
    assert (read.amount, read.kind) == (amount, "")


@given(AMOUNTS, st.sampled_from(["руб.", "₽", "р.", "$", "€", "тенге", "元"]), st.booleans())
def test_keeps_its_amount_beside_a_currency(amount: Decimal, sign: str, space: bool) -> None:
    read = read_price(f"{_grouped(amount, ' ', ',')}{' ' if space else ''}{sign}")
    assert read.amount == amount
    assert read.currency


@given(st.text(max_size=80))
def test_never_breaks_and_never_gives_nonsense(text: str) -> None:
    read = read_price(text)
    assert read.amount is None or Decimal("0.01") <= read.amount <= LARGEST
    assert f"price_{read.kind}" in REFUSES if read.amount is None else True
    assert f"price_{read.kind}" in MENDS if read.amount is not None and read.kind else True


@given(AMOUNTS)
def test_from_a_number_is_the_number(amount: Decimal) -> None:
    assert read_price(amount).amount == amount
