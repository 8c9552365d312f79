"""Pictures of pages for where links to them are shown (Open Graph), drawn in four scripts.

As with papers, what people typed reaches the template as JSON text alone.
"""

import hashlib
import io
import json
from dataclasses import asdict, dataclass

from PIL import Image

from sanamost.foundation.documents import fonts
from sanamost.foundation.documents.render import TEMPLATES, short_language, typeset

WIDTH, HEIGHT = 1200, 630
"""Pixels; what the networks that show such pictures ask for (1.91 to 1)."""
MOST_BYTES = 200_000
"""The largest file that leaves; messengers leave out what is heavier than about 300 kB."""
LONGEST_TITLE, LONGEST_LINE = 120, 70
TEMPLATE = TEMPLATES / "pictures" / "card.typ"
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 32"><g fill="none"'
    ' stroke-linecap="round" stroke-width="4"><path d="M3 27h12M33 27h12" stroke="#a98a4e"/>'
    '<path d="M9 24.5C14.5 3 33.5 3 39 24.5" stroke="{accent}"/></g></svg>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a picture says; `accent` is a colour as #rrggbb."""

    title: str
    label: str = ""
    lines: tuple[str, ...] = ()
    brand: str = "Sanamost"
    accent: str = "#0f6b6b"
    language: str = "en"

    @property
    def version(self) -> str:
        """Sixteen digits that change with anything that is seen."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()
        return hashlib.sha256(content + TEMPLATE.read_bytes()).hexdigest()[:16]


def picture(said: Said) -> bytes:
    """The picture as PNG, 1200 by 630 pixels, at most `MOST_BYTES`."""
    title = _cut(said.title, LONGEST_TITLE)
    told = {
        "title": title,
        "label": _cut(said.label, LONGEST_LINE),
        "lines": [_cut(line, LONGEST_LINE) for line in said.lines if line][:3],
        "brand": _cut(said.brand, LONGEST_LINE),
        "accent": said.accent,
        "mark": MARK.format(accent=said.accent),
        "size": _size(title),
        "language": short_language(said.language),
    }
    return _light(typeset(TEMPLATE, {"said": json.dumps(told, ensure_ascii=False)}))


def _cut(text: str, longest: int) -> str:
    """One line of what our fonts can draw, not longer than that."""
    plain = " ".join(fonts.printable(text).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


def _size(title: str) -> int:
    """Letters as large as fit three lines; Chinese ones are twice as wide."""
    width = sum(2 if ord(letter) >= 0x2E80 else 1 for letter in title)
    return next((size for most, size in ((32, 80), (56, 64), (90, 54)) if width <= most), 44)


def _light(png: bytes) -> bytes:
    """The same with as many colours as it needs; few are in it, so that it stays small."""
    with Image.open(io.BytesIO(png)) as drawn:
        few = drawn.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    kept = io.BytesIO()
    few.save(kept, "PNG", optimize=True)
    return kept.getvalue()
