"""`make axe`: every page × four languages × light and dark: what axe finds, and what Chromium says.

In an installation of its own with cases at every stage. Pages are those that links lead to, for
every persona, and every question of the public form. The last line is JSON:
`{"goal": "axe", "n": looks, "bad": violations and console errors, "pages": …}`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from axe_playwright_python.sync_playwright import Axe  # noqa: E402 after the path
from playwright.sync_api import Browser as Chromium  # noqa: E402 after the path
from playwright.sync_api import Page as Tab  # noqa: E402 after the path

from tools.chromium import Faults, Person, chromium  # noqa: E402 after the path
from tools.installation import installation  # noqa: E402 after the path
from tools.journey_browser import Miss  # noqa: E402 after the path
from tools.journey_case import Case, Office, Steps  # noqa: E402 after the path
from tools.journey_stories import ZHANG  # noqa: E402 after the path
from tools.shown_pages import Shown, crawl  # noqa: E402 after the path

LANGUAGES = ("en", "ru", "zh-hans", "ar")
THEMES = ("light", "dark")
OPTIONS: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
# The same document in other colours: the rules about colours are those that can answer otherwise.
COLOURS = {
    **OPTIONS,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# Colours pass over into each other, a child's after its parent's: they are looked at when all have
# arrived.
SETTLED = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const moving = () => document.getAnimations().filter(
        one => one.effect.getComputedTiming().iterations !== Infinity);
    for (let still = 0; still < 3; still++) {
        await frame();
        if (moving().length > 0) still = -1;
        await Promise.all(moving().map(one => one.finished.catch(() => null)));
    }
}"""
QUESTIONS = (
    "whom", "need", "papers", "dates", "patient", "stay", "payer", "languages", "care", "contact",
    "consent",
)  # fmt: skip


@dataclass
class Looked:
    """What was looked at and what was wrong."""

    looks: int = 0
    wrong: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    def look(self, person: Person, path: str, themes: Iterable[str] = THEMES) -> None:
        """One page in the person's language, in each theme."""
        try:
            page = person.get(path)
        except Miss as missing:
            self.wrong.append(str(missing))
            return
        if page.language.lower() != person.language:
            self.wrong.append(f"{path} speaks {page.language} instead of {person.language}")
        for theme in themes:
            put_on(person.tab, theme)
            self.looks += 1
            self.wrong += [
                f"{path} {person.language} {theme}: {found}"
                for found in violations(person.tab, OPTIONS if theme == "light" else COLOURS)
            ]
        person.tab.set_viewport_size({"width": 360, "height": 740})
        self.faults.measure(person.tab)
        person.tab.set_viewport_size({"width": 1280, "height": 800})

    def all_wrong(self) -> list[str]:
        """What axe found and what Chromium said."""
        return self.wrong + self.faults.wrong


def put_on(tab: Tab, theme: str) -> None:
    """Change the device's theme, and wait until the page wears it."""
    tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    tab.wait_for_function("theme => document.documentElement.dataset.bsTheme === theme", arg=theme)
    tab.evaluate(SETTLED)


def violations(tab: Tab, options: dict[str, Any] = OPTIONS) -> list[str]:
    """What axe finds on the page as it stands, one line a place."""
    if not tab.evaluate("() => Boolean(window.axe)"):
        tab.evaluate(Axe().axe_script)
    found = tab.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} | {node.get('failureSummary', '')[:200]!r}"
        for rule in found
        for node in rule["nodes"]
    ]


def look_at(
    browser: Chromium, address: str, pages: Iterable[Shown], languages: Iterable[str] = LANGUAGES
) -> Looked:
    """Each page by its persona, in each language and theme."""
    looked = Looked()
    by_persona: dict[str, list[Shown]] = {}
    for page in pages:
        by_persona.setdefault(page.persona, []).append(page)
    for language in languages:
        for persona, own in by_persona.items():
            person = seated(browser, address, persona, language, looked.faults)
            for page in own:
                looked.look(person, page.path)
            person.close()
    return looked


def seated(
    browser: Chromium,
    address: str,
    persona: str,
    language: str,
    faults: Faults,
    size: str = "desktop",
) -> Person:
    """A persona signed in and reading in this language, whatever their account says."""
    person = Person(browser, address, persona or "visitor", language, faults=faults, size=size)
    if persona:
        person.sign_in(persona)
    person.context.add_cookies([{"name": "language", "value": language, "url": address}])
    return person


def look_at_questions(browser: Chromium, address: str, looked: Looked) -> None:
    """The public form: a draft answered to its last question, then each question as it stands."""
    for language in LANGUAGES:
        person = seated(browser, address, "", language, looked.faults)
        office = Office(address, opens=lambda *_, kept=person: kept)
        Case(replace(ZHANG, language=language), office, Quiet()).questions()
        for code in QUESTIONS:
            looked.look(person, f"/request/step/{code}/")
        looked.look(person, "/request/review/")
        person.close()


class Quiet(Steps):
    """Steps that say nothing."""

    def say(self, words: str) -> None:
        """Nothing."""


def batches(pages: list[Shown]) -> Iterator[list[Shown]]:
    """One persona's pages after the other, so that progress can be told."""
    for persona in dict.fromkeys(page.persona for page in pages):
        yield [page for page in pages if page.persona == persona]


def main() -> int:
    """Look at all of it; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", help="an installation that runs, with cases in it")
    asked = parser.parse_args()
    begun = time.monotonic()
    if asked.address:
        return matrix(asked.address, begun)
    with installation(reference=True) as made:
        made.ask("-m", "tools.shown_world")
        return matrix(made.address, begun)


def matrix(address: str, begun: float) -> int:
    """Every page, told as it goes."""
    pages = crawl(address)
    kinds = {page.kind for page in pages}
    print(f"{len(pages)} pages of {len(kinds)} kinds", flush=True)
    looks, wrong = 0, []
    with chromium() as browser:
        for own in batches(pages):
            looked = look_at(browser, address, own)
            looks += looked.looks
            wrong += tell(own[0].persona or "visitor", looked)
        looked = Looked()
        look_at_questions(browser, address, looked)
        looks += looked.looks
        wrong += tell("public form", looked)
    line = {
        "goal": "axe",
        "n": looks,
        "bad": len(wrong),
        "pages": len(pages) + len(QUESTIONS) + 1,
        "kinds": len(kinds),
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(line))
    return 1 if wrong else 0


def tell(who: str, looked: Looked) -> list[str]:
    """Say what is wrong, each once."""
    wrong = list(dict.fromkeys(looked.all_wrong()))
    print(f"{who}: {looked.looks} looks, {len(wrong)} wrong", flush=True)
    for line in wrong:
        print(f"    {line}", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
