"""`make pictures`: the pictures of README and guides, made by a browser run into docs/pictures/.

In an installation of its own with cases at every stage. Each is the first screen of a page, at
most 150 kB: few colours are enough for a screen.
"""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 after the path
from playwright.sync_api import Browser  # noqa: E402 after the path

from tools.axe import seated  # noqa: E402 after the path
from tools.chromium import Faults, chromium  # noqa: E402 after the path
from tools.installation import installation  # noqa: E402 after the path
from tools.journey_browser import Miss  # noqa: E402 after the path

OUT = ROOT / "docs" / "pictures"
MOST_BYTES = 150_000
COLOURS = 256


@dataclass(frozen=True)
class Picture:
    """A page's first screen, as one persona sees it."""

    name: str
    persona: str
    path: str
    follow: str = ""
    """The first link with this in it is followed."""
    size: str = "desktop"


PICTURES = (
    Picture("portal", "", "/"),
    Picture("desk", "petrova", "/desk/"),
    Picture("desk-case", "petrova", "/desk/cases/{choosing}/"),
    Picture("desk-contract", "petrova", "/desk/cases/{agreeing}/", "/desk/agreements/agre"),
    Picture("desk-places", "petrova", "/desk/places/"),
    Picture("desk-treatment", "petrova", "/desk/cases/{treating}/", "/desk/episodes/"),
    Picture("patient-compares", "fatima", "/my/cases/{choosing}/proposals/"),
)


def take(browser: Browser, address: str, picture: Picture, cases: dict[str, str]) -> bytes:
    """The picture as a PNG of few colours. Raises Miss where the page or its link is missing."""
    person = seated(browser, address, picture.persona, "en", Faults(), picture.size)
    page = person.get(picture.path.format(**cases))
    if picture.follow:
        links = [link for link in page.links if picture.follow in link]
        if not links:
            raise Miss(f"{page.path} does not lead to {picture.follow}")
        person.get(links[0])
    person.tab.evaluate("document.fonts.ready")
    shot = Image.open(io.BytesIO(person.tab.screenshot(animations="disabled")))
    person.close()
    small = shot.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def take_all(address: str, stages: dict[str, Any]) -> int:
    """Every picture; 1 where one is too large."""
    cases = {name: stage["case"] for name, stage in stages.items()}
    large = 0
    with chromium() as browser:
        for picture in PICTURES:
            content = take(browser, address, picture, cases)
            (OUT / f"{picture.name}.png").write_bytes(content)
            large += len(content) > MOST_BYTES
            print(f"{picture.name}: {len(content):,} bytes", flush=True)
    return 1 if large else 0


def main() -> int:
    """Make the world, take the pictures."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with installation(reference=True) as made:
        return take_all(made.address, made.ask("-m", "tools.shown_world"))


if __name__ == "__main__":
    sys.exit(main())
