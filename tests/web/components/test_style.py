"""Every component, in every language and shell, …"""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from sanamost.web.components import icons
from sanamost.web.components.style import style

LANGUAGES = {"en": "ltr", "ru": "ltr", "zh-hans": "ltr", "ar": "rtl"}
WEB = Path(icons.__file__).resolve().parents[1]
COMPONENTS = sorted((WEB / "components/templates/cotton").rglob("*.html"))


def page(rf: RequestFactory, settings: Settings, language: str, shell: str) -> str:
    settings.DEMONSTRATION = True
    request = rf.get("/style/")
    request.user = AnonymousUser()
    with translation.override(language):
        return style(request, shell).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shell", ["", "workspace", "patient"])
def test_renders_without_leftovers(
    rf: RequestFactory, settings: Settings, language: str, shell: str
) -> None:
    text = page(rf, settings, language, shell)
    tag = {"zh-hans": "zh-Hans"}.get(language, language)
    assert f'<html lang="{tag}" dir="{LANGUAGES[language]}">' in text
    assert not re.search(r"</?c-|\{%|\{\{", text)
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "<style" not in text


def test_writes_arabic_from_its_own_sheet(rf: RequestFactory, settings: Settings) -> None:
    assert "sanamost-rtl.css" in page(rf, settings, "ar", "")
    assert "sanamost-ltr.css" in page(rf, settings, "ru", "")


def test_is_not_shown_outside_demonstrations(rf: RequestFactory, settings: Settings) -> None:
    settings.DEMONSTRATION = settings.DEBUG = False
    with pytest.raises(Http404):
        style(rf.get("/style/"))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_says_at_its_top_how_it_is_used(path: Path) -> None:
    assert path.read_text("utf-8").startswith("{% comment %}")


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_stands_on_the_style_page(path: Path) -> None:
    """A component that no page shows is looked at by nobody."""
    name = path.relative_to(WEB / "components/templates/cotton").with_suffix("").as_posix()
    tag = name.removesuffix("/index").replace("/", ".").replace("_", "-")
    templates = (WEB / "components/templates").rglob("*.html")
    used = any(
        f"<c-{tag}" in without_comments(other) or f'"cotton/{name}.html"' in without_comments(other)
        for other in templates
        if other != path
    )
    shorter = {"icon", "clock", "money"}  # the tags of the same name are on the style page
    assert used or tag in shorter or tag in {"drawing.bridge", "drawing.broken", "form"}


def without_comments(path: Path) -> str:
    text = path.read_text("utf-8")
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)


def test_uses_only_icons_that_are_listed() -> None:
    used = {
        name
        for path in WEB.rglob("*.html")
        for name in re.findall(
            r'\{% icon "([a-z-]+)"|icon(?:-end)?="([a-z-]+)"', without_comments(path)
        )
        for name in name
        if name
    }
    assert used
    assert used <= icons.names()
