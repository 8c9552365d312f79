"""A small browser: reads forms from pages, fills, sends and follows; knows nothing of the server.

What a person could not do on the page, it cannot do: a field that is not there, a choice that is
not offered, a hidden value that the page did not give.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

import requests

SECONDS = 90
Upload = tuple[str, bytes, str]
T = TypeVar("T")


class Miss(Exception):
    """Something is not as it must be."""


class Answer(Protocol):
    """What a server answered: by requests, or as a real browser shows it."""

    @property
    def status_code(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


@dataclass
class Form:
    """A form as the page gave it."""

    action: str
    method: str
    key: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)
    """What would be sent if nothing were typed."""
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Values offered by select, radio and check boxes, with the words of options."""
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def knows(self, names: Iterable[str]) -> bool:
        """Whether every one of these can be sent by it."""
        offered = self.names | self.files | {name for name, _value in self.buttons}
        return set(names) <= offered


class Page(HTMLParser):
    """An answer with its forms, links, words and errors."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(convert_charrefs=True)
        self.status = answer.status_code
        self.url = answer.url
        self.path = urlsplit(answer.url).path
        self.body = answer.content
        self.html = answer.content.decode("utf-8", "replace") if _is_text(answer) else ""
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.language = ""
        self._said: list[str] = []
        self._errors: list[str] = []
        self._good: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._area: tuple[str, list[str]] | None = None
        self._marks: list[tuple[str, str]] = []
        self._quiet = 0
        self._apart: list[tuple[str, str, str]] = []
        self.feed(self.html)
        for key, name, value in self._apart:
            for form in self.forms:
                if form.key == key:
                    form.buttons.append((name, value))

    @property
    def words(self) -> str:
        """What can be read on it."""
        return " ".join(" ".join(self._said).split())

    @property
    def errors(self) -> str:
        """What the page says is wrong."""
        return " ".join(" ".join(self._errors).split())

    def form(self, *names: str, action: str = "", press: tuple[str, str] | None = None) -> Form:
        """The form that has these fields, button and action. Raises Miss."""
        for one in self.forms:
            if press and press not in one.buttons:
                continue
            if one.method == "post" and one.knows(names) and action in one.action:
                if (
                    not names
                    and not action
                    and not press
                    and urlsplit(one.action).path != self.path
                ):
                    continue
                return one
        raise Miss(
            f"{self.path} has no form with {', '.join(names) or action or press or 'a button'}"
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("class", "")
        if tag in {"script", "style"}:
            self._quiet += 1
        if "form-errors" in kind or "field-error" in kind:
            self._marks.append((tag, "error"))
        elif self._marks and tag == self._marks[-1][0]:
            self._marks.append((tag, ""))
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "a" and "href" in given:
            self.links.append(
                urlsplit(urljoin(self.url, given["href"]))._replace(fragment="").geturl()
            )
        elif tag == "form":
            action = urljoin(self.url, given.get("action") or self.url)
            self._form = Form(action, given.get("method", "get").lower(), given.get("id", ""))
            self.forms.append(self._form)
        elif tag == "button" and given.get("form"):
            self._apart.append((given["form"], given.get("name", ""), given.get("value", "")))
        elif self._form is not None:
            self._control(self._form, tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._quiet -= 1
        if self._marks and tag == self._marks[-1][0]:
            self._marks.pop()
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._first_option()
            self._select = ""
        elif tag == "textarea" and self._form is not None and self._area is not None:
            self._form.values.append((self._area[0], "".join(self._area[1]).lstrip("\n")))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._quiet:
            return
        if self._area is not None:
            self._area[1].append(data)
        if any(mark == "error" for _tag, mark in self._marks):
            self._errors.append(data)
        if self._select and self._form is not None and self._form.choices.get(self._select):
            value, words = self._form.choices[self._select][-1]
            self._form.choices[self._select][-1] = (value, words + data)
        self._said.append(data)

    def _first_option(self) -> None:
        """What a browser sends where nothing is chosen."""
        form, name = self._form, self._select
        if form and name and form.choices.get(name) and name not in dict(form.values):
            form.values.append((name, form.choices[name][0][0]))

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        kind = given.get("type", "submit" if tag == "button" else "text")
        if tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append((value, ""))
            if "selected" in given:
                form.values.append((self._select, value))
        elif "disabled" in given or not name:
            return
        elif tag == "select":
            self._select = name
            form.names.add(name)
        elif tag == "textarea":
            form.names.add(name)
            self._area = (name, [])
        elif tag == "button" or kind in {"submit", "image"}:
            form.buttons.append((name, value))
        elif kind == "file":
            form.files.add(name)
        elif tag == "input":
            form.names.add(name)
            _keep(form, kind, given)


def _keep(form: Form, kind: str, given: dict[str, str]) -> None:
    """An input's value, where it would be sent as it stands."""
    name, value = given["name"], given.get("value", "")
    if kind in {"radio", "checkbox"}:
        value = value or "on"
        form.choices.setdefault(name, []).append((value, ""))
        if "checked" not in given:
            return
    form.values.append((name, value))


def _is_text(answer: Answer) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html")


class Browser:
    """One person at one browser. `language` is what the browser asks for."""

    def __init__(self, address: str, name: str, language: str) -> None:
        self.address = address
        self.name = name
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        self.papers: dict[str, str] = {}
        """Papers that this person was shown: their addresses and on which page."""

    def get(self, path: str) -> Page:
        """A page that must be there."""
        return self._page(self.session.get(urljoin(self.address, path), timeout=SECONDS))

    def fetch(self, path: str) -> bytes:
        """A file that must be there."""
        answer = self.session.get(urljoin(self.address, path), timeout=SECONDS)
        if answer.status_code != 200:
            raise Miss(f"{self.name}: {path} answers {answer.status_code}")
        return answer.content

    def refused(self, path: str) -> bool:
        """Whether this address does not exist for this person."""
        answer = self.session.get(urljoin(self.address, path), timeout=SECONDS)
        return answer.status_code == 404

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
        """Fill the page's form and send it. Raises Miss with what the page says is wrong."""
        page = self.get(page) if isinstance(page, str) else page
        wanted = [*typed, *(name for name, _file in files or ())]
        form = page.form(*wanted, action=to, press=press)
        sent = [(name, value) for name, value in form.values if name not in typed]
        for name, value in typed.items():
            for one in value if isinstance(value, list) else [value]:
                self._may(page, form, name, str(one))
                sent.append((name, str(one)))
        if press:
            sent.append(press)
        answer = self.session.post(
            form.action,
            data=sent,
            files=files,
            headers={"Referer": page.url},
            timeout=SECONDS,
        )
        return self._page(answer, expect)

    def sign_in(self, persona: str) -> Browser:
        """By one click on the demonstration's page."""
        self.send("/account/demonstration/", press=("persona", persona))
        return self

    def signs(self, path: str, **typed: Any) -> Page:
        """Send a form that may ask for a fresh proof of who signs."""
        page = self.get(path)
        if page.path.startswith("/account/confirm/"):
            page = self.send(page, press=("how", "demonstration"))
        return self.send(page, **typed)

    def _may(self, page: Page, form: Form, name: str, value: str) -> None:
        offered = form.choices.get(name)
        values = [known for known, _words in offered or ()]
        if values and value not in values:
            raise Miss(
                f"{self.name}: {page.path} offers no {value!r} for {name}, only {values[:9]}"
            )

    def _page(self, answer: Answer, expect: int = 200) -> Page:
        page = Page(answer)
        if page.status != expect or (expect == 200 and page.errors):
            said = page.errors or page.words[:300]
            raise Miss(f"{self.name}: {page.path} answers {page.status}: {said}")
        for link in page.links:
            parts = urlsplit(link)
            if parts.path.startswith("/papers/"):
                self.papers.setdefault(parts.path, page.path)
        return page


def eventually(what: str, ask: Callable[[], T | None], seconds: float = 60) -> T:
    """The answer, once there is one: what follows from an event is done by the worker."""
    limit = time.monotonic() + seconds
    while True:
        found = ask()
        if found:
            return found
        if time.monotonic() > limit:
            raise Miss(f"{what} did not come within {seconds:.0f} s")
        time.sleep(0.5)
