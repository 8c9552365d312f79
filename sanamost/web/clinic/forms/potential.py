"""What a clinic asks of its potential: which area and month by hand, and what if."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.insight.potential.selectors import WhatIf

Choices = Sequence[tuple[str, str]]


class HandForm(forms.Form):
    """Which area and month the formula is shown of."""

    area = forms.ChoiceField(label=_("Profile"))
    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *sent: Any, areas: Choices, months: Choices, **options: Any) -> None:
        super().__init__(*sent, **options)
        _choose(self, "area", areas)
        _choose(self, "month", months)

    @classmethod
    def asked(cls, sent: Any, *, areas: Choices, months: Choices) -> "tuple[HandForm, str, str]":
        """The form with what was asked, else the first area and month."""
        area = _among(sent.get("area"), areas)
        month = _among(sent.get("month"), months)
        return cls(initial={"area": area, "month": month}, areas=areas, months=months), area, month


class WhatIfForm(forms.Form):
    """What would be otherwise; nothing is written."""

    resource = forms.ChoiceField(label=_("Resource"), required=False)
    units = forms.DecimalField(
        label=_("More units"),
        help_text=_("Beds, machines, theatres, posts; a minus for fewer."),
        required=False, min_value=-10_000, max_value=10_000, decimal_places=2,
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("More minutes a day of each unit"),
        help_text=_("A second shift of six hours is 360."),
        required=False, min_value=-1440, max_value=1440,
    )  # fmt: skip
    stay = forms.DecimalField(
        label=_("Length of stay of foreign patients, change in per cent"),
        required=False, min_value=-90, max_value=500, decimal_places=1,
    )  # fmt: skip
    price = forms.DecimalField(
        label=_("Prices for foreign patients, change in per cent"),
        required=False, min_value=-90, max_value=500, decimal_places=1,
    )  # fmt: skip
    of = forms.ChoiceField(
        label=_("Profile"), help_text=_("Of stay and price; empty for all."), required=False
    )

    def __init__(self, *sent: Any, areas: Choices, resources: Choices, **options: Any) -> None:
        super().__init__(*sent, **options)
        _choose(self, "resource", [("", "—"), *resources])
        _choose(self, "of", [("", "—"), *areas])

    def change(self) -> WhatIf:
        """As the selectors take it; the form is valid."""
        said = self.cleaned_data
        return WhatIf(
            resource=said["resource"],
            units=said["units"] or Decimal(0),
            minutes=said["minutes"] or 0,
            stay_percent=said["stay"] or Decimal(0),
            price_percent=said["price"] or Decimal(0),
            area=said["of"],
        )


def _choose(form: forms.Form, name: str, values: Choices) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(values)


def _among(value: str | None, values: Choices) -> str:
    known = [code for code, _words in values]
    return value if value in known else next(iter(known), "")


def month_code(month: dt.date) -> str:
    """A month in an address: 2027-03."""
    return f"{month:%Y-%m}"
