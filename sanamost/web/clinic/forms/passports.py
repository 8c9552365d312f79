"""What a clinic types into a passport of a service: a head, and tables row by row."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sanamost.engines.passports import BANDS, Figures, Need
from sanamost.registry.resources.machine_kinds import machine_kinds
from sanamost.registry.resources.states import PlaceKind
from sanamost.web.clinic.forms.card import day_field
from sanamost.web.clinic.forms.desk import choose
from sanamost.web.components.passports import (
    band_words,
    kind_words,
    speciality_names,
)

SPARE_ROWS = 3
MOST_ROWS = 300
MORE = "more"
"""The button that saves and gives further empty rows."""
Columns = Mapping[str, tuple[str, Callable[[], forms.Field]]]


class NewPassportForm(forms.Form):
    """For which profile and day."""

    area = forms.ChoiceField(label=_("Profile of care"))
    as_of = day_field(_("Date of the figures"), help_text=_("Usually the last day of a quarter."))

    def __init__(self, *sent: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "area", areas)


class FileForm(forms.Form):
    """A workbook like the template."""

    file = forms.FileField(
        label=_("Workbook"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"})
    )


class RowsForm(forms.Form):
    """A table typed row by row; rows left empty are left out."""

    rows = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=MOST_ROWS, required=False
    )

    def __init__(
        self, *sent: Any, columns: Columns, lines: list[dict[str, Any]], **options: Any
    ) -> None:
        super().__init__(*sent, **options)
        self.columns = columns
        self.size = self._asked() if self.is_bound else min(len(lines) + SPARE_ROWS, MOST_ROWS)
        self.initial["rows"] = self.size
        for index in range(self.size):
            held = lines[index] if index < len(lines) else {}
            for name, (label, make) in columns.items():
                field = make()
                field.label = _now("%(column)s, row %(row)s") % {"column": label, "row": index + 1}
                field.initial = held.get(name)
                self.fields[f"{name}-{index}"] = field

    def _asked(self) -> int:
        """How many rows were sent, never more than a page may have."""
        sent = str(self.data.get("rows", ""))
        return min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() else 0

    def heads(self) -> list[str]:
        """The columns' names."""
        return [label for label, _make in self.columns.values()]

    def cells(self) -> Iterator[list[tuple[str, forms.BoundField]]]:
        """Each row's fields with the names of their columns."""
        for index in range(self.size):
            yield [
                (label, self[f"{name}-{index}"]) for name, (label, _make) in self.columns.items()
            ]

    def typed(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each row that is not empty, with its number on the page."""
        for index in range(self.size):
            row = {name: self.cleaned_data.get(f"{name}-{index}") for name in self.columns}
            if any(value not in (None, "", 0) for value in row.values()):
                yield index + 1, row


def staff_form(*sent: Any, figures: Figures) -> RowsForm:
    """Staff by speciality and age band."""
    held = {line.speciality: line.speciality for line in figures.staff or ()}
    names = sorted((held | speciality_names()).items(), key=lambda pair: pair[1])
    choices = [("", "—"), *names]
    columns: Columns = {
        "speciality": (_now("Speciality"), lambda: _choice(choices)),
        "planned": (_now("Posts planned"), _posts),
        "filled": (_now("Posts filled"), _posts),
        **{band: (band_words(band), _count) for band in BANDS},
    }
    lines = [
        {
            "speciality": line.speciality,
            "planned": f"{line.planned.normalize():f}",
            "filled": f"{line.filled.normalize():f}",
            **{band: line.ages[band] or None for band in BANDS},
        }
        for line in figures.staff or ()
    ]
    return RowsForm(*sent, columns=columns, lines=lines)


def staff_row(**row: Any) -> dict[str, Any]:
    """A typed row as the engine takes it."""
    ages = {band: row[band] for band in BANDS}
    named = {name: row[name] for name in ("planned", "filled")}
    return {"speciality": row["speciality"] or "", **named, "ages": ages}


def machines_form(*sent: Any, figures: Figures, area: str) -> RowsForm:
    """Equipment; the kinds that the profile usually has come first."""
    usual = sorted(machine_kinds().values(), key=lambda kind: area not in kind.areas)
    choices = [("", "—"), *((kind.code, kind_words(kind.code)) for kind in usual)]
    columns: Columns = {
        "kind": (_now("Kind"), lambda: _choice(choices)),
        "model": (_now("Model"), _text),
        "units": (_now("Units"), _count),
        "year": (_now("Year made"), lambda: _number(1950, 2200)),
        "load": (_now("Load in per cent"), lambda: _number(0, 300)),
    }
    lines = [
        {
            "kind": one.kind,
            "model": one.model,
            "units": one.units,
            "year": one.year,
            "load": one.load,
        }
        for one in figures.machines or ()
    ]
    return RowsForm(*sent, columns=columns, lines=lines)


def places_form(*sent: Any, figures: Figures) -> RowsForm:
    """Where patients are cared for, with beds and day places."""
    choices = [("", "—"), *((str(code), str(label)) for code, label in PlaceKind.choices)]
    columns: Columns = {
        "kind": (_now("Kind"), lambda: _choice(choices)),
        "name": (_now("Name and town"), _text),
        "beds": (_now("Beds"), _count),
        "day_places": (_now("Day places"), _count),
    }
    lines = [
        {"kind": one.kind, "name": one.name, "beds": one.beds, "day_places": one.day_places}
        for one in figures.places or ()
    ]
    return RowsForm(*sent, columns=columns, lines=lines)


class StandardsForm(forms.Form):
    """What no figure says: the reference centre, the people served, the standard's questions."""

    refers = forms.ChoiceField(
        label=_("Are difficult cases referred to a reference centre?"),
        choices=[("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
    )
    reference = forms.CharField(
        label=_("Name of the reference centre"), max_length=200, required=False
    )
    population = forms.IntegerField(
        label=_("Adults in the area that you serve"),
        required=False,
        min_value=0,
        max_value=200_000_000,
    )

    def __init__(
        self, *sent: Any, figures: Figures, questions: list[tuple[Need, str]], **options: Any
    ) -> None:
        super().__init__(*sent, **options)
        named = figures.reference
        self.initial["refers"] = "" if named is None else "yes" if named else "no"
        self.initial["reference"] = named or ""
        self.initial["population"] = figures.population
        self.questions = [need.code for need, _words in questions]
        for need, words in questions:
            self.fields[_question(need.code)] = forms.ChoiceField(
                label=words,
                choices=[("", _now("Not said")), ("yes", _now("Yes")), ("no", _now("No"))],
                required=False,
                initial=figures.answers.get(need.code, ""),
            )

    def clean(self) -> dict[str, Any]:
        """Who refers says where."""
        said = super().clean() or {}
        if said.get("refers") == "yes" and not said.get("reference", "").strip():
            self.add_error("reference", _now("Name the reference centre."))
        return said

    def sections(self) -> dict[str, Any]:
        """The fields of `Figures` that this form fills."""
        said = self.cleaned_data
        reference = {"": None, "no": "", "yes": said["reference"].strip()}[said["refers"]]
        answers = {code: said[_question(code)] for code in self.questions if said[_question(code)]}
        return {"reference": reference, "population": said["population"], "answers": answers}


def last_quarter(today: dt.date) -> dt.date:
    """The last day of the quarter before the one of `today`."""
    return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - dt.timedelta(days=1)


def _question(code: str) -> str:
    return f"question-{code}"


def _choice(choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(choices=choices, required=False)


def _text() -> forms.Field:
    return forms.CharField(max_length=120, required=False)


def _count() -> forms.Field:
    return _number(0, 100_000)


def _number(least: int, most: int) -> forms.Field:
    widget = forms.NumberInput(attrs={"class": "figure-input"})
    return forms.IntegerField(min_value=least, max_value=most, required=False, widget=widget)


def _posts() -> forms.Field:
    widget = forms.NumberInput(attrs={"class": "figure-input", "step": "0.25"})
    return forms.DecimalField(
        min_value=0, max_value=100_000, decimal_places=2, required=False, widget=widget
    )
