"""Forms as a page gave them, filled the way a person would who has to send something.

What is required and empty gets the first choice or a plain value; what a story types comes on top.
A field that the page does not offer cannot be sent.
"""

import datetime as dt
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Pairs = list[tuple[str, str]]
Typed = dict[str, str | list[str]]
NOT_TYPED = {"submit", "button", "image", "reset", "file"}


@dataclass
class Control:
    """One field of a form: its kind, what it holds, what it offers."""

    kind: str
    required: bool = False
    held: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form that changes something, by its address and fields."""

    path: str
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: Pairs = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def offers(self, names: set[str], press: tuple[str, str] | None) -> bool:
        """Whether every one of these can be sent by it."""
        known = set(self.controls) | self.files
        return names <= known and (press is None or press in self.buttons)

    def filled(self, typed: Typed, press: tuple[str, str] | None) -> Pairs:
        """What the browser would send."""
        sent: Pairs = []
        for name, control in self.controls.items():
            given = typed.get(name)
            values = [given] if isinstance(given, str) else given
            sent += [(name, value) for value in (_held(control) if values is None else values)]
        return sent + ([press] if press else [])


def _held(control: Control) -> list[str]:
    if any(control.held) or not control.required:
        return control.held
    if control.offered:
        return [next(filter(None, control.offered), "")]
    plain = {"date": dt.date.today().isoformat(), "number": "1", "email": "someone@example.org"}  # noqa: DTZ011 a browser's own day
    return [plain.get(control.kind, "Some words")]


class Reader(HTMLParser):
    """Finds the forms of a page that are sent by POST."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: Control | None = None
        self._area: Control | None = None
        self._apart: list[tuple[str, tuple[str, str]]] = []
        self.feed(html)
        for key, button in self._apart:
            if key in self._by_id:
                self._by_id[key].buttons.append(button)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or one of its fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            path = urlsplit(urljoin(self.address, given.get("action") or self.address)).path
            self._form = Form(path)
            self.forms.append(self._form)
            self._by_id[given.get("id", path)] = self._form
        elif tag == "option" and self._select is not None:
            self._select.offered.append(given.get("value", ""))
            if "selected" in given:
                self._select.held.append(given.get("value", ""))
        elif tag == "button" and given.get("form"):
            self._apart.append((given["form"], (given.get("name", ""), given.get("value", ""))))
        elif self._form is not None and given.get("name") and "disabled" not in given:
            self._control(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        """A form or a field ends."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            if self._select is not None and not self._select.held:
                self._select.held = self._select.offered[:1]
            self._select = None
        elif tag == "textarea" and self._area is not None:
            self._area.held = ["".join(self._area.held).lstrip("\n")]
            self._area = None

    def handle_data(self, data: str) -> None:
        """What a text field holds."""
        if self._area is not None:
            self._area.held.append(data)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given["name"], given.get("value", "")
        kind = given.get("type", "submit" if tag == "button" else tag)
        if kind in NOT_TYPED:
            if kind == "file":
                form.files.add(name)
            else:
                form.buttons.append((name, value))
            return
        control = form.controls.setdefault(name, Control(kind))
        control.required |= "required" in given
        if tag == "select":
            self._select = control
        elif tag == "textarea":
            self._area = control
        elif kind in {"radio", "checkbox"}:
            control.offered.append(value or "on")
            control.held += [value or "on"] if "checked" in given else []
        else:
            control.held = [value]


def find(
    html: str, address: str, path: str, names: set[str], press: tuple[str, str] | None
) -> Form | None:
    """The page's form that goes to the path and offers these fields; None where there is none."""
    fitting = (
        form
        for form in Reader(address, html).forms
        if form.path == path and form.offers(names, press)
    )
    return next(fitting, None)


def bare(path: str, names: set[str]) -> Form:
    """A form that no page shows."""
    return Form(path, {name: Control("text") for name in names})
