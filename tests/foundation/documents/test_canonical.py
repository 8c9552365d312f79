"""canonical: one spelling for the content of a paper."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.foundation.documents.canonical import Unfreezable, canonical, clean, digest

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    TEXT,
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.datetimes(timezones=st.just(dt.UTC)),
)
# Names that stay apart after cleaning.
NAMES = st.text(st.characters(categories=["Ll", "Nd"], max_codepoint=0x7F), max_size=6)
PAYLOADS = st.dictionaries(
    NAMES,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


@given(PAYLOADS)
def test_is_a_fixed_point_of_itself(payload: dict[str, Any]) -> None:
    once = canonical(payload)

    assert canonical(json.loads(once)) == once


@given(PAYLOADS)
def test_does_not_depend_on_the_order_of_fields(payload: dict[str, Any]) -> None:
    turned = dict(reversed(payload.items()))

    assert canonical(turned) == canonical(payload)
    assert digest(payload) == hashlib.sha256(canonical(payload)).hexdigest()


@given(PAYLOADS)
def test_is_normalised_and_free_of_direction_overrides(payload: dict[str, Any]) -> None:
    text = canonical(payload).decode()

    assert unicodedata.is_normalized("NFC", json.dumps(json.loads(text), ensure_ascii=False))
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@given(PAYLOADS, NAMES, SCALARS)
@settings(max_examples=50)
def test_tells_changed_content_apart(payload: dict[str, Any], name: str, value: object) -> None:
    changed = {**payload, name: [payload.get(name), value, "changed"]}

    assert canonical(changed) != canonical(payload)


def test_spells_sums_days_and_times_as_text() -> None:
    payload = {
        "sum": Decimal("1E+3"),
        "price": Decimal("10.50"),
        "day": dt.date(2026, 12, 2),
        "at": dt.datetime(2026, 12, 2, 9, 5, 1, 7, tzinfo=dt.timezone(dt.timedelta(hours=3))),
        "ё": "е\u0308",
    }

    assert canonical(payload).decode() == (
        '{"at":"2026-12-02T09:05:01+03:00","day":"2026-12-02","price":"10.50","sum":"1000","ё":"ё"}'
    )


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        float("nan"),
        Decimal("NaN"),
        Decimal("Infinity"),
        dt.datetime(2026, 12, 2),  # noqa: DTZ001 the naive time is what is refused
        b"bytes",
        {1, 2},
        {1: "key"},
        "\ud800",
        {"é": 1, "e\u0301": 2},
        object(),
    ],
)
def test_refuses_what_has_no_one_spelling(value: object) -> None:
    with pytest.raises(Unfreezable) as refused:
        canonical({"lines": [{"price": value}]})

    assert refused.value.where.startswith("lines[0].price")


@pytest.mark.parametrize("payload", [[], "text", None, 5])
def test_refuses_a_payload_without_fields(payload: Any) -> None:
    with pytest.raises(Unfreezable):
        canonical(payload)


def test_keeps_joiners_and_line_ends_and_takes_out_tricks() -> None:
    assert clean("invoice\u202efdp.exe\r\nمی\u200cخواهم\x07\rend") == (
        "invoicefdp.exe\nمی\u200cخواهم\nend"
    )
