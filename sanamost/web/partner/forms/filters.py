"""What a partner looks for in its list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.journey.cases.states import Stage


class FilterForm(forms.Form):
    """Name or number, and the stage."""

    search = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All")), *Stage.choices]
    )
