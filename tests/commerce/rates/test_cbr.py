"""The Bank of Russia's daily document: read exactly, or refused with the row named."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from sanamost.commerce.rates import cbr
from sanamost.commerce.rates.quotations import BadRates, Quotation

SAMPLES = Path(__file__).parent / "samples"
HEAD = '<?xml version="1.0" encoding="windows-1251"?>'
USD = "<CharCode>USD</CharCode><Nominal>1</Nominal><Name>Доллар США</Name><Value>95,0262</Value>"


def sample(day: str) -> dict[str, Quotation]:
    found = cbr.parse((SAMPLES / f"cbr_{day}.xml").read_bytes())
    return {quotation.currency: quotation for quotation in found}


def document(*rows: str, day: str = "04.10.2024", head: str = HEAD) -> bytes:
    valutes = "".join(f"<Valute>{row}</Valute>" for row in rows)
    return f'{head}<ValCurs Date="{day}" name="x">{valutes}</ValCurs>'.encode("windows-1251")


def test_reads_windows_1251_and_decimal_commas() -> None:
    content = (SAMPLES / "cbr_2022-03-15.xml").read_bytes()
    assert "Доллар США".encode("windows-1251") in content

    found = sample("2022-03-15")

    assert len(found) == 15
    assert found["USD"] == Quotation(dt.date(2022, 3, 15), "USD", "RUB", 1, Decimal("115.1963"))


@pytest.mark.parametrize(
    ("currency", "nominal_2020", "nominal_2022"),
    [("CNY", 10, 1), ("UZS", 10_000, 1_000), ("KGS", 100, 10)],
)
def test_nominals_are_those_of_their_day(
    currency: str, nominal_2020: int, nominal_2022: int
) -> None:
    assert len(sample("2020-07-04")) == 8
    assert sample("2020-07-04")[currency].nominal == nominal_2020
    assert sample("2022-03-15")[currency].nominal == nominal_2022


def test_reads_what_is_well_formed_in_either_encoding() -> None:
    utf8 = document(USD).decode("windows-1251").replace("windows-1251", "utf-8").encode()

    assert cbr.parse(document(USD)) == cbr.parse(utf8)


BOMB = (
    HEAD + '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<ValCurs Date="04.10.2024"><Valute><CharCode>&b;</CharCode></Valute></ValCurs>'
)
OUTSIDE = (
    HEAD + '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    '<ValCurs Date="04.10.2024"><Valute><CharCode>&a;</CharCode></Valute></ValCurs>'
)
BY_REFERENCE = HEAD + '<!DOCTYPE x SYSTEM "http://example.test/x.dtd"><ValCurs Date="04.10.2024"/>'


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, BY_REFERENCE])
def test_refuses_a_document_type_before_any_entity(content: str) -> None:
    with pytest.raises(BadRates, match="document type"):
        cbr.parse(content.encode("windows-1251"))


@pytest.mark.parametrize(
    "value", ["0", "0,0000", "-1,5", "NaN", "Infinity", "1e5", "", "1,2,3", "95.0262", "٩٥,٠", " 1"]
)
def test_refuses_an_absurd_value_and_names_its_row(value: str) -> None:
    row = f"<CharCode>CNY</CharCode><Nominal>1</Nominal><Value>{value}</Value>"
    content = document(USD).replace(b"</ValCurs>", f"<Valute>{row}</Valute></ValCurs>".encode())

    with pytest.raises(BadRates, match=r"CNY \(no\. 2\): value"):
        cbr.parse(content.replace(b"windows-1251", b"utf-8").replace(*dollar_in_utf8()))


def dollar_in_utf8() -> tuple[bytes, bytes]:
    return "Доллар США".encode("windows-1251"), "Доллар США".encode()


@pytest.mark.parametrize("nominal", ["0", "-10", "1,5", "", "99999999"])
def test_refuses_an_absurd_nominal(nominal: str) -> None:
    with pytest.raises(BadRates, match=r"USD \(no\. 1\): nominal"):
        cbr.parse(document(USD.replace("<Nominal>1<", f"<Nominal>{nominal}<")))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not the bank's XML"),
        (b"<html><body>502</body></html>", "not the bank's"),
        (b"\x89PNG\r\n", "not the bank's XML"),
        (document(), "no currencies"),
        (document(USD, USD), "stands twice"),
        (document(USD + "<Value>1,0</Value>"), "Value stands twice"),
        (document(USD + "<Extra>1</Extra>"), "Extra"),
        (document(USD, day="2024-10-04"), "date"),
        (document(USD, day="31.02.2024"), "date"),
        (document(USD.replace("USD", "usd")), "not a currency's code"),
        (document(USD.replace("USD", "RUB")), "in itself"),
        (document(USD).removesuffix(b"</ValCurs>"), "not the bank's XML"),
        (document(USD, head='<?xml version="1.0" encoding="utf-7"?>'), "encoding"),
        (document(USD + f"<Name2>{'x' * 300}</Name2>"), "Name2"),
        (document(*["<CharCode>USD</CharCode>"] * 301), "more than 300"),
        (document("<Name>" + "x" * 1000 + "</Name>"), "without end"),
        (document(USD) + b" " * (256 * 1024), "larger than"),
    ],
)
def test_refuses_what_is_not_the_banks(content: bytes, reason: str) -> None:
    with pytest.raises(BadRates, match=reason):
        cbr.parse(content)
