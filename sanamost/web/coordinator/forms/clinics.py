"""Reasons that a coordinator gives."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why; whoever it concerns reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever it concerns reads these words."),
    )


class RemarkForm(forms.Form):
    """Words that may be left out."""

    reason = forms.CharField(
        label=_("Remark"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
