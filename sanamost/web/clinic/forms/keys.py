"""What a key of the clinic's own programs is for."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.rights import Right
from sanamost.web.clinic.forms.card import day_field


class KeyForm(forms.Form):
    """Which program it is, what it may do, and until when."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=80,
        help_text=_("As your people call it; one key for each program."),
    )
    rights = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=Right.choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = day_field(_("Last day"), help_text=_("At most a year from now."))

    def ends_at(self) -> dt.datetime:
        """The end of the last day, where the reader is."""
        after: Any = self.cleaned_data["expires_on"] + dt.timedelta(days=1)
        return timezone.make_aware(dt.datetime.combine(after, dt.time()))
