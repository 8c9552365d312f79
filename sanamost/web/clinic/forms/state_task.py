"""The state task of one year as a table: areas by months, for each source of finance."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sanamost.registry.resources.services import PlanFacts
from sanamost.registry.resources.states import FinanceSource

SPARE_ROWS = 2
MOST_ROWS = 35
"""As many as there are areas: with 28 fields each, a form that a server takes."""
MOST_CASES = 100_000
Key = tuple[str, str]
"""An area and a source of finance."""


@dataclass(frozen=True)
class Line:
    """One row of the table: its fields, and what it is about."""

    number: int
    area: forms.BoundField
    source: forms.BoundField
    area_words: str
    source_words: str
    stay: forms.BoundField
    planned: list[tuple[str, forms.BoundField]]
    done: list[tuple[str, forms.BoundField]]
    until: forms.BoundField | None

    @property
    def known(self) -> bool:
        """Whether the row has figures already; else its area is chosen here."""
        return self.area.is_hidden


class PlanForm(forms.Form):
    """Twelve months; what was done is asked for months that have begun."""

    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *sent: Any,
        year: int,
        today: dt.date,
        areas: list[tuple[str, str]],
        plans: Sequence[Any],
        keys: Sequence[Key],
        source: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*sent, **options)
        self.today = today
        self.months = [dt.date(year, month, 1) for month in range(1, 13)]
        self.begun = [month for month in self.months if month <= today]
        self.areas = {key[0]: key[0] for key in keys} | dict(areas)
        self.sources, self.source = dict(FinanceSource.choices), source
        self.held = {(row.area, row.source, row.month): row for row in plans}
        self.keys = list(keys)
        self.initial["seen"] = digest_of(plans)
        self.size = self._asked() if self.is_bound else min(len(keys) + SPARE_ROWS, MOST_ROWS)
        self.initial["rows"] = self.size
        for index in range(self.size):
            self._row(index, self._key(index))

    def _asked(self) -> int:
        sent = str(self.data.get("rows", ""))
        return min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() else 0

    def _key(self, index: int) -> Key:
        """What the row is about: as it was sent, or as it stands."""
        if self.is_bound:
            return str(self.data.get(f"area-{index}", "")), str(
                self.data.get(f"source-{index}", "")
            )
        return self.keys[index] if index < len(self.keys) else ("", self.source)

    def _row(self, index: int, key: Key) -> None:
        row = _("Row %(number)s") % {"number": index + 1}
        known = key in self.keys
        for name, label, choices in (
            ("area", _("Area of care"), self.areas),
            ("source", _("Source of finance"), self.sources),
        ):
            self.fields[f"{name}-{index}"] = forms.ChoiceField(
                label=f"{row}: {label}",
                choices=[("", "—"), *choices.items()],
                required=False,
                initial=key[name == "source"],
                widget=forms.HiddenInput if known else forms.Select,
            )
        named = " · ".join(
            filter(None, (self.areas.get(key[0]), str(self.sources.get(key[1], ""))))
        )
        row = named if known else row
        plans = [self.held.get((*key, month)) for month in self.months]
        self.fields[f"stay-{index}"] = _stay(f"{row}: {_('Average stay')}", _common_stay(plans))
        for month, plan in zip(self.months, plans, strict=True):
            label = f"{row}: {date_format(month, 'F')}"
            self.fields[f"planned-{index}-{month.month}"] = _cases(
                f"{label}, {_('planned')}", plan.planned if plan else None
            )
            if month in self.begun:
                self.fields[f"done-{index}-{month.month}"] = _cases(
                    f"{label}, {_('done')}", plan.done if plan and plan.done_before else None
                )
        if self._present():
            plan = self.held.get((*key, self.begun[-1]))
            last = plan.done_before - dt.timedelta(days=1) if plan and plan.done_before else None
            self.fields[f"until-{index}"] = forms.DateField(
                label=f"{row}: {_('counted until')}",
                required=False,
                initial=last,
                widget=forms.DateInput(attrs={"type": "date"}),
            )

    def _present(self) -> bool:
        """Whether the running month is one of the year's."""
        return bool(self.begun) and self.begun[-1] == self.today.replace(day=1)

    def lines(self) -> Iterator[Line]:
        """The table's rows, for the page."""
        for index in range(self.size):
            key = self._key(index)
            yield Line(
                number=index + 1,
                area=self[f"area-{index}"],
                source=self[f"source-{index}"],
                area_words=self.areas.get(key[0], key[0]),
                source_words=str(self.sources.get(key[1], key[1])),
                stay=self[f"stay-{index}"],
                planned=[
                    (date_format(month, "M"), self[f"planned-{index}-{month.month}"])
                    for month in self.months
                ],
                done=[
                    (date_format(month, "M"), self[f"done-{index}-{month.month}"])
                    for month in self.begun
                ],
                until=self[f"until-{index}"] if self._present() else None,
            )

    def clean(self) -> dict[str, Any]:
        """Each row is about one area and source, and whole."""
        said = super().clean() or {}
        seen: set[Key] = set()
        self.facts: list[PlanFacts] = []
        for index in range(self.size):
            key = said.get(f"area-{index}") or "", said.get(f"source-{index}") or ""
            if self._empty(index, said) and key not in self.keys:
                continue
            if not all(key):
                missing = "source" if key[0] else "area"
                self.add_error(f"{missing}-{index}", _("Choose what this row is about."))
            elif key in seen:
                self.add_error(f"area-{index}", _("This area and source stand in two rows."))
            else:
                seen.add(key)
                self.facts += self._facts(index, key, said)
        return said

    def _empty(self, index: int, said: dict[str, Any]) -> bool:
        return all(
            said.get(name) is None
            for name in self.fields
            if name.split("-")[0] in {"planned", "done", "until", "stay"}
            and name.split("-")[1] == str(index)
        )

    def _facts(self, index: int, key: Key, said: dict[str, Any]) -> Iterator[PlanFacts]:
        stay = said.get(f"stay-{index}")
        for month in self.months:
            field = f"planned-{index}-{month.month}"
            planned, held = said.get(field), self.held.get((*key, month))
            done = said.get(f"done-{index}-{month.month}")
            if planned is None:
                if (held or done is not None) and field not in self.errors:
                    self.add_error(field, _("Write 0 where nothing is planned."))
                continue
            days = stay if stay is not None else held.stay_days if held else None
            if days is None:
                if f"stay-{index}" not in self.errors:
                    self.add_error(f"stay-{index}", _("Enter the average stay in days."))
                continue
            yield PlanFacts(
                area=key[0],
                month=month,
                source=key[1],
                planned=planned,
                stay_days=days,
                done=done or 0,
                done_before=self._done_before(index, month, done, held, said),
            )

    def _done_before(
        self, index: int, month: dt.date, done: int | None, held: Any, said: dict[str, Any]
    ) -> dt.date | None:
        """The first day that `done` does not count; a month that is over counts whole."""
        if done is None:
            return None
        after = (month + dt.timedelta(days=32)).replace(day=1)
        if month != self.today.replace(day=1):
            known: dt.date | None = held.done_before if held and held.done == done else None
            return known or after
        field = f"until-{index}"
        last: dt.date | None = said.get(field)
        if last is None or not month <= last <= self.today:
            if field not in self.errors:
                self.add_error(field, _("Enter the last day that is counted, at the latest today."))
            return None
        return min(last + dt.timedelta(days=1), after)


def digest_of(plans: Sequence[Any]) -> str:
    """What the figures were when the table was opened."""
    told = sorted(
        f"{row.area} {row.source} {row.month} {row.planned} {row.done} {row.done_before}"
        f" {row.stay_days}"
        for row in plans
    )
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _common_stay(plans: Sequence[Any]) -> Decimal | None:
    """The stay of all months where it is the same."""
    stays = {row.stay_days for row in plans if row}
    return stays.pop() if len(stays) == 1 else None


def _cases(label: str, held: int | None) -> forms.Field:
    widget = forms.NumberInput(attrs={"class": "figure-input"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_CASES, required=False, initial=held, widget=widget
    )


def _stay(label: str, held: Decimal | None) -> forms.Field:
    widget = forms.NumberInput(attrs={"class": "figure-input", "step": "0.1"})
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.1"),
        max_value=365,
        max_digits=4,
        decimal_places=1,
        required=False,
        initial=f"{held.normalize():f}" if held is not None else None,
        widget=widget,
    )
