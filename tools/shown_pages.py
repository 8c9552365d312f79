"""Which pages there are to look at: every one that links lead to, for every persona.

Nobody keeps a list: each persona signs in and follows links, so a page that nothing leads to is
found missing by comparing with the declared ones.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tools.journey_browser import Browser, Miss, Page

ID = re.compile(r"[a-z]{4}_[A-Za-z0-9]{22}")
ALIKE = re.compile(r"(?<=/)(?:[a-z]{4}_[A-Za-z0-9]{22}|[0-9A-Z]{4}(?:-[0-9A-Z]{4})+|\d+)(?=/|$)")
PERSONAS = (
    "amina", "zhang-wei", "fatima", "karim", "petrova", "orlova", "sidorov", "volkov", "egorova",
    "haddad", "lee", "ivanova", "nikitin", "sokolova",
)  # fmt: skip
NOT_PAGES = ("/account/logout/", "/papers/", "/static/", "/healthz", "/readyz")
STAGED = {"/my/cases/…/": 8, "/desk/cases/…/": 8, "/partner/cases/…/": 3}
"""How many pages of one kind are looked at, where the stage of a case changes them."""
FIRST: tuple[str, ...] = (
    "/",
    "/request/",
    "/verify/",
    "/offline/",
    "/consent/decided/given/",
    "/style/",
)
FIRST += ("/account/login/", "/account/login/code/", "/account/signup/", "/account/demonstration/")
HOMES = ("/my/", "/desk/", "/partner/", "/coordinator/")
"""Each persona's own is looked at."""
MOST = 400


@dataclass(frozen=True)
class Shown:
    """A page and who looks at it; "" is a visitor."""

    kind: str
    path: str
    persona: str


def kind_of(path: str) -> str:
    """The address without what differs between pages of a kind."""
    return ALIKE.sub("…", path)


def crawl(address: str, personas: Iterable[str] = ("", *PERSONAS)) -> list[Shown]:
    """Every kind of page that the personas reach by links, each once or as STAGED says."""
    found: list[Shown] = []
    times: Counter[str] = Counter()
    for persona in personas:
        browser = Browser(address, persona or "visitor", "en")
        if persona:
            browser.sign_in(persona)
        own = _walk(browser, persona, address)
        for one in own:
            if times[one.kind] < STAGED.get(one.kind, 1) or one.path in HOMES:
                times[one.kind] += 1
                found.append(one)
    return found


def _walk(browser: Browser, persona: str, address: str) -> list[Shown]:
    waiting = deque(FIRST if not persona else ("/account/home/", "/account/profile/"))
    seen: set[str] = set(waiting)
    times: Counter[str] = Counter()
    found: list[Shown] = []
    while waiting and len(found) < MOST:
        page = _there(browser, waiting.popleft())
        if page is None:
            continue
        kind = kind_of(page.path)
        if times[kind] >= STAGED.get(kind, 1):
            continue
        times[kind] += 1
        found.append(Shown(kind, page.path, persona))
        for path in _links(page, address):
            if path not in seen and times[kind_of(path)] < STAGED.get(kind_of(path), 1):
                seen.add(path)
                waiting.append(path)
    return found


def _links(page: Page, address: str) -> list[str]:
    """Where links and search forms of the page lead, on this site, without what is searched."""
    targets = [*page.links, *(form.action for form in page.forms)]
    own = [urlsplit(link) for link in targets if link.startswith(address)]
    return [link.path for link in own if not link.path.startswith(NOT_PAGES)]


def _there(browser: Browser, path: str) -> Page | None:
    try:
        page = browser.get(path)
    except Miss:
        return None
    return page if page.html else None
