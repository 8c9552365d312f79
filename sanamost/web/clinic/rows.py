"""The inbox's rows as HTML, written at one go.

Fifty rows of seven cells would be a thousand template nodes; this is the page that staff open most.
Everything that comes from data is escaped here.
"""

import datetime as dt
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sanamost.journey.cases.states import Origin
from sanamost.journey.requests.selectors import InboxRow
from sanamost.web.components.icons import icon_svg
from sanamost.web.components.templatetags.sanamost import clock
from sanamost.web.components.wording import country_words

NONE = '<span class="soft">—</span>'


class Writer:
    """Writes rows for one page: its words and countries are looked up once."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self.labels = {
            "state": escape(_("State")),
            "due": escape(_("Due")),
            "need": escape(_("What for")),
            "assigned": escape(_("Assigned to")),
        }
        self.nobody = f'<span class="soft">{escape(_("Nobody yet"))}</span>'
        self.unread = (
            f'<span class="dot"></span><span class="only-read">{escape(_("New"))}: </span>'
        )
        seen_before = escape(_("Seen before"))
        people = icon_svg("people", "", "")
        self.duplicate = f' · <span class="row-duplicate">{people}{seen_before}</span>'
        self.countries: dict[str, str] = {}

    def row(
        self, row: InboxRow, *, words: str, meaning: str, facts: tuple[str, str, str], due: str
    ) -> str:
        """One row; `facts` are area, language and origin in words, `due` what is due."""
        area, language, origin = facts
        label = self.labels
        cells = (
            f'<td data-label="{label["state"]}"><span class="state state-{meaning}">'
            f"{icon_svg(meaning, '', '')}<span>{escape(words)}</span></span></td>"
            f'<td data-label="{label["due"]}">{self._due(row, due)}</td>'
            f'<td data-label="{label["need"]}"><div>{escape(area) or NONE}'
            f'<span class="row-under">{escape(language)}{self._origin(row, origin)}</span>'
            "</div></td>"
            f'<td data-label="{label["assigned"]}">{self._assigned(row)}</td>'
        )
        kind = ' class="row-new"' if row.unread else ""
        return f'<tr{kind}><th scope="row">{self._name(row)}</th>{cells}</tr>'

    def _name(self, row: InboxRow) -> str:
        mark = self.unread if row.unread else ""
        original = ""
        if row.name_original and row.name_original != row.name:
            original = f" · <bdi>{escape(row.name_original)}</bdi>"
        return (
            f'<a class="row-link" href="/desk/cases/{row.case_public_id}/" data-walk>{mark}'
            f'<bdi class="row-name">{escape(row.name or row.number)}</bdi></a>'
            f'<span class="row-under"><bdi>{row.number}</bdi>{original}{self._country(row.country)}'
            f"{self.duplicate if row.duplicate else ''}</span>"
        )

    def _country(self, code: str) -> str:
        if not code:
            return ""
        if code not in self.countries:
            self.countries[code] = f" · {escape(country_words(code))}"
        return self.countries[code]

    def _origin(self, row: InboxRow, words: str) -> str:
        """How it came, where that is not the usual way."""
        return "" if row.origin == Origin.DIRECT else f" · {escape(words)}"

    def _due(self, row: InboxRow, due: str) -> str:
        if row.due_at is None:
            return NONE
        left = clock(row.due_at, None, self.now)
        return f'<div>{left}<span class="row-under">{escape(due)}</span></div>'

    def _assigned(self, row: InboxRow) -> str:
        return f"<bdi>{escape(row.assigned_to)}</bdi>" if row.assigned_to else self.nobody


def joined(rows: list[str]) -> SafeString:
    """Rows made by `Writer.row`, safe as they are."""
    return mark_safe("".join(rows))  # noqa: S308 every value was escaped by the writer
