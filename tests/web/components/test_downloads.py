"""A file on its way to a browser …"""

import pytest
from django.http import HttpRequest, HttpResponseBase

from sanamost.foundation.files.services import FileContent, Preview
from sanamost.web.components.downloads import attachment, picture


def content(name: str = "МРТ.pdf") -> FileContent:
    return FileContent(name, "application/pdf", 6, "0" * 64, iter([b"abc", b"def"]))


ANSWERS = [attachment(content()), picture(Preview("image/png", b"\x89PNG"))]


@pytest.mark.parametrize("answer", ANSWERS)
def test_is_never_run_framed_guessed_at_or_kept(answer: HttpResponseBase) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_keeps_its_own_policy_behind_the_sites() -> None:
    from csp.middleware import CSPMiddleware  # noqa: PLC0415 the site's own

    answer = CSPMiddleware(lambda request: ANSWERS[0]).process_response(HttpRequest(), ANSWERS[0])
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_is_saved_under_its_name_and_in_full() -> None:
    answer = attachment(content())
    assert answer["Content-Disposition"] == ("attachment; filename*=utf-8''%D0%9C%D0%A0%D0%A2.pdf")
    assert answer["Content-Length"] == "6"
    assert b"".join(answer.streaming_content) == b"abcdef"  # type: ignore[arg-type]  # a plain iterator


@pytest.mark.parametrize("name", ['a"; filename="x.html', "a\r\nSet-Cookie: x=1", "a\\b.pdf"])
def test_carries_no_header_of_its_own_making(name: str) -> None:
    header = attachment(content(name.replace("\r\n", "")))["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert "\n" not in header
    assert header.count('filename="x.html') == 0
