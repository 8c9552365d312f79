"""What the patient's side decides about who may see a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class InsurerForm(forms.Form):
    """One decision per paper; nothing is ticked beforehand."""

    discloses = forms.BooleanField(
        label=_("I agree that this insurer sees who the patient is and the money of this case")
    )
    crosses = forms.BooleanField(label=_("I agree to the transfer of these data abroad"))

    def __init__(self, *args: Any, abroad: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not abroad:
            del self.fields["crosses"]
