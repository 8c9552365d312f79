"""What a clinic types in to put a proposal together."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.registry.catalogue.states import PatientGroup, Scope, ServiceKind, VatClass
from sanamost.web.clinic.forms.desk import choose, language_field
from sanamost.web.clinic.forms.money import AmountField
from sanamost.web.components.wording import day_words, language_words

DayChoices = list[tuple[str, list[tuple[str, str]]]]
"""Days in ISO form with their words, in groups by week."""


class PlanForm(forms.Form):
    """The plan in the writer's words and the patient's language; what may change the price."""

    language = language_field(_("Language in which you write"))
    text = forms.CharField(
        label=_("Plan"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is done, in which order, by whom; what the patient should expect."),
    )
    translation = forms.CharField(
        label=_("The same in the patient's language"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    risks = forms.CharField(
        label=_("What may change the price"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    risks_translation = forms.CharField(
        label=_("What may change the price, in the patient's language"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *sent: Any, patient_language: str, **options: Any) -> None:
        super().__init__(*sent, **options)
        self.fields["translation"].help_text = language_words(patient_language)
        for name in ("translation", "risks_translation"):
            self.fields[name].widget.attrs["lang"] = patient_language


class DatesForm(forms.Form):
    """When the patient comes: days on which everything that the stay needs is free."""

    area = forms.ChoiceField(label=_("Places of"))
    arrives_on = forms.ChoiceField(label=_("Day of arrival"))
    stay_days = forms.IntegerField(label=_("Stay, days"), min_value=1, max_value=365)
    valid_days = forms.IntegerField(
        label=_("The proposal is valid for, days"), min_value=1, max_value=90
    )

    def __init__(
        self,
        *sent: Any,
        areas: list[tuple[str, str]],
        days: DayChoices,
        advice: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(*sent, **options)
        self.advice = advice
        choose(self, "area", areas)
        choose(self, "arrives_on", days)
        self.days_offered = [dt.date.fromisoformat(day) for _week, some in days for day, _ in some]

    def clean_arrives_on(self) -> dt.date:
        """The day that was chosen."""
        return dt.date.fromisoformat(self.cleaned_data["arrives_on"])


class RemoteDatesForm(forms.Form):
    """By when a remote case's opinion is ready: nobody arrives, so no day is chosen."""

    stay_days = forms.IntegerField(
        label=_("The opinion is ready within, days"),
        help_text=_("Counted from the day on which the deposit is paid."),
        min_value=1,
        max_value=365,
    )
    valid_days = forms.IntegerField(
        label=_("The proposal is valid for, days"), min_value=1, max_value=90
    )


class DayForm(forms.Form):
    """Another day of arrival."""

    arrives_on = forms.ChoiceField(label=_("Day of arrival"))

    def __init__(self, *sent: Any, days: DayChoices, **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "arrives_on", days)

    def clean_arrives_on(self) -> dt.date:
        """The day that was chosen."""
        return dt.date.fromisoformat(self.cleaned_data["arrives_on"])


class FreeLineForm(forms.Form):
    """A line that is not in the price list, with its reason."""

    name = forms.CharField(label=_("Name of the line"), max_length=300)
    name_translation = forms.CharField(
        label=_("The same in the patient's language"), max_length=300, required=False
    )
    unit_price = AmountField(label=_("Price of one, with VAT"))
    vat_class = forms.ChoiceField(label=_("VAT"), choices=VatClass.choices)
    scope = forms.ChoiceField(
        label=_("Part of the treatment"), choices=[("", "—"), *Scope.choices], required=False
    )
    reason = forms.CharField(label=_("Why it is not from the price list"), max_length=300)


class PriceFilter(forms.Form):
    """Which services to show."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=200)
    area = forms.ChoiceField(label=_("Area"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *ServiceKind.choices]
    )
    group = forms.ChoiceField(
        label=_("Prices for"),
        required=False,
        choices=[(PatientGroup.FOREIGN, PatientGroup.FOREIGN.label)]
        + [(value, label) for value, label in PatientGroup.choices if value != "foreign"],
    )

    def __init__(self, *sent: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "area", [("", _("All")), *areas])


def week_words(monday: dt.date) -> str:
    """A week as people say it: its first and last day."""
    return f"{day_words(monday)} – {day_words(monday + dt.timedelta(days=6))}"
