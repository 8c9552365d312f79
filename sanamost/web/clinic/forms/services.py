"""What a clinic types in about its services: facts, contents, texts in every language."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sanamost.registry.catalogue.selectors import OPEN, Wording
from sanamost.registry.catalogue.services import Description
from sanamost.registry.catalogue.states import (
    LISTS,
    Scope,
    ServiceKind,
    Setting,
    TextPart,
)
from sanamost.registry.catalogue.weekdays import ISO_DAYS, days, weekdays_of
from sanamost.registry.catalogue.wordings import original_language

SPARE = 3
"""Empty lines offered under a list."""
HINTS = {
    TextPart.ABOUT: _("What is done, how long it takes, what one feels, what comes after."),
    TextPart.PREPARATION: _("What to bring, what to take or not to take, when to stop eating."),
    TextPart.CONTRAINDICATIONS: _("Illnesses and states in which it is not done, or put off."),
}
ROWS = {TextPart.NAME: 2, TextPart.ABOUT: 7}


class WorkFilter(forms.Form):
    """Which services to show."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=200)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("All")), *settings.LANGUAGES]
    )
    standing = forms.ChoiceField(
        label=_("What is to be done"),
        required=False,
        choices=[("", _("All")), *((one.value, one.label) for one in OPEN)],
    )


class TextsForm(forms.Form):
    """The texts of one service in one language; the names of the fields are the parts."""

    def __init__(self, *sent: Any, wordings: Iterable[Wording], **options: Any) -> None:
        self.wordings = [one for one in wordings if one.editable]
        language = next((one.language for one in self.wordings), "")
        options["auto_id"] = f"{language}-%s"
        super().__init__(*sent, **options)
        for one in self.wordings:
            self.fields[one.part.value] = _field(one)

    def lines(self) -> Iterator[tuple[forms.BoundField, Wording]]:
        """Each field with the text it is for."""
        for one in self.wordings:
            yield self[one.part.value], one


def _field(one: Wording) -> forms.CharField:
    marks = {"rows": ROWS.get(one.part, 4), "lang": one.language.replace("-hans", "-Hans")}
    hint = HINTS.get(one.part, "") if not one.original else ""
    if one.part in LISTS:
        hint = _("One item a line, in the order of the original.")
    return forms.CharField(
        label=one.part.label,
        initial=one.text,
        required=False,
        max_length=5000,
        help_text=hint,
        widget=forms.Textarea(attrs={**marks, "dir": "auto"}),
    )


class SeenForm(forms.Form):
    """Up to which moment of writing the drafts were read."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)

    def moment(self) -> dt.datetime | None:
        """The moment; None for one that no page gave."""
        return self.cleaned_data["seen"] if self.is_valid() else None


class FactsForm(forms.Form):
    """What a service is beside its words, and what its price holds."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ServiceKind.choices)
    setting = forms.ChoiceField(
        label=_("Where the patient is"),
        required=False,
        choices=[("", _("Not said")), *Setting.choices],
    )
    stay_days = forms.IntegerField(
        label=_("Usual stay, days"),
        min_value=0,
        max_value=365,
        help_text=_("Of a typical patient; 0 where nobody has to stay."),
    )

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        required=False,
        coerce=int,
        choices=[(day, WEEKDAYS[day - 1]) for day in ISO_DAYS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("On which days it is given. Leave empty if it depends on the patient."),
    )

    def __init__(self, *sent: Any, service: Any, **options: Any) -> None:
        self.language = original_language(service)
        names = ("kind", "setting", "stay_days")
        options["initial"] = {name: getattr(service, name) for name in names}
        options["initial"]["weekdays"] = days(service.weekdays)
        super().__init__(*sent, **options)
        self.counts: dict[str, int] = {}
        for part in LISTS:
            items = getattr(service, part)
            self.counts[part.value] = len(items) + SPARE
            for place in range(self.counts[part.value]):
                self._add(part.value, place, items[place] if place < len(items) else {})

    def _add(self, part: str, place: int, item: dict[str, str]) -> None:
        words = {"n": place + 1}
        self.fields[f"{part}_scope_{place}"] = forms.ChoiceField(
            label=_now("Item %(n)s: part of the treatment") % words,
            required=False,
            initial=item.get("scope", ""),
            choices=[("", "—"), *Scope.choices],
        )
        self.fields[f"{part}_text_{place}"] = forms.CharField(
            label=_now("Item %(n)s: in words") % words,
            required=False,
            max_length=200,
            initial=item.get(self.language, ""),
        )

    def lists(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Both lists with their lines."""
        for part in LISTS:
            name = part.value
            yield (
                str(part.label),
                [
                    (self[f"{name}_scope_{place}"], self[f"{name}_text_{place}"])
                    for place in range(self.counts[name])
                ],
            )

    def clean(self) -> None:
        """An item needs both its part and its words."""
        super().clean()
        for name, count in self.counts.items():
            for place in range(count):
                scope = self.cleaned_data.get(f"{name}_scope_{place}")
                text = (self.cleaned_data.get(f"{name}_text_{place}") or "").strip()
                if text and not scope:
                    message = _("Choose which part of the treatment this item is.")
                    self.add_error(f"{name}_scope_{place}", message)

    def facts(self) -> Description:
        """What was typed; lines without words are left out."""
        said = self.cleaned_data
        included, excluded = (
            tuple(
                (said[f"{name}_scope_{place}"], said[f"{name}_text_{place}"])
                for place in range(self.counts[name])
                if said[f"{name}_text_{place}"].strip()
            )
            for name in (part.value for part in LISTS)
        )
        return Description(
            kind=said["kind"],
            setting=said["setting"],
            stay_days=said["stay_days"],
            weekdays=weekdays_of(said["weekdays"]),
            included=included,
            excluded=excluded,
        )
