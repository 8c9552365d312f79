"""What a patient answers to a doctor."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """Words; papers go beside them."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In your language. If a paper answers it, add the paper and name it here."),
    )
