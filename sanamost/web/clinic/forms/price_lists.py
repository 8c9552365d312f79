"""What the economist types in about a price list."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.engines.price_lists import Column
from sanamost.registry.catalogue.states import PatientGroup, RowDecision, RowOutcome
from sanamost.web.clinic.forms.money import AmountField

COLUMN_NAMES = {
    Column.NUMBER: _("Number of the row"),
    Column.CODE: _("Code of the service"),
    Column.OWN_CODE: _("The clinic's own code"),
    Column.NAME: _("Name of the service"),
    Column.UNIT: _("Unit"),
    Column.PRICE: _("Price for everybody"),
    Column.PRICE_RESIDENT: _("Price for residents"),
    Column.PRICE_EAEU: _("Price for citizens of the Eurasian Economic Union"),
    Column.PRICE_FOREIGN: _("Price for other foreign citizens"),
    Column.COEFFICIENT_EAEU: _("Coefficient for citizens of the Eurasian Economic Union"),
    Column.COEFFICIENT_FOREIGN: _("Coefficient for other foreign citizens"),
    Column.CURRENCY: _("Currency"),
    Column.VAT: _("VAT"),
    Column.SECTION: _("Section"),
    Column.NOTE: _("Note"),
    Column.DURATION: _("Duration"),
    Column.LEFT_OUT: _("A price that is not imported"),
}
CURRENCIES = [(code, code) for code in ("RUB", "USD", "EUR", "KZT", "BYN", "CNY", "AED", "UZS")]


class ReadingForm(forms.Form):
    """What the file itself does not say."""

    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=CURRENCIES,
        help_text=_("For prices beside which the file names none."),
    )
    eaeu = forms.DecimalField(
        label=_("Coefficient for citizens of the Eurasian Economic Union"),
        required=False,
        min_value=Decimal("0.1"),
        max_value=10,
        decimal_places=3,
        help_text=_("Where the file has no column for them, such as 1.15."),
    )
    foreign = forms.DecimalField(
        label=_("Coefficient for other foreign citizens"),
        required=False,
        min_value=Decimal("0.1"),
        max_value=10,
        decimal_places=3,
        help_text=_("Where the file has no column for them, such as 1.5."),
    )

    def coefficients(self) -> dict[str, Decimal]:
        """Those that were given, by group."""
        said = self.cleaned_data
        return {group: said[group] for group in ("eaeu", "foreign") if said.get(group)}


class BringForm(ReadingForm):
    """A price list as a file."""

    field_order = ("file", "currency", "eaeu", "foreign")
    file = forms.FileField(
        label=_("Price list"),
        help_text=_("The list as you keep it: XLSX or CSV, up to 10 MB and 20,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
    )


class ColumnsForm(ReadingForm):
    """What each column of a sheet holds."""

    def __init__(self, *sent: Any, columns: list[dict[str, Any]], **options: Any) -> None:
        super().__init__(*sent, **options)
        self.columns = columns
        for one in columns:
            self.fields[f"column_{one['column']}"] = forms.ChoiceField(
                label=one["label"],
                required=False,
                choices=[("", _("Nothing that is needed")), *COLUMN_NAMES.items()],
                initial=one["role"],
            )
        self.order_fields([f"column_{one['column']}" for one in columns])

    def roles(self) -> dict[int, str]:
        """The roles that were chosen, by column."""
        said = {one["column"]: self.cleaned_data[f"column_{one['column']}"] for one in self.columns}
        return {column: role for column, role in said.items() if role}


class RowFilter(forms.Form):
    """Which rows of the file to show."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=200)
    outcome = forms.ChoiceField(
        label=_("What becomes of it"), required=False, choices=[("", _("All")), *RowOutcome.choices]
    )
    kind = forms.ChoiceField(label=_("Doubt"), required=False)

    def __init__(self, *sent: Any, kinds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*sent, **options)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells the type checker
        field.choices = [("", _("All")), *kinds]


class DecisionForm(forms.Form):
    """Accept or refuse: all rows of a doubt, or those ticked."""

    decision = forms.ChoiceField(
        choices=[(RowDecision.ACCEPTED, ""), (RowDecision.REFUSED, ""), ("undecided", "")]
    )
    kind = forms.CharField(required=False, max_length=40)
    rows = forms.TypedMultipleChoiceField(required=False, coerce=int, choices=[])

    def __init__(self, *sent: Any, positions: list[int], **options: Any) -> None:
        super().__init__(*sent, **options)
        field = self.fields["rows"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 for the type checker
        field.choices = [(position, "") for position in positions]


class RowForm(forms.Form):
    """One row as a person means it."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name of the service"), max_length=1000)
    resident = AmountField(label=PatientGroup.RESIDENT.label, required=False)
    eaeu = AmountField(label=PatientGroup.EAEU.label, required=False)
    foreign = AmountField(label=PatientGroup.FOREIGN.label, required=False)

    def prices(self) -> dict[str, Decimal]:
        """The prices that were given, by group."""
        said = self.cleaned_data
        return {group: said[group] for group in PatientGroup.values if said.get(group)}


class FinishForm(forms.Form):
    """From when on the list holds."""

    valid_from = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    number = forms.CharField(
        label=_("Number of the list"),
        required=False,
        max_length=40,
        help_text=_("As in the director's order; else the day."),
    )


class ChangeFilter(forms.Form):
    """Which changes to show."""

    kind = forms.ChoiceField(
        label=_("Change"),
        required=False,
        choices=[
            ("", _("All")),
            ("new", _("New")),
            ("gone", _("Gone")),
            ("changed", _("Changed")),
        ],
    )
    group = forms.ChoiceField(
        label=_("Prices for"), required=False, choices=[("", _("All")), *PatientGroup.choices]
    )
