"""render: the paper as PDF."""

from __future__ import annotations

import functools
import hashlib
import http.server
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.foundation.documents.canonical import canonical, digest
from sanamost.foundation.documents.kinds import KINDS
from sanamost.foundation.documents.render import RUSSIAN, TEMPLATES, render
from tests.foundation.documents import reading
from tests.foundation.documents.samples import sample

LANGUAGES = ("en", "ru", "zh", "ar")
HOSTILE = (
    "{{7*7}} {% include 'x' %} {{settings.SECRET_KEY}} #sys.inputs #import \"/etc/passwd\": * "
    '#read("/etc/passwd") #image("base.typ") ![](file:///etc/passwd) $x^2$ *bold* _it_ `raw` '
    "<label> @ref \\ \\u{41} // note /* note */ = Head - point + one #{1+1} [x] {total} {number} ~ "
)


@functools.cache
def paper(kind: str, language: str) -> bytes:
    """The sample, printed once for all tests."""
    return printed(kind, sample(kind, language), language)


def printed(kind: str, payload: dict[str, Any], language: str) -> bytes:
    beside = RUSSIAN if KINDS[kind].bilingual else None
    return render(KINDS[kind], payload, language, beside=beside)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_is_archival_and_accessible_and_carries_its_content(kind: str, language: str) -> None:
    content = paper(kind, language)

    assert content.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>3</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    payload = sample(kind, language)
    assert reading.attachments(content) == {"paper.json": canonical(payload)}
    said = "\n".join(reading.seen_lines(content))
    assert payload["number"] in said
    assert digest(payload)[:16] in said
    assert payload["verification"]["code"] in said


@pytest.mark.parametrize("kind", KINDS)
def test_shows_both_languages_of_a_legal_paper(kind: str) -> None:
    said = reading.text_of(paper(kind, "en"))

    assert "Demo Orthopaedic Centre" in said
    assert ("Демонстрационный ортопедический центр" in said) == KINDS[kind].bilingual


def test_reads_in_russian_latin_and_chinese() -> None:
    assert "Исполнитель обязуется оказать Пациенту медицинские услуги" in reading.text_of(
        paper("contract", "ru")
    )
    assert "The price of the services is 589,700.00 RUB" in reading.text_of(paper("contract", "en"))
    chinese = reading.squeezed(reading.text_of(paper("contract", "zh")))
    clause = "患者可随时解除合同，但应支付服务提供方为履行合同实际发生的费用"
    assert reading.squeezed(clause) in chinese
    assert "张伟(ZHANGWEI)" in chinese


def test_sets_arabic_from_right_to_left() -> None:
    """Asserted: skeletons of whole phrases, letter after letter as the eye meets them."""
    lines = reading.arabic_lines(paper("welcome_pack", "ar"))

    for phrase in ("من يستقبلكم", "ما ينبغي إحضاره", "المركز التجريبي لجراحة العظام"):
        assert any(reading.skeleton(phrase) in line for line in lines), (phrase, lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_keeps_figures_in_their_order_inside_arabic_and_everywhere(language: str) -> None:
    said = "\n".join(reading.seen_lines(paper("invoice_deposit", language)))

    assert ("294850,00RUB" if language == "ru" else "294,850.00RUB") in said
    assert "40702810000000000000" in said
    assert "+7381200-00-00" in said


@pytest.mark.parametrize("kind", ["contract", "welcome_pack", "invoice_final"])
def test_gives_the_same_bytes_again_in_threads_and_in_another_process(kind: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        prints = set(pool.map(lambda _: printed(kind, sample(kind, "ar"), "ar"), range(8)))
    assert prints == {paper(kind, "ar")}

    program = (
        "import hashlib; from tests.foundation.documents.test_render import paper;"
        f"print(hashlib.sha256(paper({kind!r}, 'ar')).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LANG": "C"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=TEMPLATES.parents[3],
        capture_output=True,
        text=True,
        check=True,
    )

    assert elsewhere.stdout.strip() == hashlib.sha256(paper(kind, "ar")).hexdigest()


def test_differs_when_the_content_differs() -> None:
    changed = sample("contract", "en") | {"number": "D-2026-00043"}

    assert printed("contract", changed, "en") != paper("contract", "en")


def test_follows_the_rule_set() -> None:
    earlier = sample("contract", "en") | {"rule_set": "736"}

    said = reading.text_of(printed("contract", earlier, "en"))

    assert "No. 736 of 11 May 2023" in said
    assert "659" not in said
    assert "No. 659 of 30 May 2026" in reading.text_of(paper("contract", "en"))


def test_leaves_out_a_clause_whose_value_is_missing() -> None:
    without = sample("contract", "en")
    del without["payment_agent"], without["notice_number"]

    said = reading.text_of(printed("contract", without, "en"))

    assert "Payment may be accepted on the Provider’s behalf" not in said
    assert "written notice" not in said
    assert "none" not in said.lower().replace("nonetheless", "")


def test_marks_a_draft_and_gives_it_no_code() -> None:
    draft = sample("proposal", "en")
    del draft["verification"]

    content = printed("proposal", draft, "en")

    assert "Draft" in reading.text_of(content)
    assert "7K3M" not in reading.text_of(content)
    assert reading.attachments(content) == {}


def _hostile(value: Any, path: tuple[str, ...] = ()) -> Any:
    """Every text that people write, made hostile; what has a form of its own is kept."""
    formed = {"issued_on", "amount", "currency", "rule_set", "verification", "sex", "vat", "code"}
    formed |= {"concluded", "protection", "language", "speaks", "rate", "quantity", "price", "sum"}
    if path and path[-1] in formed:
        return value
    if isinstance(value, dict):
        return {name: _hostile(inner, (*path, name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [_hostile(inner, path) for inner in value]
    return f"{HOSTILE}({'.'.join(path)})" if isinstance(value, str) else value


@pytest.mark.parametrize("kind", KINDS)
def test_prints_markup_letter_by_letter_in_every_field(kind: str) -> None:
    content = printed(kind, _hostile(sample(kind, "en")), "en")

    said = reading.squeezed(reading.text_of(content)).lower()
    assert reading.squeezed("{{7*7}} {% include 'x' %}") in said
    assert reading.squeezed('#read("/etc/passwd") #image("base.typ")') in said
    assert "{total}{number}" in said
    assert "root:x:0" not in said
    assert list(reading.attachments(content)) == ["paper.json"]


def test_opens_no_connection_and_embeds_no_file() -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    tricks = (
        f'<img src="{address}/a.png"> ![]({address}/b.png) #image("{address}/c.png") '
        '#import "@preview/cetz:0.3.0" file:///etc/hostname ../../../etc/hostname '
        f'<svg><image href="{address}/d.png"/></svg>'
    )
    payload = sample("discharge_extract", "en")
    payload["treatment"] = {"en": tricks, "ru": tricks}
    payload["issuer"]["name"] = tricks
    payload["verification"]["address"] = f"{address}/#image"

    content = printed("discharge_extract", payload, "en")
    server.shutdown()
    server.server_close()

    assert asked == []
    assert reading.images(content) == 0


def test_takes_direction_overrides_out_of_names() -> None:
    payload = sample("invoice_deposit", "en")
    payload["patient"]["name"] = "KA\u202e 000.1 BUR\u202c \u2067AMINA\u2069"

    content = printed("invoice_deposit", payload, "en")

    assert "KA 000.1 BUR AMINA" in reading.text_of(content)
    assert b"\xe2\x80\xae" not in reading.attachments(content)["paper.json"]


def test_loses_nothing_of_a_text_longer_than_a_page() -> None:
    words = [f"слово{n:04}" for n in range(1500)]
    payload = sample("contract", "en")
    payload["conditions"] = " ".join(words)
    payload["lines"][0]["note"] = " ".join(words)

    said = reading.text_of(printed("contract", payload, "en"))

    # Twice in the two columns of the clause, once in the table.
    assert all(said.count(word) >= 3 for word in words)


def test_shows_the_head_of_a_long_table_on_every_page() -> None:
    payload = sample("commission_statement", "en")
    payload["cases"] = payload["cases"] * 20

    content = printed("commission_statement", payload, "en")

    pages = reading.page_count(content)
    assert pages >= 4
    assert reading.text_of(content).count("Paid for services") >= pages - 1


def test_stands_a_square_in_for_what_no_font_can_draw() -> None:
    payload = sample("welcome_pack", "en")
    payload["patient"]["name"] = "ქართველი 😀 Amina"

    said = reading.text_of(printed("welcome_pack", payload, "en"))

    assert "□□□□□□□□ □ Amina" in said


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_prints_whatever_people_type(typed: str) -> None:
    payload = sample("receipt_of_payment", "ar")
    payload["method"] = typed + "A"
    payload["payer"]["name"] = typed + "A"

    assert printed("receipt_of_payment", payload, "ar").startswith(b"%PDF")
