"""What one treatment uses, typed row by row."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sanamost.registry.resources.services import UseFacts
from sanamost.web.clinic.forms.desk import choose
from sanamost.web.clinic.forms.passports import Columns, RowsForm


class RecipeForm(RowsForm):
    """The stay, and each resource by the day of the stay."""

    area = forms.CharField(widget=forms.HiddenInput)
    service = forms.CharField(widget=forms.HiddenInput, required=False)
    learned = forms.CharField(widget=forms.HiddenInput, required=False)
    stay_days = forms.IntegerField(
        label=_("Usual stay in days"),
        min_value=1,
        max_value=365,
        widget=forms.NumberInput(attrs={"class": "figure-input"}),
        help_text=_("Beds are used on each of its days, from the day that you write on."),
    )

    def __init__(
        self,
        *sent: Any,
        resources: list[tuple[str, str]],
        lines: list[dict[str, Any]],
        **options: Any,
    ) -> None:
        choices = [("", "—"), *resources]
        columns: Columns = {
            "resource": (
                _now("Resource"),
                lambda: forms.ChoiceField(choices=choices, required=False),
            ),
            "day": (_now("Day after admission"), _day),
            "amount": (_now("How much"), _amount),
            "spread": (_now("Spread"), _amount),
        }
        super().__init__(*sent, columns=columns, lines=lines, **options)

    def uses(self) -> list[UseFacts]:
        """Each row that says how much; days count from 0, the day of admission."""
        return [
            UseFacts(
                resource=row["resource"],
                amount=row["amount"] or Decimal(0),
                day=row["day"] or 0,
                spread=row["spread"] or Decimal(0),
            )
            for _number, row in self.typed()
        ]

    def clean(self) -> dict[str, Any]:
        """A row names its resource and how much of it."""
        said = super().clean() or {}
        self.cleaned_data = said
        for number, row in self.typed():
            for name, words in (
                ("resource", _now("Choose a resource.")),
                ("amount", _now("Say how much.")),
            ):
                if not row[name] and f"{name}-{number - 1}" not in self.errors:
                    self.add_error(f"{name}-{number - 1}", words)
        return said


class TreatmentFilter(forms.Form):
    """For which treatment a recipe is written."""

    area = forms.ChoiceField(label=_("Area of care"))
    q = forms.CharField(label=_("Name or code of a service"), required=False, max_length=200)

    def __init__(self, *sent: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "area", areas)


def _day() -> forms.Field:
    widget = forms.NumberInput(attrs={"class": "figure-input"})
    return forms.IntegerField(min_value=0, max_value=395, required=False, widget=widget)


def _amount() -> forms.Field:
    widget = forms.NumberInput(attrs={"class": "figure-input", "step": "0.01"})
    return forms.DecimalField(
        min_value=0, max_digits=8, decimal_places=2, required=False, widget=widget
    )
