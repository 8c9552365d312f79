"""A physician changes a check-up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.web.clinic.forms.desk import choose


class AddForm(forms.Form):
    """Which examination, from the rules or the own price list, and why."""

    item = forms.ChoiceField(label=_("Examination"), required=False)
    service_code = forms.CharField(
        label=_("Or the code of a service from your price list"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *sent: Any, items: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "item", [("", "—"), *items])


class RemoveForm(forms.Form):
    """Which examination leaves, and why."""

    item = forms.CharField(max_length=40, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=500)
