"""Forms of the administration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sanamost.foundation.access.roles import Role
from sanamost.registry.organisations.states import OrganisationKind


class OrganisationFilters(forms.Form):
    """Which organisations are shown."""

    search = forms.CharField(
        label=pgettext_lazy("organisation", "Name"), required=False, max_length=100
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Any")), *OrganisationKind.choices]
    )


class FirstPersonForm(forms.Form):
    """Who opens an organisation that has nobody yet."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *sent: Any, roles: list[Role], **options: Any) -> None:
        super().__init__(*sent, **options)
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 declared above
        field.choices = [(role.value, role.label) for role in roles]


class StaffAccessForm(forms.Form):
    """Which case must be seen, and why."""

    number = forms.CharField(
        label=_("Case number"),
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "SM-2026-000123"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence that a second administrator will read. No names, no illnesses."),
    )


class RatesForm(forms.Form):
    """A file of published rates."""

    file = forms.FileField(
        label=_("File of rates"),
        help_text=_(
            "XML of the Bank of Russia, history of the European Central Bank (CSV), or typed rates"
            " (CSV). A rate published once never changes."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.csv,.gz"}),
    )
