"""The drawings that `make assets` took from the icon package, one line of SVG each."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Drawings with a direction: mirrored on a right-to-left page.
TURNING = frozenset(
    {"back", "forward", "previous", "next", "send", "sign-in", "sign-out"}
    | {"external", "exchange", "list", "message", "messages"}
)
SOURCES = Path(__file__).resolve().parents[3] / "assets" / "icons.json"


class UnknownIconError(LookupError):
    """A template names an icon that assets/icons.json does not list."""


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Every name that may be used: the keys of assets/icons.json."""
    return frozenset(json.loads(SOURCES.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """Name -> SVG paths; empty before `make assets` has run (icons are then blank, words stay)."""
    path = Path(settings.ICONS)
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


@lru_cache(maxsize=1024)
def icon_svg(name: str, label: str, classes: str) -> SafeString:
    """The icon as inline SVG: hidden from screen readers unless `label` says what it means."""
    if name not in names():
        raise UnknownIconError(
            f"no icon {name!r}: choose one of assets/icons.json, or add it there"
        )
    turned = " icon-turns" if name in TURNING else ""
    meaning = (
        format_html(' role="img" aria-label="{}"', label)
        if label
        else mark_safe(' aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon{}{}" viewBox="0 0 24 24"{}>{}</svg>',
        turned,
        f" {classes}" if classes else "",
        meaning,
        mark_safe(drawings().get(name, "")),  # noqa: S308 built from the locked icon package
    )
