"""Filters of the registers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegisterFilters(forms.Form):
    """Which clinics and partners are shown."""

    search = forms.CharField(
        label=pgettext_lazy("organisation", "Name"), required=False, max_length=100
    )
    overdue = forms.BooleanField(label=_("Only clinics with something overdue"), required=False)
