"""Figures of other countries as a coordinator types them in."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.commerce.comparison.services import FactorFacts, PriceFacts
from sanamost.registry.catalogue import selectors as catalogue

DAY = {"type": "date"}


class FigureForm(forms.Form):
    """What every figure needs: a country and a source."""

    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        countries = catalogue.countries(get_language() or "en")
        self._choose("country", [("", "—"), *((one.code, one.name) for one in countries)])

    def _choose(self, name: str, values: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = values


class PriceForm(FigureForm):
    """One price in another country."""

    nomenclature_code = forms.CharField(
        label=_("Official code of the service (order 804n)"),
        required=False,
        max_length=20,
        help_text=_("Leave it empty for a usual price of an area of care."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    area = forms.ChoiceField(label=_("Or an area of care"), required=False)
    amount = forms.DecimalField(
        label=_("Price"), max_digits=16, decimal_places=2, widget=forms.NumberInput
    )
    currency = forms.ChoiceField(label=_("Currency"))
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
    remark = forms.CharField(label=_("What the price holds"), required=False, max_length=300)

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        language = get_language() or "en"
        areas, currencies = catalogue.areas(language), catalogue.currencies(language)
        self._choose("area", [("", "—"), *((one.code, one.name) for one in areas)])
        named = ((one.code, f"{one.code} · {one.name}") for one in currencies)
        self._choose("currency", [("", "—"), *named])

    def facts(self) -> PriceFacts:
        """As the service takes it."""
        said = dict(self.cleaned_data)
        code = said.pop("nomenclature_code").strip()
        return PriceFacts(nomenclature_code=code, **said)


class FactorForm(FigureForm):
    """One year's factor of purchasing power."""

    year = forms.IntegerField(label=_("Year"))
    factor = forms.DecimalField(
        label=_("Units of the country's currency for one international dollar"),
        max_digits=20,
        decimal_places=8,
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who published it and where, so that anybody can look it up."),
    )
    source_page = forms.URLField(
        label=_("Address of the page"), required=False, max_length=500, assume_scheme="https"
    )

    def facts(self) -> FactorFacts:
        """As the service takes it."""
        return FactorFacts(**self.cleaned_data)
