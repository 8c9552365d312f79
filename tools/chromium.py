"""A person at a real Chromium: the journey's browser, driven through real pages by real clicks.

`Person` does what `tools.journey_browser.Browser` does, so the same steps walk a case over plain
HTTP or in Chromium. On the way it notes what no page may do: an error in the console, a script
that fails, a violation of the content security policy, a page wider than its screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import FilePayload, Locator, Response, sync_playwright
from playwright.sync_api import Page as Tab
from playwright.sync_api import Request as Asked

from tools.journey_browser import Browser, Miss, Page, Upload

CHROMIUM = Path("/usr/bin/chromium")
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
MILLISECONDS = 60_000
# Said by the page itself, before any of its scripts: a violation is heard even where no console is.
LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));"""
OPEN_FOLDED = (
    "one => { for (let up = one; up; up = up.parentElement)"
    " if (up.tagName === 'DETAILS') up.open = true; }"
)


@contextmanager
def chromium() -> Iterator[Chromium]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Faults:
    """What pages did that they must not do."""

    seen: set[str] = field(default_factory=set)
    """Addresses, without what stands after the question mark."""
    wrong: list[str] = field(default_factory=list)

    def listen(self, tab: Tab) -> None:
        """Note everything that goes wrong in this tab from now on."""
        tab.add_init_script(LISTEN)
        tab.on("console", lambda said: self._said(tab, said.type, said.text))
        tab.on("pageerror", lambda error: self.note(tab, f"script: {error}"))
        tab.on("requestfailed", lambda asked: self._failed(tab, asked))

    def note(self, tab: Tab, words: str) -> None:
        """One fault of the page that the tab shows."""
        self.wrong.append(f"{tab.url}: {words}")

    def measure(self, tab: Tab) -> None:
        """Note where the page can be pushed sideways."""
        self.seen.add(tab.url.partition("?")[0])
        wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.note(tab, f"{wide} px wider than its screen")

    def _said(self, tab: Tab, kind: str, words: str) -> None:
        # A page that answers 422 (a form sent back) is announced by Chromium itself; the steps
        # look at the status of every page.
        if kind == "error" and "status of 422" not in words:
            self.note(tab, f"console: {words}")

    def _failed(self, tab: Tab, asked: Asked) -> None:
        # A page left before all of it came, and a file that is kept and not shown, are aborted.
        if "ERR_ABORTED" not in (asked.failure or ""):
            self.note(tab, f"not loaded: {asked.url} {asked.failure}")


@dataclass(frozen=True)
class Shown:
    """A page as Chromium shows it."""

    status_code: int
    url: str
    content: bytes
    headers: Mapping[str, str]


class Person(Browser):
    """One person at one Chromium; `language` is what it asks for."""

    def __init__(
        self,
        chromium: Chromium,
        address: str,
        name: str,
        language: str,
        *,
        faults: Faults | None = None,
        size: str = "desktop",
    ) -> None:
        super().__init__(address, name, language)
        self.language = language
        width, height = SIZES[size]
        self.context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale={"zh-hans": "zh-CN"}.get(language, language),
            reduced_motion="reduce",
            has_touch=size == "phone",
        )
        self.context.set_default_timeout(MILLISECONDS)
        self.tab = self.context.new_page()
        self.faults = faults or Faults()
        self.faults.listen(self.tab)
        self._document: Response | None = None
        self.tab.on("response", self._came)

    def get(self, path: str) -> Page:
        """A page that must be there, shown."""
        self.tab.goto(urljoin(self.address, path), wait_until="load")
        return self._now(200)

    def fetch(self, path: str) -> bytes:
        """A file that must be there, with this person's cookies."""
        answer = self.context.request.get(urljoin(self.address, path))
        if answer.status != 200:
            raise Miss(f"{self.name}: {path} answers {answer.status}")
        return answer.body()

    def refused(self, path: str) -> bool:
        """Whether this address does not exist for this person."""
        return self.context.request.get(urljoin(self.address, path)).status == 404

    def send(
        self,
        page: Page | str,
        *,
        to: str = "",
        press: tuple[str, str] | None = None,
        files: list[tuple[str, Upload]] | None = None,
        expect: int = 200,
        **typed: Any,
    ) -> Page:
        """Fill the page's form by hand and press its button."""
        page = self.get(page) if isinstance(page, str) else page
        if self.tab.url != page.url:
            page = self.get(page.url)
        wanted = [*typed, *(name for name, _file in files or ())]
        form = page.form(*wanted, action=to, press=press)
        place = self.tab.locator("form").nth(page.forms.index(form))
        for name, value in typed.items():
            self._may_each(page, form, name, value)
            self._fill(place, form.key, name, value)
        for name in {name for name, _file in files or ()}:
            chosen: list[FilePayload] = [
                {"name": called, "mimeType": kind, "buffer": content}
                for field_name, (called, content, kind) in files or ()
                if field_name == name
            ]
            place.locator(f'input[type=file][name="{name}"]').set_input_files(chosen)
        self._press(place, form.key, press)
        return self._now(expect)

    def close(self) -> None:
        """Shut it, and forget who was signed in."""
        self.context.close()

    def _may_each(self, page: Page, form: Any, name: str, value: Any) -> None:
        for one in value if isinstance(value, list) else [value]:
            self._may(page, form, name, str(one))

    def _fill(self, place: Locator, key: str, name: str, value: Any) -> None:
        fields = self._inside(place, key, f'[name="{name}"]')
        first = fields.first
        first.evaluate(OPEN_FOLDED)
        kind = str(first.evaluate("one => one.tagName === 'INPUT' ? one.type : one.tagName"))
        values = [str(one) for one in (value if isinstance(value, list) else [value])]
        if kind == "SELECT":
            first.select_option(values)
        elif kind in {"radio", "checkbox"}:
            for one in fields.all():
                wanted = one.get_attribute("value") in {*values, None}
                if wanted or kind == "checkbox":
                    one.set_checked(wanted)
        elif kind != "hidden":
            first.fill(values[0])

    def _press(self, place: Locator, key: str, press: tuple[str, str] | None) -> None:
        named = f'[name="{press[0]}"][value="{press[1]}"]' if press else ":not([type=button])"
        button = self._inside(place, key, f"button{named}").first
        button.evaluate(OPEN_FOLDED)
        self._document = None
        if button.get_attribute("data-confirm"):
            asked = self.tab.locator(f"dialog#{button.get_attribute('data-confirm')}")
            button.click()
            button = asked.locator("button[value=yes]")
        if place.get_attribute("hx-post"):
            with self.tab.expect_response(lambda answer: answer.request.method == "POST"):
                button.click()
            self.tab.reload(wait_until="load")
            return
        with self.tab.expect_navigation(wait_until="load"):
            button.click()

    def _inside(self, place: Locator, key: str, what: str) -> Locator:
        """In the form, or elsewhere on the page and belonging to it."""
        inside = place.locator(what)
        return inside.or_(self.tab.locator(f'{what}[form="{key}"]')) if key else inside

    def _came(self, answer: Response) -> None:
        asked = answer.request
        if asked.is_navigation_request() and asked.frame == self.tab.main_frame:
            self._document = answer

    def _now(self, expect: int) -> Page:
        """What stands there now, read as every page is, and measured."""
        came = self._document
        if came is None:
            raise Miss(f"{self.name}: nothing came at {self.tab.url}")
        self.faults.measure(self.tab)
        html = self.tab.content().encode()
        headers = {"Content-Type": came.headers.get("content-type", "")}
        return self._page(Shown(came.status, self.tab.url, html, headers), expect)
