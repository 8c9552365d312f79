"""What a clinic chooses of its capacity, and for which days a proposal waits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.web.clinic.forms.desk import choose


class CapacityFilter(forms.Form):
    """Which resources the calendar shows; a site is asked for where there are several."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)

    def __init__(
        self,
        *sent: Any,
        areas: list[tuple[str, str]],
        sites: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*sent, **options)
        choose(self, "area", [("", _("All")), *areas])
        if len(sites) > 1:
            choose(self, "site", [("", _("All")), *sites])
        else:
            del self.fields["site"]


class WaitForm(forms.Form):
    """On which days the patient could arrive."""

    first_on = forms.DateField(
        label=_("First day of arrival"), widget=forms.DateInput(attrs={"type": "date"})
    )
    last_on = forms.DateField(
        label=_("Last day of arrival"), widget=forms.DateInput(attrs={"type": "date"})
    )
