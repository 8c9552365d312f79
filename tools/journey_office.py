"""At whose desk a case is carried through the pages, and what every step of it knows."""

from __future__ import annotations

import re
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import requests

from tools.journey_browser import Browser, Miss, Page
from tools.journey_stories import Story

T = TypeVar("T")
ID = r"[A-Za-z0-9]{22}"


class Steps:
    """What was done, with times; misses are counted."""

    def __init__(self) -> None:
        self.done = 0
        self.bad = 0
        self.began = time.monotonic()

    def __call__(self, words: str, work: Callable[[], T]) -> T:
        """Do it and say how long it took. A Miss is said, counted and raised on."""
        start = time.monotonic()
        try:
            answer = work()
        except (Miss, requests.RequestException) as reason:
            self.bad += 1
            self.say(f"  MISS   {words}: {reason}")
            raise Miss(words) from reason
        self.done += 1
        self.say(f"  {time.monotonic() - start:6.2f} s  {words}")
        return answer

    def say(self, words: str) -> None:
        """A line."""
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()

    def seconds(self) -> float:
        """Since the beginning."""
        return round(time.monotonic() - self.began, 1)


@dataclass
class Office:
    """The staff's browsers, opened once each."""

    address: str
    known: dict[str, Browser] = field(default_factory=dict)
    opens: Callable[[str, str, str], Browser] = Browser
    """What a person sits down at: (address, name, language)."""

    def open(self, name: str, language: str) -> Browser:
        """A new browser, signed in as nobody."""
        return self.opens(self.address, name, language)

    def __call__(self, persona: str, language: str = "en") -> Browser:
        """The persona's browser, signed in by one click."""
        if persona not in self.known:
            self.known[persona] = self.open(persona, language).sign_in(persona)
        return self.known[persona]


def ids(page: Page, prefix: str) -> list[str]:
    """Public ids of one kind that the page links to, in order, each once."""
    found = re.findall(rf"{prefix}_{ID}", " ".join([*page.links, *(f.action for f in page.forms)]))
    return list(dict.fromkeys(found))


def one(page: Page, prefix: str) -> str:
    """The one id of this kind. Raises Miss."""
    found = ids(page, prefix)
    if not found:
        raise Miss(f"{page.path} leads to no {prefix}_…")
    return found[0]


class OnPages:
    """One case on its way through the pages."""

    def __init__(self, story: Story, office: Office, steps: Steps) -> None:
        self.story = story
        self.office = office
        self.steps = steps
        self.mark = secrets.token_hex(3).upper()
        self.number = ""
        self.case = ""
        self.proposals: dict[str, str] = {}
        self.agreement = ""
        self.travel = ""
        self.episode = ""
        self.patient = office.open(story.persona, story.language)

    def speaks(self, page: Page) -> None:
        """The page is in the patient's language."""
        if page.language.lower() != self.story.language:
            raise Miss(f"{page.path} speaks {page.language}")

    def passport(self) -> str:
        """A number of its own for each run."""
        return f"E{int(self.mark, 16):08d}"
