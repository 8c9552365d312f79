"""Which dates passports of services are compared on."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

YEAR = dt.timedelta(days=365)


class DatesForm(forms.Form):
    """A date and an earlier one beside it."""

    on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    earlier = forms.DateField(
        label=_("Compared with"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def dates_of(asked: QueryDict, today: dt.date) -> tuple[DatesForm, dt.date, dt.date]:
    """The form, the date (today, where none is chosen) and an earlier one (a year before).

    A date ahead is today; an earlier date that is no earlier becomes a year before.
    """
    sent = DatesForm(asked)
    said: dict[str, Any] = sent.cleaned_data if sent.is_valid() else {}
    on = min(said.get("on") or today, today)
    earlier = said.get("earlier") or on - YEAR
    if earlier >= on:
        earlier = on - YEAR
    return DatesForm(initial={"on": on, "earlier": earlier}), on, earlier
