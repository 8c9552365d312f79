"""What the desk types in about travel, treatment and after."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sanamost.journey.aftercare.states import FollowUpState
from sanamost.journey.travel.states import EntryDocument, WorkKind
from sanamost.web.clinic.forms.money import AmountField


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


class PackForm(forms.Form):
    """Who meets the patient."""

    met_by = forms.CharField(label=_("Who meets the patient"), max_length=200, required=False)
    met_by_phone = forms.CharField(
        label=_("Their telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


class InvitationForm(forms.Form):
    """What the invitation needs beside the passport."""

    consulate = forms.CharField(
        label=_("City where the visa is asked for"), max_length=100, required=False
    )
    entries = forms.ChoiceField(
        label=_("Entries"), choices=[("single", _("Single")), ("double", _("Double"))]
    )


class WishForm(forms.Form):
    """One more service around treatment."""

    kind = forms.ChoiceField(label=_("Service"), choices=WorkKind.choices)
    wish = forms.CharField(label=_("What is wished"), max_length=500, required=False)


class WorkForm(forms.Form):
    """Who does it, for how much, by when."""

    assigned_to = forms.CharField(label=_("Who does it"), max_length=200, required=False)
    price = AmountField(
        label=_("Price, RUB"), required=False, help_text=_("Empty: free for the patient.")
    )
    due_on = _day(_("By"), required=False)


class EntryForm(forms.Form):
    """On what document the patient stays."""

    entered_on = _day(_("Day of entry into the country"))
    document = forms.ChoiceField(label=_("Document of stay"), choices=EntryDocument.choices)
    number = forms.CharField(
        label=_("Its number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    stay_until = _day(
        _("Last legal day of the stay"),
        required=False,
        help_text=_("As the document says; empty: reckoned from the day of entry."),
    )


class DoneForm(forms.Form):
    """One service as given."""

    item = forms.CharField(max_length=80)
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=4)
    done_on = _day(_("Day"))

    def clean_quantity(self) -> Decimal:
        """The service itself judges the size; here it only has to be a number."""
        quantity: Decimal = self.cleaned_data["quantity"]
        return quantity


class ExtraForm(DoneForm):
    """A service by its code, also one that is in no plan: the service then says what to do."""

    item = forms.CharField(label=_("Code of the service"), max_length=80)


class ReasonForm(forms.Form):
    """Why a record is taken back."""

    reason = forms.CharField(
        label=_("Why the record was a mistake"), max_length=300, required=False
    )


class ExtractForm(forms.Form):
    """The extract in Russian, and beside it in the patient's language."""

    diagnosis_code = forms.CharField(
        label=_("Code of the diagnosis (ICD-10)"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    translated_by = forms.CharField(label=_("Translated by"), max_length=200, required=False)
    fit_to_fly = forms.BooleanField(label=_("Fit to fly"), required=False, initial=True)
    parts = (
        ("diagnosis", _("Diagnosis"), 2),
        ("summary", _("What was found and done"), 6),
        ("condition", _("State at discharge"), 3),
        ("recommendations", _("What to do at home"), 6),
    )

    remote_labels: ClassVar = {
        "summary": _("What was reviewed"),
        "condition": _("Opinion"),
        "recommendations": _("Recommendations"),
    }

    def __init__(self, *sent: Any, language: str, remote: bool = False, **options: Any) -> None:
        super().__init__(*sent, **options)
        self.bilingual = language != "ru"
        for name, usual, rows in self.parts:
            label = self.remote_labels.get(name, usual) if remote else usual
            for prefix, code in (("", "ru"), ("own_", language)):
                if prefix and not self.bilingual:
                    continue
                box = forms.Textarea(attrs={"rows": rows, "lang": code})
                self.fields[prefix + name] = forms.CharField(
                    label=label, widget=box, required=False, max_length=8000
                )
        if remote:
            del self.fields["fit_to_fly"]
        if not self.bilingual:
            del self.fields["translated_by"]

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Russian and own field of each part."""
        return [
            (self[name], self[f"own_{name}"] if self.bilingual else None)
            for name, _label, _rows in self.parts
        ]


class FiledForm(forms.Form):
    """The number that the authority gave."""

    registration_number = forms.CharField(
        label=_("Registration number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


class SheetForm(forms.Form):
    """The name in two parts, as in the passport."""

    surname = forms.CharField(label=_("Surname, Latin letters"), max_length=100)
    given_names = forms.CharField(label=_("Given names, Latin letters"), max_length=100)


class NoteForm(forms.Form):
    """What was done about a worrying answer."""

    note = forms.CharField(
        label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class FollowUpFilter(forms.Form):
    """Which follow-ups to show."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *FollowUpState.choices]
    )


class UseForm(forms.Form):
    """What was used of theatres, machines and people: filled in with the plan, and one row more."""

    def __init__(
        self,
        *sent: Any,
        parts: list[Any],
        resources: list[tuple[str, str]],
        last: dt.date,
        **options: Any,
    ) -> None:
        """`parts` as `used_parts` gives them; `resources` by public id; `last` is today."""
        super().__init__(*sent, **options)
        self.parts, self.last = parts, last
        for number, part in enumerate(parts):
            self.fields[f"used-{number}"] = _minutes(
                _now("%(resource)s, minutes used") % {"resource": part.resource.name},
                initial=str(part.amount),
            )
        self.fields["resource"] = forms.ChoiceField(
            label=_("Resource"),
            choices=[("", "—"), *resources],
            required=False,
        )
        self.fields["day"] = _day(_("Day"), required=False)
        self.fields["minutes"] = _minutes(_("Minutes used"), required=False)

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each part beside its field."""
        return [(part, self[f"used-{number}"]) for number, part in enumerate(self.parts)]

    def clean(self) -> dict[str, Any]:
        """A row of its own is whole or empty."""
        typed: dict[str, Any] = super().clean() or {}
        said = [typed.get("resource"), typed.get("day"), typed.get("minutes")]
        for name, value in zip(("resource", "day", "minutes"), said, strict=True):
            if any(one not in {None, ""} for one in said) and value in {None, ""}:
                self.add_error(name, _("Fill in the whole row, or leave it empty."))
        return typed

    @property
    def used(self) -> dict[tuple[str, dt.date], int]:
        """Minutes by resource and day, of days up to today."""
        typed = self.cleaned_data
        found = {
            (part.resource.public_id, part.day): typed[f"used-{number}"]
            for number, part in enumerate(self.parts)
            if part.day <= self.last
        }
        if typed.get("resource"):
            found[typed["resource"], typed["day"]] = typed["minutes"]
        return found


def _minutes(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=14_400, **options)
