"""What a coordinator asks of the potential, and what they say of demand and promotion."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.insight.potential.services import CostFacts, DemandFacts
from sanamost.web.components import potential as words

DAY = {"type": "date"}
MONTH = {"type": "month", "placeholder": "2027-01"}
Choices = Sequence[tuple[str, str]]


class PotentialForm(forms.Form):
    """Which profile and region, under which budget."""

    area = forms.ChoiceField(label=_("Profile"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    budget = forms.DecimalField(
        label=_("Budget for promotion, roubles"),
        required=False, min_value=0, max_value=Decimal(10) ** 12, decimal_places=2,
    )  # fmt: skip

    def __init__(self, *sent: Any, regions: Choices, **options: Any) -> None:
        super().__init__(*sent, **options)
        _choose(self, "area", [("", str(_("All"))), *words.area_names().items()])
        _choose(self, "region", [("", str(_("All"))), *regions])
        if not regions:
            del self.fields["region"]

    def said(self) -> dict[str, Any]:
        """Area, region and budget; what cannot be meant is left out."""
        known = self.cleaned_data if self.is_valid() else {}
        return {
            "area": known.get("area") or "",
            "region": known.get("region") or "",
            "budget": known.get("budget"),
        }


class NamedForm(forms.Form):
    """What every figure needs: whom it is of, and where it is from."""

    country_group = forms.ChoiceField(label=_("Group of countries"))
    as_of = forms.DateField(
        label=_("Day for which the source names it"), widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who published it and where, so that anybody can look it up."),
    )
    source_page = forms.URLField(
        label=_("Address of the page"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        _choose(self, "country_group", [("", "—"), *words.group_choices()])


class DemandForm(NamedForm):
    """How many patients of a group of countries want treatment of an area, each month."""

    area = forms.ChoiceField(label=_("Profile"))
    first_month = forms.DateField(
        label=_("From month"), widget=forms.DateInput(MONTH, "%Y-%m"), input_formats=["%Y-%m"]
    )
    last_month = forms.DateField(
        label=_("To month"), widget=forms.DateInput(MONTH, "%Y-%m"), input_formats=["%Y-%m"]
    )
    patients = forms.IntegerField(label=_("Patients in each of the months"), min_value=0)

    field_order = ("country_group", "area", "first_month", "last_month", "patients", "as_of")

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        _choose(self, "area", [("", "—"), *words.area_names().items()])

    def facts(self) -> DemandFacts:
        """As the service takes it."""
        return DemandFacts(**self.cleaned_data)


class CostForm(NamedForm):
    """What winning one patient costs."""

    amount = forms.DecimalField(
        label=_("Cost of one patient who comes, roubles"), max_digits=14, decimal_places=2
    )

    field_order = ("country_group", "amount", "as_of")

    def facts(self) -> CostFacts:
        """As the service takes it."""
        return CostFacts(**self.cleaned_data)


class DemandFilter(forms.Form):
    """Which of the figures are listed."""

    area = forms.ChoiceField(label=_("Profile"), required=False)
    group = forms.ChoiceField(label=_("Group of countries"), required=False)

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        _choose(self, "area", [("", str(_("All"))), *words.area_names().items()])
        _choose(self, "group", [("", str(_("All"))), *words.group_choices()])


def _choose(form: forms.Form, name: str, values: Choices) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(values)
