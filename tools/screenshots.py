"""Pictures of pages for the eye, and axe for the rules.

    python tools/screenshots.py http://127.0.0.1:8000 / /request/ --cookie sessionid=…

Every path × language × phone/desktop × light/dark becomes out/screens/NAME.png (the whole page;
with --viewport only its first screen). axe runs on each and its violations are printed, as is
everything that the browser's console complains of (a content security policy report among it);
with either the exit code is 1.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
]
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
OUT = Path("out/screens")
# What axe checks: its WCAG 2.2 AA rules and its good practices, except rules about whole sites.
AXE = {"resultTypes": ["violations"]}


def arguments() -> argparse.Namespace:
    """What was asked on the command line."""
    parser = argparse.ArgumentParser(description="Pictures and axe for every look of a page")
    parser.add_argument("base")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--languages", default="en,ar")
    parser.add_argument("--sizes", default="phone,desktop")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--cookie", action="append", default=[], help="name=value")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--viewport", action="store_true", help="only the first screen")
    parser.add_argument("--no-axe", action="store_true")
    parser.add_argument("--open", default="", help="press this selector before the picture")
    return parser.parse_args()


def looks(asked: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """Every language × size × theme."""
    for language in asked.languages.split(","):
        for size in asked.sizes.split(","):
            for theme in asked.themes.split(","):
                yield language, size, theme


def open_page(browser: Browser, asked: argparse.Namespace, look: tuple[str, str, str]) -> Page:
    """A fresh page in this language, size and theme, signed in by the cookies."""
    language, size, theme = look
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        device_scale_factor=1,
        has_touch=size == "phone",
        reduced_motion="reduce",
    )
    pairs = [f"language={language}", *asked.cookie]
    for name, _, value in (pair.partition("=") for pair in pairs):
        context.add_cookies([{"name": name, "value": value, "url": asked.base}])
    return context.new_page()


def violations(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{item['id']}: {node['html'][:160]} | {node.get('failureSummary', '')[:220]!r}"
        for item in found
        for node in item["nodes"]
    ]


def shoot(
    page: Page, asked: argparse.Namespace, path: str, look: tuple[str, str, str]
) -> list[str]:
    """One picture; returns what is wrong."""
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.goto(f"{asked.base.rstrip('/')}{path}", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    if asked.open:
        page.locator(asked.open).first.click()
    name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
    asked.out.mkdir(parents=True, exist_ok=True)
    picture = asked.out / f"{name}.{'.'.join(look)}.png"
    page.screenshot(path=str(picture), full_page=not asked.viewport, animations="disabled")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        wrong.append(f"layout: {wide} px wider than the screen")
    return wrong if asked.no_axe else wrong + violations(page)


def main() -> int:
    """Every look of every path; 1 where something is wrong."""
    asked = arguments()
    bad = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for path in asked.paths:
            for look in looks(asked):
                page = open_page(browser, asked, look)
                wrong = shoot(page, asked, path, look)
                page.context.close()
                bad += len(wrong)
                print(f"{path} {' '.join(look)}: {len(wrong)} wrong", flush=True)
                for line in wrong:
                    print(f"    {line}", flush=True)
        browser.close()
    print(f"{bad} wrong; pictures in {asked.out}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
